"""What do plans offer to the search box and to the list of to-dos?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, Left

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.plans.models import Assignment, Duty, Extension, Goal, Plan, Progress, Seat, SubDuty, Term
from huxin.plans.subjects import answered_by, given_to, own
from huxin.plans.succession import to_take_over
from huxin.plans.terms import SINGLE, UNDONE
from huxin.search.find import searchable
from huxin.work.todos import Line, Offered, Todo, offer

searchable(Plan, "title", "document_no")
searchable(Goal, "title", "text")
searchable(Duty, "title", "goal__title", "organisation__name", "organisation__short_name")
searchable(Progress, "text", only=Q(withdrawn_at=None))
searchable(Seat, "holders__name", "holders__post", "post", "organisation__name", "organisation__short_name")
searchable(SubDuty, "text", "result", "office_name", "person_name", only=Q(cancelled_at=None))
searchable(Extension, "ground", "reply", "term__duty__goal__title")
searchable(Assignment, "title", "source", "source_no", "remark", "proposal", "reply")
_DUTY = "workbench:duty"


def _terms(rows: QuerySet[Term], *, due_on: str | None) -> Offered:
    """Milestones and single days; the half-years stand on the list as the one report, not as each of its parts."""

    def todo(line: Line) -> Todo:
        kind, state = line.detail.split()
        words = Term.State(state).label if state != Term.State.HANDED_IN else "待审核"
        return line.todo(_DUTY, Term.Kind(kind).label, words, by_calendar=True)

    return Offered(
        rows.filter(kind__in=SINGLE, duty__ended_on=None),
        todo,
        pk="duty_id",
        due_on=due_on,
        title=Coalesce("duty__goal__title", "duty__title"),
        organisation="duty__organisation__short_name",
        detail=Concat("kind", Value(" "), "state"),
    )


@offer()
def own_terms(by: Actor, at: datetime) -> Iterator[Offered]:
    """What one's unit owes, or what was given to one's office or to oneself to handle."""
    for way in answered_by(by, "duty__"):
        yield _terms(Term.objects.filter(way, UNDONE), due_on="due_on")


@offer()
def own_parts(by: Actor, at: datetime) -> Iterator[Offered]:
    """What was broken down to oneself."""
    yield Offered(
        SubDuty.objects.filter(given_to(by), done_at=None, cancelled_at=None, duty__ended_on=None),
        lambda line: line.todo(_DUTY, "分解任务", ""),
        pk="duty_id",
        due_on="due_on",
        title=Left("text", 60),
        organisation="duty__organisation__short_name",
    )


@offer("duty.rule")
def waiting_for_me(by: Actor, at: datetime) -> Iterator[Offered]:
    """Answers of other units that wait for one's decision."""
    handed_in = Term.objects.filter(state=Term.State.HANDED_IN, kind__in=SINGLE)  # few, so they are sought first
    yield _terms(visible(Term, by, "duty.rule").filter(pk__in=handed_in.values("pk")), due_on=None)


@offer("assignment.give")
def given_assignments(by: Actor, at: datetime) -> Iterator[Offered]:
    """What one's own organisation gave out and has not struck off."""
    yield Offered(
        visible(Assignment, by, "assignment.give").filter(own(by, "assignment.give", "org_path"), closed_at=None),
        lambda line: line.todo("workbench:assignment", "交办事项", "待销号"),
        due_on="due_on",
        title="title",
    )


@offer("meeting.reply")
def seats_to_take_over(by: Actor, at: datetime) -> Iterator[Offered]:
    """One follows in the post of somebody who holds a seat: it is filed with the office by a click."""
    yield Offered(
        to_take_over(by),
        lambda line: line.todo("workbench:seat_successor", f"{Seat.Kind(line.detail).label}席位", "待接任备案"),
        pk="seat_id",
        title=Concat(Value("接任席位："), "seat__plan__title", output_field=CharField()),
        organisation="seat__organisation__short_name",
        detail="seat__kind",
    )
