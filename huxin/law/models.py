"""Which days are holidays, where, and by whose notice?"""

from django.db import models
from django.db.models import Q


class HolidayYear(models.Model):
    """A year of the calendar: whether the State Council's notice for it is out, and which it is."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    announced = models.BooleanField("已公布", default=False)
    document_no = models.CharField("发文字号", max_length=60, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    revision = models.PositiveIntegerField("修订次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "年度放假安排"

    def __str__(self) -> str:
        return f"{self.year}年放假安排"


class Holiday(models.Model):
    """A day that is off, a weekend day that is worked instead, or a day off of one area only."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        WORKDAY = "workday", "调休上班"
        LOCAL = "local", "地方放假"

    year = models.ForeignKey(HolidayYear, models.PROTECT, related_name="days")  # of the notice, not of the day
    day = models.DateField("日期")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    name = models.CharField("名称", max_length=40)
    area_code = models.CharField("行政区划代码", max_length=12, null=True)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(area_code=None), name="holiday_once"),
            models.UniqueConstraint(fields=["day", "area_code"], name="holiday_once_in_area"),
            models.CheckConstraint(
                condition=Q(kind="local", area_code__isnull=False) | (~Q(kind="local") & Q(area_code=None)),
                name="holiday_local_has_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
