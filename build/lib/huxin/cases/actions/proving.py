"""How does a party do something in his case and prove it in the same moment: with new files, and from his vault?"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.cases.actions.moving import perform
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.records import Evidence, Move
from huxin.cases.vault import keep_evidence, use
from huxin.documents.models import Document


@transaction.atomic
def perform_with_proof(
    case: Case, code: str, facts: Facts, *, party: Party, files: Sequence[Document] = (),
    pieces: Sequence[Evidence] = (), by: Actor, at: datetime,
) -> Move:  # fmt: skip
    """The action, and kept files (`documents.store.keep`) and pieces of his vault as evidence: all of it or nothing."""
    if pieces:
        use(case, pieces, by=by, at=at)
    for document in files:
        keep_evidence(document, title=document.name, party=party, by=by, at=at)
    return perform(case, code, facts, by=by, at=at)
