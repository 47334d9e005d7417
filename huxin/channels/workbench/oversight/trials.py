"""What would another figure change in a past month: who gains, who would have to pay?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.base.errors import NotPossible
from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.workbench.oversight.pages import own_area
from huxin.orgs.access import needs, visible
from huxin.oversight import queries
from huxin.oversight.actions.trying import titles, try_figure
from huxin.oversight.models import Trial
from huxin.oversight.trying import words_of


class TrialForm(forms.Form):
    """Which month, which figure, how much."""

    month = forms.DateField(label="月份", input_formats=["%Y-%m"], widget=forms.Select)
    code = forms.ChoiceField(label="参数")
    text = forms.CharField(
        label="假设的数值", max_length=40, help_text="带单位，例如20元/小时、3小时、15%。",
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip

    def __init__(self, *args: Any, months: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["month"].widget.choices = [(f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in months]
        self.fields["code"].choices = list(titles().items())


TRIED = excel.columns(
    ("月份", "0.month", 12), ("参数", "1", 40), ("假设的数值", "2", 18), ("发起人", "0.asked_by.name", 14),
    ("发起时间", "0.asked_at", 20), ("状态", "0.get_state_display", 14),
)  # fmt: skip


@needs("scan.run")
def trials(request: HttpRequest) -> HttpResponse:
    """Try a figure; below it what was tried before."""
    months = queries.scanned_months() or [queries.last_month(timezone.localdate(request.at))]
    form, area = TrialForm(request.POST or None, months=months), own_area(request.actor)

    def act(given: dict[str, Any]) -> Trial:
        if area is None:
            raise NotPossible("试算由州（市）统一进行。")
        return try_figure(area, **given, by=request.actor, at=request.at)

    if carried_out(form, act):
        return redirect("workbench:trial", form.result.pk)
    tried = visible(Trial, request.actor).select_related("asked_by")
    if excel.asked(request):
        return excel.export("参数试算", TRIED, [(row, *words_of(row)) for row in tried.order_by("-pk")])
    listed = page(tried, request, "-pk")
    rows = [(row, *words_of(row)) for row in listed.rows]
    return render(request, "workbench/oversight/trials.html", {"form": form, "page": listed, "rows": rows})


@needs("scan.run")
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What it would change, rule by rule and firm by firm."""
    row = get_object_or_404(visible(Trial, request.actor).select_related("area", "asked_by"), pk=pk)
    name, value = words_of(row)
    context = {"trial": row, "name": name, "value": value, "result": row.result}
    return render(request, "workbench/oversight/trial.html", context)
