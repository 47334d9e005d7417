"""How is somebody invited, and what is printed for him?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.letters import letter
from huxin.channels.workbench.people.forms import InviteForm
from huxin.orgs.access import needs, visible
from huxin.orgs.actions.invitations import invite as make_out
from huxin.orgs.actions.invitations import offer_renewal, withdraw_invitation
from huxin.orgs.directory import invitations
from huxin.orgs.granting import roles_to_grant
from huxin.orgs.models import Invitation, Organisation, User


@needs("people.invite")
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is invited as what; the answer is the letter to print, shown this once."""
    rows = visible(Organisation, request.actor, "people.invite").filter(closed_on=None).select_related("area")
    unit = get_object_or_404(rows, pk=pk)
    form = InviteForm(request.POST or None, roles=roles_to_grant(request.actor, unit))
    if not carried_out(form, lambda data: make_out(unit, **data, by=request.actor, at=request.at)):
        return render(request, "workbench/invitations/invite.html", {"form": form, "unit": unit})
    return _letter(request, *form.result)


@needs("people.invite")
@require_POST
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague lost password or phone: the letter with which he sets both anew."""
    person = get_object_or_404(visible(User, request.actor, "people.invite"), pk=pk)
    return _letter(request, *offer_renewal(person, by=request.actor, at=request.at))


def _letter(request: HttpRequest, invitation: Invitation, code: str) -> HttpResponse:
    return letter(request, invitation, code, back=reverse("workbench:organisation", args=[invitation.organisation_id]))


@needs("people.invite")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation worthless."""
    row = get_object_or_404(invitations(request.actor), pk=pk)
    withdraw_invitation(row, by=request.actor, at=request.at)
    messages.success(request, f"给{row.name}的邀请已撤回，邀请码作废。")
    return redirect("workbench:organisation", row.organisation_id)
