"""What has a person to do about reports: write and hand in, mend, accept?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.reports.models import Report, ReportCycle
from huxin.reports.rights import belongs_to
from huxin.reports.words import report_title
from huxin.work.todos import Todo, offer

_RUNNING = (ReportCycle.State.OPEN, ReportCycle.State.CLOSED, ReportCycle.State.COMPILED, ReportCycle.State.ISSUED)
_STATES = {"draft": "待报送", "in_review": "内部审签", "returned": "退回修改"}


def _rows(reports: QuerySet[Report], *states: str) -> QuerySet[Report]:
    return reports.filter(state__in=states, cycle__state__in=_RUNNING).select_related(
        "cycle__plan__area", "organisation"
    )


@offer
def reports_to_write(by: Actor, at: datetime) -> Iterator[Todo]:
    """The reports of the person's own unit that are not handed in or came back."""
    for report in _rows(visible(Report, by, "report.fill"), *_STATES):
        yield Todo(
            title=f"{report_title(report.cycle)}报告",
            url=reverse("workbench:report", args=[report.pk]),
            due_on=report.due_on,
            kind="报告",
            organisation=report.organisation.short_name,
            state=_STATES[report.state],
        )


@offer
def reports_to_accept(by: Actor, at: datetime) -> Iterator[Todo]:
    """The office: whatever is handed in. A convenor: only the report of the office's own unit."""
    compiles = by.can("report.compile")
    for report in _rows(visible(Report, by, "report.accept"), "handed_in"):
        own = report.organisation_id == report.cycle.plan.office_id
        if not belongs_to(by, report) and (compiles or own):
            yield Todo(
                title=f"接收{report.organisation.short_name}{report_title(report.cycle)}报告",
                url=reverse("workbench:report", args=[report.pk]),
                due_on=None,
                kind="报告",
                organisation=report.organisation.short_name,
                state="待接收",
            )
