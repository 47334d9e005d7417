"""What follows when a paper of the ladder is issued, answered or voided?"""

from django.db.models import QuerySet

from huxin.documents.papers import of_event
from huxin.followups.models import FollowUp
from huxin.journal.log import react
from huxin.journal.models import Event

State = FollowUp.State


def _its(event: Event) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(paper=of_event(event))


@react("paper.issued")
def paper_issued(event: Event) -> None:
    """The following-up stands as sent."""
    _its(event).filter(state=State.DRAFTED).update(state=State.ISSUED)


@react("paper.replied")
def paper_replied(event: Event) -> None:
    """The party has answered."""
    _its(event).filter(state=State.ISSUED).update(state=State.ANSWERED)


@react("paper.voided")
def paper_voided(event: Event) -> None:
    """The paper will not go out; its terms may be followed up again."""
    for follow_up in _its(event).filter(state=State.DRAFTED):
        follow_up.items.all().delete()
        follow_up.state = State.DROPPED
        follow_up.ended_at = event.occurred_at
        follow_up.reason = "文书已作废"
        follow_up.save(update_fields=["state", "ended_at", "reason"])
