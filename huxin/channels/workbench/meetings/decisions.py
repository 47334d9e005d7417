"""What was decided, and how does it stand?"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.paging import page
from huxin.channels.workbench.meetings.forms import DecisionFilters
from huxin.conference.models import Minutes
from huxin.conference.queries import bound_units, decision_list, with_lamps
from huxin.orgs.access import needs, visible
from huxin.plans.models import Plan


def _listed(request: HttpRequest, pk: int) -> tuple[Plan, DecisionFilters, Any, date]:
    plan = get_object_or_404(visible(Plan, request.actor), pk=pk)
    today = timezone.localdate(request.at)
    filters = DecisionFilters(request.GET, units=bound_units(plan))
    given = filters.cleaned_data if filters.is_valid() else {}
    rows = decision_list(
        request.actor, plan=plan, organisation=given.get("organisation"), shown=given.get("lamp", ""), today=today
    )
    return plan, filters, rows, today


@needs("meeting.view")
def all_decisions(request: HttpRequest) -> HttpResponse:
    """The decisions of the newest plan that one sees."""
    plan = visible(Plan, request.actor).order_by("parent_id", "-pk").first()
    return redirect("workbench:decisions", plan.pk) if plan else render(request, "workbench/meetings/no_plan.html")


@needs("meeting.view")
def decisions(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """All decisions in force of one plan, newest first, with their lamps."""
    plan, filters, rows, today = _listed(request, plan_pk)
    shown = page(rows, request, "-pk")
    meetings = {row.meeting_id for row in shown.rows}
    context = {
        "plan": plan,
        "filters": filters,
        "page": shown,
        "lines": with_lamps(shown.rows, today),
        "readable": set(visible(Minutes, request.actor).filter(meeting__in=meetings).values_list("meeting", flat=True)),
    }
    return render(request, "workbench/meetings/decisions.html", context)


@needs("meeting.view")
def decisions_export(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """The same list as a table, one line for each unit bound."""
    plan, _, rows, today = _listed(request, plan_pk)
    lines = [(line, unit) for line in with_lamps(rows.order_by("-pk"), today) for unit in line.units or [None]]
    columns = (
        excel.Column("会议", lambda pair: pair[0].decision.meeting.title, 36),
        excel.Column("议定事项", lambda pair: pair[0].decision.text, 50),
        excel.Column("责任单位", lambda pair: pair[1].unit.organisation.name if pair[1] else "", 30),
        excel.Column("办结时限", lambda pair: pair[0].decision.due_on),
        excel.Column("状态", lambda pair: pair[1].face.word if pair[1] else "无责任单位"),
        excel.Column("重大事项", lambda pair: pair[0].decision.major),
    )
    return excel.export(f"议定事项（{plan.title[:20]}）", columns, lines)
