"""How does a finding read on the pages of the office and of the firm?"""

from collections.abc import Iterable
from dataclasses import dataclass

from huxin.oversight import figures
from huxin.oversight.models import Finding

SEVERITY_TONES = {1: "plain", 2: "near", 3: "late"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with its words; `row` is the row itself."""

    row: Finding
    title: str
    measured: str
    required: str
    severity: tuple[str, str]  # tone and words


def shown(rows: Iterable[Finding]) -> list[Shown]:
    """The rows of a list in words."""
    return [
        Shown(row, figures.title_of(row.rule), figures.measured(row), figures.required(row), severity(row.severity))
        for row in rows
    ]


def severity(number: int) -> tuple[str, str]:
    """Tone and words."""
    return SEVERITY_TONES[number], figures.SEVERITIES[number]
