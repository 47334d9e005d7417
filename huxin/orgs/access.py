"""Who may do what to which rows? One queryset answers both the list and the single row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeVar

from django.db import models
from django.db.models import Q, QuerySet, Value

from huxin.base.actor import Actor, Grant
from huxin.base.errors import PermissionDenied
from huxin.journal import paths  # noqa: F401  the lookup `inside`
from huxin.orgs.models import Membership, Share, StandIn, User
from huxin.orgs.roles import AREA, OWN, PERMISSIONS, ROLES, SYSTEM_PERMISSIONS, Role

M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound=Callable[..., Any])
Visible = Callable[[Actor, str], QuerySet[Any]]

SYSTEM = Actor(None, "系统", (Grant("system", None, "系统", "", dict.fromkeys(SYSTEM_PERMISSIONS, "")),))
NOBODY = Actor(None, "访客")


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that events, papers, shares and search hits can point to."""

    kind: str
    model: type[models.Model]
    view: str  # the permission with which a row is opened
    visible: Visible  # rows on which the actor holds the permission
    title: Callable[[Any], str]
    url: Callable[[Any], str]


SUBJECTS: dict[str, Subject] = {}


def subject(
    model: type[models.Model],
    *,
    view: str,
    visible: Visible,
    title: Callable[[Any], str],
    url: Callable[[Any], str],
) -> None:
    """Register a kind when the application starts; its code is the model's name in lower case."""
    kind = model._meta.model_name or ""
    if kind in SUBJECTS or view not in PERMISSIONS:
        raise ValueError(f"subject {kind}: registered twice, or unknown permission {view}")
    SUBJECTS[kind] = Subject(kind, model, view, visible, title, url)


def within(by: Actor, permission: str, field: str = "org_path") -> Q:
    """Rows whose path lies where the actor holds the permission."""
    own = by.paths()
    ways = (Q(**{f"{field}__{'inside' if p in own else 'startswith'}": p}) for p in by.reaches(permission))
    return reduce(or_, ways, Q(pk__in=()))


def shared(by: Actor, permission: str, model: type[models.Model]) -> Q:
    """Rows opened to one of the actor's organisations by a Share."""
    ids = Share.objects.filter(
        kind=model._meta.model_name,
        organisation_id__in=by.organisation_ids(),
        permission=permission,
        until=None,
    ).values("subject_id")
    return Q(pk__in=ids)


def visible(model: type[M], by: Actor, permission: str = "") -> QuerySet[M]:
    """The rows of this kind on which `by` holds `permission` (by default the one to open them)."""
    kind = SUBJECTS[model._meta.model_name or ""]
    wanted = permission or kind.view
    if wanted not in PERMISSIONS:
        raise ValueError(f"unknown permission {wanted}")
    return kind.visible(by, wanted) if by.can(wanted) else model._default_manager.none()


def by_keys(found: QuerySet[M]) -> QuerySet[M]:
    """The same rows, found by their keys alone: a database that must sort them first then sorts no more than keys."""
    return found.model._default_manager.filter(pk__in=found.values("pk"))


def allowed(by: Actor, permission: str, thing: models.Model) -> bool:
    """May `by` do this to this one row? Asks the same queryset as the list."""
    return visible(type(thing), by, permission).filter(pk=thing.pk).exists()


def rights(by: Actor, thing: models.Model, *permissions: str) -> frozenset[str]:
    """Which of these permissions `by` holds on this one row: the querysets of `allowed`, all in one query."""
    ways = (visible(type(thing), by, permission).filter(pk=thing.pk) for permission in permissions)
    asked = [
        way.annotate(held=Value(permission)).values_list("held", flat=True)
        for way, permission in zip(ways, permissions, strict=True)
        if not way.query.is_empty()
    ]
    return frozenset(asked[0].union(*asked[1:])) if asked else frozenset()


def require(by: Actor, permission: str, thing: models.Model | None = None) -> None:
    """Refuse with PermissionDenied unless the permission is held, on this row if one is given."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission}")
    if not by.can(permission) or (thing is not None and not allowed(by, permission, thing)):
        raise PermissionDenied(permission)


def require_at(by: Actor, permission: str, path: str) -> None:
    """Refuse unless the permission reaches this path (for things that do not exist yet)."""
    if by.grant(permission, path) is None:
        raise PermissionDenied(permission)


def needs(permission: str) -> Callable[[V], V]:
    """Every route states its right: the view answers only those who hold it somewhere."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission}")

    def mark(view: V) -> V:
        view.needs = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """The view answers everybody, also without log-in."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def reach_of(role: Role, organisation_path: str, area_path: str) -> dict[str, str]:
    """Path prefix per permission that a role has when held in an organisation."""
    prefix: Mapping[str, str] = {OWN: organisation_path, AREA: area_path}
    return {permission: prefix.get(how, "") for permission, how in role.permissions.items()}


class Held(NamedTuple):
    """A capacity as it is asked of the database, by every request and for every notice: no more than is needed."""

    user_id: int
    name: str
    role: str
    organisation_id: int
    organisation: str
    path: str
    area_path: str

    def grant(self, person: int) -> Grant:
        """It in the hands of this person: one's own, or a colleague's for whom one fills in."""
        reach = reach_of(ROLES[self.role], self.path, self.area_path)
        lent = ("", None) if self.user_id == person else (self.name, self.user_id)
        return Grant(self.role, self.organisation_id, self.organisation, self.path, reach, *lent)


def _held(at: datetime, people: Any) -> list[Held]:
    rows = Membership.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at, user__in=people).order_by("pk")
    unit = "organisation_id", "organisation__short_name", "organisation__path", "organisation__area__path"
    return [Held(*row) for row in rows.values_list("user_id", "user__name", "role", *unit)]


def actor(user: User, at: datetime) -> Actor:
    """The person with all capacities held at this moment, a colleague's for whom he fills in among them."""
    if not user.is_active:
        return NOBODY
    away = StandIn.objects.filter(colleague=user, since__lte=at, until__gt=at).values("absent")
    people = away.union(User.objects.filter(pk=user.pk).values("pk"))  # not OR: each half by its own index
    held = sorted(_held(at, people), key=lambda one: one.user_id != user.pk)
    return Actor(user.pk, user.name, tuple(one.grant(user.pk) for one in held))


def actors(users: Iterable[User], at: datetime) -> list[Actor]:
    """The same of many people at once, with two queries; only of those whose accounts are open."""
    active = [user for user in users if user.is_active]
    away = defaultdict(list)
    rows = StandIn.objects.filter(colleague__in=active, since__lte=at, until__gt=at)
    for colleague, absent in rows.order_by("pk").values_list("colleague", "absent"):
        away[colleague].append(absent)
    held = defaultdict(list)
    for one in _held(at, {user.pk for user in active}.union(*away.values())):
        held[one.user_id].append(one)
    return [
        Actor(
            user.pk,
            user.name,
            tuple(one.grant(user.pk) for person in dict.fromkeys((user.pk, *away[user.pk])) for one in held[person]),
        )
        for user in active
    ]
