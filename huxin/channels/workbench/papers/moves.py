"""What may this person do with this paper now? It decides which buttons are shown; the actions decide again."""

from huxin.base.actor import Actor
from huxin.documents.issuing import finished_states, ready_states, voidable_states
from huxin.documents.kinds import KINDS
from huxin.documents.models import ApprovalStep, Paper
from huxin.documents.papers import IN_APPROVAL, WITH_DRAFTER, WRITING, may_write_in
from huxin.documents.subjects import inside, steps_for
from huxin.orgs.access import rights

State = Paper.State


def moves(paper: Paper, by: Actor, step: ApprovalStep | None) -> frozenset[str]:
    """The codes of the moves that are open; `step` is the one that waits for this person."""
    held = rights(by, paper, *WRITING, "paper.issue", "paper.archive")
    found = {"inside"} if inside(by).filter(pk=paper.pk).exists() else set()
    if paper.state in may_write_in(paper, held):
        found.add("write")
    if "paper.draft" in held:
        found |= _drafting(paper)
    if "paper.issue" in held:
        found |= _issuing(paper)
    if paper.state in finished_states(paper) and "paper.archive" in held:
        found.add("archive")
    if step:
        found.add("decide")
    return frozenset(found)


def my_step(paper: Paper, by: Actor) -> ApprovalStep | None:
    """The step of this paper that waits for this person."""
    waiting = steps_for(by).filter(paper=paper, state=ApprovalStep.State.WAITING, round=paper.round)
    return waiting.select_related("paper", "user", "organisation").order_by("pk").first()


def _drafting(paper: Paper) -> set[str]:
    if paper.state in WITH_DRAFTER:
        return {"submit", "void"} if KINDS[paper.kind].request else {"submit", "route", "redirect", "void"}
    return {"recall"} if paper.state in IN_APPROVAL else set()


def _issuing(paper: Paper) -> set[str]:
    ready = paper.state in ready_states(paper)
    found = {"void"} if paper.state in voidable_states(paper) else set()
    if paper.state == State.SIGNED and KINDS[paper.kind].needs_number and not paper.changes_due:
        found.add("number")
    if paper.state == State.NUMBERED:
        found.add("void_number")
    if ready and not paper.changes_due and not KINDS[paper.kind].inner:
        found.add("issue")
    if ready or paper.state == State.ISSUED:
        found.add("scan")
    return found
