"""Who is told what, by which medium?"""

from django.db import models

from huxin.orgs.models import Organisation, User


class Notice(models.Model):
    """One thing that one person should know; shown in the application, and sent outside as he chose."""

    class Mail(models.TextChoices):
        NONE = "none", "不发"
        NOW = "now", "待发"
        DAILY = "daily", "待汇总"
        SENT = "sent", "已发"
        FAILED = "failed", "未发成"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    rule = models.CharField("规则", max_length=60)
    once = models.CharField("去重键", max_length=80)  # the same thing is told once
    kind = models.CharField("对象类别", max_length=40, blank=True)
    subject_id = models.BigIntegerField("对象编号", null=True)
    text = models.CharField("内容", max_length=300)
    created_at = models.DateTimeField("产生时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    mail = models.CharField("邮件", max_length=6, choices=Mail, default=Mail.NONE)
    mailed_at = models.DateTimeField("邮件时间", null=True)
    sms = models.CharField("短信", max_length=6, choices=Mail, default=Mail.NONE)  # of who logs in by his phone
    texted_at = models.DateTimeField("短信时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [models.UniqueConstraint(fields=["user", "rule", "once"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_user"),
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["mail"], name="notice_mail", condition=models.Q(mail__in=("now", "daily"))),
            models.Index(fields=["user"], name="notice_sms", condition=models.Q(sms="now")),
        ]


class Preference(models.Model):
    """How one person wants to be told of one rule's matters outside the application."""

    class How(models.TextChoices):
        NEVER = "never", "只在系统内提醒"
        DAILY = "daily", "每日汇总邮件"
        NOW = "now", "立即发邮件"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    rule = models.CharField("规则", max_length=60)
    how = models.CharField("方式", max_length=6, choices=How)

    class Meta:
        verbose_name = verbose_name_plural = "提醒方式"
        constraints = [models.UniqueConstraint(fields=["user", "rule"], name="preference_once")]


class Hook(models.Model):
    """A group chat's robot (WeCom, DingTalk, Feishu …) of an organisation; its address is a secret."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)
    name = models.CharField("名称", max_length=60)
    url_sealed = models.TextField("地址（加密）")
    active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("创建时间")

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"


class HookMessage(models.Model):
    """A message waiting for, or given to, a group's robot; never holds anything personal."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="messages")
    once = models.CharField("去重键", max_length=120)
    text = models.CharField("内容", max_length=300)
    created_at = models.DateTimeField("产生时间")
    sent_at = models.DateTimeField("发送时间", null=True)
    attempts = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "群消息"
        constraints = [models.UniqueConstraint(fields=["hook", "once"], name="hook_message_once")]
        indexes = [models.Index(fields=["hook"], name="hook_message_waiting", condition=models.Q(sent_at=None))]
