"""Which things does this package own, and who sees them?

The office, the convenors and the auditors reach a meeting through its area; a unit reaches it by having proposed it,
or by being invited once it is convened. A draft of minutes is for the office, and for the units that attended once
they are asked; one unit's opinion is for that unit and the office until the minutes are issued. For a unit speaks
whoever may answer for it (meeting.reply).
"""

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.conference.models import Decision, Invitee, Meeting, Minutes, Opinion
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.plans.subjects import own

STATES_PUBLISHED = (Meeting.State.ISSUED, Meeting.State.CLOSED)
STATES_ASKED = (Meeting.State.FEEDBACK, Meeting.State.APPROVAL, *STATES_PUBLISHED)


def _invited(by: Actor, permission: str, **facts: str) -> QuerySet[Invitee]:
    return Invitee.objects.filter(own(by, permission, "organisation__path"), **facts)


def meetings(by: Actor, permission: str) -> QuerySet[Meeting]:
    """Meetings of one's area; for a unit those it proposed and those it was called to."""
    invited = Q(convened_at__isnull=False, pk__in=_invited(by, permission).values("meeting"))
    return Meeting.objects.filter(within(by, permission) | own(by, permission, "proposed_by__path") | invited)


def invitations(by: Actor, permission: str) -> QuerySet[Invitee]:
    """To read: all of a meeting that one sees. To answer: one's own, and for the office all."""
    if permission == "meeting.view":
        return Invitee.objects.filter(meeting__in=meetings(by, permission))
    ours = own(by, permission, "organisation__path") & Q(meeting__convened_at__isnull=False)
    return Invitee.objects.filter(ours | within(by, permission, "meeting__org_path"))


def minutes(by: Actor, permission: str) -> QuerySet[Minutes]:
    """To read: the office, the units that attended once they are asked, and all who see the meeting once issued."""
    if permission != "meeting.view":
        return Minutes.objects.filter(meeting__in=meetings(by, permission))
    attended = _invited(by, "meeting.reply", presence=Invitee.Presence.PRESENT).values("meeting")
    asked = Q(meeting__state__in=STATES_ASKED, meeting__in=attended)
    issued = Q(meeting__state__in=STATES_PUBLISHED, meeting__in=meetings(by, permission))
    return Minutes.objects.filter(asked | issued | within(by, "meeting.run", "meeting__org_path"))


def opinions(by: Actor, permission: str) -> QuerySet[Opinion]:
    """To answer: one's own. To read besides: the office, and the attending units once the minutes are issued."""
    meeting = "round__minutes__meeting"
    if permission == "meeting.reply":
        return Opinion.objects.filter(own(by, permission, "organisation__path"))
    runs = within(by, "meeting.run", f"{meeting}__org_path")
    if permission == "meeting.run":
        return Opinion.objects.filter(runs)
    attended = _invited(by, "meeting.reply", presence=Invitee.Presence.PRESENT).values("meeting")
    open_now = Q(**{f"{meeting}__state__in": STATES_PUBLISHED, f"{meeting}__in": attended})
    return Opinion.objects.filter(own(by, "meeting.reply", "organisation__path") | runs | open_now)


def decisions(by: Actor, permission: str) -> QuerySet[Decision]:
    """What was issued, for those who see the meeting and for the units it binds."""
    bound = Decision.objects.filter(own(by, permission, "units__organisation__path")).values("pk")
    return Decision.objects.filter(
        Q(pk__in=bound) | Q(meeting__in=meetings(by, permission)), effective_at__isnull=False
    )


def _of_meeting(meeting: Meeting) -> str:
    return reverse("workbench:meeting", args=[meeting.pk])


subject(
    Meeting,
    view="meeting.view",
    visible=meetings,
    title=lambda m: m.title,
    url=_of_meeting,
)
subject(
    Invitee,
    view="meeting.view",
    visible=invitations,
    title=lambda i: f"{i.meeting.title}：{i.unit}",
    url=lambda i: reverse("workbench:meeting", args=[i.meeting_id]),  # where everybody who sees it may read it
)
subject(
    Minutes,
    view="meeting.view",
    visible=minutes,
    title=lambda m: f"{m.meeting.title}纪要",
    url=lambda m: reverse("workbench:minutes", args=[m.meeting_id]),
)
subject(
    Opinion,
    view="meeting.view",
    visible=opinions,
    title=lambda o: f"{o.organisation.short_name}对{o.round.minutes.meeting.title}纪要的反馈",
    url=lambda o: reverse("workbench:minutes", args=[o.round.minutes.meeting_id]),
)
subject(
    Decision,
    view="meeting.view",
    visible=decisions,
    title=lambda d: d.text[:60],
    url=lambda d: reverse("workbench:minutes", args=[d.meeting_id]),
)
words_for("meeting_kind", lambda code: Meeting.Kind(code).label)
words_for("meeting_reply", lambda code: Invitee.Reply(code).label)
words_for("minutes_part", lambda code: {"frame": "概况和结尾", "item": "条目", "decision": "议定事项"}[code])
words_for("minutes_answer", lambda code: Opinion.Answer(code).label)
words_for("opinion_handling", lambda code: Opinion.Handling(code).label)
