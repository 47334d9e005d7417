"""May this person give that role? Nobody hands on more than he holds or may dispose of."""

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.orgs.access import reach_of, require_at
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.roles import ROLES

GUARDED = ("system.manage", "journal.audit")  # roles with these come from an administrator alone

COUNTY_ROLES = ("county_liaison", "county_leader")
ENTERPRISE_ROLES = ("enterprise_hr", "enterprise_signer")


def _fits(role: str, organisation: Organisation) -> bool:
    """Roles of a county are held in a county alone, those of an enterprise in one, and there no others; a worker
    is who opened an account as one, nobody is made it."""
    if role == "worker" or (role in ENTERPRISE_ROLES) != (organisation.kind == Organisation.Kind.ENTERPRISE):
        return False
    return role not in COUNTY_ROLES or not organisation.area_id.endswith("00")


def may_grant(by: Actor, organisation: Organisation, role: str) -> bool:
    """Each permission of the role must lie where `by` disposes of people, or holds that permission himself."""
    if by.grant("people.invite", organisation.path) is None or not _fits(role, organisation):
        return False
    reach = reach_of(ROLES[role], organisation.path, organisation.area.path)
    if set(reach) & set(GUARDED) and by.grant("system.manage", organisation.path) is None:
        return False
    return all(by.grant("people.invite", path) or by.grant(permission, path) for permission, path in reach.items())


def roles_to_grant(by: Actor, organisation: Organisation) -> list[str]:
    """The roles that `by` may give in this organisation, in the order of the roles."""
    return [code for code in ROLES if may_grant(by, organisation, code)]


def require_grant(by: Actor, organisation: Organisation, role: str) -> None:
    """Refuse a role that does not exist, a closed unit, and whoever may not give the role there."""
    require_at(by, "people.invite", organisation.path)
    if role not in ROLES:
        raise NotPossible("没有这个角色，请重新选择。")
    if organisation.closed_on is not None:
        raise NotPossible(f"{organisation.name}已撤销，不能再安排人员。")
    if not may_grant(by, organisation, role):
        raise PermissionDenied("people.invite")


def held_roles(person: User) -> list[Membership]:
    """The roles that a person holds now, the oldest first."""
    rows = Membership.objects.filter(user=person, until=None).select_related("organisation__area", "user")
    return list(rows.order_by("pk"))


def may_manage(by: Actor, person: User) -> bool:
    """One disposes of a colleague whose every role one may give."""
    roles = held_roles(person)
    return bool(roles) and all(may_grant(by, held.organisation, held.role) for held in roles)


def require_over(by: Actor, person: User) -> None:
    """Refuse whoever may not manage this person."""
    if not may_manage(by, person):
        raise PermissionDenied("people.invite")
