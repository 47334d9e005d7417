"""Does each officer find what is his to do, and say the papers what a signer and a party need to read?"""

from datetime import date

import pytest

from huxin.base.errors import NotPossible
from huxin.cases import answering
from huxin.cases.actions import desk as acts
from huxin.cases.actions.moving import possible
from huxin.cases.models import Case, Party
from huxin.cases.progress import own_claims
from huxin.cases.wording import matter
from huxin.documents.faces import face
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.orgs.access import actor
from huxin.typesetting.content import text
from huxin.work.todos import todos
from tests.cases.conftest import Desk
from tests.cases.test_answering import FIRM, NEEDED, asked, told
from tests.cases.test_complaint import CONDITIONS, accepted, ordered, outcome

ACCEPTANCE = "劳动保障监察受理通知书"


def titles(desk: Desk, who: str, kind: str) -> list[str]:
    """What of this kind is this person's to do."""
    return [todo.title for todo in todos(desk.world.actor(who, desk.later()), desk.at) if todo.kind == kind]


def assigned(desk: Desk, case: Case) -> None:
    """陈办案 has it, 岑协办 beside him."""
    acts.assign(case, officer=desk.world.user("陈办案"), second=desk.world.user("岑协办"),
                by=desk.world.actor("覃队长"), at=desk.later())  # fmt: skip


def test_a_letter_drafted_by_rule_waits_for_the_officers_of_its_case_alone(desk: Desk) -> None:
    case = accepted(desk)
    assert any(ACCEPTANCE in title for title in titles(desk, "覃队长", "拟稿"))  # nobody has the case: who names one
    assert any(ACCEPTANCE in title for title in titles(desk, "陈办案", "拟稿"))  # and who accepted it
    assert not any(ACCEPTANCE in title for title in titles(desk, "岑协办", "拟稿"))
    assigned(desk, case)
    assert not any(ACCEPTANCE in title for title in titles(desk, "覃队长", "拟稿"))
    assert any(ACCEPTANCE in title for title in titles(desk, "岑协办", "拟稿"))
    assert any(ACCEPTANCE in title for title in titles(desk, "陈办案", "拟稿"))


def test_what_a_party_is_to_sign_waits_for_no_officer(desk: Desk) -> None:
    case = desk.open("mediation/1").case
    assert desk.paper(case, "mediation_application").state == "draft"
    for who in ("孙调解", "农局长"):
        assert not any("调解申请书" in title for title in titles(desk, who, "拟稿"))


def test_an_approval_sheet_is_done_when_it_is_signed_and_a_letter_when_it_is_issued(desk: Desk) -> None:
    case = accepted(desk)
    desk.sign(desk.paper(case, "acceptance_notice"))
    waiting = titles(desk, "农局长", "印发")
    assert any(ACCEPTANCE in title for title in waiting)
    assert not any("立案审批表" in title for title in waiting)


def test_the_opinion_stands_in_the_box_of_the_sheet_once_it_is_given(desk: Desk) -> None:
    case = desk.open().case
    move = desk.do(case, "accept", **CONDITIONS)
    assert move.paper is not None
    before = text(face(move.paper))
    assert "签名：" in before
    assert "克扣、拖欠劳动报酬" in before
    assert "符合确立劳动关系" in before
    desk.approve(move)
    after = text(face(desk.paper(case, "docket_approval")))
    assert "签名：" not in after
    assert "同意" in after
    assert "覃卫国" in after or "覃队长" in after


def test_who_signs_the_closing_reads_what_was_found_and_paid(desk: Desk) -> None:
    case = accepted(desk)
    given = outcome(case, "met", found="12345.67", paid="12000", paid_on="2026-11-23")
    move = desk.do(case, "close", result="已付清。", **given)
    assert move.paper is not None
    words = text(face(move.paper))
    for said in ("12,345.67", "12,000.00", "全部实现", "已付金额"):
        assert said in words, said
    assert "提请审批。" not in words
    desk.approve(move)
    assert "提请审批。" in text(face(desk.paper(case, "closing_approval")))  # the box of the officer who asked for it
    party = case.parties.get(role=Party.Role.CLAIMANT)
    assert [(claim.paid_fen, claim.outcome) for claim in own_claims(party)] == [(1_200_000, "met")]


def test_nobody_says_that_material_is_complete_for_which_nobody_has_asked(desk: Desk) -> None:
    case = ordered(desk)
    desk.issue(desk.paper(case, "correction_order"))
    assert [action.code for action in told(desk, case).actions] == []
    officer = desk.world.actor("陈办案", desk.later())
    assert "provide" not in [action.code for action in possible(case, officer, on=desk.at.date())]
    waiting = asked(desk)
    assert [action.code for action in told(desk, waiting).actions] == ["provide"]
    assert "provide" in [action.code for action in possible(waiting, officer, on=desk.at.date())]
    desk.do(waiting, "provide", who=FIRM, provided="已上传")
    assert told(desk, waiting).actions == ()


def test_all_papers_that_keep_a_case_here_are_named_at_once(desk: Desk) -> None:
    case = asked(desk)
    desk.do(case, "request_material", **NEEDED)
    desk.do(case, "copy", to="县税务局", found="社保费", due_on="2026-12-05")
    head, to = desk.world.actor("覃队长", desk.later()), desk.world.org("砚山调解中心")
    with pytest.raises(NotPossible, match="《提供材料通知书》《抄告函》是以本单位名义拟的"):
        acts.transfer(case, to=to, reason="属地", by=head, at=desk.at)


def test_a_paper_names_the_firm_once(desk: Desk) -> None:
    firm = desk.world.firm("迅达配送")
    case = desk.open(title=f"拖欠或克扣报酬（{firm.name}）").case
    assert matter(case) == "拖欠或克扣报酬"
    desk.approve(desk.do(case, "accept", **CONDITIONS))
    words = desk.words(desk.paper(case, "acceptance_notice"))
    assert words.count(firm.name) == 1
    case.title = "拖欠单费（十月）"
    assert matter(case) == "拖欠单费（十月）"


def test_the_order_says_what_is_to_be_done_and_the_firm_reads_it_among_its_todos(desk: Desk) -> None:
    case = ordered(desk)
    assert "责令你单位改正：支付拖欠的配送费" in desk.words(desk.paper(case, "correction_order")).replace("\n", "")
    desk.issue(desk.paper(case, "correction_order"))
    by = actor(desk.world.user(FIRM), desk.later())
    mine = [todo for todo in todos(by, desk.at) if todo.kind == f"案件 {case.number}"]
    assert [(todo.title, todo.due_on) for todo in mine] == [("限期改正（拖欠或克扣报酬）", date(2026, 12, 10))]
    assert answering.firm_party(case, by) is not None


def test_cases_of_one_title_are_told_apart_among_the_todos(desk: Desk) -> None:
    first, second = (desk.open(title="站点拖欠十月单费").case for _ in range(2))
    waiting = [todo.kind for todo in todos(desk.world.actor("覃队长", desk.later()), desk.at) if todo.state == "待指派"]
    assert waiting == [f"劳动保障投诉 {first.number}", f"劳动保障投诉 {second.number}"]


def test_a_term_of_an_order_is_nobodys_before_the_order_is_out(desk: Desk) -> None:
    case = asked(desk)
    given = {"demand": "支付配送费", "law": "《劳动保障监察条例》第二十六条", "amount": "1", "due_on": "2026-12-10"}
    desk.approve(desk.do(case, "order", **given))

    def owed() -> tuple[list[str], list[str]]:
        by = desk.world.actor(FIRM, desk.later())
        mine = [todo.title for todo in todos(by, desk.at) if todo.kind == f"案件 {case.number}"]
        return [term.clock for term in told(desk, case).terms], mine

    assert owed() == (["material"], ["提供材料（拖欠或克扣报酬）"])
    desk.issue(desk.paper(case, "correction_order"))
    assert owed() == (["material", "correction"], ["提供材料（拖欠或克扣报酬）", "限期改正（拖欠或克扣报酬）"])


def test_the_record_of_jurisdiction_reads_without_codes(desk: Desk) -> None:
    said = {sentence(event) for event in Event.objects.filter(verb="jurisdiction.set")}
    assert "设定管辖：劳动保障投诉，各类事项，自2026年1月1日起" in said
    assert not [words for words in said if "complaint" in words or "（未填）" in words]
