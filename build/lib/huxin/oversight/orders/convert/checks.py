"""What must hold of an order as a whole, beyond each value by itself? Conditions over the columns of the standard."""

from dataclasses import dataclass

from huxin.oversight.orders.mapping.model import Limits

END = "coalesce(completed_s, cancelled_s)"
_MONEY = ("price_fen", "pay_fen", "subsidy_fen", "tip_fen", "deduction_fen")
_FOREIGN = "[A-Z]{2}(-[A-Z0-9]{1,8})*"  # ISO 3166-2, for places outside China
_PHONE = r"1[3-9]\d{9}"
_IDENTITY = r"\d{17}[\dXx]"
_DAY = r"\d{4}-\d\d-\d\d"
_PERIOD = (
    r"regexp_full_match(pay_period, '\d{4}-(0[1-9]|1[0-2])') OR ("
    f"regexp_full_match(pay_period, '{_DAY}/{_DAY}') AND coalesce(TRY_CAST(left(pay_period, 10) AS DATE) "
    "<= TRY_CAST(right(pay_period, 10) AS DATE), FALSE))"
)
MINUTE = 60  # times are often written to the minute: so much is allowed before a speed is called impossible


@dataclass(frozen=True, slots=True)
class Check:
    """A condition under which a row is handed back, for one reason and perhaps about one column."""

    reason: str
    condition: str
    column: str = ""


def order_checks(limits: Limits, month: tuple[int, int] | None) -> list[Check]:
    """The checks of an order; `month` is its first and last local second, where one month was handed in."""
    checks = [
        Check("reversed_times", f"{END} < accepted_s"),
        Check(
            "out_of_order",
            f"picked_up_s < accepted_s OR picked_up_s > {END} OR {_day('paid_s')} < {_day('accepted_s')}",
        ),
        Check("two_ends", "completed_s IS NOT NULL AND cancelled_s IS NOT NULL"),
        Check("too_long", f"{END} - accepted_s > {limits.hours * 3600}"),
        Check(
            "impossible_speed",
            f"{END} >= accepted_s AND distance_m * 3600 > {limits.speed_kmh * 1000} * ({END} - accepted_s + {MINUTE})",
        ),
        *(Check("negative_money", f"{name} < 0", name) for name in _MONEY),
        Check("negative_distance", "distance_m < 0"),
        unknown_area(),
        Check("unknown_value", f"NOT ({_PERIOD})", "pay_period"),
    ]
    if month:
        checks.append(Check("outside_month", f"accepted_s + offset_s NOT BETWEEN {month[0]} AND {month[1]}"))
    return checks


def unknown_area() -> Check:
    """The place of work is a division of GB/T 2260, or abroad a code of ISO 3166-2."""
    known = f"area IN (SELECT code FROM known_areas) OR regexp_full_match(area, '{_FOREIGN}')"
    return Check("unknown_area", f"area IS NOT NULL AND NOT ({known})")


def _day(moment: str) -> str:
    return f"({moment} + offset_s) // 86400"


ORDER_NOTES = {
    "open_orders": f"{END} IS NULL",
    "zero_length": f"{END} = accepted_s",
    "deduction_without_reason": "deduction_fen <> 0 AND deduction_reason IS NULL",
    "personal_keys": f"regexp_full_match(worker, '{_PHONE}|{_IDENTITY}')",
}
