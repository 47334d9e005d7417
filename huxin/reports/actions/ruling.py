"""What does the office do with what it is given: return, accept, choose for the compilation, remind?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.plans.actions.parts import open_parts
from huxin.reports import moves
from huxin.reports.models import Report, ReportCycle, Section
from huxin.reports.rights import require_acceptor

RETURNED = verb("report.returned", "退回（{section}），请于{until_on}前重新报送", ("section", "until_on"))
REOPENED = verb("report.section_reopened", "重开（{section}），请于{until_on}前重新报送", ("section", "until_on"))
ACCEPTED = verb("report.section_accepted", "接收（{section}）{open_parts}", ("section", "open_parts"))
ALL_ACCEPTED = verb("report.accepted", "接收报告，本次接收{sections}项{open_parts}", ("sections", "open_parts"))
CHOSEN = verb("report.section_chosen", "选定入汇总的内容（{section}）", ("section",))
REMINDED = verb("report.reminded", "催报{report_period}报告，{parties}家", ("report_period", "parties"))
State = Report.State
OWING = (State.DRAFT, State.IN_REVIEW, State.RETURNED)
_HERE = (State.HANDED_IN, State.RETURNED, State.ACCEPTED)


@transaction.atomic
def return_section(section: Section, *, reason: str, until: date, by: Actor, at: datetime) -> Section:
    """Give a section back with the reason; it may be mended until a day. Also one that was accepted too early."""
    report = section.report
    require_acceptor(by, report)
    if not reason.strip():
        raise NotPossible("请写明退回原因，以便对方修改。")
    if until < timezone.localtime(at).date():
        raise NotPossible("重新报送时限不能早于今天。")
    moves.claim_report(report, among=_HERE)
    accepted = section.state == Section.State.ACCEPTED
    first = report.state != State.RETURNED  # a report of which several parts come back is returned once
    moves.claim_section(
        section,
        among=(Section.State.HANDED_IN, Section.State.ACCEPTED),
        state=Section.State.RETURNED,
        returns=F("returns") + 1,
        return_reason=reason.strip(),
        return_until=until,
        decided_by_id=by.user_id,
        decided_at=at,
    )
    Report.objects.filter(pk=report.pk).update(
        state=State.RETURNED,
        returns=F("returns") + int(first),
        due_on=max(until, report.due_on),
        accepted_at=None,
    )
    report.refresh_from_db()
    moves.return_terms(section, until)
    kind = REOPENED if accepted else RETURNED
    record(
        kind, [report, *moves.duties_of([section])], by=by, at=at, org_path=report.org_path,
        permission="report.accept", section=section.number, until_on=until,
    )  # fmt: skip
    return section


@transaction.atomic
def accept_section(section: Section, *, by: Actor, at: datetime) -> Section:
    """Accept one section; it closes the half-year of the duties under its goal."""
    report = section.report
    require_acceptor(by, report)
    moves.claim_report(report, among=_HERE)
    _accept(report, [section], by=by, at=at)
    section.refresh_from_db()
    duties = moves.duties_of([section])
    record(
        ACCEPTED, [report, *duties], by=by, at=at, org_path=report.org_path,
        permission="report.accept", section=section.number, open_parts=open_parts(duties).count(),
    )  # fmt: skip
    return section


@transaction.atomic
def accept_report(report: Report, *, by: Actor, at: datetime) -> Report:
    """Accept every section that waits."""
    require_acceptor(by, report)
    moves.claim_report(report, among=_HERE)
    sections = list(report.sections.filter(state=Section.State.HANDED_IN).select_related("report__cycle"))
    if not sections:
        raise NotPossible("这份报告没有待接收的部分，请刷新页面查看。")
    _accept(report, sections, by=by, at=at)
    duties = moves.duties_of(sections)
    record(
        ALL_ACCEPTED, [report, *duties], by=by, at=at, org_path=report.org_path,
        permission="report.accept", sections=len(sections), open_parts=open_parts(duties).count(),
    )  # fmt: skip
    return report


def _accept(report: Report, sections: list[Section], *, by: Actor, at: datetime) -> None:
    for section in sections:
        moves.claim_section(
            section,
            among=(Section.State.HANDED_IN,),
            state=Section.State.ACCEPTED,
            decided_by_id=by.user_id,
            decided_at=at,
        )
    moves.close_terms(sections, at)
    if not report.sections.exclude(state=Section.State.ACCEPTED).exists():
        Report.objects.filter(pk=report.pk).update(state=State.ACCEPTED, accepted_at=at)
        report.refresh_from_db()


@transaction.atomic
def choose(section: Section, *, highlights: bool, experience: bool, cases: bool, by: Actor, at: datetime) -> Section:
    """Say which of a section's texts go into the compiled report."""
    report = section.report
    require(by, "report.compile", report)
    Section.objects.filter(pk=section.pk).update(use_highlights=highlights, use_experience=experience, use_cases=cases)
    section.refresh_from_db()
    record(
        CHOSEN, [report], by=by, at=at, org_path=report.org_path, permission="report.compile", section=section.number
    )
    return section


@transaction.atomic
def remind(cycle: ReportCycle, *, reports: Sequence[Report], by: Actor, at: datetime) -> int:
    """Remind those who owe something; the notices go out by the event. Number of parties reminded."""
    require(by, "report.compile", cycle)
    owing = [report for report in reports if report.cycle_id == cycle.pk and report.state in OWING]
    if not owing:
        raise NotPossible("所选单位都已报送，不需要催报。")
    Report.objects.filter(pk__in=[report.pk for report in owing]).update(reminders=F("reminders") + 1, reminded_at=at)
    record(
        REMINDED, [cycle, *owing], by=by, at=at, org_path=cycle.org_path, permission="report.compile",
        report_period=cycle.period, parties=len(owing),
    )  # fmt: skip
    return len(owing)
