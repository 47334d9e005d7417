"""What do the order data say of an enterprise, in its file?"""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.oversight.models import Finding, RuleSet
from huxin.registry.dossier import Part, Row, part
from huxin.registry.models import Enterprise
from huxin.registry.queries import family

_STATES = Finding.State


@part(70)
def findings(enterprise: Enterprise, by: Actor, at: datetime) -> Part | None:
    """Month by month, what was found and what became of it; a firm reads what it was asked about."""
    rows = visible(Finding, by).filter(firm__in=family(enterprise), rules=RuleSet.IN_FORCE)
    months = (
        rows.exclude(state=_STATES.GONE)
        .order_by()
        .values("month")
        .annotate(
            found=Count("pk"),
            waiting=Count("pk", filter=Q(state=_STATES.OPEN)),
            asked=Count("pk", filter=Q(state=_STATES.ASKED)),
            clues=Count("pk", filter=Q(state=_STATES.CLUE)),
        )
        .order_by("-month")[:12]
    )
    if not months:
        return None
    own = by.can("finding.answer")
    headings = ("月份", "要求说明", "尚未说明") if own else ("月份", "检查发现", "待处理", "待企业说明", "已转线索")
    lines = tuple(
        Row(
            (f"{row['month']:%Y年%m月}", *(str(row[n]) for n in (("found", "asked") if own else _COUNTS))),
            f"{reverse('workbench:findings')}?month={row['month']:%Y-%m}&firm={enterprise.pk}",
        )
        for row in months
    )
    return Part("订单数据检查", headings, lines)


_COUNTS = ("found", "waiting", "asked", "clues")
