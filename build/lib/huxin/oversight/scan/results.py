"""How do the parts of a scan become its tables: in the order of their keys, dated; and how is their content known?"""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import duckdb

from huxin.oversight.scan.run import Run
from huxin.oversight.scan.store import whole_file

_FINDINGS = """
    SELECT rule, CASE verdict WHEN 2 THEN 'broken' ELSE 'caution' END AS verdict,
        platform, worker, person, enterprise, partner, relation, industry, area,
        DATE '1970-01-01' + first_day AS first_day, start_s, measured, required, short_fen
    FROM findings JOIN jobs USING (job) JOIN areas USING (norm) JOIN people USING (who, platform)
    ORDER BY rule, nth, job, findings.first_day, start_s
"""
_MONTHS = """
    SELECT platform, worker, person, enterprise, partner, relation, industry, area,
        DATE '1970-01-01' + month AS month, orders, days, order_s, time_s, presence_s, wage_s, longest_stretch_s,
        earned_fen, tip_fen, deduction_fen, sanction_fen, income_fen, fare_fen, fare_pay_fen,
        CAST((due_fs + 3599) // 3600 AS BIGINT) AS due_fen, unrated_s, unpriced,
        holiday_s, holiday_fen, over_s, rest_day_s, over_orders, late_fen, late_days
    FROM months JOIN jobs USING (job) JOIN areas USING (norm) JOIN people USING (who, platform)
    ORDER BY nth, job, months.month
"""
_AGGREGATES = """
    SELECT platform, enterprise, partner, relation, industry, area, DATE '1970-01-01' + month AS month,
        CAST(sum(COLUMNS(sums.* EXCLUDE (job, norm, month))) AS BIGINT)
    FROM sums JOIN jobs USING (job) JOIN areas USING (norm)
    GROUP BY ALL ORDER BY platform, enterprise, partner NULLS FIRST, relation, industry, area, month
"""
_TOTALS = """
    SELECT CAST(coalesce(sum(workers), 0) AS BIGINT) AS workers,
        CAST(coalesce(sum(order_time_s), 0) AS BIGINT) AS order_time_s,
        CAST(coalesce(sum(union_time_s), 0) AS BIGINT) AS union_time_s,
        CAST(coalesce(max(longest_stretch_s), 0) AS BIGINT) AS longest_stretch_s
    FROM totals
"""
_UNPRICED = "SELECT platform, count(*) FROM months JOIN jobs USING (job) WHERE unpriced > 0 GROUP BY 1 ORDER BY 1"
# Of several worker keys that a person has on a platform the first names him. `nth` is the order of platform and worker;
# jobs are numbered in the order of their words, so rows are sorted by few small numbers.
_PEOPLE = """
    CREATE TABLE people AS SELECT *, CAST(dense_rank() OVER (ORDER BY platform, worker) AS INTEGER) AS nth
    FROM (
        SELECT who, platform, min(worker) AS worker, max(person) AS person FROM read_parquet(?) GROUP BY ALL
    )
"""
_TABLES = {"findings": _FINDINGS, "months": _MONTHS, "aggregates": _AGGREGATES}
_CONTENT = "SELECT count(*), sum(CAST('0x' || substr(md5(CAST(t AS VARCHAR)), 1, 15) AS HUGEINT)) FROM t"
FIGURES = ("workers", "order_time_s", "union_time_s", "longest_stretch_s")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of a whole scan; its tables lie beside them as Parquet."""

    workers: int
    order_time_s: int
    union_time_s: int
    longest_stretch_s: int
    findings: dict[str, int]
    unpriced: dict[str, int]  # worker-months with orders whose pay was not reported, by platform


def put_together(run: Run) -> Outcome:
    """findings.parquet, months.parquet and aggregates.parquet in the run's folder, and the figures of the whole."""
    said = run.folder / "outcome.json"
    if said.exists():
        kept = json.loads(said.read_text())  # an earlier version may have kept more
        return Outcome(**{one.name: kept[one.name] for one in fields(Outcome)})
    parts = {name: [str(path) for path in run.parts(name)] for name in ("findings", "months", "sums", "totals")}
    spill = run.folder / "spill"
    with duckdb.connect(config={"memory_limit": f"{run.memory_mb}MB", "temp_directory": str(spill)}) as con:
        for name, files in parts.items():
            con.from_parquet(files).create_view(name)
        con.from_parquet(str(run.folder / "jobs.parquet")).create_view("jobs")
        con.from_parquet(str(run.folder / "areas.parquet")).create_view("areas")
        con.execute(_PEOPLE, [str(run.store.people(None))])
        for name, query in _TABLES.items():
            con.sql(query).write_parquet(
                str(run.folder / f"{name}.parquet"), compression="zstd", row_group_size=100_000
            )
        totals = con.sql(_TOTALS)
        outcome = Outcome(
            **dict(zip(totals.columns, totals.fetchall()[0], strict=True)),
            findings=dict(con.sql("SELECT rule, count(*) FROM findings GROUP BY 1 ORDER BY 1").fetchall()),
            unpriced=dict(con.sql(_UNPRICED).fetchall()),
        )
    whole_file(said, json.dumps(asdict(outcome)))
    return outcome


def content(folder: Path) -> dict[str, str]:
    """By table, a digest of the rows whatever their order and however the file is packed."""
    found = {}
    with duckdb.connect() as con:
        for name in _TABLES:
            con.from_parquet(str(folder / f"{name}.parquet")).create_view("t", replace=True)
            rows, total = con.sql(_CONTENT).fetchall()[0]
            found[name] = f"{rows}-{int(total or 0):x}"
    return found
