"""How does a reporter sign, on his own phone, a paper that waits for his signature?"""

from datetime import date
from functools import partial

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime

from huxin.cases import signing
from huxin.cases.models import Case, Party
from huxin.cases.people import face as face_of
from huxin.channels.parts.faces import shown
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.signature import SignatureForm, signed
from huxin.channels.portal.reporters import mine, reporter
from huxin.documents.faces import signed_face
from huxin.documents.models import Paper
from huxin.orgs.access import public


def to_sign(case: Case, party: Party, on: date) -> list[tuple[Paper, str]]:
    """The papers that wait for him, or for whom he acts; with the reason why he may not sign one for that one."""
    return [
        (paper, signing.hindered(paper, party, on)) for paper in signing.waiting(case)
        if signing.as_whom(paper, party) in signing.missing_signers(paper, case)
    ]  # fmt: skip


def _principal(paper: Paper, party: Party) -> str:
    """For whom he signs; empty where he signs for himself."""
    whose = signing.as_whom(paper, party)
    return "" if whose == party else face_of(whose).name


@public
def sign(request: HttpRequest, number: str, paper_pk: int) -> HttpResponse:
    """The paper as it reads, and the board to sign on."""
    case, party = mine(request, number)
    waiting = to_sign(case, party, localtime(request.at).date())
    paper = next((one for one, why in waiting if one.pk == paper_pk and not why), None)
    if paper is None:
        raise Http404
    form = SignatureForm(request.POST or None, request.FILES or None, paper=paper)
    by = reporter(request, case)
    if carried_out(form, partial(signed, paper, case, party, by=by, request=request)):
        flash.success(request, f"《{paper.title}》已签字。")
        return redirect("portal:my_case", number=number)
    context = {"case": case, "paper": paper, "form": form, "shown": shown(signed_face(paper))}
    context["principal"] = _principal(paper, party)
    return render(request, "portal/follow/sign.html", context)
