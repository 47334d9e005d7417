"""Which day is n working days (or calendar days) away, and is that certain yet?"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What statutes count in: two kinds of day, and months."""

    WORKING = "working"
    CALENDAR = "calendar"
    MONTHS = "months"


WORKING, CALENDAR, MONTHS = Unit.WORKING, Unit.CALENDAR, Unit.MONTHS

# The notice for a year may move days in the last week of December before it (so for 2007, 2008 and 2019).
_NEW_YEAR_REACH = (12, 25)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Saturday and Sunday are off, except as the yearly notice of the State Council and local holidays say.

    `version` is stored with every day computed here, so that one can tell from which data it came.
    """

    holidays: frozenset[date] = field(repr=False)
    workdays: frozenset[date] = field(repr=False)
    announced: frozenset[int]
    version: str
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)  # ordinals of weekdays without work
    _on: tuple[int, ...] = field(init=False, repr=False, compare=False)  # ordinals of weekend days with work

    def __post_init__(self) -> None:
        if both := self.holidays & self.workdays:
            raise ValueError(f"days both off and working: {sorted(both)}")
        off = sorted(day.toordinal() for day in self.holidays if day.weekday() < 5)
        on = sorted(day.toordinal() for day in self.workdays if day.weekday() >= 5)
        object.__setattr__(self, "_off", tuple(off))
        object.__setattr__(self, "_on", tuple(on))

    def is_working(self, day: date) -> bool:
        """Is there work on this day?"""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` is earlier."""
        return self._count(end.toordinal()) - self._count(start.toordinal())

    def add(self, day: date, n: int, unit: Unit) -> date:
        """The day on which a period of n days (months) from `day` ends; `day` itself is not counted (民法典 201).

        Negative n goes back: the n-th day strictly before. A period in calendar days may end on a day off:
        the statutory rule (民法典 203) is then `on_or_after`, the rule for internal reports `on_or_before`.
        """
        if unit is MONTHS:
            return add_months(day, n)
        if n == 0 or unit is CALENDAR:
            return day + timedelta(days=n)
        ordinal = day.toordinal()
        return self._nth(self._count(ordinal) + n if n > 0 else self._count(ordinal - 1) + 1 + n)

    def on_or_after(self, day: date) -> date:
        """`day` where it is a working day, else the next one."""
        return self._nth(self._count(day.toordinal() - 1) + 1)

    def on_or_before(self, day: date) -> date:
        """`day` where it is a working day, else the last one before it."""
        return self._nth(self._count(day.toordinal()))

    def is_provisional(self, day: date, until: date | None = None) -> bool:
        """May a notice that is still to come change this day, or any day from it to `until`?"""
        first, last = sorted((day, until or day))
        last_year = last.year + ((last.month, last.day) >= _NEW_YEAR_REACH)
        return not self.announced.issuperset(range(first.year, last_year + 1))

    def _count(self, ordinal: int) -> int:
        """Working days from 0001-01-01, a Monday, to this day inclusive."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._off, ordinal) + bisect_right(self._on, ordinal)

    def _nth(self, n: int) -> date:
        """The n-th working day since 0001-01-01."""
        return date.fromordinal(1 + bisect_left(range(1, date.max.toordinal() + 1), n, key=self._count))


def add_months(day: date, months: int) -> date:
    """The day with the same number so many months on; the month's last day where there is none (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
