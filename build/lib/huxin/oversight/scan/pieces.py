"""Which seconds does each order add to a person's working time, and how long did he go on without a break?

Sorted by their beginning, an order adds only what lies after the latest end before it: the pieces are disjoint, their
sum is the union, each second belongs to the order that began first. One running maximum does it, without a second
window and without exploding intervals (docs/adr/0008).
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

DAY_S = 86_400


def whole(value: ir.Value) -> ir.IntegerColumn:
    """A sum or count as int64, null as 0: DuckDB sums to 128 bits, which Parquet has not."""
    return value.cast("!int64").fill_null(0)


def floor_div(value: ir.IntegerValue, by: ir.IntegerValue | int) -> ir.IntegerValue:
    """value // by for 0 ≤ value < 2^63, exact where the result is below 2^51.

    Engines divide in doubles, which do not hold every such value; so an exact multiple is divided, and rounded.
    """
    return ((value - value % by) / by).round().cast("int64")


def ceil_div(value: ir.IntegerValue, by: ir.IntegerValue | int) -> ir.IntegerValue:
    """-(-value // by) for value ≥ 0, exact."""
    return floor_div(value + by - 1, by)


def beside(rows: ir.Table, other: ir.Table, keys: Sequence[str]) -> ir.Table:
    """All rows, with the other table's columns where the keys are equal, else null."""
    renamed = other.rename({f"{key}_there": key for key in keys})
    both = rows.left_join(renamed, [(key, f"{key}_there") for key in keys])
    return both.drop(*(f"{key}_there" for key in keys))


def reached(orders: ir.Table, begin: str) -> ir.Table:
    """The rows with `reached_s`, the latest end of the person's orders that began earlier.

    The order of rows is total over everything that a piece hands on, so that engines agree on ties.
    """
    before = ibis.window(group_by="who", order_by=[begin, "stop_s", "post"], rows=(None, -1))
    return orders.mutate(reached_s=orders.stop_s.max().over(before))


def pieces(rows: ir.Table, begin: str = "accepted_s") -> ir.Table:
    """Rows of `reached` with `piece_s`: what the order adds, of it `today_s` on its own day, `later_s` on the next."""
    midnight = (rows.day.cast("int64") + 1) * DAY_S - rows.offset_s
    rows = rows.mutate(begin_s=begun(rows, begin), midnight_s=midnight)
    tomorrow_s = ibis.ifelse(rows.begin_s > rows.midnight_s, rows.begin_s, rows.midnight_s)
    rows = rows.mutate(
        piece_s=_length(rows.begin_s, rows.stop_s),
        later_s=ibis.ifelse(rows.stop_s > rows.midnight_s, _length(tomorrow_s, rows.stop_s), 0),
    )
    return rows.mutate(today_s=rows.piece_s - rows.later_s)


def begun(rows: ir.Table, begin: str) -> ir.IntegerValue:
    """Where the piece of each row begins. (Comparing costs engines less than asking for the greater of two.)"""
    return ibis.ifelse(rows.reached_s > rows[begin], rows.reached_s, rows[begin])


def _length(begin: ir.IntegerValue, end: ir.IntegerValue) -> ir.IntegerValue:
    """Seconds from begin to end, none for an order without an end."""
    return ibis.ifelse(end > begin, end - begin, 0)


def stretches(rows: ir.Table, begin: str, break_s: int) -> ir.Table:
    """From rows of `reached`: who, post, day, start and end of each stretch; `counted_s` is all time from start to end.

    A stretch begins where nothing was in hand for `break_s` seconds or more; it ends where all orders before the next
    beginning had ended.
    """
    starts = _starts(rows, begin, break_s).select("who", "post", "day", "reached_s", start_s=begin)
    ends = rows.group_by("who").agg(last_s=rows.stop_s.max())
    next_reached = starts.reached_s.lead().over(ibis.window(group_by="who", order_by="start_s"))
    found = starts.mutate(next_s=next_reached).join(ends, "who")
    found = found.select("who", "post", "day", "start_s", end_s=found.next_s.fill_null(found.last_s))
    return found.mutate(counted_s=found.end_s - found.start_s)


def worked_stretches(rows: ir.Table, begin: str, break_s: int) -> ir.Table:
    """The same, but `counted_s` leaves out the breaks that were too short to end the stretch."""
    by_time = {"group_by": "who", "order_by": [begin, "stop_s", "post"]}
    rows = rows.mutate(piece_s=_length(begun(rows, begin), rows.stop_s))
    rows = rows.mutate(done_s=whole(rows.piece_s.sum().over(ibis.window(rows=(None, -1), **by_time))))
    starts = _starts(rows, begin, break_s).select("who", "post", "day", "done_s", start_s=begin)
    ends = rows.group_by("who").agg(all_s=whole(rows.piece_s.sum()))
    next_done = starts.done_s.lead().over(ibis.window(group_by="who", order_by="start_s"))
    found = starts.mutate(next_s=next_done).join(ends, "who")
    counted = found.next_s.fill_null(found.all_s) - found.done_s
    return found.select("who", "post", "day", "start_s", counted_s=counted)


def _starts(rows: ir.Table, begin: str, break_s: int) -> ir.Table:
    idle = rows[begin] - rows.reached_s
    return rows.filter(rows.stop_s.notnull() & (rows.reached_s.isnull() | (idle >= break_s)))
