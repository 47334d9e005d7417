"""Who is asked for a report, and for which sections? Repeatable: what is there stays."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Goal, Plan, Seat
from huxin.reports.figures import asked
from huxin.reports.models import Figure, Report, ReportCycle, Section
from huxin.reports.moves import OPEN_REPORT
from huxin.reports.owed import drop_unowed
from huxin.reports.prefill import entries

COUNTING = (Duty.Role.LEAD, Duty.Role.BY_DUTY, Duty.Role.IMPLEMENT)  # who gives figures, so that none counts twice


@dataclass(frozen=True, slots=True)
class Asked:
    """How many parties are asked in all, how many sections came now, and which nobody owes any more."""

    parties: int
    added: int
    dropped: list[Section]


def parties(plan: Plan) -> QuerySet[Organisation]:
    """Who owes reports under a plan: whoever has a duty under a goal, or a seat; in protocol order."""
    duties = Duty.objects.filter(plan=plan, origin=Duty.Origin.GOAL, ended_on=None)
    seats = Seat.objects.filter(plan=plan, closed_on=None)
    rows = Organisation.objects.filter(Q(pk__in=duties.values("organisation")) | Q(pk__in=seats.values("organisation")))
    return rows.order_by("order", "pk")


def ask(cycle: ReportCycle, *, at: datetime) -> Asked:
    """A report for each party of the plan, a section for each of its goals; blank ones of ended tasks are dropped."""
    roles = _roles(cycle)
    there = set(cycle.reports.values_list("organisation", flat=True))
    Report.objects.bulk_create(
        Report(cycle=cycle, organisation=party, org_path=party.path, due_on=cycle.due_on)
        for party in parties(cycle.plan)
        if party.pk not in there
    )
    reports = {report.organisation_id: report for report in cycle.reports.all()}
    added = _add_sections(cycle, roles, reports, at)
    dropped = drop_unowed(Section.objects.filter(report__cycle=cycle, report__state__in=OPEN_REPORT), at=at)
    return Asked(len(reports), added, dropped)


def _roles(cycle: ReportCycle) -> dict[int, dict[int, set[str]]]:
    """Organisation -> goal -> its roles; a member without a task has none."""
    found: dict[int, dict[int, set[str]]] = {}
    duties = Duty.objects.filter(plan=cycle.plan_id, origin=Duty.Origin.GOAL, ended_on=None, goal__ended_on=None)
    for organisation, goal, role in duties.values_list("organisation", "goal", "role"):
        found.setdefault(organisation, {}).setdefault(goal, set()).add(role)
    return found


def _free(number: int, taken: set[int]) -> int:
    """The task's number where no other section has it, else the next after all; taken from now on."""
    order = number if number not in taken else max(taken) + 1
    taken.add(order)
    return order


def _add_sections(
    cycle: ReportCycle, roles: dict[int, dict[int, set[str]]], reports: dict[int, Report], at: datetime
) -> int:
    goals = {goal.pk: goal for goal in Goal.objects.filter(plan=cycle.plan_id)}
    there: set[tuple[int, int | None]] = set()
    taken: dict[int, set[int]] = {}
    for report_id, goal_id, order in Section.objects.filter(report__cycle=cycle).values_list("report", "goal", "order"):
        there.add((report_id, goal_id))
        taken.setdefault(report_id, set()).add(order)
    written = entries(cycle)
    new = []
    for organisation, report in reports.items():
        orders = taken.setdefault(report.pk, set())
        if (report.pk, None) not in there:
            orders.add(0)
            new.append(Section(report=report, order=0))
        for goal in sorted((goals[pk] for pk in roles.get(organisation, {})), key=lambda goal: goal.number):
            if (report.pk, goal.pk) not in there:
                order = _free(goal.number, orders)
                lines = written.get((organisation, goal.pk), [])
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
