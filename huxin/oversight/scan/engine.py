"""Where do the expressions run? DuckDB in this process, or Apache Spark; the one place that knows the difference."""

import shutil
from collections.abc import Iterator, Mapping
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

    def read(self, name: str, path: Path) -> ir.Table:
        """The rows of a Parquet file, or of all that a pattern names."""

    def hold(self, rows: ir.Table) -> ir.Table:
        """The same rows, worked out once."""

    def write(self, rows: ir.Table, folder: Path) -> None:
        """Parquet files in a folder."""


@contextmanager
def opened(name: Name, spill: Path, memory_mb: int) -> Iterator["DuckDB | Spark"]:
    """An engine; what it held is let go at the end. `memory_mb` is for DuckDB, Spark has settings of its own."""
    engine = Spark(spill) if name == "spark" else DuckDB(spill, memory_mb)
    try:
        yield engine
    finally:
        if isinstance(engine, DuckDB):
            engine.connection.disconnect()
        shutil.rmtree(spill, ignore_errors=True)


class DuckDB:
    """One connection in memory that spills to a folder. It remembers its steps, to take them again for other rows."""

    def __init__(self, spill: Path, memory_mb: int) -> None:
        self.connection = ibis.duckdb.connect(
            memory_limit=f"{memory_mb}MB", temp_directory=str(spill), preserve_insertion_order=False
        )
        self.name = f"duckdb {self.connection.version}"
        self._held: dict[str, str] = {}
        self._written: dict[str, str] = {}

    def read(self, name: str, path: Path) -> ir.Table:
        """See Engine."""
        self._view(name, path)
        return self.connection.table(name)

    def hold(self, rows: ir.Table) -> ir.Table:
        """See Engine."""
        name = f"held_{len(self._held)}"
        self._held[name] = self.connection.compile(rows)
        self._keep(name)
        return self.connection.table(name)

    def write(self, rows: ir.Table, folder: Path) -> None:
        """See Engine."""
        self._written[folder.name] = self.connection.compile(rows)
        self._copy(folder)

    def again(self, inputs: Mapping[str, Path], folder: Path) -> None:
        """All steps once more, for other files under the same names; nothing is built or compiled anew."""
        for name in self._held:
            self._run(f"DROP TABLE {name}")
        for name, path in inputs.items():
            self._view(name, path)
        for name in self._held:
            self._keep(name)
        for name in self._written:
            self._copy(folder / name)

    def _view(self, name: str, path: Path) -> None:
        self._run(f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet({_quoted(path)})")

    def _keep(self, name: str) -> None:
        self._run(f"CREATE TABLE {name} AS {self._held[name]}")

    def _copy(self, folder: Path) -> None:
        folder.mkdir()
        target = _quoted(folder / "rows.parquet")
        self._run(f"COPY ({self._written[folder.name]}) TO {target} (FORMAT parquet, COMPRESSION zstd)")

    def _run(self, statement: str) -> None:
        self.connection.con.execute(statement)


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

    def read(self, name: str, path: Path) -> ir.Table:
        """See Engine."""
        return self.connection.read_parquet(str(path), table_name=name)

    def hold(self, rows: ir.Table) -> ir.Table:
        """See Engine. A file ends the plan: otherwise Spark would plan all that came before again each time."""
        self._held += 1
        folder = self._spill / f"held_{self._held}"
        self.connection.to_parquet_dir(rows, folder)
        return self.read(folder.name, folder)

    def write(self, rows: ir.Table, folder: Path) -> None:
        """See Engine."""
        self.connection.to_parquet_dir(rows, folder)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
