"""Who has to say what about a paper before it is signed, and what did they say?"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from huxin.base.actor import Actor, Grant
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.issuing import VOIDED
from huxin.documents.kinds import KINDS, opinions
from huxin.documents.models import ApprovalStep, Paper
from huxin.documents.papers import IN_APPROVAL, WITH_DRAFTER, claim
from huxin.documents.subjects import steps_for
from huxin.journal.log import record, verb
from huxin.orgs.access import SYSTEM, require
from huxin.orgs.models import Membership, User
from huxin.orgs.roles import AREA, ROLES

SUBMITTED = verb("paper.submitted", "送审（第{round}轮）", ("round",))
DECIDED = verb("paper.decided", "{paper_step}意见：{paper_opinion}", ("paper_step", "paper_opinion", "round"))
RETURNED = verb("paper.returned", "{paper_step}时退回修改（第{round}轮）", ("paper_step", "round"))
SIGNED = verb("paper.signed", "签发，意见：{paper_opinion}", ("paper_opinion", "round"))
REFUSED = verb("paper.refused", "不予批准（第{round}轮）", ("round",))
RECALLED = verb("paper.recalled", "撤回送审（第{round}轮）", ("round",))
DELEGATED = verb("paper.delegated", "{paper_step}转请他人办理", ("paper_step", "round"))

Kind, Step, Opinion = ApprovalStep.Kind, ApprovalStep.State, ApprovalStep.Opinion
_STATE_OF = {
    Kind.REVIEW: Paper.State.REVIEWING,
    Kind.COUNTERSIGN: Paper.State.COUNTERSIGNING,
    Kind.SIGN: Paper.State.SIGNING,
}


@transaction.atomic
def submit(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """Send a draft, or one that came back, on its way; each sending is a round of its own."""
    require(by, "paper.draft", paper)
    claim(paper, among=WITH_DRAFTER, changes_due=False)
    planned = paper.steps.filter(round=paper.round + 1)
    paper.round += 1
    Paper.objects.filter(pk=paper.pk).update(round=paper.round)
    for step in planned:
        if not deciders(step).exists():
            raise NotPossible(f"第{step.order}步“{step.get_kind_display()}”目前没有可以办理的人，请先调整审批流程。")
    _next_order(paper, at=at)
    record(SUBMITTED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.draft", round=paper.round)
    return paper


@transaction.atomic
def decide(
    step: ApprovalStep, *, opinion: str, reason: str, by: Actor, at: datetime, text_number: int | None = None
) -> ApprovalStep:
    """Give the opinion that a step waits for. `text_number` is the text that was on the screen (稿次)."""
    capacity = _capacity(step, by)
    if opinion != Opinion.AGREE and not reason.strip():
        raise NotPossible("选择“修改后同意”或“退回修改”时，请写明修改意见；选择“不同意”时，请写明理由。")
    paper = claim(step.paper, among=IN_APPROVAL)
    if opinion not in (open_ones := opinions(KINDS[paper.kind], step.kind)):
        raise NotPossible(f"这份文书在{step.get_kind_display()}环节只能选“{'”“'.join(o.label for o in open_ones)}”。")
    newest = paper.versions.count()
    if text_number not in (None, newest):
        raise NotPossible(f"文稿刚刚修改为第{newest}稿，请重新阅读后再签署意见。")
    _may_sign(step, paper, opinion, by)
    facts = {"opinion": opinion, "reason": reason.strip(), "text_number": newest, "acted_by_id": by.user_id}
    facts |= {"acting_for": capacity.acting_for, "acted_at": at, "state": Step.DECIDED}
    if not ApprovalStep.objects.filter(pk=step.pk, state=Step.WAITING, round=paper.round).update(**facts):
        raise NotPossible("这一步已经办理或流程已变动，请刷新页面查看最新状态。")
    step.refresh_from_db()
    _follow(paper, step, by=Actor(by.user_id, by.name, (capacity,)), at=at)
    return step


@transaction.atomic
def delegate(step: ApprovalStep, *, to: User, reason: str, by: Actor, at: datetime) -> ApprovalStep:
    """Pass a waiting step to a deputy who approves in the same organisation; the record says for whom he acts."""
    capacity = _capacity(step, by)
    if not reason.strip():
        raise NotPossible("请写明转请他人办理的原因。")
    held = Membership.objects.filter(user=to, until=None, user__is_active=True, role__in=_approving(""))
    if to.pk == by.user_id or not held.filter(organisation__path=capacity.path).exists():
        raise NotPossible(f"“{to.name}”不是本单位有审批权限的其他人员，请另选人员。")
    paper = claim(step.paper, among=IN_APPROVAL)
    for_whom = step.user.name if step.user else by.name
    moved = ApprovalStep.objects.filter(pk=step.pk, state=Step.WAITING, round=paper.round, user=step.user).update(
        user=to, organisation=None, role="", acting_for=for_whom, passed_on=reason.strip()
    )
    if not moved:
        raise NotPossible("这一步已经办理或流程已变动，请刷新页面查看最新状态。")
    step.refresh_from_db()
    used = Actor(by.user_id, by.name, (capacity,))
    record(
        DELEGATED, [paper], by=used, at=at, org_path=paper.org_path, permission="paper.approve",
        paper_step=step.kind, round=paper.round,
    )  # fmt: skip
    return step


@transaction.atomic
def recall(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """The drafting side takes a paper back before it is signed."""
    require(by, "paper.draft", paper)
    claim(paper, among=IN_APPROVAL, state=Paper.State.WITHDRAWN, changes_due=False)
    _end_round(paper)
    record(RECALLED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.draft", round=paper.round)
    return paper


@transaction.atomic
def give_up(paper: Paper, *, reason: str, at: datetime) -> None:
    """What the paper asks for is no longer of use: it is void wherever it is on its way, and nobody is asked any more.
    For use inside the action that makes it useless."""
    claim(paper, among=(*WITH_DRAFTER, *IN_APPROVAL), state=Paper.State.VOIDED, changes_due=False, void_reason=reason)
    _ask_nobody_more(paper)
    record(VOIDED, [paper], by=SYSTEM, at=at, org_path=paper.org_path)


def deciders(step: ApprovalStep) -> QuerySet[User]:
    """The people who may decide this step (colleagues who fill in for them apart)."""
    if step.user_id is not None:
        return User.objects.filter(pk=step.user_id, is_active=True)
    held = Membership.objects.filter(until=None, role__in=_approving(step.role))
    place = step.organisation
    if place is None:
        return User.objects.none()
    if not step.role:
        held = held.filter(organisation=place)
    elif ROLES[step.role].permissions["paper.approve"] == AREA:
        held = held.filter(organisation__area_id=place.area_id)
    else:
        parts = place.path.rstrip("/").split("/")
        above = ["/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)]
        held = held.filter(organisation__path__in=above)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def _approving(role: str) -> tuple[str, ...]:
    return (role,) if role else tuple(r.code for r in ROLES.values() if "paper.approve" in r.permissions)


def _capacity(step: ApprovalStep, by: Actor) -> Grant:
    """In which capacity does the actor decide this step: his own before a colleague's?"""
    if not steps_for(by).filter(pk=step.pk).exists():
        raise PermissionDenied("paper.approve")
    fitting = [grant for grant in by.grants if "paper.approve" in grant.reach]
    if step.user_id is None:
        fitting = [
            g for g in fitting if (g.role == step.role if step.role else g.organisation_id == step.organisation_id)
        ]
    elif step.user_id == by.user_id:
        fitting = [grant for grant in fitting if not grant.acting_for]
    else:
        absent = User.objects.get(pk=step.user_id).name
        fitting = [grant for grant in fitting if grant.acting_for == absent]
    if not fitting:
        raise PermissionDenied("paper.approve")
    best = min(fitting, key=lambda grant: grant.acting_for != "")
    return replace(best, acting_for=best.acting_for or step.acting_for)


def _may_sign(step: ApprovalStep, paper: Paper, opinion: str, by: Actor) -> None:
    """Nobody signs what he drafted alone, and nobody signs a text that waits for changes."""
    if step.kind != Kind.SIGN or opinion == Opinion.RETURN:
        return
    drafter = paper.drafted_by_id
    if not KINDS[paper.kind].drafter_may_sign and drafter is not None and drafter in (by.user_id, step.user_id):
        raise NotPossible("拟稿人不能签发自己拟的文稿，请由其他负责人签发。")
    if (barred := KINDS[paper.kind].barred) and {by.user_id, step.user_id} & set(barred(paper)):
        raise NotPossible(KINDS[paper.kind].barred_because)
    if paper.changes_due:
        raise NotPossible("前面的修改意见尚未落实到文稿，请待拟稿人修改后再签发，或退回修改。")


def _follow(paper: Paper, step: ApprovalStep, *, by: Actor, at: datetime) -> None:
    """What an opinion brings about, and its one event."""
    if step.opinion == Opinion.RETURN:
        _change(paper, state=Paper.State.RETURNED, changes_due=False)
        _end_round(paper)
        kind, data = RETURNED, {"paper_step": step.kind}
    elif step.opinion == Opinion.REFUSE:
        _change(paper, state=Paper.State.REFUSED)
        _ask_nobody_more(paper)
        kind, data = REFUSED, {}
    else:
        if step.opinion == Opinion.AGREE_WITH_CHANGES:
            _change(paper, changes_due=True)
        open_here = paper.steps.filter(round=paper.round, order=step.order, state=Step.WAITING).exists()
        if not open_here and not _next_order(paper, at=at):
            _change(paper, state=Paper.State.SIGNED, signed_at=at)
            kind, data = SIGNED, {"paper_opinion": step.opinion}
        else:
            kind, data = DECIDED, {"paper_step": step.kind, "paper_opinion": step.opinion}
    record(kind, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.approve", round=paper.round, **data)


def _next_order(paper: Paper, *, at: datetime) -> bool:
    """Let the next steps wait, all those of one order at once; False if there are none."""
    planned = paper.steps.filter(round=paper.round, state=Step.PLANNED)
    first = planned.order_by("order").first()
    if first is None:
        return False
    planned.filter(order=first.order).update(state=Step.WAITING, waiting_since=at)
    _change(paper, state=_STATE_OF[Kind(first.kind)])
    return True


def _end_round(paper: Paper) -> None:
    """Nobody is asked any more; the same way is laid out for the next round."""
    asked = _ask_nobody_more(paper)
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            paper=paper,
            round=paper.round + 1,
            order=step.order,
            kind=step.kind,
            user=step.user,
            organisation=step.organisation,
            role=step.role,
        )
        for step in asked.order_by("order", "pk")
    )


def _ask_nobody_more(paper: Paper) -> QuerySet[ApprovalStep]:
    asked = paper.steps.filter(round=paper.round)
    asked.filter(state__in=(Step.PLANNED, Step.WAITING)).update(state=Step.CANCELLED)
    return asked


def _change(paper: Paper, **changes: object) -> None:
    """Further changes to a paper that `claim` already holds."""
    Paper.objects.filter(pk=paper.pk).update(**changes)
    for name, value in changes.items():
        setattr(paper, name, value)
