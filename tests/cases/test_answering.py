"""Does a firm answer its case with what was served on it alone, and learn nothing else of it?"""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import answering, signing
from huxin.cases.actions import talking
from huxin.cases.actions.moving import perform
from huxin.cases.answering import Told
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.people import by_receipt
from huxin.cases.reach import ANSWER
from huxin.cases.records import Evidence, PaperService
from huxin.documents import store
from huxin.documents.models import Receipt
from huxin.orgs.access import visible
from tests.cases.conftest import PDF, Desk
from tests.cases.test_complaint import accepted

FIRM, STRANGER = "李经办", "邱经办"
NEEDED = {"needed": "考勤和工资表", "due_on": "2026-12-04"}


def seen(desk: Desk, who: str = FIRM) -> list[Case]:
    """The cases of this person's firm."""
    return list(visible(Case, desk.world.actor(who, desk.at), ANSWER))


def told(desk: Desk, case: Case, who: str = FIRM) -> Told:
    """The case as the firm sees it."""
    case.refresh_from_db()
    party = answering.firm_party(case, desk.world.actor(who, desk.at))
    assert party is not None
    return answering.told(case, party, at=desk.at)


def asked(desk: Desk) -> Case:
    """The firm was asked for material, and the request is out."""
    case = accepted(desk)
    desk.do(case, "request_material", **NEEDED)
    desk.sign(desk.paper(case, "material_request"))
    desk.issue(desk.paper(case, "material_request"))
    return case


def given(desk: Desk, case: Case, who: str = FIRM, **more: Any) -> Any:
    """The firm hands in one file with a few words."""
    by = desk.world.actor(who, desk.later())
    file = store.keep(
        BytesIO(PDF + more.pop("extra", b"")), name="工资表.pdf", org_path=case.org_path, by=by, at=desk.at
    )
    party = case.parties.get(role=Party.Role.RESPONDENT)
    facts = {"kind": "material", "text": "工资表见附件", "documents": [file]} | more
    return answering.answer(case, party, by=by, at=desk.at, **facts)


def test_a_firm_learns_of_a_case_only_when_something_is_issued_to_it(desk: Desk) -> None:
    case = accepted(desk)
    assert seen(desk) == []
    desk.do(case, "request_material", **NEEDED)
    desk.sign(desk.paper(case, "material_request"))
    assert seen(desk) == []
    desk.issue(desk.paper(case, "material_request"))
    assert seen(desk) == [case]
    assert seen(desk, STRANGER) == []


def test_before_that_it_can_do_nothing_in_it(desk: Desk) -> None:
    case = accepted(desk)
    with pytest.raises(PermissionDenied):
        given(desk, case)
    with pytest.raises(PermissionDenied):
        perform(case, "provide", Facts(), by=desk.world.actor(FIRM, desk.at), at=desk.at)


def test_its_page_holds_nothing_of_the_office_or_of_other_parties(desk: Desk) -> None:
    case = asked(desk)
    officer = desk.world.actor("陈办案", desk.later())
    talking.note(case, text="拟突击检查", by=officer, at=desk.at)
    talking.tell(case, text="请补交收款记录", by=officer, at=desk.at)
    talking.tell(case, text="请尽快提供", party=case.parties.get(role="respondent"), by=officer, at=desk.at)
    view = told(desk, case)
    assert [note.text for note in view.messages] == ["请尽快提供"]
    assert [letter.paper.kind for letter in view.letters] == ["material_request"]
    assert [term.clock for term in view.terms] == ["material"]
    assert [action.code for action in view.actions] == ["provide"]
    assert view.given == ()


def test_what_it_hands_in_becomes_evidence_of_the_case_and_a_letter_to_the_office(desk: Desk) -> None:
    case = asked(desk)
    given(desk, case)
    piece = Evidence.objects.get(case=case, title="按要求提供的材料")
    assert (piece.party.role, piece.proves) == ("respondent", "工资表.pdf")
    assert case.notes.get(kind="from_party").text == "【按要求提供的材料】工资表见附件"
    assert told(desk, case).given == (piece,)
    with pytest.raises(PermissionDenied):
        given(desk, case, who=STRANGER, extra=b"2")
    with pytest.raises(NotPossible, match="请填写内容"):
        given(desk, case, text=" ", extra=b"3")


def test_the_term_for_material_ends_when_it_is_provided(desk: Desk) -> None:
    case = asked(desk)
    assert desk.due(case, "material") == date(2026, 12, 4)
    desk.do(case, "provide", who=FIRM, provided="已上传")
    assert told(desk, case).terms == ()


def test_acknowledging_is_the_service_from_which_terms_run(desk: Desk) -> None:
    case = asked(desk)
    paper = desk.paper(case, "material_request")
    receipt = Receipt.objects.get(paper=paper)
    by = desk.world.actor(FIRM, desk.later())
    row = answering.receive(receipt, case, name="李经办", post="人事主管", by=by, at=desk.at)
    assert row is not None
    assert (row.mode, row.served_on) == (PaperService.Mode.ELECTRONIC, desk.at.date())
    assert Party.objects.get(pk=row.party_id).e_service
    letter = told(desk, case).letters[0]
    assert not letter.waits
    assert letter.service == row
    with pytest.raises(NotPossible, match="已经签收"):
        answering.receive(receipt, case, name="李经办", post="人事主管", by=by, at=desk.later())


def test_a_paper_served_by_hand_keeps_its_day(desk: Desk) -> None:
    case = asked(desk)
    paper = desk.paper(case, "material_request")
    desk.serve(case, paper, "respondent")
    receipt = Receipt.objects.get(paper=paper)
    by = desk.world.actor(FIRM, desk.later(1))
    assert answering.receive(receipt, case, name="李", post="主管", by=by, at=desk.at) is None
    assert PaperService.objects.get(paper=paper).mode == PaperService.Mode.IN_PERSON


def test_a_stranger_firm_receives_and_signs_nothing(desk: Desk) -> None:
    case = asked(desk)
    receipt = Receipt.objects.get(paper=desk.paper(case, "material_request"))
    by = desk.world.actor(STRANGER, desk.later())
    with pytest.raises(PermissionDenied):
        answering.receive(receipt, case, name="邱", post="主管", by=by, at=desk.at)


def test_a_step_is_open_to_the_firm_once_it_was_told_of_it(desk: Desk) -> None:
    case = asked(desk)
    proposed = {"found": "拖欠报酬", "law": "第二十六条", "proposed": "责令支付"}
    desk.approve(desk.do(case, "give_notice", **proposed))
    assert told(desk, case).actions == ()
    desk.issue(desk.paper(case, "prior_notice"))
    assert [action.code for action in told(desk, case).actions] == ["defend", "request_hearing"]


def test_nobody_signs_for_somebody_else(desk: Desk) -> None:
    opened = desk.open("legal_aid/1")
    paper = desk.paper(opened.case, "legal_aid_application")
    other = desk.open()
    _, stranger = by_receipt(other.case.number, other.receipts[0], at=desk.later())
    case, mine = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    file = desk.file(case, "签字.pdf", desk.world.actor("马援助"))
    given: dict[str, Any] = {"text": signing.text_hash(paper), "document": file, "mode": "drawn"}
    with pytest.raises(PermissionDenied):
        signing.sign(paper, case, opened.parties[0], **given, by=stranger, at=desk.at)
    signing.sign(paper, case, opened.parties[0], **given, by=mine, at=desk.at)
    assert signing.waiting(case) == []
