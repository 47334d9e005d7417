"""How is written down that a paper reached several parties in the same way on the same day?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import signing
from huxin.cases.actions.noticing import make_public
from huxin.cases.models import Case, Party
from huxin.cases.records import PaperService, PublicNotice
from huxin.cases.wording import full_name
from huxin.documents.models import Document, Paper


@transaction.atomic
def serve_all(
    paper: Paper, case: Case, parties: Sequence[Party], *, mode: str, by: Actor, at: datetime,
    served_on: date | None = None, published_on: date | None = None, ground: str = "", proof: Document | None = None,
    place: str = "", remark: str = "",
) -> list[PaperService | PublicNotice]:  # fmt: skip
    """All of them or none: twelve riders who signed one list need not be typed in twelve times. What is wrong with
    one is said with his name."""

    def one(party: Party) -> PaperService | PublicNotice:
        if mode == PaperService.Mode.PUBLIC_NOTICE:
            return make_public(
                paper, case, party, published_on=published_on, served_on=served_on, ground=ground, proof=proof,
                place=place, remark=remark, by=by, at=at,
            )  # fmt: skip
        return signing.serve(
            paper, case, party, mode=mode, served_on=served_on, proof=proof, place=place, remark=remark, by=by, at=at
        )

    done = []
    for party in parties:
        try:
            done.append(one(party))
        except NotPossible as refusal:
            if len(parties) == 1:
                raise
            raise NotPossible(f"{full_name(party)}：{refusal.reason}") from refusal
    return done
