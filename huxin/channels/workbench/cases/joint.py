"""What does another body see that was asked in a case, or handles it jointly, and how does it answer?"""

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.cases.actions import desk, joint
from huxin.cases.joint import part_of
from huxin.cases.models import Case
from huxin.cases.records import Assistance, Evidence
from huxin.channels.parts import files
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.cases.forms import Answering, Found, Reason
from huxin.documents import store
from huxin.orgs.access import needs, visible

_WITH = ("case__organisation", "organisation", "asked_by", "answered_by", "accepted_by")


def _row(request: HttpRequest, pk: int) -> Assistance:
    return get_object_or_404(visible(Assistance, request.actor, "case.assist").select_related(*_WITH), pk=pk)


@needs("case.assist")
def assistance(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked, by whom, until when; the part of the case that was opened; and the answer."""
    row = _row(request, pk)
    form = Answering(request.POST or None)
    if carried_out(form, lambda given: desk.answer(row, **given, by=request.actor, at=request.at)):
        return redirect("workbench:assistance", pk)
    return _page(request, row, form)


def _page(
    request: HttpRequest, row: Assistance, form: Form, declining: Form | None = None, handing: Form | None = None
) -> HttpResponse:
    together = row.kind == Assistance.Kind.JOINT
    context = {
        "row": row,
        "form": form,
        "declining": declining or Reason(auto_id="decline_%s"),
        "handing": handing or Found(auto_id="found_%s"),
        "together": together,
        "part": part_of(row, request.actor),
        "due": due(row.due_on, request.at, calendar_of(request.actor)) if row.due_on else None,
        "opens": visible(Case, request.actor).filter(pk=row.case_id).exists(),
    }
    return render(request, "workbench/cases/assistance.html", context)


@needs("case.assist")
@require_POST
def joint_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The body takes its part."""
    joint.accept(_row(request, pk), by=request.actor, at=request.at)
    messages.success(request, "已接受联合办理，办结后请填写办理意见。")
    return redirect("workbench:assistance", pk)


@needs("case.assist")
@require_POST
def joint_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The body does not take part."""
    row = _row(request, pk)
    form = Reason(request.POST, auto_id="decline_%s")
    if carried_out(form, partial(_decline, request, row)):
        messages.success(request, "已告知对方不参加联合办理。")
        return redirect("workbench:assistance", pk)
    return _page(request, row, Answering(), form)


def _decline(request: HttpRequest, row: Assistance, given: dict[str, str]) -> Assistance:
    return joint.decline(row, **given, by=request.actor, at=request.at)


@needs("case.assist")
@require_POST
def joint_found(request: HttpRequest, pk: int) -> HttpResponse:
    """The body's own papers go into the case."""
    row = _row(request, pk)
    form = Found(request.POST, request.FILES, auto_id="found_%s")

    def act(given: dict[str, Any]) -> list[Evidence]:
        by, at = request.actor, request.at
        kept = [store.keep(one, name=one.name, org_path=row.case.org_path, by=by, at=at) for one in given["files"]]
        return joint.hand_in(row, documents=kept, title=given["title"], by=by, at=at)

    if carried_out(form, act):
        messages.success(request, "材料已提交给主办单位。")
        return redirect("workbench:assistance", pk)
    return _page(request, row, Answering(), handing=form)


@needs("case.assist")
def joint_own(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """A paper that this body handed in, as long as the case is open to it."""
    part = part_of(_row(request, pk), request.actor)
    if part is None or not 0 < index <= len(part.found):
        raise Http404
    return files.kept(part.found[index - 1].document, request)


@needs("case.assist")
def joint_evidence(request: HttpRequest, pk: int, index: int) -> HttpResponse:
    """A piece of evidence that was opened to this body, as long as it is."""
    part = part_of(_row(request, pk), request.actor)
    if part is None or not 0 < index <= len(part.evidence):
        raise Http404
    return files.kept(part.evidence[index - 1].document, request)
