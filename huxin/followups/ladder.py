"""Which late terms have reached which rung on a day? Also asked of past days, before a rule is switched on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from huxin.base.workdays import WORKING, Calendar
from huxin.followups.models import Rung
from huxin.plans.models import Plan, Term

ZONE = ZoneInfo("Asia/Shanghai")
DEFAULTS: dict[str, int] = {
    Rung.CHAT: 1,
    Rung.LETTER: 3,
    Rung.SUPERVISE: 8,
    Rung.CONVENOR: 15,
    Rung.GOVERNMENT: 25,
    Rung.CIRCULAR: 30,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """On this day the rule would have drafted one paper to this party about these terms."""

    day: date
    organisation_id: int
    terms: tuple[Term, ...]


def reached_on(term: Term, after_days: int, calendar: Calendar) -> date:
    """The first day on which the term is that many working days late."""
    return calendar.add(term.due_on, after_days, WORKING)


def _answered_on(term: Term) -> date | None:
    moments: list[datetime] = [m for m in (term.handed_in_at, term.done_at) if m]
    return min(moments).astimezone(ZONE).date() if moments else None


def late_terms(plan: Plan, rung: str, after_days: int, *, today: date, calendar: Calendar) -> Iterator[Term]:
    """Owed terms of the plan that have reached the rung and were not yet followed up on it."""
    owed = Term.objects.filter(
        plan=plan, state__in=(Term.State.OPEN, Term.State.RETURNED), due_on__lt=today, duty__ended_on=None
    ).exclude(follow_ups__rung=rung)
    for term in owed.select_related("duty__goal", "duty__organisation__area").order_by("duty__goal__number", "pk"):
        if reached_on(term, after_days, calendar) <= today:
            yield term


def by_party(terms: Iterable[Term]) -> dict[int, list[Term]]:
    """The terms of each organisation."""
    parties: dict[int, list[Term]] = defaultdict(list)
    for term in terms:
        parties[term.duty.organisation_id].append(term)
    return parties


def tried(plan: Plan, after_days: int, *, start: date, end: date, calendar: Calendar) -> list[Hit]:
    """What the rule would have drafted from `start` to `end`, from the terms as they went; nothing is written."""
    past = Term.objects.filter(plan=plan, due_on__lt=end, due_on__gte=start - timedelta(days=after_days * 3 + 30))
    hits: dict[tuple[date, int], list[Term]] = defaultdict(list)
    for term in past.exclude(state=Term.State.HISTORY).select_related("duty__goal", "duty__organisation"):
        day = reached_on(term, after_days, calendar)
        answered = _answered_on(term)
        if start <= day <= end and (answered is None or answered > day):
            hits[day, term.duty.organisation_id].append(term)
    return [Hit(day, party, tuple(terms)) for (day, party), terms in sorted(hits.items(), key=lambda item: item[0])]
