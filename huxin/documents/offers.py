"""What do papers offer to the search box and to the list of to-dos?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.documents.kinds import requests
from huxin.documents.models import ApprovalStep, Paper, Receipt
from huxin.documents.papers import WITH_DRAFTER
from huxin.documents.subjects import steps_for
from huxin.orgs.access import visible
from huxin.search.find import searchable
from huxin.work.todos import Todo, offer

searchable(Paper, "title", "number")
State = Paper.State
_MOST = 100


def _todo(paper: Paper, kind: str, state: str) -> Todo:
    return Todo(
        title=paper.title,
        url=reverse("workbench:paper", args=[paper.pk]),
        due_on=None,
        kind=kind,
        organisation=paper.organisation.short_name,
        state=state,
    )


@offer
def steps_to_decide(by: Actor, at: datetime) -> Iterator[Todo]:
    """Papers on which one's opinion is waited for."""
    waiting = steps_for(by).filter(state=ApprovalStep.State.WAITING)
    for step in waiting.select_related("paper__organisation").order_by("waiting_since")[:_MOST]:
        yield _todo(step.paper, "审批", f"待{step.get_kind_display()}")


@offer
def papers_to_write(by: Actor, at: datetime) -> Iterator[Todo]:
    """One's own drafts, what came back, and what a rule has drafted for one's organisation."""
    mine = Q(drafted_by_id=by.user_id) | Q(drafted_by=None)
    here = visible(Paper, by, "paper.draft").filter(mine)
    due = here.filter(Q(state__in=WITH_DRAFTER) | Q(changes_due=True)).exclude(state=State.VOIDED)
    for paper in due.select_related("organisation").order_by("-pk")[:_MOST]:
        state = "待落实修改意见" if paper.changes_due else paper.get_state_display()
        yield _todo(paper, "拟稿", "待送审" if paper.state == State.DRAFT else state)


@offer
def papers_to_issue(by: Actor, at: datetime) -> Iterator[Todo]:
    """Signed papers that wait for number, seal and issue."""
    ready = visible(Paper, by, "paper.issue").filter(state__in=(State.SIGNED, State.NUMBERED), changes_due=False)
    ready = ready.exclude(kind__in=requests())
    for paper in ready.select_related("organisation").order_by("signed_at")[:_MOST]:
        yield _todo(paper, "印发", "待编号、印发" if paper.state == State.SIGNED else "待用印、印发")


@offer
def papers_received(by: Actor, at: datetime) -> Iterator[Todo]:
    """Papers that one's organisation has not acknowledged, or not answered."""
    open_ones = visible(Receipt, by, "paper.acknowledge").exclude(paper__state=State.VOIDED)
    owed = open_ones.filter(Q(acknowledged_at=None) | Q(reply_due_on__isnull=False, replied_at=None))
    for receipt in owed.select_related("paper__organisation").order_by("sent_at")[:_MOST]:
        state = "待签收" if receipt.acknowledged_at is None else "待回复"
        yield Todo(
            title=receipt.paper.title,
            url=reverse("workbench:paper", args=[receipt.paper_id]),
            due_on=receipt.reply_due_on,
            kind="签收",
            organisation=receipt.paper.organisation.short_name,
            state=state,
        )
