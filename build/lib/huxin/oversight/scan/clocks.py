"""How long did somebody go on by each clock that the law knows: without a break, within a day, within 24 hours?

A clock runs over all orders of a person, whichever platform they came from; it binds where the order that begins the
stretch is of a trade that has the clock. Every way gives rows of who, post, day, start_s, counted_s.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huxin.law.catalogue import Counts
from huxin.law.standards.rest import ClockRule, Reset
from huxin.oversight.scan.days import BREAK_S
from huxin.oversight.scan.grain import order_times
from huxin.oversight.scan.pieces import (
    DAY_S,
    begun,
    pieces,
    reached,
    stretches,
    whole,
    worked_stretches,
)

POSTS = 1 << 20
_LATEST = 1 << 32  # moments fit below it until 2106


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """How a clock is counted: from which moment of an order, when it goes back to zero, after which break."""

    begin: str
    reset: int
    break_s: int

    @classmethod
    def of(cls, rule: ClockRule) -> "Way":
        """The way of a rule of law."""
        begin = "picked_s" if rule.counts is Counts.BILLED else "accepted_s"
        return cls(begin, rule.reset, rule.pause.value if rule.pause else 0)


PER_DAY = Way("accepted_s", Reset.DAY, 0)
COMMON = Way("accepted_s", Reset.ELAPSED, BREAK_S)  # this one is always counted: `longest_stretch_s` tells it


def count(way: Way, rows: ir.Table, hold: Callable[[ir.Table], ir.Table]) -> ir.Table:
    """The stretches of a way; `rows` are those of `reached` by acceptance."""
    if way.begin != "accepted_s":
        rows = hold(reached(rows.drop("reached_s").filter(rows.stop_s > rows[way.begin]), way.begin))
    if way.reset == Reset.DAY:
        return by_day(order_times(pieces(rows, way.begin)))
    if way.reset == Reset.ROLLING_DAY:
        return _fullest_day(rows, way.begin, hold)
    counted = stretches if way.reset == Reset.ELAPSED else worked_stretches
    return counted(rows, way.begin, way.break_s).select("who", "post", "day", "start_s", "counted_s")


def by_day(times: ir.Table) -> ir.Table:
    """From sums of `order_times`: each day of a person, all his orders together; the post is that of most time."""
    own = times.filter(times.today_s > 0).select("who", "day", "post", s=times.today_s)
    after = times.filter(times.later_s > 0).select("who", "post", day=(times.day + 1).cast("int32"), s=times.later_s)
    posts = own.union(after.select(own.columns)).group_by("who", "day", "post").agg(s=whole(ibis._.s.sum()))
    posts = posts.mutate(packed=posts.s * POSTS + (POSTS - 1 - posts.post))
    days = posts.group_by("who", "day").agg(counted_s=whole(posts.s.sum()), packed=posts.packed.max())
    post = (POSTS - 1 - days.packed % POSTS).cast("int32")
    return days.select("who", "day", "counted_s", post=post, start_s=ibis.null("int64"))


def _fullest_day(rows: ir.Table, begin: str, hold: Callable[[ir.Table], ir.Table]) -> ir.Table:
    """Of each person the 24 hours with most work, the earliest of several.

    Pieces are disjoint, so of those in a window only the one at its open end can reach beyond it. The fullest window
    begins with the beginning of a piece or ends with the end of one.
    """
    rows = rows.mutate(from_s=begun(rows, begin))
    rows = hold(rows.filter(rows.stop_s > rows.from_s).select("who", "post", "day", "from_s", "stop_s"))
    rows = rows.mutate(length_s=rows.stop_s - rows.from_s)
    ahead = ibis.window(group_by="who", order_by="from_s", range=(0, DAY_S - 1))
    behind = ibis.window(group_by="who", order_by="stop_s", range=(-(DAY_S - 1), 0))
    late = ibis.greatest(rows.stop_s.max().over(ahead) - rows.from_s - DAY_S, 0)
    early = ibis.greatest(rows.stop_s - DAY_S - rows.from_s.min().over(behind), 0)
    one = rows.select("who", "post", "day", start_s="from_s", counted_s=whole(rows.length_s.sum().over(ahead)) - late)
    other = rows.select(
        "who", "post", "day", start_s=rows.stop_s - DAY_S, counted_s=whole(rows.length_s.sum().over(behind)) - early
    )
    both = one.union(other)
    both = both.mutate(packed=both.counted_s * _LATEST + (_LATEST - 1 - both.start_s))
    best = both.group_by("who").agg(packed=both.packed.max())
    found = both.semi_join(best, ["who", "packed"]).group_by("who", "start_s", "counted_s")
    return found.agg(post=ibis._.post.min(), day=ibis._.day.min())
