"""What is earned in a month, as a table and a drawing; who publishes it and takes it back?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from huxin.channels.parts import wage_pages
from huxin.channels.parts.excel import export
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.oversight.pages import month_of
from huxin.orgs.access import allowed, needs, visible
from huxin.oversight import queries, wage_tables
from huxin.oversight.actions.releasing import RELEASE, release_wages, take_back_wages
from huxin.oversight.models import Scan
from huxin.oversight.released import WageRelease, released_before, why_not


def _told(request: HttpRequest) -> dict[str, Any]:
    """The lines of the month, by the dimension and the trade that the address asks for."""
    known = queries.scanned_months()
    month = month_of(request.GET.get("month", ""), known, timezone.localdate(request.at))
    by = request.GET.get("by", "")
    by = by if by in wage_tables.DIMENSIONS else "industry"
    scan = queries.done_scan(month)
    trades = wage_tables.industries(scan) if scan else []
    asked = request.GET.get("industry", "")
    industry = asked if by != "industry" and asked in dict(trades) else ""
    return {
        "month": month, "months": sorted({*known, month}, reverse=True), "scan": scan, "by": by, "trades": trades,
        "industry": industry, "lines": wage_tables.lines(scan, by, industry) if scan else [],
    }  # fmt: skip


@needs("finding.view")
def wages(request: HttpRequest) -> HttpResponse:
    """By trade, place or platform; what could tell of single persons is not told."""
    told = _told(request)
    scan = told["scan"]
    more = {
        "chart": wage_pages.drawn(told["lines"]), "dimensions": wage_tables.DIMENSIONS.items(),
        "percentiles": wage_pages.PERCENTILES, "notes": wage_pages.notes(scan), "label": wage_pages.CHART,
        "releases": released_before(scan) if scan else [],
        "releases_it": scan is not None and allowed(request.actor, RELEASE, scan),
    }  # fmt: skip
    return render(request, "workbench/oversight/wages.html", told | more)


@needs("finding.view")
def wages_xlsx(request: HttpRequest) -> HttpResponse:
    """The lines that are shown."""
    told = _told(request)
    columns = wage_pages.figures(wage_tables.DIMENSIONS[told["by"]])
    return export(f"收入统计{told['month']:%Y-%m}", columns, told["lines"], notes=wage_pages.notes(told["scan"]))


class Release(forms.Form):
    """What is said where a table of the month was published before."""

    note = forms.CharField(
        label="更正说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="这个月以前公布过统计：写明为什么更正、改了什么，会一并公布。",
    )  # fmt: skip

    def __init__(self, *args: Any, again: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not again:
            del self.fields["note"]


@needs(RELEASE)
def wages_preview(request: HttpRequest) -> HttpResponse:
    """The page as everybody will see it, and the button that publishes it."""
    month = month_of(request.GET.get("month", ""), queries.scanned_months(), timezone.localdate(request.at))
    rows = visible(Scan, request.actor, RELEASE).filter(pk__in=wage_tables.tables_of(month))
    scan = rows.select_related("area").order_by("-pk").first()
    if scan is None or not wage_tables.lines(scan, "industry"):
        raise Http404
    form = Release(request.POST if request.method == "POST" else None, again=bool(released_before(scan)))
    back = f"{reverse('workbench:wages')}?month={month:%Y-%m}"
    if carried_out(
        form,
        lambda data: release_wages(scan, note=data.get("note", ""), by=request.actor, at=request.at),
    ):
        messages.success(request, f"{month.year}年{month.month}月收入统计已公布。")
        return redirect(back)
    shown = wage_pages.published(scan, wage_pages.asked_trade(scan, request.GET.get("industry", "")))
    more = {"form": form, "why_not": why_not(scan), "back": back}
    return render(request, "parts/wages.html", shown | more)


class TakeBack(forms.Form):
    """What everybody is told instead."""

    reason = forms.CharField(
        label="撤回说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会在门户上代替统计表公布，不要写个人信息。",
    )  # fmt: skip


@needs(RELEASE)
def wages_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The published table is no longer to be read."""
    release = get_object_or_404(visible(WageRelease, request.actor, RELEASE).select_related("scan"), pk=pk)
    form = TakeBack(request.POST if request.method == "POST" else None)
    if carried_out(form, lambda data: take_back_wages(release, **data, by=request.actor, at=request.at)):
        messages.success(request, "统计表已撤回，门户上改为您写的说明。")
        return redirect(f"{reverse('workbench:wages')}?month={release.month:%Y-%m}")
    return render(request, "workbench/oversight/wages_take_back.html", {"release": release, "form": form})
