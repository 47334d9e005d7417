"""Who may act for this enterprise, and how does its representative let a colleague in?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel, invitations
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.letters import letter
from huxin.orgs.access import needs, visible
from huxin.orgs.actions.invitations import invite as make_out
from huxin.orgs.actions.invitations import withdraw_invitation
from huxin.orgs.actions.people import revoke_role
from huxin.orgs.directory import invitations as invitations_to_manage
from huxin.orgs.directory import invitations_of, memberships, roster
from huxin.orgs.granting import ENTERPRISE_ROLES, may_grant
from huxin.orgs.models import Organisation
from huxin.orgs.roles import ROLES


class ColleagueForm(forms.Form):
    """Whom the representative lets in."""

    organisation = forms.ModelChoiceField(None, label="企业", empty_label=None)
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    role = forms.ChoiceField(
        label="角色", choices=[(code, ROLES[code].title) for code in ENTERPRISE_ROLES], widget=forms.RadioSelect,
        help_text="用工管理员办理日常用工事务；授权代表还可以邀请、免去本企业人员。",
    )  # fmt: skip
    email = forms.EmailField(label="邮箱", required=False, help_text="用于接收提醒，可不填。")


def _units(request: HttpRequest, permission: str):  # type: ignore[no-untyped-def]
    rows = visible(Organisation, request.actor, permission).filter(kind=Organisation.Kind.ENTERPRISE, closed_on=None)
    return rows.order_by("pk")


PEOPLE = excel.columns(
    ("企业", "0.organisation.name", 30), ("姓名", "0.user.name", 14), ("职务", "0.post", 18), ("角色", "1", 20),
    ("开通", "0.since", 20),
)  # fmt: skip


@needs("people.view")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role in the firm, and open invitations."""
    by, units = request.actor, list(_units(request, "people.view"))
    held = roster(by).filter(organisation__in=units).order_by("organisation", "pk")
    rows = [(m, ROLES[m.role].title, m.user_id != by.user_id and may_grant(by, m.organisation, m.role)) for m in held]
    if excel.asked(request):
        return excel.export("人员", PEOPLE, rows)
    waiting = invitations.titled(invitations_of(request.at, *units)) if by.can("people.invite") else []
    if excel.asked(request, "invitations"):
        return excel.export("尚未使用的邀请", invitations.LISTED, waiting)
    return render(request, "desk/people.html", {"rows": rows, "invitations": waiting})


@needs("people.invite")
def invite(request: HttpRequest) -> HttpResponse:
    """Let a colleague in; the answer is the letter to print, shown this once."""
    form = ColleagueForm(request.POST or None)
    form.fields["organisation"].queryset = _units(request, "people.invite")
    if carried_out(form, lambda given: make_out(given.pop("organisation"), **given, by=request.actor, at=request.at)):
        return letter(request, *form.result, back=reverse("desk:people"))
    return render(request, "desk/invite.html", {"form": form})


@needs("people.invite")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague acts for the firm no more."""
    held = get_object_or_404(memberships(request.actor), pk=pk)
    revoke_role(held, by=request.actor, at=request.at)
    messages.success(request, f"已免去{held.user.name}的“{ROLES[held.role].title}”角色。")
    return redirect("desk:people")


@needs("people.invite")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation worthless."""
    row = get_object_or_404(invitations_to_manage(request.actor), pk=pk)
    withdraw_invitation(row, by=request.actor, at=request.at)
    messages.success(request, f"给{row.name}的邀请已撤回，邀请码作废。")
    return redirect("desk:people")
