"""Which things does this package own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.orgs.access import subject, within
from huxin.reports.models import Report, ReportCycle


def cycles(by: Actor, permission: str) -> QuerySet[ReportCycle]:
    """A round belongs to the office of its area; a party sees its own report, not the round."""
    return ReportCycle.objects.filter(within(by, permission))


def reports(by: Actor, permission: str) -> QuerySet[Report]:
    """Reports of the organisations within reach."""
    return Report.objects.filter(within(by, permission))


subject(
    ReportCycle,
    view="report.view",
    visible=cycles,
    title=lambda cycle: f"{cycle.name}报告",
    url=lambda cycle: reverse("workbench:report_cycle", args=[cycle.pk]),
)
subject(
    Report,
    view="report.view",
    visible=reports,
    title=lambda report: f"{report.organisation.short_name}{report.cycle.name}报告",
    url=lambda report: reverse("workbench:report", args=[report.pk]),
)
