"""How does an addressee acknowledge and answer a paper?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.receiving import Reply, acknowledgement, replied
from huxin.channels.workbench.papers.writing import back, form_page
from huxin.documents import receipts
from huxin.documents.models import Receipt
from huxin.orgs.access import needs, visible


def _received(request: HttpRequest, pk: int) -> Receipt:
    rows = (
        visible(Receipt, request.actor, "paper.acknowledge")
        .select_related("paper__organisation", "organisation")
        .defer("paper__tree")
    )
    return get_object_or_404(rows, pk=pk)


@needs("paper.acknowledge")
def receipt_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """签收, with name and post."""
    receipt = _received(request, pk)
    form = acknowledgement(request, receipt)
    if carried_out(form, lambda given: receipts.acknowledge(receipt, **given, by=request.actor, at=request.at)):
        return back(request, receipt.paper, "已签收。")
    intro = f"收文单位：{receipt.organisation.name}。签收时间以系统时间为准。"
    return form_page(request, receipt.paper, form, heading="签收", button="签收", intro=intro)


@needs("paper.acknowledge")
def receipt_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer, in words or as a file."""
    receipt = _received(request, pk)
    form = Reply(request.POST or None, request.FILES or None)
    if carried_out(form, lambda given: replied(receipt, given, request)):
        return back(request, receipt.paper, "已回复。")
    return form_page(request, receipt.paper, form, heading="回复", button="提交回复", multipart=True)
