"""Who decides about a unit, as nobody decides about his own?"""

from huxin.orgs.models import Membership, Organisation, User


def convenor_apart(office: Organisation, unit: Organisation) -> User | None:
    """A convenor beside the office who does not belong to this unit."""
    held = Membership.objects.filter(
        role="convenor", until=None, user__is_active=True, organisation__area_id=office.area_id
    )
    rows = held.select_related("user", "organisation").order_by("organisation__order", "pk")
    return next((row.user for row in rows if not unit.path.startswith(row.organisation.path)), None)
