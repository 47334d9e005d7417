"""May somebody act for another, by which authorisation, until when?

Whoever tells for another gets the receipt at once: nothing told may be lost. To act in the case, and to read papers
that are the other's, he hands in the authorisation; when its time is over, a new one.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.models import Party
from huxin.cases.people import own_party
from huxin.cases.procedure import Action, Procedure
from huxin.documents import media
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require

ENDED = verb("case.agency_ended", "委托终止，代理人不再代办", (), PARTIES)
AUTHORISED = verb("case.agent_authorised", "代理人提交委托书（有效至{until_on}）", ("until_on",), PARTIES)


def may_act(party: Party, on: date) -> bool:
    """For himself always; for another with an authorisation that holds on this day."""
    if party.acts_for_id is None:
        return True
    return party.authorisation_id is not None and party.authorised_until is not None and on <= party.authorised_until


def may_do(party: Party, procedure: Procedure, action: Action) -> bool:
    """May he do this too: for another he settles and takes back only where he is authorised to."""
    return party.acts_for_id is None or party.may_settle or not procedure.gives_up(action)


def demand(party: Party | None, procedure: Procedure, action: Action, *, at: datetime) -> None:
    """Refuse an agent who may not act, or may not do this."""
    if party is None:
        return
    if not may_act(party, localtime(at).date()):
        over = "委托已经到期，请上传新的委托书" if party.authorisation_id else "请先上传委托书"
        raise NotPossible(f"您是代人办理，{over}，再办理这一项。")
    if not may_do(party, procedure, action):
        raise NotPossible(f"委托书没有写明特别授权，“{action.title}”要由委托人本人办理，或者补交写明特别授权的委托书。")


@transaction.atomic
def authorise(party: Party, document: Document, *, until: date, settle: bool = False, by: Actor, at: datetime) -> Party:
    """Hand in the authorisation, and whether it lets him settle: the agent himself, or the office for him. One that
    came before stays with the case."""
    right = "case.follow" if own_party(party.case, by) == party else "case.handle"
    require(by, right, party.case)
    if party.acts_for_id is None:
        raise NotPossible("只有代理人才需要委托书。")
    if party.left_at is not None:
        raise NotPossible("委托已经终止；要再代办，由委托人重新委托，另行登记。")
    if until < localtime(at).date():
        raise NotPossible("委托书上的期限已经过了，请核对到期日期。")
    if not media.is_scan(document.media_type):
        raise NotPossible("委托书应为签名后的照片、扫描件或PDF，请重新上传。")
    attach(document, subject=party.case)
    Party.objects.filter(pk=party.pk).update(authorisation=document, authorised_until=until, may_settle=settle)
    party.refresh_from_db()
    record(
        AUTHORISED, [party.case], by=by, at=at, org_path=party.case.org_path, permission=right, until_on=until
    )  # fmt: skip
    return party


@transaction.atomic
def end(agent: Party, *, by: Actor, at: datetime) -> Party:
    """The authorisation is taken back, by who gave it, by the agent himself, or by the office where it is told so: from
    now on the agent acts, and reads, no more. What he did stands."""
    own = own_party(agent.case, by)
    right = "case.follow" if own is not None and own.pk in (agent.pk, agent.acts_for_id) else "case.handle"
    require(by, right, agent.case)
    live = Party.objects.filter(pk=agent.pk, role=Party.Role.AGENT, left_at=None)
    if not live.update(left_at=at, authorised_until=None):
        raise NotPossible("这项委托已经终止，请刷新页面查看。")
    agent.refresh_from_db()
    record(ENDED, [agent.case], by=by, at=at, org_path=agent.case.org_path, permission=right)
    return agent


def agents_of(party: Party) -> list[Party]:
    """Who acts for him now."""
    return list(party.case.parties.filter(acts_for=party, left_at=None).select_related("case").order_by("pk"))
