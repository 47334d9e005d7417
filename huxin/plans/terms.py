"""How does a term move? Moves without rights or events: the actions that call them have both.

Every move is one conditional UPDATE, so of two at once the second is told that the term has moved on.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from huxin.base.errors import NotPossible
from huxin.base.workdays import Calendar
from huxin.plans.models import Duty, Term

OWED = (Term.State.OPEN, Term.State.RETURNED)
UNFINISHED = (*OWED, Term.State.HANDED_IN)
UNDONE = Q(state__in=OWED, done_at=None)  # what is owed; the second half is how the index of the undone knows it
SINGLE = (Term.Kind.MILESTONE, Term.Kind.ONCE)  # handed in by themselves; half-years go with the report


def with_owed(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """The duties, each with what it owes as `owed`, the nearest day first."""
    return duties.prefetch_related(Prefetch("terms", Term.objects.filter(UNDONE).order_by("due_on"), to_attr="owed"))


def new_term(
    duty: Duty,
    *,
    kind: str,
    due_on: date,
    calendar: Calendar,
    period: str = "",
    settled_before: date | None = None,
) -> Term:
    """A term of the duty, not yet saved; a due day on a rest day moves to the working day before it.

    A term due before `settled_before` is born as history, with an unknown outcome for the office to settle; so is one
    that the rest day moves before it.
    """
    day = due_on if settled_before and due_on < settled_before else calendar.on_or_before(due_on)
    past = settled_before is not None and day < settled_before
    return Term(
        duty=duty,
        plan_id=duty.plan_id,
        kind=kind,
        period=milestone_period(due_on) if kind == Term.Kind.MILESTONE else period,
        state=Term.State.HISTORY if past else Term.State.OPEN,
        outcome=Term.Outcome.UNKNOWN if past else "",
        due_on=day,
        first_due_on=day,
        nominal_on=due_on,
        calendar_version=calendar.version,
        provisional=calendar.is_provisional(due_on),
    )


def milestone_period(due_on: date) -> str:
    """A duty has one milestone in a month; when the plan is amended it may get a later one."""
    return f"{due_on:%Y-%m}"


def _move(term: Term, to: str, *, among: tuple[str, ...], **changes: Any) -> Term:
    moved = Term.objects.filter(pk=term.pk, state__in=among, version=term.version).update(
        state=to, version=F("version") + 1, **changes
    )
    if not moved:
        raise NotPossible("这一期限刚刚已被他人处理，请刷新页面查看最新状态。")
    term.refresh_from_db()
    return term


def hand_in(term: Term, *, answer: str, at: datetime) -> Term:
    """The party has answered; now it waits for the office."""
    return _move(
        term,
        Term.State.HANDED_IN,
        among=OWED,
        answer=answer,
        handed_in_at=term.handed_in_at or at,
        first_overdue_at=_late(term, at),
    )


def withdraw(term: Term) -> Term:
    """The party takes its answer back before it is accepted."""
    return _move(term, Term.State.OPEN, among=(Term.State.HANDED_IN,), answer="")


def give_back(term: Term, *, until: date, reason: str = "") -> Term:
    """The office returns the answer; it may be mended until a day that is never earlier than the due day."""
    return _move(
        term,
        Term.State.RETURNED,
        among=(Term.State.HANDED_IN,),
        returns=F("returns") + 1,
        return_reason=reason,
        due_on=max(until, term.due_on),
    )


def close(term: Term, *, at: datetime, answer: str = "") -> Term:
    """It is done: accepted by the office, or answered where no acceptance is asked."""
    late = term.first_overdue_at if term.state == Term.State.HANDED_IN else _late(term, at)
    return _move(
        term,
        Term.State.DONE,
        among=UNFINISHED,
        done_at=at,
        first_overdue_at=late,
        answer=answer or term.answer or Term.Answer.NORMAL,
    )


def reopen(term: Term, *, due_on: date, reason: str = "") -> Term:
    """A closed term is owed again until a new day that is never earlier than the due day; that it was late once
    stays."""
    return _move(
        term,
        Term.State.OPEN,
        among=(Term.State.DONE,),
        due_on=max(due_on, term.due_on),
        done_at=None,
        answer="",
        return_reason=reason,
    )


def extend(term: Term, *, until: date) -> Term:
    """A later day was granted; the first day stays on record."""
    return _move(term, term.state, among=OWED, due_on=until)


def settle(term: Term, *, outcome: str, reason: str, by_id: int) -> Term:
    """Say of a term from before the tracking whether it was met, by whom it is said and why."""
    return _move(
        term,
        Term.State.HISTORY,
        among=(Term.State.HISTORY,),
        outcome=outcome,
        settled_reason=reason,
        settled_by_id=by_id,
    )


def _late(term: Term, at: datetime) -> datetime | None:
    """The first moment overdue: the one on record, else now where the day is past."""
    return term.first_overdue_at or (at if timezone.localtime(at).date() > term.due_on else None)


def overdue(*, today: date) -> QuerySet[Term]:
    """Owed terms past their day whose first moment overdue is not on record yet."""
    owed = Term.objects.filter(state__in=OWED, kind__in=Term.Kind.values, due_on__lt=today)  # as the index has them
    return owed.filter(first_overdue_at=None, duty__ended_on=None)


def mark_overdue(term: Term, *, at: datetime) -> bool:
    """Write the first moment overdue, once and for ever. False where another was faster."""
    first = Term.objects.filter(pk=term.pk, first_overdue_at=None, state__in=OWED)
    return bool(first.update(first_overdue_at=at))
