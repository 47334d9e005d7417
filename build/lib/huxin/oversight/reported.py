"""What did others say of a platform's month, with which its orders are compared?"""

from django.db import models

from huxin.journal.paths import path_index
from huxin.orgs.models import User
from huxin.registry.models import Enterprise


class ReportedFigure(models.Model):
    """A figure from outside the orders: insured orders, reported workers, those registered as household businesses."""

    class Kind(models.TextChoices):
        INSURED = "insured", "职业伤害保障参保订单数"
        HEADCOUNT = "headcount", "申报的劳动者人数"
        HOUSEHOLD = "household", "登记为个体工商户的劳动者人数"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")  # the platform
    org_path = models.CharField("所属路径", max_length=160)  # of the enterprise
    month = models.DateField("月份")  # its first day
    kind = models.CharField("数据", max_length=12, choices=Kind)
    value = models.PositiveBigIntegerField("数量")
    source = models.CharField("来源", max_length=120)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "核对数据"
        indexes = [path_index("reported_figure_path", "-id")]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "month", "kind"], name="reported_figure_once"),
        ]
