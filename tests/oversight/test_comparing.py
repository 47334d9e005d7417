"""Do the pages tell where orders do not fit what was told elsewhere, and what is earned, giving nobody away?"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.actions.opening import Matter, open_case
from huxin.cases.facts import ClaimFact
from huxin.cases.people import Person
from huxin.cases.procedure import PROCEDURES
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.orgs.access import NOBODY
from huxin.oversight import comparing, wage_tables
from huxin.oversight.actions.delivering import set_reporter
from huxin.oversight.actions.reporting import enter_figures
from huxin.oversight.actions.reporting_table import enter_table
from huxin.oversight.models import Finding, MonthTotal, Reporter, Scan
from huxin.oversight.queries import done_scan
from huxin.oversight.reported import ReportedFigure
from huxin.registry.models import Enterprise
from tests.oversight.made import OCTOBER, PEOPLE, month_of_orders
from tests.oversight.once import delivered, found_platform, once
from tests.oversight.once import scanned as scan
from tests.world import AT, World

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(scope="module")
def _two_months(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """September for 迅达配送 as class B; October for 捷安配送, most of them as class C."""
    with once(django_db_blocker, tmp_path_factory.mktemp("months")) as world:
        office = world.actor("戴州受理")
        found_platform()
        set_reporter(world.firm("云岭快送"), since=SEPTEMBER, due_day=10, on_rejects="take", by=office, at=AT)
        delivered(month_of_orders(-20), month=SEPTEMBER)
        october = month_of_orders(5, partner="捷安配送")
        for one in october:
            one["relation"] = "C" if one["worker"] not in ("R0", "R1") else "B"
            one["pay_fen"] = 1_000 if one["worker"] == "R0" else one["pay_fen"]
        delivered(october)
        for month in (SEPTEMBER, OCTOBER):
            scan(month)
        yield


@pytest.fixture
def scanned(_two_months: None, db: None) -> Reporter:
    """The platform, after both months were scanned."""
    return Reporter.objects.get()


def test_figures_from_elsewhere_are_compared_with_the_orders(world: World, scanned: Reporter) -> None:
    office = world.actor("戴州受理")
    told = {(one.kind, one.seen, one.state[1]) for one in comparing.compared(office, OCTOBER)}
    assert told == {("insured", 28, "未录入"), ("headcount", 14, "未录入"), ("household", 12, "未录入")}
    given = {"values": {"insured": 20, "headcount": 14}, "source": "经办系统10月统计", "by": office, "at": AT}
    assert enter_figures(scanned, month=OCTOBER, **given) == 2
    assert enter_figures(scanned, month=OCTOBER, **given) == 0, "the same again is no change"
    rows = {one.kind: one for one in comparing.compared(office, OCTOBER)}
    assert (rows["insured"].state[1], rows["insured"].missing, rows["insured"].share) == ("相差较大", 8, 2857)
    assert rows["headcount"].state[1] == "相符"
    enter_figures(scanned, month=OCTOBER, **given | {"values": {"insured": 28, "headcount": None, "household": 12}})
    assert {one.state[1] for one in comparing.compared(office, OCTOBER)} == {"相符"}
    events = Event.objects.filter(verb="delivery.figure_entered").order_by("pk")
    assert [(one.data["before"], one.data["value"]) for one in events] == [(None, 20), (None, 14), (20, 28), (None, 12)]
    assert sentence(events[1]) == "录入2026-10申报的劳动者人数：14"


def test_the_figures_of_a_platform_are_held_against_all_its_orders(world: World, scanned: Reporter) -> None:
    assert not comparing.compared(world.actor("韦受理"), OCTOBER), "a county of which the platform is none"
    MonthTotal.objects.filter(worker_key="R3").update(area=world.area("532601"), org_path=world.area("532601").path)
    Enterprise.objects.filter(pk=scanned.enterprise_id).update(org_path=world.area("532622").path)
    told = {one.kind: one.seen for one in comparing.compared(world.actor("韦受理"), OCTOBER)}
    assert told == {"insured": 28, "headcount": 14, "household": 12}, "also those worked in another county"


def test_figures_need_a_source_a_past_month_and_the_office(world: World, scanned: Reporter) -> None:
    office = world.actor("戴州受理")
    given: dict[str, Any] = {"values": {"insured": 1}, "source": "统计", "by": office, "at": AT, "month": OCTOBER}
    for wrong in ({"source": " "}, {"source": "13800001234"}, {"month": date(2026, 11, 1)}):
        with pytest.raises(NotPossible):
            enter_figures(scanned, **given | wrong)
    with pytest.raises(PermissionDenied):
        enter_figures(scanned, **given | {"by": world.actor("邱经办")})
    assert ReportedFigure.objects.count() == 0


def _saved(book: openpyxl.Workbook) -> BytesIO:
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "核对数据.xlsx"
    return file


def test_a_table_of_figures_comes_in_whole_or_not_at_all(world: World, scanned: Reporter) -> None:
    office = world.actor("戴州受理")
    line = {
        "平台": "云岭快送",
        "月份": "2026年10月",
        "职业伤害保障参保订单数": "1,020",
        "申报的劳动者人数": "",
        "来源": "经办系统",
    }
    firm = world.firm("云岭快送")
    assert enter_table([(2, line), (3, line | {"平台": firm.name, "月份": date(2026, 9, 1)})], by=office, at=AT) == 2
    told = {row.month.month: row.value for row in ReportedFigure.objects.all()}
    assert told == {10: 1_020, 9: 1_020}
    other = line | {"职业伤害保障参保订单数": 7, "月份": 202610}
    for wrong, says in (
        ({"平台": "别家"}, "第3行：“别家”不是您管理的报送平台"),
        ({"月份": "十月"}, "读不懂"),
        ({"月份": "2026-11"}, "还没有结束"),
        ({"职业伤害保障参保订单数": "约7"}, "不是“约7”"),
        ({"职业伤害保障参保订单数": None}, "没有填数字"),
        ({"来源": ""}, "来源"),
    ):
        with pytest.raises(NotPossible, match=says):
            enter_table([(2, other), (3, line | wrong)], by=office, at=AT)
    with pytest.raises(NotPossible, match="缺少列：来源"):
        enter_table([(2, {"平台": "云岭快送", "月份": "2026-10"})], by=office, at=AT)
    assert {row.value for row in ReportedFigure.objects.all()} == {1_020}, "nothing of a wrong table was entered"


def test_many_who_become_household_businesses_or_change_the_firm_are_seen(world: World, scanned: Reporter) -> None:
    found = comparing.shifted(done_scan(OCTOBER))
    told = {(one.kind, one.workers, one.moved) for one in found}
    assert told == {("relation", PEOPLE, 12), ("partner", PEOPLE, PEOPLE)}
    assert comparing.shifted(done_scan(SEPTEMBER)) == []


def test_pay_is_told_by_groups_of_ten_and_more_alone(world: World, scanned: Reporter) -> None:
    scan = Scan.objects.get(month=OCTOBER)
    [whole, area] = wage_tables.lines(scan, "area")
    assert (whole.name, whole.persons, area.name) == ("合计", 15, "砚山县")
    assert whole.hourly_fen[2] == 4_000
    assert whole.hourly_fen[0] is None, "too few below the tenth percentile"
    assert [one.name for one in wage_tables.lines(scan, "industry")] == ["合计", "即时配送"]
    assert wage_tables.industries(scan) == [("delivery", "即时配送")]


def test_complaints_stand_beside_pay(world: World, scanned: Reporter) -> None:
    matter = Matter(topic="wage", title="少发配送费", area=world.area("532622"), story="十月的单费少发。",
                    enterprise=world.firm("迅达配送"), claims=(ClaimFact(kind="wage", claimed_fen=100),))  # fmt: skip
    rider = Person(name="王大山", phone="13900001111", worker=world.rider)
    for at in (AT - timedelta(days=34), AT, AT - timedelta(days=200)):
        open_case(PROCEDURES["complaint/1"], matter, reporters=(rider,), by=NOBODY, at=at)
    rows = {str(one.firm): one for one in comparing.complaints_against_pay(world.actor("戴州受理"), OCTOBER)}
    assert {name: (one.complaints, one.low) for name, one in rows.items()} == {"迅达配送": (1, 0), "捷安配送": (0, 1)}
    assert "没有该企业的订单" in rows["迅达配送"].words
    assert "没有人投诉" in rows["捷安配送"].words
    assert comparing.complaints_against_pay(world.actor("杨外县"), OCTOBER) == []


def test_the_pages_show_it_and_lead_to_what_is_behind(
    world: World, scanned: Reporter, browse: Callable[[str], Client]
) -> None:
    office = browse("戴州受理")
    page = office.get("/workbench/cross-checks/?month=2026-10").content.decode()
    assert page.count("未录入") == 3
    assert "录入核对数据" in page
    stranger = browse("杨外县").get("/workbench/cross-checks/?month=2026-10")  # looks after no platform
    assert (stranger.status_code, "录入核对数据" in stranger.content.decode()) == (200, False)
    page = office.get("/workbench/cross-checks/?month=2026-10&by=moved").content.decode()
    assert "改为C类" in page
    assert "换了企业" in page
    assert "近三月投诉" in office.get("/workbench/cross-checks/?month=2026-10&by=complained").content.decode()
    given = {"reporter": scanned.pk, "month": "2026-10", "insured": "20", "source": "经办系统10月统计"}
    assert office.post("/workbench/cross-checks/figures/", given).url == "/workbench/cross-checks/?month=2026-10"
    assert "相差较大" in office.get("/workbench/cross-checks/?month=2026-10").content.decode()
    sample = office.get("/workbench/cross-checks/figures.xlsx?month=2026-10")
    book = openpyxl.load_workbook(BytesIO(sample.content))
    assert [cell.value for cell in book.active[2]] == ["云岭快送", "2026-10", 20, None, None, "经办系统10月统计"]
    book.active["D2"] = 14
    changed = office.post("/workbench/cross-checks/figures/table/?month=2026-10", {"file": _saved(book)}, follow=True)
    assert "已录入1项" in changed.content.decode()
    assert ReportedFigure.objects.get(kind="headcount").value == 14
    wages = office.get("/workbench/wages/?month=2026-10&by=area").content.decode()
    assert "砚山县" in wages
    assert 'class="chart"' in wages
    table = openpyxl.load_workbook(BytesIO(office.get("/workbench/wages.xlsx?month=2026-10&by=area").content))
    assert "少于10人" in "".join(cell.value for row in table["说明"] for cell in row)
    for view in ("firm", "area", "rule", "month"):
        page = office.get(f"/workbench/oversight/?month=2026-10&by={view}").content.decode()
        assert 'class="chart"' in page, view
    finding = Finding.objects.filter(month=OCTOBER)[0]
    page = office.get(f"/workbench/findings/{finding.pk}/").content.decode()
    assert "所依据的订单" in page
