"""Which event tells whom, in which words? The whole list on one screen."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huxin.orgs.models import Membership
from huxin.orgs.roles import AREA, OWN, ROLES

SUPERVISORS = ("unit_leader", "county_leader", "office_director")


@dataclass(frozen=True, slots=True)
class Rule:
    """A matter of which people are told. Only `title` ever leaves the application."""

    code: str
    title: str
    verb: str  # the event that tells; empty for reminders by the day
    kind: str  # the kind of subject of that event which the notice opens
    permission: str  # whoever holds it over the subject is told
    supervisors: bool = False  # and those who lead the unit


RULES: dict[str, Rule] = {
    r.code: r
    for r in (
        Rule("term.soon", "任务即将到期", "", "duty", "duty.report"),
        Rule("term.late", "任务已经逾期", "", "duty", "duty.report", supervisors=True),
    )
}


def holders(permission: str, path: str, *, at: datetime, roles: tuple[str, ...] = ()) -> list[int]:
    """Ids of those who hold the permission nearest to `path`: in the unit itself, else over its area."""

    def held(reach: str, place: str) -> set[int]:
        codes = [c for c, r in ROLES.items() if r.permissions.get(permission) == reach and (not roles or c in roles)]
        now = Membership.objects.filter(Q(until=None) | Q(until__gt=at), role__in=codes, user__is_active=True)
        return {user for user, prefix in now.values_list("user_id", place) if path.startswith(prefix)}

    return sorted(held(OWN, "organisation__path") or held(AREA, "organisation__area__path"))
