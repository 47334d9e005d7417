"""Do the attending units agree to the minutes as they read, and what becomes of their opinions?"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import IO, Any

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.conference.actions.meetings import State, note, step
from huxin.conference.models import FeedbackRound, Invitee, Meeting, Minutes, Opinion
from huxin.conference.wording import minutes_paper
from huxin.documents import store
from huxin.documents.faces import day_of
from huxin.documents.issuing import void
from huxin.documents.models import Document
from huxin.documents.papers import WITH_DRAFTER
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation
from huxin.typesetting.content_json import to_json

OPENED = verb(
    "minutes.round_opened", "纪要第{number}轮征求意见，请于{answer_by_on}前反馈", ("number", "answer_by_on", "units")
)
ANSWERED = verb("minutes.answered", "反馈纪要意见：{minutes_answer}", ("minutes_answer",))
HANDLED = verb("minutes.opinion_handled", "处理一条纪要意见：{opinion_handling}", ("opinion_handling",))
REOPENED = verb("minutes.reopened", "纪要退回修改，将重新征求意见")

Answer, Handling = Opinion.Answer, Opinion.Handling


def frozen(minutes: Minutes) -> tuple[dict[str, Any], str]:
    """The text as it now reads, as plain JSON, and its digest."""
    text = to_json(minutes_paper(minutes))
    return text, digest(text)


def digest(text: dict[str, Any]) -> str:
    """The SHA-256 of the agreed part of a paper: its paragraphs, whatever head and imprint are printed with them."""
    return sha256(json.dumps(text["blocks"], ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def attending_units(meeting: Meeting) -> list[Organisation]:
    """The units that were there, in protocol order; experts are not asked to agree."""
    there = meeting.invitations.filter(presence=Invitee.Presence.PRESENT, organisation__isnull=False)
    return list(Organisation.objects.filter(pk__in=there.values("organisation")).order_by("order", "pk"))


def current_round(minutes: Minutes) -> FeedbackRound | None:
    """The round that is being answered or was agreed to; none while the text is being written."""
    return minutes.rounds.filter(closed_at=None).first()


@transaction.atomic
def open_round(
    meeting: Meeting, *, answer_by: date, silence_is_consent: bool = False, by: Actor, at: datetime
) -> FeedbackRound:
    """Freeze the text and ask each attending unit."""
    require(by, "meeting.run", meeting)
    if answer_by < day_of(at):
        raise NotPossible("反馈截止日期已经过去，请另选日期。")
    step(meeting, among=(State.DRAFTED,), to=State.FEEDBACK)
    minutes = meeting.minutes
    _check_whole(minutes)
    units = attending_units(meeting)
    text, sum_ = frozen(minutes)
    round_ = FeedbackRound.objects.create(
        minutes=minutes,
        number=minutes.rounds.count() + 1,
        text=text,
        digest=sum_,
        answer_by=answer_by,
        silence_is_consent=silence_is_consent,
        opened_by_id=by.person(),
        opened_at=at,
    )
    Opinion.objects.bulk_create(Opinion(round=round_, organisation=unit) for unit in units)
    note(OPENED, meeting, minutes, by=by, at=at, number=round_.number, answer_by_on=answer_by, units=len(units))
    return round_


def _check_whole(minutes: Minutes) -> None:
    items = list(minutes.items.prefetch_related("decisions"))
    if not items:
        raise NotPossible("纪要还没有条目，请先写入会议内容。")
    empty = [item.heading for item in items if not item.discussion and not item.decisions.all()]
    if empty:
        raise NotPossible(f"“{empty[0]}”还没有讨论情况，也没有议定事项，请补充或删去这一条。")


@transaction.atomic
def answer(opinion: Opinion, *, agree: bool, text: str = "", by: Actor, at: datetime) -> Opinion:
    """A unit agrees, or says what should read otherwise; it may change its mind until the office has dealt with it."""
    require(by, "meeting.reply", opinion)
    return _answer(opinion, agree=agree, text=text, scan=None, permission="meeting.reply", by=by, at=at)


def enter_written_answer(
    opinion: Opinion, *, agree: bool, file: bytes | IO[bytes], name: str, text: str = "", by: Actor, at: datetime
) -> Opinion:
    """The office enters what a unit answered on paper; without the scan of that paper nobody answers for another."""
    require(by, "meeting.run", opinion)
    path = opinion.round.minutes.meeting.org_path
    scan = store.keep(file, name=name, subject=opinion, org_path=path, by=by, at=at)
    with transaction.atomic():
        return _answer(opinion, agree=agree, text=text, scan=scan, permission="meeting.run", by=by, at=at)


def _answer(
    opinion: Opinion, *, agree: bool, text: str, scan: Document | None, permission: str, by: Actor, at: datetime
) -> Opinion:
    text = text.strip()
    if not agree and not text:
        raise NotPossible("有意见的，请写明哪一处怎样修改。")
    step(opinion.round.minutes.meeting, among=(State.FEEDBACK,))
    kind = Answer.AGREE if agree else Answer.REMARK
    changed = Opinion.objects.filter(pk=opinion.pk, handling=Handling.NONE, round__closed_at=None).update(
        answer=kind, text="" if agree else text, scan=scan, answered_by=by.user_id, answered_at=at
    )
    if not changed:
        raise NotPossible("这份反馈已经处理或这一轮征求意见已经结束，不能再改；如仍有意见，请与联席会议办公室联系。")
    opinion.refresh_from_db()
    _note(ANSWERED, opinion, by=by, at=at, permission=permission, minutes_answer=kind.value)
    return opinion


@transaction.atomic
def handle_opinion(opinion: Opinion, *, adopt: bool, reason: str, by: Actor, at: datetime) -> Opinion:
    """The office takes the opinion up or not, and says why; a change of mind stays possible in the same round."""
    require(by, "meeting.run", opinion)
    if not reason.strip():
        raise NotPossible("请写明采纳后怎样修改，或者不采纳的理由。")
    step(opinion.round.minutes.meeting, among=(State.FEEDBACK,))
    kind = Handling.ADOPTED if adopt else Handling.NOT_ADOPTED
    done = Opinion.objects.filter(pk=opinion.pk, answer=Answer.REMARK, round__closed_at=None).update(
        handling=kind, handling_reason=reason.strip(), handled_by=by.user_id, handled_at=at
    )
    if not done:
        raise NotPossible("只能处理本轮中提出的意见，请刷新页面查看。")
    opinion.refresh_from_db()
    _note(HANDLED, opinion, by=by, at=at, permission="meeting.run", opinion_handling=kind.value)
    return opinion


def _note(kind: Verb, opinion: Opinion, *, by: Actor, at: datetime, permission: str, **data: str) -> None:
    """An event of the opinion alone: on the timeline of the meeting the other units would read who disagrees."""
    path = opinion.round.minutes.meeting.org_path
    record(kind, [opinion], by=by, at=at, org_path=path, permission=permission, **data)


def obstacles(opinions: Iterable[Opinion], round_: FeedbackRound, today: date) -> list[str]:
    """What stands between this round and the issue, in sentences; nothing when all agreed or were dealt with."""
    rows = list(opinions)

    def names(found: Iterable[Opinion]) -> str:
        return "、".join(opinion.organisation.short_name for opinion in found)

    open_ = [o for o in rows if o.answer == Answer.REMARK and not o.handling]
    adopted = [o for o in rows if o.handling == Handling.ADOPTED]
    silent = [o for o in rows if o.answer == Answer.NONE]
    found = [f"{names(open_)}的意见还没有处理"] if open_ else []
    if adopted:
        found.append(f"采纳了{names(adopted)}的意见，请退回修改文稿后重新征求意见")
    if silent and not (round_.silence_is_consent and today > round_.answer_by):
        rule = "来函载明的反馈期限未到" if round_.silence_is_consent else "来函没有载明逾期视为同意"
        found.append(f"{names(silent)}还没有反馈（{rule}）")
    return found


@transaction.atomic
def reopen(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Take the text back into writing; what was agreed to no longer counts, and a new round will be needed."""
    require(by, "meeting.run", meeting)
    minutes = meeting.minutes
    step(meeting, among=(State.FEEDBACK, State.APPROVAL), to=State.DRAFTED)
    _take_back(minutes, by=by, at=at)
    unhandled = Opinion.objects.filter(
        round__minutes=minutes, round__closed_at=None, answer=Answer.REMARK, handling=Handling.NONE
    )
    if unhandled.exists():
        raise NotPossible("还有意见没有处理，请先逐条注明采纳或不采纳。")
    minutes.rounds.filter(closed_at=None).update(closed_at=at)
    note(REOPENED, meeting, minutes, by=by, at=at)
    return meeting


def _take_back(minutes: Minutes, *, by: Actor, at: datetime) -> None:
    """The paper made of the old text must not be signed any more."""
    paper = minutes.paper
    if paper is None or paper.state == paper.State.VOIDED:
        return
    if paper.state not in WITH_DRAFTER:
        raise NotPossible("纪要文稿正在审签，请先撤回送审，或请审签人退回修改。")
    void(paper, reason="纪要退回修改，重新征求意见", by=by, at=at)
