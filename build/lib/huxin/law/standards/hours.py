"""How long did somebody work, and is that within the limits of a day, a week, a month?"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from huxin.law.parameters import Law, Parameter
from huxin.law.standards.articles import GUIDE
from huxin.law.standards.spans import Span, day_span, measure, pieces, within, without
from huxin.law.standards.steps import Answer, Step, Verdict, computed, judged, stated, total
from huxin.law.units import Unit, duration

_ORDERS = f"{GUIDE}第四条：同时接两单以上的不重复计算"
_REST = f"{GUIDE}第四条：订单内连续较长的休息可以扣除"
_PRESENCE = f"{GUIDE}第四条：企业要求的在线时间和线下管理计入"


def working_day(
    orders: Collection[Span], day: date, law: Law, *, presence: Collection[Span] = (), rests: Collection[Span] = ()
) -> Answer:
    """Working time of a day in seconds: union of orders and required presence, plus allowance time.

    `orders` run from starting to carry out a task to completing it, `presence` is time online or in meetings that
    the firm demands, `rests` are breaks within orders: they are taken off only where the parties have agreed from
    which length on (rest.long_break). Allowance time (allowance.share of the order time, rounded down to a second;
    allowance.per_order for each order begun on the day) is agreed too; not agreed, it counts as nothing.
    """
    midnight = day_span(day)
    today = within(orders, midnight.start, midnight.end)
    least = law.get("rest.long_break")
    long = [rest for rest in rests if least and rest.length >= least.value]
    engaged, counted = _less_rests(today, within(long, midnight.start, midnight.end), least)
    extra = without(within(presence, midnight.start, midnight.end), counted)
    begun = sum(midnight.start <= span.start < midnight.end for span in orders)
    allowance = _allowance(engaged.value, begun, law)
    steps = (engaged, *_presence(extra), *allowance)
    whole = Step(what="当日工作时间", value=total(steps), unit=Unit.SECONDS, parts=steps)
    notes = () if allowance else ("宽放时间尚未协商确定，没有计入。",)
    return computed("每日工作时间", f"{day.month}月{day.day}日工作时间为{whole.words}。", whole, notes=notes)


def day_of_firm(
    orders: Collection[Span], begun: int, law: Law, *, rests: Collection[Span] = (), presence: Collection[Step] = ()
) -> Step:
    """Working time of a day for one firm: `orders` are cut to the day and to what no earlier order of another covers.

    `begun` counts the orders that were begun on the day and ended, for the allowance by order. `rests` are the long
    rests that `orders` leave out already, `presence` the steps of `demanded`.
    """
    engaged = order_time(orders)
    if rests:
        least = law.get("rest.long_break")  # a rest may be another tie's, and the figure with it
        off = Step(
            what="订单内较长的休息（已扣除）", value=measure(rests), unit=Unit.SECONDS, article=_REST,
            rows=tuple(dict.fromkeys(rest.row for rest in rests)), parts=(stated(least),) if least else (),
        )  # fmt: skip
        engaged = replace(engaged, parts=(*engaged.parts, off))
    steps = (engaged, *presence, *_allowance(engaged.value, begun, law))
    return Step(what="当日工作时间", value=total(steps), unit=Unit.SECONDS, parts=steps)


def demanded(presence: Collection[Span], law: Law) -> Step:
    """Required presence of a day outside the orders, as far as the law counts it (presence.share; else as nothing)."""
    share = law.get("presence.share")
    value = measure(presence) * (share.value if share else 0) // 10_000
    return Step(
        what="企业要求在线或到场的时间", value=value, unit=Unit.SECONDS, article=_PRESENCE,
        rows=tuple(dict.fromkeys(span.row for span in presence)), parts=(stated(share),) if share else (),
    )  # fmt: skip


def order_time(orders: Collection[Span]) -> Step:
    """Time with at least one order in hand, in seconds, with the share of each order (the one begun first counts)."""
    parts = tuple(
        Step(what="计入的时间", value=piece.length, unit=Unit.SECONDS, rows=(piece.row,)) for piece in pieces(orders)
    )
    return Step(
        what=f"接单时间（{len(orders)}单，重叠的只计一次）", value=total(parts), unit=Unit.SECONDS, article=_ORDERS,
        rows=tuple(span.row for span in orders), parts=parts,
    )  # fmt: skip


def _less_rests(today: list[Span], long: list[Span], least: Parameter | None) -> tuple[Step, list[Span]]:
    """The order time without agreed long rests, and the time it covers."""
    whole = order_time(today)
    kept = without(today, long)
    if not least or measure(kept) == whole.value:
        return whole, kept
    off = Step(
        what="扣除订单内的较长休息", value=measure(kept) - whole.value, unit=Unit.SECONDS, article=_REST,
        rows=tuple(rest.row for rest in long), parts=(stated(least),),
    )  # fmt: skip
    step = Step(what="扣除较长休息后的接单时间", value=measure(kept), unit=Unit.SECONDS, parts=(whole, off))
    return step, kept


def _presence(extra: list[Span]) -> tuple[Step, ...]:
    """Required presence outside the orders, where there is any."""
    if not (seconds := measure(extra)):
        return ()
    rows = tuple(dict.fromkeys(span.row for span in extra))
    return (Step(what="企业要求在线或到场的时间", value=seconds, unit=Unit.SECONDS, rows=rows, article=_PRESENCE),)


def _allowance(order_s: int, begun: int, law: Law) -> tuple[Step, ...]:
    """Allowance time by the agreed figures, where there are any."""
    share, each = law.get("allowance.share"), law.get("allowance.per_order")
    steps = []
    if share:
        value = order_s * share.value // 10_000
        steps.append(Step(what="宽放时间（按接单时间）", value=value, unit=Unit.SECONDS, parts=(stated(share),)))
    if each:
        value = begun * each.value
        steps.append(Step(what=f"宽放时间（{begun}单）", value=value, unit=Unit.SECONDS, parts=(stated(each),)))
    return tuple(steps)


def daily_limit(worked_s: int, law: Law, *, special: bool = False) -> Answer:
    """Is a day's work within the day's limit, for class A with overtime (劳动法 41)? Value: seconds above the limit.

    `special`: overtime for special reasons, with the worker's health assured. Class B has a limit only where one
    has been agreed.
    """
    limit = law["working_time.daily"]
    over = max(0, worked_s - limit.value)
    more = law.get("overtime.daily_special" if special else "overtime.daily")
    allowed = limit.value + (more.value if more else 0)
    used = (limit, more) if more else (limit,)
    if worked_s > allowed:
        said = f"当日工作{duration(worked_s)}，超过最长{duration(allowed)}，多{duration(worked_s - allowed)}。"
    elif over:
        said = f"当日工作{duration(worked_s)}，其中{duration(over)}是延长工作时间，在限度以内，应付加班费。"
    else:
        said = f"当日工作{duration(worked_s)}，在{limit.words}以内。"
    worked = Step(what="当日工作时间", value=worked_s, unit=Unit.SECONDS)
    return Answer(
        what="每日工作时间上限", verdict=judged(worked_s <= allowed, *used), value=over, unit=Unit.SECONDS,
        sentence=said, steps=(worked, *map(stated, used)),
    )  # fmt: skip


def weekly_limit(worked_s: int, law: Law) -> Answer:
    """Is a week's work within the week's limit? Value: seconds above it, which are overtime for class A."""
    limit = law["working_time.weekly"]
    over = max(0, worked_s - limit.value)
    said = (
        f"一周工作{duration(worked_s)}，比{limit.words}多{duration(over)}，多出的部分是加班，计入每月上限并应付加班费。"
        if over
        else f"一周工作{duration(worked_s)}，在{limit.words}以内。"
    )
    worked = Step(what="一周工作时间", value=worked_s, unit=Unit.SECONDS)
    return Answer(
        what="每周工作时间上限", verdict=Verdict.CAUTION if over else Verdict.KEPT, value=over, unit=Unit.SECONDS,
        sentence=said, steps=(worked, stated(limit)),
    )  # fmt: skip


def monthly_overtime(overtime_s: int, law: Law) -> Answer:
    """Is a month's overtime within the limit (劳动法 41)? Value: seconds above it."""
    limit = law["overtime.monthly"]
    over = max(0, overtime_s - limit.value)
    said = f"当月加班{duration(overtime_s)}，" + (f"超过上限{duration(over)}。" if over else f"在{limit.words}以内。")
    worked = Step(what="当月加班时间", value=overtime_s, unit=Unit.SECONDS)
    return Answer(
        what="每月加班上限", verdict=judged(not over, limit), value=over, unit=Unit.SECONDS, sentence=said,
        steps=(worked, stated(limit)),
    )  # fmt: skip


def rest_days(worked_on: Collection[date], first: date, law: Law) -> Answer:
    """Were there enough days off in the seven days from `first`? Value: days off."""
    needed = law["rest_day.weekly"]
    week = [first + timedelta(days=n) for n in range(7)]
    free = [day for day in week if day not in worked_on]
    kept = len(free) >= needed.value
    compared = "符合" if kept else "少于"
    said = f"{first.month}月{first.day}日起的一周休息{len(free)}天，{compared}每周至少{needed.words}。"
    rows = tuple(day.isoformat() for day in week if day in worked_on)
    counted = Step(what="一周内休息的天数", value=len(free), unit=Unit.DAYS, rows=rows)
    return Answer(
        what="每周休息日", verdict=judged(kept, needed), value=len(free), unit=Unit.DAYS, sentence=said,
        steps=(counted, stated(needed)),
    )  # fmt: skip


def part_time(worked: Mapping[date, int], law: Law, *, on: Collection[date] | None = None) -> Answer:
    """Do the seconds worked per day of one week for one employer stay within part-time work (劳动合同法 68)?

    The day's limit holds on the average of the days worked: those with any seconds, or the days `on` which orders
    were carried out, where a day may have allowance time alone. Value: seconds of the week.
    """
    daily, weekly = law["part_time.daily"], law["part_time.weekly"]
    days = [day for day, seconds in worked.items() if (seconds if on is None else day in on)]
    week = sum(worked.values())
    kept = week <= weekly.value and week <= daily.value * len(days)
    steps = tuple(
        Step(what=f"{day.month}月{day.day}日", value=worked[day], unit=Unit.SECONDS, rows=(day.isoformat(),))
        for day in sorted(days)
    )
    over = f"超过平均每日{daily.words}或每周{weekly.words}，不能再按非全日制用工对待。"
    said = f"一周{len(days)}天共工作{duration(week)}，" + ("在非全日制的限度以内。" if kept else over)
    whole = Step(what="一周工作时间", value=week, unit=Unit.SECONDS, parts=steps)
    return Answer(
        what="非全日制工作时间", verdict=judged(kept, daily, weekly), value=week, unit=Unit.SECONDS, sentence=said,
        steps=(whole, stated(daily), stated(weekly)),
    )  # fmt: skip
