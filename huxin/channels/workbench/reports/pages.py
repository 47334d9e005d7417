"""Which reports does a unit owe, how does one stand, and how does it leave the unit?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.workbench.reports.form import FileForm, ReviewForm
from huxin.documents import store
from huxin.documents.media import DOCX, PDF
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import needs, rights, visible
from huxin.plans.models import Plan
from huxin.reports.actions import handing, ruling, writing
from huxin.reports.figures import standings
from huxin.reports.models import Report, ReportCycle, Section
from huxin.reports.moves import OPEN_SECTION
from huxin.reports.queries import STATUSES, TONES, full_sections, signers, status, stood, unfinished_parts
from huxin.reports.rights import belongs_to
from huxin.reports.unit_paper import unit_tree
from huxin.reports.whole import gaps
from huxin.reports.words import fields_of, label, report_title, section_title
from huxin.typesetting.render_docx import render_docx
from huxin.typesetting.render_pdf import render_pdf

MOST_PLANS = 3  # the newest; of older ones the plan's own page leads there


def found(request: HttpRequest, pk: int, permission: str = "") -> Report:
    """The report, if this person holds the permission on it."""
    rows = visible(Report, request.actor, permission)
    return get_object_or_404(
        rows.select_related("cycle__plan__area", "cycle__plan__office", "organisation__area", "review", "scan"), pk=pk
    )


def powers(request: HttpRequest, report: Report) -> dict[str, bool]:
    """What this person may do with this report as it stands; the actions ask again."""
    by, state = request.actor, report.state
    held = rights(by, report, "report.fill", "report.hand_in", "report.accept", "report.compile")
    fills, sends = "report.fill" in held, "report.hand_in" in held
    open_now = state in writing.OPEN_REPORT
    signed = state == Report.State.IN_REVIEW and report.review is not None and report.review.signed_at is not None
    return {
        "write": fills and open_now,
        "review": fills and open_now,
        "take_back": fills and state == Report.State.IN_REVIEW,
        "hand_in": (sends and open_now) or (fills and signed),
        "withdraw": sends and state in (Report.State.HANDED_IN, Report.State.RETURNED),
        "correct": sends and state != Report.State.HISTORY,
        "scan": fills and state != Report.State.HISTORY,
        "accept": "report.accept" in held and not belongs_to(by, report),
        "compile": "report.compile" in held,
    }


def _shown(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related("cycle__plan", "organisation")


@needs("report.view")
def reports(request: HttpRequest) -> HttpResponse:
    """My unit's reports, newest first; for the office also the rounds."""
    own = visible(Report, request.actor, "report.fill") if request.actor.can("report.fill") else None
    rows = own if own is not None else visible(Report, request.actor)
    cycles = visible(ReportCycle, request.actor).select_related("plan", "notice", "compiled").order_by("-due_on", "-pk")
    cycles = cycles.defer("notice__tree", "compiled__tree")
    found_page = page(rows, request, "-due_on", "-pk", shown=_shown)
    lines = stood(found_page.rows, today=timezone.localdate(request.at))
    plans = visible(Plan, request.actor, "report.compile").filter(ended_on=None, report_rules__isnull=False)
    context = {"lines": lines, "page": found_page, "cycles": cycles[:12], "own": own is not None}
    plans = plans.distinct().order_by("-pk").prefetch_related("report_rules")[:MOST_PLANS]
    return render(request, "workbench/reports/list.html", {**context, "plans": plans})


STOOD = excel.columns(
    ("报告期", "report.cycle.name", 16), ("单位", "report.organisation.name", 34), ("状态", "words", 12),
    ("报送时限", "report.due_on", 14), ("首次报送时间", "report.handed_in_at", 20), ("迟报", "report.late", 8),
    ("退回次数", "report.returns", 10),
)  # fmt: skip


@needs("report.view")
def reports_export(request: HttpRequest) -> HttpResponse:
    """All reports within reach as a table."""
    rows = visible(Report, request.actor).select_related("cycle", "organisation").order_by("-due_on", "organisation")
    return excel.export("报告", STOOD, stood(rows, today=timezone.localdate(request.at)))


@needs("report.view")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: how it stands, its sections, what can be done now."""
    thing = found(request, pk)
    may = powers(request, thing)
    state = status(thing, today=timezone.localdate(request.at))
    rows = full_sections(thing)
    sections = [(section, section_title(section), _tone(section)) for section in rows]
    moving = OPEN_SECTION if may["hand_in"] else (Section.State.HANDED_IN,)
    context = {
        "report": thing, "may": may, "words": STATUSES[state], "tone": TONES[state],
        "matter": report_title(thing.cycle), "due": due(thing.due_on, request.at, calendar_of(request.actor)),
        "sections": sections,
        "returned": [(one, name) for one, name, _ in sections if one.state == Section.State.RETURNED],
        "gaps": gaps(thing) if may["write"] else [],
        "open_parts": unfinished_parts([one for one in rows if one.state in moving]),
        "waiting": sum(one.state == Section.State.HANDED_IN for one, _, _ in sections),
        "review_form": ReviewForm(signers=signers(thing)) if may["review"] else None,
        "scan_form": FileForm() if may["scan"] else None,
        "entries": entries(events_of(thing)[:50]),
    }  # fmt: skip
    return render(request, "workbench/reports/report.html", context)


def _tone(section: Section) -> str:
    tones = {"accepted": "good", "returned": "back", "handed_in": "info"}
    return tones.get(section.state, "plain" if section.written_at else "unknown")


@needs("report.view")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report to read and to print."""
    thing = found(request, pk)
    sections = full_sections(thing)
    numbers = standings(thing.cycle, [figure for s in sections for figure in s.figures.all()])
    told = [
        (
            section, section_title(section),
            [(label(section, name), getattr(section, name)) for name in fields_of(section) if getattr(section, name)],
            [(figure, numbers[figure.pk]) for figure in section.figures.all()],
        )
        for section in sections
    ]  # fmt: skip
    return render(request, "workbench/reports/preview.html", {"report": thing, "told": told})


@needs("report.view")
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as PDF or DOCX, to be printed and sealed."""
    thing = found(request, pk)
    make, media = {"pdf": (render_pdf, PDF), "docx": (render_docx, DOCX)}[kind]
    response = HttpResponse(make(unit_tree(thing)), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="report-{thing.cycle.period}-{thing.pk}.{kind}"'
    return response


def _did(request: HttpRequest, thing: Report, said: str, act: Callable[..., Any], **more: Any) -> HttpResponse:
    act(thing, by=request.actor, at=request.at, **more)
    messages.success(request, said)
    return redirect("workbench:report", thing.pk)


@needs("report.view")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in what is open."""
    return _did(request, found(request, pk), "报告已报送，请等待接收。", handing.hand_in)


@needs("report.hand_in")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what is not accepted."""
    return _did(request, found(request, pk, "report.hand_in"), "已撤回，可以修改后重新报送。", handing.withdraw)


@needs("report.fill")
@require_POST
def prefill(request: HttpRequest, pk: int) -> HttpResponse:
    """Newer progress entries into sections nobody wrote."""
    return _did(request, found(request, pk, "report.fill"), "已带入平时填写的进展。", writing.prefill_again)


@needs("report.fill")
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it round inside the unit."""
    thing = found(request, pk, "report.fill")
    form = ReviewForm(request.POST, signers=signers(thing))
    sent = carried_out(
        form, lambda _: handing.send_to_review(thing, signers=form.people(), by=request.actor, at=request.at)
    )
    if sent:
        messages.success(request, "已送内部审签；签发后即可报送。")
    for reason in [reason for reasons in form.errors.values() for reason in reasons]:
        messages.error(request, reason)
    return redirect("workbench:report", pk)


@needs("report.fill")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it for changes again."""
    return _did(request, found(request, pk, "report.fill"), "已撤回审签，可以修改。", handing.take_back_review)


@needs("report.fill")
@require_POST
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed print, scanned."""
    thing = found(request, pk, "report.fill")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选择要上传的盖章扫描件。")
        return redirect("workbench:report", pk)
    file = form.cleaned_data["file"]
    kept = store.keep(file, name=file.name, org_path=thing.org_path, by=request.actor, at=request.at)
    return _did(request, thing, "盖章扫描件已上传。", handing.bind_scan, document=kept)


@needs("report.accept")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all that waits."""
    return _did(request, found(request, pk, "report.accept"), "已接收。", ruling.accept_report)
