"""Whom can a drafter choose: to receive a paper, to give an opinion on it, to take another's place?"""

from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.documents.kinds import Step
from huxin.documents.models import ApprovalStep, NumberSeries, Paper
from huxin.orgs.directory import houses
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.roles import ROLES, roles_with

_APPROVING = roles_with("paper.approve")


def receivers() -> QuerySet[Organisation]:
    """Organisations that may be addressed, the prefecture's before the counties', in protocol order."""
    return houses().order_by("area__path", "order", "pk")


def approvers() -> list[Membership]:
    """Everybody who gives opinions anywhere, by organisation in protocol order."""
    held = Membership.objects.filter(until=None, role__in=_APPROVING, user__is_active=True)
    return list(held.select_related("user", "organisation").order_by("organisation__path", "pk"))


def signers(paper: Paper) -> list[tuple[str, str]]:
    """Code and words of each possible answer to: who? Roles, people of the house, people of others, organisations."""
    held = approvers()
    home = sorted(held, key=lambda m: not m.organisation.path.startswith(paper.organisation.path))
    roles = {f"role:{code}": f"本单位{ROLES[code].title}" for code in _APPROVING}
    people = {f"user:{m.user_id}": f"{m.user.name}（{m.organisation.short_name}{m.post}）" for m in home}
    units = {f"organisation:{m.organisation_id}": f"{m.organisation.short_name}（有审批权限的人员）" for m in home}
    return [*roles.items(), *people.items(), *units.items()]


def signer_code(step: ApprovalStep) -> str:
    """The code under which `signers` offers whom this step asks."""
    if step.user_id is not None:
        return f"user:{step.user_id}"
    return f"role:{step.role}" if step.role else f"organisation:{step.organisation_id}"


def step_of(kind: str, code: str, *, beside: bool) -> Step:
    """The step that asks the one chosen."""
    how, _, which = code.partition(":")
    return Step(
        ApprovalStep.Kind(kind),
        user=User.objects.get(pk=which) if how == "user" else None,
        organisation=Organisation.objects.get(pk=which) if how == "organisation" else None,
        role=which if how == "role" else "",
        beside=beside,
    )


def deputies(by: Actor) -> QuerySet[User]:
    """Colleagues who approve in one of the actor's own organisations."""
    held = Membership.objects.filter(until=None, role__in=_APPROVING, organisation_id__in=by.organisation_ids())
    return User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=by.person()).order_by("name")


def issuers(by: Actor) -> QuerySet[Organisation]:
    """Organisations whose papers the actor may number."""
    mine = [g.organisation_id for g in by.grants if "paper.issue" in g.reach and g.organisation_id is not None]
    return Organisation.objects.filter(pk__in=mine, closed_on=None).order_by("order", "pk")


def series_of(by: Actor) -> QuerySet[NumberSeries]:
    """The running numbers of those organisations."""
    return NumberSeries.objects.filter(organisation__in=issuers(by))
