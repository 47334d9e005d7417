"""What do the plain rules read and give: orders, findings, the plan as dictionaries, and sums?"""

from collections import defaultdict
from typing import NamedTuple

from huxin.oversight.scan.plan import Plan

DAY_S = 86_400


class Order(NamedTuple):
    """The columns of a laid-down order that rules ask for, in the order in which they are read."""

    who: int
    accepted_s: int
    stop_s: int | None
    post: int
    day: int
    offset_s: int
    picked_up_s: int | None
    period_day: int | None
    paid_day: int | None
    price_fen: int | None
    pay_fen: int | None
    subsidy_fen: int
    tip_fen: int
    deduction_fen: int
    deduction_reason: str | None
    pay_period: str | None = None


class Finding(NamedTuple):
    """A finding in numbers, as every peer of the benchmark gives it."""

    rule: str
    verdict: int
    who: int
    job: int
    norm: int
    first_day: int
    start_s: int | None
    measured: int
    required: int
    short_fen: int | None


class Stretch(NamedTuple):
    """Time that a clock counts in one."""

    post: int
    day: int
    start_s: int | None
    counted_s: int


class Law:
    """The plan as dictionaries."""

    def __init__(self, plan: Plan) -> None:
        self.posts = {row["post"]: (row["job"], row["norm"]) for row in plan.posts.table.to_pylist()}
        self.figures = {(row["norm"], row["day"]): row for row in plan.figures.to_pylist()}
        self.calendar = {row["day"]: row for row in plan.calendar.to_pylist()}
        self.levels = plan.levels
        self.ways = plan.ways
        self.spans = {(row["pay_span"], row["pay_period"]): row["packed"] for row in plan.spans.to_pylist()}


class Sums:
    """What a worker's orders of one job come to on one day, in one week or month."""

    def __init__(self) -> None:
        self.of: dict[str, int] = defaultdict(int)
        self.days: set[int] = set()  # on which anything was worked
        self.first_day: int | None = None
        self.longest: tuple[int, int] = (-1, 0)  # seconds of a day under one norm, and that norm negated
        self.late_days = 0
        self.long_period = 0  # days and allowed days of the longest pay period that is too long, packed

    def take(
        self, day: int, added: dict[str, int], longest: tuple[int, int], late_days: int, long_period: int = 0
    ) -> None:
        """Add a day."""
        for name, value in added.items():
            self.of[name] += value
        if added["time_s"] > 0:
            self.days.add(day)
        self.first_day = day if self.first_day is None else min(day, self.first_day)
        self.longest = max(self.longest, longest)
        self.late_days = max(self.late_days, late_days)
        self.long_period = max(self.long_period, long_period)

    @property
    def norm(self) -> int:
        """Where most was worked on the longest day."""
        return -self.longest[1]


class DayOfJob:
    """A worker's day in one job."""

    __slots__ = ("added", "late_days", "long_period", "norms")

    def __init__(self) -> None:
        self.norms: dict[int, int] = defaultdict(int)
        self.added: dict[str, int] = defaultdict(int)
        self.late_days = self.long_period = 0

    @property
    def longest(self) -> tuple[int, int]:
        """Most seconds under one norm; of equal ones the smaller norm."""
        return max((seconds, -norm) for norm, seconds in self.norms.items())
