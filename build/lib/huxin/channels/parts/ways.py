"""Which channel is whose, and where does it begin? Officials have the workbench, firms the desk, workers the portal."""

from django.urls import NoReverseMatch, ResolverMatch, reverse

from huxin.base.actor import Actor
from huxin.orgs.granting import ENTERPRISE_ROLES
from huxin.orgs.roles import ROLES

WORKBENCH, DESK, PORTAL = "workbench", "desk", "portal"
_START = {WORKBENCH: "workbench:home", DESK: "desk:home", PORTAL: "portal:landing"}


def channel_of(by: Actor) -> str:
    """Whoever holds any role of staff works at the workbench; who has no role yet is told so there."""
    roles = [grant.role for grant in by.grants]
    if not roles or any(role in ROLES and ROLES[role].staff for role in roles):
        return WORKBENCH
    return DESK if any(role in ENTERPRISE_ROLES for role in roles) else PORTAL


def start_of(by: Actor) -> str:
    """The first page of this person's channel."""
    return reverse(_START[channel_of(by)])


def own_way(by: Actor, to: ResolverMatch) -> str:
    """Where a page of the workbench stands in this person's own channel: under the same name, else at its start."""
    try:
        return reverse(f"{channel_of(by)}:{to.url_name}", args=to.args, kwargs=to.kwargs)
    except NoReverseMatch:
        return start_of(by)
