"""What do the orders add up to: per worker, job and day, then week and month?

Sums of orders come first, at (who, day, post), in one pass: the latest end before each order is laid down with it.
What an order works after midnight belongs to the next day for hours, and to the order's own day for pay: time and
money of an order are never parted.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huxin.law.standards.charges import Reason
from huxin.oversight.scan.pieces import beside, floor_div, pieces, whole

DAYS = 1 << 20  # longer pay periods count as so long
NORMS = 1 << 20  # places × trades × relations: the number of a norm rides behind the time in one whole number
_SANCTIONS = [word for reason in (Reason.LATE, Reason.BAD_REVIEW) for word in (reason.value, reason.zh)]
_ASKED = ("who", "post", "day", "offset_s", "accepted_s", "stop_s", "reached_s", "period_day", "paid_day", "price_fen",
          "pay_fen", "subsidy_fen", "tip_fen", "deduction_fen", "deduction_reason")  # fmt: skip
_SUMS = ("orders", "begun", "unpriced", "order_s", "earned_fen", "tip_fen", "deduction_fen", "sanction_fen", "fare_fen",
         "fare_pay_fen")  # fmt: skip
LAW_OF_DAYS = ("working_time_daily", "allowance_share", "allowance_per_order", "minimum_wage_hourly")
_CHOSEN = ("over_orders", "late_fen", "late_days")


@dataclass(frozen=True)
class Levels:
    """The distinct figures that single orders are held against: commission caps, and the days on which pay is due.

    An order is held against each of them; which one counts is chosen later, where place and day are known.
    """

    caps: tuple[int, ...]
    cycles: tuple[tuple[tuple[int, int], ...], ...]  # per length of cycle: last day of a pay period, day it is due
    as_of: int  # the last day that the data can speak about; 0 where there are no cycles

    def chosen(self, rows: ir.Table) -> dict[str, ir.Value]:
        """The sums by the level that the figures `commission_cap` and `pay_due` of the row name."""
        caps = [(rows.commission_cap == cap, rows[f"over_{n}"]) for n, cap in enumerate(self.caps)]
        fen = [(rows.pay_due == n, rows[f"late_fen_{n}"]) for n in range(len(self.cycles))]
        days = [(rows.pay_due == n, rows[f"late_days_{n}"]) for n in range(len(self.cycles))]
        return {name: _case(ways) for name, ways in zip(_CHOSEN, (caps, fen, days), strict=True)}


def _case(ways: list[tuple[ir.BooleanValue, ir.Value]]) -> ir.Value:
    return ibis.cases(*ways, else_=0) if ways else ibis.literal(0, "int64")


def order_times(rows: ir.Table) -> ir.Table:
    """Rows of `pieces` added up by who, day and post."""
    return _added(rows, {"today_s": rows.today_s.sum(), "later_s": rows.later_s.sum()})


def _added(rows: ir.Table, sums: dict[str, ir.Value]) -> ir.Table:
    return rows.group_by("who", "day", "post").agg(**{name: whole(value) for name, value in sums.items()})


def order_sums(rows: ir.Table, levels: Levels) -> ir.Table:
    """Laid-down orders added up by who, day and post: their pieces and their money.

    What counts of an order is chosen row by row before it is added up: engines take that faster than sums with filters.
    """
    rows = pieces(rows.select(*_ASKED))
    rows = rows.mutate(earned_fen=rows.pay_fen.fill_null(0) + rows.subsidy_fen)
    priced = rows.price_fen.notnull() & rows.pay_fen.notnull()
    kept = ibis.ifelse(priced & (rows.price_fen > 0), (rows.price_fen - rows.earned_fen) * 10_000, ibis.null("int64"))
    rows = rows.mutate(
        order_s=rows.stop_s - rows.accepted_s,
        sanction_fen=ibis.ifelse(rows.deduction_reason.isin(_SANCTIONS), rows.deduction_fen, 0),
        fare_fen=ibis.ifelse(priced, rows.price_fen, 0),
        fare_pay_fen=ibis.ifelse(priced, rows.earned_fen, 0),
        due_fen=rows.earned_fen - rows.deduction_fen,
        kept=kept,
        **{f"late_{n}": _late(rows, due, levels.as_of) for n, due in enumerate(levels.cycles)},
    )
    names = ("order_s", "earned_fen", "tip_fen", "deduction_fen", "sanction_fen", "fare_fen", "fare_pay_fen")
    sums = {
        "today_s": rows.today_s.sum(),
        "later_s": rows.later_s.sum(),
        "begun": rows.stop_s.count(),
        "orders": rows.count(),
        "unpriced": rows.count() - rows.pay_fen.count(),
        **{name: rows[name].sum() for name in names},
    }
    for n, cap in enumerate(levels.caps):
        sums[f"over_{n}"] = (rows.kept > rows.price_fen * cap).sum()
    for n in range(len(levels.cycles)):
        late = rows[f"late_{n}"]
        sums[f"late_fen_{n}"] = ibis.ifelse(late > 0, rows.due_fen, 0).sum()
        sums[f"late_days_{n}"] = ibis.ifelse(late > 0, late, 0).max()
    return _added(rows, sums)


def _late(rows: ir.Table, due: tuple[tuple[int, int], ...], as_of: int) -> ir.IntegerValue:
    """Days from the day on which an order's pay was due to the day on which it came; null where nothing is due."""
    due_day = rows.period_day.cases(*due) if due else ibis.null("int64")
    return rows.paid_day.fill_null(as_of) - due_day


def job_days(
    sums: ir.Table, posts: ir.Table, rates: ir.Table, levels: Levels, extra: ir.Table | None = None
) -> ir.Table:
    """One row a who, day and job: time of the day, time paid by the day, money, and the norm most worked under.

    `extra` (of `presence.extra_time`) goes into both times; `presence_s` is what of them is no order time. What is
    worked after midnight goes only through the few columns of time; the many of money are added up once.
    """
    times, money = _job_times(sums, posts, extra), _job_money(sums, posts, rates, levels, extra)
    found = beside(times, money, ["who", "day", "job"])
    added = {name: found[name].fill_null(0) for name in money.columns if name not in ("who", "day", "job")}
    none = {} if extra is not None else {"presence_s": ibis.literal(0, "int64")}
    return found.mutate(**added, **none, norm=norm_of(found.packed))


def _job_times(sums: ir.Table, posts: ir.Table, extra: ir.Table | None) -> ir.Table:
    """time_s by who, day and job; `packed` has the norm of most time."""
    night = sums.filter(sums.later_s > 0)
    own = sums.select("who", "post", "day", time_s=sums.today_s)
    after = night.select("who", "post", day=(night.day + 1).cast("int32"), time_s=night.later_s)
    parts = [own, after] if extra is None else [own, after, extra.select(own.columns)]
    rows = ibis.union(*parts).join(posts, "post")
    there = rows.group_by("who", "day", "job", "norm").agg(time_s=whole(rows.time_s.sum()))
    there = there.mutate(packed=there.time_s * NORMS + (NORMS - 1 - there.norm))
    return there.group_by("who", "day", "job").agg(time_s=whole(there.time_s.sum()), packed=whole(there.packed.max()))


def _job_money(sums: ir.Table, posts: ir.Table, rates: ir.Table, levels: Levels, extra: ir.Table | None) -> ir.Table:
    """Time and money by who, job and the day on which orders were accepted, as the law of each post has it."""
    money = [name for name in sums.columns if name not in ("who", "day", "post", "today_s", "later_s")]
    rows = sums.select("who", "post", "day", *money, paid_s=sums.today_s + sums.later_s)
    if extra is not None:
        none = {name: ibis.literal(0, "int64") for name in money}
        rows = rows.mutate(presence_s=ibis.literal(0, "int64"))
        rows = rows.union(extra.mutate(**none).select(rows.columns))
    rows = beside(rows.join(posts, "post"), rates, ["norm", "day"])
    rate = rows.minimum_wage_hourly
    rows = rows.mutate(
        due_fs=rows.paid_s * rate.fill_null(0),
        unrated_s=ibis.ifelse(rate.isnull(), rows.paid_s, 0),
        **levels.chosen(rows),
    )
    added = ["paid_s", *_SUMS, "due_fs", "unrated_s", "over_orders", "late_fen"]
    added += [] if extra is None else ["presence_s"]
    return rows.group_by("who", "day", "job").agg(
        **{name: whole(rows[name].sum()) for name in added}, late_days=whole(rows.late_days.max())
    )


def norm_of(packed: ir.IntegerColumn) -> ir.IntegerValue:
    """The norm under which most time was worked; of equally many seconds the first."""
    return (NORMS - 1 - packed % NORMS).cast("int32")


def worked_days(days: ir.Table, law: ir.Table, calendar: ir.Table, allowance: bool) -> ir.Table:
    """`job_days` with working time: allowance added where one is agreed; week, month and kind of the day.

    `law` has the figures `LAW_OF_DAYS` by norm and day, and what the rules of days ask for.
    """
    rows = beside(days, law, ["norm", "day"]).join(calendar, "day")
    if not allowance:
        return rows.mutate(worked_s=rows.time_s, wage_s=rows.paid_s)
    more = rows.begun * rows.allowance_per_order.fill_null(0)
    share = rows.allowance_share.fill_null(0)
    rows = rows.mutate(
        worked_s=rows.time_s + floor_div((rows.time_s - rows.presence_s) * share, 10_000) + more,
        wage_s=rows.paid_s + floor_div((rows.paid_s - rows.presence_s) * share, 10_000) + more,
    )
    return rows.mutate(due_fs=rows.due_fs + (rows.wage_s - rows.paid_s) * rows.minimum_wage_hourly.fill_null(0))


def job_weeks(days: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row a who, job and week: working time, days on which anything was worked."""
    found = days.group_by("who", "job", "monday").agg(
        worked_s=whole(days.worked_s.sum()),
        days=whole((days.time_s > 0).sum()),
        first_day=days.day.min(),
        packed=whole(days.packed.max()),
    )
    weeks = calendar.select("monday", "whole_week").distinct()
    return found.mutate(norm=norm_of(found.packed)).join(weeks, "monday")


def job_months(days: ir.Table) -> ir.Table:
    """One row a who, job and month: all that slips, statistics and rules of pay ask for.

    `over_s` is overtime on ordinary days, beyond the hours of a day; work on a statutory holiday or on a rest day
    that was not given stands apart. `days` has `taken_rest_day`.
    """
    ordinary = ~days.holiday
    summed = ("time_s", "presence_s", *_SUMS, "wage_s", "due_fs", "unrated_s", "over_orders", "late_fen")
    beyond = ibis.greatest(days.worked_s - days.working_time_daily, 0)
    found = days.group_by("who", "job", "month").agg(
        **{name: whole(days[name].sum()) for name in summed},
        days=whole((days.time_s > 0).sum()),
        holiday_s=whole(days.paid_s.sum(where=days.holiday)),
        holiday_fen=whole(days.earned_fen.sum(where=days.holiday)),
        usual_s=whole(days.paid_s.sum(where=ordinary)),
        usual_fen=whole(days.earned_fen.sum(where=ordinary)),
        holiday_worked_s=whole(days.worked_s.sum(where=days.holiday)),
        over_s=whole(beyond.sum(where=ordinary & ~days.taken_rest_day)),
        rest_day_s=whole(days.worked_s.sum(where=ordinary & days.taken_rest_day)),
        late_days=whole(days.late_days.max()),
        first_day=days.day.min(),
        packed=whole(days.packed.max()),
    )
    return found.mutate(norm=norm_of(found.packed), income_fen=found.earned_fen - found.deduction_fen)


def packed_days(days: int, allowed: int) -> int:
    """A length and what is allowed in one number: the greatest is the longest, of equals with the least allowed."""
    return min(days, DAYS - 1) * DAYS + (DAYS - 1 - min(allowed, DAYS - 1))


def job_cycles(orders: ir.Table, months: ir.Table, small: dict[str, ir.Table]) -> ir.Table:
    """The rows of `job_months` in which an order belongs to a pay period that is too long; the longest of each.

    `small` has posts, figures, calendar and spans. Which cycle binds is asked for the order's own day and place.
    """
    rows = orders.filter(orders.pay_period.notnull()).select("who", "post", "day", "pay_period").distinct()
    rows = rows.join(small["posts"], "post").join(small["calendar"].select("day", "month"), "day")
    rows = rows.join(small["figures"].select("norm", "day", "pay_span"), ["norm", "day"])
    rows = rows.join(small["spans"], ["pay_span", "pay_period"])
    longest = rows.group_by("who", "job", "month").agg(longest=rows.packed.max())
    found = months.join(longest, ["who", "job", "month"])
    allowed = DAYS - 1 - found.longest % DAYS
    return found.mutate(period_days=floor_div(found.longest, DAYS), allowed_days=allowed.cast("int64"))


def area_months(sums: ir.Table, posts: ir.Table, calendar: ir.Table) -> ir.Table:
    """Sums by job, place of work and month of the order; each worker is counted where he worked."""
    rows = sums.join(posts, "post").join(calendar.select("day", "month"), "day")
    rows = rows.mutate(union_s=rows.today_s + rows.later_s)
    names = ("union_s", *_SUMS)
    each = rows.group_by("who", "job", "norm", "month").agg(**{name: whole(rows[name].sum()) for name in names})
    return each.group_by("job", "norm", "month").agg(
        workers=each.count(), **{name: whole(each[name].sum()) for name in names}
    )
