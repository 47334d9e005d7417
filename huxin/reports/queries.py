"""What do the pages about reports show?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.orgs.access import visible
from huxin.orgs.models import Membership, User
from huxin.orgs.roles import roles_with
from huxin.plans.actions.parts import open_parts
from huxin.plans.models import Duty, SubDuty
from huxin.reports.actions.ruling import OWING
from huxin.reports.gathered import is_government
from huxin.reports.models import AS_THE_PLAN, Figure, Report, ReportCycle, Section
from huxin.reports.moves import duties_of
from huxin.reports.words import report_title

STATUSES = {
    "missing": "未报",
    "overdue": "逾期未报",
    "returned": "已退回",
    "handed_in": "待接收",
    "accepted": "已接收",
    "history": "历史",
}
TONES = {
    "missing": "unknown",
    "overdue": "late",
    "returned": "back",
    "handed_in": "info",
    "accepted": "good",
    "history": "plain",
}


def status(report: Report, *, today: date) -> str:
    """Where a report stands for the office: missing, overdue, returned, handed_in, accepted, history."""
    if report.state in (Report.State.DRAFT, Report.State.IN_REVIEW):
        if report.handed_in_at is not None and report.returns:
            return "returned"
        return "overdue" if report.due_on < today else "missing"
    return report.state


@dataclass(frozen=True)
class Line:
    """A row of the office's matrix."""

    report: Report
    status: str
    back_too_long: bool = False  # sent back, and the day until which it was to come again is over

    @property
    def words(self) -> str:
        return STATUSES[self.status] + "（已过期限）" * self.back_too_long

    @property
    def tone(self) -> str:
        return TONES["overdue" if self.back_too_long else self.status]

    @property
    def sections(self) -> list[Section]:
        return list(self.report.sections.all())

    @property
    def came(self) -> int:
        """Sections that are handed in or accepted."""
        return sum(s.state in (Section.State.HANDED_IN, Section.State.ACCEPTED) for s in self.sections)

    @property
    def accepted(self) -> int:
        return sum(s.state == Section.State.ACCEPTED for s in self.sections)

    @property
    def zero(self) -> int:
        return sum(s.answer == Section.Answer.ZERO for s in self.sections if s.state != Section.State.DRAFT)

    @property
    def owes(self) -> bool:
        """Is there something to remind of?"""
        return self.report.state in OWING


def stood(reports: Iterable[Report], *, today: date) -> list[Line]:
    """Reports with how each stands on this day."""
    said = ((report, status(report, today=today)) for report in reports)
    return [Line(report, where, where == "returned" and report.due_on < today) for report, where in said]


def matrix(reports: QuerySet[Report], *, today: date) -> list[Line]:
    """The reports of one round, units in protocol order, counties after them."""
    sections = Section.objects.only("report", "order", "state", "answer").order_by("order")
    rows = (
        reports.select_related("organisation")
        .prefetch_related(Prefetch("sections", sections))
        .order_by("organisation__order", "organisation_id")
    )
    return sorted(stood(rows, today=today), key=lambda line: is_government(line.report.organisation))


def reminder_text(cycle: ReportCycle, lines: Iterable[Line]) -> str:
    """A text to paste into a group chat: units, matter and day, no person."""
    owing = [line for line in lines if line.owes]
    missing = [line.report.organisation.short_name for line in owing if line.status != "returned"]
    returned = [line.report.organisation.short_name for line in owing if line.status == "returned"]
    parts = []
    if missing:
        parts.append(
            f"请尚未报送{report_title(cycle)}的{len(missing)}家单位（{'、'.join(missing)}）"
            f"于{spoken_date(cycle.due_on)}前在系统内报送。"
        )
    if returned:
        parts.append(f"请{len(returned)}家被退回的单位（{'、'.join(returned)}）按退回意见修改后重新报送。")
    return "".join(parts) and "【催报】" + "".join(parts) + "已报送的请忽略。"


def full_sections(report: Report) -> list[Section]:
    """The sections of one report with goals, figures now valid, files and earlier texts, in order."""
    rows = report.sections.select_related("goal", "written_by", "decided_by").prefetch_related(
        Prefetch("figures", Figure.objects.filter(current=True).select_related("previous").order_by("code"))
    )
    found = list(rows.order_by(*AS_THE_PLAN))
    for section in found:
        section.report = report
        for figure in section.figures.all():
            figure.section = section
    return found


def sections_of(duty: Duty, by: Actor) -> dict[str, tuple[int, int, date | None]]:
    """Where the half-years of a duty are answered: period → report, number of the section and the day until which it
    is to come again, of those one may read."""
    told = Section.objects.filter(goal=duty.goal_id, goal__isnull=False, report__in=visible(Report, by))
    rows = told.filter(report__organisation=duty.organisation_id)
    return {
        period: (report, order, until)
        for period, report, order, until in rows.values_list("report__cycle__period", "report", "order", "return_until")
    }


def unfinished_parts(sections: list[Section]) -> list[SubDuty]:
    """What the party gave to its offices under the tasks of these sections and is not done yet, task by task."""
    rows = open_parts(duties_of(sections)).select_related("duty__goal")
    return list(rows.order_by("duty__goal__number", "due_on", "pk"))


def signers(report: Report) -> QuerySet[User]:
    """Who can sign inside the unit: whoever approves papers there."""
    approving = roles_with("paper.approve")
    held = Membership.objects.filter(organisation__path__startswith=report.org_path, until=None, role__in=approving)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
