"""What if the law said otherwise: who would gain, who would lose, and which platforms would pay?

The same orders are scanned twice, under the law as it is and under supposed figures. What differs is told rule by rule,
by worker and month and by firm. Money is never added up over rules: what one rule leaves short may be part of what
another does. A longer rest gains nobody a fen; it shows as findings that come or go.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from huxin.base.sql import literal
from huxin.law.parameters import Parameter, Rules, Table
from huxin.oversight.scan.api import ScanResult, scan
from huxin.oversight.scan.engine import Name

# The rules whose `short_fen` is owed to the worker if the figure is law.
PAY = ("wage.hourly", "wage.monthly", "pay.overtime", "commission.month", "deduction.cap")

_SIDES = """
    CREATE VIEW sides AS
    SELECT filename = {after} AS after, rule, platform, worker, person, enterprise, partner, relation, industry,
        CAST(date_trunc('month', first_day) AS DATE) AS month,
        CASE WHEN rule IN {pay} THEN coalesce(short_fen, 0) ELSE 0 END AS short_fen
    FROM read_parquet([{before}, {after}], filename = true)
"""
_SUMS = """
    count(*) FILTER (NOT after) AS findings_before, count(*) FILTER (after) AS findings_after,
    CAST(coalesce(sum(short_fen) FILTER (NOT after), 0) AS BIGINT) AS before_fen,
    CAST(coalesce(sum(short_fen) FILTER (after), 0) AS BIGINT) AS after_fen, after_fen - before_fen AS gain_fen
"""
_WORKERS = f"""
    SELECT rule, platform, worker, person, enterprise, partner, relation, industry, month, {_SUMS}
    FROM sides GROUP BY ALL HAVING gain_fen <> 0 OR findings_before <> findings_after ORDER BY ALL
"""  # noqa: S608
_FIRMS = f"""
    SELECT rule, platform, enterprise, partner, {_SUMS}, count(DISTINCT worker) FILTER (NOT after) AS workers_before,
        count(DISTINCT worker) FILTER (after) AS workers_after
    FROM sides GROUP BY ALL ORDER BY rule, platform, enterprise, partner NULLS FIRST
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Change:
    """What a supposed figure changes under one rule; `owed_…` are fen that the firms would have to pay."""

    rule: str
    findings_before: int
    findings_after: int
    owed_before_fen: int
    owed_after_fen: int
    gaining: int  # workers to whom more would be owed in some month
    losing: int  # workers to whom less would be owed, and to none of them more


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Both scans and what differs.

    `workers`: one row a rule, worker, job and month that differs: findings and fen before and after, and `gain_fen`.
    `firms`: one row a rule, platform, enterprise and partner, with the same sums and the number of workers.
    """

    before: ScanResult
    after: ScanResult
    workers: pa.Table
    firms: pa.Table

    @property
    def asked_only_after(self) -> tuple[str, ...]:
        """Rules that nobody could be asked until the figure was supposed."""
        return tuple(sorted(set(self.after.findings) - set(self.before.findings)))

    def changes(self) -> tuple[Change, ...]:
        """By rule, in the order of their codes; rules under which nothing differs are left out."""
        gains: dict[str, dict[tuple[str, str], list[int]]] = {}
        for row in self.workers.select(["rule", "platform", "worker", "gain_fen"]).to_pylist():
            found = gains.setdefault(row["rule"], {})
            found.setdefault((row["platform"], row["worker"]), []).append(row["gain_fen"])
        return tuple(self._change(rule, found) for rule, found in sorted(gains.items()))

    def _change(self, rule: str, gains: dict[tuple[str, str], list[int]]) -> Change:
        firms = [row for row in self.firms.to_pylist() if row["rule"] == rule]
        return Change(
            rule,
            findings_before=sum(row["findings_before"] for row in firms),
            findings_after=sum(row["findings_after"] for row in firms),
            owed_before_fen=sum(row["before_fen"] for row in firms),
            owed_after_fen=sum(row["after_fen"] for row in firms),
            gaining=sum(max(fen) > 0 for fen in gains.values()),
            losing=sum(min(fen) < 0 and max(fen) <= 0 for fen in gains.values()),
        )


def what_if(
    orders: Sequence[Path],
    *,
    sessions: Sequence[Path] = (),
    work: Path,
    table: Table,
    supposed: Collection[Parameter],
    rules: Rules = "in-force",
    holidays: Collection[date] = (),
    area: str = "",
    engine: Name = "duckdb",
    memory_mb: int = 1024,
) -> WhatIf:
    """Scan accepted orders under `table` and once more with the `supposed` figures, and tell what differs.

    The arguments are those of `scan`; orders are laid down once, and a scan that was done before in the same `work` is
    not done again. The second result says of itself that it is a what-if.
    """
    before, after = (
        scan(
            orders,
            sessions=sessions,
            work=work,
            table=law,
            rules=rules,
            holidays=holidays,
            area=area,
            engine=engine,
            memory_mb=memory_mb,
        )
        for law in (table, table.supposing(*supposed))
    )
    return held_together(before, after)


def held_together(before: ScanResult, after: ScanResult) -> WhatIf:
    """What differs between two scans of the same orders."""
    paths = {name: literal(one.folder / "findings.parquet") for name, one in (("before", before), ("after", after))}
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(_SIDES.format(pay=PAY, **paths))
        return WhatIf(before, after, con.sql(_WORKERS).to_arrow_table(), con.sql(_FIRMS).to_arrow_table())
