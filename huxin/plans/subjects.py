"""Which things does this package own, and who sees them?

The board of a plan is open to all who take part in it; what a unit owes in detail is for the unit, for the office to
which it was broken down, and for whoever reaches its place. To rule on a duty is for others than the unit itself.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.orgs.models import Organisation
from huxin.plans.models import (
    Assignment,
    AssignmentDuty,
    Duty,
    Extension,
    Goal,
    Plan,
    Progress,
    Seat,
    SubDuty,
    Term,
)


def own(by: Actor, permission: str, field: str) -> Q:
    """Rows of the organisations in which the actor himself holds the permission, however far his role reaches."""
    paths = {grant.path for grant in by.grants if permission in grant.reach and grant.path}
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=()))


def plans(by: Actor, permission: str) -> QuerySet[Plan]:
    """Plans of one's area; to view also those in which one's organisation has a duty or a seat."""
    found = within(by, permission)
    if permission == "plan.view":
        ours = units(by, permission)
        found |= Q(pk__in=Duty.objects.filter(organisation__in=ours, ended_on=None).values("plan"))
        found |= Q(pk__in=Seat.objects.filter(organisation__in=ours, closed_on=None).values("plan"))
    return Plan.objects.filter(found)


def goals(by: Actor, permission: str) -> QuerySet[Goal]:
    """Goals of the plans."""
    return Goal.objects.filter(plan__in=plans(by, permission))


def given_to(by: Actor) -> Q:
    """Parts that were given to oneself."""
    return Q(person=by.user_id, person__isnull=False)


def handled_by(by: Actor) -> Q:
    """Duties that oneself handles for the unit."""
    return Q(handler=by.user_id, handler__isnull=False)


def units(by: Actor, permission: str) -> QuerySet[Any, Any]:
    """The organisations in which the actor himself holds the permission, with the offices inside them.

    Asked for as a list of keys, never joined: both databases then find the rows by the key's own index.
    """
    return Organisation.objects.filter(own(by, permission, "path")).values("pk")


def duties(by: Actor, permission: str) -> QuerySet[Duty]:
    """Duties within reach, and those that one's office or oneself works on for the unit; to view also those of which
    one was given a part. To rule, never one's own unit's."""
    if permission == "duty.rule":
        mine = reduce(or_, (Q(org_path__startswith=path) for path in by.paths()), Q(pk__in=()))
        return Duty.objects.filter(within(by, permission)).exclude(mine)
    found = within(by, permission)
    if permission in ("duty.view", "duty.report"):
        found |= Q(drafting_office__in=units(by, permission)) | handled_by(by)
    if permission == "duty.view":
        found |= Q(pk__in=_given(by, permission).values("duty"))
    return Duty.objects.filter(found)


def _given(by: Actor, permission: str) -> QuerySet[SubDuty]:
    """Parts that were given to one's own office or to oneself."""
    return SubDuty.objects.filter(Q(office__in=units(by, permission)) | given_to(by), cancelled_at=None)


def owed_by(by: Actor) -> QuerySet[Any, Any]:
    """What one answers for: as the unit, as the office that drafts, as the handler. A union, so each by its index."""
    ours = units(by, "duty.report")
    ways = (Q(organisation__in=ours), Q(drafting_office__in=ours), handled_by(by))
    first, *others = (Duty.objects.filter(way, ended_on=None).values("pk") for way in ways)
    return first.union(*others)


def mine(by: Actor) -> QuerySet[Any, Any]:
    """What is one's own to do: what one answers for, and that of which one was given a part."""
    return owed_by(by).union(_given(by, "duty.report").filter(duty__ended_on=None).values("duty"))


def terms(by: Actor, permission: str) -> QuerySet[Term]:
    """The terms of the duties."""
    return Term.objects.filter(duty__in=duties(by, permission))


def extensions(by: Actor, permission: str) -> QuerySet[Extension]:
    """The requests about those terms."""
    return Extension.objects.filter(term__duty__in=duties(by, permission))


def parts(by: Actor, permission: str) -> QuerySet[SubDuty]:
    """The parts of the duties, and what one was given oneself."""
    given = _given(by, permission).values("pk")
    return SubDuty.objects.filter(Q(duty__in=duties(by, permission)) | Q(pk__in=given))


def progress(by: Actor, permission: str) -> QuerySet[Progress]:
    """The entries of the duties."""
    return Progress.objects.filter(duty__in=duties(by, permission))


def seats(by: Actor, permission: str) -> QuerySet[Seat]:
    """All seats of the plans one sees; a unit files its own successors (meeting.reply), the office all."""
    if permission == "plan.view":
        return Seat.objects.filter(plan__in=plans(by, permission))
    return Seat.objects.filter(within(by, permission, "organisation__path") | within(by, permission, "plan__org_path"))


def assignments(by: Actor, permission: str) -> QuerySet[Assignment]:
    """The leader's remark stands in it: for the giver's own organisation, and for those that have to act on it."""
    gave = own(by, "assignment.give", "org_path")
    if permission == "assignment.give":
        return Assignment.objects.filter(gave)
    ours = units(by, "duty.report")
    act = Duty.objects.filter(Q(organisation__in=ours) | Q(drafting_office__in=ours) | handled_by(by))
    return Assignment.objects.filter(gave | Q(pk__in=AssignmentDuty.objects.filter(duty__in=act).values("assignment")))


def duty_name(duty: Duty) -> str:
    """What the duty is about, in the words of the plan or of the document handed down."""
    return duty.goal.title if duty.goal else duty.title


def _duty_url(duty_id: int) -> str:
    return reverse("workbench:duty", args=[duty_id])


subject(
    Plan,
    view="plan.view",
    visible=plans,
    title=lambda p: p.title,
    url=lambda p: reverse("workbench:board", args=[p.pk]),
)
subject(
    Goal,
    view="plan.view",
    visible=goals,
    title=lambda g: f"任务{g.number} {g.title}",
    url=lambda g: reverse("workbench:goal", args=[g.pk]),
)
subject(
    Duty,
    view="duty.view",
    visible=duties,
    title=lambda d: f"{d.organisation.short_name}：{duty_name(d)}",
    url=lambda d: _duty_url(d.pk),
)
subject(
    Term,
    view="duty.view",
    visible=terms,
    title=lambda t: f"{t.duty.organisation.short_name}：{duty_name(t.duty)}（{t.get_kind_display()}）",
    url=lambda t: _duty_url(t.duty_id),
)
subject(
    Extension,
    view="duty.view",
    visible=extensions,
    title=lambda e: f"{duty_name(e.term.duty)}的延期申请",
    url=lambda e: _duty_url(e.term.duty_id),
)
subject(
    SubDuty,
    view="duty.view",
    visible=parts,
    title=lambda p: f"{p.office_name}：{p.text[:40]}",
    url=lambda p: _duty_url(p.duty_id),
)
subject(
    Progress,
    view="duty.view",
    visible=progress,
    title=lambda p: p.text[:40],
    url=lambda p: _duty_url(p.duty_id),
)
subject(
    Seat,
    view="plan.view",
    visible=seats,
    title=lambda s: f"{s.organisation.short_name}{s.get_kind_display()}",
    url=lambda s: reverse("workbench:seats", args=[s.plan_id]),
)
subject(
    Assignment,
    view="duty.view",
    visible=assignments,
    title=lambda a: a.title,
    url=lambda a: reverse("workbench:assignment", args=[a.pk]),
)
words_for("term_kind", lambda code: Term.Kind(code).label)
words_for("outcome", lambda code: Term.Outcome(code).label)
words_for("answer", lambda code: Term.Answer(code).label)
words_for("seat_kind", lambda code: Seat.Kind(code).label)
