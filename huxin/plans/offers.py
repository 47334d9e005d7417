"""What do plans offer to the search box and to the list of to-dos?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.plans.models import Assignment, Duty, Goal, Plan, SubDuty, Term
from huxin.plans.subjects import duty_name, own
from huxin.search.find import searchable
from huxin.work.todos import Todo, offer

searchable(Plan, "title", "document_no")
searchable(Goal, "title", "text")
searchable(Duty, "title", "goal__title", "organisation__name", "organisation__short_name")
searchable(Assignment, "title", "source", "source_no")


@offer
def own_terms(by: Actor, at: datetime) -> Iterator[Todo]:
    """What one's unit owes; the half-years stand on the list as the one report, not as each of its parts."""
    owed = (
        visible(Term, by, "duty.report")
        .filter(
            own(by, "duty.report", "duty__org_path"),
            state__in=(Term.State.OPEN, Term.State.RETURNED),
            duty__ended_on=None,
        )
        .exclude(kind=Term.Kind.CYCLE)
    )
    for term in owed.select_related("duty__goal", "duty__organisation").order_by("due_on")[:100]:
        yield Todo(
            title=duty_name(term.duty),
            url=reverse("workbench:duty", args=[term.duty_id]),
            due_on=term.due_on,
            kind=term.get_kind_display(),
            organisation=term.duty.organisation.short_name,
            state=term.get_state_display(),
        )


@offer
def own_parts(by: Actor, at: datetime) -> Iterator[Todo]:
    """What was broken down to oneself."""
    mine = SubDuty.objects.filter(person_id=by.user_id, done_at=None, cancelled_at=None, duty__ended_on=None)
    for part in mine.select_related("duty__organisation").order_by(F("due_on").asc(nulls_last=True))[:100]:
        yield Todo(
            title=part.text[:60],
            url=reverse("workbench:duty", args=[part.duty_id]),
            due_on=part.due_on,
            kind="分解任务",
            organisation=part.duty.organisation.short_name,
        )


@offer
def waiting_for_me(by: Actor, at: datetime) -> Iterator[Todo]:
    """Answers of other units that wait for one's decision."""
    handed_in = visible(Term, by, "duty.rule").filter(state=Term.State.HANDED_IN, duty__ended_on=None)
    handed_in = handed_in.exclude(kind=Term.Kind.CYCLE).select_related("duty__goal", "duty__organisation")
    for term in handed_in.order_by("handed_in_at")[:100]:
        yield Todo(
            title=duty_name(term.duty),
            url=reverse("workbench:duty", args=[term.duty_id]),
            due_on=None,
            kind=term.get_kind_display(),
            organisation=term.duty.organisation.short_name,
            state="待审核",
        )


@offer
def answered_assignments(by: Actor, at: datetime) -> Iterator[Todo]:
    """What one's own organisation gave out and has not struck off."""
    given = visible(Assignment, by, "assignment.give").filter(own(by, "assignment.give", "org_path"), closed_at=None)
    for assignment in given.order_by("due_on")[:50]:
        yield Todo(
            title=assignment.title,
            url=reverse("workbench:assignment", args=[assignment.pk]),
            due_on=assignment.due_on,
            kind="交办事项",
            state="待销号",
        )
