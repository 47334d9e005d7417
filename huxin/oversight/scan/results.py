"""How do the parts of a scan become its tables: in the order of their keys, dated; and how is their content known?"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from huxin.oversight.scan.run import Run
from huxin.oversight.scan.store import whole_file

# Rows are sorted as numbers; `_with_words` then puts words for them, batch by batch. `nth` is the number of a person on
# a platform in the order of platform and worker; jobs are numbered in the order of their words.
_FINDINGS = """
    SELECT kinds.rule, verdict - 1 AS verdict, nth, job, norm, first_day, start_s, measured, required, short_fen
    FROM findings JOIN kinds ON kinds.code = findings.rule JOIN jobs USING (job) JOIN people USING (who, platform)
    ORDER BY kinds.rule, nth, job, first_day, start_s
"""
_MONTHS = """
    SELECT nth, job, norm, month, orders, days, order_s, time_s, presence_s, wage_s, longest_stretch_s,
        earned_fen, tip_fen, deduction_fen, sanction_fen, income_fen, fare_fen, fare_pay_fen,
        CAST((due_fs + 3599) // 3600 AS BIGINT) AS due_fen, unrated_s, unpriced,
        holiday_s, holiday_fen, over_s, rest_day_s, over_orders, late_fen, late_days
    FROM months JOIN jobs USING (job) JOIN people USING (who, platform)
    ORDER BY nth, job, month
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
# Of several worker keys that a person has on a platform the first names him.
_PEOPLE = """
    CREATE TABLE people AS
    SELECT *, CAST(row_number() OVER (ORDER BY platform, worker, who) - 1 AS INTEGER) AS nth
    FROM (
        SELECT who, platform, min(worker) AS worker, max(person) AS person FROM read_parquet(?) GROUP BY ALL
    )
"""
_KINDS = """
    CREATE TABLE kinds AS SELECT *, CAST(row_number() OVER (ORDER BY code) - 1 AS INTEGER) AS rule
    FROM (SELECT rule AS code, count(*) AS found FROM findings GROUP BY ALL)
"""
_TABLES = ("findings", "months", "aggregates")
_TOLD_BY = {
    "rule": "rule", "verdict": "verdict", "platform": "job", "worker": "nth", "person": "nth", "enterprise": "job",
    "partner": "job", "relation": "job", "industry": "job", "area": "norm",
}  # fmt: skip  # each column of words, in order, and the column of numbers that it is told by
_DAYS = ("first_day", "month")
_ROWS = 122_880  # of a batch: what DuckDB hands on in one piece
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
        for name in ("jobs", "areas"):
            con.from_parquet(str(run.folder / f"{name}.parquet")).create_view(name)
        con.execute(_PEOPLE, [str(run.store.people(None))])
        con.execute(_KINDS)
        _write(con, run.folder)
        totals = con.sql(_TOTALS)
        outcome = Outcome(
            **dict(zip(totals.columns, totals.fetchall()[0], strict=True)),
            findings=dict(con.sql("SELECT code, found FROM kinds ORDER BY rule").fetchall()),
            unpriced=dict(con.sql(_UNPRICED).fetchall()),
        )
    whole_file(said, json.dumps(asdict(outcome)))
    return outcome


def _write(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The three tables; findings in a thread beside the others."""
    words = _words(con)
    with ThreadPoolExecutor(1) as beside:
        findings = beside.submit(_with_words, con.cursor(), _FINDINGS, words, folder / "findings.parquet")
        _with_words(con.cursor(), _MONTHS, words, folder / "months.parquet")
        con.sql(_AGGREGATES).write_parquet(str(folder / "aggregates.parquet"), compression="zstd")
        findings.result()


def _words(con: duckdb.DuckDBPyConnection) -> dict[str, pa.Array]:
    """By column of words, what number n stands for. Words that many rows share are told once in a file as well."""
    found = {"verdict": pa.array(["caution", "broken"])}
    for query in ("SELECT code AS rule FROM kinds ORDER BY kinds.rule", "FROM jobs ORDER BY job",
                  "FROM areas ORDER BY norm", "SELECT worker, person FROM people ORDER BY nth"):  # fmt: skip
        table = con.sql(query).to_arrow_table()
        found |= {name: table.column(name).combine_chunks() for name in table.column_names if name in _TOLD_BY}
    return {name: rows if _TOLD_BY[name] == "nth" else rows.dictionary_encode() for name, rows in found.items()}


def _with_words(con: duckdb.DuckDBPyConnection, query: str, words: dict[str, pa.Array], path: Path) -> None:
    """The rows of a query in their order, with words instead of numbers, as Parquet."""
    with con, con.sql(query).to_arrow_reader(_ROWS) as batches:
        schema = _named(batches.schema.empty_table(), words).schema
        with pq.ParquetWriter(path, schema, compression="snappy", store_schema=False) as file:
            for batch in batches:
                file.write_table(_named(pa.Table.from_batches([batch]), words))


def _named(rows: pa.Table, words: dict[str, pa.Array]) -> pa.Table:
    told = {name: number for name, number in _TOLD_BY.items() if number in rows.column_names}
    columns = {name: words[name].take(rows.column(number)) for name, number in told.items()}
    for name in rows.column_names:
        if name not in told.values():
            columns[name] = rows.column(name).cast(pa.date32()) if name in _DAYS else rows.column(name)
    return pa.table(columns)


def content(folder: Path) -> dict[str, str]:
    """By table, a digest of the rows whatever their order and however the file is packed."""
    found = {}
    with duckdb.connect() as con:
        for name in _TABLES:
            con.from_parquet(str(folder / f"{name}.parquet")).create_view("t", replace=True)
            rows, total = con.sql(_CONTENT).fetchall()[0]
            found[name] = f"{rows}-{int(total or 0):x}"
    return found
