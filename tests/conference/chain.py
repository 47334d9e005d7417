"""How far has a meeting come? The chain of tests on the conference, each step through the public actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from huxin.base.actor import Actor
from huxin.conference.actions import agenda, invitations, issuing, meetings, minutes, rounds
from huxin.conference.models import Meeting, Minutes, Opinion
from huxin.documents import approval, numbering
from huxin.documents import issuing as paper_issuing
from huxin.documents.models import Paper
from huxin.orgs.models import Area, Organisation
from huxin.plans.models import Plan, Seat
from tests.world import AT, World

NOW = AT
DAY = AT + timedelta(days=8, minutes=30)
AFTER = DAY + timedelta(hours=3)
REPLY_BY = date(2026, 11, 27)
ANSWER_BY = date(2026, 12, 11)
DUE = date(2027, 1, 29)

OFFICE, DIRECTOR, CONVENOR, AUDITOR = "吴主任科员", "郑主任", "林召集", "冯审计"
HR, TRANSPORT, UNION, MARKET, COMMERCE = "李联络", "唐交通", "钱工会", "何监管", "沈商务"
LIAISON_OF = {"州人社局": HR, "州交通运输局": TRANSPORT, "州总工会": UNION}


@dataclass
class Conference:
    """A plan with its seats, and a meeting brought as far as a test wants it."""

    plan: Plan
    world: World

    @classmethod
    def founded(cls, world: World) -> Self:
        """A plan of the prefecture with its seats; the traffic bureau is the convenor's."""
        area = Area.objects.get(pk="532600")
        plan = Plan.objects.create(
            title="工作方案", area=area, office=world.org("州人社局"), org_path=area.path, tracked_from=NOW.date(),
            adopted_at=NOW,
        )  # fmt: skip
        for order, name in enumerate(("州交通运输局", "州总工会", "州市场监管局", "州商务局")):
            kind = Seat.Kind.MEMBER if order else Seat.Kind.CONVENOR
            Seat.objects.create(plan=plan, kind=kind, organisation=world.org(name), order=order)
        return cls(plan, world)

    def as_(self, name: str) -> Actor:
        return self.world.actor(name)

    def unit(self, name: str) -> Organisation:
        return self.world.org(name)

    def propose(self, kind: str = "full") -> Meeting:
        return meetings.propose(
            self.plan, organisation=self.unit("州总工会"), kind=kind, title="第一次全体会议",
            ground="研究上半年重点工作", by=self.as_(UNION), at=NOW,
        )  # fmt: skip

    def convened(self, kind: str = "full", *asked: str) -> Meeting:
        meeting = self.propose(kind)
        by = self.as_(OFFICE)
        caller = by if kind == "consultation" else self.as_(CONVENOR)
        agenda.put_topic(meeting, title="上半年工作情况", presenter=self.unit("州人社局"), by=by, at=NOW)
        agenda.put_topic(meeting, title="数据共享", major=True, by=by, at=NOW)
        meetings.convene(meeting, starts_at=DAY, place="州政务中心三楼会议室", reply_by=REPLY_BY, by=caller, at=NOW)
        wanted = [self.unit(name) for name in asked or LIAISON_OF]
        invitations.invite(meeting, organisations=wanted, by=by, at=NOW)
        return meeting

    def held(self, kind: str = "full", *asked: str) -> Meeting:
        meeting = self.convened(kind, *asked)
        marks = [meetings.Mark(row.pk, present=True, name="某某") for row in meeting.invitations.all()]
        return meetings.take_attendance(meeting, marks=marks, chair="甲某某", by=self.as_(OFFICE), at=AFTER)

    def written(self, kind: str = "full", *asked: str) -> Minutes:
        meeting, by = self.held(kind, *asked), self.as_(OFFICE)
        text = minutes.start_minutes(meeting, by=by, at=AFTER)
        for item in text.items.order_by("order"):
            minutes.put_item(text, item=item, heading=item.heading, discussion="会议听取了汇报。", by=by, at=AFTER)
        minutes.put_decision(
            item, text="建立数据共享日历", organisations=[self.unit("州交通运输局"), self.unit("州市场监管局")],
            due_on=DUE, major=True, by=by, at=AFTER,
        )  # fmt: skip
        return text

    def asked(self, kind: str = "full", *, silence: bool = False) -> Minutes:
        text = self.written(kind)
        rounds.open_round(text.meeting, answer_by=ANSWER_BY, silence_is_consent=silence, by=self.as_(OFFICE), at=AFTER)
        return text

    def agree(self, text: Minutes, *names: str) -> None:
        for name in names or LIAISON_OF:
            rounds.answer(self.opinion(text, name), agree=True, by=self.as_(LIAISON_OF[name]), at=AFTER)

    def opinion(self, text: Minutes, unit: str) -> Opinion:
        return Opinion.objects.get(round=rounds.current_round(text), organisation=self.unit(unit))

    def sent(self, kind: str = "full") -> Paper:
        text = self.asked(kind)
        self.agree(text)
        return issuing.send_for_approval(text.meeting, by=self.as_(OFFICE), at=AFTER)

    def sign(self, paper: Paper) -> Paper:
        approval.submit(paper, by=self.as_(OFFICE), at=AFTER)
        for who in (DIRECTOR, CONVENOR):
            for step in paper.steps.filter(state="waiting"):
                if approval.deciders(step).filter(pk=self.world.user(who).pk).exists():
                    approval.decide(step, opinion="agree", reason="", by=self.as_(who), at=AFTER)
        paper.refresh_from_db()
        return paper

    def issue(self, paper: Paper) -> None:
        self.sign(paper)
        if paper.kind == "minutes":
            numbering.number(paper, text="第1期", by=self.as_(OFFICE), at=AFTER)
        paper_issuing.issue(paper, by=self.as_(OFFICE), at=AFTER)

    def issued(self, kind: str = "full") -> Meeting:
        paper = self.sent(kind)
        self.issue(paper)
        return Meeting.objects.get(pk=paper.subject_id)
