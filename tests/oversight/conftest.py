"""What do the tests of deliveries, scans and findings stand on? A platform's log-in, made-up orders, a folder."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from huxin.documents.store import keep
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Membership, User
from huxin.oversight.actions.delivering import Files, hand_in
from huxin.oversight.models import Delivery
from tests.world import AT, BEGINNING, World

OCTOBER = date(2026, 10, 1)
PLATFORM_HR = "岳平台"
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


def table(rows: list[dict[str, Any]]) -> bytes:
    """The orders as the platform would export them by the standard."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def platform(world: World) -> str:
    """The platform has a log-in of its own: its unit, and who keeps its staff."""
    firm = world.firm("云岭快送")
    unit = found_organisation(area=firm.area, name=firm.name, short_name="云岭快送", kind="enterprise")
    firm.organisation, firm.org_path = unit, unit.path
    firm.save(update_fields=["organisation", "org_path"])
    person = User.objects.create(username=PLATFORM_HR, name=PLATFORM_HR, created_at=BEGINNING)
    Membership.objects.create(user=person, organisation=unit, role="enterprise_hr", post="人事", since=BEGINNING)
    return PLATFORM_HR


@pytest.fixture
def deliver(world: World, platform: str, run_reactions: Callable[[], int]) -> Callable[..., Delivery]:
    """The platform hands these orders in, and they are checked."""

    def act(rows: list[dict[str, Any]], month: date = OCTOBER, **more: Any) -> Delivery:
        by, firm = world.actor(PLATFORM_HR), world.firm("云岭快送")
        kept = keep(table(rows), name="orders.csv", org_path=firm.org_path, by=by, at=AT)
        row = hand_in(firm, month=month, files=Files(kept, **more), by=by, at=AT)
        run_reactions()
        row.refresh_from_db()
        return row

    return act
