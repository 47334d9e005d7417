"""What was issued, what does it ask of whom, and by when?"""

from django.db import models

from huxin.documents.models import Document, Paper
from huxin.journal.paths import path_index
from huxin.orgs.models import Area, Organisation, User
from huxin.plans.naming import period_name, topic

WARN_DAYS = 10  # days before the due day from which a lamp is yellow, unless the plan says otherwise


def _known(field: str, name: str) -> models.Index:
    """An index of the few rows that have a value: one with all the empty ones looks useless to SQLite's planner."""
    return models.Index(fields=[field], condition=models.Q(**{f"{field}__isnull": False}), name=name)


class Plan(models.Model):
    """An adopted work plan; the text as adopted stands in its versions."""

    title = models.CharField("标题", max_length=200)
    document_no = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the area
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    tracked_from = models.DateField("跟踪起始日")
    warn_days = models.PositiveIntegerField("临期提醒天数", default=WARN_DAYS)
    adopted_at = models.DateTimeField("采纳时间")
    public = models.BooleanField("公开进度", default=True)  # of a plan that stands for itself
    ended_on = models.DateField("终止日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作方案"
        indexes = [path_index("plan_path")]

    @property
    def topic(self) -> str:
        """What it is about, without the place and the kind of document."""
        return topic(self.title, self.area.name, self.area.short_name)


class ReportRule(models.Model):
    """When the plan wants which report from all parties."""

    class Period(models.TextChoices):
        HALF_YEAR = "half_year", "半年"
        FULL_YEAR = "full_year", "全年"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="report_rules")
    period = models.CharField("期间", max_length=10, choices=Period)
    due = models.CharField("报送日", max_length=5)  # MM-DD
    cut_off = models.CharField("统计截止日", max_length=5)  # MM-DD
    contents = models.JSONField("内容", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "报送规则"
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="report_rule_once")]


class Goal(models.Model):
    """One task of a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    number = models.PositiveIntegerField("序号")
    mark = models.CharField("标号", max_length=20, blank=True)
    title = models.CharField("任务", max_length=200)
    text = models.TextField("内容", blank=True)
    standing = models.BooleanField("持续推进", default=True)
    milestone_on = models.DateField("阶段时限", null=True)
    place_start = models.PositiveIntegerField(null=True)
    place_end = models.PositiveIntegerField(null=True)
    serves = models.ForeignKey("self", models.PROTECT, null=True, related_name="served_by")
    ended_on = models.DateField("终止日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], condition=models.Q(ended_on=None), name="goal_number_once"
            )
        ]


class Duty(models.Model):
    """What one organisation owes under one goal, or under a document handed down, or under a decision."""

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        COOPERATE = "cooperate", "配合"
        BY_DUTY = "by_duty", "按职责负责"
        IMPLEMENT = "implement", "落实"
        ASSIGNED = "assigned", "承办"

    class Origin(models.TextChoices):
        GOAL = "goal", "方案任务"
        ASSIGNMENT = "assignment", "交办事项"
        DECISION = "decision", "会议议定"

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="duties")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="duties")
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.GOAL)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")  # 责任单位
    org_path = models.CharField("所属路径", max_length=160)
    role = models.CharField("职责", max_length=10, choices=Role)
    as_printed = models.CharField("原文写法", max_length=120, blank=True)
    title = models.CharField("事项", max_length=200, blank=True)  # where there is no goal
    coordinates = models.BooleanField("首列（默认协调）", default=False)
    drafting_office = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )  # 承办
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)  # 经办人
    not_ours = models.TextField("本单位无此项任务的说明", blank=True)
    ended_on = models.DateField("终止日期", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "责任"
        indexes = [
            path_index("duty_path", "ended_on"),
            models.Index(fields=["organisation"], condition=models.Q(ended_on=None), name="duty_going_on"),
            models.Index(fields=["plan", "ended_on"], name="duty_plan"),
            _known("drafting_office", "duty_drafting"),
            _known("handler", "duty_handler"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "organisation", "role"],
                condition=models.Q(ended_on=None, goal__isnull=False),
                name="duty_once",
            )
        ]


class Term(models.Model):
    """One thing due under a duty: a milestone, a half-year, or a single day."""

    class Kind(models.TextChoices):
        MILESTONE = "milestone", "阶段时限"
        CYCLE = "cycle", "半年周期"
        ONCE = "once", "办结时限"

    class State(models.TextChoices):
        OPEN = "open", "进行中"
        HANDED_IN = "handed_in", "已报送"
        RETURNED = "returned", "已退回"
        DONE = "done", "已完成"
        HISTORY = "history", "历史"

    class Answer(models.TextChoices):
        NORMAL = "normal", "有进展"
        ZERO = "zero", "零报告"
        NOT_OURS = "not_ours", "本单位无此项任务"

    class Outcome(models.TextChoices):
        MET = "met", "按期完成"
        NOT_MET = "not_met", "未完成"
        UNKNOWN = "unknown", "无法查明"

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="terms")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="terms")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    period = models.CharField("期间", max_length=7, blank=True)  # 2026H1, 2026H2 for cycles; 2026-06 for milestones
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField("答复", max_length=10, choices=Answer, blank=True)
    due_on = models.DateField("时限")
    first_due_on = models.DateField("最初时限")  # before any extension
    calendar_version = models.CharField("日历版本", max_length=40)
    provisional = models.BooleanField("暂定", default=False)
    done_at = models.DateTimeField("完成时间", null=True)
    handed_in_at = models.DateTimeField("报送时间", null=True)
    first_overdue_at = models.DateTimeField("首次逾期", null=True)  # written once, never cleared
    nominal_on = models.DateField("原定日期", null=True)  # before it moved off a rest day
    returns = models.PositiveIntegerField("退回次数", default=0)
    return_reason = models.TextField("退回（重开）原因", blank=True)
    outcome = models.CharField("历史认定", max_length=10, choices=Outcome, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_reason = models.TextField("认定依据", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        indexes = [
            models.Index(fields=["duty", "due_on"], condition=models.Q(done_at=None), name="term_undone"),
            models.Index(fields=["duty", "kind", "state"], condition=models.Q(done_at=None), name="term_owed"),
            models.Index(fields=["plan", "state", "due_on"], name="term_plan"),
            models.Index(fields=["state", "kind", "due_on"], name="term_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "kind", "period"],
                condition=~models.Q(kind="once"),
                name="term_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["open", "handed_in", "returned"]) | models.Q(done_at=None),
                name="term_undone_is_not_done",
            ),
        ]

    @property
    def word(self) -> str:
        """2026年上半年, 2026年全年; of what is no part of a report its kind."""
        return period_name(self.period) if self.kind == self.Kind.CYCLE else self.get_kind_display()

    @property
    def settled(self) -> str:
        """What was found about one that is history; until somebody has said it, 待认定."""
        return self.get_outcome_display() if self.settled_reason else "待认定"


class Progress(models.Model):
    """What was done between the reports; prefills the next section."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="progress")
    happened_on = models.DateField("日期")
    text = models.TextField("进展")
    zero = models.BooleanField("零报告", default=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("填写时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "进展"


class SubDuty(models.Model):
    """A part of a duty, broken down to an office or a person inside the unit or county."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="parts")
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", db_index=False)
    office_name = models.CharField("承办科室（单位）", max_length=120)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    person_name = models.CharField("责任人", max_length=40, blank=True)
    text = models.TextField("分解内容")
    due_on = models.DateField("时限", null=True)
    done_at = models.DateTimeField("完成时间", null=True)
    result = models.TextField("完成情况", blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "分解任务"
        indexes = [_known("office", "part_office"), _known("person", "part_person")]


class Extension(models.Model):
    """A request for a later day, with its ground, and what was decided by the signature on its paper."""

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        GRANTED = "granted", "已同意"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤销"

    term = models.ForeignKey(Term, models.PROTECT, related_name="extensions")
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")  # 延期审批表
    until_on = models.DateField("申请延至")
    ground = models.TextField("理由")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True)
    reply = models.TextField("审批意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        constraints = [
            models.UniqueConstraint(fields=["term"], condition=models.Q(state="asked"), name="extension_asked_once")
        ]


class Seat(models.Model):
    """A seat of the joint conference; it belongs to a post, and a successor takes over."""

    class Kind(models.TextChoices):
        CONVENOR = "convenor", "召集人"
        MEMBER = "member", "成员"
        LIAISON = "liaison", "联络员"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="seats")
    kind = models.CharField("席位", max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    post = models.CharField("职务", max_length=80, blank=True)
    order = models.PositiveIntegerField("次序", default=0)
    closed_on = models.DateField("撤销日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "席位"


class SeatHolder(models.Model):
    """Who held the seat from when to when; filed with the office."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="holders")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=80, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    filed_at = models.DateTimeField("备案时间")
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "任席"
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=models.Q(until=None), name="seat_held_by_one")
        ]


class Assignment(models.Model):
    """A document handed down by a leader or a higher body, from which duties come (交办事项)."""

    class Urgency(models.TextChoices):
        NORMAL = "normal", "平件"
        URGENT = "urgent", "急件"
        EXTRA_URGENT = "extra_urgent", "特急"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # 交办单位
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="assignments")
    title = models.CharField("事项", max_length=200)
    source = models.CharField("来文（交办）单位或领导职务", max_length=120)
    source_no = models.CharField("来文号", max_length=60, blank=True)
    received_on = models.DateField("收到日期")
    due_on = models.DateField("办理时限")
    urgency = models.CharField("缓急", max_length=12, choices=Urgency, default=Urgency.NORMAL)
    remark = models.TextField("批示内容", blank=True)  # only for those it is for
    proposal = models.TextField("拟办意见", blank=True)
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the giving organisation
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("交办时间")
    reply = models.TextField("回复内容", blank=True)
    closed_at = models.DateTimeField("销号时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "交办事项"


class AssignmentDuty(models.Model):
    """Which duties an assignment was split into."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="items")
    duty = models.OneToOneField(Duty, models.PROTECT, related_name="assignment_item")

    class Meta:
        verbose_name = verbose_name_plural = "交办分办"
