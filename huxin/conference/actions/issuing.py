"""How do the papers of a meeting come to be, and what follows when the minutes are issued?"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.conference import wording
from huxin.conference.actions.meetings import State, note, step
from huxin.conference.actions.rounds import attending_units, current_round, frozen, obstacles
from huxin.conference.models import Decision, DecisionUnit, FeedbackRound, Meeting, Minutes
from huxin.conference.papers import FEEDBACK, LETTER, MAJOR, MINUTES, NOTICE, RESULT
from huxin.conference.queries import majors, to_report, unfinished_units
from huxin.documents.faces import day_of
from huxin.documents.kinds import REVIEW, SIGN, PaperKind, Step
from huxin.documents.models import Paper
from huxin.documents.papers import draft_paper, under_way
from huxin.journal.log import Verb, verb
from huxin.law.calendar import calendar_for
from huxin.orgs.access import SYSTEM, require
from huxin.orgs.models import Organisation
from huxin.plans.assigning import assign_duty
from huxin.plans.models import Duty
from huxin.typesetting.content import Paper as Tree

NOTICE_DRAFTED = verb("meeting.notice_drafted", "起草会议通知")
LETTER_DRAFTED = verb("minutes.letter_drafted", "起草第{number}轮征求意见函", ("number",))
SENT = verb("minutes.sent", "与会单位意见办理完毕，纪要送签")
SENT_AGAIN = verb("minutes.sent_again", "原纪要文书作废，按已同意的文字重新送签")
ISSUED = verb("meeting.minutes_issued", "纪要印发，{duties}项责任转为任务督办", ("duties",))
CLOSED = verb("meeting.closed", "议定事项全部办结，会议销号")
REPORTED = verb("meeting.major_drafted", "起草重大事项报告")


@transaction.atomic
def draft_notice(meeting: Meeting, *, letter: bool, by: Actor, at: datetime) -> Paper:
    """The notice of a convened meeting to the units invited; as a letter (函) where they are not below the office."""
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.CONVENED,))
    kind = LETTER if letter else NOTICE
    _refuse_second(kind, meeting)
    invited = meeting.invitations.filter(organisation__isnull=False).values("organisation")
    units = list(Organisation.objects.filter(pk__in=invited).order_by("order", "pk"))
    if not units:
        raise NotPossible("还没有邀请单位，请先确定参会单位。")
    tree = wording.notice_paper(meeting, letter=letter)
    paper = _draft(kind, meeting, tree, to=units, by=by, at=at)
    note(NOTICE_DRAFTED, meeting, by=by, at=at)
    return paper


def _refuse_second(kind: PaperKind, meeting: Meeting) -> None:
    if under_way(kind, meeting).exists():
        raise NotPossible(f"这次会议的{kind.title}已经拟出，请在“会议文书”中办理；要重拟的，先作废原稿。")


@transaction.atomic
def draft_feedback_letter(round_: FeedbackRound, *, by: Actor, at: datetime) -> Paper:
    """The letter of a round, for units that answer on paper; it says what the round says about silence."""
    meeting = round_.minutes.meeting
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.FEEDBACK,))
    _refuse_second(FEEDBACK, meeting)
    tree = wording.feedback_letter(round_)
    paper = _draft(FEEDBACK, meeting, tree, to=attending_units(meeting), by=by, at=at)
    note(LETTER_DRAFTED, meeting, by=by, at=at, number=round_.number)
    return paper


@transaction.atomic
def send_for_approval(meeting: Meeting, *, by: Actor, at: datetime) -> Paper:
    """Make a paper of the text that all attending units agreed to, word for word, for the convenor to sign."""
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.FEEDBACK,), to=State.APPROVAL)
    minutes = meeting.minutes
    round_ = current_round(minutes)
    if round_ is None or frozen(minutes)[1] != round_.digest:
        raise NotPossible("文稿与征求意见时不一致，请退回修改后重新征求意见。")
    opinions = list(round_.opinions.select_related("organisation").order_by("organisation__order", "pk"))
    if found := obstacles(opinions, round_, day_of(at)):
        raise NotPossible(f"纪要须经与会单位同意后印发：{'；'.join(found)}。")
    round_.opinions.filter(answer="").update(answer="silent", answered_at=at)
    return _write_paper(meeting, SENT, by=by, at=at)


@transaction.atomic
def send_again(meeting: Meeting, *, by: Actor, at: datetime) -> Paper:
    """A new paper, with a number of its own, of the text that was agreed to: the one before it was declared void.

    Not a word is different, so nobody is asked again; duties that came of minutes already issued stand.
    """
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.APPROVAL, State.ISSUED))
    minutes = meeting.minutes
    if not may_send_again(minutes):
        raise NotPossible("原纪要文书作废后，才能按与会单位已同意的文字重新送签。")
    agreed = minutes.rounds.order_by("-number").first()
    if agreed is None or frozen(minutes)[1] != agreed.digest:
        raise NotPossible("文稿与征求意见时不一致，请退回修改后重新征求意见。")
    return _write_paper(meeting, SENT_AGAIN, by=by, at=at)


def may_send_again(minutes: Minutes) -> bool:
    """Is there nothing left of the last paper of these minutes but its void number?"""
    return minutes.paper is not None and minutes.paper.state == Paper.State.VOIDED


def _write_paper(meeting: Meeting, kind: Verb, *, by: Actor, at: datetime) -> Paper:
    minutes = meeting.minutes
    minutes.paper = _minutes_paper(meeting, by=by, at=at)
    minutes.save(update_fields=["paper"])
    note(kind, meeting, minutes, by=by, at=at)
    return minutes.paper


def _minutes_paper(meeting: Meeting, *, by: Actor, at: datetime) -> Paper:
    """Minutes have no addressee (主送): copies go to the units that were there and to those bound by a decision."""
    bound = DecisionUnit.objects.filter(decision__meeting=meeting).values("organisation")
    there = attending_units(meeting)
    others = Organisation.objects.filter(pk__in=bound).exclude(pk__in=[unit.pk for unit in there])
    cc = [*there, *others.order_by("order", "pk")]
    consultation = meeting.kind == Meeting.Kind.CONSULTATION
    convenor = None if consultation else meeting.convened_by
    steps = (Step(REVIEW, role="office_director"), Step(SIGN, user=convenor)) if convenor else None
    tree = wording.minutes_paper(meeting.minutes, recipients=cc)
    return _draft(RESULT if consultation else MINUTES, meeting, tree, cc=cc, steps=steps, by=by, at=at)


def _draft(
    kind: PaperKind,
    meeting: Meeting,
    tree: Tree,
    *,
    by: Actor,
    at: datetime,
    to: Sequence[Organisation] = (),
    cc: Sequence[Organisation] = (),
    steps: tuple[Step, ...] | None = None,
) -> Paper:
    return draft_paper(
        kind, subject=meeting, organisation=meeting.plan.office, tree=tree, title=tree.title.replace("\n", ""),
        to=to, cc=cc, steps=steps, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def put_into_effect(paper: Paper, *, at: datetime) -> None:
    """The minutes are out: each unit of each decision owes its duty from now on. Repeating it changes nothing."""
    meeting = Meeting.objects.select_related("plan", "minutes").filter(minutes__paper=paper).first()
    if meeting is None:
        return
    waiting = Meeting.objects.filter(pk=meeting.pk, state=State.APPROVAL)
    if not waiting.update(state=State.ISSUED, version=meeting.version + 1):
        return
    meeting.minutes.rounds.filter(closed_at=None).update(closed_at=at)
    Decision.objects.filter(meeting=meeting).update(effective_at=at)
    duties = [_bind(unit) for unit in _to_bind(meeting)]
    note(ISSUED, meeting, meeting.minutes, *duties, by=SYSTEM, at=at, duties=len(duties))


def _to_bind(meeting: Meeting) -> list[DecisionUnit]:
    units = DecisionUnit.objects.filter(decision__meeting=meeting, decision__due_on__isnull=False, duty=None)
    return list(units.select_related("decision__plan", "organisation").order_by("decision_id", "pk"))


def _bind(unit: DecisionUnit) -> Duty:
    decision = unit.decision
    assert decision.due_on is not None  # asked for in _to_bind
    duty, _ = assign_duty(
        organisation=unit.organisation,
        title=decision.text if len(decision.text) <= 200 else f"{decision.text[:199]}…",
        plan=decision.plan,
        due_on=decision.due_on,
        origin=Duty.Origin.DECISION,
        calendar=calendar_for(decision.plan.area_id),
    )
    DecisionUnit.objects.filter(pk=unit.pk).update(duty=duty)
    return duty


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Strike the meeting off when every duty that came of it is done and what is major was reported upward."""
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.ISSUED,), to=State.CLOSED)
    if left := unfinished_units(meeting):
        names = "、".join(dict.fromkeys(unit.organisation.short_name for unit in left))
        raise NotPossible(f"还有{len(left)}项议定责任没有办结（{names}），办结后才能销号。")
    if to_report(meeting):
        raise NotPossible("会议的重大事项还没有起草报告，请先在纪要页起草“重大事项报告”，再销号。")
    note(CLOSED, meeting, by=by, at=at)
    return meeting


@transaction.atomic
def draft_major_report(meeting: Meeting, *, by: Actor, at: datetime) -> Paper:
    """The report of the meeting's major matters to the government of the area, once the minutes are out."""
    require(by, "meeting.run", meeting)
    step(meeting, among=(State.ISSUED, State.CLOSED))
    if not majors(meeting):
        raise NotPossible("这次会议没有标明重大事项，不需要报告。")
    earlier = Paper.objects.filter(kind=MAJOR.code, subject_kind="meeting", subject_id=meeting.pk)
    if earlier.exclude(state=Paper.State.VOIDED).exists():
        raise NotPossible("这次会议的重大事项报告已经起草，请在会议文书中查看。")
    area = meeting.plan.area
    government = Organisation.objects.filter(kind=Organisation.Kind.GOVERNMENT, area=area, closed_on=None).first()
    tree = wording.major_report(meeting, to=government.name if government else f"{area.name[-1]}人民政府")
    paper = _draft(MAJOR, meeting, tree, to=[government] if government else [], by=by, at=at)
    note(REPORTED, meeting, by=by, at=at)
    return paper
