"""What has been taken in: the files, accepted and rejected rows as Parquet, and counts that add up?"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reasons import BIT, REASONS, primary
from huxin.oversight.orders.schema import PROVENANCE, Column, Table, arrow

ROWS_PER_PART = 2_000_000


@dataclass
class Intake:
    """One table taken in, in Parquet files `accepted` and `rejected`; the rows of both add up to `rows`."""

    table: Table
    files: list[RawFile] = field(default_factory=list)
    accepted: list[Path] = field(default_factory=list)
    rejected: list[Path] = field(default_factory=list)
    accepted_rows: int = 0
    faults: Counter[int] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """All rows that hold anything."""
        return sum(file.rows for file in self.files)

    @property
    def rejected_by(self) -> dict[str, int]:
        """Rows by the gravest of their reasons: adds up to all rejected rows."""
        counts: Counter[str] = Counter()
        for bits, rows in self.faults.items():
            counts[primary(bits)] += rows
        return {reason.code: counts[reason.code] for reason in REASONS if counts[reason.code]}

    @property
    def mentions(self) -> dict[str, int]:
        """Rows by each of their reasons."""
        return {
            reason.code: found
            for reason in REASONS
            if (found := sum(rows for bits, rows in self.faults.items() if bits & BIT[reason.code]))
        }


def verdict_schema(table: Table) -> pa.Schema:
    """Rejected rows: the columns of the table as far as they were read, with the faults as bits and in words."""
    columns = [Column(c.name, c.type, c.unit, c.title, c.zh, c.en) for c in table.columns]
    return pa.schema([*arrow(columns), *arrow(PROVENANCE), ("bits", pa.int64()), ("why", pa.string())])


@dataclass
class Parts:
    """Parquet files of bounded size, written one after the other."""

    folder: Path
    name: str
    schema: pa.Schema
    paths: list[Path]
    _writer: pq.ParquetWriter | None = None
    _rows: int = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows; nothing for none."""
        if not batch.num_rows:
            return
        if self._writer is None:
            self.paths.append(self.folder / f"{self.name}-{len(self.paths):05}.parquet")
            self._writer = pq.ParquetWriter(self.paths[-1], self.schema, compression="lz4")
            self._rows = 0
        columns = [batch.column(name).cast(self.schema.field(name).type) for name in self.schema.names]
        self._writer.write_batch(pa.record_batch(columns, schema=self.schema))
        self._rows += batch.num_rows
        if self._rows >= ROWS_PER_PART:
            self.close()

    def close(self) -> None:
        """Finish the file at hand."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
