"""Which sums of days, weeks and months break which rule? In plain Python, rule by rule."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.orders.plain.rows import DayOfJob, Finding, Law, Sums
from huxin.oversight.scan.grain import DAYS

Figures = dict[str, Any]
Broken = tuple[str, int, int, int | None]  # rule, measured, required, short


def of_days(who: int, days: Mapping[tuple[int, int], DayOfJob], law: Law) -> Iterator[Finding]:
    """A day's hours."""
    for (day, job), one in days.items():
        norm = -one.longest[1]
        figures = law.figures[norm, day]
        if figures["verdict_hours_daily"]:
            limit = figures["working_time_daily"] + (figures["overtime_daily"] or 0)
            if (worked := one.added["worked_s"]) > limit:
                yield _finding(("hours.daily", worked, limit, None), figures, who, job, norm, day)


def of_weeks(who: int, weeks: Mapping[tuple[int, int], Sums], law: Law) -> Iterator[Finding]:
    """A week's hours and days off."""
    for (monday, job), one in weeks.items():
        figures = law.figures[one.norm, one.first_day]
        for broken in _week(one, figures, law.calendar[one.first_day]["whole_week"]):
            yield _finding(broken, figures, who, job, one.norm, monday)


def _week(one: Sums, figures: Figures, whole: bool) -> Iterator[Broken]:
    worked, days = one.of["worked_s"], len(one.days)
    if figures["verdict_hours_weekly"] and worked > figures["working_time_weekly"]:
        yield "hours.weekly", worked, figures["working_time_weekly"], None
    if figures["verdict_rest_weekly"] and whole and 7 - days < figures["rest_day_weekly"]:
        yield "rest.weekly", 7 - days, figures["rest_day_weekly"], None
    if figures["verdict_part_time"]:
        limit = min(figures["part_time_weekly"], figures["part_time_daily"] * days)
        if worked > limit:
            yield "part_time", worked, limit, None


def of_months(who: int, months: Mapping[tuple[int, int], Sums], law: Law) -> Iterator[Finding]:
    """A month's overtime, pay and charges."""
    for (month, job), one in months.items():
        figures = law.figures[one.norm, one.first_day]
        for rule in (_overtime_hours, _hourly, _monthly, _holiday, _commission, _deductions, _late, _cycle):
            for broken in rule(one, figures):
                yield _finding(broken, figures, who, job, one.norm, month)


def _overtime_hours(one: Sums, figures: Figures) -> Iterable[Broken]:
    worked = one.of["over_s"] + one.of["rest_day_s"]
    if figures["verdict_hours_overtime"] and worked > figures["overtime_monthly"]:
        yield "hours.overtime", worked, figures["overtime_monthly"], None


def _income(one: Sums) -> int:
    return one.of["earned_fen"] - one.of["deduction_fen"]


def _hourly(one: Sums, figures: Figures) -> Iterable[Broken]:
    of, income = one.of, _income(one)
    if figures["verdict_wage_hourly"] and not of["unpriced"] and not of["unrated_s"] and income * 3600 < of["due_fs"]:
        due = -(-of["due_fs"] // 3600)
        yield "wage.hourly", income, due, due - income


def _monthly(one: Sums, figures: Figures) -> Iterable[Broken]:
    of, income, least = one.of, _income(one), figures["minimum_wage_monthly"]
    days, hours = figures["working_days_monthly"], figures["working_time_daily"]
    if least is None or days is None or hours is None or of["unpriced"] or of["wage_s"] * 100 < days * hours:
        return
    if income < least:
        if figures["verdict_wage_monthly"]:
            yield "wage.monthly", income, least, least - income
    elif figures["verdict_pay_overtime"]:
        due, whole = least, figures["pay_days_monthly"] * hours * 10_000
        for seconds, rate in (("over_s", "workday"), ("rest_day_s", "rest_day"), ("holiday_worked_s", "holiday")):
            owed = least * 100 * of[seconds] * figures[f"overtime_rate_{rate}"]
            due += (2 * owed + whole) // (2 * whole)
        if income < due:
            yield "pay.overtime", income, due, due - income


def _holiday(one: Sums, figures: Figures) -> Iterable[Broken]:
    of, rate = one.of, figures["holiday_rate"]
    if not figures["verdict_pay_holiday"] or of["unpriced"] or not of["usual_s"] or not of["holiday_s"]:
        return
    earned = of["holiday_fen"] * of["usual_s"] * 10_000
    asked = of["usual_fen"] * of["holiday_s"] * (rate or 10_000)
    if not (earned > asked if rate is None else earned >= asked):
        yield "pay.holiday", of["holiday_fen"], -(-asked // (of["usual_s"] * 10_000)), None


def _commission(one: Sums, figures: Figures) -> Iterable[Broken]:
    of, cap = one.of, figures["commission_cap"]
    if figures["verdict_commission_order"] and of["over_orders"]:
        yield "commission.order", of["over_orders"], 0, None
    fare, kept = of["fare_fen"], of["fare_fen"] - of["fare_pay_fen"]
    if figures["verdict_commission_month"] and fare > 0 and kept * 10_000 > fare * cap:
        yield "commission.month", (kept * 20_000 + fare) // (2 * fare), cap, -(-(kept * 10_000 - fare * cap) // 10_000)


def _deductions(one: Sums, figures: Figures) -> Iterable[Broken]:
    of, cap = one.of, figures["deduction_cap"]
    taken, earned = of["deduction_fen"], of["earned_fen"]
    if figures["verdict_deduction_cap"] and not of["unpriced"] and taken * 10_000 > earned * cap:
        allowed = earned * cap // 10_000
        yield "deduction.cap", taken, allowed, taken - allowed
    if figures["verdict_deduction_sanction"] and of["sanction_fen"]:
        yield "deduction.sanction", of["sanction_fen"], 0, of["sanction_fen"]


def _late(one: Sums, figures: Figures) -> Iterable[Broken]:
    if figures["verdict_pay_late"] and one.late_days > 0:
        yield "pay.late", one.late_days, 0, one.of["late_fen"]


def _cycle(one: Sums, figures: Figures) -> Iterable[Broken]:
    if figures["verdict_pay_cycle"] and one.long_period:
        yield "pay.cycle", one.long_period // DAYS, DAYS - 1 - one.long_period % DAYS, None


def _finding(broken: Broken, figures: Figures, who: int, job: int, norm: int, first: int) -> Finding:
    rule, measured, required, short = broken
    verdict = figures[f"verdict_{rule.replace('.', '_')}"]
    return Finding(rule, verdict, who, job, norm, first, None, measured, required, short)
