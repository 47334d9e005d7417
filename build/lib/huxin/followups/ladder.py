"""Which late terms have reached which rung on a day? Also asked of past days, before a rule is switched on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from huxin.base.workdays import WORKING, Calendar
from huxin.followups.models import FollowUpTerm, LadderRule, Rung, rung_name
from huxin.plans.models import Plan, Term

DEFAULTS: dict[str, int] = {
    Rung.CHAT: 1,
    Rung.LETTER: 3,
    Rung.SUPERVISE: 8,
    Rung.CONVENOR: 15,
    Rung.GOVERNMENT: 25,
    Rung.CIRCULAR: 30,
}
_STEP = {rung: step for step, rung in enumerate(Rung.values)}


@dataclass(frozen=True, slots=True)
class Hit:
    """On this day the rule would have drafted one paper to this party about these terms."""

    day: date
    organisation_id: int
    terms: tuple[Term, ...]


def owed_late(plan: Plan, today: date) -> QuerySet[Term]:
    """What is owed past its day, with how far it was followed up."""
    items = FollowUpTerm.objects.select_related("follow_up").annotate(rung_name=rung_name("follow_up__plan"))
    return (
        Term.objects.filter(
            plan=plan, state__in=(Term.State.OPEN, Term.State.RETURNED), due_on__lt=today, duty__ended_on=None
        )
        .select_related("duty__goal", "duty__organisation__area")
        .prefetch_related(Prefetch("follow_ups", items.order_by("pk")))
        .order_by("due_on", "duty__goal__number", "pk")
    )


def ready(
    plan: Plan, rules: Sequence[LadderRule], *, today: date, calendar: Calendar
) -> dict[tuple[str, int], list[Term]]:
    """What the rules that are switched on ask for today: the terms by rung and party.

    A term climbs one rung at a time: the next one waits until the last was sent or dropped by somebody, and then for
    as many working days as lie between the two.
    """
    days = {rule.rung: rule.after_days for rule in rules}
    active = [rung for rung in Rung.values if any(rule.on and rule.rung == rung for rule in rules)]
    found: dict[tuple[str, int], list[Term]] = defaultdict(list)
    for term in owed_late(plan, today):
        last = max(term.follow_ups.all(), key=lambda item: (_STEP[item.rung], item.pk), default=None)
        above = [rung for rung in active if last is None or _STEP[rung] > _STEP[last.rung]]
        if above and _reached(term, last, above[0], days, calendar) <= today:
            found[above[0], term.duty.organisation_id].append(term)
    return found


def _reached(term: Term, last: FollowUpTerm | None, rung: str, days: dict[str, int], calendar: Calendar) -> date:
    """The first day on which the term is due for the rung; the end of time while the rung before is undecided."""
    day = calendar.add(term.due_on, days[rung], WORKING)
    if last is None:
        return day
    if last.follow_up.settled_at is None:
        return date.max
    gap = max(1, days[rung] - days.get(last.rung, DEFAULTS[last.rung]))
    return max(day, calendar.add(timezone.localtime(last.follow_up.settled_at).date(), gap, WORKING))


def by_party(terms: Iterable[Term]) -> dict[int, list[Term]]:
    """The terms of each organisation."""
    parties: dict[int, list[Term]] = defaultdict(list)
    for term in terms:
        parties[term.duty.organisation_id].append(term)
    return parties


def _answered_on(term: Term) -> date | None:
    moments: list[datetime] = [m for m in (term.handed_in_at, term.done_at) if m]
    return timezone.localtime(min(moments)).date() if moments else None


def tried(plan: Plan, after_days: int, *, start: date, end: date, calendar: Calendar) -> list[Hit]:
    """What the rule would have drafted from `start` to `end`, from the terms as they went, had every paper of the
    rungs below been signed on its day; nothing is written."""
    past = Term.objects.filter(plan=plan, due_on__lt=end, due_on__gte=start - timedelta(days=after_days * 3 + 30))
    hits: dict[tuple[date, int], list[Term]] = defaultdict(list)
    for term in past.exclude(state=Term.State.HISTORY).select_related("duty__goal", "duty__organisation"):
        day = calendar.add(term.due_on, after_days, WORKING)
        answered = _answered_on(term)
        if start <= day <= end and (answered is None or answered > day):
            hits[day, term.duty.organisation_id].append(term)
    return [Hit(day, party, tuple(terms)) for (day, party), terms in sorted(hits.items(), key=lambda item: item[0])]
