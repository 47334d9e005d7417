"""Which papers were served to this enterprise, and how does it acknowledge and answer them?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huxin.cases.models import Case
from huxin.cases.reach import ANSWER
from huxin.channels.parts import excel
from huxin.channels.parts.faces import shown
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.receiving import Reply, acknowledgement, replied
from huxin.documents import receipts
from huxin.documents.faces import signed_face
from huxin.documents.kinds import KINDS
from huxin.documents.models import Paper, Receipt
from huxin.documents.papers import about
from huxin.orgs.access import needs, visible


def _own(request: HttpRequest):  # type: ignore[no-untyped-def]
    rows = visible(Receipt, request.actor, "paper.acknowledge")
    return rows.select_related("paper__organisation", "paper__pdf", "organisation", "reply_document")


RECEIVED = excel.columns(
    ("标题", "paper.title", 50), ("有关事项", "paper.about", 30), ("发文字号", "paper.number", 22),
    ("来文机关", "paper.organisation.name", 30), ("送达", "sent_at", 20), ("签收", "acknowledged_at", 20),
    ("要求回复日期", "reply_due_on", 14), ("回复", "replied_at", 20),
)  # fmt: skip


@needs("paper.acknowledge")
def received(request: HttpRequest) -> HttpResponse:
    """Papers that came to the firm, newest first."""
    if excel.asked(request):
        return excel.export("文书", RECEIVED, _own(request).order_by("-pk"))
    return render(request, "desk/papers.html", {"page": page(_own(request), request, "-pk")})


@needs("paper.view")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper as it reads. Opening it is noted, and acknowledges nothing."""
    thing = get_object_or_404(visible(Paper, request.actor).select_related("organisation", "pdf", "docx"), pk=pk)
    mine = [receipts.open_receipt(one, by=request.actor, at=request.at) for one in _own(request).filter(paper=thing)]
    context = {"paper": thing, "kind": KINDS[thing.kind], "shown": shown(signed_face(thing)), "mine": mine}
    return render(request, "desk/paper.html", context)


def _fetched(request: HttpRequest, pk: int) -> Receipt:
    return get_object_or_404(_own(request), pk=pk)


@needs("paper.acknowledge")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """签收, with name and post."""
    receipt = _fetched(request, pk)
    case = about(receipt.paper)
    if isinstance(case, Case) and visible(Case, request.actor, ANSWER).filter(pk=case.pk).exists():
        return redirect("desk:case_receive", case.number, receipt.pk)  # there it is the service of the paper too
    form = acknowledgement(request, receipt)
    if carried_out(form, lambda given: receipts.acknowledge(receipt, **given, by=request.actor, at=request.at)):
        messages.success(request, "已签收。")
        return redirect("desk:paper", receipt.paper_id)
    return render(request, "desk/receipt.html", {"form": form, "receipt": receipt, "title": "签收"})


@needs("paper.acknowledge")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer, in words or as a file."""
    receipt = _fetched(request, pk)
    form = Reply(request.POST or None, request.FILES or None)
    if carried_out(form, lambda given: replied(receipt, given, request)):
        messages.success(request, "已回复。")
        return redirect("desk:paper", receipt.paper_id)
    return render(request, "desk/receipt.html", {"form": form, "receipt": receipt, "title": "回复"})
