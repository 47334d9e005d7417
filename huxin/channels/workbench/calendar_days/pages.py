"""Which days are worked, by which notice, and how does next year's notice get in?"""

from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.excel import Column, export
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.calendar_days.forms import LocalForm, NoticeForm
from huxin.law.actions import add_local_holiday, announce_year, remove_local_holiday
from huxin.law.listing import local_days, national_days, years
from huxin.law.models import Holiday
from huxin.law.notice_text import read_notice
from huxin.law.seed.holidays import Arrangement, fixed_days
from huxin.orgs.access import needs
from huxin.orgs.directory import areas, areas_above

PERMISSION = "calendar.announce"


def _local(request: HttpRequest, year: int) -> list[Any]:
    """The local days of the places where one works or which one keeps; each with its area's name."""
    mine = areas(request.actor, PERMISSION).in_bulk()
    found = local_days(year, {*areas_above(request.actor), *mine})
    return [(row, mine.get(row.area_code)) for row in found]


def _spans(days: list[date]) -> list[tuple[date, date, int]]:
    """Days in a row as first, last and number."""
    spans: list[tuple[date, date, int]] = []
    for day in days:
        if spans and spans[-1][1] + timedelta(days=1) == day:
            spans[-1] = (spans[-1][0], day, spans[-1][2] + 1)
        else:
            spans.append((day, day, 1))
    return spans


def _holidays(year: int) -> list[tuple[str, list[tuple[date, date, int]], list[date]]]:
    """Each holiday of a year with its days off and the weekend days worked instead."""
    rows = national_days(year)
    off = Holiday.Kind.OFF
    return [
        (
            name,
            _spans([row.day for row in rows if row.name == name and row.kind == off]),
            [row.day for row in rows if row.name == name and row.kind != off],
        )
        for name in dict.fromkeys(row.name for row in sorted(rows, key=lambda row: (row.kind != off, row.day)))
    ]


@needs("home.view")
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """One year's holidays, make-up working days and local days."""
    return _page(request, _possible(year) if year is not None else timezone.localdate(request.at).year)


def _possible(year: int) -> int:
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404(year)
    return year


def _page(request: HttpRequest, year: int, **more: object) -> HttpResponse:
    known = years()
    chosen = next((row for row in known if row.year == year), None)
    context = {
        "year": year,
        "years": sorted(
            {year, timezone.localdate(request.at).year + 1, *(row.year for row in known[:4])}, reverse=True
        ),
        "announced": chosen is not None and chosen.announced,
        "notice": chosen,
        "holidays": _holidays(year),
        "fixed_by": fixed_days(year).source,
        "local": _local(request, year),
        "may": request.actor.can(PERMISSION),
        "local_form": LocalForm(areas=areas(request.actor, PERMISSION)),
    }
    return render(request, "workbench/calendar/year.html", context | more)


@needs("home.view")
def calendar_export(request: HttpRequest, year: int) -> HttpResponse:
    """The same days as a table."""
    columns = (
        Column("日期", lambda row: row.day),
        Column("安排", lambda row: row.get_kind_display()),
        Column("名称", lambda row: row.name, 20),
        Column("依据", lambda row: row.source, 30),
    )
    days = national_days(_possible(year))
    return export(f"{year}年节假日", columns, days + [row for row, _ in _local(request, year)])


@needs(PERMISSION)
def announce(request: HttpRequest) -> HttpResponse:
    """Paste the notice, look at what was read, then enter it."""
    form = NoticeForm(request.POST or None, initial={"year": timezone.localdate(request.at).year + 1})
    confirmed = "confirmed" in request.POST

    def act(data: dict[str, Any]) -> Arrangement:
        source = f"国务院办公厅关于{data['year']}年部分节假日安排的通知"
        read = read_notice(data["text"], year=data["year"], document_no=data["document_no"], source=source)
        if confirmed:
            announce_year(read, by=request.actor, at=request.at)
        return read

    done = carried_out(form, act)
    if done and confirmed:
        messages.success(request, f"{form.result.year}年放假安排已录入，尚未到期的暂定期限会随之重新计算。")
        return redirect("workbench:calendar_year", form.result.year)
    read = form.result if done else None
    return render(request, "workbench/calendar/announce.html", {"form": form, "read": read})


@needs(PERMISSION)
@require_POST
def add_local(request: HttpRequest) -> HttpResponse:
    """Give an area a day off of its own."""
    form = LocalForm(request.POST, areas=areas(request.actor, PERMISSION))
    if not carried_out(form, lambda data: add_local_holiday(**data, by=request.actor, at=request.at)):
        return _page(request, timezone.localdate(request.at).year, local_form=form)
    messages.success(request, "地方假日已增加。")
    return redirect("workbench:calendar_year", form.result.day.year)


@needs(PERMISSION)
@require_POST
def remove_local(request: HttpRequest, area: str, day: str) -> HttpResponse:
    """Take a local day off out again."""
    place = get_object_or_404(areas(request.actor, PERMISSION), pk=area)
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise Http404(day) from None
    remove_local_holiday(place, day=found, by=request.actor, at=request.at)
    messages.success(request, "地方假日已删除。")
    return redirect("workbench:calendar_year", found.year)
