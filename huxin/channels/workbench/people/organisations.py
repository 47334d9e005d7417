"""Which units are there, under which names, and with whom?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel, invitations
from huxin.channels.parts.excel import Column, export
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.workbench.people.forms import AliasForm, NewOrganisationForm, OrganisationForm
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.orgs.actions.organisations import add_alias, add_organisation, rename
from huxin.orgs.directory import areas, invitations_of, roster, units
from huxin.orgs.models import Invitation, Organisation
from huxin.orgs.roles import ROLES


@needs("people.view")
def organisations(request: HttpRequest) -> HttpResponse:
    """The units within sight, in protocol order; whoever may adds one."""
    form = NewOrganisationForm(request.POST or None, areas=areas(request.actor, "people.invite"))
    if carried_out(form, lambda data: add_organisation(**data, by=request.actor, at=request.at)):
        messages.success(request, f"已登记{form.result.name}。")
        return redirect("workbench:organisation", form.result.pk)
    found = page(units(request.actor), request, "order", "pk")
    return render(request, "workbench/organisations/list.html", {"page": found, "form": form, "open": form.is_bound})


@needs("people.view")
def organisations_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    columns = (
        Column("单位全称", lambda row: row.name, 36),
        Column("简称", lambda row: row.short_name, 20),
        Column("类别", lambda row: row.get_kind_display()),
        Column("地区", lambda row: row.area.name, 20),
        Column("别名", lambda row: "、".join(alias.name for alias in row.aliases.all()), 36),
    )
    rows = units(request.actor).prefetch_related("aliases").order_by("area__order", "order", "pk")
    return export("单位名单", columns, rows)


def _unit(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(visible(Organisation, request.actor).select_related("area"), pk=pk)


@needs("people.view")
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: names, people, open invitations, what happened."""
    unit = _unit(request, pk)
    if excel.asked(request, "invitations"):
        return excel.export("尚未使用的邀请", invitations.LISTED, _invited(request, unit))
    return _page(request, unit)


def _manages(request: HttpRequest, unit: Organisation) -> bool:
    return allowed(request.actor, "people.invite", unit) and unit.closed_on is None


def _invited(request: HttpRequest, unit: Organisation) -> list[tuple[Invitation, str]]:
    return invitations.titled(invitations_of(request.at, unit)) if _manages(request, unit) else []


def _page(request: HttpRequest, unit: Organisation, **more: object) -> HttpResponse:
    people = [(row, ROLES[row.role].title) for row in roster(request.actor, unit).order_by("pk")]
    context = {
        "unit": unit,
        "aliases": [alias.name for alias in unit.aliases.order_by("pk")],
        "people": people,
        "manages": _manages(request, unit),
        "invitations": _invited(request, unit),
        "rename": OrganisationForm(initial={"name": unit.name, "short_name": unit.short_name}, auto_id="rename_%s"),
        "alias": AliasForm(auto_id="alias_%s"),
        "events": entries(events_of(unit)[:20]),
    }
    return render(request, "workbench/organisations/organisation.html", context | more)


@needs("people.invite")
@require_POST
def change_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit a new name."""
    unit = _unit(request, pk)
    form = OrganisationForm(request.POST, auto_id="rename_%s")
    if not carried_out(form, lambda data: rename(unit, **data, by=request.actor, at=request.at)):
        return _page(request, _unit(request, pk), rename=form)
    messages.success(request, "单位名称已变更，原名保留为别名。")
    return redirect("workbench:organisation", pk)


@needs("people.invite")
@require_POST
def alias(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a name under which the unit is also known."""
    unit = _unit(request, pk)
    form = AliasForm(request.POST, auto_id="alias_%s")
    if not carried_out(form, lambda data: add_alias(unit, **data, by=request.actor, at=request.at)):
        return _page(request, unit, alias=form)
    messages.success(request, "别名已登记。")
    return redirect("workbench:organisation", pk)
