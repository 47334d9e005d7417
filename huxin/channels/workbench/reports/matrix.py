"""Who has reported in this round and who has not; reminding, closing, former years: the office's side."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.excel import Column, export
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.typed import number
from huxin.channels.workbench.reports.form import HistoryForm, ScheduleForm
from huxin.documents import store
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import needs, visible
from huxin.plans.models import Plan
from huxin.reports.actions import compiling, cycles, ruling
from huxin.reports.asking import parties
from huxin.reports.counts import count
from huxin.reports.models import Report, ReportCycle
from huxin.reports.periods import slot
from huxin.reports.queries import STATUSES, Line, matrix, reminder_text
from huxin.reports.words import dropped_sentence


class Filters(forms.Form):
    """Which parties to show."""

    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *STATUSES.items()], required=False)
    late = forms.ChoiceField(label="是否迟报", choices=[("", "全部"), ("1", "迟报")], required=False)


def found(request: HttpRequest, pk: int, permission: str = "") -> ReportCycle:
    """The round, if this person holds the permission on it."""
    rows = visible(ReportCycle, request.actor, permission)
    return get_object_or_404(rows.select_related("plan__area", "plan__office", "notice", "compiled"), pk=pk)


def _lines(request: HttpRequest, cycle: ReportCycle) -> list[Line]:
    return matrix(visible(Report, request.actor).filter(cycle=cycle), today=timezone.localdate(request.at))


def _chosen(request: HttpRequest, lines: list[Line]) -> list[Line]:
    wanted, late = request.GET.get("status", ""), request.GET.get("late", "")
    return [n for n in lines if wanted in ("", n.status) and (not late or n.report.late)]


@needs("report.view")
def report_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix: parties and how each stands, with counts that filter it."""
    cycle = found(request, pk)
    lines = _lines(request, cycle)
    by_status = Counter(line.status for line in lines)
    context = {
        "cycle": cycle,
        "lines": _chosen(request, lines),
        "filters": Filters(request.GET),
        "counts": count(line.report for line in lines),
        "tiles": [(code, words, by_status[code]) for code, words in STATUSES.items() if code != "history"],
        "owing": [line for line in lines if line.owes],
        "text": reminder_text(cycle, lines),
        "due": due(cycle.due_on, request.at, calendar_of(request.actor)),
        "compiles": request.actor.grant("report.compile", cycle.org_path) is not None,
        "entries": entries(events_of(cycle)[:50]),
    }
    return render(request, "workbench/reports/matrix.html", context)


@needs("report.view")
def report_cycle_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix as a table, filtered as on the page."""
    cycle = found(request, pk)
    columns = (
        Column("单位", lambda n: n.report.organisation.name, 30), Column("状态", lambda n: n.words, 12),
        Column("报送时限", lambda n: n.report.due_on, 14), Column("首次报送时间", lambda n: n.report.handed_in_at, 20),
        Column("迟报", lambda n: n.report.late, 8), Column("退回次数", lambda n: n.report.returns, 10),
        Column("分项数", lambda n: len(n.sections), 8), Column("已报分项", lambda n: n.came, 10),
        Column("已接收分项", lambda n: n.accepted, 12), Column("零报告分项", lambda n: n.zero, 12),
        Column("盖章件", lambda n: n.report.scan_id is not None, 8),
        Column("催报次数", lambda n: n.report.reminders, 10),
    )  # fmt: skip
    return export(f"{cycle.name}报送情况", columns, _chosen(request, _lines(request, cycle)))


def _did(request: HttpRequest, pk: int, said: str, act: Callable[..., Any], **more: Any) -> HttpResponse:
    cycle = found(request, pk, "report.compile")
    answer = act(cycle, by=request.actor, at=request.at, **more)
    messages.success(request, said.format(answer))
    return redirect("workbench:report_cycle", pk)


@needs("report.compile")
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind one party, or all that owe something."""
    cycle = found(request, pk, "report.compile")
    rows = visible(Report, request.actor, "report.compile").filter(cycle=cycle, state__in=ruling.OWING)
    if one := request.POST.get("report", ""):
        rows = rows.filter(pk=number(one))
    return _did(request, pk, "已催报{}家单位。", ruling.remind, reports=list(rows))


@needs("report.compile")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the collecting."""
    return _did(request, pk, "已截止收报；仍未报送的可以补报，过了报送时限的记为迟报。", cycles.close_cycle)


@needs("report.compile")
@require_POST
def ask_more(request: HttpRequest, pk: int) -> HttpResponse:
    """Parties and sections that came with a change of the plan."""
    cycle = found(request, pk, "report.compile")
    asked = cycles.ask_more(cycle, by=request.actor, at=request.at)
    messages.success(request, f"已按现行任务核对，新增{asked.added}项。{dropped_sentence(asked.dropped)}")
    return redirect("workbench:report_cycle", pk)


@needs("report.compile")
@require_POST
def draft_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice, where it was voided or not drafted."""
    return _did(request, pk, "报送通知已拟出，请到文书中审签。", compiling.draft_notice)


@needs("report.compile")
def schedule(request: HttpRequest, plan_pk: int, rule_pk: int) -> HttpResponse:
    """How early this report is asked for, and its cut-off day."""
    plan = get_object_or_404(visible(Plan, request.actor, "report.compile"), pk=plan_pk)
    rule = get_object_or_404(plan.report_rules, pk=rule_pk)
    form = ScheduleForm(request.POST or None, initial=cycles.schedule_of(rule))
    if carried_out(form, lambda data: cycles.set_schedule(rule, **data, by=request.actor, at=request.at)):
        messages.success(request, "报送安排已保存，从下一期起生效。")
        return redirect("workbench:reports")
    return render(request, "workbench/reports/schedule.html", {"plan": plan, "rule": rule, "form": form})


@needs("report.compile")
def history(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """File a report from before the plan was run here."""
    plan = get_object_or_404(visible(Plan, request.actor, "report.compile"), pk=plan_pk)
    form = HistoryForm(request.POST or None, request.FILES or None, plan=plan, parties=parties(plan))

    def act(data: dict[str, Any]) -> Report:
        rule, day, file = data["rule"], data["handed_in_on"], data["scan"]
        scan = file and store.keep(file, name=file.name, org_path=plan.org_path, by=request.actor, at=request.at)
        return cycles.file_history(
            plan, rule=rule, slot=slot(rule, plan.report_rules.all(), data["year"]), organisation=data["organisation"],
            scan=scan or None, handed_in_at=day and timezone.make_aware(datetime.combine(day, time(12))),
            by=request.actor, at=request.at,
        )  # fmt: skip

    if carried_out(form, act):
        messages.success(request, f"已补录{form.cleaned_data['organisation'].short_name}的历史报告。")
        return redirect("workbench:report_history", plan_pk)
    return render(request, "workbench/reports/history.html", {"plan": plan, "form": form})
