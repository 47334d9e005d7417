"""How is a late party followed up? Rules only draft; a person signs, or drops it with a reason."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import issuing
from huxin.documents.models import Paper
from huxin.documents.papers import IN_APPROVAL, draft_paper
from huxin.followups import ladder, papers
from huxin.followups.models import FollowUp, FollowUpTerm, LadderRule, Rung, rung_of
from huxin.journal.log import record, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import SYSTEM, require, require_at
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan, Term

logger = logging.getLogger("huxin.followups")
DRAFTED = verb("follow_up.drafted", "起草{rung}，涉及{terms}项逾期任务", ("rung", "terms"))
SENT = verb("follow_up.sent", "发出{rung}，涉及{terms}项逾期任务", ("rung", "terms"))
DROPPED = verb("follow_up.dropped", "决定不予发出{rung}", ("rung",))
CLOSED = verb("follow_up.closed", "{rung}销号", ("rung",))
RULE_SET = verb(
    "follow_up.rule_set", "设定督办规则：{rung}，逾期{after_days}个工作日，启用：{on}", ("rung", "after_days", "on")
)
State = FollowUp.State


@transaction.atomic
def set_rule(plan: Plan, rung: str, *, name: str, after_days: int, on: bool, by: Actor, at: datetime) -> LadderRule:
    """Say after how many working days which paper is drafted, and switch the drafting on or off."""
    require(by, "follow_up.rule", plan)
    if not 1 <= after_days <= 250:
        raise NotPossible("逾期工作日数应在1到250之间。")
    if not name.strip():
        raise NotPossible("请填写文书名称，例如“提示函”。")
    rule, _ = LadderRule.objects.update_or_create(
        plan=plan, rung=rung, defaults={"name": name.strip(), "after_days": after_days, "on": on}
    )
    record(
        RULE_SET, [plan], by=by, at=at, org_path=plan.org_path, permission="follow_up.rule",
        rung=rung_of(plan, rung), after_days=after_days, on=on,
    )  # fmt: skip
    return rule


def rules_of(plan: Plan) -> list[LadderRule]:
    """The plan's ladder from the lowest rung; a rung not set yet stands there with its default, switched off."""
    known = {rule.rung: rule for rule in LadderRule.objects.filter(plan=plan)}
    return [
        known.get(rung) or LadderRule(plan=plan, rung=rung, name=Rung(rung).label, after_days=days)
        for rung, days in ladder.DEFAULTS.items()
    ]


def name_of(plan: Plan, rung: str) -> str:
    """What the plan calls the rung."""
    return next(rule.name for rule in rules_of(plan) if rule.rung == rung)


@transaction.atomic
def draft(
    plan: Plan, organisation: Organisation, rung: str, terms: Sequence[Term], *, by: Actor, at: datetime, today: date
) -> FollowUp:
    """Draft one following-up of a party: a text for the group chat, or a paper that waits for its signer."""
    require_at(by, "follow_up.draft", plan.org_path)
    owed = ladder.owed_late(plan, today).filter(duty__organisation=organisation, pk__in=[t.pk for t in terms])
    late = list(owed)
    if not late or len(late) != len(terms):
        raise NotPossible(f"所选任务中有的已经不再逾期，或不是{organisation.name}的任务，请刷新页面后再选。")
    follow_up = FollowUp.objects.create(
        plan=plan,
        organisation=organisation,
        org_path=plan.org_path,
        rung=rung,
        text=papers.chat_text(organisation, late, today),
        drafted_by_id=by.user_id,
        drafted_at=at,
    )
    try:
        with transaction.atomic():
            FollowUpTerm.objects.bulk_create([FollowUpTerm(follow_up=follow_up, term=t, rung=rung) for t in late])
    except IntegrityError:
        raise NotPossible(f"其中有任务已经起草过“{name_of(plan, rung)}”，请刷新页面后再选。") from None
    if rung in papers.KINDS:
        follow_up.paper = _paper(follow_up, late, by=by, at=at, today=today)
        follow_up.save(update_fields=["paper"])
    record(
        DRAFTED, [follow_up], by=by, at=at, org_path=plan.org_path, permission="follow_up.draft",
        rung=rung_of(plan, rung), terms=len(late),
    )  # fmt: skip
    return follow_up


def _paper(follow_up: FollowUp, terms: Sequence[Term], *, by: Actor, at: datetime, today: date) -> Paper:
    plan, party, rung = follow_up.plan, follow_up.organisation, follow_up.rung
    name = name_of(plan, rung)
    reply_on = papers.reply_day(rung, today, calendar_for(plan.area_id))
    out = FollowUp.objects.filter(items__term__in=terms, items__dropped=False, issued_at__isnull=False)
    sent = set(out.values_list("rung", flat=True))
    before = [rule.name for rule in rules_of(plan) if rule.rung in sent]
    tree = papers.tree(rung, name, plan, party, terms, today=today, reply_on=reply_on, before=before)
    return draft_paper(
        papers.KINDS[rung],
        subject=follow_up,
        organisation=plan.office,
        tree=tree,
        title=tree.title.replace("\n", ""),
        to=papers.addressed(rung, plan, party),
        steps=papers.way(rung, plan, party),
        reply_due_on=reply_on,
        by=by,
        at=at,
    )


def run_rules(*, today: date, at: datetime) -> int:
    """What the minute job does: draft whatever the rules that are switched on ask for. Number drafted."""
    drafted = 0
    plans = Plan.objects.filter(pk__in=LadderRule.objects.filter(on=True).values("plan"), ended_on=None)
    for plan in plans.select_related("office", "area").order_by("pk"):
        asked = ladder.ready(plan, rules_of(plan), today=today, calendar=calendar_for(plan.area_id))
        for (rung, _), terms in asked.items():
            try:
                draft(plan, terms[0].duty.organisation, rung, terms, by=SYSTEM, at=at, today=today)
                drafted += 1
            except NotPossible:  # one party's trouble keeps no other from being followed up; tried again next minute
                logger.exception("plan %s: rung %s was not drafted", plan.pk, rung)
    return drafted


def _move(follow_up: FollowUp, to: str, *, among: tuple[str, ...], **changes: object) -> None:
    moved = FollowUp.objects.filter(pk=follow_up.pk, state__in=among).update(state=to, **changes)
    follow_up.refresh_from_db()
    if not moved:
        raise NotPossible(f"这项督办已是“{follow_up.get_state_display()}”，请刷新页面查看。")


def _record_sent(follow_up: FollowUp, *, by: Actor, at: datetime) -> None:
    """From now on it shows on the duties that it is about."""
    items = follow_up.items.select_related("term__duty")
    duties = {item.term.duty_id: item.term.duty for item in items}
    record(
        SENT, [follow_up, *duties.values()], by=by, at=at, org_path=follow_up.org_path,
        permission="follow_up.draft", rung=rung_of(follow_up.plan, follow_up.rung), terms=len(items),
    )  # fmt: skip


@transaction.atomic
def drop(follow_up: FollowUp, *, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Decide not to send what was drafted; a person may draft the rung again for these terms, a rule will not."""
    require(by, "follow_up.draft", follow_up)
    if not reason.strip():
        raise NotPossible("请写明不予发出的理由。")
    paper = follow_up.paper
    if paper and paper.state in IN_APPROVAL:
        raise NotPossible("文书正在审批，请先撤回送审，再决定不予发出。")
    _move(follow_up, State.DROPPED, among=(State.DRAFTED,), reason=reason.strip(), ended_at=at)
    follow_up.items.update(dropped=True)
    if paper and paper.state != Paper.State.VOIDED:
        issuing.void(paper, reason=reason, by=by, at=at)
    record(
        DROPPED, [follow_up], by=by, at=at, org_path=follow_up.org_path, permission="follow_up.draft",
        rung=rung_of(follow_up.plan, follow_up.rung),
    )  # fmt: skip
    return follow_up


@transaction.atomic
def chat_sent(follow_up: FollowUp, *, by: Actor, at: datetime) -> FollowUp:
    """Say that the text was put into the group chat."""
    require(by, "follow_up.draft", follow_up)
    if follow_up.rung != Rung.CHAT:
        raise NotPossible("只有群提醒文字可以登记为已在群中提醒；文书请走审批和印发。")
    _move(follow_up, State.ISSUED, among=(State.DRAFTED,), issued_at=at)
    _record_sent(follow_up, by=by, at=at)
    return follow_up


@transaction.atomic
def note_sent(follow_up: FollowUp, *, at: datetime) -> None:
    """Its paper was issued; asked twice, it is noted once."""
    if FollowUp.objects.filter(pk=follow_up.pk, state=State.DRAFTED).update(state=State.ISSUED, issued_at=at):
        _record_sent(follow_up, by=SYSTEM, at=at)


@transaction.atomic
def close(follow_up: FollowUp, *, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Strike it off (销号): the matter was done, or the answer was accepted."""
    require(by, "follow_up.draft", follow_up)
    if not reason.strip():
        raise NotPossible("请写明办结情况，再销号。")
    _move(follow_up, State.CLOSED, among=(State.ISSUED, State.ANSWERED), reason=reason.strip(), ended_at=at)
    record(
        CLOSED, [follow_up], by=by, at=at, org_path=follow_up.org_path, permission="follow_up.draft",
        rung=rung_of(follow_up.plan, follow_up.rung),
    )  # fmt: skip
    return follow_up
