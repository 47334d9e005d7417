"""Which papers are mine to approve, write, issue or acknowledge, and what does one of them say?"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.channels.parts import excel
from huxin.channels.parts.faces import shown
from huxin.channels.parts.paging import page
from huxin.channels.workbench.papers.moves import moves, my_step
from huxin.documents import receipts
from huxin.documents.faces import signed_face, whose
from huxin.documents.kinds import KINDS, ended_by_signature
from huxin.documents.models import Paper, Receipt
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import SUBJECTS, needs, visible

State = Paper.State
BOXES: dict[str, tuple[str, Callable[[Actor], QuerySet[Paper]]]] = {
    "approve": ("待我审批", lambda by: visible(Paper, by, "paper.approve")),
    "drafts": ("本单位拟稿", lambda by: visible(Paper, by, "paper.draft").filter(issued_at=None)),
    "issue": (
        "待编号印发",
        lambda by: (
            visible(Paper, by, "paper.issue")
            .filter(state__in=(State.SIGNED, State.NUMBERED))
            .exclude(kind__in=ended_by_signature())
        ),
    ),
    "issued": ("发文登记", lambda by: visible(Paper, by).filter(issued_at__isnull=False)),
}
TONES = {
    State.RETURNED: "back",
    State.WITHDRAWN: "back",
    State.VOIDED: "late",
    State.REFUSED: "late",
    State.ISSUED: "good",
    State.ARCHIVED: "good",
    State.DRAFT: "plain",
}


class Filters(forms.Form):
    """Which papers to list."""

    state = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *State.choices], required=False)
    words = forms.CharField(label="标题或字号", max_length=60, required=False)


def _listed(request: HttpRequest, box: str) -> tuple[str, QuerySet[Paper], Filters]:
    title, rows_of = BOXES[box] if box in BOXES else BOXES["drafts"]
    filters = Filters(request.GET)
    rows = rows_of(request.actor)
    if filters.is_valid():
        given = filters.cleaned_data
        rows = rows.filter(state=given["state"]) if given["state"] else rows
        for word in given["words"].split():
            rows = rows.filter(title__icontains=word) | rows.filter(number__icontains=word)
    return title, rows, filters


def _tabs(by: Actor) -> list[tuple[str, str]]:
    rights = {"approve": "paper.approve", "drafts": "paper.draft", "issue": "paper.issue", "issued": "paper.view"}
    return [(code, title) for code, (title, _) in BOXES.items() if by.can(rights[code])]


def _shown(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    return rows.select_related("organisation", "office").defer("tree")


@needs("paper.view")
def papers(request: HttpRequest, box: str = "") -> HttpResponse:
    """One of the trays, newest first."""
    tabs = _tabs(request.actor)
    box = box if box in BOXES else tabs[0][0]
    title, rows, filters = _listed(request, box)
    found = page(rows, request, "-pk", shown=_shown)
    for row in found.rows:
        row.tone, row.kind_title = TONES.get(row.state, "info"), KINDS[row.kind].title
    context = {"page": found, "filters": filters, "tabs": tabs, "box": box, "title": title}
    context["codes"] = [code for code, _ in tabs]
    return render(request, "workbench/papers/list.html", context)


@needs("paper.view")
def papers_export(request: HttpRequest, box: str) -> HttpResponse:
    """The same tray as a table."""
    title, rows, _ = _listed(request, box)
    columns = (
        excel.Column("标题", lambda p: p.title, 50),
        excel.Column("种类", lambda p: KINDS[p.kind].title, 16),
        excel.Column("发文字号", lambda p: p.number, 24),
        excel.Column("发文机关", lambda p: p.organisation.name, 30),
        excel.Column("拟稿科室", lambda p: p.office.name if p.office else "", 20),
        excel.Column("状态", lambda p: p.get_state_display()),
        excel.Column("公开属性", lambda p: p.get_openness_display()),
        excel.Column("拟稿时间", lambda p: p.drafted_at, 18),
        excel.Column("签发时间", lambda p: p.signed_at, 18),
        excel.Column("印发时间", lambda p: p.issued_at, 18),
        excel.Column("档号", lambda p: p.archive_no, 20),
    )
    return excel.export(title, columns, rows.select_related("organisation", "office").order_by("-pk"))


@needs("paper.view")
def received(request: HttpRequest) -> HttpResponse:
    """Papers that came to one's own organisation."""
    rows = (
        visible(Receipt, request.actor, "paper.acknowledge")
        .select_related("paper__organisation", "organisation")
        .defer("paper__tree")
    )
    context = {"page": page(rows, request, "-pk"), "tabs": _tabs(request.actor)}
    return render(request, "workbench/papers/received.html", context)


@needs("paper.view")
def received_export(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    rows = (
        visible(Receipt, request.actor, "paper.acknowledge")
        .select_related("paper__organisation", "organisation")
        .defer("paper__tree")
    )
    columns = (
        excel.Column("标题", lambda r: r.paper.title, 50),
        excel.Column("发文字号", lambda r: r.paper.number, 24),
        excel.Column("来文机关", lambda r: r.paper.organisation.name, 30),
        excel.Column("收文单位", lambda r: r.organisation.name, 30),
        excel.Column("送达时间", lambda r: r.sent_at, 18),
        excel.Column("签收人", lambda r: r.name),
        excel.Column("职务", lambda r: r.post),
        excel.Column("签收时间", lambda r: r.acknowledged_at, 18),
        excel.Column("回复期限", lambda r: r.reply_due_on),
        excel.Column("回复时间", lambda r: r.replied_at, 18),
    )
    return excel.export("收文登记", columns, rows.order_by("-pk"))


def fetched(request: HttpRequest, pk: int, permission: str = "paper.view") -> Paper:
    """The paper, if this person holds the permission on it."""
    rows = visible(Paper, request.actor, permission).select_related(
        "organisation", "office", "drafted_by", "pdf", "docx", "scan"
    )
    return get_object_or_404(rows, pk=pk)


@needs("paper.view")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it reads, where it stands, and what can be done with it."""
    thing = fetched(request, pk)
    step = my_step(thing, request.actor)
    open_moves = moves(thing, request.actor, step)
    mine = visible(Receipt, request.actor, "paper.acknowledge").filter(paper=thing).select_related("organisation")
    for receipt in (own := list(mine)):
        if receipt.opened_at is None:
            receipts.open_receipt(receipt, by=request.actor, at=request.at)
    context = {
        "paper": thing,
        "kind": KINDS[thing.kind],
        "tone": TONES.get(thing.state, "info"),
        "moves": open_moves,
        "shown": shown(signed_face(thing)),
        "mine": own,
        "step": step,
        "subject": _subject(thing, request.actor),
    }
    if "inside" in open_moves:
        context |= _inside(thing, request)
    return render(request, "workbench/papers/paper.html", context)


def _inside(thing: Paper, request: HttpRequest) -> dict[str, Any]:
    """Opinions, receipts, texts and timeline: for the house and those who were asked."""
    steps = thing.steps.select_related("user", "organisation", "acted_by").order_by("round", "order", "pk")
    for step in (rows := list(steps)):
        step.asks = whose(step)
    came = thing.receipts.select_related("organisation", "reply_document")
    sent = list(came.order_by("organisation__order", "organisation_id"))
    return {
        "steps": rows,
        "receipts": sent,
        "reminder": receipts.reminder_text(thing, sent, today=timezone.localdate(request.at)),
        "addressees": thing.addressees.select_related("organisation").order_by("-how", "organisation__order", "pk"),
        "versions": thing.versions.select_related("written_by", "document").order_by("-number"),
        "numbers": thing.numbers.order_by("pk"),
        "timeline": entries(events_of(thing)[:100]),
    }


def _subject(thing: Paper, by: Actor) -> dict[str, str] | None:
    """A link to what the paper is about, for those who may open that."""
    kind = SUBJECTS.get(thing.subject_kind)
    row = visible(kind.model, by).filter(pk=thing.subject_id).first() if kind else None
    return {"title": kind.title(row), "url": kind.url(row)} if kind and row else None
