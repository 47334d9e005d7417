"""How is a section filled in: texts, figures, files, until it is handed in?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import record, verb
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Organisation
from huxin.reports.models import Figure, Report, ReportCycle, Section, SectionFile
from huxin.reports.moves import OPEN_REPORT, OPEN_SECTION, tidied
from huxin.reports.prefill import bring_in

WRITTEN = verb("report.section_written", "填写报告（{section}）", ("section",))
PREFILLED = verb("report.prefilled", "带入平时进展，更新{sections}项", ("sections",))
FILE_ADDED = verb("report.file_added", "添加附件（{section}）", ("section",))
FILE_REMOVED = verb("report.file_removed", "移除附件（{section}）", ("section",))
FIGURE_PUT = verb("report.figure_put", "填报数据{code}（{section}）", ("code", "section"))


@dataclass(frozen=True, slots=True)
class Given:
    """One figure as it is put down: a value in units of its last digit, or why there is none, or nothing yet."""

    code: str
    value: int | None = None
    missing_reason: str = ""


@transaction.atomic
def write_section(
    section: Section,
    *,
    told: Mapping[str, str],
    figures: Iterable[Given] = (),
    version: int,
    by: Actor,
    at: datetime,
) -> Section:
    """Save what is typed. `told` holds the answer and the texts; `version` is the one that was on the screen."""
    report = section.report
    require(by, "report.fill", report)
    _refuse_closed(section)
    moved = Section.objects.filter(
        pk=section.pk, version=version, state__in=OPEN_SECTION, report__state__in=OPEN_REPORT
    ).update(version=F("version") + 1, written_at=at, written_by_id=by.user_id, **tidied(told))
    if not moved:
        _say_why_not(section)
    section.refresh_from_db()
    for given in figures:
        put(section, given, by=by, at=at)
    record(WRITTEN, [report], by=by, at=at, org_path=report.org_path, permission="report.fill", section=section.number)
    return section


def _refuse_closed(section: Section) -> None:
    if section.report.state == Report.State.IN_REVIEW:
        raise NotPossible("报告正在单位内部审签，暂不能修改；如需修改，请先撤回审签。")
    if section.report.state not in OPEN_REPORT or section.state not in OPEN_SECTION:
        raise NotPossible("这一部分已经报送，不能直接修改；接收前可撤回，接收后请用“更正”并写明说明。")


def _say_why_not(section: Section) -> None:
    section.refresh_from_db()
    section.report.refresh_from_db()
    _refuse_closed(section)
    who = section.written_by.name if section.written_by else "同事"
    raise NotPossible(f"{who}刚刚保存过这一部分，您填写的内容还在本页上。请在新窗口打开最新内容核对后，再合并保存。")


def put(section: Section, given: Given, *, by: Actor, at: datetime, correction: str = "", source: str = "") -> bool:
    """Put one figure down; a frozen one is kept beside the new one, with the reason of the change. Changed?"""
    figure = section.figures.filter(code=given.code, current=True).first()
    if figure is None:
        raise NotPossible(f"{section.report.organisation.short_name}的这一部分没有指标{given.code}。")
    reason = "" if given.value is not None else given.missing_reason.strip()
    if (figure.value, figure.missing_reason) == (given.value, reason):
        return False
    facts: dict[str, Any] = {
        "value": given.value, "missing_reason": reason, "source": source, "put_by_id": by.user_id, "put_at": at,
    }  # fmt: skip
    if figure.frozen_at is None:
        return bool(Figure.objects.filter(pk=figure.pk, current=True).update(**facts))
    if not Figure.objects.filter(pk=figure.pk, current=True).update(current=False):
        raise NotPossible("这个数据刚刚被他人更正，请刷新页面查看。")
    Figure.objects.create(
        section=section, code=figure.code, title=figure.title, unit=figure.unit, decimals=figure.decimals,
        previous=figure, correction=correction or _why(section), frozen_at=at if correction else None, **facts,
    )  # fmt: skip
    return True


def _why(section: Section) -> str:
    """A figure that was handed in and is open again: it was returned, or taken back by the party itself."""
    return f"退回修改：{section.return_reason}" if section.state == Section.State.RETURNED else "撤回后修改"


@transaction.atomic
def put_figure(
    cycle: ReportCycle,
    *,
    organisation: Organisation,
    code: str,
    value: int | None,
    source: str,
    by: Actor,
    at: datetime,
    missing_reason: str = "",
) -> Section:
    """A figure that the system counted (`source` says from what), or that the party gives by itself."""
    if by.grant("report.fill", organisation.path) is None:
        require_at(by, "report.compile", cycle.org_path)
    section = (
        Section.objects.filter(report__cycle=cycle, report__organisation=organisation, figures__code=code)
        .select_related("report__organisation")
        .first()
    )
    if section is None:
        raise NotPossible(f"{organisation.short_name}在{cycle.name}报告中没有指标{code}。")
    if section.state not in OPEN_SECTION or section.report.state not in OPEN_REPORT:
        raise NotPossible(f"{organisation.short_name}的指标{code}已经报送，只能更正并写明说明。")
    put(section, Given(code, value, missing_reason), by=by, at=at, source=source)
    report = section.report
    record(
        FIGURE_PUT, [report], by=by, at=at, org_path=report.org_path, permission="report.fill",
        code=code, section=section.number,
    )  # fmt: skip
    return section


@transaction.atomic
def prefill_again(report: Report, *, by: Actor, at: datetime) -> int:
    """Take newer progress entries into the sections that nobody wrote by hand. Number of sections changed."""
    require(by, "report.fill", report)
    changed = bring_in(report)
    record(PREFILLED, [report], by=by, at=at, org_path=report.org_path, permission="report.fill", sections=changed)
    return changed


@transaction.atomic
def attach_file(section: Section, *, document: Document, by: Actor, at: datetime) -> SectionFile:
    """A file just kept (documents.store.keep, without a subject) proves what the section says."""
    report = section.report
    require(by, "report.fill", report)
    _refuse_closed(section)
    row = SectionFile.objects.create(section=section, document=attach(document, subject=report), added_at=at)
    record(
        FILE_ADDED, [report], by=by, at=at, org_path=report.org_path, permission="report.fill", section=section.number
    )
    return row


@transaction.atomic
def remove_file(row: SectionFile, *, by: Actor, at: datetime) -> None:
    """Take a file out of the section; it stays kept."""
    section = row.section
    report = section.report
    require(by, "report.fill", report)
    _refuse_closed(section)
    if not SectionFile.objects.filter(pk=row.pk, removed_at=None).update(removed_at=at):
        raise NotPossible("这个附件已经移除，请刷新页面查看。")
    record(
        FILE_REMOVED, [report], by=by, at=at, org_path=report.org_path, permission="report.fill",
        section=section.number,
    )  # fmt: skip
