"""Does a complaint go its way, through every branch, within the terms of the law?"""

from datetime import date

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import signing
from huxin.cases.actions.moving import drop, makes_sense, perform, possible
from huxin.cases.actions.opening import procedure_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case
from huxin.cases.people import by_receipt
from huxin.cases.progress import own_claims, progress, told
from huxin.cases.records import CaseLetter, Deadline, Move
from huxin.work.todos import todos
from tests.cases.conftest import Desk

CONDITIONS = {
    "in_time": "on", "clear_employer": "on", "competent": "on", "not_elsewhere": "on", "relation": "A",
    "matter_of_law": "克扣、拖欠劳动报酬", "opinion": "建议立案",
}  # fmt: skip


def accepted(desk: Desk) -> Case:
    """A complaint that was docketed."""
    case = desk.open().case
    desk.approve(desk.do(case, "accept", **CONDITIONS))
    case.refresh_from_db()
    return case


def ordered(desk: Desk) -> Case:
    """A firm was ordered to pay by 10 December."""
    case = accepted(desk)
    given = {
        "demand": "支付拖欠的配送费",
        "law": "《劳动保障监察条例》第二十六条",
        "amount": "12345.67",
        "due_on": "2026-12-10",
    }
    desk.approve(desk.do(case, "order", **given))
    case.refresh_from_db()
    return case


def outcome(case: Case, result: str, **more: str) -> dict[str, str]:
    """The same outcome for every claim."""
    given = {f"outcome_{claim.pk}": result for claim in case.claims.all()}
    return given | {f"{name}_{claim.pk}": value for claim in case.claims.all() for name, value in more.items()}


def test_a_complaint_comes_to_the_office_of_the_place_of_work(desk: Desk) -> None:
    case = desk.open().case
    assert case.organisation.short_name == "砚山监察大队"
    assert desk.due(case, "acceptance") == date(2026, 11, 30)  # five working days from Monday the 23rd


def test_papers_of_alike_titles_are_told_apart_by_their_case(desk: Desk) -> None:
    first, second = desk.open().case, desk.open().case
    for case in (first, second):
        desk.do(case, "accept", **CONDITIONS)
    drafts = [todo.title for todo in todos(desk.world.actor("陈办案"), desk.later()) if todo.kind == "拟稿"]
    assert all(any(f"（{case.number}" in title for title in drafts) for case in (first, second)), drafts


def test_it_is_docketed_when_the_head_signs_and_not_before(desk: Desk) -> None:
    case = desk.open().case
    move = desk.do(case, "accept", **CONDITIONS)
    assert (move.state, case.step) == (Move.State.PROPOSED, "filed")
    with pytest.raises(NotPossible, match="正在审批"):
        perform(case, "reject", Facts(), by=desk.world.actor("陈办案"), at=desk.later())
    desk.approve(move)
    case.refresh_from_db()
    assert (move.state, case.step) == (Move.State.DONE, "investigating")
    assert desk.due(case, "investigation") == date(2027, 2, 16)  # New Year's Day is off
    assert case.deadlines.get(clock="investigation").provisional  # 2027 is not announced
    assert desk.paper(case, "acceptance_notice").state == "draft"  # drafted by rule, signed by nobody yet


def test_an_order_is_served_complied_with_and_the_case_closed(desk: Desk) -> None:
    case = ordered(desk)
    order = desk.issue(desk.paper(case, "correction_order"))
    desk.serve(case, order, "respondent")
    assert case.step == "correcting"
    measure = case.measures.get()
    assert (measure.amount_fen, measure.served_on) == (1234567, desk.at.date())
    kept = {f"result_{measure.pk}": "complied", f"on_{measure.pk}": str(desk.at.date())}
    assert "annulled" not in dict(desk.form(case, "recheck").fields[f"result_{measure.pk}"].choices)
    desk.do(case, "recheck", found="已支付", **kept)
    with pytest.raises(NotPossible, match="请求没有填写处理结果"):
        perform(case, "close", Facts(), by=desk.world.actor("陈办案"), at=desk.later())
    paid = outcome(case, "met", found="12345.67", paid="12345.67", paid_on=str(desk.at.date()))
    desk.approve(desk.do(case, "close", at=desk.later(2), result="已全额支付", **paid))
    case.refresh_from_db()
    assert (case.step, case.closed_at is not None) == ("closed", True)
    assert not Deadline.objects.filter(case=case, state="running", owed_by="office").exists()


def test_of_two_officers_at_once_the_second_is_told(desk: Desk) -> None:
    case = desk.open().case
    given = {"given": "说明权利和途径", "instead": "县调解中心", "relation": "B"}
    facts = desk.facts(case, "guide", desk.at, **given)
    perform(case, "guide", facts, by=desk.world.actor("陈办案"), at=desk.later(), version=case.version)
    with pytest.raises(NotPossible, match="刚刚被他人办理"):
        perform(case, "guide", facts, by=desk.world.actor("岑协办"), at=desk.later(), version=case.version)
    assert case.moves.count() == 1


def test_what_a_rule_drafts_meanwhile_turns_nobody_away(desk: Desk) -> None:
    case = desk.open("mediation/1").case
    now = Case.objects.get(pk=case.pk)
    assert CaseLetter.objects.filter(case=case).exists()
    assert now.version == case.version, "a form that was opened before the draft still stands"


def test_who_is_refused_or_guided_reads_what_became_of_it_and_what_he_may_do(desk: Desk) -> None:
    refused, guided = desk.open().case, desk.open().case
    rider = refused.parties.get(role="claimant")
    desk.approve(desk.do(refused, "reject", reason="已经申请仲裁", law="第二十一条", instead="县仲裁院"))
    assert refused.claims.get().get_outcome_display() == "不予受理"  # nobody passed it on
    refused.refresh_from_db()
    assert progress(refused, rider, today=desk.at.date()).state == "已收到，正在审查是否受理"  # his letter is not out
    assert (told(rider, at=desk.at), [one.outcome for one in own_claims(rider)]) == ([], [""])
    desk.issue(desk.paper(refused, "refusal"))
    assert progress(refused, rider, today=desk.at.date()).state.startswith("没有受理")
    [(what, _, lines)] = told(rider, at=desk.at)
    assert (what, dict(lines)["理由"]) == ("不予受理", "已经申请仲裁")
    assert [one.outcome for one in own_claims(rider)] == ["rejected"]
    desk.do(guided, "guide", given="可以主张承揽报酬", instead="县调解中心", relation="B")
    assert (guided.step, guided.claims.get().outcome) == ("guided", "unsettled")
    [(what, _, lines)] = told(guided.parties.get(role="claimant"), at=desk.at)
    assert (what, dict(lines)["可以去哪里、怎么办"]) == ("行政指导", "县调解中心")


def test_guidance_may_settle_the_matter_at_once_or_later(desk: Desk) -> None:
    at_once, later = desk.open().case, desk.open().case
    given = {"given": "说明结算规则", "instead": "县调解中心", "relation": "B"}
    denied = desk.form(at_once, "guide", **given | outcome(at_once, "denied"))
    assert not denied.is_valid()  # guidance rules on nothing
    paid = {"found": "12345.67", "paid": "12345.67", "paid_on": str(desk.at.date())}
    desk.do(at_once, "guide", **given, **outcome(at_once, "met", **paid))
    claim = at_once.claims.get()
    assert (claim.outcome, claim.paid_fen, at_once.measures.get().kind) == ("met", 1234567, "guidance")
    desk.do(later, "guide", **given)
    officer = desk.world.actor("陈办案", desk.later())
    assert "guidance_result" in {
        one.code for one in possible(Case.objects.get(pk=later.pk), officer, on=desk.at.date())
    }
    assert "guidance_result" not in {
        one.code for one in possible(Case.objects.get(pk=at_once.pk), officer, on=desk.at.date())
    }
    asked = desk.form(later, "guidance_result").fields[f"outcome_{later.claims.get().pk}"]
    assert asked.initial == ""  # what came of it is chosen, not left as it was
    desk.do(later, "guidance_result", heard="单位来电，付款凭证已核对", **outcome(later, "met", **paid))
    assert (later.claims.get().outcome, later.step) == ("met", "guided")
    said = dict(told(later.parties.get(role="claimant"), at=desk.at)[1][2])
    assert "付款凭证已核对" in said["指导后的情况（单位怎样做的，怎样核实的）"]


def test_pay_alone_is_not_docketed_where_the_relation_is_not_fully_one_of_labour(desk: Desk) -> None:
    case = desk.open().case
    assert "不能仅凭报酬未付立案" in desk.form(case, "accept", **CONDITIONS | {"relation": "B"}).errors.as_text()
    assert desk.form(case, "accept", **CONDITIONS | {"relation": "B", "kind": "hours"}).is_valid()


def test_what_was_only_said_is_not_asked_for_when_it_is_looked_at_again(desk: Desk) -> None:
    case = accepted(desk)
    desk.do(case, "talk", held_on=desk.at.date(), place="大队", subject="报酬结算")
    desk.do(case, "warn", given="按时支付")
    assert not [name for name in desk.form(case, "recheck").fields if name.startswith("result_")]


def test_what_came_of_a_talk_is_on_record_and_signed_by_who_came(desk: Desk) -> None:
    case = accepted(desk)
    held = procedure_of(case).action("talk_held")
    assert not makes_sense(case, held, desk.at.date())
    desk.do(case, "talk", held_on=desk.at.date(), place="大队会议室", subject="报酬结算")
    case = Case.objects.get(pk=case.pk)
    assert makes_sense(case, held, desk.at.date())
    assert desk.form(case, "talk_held").fields["place"].initial == "大队会议室"
    given = {"held_on": desk.at.date(), "place": "大队会议室", "present": "站长", "problems": "未按月支付\n未留存记录"}
    desk.do(case, "talk_held", came="yes", promised="月底前付清", **given)
    assert case.measures.get(kind="talk").get_result_display() == "已履行"
    record = desk.paper(case, "talk_record")
    assert "2.未留存记录" in desk.words(record)
    assert [one.role for one in signing.missing_signers(record, case)] == ["respondent"]
    desk.do(case, "talk", held_on=desk.at.date(), place="大队会议室", subject="再次约谈")
    desk.do(case, "talk_held", came="no", **given)
    assert signing.missing_signers(desk.paper(case, "talk_record"), case) == []
    assert case.measures.order_by("-pk")[0].result == "refused"


def test_a_stranger_county_neither_sees_nor_moves_it(desk: Desk) -> None:
    case = desk.open().case
    with pytest.raises(PermissionDenied):
        perform(case, "guide", Facts(), by=desk.world.actor("杨外县"), at=desk.later())


def test_the_receipt_opens_the_case_and_five_wrong_ones_lock_it(desk: Desk) -> None:
    opened = desk.open()
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    assert case == opened.case
    assert reporter.can("case.follow")
    for _ in range(5):
        with pytest.raises(NotPossible, match="不对"):
            by_receipt(case.number, "2222-2222-2222", at=desk.later())
    with pytest.raises(NotPossible, match="锁定"):
        by_receipt(case.number, opened.receipts[0], at=desk.at)
    desk.later(1)
    assert by_receipt(case.number, opened.receipts[0], at=desk.at)[0] == case


def test_a_reporter_withdraws_by_his_receipt(desk: Desk) -> None:
    opened = desk.open()
    case, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    facts = desk.facts(case, "withdraw", desk.at, reason="已经付清")
    perform(case, "withdraw", facts, by=reporter, at=desk.later())
    case.refresh_from_db()
    assert (case.step, case.claims.get().outcome) == ("withdrawn", "withdrawn")


def test_supplement_stops_the_clock_and_gives_back_the_days(desk: Desk) -> None:
    case = desk.open().case
    desk.do(case, "ask_supplement", needed="工资流水", due_on="2026-12-04")
    desk.do(case, "supplement", at=desk.later(4))
    assert desk.due(case, "acceptance") == date(2026, 12, 4)


def test_a_proposal_can_be_dropped(desk: Desk) -> None:
    case = desk.open().case
    move = desk.do(case, "accept", **CONDITIONS)
    drop(move, reason="材料有误", by=desk.world.actor("陈办案", desk.later()), at=desk.at)
    assert (move.state, desk.do(case, "guide", given="x", instead="y", relation="B").state) == ("dropped", "done")


def test_an_order_tells_what_was_found_and_is_looked_at_again_before_the_case_ends(desk: Desk) -> None:
    case = desk.open().case
    desk.approve(desk.do(case, "accept", **CONDITIONS))
    given = {"demand": "支付", "law": "《劳动保障监察条例》第二十六条", "due_on": "2026-12-10"}
    move = desk.do(case, "order", found="拖欠王大山八月单费。", **given)
    assert "经查，你单位拖欠王大山八月单费（编号" in desk.words(desk.paper(case, "correction_order"))
    desk.approve(move)
    case.refresh_from_db()
    steps = {action.code: action.steps for action in procedure_of(case).actions}
    assert case.step == "correcting"
    assert case.step not in (*steps["close"], *steps["revoke"])
