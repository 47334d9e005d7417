"""Which seats wait for somebody who has followed in the post of the one who holds them?"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huxin.base.actor import Actor
from huxin.orgs.models import Membership, Organisation, User
from huxin.plans.models import Seat, SeatHolder
from huxin.plans.subjects import own

_LIAISONS = ("liaison", "county_liaison")


def account(organisation: Organisation, name: str) -> User | None:
    """The one person of this name who works in the unit."""
    held = Q(memberships__organisation__path__startswith=organisation.path, memberships__until=None)
    found = User.objects.filter(held, name=name, is_active=True).distinct()[:2]
    return found[0] if len(found) == 1 else None


def to_take_over(by: Actor) -> QuerySet[SeatHolder]:
    """Seats of one's own units whose holder works there no longer and whose role one has now; a liaison's seat also
    where its holder has no account, and the role was handed over since he was filed."""
    there = Membership.objects.filter(organisation=OuterRef("seat__organisation"))
    holder = Q(user=OuterRef("user")) | Q(user__name=OuterRef("name"))
    mine = Membership.objects.filter(
        user=by.user_id, until=None, organisation=OuterRef("organisation"), role=OuterRef("role")
    )
    left = Exists(there.filter(holder, Exists(mine), until__isnull=False))
    handed = Exists(
        there.filter(Exists(mine.filter(since=OuterRef("until"))), role__in=_LIAISONS, until__gt=OuterRef("filed_at"))
    )
    held = SeatHolder.objects.filter(own(by, "meeting.reply", "seat__organisation__path"), until=None)
    living = held.filter(~Exists(there.filter(holder, until=None)), seat__closed_on=None, seat__plan__ended_on=None)
    return living.filter(left | Q(handed, seat__kind=Seat.Kind.LIAISON))


def follower(seat: Seat, by: Actor) -> Membership | None:
    """The role in which one follows, where the seat waits for oneself."""
    if not to_take_over(by).filter(seat=seat).exists():
        return None
    return Membership.objects.filter(user=by.user_id, organisation=seat.organisation_id, until=None).latest("since")
