"""How does a unit ask for a later day, and what comes of the signature on its request?

The request travels as a paper (延期审批表): inside the unit, then to whoever rules on the duty. The signature grants or
refuses it; nobody decides it in any other way.
"""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.approval import deciders, give_up, submit
from huxin.documents.kinds import REVIEW, SIGN, Step
from huxin.documents.models import ApprovalStep, Paper
from huxin.documents.papers import draft_paper, remake
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import SYSTEM, allowed, require
from huxin.orgs.models import Organisation, User
from huxin.plans import terms
from huxin.plans.apart import convenor_apart
from huxin.plans.models import Duty, Extension, Term
from huxin.plans.papers import EXTENSION_FORM, extension_form
from huxin.plans.subjects import duty_name

ASKED = verb("extension.asked", "申请将{term_kind}延至{until_on}", ("term_kind", "until_on"))
AMENDED = verb("extension.amended", "延期申请改为延至{until_on}", ("term_kind", "until_on"))
GRANTED = verb("extension.granted", "延期获批，{term_kind}延至{until_on}", ("term_kind", "until_on"))
REFUSED = verb("extension.refused", "延期未获批，{term_kind}仍为{due_on}", ("term_kind", "due_on"))
WITHDRAWN = verb("extension.withdrawn", "延期申请已撤销", ("term_kind",))
MOOT = verb("extension.moot", "不再要求这一{term_kind}，延期申请终止，无须再审批", ("term_kind",))
_INSIDE = ("section_head", "unit_leader", "county_leader")  # who agrees to it in the unit, as far as it has them
State = Extension.State
_OUTCOME: dict[str, Extension.State] = {Paper.State.REFUSED: State.REFUSED, Paper.State.VOIDED: State.WITHDRAWN}


@transaction.atomic
def ask_extension(term: Term, *, until_on: date, ground: str, by: Actor, at: datetime) -> Extension:
    """The unit asks, with its ground; one request at a time. The form is drafted and sent on its way."""
    duty = term.duty
    require(by, "duty.report", duty)
    if term.state not in terms.OWED or duty.ended_on is not None:
        raise NotPossible(f"这一期限现为“{term.get_state_display()}”，不需要延期。")
    _check(term, until_on, ground, at)
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                term=term, until_on=until_on, ground=ground.strip(), asked_by_id=by.person(), asked_at=at
            )
    except IntegrityError:
        raise NotPossible("已有一份延期申请在等待审批，请等审批后再提。") from None
    desk = _desk(duty, by)
    extension.paper = draft_paper(
        EXTENSION_FORM, subject=extension, organisation=duty.organisation, office=desk, tree=extension_form(extension),
        title=f"延期审批表：{duty_name(duty)}", steps=_way(duty, desk or duty.organisation, by), by=by, at=at,
    )  # fmt: skip
    extension.save(update_fields=["paper"])
    submit(extension.paper, by=by, at=at)
    _record(ASKED, extension, "duty.report", by=by, at=at, until_on=until_on)
    return extension


@transaction.atomic
def amend_extension(extension: Extension, *, until_on: date, ground: str, by: Actor, at: datetime) -> Extension:
    """Another day or ground: by the unit while the form is with it, or by one who is asked for his opinion on it."""
    _check(extension.term, until_on, ground, at)
    asked = Extension.objects.filter(pk=extension.pk, state=State.ASKED)
    if extension.paper is None or not asked.update(until_on=until_on, ground=ground.strip()):
        raise NotPossible(f"这份延期申请{extension.get_state_display()}，不能再修改。")
    extension.refresh_from_db()
    remake(extension.paper, tree=extension_form(extension), by=by, at=at)
    right = "paper.draft" if allowed(by, "paper.draft", extension.paper) else "paper.approve"
    _record(AMENDED, extension, right, by=by, at=at, until_on=until_on)
    return extension


def _check(term: Term, until_on: date, ground: str, at: datetime) -> None:
    if until_on <= term.due_on or until_on < timezone.localtime(at).date():
        raise NotPossible(f"申请延至的日期应晚于现在的时限{term.due_on:%Y-%m-%d}，也不能早于今天。")
    if not ground.strip():
        raise NotPossible("请写明申请延期的理由。")


def _desk(duty: Duty, by: Actor) -> Organisation | None:
    """The office inside the unit that asks; none where it is the unit itself."""
    if by.grant("paper.draft", duty.org_path):
        return None
    below = [g.path for g in by.grants if "paper.draft" in g.reach and g.path.startswith(duty.org_path)]
    if not below:
        raise PermissionDenied("paper.draft")
    return Organisation.objects.get(path=below[0])


def _way(duty: Duty, home: Organisation, by: Actor) -> tuple[Step, ...]:
    """The unit's own section head and leader, then the director of the office that rules on the duty.

    Nobody grants a later day to his own unit: that of the office's own unit goes to a convenor of another one.
    """
    inside = tuple(Step(REVIEW, role=role) for role in _INSIDE if _holders(role, home).exclude(pk=by.person()).exists())
    office = ruling_office(duty)
    if not duty.org_path.startswith(office.path) and _holders("office_director", office).exists():
        return (*inside, Step(SIGN, organisation=office, role="office_director"))
    if other := convenor_apart(office, duty.organisation):
        return (*inside, Step(SIGN, user=other))
    raise NotPossible("目前没有可以审批延期的人（办公室主任或其他单位的召集人），请联系联席会议办公室。")


def _holders(role: str, organisation: Organisation) -> QuerySet[User]:
    return deciders(ApprovalStep(organisation=organisation, role=role))


def ruling_office(duty: Duty) -> Organisation:
    """Which organisation rules on the duty: the plan's office, or whoever handed the matter down."""
    if duty.plan is not None:
        return duty.plan.office
    return duty.assignment_item.assignment.organisation


@transaction.atomic
def follow_the_signature(paper: Paper, *, at: datetime) -> None:
    """The request has been granted, refused or given up: so be it with the term. Repeating it changes nothing."""
    extension = Extension.objects.select_related("term__duty").get(paper=paper)
    state = _OUTCOME.get(paper.state, State.GRANTED)
    last = paper.steps.filter(round=paper.round, kind=SIGN, state=ApprovalStep.State.DECIDED).first()
    said: dict[str, Any] = {"reply": paper.void_reason}
    if state != State.WITHDRAWN and last is not None:
        said = {"reply": last.reason, "decided_by": last.acted_by, "decided_at": last.acted_at}
    if not Extension.objects.filter(pk=extension.pk, state=State.ASKED).update(state=state, **said):
        return
    extension.refresh_from_db()
    term = extension.term
    if state == State.WITHDRAWN:
        _record(WITHDRAWN, extension, "", by=SYSTEM, at=at)
    elif state == State.REFUSED:
        _record(REFUSED, extension, "", by=SYSTEM, at=at, due_on=term.due_on)
    else:
        if term.state in terms.UNFINISHED and term.due_on < extension.until_on:
            terms.extend(term, until=extension.until_on)
        _record(GRANTED, extension, "", by=SYSTEM, at=at, until_on=extension.until_on)


def end_moot(among: QuerySet[Term], *, reason: str, at: datetime) -> None:
    """Requests about terms that are no longer asked for are at an end, wherever their forms are. For use inside the
    action that ends the duty."""
    gone = among.filter(Q(state=Term.State.HISTORY) | Q(duty__ended_on__isnull=False))
    asked = Extension.objects.filter(term__in=gone, state=State.ASKED)
    for extension in asked.select_related("paper", "term__duty").order_by("pk"):
        Extension.objects.filter(pk=extension.pk).update(state=State.WITHDRAWN, reply=reason)
        if extension.paper is not None:
            give_up(extension.paper, reason=reason, at=at)
        _record(MOOT, extension, "", by=SYSTEM, at=at)


def _record(kind: Verb, extension: Extension, right: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    duty = extension.term.duty
    record(
        kind, [duty, extension], by=by, at=at, org_path=duty.org_path, permission=right,
        term_kind=extension.term.kind, **facts,
    )  # fmt: skip
