"""Which workers are known, and what is known of one of them? Names and numbers stay masked until somebody says why."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.actor import Actor
from huxin.channels.parts.excel import Column, export
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.purposes import PurposeForm
from huxin.channels.workbench.workers.forms import EngageForm, Filters, FindForm, MergeForm
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.orgs.directory import areas
from huxin.registry.actions.workers import REVEALED, reveal
from huxin.registry.matching import match_worker
from huxin.registry.models import Engagement, Enterprise, Worker
from huxin.registry.personal import masked, person_of
from huxin.registry.queries import current, find_workers, works_for


def _listed(request: HttpRequest) -> tuple[QuerySet[Worker], Filters]:
    by, filters = request.actor, Filters(request.GET, places=areas(request.actor, "worker.view"))
    rows = visible(Worker, by).filter(merged_into=None).select_related("area")
    if filters.is_valid():
        given = filters.cleaned_data
        if given["area"]:
            rows = rows.filter(area=given["area"])
        if given["enterprise"] or given["relation"]:
            rows = rows.filter(pk__in=works_for(by, _today(request), given["enterprise"], given["relation"]))
    return rows, filters


def _today(request: HttpRequest) -> Any:
    return timezone.localdate(request.at)


def _dressed(rows: list[Worker], request: HttpRequest) -> list[Worker]:
    """The rows with what the list shows of each: masked data, and for whom he works now."""
    work: dict[int, list[Engagement]] = {}
    for row in current(visible(Engagement, request.actor).filter(worker__in=rows), _today(request)):
        work.setdefault(row.worker_id, []).append(row)
    for worker in rows:
        worker.masked, worker.work = masked(worker), work.get(worker.pk, [])
    return rows


@needs("worker.view")
def workers(request: HttpRequest) -> HttpResponse:
    """The register, newest first."""
    rows, filters = _listed(request)
    listed = page(rows, request, "-pk")
    _dressed(listed.rows, request)
    chosen = filters.cleaned_data.get("enterprise") if filters.is_valid() else None
    firm = visible(Enterprise, request.actor).filter(pk=chosen).first() if chosen else None
    context = {"page": listed, "filters": filters, "find": FindForm(), "firm": firm}
    return render(request, "workbench/workers/list.html", context)


@needs("worker.view")
@require_POST
def workers_find(request: HttpRequest) -> HttpResponse:
    """By the whole name or number, which stands in no address."""
    form = FindForm(request.POST)
    rows = find_workers(form.cleaned_data["text"], request.actor) if form.is_valid() else []
    context = {"find": form, "rows": _dressed(rows, request), "found": form.is_valid()}
    return render(request, "workbench/workers/found.html", context)


@needs("worker.view")
def workers_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table, masked."""
    rows = _listed(request)[0].order_by("-pk")
    columns = (
        Column("姓名", lambda row: row.masked.name),
        Column("身份证号", lambda row: row.masked.identity, 22),
        Column("手机号", lambda row: row.masked.phone, 16),
        Column("属地", lambda row: row.area.name, 16),
        Column("职业", lambda row: row.occupation, 16),
        Column("户籍", lambda row: row.get_rural_display()),
        Column("用工企业", lambda row: "、".join(w.enterprise.name for w in row.work), 40),
        Column("用工关系", lambda row: "、".join(w.get_relation_display() for w in row.work), 30),
        Column("登记时间", lambda row: row.registered_at, 18),
    )
    return export("劳动者名单", columns, _in_lots(rows, request))


def _in_lots(rows: QuerySet[Worker], request: HttpRequest) -> Any:
    lot: list[Worker] = []
    for row in rows.iterator(chunk_size=500):
        lot.append(row)
        if len(lot) == 500:
            yield from _dressed(lot, request)
            lot = []
    yield from _dressed(lot, request)


def fetched(request: HttpRequest, pk: int, permission: str = "") -> Worker:
    """The worker, if this person holds the permission on him."""
    rows = visible(Worker, request.actor, permission).select_related("area", "merged_into", "user")
    return get_object_or_404(rows, pk=pk)


@needs("worker.view")
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """One worker: masked data, work, assessments, who looked."""
    return shown(request, fetched(request, pk))


@needs("registry.reveal")
@require_POST
def worker_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and numbers in clear, once, on this answer alone."""
    someone = fetched(request, pk, "registry.reveal")
    form = PurposeForm(request.POST)
    if not carried_out(form, lambda given: reveal(someone, **given, by=request.actor, at=request.at)):
        return shown(request, someone, purpose=form)
    return shown(request, someone, revealed=form.result)


def shown(request: HttpRequest, someone: Worker, **more: Any) -> HttpResponse:
    """The page of a worker; `more` replaces a form that was sent and is not right yet."""
    by = request.actor
    edits = allowed(by, "registry.edit", someone)
    work = visible(Engagement, by).filter(worker=someone).select_related("enterprise", "platform", "area")
    changeable = set(visible(Engagement, by, "registry.edit").filter(worker=someone).values_list("pk", flat=True))
    firms = set(visible(Enterprise, by).filter(pk__in=work.values("enterprise")).values_list("pk", flat=True))
    events = events_of(someone)
    context: dict[str, Any] = {
        "worker": someone,
        "masked": masked(someone),
        "edits": edits,
        "work": [
            (row, row.pk in changeable, row.enterprise_id in firms) for row in work.order_by("-valid_from", "-pk")
        ],
        "assessments": someone.assessments.select_related("enterprise", "assessed_by").order_by("-pk"),
        "keys": someone.platform_keys.select_related("platform").order_by("pk"),
        "may_reveal": allowed(by, "registry.reveal", someone),
        "purpose": PurposeForm(),
        "looked": entries(events.filter(verb=REVEALED.code)[:20]),
        "events": entries(events[:30]),
    }
    if edits:
        context["engage"] = EngageForm(by=by, initial={"area": someone.area_id}, auto_id="engage_%s")
        context |= _doubles(someone, by)
    return render(request, "workbench/workers/worker.html", context | more)


def _doubles(someone: Worker, by: Actor) -> dict[str, Any]:
    """Entries that may be the same person, within the editor's reach."""
    found = {match.thing.pk: match for match in match_worker(person_of(someone)) if match.thing.pk != someone.pk}
    rows = visible(Worker, by, "registry.edit").filter(pk__in=found).select_related("area")
    alike = [(row, masked(row), found[row.pk].words) for row in rows]
    return {"alike": alike, "merge": MergeForm(rows=rows, auto_id="merge_%s")}
