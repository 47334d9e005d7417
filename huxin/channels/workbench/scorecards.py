"""How did each unit do in a half-year, and which terms stand behind every figure?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.forms import called
from huxin.channels.parts.paging import page
from huxin.channels.workbench.plans import fetch
from huxin.orgs.access import needs, visible
from huxin.plans.choices import participants
from huxin.plans.lamps import FACES, lamp
from huxin.plans.models import Plan, Term
from huxin.plans.queries import FIGURES, scorecard, scored
from huxin.plans.subjects import duty_name


class Half(forms.Form):
    """Which half-year."""

    year = forms.TypedChoiceField(label="年度", coerce=int)
    half = forms.TypedChoiceField(label="期间", choices=[(1, "上半年"), (2, "下半年")], coerce=int)

    def __init__(self, request: HttpRequest, plan: Plan) -> None:
        today = timezone.localdate(request.at)
        data = {"year": today.year, "half": 1 if today.month <= 6 else 2, **request.GET.dict()}
        super().__init__(data)
        first = min(plan.tracked_from.year, today.year)
        self.fields["year"].choices = [(year, f"{year}年") for year in range(today.year + 1, first - 1, -1)]
        self.now = {"year": today.year, "half": 1 if today.month <= 6 else 2}

    def chosen(self) -> dict[str, int]:
        """What was asked for; the present half-year where it makes no sense."""
        return {name: self.cleaned_data[name] for name in self.now} if self.is_valid() else self.now


class Figure(Half):
    """Which figure of which unit."""

    unit = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)
    figure = forms.ChoiceField(label="口径", choices=[(name, word) for name, (word, _) in FIGURES.items()])

    def __init__(self, request: HttpRequest, plan: Plan) -> None:
        super().__init__(request, plan)
        self.data = {"figure": "due", **self.data}
        self.fields["unit"].choices = [("", "全部单位"), *called(participants(plan))]


def _terms(request: HttpRequest, plan: Plan) -> Any:
    return visible(Term, request.actor).filter(plan=plan)


@needs("duty.view")
def scorecards(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit by unit: on time, late, returned, extended; every figure opens its rows."""
    plan = fetch(request, pk)
    form = Half(request, plan)
    half = form.chosen()
    context = {"plan": plan, "form": form, "half": half, "scores": scorecard(_terms(request, plan), **half)}
    return render(request, "workbench/plans/scorecards.html", context)


@needs("duty.view")
def scorecards_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a table."""
    plan = fetch(request, pk)
    columns = (
        excel.Column("单位", lambda s: s.organisation.name, 34),
        *(excel.Column(word, lambda s, name=name: getattr(s, name)) for name, (word, _) in FIGURES.items()),
    )
    return excel.export("单位评价", columns, scorecard(_terms(request, plan), **Half(request, plan).chosen()))


def _counted(request: HttpRequest, plan: Plan) -> tuple[Figure, Any]:
    form = Figure(request, plan)
    rows = _terms(request, plan)
    if not form.is_valid():
        return form, scored(rows, **form.now)
    if form.cleaned_data["unit"]:
        rows = rows.filter(duty__organisation=form.cleaned_data["unit"])
    rows = scored(rows, **form.chosen(), figure=form.cleaned_data["figure"])
    return form, rows.select_related("duty__goal", "duty__organisation")


@needs("duty.view")
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind a figure."""
    plan = fetch(request, pk)
    form, rows = _counted(request, plan)
    today = timezone.localdate(request.at)
    shown = page(rows, request, "due_on", "pk")
    lines = []
    for term in shown.rows:
        found = lamp(term, today=today, warn_days=plan.warn_days)
        lines.append((term, duty_name(term.duty), found, FACES[found]))
    context = {"plan": plan, "form": form, "page": shown, "lines": lines}
    return render(request, "workbench/plans/terms.html", context)


@needs("duty.view")
def terms_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a table."""
    plan = fetch(request, pk)
    columns = (
        excel.Column("单位", lambda t: t.duty.organisation.name, 34),
        excel.Column("任务", lambda t: duty_name(t.duty), 40),
        excel.Column("类别", lambda t: t.word),
        excel.Column("最初时限", lambda t: t.first_due_on),
        excel.Column("时限", lambda t: t.due_on),
        excel.Column("状态", lambda t: t.get_state_display()),
        excel.Column("完成时间", lambda t: t.done_at, 18),
        excel.Column("首次逾期", lambda t: t.first_overdue_at, 18),
        excel.Column("退回次数", lambda t: t.returns),
    )
    return excel.export("期限明细", columns, _counted(request, plan)[1].order_by("due_on", "pk"))
