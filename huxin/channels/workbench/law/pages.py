"""Which figures does the law set, where from, and how is one changed by two people?"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.typed import number
from huxin.channels.workbench.law.forms import ALL, FigureForm, Filters, ReasonForm, VersionForm, area_choices
from huxin.journal.timeline import entries, events_of
from huxin.law import changes
from huxin.law.catalogue import Industry, Relation, entry
from huxin.law.effect import Change
from huxin.law.figures import history, listed
from huxin.law.models import Parameter
from huxin.law.parameters import Force, Status
from huxin.orgs.access import needs, visible
from huxin.orgs.directory import all_areas
from huxin.work.drafts import clear_draft

_VERSION = ("force", "valid_from", "valid_until", "document", "article", "source", "status")
_PLACE = ("area_code", "industry", "relation")


def _place(code: str, names: dict[str, str]) -> str:
    return names.get(code, code) if code else ALL


def _shown(row: Parameter, names: dict[str, str]) -> dict[str, Any]:
    """A figure in words."""
    return {
        "row": row,
        "title": row.title,
        "words": row.words,
        "place": _place(row.area_code, names),
        "industry": Industry(row.industry).zh if row.industry else "",
        "relation": Relation(row.relation).zh if row.relation else "",
        "force": Force(row.force).zh,
        "verified": row.status == Status.VERIFIED,
    }


_BESIDE = {
    Force.RECOMMENDED: "只用于含推荐标准的检查，现行标准的计算不变",
    Force.DRAFT: "只用于含征求意见稿的检查，现行标准的计算不变",
}


def _told(found: list[Change], names: dict[str, str]) -> list[dict[str, Any]]:
    """An effect in words."""
    return [
        {
            "title": entry(one.code).title,
            "places": "、".join(_place(code, names) for code in one.areas),
            "first": one.first,
            "until": one.until,
            "before": one.before.words if one.before else "没有数值",
            "after": one.after.words if one.after else "没有数值",
            "where": _BESIDE.get(one.after.force, "所有计算和检查") if one.after else "所有计算和检查",
        }
        for one in found
    ]


@needs("law.view")
def figures(request: HttpRequest) -> HttpResponse:
    """All figures, narrowed."""
    names = dict(area_choices(all_areas()))
    filters = Filters(request.GET, areas=list(names.items()))
    found = page(listed(request.actor, filters.chosen()), request, "code", "area_code", "pk")
    context = {
        "filters": filters,
        "page": found,
        "rows": [_shown(row, names) for row in found.rows],
        "may": request.actor.can("law.propose"),
    }
    return render(request, "workbench/law/list.html", context)


@needs("law.view")
def figures_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    names = dict(area_choices(all_areas()))
    filters = Filters(request.GET, areas=list(names.items()))
    columns = (
        excel.Column("参数", lambda one: one["title"], 36),
        excel.Column("代码", lambda one: one["row"].code, 30),
        excel.Column("数值", lambda one: one["words"]),
        excel.Column("地区", lambda one: one["place"]),
        excel.Column("行业", lambda one: one["industry"]),
        excel.Column("用工关系", lambda one: one["relation"], 24),
        excel.Column("效力", lambda one: one["force"], 8),
        excel.Column("施行日期", lambda one: one["row"].valid_from),
        excel.Column("失效日期", lambda one: one["row"].valid_until),
        excel.Column("文件", lambda one: one["row"].document, 44),
        excel.Column("条款", lambda one: one["row"].article, 22),
        excel.Column("核实情况", lambda one: one["row"].get_status_display()),
        excel.Column("来源", lambda one: one["row"].source, 40),
        excel.Column("状态", lambda one: one["row"].get_state_display()),
    )
    rows = listed(request.actor, filters.chosen()).order_by("code", "area_code", "pk")
    return excel.export("法规参数", columns, (_shown(row, names) for row in rows))


@needs("law.view")
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: what it is, where from, its versions, and what a proposal would change."""
    row = get_object_or_404(visible(Parameter, request.actor).select_related("replaces", "proposed_by"), pk=pk)
    names = dict(area_choices(all_areas()))
    versions = history(row)
    proposed = row.state == Parameter.State.PROPOSED
    by = request.actor
    context = {
        "row": row,
        "shown": _shown(row, names),
        "versions": [_shown(one, names) for one in versions],
        "waiting": next((one for one in versions if one.state == Parameter.State.PROPOSED and one.pk != row.pk), None),
        "effect": _told(changes.preview(row), names) if proposed else None,
        "own": row.proposed_by_id is not None and row.proposed_by_id == by.user_id,
        "may_propose": visible(Parameter, by, "law.propose").filter(pk=pk).exists(),
        "may_approve": proposed and visible(Parameter, by, "law.approve").filter(pk=pk).exists(),
        "reason": ReasonForm(),
        "entries": entries(events_of(*versions)[:100]),
    }
    return render(request, "workbench/law/figure.html", context)


@needs("law.propose")
def propose(request: HttpRequest) -> HttpResponse:
    """A figure that does not stand yet; `?like=` fills in the place and source of another."""
    areas = area_choices(all_areas())
    like = visible(Parameter, request.actor).filter(pk=number(request.GET.get("like", ""))).first()
    known = {"code": like.code} | {name: getattr(like, name) for name in (*_PLACE, "force")} if like else {}
    key = f"law-new-{like.pk if like else 0}"
    form = with_draft(request, key, partial(FigureForm, areas=areas), initial=known)
    return _proposed(request, form, key, None)


@needs("law.propose")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Another version of a figure that stands."""
    row = get_object_or_404(visible(Parameter, request.actor, "law.propose"), pk=pk)
    known = {name: getattr(row, name) for name in _VERSION} | {"text": row.words}
    return _proposed(request, with_draft(request, f"law-{pk}", VersionForm, initial=known), f"law-{pk}", row)


def _proposed(request: HttpRequest, form: Form, key: str, replaces: Parameter | None) -> HttpResponse:
    """Look at what it would change, then put it forward."""
    trying = "try" in request.POST
    fixed = {"code": replaces.code} | {name: getattr(replaces, name) for name in _PLACE} if replaces else {}

    def act(data: dict[str, Any]) -> Parameter:
        given = changes.Proposal(**fixed, **data)
        if trying:
            return changes.draft(given, replaces=replaces)
        return changes.propose(given, replaces=replaces, by=request.actor, at=request.at)

    done = carried_out(form, act)
    if done and not trying:
        clear_draft(key=key, by=request.actor)
        messages.success(request, "变更已提出，等待另一人审核。")
        return redirect("workbench:law_figure", form.result.pk)
    names = dict(area_choices(all_areas()))
    context = {
        "form": form,
        "replaces": _shown(replaces, names) if replaces else None,
        "effect": _told(changes.preview(form.result), names) if done else None,
    }
    return render(request, "workbench/law/propose.html", context)


def _moved(
    request: HttpRequest, pk: int, permission: str, act: Callable[..., Parameter], said: str, **more: Any
) -> HttpResponse:
    row = get_object_or_404(visible(Parameter, request.actor, permission), pk=pk)
    done = act(row, by=request.actor, at=request.at, **more)
    messages.success(request, said)
    return redirect("workbench:law_figure", done.pk)


@needs("law.propose")
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to take a figure out that should never have stood."""
    reason = request.POST.get("reason", "")
    return _moved(request, pk, "law.propose", changes.propose_removal, "删除已提出，等待另一人审核。", reason=reason)


@needs("law.propose")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own proposal back."""
    return _moved(request, pk, "law.propose", changes.withdraw, "已撤回。")


@needs("law.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a proposal hold."""
    return _moved(request, pk, "law.approve", changes.approve, "已审核通过，即时生效。")


@needs("law.approve")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not let it hold."""
    reply = request.POST.get("reason", "")
    return _moved(request, pk, "law.approve", changes.refuse, "已退回，没有生效。", reply=reply)
