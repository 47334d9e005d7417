"""Whose due day is near or past? Told on fixed days before and after, once each."""

from datetime import date, datetime, timedelta

from huxin.base.chinese import spoken_date, spoken_due
from huxin.law.calendar import calendar_for
from huxin.notices.actions import tell
from huxin.notices.rules import SUPERVISORS, holders
from huxin.plans.models import Term

BEFORE = (7, 3, 1, 0)  # calendar days before the due day
AFTER = (1, 3, 7, 14, 30)


def remind(*, today: date, at: datetime) -> int:
    """Tell the party of what is due soon; of what is late, its leaders too. Number of notices asked for."""
    days = [today + timedelta(days=n) for n in BEFORE] + [today - timedelta(days=n) for n in AFTER]
    owed = Term.objects.filter(state__in=("open", "returned"), due_on__in=days, duty__ended_on=None)
    told = 0
    for term in owed.select_related("duty__goal", "duty__organisation").iterator(chunk_size=500):
        told += _remind(term, today=today, at=at)
    return told


def _remind(term: Term, *, today: date, at: datetime) -> int:
    duty = term.duty
    left = (term.due_on - today).days
    people = holders("duty.report", duty.org_path, at=at)
    people += [duty.handler_id] if duty.handler_id else []
    if left < 0:
        people += holders("duty.view", duty.org_path, at=at, roles=SUPERVISORS)
    name = duty.goal.title if duty.goal else duty.title
    spoken = spoken_due(term.due_on, today, calendar_for(duty.organisation.area_id))
    return tell(
        "term.soon" if left >= 0 else "term.late",
        people,
        duty,
        text=f"“{name}”（{term.get_kind_display()}）{spoken}，时限{spoken_date(term.due_on)}",
        once=f"{term.pk}:{term.due_on}:{left}",
        org_path=duty.org_path,
        at=at,
    )
