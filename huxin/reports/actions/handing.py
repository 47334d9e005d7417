"""How does a report leave its unit: inner signing, hand-in, withdrawal, sealed scan, correction?"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import approval, papers
from huxin.documents.kinds import REVIEW, SIGN, Step
from huxin.documents.models import Document, Paper
from huxin.documents.store import attach
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.orgs.models import User
from huxin.plans.actions.parts import open_parts
from huxin.reports import moves
from huxin.reports.actions.writing import Given, put
from huxin.reports.models import Report, Section
from huxin.reports.owed import drop_unowed
from huxin.reports.papers import UNIT_REPORT
from huxin.reports.rights import require_sender
from huxin.reports.unit_paper import unit_tree
from huxin.reports.whole import gaps
from huxin.reports.words import report_title
from huxin.typesetting.content_json import to_json

REVIEWED = verb("report.sent_to_review", "送单位内部审签", ())
TAKEN_BACK = verb("report.review_taken_back", "撤回内部审签", ())
HANDED_IN = verb("report.handed_in", "报送报告，共{sections}项{late}{open_parts}", ("sections", "late", "open_parts"))
WITHDRAWN = verb("report.withdrawn", "撤回报告，涉及{sections}项", ("sections",))
SCANNED = verb("report.scan_bound", "上传盖章扫描件", ())
CORRECTED = verb("report.corrected", "更正（{section}）", ("section",))
State = Report.State
OPEN_STATES = (State.DRAFT, State.RETURNED)


@transaction.atomic
def send_to_review(report: Report, *, signers: tuple[User, ...], by: Actor, at: datetime) -> Paper:
    """Ask the named people of the unit in order (科室负责人, 分管领导); the last of them signs."""
    require(by, "report.fill", report)
    if not signers:
        raise NotPossible("请至少选择一位审签人；最后一位为签发人。")
    _refuse_gaps(report)
    steps = (*(Step(REVIEW, user=user) for user in signers[:-1]), Step(SIGN, user=signers[-1]))
    paper = report.review
    if paper is not None and paper.state in papers.WITH_DRAFTER:
        papers.remake(paper, tree=unit_tree(report), by=by, at=at)
        papers.set_steps(paper, steps=steps, by=by, at=at)
    else:
        paper = papers.draft_paper(
            UNIT_REPORT, subject=report, organisation=report.organisation, tree=unit_tree(report),
            title=f"{report.organisation.short_name}{report_title(report.cycle)}报告", steps=steps, by=by, at=at,
        )  # fmt: skip
    approval.submit(paper, by=by, at=at)
    moves.claim_report(report, among=OPEN_STATES, state=State.IN_REVIEW, review=paper)
    record(REVIEWED, [report], by=by, at=at, org_path=report.org_path, permission="report.fill")
    return paper


@transaction.atomic
def take_back_review(report: Report, *, by: Actor, at: datetime) -> Report:
    """Open the report for changes again; what was signed so far has to be signed anew."""
    require(by, "report.fill", report)
    paper = report.review
    if report.state == State.IN_REVIEW and paper and paper.state in papers.IN_APPROVAL:
        approval.recall(paper, by=by, at=at)
    reopen_after_review(report)
    record(TAKEN_BACK, [report], by=by, at=at, org_path=report.org_path, permission="report.fill")
    return report


def reopen_after_review(report: Report) -> None:
    """Back to being written; a signed paper is left behind, one that came back is used again."""
    signed = report.review is not None and report.review.signed_at is not None
    back = State.RETURNED if report.sections.filter(state=Section.State.RETURNED).exists() else State.DRAFT
    changes = {"review": None} if signed else {}
    moves.claim_report(report, among=(State.IN_REVIEW,), state=back, **changes)


@transaction.atomic
def hand_in(report: Report, *, by: Actor, at: datetime) -> Report:
    """Hand in every section that is open; a leader's hand-in is his signature where nobody else signs."""
    permission = require_sender(by, report)
    _refuse_gaps(report)
    _refuse_other_text(report)
    drop_unowed(Section.objects.filter(report=report), at=at)
    late = timezone.localtime(at).date() > report.due_on
    moves.claim_report(
        report, among=(*OPEN_STATES, State.IN_REVIEW), state=State.HANDED_IN, late=report.late or late,
        handed_in_at=report.handed_in_at or at, handed_in_by_id=by.user_id,
    )  # fmt: skip
    sections = list(report.sections.filter(state__in=moves.OPEN_SECTION).select_related("report__cycle", "goal"))
    report.sections.filter(state__in=moves.OPEN_SECTION).update(state=Section.State.HANDED_IN, version=F("version") + 1)
    for section in sections:
        moves.keep_version(section, by_id=by.user_id, at=at)
    moves.freeze_figures(sections, at)
    moves.hand_in_terms(sections, at)
    duties = moves.duties_of(sections)
    record(
        HANDED_IN, [report, *duties], by=by, at=at, org_path=report.org_path,
        permission=permission, sections=len(sections), late=late, open_parts=open_parts(duties).count(),
    )  # fmt: skip
    return report


def _refuse_gaps(report: Report) -> None:
    if found := gaps(report):
        raise NotPossible("还不能报送：" + "；".join(found) + "。")


def _refuse_other_text(report: Report) -> None:
    """What was signed inside the unit is what is handed in."""
    if report.state != State.IN_REVIEW or report.review is None:
        return
    if report.review.signed_at is None:
        raise NotPossible("报告正在单位内部审签，签发后才能报送；如需直接报送，请先撤回审签。")
    if report.review.changes_due or report.review.tree != to_json(unit_tree(report)):
        raise NotPossible("审签稿与填报内容不一致，请撤回审签，按审签意见修改各部分后重新送审。")


@transaction.atomic
def withdraw(report: Report, *, by: Actor, at: datetime) -> Report:
    """Take back what is not accepted yet; that it was late stays."""
    require(by, "report.hand_in", report)
    moves.claim_report(report, among=(State.HANDED_IN, State.RETURNED, State.ACCEPTED))
    waiting = report.sections.filter(state=Section.State.HANDED_IN)
    sections = list(waiting.select_related("report__cycle"))
    if not sections:
        raise NotPossible("没有可以撤回的部分：已报送的部分均已接收或退回。")
    was_returned = report.sections.filter(returns__gt=0).exclude(state=Section.State.ACCEPTED).exists()
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED if was_returned else State.DRAFT)
    report.refresh_from_db()
    waiting.filter(returns__gt=0).update(state=Section.State.RETURNED, version=F("version") + 1)
    waiting.filter(returns=0).update(state=Section.State.DRAFT, version=F("version") + 1)
    moves.withdraw_terms(sections)
    record(
        WITHDRAWN, [report, *moves.duties_of(sections)], by=by, at=at, org_path=report.org_path,
        permission="report.hand_in", sections=len(sections),
    )  # fmt: skip
    return report


@transaction.atomic
def bind_scan(report: Report, *, document: Document, by: Actor, at: datetime) -> Report:
    """The sealed print, scanned; a better scan takes the place of the first, which stays kept."""
    require(by, "report.fill", report)
    if document.media_type not in ("application/pdf", "image/jpeg", "image/png"):
        raise NotPossible("盖章扫描件应为PDF、JPG或PNG文件。")
    attach(document, subject=report)
    among = tuple(state for state in State if state != State.HISTORY)
    moves.claim_report(report, among=among, scan=document)
    record(SCANNED, [report], by=by, at=at, org_path=report.org_path, permission="report.fill")
    return report


@transaction.atomic
def correct_section(
    section: Section,
    *,
    told: Mapping[str, str],
    figures: Iterable[Given] = (),
    note: str,
    by: Actor,
    at: datetime,
) -> Section:
    """Change what was handed in; what it said before stays beside it, with the reason."""
    report = section.report
    require(by, "report.hand_in", report)
    if not note.strip():
        raise NotPossible("更正已报送的内容须写明更正说明。")
    frozen = (Section.State.HANDED_IN, Section.State.ACCEPTED)
    texts = moves.tidied(told)
    before = {field: getattr(section, field) for field in texts}
    moves.claim_section(section, among=frozen, **texts)
    changed = [put(section, given, by=by, at=at, correction=note.strip()) for given in figures]
    if before == texts and not any(changed):
        raise NotPossible("内容和数据都没有变化，不需要更正。")
    moves.keep_version(section, by_id=by.user_id, at=at, correction=note.strip())
    record(
        CORRECTED, [report, *moves.duties_of([section])], by=by, at=at, org_path=report.org_path,
        permission="report.hand_in", section=section.number,
    )  # fmt: skip
    return section
