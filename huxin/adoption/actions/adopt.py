"""How does a corrected draft become a plan that is tracked, and how is a running plan amended?"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huxin.adoption import amending
from huxin.adoption.actions.drafts import amended, claim, refuse_other
from huxin.adoption.differences import compare
from huxin.adoption.draft_edit import Draft, canonical, problems
from huxin.adoption.founding import day, write_goals, write_milestones, write_rules, write_seats
from huxin.adoption.models import PlanDraft, PlanVersion
from huxin.adoption.parties import parties
from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import require
from huxin.orgs.models import Area
from huxin.plans.models import Plan

ADOPTED = verb(
    "plan.adopted",
    "采纳方案，自{tracked_from_on}起跟踪：{goals}项任务、{duties}项责任、{parties}家单位",
    ("tracked_from_on", "goals", "duties", "parties"),
)
AMENDED = verb(
    "plan.amended",
    "采纳修订版（第{version}版）：新增责任{added}项，终止{ended}项，调整职责{changed}项",
    ("version", "added", "ended", "changed"),
)
CHOSEN = verb("plan_draft.amends_chosen", "指定为现行方案的修订版")
SEPARATED = verb("plan_draft.separated", "确认为新方案，不是现行方案的修订版")
_RIGHT = "plan.adopt"


@transaction.atomic
def adopt(draft: PlanDraft, *, tracked_from: date, public: bool = True, by: Actor, at: datetime) -> Plan:
    """Make the draft the plan: organisations, goals, duties, seats, report rules, milestones; one action, one event.

    What was due before `tracked_from` is history, to be settled by hand; it never becomes overdue. `public` as in
    `plans.actions.publicity`.
    """
    require(by, _RIGHT, draft)
    _check(draft)
    Area.objects.select_for_update().get(pk=draft.area_id)  # two adoptions of one title, one after the other
    claim(draft, version=draft.version, state=PlanDraft.State.ADOPTED)
    if amended(draft):
        raise NotPossible("现行方案中已有同名方案，请查看差异，按“采纳修订版”办理；确是另一方案的，请点“作为新方案”。")
    data: Draft = draft.data
    found = parties(data, draft.area)
    plan = Plan.objects.create(
        title=data["title"],
        document_no=data["document_no"] or "",
        issued_on=day(data["issued_on"]),
        area=draft.area,
        office=found[canonical(data, data["office"]["organisation"])],
        org_path=draft.area.path,
        parent=draft.parent,
        tracked_from=tracked_from,
        adopted_at=at,
        public=public,
    )
    goals, duties = write_goals(plan, data["goals"], found)
    write_milestones(duties, calendar=calendar_for(plan.area_id), tracked_from=tracked_from)
    write_rules(plan, data)
    since = plan.issued_on or timezone.localtime(at).date()
    write_seats(plan, data["seats"], data, found, since=since, by=by, at=at)
    _keep_version(plan, draft, number=1, by=by, at=at)
    record(
        ADOPTED, [plan, draft], by=by, at=at, org_path=plan.org_path, permission=_RIGHT,
        tracked_from_on=tracked_from, goals=len(goals), duties=len(duties),
        parties=len({duty.organisation_id for duty in duties}),
    )  # fmt: skip
    return plan


@transaction.atomic
def adopt_amendment(draft: PlanDraft, *, by: Actor, at: datetime) -> Plan:
    """Put the differences into the running plan: what still holds keeps its history, the rest ends or begins."""
    require(by, _RIGHT, draft)
    _check(draft)
    plan = amended(draft)
    if plan is None:
        raise NotPossible("这份文件没有指明修订哪个方案，请按新方案采纳。")
    differences = compare(draft.data, plan)
    if not differences:
        raise NotPossible("与现行方案相比没有变化，不必再次采纳。")
    claim(draft, version=draft.version, state=PlanDraft.State.ADOPTED, amends=plan)
    applied = amending.apply(draft.data, plan, by=by, at=at)
    number = PlanVersion.objects.filter(plan=plan).count() + 1
    _keep_version(plan, draft, number=number, by=by, at=at)
    record(
        AMENDED, [plan, draft], by=by, at=at, org_path=plan.org_path, permission=_RIGHT,
        version=number, added=applied.added, ended=applied.ended, changed=applied.changed,
    )  # fmt: skip
    return plan


@transaction.atomic
def treat_as_amendment(draft: PlanDraft, *, of: Plan, version: int, by: Actor, at: datetime) -> PlanDraft:
    """Somebody says of which running plan the document is a new version, whatever its title."""
    require(by, _RIGHT, draft)
    refuse_other(of, draft.area)
    claim(draft, version=version, amends=of, parent=of.parent, data={**draft.data, "separate": False})
    record(CHOSEN, [draft, of], by=by, at=at, org_path=draft.org_path, permission=_RIGHT)
    return draft


@transaction.atomic
def treat_as_new(draft: PlanDraft, *, version: int, by: Actor, at: datetime) -> PlanDraft:
    """The document was taken for a version of a running plan, and is yet another plan."""
    require(by, _RIGHT, draft)
    claim(draft, version=version, amends=None, data={**draft.data, "separate": True})
    record(SEPARATED, [draft], by=by, at=at, org_path=draft.org_path, permission=_RIGHT)
    return draft


def _check(draft: PlanDraft) -> None:
    found = problems(draft.data)
    if found:
        raise NotPossible("草稿还不能采纳：" + "；".join(found) + "。")


def _keep_version(plan: Plan, draft: PlanDraft, *, number: int, by: Actor, at: datetime) -> None:
    PlanVersion.objects.create(
        plan=plan, number=number, draft=draft, data=draft.data, adopted_by_id=by.person(), adopted_at=at
    )
