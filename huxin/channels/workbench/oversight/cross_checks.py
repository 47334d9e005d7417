"""Do the orders of a month fit what was told elsewhere, and where is that entered?"""

from datetime import date
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.oversight.pages import month_of
from huxin.documents import store
from huxin.orgs.access import needs, visible
from huxin.oversight import comparing, queries
from huxin.oversight.actions.reporting import enter_figures
from huxin.oversight.actions.reporting_table import HEADINGS, MOST, enter_table, known_lines
from huxin.oversight.models import Reporter
from huxin.oversight.reported import ReportedFigure

VIEWS = {"told": "参保与申报", "moved": "用工关系与合作企业变化", "complained": "投诉与报酬"}


def _month(request: HttpRequest) -> tuple[date, list[date]]:
    known = queries.scanned_months()
    month = month_of(request.GET.get("month", ""), known, timezone.localdate(request.at))
    return month, sorted({*known, month}, reverse=True)


@needs("finding.view")
def cross_checks(request: HttpRequest) -> HttpResponse:
    """What was told elsewhere, who moved, who complained; each says what it needs and where that comes from."""
    month, months = _month(request)
    asked = request.GET.get("by", "")
    view = asked if asked in VIEWS else "told"
    context = {
        "month": month,
        "months": months,
        "view": view,
        "views": VIEWS.items(),
        "looks_after": visible(Reporter, request.actor, "delivery.decide").exists(),
        **_compared(request, month, view),
    }
    return render(request, "workbench/oversight/cross_checks.html", context)


def _compared(request: HttpRequest, month: date, view: str) -> dict[str, Any]:
    if view == "complained":
        return {"complained": comparing.complaints_against_pay(request.actor, month)}
    if view == "moved":
        scan = queries.done_scan(month)
        rows = comparing.shifted(scan)
        moved = {kind: [one for one in rows if one.kind == kind] for kind in ("relation", "partner")}
        return {"scanned": scan, "freed": moved["relation"], "handed_on": moved["partner"]}
    rows = comparing.compared(request.actor, month)
    return {kind: [row for row in rows if row.kind == kind] for kind in ReportedFigure.Kind.values}


class FiguresForm(forms.Form):
    """What was told of one platform's month; an empty field leaves what is known."""

    reporter = forms.ModelChoiceField(None, label="平台", empty_label="请选择")
    month = forms.DateField(label="月份", input_formats=["%Y-%m"], help_text="写作2026-10。",
                            widget=forms.DateInput(attrs={"class": "short"}, format="%Y-%m"))  # fmt: skip
    insured = forms.IntegerField(
        label=ReportedFigure.Kind.INSURED.label, required=False, min_value=0,
        widget=forms.NumberInput(attrs={"class": "short"}), help_text="经办系统中该平台当月已缴费的订单数。",
    )  # fmt: skip
    headcount = forms.IntegerField(
        label=ReportedFigure.Kind.HEADCOUNT.label, required=False, min_value=0,
        widget=forms.NumberInput(attrs={"class": "short"}), help_text="平台或合作企业申报的当月在册人数。",
    )  # fmt: skip
    household = forms.IntegerField(
        label=ReportedFigure.Kind.HOUSEHOLD.label, required=False, min_value=0,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text="市场监管部门的登记信息中，在该平台接单、登记为个体工商户的人数。",
    )  # fmt: skip
    source = forms.CharField(label="来源", max_length=120, help_text="如：职业伤害保障经办系统10月统计。")

    def __init__(self, *args: Any, reporters: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reporter"].queryset = reporters
        self.fields["reporter"].label_from_instance = lambda one: str(one.enterprise)


@needs("delivery.decide")
def figures(request: HttpRequest) -> HttpResponse:
    """Enter what was told elsewhere; nothing delivers it by itself."""
    month, _ = _month(request)
    reporters = visible(Reporter, request.actor, "delivery.decide").select_related("enterprise").order_by("pk")
    form = FiguresForm(request.POST or None, reporters=reporters, initial={"month": month})

    def act(given: dict[str, Any]) -> int:
        values = {kind: given[kind] for kind in ReportedFigure.Kind.values}
        return enter_figures(
            given["reporter"], month=given["month"], values=values, source=given["source"], by=request.actor,
            at=request.at,
        )  # fmt: skip

    if carried_out(form, act):
        messages.success(request, f"已录入{form.result}项。" if form.result else "数字没有变化。")
        return redirect(f"{reverse('workbench:cross_checks')}?month={form.cleaned_data['month']:%Y-%m}")
    return render(request, "workbench/oversight/figures.html", {"form": form, "month": month})


class TableForm(forms.Form):
    """The figures of many platforms and months."""

    file = forms.FileField(
        label="Excel表格", help_text=f"用下载的表样填写，一次最多{MOST}行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )  # fmt: skip


@needs("delivery.decide")
def figures_table(request: HttpRequest) -> HttpResponse:
    """The same from a table; the file is kept as it came, before anything is read in it."""
    month, _ = _month(request)
    form = TableForm(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> int:
        by, at, file = request.actor, request.at, given["file"]
        kept = store.keep(file, name=file.name, org_path=by.reaches("delivery.decide")[0], by=by, at=at)
        rows = excel.read_table(BytesIO(store.read(kept, by=by, at=at))).rows
        return enter_table(rows, by=by, at=at)

    if carried_out(form, act):
        messages.success(request, f"已录入{form.result}项。" if form.result else "数字没有变化。")
        return redirect(f"{reverse('workbench:cross_checks')}?month={month:%Y-%m}")
    return render(request, "workbench/oversight/figures_table.html", {"form": form, "month": month})


@needs("delivery.decide")
def figures_sample(request: HttpRequest) -> HttpResponse:
    """The table to fill in: the platforms with what is known of the month."""
    month, _ = _month(request)
    columns = [excel.Column(title, lambda row, title=title: row.get(title), 24) for title in HEADINGS]
    return excel.export(f"核对数据{month:%Y-%m}", columns, known_lines(request.actor, month))
