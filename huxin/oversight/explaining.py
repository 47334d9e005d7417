"""How was a finding worked out, step by step, with the articles; and does the second working out agree?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from huxin.base.errors import NotPossible
from huxin.law.at import table
from huxin.oversight import figures, places
from huxin.oversight.models import Finding
from huxin.oversight.queries import law_changed_since, scan_behind
from huxin.oversight.scanning import holidays, prompt_files

if TYPE_CHECKING:
    from huxin.law.parameters import Rules
    from huxin.law.standards.steps import Answer, Step
    from huxin.oversight.scan.explained import Explained
    from huxin.oversight.scan.reading import SessionRow
    from huxin.oversight.scan.store import Store


@dataclass(frozen=True, slots=True)
class Line:
    """One step as it is read: how deep it stands, what it says, the figure, whence it comes, on how many orders."""

    level: int
    what: str
    words: str
    article: str
    rows: str  # 3单, 1段


@dataclass(frozen=True, slots=True)
class Session:
    """A session behind a finding, by the clock of its place."""

    kind: str
    begins: str
    ends: str
    lasts: str
    platform: str


@dataclass(frozen=True, slots=True)
class Why:
    """The way to a finding. `problem` says why there is none; `differences` where it comes to something else;
    `law_changed`: because the figures of law are others than when it was scanned."""

    sentence: str = ""
    steps: tuple[Line, ...] = ()
    cautions: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    problem: str = ""
    sessions: tuple[Session, ...] = ()
    orders: tuple[str, ...] = ()  # the numbers of the orders that the steps name
    law_changed: bool = False

    @property
    def agrees(self) -> bool:
        """Was it worked out anew, and to the same end?"""
        return not self.problem and not self.differences


def explained(finding: Finding) -> Why:
    """The finding worked out anew from its orders, by the law as it is kept now; not one that is found no
    longer, as the orders and the law may be others since."""
    if finding.state == Finding.State.GONE:
        return Why(problem="最近一次检查里已经没有这一项，不再逐步计算。")
    why = _way(finding)
    return why if why.agrees else replace(why, law_changed=law_changed_since(scan_behind(finding)))


def _way(finding: Finding) -> Why:
    try:
        found = _explain(finding)
    except NotPossible as refusal:
        return Why(problem=refusal.reason)
    return Why(
        found.answer.sentence, _all(found.answer), found.answer.cautions(), found.differences,
        sessions=tuple(_session(one) for one in found.sessions.values()),
        orders=tuple(one.order_id for one in found.rows.values()),
    )  # fmt: skip


def prompted(finding: Finding) -> list[Why]:
    """Was a rest prompted in the stretch, and were no orders given out then? Nothing where that was not asked."""
    if finding.prompts is None:
        return []
    try:
        answers = _prompted(finding)
    except NotPossible as refusal:
        return [Why(problem=refusal.reason)]
    return [Why(one.sentence, _all(one), one.cautions()) for one in answers]


def _prompted(finding: Finding) -> "list[Answer]":
    import duckdb

    from huxin.law.standards.prompts import Prompt
    from huxin.oversight.scan.prompts import explain_prompts
    from huxin.oversight.scan.reading import orders_of

    orders = orders_of(_store(finding), finding.platform_name, finding.worker_key, finding.person or None)
    keys = {(one.platform, one.worker) for one in orders}
    files = [str(path) for path in prompt_files(finding.month, finding.found_by.org_path)]
    with duckdb.connect() as con:
        query = "SELECT DISTINCT prompted_s, platform, worker FROM read_parquet($files) WHERE kind = 'continuous'"
        given = {"files": files, "workers": sorted({worker for _, worker in keys})}
        rows = (
            con.execute(f"{query} AND list_contains($workers, worker) ORDER BY ALL", given).fetchall() if files else []
        )
    came = [Prompt(at, f"prompt-{n}", name) for n, (at, name, worker) in enumerate(rows) if (name, worker) in keys]
    asked = {
        "rule": finding.rule, "platform": finding.platform_name, "area": finding.area_id, "start_s": finding.start_s,
        "industry": finding.industry, "relation": finding.relation, "first_day": finding.first_day,
    }  # fmt: skip
    return [one for one in explain_prompts(asked, orders, came, table(), cast("Rules", finding.rules)) if one]


def _store(finding: Finding) -> "Store":
    from huxin.oversight.scan.store import laid

    return laid(places.scan_folder(finding.found_by.area_id, finding.month) / "orders")


def _session(one: "SessionRow") -> Session:
    from huxin.oversight.orders.schema import SPANS

    def clock(moment: int) -> str:
        return f"{datetime.fromtimestamp(moment + one.offset_s, UTC):%Y-%m-%d %H:%M:%S}"

    lasts = figures.hours(one.stop_s - one.accepted_s)
    return Session(SPANS[one.told_kind][0], clock(one.accepted_s), clock(one.stop_s), lasts, one.platform)


def _explain(finding: Finding) -> "Explained":
    from huxin.oversight.scan import reading
    from huxin.oversight.scan.explained import explain

    row = reading.Finding(
        rule=finding.rule, verdict=finding.verdict, platform=finding.platform_name, worker=finding.worker_key,
        person=finding.person or None, enterprise=finding.enterprise_name, partner=finding.partner_name or None,
        relation=finding.relation, industry=finding.industry, area=finding.area_id, first_day=finding.first_day,
        start_s=finding.start_s, measured=finding.measured, required=finding.required, short_fen=finding.short_fen,
    )  # fmt: skip
    return explain(row, _store(finding), table=table(), rules=cast("Rules", finding.rules), holidays=holidays())


def _all(answer: "Answer") -> tuple[Line, ...]:
    return tuple(line for step in answer.steps for line in _lines(step, 1))


_COUNTED = {"session": "段", "prompt": "次"}  # by the first word of a row's key; all else is an order


def _rows(step: "Step") -> str:
    """How many of what a step stands on."""
    kinds = {_COUNTED.get(row.partition("-")[0], "单") for row in step.rows}
    return f"{len(step.rows)}{'项' if len(kinds) > 1 else kinds.pop()}" if step.rows else ""


def _lines(step: "Step", level: int) -> Iterator[Line]:
    article = step.article
    if (figure := step.parameter) is not None:
        article = f"{figure.document}{figure.article}（{figure.force.zh}，{figure.status.zh}）"
    yield Line(min(level, 4), step.what, step.words, article, _rows(step))
    for part in step.parts:
        yield from _lines(part, level + 1)


def in_words(why: Why) -> list[str]:
    """The way as sentences, for a paper or a table."""
    lines = [
        f"{'　' * (one.level - 1)}{one.what}：{one.words}{'　' + one.article if one.article else ''}"
        for one in why.steps
    ]
    spans = [f"{one.kind}（{one.platform}）：{one.begins}至{one.ends}" for one in why.sessions]
    return [why.sentence or why.problem, *lines, *spans, *why.cautions]
