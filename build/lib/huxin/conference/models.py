"""Who meets about what, what was written down and agreed, and what was decided?"""

from django.db import models

from huxin.documents.models import Document, Paper
from huxin.journal.paths import path_index
from huxin.orgs.models import Organisation, User
from huxin.plans.models import Duty, Plan


class Meeting(models.Model):
    """A meeting of the joint conference, or a consultation of a few units between meetings."""

    class Kind(models.TextChoices):
        FULL = "full", "全体会议"
        PARTIAL = "partial", "部分成员会议"
        CONSULTATION = "consultation", "会商"

    class State(models.TextChoices):
        PROPOSED = "proposed", "已提议"
        CONVENED = "convened", "已召集"
        HELD = "held", "已召开"
        DRAFTED = "drafted", "纪要起草中"
        FEEDBACK = "feedback", "纪要征求意见"
        APPROVAL = "approval", "纪要送签"
        ISSUED = "issued", "纪要已印发"
        CLOSED = "closed", "议定事项已办结"
        DECLINED = "declined", "未予召集"
        CANCELLED = "cancelled", "已取消"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the plan's area
    kind = models.CharField("会议类别", max_length=12, choices=Kind)
    title = models.CharField("会议名称", max_length=120)
    ground = models.TextField("提议事由")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposer = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提议时间")
    convened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    convened_at = models.DateTimeField("召集时间", null=True)
    starts_at = models.DateTimeField("会议时间", null=True)
    place = models.CharField("会议地点", max_length=120, blank=True)
    reply_by = models.DateField("回执截止日期", null=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    ended_reason = models.TextField("未召集或取消的理由", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        indexes = [
            path_index("meeting_path", "-id"),
            models.Index(fields=["plan", "state"], name="meeting_plan"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One thing to be talked about, who presents it, and what was handed out."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveIntegerField("次序")
    title = models.CharField("议题", max_length=200)
    presenter = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    major = models.BooleanField("重大事项", default=False)
    materials = models.ManyToManyField(Document, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once")]


class Invitee(models.Model):
    """A unit, or one outside the system or an expert of it, asked to come; what was answered, and who was there."""

    class Reply(models.TextChoices):
        NONE = "", "未回执"
        ATTEND = "attend", "参加"
        SUBSTITUTE = "substitute", "委托他人参加"
        LEAVE = "leave", "请假"

    class Presence(models.TextChoices):
        UNKNOWN = "", "未登记"
        PRESENT = "present", "到会"
        ABSENT = "absent", "未到会"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    guest_unit = models.CharField("系统外单位", max_length=120, blank=True)
    guest_name = models.CharField("专家姓名", max_length=40, blank=True)
    observer = models.BooleanField("列席", default=False)
    order = models.PositiveIntegerField("次序", default=0)
    invited_at = models.DateTimeField("邀请时间")
    reply = models.CharField("回执", max_length=10, choices=Reply, blank=True, default=Reply.NONE)
    name = models.CharField("参会人", max_length=40, blank=True)
    post = models.CharField("职务", max_length=80, blank=True)
    companions = models.JSONField("随同人员", default=list)  # [name, post] of each
    reason = models.CharField("委托或请假原因", max_length=200, blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField("回执时间", null=True)
    presence = models.CharField("到会情况", max_length=8, choices=Presence, blank=True, default=Presence.UNKNOWN)

    class Meta:
        verbose_name = verbose_name_plural = "参会邀请"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="invited_once",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, guest_unit="", guest_name="")
                | models.Q(models.Q(organisation=None), ~models.Q(guest_unit="")),
                name="unit_or_guest",
            ),
        ]

    @property
    def people(self) -> list[tuple[str, str]]:
        """Name and post of everybody who comes: who heads them first."""
        head = [(self.name, self.post)] if self.name else []
        return head + [(name, post) for name, post in self.companions]

    @property
    def unit(self) -> str:
        """The unit as it is printed."""
        return self.organisation.short_name if self.organisation else self.guest_unit


class Minutes(models.Model):
    """What is written down about one meeting; its text freezes with each round of feedback."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    opening = models.TextField("会议概况")
    closing = models.TextField("结尾", blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")  # sent to be signed, last
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("起草时间")

    class Meta:
        verbose_name = verbose_name_plural = "会议纪要"


class MinutesItem(models.Model):
    """What was said about one agenda item, or about something that came up."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="items")
    agenda_item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+")
    order = models.PositiveIntegerField("次序")
    heading = models.CharField("标题", max_length=200)
    discussion = models.TextField("讨论情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "纪要条目"


class Decision(models.Model):
    """One sentence that was decided; with units and a day it becomes their duty when the minutes are issued."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(MinutesItem, models.CASCADE, related_name="decisions")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField("次序")
    text = models.TextField("议定事项")
    due_on = models.DateField("办结时限", null=True)
    major = models.BooleanField("重大事项", default=False)
    effective_at = models.DateTimeField("生效时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"
        indexes = [models.Index(fields=["plan", "-id"], name="decision_plan")]


class DecisionUnit(models.Model):
    """One unit that a decision binds, and the duty that came of it."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="units")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    duty = models.OneToOneField(Duty, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "议定责任单位"
        constraints = [models.UniqueConstraint(fields=["decision", "organisation"], name="decision_unit_once")]


class FeedbackRound(models.Model):
    """One asking of the attending units whether they agree to the text as it stood then."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField("轮次")
    text = models.JSONField("征求意见稿")  # the content tree as plain JSON
    digest = models.CharField("文稿摘要", max_length=64)
    answer_by = models.DateField("反馈截止日期")
    silence_is_consent = models.BooleanField("来函载明逾期未反馈视为同意", default=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("发出时间")
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "纪要征求意见"
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["minutes"], condition=models.Q(closed_at=None), name="one_round_at_a_time"),
        ]


class Opinion(models.Model):
    """What one attending unit answered in one round, and what became of it."""

    class Answer(models.TextChoices):
        NONE = "", "未反馈"
        AGREE = "agree", "同意"
        REMARK = "remark", "有意见"
        SILENT = "silent", "逾期未反馈，视为同意"

    class Handling(models.TextChoices):
        NONE = "", "未处理"
        ADOPTED = "adopted", "采纳"
        NOT_ADOPTED = "not_adopted", "不采纳"

    round = models.ForeignKey(FeedbackRound, models.PROTECT, related_name="opinions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField("反馈", max_length=8, choices=Answer, blank=True, default=Answer.NONE)
    text = models.TextField("修改意见", blank=True)
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # a written answer on paper
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("反馈时间", null=True)
    handling = models.CharField("采纳情况", max_length=12, choices=Handling, blank=True, default=Handling.NONE)
    handling_reason = models.TextField("采纳情况说明", blank=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "纪要反馈意见"
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="opinion_once")]
