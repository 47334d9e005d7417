"""How does a list of enterprises come in: handed in, looked through line by line, kept; and what did no rule place?"""

from io import BytesIO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.base.actor import Actor
from huxin.channels.parts import excel
from huxin.channels.parts.excel import read_table
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.typed import number
from huxin.channels.workbench.enterprises.forms import TableForm
from huxin.documents import store
from huxin.documents.models import Document
from huxin.orgs.access import needs, visible
from huxin.registry.actions import sightings as queue
from huxin.registry.actions.imports import Line, Rows, Verdict, import_enterprises, read_lines
from huxin.registry.models import Enterprise, Sighting

TONES = {
    Verdict.NEW: "info", Verdict.CHANGED: "near", Verdict.SAME: "plain", Verdict.DOUBTFUL: "unknown",
    Verdict.WRONG: "late",
}  # fmt: skip


def _rows(document: Document, request: HttpRequest) -> Rows:
    return read_table(BytesIO(store.read(document, by=request.actor, at=request.at))).rows


def _kept(request: HttpRequest) -> Document:
    """The file is kept as it came, before anything is read in it."""
    file = request.FILES["file"]
    place = request.actor.reaches("registry.edit")[0]
    document = store.keep(file, name=file.name, org_path=place, by=request.actor, at=request.at)
    read_lines(_rows(document, request), request.actor)
    return document


@needs("registry.edit")
def enterprises_import(request: HttpRequest) -> HttpResponse:
    """Hand in a table."""
    form = TableForm(request.POST or None, request.FILES or None)
    if carried_out(form, lambda given: _kept(request)):
        return redirect("workbench:enterprises_import_check", form.result.pk)
    return render(request, "workbench/enterprises/import.html", {"form": form})


def _handed_in(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(visible(Document, request.actor).filter(subject_kind=""), pk=pk)


@needs("registry.edit")
def enterprises_import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What each line would do; nothing is written yet."""
    document = _handed_in(request, pk)
    lines = read_lines(_rows(document, request), request.actor)
    counts = [(verdict.value, TONES[verdict], _number(lines, verdict)) for verdict in Verdict]
    context = {
        "document": document,
        "lines": [(line, TONES[line.verdict]) for line in lines],
        "counts": counts,
        "keeps": any(number for words, _, number in counts if words in ("新增", "更新", "待核对")),
    }
    return render(request, "workbench/enterprises/import_check.html", context)


def _number(lines: list[Line], verdict: Verdict) -> int:
    return len([line for line in lines if line.verdict is verdict])


@needs("registry.edit")
@require_POST
def enterprises_import_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Do it."""
    rows = _rows(_handed_in(request, pk), request)
    counts = import_enterprises(rows, by=request.actor, at=request.at)
    new, changed, doubtful, wrong = (counts[v] for v in (Verdict.NEW, Verdict.CHANGED, Verdict.DOUBTFUL, Verdict.WRONG))
    messages.success(request, f"已导入：新增{new}家，更新{changed}家；{doubtful}家待人工核对，{wrong}行有误未导入。")
    return redirect("workbench:sightings" if doubtful else "workbench:enterprises")


SEEN = excel.columns(
    ("名称", "title", 40), ("属地", "area.name", 16), ("来源", "get_source_display", 18), ("收到", "seen_at", 20)
)


def _seen(by: Actor) -> QuerySet[Sighting]:
    return visible(Sighting, by).filter(kind=Sighting.Kind.ENTERPRISE).select_related("area", "enterprise")


@needs("registry.edit")
def sightings(request: HttpRequest) -> HttpResponse:
    """What waits for a person."""
    rows = _seen(request.actor).filter(state=Sighting.State.WAITING)
    if excel.asked(request):
        return excel.export("待核对记录", SEEN, rows.order_by("-pk"))
    return render(request, "workbench/enterprises/sightings.html", {"page": page(rows, request, "-pk")})


@needs("registry.edit")
def sighting(request: HttpRequest, pk: int) -> HttpResponse:
    """One record beside what it may be."""
    row = get_object_or_404(_seen(request.actor), pk=pk)
    waiting = row.state == Sighting.State.WAITING
    context = {
        "row": row,
        "said": [(title, value) for title, value in queue.said(row).items() if value not in ("", None)],
        "candidates": queue.candidates(row, request.actor) if waiting else [],
    }
    return render(request, "workbench/enterprises/sighting.html", context)


@needs("registry.edit")
@require_POST
def sighting_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """It is this firm, or a new one, or nothing."""
    row = get_object_or_404(_seen(request.actor), pk=pk)
    by, at, answer = request.actor, request.at, request.POST.get("answer", "")
    if answer == "new":
        queue.enter_sighting(row, by=by, at=at)
    elif answer == "drop":
        queue.drop_sighting(row, by=by, at=at)
    else:
        firm = get_object_or_404(visible(Enterprise, by, "registry.edit"), pk=number(answer))
        queue.place_sighting(row, enterprise=firm, by=by, at=at)
    messages.success(request, f"“{row.title}”已核对。")
    return redirect("workbench:sightings")
