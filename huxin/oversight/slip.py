"""What did a worker really earn an hour in a week or a month, what should it have been at least, and on which orders
does it stand? One slip, whether a platform delivered the orders or he wrote them down himself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Protocol

from huxin.base.errors import NotPossible
from huxin.base.money import yuan
from huxin.base.workdays import add_months
from huxin.law.at import table
from huxin.law.units import duration
from huxin.orgs.models import Area
from huxin.oversight.models import MonthTotal
from huxin.oversight.scanning import holidays
from huxin.registry.models import Worker

if TYPE_CHECKING:
    from huxin.law.standards.steps import Answer
    from huxin.oversight.scan.reading import OrderRow, SessionRow
    from huxin.oversight.scan.slip import Day, Post, Reckoned

FEWEST = 10  # a median of fewer people would tell of single ones
BEFORE = timedelta(days=6)  # so that the first week is judged whole


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month or a week, Monday to Sunday; `after` is the day after its last."""

    first: date
    after: date

    @property
    def is_week(self) -> bool:
        """Is it a week?"""
        return (self.after - self.first).days == 7

    @property
    def key(self) -> str:
        """How it is written in addresses: 2026-10, 2026-W41."""
        return f"{self.first:%G-W%V}" if self.is_week else f"{self.first:%Y-%m}"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def words(self) -> str:
        """2026年10月; 2026年10月5日至11日（一周）."""
        if not self.is_week:
            return f"{self.first.year}年{self.first.month}月"
        month = "" if self.first.month == self.last.month else f"{self.last.month}月"
        return f"{self.first.year}年{self.first.month}月{self.first.day}日至{month}{self.last.day}日（一周）"

    @property
    def month(self) -> date:
        """The month to which it belongs: a week to the one in which it ends, as in the scan."""
        return self.last.replace(day=1)

    @property
    def weeks(self) -> list["Period"]:
        """The weeks that touch it, the earliest first."""
        first = self.first - timedelta(days=self.first.weekday())
        starts = [first + timedelta(weeks=n) for n in range(6)]
        return [Period(day, day + timedelta(days=7)) for day in starts if day < self.after]


def month_of(day: date) -> Period:
    """The month of a day."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1))


def read_period(key: str) -> Period:
    """The month or week of an address; NotPossible for anything else."""
    try:
        if "W" in key:
            year, _, week = key.partition("-W")
            first = date.fromisocalendar(int(year), int(week), 1)
            return Period(first, first + timedelta(days=7))
        return month_of(datetime.strptime(key, "%Y-%m").date())  # noqa: DTZ007  a month has no zone
    except (ValueError, OverflowError) as error:
        raise NotPossible("没有这个月份或这一周，请从列表中选择。") from error


class Source(Protocol):
    """From where the orders of a slip come."""

    @property
    def code(self) -> str:
        """In addresses."""

    @property
    def title(self) -> str:
        """For people."""

    @property
    def note(self) -> str:
        """What a reader must know of such figures."""

    def months(self) -> list[date]:
        """The months in which there is anything, the newest first."""

    def orders(self, period: Period) -> "tuple[OrderRow, ...]":
        """All that is known of him in the period and the days around it; NotPossible where it cannot be read now."""

    def slip(self, period: Period) -> "Slip | None":
        """What it comes to; None where there is nothing of him."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One period of one worker over all accounts that are known to be his; money in fen, time in seconds.

    `time_s` is what the orders accepted in the period are paid for, with the agreed allowance. `due_fen` is None where
    the law has no figure. `free_days` and `days` are None and empty where the single orders cannot be read now.
    """

    period: Period
    posts: "tuple[Post, ...]"
    orders: int
    order_s: int
    time_s: int
    earned_fen: int
    tip_fen: int
    deduction_fen: int
    income_fen: int
    due_fen: int | None
    longest_stretch_s: int
    free_days: int | None = None
    days: "tuple[Day, ...]" = ()
    longest: frozenset[str] = frozenset()
    answers: "tuple[Answer, ...]" = ()
    gaps: tuple[str, ...] = ()
    median_fen: int | None = None  # of those who do the same work in the same place; empty where they are too few
    peers: int = 0

    @property
    def hourly_fen(self) -> int | None:
        """Pay after deductions per hour of working time, without tips."""
        return self.income_fen * 3_600 // self.time_s if self.time_s else None

    @property
    def least_fen(self) -> int | None:
        """What the minimum wage asks per hour, over the places where he worked."""
        return self.due_fen * 3_600 // self.time_s if self.time_s and self.due_fen else None

    @property
    def short_fen(self) -> int:
        """How much of the minimum is missing."""
        return max(0, (self.due_fen or 0) - self.income_fen)

    @property
    def beside(self) -> str:
        """The hour beside the minimum and beside the others, in a sentence; empty where there is neither."""
        others = (("最低标准", self.least_fen), ("当地同行中位数", self.median_fen))
        told = [_against(what, self.hourly_fen, fen) for what, fen in others if self.hourly_fen is not None and fen]
        return f"每小时实得{'，'.join(told)}。" if told else ""

    @property
    def main(self) -> "Post":
        """Where most was worked."""
        return max(self.posts, key=lambda one: one.time_s)

    @property
    def time(self) -> str:
        """The working time in words."""
        return duration(self.time_s)

    @property
    def time_short(self) -> str:
        """The same to the whole minute, where it stands large."""
        return duration(self.time_s - self.time_s % 60)

    @property
    def order_time(self) -> str:
        """The order time in words, every order by itself."""
        return duration(self.order_s)

    @property
    def longest_words(self) -> str:
        """The longest stretch in words."""
        return duration(self.longest_stretch_s)


def _against(what: str, mine: int, fen: int) -> str:
    """比最低标准多2.00元."""
    if mine == fen:
        return f"和{what}一样"
    return f"比{what}{'多' if mine > fen else '少'}{yuan(abs(mine - fen))}元"


def so_far(slip: Slip, today: date) -> Slip:
    """The slip without the days that have not come yet: nobody had those off."""
    days = tuple(day for day in slip.days if day.day <= today)
    free = slip.free_days
    return replace(slip, days=days, free_days=None if free is None else free - (len(slip.days) - len(days)))


def worked_out(period: Period, orders: "Iterable[OrderRow]", sessions: "Sequence[SessionRow]" = ()) -> Slip | None:
    """The slip of single orders, with its steps and without the median; None where none lies in the period."""
    from huxin.oversight.scan.slip import reckon

    found = reckon(list(orders), period.first, period.after, table=table(), holidays=holidays(), sessions=sessions)
    return from_reckoned(period, found) if found.orders or found.time_s else None


def from_reckoned(period: Period, found: "Reckoned") -> Slip:
    """The same, of what was reckoned."""
    return Slip(
        period=period, posts=found.posts, orders=found.orders, order_s=found.order_s, time_s=found.time_s,
        earned_fen=found.earned_fen, tip_fen=found.tip_fen, deduction_fen=found.deduction_fen,
        income_fen=found.income_fen, due_fen=found.due_fen, longest_stretch_s=found.longest_stretch_s,
        free_days=found.free_days, days=found.days, longest=found.longest, answers=found.answers, gaps=found.gaps,
    )  # fmt: skip


def compared(slip: Slip) -> Slip:
    """The slip beside what others earned who did the same work in the same place in its month; a week that ends in a
    month of which nothing is known yet, in the month in which it begins."""
    rows = _peers(slip, slip.period.month) or _peers(slip, slip.period.first.replace(day=1))
    people: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for person, platform, key, income, time in rows:
        found = people[(person,) if person else (str(platform), key)]
        found[0] += income
        found[1] += time
    hourly = [income * 3_600 // time for income, time in people.values()]
    if len(hourly) < FEWEST:
        return replace(slip, peers=len(hourly))
    return replace(slip, median_fen=int(median(hourly)), peers=len(hourly))


def _peers(slip: Slip, month: date) -> list[tuple[str, int, str, int, int]]:
    """Person, platform, key, income and time of each total of the same work in the same place."""
    post = slip.main
    rows = MonthTotal.objects.filter(month=month, area=post.area, industry=post.industry, wage_s__gt=0)
    return list(rows.values_list("person", "platform", "worker_key", "income_fen", "wage_s"))


def places_of(slip: Slip) -> list[tuple["Post", str]]:
    """The posts with the names of their places."""
    names = dict(Area.objects.filter(pk__in={one.area for one in slip.posts}).values_list("pk", "short_name"))
    return [(one, names.get(one.area, one.area)) for one in slip.posts]


def sources(worker: Worker) -> list[Source]:
    """From where there can be slips of this worker."""
    from huxin.oversight.slip_sources import of_worker

    return of_worker(worker)


def source_of(worker: Worker, code: str) -> Source:
    """One of them; NotPossible where he has no such source."""
    for one in sources(worker):
        if one.code == code:
            return one
    raise NotPossible("没有这份记录，请从列表中选择。")
