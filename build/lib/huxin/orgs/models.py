"""Which places, organisations and people are there, and who holds what role where?"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class Area(models.Model):
    """A division of GB/T 2260; `path` is the chain of codes from the province down, each with a slash."""

    code = models.CharField("行政区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField("路径", max_length=80, unique=True)
    order = models.PositiveIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A unit: bureau, government, court, union, an office inside one, or an enterprise."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "人民政府"
        BUREAU = "bureau", "部门"
        COURT = "court", "法院"
        UNION = "union", "群团组织"
        OFFICE = "office", "内设机构"
        ENTERPRISE = "enterprise", "企业"
        WORKERS = "workers", "劳动者"  # to which workers' accounts belong; nothing is kept there
        OTHER = "other", "其他"

    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="offices")
    path = models.CharField("路径", max_length=160, unique=True)
    order = models.PositiveIntegerField("礼宾次序", default=0)
    closed_on = models.DateField("撤销日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        indexes = [models.Index(fields=["order", "id"], name="organisation_order")]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="organisation_name_once_in_area"),
        ]

    def __str__(self) -> str:
        return self.short_name


class Alias(models.Model):
    """A name under which an organisation is also written."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField("别名", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="alias_once")]
        indexes = [models.Index(fields=["name"], name="alias_name")]


class UserManager(BaseUserManager["User"]):
    """Finds people by their log-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who can log in; what he may do stands in his memberships."""

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("工作邮箱", blank=True)
    phone_sealed = models.TextField("手机号（加密）", blank=True)
    phone_digest = models.CharField("手机号摘要", max_length=64, blank=True, db_index=True)
    is_active = models.BooleanField("可登录", default=True)
    created_at = models.DateTimeField("开户时间")
    session_epoch = models.PositiveIntegerField("会话期", default=0)  # counted up, all sessions of the person end

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as allauth shows it."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must still fit: it ends when the password or the roles change."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("huxin.orgs.models.User.session", value, secret=secret, algorithm="sha256").hexdigest()


class Membership(models.Model):
    """A role that a person holds in an organisation for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("角色", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(until=None),
                name="membership_held_once",
            ),
        ]


class StandIn(models.Model):
    """A colleague fills in for one who is away."""

    absent = models.ForeignKey(User, models.CASCADE, related_name="stand_ins")
    colleague = models.ForeignKey(User, models.CASCADE, related_name="stands_in_for")
    since = models.DateTimeField("起")
    until = models.DateTimeField("止")
    reason = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "代班"
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="stand_in_has_length"),
            models.CheckConstraint(condition=~models.Q(absent=models.F("colleague")), name="stand_in_is_another"),
        ]


class Invitation(models.Model):
    """A one-time code, on paper or by mail, with which a named person opens his own account."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField("角色", max_length=40)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    email = models.EmailField("邮箱", blank=True)
    renews = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")  # an account opened again
    code_digest = models.CharField("邀请码摘要", max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    used_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "邀请"


class Share(models.Model):
    """One thing of a lower or upper package opened to one more organisation."""

    kind = models.CharField("对象类别", max_length=40)
    subject_id = models.BigIntegerField("对象编号")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    permission = models.CharField("权限", max_length=60)
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "共享"
        indexes = [models.Index(fields=["kind", "organisation", "subject_id"], name="share_kind")]
