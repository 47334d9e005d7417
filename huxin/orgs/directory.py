"""What does somebody who may look see of people, units and invitations?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from huxin.base.actor import Actor
from huxin.journal.models import Event
from huxin.journal.timeline import events_of
from huxin.orgs.access import visible, within
from huxin.orgs.actions.people import PHONE_REVEALED
from huxin.orgs.granting import may_manage
from huxin.orgs.models import Area, Invitation, Membership, Organisation, StandIn, User


def roster(by: Actor, organisation: Organisation | None = None) -> QuerySet[Membership]:
    """The roles held now by whomever `by` may see, with the person and the unit."""
    held = Membership.objects.filter(within(by, "people.view", "organisation__path"), until=None)
    if organisation is not None:
        held = held.filter(organisation=organisation)
    return held.select_related("user", "organisation__area")


def units(by: Actor) -> QuerySet[Organisation]:
    """The units that `by` may see, in protocol order."""
    return visible(Organisation, by).filter(closed_on=None).select_related("area")


def public_bodies() -> QuerySet[Organisation]:
    """Every unit of the system that has people of its own: no enterprise, not the one of workers' accounts."""
    kinds = (Organisation.Kind.ENTERPRISE, Organisation.Kind.WORKERS)
    return Organisation.objects.filter(closed_on=None).exclude(kind__in=kinds)


def houses() -> QuerySet[Organisation]:
    """The public bodies that are no office inside of another one."""
    return public_bodies().exclude(kind=Organisation.Kind.OFFICE)


def named(keys: Iterable[int]) -> QuerySet[Organisation]:
    """These units in protocol order; their names are no secret of anybody who has a figure of theirs."""
    return Organisation.objects.filter(pk__in=set(keys)).order_by("order", "pk")


def areas(by: Actor, permission: str) -> QuerySet[Area]:
    """The areas in which `by` holds the permission, in official order."""
    return Area.objects.filter(within(by, permission, "path")).order_by("order", "pk")


def all_areas() -> QuerySet[Area]:
    """Every area known here, in official order; their names are public."""
    return Area.objects.order_by("order", "pk")


def areas_above(by: Actor) -> list[str]:
    """The codes of the areas in which `by` works, and of those that hold them."""
    return [code for path in by.paths() for code in path.split("/") if len(code) == 6 and code.isdecimal()]


def roles_of(person: User) -> list[Membership]:
    """Every role of a person, those that ended too, the newest first."""
    return list(Membership.objects.filter(user=person).select_related("organisation__area").order_by("-since", "-pk"))


def post_in(by: Actor, organisation: Organisation) -> str:
    """The post that `by` has in the organisation, the newest of several; empty where none is known."""
    held = Membership.objects.filter(user=by.user_id, organisation=organisation, until=None).exclude(post="")
    return held.order_by("-since", "-pk").values_list("post", flat=True).first() or ""


def invitations_of(at: datetime, *organisations: Organisation) -> list[Invitation]:
    """What can still be used, newest first."""
    open_now = Invitation.objects.filter(
        organisation__in=organisations, used_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return list(open_now.select_related("organisation", "invited_by").order_by("-pk"))


def memberships(by: Actor) -> QuerySet[Membership]:
    """Roles held now over which `by` may dispose, by their place."""
    return Membership.objects.filter(within(by, "people.invite", "organisation__path"), until=None).select_related(
        "user", "organisation__area"
    )


def invitations(by: Actor) -> QuerySet[Invitation]:
    """Invitations over which `by` may dispose, by their place."""
    return Invitation.objects.filter(within(by, "people.invite", "organisation__path")).select_related(
        "organisation__area"
    )


def stand_ins(person: User, at: datetime) -> QuerySet[StandIn]:
    """Who fills in for this person, now or later."""
    return StandIn.objects.filter(absent=person, until__gt=at).select_related("absent", "colleague").order_by("since")


def deputies(people: Iterable[int | None], at: datetime) -> dict[int, StandIn]:
    """Of these people, who is away at this moment, and who fills in until when."""
    away = StandIn.objects.filter(absent__in=[one for one in people if one], since__lte=at, until__gt=at)
    return {row.absent_id: row for row in away.select_related("absent", "colleague")}


def stand_ins_to_end(by: Actor, at: datetime) -> QuerySet[StandIn]:
    """Those of oneself, and of people over whom one disposes."""
    rows = StandIn.objects.filter(until__gt=at).select_related("absent", "colleague")
    others = rows.filter(absent__in=visible(User, by, "people.invite"))
    managed = [row.pk for row in others if may_manage(by, row.absent)]
    return rows.filter(Q(absent=by.user_id) | Q(pk__in=managed))


def successors(giver: User, by: Actor) -> QuerySet[User]:
    """Who may take over all that this person does, with the units where they work: no worker, nobody of a firm."""
    now = Membership.objects.filter(until=None).select_related("organisation")
    held = Exists(now.filter(user=OuterRef("pk"), organisation__in=public_bodies()))
    people = visible(User, by, "people.invite").filter(held, is_active=True)
    people = people.prefetch_related(Prefetch("memberships", now))
    return people.exclude(pk__in=(giver.pk, by.person())).order_by("name", "pk")


def looked_at(person: User) -> QuerySet[Event]:
    """Who saw this person's number in clear, newest first."""
    return events_of(person).filter(verb=PHONE_REVEALED.code)
