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
    """Seats of one's own units whose holder does not work there or in an office of it (any more), where one has
    followed him: one has the role that he had, or since he was filed one came into the post of the seat, or became
    liaison where no other is longer than oneself."""
    there = Membership.objects.filter(organisation=OuterRef("seat__organisation"))
    holder = Q(user=OuterRef("user")) | Q(user__name=OuterRef("name"))
    same = Membership.objects.filter(until=None, organisation=OuterRef("organisation"), role=OuterRef("role"))
    left = Exists(there.filter(holder, Exists(same.filter(user=by.user_id)), until__isnull=False))
    came = there.filter(user=by.user_id, until=None, since__gt=OuterRef("filed_at"))
    in_post = Exists(came.filter(~Q(post=""), post=OuterRef("seat__post")))
    in_role = Exists(came.filter(~Exists(same.filter(since__lt=OuterRef("since"))), role__in=_LIAISONS))
    held = SeatHolder.objects.filter(own(by, "meeting.reply", "seat__organisation__path"), until=None)
    inside = Membership.objects.filter(
        user=OuterRef("user"), until=None, organisation__path__startswith=OuterRef("seat__organisation__path")
    )
    gone = held.filter(~Exists(there.filter(holder, until=None)), ~Exists(inside))
    living = gone.filter(seat__closed_on=None, seat__plan__ended_on=None)
    return living.filter(left | in_post | Q(in_role, seat__kind=Seat.Kind.LIAISON))


def follower(seat: Seat, by: Actor) -> Membership | None:
    """The role in which one follows, where the seat waits for oneself."""
    if not to_take_over(by).filter(seat=seat).exists():
        return None
    return Membership.objects.filter(user=by.user_id, organisation=seat.organisation_id, until=None).latest("since")
