"""Which documents were handed in to become plans, and how did each plan read when it was adopted?"""

from django.db import models

from huxin.documents.models import Document
from huxin.orgs.models import Area, User
from huxin.plans.models import Plan


class PlanDraft(models.Model):
    """A document that was handed in and read, and is being looked through before it is adopted."""

    class State(models.TextChoices):
        OPEN = "open", "校正中"
        ADOPTED = "adopted", "已采纳"
        DISCARDED = "discarded", "已作废"

    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+")
    amends = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)
    data = models.JSONField("解读结果")  # the reader's JSON as plans.draft_edit holds it, corrected
    settled = models.JSONField("已处置的提示", default=dict)  # index of the warning -> reason
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("创建时间")

    class Meta:
        verbose_name = verbose_name_plural = "方案草稿"


class PlanVersion(models.Model):
    """The plan as it read when it was adopted the first, second … time."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("版本")
    draft = models.OneToOneField(PlanDraft, models.PROTECT, related_name="+")
    data = models.JSONField("解读结果")
    adopted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField("采纳时间")

    class Meta:
        verbose_name = verbose_name_plural = "方案版本"
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]
