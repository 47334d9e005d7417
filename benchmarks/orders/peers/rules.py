"""When is a rule broken? The conditions for tables of Polars, pandas and NumPy alike, with operators only.

A table answers `t["name"]` with a column, an expression or an array of whole numbers without nulls. Rows are first
taken where the rule is asked (`verdict_…` above 0) and `when` holds, so that nothing is divided by zero.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Of = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class PeerRule:
    """A rule over the days, weeks or months of jobs; `uses` are the figures of law that stand beside them."""

    code: str
    grain: str
    uses: tuple[str, ...]
    broken: Of
    measured: Of
    required: Of
    short: Of | None = None
    when: Of | None = None

    @property
    def verdict(self) -> str:
        """The column that says whether the rule is asked."""
        return "verdict_" + self.code.replace(".", "_")


def _least(a: Any, b: Any) -> Any:
    return (a + b - abs(a - b)) // 2


def _daily(t: Any) -> Any:
    return t["working_time_daily"] + t["overtime_daily"]


def _part_time(t: Any) -> Any:
    return _least(t["part_time_weekly"], t["part_time_daily"] * t["days"])


def _hourly(t: Any) -> Any:
    return (t["due_fs"] + 3599) // 3600


def _full(t: Any) -> Any:
    return (t["unpriced"] == 0) & (t["wage_s"] * 100 >= t["working_days_monthly"] * t["working_time_daily"])


def _overtime(t: Any) -> Any:
    hours = t["pay_days_monthly"] * t["working_time_daily"] * 10_000
    owed = t["minimum_wage_monthly"]
    for seconds, rate in (("over_s", "workday"), ("rest_day_s", "rest_day"), ("holiday_worked_s", "holiday")):
        twice = t["minimum_wage_monthly"] * 200 * t[seconds] * t[f"overtime_rate_{rate}"]
        owed = owed + (twice + hours) // (hours * 2)
    return owed


def _holiday_asked(t: Any) -> Any:
    return t["usual_fen"] * t["holiday_s"] * (t["holiday_rate"] + (1 - t["holiday_agreed"]) * 10_000)


def _holiday_broken(t: Any) -> Any:
    earned, asked = t["holiday_fen"] * t["usual_s"] * 10_000, _holiday_asked(t)
    return (earned < asked) | ((earned == asked) & (t["holiday_agreed"] == 0))


def _kept(t: Any) -> Any:
    return t["fare_fen"] - t["fare_pay_fen"]


def _allowed(t: Any) -> Any:
    return t["earned_fen"] * t["deduction_cap"] // 10_000


def _nothing(t: Any) -> Any:
    return t["orders"] * 0


RULES = (
    PeerRule(
        "hours.daily", "day", ("working_time_daily", "overtime_daily"), lambda t: t["worked_s"] > _daily(t),
        lambda t: t["worked_s"], _daily,
    ),
    PeerRule(
        "hours.weekly", "week", ("working_time_weekly",), lambda t: t["worked_s"] > t["working_time_weekly"],
        lambda t: t["worked_s"], lambda t: t["working_time_weekly"],
    ),
    PeerRule(
        "rest.weekly", "week", ("rest_day_weekly",), lambda t: 7 - t["days"] < t["rest_day_weekly"],
        lambda t: 7 - t["days"], lambda t: t["rest_day_weekly"], when=lambda t: t["whole_week"] == 1,
    ),
    PeerRule(
        "part_time", "week", ("part_time_daily", "part_time_weekly"), lambda t: t["worked_s"] > _part_time(t),
        lambda t: t["worked_s"], _part_time,
    ),
    PeerRule(
        "hours.overtime", "month", ("overtime_monthly",),
        lambda t: t["over_s"] + t["rest_day_s"] > t["overtime_monthly"], lambda t: t["over_s"] + t["rest_day_s"],
        lambda t: t["overtime_monthly"],
    ),
    PeerRule(
        "wage.hourly", "month", (), lambda t: t["income_fen"] * 3600 < t["due_fs"], lambda t: t["income_fen"], _hourly,
        lambda t: _hourly(t) - t["income_fen"], lambda t: (t["unpriced"] == 0) & (t["unrated_s"] == 0),
    ),
    PeerRule(
        "wage.monthly", "month", ("minimum_wage_monthly", "working_days_monthly", "working_time_daily"),
        lambda t: t["income_fen"] < t["minimum_wage_monthly"], lambda t: t["income_fen"],
        lambda t: t["minimum_wage_monthly"], lambda t: t["minimum_wage_monthly"] - t["income_fen"], _full,
    ),
    PeerRule(
        "pay.overtime", "month",
        ("minimum_wage_monthly", "working_days_monthly", "working_time_daily", "pay_days_monthly",
         "overtime_rate_workday", "overtime_rate_rest_day", "overtime_rate_holiday"),
        lambda t: (t["income_fen"] >= t["minimum_wage_monthly"]) & (t["income_fen"] < _overtime(t)),
        lambda t: t["income_fen"], _overtime, lambda t: _overtime(t) - t["income_fen"], _full,
    ),
    PeerRule(
        "pay.holiday", "month", ("holiday_rate", "holiday_agreed"), _holiday_broken, lambda t: t["holiday_fen"],
        lambda t: (_holiday_asked(t) + t["usual_s"] * 10_000 - 1) // (t["usual_s"] * 10_000), None,
        lambda t: (t["unpriced"] == 0) & (t["usual_s"] > 0) & (t["holiday_s"] > 0),
    ),
    PeerRule(
        "commission.order", "month", ("commission_cap",), lambda t: t["over_orders"] > 0, lambda t: t["over_orders"],
        _nothing,
    ),
    PeerRule(
        "commission.month", "month", ("commission_cap",),
        lambda t: _kept(t) * 10_000 > t["fare_fen"] * t["commission_cap"],
        lambda t: (_kept(t) * 20_000 + t["fare_fen"]) // (t["fare_fen"] * 2), lambda t: t["commission_cap"],
        lambda t: (_kept(t) * 10_000 - t["fare_fen"] * t["commission_cap"] + 9_999) // 10_000,
        lambda t: t["fare_fen"] > 0,
    ),
    PeerRule(
        "deduction.cap", "month", ("deduction_cap",),
        lambda t: t["deduction_fen"] * 10_000 > t["earned_fen"] * t["deduction_cap"], lambda t: t["deduction_fen"],
        _allowed, lambda t: t["deduction_fen"] - _allowed(t), lambda t: t["unpriced"] == 0,
    ),
    PeerRule(
        "deduction.sanction", "month", ("deduction_sanction",), lambda t: t["sanction_fen"] > 0,
        lambda t: t["sanction_fen"], _nothing, lambda t: t["sanction_fen"],
    ),
    PeerRule(
        "pay.late", "month", ("pay_due",), lambda t: t["late_days"] > 0, lambda t: t["late_days"], _nothing,
        lambda t: t["late_fen"],
    ),
)  # fmt: skip
FIRST = {"day": "day", "week": "monday", "month": "month"}
CLOCKS = ("delivering", "order_taking", "daily_orders")  # those that bind delivery and couriers; the others ask nobody
