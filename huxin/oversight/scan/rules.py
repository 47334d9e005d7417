"""Which rules does a scan hold the orders against? Each is data: what it needs of the law, and when it is broken.

A condition compares whole numbers of one grain table (`grain`, `pieces.stretches`) with figures of law that stand
beside them in columns named by their codes (`minimum_wage.hourly` → `minimum_wage_hourly`); a figure in `uses` that is
not known counts as nothing. Nothing is divided in a condition. The pure functions named by `explained_by` give the
same answer with its steps for one worker; a test holds the two against each other for every rule.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from huxin.law.catalogue import CLOCKS
from huxin.law.units import Unit
from huxin.oversight.scan.pieces import ceil_div, floor_div

# How the whole numbers of a rule are given to people: in which unit, and how many make one.
GIVEN_IN = {
    Unit.SECONDS: ("小时", 3_600), Unit.FEN: ("元", 100), Unit.BASIS_POINTS: ("%", 100), Unit.DAYS: ("天", 1),
    Unit.CASES: ("单", 1),
}  # fmt: skip
Value = Callable[[ir.Table], ir.IntegerValue]
A, PART_TIME, B, C = "A", "A'", "B", "C"
DAY, WEEK, MONTH, STRETCH = "day", "week", "month", "stretch"


def column(code: str) -> str:
    """The column in which a figure of law stands."""
    return code.replace(".", "_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One labour standard as the scan asks it.

    `severity` runs from 1 (note) to 3 (grave) and orders lists; whether a finding is a breach or a caution follows
    from the force of the figures (`weighed`), unless the law leaves the judgement to a person (`cautious`).
    """

    code: str
    title: str
    grain: str
    relations: tuple[str, ...]
    severity: int
    unit: Unit
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()  # at least one of these figures
    reported: str = ""  # a column of the orders that a platform must report before it can be asked
    apart: bool = False  # has a grain table of its own, named by the code
    broken: Callable[[ir.Table], ir.BooleanValue]
    measured: Value
    required: Value
    short_fen: Value | None = None
    cautious: bool = False
    explained_by: str

    @property
    def rows(self) -> str:
        """The grain table that it is asked of."""
        return self.code if self.apart else self.grain

    @property
    def weighed(self) -> tuple[str, ...]:
        """The figures whose force decides whether it is a breach."""
        return (*self.needs, *self.uses, *self.any_of)


def _none(_: ir.Table) -> ir.IntegerValue:
    return ibis.literal(0, "int64")


def _daily_limit(t: ir.Table) -> ir.IntegerValue:
    return t.working_time_daily + t.overtime_daily.fill_null(0)


def _part_time_limit(t: ir.Table) -> ir.IntegerValue:
    return ibis.least(t.part_time_weekly, t.part_time_daily * t.days)


def _hourly_due(t: ir.Table) -> ir.IntegerValue:
    return ceil_div(t.due_fs, 3600)


def _full_month(t: ir.Table) -> ir.BooleanValue:
    """Normal labour was given: the hours of a month's working days are there, all pay is known."""
    hours = t.working_days_monthly * t.working_time_daily
    return (t.wage_s * 100 >= hours) & (t.unpriced == 0)


def _overtime_due(t: ir.Table) -> ir.IntegerValue:
    """The monthly minimum and what overtime costs at the least, if the normal wage were the minimum itself."""
    owed = ibis.literal(0, "int64")
    for seconds, rate in ((t.over_s, t.overtime_rate_workday), (t.rest_day_s, t.overtime_rate_rest_day),
                          (t.holiday_worked_s, t.overtime_rate_holiday)):  # fmt: skip
        twice = 2 * t.minimum_wage_monthly * 100 * seconds * rate
        hours = t.pay_days_monthly * t.working_time_daily * 10_000
        owed = owed + floor_div(twice + hours, 2 * hours)
    return t.minimum_wage_monthly + owed


def _holiday_asked(t: ir.Table) -> ir.IntegerValue:
    return t.usual_fen * t.holiday_s * t.holiday_rate.fill_null(10_000)


def _holiday_broken(t: ir.Table) -> ir.BooleanValue:
    earned, asked = t.holiday_fen * t.usual_s * 10_000, _holiday_asked(t)
    enough = ibis.ifelse(t.holiday_rate.isnull(), earned > asked, earned >= asked)
    return (t.usual_s > 0) & (t.holiday_s > 0) & (t.unpriced == 0) & ~enough


def _kept(t: ir.Table) -> ir.IntegerValue:
    return t.fare_fen - t.fare_pay_fen


def _clock(code: str, title: str) -> Rule:
    return Rule(
        code=f"clock.{code}",
        title=f"{title}超过时长",
        grain=STRETCH,
        relations=(A, PART_TIME, B, C),
        severity=2,
        unit=Unit.SECONDS,
        needs=(f"clock.{code}.limit",),
        apart=True,
        broken=lambda t: t.counted_s > t[column(f"clock.{code}.limit")],
        measured=lambda t: t.counted_s,
        required=lambda t: t[column(f"clock.{code}.limit")],
        explained_by="rest.continuous",
    )


HOURS = (
    Rule(
        code="hours.daily", title="每日工作时间超过上限", grain=DAY, relations=(A, B), severity=2, unit=Unit.SECONDS,
        needs=("working_time.daily",), uses=("overtime.daily",),
        broken=lambda t: t.worked_s > _daily_limit(t), measured=lambda t: t.worked_s, required=_daily_limit,
        explained_by="hours.daily_limit",
    ),
    Rule(
        code="hours.weekly", title="每周工作时间超过标准", grain=WEEK, relations=(A, B), severity=1, unit=Unit.SECONDS,
        needs=("working_time.weekly",), cautious=True,
        broken=lambda t: t.worked_s > t.working_time_weekly, measured=lambda t: t.worked_s,
        required=lambda t: t.working_time_weekly, explained_by="hours.weekly_limit",
    ),
    Rule(
        code="hours.overtime", title="每月加班超过上限", grain=MONTH, relations=(A,), severity=2, unit=Unit.SECONDS,
        needs=("working_time.daily", "overtime.monthly"),
        broken=lambda t: t.over_s + t.rest_day_s > t.overtime_monthly, measured=lambda t: t.over_s + t.rest_day_s,
        required=lambda t: t.overtime_monthly, explained_by="hours.monthly_overtime",
    ),
    Rule(
        code="rest.weekly", title="一周没有休息日", grain=WEEK, relations=(A, B), severity=2, unit=Unit.DAYS,
        needs=("rest_day.weekly",),
        broken=lambda t: t.whole_week & (7 - t.days < t.rest_day_weekly), measured=lambda t: 7 - t.days,
        required=lambda t: t.rest_day_weekly, explained_by="hours.rest_days",
    ),
    Rule(
        code="part_time", title="非全日制工作时间超过限度", grain=WEEK, relations=(PART_TIME,), severity=2,
        unit=Unit.SECONDS, needs=("part_time.daily", "part_time.weekly"),
        broken=lambda t: t.worked_s > _part_time_limit(t), measured=lambda t: t.worked_s, required=_part_time_limit,
        explained_by="hours.part_time",
    ),
)  # fmt: skip
WAGES = (
    Rule(
        code="wage.hourly", title="报酬低于小时最低工资", grain=MONTH, relations=(PART_TIME, B), severity=3,
        unit=Unit.FEN, needs=("minimum_wage.hourly",),
        broken=lambda t: (t.unpriced == 0) & (t.unrated_s == 0) & (t.income_fen * 3600 < t.due_fs),
        measured=lambda t: t.income_fen, required=_hourly_due, short_fen=lambda t: _hourly_due(t) - t.income_fen,
        explained_by="pay.minimum_wage_hourly",
    ),
    Rule(
        code="wage.monthly", title="工资低于月最低工资", grain=MONTH, relations=(A,), severity=3, unit=Unit.FEN,
        needs=("minimum_wage.monthly",), uses=("working_days.monthly", "working_time.daily"),
        broken=lambda t: _full_month(t) & (t.income_fen < t.minimum_wage_monthly),
        measured=lambda t: t.income_fen, required=lambda t: t.minimum_wage_monthly,
        short_fen=lambda t: t.minimum_wage_monthly - t.income_fen, explained_by="pay.minimum_wage_monthly",
    ),
    Rule(
        code="pay.overtime", title="工资不足以支付加班费", grain=MONTH, relations=(A,), severity=3, unit=Unit.FEN,
        needs=("minimum_wage.monthly", "pay_days.monthly", "working_time.daily", "working_days.monthly",
               "overtime.rate.workday", "overtime.rate.rest_day", "overtime.rate.holiday"),
        broken=lambda t: _full_month(t) & (t.income_fen >= t.minimum_wage_monthly) & (t.income_fen < _overtime_due(t)),
        measured=lambda t: t.income_fen, required=_overtime_due,
        short_fen=lambda t: _overtime_due(t) - t.income_fen, explained_by="pay.overtime_pay",
    ),
    Rule(
        code="pay.holiday", title="法定节假日报酬没有合理高于平时", grain=MONTH, relations=(B,), severity=2,
        unit=Unit.FEN, uses=("holiday.rate",), broken=_holiday_broken, measured=lambda t: t.holiday_fen,
        required=lambda t: ceil_div(_holiday_asked(t), t.usual_s.nullif(0) * 10_000), explained_by="pay.holiday_pay",
    ),
)  # fmt: skip
CHARGES = (
    Rule(
        code="commission.order", title="单笔抽成超过上限", grain=MONTH, relations=(A, PART_TIME, B, C), severity=1,
        unit=Unit.CASES, needs=("commission.cap",), broken=lambda t: t.over_orders > 0,
        measured=lambda t: t.over_orders, required=_none, explained_by="charges.commission",
    ),
    Rule(
        code="commission.month", title="当月抽成超过上限", grain=MONTH, relations=(A, PART_TIME, B, C), severity=2,
        unit=Unit.BASIS_POINTS, needs=("commission.cap",),
        broken=lambda t: (t.fare_fen > 0) & (_kept(t) * 10_000 > t.fare_fen * t.commission_cap),
        measured=lambda t: floor_div(_kept(t) * 20_000 + t.fare_fen, t.fare_fen.nullif(0) * 2),
        required=lambda t: t.commission_cap,
        short_fen=lambda t: ceil_div(_kept(t) * 10_000 - t.fare_fen * t.commission_cap, 10_000),
        explained_by="charges.commission",
    ),
    Rule(
        code="deduction.cap", title="扣款超过报酬的一定比例", grain=MONTH, relations=(A, PART_TIME, B), severity=2,
        unit=Unit.FEN, needs=("deduction.cap",),
        broken=lambda t: (t.unpriced == 0) & (t.deduction_fen * 10_000 > t.earned_fen * t.deduction_cap),
        measured=lambda t: t.deduction_fen, required=lambda t: floor_div(t.earned_fen * t.deduction_cap, 10_000),
        short_fen=lambda t: t.deduction_fen - floor_div(t.earned_fen * t.deduction_cap, 10_000),
        explained_by="charges.deductions",
    ),
    Rule(
        code="deduction.sanction", title="因超时、差评扣款", grain=MONTH, relations=(A, PART_TIME, B, C), severity=1,
        unit=Unit.FEN, needs=("deduction.sanction",), broken=lambda t: t.sanction_fen > 0,
        measured=lambda t: t.sanction_fen, required=_none,
        short_fen=lambda t: t.sanction_fen, explained_by="charges.deductions",
    ),
    Rule(
        code="pay.late", title="报酬支付迟延", grain=MONTH, relations=(A, PART_TIME, B), severity=3, unit=Unit.DAYS,
        any_of=("pay.cycle", "pay.cycle_months"), reported="paid_s", broken=lambda t: t.late_days.fill_null(0) > 0,
        measured=lambda t: t.late_days.fill_null(0), required=_none,
        short_fen=lambda t: t.late_fen, explained_by="charges.late_pay",
    ),
    Rule(
        code="pay.cycle", title="报酬支付周期过长", grain=MONTH, relations=(A, PART_TIME, B), severity=2,
        unit=Unit.DAYS, any_of=("pay.cycle", "pay.cycle_months"), reported="pay_period", apart=True,
        broken=lambda t: t.period_days > t.allowed_days, measured=lambda t: t.period_days,
        required=lambda t: t.allowed_days, explained_by="arrears.pay_cycle",
    ),
)  # fmt: skip
CLOCK_RULES = tuple(_clock(code, title) for code, title in CLOCKS.items())
RULES = (*HOURS, *CLOCK_RULES, *WAGES, *CHARGES)
BY_CODE = {rule.code: rule for rule in RULES}
