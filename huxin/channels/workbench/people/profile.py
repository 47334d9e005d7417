"""What does the system know about me, and who fills in for me, or for one about whom I may decide?"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.profile import about_me, email_changed, phone_changed
from huxin.channels.workbench.people.forms import StandInForm
from huxin.orgs.access import needs
from huxin.orgs.actions.people import colleagues, end_stand_in, stand_in
from huxin.orgs.directory import stand_ins, stand_ins_to_end
from huxin.orgs.models import StandIn, User


@needs("home.view")
def profile(request: HttpRequest) -> HttpResponse:
    """My roles, my number, my stand-ins, and who looked at my data."""
    return _page(request)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    me = request.user
    context = about_me(request) | {"stand_ins": stand_ins(me, request.at), "away": away_form(me, request.at)}
    return render(request, "workbench/people/profile.html", context | more)


@needs("home.view")
@require_POST
def phone(request: HttpRequest) -> HttpResponse:
    """Change my number."""
    form = phone_changed(request)
    return _page(request, phone_form=form) if form else redirect("workbench:profile")


@needs("home.view")
@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """Change where notices are mailed to."""
    form = email_changed(request)
    return _page(request, email_form=form) if form else redirect("workbench:profile")


def away_form(absent: User, at: datetime, data: QueryDict | None = None) -> StandInForm:
    """Who may fill in for this person, from today on."""
    today = timezone.localdate(at)
    return StandInForm(data, people=colleagues(absent), initial={"first": today, "last": today}, auto_id="away_%s")


def filled_in(form: StandInForm, absent: User, request: HttpRequest) -> bool:
    """Name the stand-in that was chosen, if that may be."""

    def name(data: dict[str, Any]) -> StandIn:
        chosen = {key: data[key] for key in ("since", "until", "reason")}
        return stand_in(absent, colleague=form.people[data["colleague"]], **chosen, by=request.actor, at=request.at)

    return carried_out(form, name)


@needs("home.view")
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Name who fills in for me."""
    form = away_form(request.user, request.at, request.POST)
    if not filled_in(form, request.user, request):
        return _page(request, away=form)
    messages.success(request, f"已指定{form.result.colleague.name}代班。")
    return redirect("workbench:profile")


@needs("home.view")
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """I am back, or not going after all; or so is one about whom I may decide."""
    row = get_object_or_404(stand_ins_to_end(request.actor, request.at), pk=pk)
    end_stand_in(row, by=request.actor, at=request.at)
    messages.success(request, "代班已结束。")
    if row.absent_id != request.user.pk:
        return redirect("workbench:person", row.absent_id)
    return redirect("workbench:profile")
