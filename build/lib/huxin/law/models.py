"""Which days are holidays, and which figures does the law set, by whose document and whose hand?"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from huxin.law.catalogue import Industry, Relation, entry
from huxin.law.parameters import Force, Status
from huxin.law.parameters import Parameter as Figure
from huxin.law.units import Unit
from huxin.orgs.models import User


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


class Parameter(models.Model):
    """One version of a legal figure: proposed, then current once another person has approved it, later replaced.

    A version is never edited: a correction is a new row that names the one it `replaces`; a removal too.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审核"
        CURRENT = "current", "现行"
        REPLACED = "replaced", "已更正"
        REMOVED = "removed", "已删除"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    code = models.CharField("代码", max_length=60)
    value = models.BigIntegerField("数值")
    unit = models.CharField("单位", max_length=12, choices=[(unit.value, unit.value) for unit in Unit])
    area_code = models.CharField("行政区划代码", max_length=12, blank=True)  # empty: the whole country
    industry = models.CharField("行业", max_length=12, blank=True, choices=[(one.value, one.zh) for one in Industry])
    relation = models.CharField("用工关系", max_length=2, blank=True, choices=[(one.value, one.zh) for one in Relation])
    force = models.CharField("效力", max_length=12, choices=[(one.value, one.zh) for one in Force])
    valid_from = models.DateField("施行日期")
    valid_until = models.DateField("失效日期", null=True)  # the first day on which it no longer holds
    document = models.CharField("文件", max_length=200)
    article = models.CharField("条款", max_length=100, blank=True)
    status = models.CharField("核实情况", max_length=10, choices=[(one.value, one.zh) for one in Status])
    source = models.CharField("来源", max_length=300, blank=True)
    revision = models.PositiveIntegerField("版次", default=1)
    state = models.CharField("状态", max_length=9, choices=State)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    removes = models.BooleanField("删除", default=False)  # the proposal, or what became of it, takes the figure out
    reason = models.CharField("变更理由", max_length=300, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: came with the system
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)
    reply = models.CharField("审核意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规参数"
        indexes = [models.Index(fields=["state", "code", "area_code", "id"], name="parameter_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "area_code", "industry", "relation", "force", "valid_from"],
                condition=Q(state="current"),
                name="parameter_current_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(state="proposed"), name="parameter_one_proposal_each"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="parameter_has_length"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="parameter_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None)
                | Q(state__in=["proposed", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="parameter_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(removes=False) | Q(replaces__isnull=False), name="parameter_removes_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.words}"

    @property
    def title(self) -> str:
        """What the figure is called."""
        return entry(self.code).title

    @property
    def words(self) -> str:
        """The figure as people write it."""
        return self.figure.words

    @property
    def figure(self) -> Figure:
        """The row as the pure law knows it."""
        return figure_of(tuple(getattr(self, name) for name in FIGURE_FIELDS))

    @property
    def tone(self) -> str:
        """How loud its state is shown."""
        return {"proposed": "near", "current": "good", "refused": "back"}.get(self.state, "plain")


FIGURE_FIELDS = (
    "code", "value", "unit", "area_code", "industry", "relation", "force", "valid_from", "valid_until", "document",
    "article", "status", "source",
)  # fmt: skip


def figure_of(row: tuple[Any, ...]) -> Figure:
    """The values of FIGURE_FIELDS as a figure of the pure law."""
    code, value, unit, area, industry, relation, force, valid_from, valid_until, document, article, status, source = row
    return Figure(
        code=code, value=value, unit=Unit(unit), area=area, industry=industry, relation=relation, force=Force(force),
        valid_from=valid_from, valid_until=valid_until, document=document, article=article, status=Status(status),
        source=source,
    )  # fmt: skip
