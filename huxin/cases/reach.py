"""Under which keys is a case found, and which keys does somebody hold?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from huxin.base.actor import Actor, Grant
from huxin.cases import signs
from huxin.cases.clocks import FAR
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case, CaseReach, Party
from huxin.cases.records import KeptReceipt, Note, PaperService
from huxin.documents.models import Paper
from huxin.registry.models import Worker
from huxin.registry.queries import answering

FOLLOW, ANSWER = "case.follow", "case.answer"  # what parties may: follow their own case; answer for the firm
BY_PARTY = (FOLLOW, ANSWER)
_PARTY = "party/"
_TELLS = (Party.Role.CLAIMANT, Party.Role.AGENT)
FIRM_ROLES = (Party.Role.RESPONDENT, Party.Role.THIRD)
OUT = (Paper.State.ISSUED, Paper.State.ARCHIVED)


def party_key(party: Party) -> str:
    """The key of one party, who follows the case by log-in or by receipt."""
    return f"{_PARTY}{party.pk}/"


def ever_in(cases: Iterable[int]) -> dict[int, set[int]]:
    """Who stood in each of these cases, wherever they stand since it was merged."""
    found: dict[int, set[int]] = {pk: set() for pk in cases}
    rows = CaseReach.objects.filter(case__in=found, key__startswith=_PARTY)
    for case, key in rows.values_list("case", "key"):
        found[case].add(int(key.removeprefix(_PARTY).rstrip("/")))
    return found


def first_cases(parties: Iterable[int]) -> dict[int, int]:
    """By party the case in which it stood first, wherever that was merged."""
    keys = [f"{_PARTY}{pk}/" for pk in parties]
    rows = CaseReach.objects.filter(key__in=keys).order_by("-pk").values_list("key", "case")
    return {int(key.removeprefix(_PARTY).rstrip("/")): case for key, case in rows}


def merged_before(parties: Iterable[Party]) -> QuerySet[Case]:
    """The cases that were merged into another while these stood in them."""
    there = CaseReach.objects.filter(key__in=[party_key(one) for one in parties])
    return Case.objects.filter(pk__in=there.values("case"), merged_into__isnull=False)


def keys_of(by: Actor, permission: str) -> list[str]:
    """The keys with which this permission opens cases; an empty one opens all."""
    prefixes = by.reaches(permission)
    if permission == ANSWER:
        return [f"firm/{prefix}" for prefix in prefixes]
    if permission == FOLLOW:
        return [prefix for prefix in prefixes if prefix.startswith(_PARTY)]
    return [*prefixes, *(f"{permission}@{pk}" for pk in sorted(by.organisation_ids()))]


def cases(by: Actor, permission: str) -> QuerySet[Case]:
    """The cases that the actor's keys open. Staff hold paths, a party holds his own key.

    A firm learns of a case by what is served on it or written to it, never from the case being opened.
    """
    keys = keys_of(by, permission)
    if "" in keys:
        return Case.objects.all()
    found = Case.objects.filter(Exists(CaseReach.objects.filter(case=OuterRef("pk"), key__in=keys)))
    return found.filter(_told_to_firm(by)) if permission == ANSWER else found


def firm_parties(by: Actor) -> QuerySet[Party]:
    """As whom the people of a firm answer."""
    paths = list(by.reaches(ANSWER))
    return Party.objects.filter(role__in=FIRM_ROLES, answered_by__path__in=paths, left_at=None)


def papers_to(*roles: str) -> list[str]:
    """The kinds of papers that go to parties in these roles, or that they sign."""
    return [code for code, one in CASE_PAPERS.items() if {*one.served, *one.signed_by} & set(roles)]


def _told_to_firm(by: Actor) -> Q:
    mine = firm_parties(by).filter(case=OuterRef("pk"))
    out = Paper.objects.filter(
        subject_kind="case", subject_id=OuterRef("pk"), state__in=OUT, kind__in=papers_to(Party.Role.RESPONDENT)
    )
    as_respondent = Exists(out) & Exists(mine.filter(role=Party.Role.RESPONDENT))
    parties = firm_parties(by).values("pk")
    served = Exists(PaperService.objects.filter(case=OuterRef("pk"), party__in=parties))
    written = Exists(Note.objects.filter(case=OuterRef("pk"), party__in=parties, kind=Note.Kind.TO_PARTY))
    return Q(as_respondent | served | written)


def told_firms(case: Case) -> QuerySet[Party]:
    """The firms that know of this case, as `cases` opens it to their people."""
    rows = case.parties.filter(role__in=FIRM_ROLES, answered_by__isnull=False, left_at=None)
    out = Paper.objects.filter(subject_kind="case", subject_id=case.pk, state__in=OUT)
    as_respondent = out.filter(kind__in=papers_to(Party.Role.RESPONDENT)).exists()
    served = Exists(PaperService.objects.filter(case=case, party=OuterRef("pk")))
    written = Exists(Note.objects.filter(case=case, party=OuterRef("pk"), kind=Note.Kind.TO_PARTY))
    return rows.filter(Q(served | written) | Q(role__in=[Party.Role.RESPONDENT] if as_respondent else []))


def open_to(case: Case, keys: Iterable[str]) -> None:
    """Let the case be found under these keys too; asked again, nothing changes."""
    due_on = case.due_on or FAR
    CaseReach.objects.bulk_create(
        [CaseReach(case=case, key=key, open=case.closed_at is None, due_on=due_on) for key in keys],
        ignore_conflicts=True,
    )


def home(case: Case) -> None:
    """Keys of the office that handles it and of all above it, where a grant can be anchored, instead of those of the
    office before."""
    wanted = set(signs.above(case.org_path))
    known = {r.key: r.pk for r in CaseReach.objects.filter(case=case) if r.key[:1].isdigit()}
    CaseReach.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    open_to(case, wanted - set(known))


def add_party(party: Party) -> None:
    """A reporter follows by his own key; a firm whose people have log-ins answers by its path (see `cases`). Who
    answers for an outlet is said once: a change of the chain takes no case from anybody."""
    keys = [party_key(party)]
    if party.enterprise is not None and party.role in FIRM_ROLES and party.answered_by is None:
        party.answered_by = answering(party.enterprise)
        Party.objects.filter(pk=party.pk).update(answered_by=party.answered_by)
    if party.answered_by is not None:
        keys.append(f"firm/{party.answered_by.path}")
    open_to(party.case, keys)


def as_parties(name: str, user_id: int | None, parties: Iterable[Party]) -> Actor:
    """Somebody as the parties that he is: by his log-in, or by a receipt without one."""
    grants = tuple(Grant("party", None, "当事人", "", {FOLLOW: party_key(party)}) for party in parties)
    return Actor(user_id, name, grants)


def worker_parties(worker: Worker) -> QuerySet[Party]:
    """As whom a worker takes part: as he is registered, by the name and number that he told (also for somebody else),
    or by a receipt that he laid to his account."""
    kept = KeptReceipt.objects.filter(user=worker.user_id, user__isnull=False).values("party")
    told = Q(phone_digest=worker.phone_digest, name_digest=worker.name_digest, role__in=_TELLS)
    told &= ~Q(phone_digest="") & (Q(acts_for=None) | Q(acts_for__role=Party.Role.CLAIMANT))
    return Party.objects.filter(Q(worker=worker) | told | Q(pk__in=kept))


def worker_actor(worker: Worker) -> Actor:
    """A worker with a log-in, as all the parties that he is, and those for whom he acts."""
    return as_parties("劳动者本人", worker.user_id, worker_parties(worker))


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with a log-in of the portal: a worker; or who acts for others and has not said that he is one."""

    user_id: int
    worker: Worker | None

    def parties(self) -> QuerySet[Party]:
        """As whom he takes part: who is no worker, by the receipts that he laid to his account."""
        if self.worker is not None:
            return worker_parties(self.worker)
        return Party.objects.filter(pk__in=KeptReceipt.objects.filter(user=self.user_id).values("party"), left_at=None)

    def actor(self) -> Actor:
        """As all of them."""
        return as_parties("劳动者本人" if self.worker else "代办人", self.user_id, self.parties())
