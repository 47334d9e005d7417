"""Who speaks for many workers in one case, what may he do for all, and what needs each one's own word?

Ten and more with the same claim elect representatives (《劳动争议调解仲裁法》 art. 7); how many is a legal figure. A
representative hands in and receives for those who agreed to be represented. Nobody but oneself accepts an offer,
settles, or withdraws: such an action moves the case when everybody has said it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.models import Case, Party
from huxin.cases.procedure import Action, Procedure
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import PARTIES, record, verb
from huxin.law.at import law
from huxin.law.parameters import Status
from huxin.orgs.access import require

ELECTED = verb("case.representatives_elected", "推举代表人{people}名", ("people",), PARTIES)
CONSENTS = {
    "offer": "先由企业协商答复",
    "merge": "并案并由代表人参加",
    "e_service": "电子送达",
    "mediation": "参加调解",
    "longer": "延长调解期限",
    "share": "向有关部门提供信息",
    "take_offer": "接受企业协商方案",
    "settle": "和解（调解）方案",
    "withdraw": "撤回本人请求",
}
_ANSWERS = {"counter": "另提方案", "decline_offer": "不接受企业协商方案"}  # said by each, and no consent
GIVES_WAY = {"counter": ("take_offer",)}  # who has taken what was offered holds up nobody who asks for more
REPRESENTED = "merge"  # the consent to take part through representatives
LEAST, MOST, MANY = "collective.representatives_min", "collective.representatives_max", "collective.workers"


def claimants(case: Case) -> QuerySet[Party]:
    """Who claims in the case and is still in it."""
    return case.parties.filter(role=Party.Role.CLAIMANT, left_at=None).order_by("pk")


def is_collective(case: Case) -> bool:
    """As many workers as choose representatives; never one alone."""
    return case.people > 1 and case.people >= _figure(case, MANY)


def _figure(case: Case, code: str) -> int:
    return law(localtime(case.opened_at).date(), case.area_id)[code].value


def figures(case: Case) -> tuple[int, int, int]:
    """From how many workers a matter is collective, and how many representatives at least and at most."""
    return _figure(case, MANY), _figure(case, LEAST), _figure(case, MOST)


def unverified(case: Case) -> bool:
    """Has nobody yet held the numbers of representatives against the document?"""
    found = law(localtime(case.opened_at).date(), case.area_id)
    return any(found[code].status == Status.UNVERIFIED for code in (LEAST, MOST))


def representatives(case: Case) -> QuerySet[Party]:
    """Those who were elected and are still in the case."""
    return claimants(case).filter(representative_since__isnull=False)


def represented(case: Case) -> QuerySet[Party]:
    """Those for whom representatives act: they agreed to it, and are none themselves."""
    if not representatives(case).exists():
        return Party.objects.none()
    asked = claimants(case).filter(representative_since=None)
    return asked.filter(pk__in=[party.pk for party in asked if REPRESENTED in party.consents])


@transaction.atomic
def elect(case: Case, *, chosen: Sequence[Party], proof: Document, by: Actor, at: datetime) -> int:
    """Write down whom the workers elected, with the paper on which they did. Elected anew, the old ones are none."""
    require(by, "case.handle", case)
    many, least, most = figures(case)
    if case.people < many:
        raise NotPossible(f"劳动者一方{many}人以上的案件才推举代表人，本案{case.people}人。")
    if not least <= len(chosen) <= most:
        raise NotPossible(f"代表人应为{least}至{most}名，现选了{len(chosen)}名。")
    mine = claimants(case).filter(pk__in=[party.pk for party in chosen])
    if mine.count() != len(chosen):
        raise NotPossible("代表人应是本案申请人，请刷新页面后再选。")
    attach(proof, subject=case)
    case.parties.filter(representative_since__isnull=False).update(representative_since=None)
    mine.update(representative_since=at)
    record(
        ELECTED, [case, proof], by=by, at=at, org_path=case.org_path, permission="case.handle", people=len(chosen)
    )  # fmt: skip
    return len(chosen)


def left_to_them(case: Case, procedure: Procedure, action: Action, party: Party) -> bool:
    """Do representatives do this for him, or for whom he acts? Neither what gives up a claim, nor what each asks for
    himself."""
    if procedure.gives_up(action) or import_string(action.form).for_himself:
        return False
    return represented(case).filter(pk=party.acts_for_id or party.pk).exists()


def demand(case: Case, procedure: Procedure, action: Action, party: Party) -> None:
    """Refuse what a represented worker's representatives do for him; what needs his own word stays his."""
    if left_to_them(case, procedure, action, party):
        raise NotPossible(f"“{action.title}”由代表人统一办理，您可以给办理单位留言、补充自己的证据。")


def asked_of_each(procedure: Procedure, step: str) -> list[Action]:
    """What is asked of everybody in this step, and is answered one way or the other."""
    here = [one for one in procedure.at_step(step) if one.code in procedure.jointly and one.party]
    return [one for one in here if not procedure.step(one.to or step).final]


def has_answered(party: Party, procedure: Procedure, step: str) -> bool:
    """Has he, or he for whom he acts, said his word where the case waits for that of others?"""
    asked = {action.code for action in asked_of_each(procedure, step)}
    return bool(asked & set((party.acts_for or party).consents)) and claimants(party.case).count() > 1


def say(party: Party, code: str, *, instead_of: Collection[str], at: datetime) -> None:
    """A party's own word on an action that only all together can do; it takes the place of what he said before."""
    note(party.acts_for or party, code, instead_of=instead_of, at=at)


def note(party: Party, what: str, *, at: datetime, instead_of: Collection[str] = ()) -> None:
    """Write down his word, in place of those; what was written down meanwhile stays. Who calls it holds the case."""
    party.refresh_from_db(fields=["consents"])
    kept = {word: day for word, day in party.consents.items() if word not in instead_of}
    party.consents = kept | {what: localtime(at).date().isoformat()}
    party.save(update_fields=["consents"])


def silent(case: Case, *codes: str) -> list[Party]:
    """Who has said none of these yet, nor what gives way to it."""
    enough = {word for code in codes for word in (code, *GIVES_WAY.get(code, ()))}
    return [party for party in claimants(case) if not enough & set(party.consents)]


def ask_anew(case: Case, codes: Sequence[str]) -> None:
    """The case comes to a step in which these are asked: what was said at an earlier time is no answer."""
    for party in claimants(case):
        kept = {what: day for what, day in party.consents.items() if what not in codes}
        if kept != party.consents:
            Party.objects.filter(pk=party.pk).update(consents=kept)


def consented(party: Party) -> list[tuple[str, str]]:
    """What this party agreed to, or answered to an offer, in words, and since which day."""
    words = {what: f"同意{title}" for what, title in CONSENTS.items()} | _ANSWERS
    return [(words[what], day) for what, day in party.consents.items() if what in words]
