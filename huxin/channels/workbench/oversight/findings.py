"""What does one finding say, on which orders does it stand, and what is done about it?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.cases.models import Case
from huxin.channels.parts import excel
from huxin.channels.parts.findings import FOUND, answered, rows_behind, shown
from huxin.channels.parts.forms import KeyField
from huxin.channels.parts.paging import page
from huxin.channels.parts.typed import number
from huxin.channels.workbench.oversight.pages import own_area, rules_of
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.oversight import figures
from huxin.oversight.actions.findings import DAYS, MOST, ask, dismiss, make_clue
from huxin.oversight.evidence import areas_of, span_of
from huxin.oversight.explaining import explained, prompted
from huxin.oversight.models import Finding
from huxin.oversight.queries import corrected_since

_WITH = ("firm", "platform", "area", "case", "found_by", "changed_by", "decided_by")


class Filters(forms.Form):
    """What of the findings to look at; all of it stands in the address, so that figures can lead here."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False, widget=forms.HiddenInput)
    rules = forms.CharField(required=False, widget=forms.HiddenInput)
    firm = KeyField()
    area = forms.CharField(required=False, widget=forms.HiddenInput)
    rule = forms.ChoiceField(label="标准", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部状态"), *Finding.State.choices])
    severity = forms.ChoiceField(label="程度", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["rule"].choices = [("", "全部标准"), *figures.titles().items()]
        self.fields["severity"].choices = [("", "全部程度"), *((str(n), w) for n, w in figures.SEVERITIES.items())]


def _listed(request: HttpRequest) -> tuple[Filters, QuerySet[Finding]]:
    filters = Filters(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = visible(Finding, request.actor).filter(rules=rules_of(chosen.get("rules") or ""))
    if not chosen.get("state"):
        rows = rows.exclude(state=Finding.State.GONE)
    part = {name: value for name, value in chosen.items() if value and name != "rules"}
    return filters, rows.filter(**part)


@needs("finding.view")
def findings(request: HttpRequest) -> HttpResponse:
    """A list, the gravest first; those of one firm and place can be dealt with together."""
    filters, rows = _listed(request)
    rows = rows.select_related("firm", "platform", "area")
    if excel.asked(request):
        return excel.export("检查发现", FOUND, shown(rows.order_by("-severity", "-pk")[: excel.MOST_ROWS]))
    listed = page(rows, request, "-severity", "-pk")
    context = {
        "page": listed,
        "rows": shown(listed.rows),
        "filters": filters,
        "rules": rules_of(request.GET.get("rules", "")),
        "firm": listed.rows[0].firm if request.GET.get("firm") and listed.rows else None,
        "area": listed.rows[0].area if request.GET.get("area") and listed.rows else None,
        "days": DAYS,
    }
    return render(request, "workbench/oversight/findings.html", context)


@needs("finding.view")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps with their articles, the orders behind them, what the firm said, and what can be done."""
    row = get_object_or_404(visible(Finding, request.actor).select_related(*_WITH), pk=pk)
    first, after = span_of(row)
    open_ = row.state in (Finding.State.OPEN, Finding.State.ASKED, Finding.State.ANSWERED)
    why, said = explained(row), answered(row)
    context = {
        "one": shown([row])[0],
        "finding": row,
        "why": why,
        "prompted": prompted(row),
        **rows_behind(row, request, named=why.orders, areas=areas_of(request.actor, "finding.view")),
        "corrected": corrected_since(row),
        "may_scan": own_area(request.actor),
        "first": first,
        "after": after,
        **said,
        "may": open_ and row.rules == "in-force" and allowed(request.actor, "finding.handle", row),
        "may_dismiss": open_ and allowed(request.actor, "finding.handle", row),
        "case_is_mine": row.case_id and visible(Case, request.actor).filter(pk=row.case_id).exists(),
        "days": DAYS,
        "document_view": "workbench:document",
        "entries": sorted([*entries(events_of(row)[:50]), *said["past"].changes], key=lambda one: one.at, reverse=True),
    }
    return render(request, "workbench/oversight/finding.html", context)


@needs("finding.handle")
@require_POST
def findings_act(request: HttpRequest) -> HttpResponse:
    """Ask the firm, let it be, or make a clue: of one finding, or of those that were ticked."""
    keys = [number(key) for key in request.POST.getlist("pk")][: MOST + 1]
    rows = list(visible(Finding, request.actor, "finding.handle").filter(pk__in=keys))
    by, at, what = request.actor, request.at, request.POST.get("what", "")
    if what == "clue":
        case = make_clue(rows, by=by, at=at)
        messages.success(
            request, f"已转为线索{case.number}，由{case.organisation.short_name}办理；订单和计算步骤已作为证据存入。"
        )
    elif what == "ask":
        count = ask(rows, days=number(request.POST.get("days", "")), by=by, at=at)
        messages.success(request, f"已要求企业说明{count}项，企业端会看到期限。")
    else:
        count = dismiss(rows, reason=request.POST.get("reason", ""), by=by, at=at)
        messages.success(request, f"{count}项不予处理，理由已记录。")
    back = request.POST.get("back", "")
    return redirect("workbench:finding", rows[0].pk) if back == "one" else redirect(f"/workbench/findings/?{back}")
