"""What does the law say of these orders? One call from accepted orders to findings, on one machine or on Spark."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.law.parameters import Rules, Table
from huxin.oversight.scan.engine import Name
from huxin.oversight.scan.gaps import Gap, unpriced
from huxin.oversight.scan.plan import VERSION, planned
from huxin.oversight.scan.results import FIGURES, content, put_together
from huxin.oversight.scan.run import Run
from huxin.oversight.scan.store import Store, lay_down


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found. The figures are whole numbers; the tables lie as Parquet in `folder` (read with `table`)."""

    orders: int  # accepted rows that were looked at
    open_orders: int  # without an end: their money counts, they have no order time
    workers: int  # persons where matching keys are given, otherwise workers of a platform
    order_time_s: int  # sum over orders
    union_time_s: int  # sum over workers: what overlaps is counted once
    longest_stretch_s: int  # without a break of 20 minutes between orders
    findings: Mapping[str, int]  # number by rule; every rule that could be asked, also with 0
    gaps: tuple[Gap, ...]  # which rules could not be asked of whom, and what is missing
    left_out: Mapping[str, int]  # orders whose time could not be counted, by reason
    rules: str  # in-force, recommended or draft; "what-if:" before it where figures were supposed
    rules_version: str  # digest of the figures of law and of the formulation
    engine: str  # with its version
    timing: Mapping[str, float]  # seconds of laying down the orders and of the scan
    folder: Path

    def table(self, name: str) -> pa.Table:
        """findings, months or aggregates, in the order of their keys."""
        return pq.read_table(self.folder / f"{name}.parquet")

    def digests(self) -> dict[str, str]:
        """The content of each table, the same whatever engine, buckets or memory; worked out when it is asked for."""
        return content(self.folder)

    @property
    def aggregates(self) -> pa.Table:
        """Sums per platform, enterprise, partner, relation, industry, area and month."""
        return self.table("aggregates")


def scan(
    orders: Sequence[Path],
    *,
    sessions: Sequence[Path] = (),
    work: Path,
    table: Table,
    rules: Rules = "in-force",
    holidays: Collection[date] = (),
    area: str = "",
    engine: Name = "duckdb",
    memory_mb: int = 1024,
) -> ScanResult:
    """Hold accepted orders (Parquet by `orders.schema.ACCEPTED`) against the law.

    `sessions` are accepted sessions (`orders.schema.SESSIONS`): required presence counts as working time, long rests
    within orders do not, as far as the law says so. `work` keeps the laid-down orders and the results: called again
    with the same orders and law, nothing is done twice, after a kill it goes on with the next bucket. `holidays` are
    the statutory days (not the days moved to make long weekends). `area` looks only at orders of a place and those
    within it.
    """
    begun = perf_counter()
    store = lay_down(orders, work / "orders", sessions=sessions, area=area, memory_mb=memory_mb)
    laid = perf_counter()
    plan = planned(store, pq.read_table(store.posts), table, rules, holidays)
    run = Run(store, plan, engine, memory_mb)
    named = run.examine()
    outcome = put_together(run)
    return ScanResult(
        **{name: getattr(outcome, name) for name in FIGURES},
        orders=store.rows,
        open_orders=store.open_orders,
        findings={rule: outcome.findings.get(rule, 0) for rule in plan.asked},
        gaps=(*plan.gaps, *unpriced(outcome.unpriced)),
        left_out=_left_out(store),
        rules=f"what-if:{rules}" if table.supposed else rules,
        rules_version=f"{table.version}/{VERSION}",
        engine=named,
        timing={"lay_down": laid - begun, "scan": perf_counter() - laid},
        folder=run.folder,
    )


def _left_out(store: Store) -> dict[str, int]:
    """What could not be counted: orders by their times, and sessions where there are any."""
    lost = {"sessions": store.lost_sessions} if store.lost_sessions else {}
    return {"reversed_times": store.reversed_orders, "too_long": store.endless_orders, **lost}
