"""How does a CSV file, of any size and encoding, become cells with row numbers in bounded memory?"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from huxin.oversight.orders.mapping.model import File
from huxin.oversight.orders.reading.encodings import WORDS, Encoding, Utf8, detect
from huxin.oversight.orders.reading.raw import RAGGED, RawFile, check_headings, digest, lowest, text_schema
from huxin.oversight.orders.refusal import Refused

DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
LONGEST_LINE = 8 << 20
LONGEST_HEADING = 4 << 20
_LONGEST_RAGGED = 10_000


@dataclass
class _Misfits:
    """Rows that do not fit the heading, as the parser meets them: their numbers, and their text till it is written.

    Where the mapping says so, a row is made to fit by blank cells: padded, or cut where nothing is lost.
    """

    delimiter: str
    fit: bool
    fitting: list[tuple[int, list[str]]] = field(default_factory=list)
    fitted: int = 0
    blank: int = 0
    numbers: set[int] = field(default_factory=set)
    waiting: list[tuple[int, str]] = field(default_factory=list)
    total: int = 0

    def take(self, row: Any) -> str:
        """The parser's question: what to do with this row?"""
        self.numbers.add(row.number)
        if self.fit and (cells := self._cells(row)) is not None:
            if any(cells):
                self.fitting.append((row.number, cells))
                self.fitted += 1
            else:
                self.blank += 1
            return "skip"
        self.waiting.append((row.number, row.text[:_LONGEST_RAGGED]))
        self.total += 1
        return "skip"

    def _cells(self, row: Any) -> list[str] | None:
        """The row's cells in the width of the heading; None where something would be lost."""
        if len(row.text) > _LONGEST_RAGGED:
            return None
        cells = next(csv.reader(row.text.splitlines(keepends=True), delimiter=self.delimiter), [])
        width = row.expected_columns
        return None if any(cells[width:]) else (cells + [""] * width)[:width]


class _Again(io.RawIOBase):
    """Some bytes, and then a stream: to read on from a place that was read past."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self._first, self._stream = first, stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        chunk = self._first[: len(buffer)] or self._stream.read(len(buffer))
        self._first = self._first[len(chunk) :] if self._first else b""
        buffer[: len(chunk)] = chunk
        return len(chunk)


def read_text(path: Path, number: int, how: File, folder: Path) -> RawFile:
    """The cells of a CSV file as text, in `folder`; Refused says what is wrong with the file as a whole."""
    encoding = detect(path, how.encoding)
    cells, ragged = folder / f"cells-{number}.parquet", folder / f"ragged-{number}.parquet"
    with path.open("rb") as file:
        before, lines, rest = _heading(path.name, _as_utf8(file, encoding), how)
        delimiter = _delimiter("".join(lines), how)
        headings = how.columns or lowest([next(csv.reader([line], delimiter=delimiter), []) for line in lines])
        headings = check_headings(path.name, headings)
        misfits = _Misfits(delimiter, how.ragged == "fit")
        batches = _batches(path.name, rest, delimiter, len(headings), misfits)
        rows, blank = _write(batches, cells, ragged, misfits, before=before, width=len(headings))
    return RawFile(
        number=number, path=path, form="csv", size=path.stat().st_size, sha256=digest(path), headings=headings,
        kinds=("text",) * len(headings), cells=cells, rows=rows + misfits.total,
        ragged=ragged if misfits.total else None, ragged_rows=misfits.total, encoding=encoding.name,
        delimiter=delimiter,
        controls=encoding.controls or encoding.undecodable > 0,
        notes={"undecodable": encoding.undecodable, "blank_rows": blank, "fitted_rows": misfits.fitted},
        remarks=(f"编码{WORDS.get(encoding.name, encoding.name)}，分隔符为{DELIMITERS.get(delimiter, delimiter)}",),
    )  # fmt: skip


def _as_utf8(file: BinaryIO, encoding: Encoding) -> BinaryIO:
    if encoding.name == "utf-8-sig" and not encoding.undecodable:
        file.seek(3)
    if encoding.name in ("utf-8", "utf-8-sig") and not encoding.undecodable:
        return file
    return io.BufferedReader(Utf8(file, encoding.name))


def _heading(name: str, stream: BinaryIO, how: File) -> tuple[int, list[str], BinaryIO]:
    """How many rows stand before the data, the heading's rows, and the stream at the first row of data."""
    line, again, lines = b"", b"", []
    last = max(how.header_row, 1)
    for row in range(1, last + 1):
        line, again = _record(name, io.BufferedReader(_Again(again, stream)) if again else stream)
        if row >= (how.header_from or last):
            lines.append(_text(line))
    if not line:
        raise Refused(f"文件“{name}”是空的，没有表头和数据。")
    if how.header_row:
        return how.header_row, lines, io.BufferedReader(_Again(again, stream))
    return 0, lines, io.BufferedReader(_Again(line + again, stream))


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")


def _record(name: str, stream: BinaryIO) -> tuple[bytes, bytes]:
    """The next record with its line end, quoted line breaks included; and what was read beyond it."""
    record = b""
    while len(record) < LONGEST_HEADING:
        line = stream.readline(LONGEST_HEADING - len(record))
        record += line
        if not line or (record.count(b'"') % 2 == 0 and line.endswith(b"\n")):
            break
    else:
        raise Refused(
            f"文件“{name}”的表头超过{LONGEST_HEADING >> 20}MB，不像表头。请检查分隔符、引号，或只导出需要的列。"
        )
    body = record.rstrip(b"\r\n")
    if b"\r" in body and body.count(b'"', 0, body.index(b"\r")) % 2 == 0:  # lines that end with CR alone
        cut = record.index(b"\r") + 1
        return record[:cut], record[cut:]
    return record, b""


def _delimiter(heading: str, how: File) -> str:
    """The delimiter stated, or the one that stands in the heading most often, outside quotes."""
    if how.delimiter != "auto":
        return how.delimiter
    bare = "".join(heading.split('"')[::2])
    return max(DELIMITERS, key=lambda mark: bare.count(mark))


def _batches(name: str, stream: BinaryIO, delimiter: str, width: int, misfits: _Misfits) -> Iterator[pa.RecordBatch]:
    names = [f"c{at}" for at in range(width)]
    options = pa_csv.ReadOptions(use_threads=False, block_size=LONGEST_LINE, column_names=names)
    form = pa_csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=misfits.take
    )
    cells = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False)
    seen = 0
    try:
        if not stream.peek(1):  # type: ignore[attr-defined]
            return
        for batch in pa_csv.open_csv(stream, read_options=options, parse_options=form, convert_options=cells):
            seen += batch.num_rows
            yield batch
    except pa.ArrowInvalid as error:
        raise Refused(_why(name, seen, str(error))) from error


def _why(name: str, seen: int, error: str) -> str:
    if "straddling" in error or "block boundary" in error:
        return (
            f"文件“{name}”约第{seen + 2}行之后有一行超过{LONGEST_LINE >> 20}MB。"
            "可能是引号没有成对，或换行符丢失；请改正这一处后再检查。"
        )
    return f"文件“{name}”约第{seen + 2}行之后不能按CSV读取，请检查引号与分隔符是否成对、一致。"


def _write(
    batches: Iterator[pa.RecordBatch], cells: Path, ragged: Path, misfits: _Misfits, *, before: int, width: int
) -> tuple[int, int]:
    """Write rows with their numbers, and misfits beside them; how many rows, and how many were blank."""
    rows = blank = 0
    numbers = (at for at in count(1) if at not in misfits.numbers)
    with (
        pq.ParquetWriter(cells, text_schema(width), compression="lz4") as out,
        pq.ParquetWriter(ragged, RAGGED, compression="lz4") as aside,
    ):
        for batch in batches:
            row_no = pa.array([before + at for at in islice(numbers, batch.num_rows)], pa.int64())
            full = _not_blank(batch)
            kept = pa.record_batch([*batch.columns, row_no], schema=text_schema(width)).filter(full)
            out.write_batch(kept)
            rows, blank = rows + kept.num_rows, blank + batch.num_rows - kept.num_rows
            _set_aside(out, aside, misfits, before)
        _set_aside(out, aside, misfits, before)
    return rows + misfits.fitted, blank + misfits.blank


def _set_aside(out: pq.ParquetWriter, aside: pq.ParquetWriter, misfits: _Misfits, before: int) -> None:
    if misfits.fitting:
        numbers, rows = zip(*misfits.fitting, strict=True)
        columns = [*map(list, zip(*rows, strict=True)), [before + n for n in numbers]]
        out.write_batch(pa.record_batch(columns, schema=out.schema))
        misfits.fitting.clear()
    if misfits.waiting:
        numbers, texts = zip(*misfits.waiting, strict=True)
        aside.write_batch(pa.record_batch([pa.array([before + n for n in numbers]), pa.array(texts)], schema=RAGGED))
        misfits.waiting.clear()


def _not_blank(batch: pa.RecordBatch) -> pa.Array:
    """Which rows hold anything; only rows with an empty first cell are looked at further."""
    full = pc.not_equal(batch.column(0), "")
    for column in batch.columns[1:]:
        if pc.all(full).as_py() is not False:
            break
        full = pc.or_(full, pc.not_equal(column, ""))
    return full
