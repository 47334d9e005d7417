"""Who may read which part of the record of events, and who did?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.journal.log import record, verb
from huxin.journal.models import Event, EventSubject
from huxin.journal.timeline import sentence
from huxin.orgs.access import require, subject, visible, within

READ = verb(
    "journal.read",
    "查阅审计日志（记录日期{since_on}至{until_on}）",
    ("since_on", "until_on", "event_verb", "of_kind", "of_id", "exported"),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events are asked for; what is empty does not narrow."""

    person: str = ""
    organisation: str = ""
    verb: str = ""
    since_on: date | None = None
    until_on: date | None = None
    kind: str = ""
    subject_id: int | None = None


def events(by: Actor, permission: str) -> QuerySet[Event]:
    """Events within reach, and those of the installation as a whole."""
    return Event.objects.filter(within(by, permission) | Q(org_path=""))


def selected(selection: Selection, by: Actor) -> QuerySet[Event]:
    """The events that `by` may read, narrowed, with the things they touched."""
    rows = visible(Event, by).prefetch_related("subjects")
    texts = {
        "actor_name__icontains": selection.person,
        "organisation__icontains": selection.organisation,
        "verb": selection.verb,
    }
    rows = rows.filter(**{field: text for field, text in texts.items() if text})
    if selection.since_on:
        rows = rows.filter(recorded_at__gte=_midnight(selection.since_on))
    if selection.until_on:
        rows = rows.filter(recorded_at__lt=_midnight(selection.until_on + timedelta(days=1)))
    if selection.kind:
        touched = EventSubject.objects.filter(kind=selection.kind)
        if selection.subject_id is not None:
            touched = touched.filter(subject_id=selection.subject_id)
        rows = rows.filter(pk__in=touched.values("event"))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def note_reading(selection: Selection, *, exported: bool, by: Actor, at: datetime) -> None:
    """Reading the record stands in the record."""
    require(by, "journal.audit")
    record(
        READ, [], by=by, at=at, org_path=by.reaches("journal.audit")[0], permission="journal.audit",
        since_on=selection.since_on, until_on=selection.until_on, event_verb=selection.verb,
        of_kind=selection.kind, of_id=selection.subject_id, exported=exported,
    )  # fmt: skip


subject(
    Event,
    view="journal.audit",
    visible=events,
    title=sentence,
    url=lambda event: f"{reverse('workbench:audit')}?verb={event.verb}",
)
