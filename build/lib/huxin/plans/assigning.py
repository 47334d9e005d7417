"""How does a duty come to be that no goal asks for? A move without rights or events, like those of terms."""

from datetime import date

from huxin.base.workdays import Calendar
from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Plan, Term
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
