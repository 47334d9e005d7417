"""Do those who were there sign the record before it is decided on, and what if one will not?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huxin.base.errors import NotPossible
from huxin.cases import recorded, signing
from huxin.cases.actions.desk import assign, transfer
from huxin.cases.actions.moving import perform, possible
from huxin.cases.boxes import office_places
from huxin.cases.casefile import make_file, pieces_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.wording import full_name
from huxin.channels.workbench.cases.forms import Signing
from huxin.documents import approval
from huxin.documents.faces import face, signed_face
from huxin.documents.papers import revise
from huxin.journal.models import Event
from huxin.journal.timeline import sentence, who
from huxin.orgs.models import StandIn
from huxin.typesetting.content import text
from huxin.typesetting.content_json import from_json
from huxin.work.todos import todos
from tests.cases.conftest import Desk
from tests.cases.test_arbitration import HELD, WHO, hearing
from tests.cases.test_clue import docketed
from tests.cases.test_complaint import accepted
from tests.cases.test_complaint_branches import HEARD, noticed
from tests.cases.test_inspection import rectifying, results
from tests.cases.test_mediation import mediating
from tests.journeys.papers import pdf_text

INTERVIEW = {
    "held_on": "2026-11-23", "place": "监察大队", "inspectors": ["陈办案", "岑协办"], "recorder": "岑协办",
    "person": "莫小雨", "capacity": "站长", "dialogue": "问：是否拖欠？\n答：是。", "avoidance": "不申请",
}  # fmt: skip


def waits(case: Case) -> list[tuple[str, list[str]]]:
    """Which papers wait for whom."""
    return [(p.kind, [party.role for party in signing.missing_signers(p, case)]) for p in signing.waiting(case)]


def test_no_award_before_both_sides_have_signed_the_record_of_the_hearing(desk: Desk) -> None:
    case = hearing(desk)
    desk.do(case, "hold_hearing", WHO, **HELD)
    assert waits(case) == [("hearing_record", ["claimant", "respondent"])]
    by = desk.world.actor(WHO, desk.at)
    open_now = {action.code for action in possible(case, by, on=desk.at.date())}
    assert "award" not in open_now
    assert {"suspend", "withdraw", "postpone"} & open_now  # what does not rest on the record may be done
    with pytest.raises(NotPossible, match="《庭审笔录》还缺当事人签字"):
        perform(case, "settle", Facts(), by=by, at=desk.later())
    desk.party_signs(case, "hearing_record", "claimant", who=WHO)
    assert waits(case) == [("hearing_record", ["respondent"])]
    desk.issue(desk.sign(desk.paper(case, "hearing_record")))
    assert waits(case) == [("hearing_record", ["respondent"])]  # the signature under the draft holds under the print
    desk.party_signs(case, "hearing_record", "respondent", who=WHO)
    assert "award" in {action.code for action in possible(case, by, on=desk.at.date())}


def test_who_stayed_away_is_not_asked(desk: Desk) -> None:
    case = hearing(desk)
    desk.send(case, "arbitration_hearing", "respondent", who=WHO)
    desk.do(case, "hold_hearing", WHO, **(HELD | {"absent": "respondent"}))
    assert waits(case) == [("hearing_record", ["claimant"])]


def test_who_will_not_sign_is_noted_with_reason_and_witnesses_and_the_case_goes_on(desk: Desk) -> None:
    case = mediating(desk)
    desk.do(case, "hold_session", "孙调解", held_on="2026-11-23", place="调解室", present="双方", dialogue="略",
            result="没有谈成")  # fmt: skip
    desk.party_signs(case, "session_record", "claimant", who="孙调解")
    paper, firm = desk.paper(case, "session_record"), case.parties.get(role="respondent")
    by = desk.world.actor("孙调解", desk.at)

    def note(**more: str) -> None:
        given = {"mode": "refused", "reason": "认为记录不全", "witnesses": "孙和平、李小满"} | more
        signing.note_unsigned(paper, case, firm, **given, by=by, at=desk.later())

    with pytest.raises(NotPossible, match="写明没有签字的原因"):
        note(reason=" ")
    with pytest.raises(NotPossible, match="写明在场见证的人员"):
        note(witnesses="")
    note()
    assert waits(case) == []
    event = Event.objects.get(verb="case.paper_not_signed")
    assert sentence(event) == "当事人未在调解笔录上签字：拒绝签字"
    desk.sign(paper)
    piece = next(one for one in pieces_of(case) if "未签字的情况说明" in one.title)
    words = pdf_text(make_file(case, [piece.key], by=by, at=desk.later()))
    assert "认为记录不全" in words
    assert "孙和平、李小满" in words
    desk.do(case, "fail", "孙调解", reason="没有谈成", instead="可以申请仲裁")


def test_an_application_without_signature_is_not_talked_away(desk: Desk) -> None:
    case = desk.open("arbitration/1").case
    paper, party = desk.paper(case, "arbitration_application"), case.parties.get(role="claimant")
    with pytest.raises(NotPossible, match="只有笔录"):
        signing.note_unsigned(
            paper, case, party, mode="absent", reason="x", witnesses="", by=desk.world.actor(WHO), at=desk.later()
        )


def test_a_witness_who_was_heard_stands_in_the_case_and_signs(desk: Desk) -> None:
    case = accepted(desk)
    assert not desk.form(case, "interview", **INTERVIEW).is_valid()  # it must be said who he is
    desk.do(case, "interview", **INTERVIEW, whom="witness")
    desk.repeat(case)
    assert case.parties.filter(role="witness").count() == 1
    assert waits(case) == [("interview_record", ["witness"])]
    assert "order" not in {
        action.code for action in possible(case, desk.world.actor("陈办案", desk.at), on=desk.at.date())
    }
    desk.party_signs(case, "interview_record", "witness", who="陈办案")
    assert waits(case) == [("interview_record", [])]  # the two inspectors have not signed
    desk.office_signs(case, desk.paper(case, "interview_record"))
    assert waits(case) == []


def test_no_order_before_both_inspectors_whom_the_record_names_have_signed_it(desk: Desk) -> None:
    case = accepted(desk)
    firm = case.parties.get(role="respondent")
    desk.do(case, "interview", **INTERVIEW, whom=str(firm.pk))
    paper = desk.party_signs(case, "interview_record", "respondent", who="陈办案")
    by = desk.world.actor("陈办案", desk.at)
    assert signing.lacking(paper, case) == "办案人员签字（还差2人）"
    desk.office_signs(case, paper, "陈办案")
    assert signing.lacking(paper, case) == "办案人员签字（还差1人）"
    assert "order" not in {action.code for action in possible(case, by, on=desk.at.date())}
    with pytest.raises(NotPossible, match="《调查询问笔录》还缺办案人员签字（还差1人）"):
        perform(case, "order", Facts(), by=by, at=desk.later())
    assert office_places(paper, desk.world.actor("覃队长", desk.at)) == []  # she heard nobody
    with pytest.raises(NotPossible, match="写明的办案人员不是您"):
        signing.sign_for_office(
            paper, case, "询问人", document=desk.file(case, "签字.pdf", by), mode="scan", text=signing.text_hash(paper),
            by=desk.world.actor("覃队长", desk.at), at=desk.later(),
        )  # fmt: skip
    desk.office_signs(case, paper, "岑协办")
    assert "order" in {action.code for action in possible(case, by, on=desk.at.date())}
    desk.sign(paper)
    assert [p.title for p in pieces_of(case) if "询问人签字" in p.title] == ["《调查询问笔录》询问人签字"] * 2


def to_sign(desk: Desk, name: str) -> list[str]:
    """The records that stand among one's to-dos for one's signature."""
    return [one.url for one in todos(desk.world.actor(name, desk.at), desk.at) if one.state == "待您签字"]


def test_whom_a_record_names_is_asked_for_his_signature_until_he_has_given_it(
    desk: Desk, browse: Callable[[str], Client]
) -> None:
    case = accepted(desk)
    assign(case, officer=desk.world.user("陈办案"), second=None, by=desk.world.actor("覃队长"), at=desk.later())
    desk.do(case, "interview", **INTERVIEW, whom=str(case.parties.get(role="respondent").pk))
    desk.repeat(case)
    paper = desk.paper(case, "interview_record")
    page = f"/workbench/cases/{case.number}/papers/{paper.pk}/sign/"
    assert [to_sign(desk, name) for name in ("陈办案", "岑协办", "覃队长")] == [[page], [page], []]
    assert page in browse("岑协办").get("/workbench/").content.decode()
    assert '<option value="" selected>请选择</option>' in browse("岑协办").get(page).content.decode()
    desk.office_signs(case, paper, "陈办案")
    assert [to_sign(desk, name) for name in ("陈办案", "岑协办")] == [[], [page]]
    shown = browse("岑协办").get(f"/workbench/cases/{case.number}/").content.decode()
    assert "办案人员签字（还差1人），签字后才能" in shown
    assert "您还没有签。" in shown
    assert "岑协办还没有签。" in browse("陈办案").get(f"/workbench/cases/{case.number}/").content.decode()
    changed = from_json(paper.tree | {"title": "调查询问笔录（更正）"})
    revise(paper, tree=changed, by=desk.world.actor("陈办案", desk.at), at=desk.later())
    desk.run()
    assert to_sign(desk, "陈办案") == [page], "his signature stands under the text of before"
    desk.office_signs(case, desk.paper(case, "interview_record"))
    assert [to_sign(desk, name) for name in ("陈办案", "岑协办")] == [[], []]


def test_nobody_is_asked_to_sign_where_the_case_is_at_its_end_or_elsewhere(desk: Desk) -> None:
    case, other = accepted(desk), docketed(desk)
    for one in (case, other):
        desk.do(one, "interview", **INTERVIEW, whom=str(one.parties.get(role="respondent").pk))
    assert len(to_sign(desk, "岑协办")) == 2
    desk.do(case, "withdraw", reason="本人撤回")
    assert len(to_sign(desk, "岑协办")) == 1
    desk.sign(desk.paper(other, "interview_record"))
    assert len(to_sign(desk, "岑协办")) == 1
    to = desk.world.org("砚山县人社局")
    transfer(other, to=to, reason="属地管辖", by=desk.world.actor("覃队长"), at=desk.later())
    assert to_sign(desk, "岑协办") == []


def test_both_who_have_the_case_sign_a_record_that_names_nobody(desk: Desk) -> None:
    _, child = rectifying(desk)
    first, second = desk.world.user("陈办案"), desk.world.user("岑协办")
    assign(child, officer=first, second=second, by=desk.world.actor("覃队长"), at=desk.later())
    desk.do(child, "recheck", how="site", found="已改", **results(child, "complied", "complied"))
    assert (len(to_sign(desk, "陈办案")), len(to_sign(desk, "岑协办"))) == (1, 1)


def test_who_led_a_hearing_and_who_wrote_it_down_are_asked_to_sign_its_record(desk: Desk) -> None:
    case = noticed(desk)
    desk.do(case, "request_hearing", who="李经办", reason="对金额有异议")
    desk.do(case, "set_hearing", held_on="2026-12-04", place="三楼会议室", chair="覃队长")
    desk.do(case, "end_hearing", at=desk.later(11), **HEARD | {"chair": "覃队长", "recorder": "岑协办"})
    assert [len(to_sign(desk, name)) for name in ("覃队长", "岑协办", "陈办案")] == [1, 1, 0]
    paper, by = desk.paper(case, "penalty_hearing_record"), desk.world.actor("覃队长", desk.later())
    read: Any = {"document": desk.file(case, "签字.pdf", by), "mode": "scan", "text": signing.text_hash(paper)}
    signing.sign_for_office(paper, case, "主持人", **read, by=by, at=desk.at)
    assert [len(to_sign(desk, name)) for name in ("覃队长", "岑协办")] == [0, 1]


def test_who_was_heard_for_a_firm_is_named_and_signs_himself(desk: Desk) -> None:
    case = accepted(desk)
    firm = case.parties.get(role="respondent")
    desk.do(case, "talk", held_on="2026-11-23", place="监察大队", subject="报酬支付情况")
    desk.send(case, "talk_notice", "respondent", who="陈办案")  # from now on the firm knows of the case
    desk.do(case, "interview", **INTERVIEW, whom=str(firm.pk))
    paper, other = desk.paper(case, "interview_record"), desk.world.actor("李经办", desk.at)
    scan = desk.file(case, "签字.pdf", desk.world.actor("陈办案", desk.at))
    read: Any = {"document": scan, "mode": "scan", "text": signing.text_hash(paper)}
    assert recorded.named(paper, firm, full_name) == f"莫小雨（{full_name(firm)}）"
    offered = dict(Signing(paper=paper, parties=[firm], places=[]).fields["party"].choices)  # type: ignore[attr-defined]
    assert offered[str(firm.pk)].endswith("　由莫小雨签字")
    with pytest.raises(NotPossible, match="笔录记的是莫小雨说的话，由本人签字"):
        signing.sign(paper, case, Party.objects.get(pk=firm.pk), **read, by=other, at=desk.later())
    desk.party_signs(case, "interview_record", "respondent", who="陈办案")
    assert f"莫小雨（{full_name(firm)}）（签在打印件上" in text(signed_face(paper))


def test_what_a_secret_reporter_said_is_for_the_second_volume(desk: Desk) -> None:
    case = docketed(desk)
    reporter = case.parties.get(role="claimant")
    desk.do(case, "interview", **INTERVIEW, whom=str(reporter.pk))
    desk.sign(desk.paper(case, "interview_record"))
    assert {one.inner for one in pieces_of(case) if "询问笔录" in one.title} == {True}


def test_a_report_that_a_rule_drafted_carries_the_opinion_of_him_who_sent_it_on(desk: Desk) -> None:
    case = hearing(desk)
    desk.do(case, "settle", WHO, terms="支付一万元", **{f"found_{case.claims.get().pk}": "10000"})
    desk.approve(case.moves.get(action="settle"))
    desk.send(case, "arbitration_mediation", "claimant", "respondent", who=WHO)
    desk.do(case, "settled", WHO, received_on="2026-11-23")
    claim = case.claims.get()
    desk.do(case, "close", WHO, result="已履行", **{f"outcome_{claim.pk}": "denied"})
    report = desk.paper(case, "arbitration_report")
    assert report.drafted_by is None
    words = text(face(desk.sign(report)))
    assert "提请审批。" in words
    assert WHO in words


def test_the_record_of_the_case_says_for_whom_a_deputy_signed(desk: Desk) -> None:
    case = desk.open().case
    world, head = desk.world, "覃队长"
    checks = dict.fromkeys(("in_time", "clear_employer", "competent", "not_elsewhere"), "on")
    move = desk.do(case, "accept", **checks, relation="A", matter_of_law="拖欠报酬", opinion="建议立案")
    StandIn.objects.create(
        absent=world.user(head),
        colleague=world.user("岑协办"),
        since=desk.at,
        until=desk.at + timedelta(days=9),
        reason="出差",
    )
    approval.submit(move.paper, by=world.actor("陈办案", desk.at), at=desk.later())
    step = move.paper.steps.get(state="waiting")
    deputy = world.actor("岑协办", desk.later())
    approval.decide(step, opinion="agree", reason="", by=deputy, at=desk.at)
    desk.run()
    assert who(Event.objects.get(verb="case.moved")).endswith("岑协办（代覃队长）")
