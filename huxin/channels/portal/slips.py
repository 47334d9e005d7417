"""What did this worker really earn an hour, on which orders does it stand, and what if he thinks it is wrong?"""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.base.money import yuan
from huxin.channels.portal.me import own
from huxin.channels.portal.report import propose
from huxin.orgs.access import needs
from huxin.oversight import slip as reckoning
from huxin.oversight.slip import Slip
from huxin.registry.personal import person_of

# What can be disputed: topic of a complaint, and how the figure is told.
DISPUTES = {
    "hourly": ("minimum_wage", "真实时薪"),
    "income": ("wage", "报酬"),
    "deduction": ("deposit", "扣款"),
    "longest": ("hours", "最长连续接单"),
}


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  a month has no zone
    except ValueError as error:
        raise NotPossible("没有这个月份，请从列表中选择。") from error


def _found(request: HttpRequest, month: str) -> Slip | None:
    return reckoning.slip_of(own(request), _month(month))


def _none(request: HttpRequest) -> HttpResponse:
    messages.info(request, "这个月平台还没有报送您的订单。")
    return redirect("portal:slips")


@needs("case.follow")
def slips(request: HttpRequest) -> HttpResponse:
    """Month by month."""
    worker = own(request)
    context = {"slips": reckoning.slips(worker), "accounts": reckoning.accounts(worker)}
    return render(request, "portal/slips/list.html", context)


@needs("case.follow")
def slip(request: HttpRequest, month: str) -> HttpResponse:
    """One month: hours, pay per hour against the minimum and the others, the longest stretch, deductions."""
    found = _found(request, month)
    if found is None:
        return _none(request)
    return render(request, "portal/slips/slip.html", {"slip": found, "disputes": DISPUTES})


@needs("case.follow")
def slip_orders(request: HttpRequest, month: str) -> HttpResponse:
    """The orders behind the figures; with `deductions` those from which something was taken."""
    found = _found(request, month)
    if found is None:
        return _none(request)
    only = request.GET.get("only", "")
    accounts = [
        (platform, [one for one in orders if only != "deductions" or one.deduction])
        for platform, orders in reckoning.orders_of(own(request), found.month)
    ]
    return render(request, "portal/slips/orders.html", {"slip": found, "accounts": accounts, "only": only})


@needs("case.follow")
def slip_file(request: HttpRequest, month: str) -> HttpResponse:
    """The signed slip."""
    found = _found(request, month)
    if found is None:
        return _none(request)
    data = reckoning.slip_paper(found, name=person_of(own(request)).name, at=request.at)
    headers = {"Content-Disposition": f'attachment; filename="slip-{found.month:%Y-%m}.pdf"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@needs("case.follow")
@require_POST
def slip_dispute(request: HttpRequest, month: str) -> HttpResponse:
    """He thinks that a figure is wrong: it is carried into a complaint, which he goes through himself."""
    found, what = _found(request, month), request.POST.get("what", "")
    if found is None or what not in DISPUTES:
        return _none(request)
    topic, words = DISPUTES[what]
    main = max(found.rows, key=lambda row: row.time_s)
    figures = {
        "hourly": f"每小时{yuan(found.hourly_fen or 0)}元，当地最低标准每小时{yuan(found.least_fen or 0)}元",
        "income": f"{yuan(found.income_fen)}元，{found.orders}单，工作{found.time}",
        "deduction": f"{yuan(found.deduction_fen)}元",
        "longest": found.longest,
    }
    story = f"{spoken_date(localtime(request.at).date())}查看{found.month.year}年{found.month.month}月真实时薪："
    story += f"{words}{figures[what]}（{main.platform.name}报送的订单，用工企业{main.firm.name}）。我认为有问题："
    propose(
        request,
        {
            "what": {"whose": "complaint", "topic": topic},
            "where": {"area": main.area_id},
            "when": {"amount": found.short_fen or None, "since": found.month.isoformat()},
            "story": {"story": f"{story}\n\n"},
        },
    )
    return redirect("portal:report_step", "what")
