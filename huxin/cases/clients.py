"""What does a lawyer see to whom legal aid is assigned?

What is his client's: what the client told, claims, hands in and is sent, in the aid and in the cases from which the
application for it arises, with their days; also where such a case was merged into a collective one, went on as another,
or was parted again. Notes, drafts and inner papers of the offices he never sees, nor what is another's. When he is
replaced, or the aid has ended, his own reports remain, and nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huxin.cases import progress
from huxin.cases.actions.opening import procedure_of
from huxin.cases.counsel import Counsel
from huxin.cases.models import Case, CaseLink, Claim, Party
from huxin.cases.procedure import Owes
from huxin.cases.reach import ever_in, party_key
from huxin.cases.records import Deadline, Evidence, last_done
from huxin.cases.sessions import Session, sessions
from huxin.cases.topics import PAY
from huxin.documents.models import Paper
from huxin.law.at import law
from huxin.law.calendar import calendar_for
from huxin.law.standards import limitation
from huxin.law.standards.steps import Answer

_ONWARD = (CaseLink.Kind.ARISES, CaseLink.Kind.SPLIT)
Reached = dict[int, set[int]]  # by case, for which rows of lawyers


@dataclass(frozen=True, slots=True)
class Matter:
    """One case of the client, as the lawyer sees it; `told` is the report that the client himself made."""

    case: Case
    told: Case
    procedure: str
    step: str
    client: Party
    claims: list[Claim]
    terms: list[Deadline]
    papers: list[Paper]
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class File:
    """All that is before the lawyer; `runs_out` is the day for the sake of which help came first."""

    clients: list[Party]
    matters: list[Matter]
    sessions: list[Session]
    limitation: Answer | None
    runs_out: date | None = None


def file_of(counsel: Counsel, today: date) -> File | None:
    """What he sees; None once it is no longer his."""
    if counsel.ended_at is not None:
        return None
    clients = clients_of([counsel])[counsel.pk]
    if counsel.case.anonymous or not clients:
        return File(clients, [], [], None)
    there = standings([counsel])[counsel.pk]
    withheld = progress.untold(there)  # what its paper has not told the client yet, his lawyer does not see either
    matters = [_matter(one, today, withheld) for one in there]
    aid = {one.case_id for one in clients}
    near = sessions({one.case_id: one.case for one in there if one.case_id not in aid}.values(), today)
    return File(clients, matters, near, _limitation(counsel.case, there, today), _runs_out(counsel.case))


def clients_of(rows: Collection[Counsel]) -> dict[int, list[Party]]:
    """For whom each of these lawyers stands: who asked for the aid; where it was merged into another, those who came
    from it, wherever they are now; and nobody who brought a lawyer of his own along."""
    own = {row.case_id for row in rows}
    beside = Counsel.objects.filter(case__merged_into__in=own, ended_at=None).values_list("case", "case__merged_into")
    came = ever_in([*(row.case_id for row in rows if row.case.merged_into_id), *(case for case, _ in beside)])
    led = {pk for case, into in beside for pk in came[case]}
    found = list(_claimants().filter(Q(case__in=own) | Q(pk__in={pk for pks in came.values() for pk in pks})))

    def his(row: Counsel, one: Party) -> bool:
        if row.case.merged_into_id:
            return one.pk in came[row.case_id]
        return one.case_id == row.case_id and one.pk not in led

    return {row.pk: [one for one in found if his(row, one)] for row in rows}


def standings(rows: Collection[Counsel]) -> dict[int, list[Party]]:
    """As whom the clients of each stand: in the aid, then in the cases from which it arises and into which those went
    on. So many statements for all of them as the longest way has steps."""
    clients = clients_of(rows)
    reached = _reached(rows)
    others = list(_claimants().filter(case__in=reached))
    return {row.pk: [*clients[row.pk], *_same(clients[row.pk], others, reached, row.pk)] for row in rows}


def _reached(rows: Collection[Counsel]) -> Reached:
    """The cases before the aid and onward from there, each as it stands now: merged into another it is that."""
    aid = {row.case_id: row.pk for row in rows}
    mains = {row.case.merged_into_id for row in rows}
    links = CaseLink.objects.filter(kind=CaseLink.Kind.ARISES, other__in=aid).order_by("pk")
    pairs = [(case, {aid[other]}) for case, other in links.values_list("case", "other")]
    reached: Reached = {}
    while fresh := _fresh(pairs, reached, {*aid, *mains}):
        onward = CaseLink.objects.filter(case__in=fresh, kind__in=_ONWARD).order_by("pk")
        pairs = [(other, fresh[case]) for case, other in onward.values_list("case", "other")]
    return reached


def _fresh(pairs: Iterable[tuple[int, set[int]]], reached: Reached, aid: Collection[int | None]) -> Reached:
    """What is reached now and was not before, and goes on from here; `reached` grows by it."""
    wanted: Reached = defaultdict(set)
    for case, rows in pairs:
        wanted[case] |= rows
    for one in Case.objects.filter(pk__in=wanted, merged_into__isnull=False):
        wanted[one.merged_into_id or one.pk] |= wanted[one.pk]
    new = {case: rows - reached.get(case, set()) for case, rows in wanted.items() if case not in aid}
    new = {case: rows for case, rows in new.items() if rows}
    for case, rows in new.items():
        reached.setdefault(case, set()).update(rows)
    return new


def _same(clients: list[Party], others: Iterable[Party], reached: Reached, row: int) -> list[Party]:
    """As whom they stand in what this lawyer has reached, in that order."""
    order = list(reached)
    mine = [one for one in _alike(clients, others) if row in reached[one.case_id] and one not in clients]
    return sorted(mine, key=lambda one: order.index(one.case_id))


def _alike(some: Iterable[Party], others: Iterable[Party]) -> list[Party]:
    """Who of the others is one of these: as registered workers, by name and phone as told, or by the same receipt."""
    known = {sign for one in some for sign in _signs(one)}
    return [one for one in others if known & _signs(one)]


def _signs(party: Party) -> set[object]:
    told = (party.name_digest, party.phone_digest)
    return {sign for sign in (party.worker_id, party.receipt_digest, told if all(told) else None) if sign}


def called(case: Case) -> list[Counsel]:
    """The other way round: the lawyers whose clients stand in this case."""
    near, seen = {case.pk}, set()
    while near:
        seen |= near
        before = CaseLink.objects.filter(other__in=near, kind__in=_ONWARD).values_list("case", flat=True)
        near = {*before, *Case.objects.filter(merged_into__in=near).values_list("pk", flat=True)} - seen
    aid = CaseLink.objects.filter(case__in=seen, kind=CaseLink.Kind.ARISES, other__procedure__startswith="legal_aid/")
    rows = list(Counsel.objects.filter(case__in=aid.values("other"), ended_at=None).select_related("case"))
    there = standings(rows)
    return [row for row in rows if any(one.case_id == case.pk for one in there[row.pk])]


def without_aid(case: Case) -> list[Party]:
    """The claimants of this case for whom no legal aid is under way, also from before it was merged or parted."""
    return _besides(case, _aided(case))


def may_ask(case: Case) -> bool:
    """Is there one such? Mostly nobody has asked yet, and one statement says so."""
    live = _aided(case)
    return not live or bool(_besides(case, live))


def _besides(case: Case, live: Collection[Party]) -> list[Party]:
    everybody = list(_claimants().filter(case=case))
    return [one for one in everybody if not _alike([one], live)] if live else everybody


def _aided(case: Case) -> list[Party]:
    """The claimants of all legal aid under way that came of a case in which one of these stood. By their keys as
    constants: sought by a statement they would have the database read the keys of all cases."""
    keys = [party_key(one) for one in case.parties.all() if one.role == Party.Role.CLAIMANT and one.left_at is None]
    links = CaseLink.objects.filter(case__reaches__key__in=keys, kind=CaseLink.Kind.ARISES)
    aid = links.filter(other__procedure__startswith="legal_aid/").values_list("other", "other__merged_into")
    mains = {pk for pair in aid for pk in pair if pk is not None}
    return list(_claimants().filter(case__in=mains, case__closed_at=None)) if mains else []


def terms_of(rows: Collection[Counsel]) -> tuple[QuerySet[Deadline], dict[int, int]]:
    """The days that clients of these lawyers owe and were told of; and by case whose of these it is."""
    there = standings(rows)
    withheld = progress.untold(one for parties in there.values() for one in parties)
    whose = {one.case_id: pk for pk, parties in there.items() for one in parties if one.case_id not in withheld}
    running = Deadline.objects.filter(state=Deadline.State.RUNNING, owed_by=Owes.CLAIMANT)
    return running.filter(case__in=whose), whose


def _claimants() -> QuerySet[Party]:
    rows = Party.objects.filter(role=Party.Role.CLAIMANT, left_at=None).order_by("pk")
    return rows.select_related(
        "case__organisation", "case__area", "case__enterprise", "worker", "enterprise", "acts_for"
    )


def _matter(client: Party, today: date, withheld: progress.Withheld) -> Matter:
    case = client.case
    terms = progress.open_terms([case]).get(case.pk, [])
    return Matter(
        case=case, told=_told(client), procedure=procedure_of(case).title, client=client,
        step=progress.progress(case, client, today=today, terms=terms, withheld=withheld).state,
        claims=progress.own_claims(client, withheld),
        terms=[one for one in terms if one.owed_by == Owes.CLAIMANT and case.pk not in withheld],
        papers=progress.own_papers(client, today=today),
        evidence=list(case.evidence.filter(party=client).select_related("document").order_by("pk")),
    )  # fmt: skip


def _told(client: Party) -> Case:
    """His own report, also after it was merged into another's."""
    return Case.objects.filter(merged_into=client.case_id, reaches__key=party_key(client)).first() or client.case


def _runs_out(case: Case) -> date | None:
    first = last_done(case, "help_first")
    noted = first.facts["data"].get("until") if first else None
    return date.fromisoformat(noted) if noted else None


def _limitation(case: Case, there: Iterable[Party], today: date) -> Answer | None:
    """Until when arbitration can be asked for by the days that were told, while nobody has asked for it."""
    began = case.happened_until or case.happened_from
    if began is None or began > today or any(one.case.procedure.startswith("arbitration/") for one in there):
        return None
    calendar = calendar_for(case.area_id)
    return limitation.arbitration(
        began, today, law(today, case.area_id), pay_arrears=case.topic in PAY, ended_on=case.happened_until,
        calendar=calendar,
    )  # fmt: skip
