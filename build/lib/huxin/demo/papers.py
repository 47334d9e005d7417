"""How does a paper of the demo get its signatures, its number and its readers?"""

from datetime import datetime

from huxin.demo.cast import act_as, somebody
from huxin.documents import approval, issuing, numbering, receipts
from huxin.documents.kinds import SIGN
from huxin.documents.models import ApprovalStep, Paper
from huxin.orgs.access import actor


def sign(paper: Paper, at: datetime, *, drafter: str = "office") -> Paper:
    """Send it on its way and let everybody asked agree."""
    approval.submit(paper, by=act_as(drafter, at), at=at)
    return agree(paper, at)


def agree(paper: Paper, at: datetime, *, refused: str = "") -> Paper:
    """Everybody who is asked agrees to what is on its way; with a reason, whoever signs refuses it."""
    while step := paper.steps.filter(state=ApprovalStep.State.WAITING).order_by("order", "pk").first():
        person = approval.deciders(step).order_by("pk")[0]
        reason = refused if step.kind == SIGN else ""
        opinion = ApprovalStep.Opinion.REFUSE if reason else ApprovalStep.Opinion.AGREE
        approval.decide(step, opinion=opinion, reason=reason, by=actor(person, at), at=at)
    paper.refresh_from_db()
    return paper


def send(paper: Paper, at: datetime, *, number: str = "") -> Paper:
    """Number it where it needs one, and issue it."""
    registry = act_as("registry", at)
    if number:
        numbering.number(paper, text=number, by=registry, at=at)
    issuing.issue(paper, by=registry, at=at)
    paper.refresh_from_db()
    return paper


def acknowledge(paper: Paper, at: datetime, *, share: float, dice: float) -> int:
    """Most addressees take note. Number of those who did."""
    done = 0
    for receipt in paper.receipts.filter(acknowledged_at=None).select_related("organisation", "paper"):
        if (receipt.pk * 0.618 + dice) % 1 > share:
            continue
        role = "county_liaison" if receipt.organisation.kind == "government" else "liaison"
        by = somebody(receipt.organisation, role, at)
        receipts.open_receipt(receipt, by=by, at=at)
        receipts.acknowledge(receipt, name=by.name, post="科员", by=by, at=at)
        done += 1
    return done
