"""How does a round of reports begin and end, and how is a report of former years filed?"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.base.workdays import Calendar
from huxin.documents.models import Document
from huxin.journal.log import record, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import SYSTEM, require, require_at
from huxin.orgs.models import Organisation
from huxin.plans.cycles import open_cycle
from huxin.plans.models import Plan, ReportRule
from huxin.reports.asking import Asked, ask
from huxin.reports.models import USUAL_WEEKS, Report, ReportCycle, ReportSchedule
from huxin.reports.periods import Slot, slots

OPENED = verb(
    "report_cycle.opened",
    "开启{report_period}报告，请{parties}家单位于{due_on}前报送",
    ("report_period", "parties", "due_on"),
)
ASKED_MORE = verb(
    "report_cycle.asked_more", "按现行任务核对报送单位和分项，新增{sections}项{dropped}", ("sections", "dropped")
)
DUE_MOVED = verb("report_cycle.due_moved", "按新公布的放假安排，报送时限改为{due_on}", ("due_on",))
CLOSED = verb("report_cycle.closed", "截止收报，{missing}家未报", ("missing",))
SCHEDULED = verb(
    "report_cycle.scheduled",
    "设定报送安排：提前{weeks}周开启，统计截止日{cut_off}",
    ("weeks", "cut_off"),
)
FILED = verb("report.history_filed", "补录{report_period}历史报告", ("report_period",))
State = ReportCycle.State


def open_due_cycles(*, today: date, at: datetime) -> int:
    """The minute job: open what is to be asked for by now, of every plan. Number of rounds opened."""
    plans = Plan.objects.filter(ended_on=None, report_rules__isnull=False).distinct().select_related("area")
    return sum(len(open_cycle_if_due(plan, today=today, at=at)) for plan in plans)


def open_cycle_if_due(plan: Plan, *, today: date, at: datetime) -> list[ReportCycle]:
    """Open the rounds of a plan whose day has come and that are due after its tracking began."""
    rules = list(plan.report_rules.all())
    weeks = dict(ReportSchedule.objects.filter(rule__in=rules).values_list("rule", "weeks_before"))
    there = set(plan.report_cycles.values_list("period", flat=True))
    years = range(plan.tracked_from.year, today.year + 2)
    opened = []
    calendar = calendar_for(plan.area_id)
    for rule, due in slots(rules, since=plan.tracked_from, years=years):
        before = weeks.get(rule.pk, USUAL_WEEKS)
        if calendar.on_or_before(due.due_on) < plan.tracked_from:
            continue  # a rest day moves it before the tracking
        if due.period not in there and due.opens_on(before) <= today:
            opened.append(open_report_cycle(plan, rule=rule, slot=due, by=SYSTEM, at=at))
    return opened


@transaction.atomic
def open_report_cycle(plan: Plan, *, rule: ReportRule, slot: Slot, by: Actor, at: datetime) -> ReportCycle:
    """Ask every party for its report; the notice about it is drafted by a reaction."""
    require_at(by, "report.compile", plan.area.path)
    calendar = calendar_for(plan.area_id)
    cycle, new = ReportCycle.objects.get_or_create(
        plan=plan,
        period=slot.period,
        defaults={
            "rule": rule,
            "org_path": plan.area.path,
            "opens_on": timezone.localtime(at).date(),
            "covers_from": slot.covers_from,
            "cut_off_on": slot.cut_off_on,
            "nominal_on": slot.due_on,
            "due_on": calendar.on_or_before(slot.due_on),
            "calendar_version": calendar.version,
            "provisional": calendar.is_provisional(slot.due_on),
            "opened_at": at,
        },
    )
    if not new:
        raise NotPossible(f"{cycle.name}报告已经开启，不必重复开启。")
    open_cycle(plan, period=slot.period, due_on=slot.due_on, at=at)
    parties = ask(cycle, at=at).parties
    record(
        OPENED, [cycle], by=by, at=at, org_path=cycle.org_path, permission="report.compile",
        report_period=cycle.period, parties=parties, due_on=cycle.due_on,
    )  # fmt: skip
    return cycle


@transaction.atomic
def ask_more(cycle: ReportCycle, *, by: Actor, at: datetime) -> Asked:
    """After the plan was changed: ask for what was not asked for yet, and no more for what has ended."""
    require(by, "report.compile", cycle)
    claim_cycle(cycle, among=(State.OPEN,))
    open_cycle(cycle.plan, period=cycle.period, due_on=cycle.nominal_on, at=at)
    asked = ask(cycle, at=at)
    record(
        ASKED_MORE, [cycle], by=by, at=at, org_path=cycle.org_path, permission="report.compile",
        sections=asked.added, dropped=len(asked.dropped),
    )  # fmt: skip
    return asked


@transaction.atomic
def close_cycle(cycle: ReportCycle, *, by: Actor, at: datetime) -> ReportCycle:
    """No more reminders; whoever still hands in does so afterwards, and late once the due day is past."""
    require(by, "report.compile", cycle)
    claim_cycle(cycle, among=(State.OPEN,), state=State.CLOSED, closed_at=at)
    missing = cycle.reports.filter(handed_in_at=None).count()
    record(CLOSED, [cycle], by=by, at=at, org_path=cycle.org_path, permission="report.compile", missing=missing)
    return cycle


def move_due_days(*, by: Actor, at: datetime) -> int:
    """Once a year's holidays are announced: the due days of open rounds that were provisional. Number moved."""
    moved = 0
    for cycle in ReportCycle.objects.filter(state=State.OPEN, provisional=True).select_related("plan"):
        moved += _move_due_day(cycle, calendar_for(cycle.plan.area_id), by=by, at=at)
    return moved


@transaction.atomic
def _move_due_day(cycle: ReportCycle, calendar: Calendar, *, by: Actor, at: datetime) -> bool:
    before, day = cycle.due_on, calendar.on_or_before(cycle.nominal_on)
    claim_cycle(
        cycle, among=(State.OPEN,), due_on=day, calendar_version=calendar.version,
        provisional=calendar.is_provisional(cycle.nominal_on),
    )  # fmt: skip
    if day == before:
        return False
    cycle.reports.filter(handed_in_at=None, due_on=before).update(due_on=day)
    record(DUE_MOVED, [cycle], by=by, at=at, org_path=cycle.org_path, permission="report.compile", due_on=day)
    return True


def schedule_of(rule: ReportRule) -> dict[str, object]:
    """The schedule of a rule as it is now."""
    row = ReportSchedule.objects.filter(rule=rule).first() or ReportSchedule(rule=rule)
    return {"cut_off": rule.cut_off, "weeks_before": row.weeks_before}


@transaction.atomic
def set_schedule(rule: ReportRule, *, cut_off: str, weeks_before: int, by: Actor, at: datetime) -> ReportSchedule:
    """How early this report is asked for, and up to which day it counts; rounds already open keep theirs."""
    require_at(by, "report.compile", rule.plan.area.path)
    if not 1 <= weeks_before <= 12:
        raise NotPossible("提前开启的周数应在1至12周之间。")
    try:
        date.fromisoformat(f"2024-{cut_off}")
    except ValueError:
        raise NotPossible("统计截止日应写成“月-日”，如05-31。") from None
    ReportRule.objects.filter(pk=rule.pk).update(cut_off=cut_off)
    schedule, _ = ReportSchedule.objects.update_or_create(rule=rule, defaults={"weeks_before": weeks_before})
    record(
        SCHEDULED, [rule.plan], by=by, at=at, org_path=rule.plan.area.path, permission="report.compile",
        weeks=weeks_before, cut_off=cut_off,
    )  # fmt: skip
    return schedule


@transaction.atomic
def file_history(
    plan: Plan,
    *,
    rule: ReportRule,
    slot: Slot,
    organisation: Organisation,
    scan: Document | None,
    handed_in_at: datetime | None,
    by: Actor,
    at: datetime,
) -> Report:
    """A report from before huxin, as it lies in the files: nothing is owed, returned or late any more."""
    require_at(by, "report.compile", plan.area.path)
    cycle, _ = ReportCycle.objects.get_or_create(
        plan=plan,
        period=slot.period,
        defaults={
            "rule": rule, "org_path": plan.area.path, "state": State.HISTORY, "opens_on": slot.due_on,
            "covers_from": slot.covers_from, "cut_off_on": slot.cut_off_on, "nominal_on": slot.due_on,
            "due_on": slot.due_on,
            "calendar_version": "", "opened_at": at,
        },
    )  # fmt: skip
    if cycle.state != State.HISTORY:
        raise NotPossible(f"{cycle.name}报告在系统内报送，不能作为历史报告补录。")
    report, new = Report.objects.get_or_create(
        cycle=cycle,
        organisation=organisation,
        defaults={
            "org_path": organisation.path, "state": Report.State.HISTORY, "due_on": cycle.due_on,
            "handed_in_at": handed_in_at, "scan": scan,
        },
    )  # fmt: skip
    if not new:
        raise NotPossible(f"{organisation.short_name}的{cycle.name}报告已经补录。")
    record(
        FILED, [report], by=by, at=at, org_path=report.org_path, permission="report.compile",
        report_period=cycle.period,
    )  # fmt: skip
    return report


def claim_cycle(cycle: ReportCycle, *, among: tuple[str, ...], **changes: object) -> None:
    """Change the round if it still stands in one of these states; of two at once the second is told."""
    rows = ReportCycle.objects.filter(pk=cycle.pk, state__in=among)
    moved = rows.update(version=F("version") + 1, **changes)
    cycle.refresh_from_db()
    if not moved:
        raise NotPossible(f"{cycle.name}报告现为“{cycle.get_state_display()}”，不能办理此事项，请刷新页面查看。")
