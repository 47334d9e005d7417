"""Who may do what to which rows? One queryset answers both the list and the single row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from huxin.base.actor import Actor, Grant
from huxin.base.errors import PermissionDenied
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
    prefixes = by.reaches(permission)
    return reduce(or_, (Q(**{f"{field}__startswith": p}) for p in prefixes), Q(pk__in=()))


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


def allowed(by: Actor, permission: str, thing: models.Model) -> bool:
    """May `by` do this to this one row? Asks the same queryset as the list."""
    return visible(type(thing), by, permission).filter(pk=thing.pk).exists()


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


def _grants(user: User, at: datetime, acting_for: str = "") -> list[Grant]:
    held = Membership.objects.filter(Q(until=None) | Q(until__gt=at), user=user, since__lte=at)
    return [
        Grant(
            m.role,
            m.organisation_id,
            m.organisation.short_name,
            m.organisation.path,
            reach_of(ROLES[m.role], m.organisation.path, m.organisation.area.path),
            acting_for,
        )
        for m in held.select_related("organisation__area").order_by("pk")
    ]


def actor(user: User, at: datetime) -> Actor:
    """The person with all capacities held at this moment, a colleague's for whom he fills in among them."""
    if not user.is_active:
        return NOBODY
    grants = _grants(user, at)
    away = StandIn.objects.filter(colleague=user, since__lte=at, until__gt=at).select_related("absent")
    for stand_in in away:
        grants += _grants(stand_in.absent, at, acting_for=stand_in.absent.name)
    return Actor(user.pk, user.name, tuple(grants))
