"""How is a paper made public for a party that it reaches in no other way (公告送达)?"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import drafting
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.papers import public_notice
from huxin.cases.reach import OUT
from huxin.cases.wording import full_name
from huxin.documents.models import Paper
from huxin.law.at import law
from huxin.law.parameters import MissingParameter
from huxin.orgs.access import require


@transaction.atomic
def draft_notice(paper: Paper, case: Case, party: Party, *, by: Actor, at: datetime) -> Paper:
    """Draft the notice; it is signed, numbered and issued as every paper, and then put up. When its days are over the
    service is written down."""
    require(by, "case.handle", case)
    if paper.state not in OUT:
        raise NotPossible("文书还没有印发，不能公告送达。")
    today = localtime(at).date()
    try:
        term = law(today, case.area_id)["period.public_notice"]
    except MissingParameter as error:
        raise NotPossible(str(error)) from error
    said = {"who": full_name(party), "title": paper.title, "number": paper.number, "days": term.value}
    return drafting.draft(case, public_notice.CODE, Facts(data=said), on=today, by=by, at=at)
