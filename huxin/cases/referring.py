"""How does one case bring forth another: with what was told, who told it, and the receipts that he holds?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.cases import reach, signs, writing
from huxin.cases.actions.moving import claim
from huxin.cases.actions.opening import Matter, open_case
from huxin.cases.facts import ClaimFact, Facts, MeasureFact
from huxin.cases.models import Case, CaseLink, Claim, Party
from huxin.cases.procedure import Procedure
from huxin.cases.records import Move
from huxin.cases.topics import Source
from huxin.journal.models import Event
from huxin.orgs.access import SYSTEM, actor
from huxin.orgs.models import User

_TOLD = (
    "topic", "title", "area", "story", "wish", "place", "industry", "relation", "enterprise", "enterprise_name",
    "platform_name", "happened_from", "happened_until", "people", "anonymous",
)  # fmt: skip
_OF_PARTY = (
    "role", "worker", "name_sealed", "name_digest", "phone_sealed", "phone_digest", "id_sealed", "id_digest", "address",
    "e_service", "acts_as", "authorised_until", "authorisation", "may_settle", "consents", "receipt_digest",
)  # fmt: skip
_UNPAID = ("", Claim.Outcome.PASSED_ON, Claim.Outcome.AGREED)


def doer(event: Event) -> Actor:
    """Who did what the event tells, and for whom he stood in; the machine where nobody did."""
    user = User.objects.filter(pk=event.actor_id or 0).first()
    if user is None:
        return SYSTEM
    by = actor(user, event.occurred_at)
    if not event.acting_for:
        return by
    grants = (
        replace(one, acting_for=event.acting_for) for one in by.grants if one.acting_for in ("", event.acting_for)
    )
    return replace(by, grants=tuple(grants))


def done_in(event: Event, *actions: str) -> Move | None:
    """The move behind an event, where it is one of these actions (`complaint/1.mediate`)."""
    code = str(event.data["case_action"])
    if code not in actions:
        return None
    case = Case.objects.get(pk=event.subjects.get(kind="case").subject_id)
    moves = case.moves.filter(action=code.rpartition(".")[2], state=Move.State.DONE, done_at=event.occurred_at)
    return moves.select_related("case").order_by("-pk").first()


@transaction.atomic
def bring_forth(
    event: Event, move: Move, procedure: Procedure, *, link: str, told: bool = True, secret: bool = False,
    items: Sequence[str] = (), among: Collection[Party] | None = None,
) -> Case | None:  # fmt: skip
    """Open the case that follows from a move; asked again for the same event, nothing happens.

    The reporters come along and find it by the receipts that they hold, unless they are `secret`; only those `among`
    whom it is asked for, where some are named. `told` is whether their story goes along; `items` are what is to be put
    right in it.
    """
    origin = claim(move.case)
    links = CaseLink.objects.filter(case=origin, kind=link, since=event.occurred_at)
    if links.filter(other__procedure=procedure.code).exists():
        return None
    claims = list(_unpaid(origin, among))
    opened = open_case(
        procedure, _matter(origin, claims, among, told=told), by=doer(event), at=event.occurred_at, arises_from=origin,
        link=link,
    )  # fmt: skip
    case = opened.case
    if not secret:
        copies = carry_parties(origin, case, among)
        for new, old in zip(case.claims.order_by("pk"), claims, strict=False):
            if old.party_id in copies:
                Claim.objects.filter(pk=new.pk).update(party=copies[old.party_id])
    if case.organisation_id == origin.organisation_id and origin.officer_id is not None:
        Case.objects.filter(pk=case.pk).update(officer=origin.officer_id, second_officer=origin.second_officer_id)
        signs.keep(case)
    measures = tuple(MeasureFact("item", text=item) for item in items)
    writing.write(case, Facts(measures=measures), on=localtime(event.occurred_at).date(), paper=None)
    return case


def _matter(origin: Case, claims: Iterable[Claim], among: Collection[Party] | None, *, told: bool) -> Matter:
    known = {name: getattr(origin, name) for name in _TOLD}
    if among is not None:
        known["people"] = len(among)
    matter = Matter(**known, source=Source.CASE, claims=tuple(_claim(c) for c in claims))
    return matter if told else replace(matter, story="", wish="", anonymous=False)


def _unpaid(origin: Case, among: Collection[Party] | None) -> QuerySet[Claim]:
    rows = origin.claims.filter(outcome__in=_UNPAID).order_by("pk")
    return rows if among is None else rows.filter(Q(party=None) | Q(party__in=among))


def _claim(row: Claim) -> ClaimFact:
    return ClaimFact(
        kind=row.kind, text=row.text, period_from=row.period_from, period_until=row.period_until,
        claimed_fen=row.claimed_fen, people=row.people,
    )  # fmt: skip


def carry_parties(origin: Case, case: Case, among: Collection[Party] | None = None) -> dict[int, Party]:
    """Reporters first, all or those `among` them, then who acts for them; personal data stay sealed. The new rows by
    the keys of the old."""
    copies: dict[int, Party] = {}
    rows = origin.parties.filter(role__in=(Party.Role.CLAIMANT, Party.Role.AGENT), left_at=None)
    if among is not None:
        rows = rows.filter(Q(pk__in=[one.pk for one in among]) | Q(acts_for__in=among))
    for old in rows.order_by("acts_for", "pk"):
        represented = copies.get(old.acts_for_id or 0)
        if old.role == Party.Role.AGENT and represented is None:
            continue  # acts for the firm, which is asked anew
        copy = Party.objects.create(case=case, acts_for=represented, **{n: getattr(old, n) for n in _OF_PARTY})
        copies[old.pk] = copy
        reach.add_party(copy)
    return copies
