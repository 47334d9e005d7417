"""Which reports are asked for each half-year, what does each party say in them, and in which figures?"""

from django.db import models
from django.db.models import F, Q

from huxin.documents.models import Document, Paper
from huxin.journal.paths import path_index
from huxin.orgs.models import Organisation, User
from huxin.plans.models import Goal, Plan, ReportRule
from huxin.plans.naming import period_name

USUAL_WEEKS = 3
AS_THE_PLAN = (F("goal__number").asc(nulls_first=True), "order")  # the order in which sections are shown


class ReportSchedule(models.Model):
    """How long before the due day a report of this rule is asked for; without a row it is USUAL_WEEKS."""

    rule = models.OneToOneField(ReportRule, models.CASCADE, related_name="+")
    weeks_before = models.PositiveIntegerField("提前周数", default=USUAL_WEEKS)

    class Meta:
        verbose_name = verbose_name_plural = "报送安排"


class ReportCycle(models.Model):
    """One round of reports of all parties of a plan, and the prefecture's own report made from them."""

    class State(models.TextChoices):
        OPEN = "open", "收报中"
        CLOSED = "closed", "已截止"
        COMPILED = "compiled", "已汇总"
        ISSUED = "issued", "已印发"
        HISTORY = "history", "历史"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="report_cycles")
    rule = models.ForeignKey(ReportRule, models.SET_NULL, null=True, related_name="cycles")  # none: no more asked for
    period = models.CharField("期间", max_length=6)  # 2026H1 is the half-year's report, 2026H2 the year's
    org_path = models.CharField("所属路径", max_length=160)  # of the plan's area
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    opens_on = models.DateField("开启日期")
    covers_from = models.DateField("统计起始日")
    cut_off_on = models.DateField("统计截止日")
    nominal_on = models.DateField("原定日期")  # as the plan prints it
    due_on = models.DateField("报送时限")  # moved to the working day before it where that is a rest day
    calendar_version = models.CharField("日历版本", max_length=40)
    provisional = models.BooleanField("暂定", default=False)
    opened_at = models.DateTimeField("开启时间")
    closed_at = models.DateTimeField("截止时间", null=True)
    notice = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    compiled = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    compiled_at = models.DateTimeField("汇总时间", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "报告期"
        indexes = [path_index("cycle_path", "-due_on")]
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="report_cycle_once")]

    @property
    def name(self) -> str:
        """2026年上半年, 2026年全年."""
        return period_name(self.period)

    @property
    def is_whole_year(self) -> bool:
        """Does this report speak of the whole year?"""
        return self.period.endswith("H2")


class Report(models.Model):
    """One party's hand-in for one round: a section for each of its goals, and one about the whole."""

    class State(models.TextChoices):
        DRAFT = "draft", "填写中"
        IN_REVIEW = "in_review", "内部审签"
        HANDED_IN = "handed_in", "已报送"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已接收"
        HISTORY = "history", "历史"

    cycle = models.ForeignKey(ReportCycle, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    due_on = models.DateField("报送时限")  # later than the round's where it was returned until a later day
    handed_in_at = models.DateTimeField("首次报送时间", null=True)
    handed_in_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    late = models.BooleanField("迟报", default=False)  # written at a late hand-in, never cleared
    returns = models.PositiveIntegerField("退回次数", default=0)
    reminders = models.PositiveIntegerField("催报次数", default=0)
    reminded_at = models.DateTimeField("最近催报", null=True)
    accepted_at = models.DateTimeField("接收时间", null=True)
    review = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")  # the unit's own signing
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # of the sealed print
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "单位报告"
        indexes = [
            models.Index(fields=["state", "org_path"], name="report_state"),
            models.Index(fields=["due_on", "id"], name="report_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "organisation"], name="report_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_in", "accepted"]) | Q(handed_in_at__isnull=False),
                name="report_handed_in_has_moment",
            ),
        ]


class Told(models.Model):
    """What a section says, field by field; the general section uses those of its own."""

    class Answer(models.TextChoices):
        NORMAL = "normal", "有进展"
        ZERO = "zero", "零报告"
        NOT_OURS = "not_ours", "本单位无此项任务"

    answer = models.CharField("答复", max_length=10, choices=Answer, default=Answer.NORMAL)
    progress = models.TextField("推进落实情况", blank=True)
    highlights = models.TextField("工作亮点", blank=True)
    experience = models.TextField("经验做法", blank=True)
    cases = models.TextField("典型案例", blank=True)
    problems = models.TextField("存在问题", blank=True)
    measures = models.TextField("整改措施", blank=True)
    next_steps = models.TextField("下一步打算", blank=True)

    class Meta:
        abstract = True


class Section(Told):
    """A party's answer for one goal, or (without a goal) about its work as a whole; returned and accepted by itself."""

    class State(models.TextChoices):
        DRAFT = "draft", "填写中"
        HANDED_IN = "handed_in", "已报送"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已接收"

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField("次序")  # its address in the report, never changed; 0 is the general section
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    written_at = models.DateTimeField("填写时间", null=True)  # empty: only prefilled by the system
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returns = models.PositiveIntegerField("退回次数", default=0)
    return_reason = models.TextField("退回原因", blank=True)
    return_until = models.DateField("重新报送时限", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)
    use_highlights = models.BooleanField("亮点入汇总", default=True)
    use_experience = models.BooleanField("经验入汇总", default=True)
    use_cases = models.BooleanField("案例入汇总", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "报告分项"
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="section_once")]

    @property
    def number(self) -> int:
        """The number of its task in the plan as it now stands; 0 is the general section."""
        return self.goal.number if self.goal else 0


class SectionVersion(Told):
    """What a section said when it was handed in, or after it was corrected; never changed again."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    correction = models.TextField("更正说明", blank=True)  # empty: a hand-in
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告分项版本"
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="section_version_once")]


class SectionFile(models.Model):
    """A file that proves what a section says."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("添加时间")
    removed_at = models.DateTimeField("移除时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告附件"


class Figure(models.Model):
    """One figure of a section for the period itself; sums and comparisons are computed from frozen ones.

    `value` counts in units of 10 to the power of minus `decimals`. A frozen figure is not changed: a correction
    is a new row that names the one it replaces.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="figures")
    code = models.CharField("指标代码", max_length=20)
    title = models.CharField("指标", max_length=60)
    unit = models.CharField("单位", max_length=10)
    decimals = models.PositiveIntegerField("小数位", default=0)
    value = models.BigIntegerField("本期", null=True)
    missing_reason = models.CharField("暂缺原因", max_length=200, blank=True)
    source = models.CharField("来源", max_length=60, blank=True)  # empty: typed in; else who counted it
    current = models.BooleanField("现行", default=True)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    correction = models.TextField("更正说明", blank=True)
    frozen_at = models.DateTimeField("定稿时间", null=True)
    put_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    put_at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告数据"
        indexes = [models.Index(fields=["code", "current"], name="figure_code")]
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], condition=Q(current=True), name="figure_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(missing_reason=""), name="figure_is_or_is_missing"),
            models.CheckConstraint(condition=Q(previous=None) | ~Q(correction=""), name="figure_change_says_why"),
        ]
