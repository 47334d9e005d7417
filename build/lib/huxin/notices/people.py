"""Who is to be told of something that stands at a place? Ids of users, nearest first, stand-ins included."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q

from huxin.orgs.access import SUBJECTS, actors, allowed
from huxin.orgs.models import Membership, StandIn, User
from huxin.orgs.roles import AREA, OWN, ROLES

SUPERVISORS = ("unit_leader", "county_leader", "office_director")


def holders(permission: str, path: str, *, at: datetime, leaders: bool = False) -> set[int]:
    """Those who hold the permission nearest to `path`: in the unit itself or above it, else over its area.

    Who leads is told only where `leaders` says so, or where nobody else is there.
    """
    found = _held(permission, path, OWN, at) or _held(permission, path, AREA, at)
    nearest = max((depth for _, _, depth in found), default=0)
    leading = {user for user, role, depth in found if depth == nearest and role in SUPERVISORS}
    working = {user for user, role, depth in found if depth == nearest and role not in SUPERVISORS}
    return working | leading if leaders or not working else working


def _held(permission: str, path: str, reach: str, at: datetime) -> list[tuple[int, str, int]]:
    """(user, role, length of the path reached) of those whose reach of this kind takes in `path`."""
    roles = [code for code, role in ROLES.items() if role.permissions.get(permission) == reach]
    now = Membership.objects.filter(Q(until=None) | Q(until__gt=at), role__in=roles, since__lte=at)
    place = "organisation__path" if reach == OWN else "organisation__area__path"
    held = now.filter(user__is_active=True).values_list("user_id", "role", place)
    return [(user, role, len(prefix)) for user, role, prefix in held if path.startswith(prefix)]


def everywhere(permission: str, *, at: datetime) -> set[int]:
    """All who hold the permission, wherever."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    now = Membership.objects.filter(Q(until=None) | Q(until__gt=at), role__in=roles, since__lte=at)
    return set(now.filter(user__is_active=True).values_list("user_id", flat=True))


def with_stand_ins(people: Iterable[int], at: datetime) -> set[int]:
    """The same people, and whoever fills in for one of them who is away."""
    told = set(people)
    away = StandIn.objects.filter(absent__in=told, since__lte=at, until__gt=at, colleague__is_active=True)
    return told | set(away.values_list("colleague_id", flat=True))


def readers(people: Iterable[int], thing: models.Model | None, at: datetime) -> set[int]:
    """Those of them who may open the thing: a notice names it, so nobody else is told."""
    users = User.objects.filter(pk__in=people, is_active=True)
    if thing is None:
        return {user.pk for user in users}
    view = SUBJECTS[thing._meta.model_name or ""].view
    return {by.person() for by in actors(users, at) if allowed(by, view, thing)}
