"""How do people of the tests sign a paper? Everybody who is asked agrees, or says what he is told to."""

from datetime import datetime

from huxin.documents import approval
from huxin.documents.models import ApprovalStep, Paper
from huxin.orgs.access import actor


def sign(paper: Paper, *, at: datetime, last: str = "agree", reason: str = "") -> list[str]:
    """Decide every step of a paper that is on its way; the one who signs says `last`. The names, in order."""
    names = []
    while step := paper.steps.filter(state=ApprovalStep.State.WAITING).order_by("order", "pk").first():
        person = approval.deciders(step).order_by("pk")[0]
        opinion = last if step.kind == ApprovalStep.Kind.SIGN else "agree"
        approval.decide(step, opinion=opinion, reason=reason, by=actor(person, at), at=at)
        names.append(person.name)
    paper.refresh_from_db()
    return names
