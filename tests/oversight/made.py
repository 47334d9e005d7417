"""Which orders do the tests of oversight hand in? A few of October 2026, made by hand, as a platform exports them."""

import csv
from datetime import date
from io import StringIO
from typing import Any

OCTOBER = date(2026, 10, 1)
PEOPLE = 14
PLATFORM_HR = "岳平台"  # who keeps the platform's staff
COLUMNS = (
    "order_id", "platform", "worker", "enterprise", "partner", "relation", "industry", "area", "accepted_s",
    "completed_s", "offset_s", "pay_fen", "subsidy_fen", "tip_fen", "deduction_fen",
)  # fmt: skip


def order(number: int, day: int, hour: int, *, hours: float = 1.0, **more: Any) -> dict[str, Any]:
    """An order of October 2026, by the clock of Beijing: 40 yuan an hour in 砚山 for 迅达配送."""
    begin = 1_790_784_000 + (day - 1) * 86_400 + hour * 3_600  # 1 October 2026, 00:00 +08:00
    plain = {
        "order_id": f"N{number}", "platform": "云岭快送", "worker": "R1", "enterprise": "云岭快送",
        "partner": "迅达配送", "relation": "B", "industry": "delivery", "area": "532622", "accepted_s": begin,
        "completed_s": begin + int(hours * 3_600), "offset_s": 28_800, "pay_fen": int(hours * 4_000),
        "subsidy_fen": 0, "tip_fen": 0, "deduction_fen": 0,
    }  # fmt: skip
    return plain | more


def session(kind: str, day: int, hour: float, *, hours: float, worker: str = "R1") -> dict[str, Any]:
    """A session of October 2026 in 砚山, by the clock of Beijing."""
    begin = 1_790_784_000 + (day - 1) * 86_400 + int(hour * 3_600)
    return {
        "platform": "云岭快送", "worker": worker, "kind": kind, "area": "532622", "start_s": begin,
        "end_s": begin + int(hours * 3_600), "offset_s": 28_800,
    }  # fmt: skip


def prompt(day: int, hour: float, *, worker: str = "R1", platform: str = "云岭快送") -> dict[str, Any]:
    """A rest prompt of October 2026 after too long a stretch."""
    moment = 1_790_784_000 + (day - 1) * 86_400 + int(hour * 3_600)
    return {
        "platform": platform, "worker": worker, "kind": "continuous", "prompted_s": moment, "paused_s": 1_200,
        "offset_s": 28_800,
    }  # fmt: skip


def beside(rows: list[dict[str, Any]]) -> bytes:
    """Sessions or rest prompts as the platform would export them by the standard."""
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def table(rows: list[dict[str, Any]]) -> bytes:
    """The orders as the platform would export them by the standard."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def month_of_orders(first: int, **more: Any) -> list[dict[str, Any]]:
    """Fourteen riders with a long day each, day by day another."""
    return [
        order(100 * day + n, day, 8, hours=12, worker=f"R{n}", **more | {"order_id": f"{first}-{day}-{n}"})
        for n in range(PEOPLE)
        for day in (first, first + 1)
    ]
