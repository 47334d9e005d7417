"""What does the office do with findings: ask the firm, let it be with a reason, or make a clue of them?"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.base.money import yuan
from huxin.base.workdays import Unit
from huxin.cases.actions.opening import Matter, open_case
from huxin.cases.models import Case
from huxin.cases.procedure import PROCEDURES
from huxin.cases.topics import Source, Topic
from huxin.cases.vault import enclose
from huxin.documents.store import keep_made
from huxin.journal.log import PARTIES, record, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import require, visible
from huxin.oversight import figures
from huxin.oversight.evidence import areas_of, workbook
from huxin.oversight.explaining import explained, in_words, prompted
from huxin.oversight.models import Finding, RuleSet
from huxin.oversight.queries import corrected_since

HANDLE = "finding.handle"
ASKED = verb("finding.asked", "要求企业说明{findings}项检查发现，{due_on}前答复", ("findings", "due_on"), PARTIES)
DISMISSED = verb("finding.dismissed", "{findings}项检查发现不予处理", ("findings",))
CLUE = verb("finding.clue_made", "{findings}项检查发现转为线索", ("findings",))
MOST, MOST_IN_CLUE = 500, 50
DAYS = 5  # working days that are proposed for an answer
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPEN = (Finding.State.OPEN, Finding.State.ASKED, Finding.State.ANSWERED)
_TOPICS = {
    "wage.hourly": Topic.MINIMUM_WAGE, "wage.monthly": Topic.MINIMUM_WAGE, "pay": Topic.WAGE,
    "deduction": Topic.DEPOSIT, "commission": Topic.RULES,
}  # fmt: skip


@transaction.atomic
def ask(findings: Sequence[Finding], *, days: int, by: Actor, at: datetime) -> int:
    """The firm explains or puts right within so many working days."""
    rows = _mine(findings, by, (Finding.State.OPEN,))
    if not 1 <= days <= 30:
        raise NotPossible("说明期限请填1至30个工作日。")
    if any(one.rules != RuleSet.IN_FORCE for one in rows):
        raise NotPossible("按推荐标准或征求意见稿的发现只供研判，不能要求企业说明。")
    _still_counts(rows)
    deaf = next((o for o in rows if o.firm.organisation_id is None and o.platform.organisation_id is None), None)
    if deaf is not None:
        raise NotPossible(f"{deaf.firm}和平台都还没有开通企业端，请先在“企业”中邀请开通，或转为线索办理。")
    due = calendar_for(rows[0].area_id).add(localtime(at).date(), days, Unit.WORKING)
    _move(rows, (Finding.State.OPEN,), state=Finding.State.ASKED, asked_at=at, due_on=due)
    record(
        ASKED, [*rows, rows[0].firm], by=by, at=at, org_path=rows[0].org_path, permission=HANDLE,
        findings=len(rows), due_on=due,
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def dismiss(findings: Sequence[Finding], *, reason: str, by: Actor, at: datetime) -> int:
    """Let it be; the reason stays with it."""
    rows = _mine(findings, by, _OPEN)
    if not reason.strip():
        raise NotPossible("请写明不予处理的理由。")
    _move(rows, _OPEN, state=Finding.State.DISMISSED, reason=reason.strip(), decided_by_id=by.user_id, decided_at=at)
    record(DISMISSED, rows, by=by, at=at, org_path=rows[0].org_path, permission=HANDLE, findings=len(rows))
    return len(rows)


@transaction.atomic
def make_clue(findings: Sequence[Finding], *, by: Actor, at: datetime) -> Case:
    """One clue of findings about one firm and place, with the orders behind them as evidence."""
    rows = _mine(findings, by, _OPEN)
    if any(one.rules != RuleSet.IN_FORCE for one in rows):
        raise NotPossible("按推荐标准或征求意见稿的发现只供研判，不能转为线索。")
    if len({(one.firm_id, one.area_id) for one in rows}) > 1:
        raise NotPossible("一条线索只针对一家企业、一个工作地。请按企业和工作地筛选后分别转。")
    if len(rows) > MOST_IN_CLUE:
        raise NotPossible(f"一条线索最多{MOST_IN_CLUE}项检查发现，请分次转，或先转最严重的。")
    _still_counts(rows)
    steps = [(one, _confirmed(one)) for one in rows]
    case = open_case(PROCEDURES["clue/1"], _matter(rows), by=by, at=at).case
    name = f"订单数据检查_{rows[0].month:%Y-%m}_{rows[0].firm.pk}.xlsx"
    data = workbook(rows, steps, areas_of(by, HANDLE))
    document = keep_made(data, name=name, kind=_EXCEL, subject=case, org_path=case.org_path, by=by, at=at)
    proves = f"{len(rows)}项检查发现的计算步骤和所依据的订单"
    enclose(case, document, title="订单数据检查结果", proves=proves, happened_on=rows[0].first_day, at=at)
    _move(rows, _OPEN, state=Finding.State.CLUE, case=case, decided_by_id=by.user_id, decided_at=at)
    record(CLUE, [case, *rows], by=by, at=at, org_path=case.org_path, permission=HANDLE, findings=len(rows))
    return case


def _still_counts(rows: Sequence[Finding]) -> None:
    """Nothing is held against anybody on orders that the platform has corrected since."""
    for row in {(one.platform_id, one.month): one for one in rows}.values():
        if news := corrected_since(row):
            receipts = "、".join(one.receipt for one in news)
            month = f"{row.month.year}年{row.month.month}月"
            raise NotPossible(
                f"{row.platform}已更正{month}的报送（{receipts}），还没有重新检查。请先重新运行这个月的检查，再处理。"
            )


def _confirmed(finding: Finding) -> list[str]:
    """The steps in words; refused where the second working out does not come to the same."""
    why = explained(finding)
    if why.law_changed:
        raise NotPossible("检查以后法规参数有变更，请先重新运行这个月的检查，再处理。")
    if not why.agrees:
        told = why.problem or "".join(why.differences)
        raise NotPossible(
            f"{finding.worker_key}的“{figures.title_of(finding.rule)}”逐步计算与检查结果不一致，不能转线索：{told}"
        )
    return [*in_words(why), *(line for one in prompted(finding) for line in in_words(one))]


def _mine(findings: Sequence[Finding], by: Actor, states: tuple[str, ...]) -> list[Finding]:
    """The rows afresh and locked, all of them within reach and still open."""
    require(by, HANDLE)
    if not findings:
        raise NotPossible("请至少选择一项检查发现。")
    if len(findings) > MOST:
        raise NotPossible(f"一次最多处理{MOST}项，请缩小筛选范围后分次处理。")
    wanted = {one.pk for one in findings}
    mine = visible(Finding, by, HANDLE).filter(pk__in=wanted)
    rows = list(mine.select_related("firm", "platform", "area", "found_by").order_by("-severity", "first_day", "pk"))
    if len(rows) != len(wanted):
        raise PermissionDenied(HANDLE)
    if any(one.state not in states for one in rows):
        raise NotPossible("有的检查发现已经处理过，请刷新页面后重新选择。")
    return rows


def _move(rows: list[Finding], before: tuple[str, ...], **after: object) -> None:
    free = Finding.objects.filter(pk__in=[one.pk for one in rows], state__in=before)
    if free.update(**after) != len(rows):
        raise NotPossible("有的检查发现刚刚由别人处理，请刷新页面后重新选择。")


def _matter(rows: list[Finding]) -> Matter:
    first = rows[0]
    people = len({one.person or (one.platform_name, one.worker_key) for one in rows})
    rules = list(dict.fromkeys(figures.title_of(one.rule) for one in rows))
    lines = [
        f"{n}. {one.worker_key}，{one.first_day:%Y-%m-%d}起：{figures.title_of(one.rule)}，"
        f"实际{figures.measured(one)}，标准{figures.required(one)}。"
        for n, one in enumerate(rows[:50], 1)
    ]
    more = [f"其余{len(rows) - 50}项见证据。"] if len(rows) > 50 else []
    short = sum(one.short_fen or 0 for one in rows)
    lead = f"{first.month:%Y年%m月}订单数据检查发现{len(rows)}项，涉及{people}人"
    lead += f"，共不足{yuan(short)}元。" if short else "。"
    return Matter(
        topic=_topic(first.rule), title=f"订单数据检查：{first.firm}{rules[0]}{'等' if len(rules) > 1 else ''}"[:120],
        area=first.area, source=Source.OVERSIGHT, story="\n".join([lead, *lines, *more]), industry=first.industry,
        relation=first.relation, enterprise=first.firm, platform_name=first.platform_name[:60],
        happened_from=min(one.first_day for one in rows), happened_until=max(map(figures.last_day, rows)),
        people=people,
    )  # fmt: skip


def _topic(rule: str) -> str:
    return _TOPICS.get(rule) or _TOPICS.get(rule.partition(".")[0], Topic.HOURS)
