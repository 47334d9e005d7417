"""How does every duty of a plan come to owe its half-year? Called inside the action that opens a round of reports."""

from datetime import date, datetime

from django.utils import timezone

from huxin.law.calendar import calendar_for
from huxin.plans.models import Duty, Plan, Term
from huxin.plans.terms import new_term


def open_cycle(plan: Plan, *, period: str, due_on: date, at: datetime) -> int:
    """A term for this half-year under each living duty of the plan's goals; those that have one keep it. New terms.

    A due day on a rest day moves to the working day before it; a round that is past when opened is overdue at once.
    """
    calendar = calendar_for(plan.area_id)
    duties = plan.duties.filter(origin=Duty.Origin.GOAL, ended_on=None)
    owing = set(duties.filter(terms__kind=Term.Kind.CYCLE, terms__period=period).values_list("pk", flat=True))
    new = [
        new_term(duty, kind=Term.Kind.CYCLE, due_on=due_on, calendar=calendar, period=period)
        for duty in duties
        if duty.pk not in owing
    ]
    for term in new:
        term.first_overdue_at = at if term.due_on < timezone.localtime(at).date() else None
    return len(Term.objects.bulk_create(new))
