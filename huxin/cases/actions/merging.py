"""Which reports belong together, and how do they become one collective case without losing anybody?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import clocks, reach
from huxin.cases.actions.moving import claim, go_on, hold
from huxin.cases.collective import CONSENTS, asked_of_each, note
from huxin.cases.models import Case, CaseLink, Claim, Party
from huxin.cases.procedure import PROCEDURES
from huxin.cases.records import Evidence, Note
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require, visible

MERGED = verb("case.merged", "{cases}件并入本案", ("cases",), PARTIES)
JOINED = verb("case.joined", "并入集体案件办理", (), PARTIES)
RELATED = verb("case.related", "与{cases}件案件关联", ("cases",))
CONSENTED = verb("case.consented", "当事人同意：{consent}", ("consent", "party_id"), PARTIES)
CONSENTED_ALL = verb("case.consents_noted", "登记{people}名当事人同意：{consent}", ("consent", "people"), PARTIES)
APART = timedelta(days=180)


def related(case: Case, by: Actor) -> list[Case]:
    """Open cases of the same firm (or told name) and subject whose time is near: likely the same matter; and what an
    office looked into by itself, on whatever subject and also at its end. Those that are linked are known to belong
    together."""
    same = Q(enterprise=case.enterprise) if case.enterprise_id else Q(enterprise_name=case.enterprise_name)
    if not case.enterprise_id and not case.enterprise_name:
        return []
    near = case.opened_at
    alike = Q(topic=case.topic, closed_at=None)
    if case.happened_from:
        alike &= Q(happened_until=None) | Q(happened_until__gte=case.happened_from)
    by_itself = Q(procedure__in=[one.code for one in PROCEDURES.values() if not one.claims and one.opens])
    rows = visible(Case, by).filter(
        same, alike | by_itself, merged_into=None, opened_at__range=(near - APART, near + APART)
    )
    parted = CaseLink.Kind.SPLIT
    linked = [
        *case.links.exclude(kind=parted).values_list("other", flat=True),
        *case.linked_from.exclude(kind=parted).values_list("case", flat=True),
    ]
    return list(rows.exclude(pk__in=[case.pk, *linked]).order_by("-pk")[:20])


@transaction.atomic
def merge(into: Case, others: Sequence[Case], *, by: Actor, at: datetime) -> Case:
    """Handle several reports as one. Every reporter stays informed by his own receipt; nobody's consent is presumed.

    Reporters, claims and evidence move to the one case; the reports merged end there and point to it.
    """
    for case in (into, *others):
        require(by, "case.merge", case)
    into = claim(into)
    if not others:
        raise NotPossible("请至少选择一个要并入的案件。")
    for case in sorted(others, key=lambda c: c.pk):
        _join(into, claim(case), by=by, at=at)
    reporters = into.parties.filter(role=Party.Role.CLAIMANT, left_at=None).count()
    into.people = max(reporters, into.people)
    sums = [c for c in into.claims.values_list("claimed_fen", flat=True) if c is not None]
    into.claimed_fen = sum(sums) if sums else None
    into.save(update_fields=["people", "claimed_fen"])
    record(MERGED, [into], by=by, at=at, org_path=into.org_path, permission="case.merge", cases=len(others))
    return into


@transaction.atomic
def relate(case: Case, others: Sequence[Case], *, by: Actor, at: datetime) -> Case:
    """Lay beside each other what goes its own way in each case: whoever claims something keeps his claim and gets his
    own answer, and what was found in one is read in the other."""
    for one in (case, *others):
        require(by, "case.merge", one)
    if not others or case in others:
        raise NotPossible("请至少选择一个要关联的其他案件。")
    for other in others:
        kind = CaseLink.Kind.RELATED
        if not CaseLink.objects.filter(case=other, other=case, kind=kind).exists():
            CaseLink.objects.get_or_create(case=case, other=other, kind=kind, defaults={"since": at})
    for one, number in ((case, len(others)), *((other, 1) for other in others)):
        record(RELATED, [one], by=by, at=at, org_path=one.org_path, permission="case.merge", cases=number)
    return case


def _join(into: Case, case: Case, *, by: Actor, at: datetime) -> None:
    if case.pk == into.pk or case.closed_at is not None:
        raise NotPossible(f"案件{case.number}不能并入：它就是主案，或已经办结。")
    if case.procedure != into.procedure:
        raise NotPossible(f"案件{case.number}的程序不同，不能并入，可以与本案关联。")
    if case.moves.filter(state="proposed").exists():
        raise NotPossible(f"案件{case.number}有提请正在审批，请先等待审批结果。")
    Claim.objects.filter(case=case).update(case=into)
    Evidence.objects.filter(case=case).update(case=into)
    told = list(case.parties.filter(role__in=(Party.Role.CLAIMANT, Party.Role.AGENT, Party.Role.WITNESS)))
    _carry_letters(case, into, told)
    for party in told:
        party.case = into
        party.save(update_fields=["case"])
        reach.add_party(party)
    CaseLink.objects.create(case=into, other=case, kind=CaseLink.Kind.MERGED, since=at)
    Case.objects.filter(merged_into=case).update(merged_into=into)  # what was merged into it before goes along
    case.merged_into, case.closed_at, case.outcome = into, at, "merged"
    case.save(update_fields=["merged_into", "closed_at", "outcome"])
    clocks.finish_all(case, at=at)
    record(JOINED, [case], by=by, at=at, org_path=case.org_path, permission="case.merge")


def _carry_letters(case: Case, into: Case, told: Sequence[Party]) -> None:
    """What was written to and fro stays between the office and each of them; to all was to him, where he was alone."""
    alone = [party for party in told if party.role == Party.Role.CLAIMANT]
    letters = Note.objects.filter(case=case)
    if len(alone) == 1:
        letters.filter(party=None, kind=Note.Kind.TO_PARTY).update(party=alone[0])
    letters.filter(party__in=told).update(case=into)


@transaction.atomic
def consent(party: Party, what: str, *, by: Actor, at: datetime) -> Party:
    """Write down that a party agreed to something (being represented, negotiation with the firm, e-service …)."""
    case = party.case
    require(by, "case.follow" if by.can("case.follow") else "case.handle", case)
    hold(case)
    note(party, what, at=at)
    record(CONSENTED, [case], by=by, at=at, org_path=case.org_path, consent=what, party_id=party.pk)
    return party


@transaction.atomic
def consent_all(case: Case, *, parties: Sequence[Party], what: str, by: Actor, at: datetime) -> int:
    """Write down that several parties agreed to the same, as they said at the desk or in writing. How many."""
    require(by, "case.handle", case)
    if what not in CONSENTS:
        raise NotPossible("请选择同意的事项。")
    if not parties:
        raise NotPossible("请至少选择一名当事人。")
    case = hold(case)
    answers = {one.code for one in asked_of_each(PROCEDURES[case.procedure], case.step)}
    others = answers - {what} if what in answers else set()
    for party in Party.objects.filter(pk__in=[p.pk for p in parties], case=case, left_at=None).order_by("pk"):
        note(party, what, instead_of=others, at=at)
    record(
        CONSENTED_ALL, [case], by=by, at=at, org_path=case.org_path, permission="case.handle",
        consent=what, people=len(parties),
    )  # fmt: skip
    if what in answers:
        go_on(claim(case), by=by, at=at)
    return len(parties)
