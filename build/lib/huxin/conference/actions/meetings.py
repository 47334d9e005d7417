"""What may be done with a meeting itself: propose, convene, decline, put off, call off, hold?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.conference.models import Invitee, Meeting
from huxin.documents.faces import day_of
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan, Seat

PROPOSED = verb("meeting.proposed", "提议召开{meeting_kind}", ("meeting_kind",))
CONVENED = verb("meeting.convened", "召集会议，定于{day_on}召开", ("day_on",))
DECLINED = verb("meeting.declined", "决定不召集这次会议")
MOVED = verb("meeting.moved", "会议时间或地点调整，定于{day_on}召开", ("day_on",))
CANCELLED = verb("meeting.cancelled", "取消会议")
HELD = verb("meeting.held", "会议召开，到会{present}个单位（人）", ("present",))

State = Meeting.State
PLANNING = (State.PROPOSED, State.CONVENED)
STALE = "这次会议刚刚已被他人处理，请刷新页面查看最新状态。"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who of one invitation was there."""

    invitation_id: int
    present: bool
    name: str = ""
    post: str = ""
    companions: Sequence[tuple[str, str]] = ()


def step(meeting: Meeting, *, among: Sequence[str], to: str = "", **changes: Any) -> Meeting:
    """Move the meeting by one conditional UPDATE, so that the second of two at once is told; keeps the state
    where `to` is empty, and then serves as the lock under which the parts of the meeting are changed."""
    moved = Meeting.objects.filter(pk=meeting.pk, state__in=among).update(
        state=to or F("state"), version=F("version") + 1, **changes
    )
    if not moved:
        meeting.refresh_from_db()
        raise NotPossible(f"会议目前是“{meeting.get_state_display()}”，不能进行这一步；如与所见不符，{STALE}")
    meeting.refresh_from_db()
    return meeting


def note(
    kind: Verb,
    meeting: Meeting,
    *more: models.Model,
    by: Actor,
    at: datetime,
    permission: str = "meeting.run",
    **data: Any,
) -> None:
    """Write the event of an action on a meeting, at the meeting's place."""
    record(kind, [meeting, *more], by=by, at=at, org_path=meeting.org_path, permission=permission, **data)


def said(text: str, what: str) -> str:
    if not text.strip():
        raise NotPossible(f"请写明{what}。")
    return text.strip()


def member_organisations(plan: Plan, by: Actor) -> list[Organisation]:
    """The actor's own units that have a seat in the conference, or are its office: for these he may propose."""
    seated = Seat.objects.filter(plan=plan, closed_on=None).values("organisation")
    own = Organisation.objects.filter(path__in=by.paths()).order_by("order", "pk")
    return list(own.filter(pk__in=seated) | own.filter(pk=plan.office_id))


@transaction.atomic
def propose(
    plan: Plan,
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    ground: str,
    by: Actor,
    at: datetime,
) -> Meeting:
    """A member unit asks for a meeting, or for a consultation of a few units."""
    require(by, "meeting.propose")
    if by.user_id is None or organisation not in member_organisations(plan, by):
        raise PermissionDenied("meeting.propose")
    if plan.ended_on is not None:
        raise NotPossible("这个方案已经终止，不能再提议召开会议。")
    meeting = Meeting.objects.create(
        plan=plan,
        org_path=plan.area.path,
        kind=Meeting.Kind(kind),
        title=said(title, "会议名称"),
        ground=said(ground, "提议事由"),
        proposed_by=organisation,
        proposer_id=by.user_id,
        proposed_at=at,
    )
    note(PROPOSED, meeting, plan, by=by, at=at, permission="meeting.propose", meeting_kind=meeting.kind)
    return meeting


def ruling(meeting: Meeting) -> str:
    """Who rules on a proposal: a convenor; on a consultation between meetings, the office."""
    return "meeting.run" if meeting.kind == Meeting.Kind.CONSULTATION else "meeting.convene"


def _future(starts_at: datetime, reply_by: date | None, at: datetime) -> None:
    if starts_at <= at:
        raise NotPossible("会议时间已经过去，请填写今后的时间。")
    if reply_by is not None and reply_by > day_of(starts_at):
        raise NotPossible("回执截止日期晚于开会日期，请改早。")


@transaction.atomic
def convene(
    meeting: Meeting, *, starts_at: datetime, place: str, reply_by: date | None = None, by: Actor, at: datetime
) -> Meeting:
    """A convenor calls the meeting; the office a consultation. With it the invitations go out."""
    require(by, ruling(meeting), meeting)
    _future(starts_at, reply_by, at)
    step(
        meeting,
        among=(State.PROPOSED,),
        to=State.CONVENED,
        convened_by_id=by.user_id,
        convened_at=at,
        starts_at=starts_at,
        place=said(place, "会议地点"),
        reply_by=reply_by,
    )
    note(CONVENED, meeting, by=by, at=at, permission=ruling(meeting), day_on=day_of(starts_at))
    return meeting


@transaction.atomic
def decline(meeting: Meeting, *, reason: str, by: Actor, at: datetime) -> Meeting:
    """The proposal is not followed, and the proposing unit reads why."""
    require(by, ruling(meeting), meeting)
    step(meeting, among=(State.PROPOSED,), to=State.DECLINED, ended_reason=said(reason, "未予召集的理由"))
    note(DECLINED, meeting, by=by, at=at, permission=ruling(meeting))
    return meeting


@transaction.atomic
def move(
    meeting: Meeting, *, starts_at: datetime, place: str, reply_by: date | None = None, by: Actor, at: datetime
) -> Meeting:
    """Another time or place; replies already given are asked for anew, since they were for the old day."""
    require(by, "meeting.run", meeting)
    _future(starts_at, reply_by, at)
    another_day = meeting.starts_at != starts_at
    step(meeting, among=(State.CONVENED,), starts_at=starts_at, place=said(place, "会议地点"), reply_by=reply_by)
    if another_day:
        meeting.invitations.update(reply=Invitee.Reply.NONE, reason="", replied_by=None, replied_at=None)
    note(MOVED, meeting, by=by, at=at, day_on=day_of(starts_at))
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor, at: datetime) -> Meeting:
    """The office calls the meeting off, before it is held."""
    require(by, "meeting.run", meeting)
    step(meeting, among=PLANNING, to=State.CANCELLED, ended_reason=said(reason, "取消的理由"))
    note(CANCELLED, meeting, by=by, at=at)
    return meeting


@transaction.atomic
def take_attendance(meeting: Meeting, *, marks: Sequence[Mark], chair: str, by: Actor, at: datetime) -> Meeting:
    """Who was there. The first time it says that the meeting was held; until feedback is asked it can be mended."""
    require(by, "meeting.run", meeting)
    if meeting.starts_at is not None and at < meeting.starts_at:
        raise NotPossible("会议还没有到召开时间，不能登记到会情况；如已提前召开，请先调整会议时间。")
    first = meeting.state == State.CONVENED
    step(
        meeting,
        among=(State.CONVENED, State.HELD, State.DRAFTED),
        to=State.HELD if first else "",
        chair=said(chair, "主持人"),
    )
    rows = {invitation.pk: invitation for invitation in meeting.invitations.select_related("organisation")}
    for mark in marks:
        if mark.invitation_id not in rows:
            raise NotPossible("到会名单里有不在邀请之列的单位，请先补发邀请。")
        _mark(rows[mark.invitation_id], mark)
    present = [row for row in rows.values() if row.presence == Invitee.Presence.PRESENT]
    if not any(row.organisation_id for row in present):
        raise NotPossible("至少要有一个单位到会。")
    note(HELD, meeting, by=by, at=at, present=len(present))
    return meeting


def _mark(invitation: Invitee, mark: Mark) -> None:
    if mark.present and not (mark.name.strip() or invitation.guest_name):
        raise NotPossible(f"{invitation.unit}：到会的，请填写参会人姓名。")
    invitation.presence = Invitee.Presence.PRESENT if mark.present else Invitee.Presence.ABSENT
    if mark.present:
        invitation.name = mark.name.strip() or invitation.guest_name
        invitation.post = mark.post.strip()
        invitation.companions = [[name.strip(), post.strip()] for name, post in mark.companions if name.strip()]
    invitation.save(update_fields=["presence", "name", "post", "companions"])
