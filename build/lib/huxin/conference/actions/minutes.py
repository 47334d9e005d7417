"""How are the minutes written: the text, one entry for each agenda item, and the decisions?"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.conference.actions.meetings import State, note, step
from huxin.conference.models import Decision, DecisionUnit, Meeting, Minutes, MinutesItem
from huxin.conference.wording import default_opening
from huxin.documents.faces import day_of
from huxin.journal.log import verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation

STARTED = verb("minutes.started", "开始起草纪要")
WRITTEN = verb("minutes.written", "修改纪要：{minutes_part}", ("minutes_part",))


@transaction.atomic
def start_minutes(meeting: Meeting, *, by: Actor, at: datetime) -> Minutes:
    """A draft with one entry for each agenda item, ready to be written."""
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.HELD,), to=State.DRAFTED)
    minutes = Minutes.objects.create(
        meeting=meeting, opening=default_opening(meeting), started_by_id=by.person(), started_at=at
    )
    MinutesItem.objects.bulk_create(
        MinutesItem(minutes=minutes, agenda_item=topic, order=topic.order, heading=topic.title)
        for topic in meeting.agenda.order_by("order")
    )
    note(STARTED, meeting, minutes, by=by, at=at)
    return minutes


def _writing(minutes: Minutes, *, part: str, by: Actor, at: datetime) -> Meeting:
    """Right, lock and event of one change to the draft; outside the drafting nothing of the text can change."""
    meeting = minutes.meeting
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.DRAFTED,))
    note(WRITTEN, meeting, minutes, by=by, at=at, minutes_part=part)
    return meeting


@transaction.atomic
def write_frame(minutes: Minutes, *, opening: str, closing: str, by: Actor, at: datetime) -> Minutes:
    """The paragraph before the items, and what follows them."""
    if not opening.strip():
        raise NotPossible("请写明会议概况。")
    _writing(minutes, part="frame", by=by, at=at)
    minutes.opening, minutes.closing = opening.strip(), closing.strip()
    minutes.save(update_fields=["opening", "closing"])
    return minutes


@transaction.atomic
def put_item(
    minutes: Minutes, *, heading: str, discussion: str, item: MinutesItem | None = None, by: Actor, at: datetime
) -> MinutesItem:
    """An entry, new or changed."""
    if not heading.strip():
        raise NotPossible("请写明这一条的标题。")
    _writing(minutes, part="item", by=by, at=at)
    if item is None:
        last = minutes.items.aggregate(last=Max("order"))["last"] or 0
        item = MinutesItem(minutes=minutes, order=last + 1)
    item.heading, item.discussion = heading.strip(), discussion.strip()
    item.save()
    return item


@transaction.atomic
def drop_item(item: MinutesItem, *, by: Actor, at: datetime) -> None:
    """Strike out an entry with its decisions."""
    _writing(item.minutes, part="item", by=by, at=at)
    item.delete()


@transaction.atomic
def put_decision(
    item: MinutesItem,
    *,
    text: str,
    organisations: Sequence[Organisation],
    due_on: date | None,
    major: bool = False,
    decision: Decision | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """A decision, new or changed. With units it needs a day, because it becomes their duty."""
    if not text.strip():
        raise NotPossible("请写明议定的事项。")
    if organisations and due_on is None:
        raise NotPossible("有责任单位的议定事项要写明办结时限，印发后才能转为任务督办。")
    if due_on is not None and not organisations:
        raise NotPossible("写了办结时限的议定事项要选定责任单位。")
    meeting = _writing(item.minutes, part="decision", by=by, at=at)
    if due_on is not None and meeting.starts_at is not None and due_on < day_of(meeting.starts_at):
        raise NotPossible("办结时限早于开会日期，请核对。")
    if decision is None:
        last = item.decisions.aggregate(last=Max("order"))["last"] or 0
        decision = Decision(meeting=meeting, item=item, plan_id=meeting.plan_id, order=last + 1)
    decision.text, decision.due_on, decision.major = text.strip(), due_on, major
    decision.save()
    decision.units.all().delete()
    DecisionUnit.objects.bulk_create(DecisionUnit(decision=decision, organisation=unit) for unit in organisations)
    return decision


@transaction.atomic
def drop_decision(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Strike out a decision while the draft is being written."""
    _writing(decision.item.minutes, part="decision", by=by, at=at)
    decision.delete()
