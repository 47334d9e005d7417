"""Which enterprises are there, and what does the file of one of them say?"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.channels.parts import excel, invitations
from huxin.channels.parts.excel import Column, export
from huxin.channels.parts.files import printed
from huxin.channels.parts.paging import page
from huxin.channels.workbench.enterprises.forms import Filters, LinkForm, MergeForm, NameForm, RenameForm
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.orgs.directory import areas, invitations_of
from huxin.orgs.models import Invitation
from huxin.registry.dossier import dossier, dossier_paper, facts
from huxin.registry.listing import HEADINGS
from huxin.registry.matching import Firm, KnownFirms
from huxin.registry.models import Enterprise
from huxin.registry.queries import family, found, open_links, other_names

TONES = {"active": "good", "closed": "plain", "revoked": "late"}


def _listed(request: HttpRequest) -> tuple[QuerySet[Enterprise], Filters]:
    filters = Filters(request.GET, places=areas(request.actor, "registry.view"))
    rows = visible(Enterprise, request.actor).select_related("area", "merged_into")
    if filters.is_valid():
        given = filters.cleaned_data
        rows = found(given.pop("q"), rows)
        rows = rows.filter(**{field: value for field, value in given.items() if value})
    return rows, filters


@needs("registry.view")
def enterprises(request: HttpRequest) -> HttpResponse:
    """The register, newest first."""
    rows, filters = _listed(request)
    listed = page(rows, request, "-pk")
    for row in listed.rows:
        row.tone = TONES[row.status]
    return render(request, "workbench/enterprises/list.html", {"page": listed, "filters": filters})


@needs("registry.view")
def enterprises_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table, which can be filled in and imported again."""
    columns = [Column(heading.title, heading.get, heading.width) for heading in HEADINGS]
    return export("企业名单", columns, _listed(request)[0].order_by("-pk").iterator(chunk_size=500))


def fetched(request: HttpRequest, pk: int, permission: str = "") -> Enterprise:
    """The enterprise, if this person holds the permission on it."""
    rows = visible(Enterprise, request.actor, permission).select_related("area", "organisation", "merged_into")
    return get_object_or_404(rows, pk=pk)


@needs("registry.view")
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """一企一档: everything that huxin knows of it and this person may see."""
    firm = fetched(request, pk)
    if excel.asked(request, "invitations"):
        return excel.export("尚未使用的邀请", invitations.LISTED, _invited(request, firm))
    return shown(request, firm)


def _invited(request: HttpRequest, firm: Enterprise) -> list[tuple[Invitation, str]]:
    if firm.organisation is None or not allowed(request.actor, "enterprise.admit", firm):
        return []
    return invitations.titled(invitations_of(request.at, firm.organisation))


def shown(request: HttpRequest, firm: Enterprise, **more: Any) -> HttpResponse:
    """The page of an enterprise; `more` replaces a form that was sent and is not right yet."""
    by = request.actor
    edits = allowed(by, "registry.edit", firm)
    context: dict[str, Any] = {
        "firm": firm,
        "tone": TONES[firm.status],
        "facts": facts(firm),
        "parts": dossier(firm, by, request.at),
        "edits": edits,
        "admits": allowed(by, "enterprise.admit", firm),
        "invitations": _invited(request, firm),
        "duplicates": visible(Enterprise, by).filter(merged_into=firm).order_by("pk"),
        "events": entries(events_of(firm).exclude(verb__startswith="worker.")[:30]),
    }
    if edits:
        context |= _tools(firm, by)
    return render(request, "workbench/enterprises/enterprise.html", context | more)


def _tools(firm: Enterprise, by: Actor) -> dict[str, Any]:
    """What whoever edits the entry works with."""
    mine = visible(Enterprise, by, "registry.edit")
    own = family(firm)
    record = Firm(firm.name, "", firm.area_id)
    return {
        "rename": RenameForm(initial={"version": firm.version}, auto_id="rename_%s"),
        "add_name": NameForm(auto_id="name_%s"),
        "link": LinkForm(rows=visible(Enterprise, by), auto_id="link_%s"),
        "merge": MergeForm(rows=mine, auto_id="merge_%s"),
        "names": other_names(firm),
        "links": open_links(firm),
        "similar": [m for m in KnownFirms([record]).alike(record) if m.thing.pk not in own][:5],
    }


@needs("registry.view")
def enterprise_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """一企一档 to print before a visit."""
    firm, by = fetched(request, pk), request.actor
    capacity = by.grant("registry.view", firm.org_path) or by.grants[0]
    reader = f"{capacity.organisation}{by.name}"
    tree = dossier_paper(firm, dossier(firm, by, request.at), reader=reader, today=timezone.localdate(request.at))
    return printed(tree, f"一企一档：{firm.name}.pdf")
