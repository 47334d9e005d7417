"""Do figures open the findings behind them, and can the office and the firm do all of it by the pages alone?"""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.cases.models import Case
from huxin.channels.parts.excel import read_table
from huxin.law.models import Parameter
from huxin.notices.models import Notice
from huxin.oversight.models import Finding, Scan
from huxin.oversight.restated import said
from tests.oversight.made import OCTOBER, order
from tests.oversight.once import delivered, found_platform, once
from tests.oversight.once import scanned as scan
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
Browse = Callable[[str], Client]
LOW = "wage.hourly"
ROWS = [order(n, 12 + n, 10) for n in range(5)]
ROWS += [order(20 + n, 12 + n, 10, worker="R2", pay_fen=500) for n in range(5)]
ROWS += [order(40 + n, 12 + n, 10, worker="R4", pay_fen=600) for n in range(5)]


@pytest.fixture(scope="module")
def _october(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The orders are delivered and the month is scanned."""
    with once(django_db_blocker, tmp_path_factory.mktemp("october")):
        found_platform()
        delivered(ROWS)
        scan(OCTOBER)
        yield


@pytest.fixture
def scanned(_october: None, browse: Browse) -> Client:
    """The office's browser, after the scan."""
    return browse("戴州受理")


@pytest.fixture
def firm(world: World) -> Client:
    """The partner firm's browser."""
    client = Client()
    client.force_login(world.user("李经办"))
    return client


def test_every_figure_opens_the_findings_behind_it(world: World, scanned: Client) -> None:
    page = scanned.get("/workbench/oversight/").content.decode()
    assert "砚山迅达配送服务有限公司" in page
    link = f"/workbench/findings/?month=2026-10&amp;rules=in-force&amp;firm={world.firm('迅达配送').pk}"
    assert link in page
    found = scanned.get(link.replace("&amp;", "&")).content.decode()
    assert all(key in found for key in (">R2<", ">R4<", "报酬低于小时最低工资"))
    assert "<svg" in scanned.get("/workbench/oversight/?by=area").content.decode()
    assert f"rule={LOW}" in scanned.get("/workbench/oversight/?by=rule").content.decode()
    assert (
        "已有的结果"
        in scanned.post(
            "/workbench/oversight/scan/", {"month": "2026-10", "rules": "in-force"}, follow=True
        ).content.decode()
    )


def test_a_correction_after_the_scan_asks_for_another_one(scanned: Client) -> None:
    assert "还没有算进去" not in scanned.get("/workbench/oversight/").content.decode()
    newer = delivered(ROWS[1:])
    page = scanned.get("/workbench/oversight/").content.decode()
    assert f"云岭快送的报送{newer.receipt}，下面的结果还没有算进去。请重新运行检查。" in page


def test_the_firm_reads_what_the_office_decided_on_its_answer(scanned: Client, firm: Client) -> None:
    finding = Finding.objects.get(rule=LOW, worker_key="R2")
    address, act = f"/desk/findings/{finding.pk}/", {"pk": finding.pk, "back": "one"}
    scanned.post("/workbench/findings/act/", act | {"what": "ask", "days": "5"})
    firm.post(address, {"kind": "explanation", "text": "新系统上线，计算有误，已补发。"})
    assert "等主管部门处理" in firm.get(address).content.decode()
    scanned.post("/workbench/findings/act/", act | {"what": "dismiss", "reason": "内部理由：已核对银行流水"})
    page = firm.get(address).content.decode()
    assert "主管部门已决定不予处理" in page
    assert "内部理由" not in page  # what the office writes for itself


def test_after_a_correction_a_finding_shows_the_orders_it_speaks_of_and_asks_for_another_scan(
    scanned: Client, firm: Client, run_reactions: Callable[[], int]
) -> None:
    finding = Finding.objects.get(rule=LOW, worker_key="R2")
    address, act = f"/workbench/findings/{finding.pk}/", {"pk": finding.pk, "back": "one", "days": "5"}
    scanned.post("/workbench/findings/act/", act | {"what": "ask"})
    newer = delivered([row for row in ROWS if row["worker"] != "R2"])
    page = scanned.get(address).content.decode()
    assert f"云岭快送在检查以后更正了2026年10月的报送（{newer.receipt}）" in page
    assert "重新运行2026年10月的检查" in page
    assert "2026-10-13 10:00:00" in page  # its orders, of the delivery that was corrected
    assert "转为线索" not in page
    refused = scanned.post("/workbench/findings/act/", act | {"what": "clue"}, follow=True).content.decode()
    assert "请先重新运行这个月的检查" in refused
    assert "都还是更正前的" in firm.get(f"/desk/findings/{finding.pk}/").content.decode()
    scanned.post("/workbench/oversight/scan/", {"month": "2026-10", "rules": "in-force"})
    run_reactions()
    gone = scanned.get(address).content.decode()
    assert "保留备查，下面是当时的结果和订单" in gone
    assert "最近一次检查里已经没有这一项，不再逐步计算" in gone
    assert "2026-10-13 10:00:00" in gone
    assert "重新运行2026年10月的检查" not in gone


def test_a_change_of_law_after_the_scan_is_said(scanned: Client) -> None:
    pages = f"/workbench/scans/{Scan.objects.get().pk}/", "/workbench/oversight/", "/workbench/oversight/?by=area"
    assert not any("法规参数有变更" in scanned.get(page).content.decode() for page in pages)
    Parameter.objects.filter(code="minimum_wage.hourly.class_3").update(value=2_000)
    assert all("法规参数有变更" in scanned.get(page).content.decode() for page in pages)


def test_after_a_change_of_law_a_finding_tells_what_it_said_and_what_was_answered_and_decided_then(
    scanned: Client, firm: Client, run_reactions: Callable[[], int]
) -> None:
    asked, clue = (Finding.objects.get(rule=LOW, worker_key=key) for key in ("R2", "R4"))
    act = {"back": "one", "days": "5"}
    scanned.post("/workbench/findings/act/", act | {"pk": asked.pk, "what": "ask"})
    firm.post(f"/desk/findings/{asked.pk}/", {"kind": "explanation", "text": "已按标准付足。"})
    scanned.post("/workbench/findings/act/", act | {"pk": clue.pk, "what": "clue"})
    before = {one.pk: said(one) for one in (asked, clue)}
    Parameter.objects.filter(code="minimum_wage.hourly.class_3").update(value=3_700)
    scanned.post("/workbench/oversight/scan/", {"month": "2026-10", "rules": "in-force"})
    run_reactions()
    firm.post(f"/desk/findings/{asked.pk}/", {"kind": "explanation", "text": "按新标准再核。"})
    for one in (asked, clue):
        one.refresh_from_db()
        page = scanned.get(f"/workbench/findings/{one.pk}/").content.decode()
        line = f"重新检查结果由“{before[one.pk]}”改为“{said(one)}”。与上次检查相比：法规参数有变更"
        assert line in page
        assert f"标准与算法版本{one.changed_by.rules_version}" in page
    assert f"当时的结果：{before[clue.pk]}" in page
    mine = firm.get(f"/desk/findings/{asked.pk}/").content.decode()
    assert mine.count("答复时的结果：") == 1
    assert f"答复时的结果：{before[asked.pk]}" in mine
    assert "结果的变更" in mine
    assert scanned.get(f"/workbench/scans/{asked.changed_by_id}/").content.decode().count("结果改变") == 1


def test_the_findings_leave_as_numbers_with_their_unit(scanned: Client) -> None:
    file = scanned.get(f"/workbench/findings/?month=2026-10&rules=in-force&rule={LOW}&excel=yes")
    table = read_table(BytesIO(file.content))
    [row] = [row for _, row in table.rows if row["劳动者代号"] == "R2"]
    assert (row["实际"], row["标准值"], row["单位"], row["不足（元）"]) == (25, 90, "元", 65)


def test_a_finding_shows_its_steps_articles_and_orders(scanned: Client) -> None:
    finding = Finding.objects.get(rule=LOW, worker_key="R2")
    page = scanned.get(f"/workbench/findings/{finding.pk}/").content.decode()
    assert all(words in page for words in ("怎样得出", "最低工资", "N20", "2026-10-13 10:00:00", "转为线索"))


def test_one_click_makes_a_clue_that_leads_back(browse: Browse, scanned: Client) -> None:
    finding, inspector = Finding.objects.get(rule=LOW, worker_key="R2"), browse("韦受理")
    address = f"/workbench/findings/{finding.pk}/"
    made = inspector.post("/workbench/findings/act/", {"pk": finding.pk, "what": "clue", "back": "one"})
    case = Case.objects.get(procedure="clue/1")
    assert (case.happened_from, case.happened_until) == (date(2026, 10, 1), date(2026, 10, 31))  # a rule of the month
    assert made.url == address
    assert case.number in inspector.get(address).content.decode()
    page = inspector.get(f"/workbench/cases/{case.number}/").content.decode()
    assert address in page
    assert "订单数据检查结果" in page
    again = inspector.post("/workbench/findings/act/", {"pk": finding.pk, "what": "clue"}, follow=True)
    assert "已经处理过" in again.content.decode()


def test_ticked_findings_are_handled_together_and_come_back_to_the_list(browse: Browse, scanned: Client) -> None:
    pks = list(Finding.objects.filter(rule=LOW).values_list("pk", flat=True))
    given = {"pk": pks, "what": "ask", "days": "5", "back": "month=2026-10&rules=in-force"}
    answer = browse("陈办案").post("/workbench/findings/act/", given)
    assert answer.url == "/workbench/findings/?month=2026-10&rules=in-force"
    assert Finding.objects.filter(rule=LOW, state="asked").count() == 2
    none = scanned.post("/workbench/findings/act/", {"what": "dismiss", "back": ""}, follow=True)
    assert "至少选择一项" in none.content.decode()


def test_the_firm_answers_what_it_was_asked_and_the_office_reads_it(
    browse: Browse, scanned: Client, firm: Client, run_reactions: Callable[[], int]
) -> None:
    pks = list(Finding.objects.filter(rule=LOW).values_list("pk", flat=True))
    browse("陈办案").post("/workbench/findings/act/", {"pk": pks, "what": "ask", "days": "5", "back": ""})
    assert "说明：报酬低于小时最低工资（R2）" in firm.get("/desk/").content.decode()
    assert firm.get("/desk/findings/").content.decode().count("待说明") == 2
    page = firm.get(f"/desk/findings/{pks[0]}/").content.decode()
    assert "同月同类的其他1项" in page
    empty = firm.post(f"/desk/findings/{pks[0]}/", {"kind": "correction", "text": ""})
    assert "请填写这一项" in empty.content.decode()
    proof = SimpleUploadedFile("凭证.txt", "已补发".encode())
    given = {"kind": "correction", "text": "已补足差额。", "file": proof, "together": "on"}
    assert firm.post(f"/desk/findings/{pks[0]}/", given).url == "/desk/findings/"
    assert Finding.objects.filter(state="answered").count() == 2
    seen = browse("陈办案").get(f"/workbench/findings/{pks[1]}/").content.decode()
    assert "已补足差额。" in seen
    run_reactions()
    told = Notice.objects.filter(rule__startswith="finding.").values_list("user__name", "rule")
    assert ("李经办", "finding.asked") in told
    assert ("陈办案", "finding.answered") in told
    assert len(told) == len(set(told))
    assert "企业说明" in browse("陈办案").get("/workbench/").content.decode()


def test_others_find_nothing(world: World, browse: Browse, scanned: Client, firm: Client) -> None:
    finding = Finding.objects.get(rule=LOW, worker_key="R2")
    other = browse("杨外县")
    assert other.get(f"/workbench/findings/{finding.pk}/").status_code == 404
    assert ">R2<" not in other.get("/workbench/findings/?month=2026-10").content.decode()
    county = other.get("/workbench/oversight/").content.decode()
    assert "砚山迅达" not in county
    assert "运行检查</button>" not in county
    given = {"pk": finding.pk, "what": "clue"}
    assert "至少选择一项" in other.post("/workbench/findings/act/", given, follow=True).content.decode()
    assert firm.get(f"/desk/findings/{finding.pk}/").status_code == 404
    assert browse("钱工会").get("/workbench/oversight/").status_code == 403
    assert not Case.objects.filter(procedure="clue/1").exists()


def test_an_enterprise_file_tells_what_was_found(world: World, scanned: Client, firm: Client) -> None:
    key = world.firm("迅达配送").pk
    page = scanned.get(f"/workbench/enterprises/{key}/").content.decode()
    assert f"findings/?month={date(2026, 10, 1):%Y-%m}" in page
    assert "订单数据检查" not in firm.get(f"/desk/firm/{key}/").content.decode()
