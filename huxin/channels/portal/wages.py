"""What do riders and drivers earn here? The tables of pay that the office published, to read, print and take away."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.channels.parts import typed, wage_pages
from huxin.orgs.access import public
from huxin.oversight.released import WageRelease, public_releases, taken_back


def _asked(request: HttpRequest, known: list[WageRelease]) -> tuple[date | None, WageRelease | None]:
    """The month that the address asks for, or the newest, and what stands of it."""
    month = typed.month(request.GET.get("month", ""))
    if month is None:
        return None, known[0] if known else None
    return month, next((one for one in known if one.month == month), None)


@public
def wages(request: HttpRequest) -> HttpResponse:
    """The newest month, or the one that was asked for; what was taken back says so."""
    known = list(public_releases()[:60])
    month, release = _asked(request, known)
    months = [one.month for one in known]
    if release is None:
        ended = taken_back(month) if month else None
        return render(request, "portal/wages/none.html", {"month": month, "months": months, "ended": ended})
    scan = release.scan
    shown = wage_pages.published(scan, wage_pages.asked_trade(scan, request.GET.get("industry", "")))
    return render(request, "parts/wages.html", shown | {"release": release, "months": months})


@public
def wages_xlsx(request: HttpRequest) -> HttpResponse:
    """The whole table of the month."""
    _, release = _asked(request, list(public_releases()[:60]))
    if release is None:
        raise Http404
    return wage_pages.workbook(release.scan)
