"""How are platform, partner firm and outlet joined, and how does a joint end?"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.registry.models import Enterprise, EnterpriseLink, Source

_EDIT = "registry.edit"
LINKED = verb("enterprise.linked", "登记企业关系（{enterprise_link}），自{since_on}起", ("enterprise_link", "since_on"))
UNLINKED = verb(
    "enterprise.unlinked", "结束企业关系（{enterprise_link}），至{until_on}止", ("enterprise_link", "until_on")
)
_DEEPEST = 12


@transaction.atomic
def link_enterprises(
    upper: Enterprise, lower: Enterprise, *, kind: str, since: date, source: str = Source.TYPED, by: Actor, at: datetime
) -> EnterpriseLink:
    """Join two firms; the right is needed over the lower one, whose business it is."""
    require(by, _EDIT, lower)
    require(by, "registry.view", upper)
    if upper.pk == lower.pk:
        raise NotPossible("上级企业和下级企业不能是同一家。")
    if upper.pk in _all_below(lower):
        raise NotPossible(f"{upper.name}已经是{lower.name}的下级企业，不能再作为它的上级。")
    try:
        with transaction.atomic():
            link = EnterpriseLink.objects.create(
                upper=upper, lower=lower, kind=EnterpriseLink.Kind(kind), valid_from=since, source=Source(source)
            )
    except IntegrityError:
        raise NotPossible(f"{upper.name}与{lower.name}已有同类关系，请先结束原来的关系。") from None
    record(
        LINKED, [upper, lower], by=by, at=at, org_path=lower.org_path, permission=_EDIT,
        enterprise_link=link.kind, since_on=since,
    )  # fmt: skip
    return link


@transaction.atomic
def unlink(link: EnterpriseLink, *, until: date, by: Actor, at: datetime) -> None:
    """End the joint before this day; what was stays in the chain's history."""
    require(by, _EDIT, link.lower)
    if until <= link.valid_from:
        raise NotPossible("结束日期须晚于开始日期。")
    if not EnterpriseLink.objects.filter(pk=link.pk, valid_until=None).update(valid_until=until):
        raise NotPossible("这条企业关系已经结束，请刷新后查看。")
    record(
        UNLINKED, [link.upper, link.lower], by=by, at=at, org_path=link.lower.org_path, permission=_EDIT,
        enterprise_link=link.kind, until_on=until,
    )  # fmt: skip


def _all_below(enterprise: Enterprise) -> set[int]:
    """Every firm that hangs below this one now, however deep."""
    found: set[int] = set()
    edge = {enterprise.pk}
    for _ in range(_DEEPEST):
        links = EnterpriseLink.objects.filter(upper__in=edge, valid_until=None)
        edge = set(links.values_list("lower", flat=True)) - found
        if not edge:
            break
        found |= edge
    return found
