"""What do required presence and long rests add to the orders' working time, or take from it?

Presence counts outside the orders, a rest inside them; both are cut into disjoint pieces as orders are, and laid over
the orders' pieces of the same person. Each second counts once: of an order, less a long rest; else of presence.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huxin.oversight.scan.pieces import DAY_S, begun, floor_div, reached, whole
from huxin.oversight.scan.sessions import COLUMNS, PRESENCE, REST

_CUT = ("who", "post", "day", "midnight_s", "begin_s", "stop_s")
# Two spans of at most 24 hours that share a second were begun at most so many days apart, each by its own clock.
_APART = 3


@dataclass(frozen=True, slots=True)
class Extra:
    """Which sessions count here at all: is presence counted, are long rests taken off?"""

    presence: bool
    rests: bool

    def __bool__(self) -> bool:
        return self.presence or self.rests


def extra_time(
    extra: Extra,
    sessions: ir.Table,
    orders: ir.Table,
    posts: ir.Table,
    figures: ir.Table,
    hold: Callable[[ir.Table], ir.Table],
) -> ir.Table:
    """Rows of who, post, day, time_s, paid_s and presence_s to be added to the orders' own; a rest is negative.

    `orders` are laid down with `reached_s`, `sessions` by `sessions.COLUMNS`. Presence is paid on the day on which it
    lies, a rest is taken from the day of its order.
    """
    mine = orders.semi_join(sessions.select("who").distinct(), "who")
    pieces = hold(_cut(mine))
    law = {"posts": posts, "figures": figures}
    parts, rested = [], None
    if extra.rests:
        rested = hold(_shared(pieces, hold(_cut(reached(_long(sessions, **law), "accepted_s")))))
        parts.append(_less(rested))
    if extra.presence:
        spans = sessions.filter(sessions.kind == PRESENCE).select(*COLUMNS)
        present = hold(_cut(reached(spans, "accepted_s")))
        parts.append(_present(present, pieces, rested, **law))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _cut(rows: ir.Table) -> ir.Table:
    """The pieces of rows with `reached_s` that have any length."""
    midnight = (rows.day.cast("int64") + 1) * DAY_S - rows.offset_s
    rows = rows.filter(rows.stop_s.notnull()).mutate(begin_s=begun(rows, "accepted_s"), midnight_s=midnight)
    return rows.filter(rows.stop_s > rows.begin_s).select(*_CUT)


def _long(sessions: ir.Table, posts: ir.Table, figures: ir.Table) -> ir.Table:
    """The rests that are long enough to be taken off, where the parties agreed from which length on."""
    rests = sessions.filter(sessions.kind == REST).join(posts, "post")
    rests = rests.join(figures.select("norm", "day", "rest_long_break"), ["norm", "day"])
    return rests.filter(rests.stop_s - rests.accepted_s >= rests.rest_long_break).select(*COLUMNS)


def _shared(rows: ir.Table, other: ir.Table) -> ir.Table:
    """Of pieces that part which other pieces of the same person cover, piece by piece."""
    other = other.select("who", at="day", other_begin_s="begin_s", other_stop_s="stop_s")
    near = ibis.union(*(rows.mutate(at=(rows.day + n).cast("int32")) for n in range(-_APART, _APART + 1)))
    both = near.join(other, ["who", "at"])
    both = both.mutate(
        begin_s=ibis.greatest(both.begin_s, both.other_begin_s), stop_s=ibis.least(both.stop_s, both.other_stop_s)
    )
    return both.filter(both.stop_s > both.begin_s).select(*_CUT)


def _seconds(rows: ir.Table) -> ir.Table:
    """The seconds of pieces on their own day and on the next."""
    today = ibis.greatest(ibis.least(rows.stop_s, rows.midnight_s) - rows.begin_s, 0)
    later = ibis.greatest(rows.stop_s - ibis.greatest(rows.begin_s, rows.midnight_s), 0)
    return rows.select("who", "post", "day", today_s=today, later_s=later)


def _less(rested: ir.Table) -> ir.Table:
    """Rests as negative time: on the day on which they lie, of the pay of their order's day."""
    rows, none = _seconds(rested), ibis.literal(0, "int64")
    own = rows.select(
        "who", "post", "day", time_s=-rows.today_s, paid_s=-(rows.today_s + rows.later_s), presence_s=none
    )
    after = rows.filter(rows.later_s > 0)
    after = after.select(
        "who", "post", day=(after.day + 1).cast("int32"), time_s=-after.later_s, paid_s=none, presence_s=none
    )
    rows = own.union(after.select(own.columns))
    return rows.group_by("who", "post", "day").agg(
        time_s=whole(rows.time_s.sum()), paid_s=whole(rows.paid_s.sum()), presence_s=none
    )


def _present(
    present: ir.Table, pieces: ir.Table, rested: ir.Table | None, posts: ir.Table, figures: ir.Table
) -> ir.Table:
    """Presence outside the orders, and inside them while a long rest was taken; counted by the share of the law."""
    counted = [(present, 1), (_shared(present, pieces), -1)]
    if rested is not None:
        counted.append((_shared(present, rested), 1))
    parts = []
    for rows, sign in counted:
        seconds = _seconds(rows)
        parts.append(seconds.select("who", "post", "day", s=seconds.today_s * sign))
        after = seconds.filter(seconds.later_s > 0)
        parts.append(after.select("who", "post", day=(after.day + 1).cast("int32"), s=after.later_s * sign))
    rows = ibis.union(*parts)
    rows = rows.group_by("who", "post", "day").agg(s=whole(rows.s.sum()))
    rows = rows.join(posts, "post").join(figures.select("norm", "day", "presence_share"), ["norm", "day"])
    share = floor_div(rows.s * rows.presence_share.fill_null(0), 10_000)
    found = rows.select("who", "post", "day", time_s=share, paid_s=share, presence_s=share)
    return found.filter(found.presence_s > 0)
