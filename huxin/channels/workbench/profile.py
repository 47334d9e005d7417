"""What does the system know about me, and who fills in for me?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.people_forms import PhoneForm, StandInForm
from huxin.journal.timeline import entries
from huxin.orgs.access import needs
from huxin.orgs.actions.people import change_phone, colleagues, end_stand_in, stand_in
from huxin.orgs.directory import looked_at, roles_of, stand_ins
from huxin.orgs.personal import masked_phone
from huxin.orgs.roles import ROLES


@needs("home.view")
def profile(request: HttpRequest) -> HttpResponse:
    """My roles, my number, my stand-ins, and who looked at my data."""
    return _page(request)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    me = request.user
    today = timezone.localdate(request.at)
    context = {
        "roles": [(row, ROLES[row.role].title) for row in roles_of(me) if row.until is None],
        "phone": masked_phone(me),
        "phone_form": PhoneForm(),
        "stand_ins": stand_ins(me, request.at),
        "away": StandInForm(people=colleagues(me), initial={"first": today, "last": today}),
        "looked_at": entries(looked_at(me)[:50]),
    }
    return render(request, "workbench/people/profile.html", context | more)


@needs("home.view")
@require_POST
def phone(request: HttpRequest) -> HttpResponse:
    """Change my number."""
    form = PhoneForm(request.POST)
    if not carried_out(form, lambda data: change_phone(request.user, **data, by=request.actor, at=request.at)):
        return _page(request, phone_form=form)
    messages.success(request, "手机号已更新。")
    return redirect("workbench:profile")


@needs("home.view")
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Name who fills in for me."""
    form = StandInForm(request.POST, people=colleagues(request.user))
    if not carried_out(
        form,
        lambda data: stand_in(
            request.user,
            colleague=form.people[data["colleague"]],
            since=data["since"],
            until=data["until"],
            reason=data["reason"],
            by=request.actor,
            at=request.at,
        ),
    ):
        return _page(request, away=form)
    messages.success(request, f"已指定{form.result.colleague.name}代班。")
    return redirect("workbench:profile")


@needs("home.view")
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """I am back, or not going after all."""
    row = get_object_or_404(stand_ins(request.user, request.at), pk=pk)
    end_stand_in(row, by=request.actor, at=request.at)
    messages.success(request, "代班已结束。")
    return redirect("workbench:profile")
