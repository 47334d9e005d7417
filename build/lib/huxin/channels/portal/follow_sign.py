"""How does a reporter sign, on his own phone, a paper that waits for his signature?"""

from functools import partial

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huxin.cases import signing
from huxin.cases.models import Case, Party
from huxin.channels.parts.faces import shown
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.signature import SignatureForm, signed
from huxin.channels.portal.reporters import mine, reporter
from huxin.documents.faces import face
from huxin.documents.models import Paper
from huxin.orgs.access import public


def to_sign(case: Case, party: Party) -> list[Paper]:
    """The papers that wait for him, or for whom he acts."""
    return [
        paper for paper in signing.waiting(case)
        if signing.as_whom(paper, party) in signing.missing_signers(paper, case)
    ]  # fmt: skip


@public
def sign(request: HttpRequest, number: str, paper_pk: int) -> HttpResponse:
    """The paper as it reads, and the board to sign on."""
    case, party = mine(request, number)
    paper = next((one for one in to_sign(case, party) if one.pk == paper_pk), None)
    if paper is None:
        raise Http404
    form = SignatureForm(request.POST or None, request.FILES or None)
    by = reporter(request, case)
    who = signing.as_whom(paper, party)
    if carried_out(form, partial(signed, paper, case, who, by=by, request=request)):
        flash.success(request, f"《{paper.title}》已签字。")
        return redirect("portal:my_case", number=number)
    context = {"case": case, "paper": paper, "form": form, "shown": shown(face(paper))}
    return render(request, "portal/follow/sign.html", context)
