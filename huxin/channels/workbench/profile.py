"""What does the system know about me, and who fills in for me, or for one about whom I may decide?"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.people_forms import EmailForm, PhoneForm, StandInForm
from huxin.journal.timeline import entries
from huxin.orgs.access import needs
from huxin.orgs.actions.people import change_email, change_phone, colleagues, end_stand_in, stand_in
from huxin.orgs.directory import looked_at, roles_of, stand_ins, stand_ins_to_end
from huxin.orgs.models import StandIn, User
from huxin.orgs.personal import masked_phone
from huxin.orgs.roles import ROLES


@needs("home.view")
def profile(request: HttpRequest) -> HttpResponse:
    """My roles, my number, my stand-ins, and who looked at my data."""
    return _page(request)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    me = request.user
    context = {
        "roles": [(row, ROLES[row.role].title) for row in roles_of(me) if row.until is None],
        "phone": masked_phone(me),
        "phone_form": PhoneForm(),
        "email_form": EmailForm(initial={"email": me.email}),
        "stand_ins": stand_ins(me, request.at),
        "away": away_form(me, request.at),
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
def email(request: HttpRequest) -> HttpResponse:
    """Change where notices are mailed to."""
    form = EmailForm(request.POST)
    if not carried_out(form, lambda data: change_email(request.user, **data, by=request.actor, at=request.at)):
        return _page(request, email_form=form)
    messages.success(request, "工作邮箱已更新。" if form.cleaned_data["email"] else "工作邮箱已删除。")
    return redirect("workbench:profile")


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
