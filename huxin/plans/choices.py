"""What can be chosen on the pages of plans: areas, units, offices, people?"""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from huxin.base.actor import Actor
from huxin.orgs.directory import public_bodies
from huxin.orgs.models import Area, Organisation, User
from huxin.plans.models import Duty, Plan


def areas(by: Actor, permission: str) -> QuerySet[Area]:
    """The areas below which the permission is held."""
    below = reduce(or_, (Q(path__startswith=prefix) for prefix in by.reaches(permission)), Q(pk__in=()))
    return Area.objects.filter(below).order_by("order", "pk")


def units(by: Actor, permission: str) -> QuerySet[Organisation]:
    """Whole organisations (no offices inside them) below the actor's reach, area by area in protocol order."""
    below = reduce(or_, (Q(path__startswith=prefix) for prefix in by.reaches(permission)), Q(pk__in=()))
    return public_bodies().filter(below, parent=None).order_by("area__order", "order", "pk")


def givers(by: Actor) -> QuerySet[Organisation]:
    """The organisations in whose name one may hand something down: one's own."""
    ids = [g.organisation_id for g in by.grants if "assignment.give" in g.reach and g.organisation_id is not None]
    return Organisation.objects.filter(pk__in=ids).order_by("order", "pk")


def offices(duty: Duty) -> QuerySet[Organisation]:
    """Where a duty may be broken down to: offices inside the unit; for a county government its bureaus as well."""
    inside = Q(path__startswith=duty.org_path)
    if duty.organisation.kind == Organisation.Kind.GOVERNMENT:
        inside |= Q(path__startswith=duty.organisation.area.path)
    return public_bodies().filter(inside).exclude(pk=duty.organisation_id).order_by("order", "pk")


def people(duty: Duty) -> QuerySet[User]:
    """Those who hold a role in the unit or in an office of it."""
    held = Q(memberships__organisation__path__startswith=duty.org_path, memberships__until=None)
    return User.objects.filter(held, is_active=True).distinct().order_by("name")


def participants(plan: Plan) -> QuerySet[Organisation]:
    """Everybody with a duty or a seat, in protocol order."""
    owing = plan.duties.filter(ended_on=None).values("organisation")
    seated = plan.seats.filter(closed_on=None).values("organisation")
    return Organisation.objects.filter(Q(pk__in=owing) | Q(pk__in=seated)).order_by("order", "pk")
