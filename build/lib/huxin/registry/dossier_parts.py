"""What does the registry itself put into the file of an enterprise: names, chain, work, people with access?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.orgs.models import Membership
from huxin.orgs.roles import ROLES
from huxin.registry.dossier import Part, Row, part
from huxin.registry.models import Engagement, Enterprise, EnterpriseLink, EnterpriseName, Relation
from huxin.registry.queries import family


@part(10)
def names(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """Under which other names it is known."""
    shown = {enterprise.name, enterprise.short_name}
    rows = EnterpriseName.objects.filter(enterprise__in=family(enterprise)).exclude(name__in=shown)
    known = tuple(Row((row.get_kind_display(), row.name)) for row in rows.order_by("kind", "name", "pk"))
    return Part("其他名称", ("类别", "名称"), known) if known else None


@part(12)
def links(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """What stands above and below it, now and before."""
    own = family(enterprise)
    both = EnterpriseLink.objects.select_related("upper__area", "lower__area")
    up = both.filter(lower__in=own).order_by("valid_from", "pk")
    down = both.filter(upper__in=own).order_by("valid_from", "pk")
    seen = set(visible(Enterprise, by).filter(pk__in=_ends(up, down)).values_list("pk", flat=True))
    rows = [_link("上级", link, link.upper, seen) for link in up]
    rows += [_link("下级", link, link.lower, seen) for link in down]
    return Part("企业关系", ("企业", "方向", "属地", "关系", "起止"), tuple(rows)) if rows else None


def _ends(up: Iterable[EnterpriseLink], down: Iterable[EnterpriseLink]) -> set[int]:
    return {link.upper_id for link in up} | {link.lower_id for link in down}


def _link(direction: str, link: EnterpriseLink, other: Enterprise, seen: set[int]) -> Row:
    until = f"{link.valid_until:%Y-%m-%d}前" if link.valid_until else "今"
    span = f"{link.valid_from:%Y-%m-%d}至{until}"
    url = reverse("workbench:enterprise", args=[other.pk]) if other.pk in seen else ""
    return Row((other.name, direction, other.area.short_name, link.get_kind_display(), span), url)


@part(14)
def work(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """How many work for it now, in which class of relation; nobody is named."""
    day, own = timezone.localtime(at).date(), family(enterprise)
    current = Engagement.objects.filter(valid_from__lte=day).exclude(valid_until__lte=day)
    rows = []
    for title, field in (("本企业用工", "enterprise__in"), ("其平台上由其他企业用工", "platform__in")):
        counted = current.filter(**{field: own})
        if field == "platform__in":
            counted = counted.exclude(enterprise__in=own)
        by_class = dict(counted.values_list("relation").annotate(number=Count("pk")).order_by("relation"))
        if by_class:
            numbers = [by_class.get(code, 0) for code in Relation.values]
            rows.append(Row((title, *(str(n) for n in numbers), str(sum(numbers)))))
    if not rows:
        return None
    heads = ("范围", "劳动关系", "非全日制", "不完全符合", "自主经营", "尚未判明", "合计")
    url = f"{reverse('workbench:workers')}?enterprise={enterprise.pk}" if by.can("worker.view") else ""
    return Part("用工情况（人）", heads, tuple(rows), url=url)


@part(16)
def users(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """Who may act for it here."""
    if enterprise.organisation is None:
        return None
    held = Membership.objects.filter(organisation=enterprise.organisation, until=None).select_related("user")
    rows = tuple(
        Row((m.user.name, ROLES[m.role].title, m.post, f"{timezone.localtime(m.since):%Y-%m-%d}"))
        for m in held.order_by("pk")
    )
    return Part("企业端人员", ("姓名", "角色", "职务", "开通"), rows) if rows else None
