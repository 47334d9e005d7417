"""How was a finding worked out, step by step, with the articles; and does the second working out agree?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from huxin.base.errors import NotPossible
from huxin.law.at import table
from huxin.oversight import places
from huxin.oversight.models import Finding
from huxin.oversight.scanning import holidays

if TYPE_CHECKING:
    from huxin.law.parameters import Rules
    from huxin.law.standards.steps import Step
    from huxin.oversight.scan.explained import Explained


@dataclass(frozen=True, slots=True)
class Line:
    """One step as it is read: how deep it stands, what it says, the figure, whence it comes, on how many orders."""

    level: int
    what: str
    words: str
    article: str
    rows: int


@dataclass(frozen=True, slots=True)
class Why:
    """The way to a finding. `problem` says why there is none; `differences` where it comes to something else."""

    sentence: str = ""
    steps: tuple[Line, ...] = ()
    cautions: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    problem: str = ""

    @property
    def agrees(self) -> bool:
        """Was it worked out anew, and to the same end?"""
        return not self.problem and not self.differences


def explained(finding: Finding) -> Why:
    """The finding worked out anew from its orders, by the law as it is kept now."""
    try:
        found = _explain(finding)
    except NotPossible as refusal:
        return Why(problem=refusal.reason)
    lines = tuple(line for step in found.steps for line in _lines(step, 1))
    return Why(found.answer.sentence, lines, found.answer.cautions(), found.differences)


def _explain(finding: Finding) -> "Explained":
    from huxin.oversight.scan import reading
    from huxin.oversight.scan.explained import explain
    from huxin.oversight.scan.store import laid

    folder = places.scan_folder(finding.found_by.area_id, finding.month)
    row = reading.Finding(
        rule=finding.rule, verdict=finding.verdict, platform=finding.platform_name, worker=finding.worker_key,
        person=finding.person or None, enterprise=finding.enterprise_name, partner=finding.partner_name or None,
        relation=finding.relation, industry=finding.industry, area=finding.area_id, first_day=finding.first_day,
        start_s=finding.start_s, measured=finding.measured, required=finding.required, short_fen=finding.short_fen,
    )  # fmt: skip
    store = laid(folder / "orders")
    return explain(row, store, table=table(), rules=cast("Rules", finding.rules), holidays=holidays())


def _lines(step: "Step", level: int) -> Iterator[Line]:
    article = step.article
    if (figure := step.parameter) is not None:
        article = f"{figure.document}{figure.article}（{figure.force.zh}，{figure.status.zh}）"
    yield Line(min(level, 4), step.what, step.words, article, len(step.rows))
    for part in step.parts:
        yield from _lines(part, level + 1)


def in_words(why: Why) -> list[str]:
    """The way as sentences, for a paper or a table."""
    lines = [
        f"{'　' * (one.level - 1)}{one.what}：{one.words}{'　' + one.article if one.article else ''}"
        for one in why.steps
    ]
    return [why.sentence, *lines, *why.cautions]
