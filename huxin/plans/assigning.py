"""How does a duty come to be that no goal asks for? A move without rights or events, like those of terms."""

from datetime import date

from huxin.base.workdays import Calendar
from huxin.orgs.models import Organisation
from huxin.plans.models import Assignment, Duty, Plan, Term
from huxin.plans.terms import new_term


def assign_duty(
    *, organisation: Organisation, title: str, plan: Plan | None, due_on: date, origin: str, calendar: Calendar
) -> tuple[Duty, Term]:
    """A duty of one organisation that comes from a decision or a document handed down, with the one day it is due."""
    duty = Duty.objects.create(
        plan=plan,
        origin=Duty.Origin(origin),
        organisation=organisation,
        org_path=organisation.path,
        role=Duty.Role.ASSIGNED,
        title=title,
    )
    term = new_term(duty, kind=Term.Kind.ONCE, due_on=due_on, calendar=calendar)
    term.save()
    return duty, term


def take_up_again(assignment: Assignment, *, due_on: date) -> bool:
    """One of its units owes it again until a later day: it is not struck off any more. Was it?"""
    struck_off = assignment.closed_at is not None
    assignment.closed_at, assignment.due_on = None, max(due_on, assignment.due_on)
    assignment.save(update_fields=["closed_at", "due_on"])
    return struck_off
