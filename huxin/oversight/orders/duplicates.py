"""Which rows say the same thing twice, and which say different things under one key? Found over all files together.

Keys are first compared by their hash, a share of them at a time, so that memory holds one share; only rows whose hash
occurs twice are then compared: equal in every column, all but the first are duplicates; otherwise all are in doubt.
"""

from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.compute as pc

from huxin.base.sql import literal, parquet
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reasons import BIT, REASON
from huxin.oversight.orders.schema import PROVENANCE, arrow
from huxin.oversight.orders.taken import Intake, Parts, verdict_schema

KEYS_AT_ONCE = 8_000_000
BATCH = 100_000


def set_duplicates_aside(con: duckdb.DuckDBPyConnection, intake: Intake, folder: Path) -> None:
    """Move duplicates and contradictions from the accepted to the rejected rows, with their reason."""
    if not (intake.accepted or intake.rejected) or not _find(con, intake):
        return
    good = Parts(folder, "single", arrow((*intake.table.columns, *PROVENANCE)), [])
    bad = Parts(folder, "handed-back", verdict_schema(intake.table), [])
    intake.accepted_rows = 0
    intake.faults = Counter({bits: rows for bits, rows in intake.faults.items() if bits == BIT["ragged_row"]})
    try:
        for path in (*intake.accepted, *intake.rejected):
            for batch in con.sql(_with_fate(path, path in intake.rejected, intake.files)).to_arrow_reader(BATCH):
                clean = pc.equal(batch.column("bits"), 0)
                kept, back = batch.filter(clean), batch.filter(pc.invert(clean))
                good.write(kept)
                bad.write(back)
                intake.accepted_rows += kept.num_rows
                intake.faults.update(
                    {one["values"].as_py(): one["counts"].as_py() for one in pc.value_counts(back.column("bits"))}
                )
            path.unlink()
    finally:
        good.close()
        bad.close()
    intake.accepted, intake.rejected = good.paths, bad.paths


def _find(con: duckdb.DuckDBPyConnection, intake: Intake) -> bool:
    """Make the table `fates` (file_no, row_no, fate) of rows that are not alone with their key; is there any?"""
    keys, columns = ", ".join(intake.table.key), ", ".join(intake.table.names())
    known = " AND ".join(f"{key} IS NOT NULL" for key in intake.table.key)
    shares = max(1, -(-intake.rows // KEYS_AT_ONCE))
    con.execute("CREATE OR REPLACE TEMP TABLE twice (h UBIGINT)")
    sources = _sources(intake, f"file_no, row_no, {columns}")
    for share in range(shares):
        con.execute(
            f"INSERT INTO twice SELECT h FROM (SELECT hash({keys}) AS h FROM ({sources}) WHERE {known}) "
            f"WHERE h % {shares} = {share} GROUP BY h HAVING count(*) > 1"
        )
    if not con.sql("SELECT count(*) FROM twice").fetchall()[0][0]:
        return False
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE fates AS SELECT file_no, row_no, first, CASE WHEN least_content <> most_content "
        f"THEN {BIT['conflicting_id']} WHEN nth > 1 THEN {BIT['duplicate']} ELSE 0 END AS fate FROM ("
        f"SELECT file_no, row_no, min(content) OVER keyed AS least_content, max(content) OVER keyed AS most_content, "
        f"row_number() OVER ordered AS nth, first_value((file_no, row_no)) OVER ordered AS first FROM ("
        f"SELECT file_no, row_no, {keys}, hash({columns}) AS content FROM ({sources}) "
        f"WHERE {known} AND hash({keys}) IN (SELECT h FROM twice)) "
        f"WINDOW keyed AS (PARTITION BY {keys}), ordered AS (PARTITION BY {keys} ORDER BY file_no, row_no))"
    )
    con.execute("DELETE FROM fates WHERE fate = 0")
    return bool(con.sql("SELECT count(*) FROM fates").fetchall()[0][0])


def _sources(intake: Intake, columns: str) -> str:
    """All rows that were read as rows of the table, whatever else is wrong with them."""
    skipped = BIT["skipped"]
    parts = [f"SELECT {columns} FROM {parquet(intake.accepted)}"] if intake.accepted else []
    if intake.rejected:
        parts.append(f"SELECT {columns} FROM {parquet(intake.rejected)} WHERE bits & {skipped} = 0")
    return " UNION ALL ".join(parts)


def _with_fate(path: Path, rejected: bool, files: list[RawFile]) -> str:
    """The rows of a file with what became of them, in bits and words."""
    rest = "* EXCLUDE (bits, why, fate, first)" if rejected else "* EXCLUDE (fate, first)"
    bits, why = ("bits", "why") if rejected else ("0", "NULL")
    named = ", ".join(literal(f"第{one.number + 1}个文件“{one.name}”") for one in files)
    place = f"CASE WHEN first[1] = file_no THEN '' ELSE [{named}][first[1] + 1] END || '第' || first[2] || '行'"
    words = (
        f"CASE fate WHEN {BIT['duplicate']} THEN '与' || {place} || '完全相同' "
        f"WHEN {BIT['conflicting_id']} THEN {literal(REASON['conflicting_id'].zh)} || '（最先在' || {place} || '）' END"
    )
    return (
        f"SELECT {rest}, CAST({bits} + coalesce(fate, 0) AS BIGINT) AS bits, concat_ws('；', {why}, {words}) AS why "
        f"FROM {parquet([path])} LEFT JOIN fates USING (file_no, row_no)"
    )
