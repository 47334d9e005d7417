"""Which things does the registry own, and who sees them?"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.registry.actions.workers import PURPOSES
from huxin.registry.models import (
    AdmissionRequest,
    Engagement,
    Enterprise,
    EnterpriseLink,
    EnterpriseName,
    PlatformClaim,
    Relation,
    Sighting,
    Source,
    Worker,
)
from huxin.registry.personal import masked

VIEW = "registry.view"


def _areas(by: Actor, permission: str) -> list[str]:
    """Where an office works, as far as the permission comes from one: not what belongs to one's own firm alone."""
    held = {grant.reach[permission] for grant in by.grants if grant.reach.get(permission, grant.path) != grant.path}
    return sorted(held)


def _beginning(prefixes: list[str], field: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__startswith": prefix}) for prefix in prefixes), Q(pk__in=()))


def enterprises(by: Actor, permission: str) -> QuerySet[Enterprise]:
    """To change: those looked after where the permission is held. To view, an office also sees who works in its
    area from outside: firms of the areas above it, firms above an outlet there, and firms for which somebody works
    there."""
    mine = within(by, permission)
    areas = _areas(by, permission)
    if permission != VIEW or not areas:
        return Enterprise.objects.filter(mine)
    above = Q(area__in={code for path in areas for code in path.split("/") if code})
    here = Enterprise.objects.filter(_beginning(areas, "org_path"))
    one = EnterpriseLink.objects.filter(lower__in=here.values("pk")).values("upper")
    two = EnterpriseLink.objects.filter(lower__in=one).values("upper")
    work = Engagement.objects.filter(_beginning(areas, "org_path"))
    chain = Q(pk__in=one) | Q(pk__in=two)
    engaged = Exists(work.filter(Q(enterprise=OuterRef("pk")) | Q(platform=OuterRef("pk"))))
    return Enterprise.objects.filter(mine | above | chain | engaged)


def engagements(by: Actor, permission: str) -> QuerySet[Engagement]:
    """To change: where the work is done. To view: also those of firms within reach, and one's own."""
    found = within(by, permission)
    if permission != "registry.edit":
        found |= within(by, permission, "enterprise__org_path") | within(by, permission, "platform__org_path")
        found |= Q(worker__user_id=by.user_id, worker__user__isnull=False)
    return Engagement.objects.filter(found)


def workers(by: Actor, permission: str) -> QuerySet[Worker]:
    """Those looked after within reach, those who work there; to view also those of firms within reach, and oneself."""
    areas = _areas(by, permission)
    there = Engagement.objects.filter(_beginning(areas, "org_path"), worker=OuterRef("pk"))
    found = within(by, permission) | Exists(there) if areas else within(by, permission)
    if permission != "registry.edit":
        firms = Enterprise.objects.filter(within(by, permission)).values("pk")
        for firm in ("enterprise", "platform"):  # apart, so that the index of each is used
            found |= Q(pk__in=Engagement.objects.filter(**{f"{firm}__in": firms}).values("worker"))
        found |= Q(user_id=by.user_id, user__isnull=False)
    return Worker.objects.filter(found)


def sightings(by: Actor, permission: str) -> QuerySet[Sighting]:
    """Raw records of the places within reach."""
    return Sighting.objects.filter(within(by, permission))


def admission_requests(by: Actor, permission: str) -> QuerySet[AdmissionRequest]:
    """Requests of firms within reach."""
    return AdmissionRequest.objects.filter(within(by, permission))


def platform_claims(by: Actor, permission: str) -> QuerySet[PlatformClaim]:
    """Those of workers looked after within reach; a platform those of its own keys; a worker his own."""
    own = Q(platform__organisation__in=by.organisation_ids()) if by.can("claim.decide") else Q(pk__in=())
    himself = Q(worker__user=by.user_id, worker__user__isnull=False)
    if permission == "case.follow":
        return PlatformClaim.objects.filter(himself)
    return PlatformClaim.objects.filter(within(by, permission) | own)


subject(
    PlatformClaim,
    view="claim.decide",
    visible=platform_claims,
    title=lambda c: f"{masked(c.worker).name}认领{c.platform}账号",
    url=lambda c: reverse("workbench:claim", args=[c.pk]),
)
subject(
    Enterprise,
    view=VIEW,
    visible=enterprises,
    title=lambda e: e.name,
    url=lambda e: reverse("workbench:enterprise", args=[e.pk]),
)
subject(
    Worker,
    view="worker.view",
    visible=workers,
    title=lambda w: masked(w).name,
    url=lambda w: reverse("workbench:worker", args=[w.pk]),
)
subject(
    Engagement,
    view="worker.view",
    visible=engagements,
    title=lambda e: f"{masked(e.worker).name}：{e.enterprise.name}",
    url=lambda e: reverse("workbench:worker", args=[e.worker_id]),
)
subject(
    Sighting,
    view="registry.edit",
    visible=sightings,
    title=lambda s: s.title,
    url=lambda s: reverse("workbench:sighting", args=[s.pk]),
)
subject(
    AdmissionRequest,
    view="enterprise.admit",
    visible=admission_requests,
    title=lambda r: r.enterprise_name,
    url=lambda r: reverse("workbench:admission", args=[r.pk]),
)
words_for("registry_source", lambda code: Source(code).label)
words_for("enterprise_link", lambda code: EnterpriseLink.Kind(code).label)
words_for("name_kind", lambda code: EnterpriseName.Kind(code).label)
words_for("reveal_purpose", lambda code: PURPOSES[code])
words_for("relation", lambda code: Relation[code.upper()].label)
words_for("relation_before", lambda code: Relation[code.upper()].label)
