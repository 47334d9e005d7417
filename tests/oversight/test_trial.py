"""Does a supposed figure tell who would gain and who would pay, and change nothing?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.oversight.actions.trying import CODES, titles, try_figure
from huxin.oversight.models import Delivery, Finding, Trial
from tests.oversight.made import OCTOBER, order
from tests.world import AT, World

pytestmark = pytest.mark.django_db
HOURLY = "minimum_wage.hourly"
# R1 earns 40 yuan an hour: enough today, too little if the minimum were 50
ROWS = [order(n, 12 + n, 10) for n in range(4)]


def test_a_higher_minimum_tells_who_gains_and_who_pays(
    world: World, deliver: Callable[..., Delivery], browse: Callable[[str], Client], run_reactions: Any
) -> None:
    deliver([order(90 + n, n - 2, 10, pay_fen=100) for n in range(3)], month=date(2026, 9, 1))  # another month's
    deliver(ROWS)
    office = browse("戴州受理")
    sent = office.post("/workbench/trials/", {"month": "2026-10", "code": HOURLY, "text": "50元/小时"})
    trial = Trial.objects.get()
    assert sent.url == f"/workbench/trials/{trial.pk}/"
    assert "正在试算" in office.get(sent.url).content.decode()
    run_reactions()
    trial.refresh_from_db()
    assert (trial.state, trial.reason) == ("done", "")
    change = next(row for row in trial.result["changes"] if "小时最低工资" in row["title"])
    assert (change["findings_before"], change["findings_after"], change["gaining"]) == (0, 1, 1)
    assert change["owed_after_fen"] >= 4_000
    assert trial.result["firms"][0]["firm"] == "迅达配送"
    assert "50元/小时" in office.get(sent.url).content.decode()
    assert not Finding.objects.exists()


def test_a_figure_that_cannot_be_read_is_told_and_kept(
    world: World, deliver: Callable[..., Delivery], browse: Callable[[str], Client]
) -> None:
    deliver(ROWS)
    page = browse("戴州受理").post("/workbench/trials/", {"month": "2026-10", "code": HOURLY, "text": "很多"})
    assert "读不懂" in page.content.decode()
    assert "很多" in page.content.decode()
    with pytest.raises(NotPossible, match="单位"):
        try_figure(
            world.area("532600"), month=OCTOBER, code=HOURLY, text="3小时", by=world.actor("戴州受理"), at=AT
        )  # fmt: skip


def test_a_county_tries_nothing_for_the_prefecture(world: World, browse: Callable[[str], Client]) -> None:
    with pytest.raises(PermissionDenied):
        try_figure(
            world.area("532600"), month=OCTOBER, code=HOURLY, text="50元/小时", by=world.actor("陈办案"), at=AT
        )  # fmt: skip
    page = browse("陈办案").post("/workbench/trials/", {"month": "2026-10", "code": HOURLY, "text": "50元/小时"})
    assert page.status_code == 200
    assert not Trial.objects.exists()


def test_every_figure_that_can_be_tried_has_words() -> None:
    assert set(titles()) == set(CODES)
