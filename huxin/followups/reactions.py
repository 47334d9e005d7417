"""What follows when a paper of the ladder is signed, issued, answered or voided?"""

from django.db import transaction
from django.db.models import QuerySet

from huxin.documents.kinds import KINDS
from huxin.documents.papers import of_event
from huxin.followups.actions import note_sent
from huxin.followups.models import FollowUp, FollowUpTerm
from huxin.journal.log import react
from huxin.journal.models import Event

State = FollowUp.State


def _its(event: Event) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(paper=of_event(event))


@react("paper.issued")
def paper_issued(event: Event) -> None:
    """The following-up stands as sent."""
    for follow_up in _its(event):
        note_sent(follow_up, at=event.occurred_at)


@react("paper.signed")
def paper_signed(event: Event) -> None:
    """What is put before the convenor has been when he has given his opinion; it goes out to nobody."""
    for follow_up in _its(event).select_related("paper"):
        if follow_up.paper and KINDS[follow_up.paper.kind].inner:
            note_sent(follow_up, at=event.occurred_at)


@react("paper.replied")
def paper_replied(event: Event) -> None:
    """The party that is followed up has answered."""
    for follow_up in _its(event).filter(organisation__path=event.org_path).select_related("paper"):
        if follow_up.paper and follow_up.paper.issued_at:
            note_sent(follow_up, at=follow_up.paper.issued_at)
        FollowUp.objects.filter(pk=follow_up.pk, state=State.ISSUED).update(state=State.ANSWERED)


@react("paper.voided")
@transaction.atomic
def paper_voided(event: Event) -> None:
    """The paper will not go out, or counts no more; its terms may be followed up again."""
    voided = _its(event).filter(state__in=(State.DRAFTED, State.ISSUED))
    FollowUpTerm.objects.filter(follow_up__in=voided).update(dropped=True)
    voided.update(state=State.DROPPED, ended_at=event.occurred_at, reason="文书已作废")
