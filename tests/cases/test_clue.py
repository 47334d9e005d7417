"""Does a clue go its way, with or without a name, without anybody learning who told it?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huxin.cases.actions.desk import assign, hand_over
from huxin.cases.actions.talking import tell
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case
from huxin.cases.people import Person, by_receipt, face
from huxin.cases.progress import told
from huxin.cases.replies import replies_for
from huxin.work.todos import todos
from tests.cases.conftest import Desk
from tests.cases.test_inspection import KEPT, TEAM

ANONYMOUS: dict[str, Any] = {"reporters": (Person(),), "anonymous": True, "claims": (), "title": "站点强迫注册个体户"}
DOCKET = {"in_time": "on", "matter_of_law": "超时工作", "opinion": "建议立案"}


def clue(desk: Desk, **more: Any) -> Case:
    """A clue of somebody who does not say who he is."""
    return desk.open("clue/1", **(ANONYMOUS | more)).case


def docketed(desk: Desk, **more: Any) -> Case:
    """A clue that is investigated."""
    case = clue(desk, **more)
    desk.approve(desk.do(case, "accept", **DOCKET))
    case.refresh_from_db()
    return case


NAMED: dict[str, Any] = {"reporters": (Person(name="王大山", phone="13900001111"),), "anonymous": False}


def test_a_clue_claims_nothing_and_is_followed_by_its_receipt(desk: Desk) -> None:
    opened = desk.open("clue/1", **ANONYMOUS)
    assert not opened.case.claims.exists()
    assert opened.case.organisation.short_name == "砚山监察大队"
    assert by_receipt(opened.case.number, opened.receipts[0], at=desk.later())[0] == opened.case


def test_the_firm_is_called_as_it_was_told_also_where_the_teller_has_no_name(desk: Desk) -> None:
    case = clue(desk, enterprise=None, enterprise_name="江那闪送驿站")
    faces = {party.role: face(party).name for party in case.parties.all()}
    assert faces["respondent"] == "江那闪送驿站"
    assert set(faces.values()) - {"江那闪送驿站"} == {"匿名"}


def test_it_is_docketed_investigated_and_closed(desk: Desk) -> None:
    case = docketed(desk)
    assert case.step == "investigating"
    assert case.deadlines.get(clock="investigation").days == 60
    desk.approve(desk.do(case, "close", result="已责令改正"))
    case.refresh_from_db()
    assert case.step == "closed"


def test_no_paper_of_a_clue_names_the_reporter_but_the_reply_to_himself(desk: Desk) -> None:
    case = docketed(desk, **NAMED)
    desk.do(case, "talk", held_on="2026-11-30", place="监察大队", subject="用工情况")
    desk.approve(desk.do(case, "close", result="已改正"))
    desk.do(case, "reward", ground="奖励办法第三条", amount="500", paid_by="由专人联系")
    desk.approve(case.moves.get(action="reward"))
    desk.do(case, "reply", result="经查属实，已责令改正。")
    for kind in ("docket_approval", "talk_notice", "closing_approval", "reward_approval"):
        assert "王大山" not in desk.words(desk.paper(case, kind)), CASE_PAPERS[kind].kind.title
    assert "王大山" in desk.words(desk.paper(case, "clue_reply"))


def test_a_reply_needs_a_name(desk: Desk) -> None:
    case = docketed(desk)
    form = desk.form(case, "reply", result="已查")
    assert "举报人没有留下姓名" in form.errors.as_text()


@pytest.mark.parametrize(
    ("action", "given", "end"),
    [
        ("dismiss", {"ground": "not_found", "found": "现场核查未发现"}, "unfounded"),
        ("pass_on", {"to": "砚山县市场监督管理局", "found": "无照经营"}, "passed_on"),
        ("to_inspection", {"remark": "列入检查"}, "redirected"),
    ],
)
def test_it_ends_otherwise(desk: Desk, action: str, given: dict[str, str], end: str) -> None:
    case = clue(desk)
    desk.do(case, "verify", how="实地查看", found="站点有排班表")
    move = desk.do(case, action, **given)
    if move.state == "proposed":
        desk.approve(move)
    case.refresh_from_db()
    assert (case.step, case.closed_at is not None) == (end, True)
    read = {"dismiss": [("不予立案的原因", "查无违法事实")], "pass_on": [("移送单位", "砚山县市场监督管理局")]}
    said = told(case.parties.get(role="claimant"), at=desk.at)
    assert [lines for _, _, lines in said] == ([read[action]] if action in read else [])  # no word of the inquiry
    if action == "dismiss":
        assert "理由：查无违法事实。" in next(words for reply, words in replies_for(case) if reply.step == end)


def test_it_becomes_an_inspection_without_the_reporter(desk: Desk) -> None:
    case = clue(desk, **NAMED)
    desk.do(case, "to_inspection")
    desk.repeat(case)
    inspection = desk.born_of(case, "inspection/1")
    assert (inspection.story, inspection.parties.filter(role="claimant").count()) == ("", 0)
    assert inspection.enterprise == case.enterprise


def test_it_joins_an_inspection_that_is_open(desk: Desk) -> None:
    inspection = desk.open("inspection/1", by=desk.world.actor("陈办案"), reporters=(), claims=()).case
    case = clue(desk)
    desk.do(case, "to_inspection", into=inspection.number)
    desk.repeat(case)
    assert desk.born_of(case, "inspection/1") == inspection


def to_tell(desk: Desk, name: str) -> list[str]:
    """The clues among one's to-dos whose reporters wait for a result."""
    found = todos(desk.world.actor(name, desk.at), desk.at)
    return [one.url for one in found if one.state == "检查已结束，待答复举报人"]


@pytest.mark.parametrize("named", [True, False])
def test_who_has_a_clue_tells_the_reporter_when_the_inspection_has_ended(
    desk: Desk, browse: Callable[[str], Client], named: bool
) -> None:
    case = clue(desk, **(NAMED if named else {}))
    assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    desk.do(case, "to_inspection")
    inspection = desk.born_of(case, "inspection/1")
    assign(inspection, officer=desk.world.user("岑协办"), by=desk.world.actor("覃队长"), at=desk.later())
    page = f"/workbench/cases/{case.number}/"
    desk.do(inspection, "start", **TEAM)
    desk.do(inspection, "survey", **KEPT)
    assert to_tell(desk, "陈办案") == []
    desk.do(inspection, "no_problem", result="均符合规定")
    desk.repeat(inspection)
    assert (to_tell(desk, "陈办案"), to_tell(desk, "岑协办")) == ([page], [])
    assert "举报人还不知道结果" in browse("陈办案").get(page).content.decode()
    by = desk.world.actor("陈办案", desk.at)
    tell(case, party=case.parties.get(role="respondent"), text="检查结束", by=by, at=desk.later())
    desk.run()
    assert to_tell(desk, "陈办案") == [page], "it was the firm that was written to"
    if named:
        desk.do(case, "reply", result="经检查，未发现违法行为。")
    else:
        tell(case, text="经检查，未发现违法行为。", by=by, at=desk.later())
        desk.run()
    desk.repeat(inspection)
    assert to_tell(desk, "陈办案") == []
    assert "举报人还不知道结果" not in browse("陈办案").get(page).content.decode()


def test_of_a_clue_that_nobody_has_who_ends_the_inspection_tells_the_reporter(desk: Desk) -> None:
    case, other = clue(desk), desk.open("inspection/1", by=desk.world.actor("陈办案"), reporters=(), claims=()).case
    desk.do(case, "to_inspection", into=other.number)
    desk.do(other, "cancel", who="岑协办", reason="单位已注销")
    assert (len(to_tell(desk, "岑协办")), to_tell(desk, "陈办案")) == (1, [])
    hand_over(desk.world.user("岑协办"), to=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    assert (len(to_tell(desk, "陈办案")), to_tell(desk, "岑协办")) == (1, [])


def test_a_reporter_with_a_name_goes_on_as_a_complainant_by_the_same_receipt(desk: Desk) -> None:
    opened = desk.open("clue/1", **(ANONYMOUS | NAMED))
    desk.do(opened.case, "to_complaint", consented="on")
    desk.repeat(opened.case)
    complaint = desk.born_of(opened.case, "complaint/1")
    assert by_receipt(complaint.number, opened.receipts[0], at=desk.later())[0] == complaint
    assert complaint.claims.count() == 1


def test_a_reporter_joins_a_complaint_that_is_open(desk: Desk) -> None:
    complaint = desk.open().case
    case = clue(desk, **NAMED)
    desk.do(case, "to_complaint", consented="on", into=complaint.number)
    desk.repeat(case)
    assert complaint.parties.filter(role="claimant").count() == 2


def test_a_nameless_clue_is_no_complaint(desk: Desk) -> None:
    assert "没有留下姓名" in desk.form(clue(desk), "to_complaint", consented="on").errors.as_text()


def test_what_is_found_is_put_right_in_a_case_of_its_own(desk: Desk) -> None:
    case = docketed(desk, **NAMED)
    desk.do(case, "rectify", items="公示劳动规则\n补签书面协议")
    desk.repeat(case)
    child = desk.born_of(case, "rectification/1")
    assert [m.text for m in child.measures.order_by("pk")] == ["公示劳动规则", "补签书面协议"]
    assert not child.parties.filter(role="claimant").exists()


def test_doing_something_in_a_closed_case_leaves_its_end_as_it_was(desk: Desk) -> None:
    case = docketed(desk, **NAMED)
    desk.approve(desk.do(case, "close", result="已改正"))
    case.refresh_from_db()
    end = (case.closed_at, case.outcome)
    desk.do(case, "reply", at=desk.later(5), result="经查属实。")
    assert (case.closed_at, case.outcome) == end == (end[0], "close")


def test_what_goes_to_reporters_is_not_drafted_where_there_are_none(desk: Desk) -> None:
    case = docketed(desk, reporters=())
    desk.approve(desk.do(case, "close", result="已改正"))
    assert not case.letters.filter(kind="result_notice").exists()
