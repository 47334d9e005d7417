"""Why was it too little: by the hour, by the month, for overtime, on holidays, or too late?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from huxin.base.workdays import add_months
from huxin.law.parameters import Law, Parameter
from huxin.law.standards import arrears, pay
from huxin.law.standards.steps import Answer, Step, Verdict, stated
from huxin.law.units import Unit, figure
from huxin.oversight.scan.days import day_of, days_of
from huxin.oversight.scan.reading import OrderRow
from huxin.oversight.scan.tally import Gone, JobDay, Tally, seconds
from huxin.oversight.scan.why import Why, earned, grounded, income, keys, summed
from huxin.oversight.scan.why_hours import by_kind


def hourly(tally: Tally) -> Why:
    """The month's income against the hourly minimum of the places and days worked."""
    days = tally.month()
    norm, law = tally.law_of(days)
    got = income(days)
    times: dict[Parameter, list[Step]] = defaultdict(list)
    times[law["minimum_wage.hourly"]] = []  # also where nothing was worked and more was deducted than earned
    for day in days:
        for rate, step in rated(day):
            times[rate].append(step)
    answer = pay.minimum_wage_of_times(got.value, {rate: sum(s.value for s in found) for rate, found in times.items()})
    parts = [
        part
        for rate, found in times.items()
        if found
        for part in (summed(f"按{rate.words}计的工作时间", Unit.SECONDS, found), stated(rate))
    ]
    least = replace(answer.steps[1], parts=tuple(parts))
    return Why(grounded(answer, got, least), got.value, least.value, least.value - got.value, norm, law)


def rated(day: JobDay) -> Iterator[tuple[Parameter, Step]]:
    """The time that a day's orders are paid for, by the rate of their place; the allowance by that of the day."""
    for norm, spans in day.paid.items():
        if worked := seconds({norm: spans}):
            rate = day.law_of(norm, day.day)["minimum_wage.hourly"]
            rows = tuple(span.row for span in spans if span.length)
            yield rate, Step(what=f"{day.words}接单时间", value=worked, unit=Unit.SECONDS, rows=rows)
    present = list(day.demanded())
    for norm, step in present:
        yield day.law_of(norm, day.day)["minimum_wage.hourly"], replace(step, what=f"{day.words}{step.what}")
    paid = day.paid_time()
    extra = paid.value - seconds(day.paid) - sum(step.value for _, step in present)
    if extra and (own := day.law.get("minimum_wage.hourly")):
        parts = paid.parts[1 + len(present) :]
        yield own, Step(what=f"{day.words}宽放时间", value=extra, unit=Unit.SECONDS, parts=parts)


def monthly(tally: Tally) -> Why:
    """The month's pay of class A against the monthly minimum."""
    days = tally.month()
    norm, law = tally.law_of(days)
    got, rate = income(days), law["minimum_wage.monthly"]
    answer = pay.minimum_wage_monthly(got.value, law)
    return Why(grounded(answer, got), got.value, rate.value, rate.value - got.value, norm, law)


def overtime(tally: Tally) -> Why:
    """The month's pay against the monthly minimum and overtime at the least that it can cost."""
    days = tally.month()
    norm, law = tally.law_of(days)
    got, least = income(days), law["minimum_wage.monthly"]
    kinds = by_kind(tally, days)
    answer = pay.overtime_pay(
        least.value, law, workday_s=kinds["workday"].value, rest_day_s=kinds["rest_day"].value,
        holiday_s=kinds["holiday"].value, paid_fen=got.value - least.value,
    )  # fmt: skip
    owed = answer.steps[0]
    worked = tuple(step for step in kinds.values() if step.value)
    due = Step(
        what="按最低工资计，工资连同加班费至少应为", value=least.value + owed.value, unit=Unit.FEN,
        parts=(stated(least), replace(owed, parts=(*owed.parts, *worked))),
    )  # fmt: skip
    said = (
        f"即使正常工作时间的工资只有{least.words}，加上加班费也应有{figure(due.value, Unit.FEN)}，"
        f"实得{figure(got.value, Unit.FEN)}，至少少付{figure(answer.value, Unit.FEN)}。"
    )
    return Why(replace(answer, steps=(due, got), sentence=said), got.value, due.value, answer.value, norm, law)


def holiday(tally: Tally) -> Why:
    """Pay per hour on statutory holidays against that of other days, in one month."""
    days = tally.month()
    norm, law = tally.law_of(days)
    usual = [day for day in days if day.day not in tally.holidays]
    festive = [day for day in days if day.day in tally.holidays]
    usually, then = _paid("平时", usual), _paid("法定节假日", festive)
    answer = pay.holiday_pay(usually.value, usually.parts[0].value, then.value, then.parts[0].value, law)
    return Why(grounded(answer, usually, then), then.value, answer.steps[2].value, None, norm, law)


def _paid(when: str, days: list[JobDay]) -> Step:
    """What was earned by the orders of these days, the time that they took, and what was demanded besides."""
    times = [
        Step(what=f"{day.words}所接订单的接单时间", value=worked, unit=Unit.SECONDS, rows=keys(day.orders))
        for day in days
        if (worked := seconds(day.paid))
    ]
    times += [replace(step, what=f"{day.words}{step.what}") for day in days for _, step in day.demanded()]
    money = earned(f"{when}的报酬", days)
    return replace(money, parts=(summed(f"{when}的工作时间", Unit.SECONDS, times),))


def late(tally: Tally) -> Why:
    """Pay that came after its day, order by order put together by pay period and day of payment."""
    days = tally.month()
    norm, law = tally.law_of(days)
    groups: dict[tuple[date, int | None, Parameter], list[OrderRow]] = defaultdict(list)
    for day in days:
        for order in day.orders:
            if due := _due(tally, order):
                groups[(due[0], order.paid_day, due[1])].append(order)
    as_of = day_of(tally.as_of)
    found = []
    for (due_on, paid_day, cycle), orders in groups.items():
        fen = sum(order.earned_fen - order.deduction_fen for order in orders)
        paid_on = None if paid_day is None else day_of(paid_day)
        one = arrears.late_pay(due_on, paid_on, as_of, fen, rows=keys(orders))
        if one.value > 0:
            found.append((one, cycle))
    found.sort(key=lambda pair: -pair[0].value)
    short = sum(one.steps[0].value for one, _ in found)
    longest = max((one.value for one, _ in found), default=0)
    steps = tuple(
        Step(what=one.sentence, value=one.value, unit=Unit.DAYS, parts=(*one.steps, stated(cycle)))
        for one, cycle in found
    )
    answer = Answer(
        what="按时支付", verdict=Verdict.BROKEN if found else Verdict.KEPT, value=longest, unit=Unit.DAYS, steps=steps,
        sentence=f"{figure(short, Unit.FEN)}没有按时支付，最长迟{longest}天。" if found else "没有迟延。",
    )  # fmt: skip
    return Why(answer, longest, 0, short, norm, law)


def _due(tally: Tally, order: OrderRow) -> tuple[date, Parameter] | None:
    """The day on which an order's pay was due at the latest, and the figure that says so."""
    law = tally.law(order.norm, order.day)
    cycle = _cycle(law)
    if cycle is None or order.period_day is None or order.platform not in tally.paying:
        return None
    if cycle.code == "pay.cycle":
        return day_of(order.period_day + cycle.value), cycle
    return add_months(day_of(order.period_day), cycle.value), cycle


def _cycle(law: Law) -> Parameter | None:
    """How often must be paid: days go before months."""
    return law.get("pay.cycle") or law.get("pay.cycle_months")


def cycle(tally: Tally) -> Why:
    """The longest pay period of the month's orders that the law of their day and place does not allow."""
    days = tally.month()
    norm, law = tally.law_of(days)
    found: dict[tuple[int, int], tuple[int, Answer, list[OrderRow]]] = {}
    for order in (order for day in days for order in day.orders):
        bound, period = tally.law(order.norm, order.day), days_of(order.pay_period or "")
        limit = _cycle(bound)
        if period is None or limit is None:
            continue
        first, last = map(day_of, period)
        until = first + timedelta(days=limit.value) if limit.code == "pay.cycle" else add_months(first, limit.value)
        allowed, answer = (until - first).days, arrears.pay_cycle(first, last, bound)
        if answer.value > allowed:
            found.setdefault((answer.value, -allowed), (allowed, answer, []))[2].append(order)
    if not found:
        raise Gone
    allowed, answer, orders = found[max(found)]
    length = replace(answer.steps[0], rows=keys(orders))
    return Why(grounded(answer, length), answer.value, allowed, None, norm, law)
