"""What did the platforms hand in, what was found in it, and what became of each finding?"""

from django.db import models
from django.db.models import F, Q

from huxin.cases.models import Case
from huxin.cases.records import Evidence
from huxin.documents.models import Document
from huxin.journal.paths import path_index
from huxin.orgs.models import Area, User
from huxin.registry.models import Enterprise, Industry, Worker


class RuleSet(models.TextChoices):
    """Which figures of law a scan is held against; only the first may lead to a clue."""

    IN_FORCE = "in-force", "现行标准"
    RECOMMENDED = "recommended", "含推荐标准"
    DRAFT = "draft", "含征求意见稿"


class Reporter(models.Model):
    """A platform that has to deliver its order data every month, by a day of the month after."""

    class OnRejects(models.TextChoices):
        ASK = "ask", "由经办人逐次决定"
        TAKE = "take", "接收合格的部分"
        REFUSE = "refuse", "有退回的行即整批退回"

    enterprise = models.OneToOneField(Enterprise, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the enterprise
    since = models.DateField("首个报送月份")
    due_day = models.PositiveSmallIntegerField("次月报送期限（日）", default=10)
    on_rejects = models.CharField("有退回行时", max_length=8, choices=OnRejects, default=OnRejects.ASK)
    ended_on = models.DateField("停止报送日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送平台"
        indexes = [path_index("reporter_path", "id")]
        constraints = [
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=28), name="reporter_due_day_in_any_month"),
        ]


HANDED_IN = ("document", "mapping", "matching", "sessions", "rest_prompts")  # the files of a delivery, by field


class Delivery(models.Model):
    """One hand-in of a platform's orders of a month: the kept file, what was accepted, what went back and why."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待检查"
        CHECKING = "checking", "正在检查"
        CHECKED = "checked", "待接收"
        ACCEPTED = "accepted", "已接收"
        REFUSED = "refused", "已退回"
        UNREADABLE = "unreadable", "无法读取"
        REPLACED = "replaced", "已被更正"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the enterprise
    month = models.DateField("报送月份")  # its first day
    receipt = models.CharField("回执号", max_length=20, unique=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")  # the orders, or the first file of them
    further = models.ManyToManyField(Document, related_name="+", verbose_name="其余订单文件")
    mapping = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    matching = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    sessions = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # presence, rests
    rest_prompts = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    digest = models.CharField("内容摘要", max_length=64)  # of all its files together
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField("进度", max_length=60, blank=True)
    rows = models.PositiveBigIntegerField("行数", default=0)
    accepted_rows = models.PositiveBigIntegerField("合格行数", default=0)
    workers = models.PositiveIntegerField("劳动者数", default=0)
    rejected = models.JSONField("退回原因与行数", default=dict)  # reason code → rows
    notes = models.JSONField("提示与行数", default=dict)  # code → rows
    other_months = models.JSONField("别的月份的行数", default=dict)  # 2026-09 → rows; they went back
    names = models.JSONField("平台写法", default=list)  # how the orders write the platform
    handed_back = models.JSONField("退回文件", default=list)  # keys of documents
    reason = models.TextField("原因", blank=True)  # why unreadable, or why refused
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField("报送时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: a rule
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "订单数据报送"
        indexes = [
            path_index("delivery_path", "-id"),
            models.Index(fields=["month", "enterprise"], name="delivery_month"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "month"], condition=Q(state="accepted"), name="delivery_accepted_once"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "month", "digest"],
                condition=Q(state__in=("waiting", "checking", "checked", "accepted")),
                name="delivery_same_once",
            ),
            models.CheckConstraint(condition=Q(accepted_rows__lte=F("rows")), name="delivery_accepts_of_its_rows"),
        ]

    @property
    def orders(self) -> list[Document]:
        """Its files of orders, in the order in which they are read."""
        return [self.document, *self.further.order_by("pk")]

    @property
    def rejected_rows(self) -> int:
        """Rows that went back."""
        return self.rows - self.accepted_rows

    @property
    def is_working(self) -> bool:
        """Is it still being checked?"""
        return self.state in (self.State.WAITING, self.State.CHECKING)

    @property
    def tone(self) -> str:
        """How loud its state is shown."""
        tones = {"accepted": "good", "checked": "near", "refused": "back", "unreadable": "late", "replaced": "plain"}
        return tones.get(self.state, "info")


class Reckoning(models.Model):
    """What is worked out over the orders in the background: where it stands, and why it came to nothing."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待运行"
        RUNNING = "running", "正在运行"
        DONE = "done", "已完成"
        FAILED = "failed", "不能完成"

    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    reason = models.TextField("原因", blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        abstract = True

    @property
    def is_working(self) -> bool:
        """Is it still running?"""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def tone(self) -> str:
        """How loud its state is shown."""
        return {"done": "good", "failed": "late"}.get(self.state, "info")


class Scan(Reckoning):
    """One run of the rules over the accepted orders of a month in an area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the area
    month = models.DateField("月份")
    rules = models.CharField("标准", max_length=12, choices=RuleSet, default=RuleSet.IN_FORCE)
    fingerprint = models.CharField("输入摘要", max_length=64)  # of orders, figures of law and formulation
    deliveries = models.ManyToManyField(Delivery, related_name="scans")
    stage = models.CharField("进度", max_length=60, blank=True)
    figures = models.JSONField("合计", default=dict)
    gaps = models.JSONField("未能对照的标准", default=list)
    rules_version = models.CharField("标准与算法版本", max_length=60, blank=True)
    engine = models.CharField("计算引擎", max_length=40, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("发起时间")

    class Meta:
        verbose_name = verbose_name_plural = "数据检查"
        indexes = [path_index("scan_path", "-id"), models.Index(fields=["month", "rules"], name="scan_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "month"], condition=Q(state__in=("waiting", "running")), name="scan_one_at_a_time"
            ),
        ]


class Finding(models.Model):
    """What one rule says of one worker's day, week, month or stretch: found once, however often it is scanned."""

    VERDICTS = (("broken", "违反"), ("caution", "注意"))

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        ASKED = "asked", "待企业说明"
        ANSWERED = "answered", "企业已说明"
        CLUE = "clue", "已转线索"
        DISMISSED = "dismissed", "不予处理"
        GONE = "gone", "不再出现"

    key = models.CharField("标识", max_length=64, unique=True)
    rules = models.CharField("标准", max_length=12, choices=RuleSet)
    month = models.DateField("月份")
    rule = models.CharField("标准项", max_length=40)
    verdict = models.CharField("结论", max_length=8, choices=VERDICTS)
    severity = models.PositiveSmallIntegerField("严重程度")
    platform = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    firm = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")  # who answers: partner, enterprise, platform
    platform_name = models.CharField("平台（数据写法）", max_length=120)
    enterprise_name = models.CharField("用工企业（数据写法）", max_length=120)
    partner_name = models.CharField("合作企业（数据写法）", max_length=120, blank=True)
    worker_key = models.CharField("劳动者代号", max_length=80)
    person = models.CharField("匹配摘要", max_length=128, blank=True)
    relation = models.CharField("用工关系", max_length=2)
    industry = models.CharField("行业", max_length=12)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")  # of work
    org_path = models.CharField("所属路径", max_length=160)  # of the area of work
    first_day = models.DateField("起始日")
    start_s = models.BigIntegerField("起始时刻", null=True)
    measured = models.BigIntegerField("实际")
    required = models.BigIntegerField("标准值")
    short_fen = models.BigIntegerField("不足", null=True)
    prompts = models.PositiveIntegerField("其间的休息提示", null=True)  # empty: not asked, or not reported
    begun_in_pause = models.PositiveIntegerField("停派时间内接到的订单", null=True)
    found_by = models.ForeignKey(Scan, models.PROTECT, related_name="found")
    changed_by = models.ForeignKey(Scan, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField("要求说明时间", null=True)
    due_on = models.DateField("说明期限", null=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    reason = models.TextField("不予处理的理由", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查发现"
        indexes = [
            path_index("finding_path", "-id"),
            models.Index(fields=["month", "rules", "firm", "rule"], name="finding_month_firm"),
            models.Index(fields=["firm", "state"], name="finding_firm"),
            models.Index(fields=["platform", "worker_key"], name="finding_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="clue") | Q(case__isnull=False, rules="in-force"), name="finding_clue_has_a_case"
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, due_on=None)
                | Q(asked_at__isnull=False, due_on__isnull=False, rules="in-force"),
                name="finding_asked_by_the_law_in_force",
            ),
        ]

    @property
    def tone(self) -> str:
        """How loud its state is shown."""
        tones = {"open": "late", "asked": "near", "answered": "info", "clue": "good"}
        return tones.get(self.state, "plain")


class Answer(models.Model):
    """What a firm says of a finding: why it is so, or what it has put right."""

    class Kind(models.TextChoices):
        EXPLANATION = "explanation", "说明情况"
        CORRECTION = "correction", "已经改正"
        MISTAKE = "mistake", "数据有误，将更正报送"

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="answers")
    kind = models.CharField("答复", max_length=12, choices=Kind)
    text = models.TextField("内容")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = verbose_name_plural = "企业说明"


class MonthTotal(models.Model):
    """What the orders of one worker in one post add up to in a month; the rows behind the slip and the sums."""

    month = models.DateField("月份")
    platform = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    firm = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    worker_key = models.CharField("劳动者代号", max_length=80)
    person = models.CharField("匹配摘要", max_length=128, blank=True)
    relation = models.CharField("用工关系", max_length=2)
    industry = models.CharField("行业", max_length=12)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the area of work
    orders = models.PositiveIntegerField("订单数")
    days = models.PositiveSmallIntegerField("接单天数")
    order_s = models.PositiveBigIntegerField("接单时间（秒）")
    wage_s = models.PositiveBigIntegerField("工作时间（秒）")  # of the orders accepted in it, with the allowance
    longest_stretch_s = models.PositiveBigIntegerField("最长连续（秒）")
    earned_fen = models.BigIntegerField("报酬")
    tip_fen = models.BigIntegerField("打赏")
    deduction_fen = models.BigIntegerField("扣款")
    income_fen = models.BigIntegerField("收入")
    due_fen = models.BigIntegerField("最低应得")

    class Meta:
        verbose_name = verbose_name_plural = "月度合计"
        indexes = [
            models.Index(fields=["month", "firm"], name="month_total_firm"),
            models.Index(fields=["platform", "worker_key", "month"], name="month_total_worker"),
            models.Index(fields=["month", "area", "industry"], name="month_total_peers"),
            path_index("month_total_path", "month"),
        ]


class Trial(Reckoning):
    """What a month would look like if the law of an area set another figure: sums alone, nothing is changed by it."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the area
    month = models.DateField("月份")
    code = models.CharField("参数", max_length=60)
    value = models.BigIntegerField("假设的数值")
    unit = models.CharField("单位", max_length=12)
    result = models.JSONField("结果", default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("发起时间")

    class Meta:
        verbose_name = verbose_name_plural = "参数试算"
        indexes = [path_index("trial_path", "-id")]
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(state__in=("waiting", "running")), name="trial_one_at_a_time"
            ),
        ]


class TypedShift(models.Model):
    """A shift that a worker wrote down himself, by the clock of Beijing; one that ends no later than it begins ends
    on the next day."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    day = models.DateField("日期")
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")
    orders = models.PositiveIntegerField("单数", default=0)
    pay_fen = models.PositiveBigIntegerField("报酬")
    deduction_fen = models.PositiveBigIntegerField("扣款", default=0)
    platform_name = models.CharField("平台", max_length=60)
    firm_name = models.CharField("公司或站点", max_length=120, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    industry = models.CharField("行业", max_length=12, choices=Industry)
    written_at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = verbose_name_plural = "自记班次"
        constraints = [models.UniqueConstraint(fields=["worker", "day", "begins"], name="typed_shift_begins_once")]


class OwnFile(models.Model):
    """An order export that a worker laid into his vault, with the columns as he told them, and what was read of it."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    piece = models.OneToOneField(Evidence, models.CASCADE, related_name="+")
    platform_name = models.CharField("平台", max_length=60)
    firm_name = models.CharField("公司或站点", max_length=120, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    industry = models.CharField("行业", max_length=12, choices=Industry)
    columns = models.JSONField("各列的含义", default=dict)  # column of the standard → heading; empty: not yet told
    rows = models.PositiveIntegerField("行数", default=0)
    accepted_rows = models.PositiveIntegerField("读出行数", default=0)
    rejected = models.JSONField("没有读出的行", default=list)  # row number and reason, the first ones
    months = models.JSONField("月份", default=list)  # their first days, the newest first

    class Meta:
        verbose_name = verbose_name_plural = "自有订单文件"
        constraints = [
            models.CheckConstraint(condition=Q(accepted_rows__lte=F("rows")), name="own_file_accepts_of_its_rows"),
        ]

    @property
    def rejected_rows(self) -> int:
        """Rows that could not be read."""
        return self.rows - self.accepted_rows
