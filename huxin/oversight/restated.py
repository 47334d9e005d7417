"""What did a finding say before, since which scan does it say something else, and to which figures was it answered?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from huxin.base.money import yuan
from huxin.orgs.access import SYSTEM
from huxin.oversight import figures
from huxin.oversight.models import Answer, Delivery, Finding, Scan


class Restatement(models.Model):
    """What a finding said until a scan said something else, or nothing, or found it again; never changed afterwards."""

    class What(models.TextChoices):
        CHANGED = "changed", "结果改变"
        GONE = "gone", "不再出现"
        BACK = "back", "又出现"

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="restated")
    changed_by = models.ForeignKey(Scan, models.PROTECT, related_name="+")
    what = models.CharField("变更", max_length=8, choices=What)
    state = models.CharField("此前状态", max_length=10, choices=Finding.State)
    answers = models.PositiveSmallIntegerField("此前的企业说明数")  # these were given to the figures below
    verdict = models.CharField("此前结论", max_length=8, choices=Finding.VERDICTS)
    measured = models.BigIntegerField("此前实际")
    required = models.BigIntegerField("此前标准值")
    short_fen = models.BigIntegerField("此前不足", null=True)
    prompts = models.PositiveIntegerField("此前的休息提示", null=True)
    begun_in_pause = models.PositiveIntegerField("此前停派时间内接到的订单", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查结果变更"
        constraints = [
            models.UniqueConstraint(fields=["finding", "changed_by"], name="restatement_once_a_scan"),
        ]


_SETTLED = (Finding.State.CLUE, Finding.State.DISMISSED)
_STARTS = {
    Restatement.What.CHANGED: "结果由“{before}”改为“{after}”",
    Restatement.What.GONE: "不再出现，此前为“{before}”",
    Restatement.What.BACK: "又出现，结果为“{after}”，此前为“{before}”",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a record: when it was scanned, by whom, and what became of the finding."""

    at: datetime
    who: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Past:
    """What became of a finding from scan to scan, newest first; to which other figures it was settled and answered."""

    changes: tuple[Change, ...] = ()
    settled: str = ""  # the figures when it was decided; empty where they are those of today
    answered: tuple[str, ...] = ()  # the same of each answer, in their order


def past_of(finding: Finding, answers: Sequence[Answer] = ()) -> Past:
    """Everything that scans changed of a finding, read from what was kept when they did."""
    rows = list(finding.restated.select_related("changed_by").order_by("pk"))
    if not rows:
        return Past(answered=("",) * len(answers))
    afterwards = [said(row) for row in rows[1:]] + [said(finding)]
    changes = [_change(row, after) for row, after in zip(rows, afterwards, strict=True)]
    settled = next((said(row) for row in rows if row.state in _SETTLED), "")
    given = [next((said(row) for row in rows if row.answers > n), "") for n in range(len(answers))]
    today = afterwards[-1]
    return Past(tuple(changes[::-1]), _other(settled, today), tuple(_other(one, today) for one in given))


def _other(words: str, today: str) -> str:
    return words if words != today else ""


def said(row: Finding | Restatement) -> str:
    """The figures of a finding, as they are or as they were, in words."""
    finding = row if isinstance(row, Finding) else row.finding
    parts = [
        f"实际{figures.written(row.measured, finding.rule)}",
        f"标准值{figures.written(row.required, finding.rule)}",
        *([f"不足{yuan(row.short_fen)}元"] if row.short_fen else []),
        dict(Finding.VERDICTS)[row.verdict],
        *([f"其间提示休息{row.prompts}次"] if row.prompts is not None else []),
        *([f"停派时间内接到{row.begun_in_pause}单"] if row.begun_in_pause else []),
    ]
    return "，".join(parts)


def _change(row: Restatement, after: str) -> Change:
    scan = row.changed_by
    words = _STARTS[Restatement.What(row.what)].format(before=said(row), after=after)
    version = f"标准与算法版本{scan.rules_version}"
    sentence = f"重新检查{words}。{_cause(scan)}（{version}）"
    return Change(scan.finished_at or scan.started_at, SYSTEM.name, sentence)


def _cause(scan: Scan) -> str:
    """Since the scan before it: is the law another, are the rules, or are the orders?"""
    scans = Scan.objects.filter(area=scan.area_id, month=scan.month, rules=scan.rules, state=Scan.State.DONE)
    before = scans.filter(pk__lt=scan.pk).order_by("-pk").first()
    if before is None:
        return ""
    (law, formulation), (old_law, old_formulation) = _parts(scan), _parts(before)
    news = Delivery.objects.filter(scans=scan).exclude(scans=before).order_by("pk").values_list("receipt", flat=True)
    causes = [f"接收了报送{'、'.join(news)}"] if news else []
    causes += ["法规参数有变更"] if law != old_law else []
    causes += ["算法有更新"] if formulation != old_formulation else []
    return f"与上次检查相比：{'，'.join(causes) or '上月末的订单或休息提示有变化'}"


def _parts(scan: Scan) -> tuple[str, str]:
    law, _, formulation = scan.rules_version.partition("/")
    return law, formulation
