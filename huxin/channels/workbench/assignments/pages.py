"""What was handed down, to whom was it given, and is it answered? (交办事项)"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.forms import carried_out, offer_units
from huxin.channels.parts.paging import page
from huxin.channels.workbench.assignments.forms import Give, StrikeOff
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.plans import choices
from huxin.plans.actions import assignments as actions
from huxin.plans.lamps import FACES, lamp
from huxin.plans.models import WARN_DAYS, Assignment, Duty


class Filters(forms.Form):
    """Which matters to list."""

    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), ("open", "办理中"), ("closed", "已销号")], required=False
    )


def _rows(request: HttpRequest) -> Any:
    rows = visible(Assignment, request.actor).select_related("organisation")
    state = request.GET.get("state")
    return rows.filter(closed_at__isnull=state == "open") if state in ("open", "closed") else rows


@needs("duty.view")
def assignments(request: HttpRequest) -> HttpResponse:
    """What one's organisation gave out or was given, newest first."""
    shown = page(_rows(request), request, "-pk")
    calendar = calendar_of(request.actor)
    lines = [(row, None if row.closed_at else due(row.due_on, request.at, calendar)) for row in shown.rows]
    gives = request.actor.can("assignment.give")
    context = {"page": shown, "lines": lines, "filters": Filters(request.GET), "gives": gives}
    return render(request, "workbench/plans/assignments.html", context)


@needs("duty.view")
def assignments_export(request: HttpRequest) -> HttpResponse:
    """The same as a table; the remark stays inside."""
    columns = (
        excel.Column("事项", lambda a: a.title, 40),
        excel.Column("交办单位", lambda a: a.organisation.name, 30),
        excel.Column("来文单位（领导职务）", lambda a: a.source, 30),
        excel.Column("来文号", lambda a: a.source_no, 20),
        excel.Column("缓急", lambda a: a.get_urgency_display()),
        excel.Column("收到日期", lambda a: a.received_on),
        excel.Column("办理时限", lambda a: a.due_on),
        excel.Column("销号时间", lambda a: a.closed_at, 18),
    )
    return excel.export("交办事项", columns, _rows(request).order_by("-pk"))


@needs("assignment.give")
def assignment_give(request: HttpRequest) -> HttpResponse:
    """Enter a document handed down and give it to the units that have to act."""
    today = timezone.localdate(request.at)
    form = Give(request.POST or None, request.FILES or None, initial={"received_on": today, "urgency": "normal"})
    form.fields["organisation"].queryset = choices.givers(request.actor)
    offer_units(form.fields["units"], choices.units(request.actor, "assignment.give"))

    def give(data: dict[str, Any]) -> Assignment:
        scan, units, organisation = data.pop("scan"), data.pop("units"), data.pop("organisation")
        return actions.give(
            actions.Matter(**data),
            organisation=organisation,
            units=list(units),
            scan=(scan.name, scan.read()) if scan else None,
            by=request.actor,
            at=request.at,
        )

    if carried_out(form, give):
        messages.success(request, "已交办。")
        return redirect("workbench:assignment", form.result.pk)
    return render(request, "workbench/plans/assignment_give.html", {"form": form})


@needs("duty.view")
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """The matter, who has to act and how far each is; struck off when all are done."""
    row = get_object_or_404(visible(Assignment, request.actor).select_related("organisation", "plan", "scan"), pk=pk)
    gives = allowed(request.actor, "assignment.give", row)
    form = StrikeOff(request.POST or None, initial={"reply": row.reply})
    if gives and carried_out(form, lambda data: actions.strike_off(row, **data, by=request.actor, at=request.at)):
        messages.success(request, "已销号。")
        return redirect("workbench:assignment", pk)
    today = timezone.localdate(request.at)
    mine = set(visible(Duty, request.actor).filter(assignment_item__assignment=row).values_list("pk", flat=True))
    items = row.items.select_related("duty__organisation").prefetch_related("duty__terms")
    warn = row.plan.warn_days if row.plan else WARN_DAYS
    lines = []
    for item in items.order_by("duty__organisation__order", "pk"):
        for term in item.duty.terms.all():
            found = lamp(term, today=today, warn_days=warn)
            lines.append((item.duty, term, found, FACES[found]))
    context = {
        "assignment": row,
        "moved": next((t.first_due_on for _, t, _, _ in lines if t.nominal_on == row.due_on != t.first_due_on), None),
        "lines": lines,
        "mine": mine,
        "gives": gives,
        "form": form,
        "entries": entries(events_of(row)[:50]),
    }
    return render(request, "workbench/plans/assignment.html", context)
