"""What do the tests of deliveries, scans and findings stand on? A platform's log-in, made-up orders, a folder."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery, Scan
from tests.oversight.made import OCTOBER
from tests.oversight.once import delivered, found_platform, made_once
from tests.world import AT, World


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.FILES = tmp_path, tmp_path / "files"
    if made_once:  # its files are each test's own, as its rows are
        shutil.copytree(made_once[-1], tmp_path, dirs_exist_ok=True)


@pytest.fixture
def platform(world: World) -> str:
    """The platform has a log-in of its own."""
    return found_platform()


@pytest.fixture
def deliver(world: World, platform: str) -> Callable[..., Delivery]:
    """The platform hands these orders in, and they are checked."""
    return delivered


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
