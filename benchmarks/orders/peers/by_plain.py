"""The same rules in plain Python, one order after another; the tests' oracle."""

import platform
from itertools import starmap
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.orders.peers.given import FINDINGS, Given
from benchmarks.orders.plain.rows import Order
from benchmarks.orders.plain.sweep import findings

_COLUMNS = [name for name in Order._fields if name != "pay_period"]  # `Given` has no pay periods that are too long
VERSION = f"python {platform.python_version()}"


def ready(given: Given) -> None:
    """Nothing."""


def run(given: Given, out: Path) -> None:
    """Findings as Parquet in `out`, bucket by bucket: plain objects of all orders would not fit."""
    with pq.ParquetWriter(out / "findings.parquet", FINDINGS) as file:
        for bucket in range(given.store.buckets):
            table = pq.read_table(given.store.orders(bucket), columns=_COLUMNS)
            columns = [table.column(name).to_pylist() for name in _COLUMNS]
            found = findings(starmap(Order, zip(*columns, strict=True)), given.plan)
            rows = [
                pa.array(values, field.type) for values, field in zip(zip(*found, strict=True), FINDINGS, strict=True)
            ]
            file.write_table(pa.table(rows, schema=FINDINGS) if found else FINDINGS.empty_table())
