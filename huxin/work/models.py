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
