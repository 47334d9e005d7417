"""How is an issued document handed in, looked through beside its text, corrected, and adopted?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.adoption.actions import adopt as adoption
from huxin.adoption.actions import drafts
from huxin.adoption.differences import compare
from huxin.adoption.draft_edit import ROLES, SEATS, Draft, problems
from huxin.adoption.marking import anchor, pieces
from huxin.adoption.models import PlanDraft
from huxin.adoption.overtaken import overtaken
from huxin.base.errors import NotPossible
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.typed import number
from huxin.channels.workbench.plans.adopt_forms import Adopt, Amends, Settle, Upload, form_of, removal
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import needs, visible
from huxin.plans import choices
from huxin.plans.models import Plan
from huxin.reports.models import ReportCycle


@needs("plan.adopt")
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in an issued document; what was read is shown beside it."""
    areas = {area.pk: area for area in choices.areas(request.actor, "plan.adopt")}
    running = {plan.pk: plan for plan in visible(Plan, request.actor).filter(ended_on=None).select_related("parent")}
    plans = {pk: plan for pk, plan in running.items() if plan.parent_id is None}
    amendable = [(pk, plan.title) for pk, plan in running.items() if plan.area_id in areas]
    form = Upload(
        request.POST or None,
        request.FILES or None,
        areas=[(area.pk, area.name) for area in areas.values()],
        plans=[(plan.pk, plan.title) for plan in plans.values()],
        running=amendable,
    )

    def read(data: dict[str, Any]) -> PlanDraft:
        file = data["file"]
        return drafts.upload_draft(
            file.read(),
            name=file.name,
            area=areas[data["area"]],
            parent=plans[int(data["parent"])] if data["parent"] else None,
            amends=running[int(data["amends"])] if data["amends"] else None,
            by=request.actor,
            at=request.at,
        )

    if carried_out(form, read):
        return redirect("workbench:plan_draft", form.result.pk)
    return render(request, "workbench/plans/upload.html", {"form": form})


def _fetch(request: HttpRequest, pk: int) -> PlanDraft:
    rows = visible(PlanDraft, request.actor).select_related("area", "amends", "parent", "document")
    return get_object_or_404(rows, pk=pk)


@needs("plan.adopt")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The document on one side with the read sentences marked, the draft on the other."""
    row = _fetch(request, pk)
    return render(request, "workbench/plans/draft.html", _shown(request, row))


def _shown(request: HttpRequest, row: PlanDraft) -> dict[str, Any]:
    data = row.data
    warnings = [
        {
            **warning,
            "index": n,
            "at": anchor(warning["place"]),
            "settled": row.settled.get(str(n), ""),
            "overtaken": overtaken(data, warning),
            "mend": _mended(warning["code"]),
        }
        for n, warning in enumerate(data["warnings"])
    ]
    return {
        "draft": row,
        "data": data,
        "open": row.state == PlanDraft.State.OPEN,
        "amends": drafts.amended(row),
        **_choice(row),
        "pieces": pieces(data),
        "goals": [_goal(goal) for goal in data["goals"]],
        "seats": [{**seat, "word": SEATS[seat["kind"]], "at": anchor(seat["place"])} for seat in data["seats"]],
        "rules": [{**rule, "at": anchor(rule["place"])} for rule in data["report_rules"]],
        "units": [{**unit, "at": anchor(unit["place"]), "roles": _roles(unit)} for unit in data["units"]],
        "warnings": warnings,
        "unsettled": sum(not (warning["settled"] or warning["overtaken"]) for warning in warnings),
        "problems": problems(data),
        "events": entries(events_of(row)[:50]),
        "adopt": Adopt(initial={"tracked_from": timezone.localdate(request.at)}),
    }


def _mended(code: str) -> str:
    """Which part of the draft has the field that a warning asks to fill in."""
    parts = {"title": "e-head", "issued": "e-head", "issuers": "e-head", "report": "rules", "seat": "seats"}
    return parts.get(code.split("_")[0], "")


def _choice(row: PlanDraft) -> dict[str, Any]:
    """Of which running plan it may be a new version; the likest is proposed."""
    if row.state != PlanDraft.State.OPEN or drafts.amended(row):
        return {}
    plans, like = list(drafts.amendable(row.area)), drafts.likest(row)
    start = {"version": row.version, "plan": like.pk if like else ""}
    choices = [(plan.pk, plan.title) for plan in plans]
    return {"like": like, "amends_form": Amends(plans=choices, initial=start) if plans else None}


def _goal(goal: Draft) -> dict[str, Any]:
    """A goal with its duties by role; several units read from one place stand together."""
    roles = []
    for role, word in ROLES.items():
        there = [{**duty, "at": anchor(duty["place"])} for duty in goal["duties"] if duty["role"] == role]
        shared = [duty for duty in there if sum(other["at"] == duty["at"] is not None for other in there) > 1]
        roles.append({"word": word, "duties": [d for d in there if d not in shared], "shared": shared})
    return {**goal, "at": anchor(goal["title_place"]), "roles": [r for r in roles if r["duties"] or r["shared"]]}


def _roles(unit: Draft) -> list[tuple[str, str]]:
    goals = unit["goals"]
    return [(word, "、".join(map(str, goals[role]))) for role, word in ROLES.items() if goals.get(role)]


@needs("plan.adopt")
def edit(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Correct one part; without a script the form has a page of its own."""
    row = _fetch(request, pk)
    make = form_of(row.data, key)
    form = make(request.POST or None, draft=row.data, key=key, initial={"version": row.version})

    def correct(data: dict[str, Any]) -> PlanDraft:
        version = data.pop("version")
        return drafts.correct_draft(row, form.change(data), version=version, by=request.actor, at=request.at)

    if carried_out(form, correct):
        into = form.cleaned_data.get("into")  # a unit that was merged is gone: look at what it became
        return _back(pk, next((unit["key"] for unit in row.data["units"] if unit["name"] == into), key))
    context = {
        "draft": row,
        "key": key,
        "form": form,
        "removable": removal(row.data, key) is not None,
        "units": row.data["units"],
    }
    page = "workbench/plans/edit.html"
    return render(request, f"{page}#form" if request.htmx else page, context)


@needs("plan.adopt")
@require_POST
def remove(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take one part away."""
    row = _fetch(request, pk)
    change = removal(row.data, key)
    if change is None:
        raise NotPossible("这一项不能删除，请改为校正。")
    drafts.correct_draft(row, change, version=_version(request.POST), by=request.actor, at=request.at)
    return _back(pk, key.split("d")[0] if key.startswith("g") else "draft")


def _version(typed: QueryDict) -> int:
    return number(typed.get("version", ""))


def _back(pk: int, key: str) -> HttpResponse:
    return redirect(f"{reverse('workbench:plan_draft', args=[pk])}#e-{key.lstrip('+')}")


@needs("plan.adopt")
@require_POST
def settle(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """Say why a warning needs nothing more."""
    row = _fetch(request, pk)
    form = Settle(request.POST)
    if not form.is_valid():
        raise NotPossible("请写明处置理由（200字以内），如“已核对，原文如此”。")
    facts = form.cleaned_data
    drafts.settle_warning(row, index=index, **facts, by=request.actor, at=request.at)
    return redirect(f"{reverse('workbench:plan_draft', args=[pk])}#w-{index}")


@needs("plan.adopt")
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on the plan is tracked."""
    row = _fetch(request, pk)
    form = Adopt(request.POST)
    if carried_out(form, lambda data: adoption.adopt(row, **data, by=request.actor, at=request.at)):
        messages.success(request, "方案已采纳，开始跟踪。人员账号不会自动开通，请到“人员单位”发出邀请。")
        return redirect("workbench:mapping" if row.parent_id else "workbench:plan", form.result.pk)
    return render(request, "workbench/plans/draft.html", {**_shown(request, row), "adopt": form})


@needs("plan.adopt")
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """What the amended document changes in the running plan; adopting it keeps history."""
    row = _fetch(request, pk)
    plan = drafts.amended(row)
    if plan is None or row.state != PlanDraft.State.OPEN:
        return redirect("workbench:plan_draft", pk)
    if request.method == "POST":
        adoption.adopt_amendment(row, by=request.actor, at=request.at)
        messages.success(request, f"修订版已采纳，仍有效的责任保留了全部历史。{_rounds(plan)}")
        return redirect("workbench:plan", plan.pk)
    context = {"draft": row, "plan": plan, "found": compare(row.data, plan)}
    return render(request, "workbench/plans/differences.html", context)


def _rounds(plan: Plan) -> str:
    """What is left to do where reports are being collected: who must write what again is for the office to say."""
    rounds = plan.report_cycles.filter(state=ReportCycle.State.OPEN).order_by("due_on")
    names = "、".join(f"{cycle.name}报告" for cycle in rounds)
    return f"{names}正在收报，请到“报告”打开该期，点“按现行任务核对”，把任务变化落到各单位报告。" if names else ""


@needs("plan.adopt")
@require_POST
def amends(request: HttpRequest, pk: int) -> HttpResponse:
    """It is a new version of the plan that is named."""
    row = _fetch(request, pk)
    plans = {plan.pk: plan for plan in drafts.amendable(row.area).select_related("parent")}
    form = Amends(request.POST, plans=[(plan.pk, plan.title) for plan in plans.values()])
    if not form.is_valid():
        raise NotPossible("请选择修订哪个现行方案。")
    of, version = plans[int(form.cleaned_data["plan"])], form.cleaned_data["version"]
    adoption.treat_as_amendment(row, of=of, version=version, by=request.actor, at=request.at)
    return redirect("workbench:plan_differences", pk)


@needs("plan.adopt")
@require_POST
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """It is a plan of its own, not an amendment."""
    row = _fetch(request, pk)
    adoption.treat_as_new(row, version=row.version, by=request.actor, at=request.at)
    return redirect("workbench:plan_draft", pk)


@needs("plan.adopt")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not become a plan."""
    drafts.discard_draft(_fetch(request, pk), by=request.actor, at=request.at)
    messages.success(request, "草稿已作废，上传的文件仍在记录中。")
    return redirect("workbench:plans")
