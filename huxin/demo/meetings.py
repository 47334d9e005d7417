"""Which meetings did the joint conference of the demo hold? One finished, one being agreed, one to come."""

from datetime import datetime

from huxin.conference.actions.agenda import put_topic
from huxin.conference.actions.invitations import answer_invitation, invite, member_units
from huxin.conference.actions.issuing import send_for_approval
from huxin.conference.actions.meetings import Mark, convene, propose, take_attendance
from huxin.conference.actions.minutes import put_decision, put_item, start_minutes
from huxin.conference.actions.rounds import answer, open_round
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


class Conference:
    """One meeting from the proposal on, as far as time allows."""

    def __init__(self, story: Story, plan: Plan, held: datetime, title: str, number: int) -> None:
        self.story, self.plan, self.held, self.title, self.number = story, plan, held, title, number
        story.at(held.date() - days(20), self.propose)

    def propose(self, at: datetime) -> None:
        """A member unit asks for it."""
        unit = Organisation.objects.get(short_name="州总工会")
        meeting = propose(
            self.plan, organisation=unit, kind=Meeting.Kind.FULL, title=self.title,
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
            reply_by=self.held.date() - days(3), by=act_as("convenor", at), at=at,
        )  # fmt: skip
        for title, unit in TOPICS:
            put_topic(self.meeting, title=title, presenter=Organisation.objects.get(short_name=unit), by=office, at=at)
        missing = [u for u in member_units(self.meeting) if u.pk not in self._asked()]
        if missing:
            invite(self.meeting, organisations=missing, by=office, at=at)
        self.story.at(self.held.date() - days(4), self.reply)
        self.story.at(self.held.date() + days(1), self.hold)

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
        for item, (text, units, span) in zip(minutes.items.order_by("order"), DECISIONS, strict=True):
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
        """All units agree; the convenor signs, and the minutes go out."""
        round_ = self.meeting.minutes.rounds.get(closed_at=None)
        opinions = list(round_.opinions.select_related("organisation"))
        silent = 3 if self.held > self.story.now - days(14) else 0
        for opinion in opinions[silent:]:
            answer(opinion, agree=True, by=somebody(opinion.organisation, "liaison", at), at=at)
        if not silent:
            self.story.at(at.date() + days(5), self.issue)

    def issue(self, at: datetime) -> None:
        """The agreed text, word for word."""
        paper = send_for_approval(self.meeting, by=act_as("office", at), at=at)
        send(sign(paper, at), at, number=f"{at.year}年第{self.number}期")
        acknowledge(paper, at + days(1), share=0.9, dice=0.3)
