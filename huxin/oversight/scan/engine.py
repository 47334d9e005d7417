"""Where do the expressions run? DuckDB in this process, or Apache Spark; the one place that knows the difference."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

import ibis
import ibis.expr.types as ir

from huxin.base.errors import NotPossible

Name = Literal["duckdb", "spark"]


class Engine(Protocol):
    """What a scan needs of an engine; both give the same bits."""

    name: str

    def read(self, path: Path) -> ir.Table:
        """The rows of a Parquet file, or of all that a pattern names."""

    def hold(self, rows: ir.Table) -> ir.Table:
        """The same rows, worked out once."""

    def write(self, rows: ir.Table, folder: Path) -> None:
        """Parquet in a folder that is there whole or not at all."""


@contextmanager
def opened(name: Name, spill: Path, memory_mb: int) -> Iterator[Engine]:
    """An engine for one pass; what it held is let go at the end. `memory_mb` is for DuckDB, Spark has its own."""
    if name == "spark":
        yield Spark(spill)
        return
    engine = DuckDB(spill, memory_mb)
    try:
        yield engine
    finally:
        engine.connection.disconnect()


class DuckDB:
    """One connection in memory that spills to a folder."""

    def __init__(self, spill: Path, memory_mb: int) -> None:
        self.connection = ibis.duckdb.connect(
            memory_limit=f"{memory_mb}MB", temp_directory=str(spill), preserve_insertion_order=False
        )
        self.name = f"duckdb {self.connection.version}"
        self._held = 0

    def read(self, path: Path) -> ir.Table:
        """See Engine."""
        return self.connection.read_parquet(str(path))

    def hold(self, rows: ir.Table) -> ir.Table:
        """See Engine."""
        self._held += 1
        return self.connection.create_table(f"held_{self._held}", rows, temp=True)

    def write(self, rows: ir.Table, folder: Path) -> None:
        """See Engine."""
        half = _emptied(folder)
        half.mkdir()
        self.connection.to_parquet(rows, half / "part.parquet", compression="zstd")
        half.replace(folder)


class Spark:
    """The session that is running, or a local one with as many threads as there are processors."""

    def __init__(self, spill: Path) -> None:
        if find_spec("pyspark") is None:
            raise NotPossible("缺少pyspark，请安装：pip install 'huxin[orders,spark]'。")
        if shutil.which("java") is None:
            raise NotPossible("Spark需要Java 17，请安装系统包 openjdk-17-jre-headless。")
        from pyspark.sql import SparkSession

        session = SparkSession.getActiveSession() or (
            SparkSession.builder.master("local[*]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
        session.conf.set("spark.sql.session.timeZone", "UTC")
        self.connection = ibis.pyspark.connect(session)
        self.name = f"spark {session.version}"
        self._spill, self._held = spill, 0

    def read(self, path: Path) -> ir.Table:
        """See Engine."""
        return self.connection.read_parquet(str(path))

    def hold(self, rows: ir.Table) -> ir.Table:
        """See Engine."""
        self._held += 1
        folder = self._spill / f"held-{self._held}"  # a file ends the plan: Spark would plan all that came before again
        self.connection.to_parquet_dir(rows, folder)
        return self.read(folder)

    def write(self, rows: ir.Table, folder: Path) -> None:
        """See Engine."""
        half = _emptied(folder)
        self.connection.to_parquet_dir(rows, half)
        half.replace(folder)


def _emptied(folder: Path) -> Path:
    half = folder.with_name(folder.name + ".half")
    for old in (half, folder):
        if old.exists():
            shutil.rmtree(old)
    return half
