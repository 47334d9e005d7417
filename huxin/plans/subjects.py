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
    return reduce(or_, (Q(**{f"{field}__inside": path}) for path in paths), Q(pk__in=()))


def plan_reach(by: Actor, permission: str, at: str = "") -> Q:
    """Plans of one's area; to view also those in which one's organisation has a duty or a seat.

    Like `duty_reach` it is said of the row itself, or with `at` of a plan that the row hangs below: conditions on
    joined columns, so that a page about one plan never gathers first whatever else one may see.
    """
    found = within(by, permission, f"{at}org_path")
    if permission == "plan.view":
        ours = own(by, permission, "organisation__path")
        for model in (Duty, Seat):
            still = {"ended_on": None} if model is Duty else {"closed_on": None}
            found |= Q(**{f"{at}pk__in": model._default_manager.filter(ours, **still).values("plan")})
    return found


def plans(by: Actor, permission: str) -> QuerySet[Plan]:
    """Plans within reach."""
    return Plan.objects.filter(plan_reach(by, permission))


def goals(by: Actor, permission: str) -> QuerySet[Goal]:
    """Goals of the plans."""
    return Goal.objects.filter(plan_reach(by, permission, "plan__"))


def duty_reach(by: Actor, permission: str, at: str = "") -> Q:
    """Duties within reach, and those that one's office or oneself works on for the unit; to view also those of which
    one was given a part. To rule, never one's own unit's."""
    found = within(by, permission, f"{at}org_path")
    if permission == "duty.rule":
        return found & ~reduce(or_, (Q(**{f"{at}org_path__startswith": path}) for path in by.paths()), Q(pk__in=()))
    if permission in ("duty.view", "duty.report"):
        found |= _drafts(by, permission, at) | _is(by, f"{at}handler")
    if permission == "duty.view":
        found |= Q(**{f"{at}pk__in": _given(by, permission)})
    return found


def duties(by: Actor, permission: str) -> QuerySet[Duty]:
    """Duties within reach."""
    return Duty.objects.filter(duty_reach(by, permission))


def _drafts(by: Actor, permission: str, at: str) -> Q:
    """Duties for which one's own office drafts. A list of keys, not a join: few duties have such an office."""
    offices = Organisation.objects.filter(own(by, permission, "path")).values("pk")
    return Q(**{f"{at}drafting_office__in": offices, f"{at}drafting_office__isnull": False})


def _is(by: Actor, field: str) -> Q:
    return Q(**{field: by.user_id, f"{field}__isnull": False})


def given_to(by: Actor) -> Q:
    """Parts that were given to oneself."""
    return _is(by, "person")


def _given(by: Actor, permission: str) -> QuerySet[Any, Any]:
    """Duties of which a part was given to one's own office or to oneself; a union, so that each way has its index."""
    parts = SubDuty.objects.filter(cancelled_at=None)
    return (
        parts.filter(own(by, permission, "office__path"))
        .values("duty")
        .union(parts.filter(given_to(by)).values("duty"))
    )


def answered_by(by: Actor, at: str = "") -> list[Q]:
    """Duties that one answers for, each only once: as the unit, as the office that drafts, as the handler."""
    unit, office = own(by, "duty.report", f"{at}organisation__path"), _drafts(by, "duty.report", at)
    return [unit, office & ~unit, _is(by, f"{at}handler") & ~unit & ~office]


def mine(by: Actor) -> QuerySet[Any, Any]:
    """What is one's own to do: what one answers for, and that of which one was given a part."""
    first, *others = (Duty.objects.filter(way, ended_on=None).values("pk") for way in answered_by(by))
    return first.union(*others, Duty.objects.filter(pk__in=_given(by, "duty.report"), ended_on=None).values("pk"))


def terms(by: Actor, permission: str) -> QuerySet[Term]:
    """The terms of the duties."""
    return Term.objects.filter(duty_reach(by, permission, "duty__"))


def extensions(by: Actor, permission: str) -> QuerySet[Extension]:
    """The requests about those terms."""
    return Extension.objects.filter(duty_reach(by, permission, "term__duty__"))


def parts(by: Actor, permission: str) -> QuerySet[SubDuty]:
    """The parts of the duties, and what one was given oneself."""
    given = Q(cancelled_at=None) & (own(by, permission, "office__path") | given_to(by))
    return SubDuty.objects.filter(duty_reach(by, permission, "duty__") | given)


def progress(by: Actor, permission: str) -> QuerySet[Progress]:
    """The entries of the duties."""
    return Progress.objects.filter(duty_reach(by, permission, "duty__"))


def seats(by: Actor, permission: str) -> QuerySet[Seat]:
    """All seats of the plans one sees; a unit files its own successors (meeting.reply), the office all."""
    if permission == "plan.view":
        return Seat.objects.filter(plan_reach(by, permission, "plan__"))
    return Seat.objects.filter(within(by, permission, "organisation__path") | within(by, permission, "plan__org_path"))


def assignments(by: Actor, permission: str) -> QuerySet[Assignment]:
    """The leader's remark stands in it: for the giver's own organisation, and for those that have to act on it."""
    gave = own(by, "assignment.give", "org_path")
    if permission == "assignment.give":
        return Assignment.objects.filter(gave)
    acting = reduce(or_, answered_by(by, "duty__"))
    return Assignment.objects.filter(gave | Q(pk__in=AssignmentDuty.objects.filter(acting).values("assignment")))


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
words_for("open_parts", lambda open_ones: f"，另有分解任务{open_ones}项未办结" if open_ones else "", empty="")
words_for("strike_off_undone", lambda undone: "，交办事项撤销销号、继续办理" if undone else "", empty="")
