"""Which enterprises and workers are known, how do they hang together, and from where do we know it?"""

from django.db import models
from django.db.models import F, Q

from huxin.documents.models import Document
from huxin.orgs.models import Area, Organisation, User


class Source(models.TextChoices):
    """From where a record came."""

    TYPED = "typed", "手工登记"
    FILE = "file", "表格导入"
    SELF = "self", "本人或企业申报"
    CASE = "case", "投诉举报"
    MARKET = "market", "市场监管登记"
    FILING = "filing", "用工备案"
    PLATFORM = "platform", "平台报送"


class Industry(models.TextChoices):
    """The trades of platform work, with the codes of the order-data standard."""

    RIDE = "ride", "网约车"
    DELIVERY = "delivery", "即时配送"
    COURIER = "courier", "快递"
    FREIGHT = "freight", "货运"
    HOME_SERVICE = "home_service", "家政"
    LIVESTREAM = "livestream", "网络直播"
    OTHER = "other", "其他"


class Relation(models.TextChoices):
    """The classes of relation between an enterprise and a worker (人社部发〔2021〕56号); guidance, not a ruling."""

    FULL = "A", "符合确立劳动关系"
    PART_TIME = "A'", "非全日制用工"
    MANAGED = "B", "不完全符合确立劳动关系但企业进行劳动管理"
    INDEPENDENT = "C", "个人依托平台自主经营"
    UNKNOWN = "unknown", "尚未判明"


class Enterprise(models.Model):
    """A firm that lives from platform work; `area` is where it is looked after, not where its head office stands."""

    class Kind(models.TextChoices):
        PLATFORM = "platform", "平台企业"
        PARTNER = "partner", "用工合作企业"
        OUTLET = "outlet", "站点或门店"
        OTHER = "other", "其他用人单位"

    class Status(models.TextChoices):
        ACTIVE = "active", "存续"
        CLOSED = "closed", "注销"
        REVOKED = "revoked", "吊销"

    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, unique=True)  # empty: not known yet
    name = models.CharField("企业名称", max_length=120, db_index=True)
    short_name = models.CharField("简称", max_length=60, blank=True)
    kind = models.CharField("类型", max_length=8, choices=Kind)
    individual = models.BooleanField("个体工商户", default=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of its organisation once it has one, else of the area
    address = models.CharField("住所", max_length=200, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=40, blank=True)
    industry = models.CharField("行业", max_length=12, choices=Industry, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone_sealed = models.TextField("联系电话（加密）", blank=True)
    phone_digest = models.CharField("联系电话摘要", max_length=64, blank=True, db_index=True)
    organisation = models.OneToOneField(Organisation, models.PROTECT, null=True, related_name="+")
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.ACTIVE)
    source = models.CharField("来源", max_length=8, choices=Source)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    registered_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "企业"
        indexes = [models.Index(fields=["org_path", "-id"], name="enterprise_path")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_has_name"),
            models.CheckConstraint(condition=~Q(credit_code=""), name="enterprise_code_or_nothing"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="enterprise_merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class EnterpriseName(models.Model):
    """A name under which an enterprise is spoken of; `key` and `initials` are what the search compares."""

    class Kind(models.TextChoices):
        CURRENT = "current", "现用名"
        FORMER = "former", "曾用名"
        SHORT = "short", "简称"
        BRAND = "brand", "品牌"
        BRANCH = "branch", "分支机构"
        APP = "app", "应用程序名"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="names")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    name = models.CharField("名称", max_length=120)
    key = models.CharField("检索名", max_length=120, db_index=True)
    initials = models.CharField("拼音首字母", max_length=120, db_index=True)
    block = models.CharField("比对分组", max_length=2, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "企业名称"
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "kind", "name"], name="enterprise_name_once"),
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(kind="current"), name="enterprise_has_one_current_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseLink(models.Model):
    """One joint of the chain platform → partner firm → outlet, for a time."""

    class Kind(models.TextChoices):
        PARTNER = "partner", "合作用工"
        OUTLET = "outlet", "经营站点"
        BRANCH = "branch", "分支机构"
        SUBCONTRACT = "subcontract", "转包分包"

    upper = models.ForeignKey(Enterprise, models.PROTECT, related_name="below")
    lower = models.ForeignKey(Enterprise, models.PROTECT, related_name="above")
    kind = models.CharField("关系", max_length=12, choices=Kind)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)  # exclusive
    source = models.CharField("来源", max_length=8, choices=Source)

    class Meta:
        verbose_name = verbose_name_plural = "企业关系"
        constraints = [
            models.UniqueConstraint(
                fields=["upper", "lower", "kind"], condition=Q(valid_until=None), name="enterprise_link_once"
            ),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="enterprise_link_of_two"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="enterprise_link_has_length"
            ),
        ]


class Worker(models.Model):
    """A person who works through platforms, whatever the relation; all that names him is encrypted."""

    class Rural(models.TextChoices):
        YES = "yes", "农村户籍"
        NO = "no", "非农村户籍"
        UNKNOWN = "unknown", "未知"

    name_sealed = models.TextField("姓名（加密）")
    name_digest = models.CharField("姓名摘要", max_length=64, db_index=True)
    id_sealed = models.TextField("身份证件号码（加密）", blank=True)
    id_digest = models.CharField("身份证件号码摘要", max_length=64, null=True, unique=True)  # empty: not known yet
    phone_sealed = models.TextField("手机号（加密）", blank=True)
    phone_digest = models.CharField("手机号摘要", max_length=64, blank=True, db_index=True)
    user = models.OneToOneField(User, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the area where he is looked after
    rural = models.CharField("户籍", max_length=8, choices=Rural, default=Rural.UNKNOWN)
    occupation = models.CharField("职业", max_length=60, blank=True)
    source = models.CharField("来源", max_length=8, choices=Source)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    registered_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "新就业形态劳动者"
        indexes = [models.Index(fields=["org_path", "-id"], name="worker_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["name_digest", "phone_digest"],
                condition=Q(id_digest=None, merged_into=None) & ~Q(phone_digest=""),
                name="worker_without_id_once",
            ),
            models.CheckConstraint(condition=~Q(id_digest=""), name="worker_id_or_nothing"),
            models.CheckConstraint(
                condition=Q(id_digest=None, id_sealed="") | (Q(id_digest__isnull=False) & ~Q(id_sealed="")),
                name="worker_id_is_found_and_read",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="worker_merged_into_another"
            ),
        ]


class PhoneCode(models.Model):
    """A code that went to a phone, kept as digests: by it a worker logs in, once and within minutes."""

    phone_digest = models.CharField("手机号摘要", max_length=64)
    code_digest = models.CharField("验证码摘要", max_length=64)
    asked_at = models.DateTimeField("发出时间")
    minute = models.PositiveBigIntegerField("发出的分钟")  # so that the database lets only one go out in each
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "短信验证码"
        indexes = [models.Index(fields=["phone_digest", "-id"], name="phone_code_of_phone")]
        constraints = [models.UniqueConstraint(fields=["phone_digest", "minute"], name="phone_code_once_a_minute")]


class Engagement(models.Model):
    """A worker works for an enterprise, through a platform or not, in one class of relation, from a day to a day."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="engagements")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="engagements")
    platform = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    relation = models.CharField("用工关系", max_length=8, choices=Relation, default=Relation.UNKNOWN)
    industry = models.CharField("行业", max_length=12, choices=Industry)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the area of work
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True)  # exclusive
    source = models.CharField("来源", max_length=8, choices=Source)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "用工记录"
        indexes = [models.Index(fields=["org_path", "-id"], name="engagement_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "enterprise", "platform"],
                condition=Q(valid_until=None, platform__isnull=False),
                name="engagement_open_once_on_platform",
            ),
            models.UniqueConstraint(
                fields=["worker", "enterprise"],
                condition=Q(valid_until=None, platform=None),
                name="engagement_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="engagement_has_length"
            ),
        ]


class RelationAssessment(models.Model):
    """The answers to the questions about a relation, and the class they point to: guidance, never a ruling."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="assessments")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    standard = models.CharField("问卷版本", max_length=40)
    answers = models.JSONField("回答")  # question → reply, both codes
    part_time = models.BooleanField("符合非全日制时限", default=False)
    evidence = models.TextField("依据说明", blank=True)
    result = models.CharField("倾向结论", max_length=8, choices=Relation)
    assessed_on = models.DateField("判断日期")
    assessed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    assessed_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "用工关系判断"


class PlatformWorker(models.Model):
    """The key under which a platform knows a person; whose it is may still be open."""

    platform = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    key = models.CharField("平台账号", max_length=80)
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="platform_keys")

    class Meta:
        verbose_name = verbose_name_plural = "平台账号"
        constraints = [
            models.UniqueConstraint(fields=["platform", "key"], name="platform_worker_once"),
            models.CheckConstraint(condition=~Q(key=""), name="platform_worker_has_key"),
        ]


class PlatformClaim(models.Model):
    """A worker says that a platform's key is his: proved by his phone, or for the office or the platform to confirm."""

    class State(models.TextChoices):
        WAITING = "waiting", "待核对"
        CONFIRMED = "confirmed", "已对应"
        REFUSED = "refused", "未通过"

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    platform = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    key = models.CharField("平台账号", max_length=80)
    org_path = models.CharField("所属路径", max_length=160)  # of the worker
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    by_phone = models.BooleanField("凭手机号核对", default=False)
    asked_at = models.DateTimeField("提出时间")
    reason = models.CharField("未通过的原因", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号认领"
        indexes = [models.Index(fields=["org_path", "-id"], name="platform_claim_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "platform", "key"], condition=Q(state="waiting"), name="platform_claim_waits_once"
            ),
            models.UniqueConstraint(
                fields=["platform", "key"], condition=Q(state="confirmed"), name="platform_claim_confirmed_once"
            ),
        ]


class Sighting(models.Model):
    """A raw record of an enterprise or a worker as some source gave it, and what it was matched with."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        WORKER = "worker", "新就业形态劳动者"

    class State(models.TextChoices):
        MATCHED = "matched", "已对应"
        NEW = "new", "新登记"
        WAITING = "waiting", "待人工核对"
        DROPPED = "dropped", "不予登记"

    kind = models.CharField("对象", max_length=10, choices=Kind)
    source = models.CharField("来源", max_length=8, choices=Source)
    outside_key = models.CharField("来源中的编号", max_length=80, blank=True)
    record_sealed = models.TextField("原始记录（加密）")
    title = models.CharField("名称", max_length=120, blank=True)  # of an enterprise; a worker's is masked
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)
    state = models.CharField("状态", max_length=8, choices=State)
    rule = models.CharField("对应规则", max_length=24, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="sightings")
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="sightings")
    seen_at = models.DateTimeField("收到时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "来源记录"
        indexes = [
            models.Index(fields=["org_path", "-id"], condition=Q(state="waiting"), name="sighting_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("matched", "new"))
                | Q(kind="enterprise", enterprise__isnull=False)
                | Q(kind="worker", worker__isnull=False),
                name="sighting_matched_with_something",
            ),
        ]


class AdmissionRequest(models.Model):
    """Somebody of an enterprise asks for access, with a stamped authorisation; the county's office decides."""

    class State(models.TextChoices):
        WAITING = "waiting", "待审核"
        ADMITTED = "admitted", "已准入"
        REFUSED = "refused", "未通过"

    credit_code = models.CharField("统一社会信用代码", max_length=18)
    enterprise_name = models.CharField("企业名称", max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)
    enterprise_kind = models.CharField("类型", max_length=8, choices=Enterprise.Kind)
    role = models.CharField("申请角色", max_length=40)
    name = models.CharField("申请人", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    phone_sealed = models.TextField("手机号（加密）")
    email = models.EmailField("邮箱", blank=True)
    authorisation = models.ForeignKey(Document, models.PROTECT, related_name="+")
    code_digest = models.CharField("申请码摘要", max_length=64, unique=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField("未通过的原因", max_length=200, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "企业准入申请"
        indexes = [models.Index(fields=["org_path", "-id"], name="admission_path")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="admission_refused_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="admitted") | Q(enterprise__isnull=False), name="admission_admits_to_an_enterprise"
            ),
        ]
