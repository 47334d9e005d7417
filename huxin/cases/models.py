"""What is a case made of? Flat rows: the case, who is in it, what is claimed, and everything that was done to it."""

from django.db import models
from django.db.models import F, Q

from huxin.cases.topics import Source, Topic
from huxin.documents.models import Document, Paper
from huxin.orgs.models import Area, Organisation, User
from huxin.registry.models import Enterprise, Worker


class Case(models.Model):
    """One matter that goes the way of one procedure, handled by one office."""

    number = models.CharField("案件编号", max_length=20, unique=True)  # random within the year: it tells nothing
    procedure = models.CharField("程序", max_length=40)
    step = models.CharField("环节", max_length=40)
    topic = models.CharField("事项", max_length=24, choices=Topic)
    title = models.CharField("案由", max_length=120)
    story = models.TextField("情况说明", blank=True)
    wish = models.TextField("诉求", blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")  # the place of work
    place = models.CharField("工作地点", max_length=120, blank=True)
    industry = models.CharField("行业", max_length=20, blank=True)
    relation = models.CharField("用工关系", max_length=2, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    enterprise_name = models.CharField("用工单位（自述）", max_length=120, blank=True)
    platform_name = models.CharField("平台（自述）", max_length=60, blank=True)
    happened_from = models.DateField("发生时间起", null=True)
    happened_until = models.DateField("发生时间止", null=True)
    people = models.PositiveIntegerField("涉及人数", default=1)
    claimed_fen = models.BigIntegerField("涉及金额", null=True)
    anonymous = models.BooleanField("匿名", default=False)
    source = models.CharField("来源", max_length=16, choices=Source)
    outside_number = models.CharField("外部编号", max_length=60, blank=True)
    outside_due_on = models.DateField("外部时限", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # the office that handles it
    org_path = models.CharField("所属路径", max_length=160)
    officer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_officer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: without log-in
    opened_at = models.DateTimeField("登记时间")
    closed_at = models.DateTimeField("办结时间", null=True)
    outcome = models.CharField("结果", max_length=40, blank=True)
    due_on = models.DateField("最近时限", null=True)  # the nearest open deadline that the office owes
    first_overdue_on = models.DateField("首次超期", null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True)
    satisfaction_text = models.CharField("评价", max_length=300, blank=True)
    receipt_tries = models.PositiveSmallIntegerField("查询失败次数", default=0)
    receipt_locked_until = models.DateTimeField("查询锁定至", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        indexes = [
            models.Index(fields=["officer", "closed_at", "due_on"], name="case_officer"),
            models.Index(fields=["enterprise", "-id"], name="case_enterprise"),
            models.Index(fields=["outside_number"], name="case_outside"),
            models.Index(fields=["procedure", "step"], name="case_step"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(officer=None) | Q(second_officer=None) | ~Q(officer=F("second_officer")),
                name="case_two_officers_are_two",
            ),
            models.UniqueConstraint(
                fields=["source", "outside_number"], condition=~Q(outside_number=""), name="case_outside_once"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="case_has_people"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class CaseReach(models.Model):
    """Under which keys a case is found: every path above its office, an organisation it was opened to, a party.

    One equality look-up answers a list for whoever holds a key, in the order of due days, however many cases there are.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reaches")
    key = models.CharField("钥匙", max_length=200)
    open = models.BooleanField("未结", default=True)
    due_on = models.DateField("排序时限")  # far in the future where nothing is due

    class Meta:
        verbose_name = verbose_name_plural = "案件可见范围"
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="case_reach_once")]
        indexes = [
            models.Index(fields=["key", "open", "due_on", "case"], name="case_reach_due"),
            models.Index(fields=["key", "case"], name="case_reach_newest"),
        ]


class CaseWords(models.Model):
    """The signs by which a case is found among millions: `cases.signs` writes them, the database indexes them."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="found_by")
    words = models.TextField("检索字串")

    class Meta:
        verbose_name = verbose_name_plural = "案件检索字串"


class Party(models.Model):
    """Who is in a case, in which role, with the personal data as it was told: encrypted, found by digest."""

    class Role(models.TextChoices):
        CLAIMANT = "claimant", "申请人（投诉人）"
        RESPONDENT = "respondent", "被申请人（被投诉单位）"
        THIRD = "third", "第三人"
        AGENT = "agent", "代理人"
        WITNESS = "witness", "证人"

    class Agency(models.TextChoices):
        RELATIVE = "relative", "亲属"
        UNION = "union", "工会"
        LAWYER = "lawyer", "律师、法律工作者"
        OTHER = "other", "其他受托人"

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    role = models.CharField("当事人身份", max_length=12, choices=Role)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name="答复单位")
    name_sealed = models.TextField("姓名（加密）", blank=True)
    name_digest = models.CharField("姓名摘要", max_length=64, blank=True)
    phone_sealed = models.TextField("手机号（加密）", blank=True)
    phone_digest = models.CharField("手机号摘要", max_length=64, blank=True)
    id_sealed = models.TextField("证件号（加密）", blank=True)
    id_digest = models.CharField("证件号摘要", max_length=64, blank=True)
    address = models.CharField("送达地址", max_length=200, blank=True)
    e_service = models.BooleanField("同意电子送达", default=False)
    acts_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="agents")
    acts_as = models.CharField("代理人类别", max_length=8, choices=Agency, blank=True)
    authorised_until = models.DateField("委托期限", null=True)
    authorisation = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    may_settle = models.BooleanField("特别授权", default=False)  # to admit, waive, change claims, settle, take money
    consents = models.JSONField("同意事项", default=dict)  # code of what was asked -> day on which it was given
    receipt_digest = models.CharField("回执摘要", max_length=64, blank=True)  # of a reporter; his own in a merged case
    representative_since = models.DateTimeField("推举为代表人时间", null=True)  # speaks for many workers
    left_at = models.DateTimeField("退出时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        indexes = [
            models.Index(fields=["phone_digest"], name="party_phone"),
            models.Index(fields=["name_digest"], name="party_name"),
            models.Index(fields=["id_digest"], name="party_id_number"),
            models.Index(fields=["worker"], name="party_worker"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(role="agent") | Q(acts_for__isnull=False), name="agent_acts_for_one"),
        ]


class Claim(models.Model):
    """What somebody asks for, what was found, and what was paid. A case is not closed while a claim has no outcome."""

    class Outcome(models.TextChoices):
        MET = "met", "全部实现"
        PARTLY = "partly", "部分实现"
        AGREED = "agreed", "达成协议"
        DENIED = "denied", "不予支持"
        WITHDRAWN = "withdrawn", "撤回"
        PASSED_ON = "passed_on", "转其他途径"
        REJECTED = "rejected", "不予受理"
        UNSETTLED = "unsettled", "没有解决"

    case = models.ForeignKey(Case, models.CASCADE, related_name="claims")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")  # whose; empty: of all reporters
    kind = models.CharField("请求事项", max_length=24, choices=Topic)
    text = models.CharField("说明", max_length=300, blank=True)
    people = models.PositiveIntegerField("人数", default=1)
    period_from = models.DateField("期间起", null=True)
    period_until = models.DateField("期间止", null=True)
    claimed_fen = models.BigIntegerField("请求金额", null=True)
    found_fen = models.BigIntegerField("认定金额", null=True)
    paid_fen = models.BigIntegerField("已付金额", null=True)
    paid_on = models.DateField("支付日期", null=True)
    outcome = models.CharField("处理结果", max_length=12, choices=Outcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "请求"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_until=None) | Q(period_from=None) | Q(period_until__gte=F("period_from")),
                name="claim_period_in_order",
            ),
            models.CheckConstraint(condition=Q(claimed_fen=None) | Q(claimed_fen__gte=0), name="claim_not_negative"),
        ]


class Measure(models.Model):
    """What the office ordered or imposed, when it was served, and whether it was complied with."""

    class Kind(models.TextChoices):
        TALK = "talk", "约谈"
        WARNING = "warning", "警示"
        CORRECTION = "correction", "责令限期改正"
        HANDLING = "handling", "行政处理"
        PENALTY = "penalty", "行政处罚"
        GUIDANCE = "guidance", "行政指导"
        ITEM = "item", "整改事项"

    class Result(models.TextChoices):
        COMPLIED = "complied", "已履行"
        PARTLY = "partly", "部分履行"
        REFUSED = "refused", "未履行"
        ANNULLED = "annulled", "决定被撤销、变更"

    case = models.ForeignKey(Case, models.CASCADE, related_name="measures")
    kind = models.CharField("措施", max_length=12, choices=Kind)
    text = models.TextField("内容", blank=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    taken_on = models.DateField("作出日期")
    served_on = models.DateField("送达日期", null=True)
    due_on = models.DateField("履行期限", null=True)
    amount_fen = models.BigIntegerField("金额", null=True)
    complied_on = models.DateField("履行日期", null=True)
    result = models.CharField("履行情况", max_length=12, choices=Result, blank=True)
    published_on = models.DateField("公布日期", null=True)
    withdrawn_on = models.DateField("撤回公布日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "措施"


DECISIONS = (Measure.Kind.PENALTY, Measure.Kind.HANDLING)  # what a firm may contest, and a court enforces
SAID = (Measure.Kind.TALK, Measure.Kind.WARNING, Measure.Kind.GUIDANCE)  # what asks for nothing to be carried out


class CaseLink(models.Model):
    """How two cases belong together."""

    class Kind(models.TextChoices):
        ARISES = "arises", "由此产生"
        MERGED = "merged", "并入"
        REFERRED = "referred", "转入"
        RELATED = "related", "相关"
        SPLIT = "split", "分出"

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked_from")
    kind = models.CharField("关系", max_length=10, choices=Kind)
    since = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "案件关联"
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="case_link_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_is_another"),
        ]


from huxin.cases import records  # noqa: E402, F401  the rest of the tables; Django looks for them from here
