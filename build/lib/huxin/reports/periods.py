"""Which report is due when, over which days, and from when on is it asked for? Dates alone, no database."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

HALF_YEAR, FULL_YEAR = "half_year", "full_year"


class Rule(Protocol):
    """What a plan says about one of its two reports: half_year or full_year, and two days as MM-DD."""

    period: str
    due: str
    cut_off: str


R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Slot:
    """One report of one year: its period, its days as the plan prints them, the first day it counts."""

    period: str  # 2026H1, 2026H2
    due_on: date
    cut_off_on: date
    covers_from: date

    def opens_on(self, weeks_before: int) -> date:
        """The day on which it is asked for."""
        return self.due_on - timedelta(weeks=weeks_before)


def _day(year: int, month_day: str) -> date:
    """MM-DD in a year; the last of the month where the month is shorter."""
    month, day = int(month_day[:2]), int(month_day[3:])
    return date(year, month, min(day, monthrange(year, month)[1]))


def _on_or_before(day: date, month_day: str) -> date:
    found = _day(day.year, month_day)
    return found if found <= day else _day(day.year - 1, month_day)


def _period(rule: Rule, due_on: date) -> str:
    """A whole year's report that is due in spring speaks of the year before."""
    if rule.period == HALF_YEAR:
        return f"{due_on.year}H1"
    return f"{due_on.year - (due_on.month <= 3)}H2"


def slot(rule: Rule, rules: Iterable[Rule], year: int) -> Slot:
    """The report that this rule wants in this year; it counts from the day after the report before it ends."""
    due_on = _day(year, rule.due)
    cut_off = _on_or_before(due_on, rule.cut_off)
    before = max(_on_or_before(cut_off - timedelta(days=1), other.cut_off) for other in rules)
    return Slot(_period(rule, due_on), due_on, cut_off, before + timedelta(days=1))


def slots(rules: Iterable[R], *, since: date, years: Iterable[int]) -> Iterator[tuple[R, Slot]]:
    """Every report of these years that is due on or after `since`, the earliest first."""
    known = list(rules)
    found = [(rule, slot(rule, known, year)) for year in years for rule in known]
    yield from sorted((pair for pair in found if pair[1].due_on >= since), key=lambda pair: pair[1].due_on)


def year_before(period: str) -> str:
    """The same period of the year before."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def of_the_year(period: str) -> tuple[str, ...]:
    """The periods of its year up to this one."""
    return (f"{period[:4]}H1",) if period.endswith("H1") else (f"{period[:4]}H1", period)
