"""What follows here from events elsewhere?"""

from huxin.conference.actions.issuing import put_into_effect
from huxin.conference.papers import MINUTES, RESULT
from huxin.documents.papers import of_event
from huxin.journal.log import react
from huxin.journal.models import Event


@react("paper.issued")
def decisions_become_duties(event: Event) -> None:
    """Issued minutes bind: their decisions become duties with clocks at once."""
    paper = of_event(event)
    if paper.kind in (MINUTES.code, RESULT.code):
        put_into_effect(paper, at=event.occurred_at)
