"""How is a paper of a case signed by a party, and its service written down?"""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.cases import recorded, signing
from huxin.cases.actions import noticing
from huxin.cases.actions.serving import serve_all
from huxin.cases.boxes import office_places
from huxin.cases.dossier import letters_of
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case, Party
from huxin.cases.papers.slip import slip
from huxin.cases.people import choices
from huxin.cases.records import PaperService, PaperSignature, PublicNotice
from huxin.channels.parts import files
from huxin.channels.parts.faces import shown
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.signature import signed
from huxin.channels.workbench.cases import forms
from huxin.channels.workbench.cases.page import found
from huxin.documents import store
from huxin.documents.faces import signed_face
from huxin.documents.models import Document, Paper
from huxin.orgs.access import needs


def _paper(case: Case, pk: int) -> Paper:
    """A paper of this very case."""
    for paper in letters_of(case):
        if paper.pk == pk:
            return paper
    raise Http404


def _keep(request: HttpRequest, case: Case, file: Any, name: str) -> Document:
    return store.keep(file, name=name, subject=case, org_path=case.org_path, by=request.actor, at=request.at)


@needs("case.handle")
def case_paper_read(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """A paper that the office had signed before the case was passed on: it came along with the case."""
    paper = _paper(found(request, number, "case.handle"), pk)
    if paper.state not in signing.OFFICE_SIGNED:
        raise Http404
    return files.of_paper(paper, request)


@needs("case.handle")
def case_paper_sign(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A party signs on the screen, or the scan of his signature is bound to the paper."""
    case = found(request, number, "case.handle")
    paper = _paper(case, pk)
    form = _signing_form(request, case, paper, request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> PaperSignature:
        return signed(paper, case, given["party"], given, by=request.actor, request=request)

    if carried_out(form, act):
        messages.success(request, "签字已登记。")
        return redirect("workbench:case", number)
    return _board(request, case, paper, form=form)


def _signing_form(request: HttpRequest, case: Case, paper: Paper, *data: Any) -> forms.Signing:
    on, places = timezone.localdate(request.at), office_places(paper, request.actor)
    return forms.Signing(*data, paper=paper, parties=signing.who_may_sign(paper, case, on), places=places)


def _board(request: HttpRequest, case: Case, paper: Paper, **refused: Form) -> HttpResponse:
    """Where a paper is signed, or it is said why not; a form that was refused stands there with what was typed."""
    waits = signing.missing_signers(paper, case)
    made: dict[str, Form] = {"form": _signing_form(request, case, paper)}
    if waits and CASE_PAPERS[paper.kind].there:
        made["unsigned"] = forms.Unsigned(parties=waits, auto_id="unsigned_%s")
    officials = {"officials": signing.missing_officials(paper, case), "named": recorded.named_officials(paper)}
    context = {"case": case, "paper": paper, "shown": shown(signed_face(paper))} | officials | made | refused
    return render(request, "workbench/cases/sign.html", context)


@needs("case.handle")
@require_POST
def case_paper_unsigned(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Who was there does not sign the record."""
    case = found(request, number, "case.handle")
    paper = _paper(case, pk)
    form = forms.Unsigned(request.POST, parties=signing.missing_signers(paper, case), auto_id="unsigned_%s")

    def act(given: dict[str, Any]) -> PaperSignature:
        return signing.note_unsigned(paper, case, by=request.actor, at=request.at, **given)

    if carried_out(form, act):
        messages.success(request, "未签字的情况已登记，随笔录归入案卷。")
        return redirect("workbench:case", number)
    return _board(request, case, paper, unsigned=form)


def _to_serve(paper: Paper, case: Case) -> list[Party]:
    """Whom it has not reached, first those to whom it goes by its kind."""
    reached = case.services.filter(paper=paper).values("party")
    rows = case.parties.filter(left_at=None).exclude(pk__in=reached).select_related("case", "enterprise", "acts_for")
    meant = set(signing.goes_to(paper, case).values_list("pk", flat=True))
    return sorted(rows, key=lambda one: (not {one.pk, one.acts_for_id} & meant, one.pk))


def _whom(case: Case, party: int) -> Party:
    return get_object_or_404(case.parties.select_related("case", "enterprise", "acts_for"), pk=party, left_at=None)


@needs("case.handle")
def case_paper_slip(request: HttpRequest, number: str, pk: int, party: int) -> HttpResponse:
    """What who gets it signs, filled in, to print and to take along."""
    case = found(request, number, "case.handle")
    paper = _paper(case, pk)
    return files.printed(slip(paper, case, _whom(case, party)), f"送达回证（{paper.title}）.pdf")


@needs("case.handle")
@require_POST
def case_paper_notice(request: HttpRequest, number: str, pk: int, party: int) -> HttpResponse:
    """A notice is drafted that makes the paper public for whom it cannot reach."""
    case = found(request, number, "case.handle")
    notice = noticing.draft_notice(_paper(case, pk), case, _whom(case, party), by=request.actor, at=request.at)
    messages.success(request, "送达公告已拟好：请核对后送审。张贴、刊登后回到“登记送达”填写公告日期。")
    return redirect("workbench:paper", notice.pk)


@needs("case.handle")
def case_paper_serve(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """How and when it reached one party or several, with the proof."""
    case = found(request, number, "case.handle")
    paper = _paper(case, pk)
    parties = _to_serve(paper, case)
    mode = PaperService.Mode.ELECTRONIC if parties and parties[0].e_service else PaperService.Mode.IN_PERSON
    first = {"served_on": timezone.localdate(request.at), "mode": mode}
    form = forms.Serving(request.POST or None, request.FILES or None, parties=parties, initial=first)

    def act(given: dict[str, Any]) -> list[PaperService | PublicNotice]:
        parties, proof = given.pop("party"), given.pop("proof")
        given["proof"] = _keep(request, case, proof, proof.name) if proof else None
        return serve_all(paper, case, parties, by=request.actor, at=request.at, **given)

    if carried_out(form, act):
        messages.success(request, _served(form.result[-1], timezone.localdate(request.at)))
        return redirect("workbench:case", number)
    return render(
        request, "workbench/cases/serve.html",
        {"case": case, "paper": paper, "form": form, "slips": choices(parties)},
    )  # fmt: skip


def _served(result: PaperService | PublicNotice, today: date) -> str:
    """What follows from what was written down."""
    if isinstance(result, PaperService):
        return "送达已登记，以送达之日起算的期限已开始计时。"
    if result.due_on > today:
        return f"公告已登记：{result.reckoned}。期满由系统登记送达，以送达之日起算的期限自该日起计时。"
    return f"送达已登记，以送达之日起算的期限已开始计时。{result.reckoned}。"


@needs("case.handle")
@require_POST
def case_notice_back(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A notice is taken back before its days are over."""
    case = found(request, number, "case.handle")
    noticing.take_back(get_object_or_404(case.public_notices, pk=pk), by=request.actor, at=request.at)
    messages.success(request, "公告已撤回，不再计入公告期间；需要的，请重新登记送达。")
    return redirect("workbench:case", number)
