"""How does a worker get a slip without any delivery: by writing down his shifts, or from a file of his own?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.cases.actions.filing import places
from huxin.channels.parts.drafts import keep_draft, with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.portal.me import own
from huxin.channels.portal.own_records_forms import ColumnsForm, FileForm, ShiftForm
from huxin.orgs.access import needs, visible
from huxin.oversight.actions import own_records as records
from huxin.oversight.models import OwnFile, TypedShift
from huxin.oversight.slip import month_of
from huxin.oversight.slip_sources import FromFile, Shifts
from huxin.work.drafts import clear_draft

SHOWN = 60
DRAFT = "own-shift"


def _for(given: dict[str, Any]) -> records.For:
    area = next(area for area in places() if area.code == given["area"])
    return records.For(given["platform"].strip(), given["firm"].strip(), area, given["industry"])


def _areas() -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in places()]


def _last(request: HttpRequest) -> dict[str, Any]:
    """For whom and where he worked in the last shift that he wrote."""
    row = visible(TypedShift, request.actor, "case.follow").order_by("-pk").first()
    if row is None:
        return {}
    return {
        "platform": row.platform_name, "firm": row.firm_name, "area": row.area_id, "industry": row.industry,
        "begins": row.begins, "ends": row.ends,
    }  # fmt: skip


@needs("case.follow")
def shifts(request: HttpRequest) -> HttpResponse:
    """One shift after the other; what is half typed is kept."""
    worker, today = own(request), localtime(request.at).date()
    form = with_draft(request, DRAFT, ShiftForm, areas=_areas(), today=today, initial=_last(request))

    def act(given: dict[str, Any]) -> TypedShift:
        shift = records.Shift(
            given["day"], given["begins"], given["ends"], given["orders"], given["pay"], given["deduction"] or 0
        )
        return records.write_shift(shift, _for(given), worker=worker, by=request.actor, at=request.at)

    if carried_out(form, act):
        clear_draft(key=DRAFT, by=request.actor)
        messages.success(request, f"已记下{form.result.day:%m月%d日}的班次，可以接着写下一个。")
        return redirect("portal:shifts")
    rows = visible(TypedShift, request.actor, "case.follow").order_by("-day", "-begins")[:SHOWN]
    months = [month_of(month) for month in Shifts(worker).months()]
    return render(request, "portal/own/shifts.html", {"form": form, "rows": rows, "months": months})


@needs("case.follow")
@require_POST
def strike_shift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one out again."""
    row = get_object_or_404(visible(TypedShift, request.actor, "case.follow"), pk=pk)
    records.strike_shift(row, worker=own(request), by=request.actor, at=request.at)
    messages.success(request, "已删去。")
    return redirect("portal:shifts")


@needs("case.follow")
def own_files(request: HttpRequest) -> HttpResponse:
    """Bring a file."""
    worker = own(request)
    form = FileForm(request.POST or None, request.FILES or None, areas=_areas(), initial=_last(request))

    def act(given: dict[str, Any]) -> OwnFile:
        file = given["file"]
        return records.keep_own_file(file, _for(given), name=file.name, worker=worker, by=request.actor, at=request.at)

    if carried_out(form, act):
        messages.success(request, "文件已存入证据库。")
        return redirect("portal:own_file", form.result.pk)
    rows = visible(OwnFile, request.actor, "case.follow").select_related("piece__document").order_by("-pk")[:SHOWN]
    return render(request, "portal/own/files.html", {"form": form, "rows": rows})


@needs("case.follow")
def own_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read of a file; or which column means what, until that is told."""
    row = get_object_or_404(visible(OwnFile, request.actor, "case.follow").select_related("piece__document"), pk=pk)
    look = records.look_at(row)
    form = ColumnsForm(request.POST or None, headings=look.headings, initial=row.columns or look.guessed)

    def act(given: dict[str, Any]) -> OwnFile:
        return records.read_own_file(row, given, worker=own(request), by=request.actor, at=request.at)

    if carried_out(form, act):
        if row.accepted_rows:
            messages.success(request, f"读出{row.accepted_rows}单。")
        else:
            messages.warning(
                request, "一单也没有读出。请看每一行的原因，核对哪一列是什么后点“重新读”，或者自己写班次。"
            )
        return redirect("portal:own_file", pk)
    source = FromFile(row)
    context = {
        "file": row, "look": look, "form": form, "source": source, "months": [month_of(m) for m in source.months()],
    }  # fmt: skip
    return render(request, "portal/own/file.html", context)


@needs("case.follow")
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is half typed."""
    return keep_draft(request, key)
