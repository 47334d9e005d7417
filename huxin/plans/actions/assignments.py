"""How is a document handed down turned into duties, answered and struck off? (交办事项)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import store
from huxin.documents.models import Document
from huxin.journal.log import record, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Organisation
from huxin.plans.assigning import assign_duty
from huxin.plans.models import Assignment, AssignmentDuty, Duty, Plan, Term

GIVEN = verb("assignment.given", "交办事项，交{units}家单位于{due_on}前办理", ("units", "due_on"))
STRUCK_OFF = verb("assignment.struck_off", "交办事项销号")
_RIGHT = "assignment.give"


@dataclass(frozen=True, slots=True)
class Matter:
    """What was handed down, and how it is proposed to be dealt with."""

    title: str
    source: str
    received_on: date
    due_on: date
    urgency: str = Assignment.Urgency.NORMAL
    source_no: str = ""
    remark: str = ""
    proposal: str = ""


def give(
    matter: Matter,
    *,
    organisation: Organisation,
    units: Sequence[Organisation],
    by: Actor,
    at: datetime,
    plan: Plan | None = None,
    scan: tuple[str, bytes] | None = None,
) -> Assignment:
    """Hand it to the units that have to act; each gets a duty with one day."""
    require_at(by, _RIGHT, organisation.path)
    for unit in units:
        require_at(by, _RIGHT, unit.path)
    _check(matter, units, at)
    kept = store.keep(scan[1], name=scan[0], org_path=organisation.path, by=by, at=at) if scan else None
    with transaction.atomic():
        assignment = _create(matter, organisation, plan, kept, by=by, at=at)
        calendar = calendar_for(organisation.area_id)
        duties = [
            assign_duty(
                organisation=unit,
                title=assignment.title,
                plan=plan,
                due_on=matter.due_on,
                origin=Duty.Origin.ASSIGNMENT,
                calendar=calendar,
            )[0]
            for unit in dict.fromkeys(units)
        ]
        AssignmentDuty.objects.bulk_create(AssignmentDuty(assignment=assignment, duty=duty) for duty in duties)
        record(
            GIVEN, [assignment, *duties], by=by, at=at, org_path=assignment.org_path, permission=_RIGHT,
            units=len(duties), due_on=matter.due_on,
        )  # fmt: skip
    return assignment


def _check(matter: Matter, units: Sequence[Organisation], at: datetime) -> None:
    if not matter.title.strip() or not matter.source.strip():
        raise NotPossible("请填写交办事项和来文（交办）单位或领导职务。")
    if not units:
        raise NotPossible("请选择承办单位。")
    if matter.due_on < timezone.localtime(at).date():
        raise NotPossible("办理时限不能早于今天。")


def _create(
    matter: Matter, organisation: Organisation, plan: Plan | None, kept: Document | None, *, by: Actor, at: datetime
) -> Assignment:
    assignment = Assignment.objects.create(
        organisation=organisation,
        plan=plan,
        title=matter.title.strip(),
        source=matter.source.strip(),
        source_no=matter.source_no.strip(),
        received_on=matter.received_on,
        due_on=matter.due_on,
        urgency=matter.urgency,
        remark=matter.remark.strip(),
        proposal=matter.proposal.strip(),
        scan=kept,
        org_path=organisation.path,
        given_by_id=by.person(),
        given_at=at,
    )
    if kept is not None:
        store.attach(kept, subject=assignment)
    return assignment


@transaction.atomic
def strike_off(assignment: Assignment, *, reply: str, by: Actor, at: datetime) -> Assignment:
    """Every unit is done, and whoever handed it down was answered."""
    require(by, _RIGHT, assignment)
    if not reply.strip():
        raise NotPossible("请填写向交办单位（领导）回复的内容。")
    if not Assignment.objects.filter(pk=assignment.pk, closed_at=None).update(reply=reply.strip(), closed_at=at):
        raise NotPossible("这件交办事项已经销号。")
    # asked once the row is held: a duty reopened at the same time holds it too
    open_terms = Term.objects.filter(duty__assignment_item__assignment=assignment, duty__ended_on=None).exclude(
        state=Term.State.DONE
    )
    waiting = sorted(set(open_terms.values_list("duty__organisation__short_name", flat=True)))
    if waiting:
        raise NotPossible(f"{'、'.join(waiting)}还没有办结，不能销号。")
    assignment.refresh_from_db()
    record(STRUCK_OFF, [assignment], by=by, at=at, org_path=assignment.org_path, permission=_RIGHT)
    return assignment
