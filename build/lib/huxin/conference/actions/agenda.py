"""What is to be talked about, and what is handed out beforehand?"""

from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import Max

from huxin.base.actor import Actor
from huxin.conference.actions.meetings import PLANNING, note, said, step
from huxin.conference.models import AgendaItem, Meeting
from huxin.documents import store
from huxin.documents.models import Document
from huxin.journal.log import verb
from huxin.orgs.access import allowed, require, require_at
from huxin.orgs.models import Organisation

AGENDA = verb("meeting.agenda_changed", "调整议程，现有{items}项议题", ("items",))
MATERIAL = verb("meeting.material_added", "提交第{item}项议题的会议材料", ("item",))


@transaction.atomic
def put_topic(
    meeting: Meeting,
    *,
    title: str,
    presenter: Organisation | None = None,
    major: bool = False,
    item: AgendaItem | None = None,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """An item of the agenda, new (at the end) or changed."""
    require(by, "meeting.run", meeting)
    step(meeting, among=PLANNING)
    if item is None:
        last = meeting.agenda.aggregate(last=Max("order"))["last"] or 0
        item = AgendaItem(meeting=meeting, order=last + 1)
    item.title, item.presenter, item.major = said(title, "议题名称"), presenter, major
    item.save()
    _changed(meeting, by=by, at=at)
    return item


@transaction.atomic
def drop_topic(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Take an item off the agenda; those after it move up."""
    meeting = item.meeting
    require(by, "meeting.run", meeting)
    step(meeting, among=PLANNING)
    item.delete()
    for order, left in enumerate(meeting.agenda.order_by("order"), start=1):
        AgendaItem.objects.filter(pk=left.pk).update(order=order)
    _changed(meeting, by=by, at=at)


def _changed(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    note(AGENDA, meeting, by=by, at=at, items=meeting.agenda.count())


def add_material(item: AgendaItem, *, file: bytes | IO[bytes], name: str, by: Actor, at: datetime) -> Document:
    """A file for the table: from the office, or from the unit that presents the item. It is kept even when the
    meeting has moved on meanwhile."""
    meeting = item.meeting
    right = "meeting.run" if allowed(by, "meeting.run", meeting) else "meeting.reply"
    if right == "meeting.reply":
        require(by, "meeting.view", meeting)
        require_at(by, right, item.presenter.path if item.presenter else meeting.org_path)
    document = store.keep(file, name=name, subject=meeting, org_path=meeting.org_path, by=by, at=at)
    with transaction.atomic():
        step(meeting, among=PLANNING)
        item.materials.add(document)
        note(MATERIAL, meeting, by=by, at=at, permission=right, item=item.order)
    return document
