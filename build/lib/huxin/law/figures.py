"""Which legal figures are there for a page to show, and what came of each?"""

from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from huxin.base.actor import Actor
from huxin.law.catalogue import CODES, GROUPS
from huxin.law.models import Parameter
from huxin.orgs.access import visible

LISTED = (Parameter.State.CURRENT, Parameter.State.PROPOSED)


def listed(by: Actor, chosen: Mapping[str, str]) -> QuerySet[Parameter]:
    """Figures within sight, narrowed by state (else those that stand and those proposed), words, area, trade …"""
    rows = visible(Parameter, by).select_related("proposed_by")
    state = chosen.get("state", "")
    rows = rows.filter(state=state) if state else rows.filter(state__in=LISTED)
    if words := chosen.get("words", "").strip():
        titled = [code for code, one in CODES.items() if words in one.title]
        rows = rows.filter(Q(code__in=titled) | Q(code__icontains=words) | Q(document__icontains=words))
    if group := chosen.get("group", ""):
        rows = rows.filter(reduce(or_, (Q(code__startswith=f"{word}.") for word in GROUPS[group])))
    if area := chosen.get("area", ""):
        rows = rows.filter(area_code="" if area == "CN" else area)
    plain = ("industry", "relation", "force", "status")
    return rows.filter(**{name: chosen[name] for name in plain if chosen.get(name)})


def history(figure: Parameter) -> list[Parameter]:
    """All versions of the figure, the newest first: those before it, and what was made of it."""
    first = figure
    while first.replaces is not None:
        first = first.replaces
    found, layer = [first], [first]
    while layer:
        later = Parameter.objects.filter(replaces__in=layer).select_related("proposed_by", "decided_by", "replaces")
        layer = list(later.order_by("pk"))
        found += layer
    return found[::-1]
