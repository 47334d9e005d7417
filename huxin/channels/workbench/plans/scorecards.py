"""How did each unit do in a half-year, and which terms and reports stand behind every figure?"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.forms import called
from huxin.channels.parts.paging import page
from huxin.channels.workbench.plans.pages import fetch
from huxin.channels.workbench.reports.pages import STOOD
from huxin.orgs.access import needs, visible
from huxin.orgs.directory import named
from huxin.orgs.models import Organisation
from huxin.plans.choices import participants
from huxin.plans.lamps import FACES, lamp
from huxin.plans.models import Plan, Term
from huxin.plans.queries import FIGURES, scorecard, scored
from huxin.plans.subjects import duty_name
from huxin.reports.models import Report
from huxin.reports.queries import stood
from huxin.reports.scores import FIGURES as REPORTS
from huxin.reports.scores import report_scores, scored_reports

TASKS = {name: word for name, (word, _) in FIGURES.items()}
COLUMNS = [(figure, word, "terms") for figure, word in TASKS.items()]
COLUMNS += [(figure, word, "scored_reports") for figure, word in REPORTS.items()]


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
    """Which figure of which unit, of the tasks or of the reports."""

    unit = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)
    figure = forms.ChoiceField(label="口径")

    def __init__(self, request: HttpRequest, plan: Plan, figures: dict[str, str] = TASKS) -> None:
        super().__init__(request, plan)
        self.data = {"figure": next(iter(figures)), **self.data}
        self.fields["figure"].choices = list(figures.items())
        self.fields["unit"].choices = [("", "全部单位"), *called(participants(plan))]


def _terms(request: HttpRequest, plan: Plan) -> Any:
    return visible(Term, request.actor).filter(plan=plan)


def _reports(request: HttpRequest, plan: Plan) -> Any:
    return visible(Report, request.actor).filter(cycle__plan=plan)


def _scores(request: HttpRequest, plan: Plan, half: dict[str, int]) -> list[tuple[Organisation, list[int]]]:
    """Every unit with a task or a report due then, in protocol order, with the number of each column."""
    tasks = {score.organisation.pk: score for score in scorecard(_terms(request, plan), **half)}
    reports = report_scores(_reports(request, plan), **half, today=_today(request))
    return [
        (
            unit,
            [getattr(tasks.get(unit.pk), figure, 0) for figure in TASKS]
            + [reports.get(unit.pk, {}).get(figure, 0) for figure in REPORTS],
        )
        for unit in named([*tasks, *reports])
    ]


@needs("duty.view")
def scorecards(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit by unit, its tasks and its reports: on time, late, returned, extended; every figure opens its rows."""
    plan = fetch(request, pk)
    form = Half(request, plan)
    half = form.chosen()
    ways = {page: reverse(f"workbench:{page}", args=[pk]) for _, _, page in COLUMNS}
    links = [f"{ways[page]}?{urlencode(half | {'figure': figure})}&unit=" for figure, _, page in COLUMNS]
    lines = [(unit, list(zip(links, numbers, strict=True))) for unit, numbers in _scores(request, plan, half)]
    context = {"plan": plan, "form": form, "columns": COLUMNS, "lines": lines}
    return render(request, "workbench/plans/scorecards.html", context)


@needs("duty.view")
def scorecards_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a table."""
    plan = fetch(request, pk)
    columns = (
        excel.Column("单位", lambda line: line[0].name, 34),
        *(excel.Column(word, lambda line, n=n: line[1][n]) for n, (_, word, _) in enumerate(COLUMNS)),
    )
    return excel.export("单位评价", columns, _scores(request, plan, Half(request, plan).chosen()))


def _today(request: HttpRequest) -> date:
    return timezone.localdate(request.at)


def _counted(form: Figure, rows: Any, score: Callable[..., Any], unit: str) -> Any:
    """The rows that a figure counts, of the unit that was chosen; of a form that is not right, those of now."""
    if not form.is_valid():
        return score(rows, **form.now)
    if form.cleaned_data["unit"]:
        rows = rows.filter(**{unit: form.cleaned_data["unit"]})
    return score(rows, **form.chosen(), figure=form.cleaned_data["figure"])


def _counted_terms(request: HttpRequest, plan: Plan) -> tuple[Figure, Any]:
    form = Figure(request, plan)
    rows = _counted(form, _terms(request, plan), scored, "duty__organisation")
    return form, rows.select_related("duty__goal", "duty__organisation")


@needs("duty.view")
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows behind a figure."""
    plan = fetch(request, pk)
    form, rows = _counted_terms(request, plan)
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
    return excel.export("期限明细", columns, _counted_terms(request, plan)[1].order_by("due_on", "pk"))


def _counted_reports(request: HttpRequest, plan: Plan) -> tuple[Figure, Any]:
    form = Figure(request, plan, REPORTS)
    score = partial(scored_reports, today=_today(request))
    rows = _counted(form, _reports(request, plan), score, "organisation")
    return form, rows.select_related("cycle", "organisation")


@needs("report.view")
def reports_scored(request: HttpRequest, pk: int) -> HttpResponse:
    """The reports behind a figure."""
    plan = fetch(request, pk)
    form, rows = _counted_reports(request, plan)
    shown = page(rows, request, "-due_on", "-pk")
    context = {"plan": plan, "form": form, "page": shown, "lines": stood(shown.rows, today=_today(request))}
    return render(request, "workbench/plans/scored_reports.html", context)


@needs("report.view")
def reports_scored_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a table."""
    rows = _counted_reports(request, fetch(request, pk))[1]
    return excel.export("报送明细", STOOD, stood(rows.order_by("-due_on", "-pk"), today=_today(request)))
