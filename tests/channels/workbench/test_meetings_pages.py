"""Do the pages of meetings, minutes and decisions lead from the proposal to the duty, and stay closed to strangers?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huxin.channels.parts import middleware
from huxin.channels.parts.forms import called
from huxin.channels.workbench.meetings.forms import TopicForm
from huxin.conference.actions import meetings
from huxin.conference.models import Decision, Invitee, Meeting, Opinion
from huxin.orgs.models import Organisation
from huxin.plans.models import Duty
from tests.conference.chain import (
    AFTER,
    ANSWER_BY,
    AUDITOR,
    CONVENOR,
    DAY,
    DUE,
    HR,
    MARKET,
    NOW,
    OFFICE,
    TRANSPORT,
    UNION,
    Conference,
)
from tests.world import World

Browse = Callable[[str], Client]


class Clock:
    """The moment at which pages are asked for."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def conference(world: World) -> Conference:
    return Conference.founded(world)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moment = Clock()
    for clock in (timezone, middleware.timezone):
        monkeypatch.setattr(clock, "now", moment)
    return moment


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def _send(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_who_is_no_member_is_not_offered_to_propose_and_reads_why(conference: Conference, browse: Browse) -> None:
    county, union = browse("陈砚山"), browse(UNION)
    assert "/meetings/propose/" in union.get("/workbench/meetings/").content.decode()
    assert "/meetings/propose/" not in county.get("/workbench/meetings/").content.decode()
    answer = county.get(
        "/workbench/meetings/propose/", follow=True, headers={"referer": "http://testserver/workbench/"}
    )
    assert "由成员单位提议召开" in answer.content.decode()


def _proposed(conference: Conference, browse: Browse) -> Meeting:
    _send(
        browse(UNION), "/workbench/meetings/propose/", plan=conference.plan.pk, kind="full", title="第二次全体会议",
        organisation=conference.unit("州总工会").pk, ground="研究年度工作",
    )  # fmt: skip
    return Meeting.objects.get()


def test_units_of_the_same_short_name_are_told_apart(world: World) -> None:
    other = world.org("砚山县总工会")
    Organisation.objects.filter(pk=other.pk).update(short_name="州总工会")
    names = dict(called(Organisation.objects.filter(area__path__startswith=other.area.parent.path)))
    assert (names[other.pk], names[world.org("州商务局").pk]) == ("砚山县总工会", "州商务局")
    field = TopicForm(units=Organisation.objects.all()).fields["presenter"]
    assert {"砚山县总工会", "文山州总工会", "---------"} <= {words for _, words in field.choices}


def test_a_meeting_from_proposal_to_attendance(conference: Conference, browse: Browse, clock: Clock) -> None:
    meeting = _proposed(conference, browse)
    page = f"/workbench/meetings/{meeting.pk}/"
    office = browse(OFFICE)
    shown = _send(
        browse(CONVENOR), f"{page}convene/", **{"convene-starts_at": "2026-11-01T09:30", "convene-place": "三楼"}
    )
    assert "已经过去" in shown
    assert "三楼" in shown  # nothing typed is lost
    _send(browse(CONVENOR), f"{page}convene/", **{"convene-starts_at": "2026-12-01T09:30", "convene-place": "三楼"})
    shown = _send(office, f"{page}agenda/", **{"topic-title": "数据共享", "topic-major": "on"})
    assert "重大事项" in shown
    _send(office, f"{page}invite/", members="1")
    assert meeting.invitations.count() == 5
    _send(office, f"{page}invite/", **{"invite-guest_name": "戊某某", "invite-guest_unit": "某大学"})
    row = Invitee.objects.get(organisation=conference.unit("州总工会"))
    assert f"/workbench/meetings/invited/{row.pk}/reply/" in _text(browse(UNION), page)
    reply = f"/workbench/meetings/invited/{row.pk}/reply/"
    shown = _send(browse(UNION), reply, reply="leave", name="己某某")
    assert "请写明原因" in shown
    _send(browse(UNION), reply, reply="substitute", name="己某某", companions="庚某某 部长\n辛某某", reason="出差")
    assert "委托" in _text(office, page)
    assert "庚某某 部长、辛某某" in _text(office, page)
    assert "庚某某 部长\n辛某某" in _text(browse(UNION), reply)
    for printed in ("sign-in.pdf", "cards.pdf"):
        assert office.get(page + printed).content.startswith(b"%PDF")
    clock.at = AFTER
    office = browse(OFFICE)  # the session of last week is over
    marks = {f"attendance-name_{r.pk}": "某某" for r in meeting.invitations.all()}
    marks |= {f"attendance-present_{r.pk}": "on" for r in meeting.invitations.exclude(pk=row.pk)}
    shown = _send(office, f"{page}attendance/", **{"attendance-chair": "甲某某", **marks})
    assert "开始起草纪要" in shown
    assert _text(browse(UNION), page)


def test_minutes_from_draft_to_duty(
    conference: Conference, browse: Browse, clock: Clock, run_reactions: Callable[[], int]
) -> None:
    meeting = conference.held()
    clock.at = AFTER
    office, union = browse(OFFICE), browse(UNION)
    page = f"/workbench/meetings/{meeting.pk}/minutes/"
    _send(office, f"{page}start/")
    assert union.get(page).status_code == 404
    for item in meeting.minutes.items.all():
        fields = {f"item{item.pk}-heading": item.heading, f"item{item.pk}-discussion": "会议听取了汇报。"}
        _send(office, f"{page}items/{item.pk}/", **fields)
    new = f"new{item.pk}-"
    units = [conference.unit("州交通运输局").pk]
    shown = _send(
        office, f"{page}items/{item.pk}/decisions/", **{f"{new}text": "建立数据共享日历", f"{new}organisations": units}
    )
    assert "请写明" in shown or "办结时限" in shown
    assert "建立数据共享日历" in shown
    _send(
        office, f"{page}items/{item.pk}/decisions/",
        **{f"{new}text": "建立数据共享日历", f"{new}organisations": units, f"{new}due_on": DUE.isoformat()},
    )  # fmt: skip
    _send(office, f"{page}round/", **{"round-answer_by": ANSWER_BY.isoformat()})
    shown = _text(union, page)
    assert "州总工会的反馈意见" in shown
    assert "州人社局</td>" not in shown  # others' answers are closed
    for name in (UNION, TRANSPORT):
        opinion = Opinion.objects.get(organisation=conference.as_(name).grants[0].organisation_id)
        _send(browse(name), f"/workbench/meetings/opinions/{opinion.pk}/", **{f"answer{opinion.pk}-agree": "yes"})
    opinion = Opinion.objects.get(answer="")
    scan = SimpleUploadedFile("回函.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    written = f"written{opinion.pk}-"
    shown = _send(
        office,
        f"/workbench/meetings/opinions/{opinion.pk}/written/",
        **{f"{written}agree": "yes", f"{written}file": scan},
    )
    assert "可以送签" in shown
    office.post(f"{page}send/")
    meeting.minutes.refresh_from_db()
    conference.issue(meeting.minutes.paper)
    run_reactions()
    assert Duty.objects.get(origin="decision").title == "建立数据共享日历"
    assert "正常" in _text(office, page)
    shown = _text(office, f"/workbench/plans/{conference.plan.pk}/decisions/?lamp=green")
    assert "建立数据共享日历" in shown
    assert "建立数据共享日历" not in _text(office, f"/workbench/plans/{conference.plan.pk}/decisions/?lamp=red")
    assert office.get(f"/workbench/plans/{conference.plan.pk}/decisions.xlsx").content.startswith(b"PK")


def test_strangers_find_nothing(conference: Conference, browse: Browse) -> None:
    text = conference.asked()
    pk, opinion = text.meeting_id, text.rounds.get().opinions.first()
    item = text.items.first()
    for name in (MARKET, "赵经办", "王文山"):
        client = browse(name)
        for address in (
            f"/workbench/meetings/{pk}/",
            f"/workbench/meetings/{pk}/minutes/",
            f"/workbench/meetings/{pk}/sign-in.pdf",
        ):
            assert client.get(address).status_code in (403, 404), (name, address)
        for address in (
            f"/workbench/meetings/{pk}/convene/",
            f"/workbench/meetings/{pk}/cancel/",
            f"/workbench/meetings/{pk}/agenda/",
            f"/workbench/meetings/{pk}/invite/",
            f"/workbench/meetings/{pk}/attendance/",
            f"/workbench/meetings/{pk}/minutes/items/{item.pk}/",
            f"/workbench/meetings/{pk}/minutes/send/",
            f"/workbench/meetings/opinions/{opinion.pk}/",
            f"/workbench/meetings/opinions/{opinion.pk}/handle/",
        ):
            assert client.post(address).status_code in (403, 404), (name, address)


@pytest.mark.parametrize("who", [UNION, HR, CONVENOR, AUDITOR])
def test_those_who_see_a_meeting_run_nothing(conference: Conference, browse: Browse, who: str) -> None:
    pk = conference.convened().pk
    client = browse(who)
    assert client.get(f"/workbench/meetings/{pk}/").status_code == 200
    for move in ("cancel", "agenda", "invite", "attendance", "notice", "minutes/start"):
        assert client.post(f"/workbench/meetings/{pk}/{move}/", {"cancel-reason": "x"}).status_code == 403
    assert Meeting.objects.get(pk=pk).state == "convened"


def test_typed_markup_is_shown_as_text(conference: Conference, browse: Browse) -> None:
    meeting = conference.convened()
    Meeting.objects.filter(pk=meeting.pk).update(title="<script>alert(1)</script>", ground="<img src=x>")
    shown = _text(browse(OFFICE), f"/workbench/meetings/{meeting.pk}/")
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


def test_lists_ask_the_same_questions_for_many_rows(
    conference: Conference, browse: Browse, run_reactions: Callable[[], int]
) -> None:
    client = browse(OFFICE)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            _text(client, address)
        assert not [q for q in found if "COUNT(" in q["sql"] or "OFFSET" in q["sql"]]
        return len(found)

    conference.issued()
    run_reactions()
    decisions = f"/workbench/plans/{conference.plan.pk}/decisions/"
    _text(client, "/workbench/meetings/")
    few = asked("/workbench/meetings/"), asked(decisions)
    for _ in range(2):
        conference.propose()
    for decision in Decision.objects.all():
        for number in range(2):
            Decision.objects.create(
                meeting=decision.meeting, item=decision.item, plan=decision.plan, order=9 + number, text="议定",
                effective_at=AFTER,
            )  # fmt: skip
    assert (asked("/workbench/meetings/"), asked(decisions)) == few
    assert few[0] <= 12
    assert few[1] <= few[0] + 5  # plan, units, terms, readable minutes, units to filter by


def test_the_calendar_shows_the_day_and_survives_nonsense(conference: Conference, browse: Browse) -> None:
    conference.convened()
    client = browse(OFFICE)
    assert "第一次全体会议" in _text(client, f"/workbench/meetings/calendar/?month={DAY:%Y-%m}")
    assert "第一次全体会议" not in _text(client, "/workbench/meetings/calendar/?month=2025-01")
    for nonsense in ("2026-13", "x", "0000-00", "9999-12", "0001-01"):
        assert client.get("/workbench/meetings/calendar/", {"month": nonsense}).status_code == 200


def test_the_second_convenor_is_told_on_the_page(conference: Conference, browse: Browse, clock: Clock) -> None:
    meeting = conference.propose()
    meetings.decline(meeting, reason="不开", by=conference.as_(CONVENOR), at=NOW)
    shown = _send(
        browse(CONVENOR), f"/workbench/meetings/{meeting.pk}/convene/",
        **{"convene-starts_at": (NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"), "convene-place": "三楼"},
    )  # fmt: skip
    assert "未予召集" in shown
