"""Is an arbitral award final for the employer, item by item?"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from huxin.law.parameters import Law
from huxin.law.standards.steps import Answer, Step, Verdict, stated
from huxin.law.units import Unit, figure

_ITEMS = "法释〔2020〕26号第十九条：每项确定的数额均不超过当地月最低工资标准十二个月金额"
_MIXED = "法释〔2020〕26号第二十条：同一裁决兼有终局和非终局事项的，按非终局处理"
_STANDARDS = "劳动争议调解仲裁法第四十七条第二项：因执行国家劳动标准在工作时间、休息休假、社会保险等方面发生的争议"


class Claim(StrEnum):
    """The kinds of claim that the statute tells apart."""

    PAY = "pay"
    MEDICAL = "medical"
    COMPENSATION = "compensation"
    STANDARDS = "standards"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The word for people."""
        return _CLAIMS[self]


_CLAIMS = {
    "pay": "劳动报酬",
    "medical": "工伤医疗费",
    "compensation": "经济补偿或者赔偿金",
    "standards": "执行国家劳动标准",
    "other": "其他请求",
}


@dataclass(frozen=True, slots=True)
class AwardItem:
    """One item of an award; `fen` is what it grants (nothing for claims that are not for money)."""

    kind: Claim
    fen: int = 0
    row: str = ""


def threshold(law: Law) -> Step:
    """The most that an item may grant and still be final: so many monthly minimum wages of the place, in fen."""
    times, wage = law["final_award.multiple"], law["minimum_wage.monthly"]
    return Step(
        what="一裁终局的数额上限", value=times.value * wage.value, unit=Unit.FEN, parts=(stated(times), stated(wage))
    )


def final_award(items: Collection[AwardItem], law: Law) -> Answer:
    """Is the award final (调解仲裁法 47)? Value: 1 or 0; one item that is not makes the award not final."""
    limit = threshold(law)
    steps, final = [], True
    for item in items:
        by_sum = item.kind in (Claim.PAY, Claim.MEDICAL, Claim.COMPENSATION)
        ends = item.fen <= limit.value if by_sum else item.kind is Claim.STANDARDS
        article = _ITEMS if by_sum else _STANDARDS if item.kind is Claim.STANDARDS else ""
        said = "终局" if ends else "非终局"
        steps.append(
            Step(
                what=f"{item.kind.zh}：{said}", value=item.fen, unit=Unit.FEN, article=article,
                rows=(item.row,) if item.row else (),
            )
        )  # fmt: skip
        final = final and ends
    whole = Step(what="裁决", value=int(final), unit=Unit.ITEMS, article="" if final else _MIXED, parts=tuple(steps))
    each = f"数额上限{figure(limit.value, Unit.FEN)}（逐项比较）"
    said = (
        f"{each}，各项均未超过，裁决为终局裁决：劳动者不服可以起诉，用人单位只能申请撤销。"
        if final
        else f"{each}，有事项不属于终局，裁决按非终局处理，双方不服都可以起诉。"
    )
    return Answer(
        what="一裁终局", verdict=Verdict.COMPUTED, value=int(final), unit=Unit.ITEMS, sentence=said,
        steps=(limit, whole),
    )  # fmt: skip
