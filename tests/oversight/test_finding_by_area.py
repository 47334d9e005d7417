"""Does a scan started from its page find what a county then sees of its own area alone?"""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from huxin.cases.records import Evidence
from huxin.documents.store import place
from huxin.oversight.models import Delivery, Finding, Scan
from tests.oversight.made import order
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]


def test_a_county_sees_the_orders_of_its_own_area_alone(
    world: World, deliver: Callable[..., Delivery], browse: Callable[[str], Client], run_reactions: Callable[[], int]
) -> None:
    rows = [order(n, 10 + n, 10, pay_fen=500) for n in range(3)]
    rows += [order(9, 14, 10, hours=0.5, pay_fen=250, area="532601")]
    deliver(rows)
    office = browse("戴州受理")
    started = office.post("/workbench/oversight/scan/", {"month": "2026-10", "rules": "in-force"})
    assert started.url == f"/workbench/scans/{Scan.objects.get().pk}/"
    assert "等待运行" in office.get(started.url).content.decode()
    run_reactions()
    finding = Finding.objects.get(rule="wage.hourly")
    assert finding.area_id == "532622"
    address = f"/workbench/findings/{finding.pk}/"
    whole, county = office.get(address).content.decode(), browse("韦受理").get(address).content.decode()
    assert ">N9<" in whole
    assert ">N0<" in county
    assert ">N9<" not in county
    assert "另有1单在您管辖以外的地方" in county
    assert browse("杨外县").get(address).status_code == 404
    browse("韦受理").post("/workbench/findings/act/", {"pk": finding.pk, "what": "clue"})
    piece = Evidence.objects.get()
    cells = [
        cell.value
        for line in load_workbook(BytesIO(place(piece.document.sha256).read_bytes()))["订单"]
        for cell in line
    ]
    assert "N0" in cells
    assert "N9" not in cells
