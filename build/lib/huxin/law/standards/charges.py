"""Was too much kept back from the pay, by commission or by deductions?"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from huxin.base.money import half_up
from huxin.law.parameters import Law
from huxin.law.standards.articles import IN_FULL
from huxin.law.standards.steps import Answer, Step, Verdict, judged, stated, total
from huxin.law.units import Unit, figure

_SHOWN = "交运发〔2021〕122号：每单显示乘客支付总额、驾驶员报酬和抽成比例"


@dataclass(frozen=True, slots=True)
class Fare:
    """What the customer paid for an order and what of it the worker got, in fen."""

    customer_fen: int
    pay_fen: int
    row: str = ""


class Reason(StrEnum):
    """Why something was deducted."""

    LATE = "late"
    BAD_REVIEW = "bad_review"
    COMPLAINT = "complaint"
    DAMAGE = "damage"
    EQUIPMENT = "equipment"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The word for people."""
        return _REASONS[self]


_REASONS = {
    "late": "超时", "bad_review": "差评", "complaint": "投诉", "damage": "货损", "equipment": "装备", "other": "其他",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deduction:
    """A sum taken off the pay, in fen."""

    reason: Reason
    fen: int
    row: str = ""


def commission(fares: Collection[Fare], law: Law) -> Answer:
    """Is the share kept back from the customers' payments within the platform's cap? One fare, or all of a month.

    (total - pay) / total ≤ cap, compared by multiplication. The cap is the platform's own, else the trade's. Value:
    the share in basis points, rounded half up; where customers paid nothing there is no share and the answer is a
    caution.
    """
    cap = law["commission.cap"]
    paid, got = sum(fare.customer_fen for fare in fares), sum(fare.pay_fen for fare in fares)
    rows = tuple(fare.row for fare in fares if fare.row)
    kept_back = paid - got
    steps = (
        Step(what="顾客支付", value=paid, unit=Unit.FEN, rows=rows),
        Step(what="劳动者报酬", value=got, unit=Unit.FEN, rows=rows),
        Step(what="抽成", value=kept_back, unit=Unit.FEN, article=_SHOWN),
        stated(cap),
    )
    if paid <= 0:
        said, share, verdict = "顾客没有支付，不能计算抽成比例。", 0, Verdict.CAUTION
    else:
        share = half_up(kept_back * 10_000, paid)
        kept = kept_back * 10_000 <= cap.value * paid
        verdict = judged(kept, cap)
        said = f"抽成{figure(kept_back, Unit.FEN)}，占{figure(share, Unit.BASIS_POINTS)}，" + (
            f"不超过{cap.words}。" if kept else f"超过公布的上限{cap.words}。"
        )
    return Answer(what="抽成比例", verdict=verdict, value=share, unit=Unit.BASIS_POINTS, sentence=said, steps=steps)


def deductions(earned_fen: int, taken: Collection[Deduction], law: Law) -> Answer:
    """What was deducted, for which reasons, and does a rule speak against it? Value: fen deducted.

    Deducting for lateness or reviews is a caution where a standard advises against it (deduction.sanction); the
    share of the pay is held against deduction.cap where one has been agreed.
    """
    advised, cap = law.get("deduction.sanction"), law.get("deduction.cap")
    parts = tuple(
        Step(
            what=f"{reason.zh}扣款", value=sum(one.fen for one in taken if one.reason is reason), unit=Unit.FEN,
            rows=tuple(one.row for one in taken if one.reason is reason and one.row),
        )
        for reason in Reason
        if any(one.reason is reason for one in taken)
    )  # fmt: skip
    whole = Step(what="扣款合计", value=total(parts), unit=Unit.FEN, article=IN_FULL, parts=parts)
    against = advised if any(one.reason in (Reason.LATE, Reason.BAD_REVIEW) for one in taken) else None
    over = cap if cap and whole.value * 10_000 > cap.value * earned_fen else None
    broken = [rule for rule in (against, over) if rule]
    said = f"应得{figure(earned_fen, Unit.FEN)}，扣款{figure(whole.value, Unit.FEN)}。"
    if against:
        said += "因超时或差评扣款，" + against.words + "。"
    if over:
        said += f"扣款超过报酬的{over.words}。"
    verdict = judged(False, *broken) if broken else Verdict.COMPUTED
    earned = Step(what="应得报酬", value=earned_fen, unit=Unit.FEN)
    return Answer(
        what="扣款", verdict=verdict, value=whole.value, unit=Unit.FEN, sentence=said,
        steps=(earned, whole, *map(stated, (rule for rule in (advised, cap) if rule))),
    )  # fmt: skip
