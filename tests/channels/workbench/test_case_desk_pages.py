"""Can the desk register, spread the work, and set who is competent, from the screen?"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.cases.actions import desk as acts
from huxin.cases.models import Case, Party
from huxin.cases.people import by_receipt, own_party
from huxin.cases.reactions import note_overdue
from huxin.cases.records import Jurisdiction
from huxin.channels.workbench.cases.page import clocks_of
from huxin.law.calendar import calendar_for
from huxin.orgs.personal import digest
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_arbitration import award, heard
from tests.cases.test_complaint import ordered
from tests.cases.test_complaint_branches import unheeded

Browse = Callable[[str], Client]
TOLD = {
    "source": "visit", "procedure": "complaint/1", "topic": "wage", "title": "拖欠两个月单费", "area": "532622",
    "story": "八月、九月没有发钱。", "claimed": "3200", "people": "1", "name": "王大山", "phone": "13900001111",
    "firm": "迅达",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def test_a_visitor_is_registered_after_the_office_was_shown(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client, firm = browse("韦受理"), desk.world.firm("迅达配送")
    found = client.post("/workbench/cases/new/", TOLD | {"find": "1"}).content.decode()
    assert "砚山迅达配送服务有限公司（" in found
    assert "拖欠两个月单费" in found
    given = TOLD | {"enterprise": str(firm.pk)}
    checked = client.post("/workbench/cases/new/", given).content.decode()
    assert "将由<strong>砚山县劳动保障监察大队</strong>承办" in checked
    assert Case.objects.count() == 0
    receipt = client.post("/workbench/cases/new/", given | {"confirmed": "1"}).content.decode()
    case = Case.objects.get()
    assert (case.enterprise, case.claims.get().claimed_fen, case.source) == (firm, 320000, "visit")
    assert case.parties.get(role="claimant").worker == desk.world.rider  # recognised by name and phone
    secret = receipt.split("查询码</dt><dd><strong>")[1].split("</strong>")[0]
    assert by_receipt(case.number, secret, at=desk.later())[0] == case
    assert "当面交给反映人" in receipt
    called = client.post("/workbench/cases/new/", given | {"source": "phone", "confirmed": "1"}).content.decode()
    assert "在电话里读给反映人" in called  # who calls is not there


def test_who_comes_for_another_is_registered_as_such(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("韦受理")
    given = TOLD | {"name": "卢师", "phone": "13900007777", "acts_as": "lawyer"}
    assert "请填写委托人姓名" in client.post("/workbench/cases/new/", given).content.decode()
    given |= {"acts_for": "王大山", "principal_phone": "1390000"}
    wrong = client.post("/workbench/cases/new/", given).content.decode()
    assert "手机号应为11位数字" in wrong
    assert "卢师" in wrong
    given |= {"principal_phone": "13900001111", "confirmed": "1"}
    receipt = client.post("/workbench/cases/new/", given).content.decode()
    assert "回执交给来办的人" in receipt
    case = Case.objects.get()
    principal, agent = case.parties.get(role="claimant"), case.parties.get(role="agent")
    assert (agent.acts_for, agent.acts_as, principal.worker) == (principal, "lawyer", desk.world.rider)
    secret = receipt.split("查询码</dt><dd><strong>")[1].split("</strong>")[0]
    found, by = by_receipt(case.number, secret, at=desk.later())
    assert own_party(found, by) == agent


def test_what_the_same_person_told_before_is_shown_before_it_is_registered(desk: Desk, browse: Browse) -> None:  # noqa: F811
    before = desk.open().case
    given = TOLD | {"phone": "139 0000 1111", "name": "王大山"}
    page = browse("韦受理").post("/workbench/cases/new/", given).content.decode()
    assert "这个人以前反映过" in page
    assert before.number in page
    assert Case.objects.count() == 1
    other = browse("韦受理").post("/workbench/cases/new/", given | {"phone": "13900009999"}).content.decode()
    assert "确认登记" in other
    assert "这个人以前反映过" not in other


def test_who_does_not_say_who_he_is_says_so(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client, given = browse("韦受理"), TOLD | {"name": "", "phone": ""}
    assert "匿名反映" in client.post("/workbench/cases/new/", given).content.decode()
    client.post("/workbench/cases/new/", given | {"anonymous": "on", "confirmed": "1"})
    assert Case.objects.get().anonymous
    assert Party.objects.get(role="claimant").name_digest == ""
    assert client.post("/workbench/cases/new/", TOLD | {"phone": "123", "confirmed": "1"}).status_code == 200
    assert Case.objects.count() == 1


def test_an_inspection_of_the_offices_own_has_no_reporter_and_no_receipt(desk: Desk, browse: Browse) -> None:  # noqa: F811
    given = TOLD | {"procedure": "inspection/1", "source": "own", "name": "", "phone": "", "claimed": ""}
    answer = browse("陈办案").post("/workbench/cases/new/", given | {"confirmed": "1"}).content.decode()
    case = Case.objects.get()
    assert not case.parties.filter(role="claimant").exists()
    assert "查询码" not in answer
    assert "没有反映人，不出具回执" in answer


def test_too_long_a_story_is_said_and_kept(desk: Desk, browse: Browse) -> None:  # noqa: F811
    answer = browse("韦受理").post("/workbench/cases/new/", TOLD | {"story": "长" * 100_000}).content.decode()
    assert "最多5000字，现在有100000字" in answer
    assert "长" * 100_000 in answer
    assert 'maxlength="5000"' not in answer


def test_the_load_of_each_opens_its_rows_and_a_leaver_hands_over(desk: Desk, browse: Browse) -> None:  # noqa: F811
    cases = [desk.open().case for _ in range(3)]
    head = desk.world.actor("覃队长")
    for case in cases[:2]:
        acts.assign(case, officer=desk.world.user("陈办案"), by=head, at=desk.later())
    client = browse("覃队长")
    shown = client.get("/workbench/cases/load/").content.decode()
    assert "陈办案" in shown
    leaver = desk.world.user("陈办案")
    rows = client.get("/workbench/cases/", {"tab": "office", "officer": leaver.pk}).content.decode()
    assert [case.number in rows for case in cases] == [True, True, False]
    client.post(f"/workbench/cases/officers/{leaver.pk}/hand-over/", {"to": desk.world.user("岑协办").pk})
    assert Case.objects.filter(officer__username="岑协办").count() == 2
    assert browse("杨外县").get("/workbench/cases/load/").status_code == 403


def test_what_is_asked_of_us_is_shown_to_who_may_answer(desk: Desk, browse: Browse) -> None:  # noqa: F811
    for name, may in (("陈办案", True), ("白法制", False), ("尚审查", False)):
        client = browse(name)
        shown = client.get("/workbench/cases/").content.decode()
        assert ('href="/workbench/assistance/"' in shown) == may
        assert client.get("/workbench/assistance/").status_code == (200 if may else 403)


def test_the_table_of_jurisdiction_is_kept_on_its_page(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("韩管理")
    given = {"area": "532622", "procedure": "complaint", "topic": "injury", "valid_from": "2026-11-23",
             "organisation": desk.world.org("砚山县人社局").pk}  # fmt: skip
    assert client.post("/workbench/jurisdiction/", given).status_code == 302
    assert "同一地区" in client.post("/workbench/jurisdiction/", given).content.decode()
    assert Jurisdiction.objects.get(topic="injury").valid_from == date(2026, 11, 23)
    assert "受伤与职业伤害" in client.get("/workbench/jurisdiction/").content.decode()
    assert desk.open(topic="injury").case.organisation.short_name == "砚山县人社局"
    assert digest("phone", "13900001111") == Party.objects.filter(role="claimant").latest("pk").phone_digest


def test_the_page_says_which_papers_are_not_done_yet(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open("arbitration/1").case
    accept = {"signed": "on", "parties": "on", "claims": "on", "competent": "on", "opinion": "建议受理"}
    desk.approve(desk.do(case, "accept", "刘仲裁", **accept))
    client, page = browse("刘仲裁"), f"/workbench/cases/{case.number}/"
    assert "受理通知书</a>待送审" in client.get(page).content.decode()
    paper = desk.paper(case, "arbitration_accepted")
    desk.sign(paper)
    assert "受理通知书</a>待编号" in client.get(page).content.decode()
    desk.issue(paper)
    assert "受理通知书</a>待送达" in client.get(page).content.decode()
    desk.serve(case, paper, "claimant", who="刘仲裁")
    assert "受理通知书</a>待" not in client.get(page).content.decode()


def test_a_missing_signature_is_said_to_hold_only_what_it_holds(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open("mediation/1").case
    client, page = browse("孙调解"), f"/workbench/cases/{case.number}/"
    assert "《调解申请书》还缺当事人签字，签字后才能办理“受理调解”" in client.get(page).content.decode()
    desk.do(case, "send_claim", "孙调解", consented="on", due_on="2026-12-01")
    assert "《调解申请书》还缺当事人签字。" in client.get(page).content.decode()


def test_what_was_typed_into_the_wrong_kind_of_award_stands_in_the_right_one(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = heard(desk), browse("刘仲裁")
    page = f"/workbench/cases/{case.number}/do/"
    refused = client.post(f"{page}award/", award(case, "12345.67") | {"reasons": "有派单记录为证"}).content.decode()
    assert "请改用“一裁终局裁决”办理，已填的内容会带过去" in refused
    assert "有派单记录为证" in refused
    assert "有派单记录为证" in client.get(f"{page}award_final/").content.decode()


def test_the_page_of_a_case_asks_nothing_twice_and_writes_only_what_is_read(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = ordered(desk), browse("陈办案")
    acts.assign(case, officer=desk.world.user("陈办案"), second=None, by=desk.world.actor("覃队长"), at=desk.later())
    client.get(f"/workbench/cases/{case.number}/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/workbench/cases/{case.number}/").status_code == 200
    asked = Counter(re.sub(r"\d+", "0", query["sql"]) for query in queries)
    assert {sql: times for sql, times in asked.items() if times > 1} == {}
    assert all(sql.startswith("SELECT") for sql in asked), "a letter that was read long ago is not marked again"
    assert len(queries) <= 35


def test_nobody_is_late_with_what_he_may_do(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = unheeded(desk)
    later = desk.later(90)
    note_overdue(today_at=later)
    shown = {row.clock: (row.right, words.words) for row, words in clocks_of(case, later, calendar_for(case.area_id))}
    assert shown["review_request"] == (True, "已届满")
    assert (shown["suit"][0], shown["suit"][1][:2]) == (True, "还剩")
    assert (shown["fine"][0], shown["fine"][1][:2]) == (False, "超期")
    page = browse("陈办案").get(f"/workbench/cases/{case.number}/").content.decode()
    assert "2027年2月2日首次超期" not in page
