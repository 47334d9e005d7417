"""What becomes of the files handed in? Accepted rows as Parquet by the standard, rejected rows with their reasons."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from huxin.base.sql import parquet
from huxin.oversight.orders.convert.plan import NOTE_BIT, Plan, query
from huxin.oversight.orders.convert.zones import Zone, zone_by_column, zone_of
from huxin.oversight.orders.duplicates import set_duplicates_aside
from huxin.oversight.orders.mapping.model import Mapping
from huxin.oversight.orders.reading.files import read_file
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reasons import BIT
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.schema import ORDERS, PROVENANCE, Table, arrow
from huxin.oversight.orders.taken import Intake, Parts, verdict_schema

BATCH = 100_000


def take_in(
    con: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    mapping: Mapping,
    folder: Path,
    table: Table = ORDERS,
    matching: Intake | None = None,
) -> Intake:
    """Read files into `folder`; Refused where one of them cannot be read at all or the mapping does not fit it.

    `matching` is the matching file taken in before: it gives a person to the rows that have none.
    """
    if not paths:
        raise Refused("没有要检查的文件。")
    folder.mkdir(parents=True, exist_ok=True)
    intake = Intake(table)
    for number, path in enumerate(paths):
        raw = read_file(path, number, mapping.file, folder)
        intake.files.append(raw)
        intake.notes.update(raw.notes)
        if raw.ragged_rows:
            intake.faults[BIT["ragged_row"]] += raw.ragged_rows
        month = month_seconds(mapping.time.month) if mapping.time.month else None
        sql = query(Plan(raw, mapping, table, _zone(mapping, table, raw), month))
        _split(con, _with_person(sql, matching) if matching else sql, raw, intake, folder)
    set_duplicates_aside(con, intake, folder)
    return intake


def _with_person(sql: str, matching: Intake) -> str:
    """The rows with the person of the matching file, where they have none of their own."""
    if not matching.accepted:
        return sql
    found = "(q.person IS NULL AND m.person IS NOT NULL)"
    return (
        f"SELECT q.* REPLACE (coalesce(q.person, m.person) AS person, "
        f"q.notes + CASE WHEN {found} THEN {NOTE_BIT['matched']} ELSE 0 END AS notes) "
        f"FROM ({sql}) q LEFT JOIN {parquet(matching.accepted)} m ON q.platform = m.platform AND q.worker = m.worker"
    )


def _zone(mapping: Mapping, table: Table, raw: RawFile) -> Zone:
    """Where each row has its own offset, that is its zone; otherwise the mapping says it, for all or by a column."""
    said = mapping.tables.get(table.name)
    if "offset_s" in said if said else "offset_s" in raw.headings:
        return Zone(offset="offset_s__r", repeated=mapping.time.repeated)
    if mapping.time.zone_column:
        return zone_by_column(mapping.time.repeated)
    return zone_of(mapping.time.zone, mapping.time.repeated)


def month_seconds(month: str) -> tuple[int, int]:
    """The first and last second of a month by its own clock: 2026-10 → 1 October 00:00:00, 31 October 23:59:59."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return int(first.timestamp()), int(after.timestamp()) - 1


def _split(con: duckdb.DuckDBPyConnection, sql: str, raw: RawFile, intake: Intake, folder: Path) -> None:
    """Run the query once; rows without a fault go one way, the others the other, and everything is counted."""
    good = Parts(folder, "accepted", arrow((*intake.table.columns, *PROVENANCE)), intake.accepted)
    bad = Parts(folder, "rejected", verdict_schema(intake.table), intake.rejected)
    try:
        for batch in con.sql(sql).to_arrow_reader(BATCH):
            clean = pc.equal(batch.column("bits"), pa.scalar(0, pa.int64()))
            kept = batch.filter(clean)
            good.write(kept)
            intake.accepted_rows += kept.num_rows
            intake.notes.update(_noted(kept.column("notes")))
            if kept.num_rows < batch.num_rows:
                handed_back = batch.filter(pc.invert(clean))
                bad.write(handed_back)
                intake.faults.update(_counted(handed_back.column("bits")))
    except (duckdb.Error, pa.ArrowException) as error:
        raise Refused(
            f"文件“{raw.name}”的数据读到一半出错，可能已损坏（{_first_line(error)}）。请重新导出后再检查。"
        ) from error
    finally:
        good.close()
        bad.close()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


def _counted(values: pa.Array) -> dict[int, int]:
    return {entry["values"].as_py(): entry["counts"].as_py() for entry in pc.value_counts(values)}


def _noted(values: pa.Array) -> Counter[str]:
    counts: Counter[str] = Counter()
    for bits, rows in _counted(values).items():
        counts.update({code: rows for code, bit in NOTE_BIT.items() if bits & bit})
    return counts
