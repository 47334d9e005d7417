"""Until which day can a claim still be brought, to arbitration or to the labour inspection?"""

from collections.abc import Collection
from datetime import date, timedelta

from huxin.base.chinese import spoken_date
from huxin.base.workdays import Calendar, add_months
from huxin.law.parameters import Law
from huxin.law.standards.steps import Answer, Step, Verdict, stated
from huxin.law.units import Unit

_STATUTE = "劳动争议调解仲裁法第二十七条"
_KNEW = f"{_STATUTE}第一款：从知道或者应当知道权利被侵害之日起计算"
_INTERRUPTED = f"{_STATUTE}第二款：主张权利、请求救济或者对方同意履行的，从中断时起重新计算"
_SUSPENDED = f"{_STATUTE}第三款：因不可抗力或者其他正当理由中止，原因消除之日起继续计算"
_EMPLOYED = f"{_STATUTE}第四款：劳动关系存续期间拖欠劳动报酬不受限制，终止的自终止之日起一年内提出"
_CONTINUED = "劳动保障监察条例第二十条：违法行为有连续或者继续状态的，自行为终了之日起计算"
_LAST_DAY = "民法典第二百零三条：最后一日是法定休假日的，以休假日结束的次日为最后一日"


def arbitration(
    knew_on: date, as_of: date, law: Law, *, interrupted_on: Collection[date] = (),
    suspended: Collection[tuple[date, date]] = (), pay_arrears: bool = False, employed: bool = False,
    ended_on: date | None = None, calendar: Calendar | None = None,
) -> Answer:  # fmt: skip
    """Until when can arbitration be applied for? Value: the last day as an ordinal, 0 where the clock does not run.

    `interrupted_on` are days on which the worker claimed, asked an authority, or the other side agreed; only those
    before the period had run out count. `suspended` are spans (first day, day on which the cause fell away).
    For pay arrears the period does not run while the employment lasts (`employed`) and then starts at `ended_on`.
    With a calendar, a last day that is off moves to the next working day.
    """
    years = law["limitation.arbitration"]
    if pay_arrears and employed:
        step = Step(what="劳动关系存续期间拖欠劳动报酬", value=0, unit=Unit.ITEMS, article=_EMPLOYED)
        return Answer(
            what="仲裁时效", verdict=Verdict.KEPT, value=0, unit=Unit.DATE, steps=(step, stated(years)),
            sentence=f"劳动关系还在，追索报酬不受时效限制；劳动关系终止后{years.words}内要提出。",
        )  # fmt: skip
    counts_from_end = pay_arrears and ended_on is not None
    start = ended_on if counts_from_end and ended_on else knew_on
    steps = [_day("开始计算", start, _EMPLOYED if counts_from_end else _KNEW)]
    last = _run(start, years.value, suspended, steps)
    for day in sorted(day for day in interrupted_on if day > start):
        if day > last:
            break
        steps.append(_day("中断，重新计算", day, _INTERRUPTED))
        last = _run(day, years.value, suspended, steps)
    return _until("仲裁时效", "申请仲裁", last, as_of, [*steps, stated(years)], calendar)


def inspection(ended_on: date | None, as_of: date, law: Law, *, calendar: Calendar | None = None) -> Answer:
    """Until when may the inspection still take up a violation? Value: the last day as an ordinal, 0 while it goes on.

    `ended_on` is the day of the act, of a continuing one the day it ended; None while it goes on.
    """
    years = law["limitation.inspection"]
    if ended_on is None:
        step = Step(what="违法行为仍在继续", value=0, unit=Unit.ITEMS, article=_CONTINUED)
        return Answer(
            what="监察查处时效", verdict=Verdict.KEPT, value=0, unit=Unit.DATE, steps=(step, stated(years)),
            sentence=f"违法行为仍在继续，现在可以投诉举报；行为终了后{years.words}内仍可提出。",
        )  # fmt: skip
    last = add_months(ended_on, 12 * years.value)
    steps = [_day("违法行为发生或者终了", ended_on, _CONTINUED), stated(years)]
    return _until("监察查处时效", "投诉举报", last, as_of, steps, calendar)


def _day(what: str, day: date, article: str) -> Step:
    return Step(what=what, value=day.toordinal(), unit=Unit.DATE, article=article)


def _run(start: date, years: int, suspended: Collection[tuple[date, date]], steps: list[Step]) -> date:
    """The last day of a period begun on `start`, put off by the days on which it stood still."""
    last = add_months(start, 12 * years)
    reached = start
    for first, until in sorted(suspended):
        begins = max(first, reached)
        if begins > last or until <= begins:
            continue
        days = (until - begins).days
        last += timedelta(days=days)
        reached = until
        steps.append(
            Step(
                what=f"中止{days}天（{spoken_date(begins)}至{spoken_date(until)}）", value=days, unit=Unit.DAYS,
                article=_SUSPENDED,
            )
        )  # fmt: skip
    return last


def _until(what: str, to_do: str, last: date, as_of: date, steps: list[Step], calendar: Calendar | None) -> Answer:
    """The answer with the last day, moved off a holiday where the calendar is known."""
    moved = calendar.on_or_after(last) if calendar else last
    steps.append(_day("最后一天", moved, _LAST_DAY if moved != last else ""))
    left = (moved - as_of).days
    said = (
        f"{to_do}的最后一天是{spoken_date(moved)}，" + (f"还有{left}天。" if left else "就是今天。")
        if left >= 0
        else f"{to_do}的最后一天是{spoken_date(moved)}，已经过了{-left}天。"
    )
    notes = []
    if calendar and calendar.is_provisional(moved) and moved.year >= as_of.year:
        notes.append("该年放假安排尚未公布，最后一天可能顺延。")
    if left < 0 and to_do == "申请仲裁":
        notes.append("仲裁委员会不主动审查时效，对方提出才适用；有中断、中止情形的请补充后重算。")
    verdict = Verdict.KEPT if left >= 0 else Verdict.CAUTION
    return Answer(
        what=what, verdict=verdict, value=moved.toordinal(), unit=Unit.DATE, sentence=said, steps=tuple(steps),
        notes=tuple(notes),
    )  # fmt: skip
