"""What did a person type and not hand in yet?"""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """The fields of a form as typed so far; a note to oneself that nobody else can open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField("表单", max_length=120)
    data = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once")]


class SavedFilter(models.Model):
    """A question that a person asks a list again and again; his own note that nobody else can open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField("列表", max_length=40)
    title = models.CharField("名称", max_length=30)
    query = models.CharField("条件", max_length=500)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        constraints = [models.UniqueConstraint(fields=["user", "page", "title"], name="saved_filter_once")]
