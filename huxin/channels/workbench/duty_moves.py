"""Which buttons stand on the page of a duty? Each validates a form and calls one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench import duties as page
from huxin.channels.workbench.duty_forms import HandInForm, PartForm, ReasonDayForm, RuleForm, TextForm
from huxin.orgs.access import needs, visible
from huxin.plans.actions import duties, extensions, parts
from huxin.plans.models import Duty, Extension, Progress, SubDuty, Term


def _answered(request: HttpRequest, duty: Duty, form: forms.Form, name: str, act: Callable[..., Any]) -> HttpResponse:
    """Back to the duty; a form that was refused stands there with what was typed."""
    if carried_out(form, lambda given: act(given, by=request.actor, at=request.at)):
        return redirect("workbench:duty", duty.pk)
    return page.shown(request, duty, **{name: form})


def _term(request: HttpRequest, pk: int) -> Term:
    return get_object_or_404(visible(Term, request.actor).select_related("duty__goal", "duty__plan"), pk=pk)


@needs("duty.report")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    term = _term(request, pk)
    form = HandInForm(request.POST, request.FILES)
    return _answered(request, term.duty, form, "hand_in", lambda given, **who: duties.hand_in(term, **given, **who))


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

    def act(given: dict[str, Any], **who: Any) -> Term:
        return duties.give_back(term, reason=given["reason"], until=given["day"], **who)

    return _answered(request, term.duty, ReasonDayForm(request.POST), "reason_day", act)


@needs("duty.rule")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Owed again."""
    term = _term(request, pk)

    def act(given: dict[str, Any], **who: Any) -> Term:
        return duties.reopen(term, reason=given["reason"], due_on=given["day"], **who)

    return _answered(request, term.duty, ReasonDayForm(request.POST), "reason_day", act)


@needs("duty.report")
@require_POST
def ask_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """A later day is asked for."""
    term = _term(request, pk)

    def act(given: dict[str, Any], **who: Any) -> Extension:
        return extensions.ask_extension(term, until_on=given["day"], ground=given["reason"], **who)

    return _answered(request, term.duty, ReasonDayForm(request.POST), "reason_day", act)


@needs("duty.rule")
@require_POST
def rule_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Granted, perhaps to another day than was asked for, or refused."""
    extension = get_object_or_404(visible(Extension, request.actor).select_related("term__duty"), pk=pk)

    def act(given: dict[str, Any], **who: Any) -> Extension:
        if "refuse" in request.POST:
            return extensions.refuse(extension, reply=given["reply"], **who)
        until = given["until_on"] or extension.until_on
        return extensions.grant(extension, until_on=until, reply=given["reply"], **who)

    return _answered(request, extension.term.duty, RuleForm(request.POST), "ruling", act)


@needs("duty.report")
@require_POST
def add_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part is given to an office or a person."""
    duty = get_object_or_404(visible(Duty, request.actor).select_related("goal", "plan"), pk=pk)

    def act(given: dict[str, Any], **who: Any) -> SubDuty:
        return parts.add_part(duty, parts.Given(**given), **who)

    return _answered(request, duty, PartForm(request.POST), "part_form", act)


@needs("duty.report")
@require_POST
def complete_part(request: HttpRequest, pk: int) -> HttpResponse:
    """A part is done, with its result."""
    part = get_object_or_404(visible(SubDuty, request.actor).select_related("duty__goal", "duty__plan"), pk=pk)

    def act(given: dict[str, Any], **who: Any) -> SubDuty:
        return parts.complete_part(part, result=given["text"], **who)

    return _answered(request, part.duty, TextForm(request.POST), "statement", act)


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

    def act(given: dict[str, Any], **who: Any) -> Duty:
        return duties.state_not_ours(duty, reason=given["text"], version=duty.version, **who)

    return _answered(request, duty, TextForm(request.POST), "statement", act)


@needs("duty.rule")
@require_POST
def rule_not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    """The office agrees that it is not, or does not."""
    duty = get_object_or_404(visible(Duty, request.actor), pk=pk)
    agreed = "agree" in request.POST
    duties.rule_not_ours(duty, agreed=agreed, version=duty.version, by=request.actor, at=request.at)
    return redirect("workbench:duty", pk)
