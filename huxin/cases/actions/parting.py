"""How does one of many go his own way again? He is parted from the collective case with his claims and his evidence."""

from datetime import datetime
from typing import Any

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import clocks, collective, reach
from huxin.cases.actions.moving import claim, go_on
from huxin.cases.actions.opening import Matter, open_case, procedure_of
from huxin.cases.models import Case, CaseLink, Claim, Party
from huxin.cases.records import Deadline, DeadlineStop, Evidence, Move, Note
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require

PARTED = verb("case.parted", "一名申请人分出另案办理，其余{people}人继续", ("people",), PARTIES)
_SAME = (
    "title", "topic", "area", "source", "story", "wish", "place", "industry", "relation", "enterprise",
    "enterprise_name", "platform_name", "happened_from", "happened_until", "organisation",
)  # fmt: skip


@transaction.atomic
def part(party: Party, *, reason: str, by: Actor, at: datetime) -> Case:
    """Make a case of his own for one of several claimants who will not go on with the others.

    It stands in the step of the collective case and its terms run on from there; his receipt leads to it. He is
    represented no more.
    """
    require(by, "case.merge", party.case)
    case = claim(party.case)
    if not reason.strip():
        raise NotPossible("请写明分案的理由。")
    if party.role != Party.Role.CLAIMANT or party.left_at is not None or collective.claimants(case).count() < 2:
        raise NotPossible("只能把多名申请人中的一名分出另案办理。")
    if case.closed_at is not None or case.moves.filter(state=Move.State.PROPOSED).exists():
        raise NotPossible("案件已经办结，或有提请正在审批，现在不能分案。")
    report = _his_alone(party)
    matter = Matter(**{name: getattr(case, name) for name in _SAME} | _taken_along(report))
    new = open_case(procedure_of(case), matter, by=by, at=at, arises_from=case, link=CaseLink.Kind.SPLIT).case
    _move(case, new, party)
    _same_place(case, new)
    rest = collective.claimants(case).count()
    Case.objects.filter(pk=case.pk).update(people=max(rest, 1), claimed_fen=_sum(case))
    Case.objects.filter(pk=new.pk).update(people=1, claimed_fen=_sum(new))
    carried = f"（外部编号{new.outside_number}由{report.number}转来）" if report and new.outside_number else ""
    text = f"由{case.number}分出{carried}：{reason.strip()}"
    Note.objects.create(case=new, kind=Note.Kind.PRIVATE, text=text, user_id=by.user_id, written_at=at)
    record(PARTED, [case, new], by=by, at=at, org_path=case.org_path, permission="case.merge", people=rest)
    case.refresh_from_db()
    clocks.promote(case)
    go_on(case, by=by, at=at)
    new.refresh_from_db()
    return new


def _his_alone(party: Party) -> Case | None:
    """The report by which he came, where no other claimant came by it."""
    report = reach.first_cases([party.pk])[party.pk]
    came = reach.first_cases(reach.ever_in([report])[report])
    others = [pk for pk, first in came.items() if first == report and pk != party.pk]
    alone = not Party.objects.filter(pk__in=others, role=Party.Role.CLAIMANT).exists()
    return Case.objects.get(pk=report) if alone else None


def _taken_along(report: Case | None) -> dict[str, Any]:
    """What the other system from which his report came calls it, and its clock: both stand once, where he goes on."""
    if report is None or not (report.outside_number or report.outside_due_on):
        return {}
    known = {name: getattr(report, name) for name in ("source", "outside_number", "outside_due_on")}
    Case.objects.filter(pk=report.pk).update(outside_number="", outside_due_on=None)
    return known


def _move(case: Case, new: Case, party: Party) -> None:
    """His rows, and those of whoever acts for him."""
    own = list(case.parties.filter(acts_for=party, left_at=None))
    Claim.objects.filter(case=new).delete()  # what stands in its place is his own
    Claim.objects.filter(case=case, party=party).update(case=new)
    Evidence.objects.filter(case=case, party__in=[party, *own]).update(case=new)
    Note.objects.filter(case=case, party__in=[party, *own]).update(case=new)
    for letter in case.notes.filter(party=None, kind=Note.Kind.TO_PARTY).order_by("pk"):  # to all was to him as well
        letter.pk, letter.case = None, new
        letter.save(force_insert=True)
    consents = {what: day for what, day in party.consents.items() if what != collective.REPRESENTED}
    for row in (party, *own):
        Party.objects.filter(pk=row.pk).update(case=new, representative_since=None)
        row.refresh_from_db()
        reach.add_party(row)
    Party.objects.filter(pk=party.pk).update(consents=consents)
    case.reaches.filter(key__in=[reach.party_key(row) for row in (party, *own)]).delete()


def _same_place(case: Case, new: Case) -> None:
    """The step, the officers, and the terms that run."""
    Case.objects.filter(pk=new.pk).update(
        step=case.step, officer=case.officer, second_officer=case.second_officer, opened_at=case.opened_at
    )
    Deadline.objects.filter(case=new).delete()
    for term in Deadline.objects.filter(case=case, state__in=clocks.LIVE).order_by("pk"):
        stops = list(term.stops.all())
        term.pk, term.case = None, new
        term.save(force_insert=True)
        DeadlineStop.objects.bulk_create(
            DeadlineStop(deadline=term, since=stop.since, until=stop.until, reason=stop.reason) for stop in stops
        )
    new.refresh_from_db()
    clocks.promote(new)


def _sum(case: Case) -> int | None:
    sums = [fen for fen in case.claims.values_list("claimed_fen", flat=True) if fen is not None]
    return sum(sums) if sums else None
