"""What do meetings offer to the search box and to the list of to-dos?

What a unit owes from a decision is offered by `plans`, like every other duty.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from huxin.base.actor import Actor
from huxin.conference.models import Decision, DecisionUnit, Invitee, Meeting, Minutes, Opinion
from huxin.conference.queries import OWED, unreported
from huxin.documents.faces import day_of
from huxin.orgs.access import visible
from huxin.plans.subjects import own
from huxin.search.find import searchable
from huxin.work.todos import Offered, offer

State = Meeting.State
CONSULTATION = Meeting.Kind.CONSULTATION

searchable(Meeting, "title", "ground", "agenda__title")
searchable(Minutes, "meeting__title", "opening", "items__heading", "items__discussion", "closing")
searchable(Decision, "text")


@offer("meeting.convene", "meeting.run")
def proposals_to_rule_on(by: Actor, at: datetime) -> Iterator[Offered]:
    """A convenor's meetings and the office's consultations that were proposed."""
    mine = visible(Meeting, by, "meeting.convene").exclude(kind=CONSULTATION)
    offices = visible(Meeting, by, "meeting.run").filter(kind=CONSULTATION)
    for found in (mine, offices):
        yield _meetings(found.filter(state=State.PROPOSED), "提议待定", organisation="proposed_by__short_name")


@offer("meeting.reply")
def invitations_to_answer(by: Actor, at: datetime) -> Iterator[Offered]:
    """One's own unit is asked to a meeting and has not said who comes."""
    asked = visible(Invitee, by, "meeting.reply").filter(own(by, "meeting.reply", "organisation__path"))
    yield Offered(
        asked.filter(reply="", meeting__state=State.CONVENED),
        lambda line: line.todo("workbench:meeting_reply", "会议回执", "待回执"),
        due_on=Coalesce("meeting__reply_by", TruncDate("meeting__starts_at")),
        title="meeting__title",
        organisation="organisation__short_name",
    )


@offer("meeting.reply")
def minutes_to_answer(by: Actor, at: datetime) -> Iterator[Offered]:
    """One's own unit was there and has not said whether it agrees to the minutes."""
    meeting = "round__minutes__meeting"
    asked = visible(Opinion, by, "meeting.reply").filter(answer="", round__closed_at=None)
    yield Offered(
        asked.filter(**{f"{meeting}__state": State.FEEDBACK}),
        lambda line: line.todo("workbench:meeting", Meeting.Kind(line.detail).label, "纪要待反馈"),
        pk=f"{meeting}_id",
        due_on="round__answer_by",
        title=f"{meeting}__title",
        organisation="organisation__short_name",
        detail=f"{meeting}__kind",
    )


@offer("meeting.run")
def meetings_to_run(by: Actor, at: datetime) -> Iterator[Offered]:
    """What the office has to move on: take the attendance, write, deal with opinions, report, strike off."""
    running = visible(Meeting, by, "meeting.run")
    quiet = Opinion.objects.filter(round__closed_at=None, round__answer_by__gte=day_of(at), answer="")
    loud = Opinion.objects.filter(round__closed_at=None, answer="remark", handling="")
    owed = DecisionUnit.objects.filter(decision__meeting=OuterRef("pk"), duty__ended_on=None)
    waiting = {
        "待登记到会": Q(state=State.CONVENED, starts_at__lte=at),
        "待起草纪要": Q(state=State.HELD),
        "纪要起草中": Q(state=State.DRAFTED),
        "意见待处理": Q(state=State.FEEDBACK) & (_of(loud) | ~_of(quiet)),
        "待报告重大事项": Q(state=State.ISSUED) & unreported(),
        "待销号": Q(state=State.ISSUED)
        & ~unreported()
        & ~Exists(owed.filter(duty__terms__state__in=OWED, duty__terms__done_at=None)),
    }
    for words, found in waiting.items():
        yield _meetings(running.filter(found), words)


def _of(opinions: QuerySet[Opinion]) -> Q:
    """Meetings that have such an opinion."""
    return Q(pk__in=opinions.values("round__minutes__meeting"))


def _meetings(rows: QuerySet[Meeting], state: str, organisation: str | None = None) -> Offered:
    return Offered(
        rows,
        lambda line: line.todo("workbench:meeting", Meeting.Kind(line.detail).label, state),
        title="title",
        organisation=organisation,
        detail="kind",
    )
