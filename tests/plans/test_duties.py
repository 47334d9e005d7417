"""Does a duty move as it should between a unit and the office, and does what was late stay late?"""

from datetime import date, timedelta

import pytest

from huxin.base.errors import NotPossible
from huxin.documents.models import Document
from huxin.journal.models import Event
from huxin.journal.timeline import entries, events_of
from huxin.plans import terms
from huxin.plans.actions import duties
from huxin.plans.actions.duties import accept, give_back, hand_in, note_overdue, note_progress, reopen, withdraw
from huxin.plans.actions.extensions import ask_extension
from huxin.plans.actions.parts import Given, add_part, complete_part
from huxin.plans.models import Duty, Plan, Term
from tests.adoption.conftest import Table

UNIT, OFFICE = "唐交通", "吴主任科员"


@pytest.fixture
def duty(plan: Plan, table: Table) -> Duty:
    return table.duty(plan, 1, "州交通运输局")


@pytest.fixture
def term(duty: Duty, table: Table) -> Term:
    return table.term(duty)


def given(table: Table, term: Term, text: str = "已完成宣传") -> Term:
    return hand_in(term, text=text, answer="normal", by=table.world.actor(UNIT), at=table.at)


def test_progress_is_kept_with_its_files(duty: Duty, table: Table) -> None:
    entry = note_progress(
        duty, happened_on=table.at.date(), text="发放资料500份", files=[("照片说明.txt", "现场".encode())],
        by=table.world.actor(UNIT), at=table.at,
    )  # fmt: skip
    file = Document.objects.get(subject_kind="progress", subject_id=entry.pk)
    assert file.name == "照片说明.txt"
    assert Event.objects.get(verb="duty.progress_noted").data == {"happened_on": "2026-11-23", "files": 1}


def test_a_zero_report_needs_no_words_and_anything_else_does(duty: Duty, table: Table) -> None:
    by = table.world.actor(UNIT)
    with pytest.raises(NotPossible, match="零报告"):
        note_progress(duty, happened_on=table.at.date(), text=" ", by=by, at=table.at)
    assert note_progress(duty, happened_on=table.at.date(), text="", zero=True, by=by, at=table.at).zero


def test_progress_of_tomorrow_is_refused(duty: Duty, table: Table) -> None:
    tomorrow = table.at.date() + timedelta(days=1)
    with pytest.raises(NotPossible, match="不能晚于今天"):
        note_progress(duty, happened_on=tomorrow, text="将来", by=table.world.actor(UNIT), at=table.at)


def test_handing_in_returning_and_accepting(term: Term, table: Table) -> None:
    office = table.world.actor(OFFICE)
    given(table, term)
    give_back(term, reason="缺数据", until=date(2026, 12, 1), by=office, at=table.at)
    assert (term.state, term.returns, term.return_reason, term.due_on) == ("returned", 1, "缺数据", date(2027, 6, 30))
    given(table, term, "补充数据")
    accept(term, by=office, at=table.at)
    assert (term.state, term.done_at, term.first_overdue_at) == ("done", table.at, None)
    assert term.duty.progress.count() == 2


def test_the_unit_takes_back_what_was_not_accepted_yet(term: Term, table: Table) -> None:
    given(table, term)
    withdraw(term, by=table.world.actor(UNIT), at=table.at)
    assert term.state == "open"
    given(table, term)
    accept(term, by=table.world.actor(OFFICE), at=table.at)
    with pytest.raises(NotPossible):
        withdraw(term, by=table.world.actor(UNIT), at=table.at)


def test_what_was_not_handed_in_is_not_accepted(term: Term, table: Table) -> None:
    with pytest.raises(NotPossible, match="尚未报送"):
        accept(term, by=table.world.actor(OFFICE), at=table.at)


def test_of_two_officers_ruling_at_once_the_second_is_told(term: Term, table: Table) -> None:
    given(table, term)
    other = Term.objects.get(pk=term.pk)
    accept(term, by=table.world.actor(OFFICE), at=table.at)
    with pytest.raises(NotPossible, match="刚刚已被他人处理"):
        give_back(other, reason="缺数据", until=date(2026, 12, 1), by=table.world.actor(OFFICE), at=table.at)


def test_a_half_year_is_answered_in_the_report_alone(duty: Duty, table: Table) -> None:
    cycle = terms.new_term(duty, kind="cycle", period="2026H2", due_on=date(2026, 12, 10), calendar=_calendar(duty))
    cycle.save()
    with pytest.raises(NotPossible, match="半年报告"):
        given(table, cycle)


def test_overdue_is_written_once_with_one_event_and_never_cleared(term: Term, table: Table) -> None:
    later = table.at + timedelta(days=300)
    assert note_overdue(today=later.date(), at=later) == 12
    assert note_overdue(today=later.date(), at=later + timedelta(minutes=1)) == 0
    assert Event.objects.filter(verb="term.overdue").count() == 12
    term.refresh_from_db()
    hand_in(term, text="补报", answer="normal", by=table.world.actor(UNIT), at=later)
    accept(term, by=table.world.actor(OFFICE), at=later)
    reopen(term, due_on=date(2027, 12, 31), reason="数据有误", by=table.world.actor(OFFICE), at=later)
    assert term.first_overdue_at == later
    assert term.return_reason == "数据有误"


def test_history_and_ended_duties_never_become_overdue(plan: Plan, table: Table) -> None:
    plan.duties.update(ended_on=date(2026, 12, 1))
    later = table.at + timedelta(days=300)
    assert note_overdue(today=later.date(), at=later) == 0
    assert not Term.objects.filter(first_overdue_at__isnull=False).exists()


def test_handing_in_after_the_day_is_late_even_before_the_minute_job_ran(term: Term, table: Table) -> None:
    later = table.at + timedelta(days=300)
    hand_in(term, text="补报", answer="normal", by=table.world.actor(UNIT), at=later)
    assert term.first_overdue_at == later


def test_what_was_handed_in_in_time_is_not_late_when_accepted_later(term: Term, table: Table) -> None:
    given(table, term)
    accept(term, by=table.world.actor(OFFICE), at=table.at + timedelta(days=300))
    assert term.first_overdue_at is None


def test_the_unit_says_who_drafts_and_only_names_its_own(duty: Duty, table: Table) -> None:
    by = table.world.actor(UNIT)
    duties.hand_over(duty, office=None, handler=table.world.user(UNIT), version=1, by=by, at=table.at)
    assert duty.handler == table.world.user(UNIT)
    with pytest.raises(NotPossible, match="本单位人员"):
        duties.hand_over(duty, office=None, handler=table.world.user("钱工会"), version=2, by=by, at=table.at)
    with pytest.raises(NotPossible, match="刷新页面"):
        duties.hand_over(duty, office=None, handler=None, version=1, by=by, at=table.at)


def test_a_duty_that_is_none_of_the_units_own_ends_when_the_office_agrees(duty: Duty, table: Table) -> None:
    office = table.world.actor(OFFICE)
    duties.state_not_ours(duty, reason="职责已划转", version=1, by=table.world.actor(UNIT), at=table.at)
    assert duty.ended_on is None
    duties.rule_not_ours(duty, agreed=False, version=2, by=office, at=table.at)
    assert (duty.not_ours, duty.ended_on) == ("", None)
    duties.state_not_ours(duty, reason="职责已划转", version=3, by=table.world.actor(UNIT), at=table.at)
    duties.rule_not_ours(duty, agreed=True, version=4, by=office, at=table.at)
    assert duty.ended_on == table.at.date()
    with pytest.raises(NotPossible, match="已经终止"):
        given(table, table.term(duty))


def test_what_is_owed_ends_with_the_ruling_that_the_task_is_none_of_the_units_own(duty: Duty, table: Table) -> None:
    office, unit = table.world.actor(OFFICE), table.world.actor(UNIT)
    cycle = terms.new_term(duty, kind="cycle", period="2026H2", due_on=date(2026, 12, 10), calendar=_calendar(duty))
    cycle.save()
    terms.hand_in(cycle, answer="normal", at=table.at)
    asked = ask_extension(
        duty.terms.get(kind="milestone"), until_on=date(2027, 9, 30), ground="未出台", by=unit, at=table.at
    )
    duties.state_not_ours(duty, reason="职责已划转", version=1, by=unit, at=table.at)
    duties.rule_not_ours(duty, agreed=True, version=2, by=office, at=table.at)
    assert set(duty.terms.values_list("state", "answer")) == {("done", "not_ours")}
    asked.refresh_from_db()
    assert (asked.state, asked.paper.state) == ("withdrawn", "voided")
    with pytest.raises(NotPossible, match="已经终止"):
        reopen(duty.terms.get(kind="milestone"), due_on=date(2027, 9, 30), reason="再看", by=office, at=table.at)


def test_open_parts_do_not_hold_up_and_are_written_down(term: Term, table: Table) -> None:
    unit, office = table.world.actor(UNIT), table.world.actor(OFFICE)
    add_part(term.duty, Given("摸底", office_name="运输科"), by=unit, at=table.at)
    done = add_part(term.duty, Given("宣讲", office_name="办公室"), by=unit, at=table.at)
    complete_part(done, result="宣讲3场", by=unit, at=table.at)
    given(table, term)
    accept(term, by=office, at=table.at)
    said = [entry.sentence for entry in entries(events_of(term)[:2])]
    assert said == [
        "审核通过阶段时限，另有分解任务1项未办结",
        "报送阶段时限（2027年6月30日）的完成情况：有进展，另有分解任务1项未办结",
    ]


def _calendar(duty: Duty):  # type: ignore[no-untyped-def]
    from huxin.law.calendar import calendar_for

    return calendar_for(duty.organisation.area_id)
