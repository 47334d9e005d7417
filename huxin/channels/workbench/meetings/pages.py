"""Which meetings are there, and what does the page of one of them show and offer?"""

import re
from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.workbench.meetings.forms import (
    AttendanceForm,
    ConveneForm,
    FileForm,
    Filters,
    InviteForm,
    ProposeForm,
    ReasonForm,
    TopicForm,
    kept,
)
from huxin.conference.actions.meetings import PLANNING, propose, ruling
from huxin.conference.models import AgendaItem, Meeting, Minutes
from huxin.conference.queries import (
    agenda_of,
    invitation_rows,
    meeting_list,
    meetings_between,
    own_invitation,
    papers_of,
    plans_of_members,
    units_of_area,
    units_to_ask,
    units_to_propose_for,
)
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.work.drafts import clear_draft

State = Meeting.State
DRAFT = "meeting-propose"
TONES = {
    State.PROPOSED: "near",
    State.CONVENED: "info",
    State.HELD: "info",
    State.DRAFTED: "info",
    State.FEEDBACK: "near",
    State.APPROVAL: "info",
    State.ISSUED: "good",
    State.CLOSED: "good",
    State.DECLINED: "plain",
    State.CANCELLED: "plain",
}


def _chosen(request: HttpRequest) -> dict[str, str]:
    filters = Filters(request.GET)
    return {name: value for name, value in filters.cleaned_data.items() if value} if filters.is_valid() else {}


@needs("meeting.view")
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings one may see, newest first."""
    shown_page = page(meeting_list(request.actor, **_chosen(request)), request, "-pk")
    context = {
        "page": shown_page,
        "lines": [(row, TONES[State(row.state)]) for row in shown_page.rows],
        "filters": Filters(request.GET),
        "may_propose": request.actor.can("meeting.propose") and plans_of_members(request.actor).exists(),
    }
    return render(request, "workbench/meetings/list.html", context)


@needs("meeting.view")
def meetings_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    columns = (
        excel.Column("会议", lambda m: m.title, 40),
        excel.Column("类别", lambda m: m.get_kind_display()),
        excel.Column("提议单位", lambda m: m.proposed_by.name, 30),
        excel.Column("会议时间", lambda m: m.starts_at, 18),
        excel.Column("地点", lambda m: m.place, 24),
        excel.Column("状态", lambda m: m.get_state_display()),
    )
    return excel.export("会议台账", columns, meeting_list(request.actor, **_chosen(request)).order_by("-pk"))


def _month(text: str) -> date | None:
    """2026-12 as its first day, where it is a month of this century."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(found[1]), int(found[2]), 1) if found else None


@needs("meeting.view")
def calendar(request: HttpRequest) -> HttpResponse:
    """One month of meetings, as a calendar."""
    today = timezone.localdate(request.at)
    month = _month(request.GET.get("month", "")) or today.replace(day=1)
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    found: dict[date, list[Meeting]] = {}
    for meeting in meetings_between(request.actor, weeks[0][0], weeks[-1][-1]):
        found.setdefault(timezone.localdate(meeting.starts_at), []).append(meeting)
    context = {
        "weeks": [[(day, found.get(day, [])) for day in week] for week in weeks],
        "month": month,
        "today": today,
        "earlier": month - timedelta(days=1),
        "later": month + timedelta(days=31),
    }
    return render(request, "workbench/meetings/calendar.html", context)


@needs("meeting.propose")
def meeting_propose(request: HttpRequest) -> HttpResponse:
    """A member unit asks for a meeting."""
    known = {"plans": plans_of_members(request.actor), "units": units_to_propose_for(request.actor)}
    if not known["units"]:
        return render(request, "workbench/meetings/propose.html")
    form = with_draft(request, DRAFT, ProposeForm, **known)

    def act(given: dict[str, Any]) -> Meeting:
        return propose(given.pop("plan"), **given, by=request.actor, at=request.at)

    if carried_out(form, act):
        clear_draft(key=DRAFT, by=request.actor)
        messages.success(request, "提议已提交。")
        return redirect("workbench:meeting", form.result.pk)
    return render(request, "workbench/meetings/propose.html", {"form": form})


@needs("meeting.view")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting."""
    return shown(request, fetched(request, pk))


def fetched(request: HttpRequest, pk: int, permission: str = "") -> Meeting:
    """The meeting, for whoever may see it."""
    rows = visible(Meeting, request.actor, permission)
    return get_object_or_404(rows.select_related("plan__area", "proposed_by", "proposer", "convened_by"), pk=pk)


def shown(request: HttpRequest, thing: Meeting, wrong: forms.Form | None = None) -> HttpResponse:
    """The page of a meeting; a form that was refused is given back with what was typed."""
    by = request.actor
    runs = allowed(by, "meeting.run", thing)
    rows = list(invitation_rows(thing))
    context = {
        "meeting": thing,
        "tone": TONES[State(thing.state)],
        "rows": rows,
        "agenda": _agenda(request, thing, wrong, runs),
        "file_form": FileForm(),
        "mine": own_invitation(thing, by) if thing.state == State.CONVENED else None,
        "minutes": visible(Minutes, by).filter(meeting=thing).first(),
        "papers": papers_of(thing, by),
        "entries": entries(events_of(thing)[:100]),
        "runs": runs,
        "moves": _moves(request, thing, wrong, runs),
        "planning": thing.state in PLANNING,
        "states": State,
    }
    if runs and thing.state in (State.CONVENED, State.HELD, State.DRAFTED):
        context["attendance"] = kept(
            AttendanceForm, wrong, "attendance", rows=rows, initial={"chair": thing.chair or _caller(thing)}
        )
    return render(request, "workbench/meetings/meeting.html", context)


def _agenda(
    request: HttpRequest, thing: Meeting, wrong: forms.Form | None, runs: bool
) -> list[tuple[AgendaItem, TopicForm | None, bool]]:
    """Each item, with the form to change it and whether this person may hand in a file for it."""
    planning = thing.state in PLANNING
    own = request.actor.organisation_ids() if request.actor.can("meeting.reply") else frozenset()
    units = units_of_area(thing)
    found = []
    for item in agenda_of(thing):
        known = {"title": item.title, "presenter": item.presenter_id, "major": item.major}
        form = kept(TopicForm, wrong, f"topic{item.pk}", units=units, initial=known) if runs and planning else None
        found.append((item, form, planning and (runs or item.presenter_id in own)))
    return found


def _caller(thing: Meeting) -> str:
    return thing.convened_by.name if thing.convened_by else ""


def _moves(request: HttpRequest, thing: Meeting, wrong: forms.Form | None, runs: bool) -> dict[str, Any]:
    """The forms that this person may send about this meeting now, by the name of their route."""
    found: dict[str, Any] = {}
    if thing.state == State.PROPOSED and allowed(request.actor, ruling(thing), thing):
        found["convene"] = kept(ConveneForm, wrong, "convene")
        found["decline"] = kept(ReasonForm, wrong, "decline")
    if not runs:
        return found
    if thing.state == State.CONVENED:
        now = {"starts_at": thing.starts_at, "place": thing.place, "reply_by": thing.reply_by}
        found["move"] = kept(ConveneForm, wrong, "move", initial=now)
    if thing.state in PLANNING:
        found["cancel"] = kept(ReasonForm, wrong, "cancel")
        found["topic"] = kept(TopicForm, wrong, "topic", units=units_of_area(thing))
    if thing.state in (*PLANNING, State.HELD):
        found["invite"] = kept(InviteForm, wrong, "invite", units=units_to_ask(thing))
    return found
