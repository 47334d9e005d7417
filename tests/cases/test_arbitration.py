"""Does arbitration go its way within its terms, to an award whose kind the law decides, to court and back?"""

from datetime import date, timedelta
from typing import Any

import pytest

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.base.workdays import WORKING
from huxin.cases import answering, signing
from huxin.cases.actions import noticing
from huxin.cases.actions.moving import makes_sense, perform, possible
from huxin.cases.actions.opening import procedure_of
from huxin.cases.court_words import court_words
from huxin.cases.facts import ClaimFact, Facts
from huxin.cases.models import Case
from huxin.cases.notice_day import notice_day
from huxin.cases.people import Person, by_receipt
from huxin.cases.progress import own_claims, papers_of, progress, told
from huxin.cases.reactions import note_overdue
from huxin.cases.records import Deadline, PaperService, PublicNotice
from huxin.cases.replies import replies_for
from huxin.cases.sessions import sessions
from huxin.cases.signing import serve
from huxin.cases.trial import was_called
from huxin.documents.faces import face
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.law.calendar import calendar_for
from huxin.law.models import Parameter
from tests.cases.conftest import Desk
from tests.cases.test_collective import elected
from tests.cases.test_complaint import outcome

WHO = "刘仲裁"
BOTH = ("claimant", "respondent")
ACCEPT = {"signed": "on", "parties": "on", "claims": "on", "competent": "on", "opinion": "建议受理"}
PANEL = {"kind": "sole", "ground": "clear", "members": "刘仲裁", "secretary": "黎书记"}
HEARING = {"held_on": "2026-12-04", "time": "9时00分", "place": "第一仲裁庭", "members": "刘仲裁"}
HELD = {"held_on": "2026-11-23", "place": "第一仲裁庭", "present": "双方", "absent": "none", "dialogue": "略"}
TEXTS = {"found": "欠付配送费。", "reasons": "应当支付。", "decided": "一、支付配送费。"}


def accepted(desk: Desk, **more: Any) -> Case:
    """An application that the head of the commission accepted on 23 November."""
    case = desk.open("arbitration/1", **more).case
    desk.approve(desk.do(case, "accept", WHO, **ACCEPT))
    case.refresh_from_db()
    return case


def hearing(desk: Desk, **more: Any) -> Case:
    """A case whose hearing is set."""
    case = accepted(desk, **more)
    desk.do(case, "form_panel", WHO, **PANEL)
    desk.do(case, "set_hearing", WHO, **HEARING)
    return case


def heard(desk: Desk, **more: Any) -> Case:
    """A case that was heard."""
    case = hearing(desk, **more)
    desk.do(case, "hold_hearing", WHO, **HELD)
    return case


def award(case: Case, *fen: str, kind: str = "pay") -> dict[str, str]:
    """What is granted for each claim."""
    given = dict(TEXTS)
    for claim, one in zip(case.claims.order_by("pk"), fen, strict=True):
        given |= {f"kind_{claim.pk}": kind, f"found_{claim.pk}": one}
    return given


def awarded(desk: Desk, action: str = "award_final", sum: str = "12345.67") -> Case:
    """An award that was served on both on the day it was signed."""
    case = heard(desk)
    desk.approve(desk.do(case, action, WHO, **award(case, sum)))
    case.refresh_from_db()
    desk.send(case, action, *BOTH, who=WHO)
    return case


def test_five_days_to_accept_and_anew_after_a_supplement(desk: Desk) -> None:
    case = desk.open("arbitration/1").case
    assert desk.due(case, "acceptance") == date(2026, 11, 30)
    desk.do(case, "ask_supplement", WHO, needed="身份证明", due_on="2026-12-10")
    assert case.deadlines.get(clock="acceptance").state == "stopped"
    desk.do(case, "supplement", WHO, at=desk.later(4))
    assert desk.due(case, "acceptance") == date(2026, 12, 4)
    assert case.deadlines.filter(clock="acceptance", state="replaced").count() == 1


def test_accepting_starts_the_terms_of_the_trial(desk: Desk) -> None:
    case = accepted(desk)
    running = {d.clock: d.due_on for d in case.deadlines.filter(state="running")}
    assert running == {"service": date(2026, 11, 30), "panel": date(2026, 11, 30), "award": date(2027, 1, 7)}
    assert {p.kind for p in (row.paper for row in case.letters.all())} == {
        "arbitration_application", "arbitration_accepted", "defence_notice",
    }  # fmt: skip


def test_service_starts_the_defence_and_the_defence_its_copy(desk: Desk) -> None:
    case = accepted(desk)
    desk.send(case, "defence_notice", "respondent", who=WHO, on=date(2026, 11, 23))
    assert desk.due(case, "defence") == date(2026, 12, 7)
    desk.do(case, "defend", "李经办", defence="已经付清")
    assert desk.due(case, "defence_copy") == date(2026, 11, 30)
    desk.send(case, "defence_copy", "claimant", who=WHO)
    assert case.deadlines.get(clock="defence_copy").state == "ended"


@pytest.mark.parametrize(
    ("action", "given", "who"),
    [
        ("change_claim", {"kind": "wage", "change": "增加十月单费", "amount": "3000"}, WHO),
        ("add_party", {"name": "云岭快送科技有限公司", "role": "respondent", "reason": "平台企业"}, WHO),
    ],
)
def test_the_term_begins_anew(desk: Desk, action: str, given: dict[str, str], who: str) -> None:
    case = accepted(desk)
    desk.send(case, "defence_notice", "respondent", who=WHO)
    desk.do(case, action, who, at=desk.later(10), **given)
    desk.repeat(case)
    assert case.deadlines.get(clock="award", state="running").started_on == desk.at.date()
    assert case.claims.count() + case.parties.filter(role="respondent").count() == 3


COUNTER = {"kind": "other", "change": "返还装备款", "amount": "800"}


def countered(desk: Desk) -> Case:
    """The firm claims in turn."""
    case = accepted(desk)
    desk.send(case, "defence_notice", "respondent", who=WHO)
    desk.do(case, "counter_claim", "李经办", at=desk.later(1), **COUNTER)
    return case


def test_a_counter_claim_is_decided_on_in_five_days_and_heard_together(desk: Desk) -> None:
    case = countered(desk)
    assert case.deadlines.get(clock="award").state == "running"  # nothing begins anew before it is accepted
    assert desk.due(case, "counter") == date(2026, 12, 1)
    desk.approve(desk.do(case, "accept_counter", WHO, at=desk.later(2), opinion="同一事实"))
    today = desk.at.date()
    assert case.deadlines.get(clock="counter").state == "ended"
    assert case.deadlines.get(clock="award", state="running").started_on == today
    assert "返还装备款，800.00元" in desk.words(desk.paper(case, "counter_accepted"))
    assert "反申请请求：" in desk.words(desk.paper(case, "counter_notice"))
    assert "answer_counter" in {a.code for a in possible(case, desk.world.actor(WHO), on=desk.at.date())}
    desk.send(case, "counter_notice", "claimant", who=WHO)
    assert case.deadlines.get(clock="counter_service").state == "ended"
    term = case.deadlines.get(clock="counter_defence")
    assert (term.days, term.unit, term.owed_by) == (10, "working", "claimant")
    desk.do(case, "answer_counter", WHO, defence="装备已经交还")
    desk.send(case, "counter_defence_copy", "respondent", who=WHO)
    assert not case.deadlines.filter(clock__startswith="counter", state="running").exists()


def test_a_counter_claim_that_is_not_heard_here_goes_its_own_way(desk: Desk) -> None:
    case = countered(desk)
    given = {"kind": "separate", "reason": "与本案无关联", "law": "第三十六条", "instead": "另行申请"}
    desk.approve(desk.do(case, "refuse_counter", WHO, **given))
    assert case.deadlines.get(clock="award").state == "running"
    row = case.claims.get(party__role="respondent")
    assert (row.outcome, case.deadlines.get(clock="counter").state) == ("rejected", "ended")
    assert "应当另行申请仲裁" in desk.words(desk.paper(case, "counter_refusal"))
    form = desk.form(case, "accept_counter", opinion="x")
    assert "没有等待决定的反申请" in form.errors.as_text()
    codes = {a.code for a in possible(case, desk.world.actor(WHO), on=desk.at.date())}
    assert not codes & {"accept_counter", "refuse_counter", "answer_counter"}
    desk.do(case, "form_panel", WHO, **PANEL)
    desk.do(case, "set_hearing", WHO, **(HEARING | {"held_on": "2026-12-11"}))
    assert f"kind_{row.pk}" not in desk.form(case, "award").fields  # the award says nothing of it
    assert f"outcome_{row.pk}" not in desk.form(case, "close").fields  # and it stays not accepted


def test_no_award_while_a_counter_claim_waits(desk: Desk) -> None:
    case = heard(desk)
    desk.do(case, "counter_claim", WHO, **COUNTER)
    first, other = case.claims.order_by("pk")
    given = award(case, "30000", "0") | {f"kind_{other.pk}": "other"}
    assert "还没有决定是否受理" in desk.form(case, "award", **given).errors.as_text()
    assert first.party_id != other.party_id


def test_a_counter_claim_after_the_term_of_defence_is_pointed_out(desk: Desk) -> None:
    case = accepted(desk)
    desk.send(case, "defence_notice", "respondent", who=WHO)
    desk.do(case, "counter_claim", "李经办", at=desk.later(30), **COUNTER)
    assert "应当告知另行申请仲裁" in desk.form(case, "refuse_counter").fields["kind"].help_text


def drawn_in(desk: Desk, role: str) -> Case:
    """The platform above the partner firm is drawn in."""
    case = accepted(desk)
    desk.send(case, "defence_notice", "respondent", who=WHO)
    desk.do(case, "add_party", WHO, name="云岭快送科技有限公司", role=role, reason="平台企业")
    desk.repeat(case)
    return case


@pytest.mark.parametrize(
    ("role", "words", "action"),
    [("respondent", "共同被申请人", "defend_added"), ("third", "第三人", "third_opinion")],
)
def test_who_is_drawn_in_is_called_and_has_ten_days_of_his_own(desk: Desk, role: str, words: str, action: str) -> None:
    case = drawn_in(desk, role)
    new = case.parties.get(enterprise__name="云岭快送科技有限公司")
    first = case.parties.get(enterprise__name="砚山迅达配送服务有限公司")
    called, told = desk.paper(case, "called_in"), desk.paper(case, "added_told")
    assert f"追加你单位为{words}" in desk.words(called)
    assert "云岭快送" in desk.words(told)
    assert set(signing.goes_to(called, case)) == {new}
    assert set(signing.goes_to(told, case)) == set(case.parties.exclude(pk=new.pk))
    assert desk.due(case, "added_service") == date(2026, 11, 30)
    desk.send(case, "added_told", "claimant", who=WHO)
    assert not case.deadlines.filter(clock="added_defence").exists()  # others were told, not he
    by, paper = desk.world.actor(WHO, desk.later()), desk.issue(desk.sign(called))
    proof = desk.file(case, "送达回证.pdf", by)
    signing.serve(paper, case, new, mode="posted", served_on=date(2026, 11, 23), proof=proof, by=by, at=desk.at)
    assert case.deadlines.get(clock="added_service").state == "ended"
    shown = {party.pk: {p.kind for _, p in papers_of([party], today=date(2026, 11, 23))} for party in (new, first)}
    assert "called_in" in shown[new.pk]
    assert "called_in" not in shown[first.pk]  # the first respondent reads what is meant for him
    assert desk.due(case, "added_defence") == date(2026, 12, 7)
    may = {one.pk: {a.code for a in answering.told(case, one, at=desk.at).actions} for one in (new, first)}
    assert (action in may[new.pk], action in may[first.pk]) == (True, False)  # nobody answers for another
    assert ("defend" in may[new.pk], "defend" in may[first.pk]) == (False, True)
    assert "defence_notice" in shown[first.pk]
    assert "defence_notice" not in shown[new.pk]  # it names another, and nobody waits for its service
    assert case.deadlines.get(clock="service").state == "ended"
    desk.do(case, action, WHO, defence="由合作企业负责")
    assert case.deadlines.get(clock="added_defence").state == "ended"
    assert f"被追加的{words.removeprefix('共同')}云岭快送科技有限公司已提交答辩书" in desk.words(
        desk.paper(case, "defence_copy")
    )


def test_a_stranger_to_the_registry_is_not_added(desk: Desk) -> None:
    form = desk.form(accepted(desk), "add_party", name="无名公司", role="third", reason="x")
    assert "企业名录中没有" in form.errors.as_text()


def test_suspension_stops_the_term_and_gives_back_the_days(desk: Desk) -> None:
    case = hearing(desk)
    desk.do(case, "suspend", WHO, ground="appraisal", reason="委托鉴定")
    desk.do(case, "resume", WHO, at=desk.later(10))
    assert (case.step, desk.due(case, "award")) == ("preparing", date(2027, 1, 18))  # the 17th is a Sunday


def test_fifteen_days_more_with_approval(desk: Desk) -> None:
    case = hearing(desk)
    desk.approve(desk.do(case, "extend", WHO, days="15", reason="案情复杂"))
    assert desk.due(case, "award") == date(2027, 1, 22)
    assert "已延长15日" in desk.form(case, "extend", days="1", reason="x").errors.as_text()


def test_a_hearing_is_told_five_days_before_and_put_off_three_days_before(desk: Desk) -> None:
    case = accepted(desk)
    bad = PANEL | {"members": "刘仲裁、侯院长"}
    assert "独任填写一名" in desk.form(case, "form_panel", **bad).errors.as_text()
    assert "请选择简易处理的理由" in desk.form(case, "form_panel", **(PANEL | {"ground": ""})).errors.as_text()
    desk.do(case, "form_panel", WHO, **PANEL)
    assert "5日前" in desk.form(case, "set_hearing", **(HEARING | {"held_on": "2026-11-27"})).errors.as_text()
    desk.do(case, "set_hearing", WHO, **HEARING)
    late = HEARING | {"held_on": "2026-12-11", "asked_on": "2026-12-02", "reason": "生病"}
    assert "3日前" in desk.form(case, "postpone", **late).errors.as_text()
    desk.do(case, "postpone", WHO, **(late | {"asked_on": "2026-11-23"}))
    assert "因生病延期" in desk.words(desk.paper(case, "arbitration_hearing"))
    assert desk.paper(case, "arbitration_hearing").title == "延期开庭通知书"
    own = {name: given for name, given in late.items() if name != "asked_on"} | {"reason": "仲裁员生病"}
    desk.do(case, "postpone", WHO, **own)
    assert "因仲裁员生病延期" in desk.words(desk.paper(case, "arbitration_hearing"))  # nobody asked for it
    desk.do(case, "change_panel", WHO, **PANEL)
    desk.do(
        case,
        "hold_hearing",
        WHO,
        held_on="2026-11-23",
        place="第一仲裁庭",
        present="双方",
        absent="none",
        dialogue="略",
    )
    assert case.step == "hearing"


def test_the_law_decides_whether_an_award_is_final(desk: Desk) -> None:
    case = heard(desk)
    limit = "21,240.00"  # twelve monthly minimum wages of 砚山
    wrong = desk.form(case, "award", **award(case, "12345.67"))
    assert "请改用“一裁终局裁决”" in wrong.errors.as_text()
    wrong = desk.form(case, "award_final", **award(case, "21240.01"))
    assert "请改用“作出裁决（非终局）”" in wrong.errors.as_text()
    move = desk.do(case, "award_final", WHO, **award(case, "21240.00"))
    words = desk.words(desk.paper(case, "award_final"))
    assert (move.facts["data"]["limit"], "终局裁决，自作出之日起发生法律效力" in words) == (limit, True)


def test_one_item_that_is_not_final_makes_the_award_not_final(desk: Desk) -> None:
    case = heard(desk, claims=(ClaimFact(kind="wage", claimed_fen=100), ClaimFact(kind="other")))
    given = award(case, "1", "0")
    other = case.claims.get(kind="other")
    desk.approve(desk.do(case, "award", WHO, **(given | {f"kind_{other.pk}": "other"})))
    case.refresh_from_db()
    assert (case.step, case.deadlines.get(clock="award").state) == ("awarded", "ended")


def test_a_final_award_holds_when_the_terms_to_go_to_court_have_run_out(desk: Desk) -> None:
    case = awarded(desk)
    terms = case.deadlines.filter(state="running").exclude(owed_by="office").order_by("clock")
    assert [(d.clock, d.days) for d in terms] == [("annulment", 30), ("worker_suit", 15)]
    assert "届满，期满后再登记生效" in desk.form(case, "effective").errors.as_text()
    desk.do(case, "effective", WHO, at=desk.later(32))
    desk.do(case, "enforce", WHO, court="砚山县人民法院", amount="12345.67")
    end = desk.form(case, "close")
    assert end.fields[f"outcome_{case.claims.get().pk}"].initial == "met"
    paid = outcome(case, "met", found="12345.67", paid="12345.67", paid_on="2026-12-20")
    desk.do(case, "close", WHO, result="已执行", **paid)
    assert case.step == "closed"


def test_an_award_that_was_not_served_does_not_hold(desk: Desk) -> None:
    case = heard(desk)
    desk.approve(desk.do(case, "award_final", WHO, **award(case, "100")))
    assert "还没有登记送达" in desk.form(case, "effective").errors.as_text()


def test_of_two_firms_each_is_told_its_own_days(desk: Desk) -> None:
    case = drawn_in(desk, "third")
    desk.send(case, "called_in", "third", who=WHO)
    day = desk.at.date()
    first, new = case.parties.get(role="respondent"), case.parties.get(role="third")
    paper = desk.paper(case, "defence_notice")
    shown = [{one.clock for one in answering.told(case, party, at=desk.at).terms} for party in (first, new)]
    assert ["defence" in shown[0], "defence" in shown[1]] == [True, False]
    assert ["added_defence" in shown[0], "added_defence" in shown[1]] == [False, True]
    Deadline.objects.filter(case=case, clock="defence").update(started_on=day, due_on=date(2026, 12, 30))
    [term] = [one for one in answering.told(case, first, at=desk.at).terms if one.clock == "defence"]
    assert term.started_on == PaperService.objects.get(paper=paper, party=first).served_on
    assert term.due_on == date(2026, 12, 7)  # ten working days from its own receipt, whatever another got later


def test_the_term_to_sue_runs_for_each_side_from_its_own_receipt(desk: Desk) -> None:
    case = heard(desk)
    desk.approve(desk.do(case, "award", WHO, **award(case, "30000")))
    case.refresh_from_db()
    paper = desk.issue(desk.paper(case, "award"))
    desk.serve(case, paper, "claimant", who=WHO, on=date(2026, 11, 23))
    desk.later(3)
    late = desk.form(case, "effective", desk.at + timedelta(days=30))
    assert "登记送达全部当事人" in late.errors.as_text()  # for the firm no term runs yet
    assert not case.deadlines.filter(clock="firm_suit").exists()
    desk.serve(case, paper, "respondent", who=WHO, on=date(2026, 11, 26))
    assert case.deadlines.get(clock="suit", state="running").due_on == date(2026, 12, 8)
    assert case.deadlines.get(clock="firm_suit", state="running").due_on == date(2026, 12, 11)


def test_of_several_each_sues_within_days_of_his_own(desk: Desk) -> None:
    people = tuple(Person(name=f"王大{n}", phone=f"1390000222{n}") for n in range(3))
    case = heard(desk, reporters=people, people=3)
    desk.approve(desk.do(case, "award", WHO, **award(case, "30000")))
    case.refresh_from_db()
    paper = desk.issue(desk.paper(case, "award"))
    first, second, third = case.parties.filter(role="claimant").order_by("pk")
    by = desk.world.actor(WHO, desk.later(5))
    for party, on in ((second, date(2026, 11, 27)), (first, date(2026, 11, 24))):  # the earlier is written down later
        proof = desk.file(case, "送达回证.pdf", by)
        serve(paper, case, party, mode="in_person", served_on=on, proof=proof, by=by, at=desk.at)
    assert case.deadlines.get(clock="suit", state="running").due_on == date(2026, 12, 14)  # the office waits for all
    case.refresh_from_db()
    days = [progress(case, one, today=desk.at.date()).next for one in (first, second, third)]
    assert "2026年12月9日" in days[0][0]
    assert "2026年12月14日" in days[1][0]
    assert days[2] == ()  # nothing was served on him


def test_court_and_award_are_compared(desk: Desk) -> None:
    case = awarded(desk, "award", "30000")
    filed = {"kind": "suit", "by_whom": "respondent", "court": "砚山县人民法院", "filed_on": "2026-11-23"}
    assert "申请撤销只适用于终局裁决" in desk.form(case, "sued", **(filed | {"kind": "annulment"})).errors.as_text()
    desk.do(case, "sued", WHO, **filed)
    assert "仲裁裁决书" in desk.words(desk.paper(case, "court_handover"))
    claim = case.claims.get()
    given = {
        "number": "（2026）云2622民初1号",
        "decided_on": "2026-11-23",
        "result": "changed",
        "difference": "采信流水",
    }
    asked = desk.form(case, "court_result", **given)
    assert list(asked.errors) == [f"found_{claim.pk}"]  # what the award gave is not what the court gave
    assert desk.facts(case, "court_result", desk.at, **given | {"result": "upheld"}).claims[0].found_fen == 3000000
    desk.do(case, "court_result", WHO, **given, **{f"found_{claim.pk}": "20000"})
    words = desk.words(desk.paper(case, "court_comparison"))
    assert "30,000.00\t20,000.00" in words
    [(_, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert lines == [("结果", "改判")]  # how the office explains the difference stays with it
    claim.refresh_from_db()
    assert (case.step, claim.found_fen) == ("effective", 2000000)


def test_a_final_award_is_set_aside(desk: Desk) -> None:
    case = awarded(desk)
    filed = {"kind": "suit", "by_whom": "respondent", "court": "文山州中级人民法院", "filed_on": "2026-11-23"}
    assert "只能申请撤销" in desk.form(case, "sued", **filed).errors.as_text()
    desk.do(case, "sued", WHO, **(filed | {"kind": "annulment"}))
    ruled = {"number": "（2026）云26民特1号", "received_on": "2026-11-21", "reason": "程序违法"}
    assert "不能晚于今天" in desk.form(case, "annulled", **(ruled | {"received_on": "2026-12-21"})).errors.as_text()
    desk.do(case, "annulled", WHO, **ruled)
    assert (case.step, case.claims.get().found_fen) == ("set_aside", 0)  # nothing of it stands, and nothing is in force
    said = progress(case, case.parties.get(role="claimant"), today=desk.at.date()).next
    assert "“裁决被撤销后劳动者提起诉讼”最晚到2026年12月7日，过期不能再提出。" in said  # a Sunday moves on to Monday
    assert "期满后再结案" in desk.form(case, "not_sued", result="x").errors.as_text()


def open_clocks(case: Case) -> set[str]:
    """The terms that run."""
    return {term.clock for term in case.deadlines.filter(state="running")}


def test_one_sides_suit_leaves_the_other_its_days_and_one_judgment_answers_both(desk: Desk) -> None:
    case = heard(desk)
    desk.approve(desk.do(case, "award", WHO, **award(case, "30000")))
    paper = desk.send(case, "award", "claimant", who=WHO)
    officer = desk.world.actor(WHO, desk.at)
    filed = {"court": "砚山县人民法院", "filed_on": "2026-11-23"}
    desk.do(case, "sued", WHO, kind="suit", by_whom="claimant", **filed)
    gone = {"number": "民初1号", "decided_on": "2026-11-23", "result": "withdrawn", "difference": "无"}
    assert "还没有登记送达全部当事人" in desk.form(case, "court_result", **gone).errors.as_text()
    desk.serve(case, paper, "respondent", who=WHO)
    assert open_clocks(case) == {"firm_suit"}
    firm = answering.told(case, case.parties.get(role="respondent"), at=desk.at)
    assert [term.title for term in firm.terms] == ["用人单位提起诉讼"]
    assert "另一方还可以起诉" in desk.form(case, "court_result", **gone).errors.as_text()
    assert "不在可用的选项中" in desk.form(case, "sued_too", by_whom="claimant", **filed).errors.as_text()
    desk.do(case, "sued_too", WHO, by_whom="respondent", **filed)
    assert open_clocks(case) == set()
    assert "用人单位已于2026年11月23日不服裁决起诉" in desk.words(desk.paper(case, "court_handover"))
    said = [title for title, _, _ in told(case.parties.get(role="claimant"), at=desk.at)]
    assert said == ["起诉（申请撤销），移交案卷", "另一方也起诉（申请撤销）"]
    offered = {one.code for one in possible(Case.objects.get(pk=case.pk), officer, on=desk.at.date())}
    assert offered == {"one_out", "court_result"}
    assert "并案审理" in desk.form(case, "court_result").fields["result"].help_text
    judged = gone | {"result": "changed"}
    desk.do(case, "court_result", WHO, **judged, **{f"found_{case.claims.get().pk}": "20000"})
    assert (case.step, case.claims.get().found_fen) == ("effective", 2000000)


def test_of_two_suits_one_is_withdrawn_and_the_court_goes_on_with_the_other(desk: Desk) -> None:
    case = awarded(desk)  # final: the firm can ask to annul it alone
    officer = desk.world.actor(WHO, desk.at)
    filed = {"court": "砚山县人民法院", "filed_on": "2026-11-23"}
    desk.do(case, "sued", WHO, kind="suit", by_whom="claimant", **filed)
    assert open_clocks(case) == {"annulment"}
    assert desk.do(case, "sued_too", WHO, by_whom="respondent", **filed).facts["data"]["annulment"] is True
    ruled = {"number": "（2026）云26民特1号", "received_on": "2026-11-23", "reason": "程序违法"}
    assert "劳动者的起诉还没有结果" in desk.form(case, "annulled", **ruled).errors.as_text()
    out = {"by_whom": "claimant", "result": "withdrawn", "decided_on": "2026-11-23"}
    desk.do(case, "one_out", WHO, **out)
    assert case.step == "in_court"
    assert "只有一方在诉讼中" in desk.form(case, "one_out", **out).errors.as_text()
    offered = {one.code for one in possible(Case.objects.get(pk=case.pk), officer, on=desk.at.date())}
    assert offered == {"sued_too", "annulled", "court_result"}
    desk.do(case, "annulled", WHO, **ruled)
    assert open_clocks(case) == {"suit_again", "firm_suit_again"}
    desk.do(case, "sued_again", WHO, by_whom="respondent", **filed)
    assert open_clocks(case) == {"suit_again"}
    desk.do(case, "sued_too", WHO, by_whom="claimant", **filed)
    assert "劳动者已于2026年11月23日向你院起诉（裁决被撤销后）" in desk.words(desk.paper(case, "court_handover"))
    assert open_clocks(case) == set()


def set_aside(desk: Desk) -> Case:
    """A final award that the court has set aside."""
    case = awarded(desk)
    desk.do(case, "sued", WHO, kind="annulment", by_whom="respondent", court="文山州中级人民法院",
            filed_on="2026-11-23")  # fmt: skip
    desk.do(case, "annulled", WHO, number="（2026）云26民特1号", received_on="2026-11-23", reason="程序违法")
    return case


def test_after_the_award_was_set_aside_a_side_sues_and_the_judgment_holds(desk: Desk) -> None:
    case = set_aside(desk)
    desk.do(case, "sued_again", WHO, by_whom="claimant", court="砚山县人民法院", filed_on="2026-11-23")
    assert "劳动者已于2026年11月23日向你院起诉（裁决被撤销后）" in desk.words(desk.paper(case, "court_handover"))
    assert case.deadlines.get(clock="suit_again").state == "ended"
    wrong = {"number": "x", "received_on": "2026-11-23", "reason": "x"}
    assert "没有登记申请撤销终局裁决" in desk.form(case, "annulled", **wrong).errors.as_text()
    judged = {"number": "（2026）云2622民初2号", "decided_on": "2026-11-23", "result": "changed", "difference": "无"}
    desk.do(case, "court_result", WHO, **judged, **{f"found_{case.claims.get().pk}": "9000"})
    assert (case.step, case.claims.get().found_fen) == ("effective", 900000)


def test_after_the_award_was_set_aside_nobody_sues(desk: Desk) -> None:
    case = set_aside(desk)
    desk.do(case, "not_sued", WHO, at=desk.later(17), result="期满没有起诉")
    assert (case.step, case.claims.get().outcome) == ("closed", "unsettled")


def test_what_was_suspended_before_a_panel_was_formed_goes_on_without_one(desk: Desk) -> None:
    case = accepted(desk)
    desk.do(case, "suspend", WHO, ground="public_notice", reason="公告送达")
    assert "尚未组庭" in desk.form(case, "resume").errors.as_text()
    open_now = {one.code for one in possible(case, desk.world.actor(WHO, desk.at), on=desk.at.date())}
    assert {"resume", "resume_early"} & open_now == {"resume_early"}
    [(_, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert lines == [("事由", "公告送达期间")]
    desk.do(case, "resume_early", WHO, at=desk.later(10))
    assert (case.step, desk.due(case, "award")) == ("accepted", date(2027, 1, 18))


def test_a_settlement_before_the_panel_binds_when_both_have_received_it(desk: Desk) -> None:
    case = hearing(desk)
    desk.approve(desk.do(case, "settle", WHO, terms="支付一万元", **{f"found_{case.claims.get().pk}": "10000"}))
    case.refresh_from_db()
    words = desk.words(desk.paper(case, "arbitration_mediation")).replace("\n", "")
    assert "申请人的仲裁请求：拖欠或克扣报酬" in words  # 调解仲裁法 art. 42
    assert "还没有送达" in desk.form(case, "settled", received_on="2026-11-23").errors.as_text()
    assert not makes_sense(case, procedure_of(case).action("settled"), desk.at.date())
    desk.send(case, "arbitration_mediation", *BOTH, who=WHO)
    assert makes_sense(case, procedure_of(case).action("settled"), desk.at.date())
    desk.do(case, "settled", WHO, received_on="2026-11-23")
    assert (case.step, case.deadlines.get(clock="award").state) == ("effective", "ended")
    assert (case.claims.get().outcome, case.claims.get().found_fen) == ("agreed", 1000000)
    rider = case.parties.get(role="claimant")
    [enforcement] = court_words(rider, own_claims(rider), today=desk.at.date())
    assert enforcement.startswith("单位到期不付的，您可以向法院申请执行")


def test_who_repents_before_receipt_is_heard_again(desk: Desk) -> None:
    case = hearing(desk)
    form = desk.form(case, "settle", terms="支付一万元")
    assert list(form.errors) == [f"found_{case.claims.get().pk}"]  # what is claimed is not agreed on
    desk.approve(desk.do(case, "settle", WHO, terms="支付一万元", **{f"found_{case.claims.get().pk}": "10000"}))
    case.refresh_from_db()
    desk.do(case, "unsettled", WHO, reason="签收前反悔")
    assert (case.step, case.deadlines.get(clock="award").state) == ("hearing", "running")


def test_no_labour_relation_refuses_with_guidance(desk: Desk) -> None:
    case = desk.open("arbitration/1").case
    given = {"reason": "自主决定接单", "law": "第二条", "given": "可主张承揽报酬", "instead": "县法院；县调解中心"}
    desk.approve(desk.do(case, "reject_no_relation", WHO, **given))
    case.refresh_from_db()
    assert (case.step, case.measures.get().kind, case.measures.get().text) == ("rejected", "guidance", "可主张承揽报酬")
    assert "可主张承揽报酬" in desk.words(desk.paper(case, "arbitration_refusal"))


@pytest.mark.parametrize(
    ("action", "given", "end"),
    [
        ("reject", {"reason": "超出范围", "law": "第二条", "instead": "县法院"}, "rejected"),
        ("transfer", {"to": "文山市劳动人事争议仲裁委员会", "reason": "合同履行地"}, "transferred"),
        ("withdraw", {}, "withdrawn"),
    ],
)
def test_it_ends_before_the_trial(desk: Desk, action: str, given: dict[str, str], end: str) -> None:
    case = desk.open("arbitration/1").case
    move = desk.do(case, action, WHO, **given)
    if move.state == "proposed":
        desk.approve(move)
    case.refresh_from_db()
    assert (case.step, case.due_on) == (end, None)
    becomes = {"reject": "rejected", "transfer": "passed_on", "withdraw": "withdrawn"}
    assert case.claims.get().outcome == becomes[action]
    said = told(case.parties.get(role="claimant"), at=desk.at)
    where = [given["to"]] if action == "transfer" else []
    assert [lines[0][1] for _, _, lines in said if lines] == where  # he reads where it went
    assert signing.waiting(case) == []  # nobody is asked any more to sign what he asked for


def test_a_commission_that_is_late_leaves_the_way_to_court_open(desk: Desk) -> None:
    opened = desk.open("arbitration/1")
    case, applicant = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    given = {"court": "砚山县人民法院", "filed_on": "2026-11-23"}
    assert "到2026年11月30日" in desk.form(case, "sue_for_delay", **given).errors.as_text()
    late = procedure_of(case).action("sue_for_delay")
    assert not makes_sense(case, late, desk.at.date())  # nobody is offered what he may not do yet
    at = desk.later(8)
    note_overdue(today_at=at)
    assert makes_sense(case, late, desk.at.date())
    desk.applied(case, "sue_for_delay")
    perform(case, "sue_for_delay", desk.facts(case, "sue_for_delay", at, **given), by=applicant, at=at)
    desk.run()
    case.refresh_from_db()
    assert (case.step, case.claims.get().outcome, case.due_on) == ("sued_for_delay", "passed_on", None)
    words = desk.words(desk.paper(case, "delay_certificate"))
    assert "2026年11月30日届满，本委未作出是否受理的决定" in words
    assert "第二十九条" in words


def test_an_award_that_is_late_does_so_too(desk: Desk) -> None:
    case = accepted(desk)
    desk.do(case, "sue_for_delay", WHO, at=desk.later(60), court="砚山县人民法院", filed_on="2027-01-20")
    assert "未作出裁决" in desk.words(desk.paper(case, "delay_certificate"))
    assert not case.deadlines.filter(state="running").exists()


def test_who_stays_away_is_taken_to_withdraw(desk: Desk) -> None:
    case = hearing(desk)
    given = {"reason": "没有到庭，没有说明理由。", "law": "第三十六条", "instead": "可以咨询法律援助中心"}
    assert "开庭日期还没有到" in desk.form(case, "deem_withdrawn", **given).errors.as_text()
    day = desk.later(12)
    notice = desk.send(case, "arbitration_hearing", who=WHO)
    assert "还没有登记送达申请人" in desk.form(case, "deem_withdrawn", **given).errors.as_text()
    desk.serve(case, notice, "claimant", who=WHO)
    assert "开庭后才送达的不算" in desk.form(case, "deem_withdrawn", **given).errors.as_text()
    case.services.update(served_on=date(2026, 11, 25))
    desk.approve(desk.do(case, "deem_withdrawn", WHO, at=day, **given))
    case.refresh_from_db()
    assert (case.step, case.claims.get().outcome) == ("deemed", "withdrawn")
    words = desk.words(desk.paper(case, "arbitration_deemed"))
    assert "已通知于2026年12月4日开庭。没有到庭，没有说明理由。" in words
    assert "仲裁申请按撤回处理" in words
    assert told(case.parties.get(role="claimant"), at=desk.at) == []  # not before the paper is out
    desk.send(case, "arbitration_deemed", "claimant", who=WHO)
    [(_, _, lines)] = told(case.parties.get(role="claimant"), at=desk.at)
    assert ("可以怎么办", "可以咨询法律援助中心") in lines


def test_many_are_called_through_those_who_represent_them(desk: Desk) -> None:
    riders = tuple(Person(name=f"陆小{n}", phone=f"139000030{n:02d}") for n in range(12))
    case = hearing(desk, reporters=riders, people=12)
    speakers = elected(desk, case, who=WHO)
    notice = desk.send(case, "arbitration_hearing", who=WHO)
    given = {"mode": "in_person", "served_on": desk.at.date(), "by": desk.world.actor(WHO, desk.at), "at": desk.at}
    for party in (*speakers, case.parties.filter(role="claimant").last()):  # one speaks for himself
        assert not was_called(case, "claimant")
        assert party is not None
        serve(notice, case, party, proof=desk.file(case, "送达回证.pdf", given["by"]), **given)
    assert was_called(case, "claimant")


def test_who_was_not_called_is_not_tried_in_his_absence(desk: Desk) -> None:
    case = hearing(desk)
    held = HELD | {"absent": "respondent"}
    assert "还没有登记送达全部被申请人" in desk.form(case, "hold_hearing", **held).errors.as_text()
    desk.send(case, "arbitration_hearing", "respondent", who=WHO)
    desk.do(case, "hold_hearing", WHO, **held)
    desk.do(case, "award_final", WHO, **award(case, "100"))
    words = desk.words(desk.paper(case, "award_final"))
    assert "于2026年11月23日开庭审理，被申请人收到书面通知，无正当理由没有到庭，本委依法缺席裁决" in words


@pytest.mark.parametrize("known", [True, False])
def test_who_was_called_is_told_that_it_was_withdrawn(desk: Desk, known: bool) -> None:
    case = hearing(desk) if known else desk.open("arbitration/1").case
    desk.do(case, "withdraw", WHO, reason="另有打算")
    paper = desk.paper(case, "arbitration_withdrawn")
    told = {party.role for party in signing.goes_to(paper, case)}
    words = desk.words(paper)
    assert (told == set(BOTH), "王大山、砚山迅达配送服务有限公司：" in words) == (known, known)
    assert "本案审理终结" in words
    assert "另有打算" not in words  # his reason is his own


def test_a_third_party_that_stays_away_signs_no_record(desk: Desk) -> None:
    case = drawn_in(desk, "third")
    assert "third" not in dict(desk.form(hearing(desk), "hold_hearing").fields["absent"].choices)
    desk.do(case, "form_panel", WHO, **PANEL)
    desk.do(case, "set_hearing", WHO, **HEARING)
    assert (
        "还没有登记送达全部第三人" in desk.form(case, "hold_hearing", **(HELD | {"absent": "third"})).errors.as_text()
    )
    desk.send(case, "arbitration_hearing", *BOTH, "third", who=WHO)
    desk.do(case, "hold_hearing", WHO, **(HELD | {"absent": "third"}))
    record = desk.paper(case, "hearing_record")
    assert {party.role for party in signing.missing_signers(record, case)} == set(BOTH)
    assert "第三人签名" not in desk.words(record)
    desk.do(case, "award_final", WHO, **award(case, "100"))
    assert "开庭审理，第三人收到书面通知，无正当理由没有到庭" in desk.words(desk.paper(case, "award_final"))


@pytest.mark.parametrize("action", ["withdraw", "deem_withdrawn"])
def test_what_the_firm_claims_in_turn_goes_on_where_the_applicant_withdraws(desk: Desk, action: str) -> None:
    case = hearing(desk)
    desk.send(case, "arbitration_hearing", "claimant", who=WHO)
    desk.do(case, "counter_claim", WHO, at=desk.later(12), **COUNTER)
    desk.approve(desk.do(case, "accept_counter", WHO, opinion="同一事实"))
    if action == "withdraw":
        assert "反申请还要继续审理" in str(desk.form(case, action).fields["reason"].help_text)
        desk.do(case, action, WHO, reason="已付清")
        assert "被申请人的反申请继续审理" in desk.words(desk.paper(case, "arbitration_withdrawn"))
    else:
        desk.approve(desk.do(case, action, WHO, reason="没有到庭", law="第三十六条", instead="按时到庭"))
        assert "按撤回处理。被申请人的反申请继续审理。" in desk.words(desk.paper(case, "arbitration_deemed"))
        case.refresh_from_db()
    outcomes = dict(case.claims.values_list("party__role", "outcome"))
    assert (case.step, case.closed_at, outcomes) == ("hearing", None, {"claimant": "withdrawn", "respondent": ""})
    assert case.deadlines.get(clock="award", state="running")
    rider = case.parties.get(role="claimant")
    assert not makes_sense(case, procedure_of(case).action("withdraw"), desk.at.date(), rider)


def test_the_application_waits_for_its_signature_once_it_is_out(desk: Desk) -> None:
    case = desk.open("arbitration/1").case
    desk.sign(desk.paper(case, "arbitration_application"))
    with pytest.raises(NotPossible, match="还缺当事人签字"):
        perform(case, "accept", Facts(), by=desk.world.actor(WHO), at=desk.later())


def test_the_panel_is_told_only_when_both_have_been_told(desk: Desk) -> None:
    case = accepted(desk)
    desk.do(case, "form_panel", WHO, **PANEL)
    paper = desk.send(case, "panel_notice", "claimant", who=WHO)
    assert case.deadlines.get(clock="panel").state == "running"
    desk.serve(case, paper, "respondent", who=WHO)
    assert case.deadlines.get(clock="panel").state == "ended"


def test_what_an_officer_writes_down_for_the_only_applicant_is_his_claim(desk: Desk) -> None:
    case = accepted(desk)
    desk.do(case, "change_claim", WHO, kind="deposit", change="退还押金", amount="500")
    assert case.claims.get(kind="deposit").party == case.parties.get(role="claimant")


def test_the_application_says_in_his_own_words_what_he_asks_for(desk: Desk) -> None:
    case = desk.open("arbitration/1", wish="裁决支付单费。").case
    words = desk.words(desk.paper(case, "arbitration_application"))
    assert "请求事项：裁决支付单费（拖欠或克扣报酬，12,345.67元）。" in words


def test_nothing_that_is_judged_is_chosen_beforehand_and_the_clerk_is_no_arbitrator(desk: Desk) -> None:
    case = accepted(desk)
    for code, name in (("form_panel", "kind"), ("hold_hearing", "absent"), ("sued", "by_whom"), ("add_party", "role")):
        assert desk.form(case, code).fields[name].choices[0] == ("", "请选择"), code
    three = PANEL | {"kind": "panel", "members": "刘仲裁，高平、高平"}
    assert "三名不同的仲裁员" in desk.form(case, "form_panel", **three).errors.as_text()
    three |= {"members": "刘仲裁，高平、黎书记"}
    assert list(desk.form(case, "form_panel", **three).errors) == ["secretary"]


def test_a_term_that_was_extended_after_it_had_passed_offers_nothing_before_its_new_last_day(desk: Desk) -> None:
    case = hearing(desk)
    late = procedure_of(case).action("sue_for_delay")
    note_overdue(today_at=desk.later(50))
    assert makes_sense(Case.objects.get(pk=case.pk), late, desk.at.date())
    desk.approve(desk.do(case, "extend", WHO, days="15", reason="案情复杂"))
    case = Case.objects.get(pk=case.pk)
    term = case.deadlines.get(clock="award")
    assert (term.first_overdue_on, term.due_on) == (
        date(2027, 1, 8),
        date(2027, 1, 22),
    )  # what was late stays on record
    assert not makes_sense(case, late, desk.at.date())
    given = {"court": "砚山县人民法院", "filed_on": "2027-01-12"}
    assert "还没有届满" in desk.form(case, "sue_for_delay", **given).errors.as_text()
    assert makes_sense(case, late, date(2027, 1, 23))


def test_the_record_of_the_hearing_begins_with_what_was_set(desk: Desk) -> None:
    case = hearing(desk)
    fields = desk.form(case, "hold_hearing").fields
    assert [fields[name].initial for name in ("held_on", "place")] == ["2026-12-04", "第一仲裁庭"]
    assert fields["present"].initial == "申请人王大山；被申请人砚山迅达配送服务有限公司"
    early = desk.form(case, "hold_hearing", held_on="2026-12-04", place="x", present="x", absent="none", dialogue="x")
    assert "开庭日期还没有到" in early.errors.as_text()


def test_an_award_has_a_number_and_those_who_sign_it(desk: Desk) -> None:
    case = awarded(desk)
    paper = desk.paper(case, "award_final")
    words = desk.words(paper)
    assert paper.number
    assert "仲裁员：刘仲裁（签名）" in words
    assert "依照《中华人民共和国劳动争议调解仲裁法》第四十七条的规定" in words
    assert "终局审查" not in words
    assert face(paper).addressees == ""  # it calls on nobody


def test_the_court_gets_what_parties_may_read_and_no_draft(desk: Desk) -> None:
    case = awarded(desk, "award", "30000")
    desk.do(case, "sued", WHO, kind="suit", by_whom="claimant", court="砚山县人民法院", filed_on="2026-11-23")
    words = desk.words(desk.paper(case, "court_handover"))
    assert "仲裁裁决书" in words
    assert "立案审批表" not in words  # inner
    assert "组庭通知书" not in words  # a draft still


def test_a_letter_speaks_to_one_or_to_many(desk: Desk) -> None:
    case = accepted(desk)
    assert "你与" in desk.words(desk.paper(case, "arbitration_accepted"))
    assert "45日内审结" in next(text for reply, text in replies_for(case) if reply.code == "arbitration.accepted")


def test_a_letter_to_a_person_is_sent_to_no_unit(desk: Desk) -> None:
    case = accepted(desk)
    desk.send(case, "arbitration_accepted", "claimant", who=WHO)
    said = [sentence(event) for event in Event.objects.filter(verb="paper.issued")]
    assert said == ["印发"]


def test_more_days_and_an_award_are_offered_while_they_can_be_had(desk: Desk) -> None:
    case = hearing(desk)
    officer = desk.world.actor(WHO, desk.at)
    offered = {one.code for one in possible(Case.objects.get(pk=case.pk), officer, on=desk.at.date())}
    assert {"extend", "award", "award_final"} & offered == {"extend"}
    desk.approve(desk.do(case, "extend", WHO, days="15", reason="案情复杂"))
    desk.do(case, "hold_hearing", WHO, **HELD)
    offered = {one.code for one in possible(Case.objects.get(pk=case.pk), officer, unsigned=[], on=desk.at.date())}
    assert {"extend", "award", "award_final"} & offered == {"award", "award_final"}


def test_nobody_awards_before_he_has_heard_and_no_term_outlives_the_award(desk: Desk) -> None:
    case = hearing(desk)
    assert "还没有登记庭审" in desk.form(case, "award", **award(case, "30000")).errors.as_text()
    desk.do(case, "hold_hearing", WHO, **HELD)
    desk.approve(desk.do(case, "award", WHO, **award(case, "30000")))
    assert not case.deadlines.filter(state="running").exists()


def test_what_is_claimed_in_turn_stands_apart_in_the_award(desk: Desk) -> None:
    case = hearing(desk)
    desk.send(case, "defence_notice", "respondent", who=WHO)
    desk.do(case, "counter_claim", "李经办", kind="other", change="返还装备款", amount="500")
    desk.approve(desk.do(case, "accept_counter", WHO, opinion="同一事实"))
    desk.do(case, "hold_hearing", WHO, **HELD)
    given = award(case, "12345.67", "0") | {f"kind_{case.claims.get(kind='other').pk}": "other"}
    desk.do(case, "award", WHO, **given)
    words = desk.words(desk.paper(case, "award"))
    assert "申请人请求：拖欠或克扣报酬，12,345.67元。" in words
    assert "被申请人反申请请求：其他劳动权益，返还装备款，500.00元。" in words


def test_the_comparison_shows_the_award_also_where_it_was_set_aside(desk: Desk) -> None:
    case = set_aside(desk)
    desk.do(case, "sued_again", WHO, by_whom="claimant", court="砚山县人民法院", filed_on="2026-11-23")
    judged = {"number": "（2026）云2622民初2号", "decided_on": "2026-11-23", "result": "changed", "difference": "无"}
    desk.do(case, "court_result", WHO, **judged, **{f"found_{case.claims.get().pk}": "9000"})
    assert "12,345.67\t12,345.67\t9,000.00" in desk.words(desk.paper(case, "court_comparison"))


def test_what_the_court_gave_is_read_at_once_with_how_long_one_has(desk: Desk) -> None:
    case = set_aside(desk)
    desk.do(case, "sued_again", WHO, by_whom="claimant", court="砚山县人民法院", filed_on="2026-11-23")
    rider = case.parties.get(role="claimant")
    assert court_words(rider, own_claims(rider), today=desk.at.date()) == []
    judged = {"number": "（2026）云2622民初2号", "decided_on": "2026-11-23", "result": "changed", "difference": "无"}
    desk.do(case, "court_result", WHO, **judged, **{f"found_{case.claims.get().pk}": "9000"})
    rider = case.parties.get(role="claimant")
    assert case.closed_at is None
    judgment, appeal, enforcement = court_words(rider, own_claims(rider), today=desk.at.date())
    assert judgment.startswith("法院判决（（2026）云2622民初2号，2026年11月23日）：")
    assert judgment.endswith("支持9,000.00元（您要求12,345.67元）。")
    assert "收到判决书之日起15日内（《中华人民共和国民事诉讼法（2023年修正）》第一百七十一条，待核实）" in appeal
    assert "最后一天起2年内" in enforcement
    assert court_words(case.parties.get(role="respondent"), [], today=desk.at.date()) == []
    Parameter.objects.filter(code="period.appeal").update(state="removed")
    assert "在法院告知的期限内" in court_words(rider, own_claims(rider), today=desk.at.date())[1]
    case.claims.update(paid_fen=900000)
    assert len(court_words(rider, own_claims(rider), today=desk.at.date())) == 2  # nothing is left to enforce


def to_be_noticed(desk: Desk) -> Case:
    """The notice to the firm is out, and cannot be handed over."""
    case = accepted(desk)
    desk.issue(desk.sign(desk.paper(case, "defence_notice")))
    return case


def noticed(desk: Desk, case: Case, **given: Any) -> PublicNotice:
    """The notice to the firm was made public, because nobody could be reached."""
    paper = desk.paper(case, "defence_notice")
    by = desk.world.actor(WHO, desk.later())
    proof = desk.file(case, "公告凭证.pdf", by)
    firm = case.parties.get(role="respondent")
    row = noticing.make_public(paper, case, firm, proof=proof, by=by, at=desk.at, **given)
    row.refresh_from_db()
    return row


PUBLIC = date(2026, 11, 24)


def test_the_day_of_a_public_notice_is_worked_out_and_the_term_leaves_it_out(desk: Desk) -> None:
    case = to_be_noticed(desk)
    with pytest.raises(NotPossible, match="请填写公告日期"):
        noticed(desk, case, published_on=None)
    desk.later(35)
    with pytest.raises(NotPossible, match="不能早于文书印发的日期"):
        noticed(desk, case, published_on=date(2026, 11, 1))
    assert noticed(desk, case, published_on=PUBLIC).ended_on == date(2026, 12, 24)
    row = case.services.get(mode="public_notice")  # written down when its days were over already
    assert row.served_on == date(2026, 12, 24)
    assert "第九十五条（待核实）经过30日" in row.reckoned  # the figure is a row of the law, and not confirmed
    assert case.deadlines.get(clock="defence").started_on == date(2026, 12, 24)
    term = case.deadlines.get(clock="award")
    assert (term.state, term.stops.get().reason) == ("running", "《答辩通知书》公告送达期间")
    assert term.due_on == date(2027, 2, 8)  # 45 and 30 days come to a Saturday
    assert case.deadlines.get(clock="panel").stops.count() == 0  # the rule leaves days out of the term to award alone


def test_the_same_days_are_not_left_out_twice(desk: Desk) -> None:
    case = to_be_noticed(desk)
    desk.do(case, "suspend", WHO, ground="public_notice", reason="公告送达")
    desk.do(case, "resume_early", WHO, at=desk.later(37))
    before = desk.due(case, "award")
    noticed(desk, case, published_on=PUBLIC)
    assert desk.due(case, "award") == before == date(2027, 2, 15)


def test_another_day_of_a_public_notice_needs_its_ground(desk: Desk) -> None:
    case = to_be_noticed(desk)
    desk.later(20)
    with pytest.raises(NotPossible, match="不能早于公告日期"):
        noticed(desk, case, published_on=PUBLIC, served_on=date(2026, 11, 20), ground="法院另有裁定")
    noticed(desk, case, published_on=PUBLIC, served_on=date(2026, 12, 10), ground="法院另有裁定")
    row = case.services.get(mode="public_notice")
    assert (row.served_on, "改为2026年12月10日，理由：法院另有裁定" in row.reckoned) == (date(2026, 12, 10), True)


def test_a_changed_figure_of_the_statute_moves_the_day(desk: Desk) -> None:
    Parameter.objects.filter(code="period.public_notice").update(value=60)
    assert notice_day(PUBLIC, "532622").on == date(2027, 1, 23)


def test_of_a_hearing_the_firm_reads_until_when_it_may_ask_for_another_day(desk: Desk) -> None:
    case = hearing(desk)
    [session] = sessions([case], desk.at.date())
    assert (session.title, session.place) == ("仲裁开庭", "第一仲裁庭")
    last = calendar_for(case.area_id).add(session.on, -3, WORKING)
    assert f"最晚{spoken_date(last)}" in session.otherwise
    [near] = sessions([case], session.on - timedelta(days=1))
    assert "按撤回处理" in near.otherwise  # it is too late to ask for another day, and not to come has its price
    assert sessions([case], session.on + timedelta(days=1)) == []


def test_an_award_tells_what_the_respondent_answered(desk: Desk) -> None:
    case = heard(desk)
    desk.do(case, "award_final", WHO, **award(case, "100"))
    assert "被申请人没有提交书面答辩。" in desk.words(desk.paper(case, "award_final"))
    other = hearing(desk)
    desk.do(other, "defend", WHO, defence="平台没有拨付")
    desk.do(other, "hold_hearing", WHO, **HELD)
    desk.do(other, "award_final", WHO, **award(other, "100"))
    assert "被申请人答辩：\n平台没有拨付" in desk.words(desk.paper(other, "award_final"))
