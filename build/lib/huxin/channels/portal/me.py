"""What does a worker find on his own page, and how does he lay a receipt to it?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.cases import mine
from huxin.cases.actions.filing import places
from huxin.cases.models import Case
from huxin.cases.people import by_receipt
from huxin.cases.reach import Account
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.limits import limit
from huxin.channels.portal.follow_forms import ReceiptForm
from huxin.channels.portal.me_forms import WorkerForm
from huxin.channels.portal.reporters import account_of, worker_of
from huxin.orgs.access import needs
from huxin.registry.actions.log_in import say_worker
from huxin.registry.models import Worker


def own(request: HttpRequest) -> Worker:
    """The worker whose log-in this is; who only acts for others is told to say first that he is one."""
    worker = worker_of(request)
    if worker is None:
        raise NotPossible("这一项只有自己跑单、干活的人能用；您也干活的，请先在“我的”里登记。")
    return worker


def _account(request: HttpRequest) -> Account:
    account = account_of(request)
    if account is None:
        raise Http404
    return account


@needs("case.follow")
def me(request: HttpRequest) -> HttpResponse:
    """His cases, what offices wrote, the papers."""
    return _page(request, ReceiptForm())


def _page(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    account = _account(request)
    standings = mine.standings(account, today=localtime(request.at).date())
    papers = [(one.case, paper) for one in standings for paper in one.papers]
    context = {
        "standings": standings, "letters": mine.messages_to(account), "papers": papers, "form": form,
        "looks": mine.looks_at(account), "himself": account.worker is not None,
    }  # fmt: skip
    return render(request, "portal/me/me.html", context)


@needs("case.follow")
@require_POST
def add_receipt(request: HttpRequest) -> HttpResponse:
    """Number and secret, shown once; from then on the case stands on his page."""
    account, form = _account(request), ReceiptForm(request.POST)

    def act(given: dict[str, Any]) -> Case:
        limit(request, "sms_code", "试得太频繁了，请过一会儿再试。")
        case, shown = by_receipt(given["number"], given["secret"], at=request.at)
        return mine.keep_receipt(case, shown=shown, account=account, by=request.actor, at=request.at)

    if not carried_out(form, act):
        return _page(request, form)
    messages.success(request, f"已添加{form.result.number}。办案人员看不到它和您账号的联系。")
    return redirect("portal:me")


@needs("case.follow")
@require_POST
def drop_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out again."""
    account = _account(request)
    receipt = get_object_or_404(mine.kept_receipts(account), pk=pk)
    mine.leave_receipt(receipt, account=account, by=request.actor, at=request.at)
    messages.success(request, "已移出，以后凭编号和查询码查询。")
    return redirect("portal:me")


@needs("case.follow")
def become_worker(request: HttpRequest) -> HttpResponse:
    """Who came in to act for others says that he works himself; from then on he has slips and a vault."""
    if worker_of(request) is not None:
        return redirect("portal:me")
    areas = {area.code: area for area in places()}
    form = WorkerForm(request.POST or None, areas=[(area.code, area.name) for area in areas.values()])

    def act(given: dict[str, Any]) -> Worker:
        return say_worker(name=given["name"], area=areas[given["area"]], by=request.actor, at=request.at)

    if carried_out(form, act):
        messages.success(request, "已登记，可以看时薪单、存证据了。")
        return redirect("portal:me")
    return render(request, "portal/me/become.html", {"form": form})
