"""Which plans are there, what do they say, what became of old dates, and which county has a plan of its own?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.adoption.models import PlanDraft
from huxin.adoption.versions import versions
from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.typed import number
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import needs, rights, visible
from huxin.plans.actions.history import settle_terms
from huxin.plans.actions.publicity import set_public
from huxin.plans.child_plans import COVER_FACES, coverage, map_goals, suggestions
from huxin.plans.lamps import FACES, Lamp
from huxin.plans.models import Duty, Goal, Plan, Term
from huxin.plans.queries import boards, goal_progress, progress_on

LISTED = excel.columns(
    ("方案", "title", 50), ("地区", "area.name", 14), ("文号", "document_no", 22), ("印发日期", "issued_on", 14),
    ("跟踪起始", "tracked_from", 14), ("上级方案", "parent.title", 50), ("终止日期", "ended_on", 14),
)  # fmt: skip
LOUD = (Lamp.RED, Lamp.YELLOW)


def fetch(request: HttpRequest, pk: int, permission: str = "") -> Plan:
    """The plan of the page, if this person holds the right on it."""
    rows = visible(Plan, request.actor, permission).select_related("area", "office", "parent")
    return get_object_or_404(rows, pk=pk)


@needs("plan.view")
def plans(request: HttpRequest) -> HttpResponse:
    """Plans that run, those below them, and drafts that are being corrected."""
    rows = visible(Plan, request.actor).select_related("area", "parent")
    drafts = visible(PlanDraft, request.actor).filter(state=PlanDraft.State.OPEN).select_related("area").order_by("-pk")
    if excel.asked(request):
        return excel.export("方案", LISTED, rows.order_by("area__order", "-pk"))
    context = {
        "page": page(rows, request, "area__order", "-pk"),
        "drafts": drafts[:50],
        "adopts": request.actor.can("plan.adopt"),
    }
    return render(request, "workbench/plans/list.html", context)


@needs("plan.view")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: its facts, its tasks with their lamps, where to go on."""
    row = fetch(request, pk)
    asked = ("plan.adopt", "plan.settle", "report.compile", "follow_up.draft", "follow_up.rule")
    held = rights(request.actor, row, *asked)
    unsettled = row.terms.filter(state=Term.State.HISTORY, outcome=Term.Outcome.UNKNOWN)
    context = {
        "plan": row,
        "progress": goal_progress(row, timezone.localdate(request.at)),
        "versions": versions(row),
        "rules": row.report_rules.order_by("due"),
        "children": row.children.filter(ended_on=None).select_related("area").order_by("area__order"),
        "history": unsettled.count() if "plan.settle" in held else 0,
        "adopts": "plan.adopt" in held,
        "settles": "plan.settle" in held,
        "chases": "follow_up.draft" in held,
        "sets_ladder": "follow_up.rule" in held,
        "compiles": "report.compile" in held,
        "events": entries(events_of(row)[:30]),
    }
    return render(request, "workbench/plans/plan.html", context)


@needs("plan.adopt")
@require_POST
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the plan's progress to everybody, or no longer."""
    row, public = fetch(request, pk, "plan.adopt"), "show" in request.POST
    set_public(row, public=public, by=request.actor, at=request.at)
    messages.success(request, "门户上已公开工作进度。" if public else "门户上不再公开工作进度。")
    return redirect("workbench:plan", pk)


@needs("plan.view")
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its text, and who owes what under it; details only of what this person may open."""
    row = get_object_or_404(visible(Goal, request.actor).select_related("plan", "serves"), pk=pk)
    duties = list(visible(Duty, request.actor).filter(goal=row))
    shown = boards(row.plan, timezone.localdate(request.at), goal=row)
    lights = [(unit, light) for part in shown for _, unit, light in part.lights()]
    served = visible(Goal, request.actor).filter(serves=row, ended_on=None).select_related("plan__area")
    context = {
        "goal": row,
        "lights": lights,
        "mine": {duty.pk for duty in duties},
        "served": served.order_by("plan__area__order"),
        "events": entries(events_of(row, *duties)[:50]),
    }
    return render(request, "workbench/plans/goal.html", context)


@needs("plan.view")
def plan_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """领导一页纸: one side of A4, to print."""
    row, today = fetch(request, pk), timezone.localdate(request.at)
    shown = units, counties = boards(row, today)
    lights = [*units.lights(), *counties.lights()]
    counts = units.counts() + counties.counts()
    context = {
        "plan": row,
        "today": today,
        "counts": [(FACES[one], one, counts[one]) for one in reversed(Lamp) if counts[one]],
        "total": len(lights),
        "progress": progress_on(shown),
        "loud": [(unit, FACES[lamp], found) for (unit, lamp), found in _loud(lights).items()],
    }
    return render(request, "workbench/plans/summary.html", context)


def _loud(lights: list[Any]) -> dict[tuple[Any, Lamp], list[tuple[Goal, Any]]]:
    """(unit, lamp) -> tasks with their day: what is overdue first, then what soon will be, each in protocol order."""
    found: dict[tuple[Any, Lamp], list[tuple[Goal, Any]]] = {}
    for lamp in LOUD:
        for goal, unit, light in sorted(lights, key=lambda one: (one[1].order, one[1].pk, one[0].number)):
            if light.lamp == lamp:
                found.setdefault((unit, lamp), []).append((goal, light.due_on))
    return found


class Settling(forms.Form):
    """What became of the chosen terms, and how one knows."""

    outcome = forms.ChoiceField(label="认定", choices=Term.Outcome.choices)
    reason = forms.CharField(label="认定依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


@needs("plan.settle")
def plan_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Terms from before the tracking: settle some or all at once."""
    row = fetch(request, pk, "plan.settle")
    rows = row.terms.filter(state=Term.State.HISTORY).select_related("duty__goal", "duty__organisation", "settled_by")
    rows = rows.order_by("duty__goal__number", "duty__organisation__order", "pk")
    form = Settling(request.POST or None)
    chosen = [number(one) for one in request.POST.getlist("term")]

    def settle(data: dict[str, Any]) -> int:
        return settle_terms(row, rows=rows.filter(pk__in=chosen), **data, by=request.actor, at=request.at)

    if carried_out(form, settle):
        messages.success(request, f"已认定{form.result}项。")
        return redirect("workbench:plan_history", pk)
    if "excel" in request.GET:
        return _history_table(rows)
    context = {"plan": row, "rows": rows, "form": form, "chosen": chosen}
    return render(request, "workbench/plans/history.html", context)


def _history_table(rows: Any) -> HttpResponse:
    columns = (
        excel.Column("任务", lambda t: t.duty.goal.title, 40),
        excel.Column("单位", lambda t: t.duty.organisation.name, 34),
        excel.Column("时限", lambda t: t.due_on),
        excel.Column("认定", lambda t: t.settled),
        excel.Column("认定人", lambda t: t.settled_by.name if t.settled_by else ""),
        excel.Column("认定依据", lambda t: t.settled_reason, 40),
    )
    return excel.export("历史期限", columns, rows)


@needs("plan.view")
def coverage_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Counties × tasks: which county has issued its own plan, and which task it left out."""
    row = fetch(request, pk)
    rows = coverage(row)
    if "excel" in request.GET:
        goals = [goal for goal, _ in rows[0].covers] if rows else []
        columns = [excel.Column("县（市）", lambda r: r.area.name, 12)]
        columns += [
            excel.Column(f"{goal.number}. {goal.title}", lambda r, n=n: COVER_FACES[r.covers[n][1]].word, 16)
            for n, goal in enumerate(goals)
        ]
        return excel.export("县（市）细化方案", columns, rows)
    tasks = [
        (goal, [(r.area, r.plan, COVER_FACES[r.covers[n][1]]) for r in rows])
        for n, goal in enumerate([goal for goal, _ in rows[0].covers] if rows else [])
    ]
    opened = set(visible(Plan, request.actor).filter(parent=row).values_list("pk", flat=True))
    context = {"plan": row, "rows": rows, "tasks": tasks, "opened": opened}
    return render(request, "workbench/plans/coverage.html", context)


class Mapping(forms.Form):
    """For each task of the county's plan, the task above that it serves."""

    def __init__(self, *args: Any, child: Plan, **known: Any) -> None:
        super().__init__(*args, **known)
        if child.parent is None:
            return
        above = [(g.pk, f"{g.number}. {g.title}") for g in child.parent.goals.filter(ended_on=None).order_by("number")]
        goals = child.goals.filter(ended_on=None).order_by("number")
        decided = any(goal.serves_id for goal in goals)  # then a task that serves none was left so on purpose
        likely = {} if decided else suggestions(child)
        for goal in goals:
            suggested = goal.serves_id is None and goal.pk in likely
            self.fields[f"goal{goal.pk}"] = forms.TypedChoiceField(
                label=f"{goal.number}. {goal.title}",
                choices=[("", "不对应上级任务"), *above],
                required=False,
                coerce=int,
                empty_value=None,
                initial=goal.serves_id or likely.get(goal.pk),
                help_text="按标题推荐，请核对。" if suggested else "",
            )


@needs("plan.adopt")
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm by hand which task of the county's plan serves which of the prefecture's."""
    row = fetch(request, pk, "plan.adopt")
    form = Mapping(request.POST or None, child=row)

    def confirm(data: dict[str, Any]) -> int:
        served = {int(name.removeprefix("goal")): value for name, value in data.items()}
        return map_goals(row, served, by=request.actor, at=request.at)

    if carried_out(form, confirm):
        messages.success(request, f"已对应{form.result}项任务。")
        return redirect("workbench:plan", pk)
    return render(request, "workbench/plans/mapping.html", {"plan": row, "form": form})
