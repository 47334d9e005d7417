"""How are the minutes of a meeting written, answered, sent on and followed?"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.meetings.forms import (
    AnswerForm,
    DecisionForm,
    FrameForm,
    HandleForm,
    ItemForm,
    RoundForm,
    WrittenForm,
    kept,
)
from huxin.conference.actions import issuing, minutes, rounds
from huxin.conference.models import Meeting, Minutes, Opinion
from huxin.conference.queries import (
    DecisionLine,
    bindable_units,
    changed_headings,
    invitation_rows,
    minutes_text,
    opinions_of,
    to_report,
    with_lamps,
)
from huxin.conference.wording import attendance_lines
from huxin.orgs.access import allowed, needs, visible

State = Meeting.State
REPORTING = (State.ISSUED, State.CLOSED)


def _fetched(request: HttpRequest, pk: int) -> Minutes:
    rows = visible(Minutes, request.actor).select_related("meeting__plan__area", "meeting__plan__office", "paper")
    return get_object_or_404(rows, meeting=pk)


@needs("meeting.view")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of one meeting."""
    return shown(request, _fetched(request, pk))


def shown(request: HttpRequest, text: Minutes, wrong: forms.Form | None = None) -> HttpResponse:
    """The page of the minutes; a form that was refused is given back with what was typed."""
    meeting, by = text.meeting, request.actor
    runs = allowed(by, "meeting.run", meeting)
    writes = runs and meeting.state == State.DRAFTED
    round_ = rounds.current_round(text)
    asks = meeting.state == State.FEEDBACK
    opinions = list(opinions_of(meeting, by))
    answered = visible(Opinion, by, "meeting.reply").filter(round=round_).values_list("pk", flat=True)
    ours = set(answered) if asks else set()
    mine = [o for o in opinions if o.pk in ours and not o.handling]
    today = timezone.localdate(request.at)
    context = {
        "meeting": meeting,
        "minutes": text,
        "entries": _entries(text, wrong, today, writes),
        "attendance": attendance_lines(invitation_rows(meeting)),
        "runs": runs,
        "writes": writes,
        "round": round_,
        "changed": changed_headings(text),
        "opinions": [(o, *_handling(o, wrong, runs and asks and o.round == round_)) for o in opinions],
        "mine": [(o, kept(AnswerForm, wrong, f"answer{o.pk}", initial=_said(o))) for o in mine],
        "obstacles": rounds.obstacles([o for o in opinions if o.round == round_], round_, today)
        if runs and asks and round_
        else [],
        "frame": kept(FrameForm, wrong, "frame", initial={"opening": text.opening, "closing": text.closing}),
        "new_item": kept(ItemForm, wrong, "item"),
        "round_form": kept(RoundForm, wrong, "round"),
        "major": runs and meeting.state in REPORTING and to_report(meeting),
        "again": runs and meeting.state in (State.APPROVAL, State.ISSUED) and issuing.may_send_again(text),
        "states": State,
    }
    return render(request, "workbench/meetings/minutes.html", context)


def _said(opinion: Opinion) -> dict[str, str]:
    return {"agree": {"agree": "yes", "remark": "no"}.get(opinion.answer, ""), "text": opinion.text}


def _handling(opinion: Opinion, wrong: forms.Form | None, open_: bool) -> tuple[Any, Any]:
    """What the office may do with one opinion: deal with it, or enter an answer that came on paper."""
    handle = open_ and opinion.answer == Opinion.Answer.REMARK
    written = open_ and not opinion.answer
    return (
        kept(HandleForm, wrong, f"handle{opinion.pk}") if handle else None,
        kept(WrittenForm, wrong, f"written{opinion.pk}") if written else None,
    )


def _entries(text: Minutes, wrong: forms.Form | None, today: date, writes: bool) -> list[dict[str, Any]]:
    """Each entry with its decisions and their lamps, and, while it is written, the forms for them."""
    found = minutes_text(text)
    lines = {line.decision.pk: line for line in with_lamps([d for _, ds in found for d in ds], today)}
    units = list(bindable_units(text.meeting)) if writes else []
    return [
        {
            "item": item,
            "form": kept(ItemForm, wrong, f"item{item.pk}", initial=model_to_dict(item)),
            "new": kept(DecisionForm, wrong, f"new{item.pk}", units=units),
            "decisions": [
                (lines[d.pk], kept(DecisionForm, wrong, f"decision{d.pk}", units=units, initial=_decided(lines[d.pk])))
                for d in decisions
            ],
        }
        for item, decisions in found
    ]


def _decided(line: DecisionLine) -> dict[str, Any]:
    return model_to_dict(line.decision) | {"organisations": [one.unit.organisation_id for one in line.units]}


def _answered(request: HttpRequest, text: Minutes, form: forms.Form, act: Callable[..., Any]) -> HttpResponse:
    """Back to the minutes; a form that was refused stands there with what was typed."""
    if carried_out(form, lambda given: act(**given, by=request.actor, at=request.at)):
        return redirect("workbench:minutes", text.meeting_id)
    return shown(request, text, form)


@needs("meeting.run")
@require_POST
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Beginning and end."""
    text = _fetched(request, pk)
    return _answered(request, text, FrameForm(request.POST, prefix="frame"), partial(minutes.write_frame, text))


@needs("meeting.run")
@require_POST
def item(request: HttpRequest, pk: int, item_pk: int = 0) -> HttpResponse:
    """An entry, new or changed, or struck out."""
    text = _fetched(request, pk)
    row = get_object_or_404(text.items, pk=item_pk) if item_pk else None
    if row is not None and "drop" in request.POST:
        minutes.drop_item(row, by=request.actor, at=request.at)
        return redirect("workbench:minutes", pk)
    form = ItemForm(request.POST, prefix=f"item{row.pk}" if row else "item")
    return _answered(request, text, form, partial(minutes.put_item, text, item=row))


@needs("meeting.run")
@require_POST
def decision(request: HttpRequest, pk: int, item_pk: int, decision_pk: int = 0) -> HttpResponse:
    """A decision, new or changed, or struck out."""
    text = _fetched(request, pk)
    row = get_object_or_404(text.items, pk=item_pk)
    made = get_object_or_404(row.decisions, pk=decision_pk) if decision_pk else None
    if made is not None and "drop" in request.POST:
        minutes.drop_decision(made, by=request.actor, at=request.at)
        return redirect("workbench:minutes", pk)
    prefix = f"decision{made.pk}" if made else f"new{row.pk}"
    form = DecisionForm(request.POST, prefix=prefix, units=list(bindable_units(text.meeting)))
    return _answered(request, text, form, partial(minutes.put_decision, row, decision=made))


@needs("meeting.run")
@require_POST
def open_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The attending units are asked."""
    text = _fetched(request, pk)
    return _answered(request, text, RoundForm(request.POST, prefix="round"), partial(rounds.open_round, text.meeting))


def _opinion(request: HttpRequest, pk: int, permission: str) -> Opinion:
    rows = visible(Opinion, request.actor, permission)
    return get_object_or_404(rows.select_related("round__minutes__meeting__plan__area", "organisation"), pk=pk)


@needs("meeting.reply")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit says whether it agrees."""
    opinion = _opinion(request, pk, "meeting.reply")
    form = AnswerForm(request.POST, prefix=f"answer{pk}")
    return _answered(request, opinion.round.minutes, form, partial(rounds.answer, opinion))


@needs("meeting.run")
@require_POST
def written(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit answered on paper."""
    opinion = _opinion(request, pk, "meeting.run")
    form = WrittenForm(request.POST, request.FILES, prefix=f"written{pk}")

    def act(*, file: UploadedFile, **given: Any) -> Opinion:
        return rounds.enter_written_answer(opinion, file=file, name=file.name or "", **given)

    return _answered(request, opinion.round.minutes, form, act)


@needs("meeting.run")
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """An opinion is taken up or not."""
    opinion = _opinion(request, pk, "meeting.run")
    form = HandleForm(request.POST, prefix=f"handle{pk}")
    return _answered(request, opinion.round.minutes, form, partial(rounds.handle_opinion, opinion))


@needs("meeting.run")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Back into writing."""
    rounds.reopen(_fetched(request, pk).meeting, by=request.actor, at=request.at)
    messages.success(request, "纪要已退回修改；修改后请重新征求意见。")
    return redirect("workbench:minutes", pk)


@needs("meeting.run")
@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of the round, for units that answer on paper."""
    round_ = rounds.current_round(_fetched(request, pk))
    if round_ is None:
        raise NotPossible("现在没有正在进行的征求意见。")
    paper = issuing.draft_feedback_letter(round_, by=request.actor, at=request.at)
    return redirect("workbench:paper", paper.pk)


@needs("meeting.run")
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """To be signed."""
    paper = issuing.send_for_approval(_fetched(request, pk).meeting, by=request.actor, at=request.at)
    return redirect("workbench:paper", paper.pk)


@needs("meeting.run")
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """To be signed once more, word for word, after the paper was declared void."""
    paper = issuing.send_again(_fetched(request, pk).meeting, by=request.actor, at=request.at)
    return redirect("workbench:paper", paper.pk)


@needs("meeting.run")
@require_POST
def major(request: HttpRequest, pk: int) -> HttpResponse:
    """The report upward is drafted."""
    paper = issuing.draft_major_report(_fetched(request, pk).meeting, by=request.actor, at=request.at)
    return redirect("workbench:paper", paper.pk)


@needs("meeting.run")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """All is done."""
    issuing.close_meeting(_fetched(request, pk).meeting, by=request.actor, at=request.at)
    messages.success(request, "议定事项全部办结，会议已销号。")
    return redirect("workbench:meeting", pk)
