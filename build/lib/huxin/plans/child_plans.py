"""Which task of the plan does each task of a county's own plan serve, and which county left one out?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.orgs.models import Area
from huxin.plans.likeness import LIKE, likeness
from huxin.plans.models import Goal, Plan

MAPPED = verb("plan.mapped", "对应上级方案任务{goals}项", ("goals",))


class Cover(StrEnum):
    """Whether a county has this task in a plan of its own."""

    NO_PLAN = "no_plan"
    MISSING = "missing"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class CoverFace:
    """How it is shown: the tone gives colour and sign, and there is always a word."""

    tone: str
    word: str


COVER_FACES = {
    Cover.NO_PLAN: CoverFace("unknown", "未印发"),
    Cover.MISSING: CoverFace("late", "漏任务"),
    Cover.COVERED: CoverFace("good", "已印发"),
}


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county: its plan if it has issued one, and each task of the prefecture's."""

    area: Area
    plan: Plan | None
    covers: list[tuple[Goal, Cover]]


def suggestions(child: Plan) -> dict[int, int]:
    """Goal of the child -> likest goal of its parent, where the titles are alike enough; for a person to confirm."""
    if child.parent is None:
        return {}
    above = list(child.parent.goals.filter(ended_on=None))
    found = {}
    for goal in child.goals.filter(ended_on=None):
        best = max(above, key=lambda other: likeness(goal.title, other.title), default=None)
        if best is not None and likeness(goal.title, best.title) >= LIKE:
            found[goal.pk] = best.pk
    return found


@transaction.atomic
def map_goals(child: Plan, mapping: Mapping[int, int | None], *, by: Actor, at: datetime) -> int:
    """Confirm by hand which goals serve which of the parent's. Number of goals that serve one."""
    require(by, "plan.adopt", child)
    if child.parent is None:
        raise NotPossible("这个方案没有上级方案，不需要对应任务。")
    above = set(child.parent.goals.filter(ended_on=None).values_list("pk", flat=True))
    goals = {goal.pk: goal for goal in child.goals.filter(ended_on=None)}
    if not set(mapping) <= set(goals) or not {m for m in mapping.values() if m is not None} <= above:
        raise NotPossible("任务已有变动，请刷新页面后重新对应。")
    for pk, served in mapping.items():
        Goal.objects.filter(pk=pk).update(serves=served)
    serving = child.goals.filter(ended_on=None, serves__isnull=False).count()
    record(MAPPED, [child], by=by, at=at, org_path=child.org_path, permission="plan.adopt", goals=serving)
    return serving


def coverage(plan: Plan) -> list[CountyRow]:
    """The counties below the plan's area × its tasks."""
    goals = list(plan.goals.filter(ended_on=None).order_by("number"))
    children = {child.area_id: child for child in plan.children.filter(ended_on=None).order_by("pk")}
    served = set(
        Goal.objects.filter(plan__in=children.values(), ended_on=None, serves__isnull=False).values_list(
            "plan__area", "serves"
        )
    )
    rows = []
    for area in plan.area.children.order_by("order"):
        child = children.get(area.pk)
        covers = [(goal, _cover(child, (area.pk, goal.pk) in served)) for goal in goals]
        rows.append(CountyRow(area, child, covers))
    return rows


def _cover(child: Plan | None, covered: bool) -> Cover:
    if child is None:
        return Cover.NO_PLAN
    return Cover.COVERED if covered else Cover.MISSING
