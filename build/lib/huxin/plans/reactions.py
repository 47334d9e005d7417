"""What happens to terms when the calendar becomes certain, or a request for a later day has been signed?"""

from functools import cache

from django.db import transaction
from django.db.models import F

from huxin.base.workdays import Calendar
from huxin.documents.papers import of_event
from huxin.journal.log import react, record, verb
from huxin.journal.models import Event
from huxin.law.calendar import calendar_for
from huxin.orgs.access import SYSTEM
from huxin.plans.actions.extensions import follow_the_signature
from huxin.plans.models import Term
from huxin.plans.papers import EXTENSION_FORM
from huxin.plans.terms import OWED

MOVED = verb(
    "term.day_moved", "放假安排公布，{term_kind}时限由{from_on}调整为{due_on}", ("term_kind", "from_on", "due_on")
)


@react("paper.signed")
def request_granted(event: Event) -> None:
    """The signature gives the later day."""
    _follow(event)


@react("paper.refused")
def request_refused(event: Event) -> None:
    """The signature does not."""
    _follow(event)


@react("paper.voided")
def request_given_up(event: Event) -> None:
    """The unit has withdrawn its form for good."""
    _follow(event)


def _follow(event: Event) -> None:
    paper = of_event(event)
    if paper.kind == EXTENSION_FORM.code:
        follow_the_signature(paper, at=event.occurred_at)


@react("calendar.announced")
def after_announcement(event: Event) -> None:
    """The State Council's notice of a year."""
    _reckon_all(event)


@react("calendar.local_added")
def after_local_holiday(event: Event) -> None:
    """A local day off more."""
    _reckon_all(event)


@react("calendar.local_removed")
def after_local_workday(event: Event) -> None:
    """A local day off less."""
    _reckon_all(event)


def _reckon_all(event: Event) -> None:
    """Owed terms that nobody has moved by hand get the day that the calendar now gives."""
    moved_by_nobody = Term.objects.filter(
        state__in=OWED, nominal_on__isnull=False, due_on=F("first_due_on"), first_overdue_at=None, duty__ended_on=None
    )
    calendar_of = cache(calendar_for)
    for term in moved_by_nobody.select_related("duty__organisation", "plan").iterator(chunk_size=500):
        _reckon(term, calendar_of(term.plan.area_id if term.plan else term.duty.organisation.area_id), event)


def _reckon(term: Term, calendar: Calendar, event: Event) -> None:
    nominal = term.nominal_on or term.first_due_on
    day, provisional = calendar.on_or_before(nominal), calendar.is_provisional(nominal)
    if (day, provisional) == (term.due_on, term.provisional):
        return
    with transaction.atomic():
        changed = Term.objects.filter(pk=term.pk, version=term.version).update(
            due_on=day,
            first_due_on=day,
            provisional=provisional,
            calendar_version=calendar.version,
            version=F("version") + 1,
        )
        if changed and day != term.due_on:
            record(
                MOVED, [term.duty, term], by=SYSTEM, at=event.occurred_at, org_path=term.duty.org_path,
                term_kind=term.kind, from_on=term.due_on, due_on=day,
            )  # fmt: skip
