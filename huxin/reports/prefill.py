"""What was written down between two rounds of reports that can start the next section?"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huxin.plans.models import Duty, Progress, SubDuty
from huxin.reports.models import Report, ReportCycle, Section
from huxin.reports.moves import OPEN_REPORT, OPEN_SECTION

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


def bring_in(report: Report, **only: int | None) -> int:
    """Take newer entries into the open sections that nobody wrote by hand; whoever is writing one just now is not
    disturbed, nor who signs the report inside the unit. Number of sections changed."""
    lines = entries(report.cycle, [report.organisation_id])
    changed = 0
    for section in report.sections.filter(goal__isnull=False, **only):
        text = "\n".join(lines.get((report.organisation_id, section.goal_id or 0), []))
        rows = Section.objects.filter(
            pk=section.pk, written_at=None, state__in=OPEN_SECTION, report__state__in=OPEN_REPORT
        )
        changed += rows.exclude(progress=text).update(progress=text)
    return changed


def not_told(section: Section) -> list[str]:
    """The entries for a section that was written by hand, as far as they do not stand in it."""
    if section.goal_id is None or section.written_at is None:
        return []
    lines = entries(section.report.cycle, [section.report.organisation_id])
    found = lines.get((section.report.organisation_id, section.goal_id), [])
    return [line for line in found if line not in section.progress]


def _finished(cycle: ReportCycle) -> QuerySet[SubDuty]:
    days = (cycle.covers_from, cycle.cut_off_on)
    return SubDuty.objects.filter(~Q(result=""), cancelled_at=None, done_at__date__range=days)


def _sentence(text: str) -> str:
    bare = " ".join(text.split())
    return bare if bare.endswith(("。", "！", "；", "…")) else f"{bare}。"
