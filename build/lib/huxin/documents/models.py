"""Which files are kept, which papers are on their way, who has to say what, and who has received them?"""

from django.db import models
from django.db.models import Q

from huxin.journal.paths import path_index
from huxin.orgs.models import Organisation, User


class Document(models.Model):
    """A kept file: the bytes lie under their SHA-256, the row says what they are and to what they belong."""

    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    subject_kind = models.CharField("所属对象类别", max_length=40, blank=True)
    subject_id = models.BigIntegerField("所属对象编号", null=True)
    org_path = models.CharField("所属路径", max_length=160)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: made by the system
    kept_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="document_subject")]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A paper of an organisation on its way from draft to archive; `tree` is its content (content_json)."""

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        REVIEWING = "reviewing", "核稿中"
        COUNTERSIGNING = "countersigning", "会签中"
        SIGNING = "signing", "待签发"
        SIGNED = "signed", "已签发"
        NUMBERED = "numbered", "已编号"
        ISSUED = "issued", "已印发"
        ARCHIVED = "archived", "已归档"
        RETURNED = "returned", "退回修改"
        WITHDRAWN = "withdrawn", "已撤回"
        REFUSED = "refused", "未获批准"
        VOIDED = "voided", "已作废"

    class Openness(models.TextChoices):
        PUBLIC = "public", "主动公开"
        ON_REQUEST = "on_request", "依申请公开"
        CLOSED = "closed", "不予公开"

    class Retention(models.TextChoices):
        PERMANENT = "permanent", "永久"
        YEARS_30 = "years_30", "30年"
        YEARS_10 = "years_10", "10年"

    kind = models.CharField("文书种类", max_length=40)
    subject_kind = models.CharField("事由类别", max_length=40, blank=True)
    subject_id = models.BigIntegerField("事由编号", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # 发文机关
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")  # 拟稿科室
    org_path = models.CharField("所属路径", max_length=160)  # of the drafting office, else of the organisation
    title = models.CharField("标题", max_length=300)
    about = models.CharField("有关事项", max_length=160, blank=True)  # tells alike titles apart in lists; never printed
    tree = models.JSONField("内容")
    state = models.CharField("状态", max_length=14, choices=State, default=State.DRAFT)
    round = models.PositiveIntegerField("送审轮次", default=0)
    changes_due = models.BooleanField("待落实修改意见", default=False)
    openness = models.CharField("公开属性", max_length=10, choices=Openness)
    openness_reason = models.CharField("不予公开的理由", max_length=200, blank=True)
    reply_due_on = models.DateField("要求回复日期", null=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: by a rule
    drafted_at = models.DateTimeField("拟稿时间")
    signed_at = models.DateTimeField("签发时间", null=True)
    number = models.CharField("发文字号", max_length=60, blank=True)
    seal = models.CharField("印章名称", max_length=80, blank=True)
    seal_copies = models.PositiveIntegerField("用印份数", null=True)
    sealed_at = models.DateTimeField("用印登记时间", null=True)
    scan = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # of the sealed print
    issued_at = models.DateTimeField("印发时间", null=True)
    tree_sha256 = models.CharField("定稿校验值", max_length=64, blank=True)
    verify_code = models.CharField("查验码", max_length=12, blank=True)
    pdf = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    archive_no = models.CharField("档号", max_length=60, blank=True)
    retention = models.CharField("保管期限", max_length=10, choices=Retention, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        indexes = [
            path_index("paper_path", "-id"),
            path_index("paper_waiting", "state", "changes_due"),
            models.Index(fields=["subject_kind", "subject_id"], name="paper_subject"),
            models.Index(fields=["number"], name="paper_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_at=None) | (Q(pdf__isnull=False) & Q(docx__isnull=False) & ~Q(tree_sha256="")),
                name="paper_issued_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(openness="closed") | ~Q(openness_reason=""), name="paper_closed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PaperWords(models.Model):
    """The signs by which a paper is found: `documents.words` writes them, the database indexes them."""

    paper = models.OneToOneField(Paper, models.CASCADE, primary_key=True, related_name="found_by")
    words = models.TextField("检索字串")

    class Meta:
        verbose_name = verbose_name_plural = "文书检索字串"


class PaperVersion(models.Model):
    """The content of a paper as somebody left it."""

    class Source(models.TextChoices):
        DRAFT = "draft", "拟稿"
        SCREEN = "screen", "在线修改"
        DOCX = "docx", "上传修改稿"
        ISSUE = "issue", "印发定稿"

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("稿次")
    tree = models.JSONField("内容")
    source = models.CharField("来源", max_length=8, choices=Source)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # the DOCX handed in
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "文稿版本"
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once")]


class Addressee(models.Model):
    """An organisation to which a paper is to go; it sees nothing of it before issue."""

    class How(models.TextChoices):
        TO = "to", "主送"
        CC = "cc", "抄送"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="addressees")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    how = models.CharField("方式", max_length=2, choices=How)

    class Meta:
        verbose_name = verbose_name_plural = "主送抄送单位"
        constraints = [models.UniqueConstraint(fields=["paper", "organisation"], name="addressee_once")]


class ApprovalStep(models.Model):
    """One opinion that is asked for in one round: of a named person, or of whoever approves in an organisation."""

    class Kind(models.TextChoices):
        REVIEW = "review", "核稿"
        COUNTERSIGN = "countersign", "会签"
        SIGN = "sign", "签发"

    class State(models.TextChoices):
        PLANNED = "planned", "未到"
        WAITING = "waiting", "待办"
        DECIDED = "decided", "已办"
        CANCELLED = "cancelled", "已终止"

    class Opinion(models.TextChoices):
        AGREE = "agree", "同意"
        AGREE_WITH_CHANGES = "agree_with_changes", "修改后同意"
        RETURN = "return", "退回修改"
        REFUSE = "refuse", "不同意"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="steps")
    round = models.PositiveIntegerField("轮次")
    order = models.PositiveIntegerField("次序")  # equal order: side by side
    kind = models.CharField("环节", max_length=12, choices=Kind)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    role = models.CharField("角色", max_length=40, blank=True)  # empty: any role that approves there
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    waiting_since = models.DateTimeField("送达时间", null=True)
    opinion = models.CharField("意见", max_length=20, choices=Opinion, blank=True)
    reason = models.TextField("意见内容", blank=True)
    text_number = models.PositiveIntegerField("稿次", null=True)  # of the text on which the opinion was given
    acted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acting_for = models.CharField("代何人", max_length=60, blank=True)
    acted_at = models.DateTimeField("办理时间", null=True)
    passed_on = models.CharField("转请原因", max_length=200, blank=True)  # why it went to the deputy in `user`

    class Meta:
        verbose_name = verbose_name_plural = "审批环节"
        indexes = [
            models.Index(fields=["user", "state"], name="step_user"),
            models.Index(fields=["organisation", "state"], name="step_organisation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation=None) | Q(user=None, organisation__isnull=False),
                name="step_is_somebodys",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (~Q(opinion="") & Q(acted_by__isnull=False, acted_at__isnull=False)),
                name="step_decided_is_whole",
            ),
        ]


class NumberSeries(models.Model):
    """The running numbers of an organisation for one series of papers in one year, if it wants them automatic."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField("系列", max_length=40)
    year = models.PositiveIntegerField("年度")
    pattern = models.CharField("字号样式", max_length=60)  # with {year} and {n}
    next = models.PositiveIntegerField("下一号", default=1)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "编号系列"
        constraints = [models.UniqueConstraint(fields=["organisation", "code", "year"], name="number_series_once")]


class PaperNumber(models.Model):
    """A number that was given; a voided one stays, with its reason, and is never given again."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.CharField("发文字号", max_length=60)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="numbers")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("编号时间")
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发文字号"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "text"], name="paper_number_once"),
            models.UniqueConstraint(fields=["paper"], condition=Q(voided_at=None), name="paper_has_one_number"),
        ]


class Receipt(models.Model):
    """An issued paper at one addressee. Opening it is not acknowledging it."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="receipts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the addressee
    how = models.CharField("方式", max_length=2, choices=Addressee.How)
    sent_at = models.DateTimeField("送达时间")
    opened_at = models.DateTimeField("首次打开时间", null=True)
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    name = models.CharField("签收人", max_length=40, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reply_due_on = models.DateField("回复期限", null=True)
    replied_at = models.DateTimeField("回复时间", null=True)
    reply_text = models.TextField("回复内容", blank=True)
    reply_document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "签收"
        indexes = [path_index("receipt_path", "-id")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "organisation"], name="receipt_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | (~Q(name="") & ~Q(post="")), name="receipt_says_who"
            ),
        ]
