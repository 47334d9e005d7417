"""What does a worker find on his own page, and how does he lay a receipt to it?"""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.cases import mine
from huxin.cases.models import Case
from huxin.cases.people import by_receipt
from huxin.channels.parts.forms import carried_out
from huxin.channels.portal.follow_forms import ReceiptForm
from huxin.channels.portal.reporters import worker_of
from huxin.orgs.access import needs
from huxin.registry.models import Worker


def own(request: HttpRequest) -> Worker:
    """The worker whose log-in this is."""
    worker = worker_of(request)
    if worker is None:
        raise Http404
    return worker


@needs("case.follow")
def me(request: HttpRequest) -> HttpResponse:
    """His cases, what offices wrote, the papers."""
    return _page(request, ReceiptForm())


def _page(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    worker = own(request)
    standings = mine.standings(worker, today=localtime(request.at).date())
    papers = [(one.case, paper) for one in standings for paper in one.papers]
    context = {"standings": standings, "letters": mine.messages_to(worker), "papers": papers, "form": form,
               "looks": mine.looks_at(worker)}  # fmt: skip
    return render(request, "portal/me/me.html", context)


@needs("case.follow")
@require_POST
def add_receipt(request: HttpRequest) -> HttpResponse:
    """Number and secret, shown once; from then on the case stands on his page."""
    worker, form = own(request), ReceiptForm(request.POST)

    def act(given: dict[str, Any]) -> Case:
        if not ratelimit.consume(request, action="sms_code"):
            raise NotPossible("试得太频繁了，请过一会儿再试。")
        case, shown = by_receipt(given["number"], given["secret"], at=request.at)
        return mine.keep_receipt(case, shown=shown, worker=worker, by=request.actor, at=request.at)

    if not carried_out(form, act):
        return _page(request, form)
    messages.success(request, f"已添加{form.result.number}。办案人员看不到它和您账号的联系。")
    return redirect("portal:me")


@needs("case.follow")
@require_POST
def drop_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out again."""
    worker = own(request)
    receipt = get_object_or_404(mine.kept_receipts(worker), pk=pk)
    mine.leave_receipt(receipt, worker=worker, by=request.actor, at=request.at)
    messages.success(request, "已移出，以后凭编号和查询码查询。")
    return redirect("portal:me")
