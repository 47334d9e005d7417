"""Which tables of pay did the office publish, and which of them stand?"""

from datetime import date

from django.db import models
from django.db.models import Q, QuerySet

from huxin.journal.paths import path_index
from huxin.orgs.models import User
from huxin.oversight import queries
from huxin.oversight.models import RuleSet, Scan


class WageRelease(models.Model):
    """The table of pay of a scan, published; of each month one stands, and what was said of the others stays."""

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the scan
    month = models.DateField("月份")
    note = models.TextField("更正说明", blank=True)  # where a table of the month was published before
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField("发布时间")
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("撤回时间", null=True)
    reason = models.TextField("撤回说明", blank=True)  # empty: another table took its place

    class Meta:
        verbose_name = verbose_name_plural = "收入统计发布"
        indexes = [path_index("wage_release_path", "-id")]
        constraints = [
            models.UniqueConstraint(fields=["org_path", "month"], condition=Q(ended_at=None), name="wage_release_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="wage_release_ended_by_somebody",
            ),
        ]


def public_releases() -> QuerySet[WageRelease]:
    """What anybody may read, the newest month first."""
    return WageRelease.objects.filter(ended_at=None).select_related("scan__area").order_by("-month", "-pk")


def taken_back(month: date) -> WageRelease | None:
    """What was said when the month's table was taken back, if nothing took its place."""
    ended = WageRelease.objects.filter(month=month).order_by("-pk").first()
    return ended if ended is not None and ended.ended_at is not None else None


def released_before(scan: Scan) -> list[WageRelease]:
    """The tables of its month that were published, the newest first."""
    rows = WageRelease.objects.filter(org_path=scan.org_path, month=scan.month)
    return list(rows.select_related("released_by", "ended_by", "scan").order_by("-pk"))


def why_not(scan: Scan) -> str:
    """What keeps the table of a scan from being published, in words for the office; empty where nothing does."""
    from huxin.oversight.scan.wages import RULE

    if scan.rules != RuleSet.IN_FORCE or scan.state != Scan.State.DONE:
        return "只有按现行标准完成的检查，其收入统计才能发布。"
    newest = queries.done_scan(scan.month)
    if newest is not None and newest.pk != scan.pk:
        return "这个月有更新的检查，请看最新一次检查的收入统计。"
    if scan.figures.get("wages_rule") != RULE:
        return "这次检查是在现行的隐去规则之前做的，统计表可能透露个人收入，不能发布。请先重新运行这个月的检查。"
    if news := queries.news_since(scan):
        firms = "、".join(dict.fromkeys(str(one.enterprise) for one in news))
        return f"检查以后又接收了{firms}的报送，统计表还没有算进去。请先重新运行这个月的检查。"
    if not any(row[:3] == ["", "", ""] and not row[3] for row in scan.figures.get("wages", [])):
        return "参加统计的人太少，或者个别人占比过大，合计也不能公布，这个月没有可以发布的内容。"
    return ""
