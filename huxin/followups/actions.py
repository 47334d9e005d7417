"""How is a late party followed up? Rules only draft; a person signs, or drops it with a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.papers import draft_paper
from huxin.followups import ladder, papers
from huxin.followups.models import FollowUp, FollowUpTerm, LadderRule, Rung
from huxin.journal.log import record, verb
from huxin.journal.timeline import words_for
from huxin.law.calendar import calendar_for
from huxin.orgs.access import SYSTEM, require, require_at
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan, Term

words_for("rung", lambda code: Rung(code).label)
DRAFTED = verb("follow_up.drafted", "起草{rung}，涉及{terms}项逾期任务", ("rung", "terms"))
DROPPED = verb("follow_up.dropped", "决定不予发出{rung}", ("rung",))
CLOSED = verb("follow_up.closed", "{rung}销号", ("rung",))
SENT_BY_CHAT = verb("follow_up.chat_sent", "已在工作群中提醒")
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
        rung=rung, after_days=after_days, on=on,
    )  # fmt: skip
    return rule


def rules_of(plan: Plan) -> list[LadderRule]:
    """The plan's ladder from the lowest rung; a rung not set yet stands there with its default, switched off."""
    known = {rule.rung: rule for rule in LadderRule.objects.filter(plan=plan)}
    return [
        known.get(rung) or LadderRule(plan=plan, rung=rung, name=Rung(rung).label, after_days=days)
        for rung, days in ladder.DEFAULTS.items()
    ]


@transaction.atomic
def draft(
    plan: Plan, organisation: Organisation, rung: str, terms: Sequence[Term], *, by: Actor, at: datetime, today: date
) -> FollowUp:
    """Draft one following-up of a party: a text for the group chat, or a paper that waits for its signer."""
    require_at(by, "follow_up.draft", plan.org_path)
    if not terms:
        raise NotPossible(f"{organisation.name}没有需要督办的逾期任务。")
    name = next(rule.name for rule in rules_of(plan) if rule.rung == rung)
    follow_up = FollowUp.objects.create(
        plan=plan,
        organisation=organisation,
        org_path=plan.org_path,
        rung=rung,
        text=papers.chat_text(plan, organisation, terms, today),
        drafted_by_id=by.user_id,
        drafted_at=at,
    )
    try:
        with transaction.atomic():
            FollowUpTerm.objects.bulk_create([FollowUpTerm(follow_up=follow_up, term=t, rung=rung) for t in terms])
    except IntegrityError:
        raise NotPossible(f"其中有任务已经起草过{name}，请刷新页面后再选。") from None
    if rung in papers.KINDS:
        tree = papers.tree(rung, name, plan, organisation, terms, today)
        addressed = rung in (Rung.LETTER, Rung.SUPERVISE, Rung.CIRCULAR)
        follow_up.paper = draft_paper(
            papers.KINDS[rung],
            subject=follow_up,
            organisation=plan.office,
            tree=tree,
            title=tree.title.replace("\n", ""),
            to=(organisation,) if addressed else (),
            by=by,
            at=at,
        )
        follow_up.save(update_fields=["paper"])
    duties = {term.duty_id: term.duty for term in terms}
    record(
        DRAFTED, [follow_up, plan, *duties.values()], by=by, at=at, org_path=plan.org_path,
        permission="follow_up.draft", rung=rung, terms=len(terms),
    )  # fmt: skip
    return follow_up


def run_rules(*, today: date, at: datetime) -> int:
    """What the minute job does: draft whatever the rules that are switched on ask for. Number drafted."""
    drafted = 0
    for rule in LadderRule.objects.filter(on=True, plan__ended_on=None).select_related("plan__office__area"):
        calendar = calendar_for(rule.plan.area_id)
        late = ladder.late_terms(rule.plan, rule.rung, rule.after_days, today=today, calendar=calendar)
        for terms in ladder.by_party(late).values():
            draft(rule.plan, terms[0].duty.organisation, rule.rung, terms, by=SYSTEM, at=at, today=today)
            drafted += 1
    return drafted


def _end(follow_up: FollowUp, to: str, among: tuple[str, ...], reason: str, at: datetime) -> None:
    moved = FollowUp.objects.filter(pk=follow_up.pk, state__in=among).update(state=to, reason=reason, ended_at=at)
    follow_up.refresh_from_db()
    if not moved:
        raise NotPossible(f"这项督办已是“{follow_up.get_state_display()}”，请刷新页面查看。")


@transaction.atomic
def drop(follow_up: FollowUp, *, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Decide not to send what was drafted; the rung may be drafted again for these terms."""
    require(by, "follow_up.draft", follow_up)
    if not reason.strip():
        raise NotPossible("请写明不予发出的理由。")
    _end(follow_up, State.DROPPED, (State.DRAFTED,), reason.strip(), at)
    follow_up.items.all().delete()
    record(
        DROPPED, [follow_up], by=by, at=at, org_path=follow_up.org_path, permission="follow_up.draft",
        rung=follow_up.rung,
    )  # fmt: skip
    return follow_up


@transaction.atomic
def chat_sent(follow_up: FollowUp, *, by: Actor, at: datetime) -> FollowUp:
    """Say that the text was put into the group chat."""
    require(by, "follow_up.draft", follow_up)
    if follow_up.rung != Rung.CHAT:
        raise NotPossible("只有群提醒文字可以登记为已在群中提醒；文书请走审批和印发。")
    _end(follow_up, State.ISSUED, (State.DRAFTED,), "", at)
    record(SENT_BY_CHAT, [follow_up], by=by, at=at, org_path=follow_up.org_path, permission="follow_up.draft")
    return follow_up


@transaction.atomic
def close(follow_up: FollowUp, *, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Strike it off (销号): the matter was done, or the answer was accepted."""
    require(by, "follow_up.draft", follow_up)
    _end(follow_up, State.CLOSED, (State.ISSUED, State.ANSWERED), reason.strip(), at)
    record(
        CLOSED, [follow_up], by=by, at=at, org_path=follow_up.org_path, permission="follow_up.draft",
        rung=follow_up.rung,
    )  # fmt: skip
    return follow_up
