"""Which machines may hand in for a platform, and which files are on their way?"""

from django.db import models
from django.db.models import Q

from huxin.documents.models import Document
from huxin.journal.paths import path_index
from huxin.orgs.models import User
from huxin.oversight.models import Reporter
from huxin.registry.models import Enterprise


class MachineKey(models.Model):
    """A key with which a platform's own program hands in for it; the key itself is shown once and not kept."""

    reporter = models.ForeignKey(Reporter, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the enterprise
    name = models.CharField("用途", max_length=40)
    digest = models.CharField("密钥摘要", max_length=64, unique=True)
    tail = models.CharField("密钥末四位", max_length=4)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")  # for whom the machine acts
    issued_at = models.DateTimeField("签发时间")
    last_used_at = models.DateTimeField("最近使用", null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField("吊销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送密钥"
        indexes = [path_index("machine_key_path", "-id")]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="machine_key_revoked_by_somebody",
            ),
        ]


class Upload(models.Model):
    """A file that comes in pieces. How much is there is the size of the file on disk; once whole it is a document."""

    token = models.CharField("上传编号", max_length=32, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the enterprise
    name = models.CharField("文件名", max_length=200)
    length = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("内容摘要", max_length=64, blank=True)  # as the sender says; empty: he does not
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("开始时间")
    changed_at = models.DateTimeField("最近续传")

    class Meta:
        verbose_name = verbose_name_plural = "文件续传"
        indexes = [path_index("upload_path", "-id"), models.Index(fields=["changed_at"], name="upload_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "sha256", "length", "name"],
                condition=Q(document=None) & ~Q(sha256=""),
                name="upload_begun_once",
            ),
        ]
