"""Is a meeting proposed, ruled on, convened, moved, called off and held as the rules of the conference say?"""

from datetime import timedelta

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.conference import wording
from huxin.conference.actions import agenda, invitations, issuing, meetings
from huxin.conference.models import Invitee, Meeting
from huxin.conference.queries import units_of_area
from huxin.documents.choices import receivers
from huxin.documents.issuing import void
from huxin.documents.models import Document
from huxin.journal.models import Event
from huxin.orgs.access import SUBJECTS, visible
from huxin.orgs.models import Organisation
from huxin.plans import choices
from huxin.typesetting import content
from tests.conference.chain import (
    AFTER,
    AUDITOR,
    COMMERCE,
    CONVENOR,
    DAY,
    DIRECTOR,
    HR,
    MARKET,
    NOW,
    OFFICE,
    REPLY_BY,
    TRANSPORT,
    UNION,
    Conference,
)


def test_any_member_proposes_and_a_convenor_convenes(conference: Conference) -> None:
    meeting = conference.convened()
    assert (meeting.state, meeting.proposed_by.short_name, meeting.convened_by.name) == (
        "convened",
        "州总工会",
        CONVENOR,
    )
    assert [i.title for i in meeting.agenda.order_by("order")] == ["上半年工作情况", "数据共享"]
    verbs = list(Event.objects.filter(verb__startswith="meeting.").values_list("verb", flat=True).order_by("pk"))
    assert verbs == ["meeting.proposed", *["meeting.agenda_changed"] * 2, "meeting.convened", "meeting.invited"]


def test_a_unit_without_a_seat_may_not_propose(conference: Conference) -> None:
    with pytest.raises(PermissionDenied):
        meetings.propose(
            conference.plan,
            organisation=conference.unit("砚山县政府"),
            kind="full",
            title="会议",
            ground="事由",
            by=conference.as_("陈砚山"),
            at=NOW,
        )


def test_nobody_proposes_in_the_name_of_another_unit(conference: Conference) -> None:
    with pytest.raises(PermissionDenied):
        meetings.propose(
            conference.plan,
            organisation=conference.unit("州总工会"),
            kind="full",
            title="会议",
            ground="事由",
            by=conference.as_(MARKET),
            at=NOW,
        )


def test_a_proposal_without_its_ground_is_sent_back_with_a_sentence(conference: Conference) -> None:
    with pytest.raises(NotPossible, match="提议事由"):
        meetings.propose(
            conference.plan,
            organisation=conference.unit("州总工会"),
            kind="full",
            title="会议",
            ground=" ",
            by=conference.as_(UNION),
            at=NOW,
        )


@pytest.mark.parametrize("who", [OFFICE, UNION, TRANSPORT, AUDITOR])
def test_only_a_convenor_convenes(conference: Conference, who: str) -> None:
    meeting = conference.propose()
    with pytest.raises(PermissionDenied):
        meetings.convene(meeting, starts_at=DAY, place="三楼", by=conference.as_(who), at=NOW)


def test_the_office_itself_calls_a_consultation(conference: Conference) -> None:
    meeting = conference.propose("consultation")
    with pytest.raises(PermissionDenied):
        meetings.convene(meeting, starts_at=DAY, place="三楼", by=conference.as_(CONVENOR), at=NOW)
    meetings.convene(meeting, starts_at=DAY, place="三楼", by=conference.as_(OFFICE), at=NOW)
    assert meeting.state == "convened"


def test_a_declined_proposal_says_why_and_cannot_be_convened(conference: Conference) -> None:
    meeting = conference.propose()
    with pytest.raises(NotPossible, match="理由"):
        meetings.decline(meeting, reason="", by=conference.as_(CONVENOR), at=NOW)
    meetings.decline(meeting, reason="并入下月会议", by=conference.as_(CONVENOR), at=NOW)
    assert meeting.ended_reason == "并入下月会议"
    with pytest.raises(NotPossible, match="未予召集"):
        meetings.convene(meeting, starts_at=DAY, place="三楼", by=conference.as_(CONVENOR), at=NOW)


def test_the_second_of_two_convenors_is_told_that_it_is_done(conference: Conference) -> None:
    first = conference.propose()
    second = Meeting.objects.get(pk=first.pk)
    meetings.convene(first, starts_at=DAY, place="三楼", by=conference.as_(CONVENOR), at=NOW)
    with pytest.raises(NotPossible, match="已召集"):
        meetings.decline(second, reason="不开", by=conference.as_(CONVENOR), at=NOW)


def test_a_meeting_is_not_convened_in_the_past_nor_answered_after_it(conference: Conference) -> None:
    meeting, by = conference.propose(), conference.as_(CONVENOR)
    with pytest.raises(NotPossible, match="已经过去"):
        meetings.convene(meeting, starts_at=NOW - timedelta(days=1), place="三楼", by=by, at=NOW)
    with pytest.raises(NotPossible, match="回执截止日期"):
        meetings.convene(meeting, starts_at=DAY, place="三楼", reply_by=DAY.date() + timedelta(days=1), by=by, at=NOW)


def test_another_day_asks_for_replies_anew(conference: Conference) -> None:
    meeting = conference.convened()
    row = meeting.invitations.get(organisation=conference.unit("州总工会"))
    invitations.answer_invitation(row, reply="attend", name="某某", by=conference.as_(UNION), at=NOW)
    meetings.move(meeting, starts_at=DAY, place="四楼", reply_by=REPLY_BY, by=conference.as_(OFFICE), at=NOW)
    row.refresh_from_db()
    assert row.reply == "attend"  # only the room has changed
    meetings.move(meeting, starts_at=DAY + timedelta(days=1), place="四楼", by=conference.as_(OFFICE), at=NOW)
    row.refresh_from_db()
    assert row.reply == ""


def test_a_cancelled_meeting_cannot_be_held(conference: Conference) -> None:
    meeting = conference.convened()
    meetings.cancel(meeting, reason="改为书面征求意见", by=conference.as_(OFFICE), at=NOW)
    with pytest.raises(NotPossible, match="已取消"):
        meetings.take_attendance(meeting, marks=[], chair="甲某某", by=conference.as_(OFFICE), at=AFTER)


def test_members_attend_and_other_units_and_experts_sit_in(conference: Conference) -> None:
    meeting = conference.convened()
    invitations.invite(
        meeting,
        organisations=[conference.unit("砚山县政府"), conference.unit("州总工会")],
        guests=[invitations.Guest("戊某某", "某大学")],
        by=conference.as_(OFFICE),
        at=NOW,
    )
    rows = {row.unit: row.observer for row in meeting.invitations.select_related("organisation")}
    assert rows == {
        "州人社局": False, "州交通运输局": False, "州总工会": False, "砚山县政府": True, "某大学": True,
    }  # fmt: skip
    with pytest.raises(NotPossible, match="没有新增"):
        invitations.invite(meeting, organisations=[conference.unit("州总工会")], by=conference.as_(OFFICE), at=NOW)
    with pytest.raises(NotPossible, match="姓名和所在单位"):
        invitations.invite(meeting, guests=[invitations.Guest("戊某某", "")], by=conference.as_(OFFICE), at=NOW)


def test_a_unit_outside_the_system_is_asked_without_a_person(conference: Conference) -> None:
    meeting, by = conference.convened(), conference.as_(OFFICE)
    guests = [invitations.Guest("", "某行业协会"), invitations.Guest("戊某某", "某大学")]
    unit, expert = invitations.invite(meeting, guests=guests, by=by, at=NOW)
    assert (unit.unit, unit.people, expert.people) == ("某行业协会", [], [("戊某某", "")])
    said = content.text(wording.notice_paper(meeting, letter=True))
    assert "某行业协会" in said
    assert "某大学" not in said
    invitations.answer_invitation(unit, reply="attend", name="己某某", post="秘书长", by=by, at=NOW)
    assert "己某某" in content.text(wording.sign_in_sheet(meeting))


def test_a_letter_goes_to_the_others_with_kinds_of_organs_kept_apart(conference: Conference) -> None:
    meeting = conference.convened("full", "州人社局", "州交通运输局", "州市场监管局", "州总工会")
    guests = [invitations.Guest("", "某行业协会")]
    invitations.invite(meeting, guests=guests, by=conference.as_(OFFICE), at=NOW)
    assert wording.notice_paper(meeting, letter=True).addressees == "州交通运输局、州市场监管局，州总工会，某行业协会"


def test_a_title_with_the_name_of_the_conference_breaks_between_words(conference: Conference) -> None:
    first, second = wording.notice_paper(conference.convened(), letter=False).title.split("\n")
    assert first == "关于召开文山州维护新就业形态劳动者"
    assert second.startswith("劳动保障权益联席会议")


def test_the_units_of_the_prefecture_stand_before_those_of_its_counties(conference: Conference) -> None:
    Organisation.objects.filter(short_name="砚山县人社局").update(order=0)
    names = [unit.short_name for unit in units_of_area(conference.convened())]
    assert names.index("州商务局") < names.index("文山市政府") < names.index("砚山县人社局")


def test_the_unit_of_workers_is_nowhere_to_choose(conference: Conference) -> None:
    meeting, workers = conference.convened(), conference.unit("劳动者")
    office = conference.as_("郑主任")
    for units in (units_of_area(meeting), receivers(), choices.units(office, "assignment.give")):
        assert units.exists()
        assert workers not in units


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reply": "attend"}, "姓名"),
        ({"reply": "substitute", "name": "某某"}, "原因"),
        ({"reply": "leave"}, "原因"),
        ({"reply": ""}, "请选择"),
    ],
)
def test_a_reply_that_lacks_something_says_what(conference: Conference, facts: dict[str, str], sentence: str) -> None:
    row = conference.convened().invitations.get(organisation=conference.unit("州总工会"))
    with pytest.raises(NotPossible, match=sentence):
        invitations.answer_invitation(row, by=conference.as_(UNION), at=NOW, **facts)


def test_a_unit_answers_only_for_itself_and_the_office_for_those_who_ring(conference: Conference) -> None:
    row = conference.convened().invitations.get(organisation=conference.unit("州总工会"))
    for stranger in (HR, MARKET, AUDITOR, "赵经办"):
        with pytest.raises(PermissionDenied):
            invitations.answer_invitation(row, reply="attend", name="某", by=conference.as_(stranger), at=NOW)
    invitations.answer_invitation(
        row, reply="substitute", name="己某某", post="科长", reason="出差", by=conference.as_(OFFICE), at=NOW
    )
    row.refresh_from_db()
    assert (row.reply, row.name, row.replied_by.name) == ("substitute", "己某某", OFFICE)


def test_after_the_meeting_no_reply_is_taken(conference: Conference) -> None:
    row = conference.held().invitations.get(organisation=conference.unit("州总工会"))
    with pytest.raises(NotPossible, match="已召开"):
        invitations.answer_invitation(row, reply="leave", reason="出差", by=conference.as_(UNION), at=AFTER)


def test_attendance_names_who_was_there_and_waits_for_the_hour(conference: Conference) -> None:
    meeting, by = conference.convened(), conference.as_(OFFICE)
    rows = list(meeting.invitations.order_by("order"))
    nameless = [meetings.Mark(rows[0].pk, present=True)]
    with pytest.raises(NotPossible, match="还没有到召开时间"):
        meetings.take_attendance(meeting, marks=nameless, chair="甲某某", by=by, at=NOW)
    with pytest.raises(NotPossible, match="州人社局：到会的，请填写参会人姓名"):
        meetings.take_attendance(meeting, marks=nameless, chair="甲某某", by=by, at=AFTER)
    absent = [meetings.Mark(row.pk, present=False) for row in rows]
    with pytest.raises(NotPossible, match="至少要有一个单位"):
        meetings.take_attendance(meeting, marks=absent, chair="甲某某", by=by, at=AFTER)
    meeting.refresh_from_db()
    assert meeting.state == "convened"
    assert not Invitee.objects.filter(meeting=meeting).exclude(presence="").exists()


def test_several_come_for_one_unit_and_each_is_printed(conference: Conference) -> None:
    meeting, by = conference.convened(), conference.as_(UNION)
    row = meeting.invitations.get(organisation__short_name="州总工会")
    invitations.answer_invitation(
        row, reply="substitute", name="乙某某", post="副主席", reason="主席出差",
        companions=[("丙某某", "部长"), (" 丁某某 ", ""), ("", "")], by=by, at=NOW,
    )  # fmt: skip
    assert row.people == [("乙某某", "副主席"), ("丙某某", "部长"), ("丁某某", "")]
    sheet, cards = (content.text(paper(meeting)) for paper in (wording.sign_in_sheet, wording.name_cards))
    for name in ("乙某某", "丙某某", "丁某某"):
        assert (sheet.count(name), cards.count(name)) == (1, 1)
    marks = [
        meetings.Mark(i.pk, present=True, name=i.name or "某某", companions=[tuple(p) for p in i.companions][:1])
        for i in meeting.invitations.all()
    ]
    meetings.take_attendance(meeting, marks=marks, chair="甲某某", by=conference.as_(OFFICE), at=AFTER)
    [present] = [line.text for line in wording.attendance_lines(meeting.invitations.all()) if line.label == "出席"]
    assert "乙某某、丙某某（州总工会）" in present
    assert "丁某某" not in present


def test_who_comes_along_is_named_and_who_asks_leave_brings_nobody(conference: Conference) -> None:
    meeting, by = conference.convened(), conference.as_(UNION)
    row = meeting.invitations.get(organisation__short_name="州总工会")
    for companions in ([("", "部长")], [("字" * 41, "")], [("某某", "")] * 11):
        with pytest.raises(NotPossible, match="随同人员"):
            invitations.answer_invitation(row, reply="attend", name="乙某某", companions=companions, by=by, at=NOW)
    invitations.answer_invitation(
        row, reply="leave", name="乙某某", companions=[("丙某某", "")], reason="出差", by=by, at=NOW
    )
    assert row.companions == []


def test_whoever_sees_an_invitation_can_open_where_it_leads(conference: Conference) -> None:
    row = conference.convened().invitations.get(organisation__short_name="州总工会")
    kind = SUBJECTS["invitee"]
    assert kind.url(row) == SUBJECTS["meeting"].url(row.meeting)
    assert visible(Meeting, conference.as_(HR)).filter(pk=row.meeting_id).exists()


@pytest.mark.parametrize("letter", [True, False])
def test_counties_are_asked_to_a_meeting_with_the_consent_of_the_prefecture(
    letter: bool, conference: Conference
) -> None:
    def said(*asked: str) -> str:
        meeting = conference.convened("full", *asked)
        return content.text(wording.notice_paper(meeting, letter=letter))

    assert "经研究，定于" in said("州总工会")
    assert "经州人民政府同意，定于" in said("州总工会", "砚山县政府")


def test_a_notice_that_lies_there_is_not_written_again(conference: Conference) -> None:
    meeting, by = conference.convened(), conference.as_(OFFICE)
    paper = issuing.draft_notice(meeting, letter=False, by=by, at=NOW)
    with pytest.raises(NotPossible, match="会议通知已经拟出"):
        issuing.draft_notice(meeting, letter=False, by=by, at=NOW)
    void(paper, reason="时间有变", by=by, at=NOW)
    issuing.draft_notice(meeting, letter=False, by=by, at=NOW)


def test_the_agenda_moves_up_when_an_item_is_dropped(conference: Conference) -> None:
    meeting, by = conference.convened(), conference.as_(OFFICE)
    agenda.drop_topic(meeting.agenda.get(order=1), by=by, at=NOW)
    assert [(i.order, i.title) for i in meeting.agenda.all()] == [(1, "数据共享")]


def test_who_sees_a_meeting(conference: Conference) -> None:
    proposed = conference.propose()

    def seen_by(name: str) -> bool:
        return visible(Meeting, conference.as_(name)).filter(pk=proposed.pk).exists()

    assert all(seen_by(name) for name in (UNION, OFFICE, DIRECTOR, CONVENOR, AUDITOR))
    assert not any(seen_by(name) for name in (TRANSPORT, MARKET, COMMERCE, HR, "赵经办", "陈砚山", "韩管理"))
    invitations.invite(proposed, organisations=[conference.unit("州市场监管局")], by=conference.as_(OFFICE), at=NOW)
    assert not seen_by(MARKET)  # it is not convened yet
    meetings.convene(proposed, starts_at=DAY, place="三楼", by=conference.as_(CONVENOR), at=NOW)
    assert seen_by(MARKET)
    assert not seen_by(COMMERCE)


def test_the_presenting_unit_hands_in_its_material_and_others_do_not(conference: Conference) -> None:
    meeting = conference.convened()
    item = meeting.agenda.get(order=1)  # presented by 州人社局
    file = {"file": b"%PDF-1.4\n%%EOF", "name": "汇报材料.pdf"}
    for other in (UNION, MARKET, "赵经办"):
        with pytest.raises(PermissionDenied):
            agenda.add_material(item, by=conference.as_(other), at=NOW, **file)
    document = agenda.add_material(item, by=conference.as_(HR), at=NOW, **file)
    assert list(item.materials.all()) == [document]
    assert visible(Document, conference.as_(UNION)).filter(pk=document.pk).exists()
    assert not visible(Document, conference.as_(MARKET)).filter(pk=document.pk).exists()
