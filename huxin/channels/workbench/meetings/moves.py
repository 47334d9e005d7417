"""Which buttons stand on the page of a meeting, and what is printed for it?"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.channels.parts.files import printed
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.meetings import pages as page
from huxin.channels.workbench.meetings.forms import (
    AttendanceForm,
    ConveneForm,
    FileForm,
    InviteForm,
    ReasonForm,
    ReplyForm,
    TopicForm,
)
from huxin.conference import wording
from huxin.conference.actions import agenda, invitations, issuing, meetings, minutes
from huxin.conference.models import AgendaItem, Invitee, Meeting
from huxin.conference.queries import agenda_of, invitation_rows, units_of_area, units_to_ask
from huxin.orgs.access import needs, visible


def _answered(request: HttpRequest, thing: Meeting, form: forms.Form, act: Callable[..., Any]) -> HttpResponse:
    """Back to the meeting; a form that was refused stands there with what was typed."""
    if carried_out(form, lambda given: act(**given, by=request.actor, at=request.at)):
        return redirect("workbench:meeting", thing.pk)
    return page.shown(request, thing, form)


def _ruled(
    request: HttpRequest, pk: int, name: str, form: type[forms.Form], action: Callable[..., Any]
) -> HttpResponse:
    thing = page.fetched(request, pk)
    return _answered(request, thing, form(request.POST, prefix=name), partial(action, thing))


@needs("meeting.view")
@require_POST
def convene(request: HttpRequest, pk: int) -> HttpResponse:
    """It takes place."""
    return _ruled(request, pk, "convene", ConveneForm, meetings.convene)


@needs("meeting.view")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    return _ruled(request, pk, "decline", ReasonForm, meetings.decline)


@needs("meeting.run")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time or place."""
    return _ruled(request, pk, "move", ConveneForm, meetings.move)


@needs("meeting.run")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Called off."""
    return _ruled(request, pk, "cancel", ReasonForm, meetings.cancel)


@needs("meeting.run")
@require_POST
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One more item of the agenda."""
    thing = page.fetched(request, pk)
    form = TopicForm(request.POST, prefix="topic", units=units_of_area(thing))
    return _answered(request, thing, form, partial(agenda.put_topic, thing))


@needs("meeting.run")
@require_POST
def topic_change(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """An item is changed."""
    thing, item = _item(request, pk, item_pk)
    form = TopicForm(request.POST, prefix=f"topic{item_pk}", units=units_of_area(thing))
    return _answered(request, thing, form, partial(agenda.put_topic, thing, item=item))


def _item(request: HttpRequest, pk: int, item_pk: int) -> tuple[Meeting, AgendaItem]:
    thing = page.fetched(request, pk)
    return thing, get_object_or_404(agenda_of(thing), pk=item_pk)


@needs("meeting.run")
@require_POST
def topic_drop(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """One item less."""
    thing, item = _item(request, pk, item_pk)
    agenda.drop_topic(item, by=request.actor, at=request.at)
    return redirect("workbench:meeting", thing.pk)


@needs("meeting.view")
@require_POST
def material(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """A file for the table."""
    thing, item = _item(request, pk, item_pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise NotPossible("请先选择要提交的会议材料。")
    file = form.cleaned_data["file"]
    agenda.add_material(item, file=file, name=file.name, by=request.actor, at=request.at)
    messages.success(request, "会议材料已提交。")
    return redirect("workbench:meeting", thing.pk)


@needs("meeting.run")
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Units and experts are asked."""
    thing = page.fetched(request, pk)
    form = InviteForm(request.POST, prefix="invite", units=units_to_ask(thing))

    def act(*, organisations: Any, guest_name: str, guest_unit: str, **who: Any) -> Any:
        guests = [invitations.Guest(guest_name, guest_unit)] if guest_name or guest_unit else []
        units = invitations.member_units(thing) if "members" in request.POST else list(organisations)
        return invitations.invite(thing, organisations=units, guests=guests, **who)

    return _answered(request, thing, form, act)


@needs("meeting.run")
@require_POST
def uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation is taken back."""
    row = get_object_or_404(visible(Invitee, request.actor).select_related("meeting"), pk=pk)
    invitations.uninvite(row, by=request.actor, at=request.at)
    return redirect("workbench:meeting", row.meeting_id)


@needs("meeting.reply")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes; made for a phone."""
    rows = visible(Invitee, request.actor, "meeting.reply").select_related("meeting", "organisation")
    row = get_object_or_404(rows, pk=pk)
    initial = {name: getattr(row, name) for name in ("reply", "name", "post", "companions", "reason")}
    form = ReplyForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> Invitee:
        return invitations.answer_invitation(row, **given, by=request.actor, at=request.at)

    if carried_out(form, act):
        messages.success(request, "回执已提交；开会之前可以更改。")
        return redirect("workbench:meeting", row.meeting_id)
    context = {"row": row, "meeting": row.meeting, "form": form, "agenda": agenda_of(row.meeting)}
    return render(request, "workbench/meetings/reply.html", context)


@needs("meeting.run")
@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there."""
    thing = page.fetched(request, pk)
    rows = list(invitation_rows(thing))
    form = AttendanceForm(request.POST, prefix="attendance", rows=rows)

    def act(*, chair: str, by: Any, at: Any, **given: Any) -> Meeting:
        parts = ("present", "name", "post", "companions")
        marks = [meetings.Mark(r.pk, *(given[f"{part}_{r.pk}"] for part in parts)) for r in rows]
        return meetings.take_attendance(thing, marks=marks, chair=chair, by=by, at=at)

    return _answered(request, thing, form, act)


@needs("meeting.run")
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice or the letter is drafted."""
    thing = page.fetched(request, pk)
    paper = issuing.draft_notice(thing, letter="letter" in request.POST, by=request.actor, at=request.at)
    return redirect("workbench:paper", paper.pk)


@needs("meeting.run")
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes are begun."""
    minutes.start_minutes(page.fetched(request, pk), by=request.actor, at=request.at)
    return redirect("workbench:minutes", pk)


@needs("meeting.run")
def sign_in_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """签到表."""
    thing = page.fetched(request, pk, "meeting.run")
    return printed(wording.sign_in_sheet(thing), f"{thing.title}签到表.pdf")


@needs("meeting.run")
def name_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """席卡."""
    thing = page.fetched(request, pk, "meeting.run")
    return printed(wording.name_cards(thing), f"{thing.title}席卡.pdf")
