"""What would a careful programmer write without any library? The same rules in plain Python; the tests' oracle too.

Orders are sorted by person and beginning, then read once. Nothing is shared with the scan but the plan: the figures of
law by norm and day, the calendar, the levels.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from benchmarks.orders.plain import clocks, limits
from benchmarks.orders.plain.rows import DAY_S, DayOfJob, Finding, Law, Order, Sums
from huxin.oversight.scan.plan import Plan


def findings(orders: Iterable[Order], plan: Plan) -> list[Finding]:
    """All findings, in no particular order."""
    law = Law(plan)
    found: list[Finding] = []
    rows = sorted(orders, key=lambda o: (o[0], o[1], o[2] or 0, o[3]))
    for who, mine in groupby(rows, key=itemgetter(0)):
        found += _person(who, list(mine), law)
    return found


def _person(who: int, orders: Sequence[Order], law: Law) -> Iterator[Finding]:
    pieces = list(clocks.sweep((order.accepted_s, order) for order in orders))
    days = _days(pieces, law)
    weeks: dict[tuple[int, int], Sums] = defaultdict(Sums)
    for (day, job), one in days.items():
        _working_time(day, one, law)
        weeks[law.calendar[day]["monday"], job].take(day, one.added, one.longest, 0)
    months: dict[tuple[int, int], Sums] = defaultdict(Sums)
    for (day, job), one in days.items():
        monday = law.calendar[day]["monday"]
        rest_day_taken = day == monday + 6 and len(weeks[monday, job].days) == 7
        added = _monthly(day, one, rest_day_taken, law)
        months[law.calendar[day]["month"], job].take(day, added, one.longest, one.late_days, one.long_period)
    yield from limits.of_days(who, days, law)
    yield from limits.of_weeks(who, weeks, law)
    yield from limits.of_months(who, months, law)
    yield from clocks.of_person(who, orders, pieces, law)


def _days(pieces: Iterable[tuple[Order, int, int]], law: Law) -> dict[tuple[int, int], DayOfJob]:
    days: dict[tuple[int, int], DayOfJob] = defaultdict(DayOfJob)
    for order, start, end in pieces:
        job, norm = law.posts[order.post]
        midnight = (order.day + 1) * DAY_S - order.offset_s
        today, later = max(0, min(end, midnight) - start), max(0, end - max(start, midnight))
        one = days[order.day, job]
        one.norms[norm] += today
        one.added["time_s"] += today
        _money(order, one, today + later, law.figures[norm, order.day], law)
        if later:
            following = days[order.day + 1, job]
            following.norms[norm] += later
            following.added["time_s"] += later
    return days


def _money(order: Order, one: DayOfJob, paid_s: int, figures: dict[str, Any], law: Law) -> None:
    added = one.added
    earned = (order.pay_fen or 0) + order.subsidy_fen
    added["orders"] += 1
    added["begun"] += order.stop_s is not None
    added["unpriced"] += order.pay_fen is None
    added["paid_s"] += paid_s
    added["earned_fen"] += earned
    added["deduction_fen"] += order.deduction_fen
    if order.deduction_reason in ("late", "超时", "bad_review", "差评"):
        added["sanction_fen"] += order.deduction_fen
    if figures["minimum_wage_hourly"] is None:
        added["unrated_s"] += paid_s
    else:
        added["due_fs"] += paid_s * figures["minimum_wage_hourly"]
    if order.price_fen is not None and order.pay_fen is not None:
        added["fare_fen"] += order.price_fen
        added["fare_pay_fen"] += earned
        cap = figures["commission_cap"]
        if cap is not None and order.price_fen > 0:
            added["over_orders"] += (order.price_fen - earned) * 10_000 > order.price_fen * cap
    if figures["pay_span"] is not None:
        one.long_period = max(one.long_period, law.spans.get((figures["pay_span"], order.pay_period), 0))
    if figures["pay_due"] is not None and order.period_day is not None:
        due = dict(law.levels.cycles[figures["pay_due"]])[order.period_day]
        late = (law.levels.as_of if order.paid_day is None else order.paid_day) - due
        if late > 0:
            added["late_fen"] += earned - order.deduction_fen
            one.late_days = max(one.late_days, late)


def _working_time(day: int, one: DayOfJob, law: Law) -> None:
    figures, added = law.figures[-one.longest[1], day], one.added
    more = added["begun"] * (figures["allowance_per_order"] or 0)
    share = figures["allowance_share"] or 0
    added["worked_s"] = added["time_s"] + added["time_s"] * share // 10_000 + more
    added["wage_s"] = added["paid_s"] + added["paid_s"] * share // 10_000 + more
    added["due_fs"] += (added["wage_s"] - added["paid_s"]) * (figures["minimum_wage_hourly"] or 0)


def _monthly(day: int, one: DayOfJob, rest_day_taken: bool, law: Law) -> dict[str, int]:
    """What a day adds to its month, by the kind of the day."""
    added = dict(one.added)
    worked, figures = added["worked_s"], law.figures[-one.longest[1], day]
    if law.calendar[day]["holiday"]:
        return added | {
            "holiday_s": added.get("paid_s", 0),
            "holiday_fen": added.get("earned_fen", 0),
            "holiday_worked_s": worked,
        }
    added |= {"usual_s": added.get("paid_s", 0), "usual_fen": added.get("earned_fen", 0)}
    if rest_day_taken:
        return added | {"rest_day_s": worked}
    if figures["working_time_daily"] is not None:
        added["over_s"] = max(0, worked - figures["working_time_daily"])
    return added
