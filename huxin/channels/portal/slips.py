"""What did this worker really earn an hour, on which orders does it stand, and what if he thinks it is wrong?"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.base.money import yuan
from huxin.cases import vault
from huxin.cases.records import Evidence
from huxin.channels.parts.typed import number
from huxin.channels.portal.calculators import results_of
from huxin.channels.portal.me import own
from huxin.channels.portal.report import keep_proposed, propose, start
from huxin.orgs.access import needs
from huxin.oversight import slip as reckoning
from huxin.oversight.evidence import told
from huxin.oversight.slip import Period, Slip, Source
from huxin.oversight.slip_paper import an_hour, slip_paper
from huxin.oversight.slip_sources import Delivered
from huxin.registry.personal import person_of

if TYPE_CHECKING:
    from huxin.oversight.scan.reading import OrderRow
    from huxin.oversight.scan.slip import Post

# What can be disputed: topic of a complaint, and how the figure is told.
DISPUTES = {
    "time": ("hours", "工作时间"),
    "orders": ("wage", "订单"),
    "hourly": ("minimum_wage", "真实时薪"),
    "income": ("wage", "报酬"),
    "deduction": ("deposit", "扣款"),
    "longest": ("hours", "最长连续接单"),
}
SHOWN = 100  # orders on a page
ONLY = {"deductions": "有扣款的", "tips": "有打赏的", "longest": "最长一段连续接单的"}
BEHIND = {"deduction": "deductions", "longest": "longest"}  # a disputed figure that stands on some of the orders


def _undisputed(slip: Slip) -> dict[str, str]:
    """Of which figures there is nothing to dispute, and why, in a few words."""
    least = "不低于最低标准" if slip.least_fen else "没有最低标准可比"
    found = {
        "deduction": "" if slip.deduction_fen else "没有扣款记录",
        "hourly": "" if slip.short_fen else least,
        "longest": "" if slip.longest_stretch_s else "没有连续接单",
    }
    return {what: words for what, words in found.items() if words}


class _Nothing(Exception):
    """There is no such slip of him."""


def _found(request: HttpRequest, source: str, period: str) -> tuple[Source, Slip]:
    """The slip with what others earn."""
    whence = reckoning.source_of(own(request), source)
    found = whence.slip(reckoning.read_period(period))
    if found is None:
        raise _Nothing
    return whence, reckoning.so_far(reckoning.compared(found), localtime(request.at).date())


def _with_slip(view: Callable[[HttpRequest, Source, Slip], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of one slip; the list where there is none."""

    def answer(request: HttpRequest, source: str, period: str) -> HttpResponse:
        try:
            whence, slip = _found(request, source, period)
        except _Nothing:
            messages.info(request, "这段时间没有您的记录，请从列表中选择。")
            return redirect("portal:slips")
        return view(request, whence, slip)

    answer.__module__, answer.__name__, answer.__doc__ = view.__module__, view.__name__, view.__doc__
    return answer


@needs("case.follow")
def slips(request: HttpRequest) -> HttpResponse:
    """Month by month; and what he wrote down himself."""
    delivered, *own_sources = reckoning.sources(own(request))
    assert isinstance(delivered, Delivered)
    notes = [(one, [reckoning.month_of(month) for month in one.months()]) for one in own_sources]
    context = {"slips": delivered.slips(), "accounts": delivered.accounts, "notes": notes}
    return render(request, "portal/slips/list.html", context)


@needs("case.follow")
@_with_slip
def slip(request: HttpRequest, source: Source, slip: Slip) -> HttpResponse:
    """Hours, pay per hour against the minimum and the others, the longest stretch, deductions, days off."""
    today = localtime(request.at).date()
    month = reckoning.month_of(slip.period.month)
    context = {
        "source": source, "slip": slip, "rows": _rows(slip), "places": reckoning.places_of(slip), "month": month,
        "weeks": [week for week in month.weeks if week.first <= today],
    }  # fmt: skip
    return render(request, "portal/slips/slip.html", context)


def _day(order: "OrderRow") -> date:
    """The day of its own clock on which it was accepted."""
    return date(1970, 1, 1) + timedelta(days=order.day)


def _rows(slip: Slip) -> list[tuple[str, str, str | None, str, str]]:
    """What, how much, the orders that it opens (None: no link), what may be disputed, and else why not."""
    free = "没有数据" if slip.free_days is None else f"{slip.free_days}天"
    settled = _undisputed(slip)
    rows: list[tuple[str, str, str | None, str]] = [
        ("工作时间", slip.time, "", "time"),
        ("订单", f"{slip.orders:,}单", "", "orders"),
        ("报酬（扣款后，不含打赏）", f"{yuan(slip.income_fen)}元", "", "income"),
        ("每小时实得", an_hour(slip.hourly_fen), "", "hourly"),
        ("扣款", f"{yuan(slip.deduction_fen)}元", "?only=deductions", "deduction"),
        ("打赏", f"{yuan(slip.tip_fen)}元", "?only=tips", ""),
        ("最长连续接单", slip.longest_words, "?only=longest", "longest"),
        ("没有干活的天数", free, None, ""),
    ]
    return [(*row[:3], "" if row[3] in settled else row[3], settled.get(row[3], "")) for row in rows]


def _behind(whence: Source, span: "Period", only: str, longest: frozenset[str]) -> "list[OrderRow]":
    """The orders on which a figure stands; those of the longest stretch may end after the period."""
    keep: dict[str, Callable[[OrderRow], bool]] = {
        "deductions": lambda one: one.deduction_fen > 0,
        "tips": lambda one: one.tip_fen > 0,
        "longest": lambda one: one.key in longest,
    }
    fits = keep.get(only, lambda _: True)
    inside = (one for one in whence.orders(span) if only == "longest" or span.first <= _day(one) < span.after)
    return [one for one in inside if fits(one)]


@needs("case.follow")
def slip_orders(request: HttpRequest, source: str, period: str) -> HttpResponse:
    """The orders behind a figure: all, with a deduction, with a tip, of the longest stretch, or of one day."""
    whence, span = reckoning.source_of(own(request), source), reckoning.read_period(period)
    only, day = request.GET.get("only", ""), request.GET.get("day", "")
    slip = whence.slip(span) if only == "longest" else None
    found = [
        one
        for one in _behind(whence, span, only, slip.longest if slip else frozenset())
        if day in ("", f"{_day(one):%Y-%m-%d}")
    ]
    start = number(request.GET.get("start", ""))
    platforms: dict[str, list[object]] = {}
    for one in found[start : start + SHOWN]:
        platforms.setdefault(one.platform, []).append(told({name: getattr(one, name) for name in one.__slots__}))
    context = {
        "source": whence, "period": span, "platforms": platforms, "only": ONLY.get(only, ""), "day": day,
        "day_words": f"{_day(found[0]).month}月{_day(found[0]).day}日" if day and found else day,
        "total": len(found), "pay_fen": sum(one.earned_fen - one.deduction_fen for one in found),
        "next": start + SHOWN if start + SHOWN < len(found) else None,
    }  # fmt: skip
    return render(request, "portal/slips/orders.html", context)


@needs("case.follow")
@_with_slip
def slip_steps(request: HttpRequest, source: Source, slip: Slip) -> HttpResponse:
    """How each figure was worked out, with the articles."""
    context = {"source": source, "slip": slip, "results": [results_of(one) for one in slip.answers]}
    return render(request, "portal/slips/steps.html", context)


def _pdf(request: HttpRequest, source: Source, slip: Slip) -> bytes:
    return slip_paper(slip, source, name=person_of(own(request)).name, at=request.at)


@needs("case.follow")
@_with_slip
def slip_file(request: HttpRequest, source: Source, slip: Slip) -> HttpResponse:
    """The signed slip."""
    headers = {"Content-Disposition": f'attachment; filename="slip-{slip.period.key}.pdf"'}
    return HttpResponse(_pdf(request, source, slip), content_type="application/pdf", headers=headers)


def _kept(request: HttpRequest, source: Source, slip: Slip) -> Evidence:
    """The signed slip as a piece of his vault, once as long as it is in no case and its figures are the same."""
    title = f"{slip.period.words}真实时薪（{source.title}）"[:100]
    proves = f"{an_hour(slip.hourly_fen)}：报酬{yuan(slip.income_fen)}元，{slip.orders}单，工作{slip.time}；"
    proves += f"最低标准{an_hour(slip.least_fen)}"
    there = vault.free_pieces(own(request)).filter(title=title, proves=proves).first()
    return there or vault.keep_in_vault(
        BytesIO(_pdf(request, source, slip)), name=f"slip-{slip.period.key}.pdf", title=title, worker=own(request),
        by=request.actor, at=request.at, proves=proves, happened_on=slip.period.last,
    )  # fmt: skip


@needs("case.follow")
@require_POST
@_with_slip
def slip_keep(request: HttpRequest, source: Source, slip: Slip) -> HttpResponse:
    """Lay the signed slip into the vault."""
    _kept(request, source, slip)
    messages.success(request, "带签名的时薪单已存入证据库。")
    return redirect("portal:vault")


def _concerned(source: Source, slip: Slip, what: str) -> "Post":
    """Whom a disputed figure concerns: whose orders stand behind it, otherwise where most was worked."""
    if what not in BEHIND:
        return slip.main
    weigh = Counter[tuple[str, str]]()
    for one in _behind(source, slip.period, BEHIND[what], slip.longest):
        weigh[one.platform, one.area] += one.deduction_fen if what == "deduction" else 1
    return max(slip.posts, key=lambda post: (weigh[post.platform, post.area], post.time_s))


@needs("case.follow")
@require_POST
@_with_slip
def slip_dispute(request: HttpRequest, source: Source, slip: Slip) -> HttpResponse:
    """A figure, or the whole slip, is carried into a complaint which he goes through himself; the signed slip goes
    along as evidence."""
    what = request.POST.get("what", "") or ("hourly" if slip.short_fen else "income")
    if what not in DISPUTES:
        raise NotPossible("没有这一项，请从时薪单上选择。")
    topic, words = DISPUTES[what]
    if why := _undisputed(slip).get(what):
        hint = "少算、少发或者没有记下来的扣款，请对“报酬”提出异议，写明是哪些。"
        raise NotPossible(f"“{words}”{why}，不用提异议。{hint}")
    figures = {
        "time": slip.time,
        "orders": f"{slip.orders}单",
        "hourly": f"{an_hour(slip.hourly_fen)}，当地最低标准{an_hour(slip.least_fen)}",
        "income": f"{yuan(slip.income_fen)}元，{slip.orders}单，工作{slip.time}",
        "deduction": f"{yuan(slip.deduction_fen)}元",
        "longest": slip.longest_words,
    }
    story = f"{spoken_date(localtime(request.at).date())}查看{slip.period.words}真实时薪："
    post = _concerned(source, slip, what)
    story += f"{words}{figures[what]}（{post.platform}，{source.title}，用工企业{post.firm}）。我对这一项有异议。"
    piece = _kept(request, source, slip)
    amount = {"deduction": slip.deduction_fen, "hourly": slip.short_fen, "income": slip.short_fen}.get(what, 0)
    propose(
        request,
        {
            "what": {"whose": "complaint", "topic": topic},
            "where": {"area": post.area},
            "who": {"platform": post.platform, "firm": post.firm},
            "when": {
                "amount": amount or None,
                "since": slip.period.first.isoformat(),
                "until": slip.period.last.isoformat(),
            },
            "story": {"story": f"{story}\n\n"},
        },
        pieces=[piece.pk],
    )
    keep_proposed(request, ("what", "where", "who", "when"))
    return start(request)
