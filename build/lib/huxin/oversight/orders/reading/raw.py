"""What is a file once it has been read, before anything is understood? Its cells as handed in, with row numbers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa

from huxin.oversight.orders.refusal import Refused

MOST_COLUMNS = 2_000
BATCH_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file handed in. `cells` is Parquet: of this file's own cells as text (c0, c1 …, row_no), or the file itself.

    `kinds` gives per column how its cells are typed: "text", or DuckDB's type where the file is Parquet. Rows that
    do not fit the heading lie in `ragged` (row_no, text). `rows` counts all rows that hold anything. `controls`: texts
    may hold control characters or undecodable places, so they have to be looked for.
    """

    number: int
    path: Path
    form: str
    size: int
    sha256: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    cells: Path
    rows: int
    ragged: Path | None = None
    ragged_rows: int = 0
    encoding: str = ""
    delimiter: str = ","
    controls: bool = False
    notes: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, for people."""
        return self.path.name


def text_schema(width: int) -> pa.Schema:
    """The schema of cells kept as text."""
    return pa.schema([*((f"c{at}", pa.string()) for at in range(width)), ("row_no", pa.int64())])


RAGGED = pa.schema([("row_no", pa.int64()), ("text", pa.string())])


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def lowest(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The headings of several rows, as merged cells leave them: of each column the lowest that is not blank."""
    return tuple(
        next((cell for cell in reversed(column) if cell.strip()), "") for column in zip_longest(*rows, fillvalue="")
    )


def check_headings(name: str, headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings without blanks around; Refused when there are none, or more than anybody writes."""
    if len(headings) > MOST_COLUMNS:
        raise Refused(f"文件“{name}”有{len(headings)}列，最多读{MOST_COLUMNS}列。请检查分隔符，或只导出需要的列。")
    clean = tuple(" ".join(heading.replace("\ufeff", "").split())[:200] for heading in headings)
    if not any(clean):
        raise Refused(f"文件“{name}”的表头是空的。请确认表头所在的行，必要时在映射文件中写 file.header_row。")
    return clean
