"""Who works where in which role, and what may be changed about it?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.base.chinese import mask_email
from huxin.channels.parts.excel import Column, export
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.typed import number
from huxin.channels.workbench.people.forms import GrantForm, HandOverForm, PurposeForm
from huxin.channels.workbench.people.profile import away_form, filled_in
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.orgs.actions.people import deactivate, grant_role, hand_over, reveal_phone, revoke_role
from huxin.orgs.directory import memberships, roles_of, roster, stand_ins, successors, units
from huxin.orgs.granting import may_grant, may_manage
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.personal import masked_phone
from huxin.orgs.roles import ROLES


def _chosen(request: HttpRequest) -> Organisation | None:
    wanted = request.GET.get("organisation", "")
    return get_object_or_404(visible(Organisation, request.actor), pk=number(wanted)) if wanted else None


@needs("people.view")
def people(request: HttpRequest) -> HttpResponse:
    """All roles held within sight, in protocol order of the units."""
    chosen = _chosen(request)
    found = page(roster(request.actor, chosen), request, "organisation__order", "organisation__id", "id")
    for row in found.rows:
        row.title = ROLES[row.role].title
    context = {"page": found, "chosen": chosen, "units": units(request.actor).order_by("order", "pk")}
    return render(request, "workbench/people/list.html", context)


@needs("people.view")
def people_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table; phone numbers stay masked."""
    columns = (
        Column("单位", lambda row: row.organisation.name, 32),
        Column("姓名", lambda row: row.user.name),
        Column("职务", lambda row: row.post, 18),
        Column("角色", lambda row: ROLES[row.role].title, 20),
        Column("任职时间", lambda row: row.since, 18),
        Column("手机号", lambda row: masked_phone(row.user), 16),
    )
    rows = roster(request.actor, _chosen(request)).order_by("organisation__order", "organisation__id", "id")
    return export("人员名单", columns, rows.iterator(chunk_size=500))


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(visible(User, request.actor), pk=pk)


@needs("people.view")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, number masked, what happened."""
    return _page(request, _person(request, pk))


def _page(request: HttpRequest, someone: User, **more: object) -> HttpResponse:
    """The page of a person; `more` replaces a form that was sent and is not right yet."""
    by = request.actor
    manages = someone.pk != by.user_id and may_manage(by, someone)
    roles = roles_of(someone)
    context = {
        "person": someone,
        "roles": [(m, ROLES[m.role].title, m.until is None and may_grant(by, m.organisation, m.role)) for m in roles],
        "phone": masked_phone(someone),
        "email": mask_email(someone.email),
        "manages": manages,
        "stand_ins": stand_ins(someone, request.at) if manages else (),
        "away": away_form(someone, request.at) if manages and someone.is_active else None,
        "may_reveal": allowed(by, "people.reveal", someone) and bool(someone.phone_sealed),
        "purpose": PurposeForm(auto_id="purpose_%s"),
        "grant": _grant_form(request) if manages else None,
        "pass_on": _hand_over_form(request, someone) if manages else None,
        "events": entries(events_of(someone)[:30]),
    }
    return render(request, "workbench/people/person.html", context | more)


def _grant_form(request: HttpRequest, data: object = None) -> GrantForm:
    places = visible(Organisation, request.actor, "people.invite").filter(closed_on=None)
    places = places.exclude(kind=Organisation.Kind.WORKERS).order_by("order", "pk")
    return GrantForm(data, units=places, auto_id="grant_%s")


def _hand_over_form(request: HttpRequest, giver: User, data: object = None) -> HandOverForm:
    return HandOverForm(data, people=successors(giver, request.actor), auto_id="to_%s")


@needs("people.invite")
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one more role."""
    someone = _person(request, pk)
    form = _grant_form(request, request.POST)
    if not carried_out(form, lambda data: grant_role(someone, **data, by=request.actor, at=request.at)):
        return _page(request, someone, grant=form)
    messages.success(request, f"已授予{someone.name}新的角色；对方需重新登录。")
    return redirect("workbench:person", pk)


@needs("people.invite")
@require_POST
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass all roles to a successor."""
    someone = _person(request, pk)
    form = _hand_over_form(request, someone, request.POST)
    if not carried_out(form, lambda data: hand_over(someone, **data, by=request.actor, at=request.at)):
        return _page(request, someone, pass_on=form)
    messages.success(request, f"{someone.name}的{form.result}项角色已移交给{form.cleaned_data['to'].name}。")
    return redirect("workbench:person", form.cleaned_data["to"].pk)


@needs("people.invite")
@require_POST
def stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who fills in for one who is away and cannot do it himself."""
    someone = _person(request, pk)
    form = away_form(someone, request.at, request.POST)
    if not filled_in(form, someone, request):
        return _page(request, someone, away=form)
    messages.success(request, f"已指定{form.result.colleague.name}代{someone.name}的班。")
    return redirect("workbench:person", pk)


@needs("people.invite")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    held: Membership = get_object_or_404(memberships(request.actor), pk=pk)
    revoke_role(held, by=request.actor, at=request.at)
    messages.success(request, f"已免去{held.user.name}在{held.organisation}的“{ROLES[held.role].title}”角色。")
    return redirect("workbench:people")


@needs("people.invite")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate an account."""
    someone = _person(request, pk)
    deactivate(someone, by=request.actor, at=request.at)
    messages.success(request, f"{someone.name}的账号已停用。")
    return redirect("workbench:people")


@needs("people.reveal")
@require_POST
def show_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The number in clear, once, on this answer alone."""
    someone = _person(request, pk)
    form = PurposeForm(request.POST, auto_id="purpose_%s")
    if not carried_out(form, lambda data: reveal_phone(someone, **data, by=request.actor, at=request.at)):
        return _page(request, someone, purpose=form)
    return _page(request, someone, revealed=form.result)
