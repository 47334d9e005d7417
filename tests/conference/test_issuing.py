"""What follows from issued minutes: duties with clocks, the way back to the minutes, the report upward, the end?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.conference import reactions
from huxin.conference.actions import issuing, minutes, rounds
from huxin.conference.models import Decision, DecisionUnit, Meeting, Minutes, Opinion
from huxin.conference.queries import decision_list, with_lamps
from huxin.documents import issuing as papers
from huxin.documents import numbering
from huxin.documents.issuing import void
from huxin.documents.models import Paper, Receipt
from huxin.journal.models import Event
from huxin.orgs.access import visible
from huxin.plans import terms
from huxin.plans.actions.warning import set_warn_days
from huxin.plans.lamps import Lamp
from huxin.plans.models import Duty, Term
from huxin.typesetting import content
from huxin.typesetting.content_json import from_json
from huxin.work.todos import todos
from tests.conference.chain import AFTER, ANSWER_BY, COMMERCE, CONVENOR, DUE, HR, MARKET, OFFICE, UNION, Conference

Run = Callable[[], int]


def test_decisions_become_duties_of_every_unit_they_bind(conference: Conference, run_reactions: Run) -> None:
    meeting = conference.issued()
    assert meeting.state == "approval"  # until the reaction has run
    run_reactions()
    meeting.refresh_from_db()
    assert meeting.state == "issued"
    duties = Duty.objects.filter(origin="decision").order_by("organisation__order")
    assert [(d.organisation.short_name, d.title, d.plan) for d in duties] == [
        ("州交通运输局", "建立数据共享日历", conference.plan),
        ("州市场监管局", "建立数据共享日历", conference.plan),
    ]
    assert {(t.kind, t.state, t.due_on) for t in Term.objects.filter(duty__in=duties)} == {("once", "open", DUE)}


def test_a_reaction_that_runs_twice_makes_no_second_duty(conference: Conference, run_reactions: Run) -> None:
    conference.issued()
    run_reactions()
    event = Event.objects.get(verb="paper.issued")
    reactions.decisions_become_duties(event)
    assert Duty.objects.filter(origin="decision").count() == 2
    assert Event.objects.filter(verb="meeting.minutes_issued").count() == 1


def test_minutes_reach_those_who_were_there_and_those_who_are_bound(conference: Conference) -> None:
    meeting = conference.issued()
    sent = {(r.organisation.short_name, r.how) for r in Receipt.objects.filter(paper__subject_id=meeting.pk)}
    assert sent == {(name, "cc") for name in ("州人社局", "州交通运输局", "州总工会", "州市场监管局")}
    paper = Paper.objects.get(kind="minutes")
    text = content.text(from_json(paper.tree))
    assert "第1期" in text
    assert "1. 建立数据共享日历（责任单位：州交通运输局、州市场监管局；完成时限：2027年1月29日前）。" in text
    assert "出席：某某（州人社局）、某某（州交通运输局）、某某（州总工会）" in text


def test_a_decision_without_units_is_in_force_without_a_duty(conference: Conference, run_reactions: Run) -> None:
    text, by = conference.written(), conference.as_(OFFICE)
    minutes.put_decision(text.items.first(), text="原则同意工作要点", organisations=[], due_on=None, by=by, at=AFTER)
    rounds.open_round(text.meeting, answer_by=ANSWER_BY, by=by, at=AFTER)
    conference.agree(text)
    conference.issue(issuing.send_for_approval(text.meeting, by=by, at=AFTER))
    run_reactions()
    plain = Decision.objects.get(units=None)
    assert plain.effective_at is not None
    assert with_lamps([plain], AFTER.date())[0].lamp == Lamp.NONE
    assert Duty.objects.filter(origin="decision").count() == 2


def test_the_state_of_the_duty_shows_on_the_minutes(conference: Conference, run_reactions: Run) -> None:
    meeting = conference.issued()
    run_reactions()
    today = AFTER.date()
    decision = Decision.objects.get(meeting=meeting)

    def lamps(day: date) -> list[Lamp]:
        return [unit.lamp for unit in with_lamps([decision], day)[0].units]

    assert lamps(today) == [Lamp.GREEN, Lamp.GREEN]
    assert lamps(DUE - timedelta(days=3)) == [Lamp.YELLOW, Lamp.YELLOW]
    assert lamps(DUE + timedelta(days=1)) == [Lamp.RED, Lamp.RED]
    first, _ = Term.objects.filter(duty__origin="decision").order_by("duty__organisation__order")
    terms.close(first, at=AFTER)
    assert lamps(today) == [Lamp.DONE, Lamp.GREEN]
    assert with_lamps([decision], today)[0].lamp == Lamp.GREEN


@pytest.mark.parametrize("state", Term.State)
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("days", [-1, 0, 3, 4])
def test_the_filter_by_lamp_finds_what_the_lamp_shows(
    conference: Conference, run_reactions: Run, state: str, late: bool, days: int
) -> None:
    meeting = conference.issued()
    run_reactions()
    today, by = AFTER.date(), conference.as_(OFFICE)
    set_warn_days(conference.plan, warn_days=3, by=by, at=AFTER)
    overdue = AFTER if late else None
    Term.objects.filter(plan=conference.plan).update(
        state=state, due_on=today + timedelta(days=days), first_overdue_at=overdue
    )
    shown = with_lamps(Decision.objects.filter(meeting=meeting), today)[0].lamp
    found = {lamp for lamp in Lamp if decision_list(by, plan=conference.plan, shown=lamp, today=today).exists()}
    assert found == {shown} - {Lamp.HISTORY}


def test_the_meeting_ends_when_all_that_was_decided_is_done(conference: Conference, run_reactions: Run) -> None:
    meeting, by = conference.issued(), conference.as_(OFFICE)
    run_reactions()
    meeting.refresh_from_db()
    with pytest.raises(NotPossible, match="还有2项议定责任没有办结（州交通运输局、州市场监管局）"):
        issuing.close_meeting(meeting, by=by, at=AFTER)
    with pytest.raises(PermissionDenied):
        issuing.close_meeting(meeting, by=conference.as_(CONVENOR), at=AFTER)
    for term in Term.objects.filter(plan=conference.plan):
        terms.close(term, at=AFTER)
    issuing.draft_major_report(meeting, by=by, at=AFTER)
    assert "待销号" in {todo.state for todo in todos(by, AFTER)}
    meeting.refresh_from_db()
    issuing.close_meeting(meeting, by=by, at=AFTER)
    assert meeting.state == "closed"


def test_a_bound_unit_that_was_not_there_reads_its_decision(conference: Conference, run_reactions: Run) -> None:
    conference.written()
    assert not visible(Decision, conference.as_(OFFICE)).exists()  # nothing is in force yet
    Meeting.objects.update(state="declined")
    conference.issued()
    run_reactions()
    assert visible(Decision, conference.as_(MARKET)).count() == 1
    assert visible(Decision, conference.as_(UNION)).count() == 1
    assert not visible(Decision, conference.as_(COMMERCE)).exists()
    assert not visible(Minutes, conference.as_(COMMERCE)).exists()


def test_major_matters_are_reported_upward_once(conference: Conference, run_reactions: Run) -> None:
    meeting, by = conference.issued(), conference.as_(OFFICE)
    run_reactions()
    paper = issuing.draft_major_report(meeting, by=by, at=AFTER)
    text = content.text(from_json(paper.tree))
    assert "\n州人民政府：" in text
    assert "数据共享" in text
    assert "上半年工作情况" not in text
    with pytest.raises(NotPossible, match="已经起草"):
        issuing.draft_major_report(meeting, by=by, at=AFTER)


def test_major_matters_wait_on_the_list_and_keep_the_meeting_open_until_they_are_reported(
    conference: Conference, run_reactions: Run
) -> None:
    def states() -> set[str]:
        return {todo.state for todo in todos(by, AFTER)}

    meeting, by = conference.issued(), conference.as_(OFFICE)
    run_reactions()
    for term in Term.objects.filter(plan=conference.plan):
        terms.close(term, at=AFTER)
    assert "待报告重大事项" in states()
    assert "待销号" not in states()
    with pytest.raises(NotPossible, match="重大事项"):
        issuing.close_meeting(meeting, by=by, at=AFTER)
    paper = issuing.draft_major_report(meeting, by=by, at=AFTER)
    assert "待报告重大事项" not in states()
    void(paper, reason="重拟", by=by, at=AFTER)
    assert "待报告重大事项" in states()


def test_a_voided_paper_is_sent_again_word_for_word_without_another_round(
    conference: Conference, run_reactions: Run
) -> None:
    by, first = conference.as_(OFFICE), conference.sent()
    meeting = Meeting.objects.get(pk=first.subject_id)
    with pytest.raises(NotPossible, match="作废后"):
        issuing.send_again(meeting, by=by, at=AFTER)
    conference.sign(first)
    numbering.number(first, text="第1期", by=by, at=AFTER)
    void(first, reason="字号与期数不符", by=by, at=AFTER)
    run_reactions()
    meeting = Meeting.objects.get(pk=meeting.pk)
    second = issuing.send_again(meeting, by=by, at=AFTER)
    assert (second.pk != first.pk, second.tree) == (True, first.tree)
    assert meeting.minutes.rounds.count() == 1
    conference.sign(second)
    with pytest.raises(NotPossible, match="含已作废"):
        numbering.number(second, text="第1期", by=by, at=AFTER)
    numbering.number(second, text="第2期", by=by, at=AFTER)
    papers.issue(second, by=by, at=AFTER)
    run_reactions()
    assert Meeting.objects.get(pk=meeting.pk).state == "issued"
    assert DecisionUnit.objects.filter(duty__isnull=False).count() == 2


def test_minutes_voided_after_the_issue_are_issued_again_and_the_duties_stand(
    conference: Conference, run_reactions: Run
) -> None:
    meeting, by = conference.issued(), conference.as_(OFFICE)
    run_reactions()
    first = Paper.objects.get(kind="minutes")
    duties = set(Duty.objects.filter(origin="decision").values_list("pk", flat=True))
    void(first, reason="用印有误", by=by, at=AFTER)
    with pytest.raises(PermissionDenied):
        issuing.send_again(Meeting.objects.get(pk=meeting.pk), by=conference.as_(UNION), at=AFTER)
    second = issuing.send_again(Meeting.objects.get(pk=meeting.pk), by=by, at=AFTER)
    conference.sign(second)
    numbering.number(second, text="第2期", by=by, at=AFTER)
    papers.issue(second, by=by, at=AFTER)
    run_reactions()
    assert set(Duty.objects.filter(origin="decision").values_list("pk", flat=True)) == duties
    assert Event.objects.filter(verb="meeting.minutes_issued").count() == 1
    assert second.receipts.count() == first.receipts.count() == 4


def test_a_consultation_ends_in_one_page_that_binds_too(conference: Conference, run_reactions: Run) -> None:
    meeting = conference.issued("consultation")
    run_reactions()
    meeting.refresh_from_db()
    paper = Paper.objects.get(subject_kind="meeting", subject_id=meeting.pk)
    assert (paper.kind, meeting.state, paper.steps.count()) == ("consultation_result", "issued", 1)
    assert DecisionUnit.objects.filter(duty__isnull=False).count() == 2


def test_todos_follow_the_meeting(conference: Conference) -> None:
    def states(name: str) -> set[str]:
        return {todo.state for todo in todos(conference.as_(name), AFTER)}

    conference.propose()
    assert "提议待定" in states(CONVENOR)
    assert "提议待定" not in states(OFFICE)
    conference.convened()
    assert "待回执" in states(UNION)
    assert "待回执" not in states(MARKET)
    text = conference.asked()
    assert "纪要待反馈" in states(HR)
    assert "意见待处理" not in states(OFFICE)
    conference.agree(text)
    assert "纪要待反馈" not in states(HR)
    assert "意见待处理" in states(OFFICE)
    assert not Opinion.objects.filter(answer="").exists()
