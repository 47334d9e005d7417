"""What do the tests of deliveries, scans and findings stand on? A platform's log-in, made-up orders, a folder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huxin.documents.store import keep
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Membership, User
from huxin.oversight.actions.delivering import Files, hand_in
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery, Scan
from tests.oversight.made import OCTOBER, PLATFORM_HR, table
from tests.world import AT, BEGINNING, World


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


@pytest.fixture
def scan_october(world: World, run_reactions: Callable[[], int]) -> Callable[[str], Scan]:
    """Hold what was handed in for October against the law of a set of rules."""

    def act(rules: str) -> Scan:
        scan = start_scan(world.area("532600"), month=OCTOBER, rules=rules, by=world.actor("戴州受理"), at=AT)
        run_reactions()
        scan.refresh_from_db()
        assert scan.state == "done", scan.reason
        return scan

    return act
