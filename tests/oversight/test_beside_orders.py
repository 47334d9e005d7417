"""Do sessions and rest prompts that a platform hands in beside its orders reach the findings and their pages?"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from huxin.documents.models import Document
from huxin.documents.store import keep, read
from huxin.oversight import places
from huxin.oversight.actions.delivering import Files
from huxin.oversight.actions.findings import make_clue
from huxin.oversight.checking import beside_files
from huxin.oversight.evidence import count_behind, orders_page
from huxin.oversight.explaining import explained, prompted
from huxin.oversight.models import Delivery, Finding, MonthTotal, Scan
from tests.oversight.made import PLATFORM_HR, beside, order, prompt, session, table
from tests.world import AT, World

pytestmark = pytest.mark.django_db
Deliver = Callable[..., Delivery]
# from 8:00 to 13:00 without a break, an order every half hour: more than four hours
LONG = [order(n, 12, 8, hours=0.5) for n in range(10)]
LONG = [one | {"accepted_s": one["accepted_s"] + n * 1_800, "completed_s": one["completed_s"] + n * 1_800}
        for n, one in enumerate(LONG)]  # fmt: skip
POOR = [order(20 + n, 2 + n, 10, worker="R2", pay_fen=2_000) for n in range(5)]  # 20 yuan an hour: enough
MEETINGS = [session("meeting", 2 + n, 11, hours=1, worker="R2") for n in range(5)]  # 10 yuan an hour: too little
STRETCH = "clock.delivering"


@pytest.fixture
def kept(world: World, platform: str) -> Callable[[bytes, str], Document]:
    def act(data: bytes, name: str) -> Document:
        return keep(data, name=name, org_path=world.firm("云岭快送").org_path, by=world.actor(PLATFORM_HR), at=AT)

    return act


@pytest.fixture
def scanned(
    deliver: Deliver, scan_october: Callable[[str], Scan], kept: Callable[[bytes, str], Document]
) -> Callable[..., Scan]:
    def act(orders: list[dict[str, Any]], rules: str = "in-force", **more: list[dict[str, Any]]) -> Scan:
        delivery = deliver(orders, **{name: kept(beside(rows), f"{name}.csv") for name, rows in more.items()})
        assert delivery.state == "accepted", (delivery.state, delivery.reason)
        return scan_october(rules)

    return act


def test_required_presence_makes_a_finding_that_shows_its_rows_and_its_article(
    world: World, scanned: Callable[..., Scan]
) -> None:
    scanned(POOR)
    assert not Finding.objects.filter(rule="wage.hourly").exists()
    scan = scanned(POOR, sessions=MEETINGS)
    finding = Finding.objects.get(rule="wage.hourly")
    assert (finding.worker_key, finding.measured) == ("R2", 10_000)
    assert finding.required == 2 * 5 * 1_800
    assert scan.figures["presence_s"] == 5 * 3_600
    assert MonthTotal.objects.get(worker_key="R2").wage_s == 10 * 3_600
    why = explained(finding)
    assert why.agrees
    assert [one.rows for one in why.steps if one.what.endswith("在线或到场的时间")] == ["1段"] * 5
    assert any("第四条" in one.article for one in why.steps)
    assert [one.kind for one in why.sessions] == ["线下常规管理（开会、点名）"] * 5
    assert why.sessions[0].begins == "2026-10-02 11:00:00"


def test_prompts_stand_with_the_stretch_and_are_explained(world: World, scanned: Callable[..., Scan]) -> None:
    scanned([*LONG, order(90, 12, 20), order(91, 13, 9)])
    finding = Finding.objects.get(rule=STRETCH)
    named = explained(finding).orders
    shown = orders_page(finding, None, False, 50, whole=True, areas=None, named=named)
    assert [one.number for one in shown] == [f"N{n}" for n in range(10)], "not what came before or after the stretch"
    assert count_behind(finding, whole=True, named=named) == 10
    assert shown[0].lasts == "30分"
    assert (finding.prompts, finding.begun_in_pause, prompted(finding)) == (None, None, [])
    scan = scanned(LONG, rest_prompts=[prompt(11, 12), prompt(12, 15), prompt(12, 12, worker="R2")])
    finding.refresh_from_db()
    assert (finding.prompts, finding.begun_in_pause) == (0, 0)
    assert scan.figures["prompts"] == {"stretches": 1, "unprompted": 1, "disturbed": 0, "orders": 0}
    scan = scanned(LONG, rest_prompts=[prompt(12, 12.2)])
    finding.refresh_from_db()
    assert (finding.prompts, finding.begun_in_pause) == (1, 1)
    assert scan.figures["prompts"] == {"stretches": 1, "unprompted": 0, "disturbed": 1, "orders": 1}
    came, peace = prompted(finding)
    assert "提示休息1次" in came.sentence
    assert "仍接到1单" in peace.sentence
    assert (came.steps[0].rows, peace.steps[0].rows) == ("1次", "1单")
    assert "第五条" in came.steps[0].article


def test_a_repeated_scan_changes_nothing(scanned: Callable[..., Scan]) -> None:
    more = {"sessions": MEETINGS, "rest_prompts": [prompt(12, 12.2)]}
    first = scanned([*LONG, *POOR], **more)
    before = list(Finding.objects.order_by("pk").values())
    Scan.objects.update(fingerprint="other")
    again = scanned([*LONG, *POOR], **more)
    assert again.pk != first.pk
    assert (again.figures["new"], again.figures["gone"]) == (0, 0)
    assert list(Finding.objects.order_by("pk").values()) == before


def test_a_clue_takes_prompts_and_sessions_along(world: World, scanned: Callable[..., Scan]) -> None:
    scanned([*LONG, *POOR], sessions=MEETINGS, rest_prompts=[prompt(12, 15)])
    rows = list(Finding.objects.filter(rule__in=(STRETCH, "wage.hourly")))
    assert len(rows) == 2
    make_clue(rows, by=world.actor("戴州受理"), at=AT)
    document = Document.objects.get(name__startswith="订单数据检查")
    book = CalamineWorkbook.from_filelike(BytesIO(read(document, by=world.actor("戴州受理"), at=AT)))
    sheet = book.get_sheet_by_name("计算步骤").to_python()
    steps = "\n".join(str(row[1]) for row in sheet)
    assert "没有提示休息" in steps
    assert "线下常规管理（开会、点名）（云岭快送）：2026-10-02 11:00:00至2026-10-02 12:00:00" in steps


def test_files_beside_the_orders_are_the_platforms_own(
    world: World, deliver: Deliver, kept: Callable[[bytes, str], Document]
) -> None:
    row = deliver(LONG, rest_prompts=kept(beside([prompt(12, 12, platform="乘风快送")]), "p.csv"))
    assert row.state == "unreadable"
    assert "乘风快送" in row.reason


def test_rejected_rows_beside_go_back_and_the_others_count(
    deliver: Deliver, kept: Callable[[bytes, str], Document]
) -> None:
    broken = session("meeting", 3, 11, hours=1) | {"kind": "lunch"}
    row = deliver(POOR, sessions=kept(beside([*MEETINGS, broken]), "s.csv"))
    assert (row.notes["sessions_accepted"], row.notes["sessions_rejected"]) == (5, 1)
    assert list(Document.objects.filter(pk__in=row.handed_back).values_list("name", flat=True)) == ["退回-1-s.csv"]


def test_accepted_files_are_made_again_after_a_restore(
    deliver: Deliver, kept: Callable[[bytes, str], Document]
) -> None:
    row = deliver(POOR, sessions=kept(beside(MEETINGS), "s.csv"))
    (path,) = beside_files(row, "sessions")
    path.unlink()
    places.beside_folder(row.pk, "sessions").rmdir()
    assert [one.name for one in beside_files(row, "sessions")] == [path.name]
    assert beside_files(row, "rest_prompts") == []


def test_the_same_files_are_one_delivery_and_others_beside_correct_it(
    world: World, deliver: Deliver, kept: Callable[[bytes, str], Document]
) -> None:
    first = deliver(POOR)
    assert deliver(POOR).pk == first.pk
    second = deliver(POOR, sessions=kept(beside(MEETINGS), "s.csv"))
    assert second.replaces_id == first.pk
    assert deliver(POOR, sessions=kept(beside(MEETINGS), "s.csv")).pk == second.pk
    orders = kept(table(POOR), "orders.csv")
    assert Files(orders).digest == first.digest  # as it was before there were files beside


def test_the_pages_take_them_and_show_them(
    world: World, browse: Callable[[str], Client], platform: str, run_reactions: Callable[[], int]
) -> None:
    desk = Client()
    desk.force_login(world.user(PLATFORM_HR))
    files = {
        "orders": SimpleUploadedFile("orders.csv", table([*LONG, *POOR])),
        "sessions": SimpleUploadedFile("s.csv", beside(MEETINGS)),
        "rest_prompts": SimpleUploadedFile("p.csv", beside([prompt(12, 12.2)])),
    }
    posted = desk.post("/desk/deliveries/new/", {"enterprise": world.firm("云岭快送").pk, "month": "2026-10", **files})
    run_reactions()
    page = desk.get(posted.url).content.decode()
    assert all(words in page for words in ("在线时段", "休息提示", "s.csv", "p.csv"))
    office = browse("戴州受理")
    office.post("/workbench/oversight/scan/", {"month": "2026-10", "rules": "in-force"})
    run_reactions()
    scan = office.get(f"/workbench/scans/{Scan.objects.get().pk}/").content.decode()
    assert "1次在提示后的停派时间内又接到订单" in scan
    assert "其中要求在线或到场" in scan
    listed = office.get("/workbench/findings/?month=2026-10&rules=in-force").content.decode()
    assert "停派时间内又接到1单" in listed
    stretch = office.get(f"/workbench/findings/{Finding.objects.get(rule=STRETCH).pk}/").content.decode()
    assert all(words in stretch for words in ("提示休息1次", "仍接到1单", "推送休息提示"))
    poor = office.get(f"/workbench/findings/{Finding.objects.get(rule='wage.hourly').pk}/").content.decode()
    assert all(
        words in poor for words in ("所依据的在线时段和休息（5段）", "2026-10-02 11:00:00", "企业要求在线或到场")
    )
    fewer = {"orders": SimpleUploadedFile("orders.csv", table(POOR))}
    posted = desk.post("/desk/deliveries/new/", {"enterprise": world.firm("云岭快送").pk, "month": "2026-10", **fewer})
    run_reactions()
    assert "原报送附有在线时段、休息提示，这次更正没有" in desk.get(posted.url).content.decode()
