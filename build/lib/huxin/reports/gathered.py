"""What did the parties hand in for one round, loaded once for everything that is made from it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Goal
from huxin.reports.models import AS_THE_PLAN, Figure, Report, ReportCycle, Section

ROLE_ORDER = (Duty.Role.LEAD, Duty.Role.BY_DUTY, Duty.Role.COOPERATE, Duty.Role.IMPLEMENT)


@dataclass(frozen=True)
class Gathered:
    """A round with its goals, reports in protocol order, and who has which role under which goal."""

    cycle: ReportCycle
    goals: list[Goal]
    reports: list[Report]
    roles: dict[tuple[int, int], str]  # goal, organisation -> the weightiest role
    today: date

    def accepted(self) -> Iterator[Section]:
        """Sections that the office accepted, by party and task."""
        return (s for report in self.reports for s in report.sections.all() if s.state == Section.State.ACCEPTED)

    def of_goal(self, goal: Goal) -> list[Section]:
        """Accepted sections under one goal: lead first, then by duty, cooperating, and the counties at the end."""
        found = [s for s in self.accepted() if s.goal_id == goal.pk]
        return sorted(found, key=lambda s: ROLE_ORDER.index(Duty.Role(self.role(s))))

    def role(self, section: Section) -> str:
        """The role in which the party answers; one that has lost its duty since counts as cooperating."""
        return self.roles.get((section.goal_id or 0, section.report.organisation_id), Duty.Role.COOPERATE)

    def figures(self) -> list[Figure]:
        """The figures now valid of all accepted sections."""
        return [f for s in self.accepted() for f in s.figures.all()]


def gather(cycle: ReportCycle, *, today: date) -> Gathered:
    """Load a round: six queries, whatever its size."""
    sections = (
        Section.objects.select_related("goal")
        .order_by(*AS_THE_PLAN)
        .prefetch_related(Prefetch("figures", Figure.objects.filter(current=True).order_by("code")))
    )
    reports = (
        cycle.reports.select_related("organisation__area")
        .prefetch_related(Prefetch("sections", sections))
        .order_by("organisation__order", "organisation_id")
    )
    duties = Duty.objects.filter(plan=cycle.plan_id, origin=Duty.Origin.GOAL, ended_on=None)
    roles: dict[tuple[int, int], str] = {}
    for goal, organisation, role in duties.values_list("goal", "organisation", "role"):
        before = roles.get((goal, organisation), role)
        roles[goal, organisation] = min(before, role, key=lambda r: ROLE_ORDER.index(Duty.Role(r)))
    goals = list(cycle.plan.goals.filter(ended_on=None).order_by("number"))
    loaded = _counties_last(list(reports))
    for report in loaded:
        report.cycle = cycle
        for section in report.sections.all():
            section.report = report
            for figure in section.figures.all():
                figure.section = section
    return Gathered(cycle, goals, loaded, roles, today)


def is_government(organisation: Organisation) -> bool:
    """Is the party a county's government rather than a unit of the prefecture?"""
    return organisation.kind == Organisation.Kind.GOVERNMENT


def _counties_last(reports: list[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: is_government(report.organisation))
