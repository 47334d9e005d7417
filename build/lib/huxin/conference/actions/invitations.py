"""Who is asked to come, and what do they answer?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.conference.actions.meetings import PLANNING, note, step
from huxin.conference.models import Invitee, Meeting
from huxin.journal.log import verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation
from huxin.plans.models import Seat

INVITED = verb("meeting.invited", "邀请{invited}个单位（人）参会", ("invited",))
UNINVITED = verb("meeting.uninvited", "撤回一份邀请")
REPLIED = verb("meeting.replied", "提交参会回执：{meeting_reply}", ("meeting_reply",))


Person = tuple[str, str]  # name, post
MOST_COMPANIONS = 10


def named(companions: Sequence[Person]) -> list[list[str]]:
    """Those who come along, as they are kept."""
    kept = [[name.strip(), post.strip()] for name, post in companions if name.strip() or post.strip()]
    if any(not name or len(name) > 40 or len(post) > 80 for name, post in kept):
        raise NotPossible("随同人员请一人一行写明姓名、职务，姓名与职务之间空一格。")
    if len(kept) > MOST_COMPANIONS:
        raise NotPossible(f"随同人员最多{MOST_COMPANIONS}人，人数较多的请与联席会议办公室联系。")
    return kept


@dataclass(frozen=True, slots=True)
class Guest:
    """A unit outside the system; with a name, an expert from there."""

    name: str
    unit: str


def member_units(meeting: Meeting) -> list[Organisation]:
    """The units with a seat in the conference and its office, in protocol order."""
    seats = Seat.objects.filter(plan=meeting.plan_id, closed_on=None)
    found = Organisation.objects.filter(Q(pk__in=seats.values("organisation")) | Q(pk=meeting.plan.office_id))
    return list(found.order_by("order", "pk"))


@transaction.atomic
def invite(
    meeting: Meeting,
    *,
    organisations: Sequence[Organisation] = (),
    guests: Sequence[Guest] = (),
    by: Actor,
    at: datetime,
) -> list[Invitee]:
    """Ask units and experts to come: members attend, other units and experts sit in (列席). Whoever is asked
    already stays as he is."""
    require(by, "meeting.run", meeting)
    step(meeting, among=(*PLANNING, Meeting.State.HELD))
    asked = {row.organisation_id: row for row in meeting.invitations.all()}
    members = {unit.pk for unit in member_units(meeting)}
    consultation = meeting.kind == Meeting.Kind.CONSULTATION
    order = meeting.invitations.aggregate(last=Max("order"))["last"] or 0
    new = [
        Invitee(organisation=unit, observer=unit.pk not in members and not consultation)
        for unit in organisations
        if unit.pk not in asked
    ]
    new += [_guest_row(guest) for guest in guests]
    if not new:
        raise NotPossible("没有新增的参会单位或专家，请选择或填写至少一个尚未邀请的单位。")
    for place, row in enumerate(new, start=1):
        row.meeting, row.order, row.invited_at = meeting, order + place, at
        row.save()
    note(INVITED, meeting, *new, by=by, at=at, invited=len(new))
    return new


def _guest_row(guest: Guest) -> Invitee:
    name, unit = guest.name.strip(), guest.unit.strip()
    if not unit:
        raise NotPossible("邀请专家要同时写明姓名和所在单位；邀请系统外单位，只写单位名称。")
    return Invitee(guest_name=name, guest_unit=unit, observer=True, name=name)


@transaction.atomic
def uninvite(invitation: Invitee, *, by: Actor, at: datetime) -> None:
    """Take an invitation back before the meeting."""
    meeting = invitation.meeting
    require(by, "meeting.run", meeting)
    step(meeting, among=PLANNING)
    note(UNINVITED, meeting, by=by, at=at)
    invitation.delete()


@transaction.atomic
def answer_invitation(
    invitation: Invitee,
    *,
    reply: str,
    name: str = "",
    post: str = "",
    companions: Sequence[Person] = (),
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Invitee:
    """Somebody comes, sends a substitute, or asks leave; may be changed until the meeting. The office may enter
    what was said on the phone."""
    require(by, "meeting.reply", invitation)
    kind = Invitee.Reply(reply)
    meeting = step(invitation.meeting, among=(Meeting.State.CONVENED,))
    name, reason = name.strip() or invitation.guest_name, reason.strip()
    if kind == Invitee.Reply.NONE:
        raise NotPossible("请选择参加、委托他人参加或请假。")
    if kind != Invitee.Reply.LEAVE and not name:
        raise NotPossible("请填写参会人姓名。")
    if kind != Invitee.Reply.ATTEND and not reason:
        raise NotPossible("委托他人参加或请假的，请写明原因。")
    Invitee.objects.filter(pk=invitation.pk).update(
        reply=kind,
        name=name,
        post=post.strip(),
        companions=[] if kind == Invitee.Reply.LEAVE else named(companions),
        reason="" if kind == Invitee.Reply.ATTEND else reason,
        replied_by=by.user_id,
        replied_at=at,
    )
    invitation.refresh_from_db()
    note(REPLIED, meeting, invitation, by=by, at=at, permission="meeting.reply", meeting_reply=kind.value)
    return invitation
