"""Who decides about a unit, as nobody decides about his own?"""

from django.db.models import QuerySet

from huxin.orgs.models import Membership, Organisation, User


def people_of(unit: Organisation) -> QuerySet[Membership, int]:
    """The keys of those who work in the unit or in an office of it."""
    held = Membership.objects.filter(organisation__path__startswith=unit.path, until=None)
    return held.values_list("user", flat=True)


def convenor_apart(office: Organisation, unit: Organisation) -> User | None:
    """A convenor beside the office who does not belong to this unit."""
    held = Membership.objects.filter(
        role="convenor", until=None, user__is_active=True, organisation__area_id=office.area_id
    )
    rows = held.exclude(user__in=people_of(unit)).select_related("user", "organisation")
    rows = rows.order_by("organisation__order", "pk")
    return next((row.user for row in rows if not unit.path.startswith(row.organisation.path)), None)
