"""Which buttons stand on the page of a duty? Each validates a form and calls one action."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from huxin.base.actor import Actor
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.duties import pages as page
from huxin.channels.workbench.duties.forms import (
    AskForm,
    HandInForm,
    HandlingForm,
    Hands,
    PartForm,
    ReopenForm,
    ResultForm,
    ReturnForm,
    StatementForm,
)
from huxin.orgs.access import needs, visible
from huxin.plans.actions import duties, extensions, parts
from huxin.plans.models import Duty, Extension, Progress, SubDuty, Term


def _answered(
    request: HttpRequest, duty: Duty, form: Callable[..., forms.Form], kind: str, pk: int, act: Callable[..., Any]
) -> HttpResponse:
    """Back to the duty; a form that was refused stands there with what was typed."""
    typed = form(request.POST, request.FILES, auto_id=f"{kind}_{pk}_%s")
    if carried_out(typed, lambda given: act(**given, by=request.actor, at=request.at)):
        return redirect("workbench:duty", duty.pk)
    return page.shown(request, duty, page.Refused(kind, pk, typed))


def _term(request: HttpRequest, pk: int) -> Term:
    return get_object_or_404(visible(Term, request.actor).select_related("duty__goal", "duty__plan"), pk=pk)


@needs("duty.report")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    term = _term(request, pk)
    return _answered(request, term.duty, HandInForm, "hand_in", pk, partial(duties.hand_in, term))


@needs("duty.report")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken back."""
    term = duties.withdraw(_term(request, pk), by=request.actor, at=request.at)
    return redirect("workbench:duty", term.duty_id)


@needs("duty.rule")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Found good."""
    term = duties.accept(_term(request, pk), by=request.actor, at=request.at)
    return redirect("workbench:duty", term.duty_id)


@needs("duty.rule")
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Returned with a reason, to be mended until a day."""
    term = _term(request, pk)
    return _answered(request, term.duty, ReturnForm, "give_back", pk, partial(duties.give_back, term))


@needs("duty.rule")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Owed again."""
    term = _term(request, pk)
    return _answered(request, term.duty, ReopenForm, "reopen", pk, partial(duties.reopen, term))


@needs("duty.report")
@require_POST
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """A later day is asked for."""
    term = _term(request, pk)
    return _answered(request, term.duty, AskForm, "ask", pk, partial(extensions.ask_extension, term))


@needs("duty.view")
@require_POST
def amend_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day or ground, while the form is on its way."""
    rows = visible(Extension, request.actor).select_related("term__duty__goal", "term__duty__plan", "paper")
    extension = get_object_or_404(rows, pk=pk)
    act = partial(extensions.amend_extension, extension)
    return _answered(request, extension.term.duty, AskForm, "amend", pk, act)


@needs("duty.report")
@require_POST
def add_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part is given to an office or a person."""
    duty = get_object_or_404(visible(Duty, request.actor).select_related("organisation__area", "goal", "plan"), pk=pk)

    def act(*, by: Actor, at: datetime, **given: Any) -> SubDuty:
        return parts.add_part(duty, parts.Given(**given), by=by, at=at)

    return _answered(request, duty, partial(PartForm, Hands(duty)), "part", pk, act)


@needs("duty.report")
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Which office drafts and who handles it; the unit stays the one that answers."""
    duty = get_object_or_404(visible(Duty, request.actor).select_related("organisation__area", "goal", "plan"), pk=pk)
    act = partial(duties.hand_over, duty, version=duty.version)
    return _answered(request, duty, partial(HandlingForm, Hands(duty)), "handling", pk, act)


@needs("duty.report")
@require_POST
def complete_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part is done, with its result."""
    part = get_object_or_404(visible(SubDuty, request.actor).select_related("duty__goal", "duty__plan"), pk=pk)
    return _answered(request, part.duty, ResultForm, "complete", pk, partial(parts.complete_part, part))


@needs("duty.report")
@require_POST
def cancel_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part is no longer needed."""
    part = get_object_or_404(visible(SubDuty, request.actor), pk=pk)
    parts.cancel_part(part, by=request.actor, at=request.at)
    return redirect("workbench:duty", part.duty_id)


@needs("duty.report")
@require_POST
def withdraw_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry is taken back."""
    entry = get_object_or_404(visible(Progress, request.actor).select_related("duty"), pk=pk)
    duties.withdraw_progress(entry, by=request.actor, at=request.at)
    return redirect("workbench:duty", entry.duty_id)


@needs("duty.report")
@require_POST
def not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit says that this is none of its own."""
    duty = get_object_or_404(visible(Duty, request.actor).select_related("goal", "plan"), pk=pk)
    act = partial(duties.state_not_ours, duty, version=duty.version)
    return _answered(request, duty, StatementForm, "statement", pk, act)


@needs("duty.rule")
@require_POST
def rule_not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    """The office agrees that it is not, or does not."""
    duty = get_object_or_404(visible(Duty, request.actor), pk=pk)
    agreed = "agree" in request.POST
    duties.rule_not_ours(duty, agreed=agreed, version=duty.version, by=request.actor, at=request.at)
    return redirect("workbench:duty", pk)
