"""How does a finding read on the pages of the office and of the firm?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from huxin.base.money import in_yuan
from huxin.channels.parts import excel
from huxin.channels.parts.paging import Key, page_of
from huxin.oversight import figures
from huxin.oversight.evidence import Order, count_behind, orders_page
from huxin.oversight.models import Finding
from huxin.oversight.restated import past_of
from huxin.registry.models import Relation

FOUND = excel.columns(
    ("标准", "title", 40), ("程度", "severity.1", 10), ("企业", "row.firm.name", 30),
    ("劳动者代号", "row.worker_key", 20), ("工作地", "row.area.name", 16), ("起始日", "row.first_day", 14),
    ("实际", "amounts.0", 12), ("标准值", "amounts.1", 12), ("单位", "amounts.2", 8), ("不足（元）", "short", 12),
    ("说明期限", "row.due_on", 14), ("状态", "row.get_state_display", 12),
)  # fmt: skip
SEVERITY_TONES = {1: "plain", 2: "near", 3: "late"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with its words; `row` is the row itself."""

    row: Finding
    title: str
    measured: str
    required: str
    severity: tuple[str, str]  # tone and words

    @property
    def amounts(self) -> tuple[float, float, str]:
        """What was found and what the law asks as numbers, and their unit."""
        row, code = self.row, self.row.rule
        return figures.amount(row.measured, code), figures.amount(row.required, code), figures.unit_word(code)

    @property
    def short(self) -> Decimal | None:
        """What is missing, in yuan."""
        return in_yuan(self.row.short_fen)

    @property
    def relation(self) -> str:
        """The class of relation in words."""
        return dict(Relation.choices).get(self.row.relation, self.row.relation)


def shown(rows: Iterable[Finding]) -> list[Shown]:
    """The rows of a list in words."""
    return [
        Shown(row, figures.title_of(row.rule), figures.measured(row), figures.required(row), severity(row.severity))
        for row in rows
    ]


def rows_behind(
    finding: Finding, request: HttpRequest, *, named: Collection[str], whole: bool = True,
    areas: Collection[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A page of the orders behind a finding, how many there are, and how many more elsewhere. A firm sees those of its
    own platform alone (`whole` is False), an office those of its own `areas`."""

    def read(key: Key | None, back: bool, most: int) -> list[Order]:
        return orders_page(finding, key, back, most, whole=whole, areas=areas, named=named)

    listed = page_of(read, lambda order: list(order.key), request, f"orders-{finding.pk}")
    mine = count_behind(finding, whole=whole, areas=areas, named=named)
    elsewhere = count_behind(finding, whole=whole, named=named) - mine if areas is not None else 0
    several = whole and bool(finding.person)  # of what other platforms a matched person may ride for
    return {"orders": listed, "order_count": mine, "elsewhere": elsewhere, "several": several}


def answered(finding: Finding) -> dict[str, Any]:
    """What scans changed of a finding, and what its firm said, with the figures that an answer was given to."""
    answers = list(finding.answers.select_related("answered_by", "document").order_by("pk"))
    past = past_of(finding, answers)
    return {"past": past, "answers": list(zip(answers, past.answered, strict=True))}


def severity(number: int) -> tuple[str, str]:
    """Tone and words."""
    return SEVERITY_TONES[number], figures.SEVERITIES[number]
