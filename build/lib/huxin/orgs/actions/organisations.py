"""How does a unit get its place in the tree, its names and its aliases?"""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.chinese import normal_name
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require_at
from huxin.orgs.models import Alias, Area, Organisation

ADDED = verb("organisation.added", "登记单位")
RENAMED = verb("organisation.renamed", "变更单位名称，原名留作别名")
ALIAS_ADDED = verb("organisation.alias_added", "登记单位别名")


def found_organisation(
    *,
    area: Area,
    name: str,
    short_name: str = "",
    kind: str = Organisation.Kind.BUREAU,
    parent: Organisation | None = None,
    order: int = 0,
) -> Organisation:
    """Put a unit into the tree below its parent, else below its area. For use inside actions: writes no event."""
    name = normal_name(name)
    if not name:
        raise NotPossible("请填写单位全称。")
    if Organisation.objects.filter(area=area, name=name).exists():
        raise NotPossible(f"{area.name}已有名为“{name}”的单位，请直接使用它。")
    unit = Organisation.objects.create(
        area=area,
        parent=parent,
        name=name,
        short_name=normal_name(short_name) or name,
        kind=kind,
        order=order,
        path=uuid4().hex,
    )
    unit.path = f"{(parent or area).path}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def find_organisation(name: str, *, area: Area) -> Organisation | None:
    """The unit of this area with this full name, short name or alias, if there is exactly one."""
    known = Q(name=name) | Q(short_name=name) | Q(aliases__name=name)
    found = Organisation.objects.filter(known, area=area, closed_on=None).distinct()[:2]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def add_organisation(
    *,
    area: Area,
    name: str,
    short_name: str,
    kind: str,
    parent: Organisation | None = None,
    order: int = 0,
    by: Actor,
    at: datetime,
) -> Organisation:
    """Register a unit by hand."""
    require_at(by, "people.invite", (parent or area).path)
    unit = found_organisation(area=area, name=name, short_name=short_name, kind=kind, parent=parent, order=order)
    record(ADDED, [unit], by=by, at=at, org_path=unit.path, permission="people.invite")
    return unit


@transaction.atomic
def rename(organisation: Organisation, *, name: str, short_name: str, by: Actor, at: datetime) -> None:
    """Give the unit a new name; under the old ones it is still found."""
    require_at(by, "people.invite", organisation.path)
    name, short_name = normal_name(name), normal_name(short_name)
    if not name or not short_name:
        raise NotPossible("请填写单位全称和简称。")
    if Organisation.objects.filter(area=organisation.area, name=name).exclude(pk=organisation.pk).exists():
        raise NotPossible(f"同一地区已有名为“{name}”的单位。")
    old = {organisation.name, organisation.short_name} - {name, short_name}
    for one in sorted(old):
        Alias.objects.get_or_create(organisation=organisation, name=one)
    organisation.name, organisation.short_name = name, short_name
    organisation.save(update_fields=["name", "short_name"])
    record(RENAMED, [organisation], by=by, at=at, org_path=organisation.path, permission="people.invite")


@transaction.atomic
def add_alias(organisation: Organisation, *, name: str, by: Actor, at: datetime) -> Alias:
    """One more name under which documents speak of this unit."""
    require_at(by, "people.invite", organisation.path)
    name = normal_name(name)
    if not name:
        raise NotPossible("请填写别名。")
    other = find_organisation(name, area=organisation.area)
    if other is not None:
        raise NotPossible(f"“{name}”已经是{other.name}的名称或别名，一个名称只能指一个单位。")
    alias = Alias.objects.create(organisation=organisation, name=name)
    record(ALIAS_ADDED, [organisation], by=by, at=at, org_path=organisation.path, permission="people.invite")
    return alias
