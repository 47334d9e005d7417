"""Does an investigation go right through its rarer branches: penalty and hearing, police, suspension, revocation?"""

from datetime import date, timedelta
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.base.workdays import WORKING
from huxin.cases import signing
from huxin.cases.actions.desk import assign
from huxin.cases.actions.moving import perform, possible
from huxin.cases.casefile import make_file, pieces_of
from huxin.cases.facts import Facts
from huxin.cases.forms.common import left_open
from huxin.cases.models import Case, Measure
from huxin.cases.progress import progress, told
from huxin.law.calendar import calendar_for
from huxin.registry.models import Enterprise
from huxin.work.todos import todos
from tests.cases.conftest import Desk
from tests.cases.test_complaint import CONDITIONS, accepted, ordered, outcome
from tests.journeys.papers import pdf_text

FOUND = {"found": "未按规定支付报酬，拒不提供记录。", "law": "《劳动保障监察条例》第三十条", "proposed": "罚款五千元",
         "amount": "5000"}  # fmt: skip
HEARD = {"came": "yes", "held_on": "2026-12-04", "place": "三楼会议室", "chair": "白法制", "recorder": "韦受理",
         "present": "李经办，人事主管", "dialogue": "问：为何拖欠？\n答：没有结算。", "conclusion": "维持"}  # fmt: skip
DECISION = FOUND | {"decided": "罚款五千元", "due_on": "2026-12-31"}


def reviewed(desk: Desk) -> Case:
    """A complaint whose findings went through the legal review."""
    case = accepted(desk)
    desk.approve(desk.do(case, "review", **FOUND))
    case.refresh_from_db()
    return case


def noticed(desk: Desk, *, served: bool = True, **more: str) -> Case:
    """The firm was told what is to be decided, and of its rights."""
    case = reviewed(desk)
    desk.approve(desk.do(case, "give_notice", **FOUND, **more))
    case.refresh_from_db()
    if served:
        desk.send(case, "prior_notice", "respondent", who="陈办案")
    return case


def why_not(desk: Desk, case: Case, action: str, at: Any = None, **given: str) -> str:
    """What the form of an action says is missing."""
    return str(desk.form(case, action, at, **given).errors.as_text())


def decided(desk: Desk) -> Case:
    """A penalty that nobody objected to, decided when the term for a hearing was over."""
    case = noticed(desk)
    desk.approve(desk.do(case, "decide", at=desk.later(8), **DECISION))
    case.refresh_from_db()
    return case


def test_no_penalty_before_the_firm_was_told_and_its_five_days_are_over(desk: Desk) -> None:
    case = noticed(desk, served=False)
    assert case.step == "penalising"
    assert "事先告知书还没有送达" in why_not(desk, case, "decide", **DECISION)
    desk.send(case, "prior_notice", "respondent", who="陈办案")
    assert desk.due(case, "hearing_request") == date(2026, 11, 30)
    assert "要求听证的期限到2026年11月30日" in why_not(desk, case, "decide", **DECISION)
    assert desk.form(case, "decide", desk.later(8), **DECISION).is_valid()


def test_no_penalty_without_legal_review_which_can_still_be_made_up_for(desk: Desk) -> None:
    case = accepted(desk)
    desk.approve(desk.do(case, "give_notice", **FOUND))
    desk.send(case, "prior_notice", "respondent", who="陈办案")
    later = desk.later(8)
    assert "应当进行法制审核" in why_not(desk, case, "decide", later, **DECISION)
    desk.approve(desk.do(case, "review", **FOUND))
    assert desk.form(case, "decide", desk.later(), **DECISION).is_valid()


def test_what_may_be_ordered_on_top_of_unpaid_wages_is_worked_out(desk: Desk) -> None:
    case = ordered(desk)
    assert desk.form(case, "decide").fields["decided"].help_text == ""
    case.measures.filter(kind="correction").update(result="refused")
    words = desk.form(case, "decide").fields["decided"].help_text
    assert "加付6,172.84元至12,345.67元" in words  # 50 to 100 per cent of 12,345.67


def test_a_heavy_penalty_is_discussed_first(desk: Desk) -> None:
    case = noticed(desk)
    later = desk.later(8)
    assert "重大处罚应当集体讨论" in why_not(desk, case, "decide", later, **DECISION, heavy="on")
    desk.do(case, "discuss", held_on="2026-11-23", present="局领导班子", conclusion="同意")
    assert desk.form(case, "decide", desk.later(), **DECISION, heavy="on").is_valid()


def test_the_firm_is_heard_before_it_is_fined(desk: Desk) -> None:
    case = noticed(desk)
    desk.do(case, "defend", who="李经办", statement="金额过高")
    desk.do(case, "request_hearing", who="李经办", reason="对金额有异议")
    stated = {piece.title: piece for piece in pieces_of(case) if piece.key.startswith("move-")}
    assert {title: piece.inner for title, piece in stated.items()} == {"陈述申辩": False, "要求听证": False}
    words = pdf_text(make_file(case, [stated["要求听证"].key], by=desk.world.actor("陈办案", desk.at), at=desk.later()))
    assert "对金额有异议" in words
    Case.objects.filter(pk=case.pk).update(officer=desk.world.user("陈办案"))
    assert "是本案调查人员" in why_not(desk, case, "set_hearing", held_on="2026-12-04", place="三楼", chair="陈办案")
    assert (case.step, case.deadlines.get(clock="hearing_request").state) == ("hearing", "ended")
    assert "7个工作日前" in why_not(desk, case, "set_hearing", held_on="2026-11-30", place="三楼", chair="白法制")
    desk.do(case, "set_hearing", held_on="2026-12-04", place="三楼会议室", chair="白法制")
    assert "三楼会议室" in desk.words(desk.paper(case, "hearing_notice"))
    late = desk.later(11)
    assert "姓名和职务" in why_not(desk, case, "end_hearing", late, **HEARD | {"present": ""})
    desk.do(case, "end_hearing", at=late, **HEARD)
    assert case.step == "penalising"
    record = desk.paper(case, "penalty_hearing_record")
    assert "问：为何拖欠" in desk.words(record)
    with pytest.raises(NotPossible, match="《听证笔录》还缺当事人签字"):
        perform(case, "decide", Facts(), by=desk.world.actor("陈办案", desk.at), at=desk.later())
    desk.party_signs(case, "penalty_hearing_record", "respondent", who="陈办案")
    assert "request_hearing" not in {
        one.code for one in possible(case, desk.world.actor("陈办案", desk.at), on=desk.at.date())
    }
    assert desk.form(case, "decide", desk.later(), **DECISION).is_valid()


def test_no_hearing_is_written_down_before_its_day_which_can_be_moved_or_given_up(desk: Desk) -> None:
    case = noticed(desk)
    desk.do(case, "request_hearing", who="李经办", reason="对金额有异议")
    assert "还没有通知听证" in why_not(desk, case, "end_hearing", **HEARD | {"came": "no", "held_on": "2026-11-23"})
    desk.do(case, "set_hearing", held_on="2026-12-04", place="三楼", chair="白法制")
    today = desk.later().date().isoformat()
    for came in ("yes", "no"):
        early = why_not(desk, case, "end_hearing", **HEARD | {"came": came, "held_on": today})
        assert "通知的听证日期是2026年12月4日，在这以前没有举行听证，不能登记" in early
    late = desk.later(12)
    assert "2026年12月4日" in why_not(desk, case, "end_hearing", late, **HEARD | {"held_on": "2026-12-03"})
    assert desk.form(case, "end_hearing", late, **HEARD).is_valid()
    desk.do(case, "set_hearing", held_on="2026-12-18", place="三楼", chair="白法制")
    assert "原定于2026年12月4日举行的听证改期。" in desk.words(desk.paper(case, "hearing_notice"))
    assert "2026年12月18日" in why_not(desk, case, "end_hearing", **HEARD)
    back = HEARD | {"came": "back", "held_on": desk.at.date().isoformat(), "present": ""}
    desk.do(case, "end_hearing", **back)
    assert case.step == "penalising"
    assert not signing.missing_signers(desk.paper(case, "penalty_hearing_record"), case)


def test_a_hearing_is_asked_for_within_its_days_and_the_decision_says_what_was_proposed(desk: Desk) -> None:
    case = noticed(desk)
    late = desk.later(8)
    assert "期限已于2026年11月30日届满" in why_not(desk, case, "request_hearing", late, reason="太高")
    asked = desk.form(case, "request_hearing", late, reason="太高", asked_on="2026-11-25")
    assert asked.is_valid()  # it came in time, and is written down later
    fields = desk.form(case, "decide", late).fields
    assert {name: fields[name].initial for name in ("found", "law", "amount", "decided")} == {
        "found": FOUND["found"], "law": FOUND["law"], "amount": "5000.00", "decided": FOUND["proposed"],
    }  # fmt: skip


@pytest.mark.parametrize("who", ["邱经办", "杨外县", "王师傅"])
def test_nobody_but_the_firm_itself_asks_for_its_hearing(desk: Desk, who: str) -> None:
    case = noticed(desk)
    with pytest.raises(PermissionDenied):
        perform(case, "request_hearing", Facts(reason="x"), by=desk.world.actor(who), at=desk.later())


def test_a_penalty_is_served_within_seven_days_paid_and_closed(desk: Desk) -> None:
    case = decided(desk)
    assert (case.step, desk.due(case, "decision_service")) == ("decided", date(2026, 12, 10))
    desk.send(case, "penalty_decision", "respondent", who="陈办案", on=date(2026, 12, 1))
    assert case.deadlines.get(clock="decision_service").state == "ended"
    assert desk.due(case, "fine") == date(2026, 12, 16)
    measure = case.measures.get(kind=Measure.Kind.PENALTY)
    assert (measure.amount_fen, measure.served_on) == (500000, date(2026, 12, 1))
    paid = {f"result_{measure.pk}": "complied", f"on_{measure.pk}": "2026-12-02"}
    desk.do(case, "performed", at=desk.later(2), found="罚款已缴", **paid)
    assert case.deadlines.get(clock="fine").state == "ended"
    desk.approve(desk.do(case, "close", result="已处罚", **outcome(case, "partly")))
    wrong = desk.form(case, "publish", published_on="2027-12-05", place="门户网站").errors.as_text()
    assert "公布日期不能晚于今天" in wrong
    day = desk.later().date()
    desk.do(case, "publish", published_on=day, place="门户网站")
    assert set(case.measures.filter(kind__in=("penalty", "handling")).values_list("published_on", flat=True)) == {day}
    case.refresh_from_db()
    assert (case.step, case.deadlines.filter(state="running", owed_by="office").exists()) == ("closed", False)


def test_a_decision_names_the_firm_and_where_it_is_contested(desk: Desk) -> None:
    case = noticed(desk)
    Enterprise.objects.filter(pk=case.enterprise_id).update(address="江那镇某路1号")
    desk.approve(desk.do(case, "decide", at=desk.later(8), **(DECISION | {"amount": ""})))
    desk.send(case, "penalty_decision", "respondent", who="陈办案")
    assert not case.deadlines.filter(clock="fine").exists()
    assert case.deadlines.filter(clock="review_request", state="running").exists()
    words = desk.words(desk.paper(case, "penalty_decision"))
    assert "当事人：砚山迅达配送服务有限公司，统一社会信用代码91532622MA6KLAAB1Q，住所江那镇某路1号。" in words
    assert "60日内向砚山县人民政府申请行政复议" in words
    assert "罚款应当" not in words  # a warning alone


def test_a_firm_is_ordered_to_pay_by_a_decision_of_its_own(desk: Desk) -> None:
    case = noticed(desk)
    given = FOUND | {"decided": "支付单费12345.67元", "amount": "12345.67", "due_on": "2026-12-15"}
    desk.approve(desk.do(case, "handle", **given))  # no fine: nobody waits for a hearing
    case.refresh_from_db()
    assert case.step == "decided"
    paper = desk.paper(case, "handling_decision")
    assert paper.title == "行政处理决定书"
    assert "缴纳" not in desk.words(paper)
    desk.send(case, "handling_decision", "respondent", who="陈办案")
    measure = case.measures.get(kind=Measure.Kind.HANDLING)
    assert (measure.amount_fen, desk.due(case, "handling")) == (1234567, date(2026, 12, 15))
    assert case.deadlines.get(clock="review_request").owed_by == "firm"
    assert not case.deadlines.filter(clock="fine").exists()
    assert "履行期限到2026年12月15日" in why_not(desk, case, "remind", owed="x", way="x")
    paid = {f"result_{measure.pk}": "complied", f"on_{measure.pk}": "2026-11-24"}
    desk.do(case, "performed", at=desk.later(2), found="已支付", **paid)
    assert case.deadlines.get(clock="handling").state == "ended"
    assert "没有送达、尚未履行" not in why_not(desk, case, "enforce", **COURT)
    assert "不能申请强制执行" in why_not(desk, case, "enforce", **COURT)


def unheeded(desk: Desk) -> Case:
    """A decision that was served, and its day has passed."""
    case = decided(desk)
    desk.send(case, "penalty_decision", "respondent", who="陈办案", on=date(2026, 12, 1))
    return case


COURT = {"court": "砚山县人民法院", "owed": "罚款五千元"}


def test_a_decision_that_is_not_carried_out_is_enforced_by_the_court_after_a_reminder(desk: Desk) -> None:
    case = unheeded(desk)
    assert desk.due(case, "review_request") == date(2027, 2, 1)  # the 30th of January is a Saturday
    assert desk.due(case, "suit") == date(2027, 6, 1)
    assert "履行期限到2026年12月31日" in why_not(desk, case, "remind", owed="罚款", way="缴纳")
    assert "请先办理“催告履行”" in why_not(desk, case, "enforce", **COURT)
    desk.do(case, "remind", at=desk.later(40), owed="罚款五千元", way="缴纳")
    assert "10个工作日内履行" in desk.words(desk.paper(case, "enforcement_reminder"))
    assert (desk.due(case, "court_enforcement"), case.due_on) == (date(2027, 9, 1), date(2027, 9, 1))
    rider = progress(case, case.parties.get(role="claimant"), today=desk.at.date()).next
    assert any(line.startswith("用人单位“提起行政诉讼”最晚到") for line in rider)  # no right of his own
    assert any(line.endswith("前完成“缴纳罚款”，现已超期。") for line in rider)
    desk.send(case, "enforcement_reminder", "respondent", who="陈办案")
    term = case.deadlines.get(clock="reminder")
    assert (term.days, term.unit, term.owed_by) == (10, "working", "firm")
    assert "届满仍不履行的才能申请" in why_not(desk, case, "enforce", **COURT)
    assert "2027年6月2日起才能申请" in why_not(desk, case, "enforce", desk.later(30), **COURT)
    assert "已于2027年9月1日届满" in why_not(desk, case, "enforce", desk.at + timedelta(days=300), **COURT)
    assert desk.form(case, "enforce", **COURT, ground="复议维持后计算").is_valid()
    desk.approve(desk.do(case, "enforce", at=desk.later(150), **COURT))
    words = desk.words(desk.paper(case, "enforcement_application"))
    assert "2026年12月1日送达的决定书" in words
    desk.do(case, "court_ruled", court="砚山县人民法院", number="（2027）云2622行审1号", ruled_on="2027-06-05",
            result="granted")  # fmt: skip
    assert (case.step, case.deadlines.get(clock="reminder").state) == ("decided", "ended")


def test_a_decision_that_was_set_aside_is_made_again(desk: Desk) -> None:
    case = unheeded(desk)
    body = {"body": "砚山县人民政府", "number": "复决1号", "decided_on": "2026-12-01"}
    redo = body | {"result": "revoked", "reason": "事实不清"}
    assert "还没有登记单位申请复议" in why_not(desk, case, "redo", **redo)
    desk.do(case, "challenge", kind="review", body="砚山县人民政府", filed_on="2026-12-01")
    assert case.deadlines.get(clock="review_request").state == "ended"
    assert desk.form(case, "redo").fields["body"].initial == "砚山县人民政府"
    desk.do(case, "publish", published_on=desk.at.date(), place="门户网站")
    assert "3个工作日内撤回" in desk.form(case, "redo").fields["withdrawn_on"].help_text
    desk.do(case, "redo", **redo, due_on="2026-12-30")
    assert desk.due(case, "decision_again") == date(2026, 12, 30)
    assert (case.step, case.measures.get(kind="penalty").result) == ("investigating", "annulled")
    gone = ("fine", "reminder", "review_request", "suit")
    assert not case.deadlines.filter(clock__in=gone, state="running").exists()
    assert desk.due(case, "withdrawal") == date(2026, 12, 4)  # three working days from the day of the review
    desk.do(case, "unpublish", withdrawn_on=desk.at.date(), place="门户网站", said="决定已被撤销")
    assert case.measures.get(kind="penalty").withdrawn_on == desk.at.date()
    assert not case.deadlines.filter(clock="withdrawal", state="running").exists()


@pytest.mark.parametrize("public", [False, True])
def test_nothing_is_to_be_withdrawn_that_is_not_public(desk: Desk, public: bool) -> None:
    case = unheeded(desk)
    desk.do(case, "challenge", kind="review", body="砚山县人民政府", filed_on="2026-12-01")
    given = {"body": "砚山县人民政府", "number": "复决1号", "decided_on": "2026-12-01", "reason": "事实不清"}
    if public:
        desk.do(case, "publish", published_on=desk.at.date(), place="门户网站")
        given["withdrawn_on"] = str(desk.at.date())
    assert ("withdrawn_on" in desk.form(case, "redo").fields) == public
    desk.do(case, "redo", result="changed", **given)
    assert not case.deadlines.filter(clock="decision_again").exists()  # nobody said when
    assert not case.deadlines.filter(clock="withdrawal").exists()
    assert "没有正在公布" in why_not(desk, case, "unpublish", withdrawn_on=desk.at.date(), place="x", said="x")


def closed_and_public(desk: Desk) -> Case:
    """The fine was paid, the case is closed, the decision stands on the web."""
    case = unheeded(desk)
    desk.do(case, "publish", at=desk.later(9), published_on=desk.at.date(), place="门户网站")
    assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    [fine] = case.measures.all()
    paid = {f"result_{fine.pk}": "complied", f"on_{fine.pk}": str(desk.at.date())}
    desk.do(case, "performed", found="已缴纳", **paid)
    desk.approve(desk.do(case, "close", result="已履行", **outcome(case, "met", paid="1", paid_on=desk.at.date())))
    case.refresh_from_db()
    assert case.step == "closed"
    return case


def test_a_decision_that_falls_after_the_end_is_withdrawn_in_three_days(desk: Desk) -> None:
    case, officer = closed_and_public(desk), desk.world.actor("陈办案")
    offered = {one.code for one in possible(case, officer, on=desk.at.date())}
    assert {"annulled", "repaired"} <= offered
    assert "unpublish" not in offered  # nothing asks for it
    on = desk.at.date()
    desk.do(case, "annulled", result="void", body="砚山县人民法院", number="行初2号", decided_on=on)
    assert desk.due(case, "withdrawal") == calendar_for(case.area_id).add(on, 3, WORKING)
    assert (case.due_on, case.closed_at is None) == (desk.due(case, "withdrawal"), False)
    [waits] = [one for one in todos(officer, desk.at) if one.state == "结案后待办"]
    assert case.number in waits.url
    desk.do(case, "unpublish", withdrawn_on=desk.at.date(), place="门户网站", said="确认无效")
    assert (case.due_on, [one for one in todos(officer, desk.at) if one.state == "结案后待办"]) == (None, [])
    assert not {"annulled", "repaired", "unpublish", "publish"} & {
        one.code for one in possible(case, officer, on=desk.at.date())
    }
    assert "已经公布过" in why_not(desk, case, "publish", published_on=desk.at.date(), place="门户网站")


def test_a_repaired_publication_is_taken_down_by_the_day_of_the_decision_on_it(desk: Desk) -> None:
    case = closed_and_public(desk)
    by = desk.at.date() + timedelta(days=4)
    desk.do(case, "repaired", body="州信用办", decided_on=desk.at.date(), due_on=by)
    assert desk.due(case, "repair_withdrawal") == by
    desk.do(case, "unpublish", withdrawn_on=desk.at.date(), place="信用平台", said="信用修复")
    assert case.deadlines.get(clock="repair_withdrawal").state == "ended"


def test_a_decision_that_stands_after_review_goes_on(desk: Desk) -> None:
    case = unheeded(desk)
    desk.do(case, "challenge", kind="suit", body="砚山县人民法院", filed_on="2026-12-01")
    desk.do(case, "upheld", body="砚山县人民法院", number="行初1号", decided_on="2026-12-01", effective_on="2026-12-01")
    assert case.step == "decided"
    assert not case.deadlines.filter(clock="suit_after_review").exists()  # a court has spoken


def test_the_day_to_answer_a_review_stands_on_the_list_until_it_was_answered(desk: Desk) -> None:
    case, officer = unheeded(desk), desk.world.actor("陈办案")
    assign(case, officer=desk.world.user("陈办案"), by=desk.world.actor("覃队长"), at=desk.later())
    filed = {"kind": "review", "body": "砚山县人民政府", "filed_on": "2026-12-01"}
    desk.do(case, "challenge", **filed)
    assert not case.deadlines.filter(clock="challenge_answer").exists()  # no notice yet
    assert "challenge_answered" not in {one.code for one in possible(case, officer, on=desk.at.date())}
    desk.do(case, "challenge", **filed, answer_by="2026-12-15")
    assert (desk.due(case, "challenge_answer"), case.due_on) == (date(2026, 12, 15), date(2026, 12, 15))
    assert any(case.number in one.url for one in todos(officer, desk.at))
    assert desk.form(case, "challenge").fields["answer_by"].initial == date(2026, 12, 15)
    desk.do(case, "challenge", **filed, answer_by="2026-12-18")  # put right
    assert (desk.due(case, "challenge_answer"), case.due_on) == (date(2026, 12, 18), date(2026, 12, 18))
    said = told(case.parties.get(role="claimant"), at=desk.at)
    assert said[-1][2] == [("途径", "行政复议")]  # the worker knows that the firm contests it
    assert {"challenge_answered", "upheld"} <= {one.code for one in possible(case, officer, on=desk.at.date())}
    desk.do(case, "challenge_answered", answered_on=desk.at.date())
    assert [term.state for term in case.deadlines.filter(clock="challenge_answer")] == ["replaced", "ended"]
    assert "upheld" in {one.code for one in possible(case, officer, on=desk.at.date())}


def test_who_has_paid_may_contest_the_decision_still(desk: Desk) -> None:
    case, officer = closed_and_public(desk), desk.world.actor("陈办案")
    desk.do(case, "challenge", kind="suit", body="砚山县人民法院",
            filed_on=desk.at.date(), answer_by="2026-12-28")  # fmt: skip
    assert case.due_on == date(2026, 12, 28)
    assert [one.state for one in todos(officer, desk.at) if case.number in one.url] == ["结案后待办"]
    desk.do(case, "challenge_answered", answered_on=desk.at.date())
    desk.do(case, "annulled", result="revoked", body="砚山县人民法院", number="行初3号", decided_on=desk.at.date())
    assert (case.step, case.measures.get(kind="penalty").result) == ("closed", "annulled")
    assert "annulled" not in {one.code for one in possible(case, officer, on=desk.at.date())}


def test_after_a_review_the_firm_may_sue_and_the_court_is_asked_to_enforce_when_that_is_over(desk: Desk) -> None:
    case = unheeded(desk)
    desk.do(case, "challenge", kind="review", body="砚山县人民政府", filed_on="2026-12-01")
    upheld = {"body": "砚山县人民政府", "number": "复决1号", "decided_on": "2026-12-01"}
    assert "第四十五条，收到之日起15日内可以起诉" in desk.form(case, "upheld").fields["received_on"].help_text
    assert "received_on" in desk.form(case, "upheld", **upheld).errors
    desk.do(case, "upheld", **upheld, received_on="2026-12-01")
    term = case.deadlines.get(clock="suit_after_review")
    assert (term.due_on, term.owed_by) == (date(2026, 12, 16), "firm")
    assert not case.deadlines.filter(clock="court_enforcement").exists()  # nobody was reminded yet
    assert "2026年12月17日起到2027年3月16日止" in desk.form(case, "enforce").fields["court"].help_text


def test_a_review_moves_the_last_day_to_ask_the_court_of_who_was_reminded_before(desk: Desk) -> None:
    case = unheeded(desk)
    desk.do(case, "remind", at=desk.later(40), owed="罚款五千元", way="缴纳")
    assert desk.due(case, "court_enforcement") == date(2027, 9, 1)
    desk.do(case, "challenge", kind="review", body="砚山县人民政府", filed_on="2026-12-20")
    body = {"body": "砚山县人民政府", "number": "复决1号", "decided_on": "2026-12-30"}
    desk.do(case, "upheld", **body, received_on="2026-12-30")
    assert desk.due(case, "suit_after_review") == date(2027, 1, 14)
    assert desk.due(case, "court_enforcement") == date(2027, 4, 14)
    desk.do(case, "challenge", kind="suit", body="砚山县人民法院", filed_on="2026-12-31")
    desk.do(case, "upheld", **body)  # a judgment moves nothing
    assert desk.due(case, "court_enforcement") == date(2027, 4, 14)


def test_the_property_of_a_firm_is_queried_only_with_approval_from_above(desk: Desk) -> None:
    case = accepted(desk)
    query = {"approved_by": "州人社局局长", "approved_on": desk.at.date(), "to": "某银行砚山支行", "what": "账户"}
    assert "请先办理“请示查询单位财产”" in why_not(desk, case, "query", **query)
    desk.do(case, "ask_query", to="文山州人力资源和社会保障局", what="账户余额", reason="拖欠三个月，拒不提供",
            due_on="2026-12-04")  # fmt: skip
    assert "第四十条，拟查询该单位：账户余额" in desk.words(desk.paper(case, "query_request"))
    assert "没有可以登记的结果" in why_not(desk, case, "query_result", answered_on=str(desk.at.date()), found="x")
    assert "query_result" not in {a.code for a in possible(case, desk.world.actor("陈办案"), on=desk.at.date())}
    desk.do(case, "query", **query)
    assert "州人社局局长2026年11月23日批准" in desk.words(desk.paper(case, "query_letter"))
    assert desk.due(case, "property_query") == date(2026, 12, 4)
    desk.do(case, "query_result", answered_on=desk.at.date(), found="账户余额三万元")
    open_here = {a.code for a in possible(case, desk.world.actor("陈办案"), on=desk.at.date())}
    assert "ask_query" in open_here
    assert not open_here & {"query", "query_result"}
    other = desk.open(topic="hours", claims=()).case
    why = why_not(desk, other, "ask_query", to="州局", what="x", reason="x", due_on="2026-12-04")
    assert "只适用于拖欠工资" in why
    desk.approve(desk.do(other, "accept", **CONDITIONS))
    other.refresh_from_db()
    assert "ask_query" not in {a.code for a in possible(other, desk.world.actor("陈办案"), on=desk.at.date())}


def with_the_police(desk: Desk) -> tuple[Case, dict[str, Any]]:
    """A refusal to pay goes to the police only after an order that was served and not followed."""
    case = ordered(desk)
    assert "to_police" not in {
        one.code for one in possible(case, desk.world.actor("陈办案", desk.at), on=desk.at.date())
    }
    given = {
        "to": "砚山县公安局",
        "found": "经责令仍不支付",
        "people": "12",
        "amount": "120000",
        "due_on": "2026-12-20",
    }
    assert "已下达并送达" in why_not(desk, case, "to_police", **given)
    desk.send(case, "correction_order", "respondent", who="陈办案")
    measure = case.measures.get()
    assert "改正期限到2026年12月10日" in why_not(desk, case, "to_police", **given)
    refused = {f"result_{measure.pk}": "refused"}
    desk.do(case, "recheck", at=desk.later(18), found="仍未支付", **refused)
    desk.approve(desk.do(case, "to_police", **given))
    case.refresh_from_db()
    assert (case.step, case.outcome, case.claims.get().outcome) == ("transferred", "police", "passed_on")
    letter = desk.paper(case, "police_transfer")
    words = desk.words(letter)
    assert "涉及劳动者12人，拖欠劳动报酬120,000.00元" in words
    assert "已于2026年11月23日送达，逾期仍未支付" in words
    back = {"number": "砚公立字〔2026〕9号", "answered_on": desk.at.date()}
    assert "2026年12月20日前将是否立案函告本机关" in words
    assert (desk.due(case, "police_answer"), case.due_on) == (date(2026, 12, 20), date(2026, 12, 20))
    assert "移送书还没有印发" in why_not(desk, case, "police_filed", **back)
    desk.issue(letter)
    return case, back


def test_the_police_take_up_a_refusal_to_pay_and_the_worker_reads_it(desk: Desk) -> None:
    case, back = with_the_police(desk)
    desk.do(case, "police_filed", **back)
    assert "砚公立字〔2026〕9号" in str(told(case.parties.get(role="claimant"), at=desk.at))
    open_now = {one.code for one in possible(case, desk.world.actor("陈办案", desk.at), on=desk.at.date())}
    assert not open_now & {"police_filed", "police_declined"}
    assert (case.deadlines.get(clock="police_answer").state, case.due_on) == ("ended", None)


def test_what_the_police_decline_is_handled_again_and_nobody_loses_his_claim(desk: Desk) -> None:
    case, back = with_the_police(desk)
    desk.do(case, "police_declined", **back, reason="金额未达到立案标准")
    desk.repeat(case)
    again = desk.born_of(case, "complaint/1")
    assert (again.step, again.story) == ("filed", case.story)
    assert (again.claims.get().claimed_fen, again.claims.get().outcome) == (1234567, "")
    old, new = (one.parties.get(role="claimant") for one in (case, again))
    assert new.receipt_digest == old.receipt_digest
    assert "金额未达到立案标准" in str(told(old, at=desk.at))


def test_what_was_sent_to_the_police_before_they_were_given_a_day_has_an_answer_too(desk: Desk) -> None:
    case, back = with_the_police(desk)
    case.deadlines.filter(clock="police_answer").delete()
    open_now = {one.code for one in possible(case, desk.world.actor("陈办案", desk.at), on=desk.at.date())}
    assert {"police_filed", "police_declined"} <= open_now
    desk.do(case, "police_filed", **back)
    assert not case.deadlines.filter(clock="police_answer").exists()


def test_a_decision_that_is_contested_is_answered_also_where_the_police_have_the_case(desk: Desk) -> None:
    case, officer = unheeded(desk), desk.world.actor("陈办案")
    filed = {"kind": "suit", "body": "砚山县人民法院", "filed_on": "2026-12-01", "answer_by": "2026-12-28"}
    desk.do(case, "challenge", **filed)
    facts = Facts(claims=left_open(case, "passed_on"), due={"police_answer": date(2026, 12, 30)})
    desk.approve(perform(case, "to_police", facts, by=officer, at=desk.later()))
    case.refresh_from_db()
    assert (case.step, case.due_on) == ("transferred", date(2026, 12, 28))
    assert "challenge_answered" in {one.code for one in possible(case, officer, on=desk.at.date())}


def test_an_order_that_was_followed_sends_nobody_to_the_police(desk: Desk) -> None:
    case = ordered(desk)
    desk.send(case, "correction_order", "respondent", who="陈办案")
    measure = case.measures.get()
    followed = {f"result_{measure.pk}": "complied", f"on_{measure.pk}": "2026-11-23"}
    desk.do(case, "recheck", found="已付", **followed)
    given = {"to": "砚山县公安局", "found": "x", "people": "1", "amount": "1"}
    assert "已经履行" in why_not(desk, case, "to_police", **given)


def test_suspension_stops_the_investigation_and_gives_back_the_days(desk: Desk) -> None:
    case = accepted(desk)
    before = desk.due(case, "investigation")
    desk.do(case, "suspend", reason="等待平台所在地协查")
    running = case.deadlines.get(clock="investigation")
    assert (case.step, running.state, case.due_on) == ("suspended", "stopped", None)
    with pytest.raises(NotPossible, match="中止调查"):
        perform(case, "talk", Facts(), by=desk.world.actor("陈办案"), at=desk.later())
    desk.do(case, "resume", at=desk.later(14))
    running.refresh_from_db()
    assert (case.step, running.state) == ("investigating", "running")
    assert running.stops.get().reason == "等待平台所在地协查"
    assert (desk.due(case, "investigation") - before).days >= 14


def test_the_head_gives_thirty_more_days_once(desk: Desk) -> None:
    case = accepted(desk)
    before = desk.due(case, "investigation")
    move = desk.do(case, "extend", days="30", reason="情况复杂")
    assert desk.due(case, "investigation") == before
    desk.approve(move)
    assert desk.due(case, "investigation") > before
    assert "最多共可延长30日" in why_not(desk, case, "extend", days="1", reason="x")


def test_a_docket_is_revoked_where_it_was_minor_and_put_right(desk: Desk) -> None:
    case = accepted(desk)
    paid = outcome(case, "met", found="12345.67", paid="12345.67", paid_on="2026-11-23")
    move = desk.do(case, "revoke", result="情节轻微并已改正", **paid)
    assert (move.state, case.step) == ("proposed", "investigating")
    desk.approve(move)
    case.refresh_from_db()
    assert (case.step, case.closed_at is not None) == ("revoked", True)
    assert "情节轻微并已改正" in desk.words(desk.paper(case, "result_notice"))


def test_a_proposal_that_is_returned_leaves_the_case_where_it_was(desk: Desk) -> None:
    case = accepted(desk)
    move = desk.do(case, "give_notice", **FOUND)
    assert move.paper is not None
    desk.sign(move.paper, opinion="return", reason="事实不清")
    case.refresh_from_db()
    assert (case.step, move.paper.state) == ("investigating", "returned")


def test_what_a_complaint_shows_is_put_right_in_a_case_of_its_own_without_the_reporter(desk: Desk) -> None:
    case = accepted(desk)
    desk.do(case, "rectify", items="公示劳动规则\n补签书面协议")
    child = desk.born_of(case, "rectification/1")
    assert [m.text for m in child.measures.order_by("pk")] == ["公示劳动规则", "补签书面协议"]
    assert not child.parties.filter(role="claimant").exists()
    assert (child.story, child.claims.count(), case.step) == ("", 0, "investigating")
