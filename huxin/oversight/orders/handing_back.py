"""How do rejected rows go back to the platform? In the form they came in, as they were, with the reason first."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from huxin.base.sql import literal, parquet
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reasons import REASON
from huxin.oversight.orders.taken import Intake

HEADINGS = ("退回原因", "原行号")
_BATCH = 50_000
_SUFFIX = {"csv": ".csv", "xlsx": ".xlsx", "parquet": ".parquet"}


def hand_back(con: duckdb.DuckDBPyConnection, intake: Intake, folder: Path) -> list[Path]:
    """A file for each file handed in that has rejected rows; none for the others."""
    counts: dict[int, int] = {}
    if intake.rejected:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE handed_back AS SELECT file_no, row_no, why FROM {parquet(intake.rejected)}"
        )
        counts = dict(con.sql("SELECT file_no, count(*) FROM handed_back GROUP BY 1").fetchall())
    written = []
    for raw in intake.files:
        if counts.get(raw.number) or raw.ragged_rows:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"退回-{raw.number + 1}-{raw.path.stem}{_SUFFIX[raw.form]}"
            rows = _rows(con, raw) if counts.get(raw.number) else iter(())
            {"csv": _write_csv, "xlsx": _write_xlsx, "parquet": _write_parquet}[raw.form](raw, rows, path)
            written.append(path)
    return written


def _rows(con: duckdb.DuckDBPyConnection, raw: RawFile) -> Iterator[pa.RecordBatch]:
    """The rejected rows of a file, in order: the reason, the number, then the file's own cells."""
    source, own = f"read_parquet({literal(raw.cells)})", "EXCLUDE (row_no)"
    number = "c.row_no"
    if raw.form == "parquet":
        source, own = source.replace(")", ", file_row_number = true)"), "EXCLUDE (file_row_number)"
        number = "c.file_row_number + 1"
    query = (
        f"SELECT b.why AS why_, b.row_no AS number_, c.* {own} FROM {source} c "
        f"JOIN (FROM handed_back WHERE file_no = {raw.number}) b ON b.row_no = {number} ORDER BY b.row_no"
    )
    yield from con.sql(query).to_arrow_reader(_BATCH)


def _write_csv(raw: RawFile, rows: Iterator[pa.RecordBatch], path: Path) -> None:
    """With the file's own encoding and delimiter; rows of another width go last, cell by cell as they were."""
    encoding = {"utf-16": "utf-16-le"}.get(raw.encoding, raw.encoding).removesuffix("-sig")
    with path.open("wb") as file:
        file.write(
            b"\xef\xbb\xbf" if raw.encoding == "utf-8-sig" else "\ufeff".encode(encoding) if "16" in encoding else b""
        )

        def put(text: str) -> None:
            file.write(text.encode(encoding, "replace"))

        heading = io.StringIO()
        csv.writer(heading, delimiter=raw.delimiter, lineterminator="\n").writerow((*HEADINGS, *raw.headings))
        put(heading.getvalue())
        how = pa_csv.WriteOptions(include_header=False, delimiter=raw.delimiter, quoting_style="needed")
        for batch in rows:
            lines = io.BytesIO()
            pa_csv.write_csv(batch, lines, how)
            put(lines.getvalue().decode())
        if raw.ragged:
            for batch in pq.ParquetFile(raw.ragged).iter_batches():
                for number, text in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                    put(f"{_misshapen(text)}{raw.delimiter}{number}{raw.delimiter}{text}\n")


def _misshapen(text: str) -> str:
    """Why a row of another width is handed back; a quotation mark that is not closed swallows the lines after it."""
    swallowed = "，可能是引号没有成对，连上了后面的行" if "\n" in text.strip() else ""
    return REASON["ragged_row"].zh + swallowed


def _write_xlsx(raw: RawFile, rows: Iterator[pa.RecordBatch], path: Path) -> None:
    from huxin.base.excel import Sheet, write_book  # loads slowly, and few ask for Excel

    lines = (line for batch in rows for line in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    write_book(path, [Sheet("退回", (*HEADINGS, *raw.headings), lines)])


def _write_parquet(raw: RawFile, rows: Iterator[pa.RecordBatch], path: Path) -> None:
    out: pq.ParquetWriter | None = None
    try:
        for batch in rows:
            named = batch.rename_columns([*HEADINGS, *batch.schema.names[2:]])
            out = out or pq.ParquetWriter(path, named.schema, compression="zstd")
            out.write_batch(named)
    finally:
        if out is not None:
            out.close()
