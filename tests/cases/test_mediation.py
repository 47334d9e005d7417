"""Do firm and worker come to terms, by every way there is, and do the terms hold?"""

from datetime import date, timedelta
from typing import Any

import pytest

from huxin.base.errors import NotPossible
from huxin.cases import answering
from huxin.cases.actions.desk import assign
from huxin.cases.actions.merging import consent
from huxin.cases.actions.moving import perform, possible
from huxin.cases.actions.opening import Opened
from huxin.cases.court_words import court_words
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Claim
from huxin.cases.people import by_receipt
from huxin.cases.progress import own_claims, progress, told
from huxin.cases.reactions import note_overdue
from huxin.cases.replies import replies_for
from huxin.cases.sessions import of_claimant
from huxin.documents import issuing
from huxin.documents.models import Paper
from huxin.journal.models import Event
from huxin.notices.models import Notice
from huxin.orgs.access import visible
from tests.cases.conftest import Desk
from tests.cases.test_complaint import outcome

WHO = "孙调解"
BOTH = ("claimant", "respondent")
ACCEPT = {"in_scope": "on", "claimant": "on", "respondent": "on", "mediator": "孙调解"}
TERMS = {"terms": "迅达配送支付配送费12345.67元，转账支付。", "due_on": "2026-12-20"}


def filed(desk: Desk, **more: Any) -> Case:
    """An application for mediation, filed by the rider himself."""
    return desk.open("mediation/1", **more).case


def mediating(desk: Desk) -> Case:
    """A mediation that was accepted on 23 November."""
    case = filed(desk)
    desk.do(case, "accept", WHO, **ACCEPT)
    return case


def signing(desk: Desk) -> Case:
    """The mediator has signed the agreement."""
    case = mediating(desk)
    given = TERMS | {f"found_{claim.pk}": "12345.67" for claim in case.claims.all()}
    desk.approve(desk.do(case, "agree", WHO, **given))
    case.refresh_from_db()
    return case


def performing(desk: Desk) -> Case:
    """The agreement holds."""
    case = signing(desk)
    desk.party_signs(case, "mediation_agreement", *BOTH, who=WHO)
    desk.do(case, "take_effect", WHO, due_on="2026-12-20")
    return case


def offered(desk: Desk, case: Case, *, days: int = 0) -> set[str]:
    """What the mediator is offered now, or in so many days."""
    case.refresh_from_db()
    on = desk.at.date() + timedelta(days=days)
    return {action.code for action in possible(case, desk.world.actor(WHO, desk.at), on=on)}


def test_it_comes_to_the_mediation_centre_with_the_application_drafted(desk: Desk) -> None:
    case = filed(desk)
    assert case.organisation.short_name == "砚山调解中心"
    words = desk.words(desk.paper(case, "mediation_application"))
    assert "13900001111" in words
    assert "砚山迅达配送服务有限公司" in words


def test_the_firm_gets_the_claim_first_and_its_offer_is_taken(desk: Desk) -> None:
    opened = desk.open("mediation/1")
    case = opened.case
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    assert desk.due(case, "offer") == date(2026, 11, 30)
    desk.send(case, "offer_request", "respondent", who=WHO)
    desk.do(case, "offer", "李经办", answer="other", offer="十二月十日前支付一万元", amount="10000")
    assert case.deadlines.get(clock="offer").state == "ended"
    [(what, _, lines)] = told(
        case.parties.get(role="claimant"), at=desk.at
    )  # he reads what is offered before he answers
    assert what == "用人单位：提出协商方案"
    assert ("同意支付金额（元）", "10,000.00") in lines
    assert told(case.parties.get(role="respondent"), at=desk.at) == []
    _, reporter = by_receipt(case.number, opened.receipts[0], at=desk.later())
    perform(case, "take_offer", Facts(), by=reporter, at=desk.later())
    case = Case.objects.get(pk=case.pk)
    rider = case.parties.get(role="claimant")
    assert ("同意支付金额（元）", "10,000.00") in told(rider, at=desk.at)[0][2]  # what he took
    assert desk.form(case, "agree").fields["terms"].initial == "十二月十日前支付一万元"
    desk.approve(desk.do(case, "agree", WHO, **TERMS, **{f"found_{case.claims.get().pk}": "12345.67"}))
    case = Case.objects.get(pk=case.pk)
    assert (case.step, told(case.parties.get(role="claimant"), at=desk.at)) == ("signing", [])  # the agreement says it


@pytest.mark.parametrize("answer", ["no_offer", "decline_offer"])
def test_without_an_offer_that_is_taken_it_is_mediated(desk: Desk, answer: str) -> None:
    case = filed(desk)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    if answer == "decline_offer":
        desk.do(case, "offer", WHO, answer="other", offer="一千元")
        desk.do(case, answer, WHO)
        said = [what for what, _, _ in told(case.parties.get(role="claimant"), at=desk.at)]
        assert said == ["用人单位：提出协商方案", "不接受方案"]
    else:
        assert "还没有印发" in desk.form(case, answer).errors.as_text()
        desk.send(case, "offer_request", "respondent", who=WHO)
        assert "期限到2026年11月30日" in desk.form(case, answer).errors.as_text()
        desk.do(case, answer, WHO, at=desk.later(8), said="电话也没有人接。", remark="只给本单位看")
        [said] = told(case.parties.get(role="claimant"), at=desk.at)
        assert (said[0], said[2]) == ("企业逾期未答复", [("情况说明", "电话也没有人接。")])
    assert case.step == "talked"
    rider = case.parties.get(role="claimant")
    assert (
        progress(case, rider, today=desk.at.date()).state
        == "协商没有谈成，调解组织会联系双方；不调解的，可以申请仲裁或者起诉"
    )
    desk.do(case, "accept", WHO, **ACCEPT)
    assert case.step == "mediating"


def sent(desk: Desk, **more: Any) -> Opened:
    """The firm has the claim, and until 30 November to answer."""
    opened = desk.open("mediation/1", **more)
    desk.do(opened.case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    desk.send(opened.case, "offer_request", "respondent", who=WHO)
    return opened


def firm_page(desk: Desk, case: Case) -> answering.Told:
    """The case as the firm sees it."""
    party = answering.firm_party(case, desk.world.actor("李经办", desk.at))
    assert party is not None
    return answering.told(Case.objects.get(pk=case.pk), party, at=desk.at)


def test_who_would_rather_mediate_leads_to_one_step_with_everything_filled_in(desk: Desk) -> None:
    case = sent(desk).case
    assert desk.form(case, "accept").fields["respondent"].initial is False
    desk.party_signs(case, "mediation_application", "claimant", who=WHO)
    desk.do(case, "rather_mediate", "李经办", reason="对账后已按约支付")
    assert (case.step, case.deadlines.get(clock="offer").state) == ("consented", "ended")
    [(what, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert (what, lines[0]) == ("用人单位：不同意协商，同意调解", ("不同意协商的理由", "对账后已按约支付"))
    assert offered(desk, case) == {"accept", "to_arbitration", "legal_aid", "withdraw"}
    form = desk.form(case, "accept")
    filled = {name: field.initial for name, field in form.fields.items()}
    assert filled == {"in_scope": True, "claimant": True, "respondent": True, "mediator": WHO}
    desk.do(case, "accept", WHO, **ACCEPT)
    assert (case.step, desk.due(case, "mediation")) == ("mediating", date(2026, 12, 8))


def test_who_takes_no_part_in_mediation_says_so(desk: Desk) -> None:
    case = sent(desk).case
    desk.do(case, "decline", "李经办", reason="已经付清")
    assert case.step == "talked"
    assert desk.form(case, "accept").fields["respondent"].initial is False
    [said] = firm_page(desk, case).said
    assert (said.own, said.lines) == (True, (("不同意协商的理由", "已经付清"),))


def test_another_sum_goes_back_to_the_firm_within_its_days(desk: Desk) -> None:
    opened = sent(desk)
    case = opened.case
    desk.do(case, "offer", "李经办", answer="other", offer="付八千元", amount="8000")
    [offer] = firm_page(desk, case).said
    assert ("协商方案（支付项目、金额、时间）", "付八千元") in offer.lines  # it reads what it has sent
    _, rider = by_receipt(case.number, opened.receipts[0], at=desk.later())
    given = {"amount": "10000", "reason": "有考勤记录，十二月十日前支付"}
    perform(case, "counter", desk.facts(case, "counter", desk.at, **given), by=rider, at=desk.at)
    desk.run()
    assert desk.due(case, "offer") == date(2026, 11, 30)  # the days of the firm are those it had
    page = firm_page(desk, case)
    assert [(one.own, one.title) for one in page.said] == [(True, "提出协商方案"), (False, "另提方案")]
    assert ("提出的金额（元）", "10,000.00") in page.said[1].lines
    assert [one.code for one in page.actions] == ["take_counter", "offer", "rather_mediate", "decline"]
    assert [one.clock for one in page.terms] == ["offer"]
    assert Notice.objects.filter(rule="case.firm_heard", user__username="李经办").count() == 1
    assert "有考勤记录" in str(desk.form(case, "take_counter").fields["remark"].help_text)
    desk.do(case, "take_counter", "李经办", remark="十二月十日前转账")
    assert told(case.parties.get(role="claimant"), at=desk.at)[-1][0] == "用人单位：同意申请人的方案"
    assert case.step == "agreed"
    form = desk.form(case, "agree")
    assert form.fields["terms"].initial == "被申请人支付申请人10,000.00元。十二月十日前转账"
    assert form.fields[f"found_{case.claims.get().pk}"].initial == 1000000


def test_another_sum_is_named_within_the_days(desk: Desk) -> None:
    case = sent(desk).case
    assert "take_counter" not in [one.code for one in firm_page(desk, case).actions]  # nothing to agree to
    desk.do(case, "offer", "李经办", answer="other", offer="付八千元", amount="8000")
    given = {"amount": "10000", "reason": "有考勤记录"}
    late = desk.form(case, "counter", desk.at + timedelta(days=8), **given)
    assert "已于2026年11月30日届满" in late.errors.as_text()
    assert "届满，不能再另提方案" in str(late.fields["reason"].help_text)  # said before anything is typed


def test_that_the_firm_did_not_answer_is_noted_after_its_last_day_and_not_before(desk: Desk) -> None:
    case = filed(desk)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    assert "no_offer" not in offered(desk, case, days=8)  # its letter is a draft
    case = sent(desk).case
    assert "no_offer" not in offered(desk, case, days=7)
    assert "no_offer" in offered(desk, case, days=8)


def test_what_is_for_the_time_within_or_after_a_term_is_offered_then_alone(desk: Desk) -> None:
    case = performing(desk)
    assert {"apply_review", "apply_confirmation"} <= offered(desk, case)
    assert "payment_order" not in offered(desk, case)
    note_overdue(today_at=desk.later(17))
    assert "apply_review" not in offered(desk, case)
    assert "apply_confirmation" in offered(desk, case)
    note_overdue(today_at=desk.later(15))
    assert {"payment_order", "apply_confirmation"} & offered(desk, case) == {"payment_order"}


def test_a_second_round_opens_to_the_firm_with_its_own_letter(desk: Desk) -> None:
    case = sent(desk).case
    desk.do(case, "no_offer", WHO, at=desk.later(8))
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-12-10")
    page = firm_page(desk, case)
    assert (page.actions, page.terms) == ((), ())  # its letter is a draft
    desk.send(case, "offer_request", "respondent", who=WHO)
    page = firm_page(desk, case)
    assert (page.actions[0].code, [one.clock for one in page.terms]) == ("offer", ["offer"])


def test_a_letter_that_is_not_out_in_time_is_written_anew_with_another_day(desk: Desk) -> None:
    case = filed(desk)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30", remark="为何停发")
    old = desk.paper(case, "offer_request")
    note_overdue(today_at=desk.later(10))
    assert {"new_day", "no_offer"} & offered(desk, case) == {"new_day"}
    desk.do(case, "new_day", WHO, due_on="2026-12-15")
    desk.repeat(case)
    new = desk.paper(case, "offer_request")
    assert (Paper.objects.get(pk=old.pk).state, new.state) == ("voided", "draft")
    assert desk.due(case, "offer") == date(2026, 12, 15)
    words = desk.words(new)
    assert "请于2026年12月15日前" in words
    assert "为何停发" in words
    assert "此前发出" not in words  # the firm never saw the first
    assert not visible(Case, desk.world.actor("李经办", desk.at), "case.answer").exists()
    desk.send(case, "offer_request", "respondent", who=WHO)
    page = firm_page(desk, case)
    assert (page.actions[-1].code, [one.due_on for one in page.terms]) == ("decline", [date(2026, 12, 15)])
    assert "new_day" not in offered(desk, case)


def test_a_letter_that_went_out_after_its_day_is_followed_by_one_with_another(desk: Desk) -> None:
    case = filed(desk)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    desk.later(8)
    desk.send(case, "offer_request", "respondent", who=WHO)
    desk.do(case, "new_day", WHO, due_on="2026-12-15")
    assert "所定2026年11月30日前答复，改按本函办理" in desk.words(desk.paper(case, "offer_request"))
    assert [one.due_on for one in firm_page(desk, case).terms] == []
    desk.send(case, "offer_request", "respondent", who=WHO)
    page = firm_page(desk, case)
    assert ([one.due_on for one in page.terms], page.actions[0].code) == ([date(2026, 12, 15)], "offer")
    assert "new_day" not in offered(desk, case)
    desk.do(case, "offer", "李经办", answer="other", offer="付一半", amount="6000")
    assert desk.due(case, "answer") == date(2026, 12, 15)


def test_who_agrees_to_everything_agrees_to_its_sum(desk: Desk) -> None:
    case = filed(desk)
    desk.do(case, "send_claim", WHO, consented="on", due_on="2026-11-30")
    form = desk.form(case, "offer")
    assert "12,345.67元" in str(form.fields["answer"].help_text)
    assert desk.facts(case, "offer", desk.at, answer="full", offer="三日内转账").data["amount"] == "12,345.67"
    Claim.objects.filter(case=case).update(claimed_fen=None)
    assert "请填写同意支付的金额" in str(desk.form(case, "offer", answer="full", offer="三日内转账").errors)


def test_without_the_workers_consent_the_firm_is_told_nothing(desk: Desk) -> None:
    case = filed(desk)
    assert not desk.form(case, "send_claim", due_on="2026-11-30").is_valid()
    party = case.parties.get(role="claimant")
    consent(party, "offer", by=desk.world.actor(WHO), at=desk.later())
    assert desk.form(case, "send_claim").fields["consented"].initial is True


def test_it_is_refused_with_a_reason(desk: Desk) -> None:
    case = filed(desk)
    desk.approve(desk.do(case, "reject", WHO, reason="已在仲裁", law="调解规则", instead="县仲裁院"))
    case.refresh_from_db()
    assert (case.step, case.claims.get().outcome) == ("rejected", "rejected")


def test_it_ends_in_fifteen_days_and_in_thirty_where_both_agree(desk: Desk) -> None:
    case = mediating(desk)
    assert desk.due(case, "mediation") == date(2026, 12, 8)
    assert not desk.form(case, "extend", days="15", reason="金额待核对").is_valid()
    assert "最多共可延长15日" in desk.form(case, "extend", days="16", reason="x", both="on").errors.as_text()
    desk.do(case, "extend", WHO, days="15", reason="金额待核对", both="on")
    assert desk.due(case, "mediation") == date(2026, 12, 23)


def test_a_session_leaves_its_record(desk: Desk) -> None:
    case = mediating(desk)
    desk.do(
        case,
        "hold_session",
        WHO,
        held_on="2026-11-23",
        place="调解室",
        present="双方",
        dialogue="甲：……",
        result="择日再调",
    )
    assert "择日再调" in desk.words(desk.paper(case, "session_record"))


def test_a_session_is_called_told_put_off_and_held(desk: Desk) -> None:
    opened = desk.open("mediation/1")
    case = opened.case
    desk.do(case, "accept", WHO, **ACCEPT)
    assert "不能早于" in desk.form(case, "call_session", held_on="2026-11-01", time="9时", place="x").errors.as_text()
    called = {"time": "14时30分", "place": "砚山县调解中心二楼", "bring": "接单记录。"}
    desk.do(case, "call_session", WHO, held_on="2026-11-26", **called)
    desk.do(case, "call_session", WHO, held_on="2026-11-27", **called)  # put off
    assert desk.due(case, "session") == date(2026, 11, 27)
    standing = next(text for reply, text in replies_for(case) if reply.code == "mediation.mediating")
    assert "期限至2026年12月8日" in standing  # of the mediation, not the day of the meeting
    [meets] = of_claimant(case, desk.at.date())
    assert (meets.title, meets.on, meets.time, meets.bring) == ("调解会", date(2026, 11, 27), "14时30分", "接单记录。")
    notice = desk.words(desk.paper(case, "session_notice"))
    assert "定于2026年11月27日14时30分在砚山县调解中心二楼调解" in notice
    assert "请带：接单记录。请人代为参加的" in notice
    held = desk.form(case, "hold_session")
    assert held.fields["held_on"].initial == "2026-11-27"
    assert held.fields["place"].initial == called["place"]
    assert "砚山迅达配送服务有限公司" in held.fields["present"].initial
    at = desk.later(days=5)
    given = {"held_on": "2026-11-27", "place": "二楼", "present": "双方", "dialogue": "甲：……", "result": "再谈"}
    desk.do(case, "hold_session", WHO, at=at, **given)
    assert not case.deadlines.filter(clock="session", state="running").exists()
    assert of_claimant(case, date(2026, 11, 27)) == []  # it is over


def test_the_agreement_waits_for_both_signatures_and_then_its_terms_run(desk: Desk) -> None:
    case = signing(desk)
    with pytest.raises(NotPossible, match="还缺当事人签字"):
        perform(case, "take_effect", Facts(), by=desk.world.actor(WHO), at=desk.later())
    desk.party_signs(case, "mediation_agreement", *BOTH, who=WHO)
    desk.do(case, "take_effect", WHO, due_on="2026-12-20")
    terms = {d.clock: d.due_on for d in case.deadlines.filter(state="running")}
    assert terms == {
        "performance": date(2026, 12, 20), "arbitration_review": date(2026, 12, 8), "confirmation": date(2026, 12, 23),
    }  # fmt: skip
    assert case.claims.get().outcome == "agreed"


def test_who_will_not_sign_is_mediated_again(desk: Desk) -> None:
    case = signing(desk)
    with pytest.raises(NotPossible, match="还缺当事人签字"):
        perform(case, "redo", Facts(), by=desk.world.actor(WHO), at=desk.later())
    head = desk.world.actor("康主任", desk.later())
    issuing.void(desk.paper(case, "mediation_agreement"), reason="企业拒绝签字", by=head, at=desk.at)
    assert "没有全部签字" in desk.form(case, "take_effect", due_on="2026-12-20").errors.as_text()
    desk.do(case, "redo", WHO, reason="企业拒绝签字")
    desk.do(case, "fail", WHO, reason="不愿支付", instead="申请仲裁")
    assert (case.step, case.claims.get().outcome) == ("failed", "unsettled")
    [(_, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert lines == [("告知的后续途径", "申请仲裁")]  # not why it failed


def test_both_apply_for_judicial_confirmation_and_then_he_pays(desk: Desk) -> None:
    case = performing(desk)
    desk.do(case, "apply_confirmation", WHO, to="砚山县人民法院", both="on")
    words = desk.words(desk.paper(case, "confirmation_application"))
    assert "请求确认双方达成的调解协议有效" in words
    assert "12,345.67元" in words
    assert "被申请人：" not in words  # both apply
    assert "协议自2026年11月23日起生效" in words
    desk.party_signs(case, "confirmation_application", *BOTH, who=WHO)
    desk.do(case, "reviewed", WHO, result="confirmed", number="（2026）云2622民特1号", decided_on="2026-11-23")
    for again in ("apply_confirmation", "apply_review"):  # neither anew by the court nor by the arbitrators
        assert "不能再次共同申请" in desk.form(case, again, to="砚山县人民法院", both="on").errors.as_text()
        assert again not in offered(desk, case)
    assert not case.deadlines.filter(clock__in=("arbitration_review", "confirmation"), state="running").exists()
    form = desk.form(case, "performed", desk.later(25), result="已履行", **outcome(case, "agreed", found="12345.67"))
    assert "请填写实际支付的金额" in form.errors.as_text()  # nobody closes without saying what came of it
    assert {form.fields[f"paid_{claim.pk}"].initial for claim in case.claims.all()} == {1_234_567}
    paid = outcome(case, "met", found="12345.67", paid="12345.67", paid_on="2026-12-15")
    desk.do(case, "performed", WHO, at=desk.later(), result="已履行", **paid)
    assert case.step == "performed"
    assert not case.deadlines.filter(state="running").exists()
    assert "履行完毕，结案" in desk.words(desk.paper(case, "mediation_report"))


def test_what_the_court_refused_to_confirm_is_not_brought_to_anybody_again(desk: Desk) -> None:
    case = performing(desk)
    [reply] = [words for one, words in replies_for(case) if one.code == "mediation.performing"]
    assert reply.endswith("最晚2026年12月8日可以共同申请仲裁审查。最晚2026年12月23日可以共同申请司法确认。")
    desk.do(case, "apply_confirmation", WHO, to="砚山县人民法院", both="on")
    desk.party_signs(case, "confirmation_application", *BOTH, who=WHO)
    given = {"result": "refused", "number": "（2026）云2622民特1号", "decided_on": "2026-11-23"}
    assert list(desk.form(case, "reviewed", **given).errors) == ["instead"]  # nobody is left without a way
    words = desk.form(case, "reviewed").fields["instead"].initial
    desk.do(case, "reviewed", WHO, **given, instead=words)
    for again in ("apply_confirmation", "apply_review"):
        assert again not in offered(desk, case)
        assert "不能再次共同申请" in desk.form(case, again, to="砚山县人民法院", both="on").errors.as_text()
    assert not case.deadlines.filter(clock__in=("arbitration_review", "confirmation"), state="running").exists()
    assert "to_arbitration" in offered(desk, case)
    [reply] = [words for one, words in replies_for(case) if one.code == "mediation.performing"]
    assert reply.endswith(f"双方已达成协议并生效。{words}")  # and nothing of an application
    [(_, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert "依法申请劳动争议仲裁，或者向人民法院起诉" in dict(lines)["告知的后续途径"]


def test_both_apply_for_review_by_the_arbitrators_within_fifteen_days(desk: Desk) -> None:
    case = performing(desk)
    late = desk.later(16)
    assert "届满" in desk.form(case, "apply_review", late, to="砚山县仲裁院", both="on").errors.as_text()
    desk.do(case, "apply_confirmation", WHO, to="砚山县人民法院", both="on")
    assert case.step == "confirming"


def test_the_arbitrators_review_it(desk: Desk) -> None:
    case = performing(desk)
    desk.do(case, "apply_review", WHO, to="砚山县仲裁院", both="on")
    desk.party_signs(case, "review_application", *BOTH, who=WHO)
    refused = {"result": "refused", "decided_on": "2026-11-23"}
    assert "请写明不予确认后" in desk.form(case, "reviewed", **refused).errors.as_text()
    desk.do(case, "reviewed", WHO, **refused, instead="可以申请仲裁")
    assert case.step == "performing"
    rider = case.parties.get(role="claimant")
    [(what, _, lines)] = told(rider, at=desk.at)
    assert (what, lines[0]) == ("审查（确认）结果", ("结果", "不予确认"))
    assert ("告知的后续途径", "可以申请仲裁") in lines
    assert court_words(rider, own_claims(rider), today=desk.at.date()) == []
    assert {"apply_review", "apply_confirmation"} & offered(desk, case) == {"apply_confirmation"}  # not there again
    note_overdue(today_at=desk.later(28))
    assert {"to_arbitration", "payment_order"} <= offered(desk, case)
    assert case.deadlines.filter(clock="confirmation", state="running").exists()


def test_what_the_arbitrators_have_confirmed_is_not_brought_to_the_court(desk: Desk) -> None:
    case = performing(desk)
    assert {"apply_review", "apply_confirmation"} <= offered(desk, case)
    desk.do(case, "apply_review", WHO, to="砚山县仲裁院", both="on")
    desk.party_signs(case, "review_application", *BOTH, who=WHO)
    desk.do(case, "reviewed", WHO, result="confirmed", number="砚劳人仲调〔2026〕1号", decided_on="2026-11-23")
    over = {"apply_review", "apply_confirmation", "to_arbitration", "payment_order"}
    assert not over & offered(desk, case)  # it is enforced
    rider = case.parties.get(role="claimant")
    [line] = court_words(rider, own_claims(rider), today=desk.at.date())
    assert "您可以向法院申请执行" in line
    assert not case.deadlines.filter(clock="confirmation", state="running").exists()


@pytest.mark.parametrize(
    ("end", "said", "words"),
    [
        ("order_objected", {"decided_on": "2026-11-25", "instead": "支付令失效，可以起诉"}, "支付令失效"),
        ("order_stands", {"instead": "可以凭支付令申请执行"}, "凭支付令申请执行"),
    ],
)
def test_an_agreement_that_is_not_kept_leads_to_a_payment_order_and_that_to_an_end(
    desk: Desk, end: str, said: dict[str, str], words: str
) -> None:
    case = performing(desk)
    assert desk.form(case, "payment_order").fields["amount"].initial == 1234567
    asked = {"to": "砚山县人民法院", "amount": "12345.67"}
    assert "到期没有履行的才能申请" in desk.form(case, "payment_order", **asked).errors.as_text()
    desk.do(case, "payment_order", WHO, at=desk.later(28), **asked)
    assert "约定于2026年12月20日前履行" in desk.words(desk.paper(case, "payment_order_application"))
    desk.party_signs(case, "payment_order_application", "claimant", who=WHO)
    assert desk.due(case, "payment_order") == date(2027, 1, 5)
    assert case.deadlines.get(clock="payment_order").owed_by == "court"
    rider = case.parties.get(role="claimant")
    lines = progress(case, rider, today=desk.at.date()).next
    assert any(line.startswith("人民法院应在2027年1月5日前完成“发出支付令”") for line in lines)
    assert not {"payment_order", "order_objected", "order_stands"} & offered(desk, case)
    given = {"number": "（2026）云2622民督1号", "decided_on": "2026-11-24", "received_on": "2026-11-23"}
    assert "不能早于发出日期" in desk.form(case, "order_issued", **given).errors.as_text()
    desk.do(case, "order_issued", WHO, **given | {"decided_on": "2026-11-23"})
    term = case.deadlines.get(clock="objection")
    assert (term.days, term.started_on) == (15, date(2026, 11, 23))  # from the firm's receipt
    assert "“共同申请仲裁审查”的期限已于2026年12月8日届满。" in progress(case, rider, today=desk.at.date()).next
    note_overdue(today_at=desk.at)
    assert {"order_objected", "order_stands"} <= offered(desk, case)
    desk.do(case, end, WHO, **said)
    assert not {"payment_order", "order_objected", "order_stands"} & offered(desk, case)
    assert any(words in line for _, _, lines in told(rider, at=desk.at) for _, line in lines)
    assert desk.form(case, "breach").fields[f"outcome_{case.claims.get().pk}"].initial == ""
    desk.do(case, "breach", WHO, instead="申请强制执行", **outcome(case, "agreed"))
    assert case.step == "breached"
    lines = told(case.parties.get(role="claimant"), at=desk.at)[-1][2]
    assert ("告知的后续途径（申请执行、支付令、仲裁或起诉）", "申请强制执行") in lines


def test_a_payment_order_that_the_court_refuses_is_noted_with_what_is_open(desk: Desk) -> None:
    case = performing(desk)
    late, asked = desk.later(28), {"to": "砚山县人民法院", "amount": "12345.67"}
    note_overdue(today_at=late)
    assert "order_refused" not in offered(desk, case)
    desk.do(case, "payment_order", WHO, at=late, **asked)
    desk.party_signs(case, "payment_order_application", "claimant", who=WHO)
    assert "payment_order" not in offered(desk, case)
    words = desk.form(case, "order_refused").fields["instead"].initial
    desk.do(case, "order_refused", WHO, result="dismissed", decided_on="2026-12-21", instead=words)
    assert case.deadlines.get(clock="payment_order").state == "ended"
    assert {"payment_order", "to_arbitration"} <= offered(desk, case)
    assert not {"order_refused", "order_issued"} & offered(desk, case)
    [*_, (title, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert (title, dict(lines)["法院的处理"]) == ("法院没有发出支付令", "裁定驳回申请")
    assert "可以凭调解协议向人民法院起诉，也可以依法申请劳动争议仲裁" in dict(lines)["告知的后续途径"]


def test_what_was_never_accepted_does_not_end_as_mediated(desk: Desk) -> None:
    case = filed(desk)
    desk.do(case, "fail", WHO, reason="单位不参加调解", instead="可以申请仲裁")
    assert "没有进入调解，办理于2026年11月23日终结" in desk.words(desk.paper(case, "mediation_end")).replace("\n", "")


def test_where_it_fails_arbitration_is_opened_with_all_that_was_told(desk: Desk) -> None:
    opened = desk.open("mediation/1")
    desk.do(opened.case, "accept", WHO, **ACCEPT)
    desk.do(opened.case, "to_arbitration", WHO, consented="on")
    desk.repeat(opened.case)
    case = desk.born_of(opened.case, "arbitration/1")
    assert (case.organisation.short_name, case.story) == ("砚山县仲裁院", opened.case.story)
    assert case.claims.get().claimed_fen == 1234567
    assert by_receipt(case.number, opened.receipts[0], at=desk.later())[0] == case


def test_an_agreement_that_is_broken_goes_to_arbitration(desk: Desk) -> None:
    case = performing(desk)
    desk.do(case, "to_arbitration", WHO, consented="on")
    assert desk.born_of(case, "arbitration/1").claims.get().claimed_fen == 1234567
    words = desk.words(desk.paper(case, "mediation_end"))
    assert "达成的调解协议没有履行，调解于2026年11月23日终结" in words.replace("\n", "")
    assert "申请材料已转劳动争议仲裁机构" in words


def test_a_complaint_goes_to_mediation_with_its_reporter(desk: Desk) -> None:
    opened = desk.open()
    desk.do(opened.case, "mediate", consented="on")
    desk.repeat(opened.case)
    case = desk.born_of(opened.case, "mediation/1")
    assert case.organisation.short_name == "砚山调解中心"
    assert by_receipt(case.number, opened.receipts[0], at=desk.later())[0] == case


def test_the_applicant_withdraws(desk: Desk) -> None:
    case = mediating(desk)
    desk.do(case, "withdraw", WHO)
    assert (case.step, case.claims.get().outcome) == ("withdrawn", "withdrawn")


def test_who_accepts_it_has_it_where_nobody_had_it(desk: Desk) -> None:
    case = mediating(desk)
    assert case.officer == desk.world.user(WHO)
    named = Event.objects.get(verb="case.assigned", subjects__subject_id=case.pk, subjects__kind="case")
    assert named.actor_name == WHO
    other = filed(desk)
    assign(other, officer=desk.world.user("康主任"), by=desk.world.actor("康主任"), at=desk.later())
    desk.do(other, "accept", WHO, **ACCEPT)  # a colleague who fills in takes it from nobody
    assert other.officer == desk.world.user("康主任")
