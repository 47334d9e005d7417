"""Which meetings did the joint conference of the demo hold? One finished, one being agreed, one to come."""

from datetime import datetime

from huxin.conference.actions.agenda import put_topic
from huxin.conference.actions.invitations import Guest, answer_invitation, invite, member_units
from huxin.conference.actions.issuing import draft_major_report, send_for_approval
from huxin.conference.actions.meetings import Mark, convene, propose, take_attendance
from huxin.conference.actions.minutes import put_decision, put_item, start_minutes
from huxin.conference.actions.rounds import answer, handle_opinion, open_round
from huxin.conference.models import Meeting
from huxin.demo.cast import act_as, somebody
from huxin.demo.papers import acknowledge, send, sign
from huxin.demo.story import Story, days
from huxin.orgs.models import Organisation
from huxin.plans.models import Plan

TOPICS = (
    ("通报上一阶段方案落实情况", "州人力资源社会保障局"),
    ("研究合作企业更换引发的报酬拖欠风险", "州交通运输局"),
    ("研究户外劳动者服务站点共建共享", "州总工会"),
)
DECISIONS = (
    (
        "各成员单位按季向联席会议办公室提供本行业平台及合作企业名单。",
        ("州交通运输局", "州市场监管局", "州邮政管理局"),
        45,
    ),
    ("合作企业退出或更换前，平台企业应当提前报告并结清报酬，由主管部门督促落实。", ("州邮政管理局",), 60),
    ("年内在骑手集中区域共建服务站点，统一标识、统一上图。", ("州总工会", "州住房城乡建设局"), 90),
)


EXPERT = Guest("苏文渊", "州民族职业学院")


class Conference:
    """One meeting from the proposal on, as far as time allows."""

    kind, caller, topics, decisions = Meeting.Kind.FULL, "convenor", TOPICS, DECISIONS

    def __init__(self, story: Story, plan: Plan, held: datetime, title: str, number: int) -> None:
        self.story, self.plan, self.held, self.title, self.number = story, plan, held, title, number
        story.at(held.date() - days(20), self.propose)

    def propose(self, at: datetime) -> None:
        """A member unit asks for it."""
        unit = Organisation.objects.get(short_name="州总工会")
        meeting = propose(
            self.plan, organisation=unit, kind=self.kind, title=self.title,
            ground="近期合作企业更换较多，需要各成员单位共同研究。", by=act_as("union", at), at=at,
        )  # fmt: skip
        self.pk = meeting.pk
        self.story.at(at.date() + days(3), self.convene)

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands."""
        return Meeting.objects.select_related("plan").get(pk=self.pk)

    def convene(self, at: datetime) -> None:
        """A convenor calls it; the office prepares agenda and invitations."""
        office = act_as("office", at)
        convene(
            self.meeting, starts_at=self.held, place="州人力资源社会保障局三楼会议室",
            reply_by=self.held.date() - days(3), by=act_as(self.caller, at), at=at,
        )  # fmt: skip
        for title, unit in self.topics:
            presenter = Organisation.objects.get(short_name=unit)
            major = self.number == 1 and unit == "州交通运输局"
            put_topic(self.meeting, title=title, presenter=presenter, major=major, by=office, at=at)
        missing = [u for u in self.members() if u.pk not in self._asked()]
        invite(self.meeting, organisations=missing, guests=(EXPERT,), by=office, at=at)
        self.story.at(self.held.date() - days(4), self.reply)
        self.story.at(self.held.date() + days(1), self.hold)

    def members(self) -> list[Organisation]:
        """Who is to come."""
        return member_units(self.meeting)

    def _asked(self) -> set[int | None]:
        return set(self.meeting.invitations.values_list("organisation_id", flat=True))

    def reply(self, at: datetime) -> None:
        """Most come, one sends a substitute, one asks leave."""
        for n, row in enumerate(
            self.meeting.invitations.filter(organisation__isnull=False).select_related("organisation")
        ):
            by = somebody(row.organisation, "liaison", at)
            leader = somebody(row.organisation, "unit_leader", at)
            kind = "leave" if n == 5 else "substitute" if n == 3 else "attend"
            who = "" if kind == "leave" else by.name if kind == "substitute" else leader.name
            reason = "" if kind == "attend" else "与其他会议时间冲突"
            post = "" if kind == "leave" else "科员" if kind == "substitute" else "分管领导"
            answer_invitation(row, reply=kind, name=who, post=post, reason=reason, by=by, at=at)

    def hold(self, at: datetime) -> None:
        """Who was there, and the draft of the minutes."""
        office = act_as("office", at)
        marks = [Mark(row.pk, row.reply != "leave", row.name, row.post) for row in self.meeting.invitations.all()]
        take_attendance(self.meeting, marks=marks, chair="林海川", by=office, at=at)
        minutes = start_minutes(self.meeting, by=office, at=at)
        for item, (text, units, span) in zip(minutes.items.order_by("order"), self.decisions, strict=True):
            put_item(
                minutes, heading=item.heading, discussion="与会单位逐项研究，交换了意见。", item=item, by=office, at=at
            )
            put_decision(
                item, text=text, organisations=list(Organisation.objects.filter(short_name__in=units)),
                due_on=self.held.date() + days(span), by=office, at=at,
            )  # fmt: skip
        open_round(self.meeting, answer_by=at.date() + days(7), by=office, at=at)
        self.story.at(at.date() + days(4), self.agree)

    def agree(self, at: datetime) -> None:
        """All units agree but one, who would have a word otherwise; of the newest meeting the office still has to
        deal with that. The convenor signs, and the minutes go out."""
        round_ = self.meeting.minutes.rounds.get(closed_at=None)
        opinions = list(round_.opinions.select_related("organisation"))
        silent = 3 if self.held > self.story.now - days(14) else 0
        for n, opinion in enumerate(opinions[silent:]):
            by = somebody(opinion.organisation, "liaison", at)
            text = "建议将“提前报告”明确为“提前30日报告”。" if n == 0 and self.number != 1 else ""
            answer(opinion, agree=not text, text=text, by=by, at=at)
        if not silent:
            for opinion in round_.opinions.filter(answer="remark"):
                reason = "提前期限由企业与合作方协议约定，纪要不作统一规定。"
                handle_opinion(opinion, adopt=False, reason=reason, by=act_as("office", at), at=at)
            self.story.at(at.date() + days(5), self.issue)

    def issue(self, at: datetime) -> None:
        """The agreed text, word for word."""
        paper = send_for_approval(self.meeting, by=act_as("office", at), at=at)
        send(sign(paper, at), at, number=f"{at.year}年第{self.number}期" if self.number else "")
        acknowledge(paper, at + days(1), share=0.9, dice=0.3)
        if self.number == 1:
            self.story.at(at.date() + days(2), self.report_upward, hour=16, minute=10)

    def report_upward(self, at: datetime) -> None:
        """What was marked 重大 goes to the government."""
        paper = draft_major_report(self.meeting, by=act_as("office", at), at=at)
        send(sign(paper, at), at, number=f"文护新办发〔{at.year}〕10号")


class Consultation(Conference):
    """A few units between meetings; what came of it is one page."""

    kind, caller, topics, decisions = Meeting.Kind.CONSULTATION, "office", TOPICS[1:2], DECISIONS[1:2]

    def members(self) -> list[Organisation]:
        return [
            unit for unit in member_units(self.meeting) if unit.short_name in ("州邮政管理局", "州总工会", "州商务局")
        ]
