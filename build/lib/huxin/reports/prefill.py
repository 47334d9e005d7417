"""What was written down between two rounds of reports that can start the next section?"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huxin.plans.models import Duty, Progress, SubDuty
from huxin.reports.models import ReportCycle

Entries = dict[tuple[int, int], list[str]]  # organisation, goal -> lines


def entries(cycle: ReportCycle, organisation_ids: Iterable[int] | None = None) -> Entries:
    """Progress entries and results of broken-down parts of the days that the round covers, by party and goal."""
    duties = Duty.objects.filter(plan=cycle.plan_id, origin=Duty.Origin.GOAL, ended_on=None)
    if organisation_ids is not None:
        duties = duties.filter(organisation__in=organisation_ids)
    found: Entries = defaultdict(list)
    progress = Progress.objects.filter(
        duty__in=duties,
        withdrawn_at=None,
        zero=False,
        happened_on__range=(cycle.covers_from, cycle.cut_off_on),
    )
    for entry in progress.select_related("duty").order_by("happened_on", "pk"):
        line = f"{entry.happened_on.month}月{entry.happened_on.day}日，{_sentence(entry.text)}"
        found[entry.duty.organisation_id, entry.duty.goal_id or 0].append(line)
    for part in _finished(cycle).filter(duty__in=duties).select_related("duty").order_by("done_at", "pk"):
        line = f"{part.office_name}：{_sentence(part.result)}"
        found[part.duty.organisation_id, part.duty.goal_id or 0].append(line)
    return found


def _finished(cycle: ReportCycle) -> QuerySet[SubDuty]:
    days = (cycle.covers_from, cycle.cut_off_on)
    return SubDuty.objects.filter(~Q(result=""), cancelled_at=None, done_at__date__range=days)


def _sentence(text: str) -> str:
    bare = " ".join(text.split())
    return bare if bare.endswith(("。", "！", "；", "…")) else f"{bare}。"
