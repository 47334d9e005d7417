"""Who is asked for a report, and for which sections? Repeatable: what is there stays."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Goal, Plan, Seat
from huxin.reports.figures import asked
from huxin.reports.models import Figure, Report, ReportCycle, Section
from huxin.reports.prefill import entries

COUNTING = (Duty.Role.LEAD, Duty.Role.BY_DUTY, Duty.Role.IMPLEMENT)  # who gives figures, so that none counts twice


def parties(plan: Plan) -> QuerySet[Organisation]:
    """Who owes reports under a plan: whoever has a duty under a goal, or a seat; in protocol order."""
    duties = Duty.objects.filter(plan=plan, origin=Duty.Origin.GOAL, ended_on=None)
    seats = Seat.objects.filter(plan=plan, closed_on=None)
    rows = Organisation.objects.filter(Q(pk__in=duties.values("organisation")) | Q(pk__in=seats.values("organisation")))
    return rows.order_by("order", "pk")


def ask(cycle: ReportCycle, *, at: datetime) -> tuple[int, int]:
    """A report for each party of the plan, a section for each of its goals. (Parties in all, sections added.)"""
    roles = _roles(cycle)
    there = set(cycle.reports.values_list("organisation", flat=True))
    Report.objects.bulk_create(
        Report(cycle=cycle, organisation=party, org_path=party.path, due_on=cycle.due_on)
        for party in parties(cycle.plan)
        if party.pk not in there
    )
    reports = {report.organisation_id: report for report in cycle.reports.all()}
    return len(reports), _add_sections(cycle, roles, reports, at)


def _roles(cycle: ReportCycle) -> dict[int, dict[int, set[str]]]:
    """Organisation -> goal -> its roles; a member without a task has none."""
    found: dict[int, dict[int, set[str]]] = {}
    duties = Duty.objects.filter(plan=cycle.plan_id, origin=Duty.Origin.GOAL, ended_on=None, goal__ended_on=None)
    for organisation, goal, role in duties.values_list("organisation", "goal", "role"):
        found.setdefault(organisation, {}).setdefault(goal, set()).add(role)
    return found


def _add_sections(
    cycle: ReportCycle, roles: dict[int, dict[int, set[str]]], reports: dict[int, Report], at: datetime
) -> int:
    goals = {goal.pk: goal for goal in Goal.objects.filter(plan=cycle.plan_id)}
    there = set(Section.objects.filter(report__cycle=cycle).values_list("report", "order"))
    written = entries(cycle)
    new = []
    for organisation, report in reports.items():
        tasks = roles.get(organisation, {})
        wanted = [(0, None), *((goals[goal].number, goals[goal]) for goal in tasks)]
        for order, goal in sorted(wanted, key=lambda pair: pair[0]):
            if (report.pk, order) not in there:
                lines = written.get((organisation, goal.pk), []) if goal else []
                new.append(Section(report=report, goal=goal, order=order, progress="\n".join(lines)))
    sections = Section.objects.bulk_create(new)
    gone = (Report.State.HANDED_IN, Report.State.ACCEPTED)  # open again, for the new sections alone
    grown = Report.objects.filter(pk__in={s.report_id for s in sections}, state__in=gone)
    grown.update(state=Report.State.RETURNED, accepted_at=None, version=F("version") + 1)
    Figure.objects.bulk_create(
        Figure(section=s, code=f.code, title=f.title, unit=f.unit, decimals=f.decimals, put_at=at)
        for s in sections
        if s.goal and roles[s.report.organisation_id][s.goal.pk].intersection(COUNTING)
        for f in asked(s.goal.title)
    )
    return len(sections)
