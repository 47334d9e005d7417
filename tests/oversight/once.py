"""How do many tests stand on one scan? It is made once for a module; each test takes back what it adds to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from huxin.documents.store import keep
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Membership, User
from huxin.oversight.actions.delivering import Files, hand_in
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery
from tests.oversight.made import OCTOBER, PLATFORM_HR, table
from tests.waiting import run_waiting
from tests.world import AT, BEGINNING, World

made_once: list[Path] = []  # the folder of what stands for the module that runs


@contextmanager
def once(blocker: Any, folder: Path) -> Iterator[World]:
    """What is made in the world inside this, until it ends: a fixture of a module whose every test leans on it."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(settings, "DATA", folder)
        patch.setattr(settings, "FILES", folder / "files")
        made_once.append(folder)
        yield World()
        made_once.remove(folder)
        transaction.set_rollback(True)


def found_platform() -> str:
    """Its unit, and who keeps its staff."""
    firm = World().firm("云岭快送")
    unit = found_organisation(area=firm.area, name=firm.name, short_name="云岭快送", kind="enterprise")
    firm.organisation, firm.org_path = unit, unit.path
    firm.save(update_fields=["organisation", "org_path"])
    person = User.objects.create(username=PLATFORM_HR, name=PLATFORM_HR, created_at=BEGINNING)
    Membership.objects.create(user=person, organisation=unit, role="enterprise_hr", post="人事", since=BEGINNING)
    return PLATFORM_HR


def delivered(rows: list[dict[str, Any]], month: date = OCTOBER, **more: Any) -> Delivery:
    """The platform hands these orders in, and they are checked."""
    by, firm = World().actor(PLATFORM_HR), World().firm("云岭快送")
    kept = keep(table(rows), name="orders.csv", org_path=firm.org_path, by=by, at=AT)
    row = hand_in(firm, month=month, files=Files(kept, **more), by=by, at=AT)
    run_waiting()
    row.refresh_from_db()
    return row


def scanned(month: date) -> None:
    """The prefecture holds what was handed in for a month against the law in force."""
    start_scan(World().area("532600"), month=month, rules="in-force", by=World().actor("戴州受理"), at=AT)
    run_waiting()
