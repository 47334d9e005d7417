"""Why was too much kept back: of one order, of a month, by deductions?"""

from dataclasses import replace

from huxin.law.parameters import Law
from huxin.law.standards import charges
from huxin.law.standards.charges import Deduction, Fare, Reason
from huxin.law.standards.steps import Answer, Step, Verdict, stated
from huxin.law.units import Unit
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import OrderRow
from huxin.oversight.scan.tally import Tally
from huxin.oversight.scan.why import Why, earned, grounded

_REASONS = {word: reason for reason in Reason for word in (reason.value, reason.zh)}


def order_commission(tally: Tally) -> Why:
    """Each order of the month against the cap of its place and day."""
    days = tally.month()
    norm, law = tally.law_of(days)
    steps, held = [], 0
    for order in (order for day in days for order in day.orders):
        own = tally.law(order.norm, order.day)
        if (fare := _fare(order)) is None or fare.customer_fen <= 0 or own.get("commission.cap") is None:
            continue
        held += 1
        answer = charges.commission([fare], own)
        if answer.verdict is not Verdict.KEPT:
            what = f"订单{order.order_id}的抽成比例"
            steps.append(Step(what=what, value=answer.value, unit=answer.unit, rows=(order.key,), parts=answer.steps))
    over = Step(what="抽成超过上限的订单", value=len(steps), unit=Unit.CASES, parts=tuple(steps))
    cap = law.get("commission.cap")
    answer = Answer(
        what="单笔抽成", verdict=Verdict.BROKEN if steps else Verdict.KEPT, value=len(steps), unit=Unit.CASES,
        sentence=f"当月{held}单中有{len(steps)}单的抽成超过公布的上限。", steps=(over, *([stated(cap)] if cap else ())),
    )  # fmt: skip
    return Why(answer, len(steps), 0, None, norm, law)


def month_commission(tally: Tally) -> Why:
    """All orders of the month together against the cap."""
    days = tally.month()
    norm, law = tally.law_of(days)
    fares = [fare for day in days for order in day.orders if (fare := _fare(order))]
    answer = charges.commission(fares, law)
    kept, cap = answer.steps[2].value, answer.steps[3].value
    allowed = sum(fare.customer_fen for fare in fares) * cap // 10_000
    return Why(answer, answer.value, cap, kept - allowed, norm, law)


def _fare(order: OrderRow) -> Fare | None:
    """None where the price or the pay was not reported."""
    if order.price_fen is None or order.pay_fen is None:
        return None
    return Fare(order.price_fen, order.earned_fen, order.key)


def share(tally: Tally) -> Why:
    """All deductions of the month against their highest share of the pay."""
    norm, law, answer = _deductions(tally)
    got, taken = answer.steps[:2]
    allowed = got.value * law["deduction.cap"].value // 10_000
    return Why(answer, taken.value, allowed, taken.value - allowed, norm, law)


def sanctions(tally: Tally) -> Why:
    """Deductions of the month for lateness and reviews."""
    norm, law, answer = _deductions(tally)
    names = {f"{reason.zh}扣款" for reason in (Reason.LATE, Reason.BAD_REVIEW)}
    taken = sum(part.value for part in answer.steps[1].parts if part.what in names)
    return Why(replace(answer, value=taken), taken, 0, taken, norm, law)


def _deductions(tally: Tally) -> tuple[Norm, Law, Answer]:
    days = tally.month()
    norm, law = tally.law_of(days)
    taken = [
        Deduction(_REASONS.get(order.deduction_reason or "", Reason.OTHER), order.deduction_fen, order.key)
        for day in days for order in day.orders if order.deduction_fen
    ]  # fmt: skip
    got = earned("应得报酬", days)
    return norm, law, grounded(charges.deductions(got.value, taken, law), got)
