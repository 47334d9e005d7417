"""How does the notice get drafted, and the prefecture's report put together?"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import papers
from huxin.documents.models import Paper
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation
from huxin.reports.actions.cycles import claim_cycle
from huxin.reports.compiled import compiled_title, compiled_tree
from huxin.reports.gathered import gather
from huxin.reports.models import ReportCycle
from huxin.reports.notice import notice_title, notice_tree
from huxin.reports.papers import NOTICE, PERIOD_REPORT

NOTICE_DRAFTED = verb("report_cycle.notice_drafted", "拟出{report_period}报送通知，待审签", ("report_period",))
COMPILED = verb(
    "report_cycle.compiled",
    "汇总{report_period}报告：{sections}项，来自{parties}家单位",
    ("report_period", "sections", "parties"),
)
State = ReportCycle.State


@transaction.atomic
def draft_notice(cycle: ReportCycle, *, by: Actor, at: datetime) -> Paper:
    """Draft the notice to all parties; a person signs and issues it."""
    require(by, "report.compile", cycle)
    if cycle.notice is not None and cycle.notice.state != Paper.State.VOIDED:
        raise NotPossible("这一期的报送通知已经拟出。")
    asked = Organisation.objects.filter(pk__in=cycle.reports.values("organisation")).order_by("order", "pk")
    parties = [party for party in asked if party.pk != cycle.plan.office_id]
    paper = papers.draft_paper(
        NOTICE, subject=cycle, organisation=cycle.plan.office, tree=notice_tree(cycle, parties),
        title=notice_title(cycle), to=parties, by=by, at=at,
    )  # fmt: skip
    claim_cycle(cycle, among=(State.OPEN, State.CLOSED), notice=paper)
    record(
        NOTICE_DRAFTED, [cycle], by=by, at=at, org_path=cycle.org_path, permission="report.compile",
        report_period=cycle.period,
    )  # fmt: skip
    return paper


@transaction.atomic
def compile_report(cycle: ReportCycle, *, replace: bool = False, by: Actor, at: datetime) -> Paper:
    """Put the accepted sections together into a draft; again, before it is sent for signature, if `replace` is said.

    The text that is replaced stays among the versions of the paper.
    """
    require(by, "report.compile", cycle)
    gathered = gather(cycle, today=timezone.localtime(at).date())
    sections = list(gathered.accepted())
    if not sections:
        raise NotPossible("还没有已接收的内容，请先接收各单位的报告再汇总。")
    tree = compiled_tree(gathered)
    title = compiled_title(gathered)
    paper = cycle.compiled
    if paper is None or paper.state == Paper.State.VOIDED:
        paper = papers.draft_paper(
            PERIOD_REPORT, subject=cycle, organisation=cycle.plan.office, tree=tree, title=title, by=by, at=at
        )
    else:
        _may_replace(paper, replace)
        papers.remake(paper, tree=tree, title=title, by=by, at=at)
    claim_cycle(
        cycle, among=(State.OPEN, State.CLOSED, State.COMPILED), state=State.COMPILED, compiled=paper, compiled_at=at
    )
    parties = len({section.report_id for section in sections})
    record(
        COMPILED, [cycle], by=by, at=at, org_path=cycle.org_path, permission="report.compile",
        report_period=cycle.period, sections=len(sections), parties=parties,
    )  # fmt: skip
    return paper


def _may_replace(paper: Paper, replace: bool) -> None:
    if paper.state not in papers.WITH_DRAFTER:
        raise NotPossible(f"汇总稿现为“{paper.get_state_display()}”，要重新汇总，请先撤回送审。")
    if not replace:
        raise NotPossible("已有汇总稿。重新汇总会以新稿代替现稿（现稿仍保留在文稿版本中），请勾选确认后再办。")
