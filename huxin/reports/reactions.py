"""What follows in the reports when something happened elsewhere?"""

from huxin.documents import papers
from huxin.documents.models import Paper
from huxin.journal.log import react
from huxin.journal.models import Event
from huxin.orgs.access import SYSTEM
from huxin.plans.models import Duty, Extension, Term
from huxin.reports.actions.compiling import draft_notice
from huxin.reports.actions.cycles import move_due_days
from huxin.reports.actions.handing import reopen_after_review
from huxin.reports.models import Report, ReportCycle, Section
from huxin.reports.moves import OPEN_REPORT
from huxin.reports.owed import drop_unowed, settle_not_ours
from huxin.reports.papers import PERIOD_REPORT, UNIT_REPORT
from huxin.reports.prefill import bring_in


@react("report_cycle.opened")
def draft_the_notice(event: Event) -> None:
    cycle = ReportCycle.objects.get(pk=event.subjects.get(kind="reportcycle").subject_id)
    if cycle.notice_id is None and cycle.state == ReportCycle.State.OPEN:
        draft_notice(cycle, by=SYSTEM, at=event.occurred_at)


@react("calendar.announced")
def compute_provisional_days_again(event: Event) -> None:
    move_due_days(by=SYSTEM, at=event.occurred_at)


@react("extension.granted")
def give_the_report_the_later_day(event: Event) -> None:
    """A later day for one task is a later day for the hand-in; the other tasks keep their own."""
    term = Extension.objects.select_related("term__duty").get(pk=event.subjects.get(kind="extension").subject_id).term
    if term.kind == Term.Kind.CYCLE:
        rows = Report.objects.filter(
            cycle__plan=term.plan_id, cycle__period=term.period, organisation=term.duty.organisation_id
        )
        rows.filter(due_on__lt=term.due_on).update(due_on=term.due_on)


def _duty(event: Event) -> Duty:
    return Duty.objects.get(pk=event.subjects.get(kind="duty").subject_id)


@react("duty.not_ours_agreed")
def ask_no_more(event: Event) -> None:
    """The office agreed that the task is none of the party's: its open report does without that section, and what it
    handed in about it waits for nobody."""
    duty = _duty(event)
    sections = Section.objects.filter(report__cycle__plan=duty.plan_id, report__organisation=duty.organisation_id)
    drop_unowed(sections.filter(report__state__in=OPEN_REPORT), at=event.occurred_at)
    settle_not_ours(sections.filter(goal=duty.goal_id), by_id=event.actor_id, at=event.occurred_at)


def _bring_in(event: Event) -> None:
    """What was written down prefills the section of the report that is being written."""
    duty = _duty(event)
    reports = Report.objects.filter(cycle__plan=duty.plan_id, organisation=duty.organisation_id, state__in=OPEN_REPORT)
    for report in reports.select_related("cycle"):
        bring_in(report, goal=duty.goal_id)


@react("duty.progress_noted")
def bring_in_what_was_noted(event: Event) -> None:
    _bring_in(event)


@react("duty.progress_withdrawn")
def leave_out_what_was_withdrawn(event: Event) -> None:
    _bring_in(event)


@react("duty.part_completed")
def bring_in_what_a_part_came_to(event: Event) -> None:
    _bring_in(event)


def _reopen(event: Event) -> None:
    """The inner signing ended without a signature: the report can be written again."""
    paper = papers.of_event(event)
    if paper.kind != UNIT_REPORT.code:
        return
    report = Report.objects.filter(review=paper, state=Report.State.IN_REVIEW).first()
    if report is not None and paper.state in papers.WITH_DRAFTER:
        reopen_after_review(report)


@react("paper.returned")
def reopen_the_returned(event: Event) -> None:
    _reopen(event)


@react("paper.recalled")
def reopen_the_recalled(event: Event) -> None:
    _reopen(event)


@react("paper.issued")
def close_the_round(event: Event) -> None:
    paper = papers.of_event(event)
    if paper.kind == PERIOD_REPORT.code:
        rows = ReportCycle.objects.filter(compiled=paper, state=ReportCycle.State.COMPILED)
        rows.update(state=ReportCycle.State.ISSUED)


@react("paper.voided")
def open_the_round_again(event: Event) -> None:
    paper = papers.of_event(event)
    if paper.kind == PERIOD_REPORT.code and paper.state == Paper.State.VOIDED:
        rows = ReportCycle.objects.filter(compiled=paper, state=ReportCycle.State.ISSUED)
        rows.update(state=ReportCycle.State.COMPILED)
