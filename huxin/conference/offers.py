"""What do meetings offer to the search box and to the list of to-dos?

What a unit owes from a decision is offered by `plans`, like every other duty.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.conference.models import Decision, Invitee, Meeting, Minutes, Opinion
from huxin.conference.queries import OWED
from huxin.documents.faces import day_of
from huxin.orgs.access import visible
from huxin.plans.subjects import own
from huxin.search.find import searchable
from huxin.work.todos import Todo, offer

State = Meeting.State
CONSULTATION = Meeting.Kind.CONSULTATION
MOST = 50

searchable(Meeting, "title", "ground")
searchable(Minutes, "meeting__title", "opening")
searchable(Decision, "text")


@offer
def proposals_to_rule_on(by: Actor, at: datetime) -> Iterator[Todo]:
    """A convenor's meetings and the office's consultations that were proposed."""
    proposed = Meeting.objects.filter(state=State.PROPOSED)
    mine = visible(Meeting, by, "meeting.convene").exclude(kind=CONSULTATION) & proposed
    offices = visible(Meeting, by, "meeting.run").filter(kind=CONSULTATION) & proposed
    for found in (mine, offices):
        for meeting in found.select_related("proposed_by").order_by("proposed_at")[:MOST]:
            yield _todo(meeting, None, "提议待定", meeting.proposed_by.short_name)


@offer
def invitations_to_answer(by: Actor, at: datetime) -> Iterator[Todo]:
    """One's own unit is asked to a meeting and has not said who comes."""
    asked = visible(Invitee, by, "meeting.reply").filter(
        own(by, "meeting.reply", "organisation__path"), reply="", meeting__state=State.CONVENED
    )
    for invitation in asked.select_related("meeting", "organisation").order_by("meeting__starts_at")[:MOST]:
        meeting = invitation.meeting
        yield Todo(
            title=meeting.title,
            url=reverse("workbench:meeting_reply", args=[invitation.pk]),
            due_on=meeting.reply_by or (day_of(meeting.starts_at) if meeting.starts_at else None),
            kind="会议回执",
            organisation=invitation.organisation.short_name if invitation.organisation else "",
            state="待回执",
        )


@offer
def minutes_to_answer(by: Actor, at: datetime) -> Iterator[Todo]:
    """One's own unit was there and has not said whether it agrees to the minutes."""
    asked = visible(Opinion, by, "meeting.reply").filter(
        answer="", round__closed_at=None, round__minutes__meeting__state=State.FEEDBACK
    )
    for opinion in asked.select_related("round__minutes__meeting", "organisation").order_by("round__answer_by")[:MOST]:
        yield _todo(
            opinion.round.minutes.meeting, opinion.round.answer_by, "纪要待反馈", opinion.organisation.short_name
        )


@offer
def meetings_to_run(by: Actor, at: datetime) -> Iterator[Todo]:
    """What the office has to move on: take the attendance, write, deal with opinions, send on, strike off."""
    running = visible(Meeting, by, "meeting.run")
    quiet = Opinion.objects.filter(round__closed_at=None, round__answer_by__gte=day_of(at), answer="")
    loud = Opinion.objects.filter(round__closed_at=None, answer="remark", handling="")
    owed = Decision.objects.filter(units__duty__ended_on=None, units__duty__terms__state__in=OWED)
    waiting = {
        "待登记到会": Q(state=State.CONVENED, starts_at__lte=at),
        "待起草纪要": Q(state=State.HELD),
        "纪要起草中": Q(state=State.DRAFTED),
        "意见待处理": Q(state=State.FEEDBACK) & (_of(loud) | ~_of(quiet)),
        "待销号": Q(state=State.ISSUED) & ~Q(pk__in=owed.values("meeting")),
    }
    for words, found in waiting.items():
        for meeting in running.filter(found).order_by("pk")[:MOST]:
            yield _todo(meeting, None, words, "")


def _of(opinions: QuerySet[Opinion]) -> Q:
    """Meetings that have such an opinion."""
    return Q(pk__in=opinions.values("round__minutes__meeting"))


def _todo(meeting: Meeting, due_on: date | None, state: str, organisation: str) -> Todo:
    return Todo(
        title=meeting.title,
        url=reverse("workbench:meeting", args=[meeting.pk]),
        due_on=due_on,
        kind=meeting.get_kind_display(),
        organisation=organisation,
        state=state,
    )
