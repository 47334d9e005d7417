"""How does the plan stand: which lamp does every duty show, goal by goal and unit by unit?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.county_map import SOURCE, county_map
from huxin.channels.parts.forms import called
from huxin.orgs.access import needs, visible
from huxin.plans.lamps import FACES, Lamp, loudest
from huxin.plans.models import Duty, Plan
from huxin.plans.queries import Board, board

SHOWN = (Lamp.RED, Lamp.YELLOW, Lamp.GREEN, Lamp.WAITING, Lamp.DONE_LATE, Lamp.DONE, Lamp.HISTORY, Lamp.NONE)


class Filters(forms.Form):
    """What of the board to look at."""

    unit = forms.IntegerField(required=False, widget=forms.Select)
    role = forms.ChoiceField(label="职责", choices=[("", "全部职责"), *Duty.Role.choices], required=False)
    shown = forms.ChoiceField(
        label="状态", choices=[("", "全部状态"), *((lamp, f"{FACES[lamp].sign} {FACES[lamp].word}") for lamp in SHOWN)],
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any, units: list[tuple[int, str]]) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        field.label = "单位"
        field.widget.choices = [("", "全部单位"), *units]


@needs("plan.view")
def boards(request: HttpRequest) -> HttpResponse:
    """The one plan that runs, or the list where there are several."""
    plans = list(visible(Plan, request.actor).filter(ended_on=None).select_related("area").order_by("parent", "-pk"))
    own = [plan for plan in plans if plan.parent_id is None]
    if len(own) == 1:
        return redirect("workbench:board", own[0].pk)
    return render(request, "workbench/board/boards.html", {"plans": plans})


def _seen(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The plan, its board as filtered, and the duties whose page this person may open."""
    plan = get_object_or_404(visible(Plan, request.actor).select_related("area", "office"), pk=pk)
    counties = "counties" in request.GET
    today = timezone.localdate(request.at)
    whole = board(plan, today, counties=counties)
    filters = Filters(request.GET, called(whole.units))
    chosen = filters.cleaned_data if filters.is_valid() else {}
    part = {name: value for name, value in chosen.items() if value}
    shown = whole.only(**part)
    mine = set(visible(Duty, request.actor).filter(plan=plan, ended_on=None).values_list("pk", flat=True))
    return {"plan": plan, "board": shown, "filters": filters, "counties": counties, "today": today, "mine": mine,
            "filtered": bool(part)}  # fmt: skip


@needs("plan.view")
def plan_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Goals × units on one screen, a list on the phone; a click opens the duty."""
    seen = _seen(request, pk)
    counts = seen["board"].counts()
    legend = [(FACES[lamp], lamp, counts[lamp]) for lamp in SHOWN if counts[lamp] or lamp == Lamp.RED]
    return render(request, "workbench/board/board.html", {**seen, "legend": legend, "faces": FACES})


@needs("plan.view")
def board_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every duty of the board as a row of a table."""
    seen = _seen(request, pk)
    columns = (
        excel.Column("序号", lambda row: row[0].number, 6),
        excel.Column("任务", lambda row: row[0].title, 40),
        excel.Column("单位", lambda row: row[1].name, 34),
        excel.Column("职责", lambda row: row[2].role_word),
        excel.Column("时限", lambda row: row[2].due_on),
        excel.Column("状态", lambda row: row[2].face.word, 16),
    )
    return excel.export("任务进度", columns, seen["board"].lights())


@needs("plan.view")
def board_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The counties on the map, each with its loudest lamp."""
    plan = get_object_or_404(visible(Plan, request.actor).select_related("area"), pk=pk)
    shown = board(plan, timezone.localdate(request.at), counties=True)
    lamps = _by_county(shown)
    drawing = county_map(plan.area_id[:4])
    rows = [
        (unit, FACES[loudest(lamps[unit.area_id])], lamps[unit.area_id].count(Lamp.RED), unit.area_id)
        for unit in shown.units
    ]
    faces = {code: (name, face, red) for unit, face, red, code in rows for name in [unit.area.short_name]}
    places = [(county, *faces[county.code]) for county in drawing.counties if county.code in faces] if drawing else []
    context = {"plan": plan, "drawing": drawing, "places": places, "rows": rows, "source": SOURCE}
    return render(request, "workbench/board/map.html", context)


def _by_county(shown: Board) -> dict[str, list[Lamp]]:
    found: dict[str, list[Lamp]] = {unit.area_id: [] for unit in shown.units}
    for _, unit, light in shown.lights():
        found[unit.area_id].append(light.lamp)
    return found
