"""What is still owed, since when, and what follows from it?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huxin.base.chinese import spoken_date
from huxin.base.money import half_up
from huxin.base.workdays import add_months
from huxin.law.parameters import Law
from huxin.law.standards.articles import IN_FULL
from huxin.law.standards.steps import Answer, Step, Verdict, judged, stated, total
from huxin.law.units import Unit, figure


@dataclass(frozen=True, slots=True)
class Item:
    """Part of what was earned: so many orders, hours or months at a price, in fen (300 parcels at 110 fen, 37.5 hours
    at 1800 fen); of a quantity two places count."""

    what: str
    quantity: int | Decimal
    price_fen: int
    row: str = ""


def unpaid(items: Collection[Item], paid_fen: int, *, lawful_deductions_fen: int = 0) -> Answer:
    """How much pay is still owed? Value: fen, never negative."""
    parts = tuple(
        Step(
            what=f"{item.what}（{item.quantity}×{figure(item.price_fen, Unit.FEN)}）",
            value=half_up(int(item.quantity * 100) * item.price_fen, 100), unit=Unit.FEN,
            rows=(item.row,) if item.row else (),
        )
        for item in items
    )  # fmt: skip
    earned = Step(what="应得报酬", value=total(parts), unit=Unit.FEN, parts=parts)
    taken = Step(what="依法依约扣除", value=lawful_deductions_fen, unit=Unit.FEN)
    paid = Step(what="已经支付", value=paid_fen, unit=Unit.FEN)
    owed = max(0, earned.value - lawful_deductions_fen - paid_fen)
    result = Step(what="尚欠报酬", value=owed, unit=Unit.FEN, article=IN_FULL, parts=(earned, taken, paid))
    said = f"应得{figure(earned.value, Unit.FEN)}，已付{figure(paid_fen, Unit.FEN)}"
    if lawful_deductions_fen:
        said += f"，依法依约扣除{figure(lawful_deductions_fen, Unit.FEN)}"
    said += f"，尚欠{figure(owed, Unit.FEN)}。" if owed else "，没有拖欠。"
    return Answer(
        what="拖欠报酬", verdict=Verdict.BROKEN if owed else Verdict.KEPT, value=owed, unit=Unit.FEN, sentence=said,
        steps=(result,),
    )  # fmt: skip


def extra_compensation(unpaid_fen: int, law: Law) -> Answer:
    """How much may be ordered on top where pay stays unpaid after an order to correct? Value: the most, in fen."""
    low, high = law["extra_compensation.min"], law["extra_compensation.max"]
    least, most = (half_up(unpaid_fen * one.value, 10_000) for one in (low, high))
    owed = Step(what="逾期未付的报酬", value=unpaid_fen, unit=Unit.FEN)
    steps = (
        Step(what="加付赔偿金下限", value=least, unit=Unit.FEN, parts=(owed, stated(low))),
        Step(what="加付赔偿金上限", value=most, unit=Unit.FEN, parts=(owed, stated(high))),
    )
    said = f"责令限期支付后逾期不付的，可责令加付{figure(least, Unit.FEN)}至{figure(most, Unit.FEN)}的赔偿金。"
    return Answer(what="加付赔偿金", verdict=Verdict.COMPUTED, value=most, unit=Unit.FEN, sentence=said, steps=steps)


def late_pay(due_on: date, paid_on: date | None, as_of: date, fen: int, *, rows: Collection[str] = ()) -> Answer:
    """Was the pay of a period there on its agreed day? Value: calendar days late, up to payment or to `as_of`."""
    days = max(0, ((paid_on or as_of) - due_on).days)
    when = f"{spoken_date(paid_on)}支付" if paid_on else f"到{spoken_date(as_of)}仍未支付"
    said = f"{figure(fen, Unit.FEN)}应于{spoken_date(due_on)}支付，{when}，" + (
        f"迟{days}天。" if days else "没有迟延。"
    )
    owed = Step(what="应付报酬", value=fen, unit=Unit.FEN, rows=tuple(rows))
    late = Step(what="迟延天数", value=days, unit=Unit.DAYS, article=IN_FULL)
    return Answer(
        what="按时支付", verdict=Verdict.BROKEN if days else Verdict.KEPT, value=days, unit=Unit.DAYS, sentence=said,
        steps=(owed, late),
    )  # fmt: skip


def pay_cycle(first: date, last: date, law: Law) -> Answer:
    """Is the period that one payment covers (both days included) no longer than the law allows? Value: its days.

    The limit is pay.cycle in days (part-time work: 15), else pay.cycle_months.
    """
    days = (last - first).days + 1
    in_days = law.get("pay.cycle")
    rule = in_days or law["pay.cycle_months"]
    kept = days <= rule.value if in_days else last < add_months(first, rule.value)
    said = f"支付周期为{spoken_date(first)}至{spoken_date(last)}，共{days}天，" + (
        f"不超过{rule.words}。" if kept else f"超过{rule.words}。"
    )
    length = Step(what="支付周期", value=days, unit=Unit.DAYS)
    return Answer(
        what="报酬支付周期", verdict=judged(kept, rule), value=days, unit=Unit.DAYS, sentence=said,
        steps=(length, stated(rule)),
    )  # fmt: skip


def refusal_to_pay(owed_fen: Collection[int], months: int, law: Law) -> Answer:
    """Do the sums owed to workers make a refusal to pay a matter for the police (法释〔2013〕3号)? Value: their sum.

    `owed_fen` is what each worker is owed, `months` how long the oldest debt stands. Each province sets its figure
    (crime.one_worker, crime.group_total) within the national range; where it is not entered, sums within the range
    are a caution, and the lower end alone proves nothing.
    """
    sums, workers = sorted(owed_fen, reverse=True), law["crime.group_workers"]
    longest = law["crime.one_worker.months"]
    tests = []
    if sums and months >= longest.value:
        tests.append(_threshold("一名劳动者被拖欠的数额", sums[0], "crime.one_worker", law))
    if len(sums) >= workers.value:
        tests.append(_threshold(f"{len(sums)}名劳动者被拖欠的总额", sum(sums), "crime.group_total", law))
    verdict, said = Verdict.KEPT, "没有达到拒不支付劳动报酬的移送数额。"
    if any(reached for reached, _ in tests):
        verdict, said = Verdict.BROKEN, "达到拒不支付劳动报酬的移送数额；经责令支付仍不支付的，应当移送公安机关。"
    elif any(reached is None for reached, _ in tests):
        verdict, said = Verdict.CAUTION, "在全国规定的数额幅度以内，本省确定的数额未录入，请核对后判断是否移送。"
    return Answer(
        what="拒不支付劳动报酬的移送数额", verdict=verdict, value=sum(sums), unit=Unit.FEN, sentence=said,
        steps=(*(step for _, step in tests), stated(longest), stated(workers)),
    )  # fmt: skip


def _threshold(what: str, fen: int, code: str, law: Law) -> tuple[bool | None, Step]:
    """Is the sum at or above the province's figure, or surely so by the national range? None where it lies within."""
    exact = law.get(code)
    low, high = (exact, exact) if exact else (law[f"{code}.lowest"], law[f"{code}.highest"])
    reached = True if fen >= high.value else None if fen >= low.value else False
    return reached, Step(what=what, value=fen, unit=Unit.FEN, parts=tuple(dict.fromkeys((stated(low), stated(high)))))
