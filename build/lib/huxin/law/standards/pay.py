"""Was the pay at least what the law asks, by the hour, by the month, for overtime and on holidays?"""

from collections.abc import Collection, Mapping

from huxin.base.money import half_up
from huxin.law.parameters import Law, Parameter
from huxin.law.standards.articles import GUIDE
from huxin.law.standards.steps import Answer, Step, Verdict, computed, judged, stated, total
from huxin.law.units import Unit, duration, figure

HOUR_S = 3600
_HOURLY = f"{GUIDE}：按劳动者实际工作地的小时最低工资标准"
_HOLIDAY = f"{GUIDE}：法定节假日报酬合理高于正常报酬"
_MONTHLY = "最低工资规定：不含加班工资、特殊条件津贴和法定福利"
_OVERTIME = {"workday": "工作日延长时间", "rest_day": "休息日未补休", "holiday": "法定休假日"}


def money_of(rate: Parameter) -> Unit:
    """The currency's smallest unit that a rate is set in."""
    return Unit.CENT if rate.unit in (Unit.CENT, Unit.CENT_PER_HOUR) else Unit.FEN


def minimum_wage_hourly(income: int, worked_s: int, law: Law, *, rows: Collection[str] = ()) -> Answer:
    """Is the income of a time worked at least the hourly minimum of the place (classes B and A')? Value: what is short.

    `income` in fen (cents where the rate is in dollars) without tips, compared as income × 3600 ≥ rate × seconds:
    nothing is divided. What is short is rounded up to a fen.
    """
    return minimum_wage_of_times(income, {law["minimum_wage.hourly"]: worked_s}, rows=rows)


def minimum_wage_of_times(income: int, times: Mapping[Parameter, int], *, rows: Collection[str] = ()) -> Answer:
    """The same where a month was worked in several places or under several rates: seconds by the rate that held."""
    return _hourly("小时最低工资", times, income, rows, _HOURLY)


def minimum_wage_aggregate(income: int, engaged_s: int, law: Law, *, rows: Collection[str] = ()) -> Answer:
    """Is the income of all workers together at least the rate for trip and on-call time (New York's second test)?"""
    return _hourly("全体合计的最低报酬", {law["minimum_wage.hourly_aggregate"]: engaged_s}, income, rows, "")


def _hourly(what: str, times: Mapping[Parameter, int], income: int, rows: Collection[str], article: str) -> Answer:
    worked_s = sum(times.values())
    owed = sum(rate.value * seconds for rate, seconds in times.items())
    money = money_of(next(iter(times)))
    kept = income * HOUR_S >= owed
    due = -(-owed // HOUR_S)
    short = max(0, due - income)
    earned = Step(what="劳动报酬", value=income, unit=money, rows=tuple(rows))
    parts = [
        part
        for rate, seconds in times.items()
        for part in (Step(what="工作时间", value=seconds, unit=Unit.SECONDS, rows=tuple(rows)), stated(rate))
    ]
    least = Step(
        what="按最低标准应得", value=due, unit=money, article=article if money is Unit.FEN else "", parts=tuple(parts)
    )
    said = f"工作{duration(worked_s)}，应得不少于{figure(due, money)}，实得{figure(income, money)}，"
    return Answer(
        what=what, verdict=judged(kept, *times), value=short, unit=money, steps=(earned, least),
        sentence=said + ("达到最低标准。" if kept else f"少{figure(short, money)}。"),
    )  # fmt: skip


def minimum_wage_monthly(
    pay_fen: int,
    law: Law,
    *,
    overtime_fen: int = 0,
    special_fen: int = 0,
    welfare_fen: int = 0,
    normal_labour: bool = True,
) -> Answer:
    """Is a month's pay of class A at least the monthly minimum, without overtime pay and allowances? Value: short, fen.

    `special_fen` are allowances for night shifts, heat, poison and the like, `welfare_fen` benefits by law. Without
    `normal_labour` (leave of one's own, absence) the standard does not hold as it stands and a person must judge.
    """
    rate = law["minimum_wage.monthly"]
    left_out = ((overtime_fen, "加班工资"), (special_fen, "特殊工作条件津贴"), (welfare_fen, "法定福利待遇"))
    parts = (
        Step(what="应发工资", value=pay_fen, unit=Unit.FEN),
        *(Step(what=f"不计入：{name}", value=-fen, unit=Unit.FEN, article=_MONTHLY) for fen, name in left_out if fen),
    )
    counted = Step(what="与最低工资比较的工资", value=total(parts), unit=Unit.FEN, parts=parts)
    short = max(0, rate.value - counted.value)
    said = f"计入比较的工资{figure(counted.value, Unit.FEN)}，" + (
        f"比{rate.words}少{figure(short, Unit.FEN)}。" if short else f"不低于{rate.words}。"
    )
    verdict = judged(not short, rate) if normal_labour or not short else Verdict.CAUTION
    note = "当月没有提供正常劳动（如事假、旷工），不能直接与月最低工资比较，请核对出勤后判断。"
    return Answer(
        what="月最低工资", verdict=verdict, value=short, unit=Unit.FEN, sentence=said, steps=(counted, stated(rate)),
        notes=() if normal_labour else (note,),
    )  # fmt: skip


def overtime_pay(
    base_fen: int, law: Law, *, workday_s: int = 0, rest_day_s: int = 0, holiday_s: int = 0, paid_fen: int | None = None
) -> Answer:
    """What is owed for overtime of class A (劳动法 44)? Value: fen owed, or still short where `paid_fen` is given.

    `base_fen` is the month's wage for normal hours; an hour of it is base / 21.75 / 8. `rest_day_s` is work on days
    off that were not made up by another day off. Each kind is rounded to a fen, half up.
    """
    days, hours = law["pay_days.monthly"], law["working_time.daily"]
    worked = {"workday": workday_s, "rest_day": rest_day_s, "holiday": holiday_s}
    parts = [_overtime(kind, seconds, base_fen, law) for kind, seconds in worked.items() if seconds]
    base = Step(what="正常工作时间月工资", value=base_fen, unit=Unit.FEN)
    owed = Step(what="应付加班费", value=total(parts), unit=Unit.FEN, parts=(base, stated(days), stated(hours), *parts))
    said = f"应付加班费{figure(owed.value, Unit.FEN)}"
    if paid_fen is None:
        return computed("加班费", f"{said}。", owed)
    short = max(0, owed.value - paid_fen)
    paid = Step(what="已付加班费", value=paid_fen, unit=Unit.FEN)
    said += f"，已付{figure(paid_fen, Unit.FEN)}，" + (f"少付{figure(short, Unit.FEN)}。" if short else "已付足。")
    return Answer(
        what="加班费", verdict=judged(not short, days, hours), value=short, unit=Unit.FEN, sentence=said,
        steps=(owed, paid),
    )  # fmt: skip


def _overtime(kind: str, seconds: int, base_fen: int, law: Law) -> Step:
    """What one kind of overtime is worth."""
    rate, days, hours = law[f"overtime.rate.{kind}"], law["pay_days.monthly"], law["working_time.daily"]
    value = half_up(base_fen * 100 * seconds * rate.value, days.value * hours.value * 10_000)
    time = Step(what=_OVERTIME[kind], value=seconds, unit=Unit.SECONDS)
    return Step(what=f"{_OVERTIME[kind]}加班费", value=value, unit=Unit.FEN, parts=(time, stated(rate)))


def holiday_pay(
    normal_fen: int, normal_s: int, holiday_fen: int, holiday_s: int, law: Law, *, rows: Collection[str] = ()
) -> Answer:
    """Was work of class B on statutory holidays paid reasonably higher than usual? Value: fen short of the measure.

    The measure is the usual pay per hour (normal_fen / normal_s), times holiday.rate where the parties agreed one;
    the policy gives no figure, so equal or lower pay is never "reasonably higher".
    """
    if normal_s <= 0 or holiday_s <= 0:
        raise ValueError("normal and holiday working time must be known")
    rate = law.get("holiday.rate")
    factor = rate.value if rate else 10_000
    earned, asked = holiday_fen * normal_s * 10_000, normal_fen * holiday_s * factor
    kept = earned >= asked if rate else earned > asked
    due = -(-asked // (normal_s * 10_000))
    short = max(0, due - holiday_fen)
    usual = Step(
        what="平时的报酬", value=normal_fen, unit=Unit.FEN,
        parts=(Step(what="平时的工作时间", value=normal_s, unit=Unit.SECONDS),),
    )  # fmt: skip
    got = Step(
        what="法定节假日的报酬", value=holiday_fen, unit=Unit.FEN, rows=tuple(rows),
        parts=(Step(what="法定节假日的工作时间", value=holiday_s, unit=Unit.SECONDS, rows=tuple(rows)),),
    )  # fmt: skip
    measure = Step(
        what="按约定比例应得" if rate else "按平时每小时报酬折算", value=due, unit=Unit.FEN, article=_HOLIDAY,
        parts=(stated(rate),) if rate else (),
    )  # fmt: skip
    said = f"法定节假日得{figure(holiday_fen, Unit.FEN)}，{measure.what}{figure(due, Unit.FEN)}，"
    verdict = judged(kept, rate) if rate else (Verdict.KEPT if kept else Verdict.BROKEN)
    return Answer(
        what="法定节假日报酬", verdict=verdict, value=short, unit=Unit.FEN, steps=(usual, got, measure),
        sentence=said + ("高于平时。" if kept and not rate else "达到约定。" if kept else "没有合理高于平时。"),
    )  # fmt: skip
