"""Whose due day is near or past? Told on fixed days before and after, once each, by party and not by task.

The half-year of a duty is handed in with the party's report, so of it the report reminds.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Model, Q

from huxin.base.chinese import spoken_date, spoken_due
from huxin.base.workdays import Calendar
from huxin.cases.records import PublicNotice
from huxin.conference.models import Invitee, Meeting, Opinion
from huxin.documents.models import Paper, Receipt
from huxin.law.calendar import calendar_for
from huxin.notices.case_targets import desk_of
from huxin.notices.people import holders
from huxin.notices.telling import tell
from huxin.oversight.queries import owed as owed_deliveries
from huxin.plans.models import Plan, SubDuty, Term
from huxin.plans.subjects import duty_name
from huxin.plans.terms import SINGLE
from huxin.reports.models import Report

BEFORE = (7, 3, 1, 0)  # calendar days before the due day
AFTER = (1, 3, 7, 14, 30)
OWED = ("open", "returned")
UNREPORTED = ("draft", "in_review", "returned")
T = TypeVar("T")


class Reminder:
    """One morning's round."""

    def __init__(self, today: date, at: datetime) -> None:
        self.today, self.at, self.told = today, at, 0
        self.days = [today + timedelta(days=n) for n in BEFORE] + [today - timedelta(days=n) for n in AFTER]
        self._calendars: dict[str, Calendar] = {}

    def due(self, day: date, area: str) -> str:
        """还剩3个工作日，时限2026年12月10日."""
        if area not in self._calendars:
            self._calendars[area] = calendar_for(area)
        return f"{spoken_due(day, self.today, self._calendars[area])}，时限{spoken_date(day)}"

    def tell(
        self, rule: str, people: set[int], thing: Model, text: str, path: str, day: date, of: Model | None = None
    ) -> None:
        """Tell of `of`, by default of the thing that is opened: once a distance from its day."""
        matter, unit = of or thing, path.rstrip("/").rpartition("/")[2]
        once = f"{matter._meta.model_name}:{matter.pk}:{unit}:{day}:{(day - self.today).days}"
        self.told += tell(rule, people, thing, text=text, once=once, org_path=path, at=self.at)

    def holders(self, permission: str, path: str) -> set[int]:
        """Who does the work there, and who leads it."""
        return holders(permission, path, at=self.at, leaders=True)


def remind(*, today: date, at: datetime) -> int:
    """Everybody who owes something near or past its day, and whoever supervises him. Number of notices asked for."""
    round_ = Reminder(today, at)
    for part in (_terms, _newly_late, _parts, _reports, _receipts, _meetings, _deliveries, _public_notices):
        part(round_)
    return round_.told


def _there(value: T | None) -> T:
    """The value of a column that may be null, in rows that were looked for because it is not."""
    if value is None:
        raise ValueError("a row was found by a value that it lacks")
    return value


def _terms(round_: Reminder) -> None:
    owed = Term.objects.filter(state__in=OWED, due_on__in=round_.days, duty__ended_on=None)
    found = owed.filter(kind__in=SINGLE).select_related("duty__goal", "duty__organisation", "plan")
    groups: dict[tuple[object, ...], list[Term]] = defaultdict(list)
    for term in found.order_by("pk"):
        groups[term.plan_id or f"duty {term.duty_id}", term.duty.org_path, term.due_on].append(term)
    for (_, path, _), terms in groups.items():
        first = terms[0]
        people = round_.holders("duty.report", str(path)) | {t.duty.handler_id for t in terms if t.duty.handler_id}
        thing: Model
        if first.plan is None or len(terms) == 1:
            thing, name = first.duty, f"“{duty_name(first.duty)}”"
        else:
            thing, name = first.plan, f"《{first.plan.title}》{len(terms)}项任务"
        unit = first.duty.organisation
        rule = "term.soon" if first.due_on >= round_.today else "term.late"
        text = f"{unit.short_name}：{name}{round_.due(first.due_on, unit.area_id)}"
        round_.tell(rule, people, thing, text, str(path), first.due_on)


def _newly_late(round_: Reminder) -> None:
    """The office hears each morning how many became late the day before."""
    yesterday = round_.today - timedelta(days=1)
    late = Term.objects.filter(state__in=OWED, due_on=yesterday, duty__ended_on=None, plan__isnull=False)
    counts: dict[int, list[int]] = defaultdict(list)
    for plan_id, party in late.values_list("plan", "duty__organisation"):
        counts[plan_id].append(party)
    for plan in Plan.objects.filter(pk__in=counts):
        parties = counts[plan.pk]
        text = f"《{plan.title}》：{len(set(parties))}家单位{len(parties)}项任务于{spoken_date(yesterday)}到期未报送"
        people = round_.holders("follow_up.draft", plan.org_path)
        round_.tell("late.summary", people, plan, text, plan.org_path, yesterday)


def _parts(round_: Reminder) -> None:
    owed = SubDuty.objects.filter(done_at=None, cancelled_at=None, due_on__in=round_.days, duty__ended_on=None)
    for part in owed.select_related("duty__goal", "duty__organisation", "office").order_by("pk"):
        duty, day = part.duty, _there(part.due_on)
        people = {part.person_id} if part.person_id else set()
        if part.office:
            people |= round_.holders("duty.report", part.office.path)
        if day < round_.today or not people:
            people |= round_.holders("duty.report", duty.org_path)
        text = f"“{duty_name(duty)}”分解任务（{part.office_name}）{round_.due(day, duty.organisation.area_id)}"
        round_.tell("part.due", people, duty, text, duty.org_path, day, of=part)


def _reports(round_: Reminder) -> None:
    owed = Report.objects.filter(state__in=UNREPORTED, due_on__in=round_.days)
    for report in owed.select_related("organisation", "cycle").order_by("pk"):
        unit = report.organisation
        text = f"{unit.short_name}：{report.cycle.name}报告{round_.due(report.due_on, unit.area_id)}"
        rule = "report.soon" if report.due_on >= round_.today else "report.late"
        round_.tell(rule, round_.holders("report.fill", report.org_path), report, text, report.org_path, report.due_on)


def _receipts(round_: Reminder) -> None:
    """Papers that were not acknowledged, on the days after they were sent; and answers that are due."""
    live = Receipt.objects.exclude(paper__state=Paper.State.VOIDED).select_related("paper", "organisation")
    sent = Q()
    for n in AFTER:
        sent |= Q(sent_at__date=round_.today - timedelta(days=n))
    for receipt in live.filter(sent, acknowledged_at=None).order_by("pk"):
        text = f"{receipt.organisation.short_name}：《{receipt.paper.title}》尚未签收"
        people = round_.holders("paper.acknowledge", receipt.org_path)
        round_.tell("paper.unacknowledged", people, receipt, text, receipt.org_path, round_.today)
    for receipt in live.filter(reply_due_on__in=round_.days, replied_at=None).order_by("pk"):
        day = _there(receipt.reply_due_on)
        due = round_.due(day, receipt.organisation.area_id)
        text = f"{receipt.organisation.short_name}：《{receipt.paper.title}》应回复，{due}"
        people = round_.holders("paper.acknowledge", receipt.org_path)
        round_.tell("paper.reply_due", people, receipt, text, receipt.org_path, day)


def _meetings(round_: Reminder) -> None:
    days = [round_.today, round_.today + timedelta(days=1)]
    called = Invitee.objects.filter(reply="", organisation__isnull=False, meeting__state=Meeting.State.CONVENED)
    for row in called.filter(meeting__reply_by__in=days).select_related("meeting", "organisation").order_by("pk"):
        day, path = _there(row.meeting.reply_by), _there(row.organisation).path
        text = f"{row.meeting.title}：请于{spoken_date(day)}前提交参会回执"
        round_.tell("meeting.reply_due", round_.holders("meeting.reply", path), row, text, path, day)
    waiting = Opinion.objects.filter(answer="", round__closed_at=None, round__answer_by__in=days)
    for opinion in waiting.select_related("round__minutes__meeting", "organisation").order_by("pk"):
        day = opinion.round.answer_by
        text = f"{opinion.round.minutes.meeting.title}纪要：请于{spoken_date(day)}前反馈意见"
        path = opinion.organisation.path
        round_.tell("minutes.reply_due", round_.holders("meeting.reply", path), opinion, text, path, day)


def _deliveries(round_: Reminder) -> None:
    """The platform's people before and after the day; the office the morning after it."""
    yesterday = round_.today - timedelta(days=1)
    for one in owed_deliveries(today=round_.today):
        if one.due_on not in round_.days:
            continue
        firm, path, reporter = one.reporter.enterprise, one.reporter.org_path, one.reporter
        text = f"{firm}：{one.month:%Y年}{one.month.month}月订单数据{round_.due(one.due_on, firm.area_id)}"
        rule = "delivery.soon" if one.due_on >= round_.today else "delivery.late"
        round_.tell(rule, round_.holders("delivery.hand_in", path), reporter, text, path, one.due_on)
        if one.due_on == yesterday:
            people = round_.holders("delivery.decide", path)
            missing = f"{firm}：{one.month:%Y年}{one.month.month}月订单数据到期未报送"
            round_.tell("delivery.missing", people, reporter, missing, path, one.due_on)


def _public_notices(round_: Reminder) -> None:
    """Before a paper counts as served whoever handles the case hears of it: terms begin with that day."""
    out = PublicNotice.objects.filter(ended_on=None, due_on__in=round_.days, due_on__gt=round_.today)
    for row in out.select_related("case", "paper").order_by("pk"):
        text = f"{row.case.number}：《{row.paper.title}》公告送达，{spoken_date(row.due_on)}视为送达"
        people = desk_of(row.case, at=round_.at)
        round_.tell("case.notice_soon", people, row.case, text, row.case.org_path, row.due_on, of=row)
