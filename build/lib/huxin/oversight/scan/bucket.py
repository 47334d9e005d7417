"""What does one bucket of orders come to: its findings, its worker-months, its sums? The whole chain, once."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huxin.oversight.scan.clocks import COMMON, PER_DAY, Way, by_day, count
from huxin.oversight.scan.engine import Engine
from huxin.oversight.scan.findings import found, law_columns, with_law
from huxin.oversight.scan.grain import (
    LAW_OF_DAYS,
    area_months,
    job_cycles,
    job_days,
    job_months,
    job_weeks,
    order_sums,
    worked_days,
)
from huxin.oversight.scan.pieces import beside, whole
from huxin.oversight.scan.plan import Shape
from huxin.oversight.scan.presence import extra_time
from huxin.oversight.scan.rules import DAY, MONTH, WEEK, column

_STRETCH = ("who", "job", "norm", "day", "start_s", "counted_s")


@dataclass(frozen=True)
class Small:
    """The small tables of a plan, as the engine reads them."""

    posts: ir.Table  # post, job, norm
    figures: ir.Table
    calendar: ir.Table
    spans: ir.Table


class Bucket:
    """The grain tables of one bucket; each is worked out once. Only the shape of a plan goes into the expressions."""

    def __init__(
        self, engine: Engine, orders: ir.Table, small: Small, shape: Shape, sessions: ir.Table | None = None
    ) -> None:
        self._hold, self._orders, self._small, self._shape = engine.hold, orders, small, shape
        self._sessions = sessions
        times = ("who", "post", "day", "offset_s", "accepted_s", "stop_s", "reached_s")
        self._rows = orders.select(*times, **self._picked(orders))
        self._sums = self._hold(order_sums(orders, shape.levels))
        self._common = self._hold(count(COMMON, self._rows, self._hold))
        self._days = self._hold(self._worked_days())
        self._weeks = self._hold(with_law(job_weeks(self._days, small.calendar), small.figures, WEEK))
        months = job_months(self._with_rest_days())
        self._months, self._of_months = self._hold(with_law(months, small.figures, MONTH)), months.columns

    def _picked(self, orders: ir.Table) -> dict[str, ir.Value]:
        """When the goods or the passenger were taken up, where a clock asks for it."""
        asked = any(way.begin == "picked_s" for _, ways in self._shape.ways for way in ways)
        return {"picked_s": orders.picked_up_s.fill_null(orders.accepted_s)} if asked else {}

    def tables(self) -> dict[str, ir.Table]:
        """findings, months, sums by job, area and month, and the totals; in numbers, `results` puts words to them."""
        return {
            "findings": self._findings(),
            "months": self._with_longest(self._months.select(*self._of_months)),
            "sums": area_months(self._sums, self._small.posts, self._small.calendar),
            "totals": self._totals(),
        }

    def _worked_days(self) -> ir.Table:
        rates = self._small.figures.select("norm", "day", "minimum_wage_hourly", "commission_cap", "pay_due")
        days = job_days(self._sums, self._small.posts, rates, self._shape.levels, self._extra())
        law = self._small.figures.select("norm", "day", *dict.fromkeys((*LAW_OF_DAYS, *law_columns(DAY))))
        return worked_days(days, law, self._small.calendar, self._shape.allowance)

    def _extra(self) -> ir.Table | None:
        """Required presence and long rests, where there are any that count."""
        if self._sessions is None or not self._shape.extra:
            return None
        small = self._small
        return extra_time(self._shape.extra, self._sessions, self._rows, small.posts, small.figures, self._hold)

    def _with_rest_days(self) -> ir.Table:
        """Days with `taken_rest_day`: the Sunday of a week in which class A worked on all seven days."""
        if not self._shape.rest_days:
            return self._days.mutate(taken_rest_day=ibis.literal(False))
        weeks = self._weeks.filter(self._weeks.days == 7).select(
            "who", "job", day=(self._weeks.monday + 6).cast("int32"), taken=ibis.literal(True)
        )
        days = beside(self._days, weeks, ["who", "job", "day"])
        return days.mutate(taken_rest_day=days.taken.fill_null(False))

    def _findings(self) -> ir.Table:
        grains = {DAY: self._days, WEEK: self._weeks, MONTH: self._months, **self._clocks()}
        if self._shape.long_periods:
            grains["pay.cycle"] = job_cycles(self._orders, self._months, vars(self._small))
        return found(grains)

    def _clocks(self) -> Mapping[str, ir.Table]:
        """The stretches of each clock that could be too long, where the order that began them has the clock."""
        parts: dict[str, list[ir.Table]] = {}
        for way in dict.fromkeys(way for _, ways in self._shape.ways for way in ways):
            codes = {code: ways.index(way) for code, ways in self._shape.ways if way in ways}
            long = self._long(way, tuple(codes))
            for code, n in codes.items():
                names = [column(f"{one}.{code}") for one in ("way", "verdict.clock")] + [column(f"clock.{code}.limit")]
                bound = long.filter(long[names[0]] == n)
                parts.setdefault(f"clock.{code}", []).append(bound.select(*_STRETCH, *names))
        return {name: ibis.union(*rows) if len(rows) > 1 else rows[0] for name, rows in parts.items()}

    def _long(self, way: Way, codes: tuple[str, ...]) -> ir.Table:
        """The stretches of a way that are too long for one of the clocks, with the law of the clocks."""
        rows = self._counted(way, codes)
        least = min(least for code, least in self._shape.shortest if code in codes and least is not None)
        rows = rows.filter(rows.counted_s > least).join(self._small.posts, "post")
        asked = [
            column(each.format(code)) for code in codes for each in ("way.{}", "verdict.clock.{}", "clock.{}.limit")
        ]
        return self._hold(rows.join(self._small.figures.select("norm", "day", *asked), ["norm", "day"]))

    def _counted(self, way: Way, codes: tuple[str, ...]) -> ir.Table:
        if way == COMMON:
            return self._common
        return by_day(self._sums) if way == PER_DAY else count(way, self._rows_of(codes), self._hold)

    def _rows_of(self, clocks: tuple[str, ...]) -> ir.Table:
        """All orders of the persons who have any order of a trade with one of the clocks."""
        figures = self._small.figures
        has = ibis.or_(*(figures[column(f"way.{code}")].notnull() for code in clocks))
        posts = self._small.posts.semi_join(figures.filter(has).select("norm").distinct(), "norm")
        return self._rows.semi_join(self._rows.semi_join(posts, "post").select("who").distinct(), "who")

    def _with_longest(self, months: ir.Table) -> ir.Table:
        """Worker-months with the longest stretch that began in them, over all platforms."""
        dated = self._common.join(self._small.calendar.select("day", "month"), "day")
        longest = dated.group_by("who", "month").agg(longest_stretch_s=dated.counted_s.max())
        both = beside(months, longest, ["who", "month"])
        return both.mutate(longest_stretch_s=whole(both.longest_stretch_s))

    def _totals(self) -> ir.Table:
        worked = self._sums.today_s + self._sums.later_s
        sums = self._sums.agg(
            workers=self._sums.who.nunique(),
            order_time_s=whole(self._sums.order_s.sum()),
            union_time_s=whole(worked.sum()),
        )
        return sums.cross_join(self._common.agg(longest_stretch_s=whole(self._common.counted_s.max())))
