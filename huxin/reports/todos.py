"""What has a person to do about reports: write and hand in, mend, accept?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.reports.models import Report, ReportCycle, Section
from huxin.reports.rights import not_belonging_to
from huxin.reports.words import matter
from huxin.work.todos import Column, Line, Offered, Todo, offer

_RUNNING = (ReportCycle.State.OPEN, ReportCycle.State.CLOSED, ReportCycle.State.COMPILED, ReportCycle.State.ISSUED)
_STATES = {"draft": "待报送", "in_review": "内部审签", "returned": "退回修改"}
_SPLIT = "\n"


def _offered(
    reports: QuerySet[Report], words: Callable[[Line, str], Todo], *states: str, due_on: Column | None
) -> Offered:
    """The title of a report is made of its period and of its plan's title without the place."""

    def todo(line: Line) -> Todo:
        state, period, *places = line.detail.split(_SPLIT)
        return words(replace(line, title=f"{matter(line.title, period, places)}报告"), state)

    asked = ("state", "cycle__period", "cycle__plan__area__name", "cycle__plan__area__short_name")
    return Offered(
        reports.filter(state__in=states, cycle__state__in=_RUNNING),
        todo,
        due_on=due_on,
        title="cycle__plan__title",
        organisation="organisation__short_name",
        detail=Concat(*[part for name in asked for part in (Value(_SPLIT), F(name))][1:]),
    )


@offer("report.fill")
def reports_to_write(by: Actor, at: datetime) -> Iterator[Offered]:
    """The reports of the person's own unit that are not handed in, or came back: by the day told when they did."""
    back = Section.objects.filter(report=OuterRef("pk"), state=Section.State.RETURNED).order_by("return_until")

    def todo(line: Line, state: str) -> Todo:
        return line.todo("workbench:report", "报告", _STATES[state], by_calendar=True)

    by_when = Coalesce(Subquery(back.values("return_until")[:1]), F("due_on"))
    yield _offered(visible(Report, by, "report.fill"), todo, *_STATES, due_on=by_when)


@offer("report.accept")
def reports_to_accept(by: Actor, at: datetime) -> Iterator[Offered]:
    """The office: whatever is handed in. A convenor: only the report of the office's own unit."""

    def todo(line: Line, state: str) -> Todo:
        return replace(line, title=f"接收{line.organisation}{line.title}").todo("workbench:report", "报告", "待接收")

    reports = visible(Report, by, "report.accept").filter(not_belonging_to(by))
    if not by.can("report.compile"):
        reports = reports.filter(organisation=F("cycle__plan__office"))
    yield _offered(reports, todo, "handed_in", due_on=None)
