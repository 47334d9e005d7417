"""Are minutes issued only as all attending units agreed to them, word for word?"""

from datetime import date, datetime, timedelta

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.conference.actions import issuing, meetings, minutes, rounds
from huxin.conference.models import Meeting, Minutes, MinutesItem, Opinion
from huxin.documents import approval, papers
from huxin.documents.models import Document, Paper
from huxin.journal.timeline import events_of
from huxin.orgs.access import visible
from huxin.typesetting.content_json import from_json
from tests.conference.chain import (
    AFTER,
    ANSWER_BY,
    AUDITOR,
    CONVENOR,
    DIRECTOR,
    DUE,
    HR,
    MARKET,
    OFFICE,
    TRANSPORT,
    UNION,
    Conference,
)

LATER = datetime(2026, 12, 12, 9, 0, tzinfo=AFTER.tzinfo)


def test_the_draft_begins_with_an_entry_for_each_agenda_item(conference: Conference) -> None:
    text = minutes.start_minutes(conference.held(), by=conference.as_(OFFICE), at=AFTER)
    assert [item.heading for item in text.items.order_by("order")] == ["上半年工作情况", "数据共享"]
    assert "甲某某主持召开文山州维护新就业形态劳动者劳动保障权益联席会议第一次全体会议" in text.opening
    with pytest.raises(NotPossible, match="纪要起草中"):
        minutes.start_minutes(text.meeting, by=conference.as_(DIRECTOR), at=AFTER)


@pytest.mark.parametrize("who", [UNION, CONVENOR, AUDITOR])
def test_only_the_office_writes(conference: Conference, who: str) -> None:
    text = conference.written()
    with pytest.raises(PermissionDenied):
        minutes.write_frame(text, opening="改", closing="", by=conference.as_(who), at=AFTER)


@pytest.mark.parametrize(
    ("units", "due_on", "text", "sentence"),
    [
        (True, None, "建立台账", "办结时限"),
        (False, DUE, "建立台账", "责任单位"),
        (True, date(2026, 11, 1), "建立台账", "早于开会日期"),
        (True, DUE, "", "议定的事项"),
    ],
)
def test_a_decision_that_could_bind_nobody_says_what_is_missing(
    conference: Conference, units: bool, due_on: date | None, text: str, sentence: str
) -> None:
    item = conference.written().items.first()
    bound = [conference.unit("州总工会")] if units else []
    with pytest.raises(NotPossible, match=sentence):
        minutes.put_decision(item, text=text, organisations=bound, due_on=due_on, by=conference.as_(OFFICE), at=AFTER)


def test_a_round_asks_each_attending_unit_and_freezes_the_text(conference: Conference) -> None:
    text = conference.asked()
    opinions = Opinion.objects.filter(round__minutes=text)
    assert {o.organisation.short_name for o in opinions} == {"州人社局", "州交通运输局", "州总工会"}
    by = conference.as_(OFFICE)
    item = text.items.first()
    for change in (
        lambda: minutes.write_frame(text, opening="改", closing="", by=by, at=AFTER),
        lambda: minutes.put_item(text, item=item, heading="改", discussion="改", by=by, at=AFTER),
        lambda: minutes.drop_item(item, by=by, at=AFTER),
        lambda: meetings.take_attendance(text.meeting, marks=[], chair="乙", by=by, at=AFTER),
    ):
        with pytest.raises(NotPossible, match="纪要征求意见"):
            change()


def test_an_empty_entry_is_not_sent_round(conference: Conference) -> None:
    text = minutes.start_minutes(conference.held(), by=conference.as_(OFFICE), at=AFTER)
    with pytest.raises(NotPossible, match="还没有讨论情况"):
        rounds.open_round(text.meeting, answer_by=ANSWER_BY, by=conference.as_(OFFICE), at=AFTER)
    text.meeting.refresh_from_db()
    assert text.meeting.state == "drafted"


def test_minutes_wait_for_every_attending_unit(conference: Conference) -> None:
    text = conference.asked()
    conference.agree(text, "州人社局", "州交通运输局")
    with pytest.raises(NotPossible, match="州总工会还没有反馈（来函没有载明逾期视为同意）"):
        issuing.send_for_approval(text.meeting, by=conference.as_(OFFICE), at=LATER)
    conference.agree(text, "州总工会")
    paper = issuing.send_for_approval(text.meeting, by=conference.as_(OFFICE), at=AFTER)
    assert (paper.kind, paper.state, text.meeting.state) == ("minutes", "draft", "approval")
    assert {step.user.name for step in paper.steps.filter(kind="sign")} == {CONVENOR}


def test_silence_counts_only_if_the_letter_said_so_and_after_the_day(conference: Conference) -> None:
    text, by = conference.asked(silence=True), conference.as_(OFFICE)
    conference.agree(text, "州人社局", "州交通运输局")
    with pytest.raises(NotPossible, match="反馈期限未到"):
        issuing.send_for_approval(text.meeting, by=by, at=LATER - timedelta(days=1))
    issuing.send_for_approval(text.meeting, by=by, at=LATER)
    silent = Opinion.objects.get(round__minutes=text, organisation=conference.unit("州总工会"))
    assert silent.get_answer_display() == "逾期未反馈，视为同意"


def test_an_opinion_is_dealt_with_and_says_why(conference: Conference) -> None:
    text, by = conference.asked(), conference.as_(OFFICE)
    conference.agree(text, "州人社局", "州交通运输局")
    opinion = conference.opinion(text, "州总工会")
    with pytest.raises(NotPossible, match="怎样修改"):
        rounds.answer(opinion, agree=False, by=conference.as_(UNION), at=AFTER)
    rounds.answer(opinion, agree=False, text="第二项应写明牵头单位", by=conference.as_(UNION), at=AFTER)
    with pytest.raises(NotPossible, match="州总工会的意见还没有处理"):
        issuing.send_for_approval(text.meeting, by=by, at=AFTER)
    with pytest.raises(NotPossible, match="还有意见没有处理"):
        rounds.reopen(text.meeting, by=by, at=AFTER)
    with pytest.raises(NotPossible, match="理由"):
        rounds.handle_opinion(opinion, adopt=False, reason=" ", by=by, at=AFTER)
    rounds.handle_opinion(opinion, adopt=False, reason="方案已明确牵头单位", by=by, at=AFTER)
    with pytest.raises(NotPossible, match="已经处理"):
        rounds.answer(opinion, agree=True, by=conference.as_(UNION), at=AFTER)
    assert issuing.send_for_approval(text.meeting, by=by, at=AFTER).kind == "minutes"


def test_an_adopted_opinion_changes_the_text_and_so_asks_all_again(conference: Conference) -> None:
    text, by = conference.asked(), conference.as_(OFFICE)
    conference.agree(text, "州人社局", "州交通运输局")
    opinion = conference.opinion(text, "州总工会")
    rounds.answer(opinion, agree=False, text="补充数据口径", by=conference.as_(UNION), at=AFTER)
    rounds.handle_opinion(opinion, adopt=True, reason="已补充", by=by, at=AFTER)
    with pytest.raises(NotPossible, match="重新征求意见"):
        issuing.send_for_approval(text.meeting, by=by, at=AFTER)
    rounds.reopen(text.meeting, by=by, at=AFTER)
    item = text.items.first()
    minutes.put_item(text, item=item, heading=item.heading, discussion="会议听取汇报，明确口径。", by=by, at=AFTER)
    second = rounds.open_round(text.meeting, answer_by=ANSWER_BY, by=by, at=AFTER)
    assert second.number == 2
    assert not second.opinions.exclude(answer="").exists()
    with pytest.raises(NotPossible, match="还没有反馈"):
        issuing.send_for_approval(text.meeting, by=by, at=AFTER)


def test_a_text_changed_behind_the_consent_is_not_sent(conference: Conference) -> None:
    text = conference.asked()
    conference.agree(text)
    MinutesItem.objects.filter(minutes=text).update(discussion="偷偷改了")
    with pytest.raises(NotPossible, match="与征求意见时不一致"):
        issuing.send_for_approval(text.meeting, by=conference.as_(OFFICE), at=AFTER)


def test_the_second_of_two_officers_who_send_is_told(conference: Conference) -> None:
    text = conference.asked()
    conference.agree(text)
    second = Meeting.objects.get(pk=text.meeting_id)
    issuing.send_for_approval(text.meeting, by=conference.as_(OFFICE), at=AFTER)
    with pytest.raises(NotPossible, match="纪要送签"):
        issuing.send_for_approval(second, by=conference.as_(DIRECTOR), at=AFTER)
    assert Paper.objects.filter(kind="minutes", subject_id=second.pk).count() == 1


def test_the_agreed_text_is_signed_or_returned_but_never_mended(conference: Conference) -> None:
    paper = conference.sent()
    tree = from_json(paper.tree)
    with pytest.raises(NotPossible, match="已经有关单位同意"):
        papers.revise(paper, tree=tree, by=conference.as_(OFFICE), at=AFTER)
    approval.submit(paper, by=conference.as_(OFFICE), at=AFTER)
    step = paper.steps.get(state="waiting")
    with pytest.raises(NotPossible, match="只能选“同意”“退回修改”"):
        approval.decide(step, opinion="agree_with_changes", reason="改一个字", by=conference.as_(DIRECTOR), at=AFTER)


def test_a_paper_on_its_way_must_come_back_before_the_text_is_opened_again(conference: Conference) -> None:
    paper = conference.sent()
    meeting, by = Meeting.objects.get(pk=paper.subject_id), conference.as_(OFFICE)
    approval.submit(paper, by=by, at=AFTER)
    with pytest.raises(NotPossible, match="正在审签"):
        rounds.reopen(meeting, by=by, at=AFTER)
    step = paper.steps.get(state="waiting")
    approval.decide(step, opinion="return", reason="时限不妥", by=conference.as_(DIRECTOR), at=AFTER)
    rounds.reopen(meeting, by=by, at=AFTER)
    paper.refresh_from_db()
    assert (paper.state, meeting.state) == ("voided", "drafted")


def test_drafts_are_for_the_office_and_in_feedback_for_those_who_were_there(conference: Conference) -> None:
    meeting = conference.held()
    text = minutes.start_minutes(meeting, by=conference.as_(OFFICE), at=AFTER)

    def readers() -> set[str]:
        names = (OFFICE, DIRECTOR, CONVENOR, HR, TRANSPORT, UNION, MARKET, AUDITOR, "赵经办")
        return {name for name in names if visible(Minutes, conference.as_(name)).filter(pk=text.pk).exists()}

    assert readers() == {OFFICE, DIRECTOR}
    for item in text.items.all():
        minutes.put_item(text, item=item, heading=item.heading, discussion="略。", by=conference.as_(OFFICE), at=AFTER)
    rounds.open_round(meeting, answer_by=ANSWER_BY, by=conference.as_(OFFICE), at=AFTER)
    assert readers() == {OFFICE, DIRECTOR, CONVENOR, HR, TRANSPORT, UNION}


def test_a_unit_that_was_not_there_reads_no_draft(conference: Conference) -> None:
    meeting, by = conference.convened("full", "州人社局", "州总工会", "州市场监管局"), conference.as_(OFFICE)
    absent = conference.unit("州市场监管局")
    marks = [
        meetings.Mark(row.pk, present=row.organisation_id != absent.pk, name="某某")
        for row in meeting.invitations.all()
    ]
    meetings.take_attendance(meeting, marks=marks, chair="甲某某", by=by, at=AFTER)
    text = minutes.start_minutes(meeting, by=by, at=AFTER)
    for item in text.items.all():
        minutes.put_item(text, item=item, heading=item.heading, discussion="略。", by=by, at=AFTER)
    rounds.open_round(meeting, answer_by=ANSWER_BY, by=by, at=AFTER)
    assert visible(Minutes, conference.as_(UNION)).exists()
    assert not visible(Minutes, conference.as_(MARKET)).exists()
    assert {o.organisation.short_name for o in Opinion.objects.all()} == {"州人社局", "州总工会"}


def test_opinions_of_others_are_closed_until_the_issue(conference: Conference) -> None:
    text = conference.asked()

    def seen(name: str) -> set[str]:
        return {o.organisation.short_name for o in visible(Opinion, conference.as_(name))}

    everyone = {"州人社局", "州交通运输局", "州总工会"}
    assert seen(UNION) == {"州总工会"}
    assert seen(OFFICE) == everyone
    assert seen(AUDITOR) == seen(MARKET) == seen("赵经办") == set()
    conference.agree(text)
    Meeting.objects.filter(pk=text.meeting_id).update(state="issued")
    assert seen(UNION) == everyone
    assert seen(MARKET) == set()


def test_the_timeline_of_the_meeting_does_not_say_who_disagrees(conference: Conference) -> None:
    text = conference.asked()
    opinion = conference.opinion(text, "州总工会")
    rounds.answer(opinion, agree=False, text="应写明牵头单位", by=conference.as_(UNION), at=AFTER)
    rounds.handle_opinion(opinion, adopt=False, reason="已明确", by=conference.as_(OFFICE), at=AFTER)
    told = set(events_of(text.meeting, text).values_list("verb", flat=True))
    assert not {"minutes.answered", "minutes.opinion_handled"} & told
    assert events_of(opinion).count() == 2


def test_nobody_answers_for_another_unit_unless_its_letter_is_there(conference: Conference) -> None:
    text = conference.asked()
    opinion, by = conference.opinion(text, "州总工会"), conference.as_(OFFICE)
    for other in (HR, TRANSPORT, OFFICE, CONVENOR, AUDITOR):
        with pytest.raises(PermissionDenied):
            rounds.answer(opinion, agree=True, by=conference.as_(other), at=AFTER)
    letter = {"file": b"%PDF-1.4\n%%EOF", "name": "回函.pdf"}
    with pytest.raises(PermissionDenied):
        rounds.enter_written_answer(opinion, agree=True, by=conference.as_(UNION), at=AFTER, **letter)
    rounds.enter_written_answer(opinion, agree=True, by=by, at=AFTER, **letter)
    opinion.refresh_from_db()
    assert (opinion.answer, opinion.scan.name, opinion.answered_by.name) == ("agree", "回函.pdf", OFFICE)
    assert visible(Document, conference.as_(UNION)).filter(pk=opinion.scan_id).exists()
    assert not visible(Document, conference.as_(TRANSPORT)).filter(pk=opinion.scan_id).exists()
