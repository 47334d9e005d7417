"""Where do the expressions run? DuckDB in this process, or Apache Spark; the one place that knows the difference."""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import duckdb
import ibis
import ibis.expr.types as ir

from huxin.base.errors import NotPossible
from huxin.base.sql import literal

Name = Literal["duckdb", "spark"]
_FOR_TWO_MB = 1024  # a bucket holds up to 300 MB


class Engine(Protocol):
    """What a scan needs of an engine; both give the same bits."""

    name: str

    def read(self, name: str, path: Path) -> ir.Table:
        """The rows of a Parquet file, or of all that a pattern names."""

    def hold(self, rows: ir.Table) -> ir.Table:
        """The same rows, worked out once."""

    def write(self, tables: Mapping[str, ir.Table], folder: Path) -> None:
        """Each table as Parquet files in a folder of its name."""


@contextmanager
def opened(name: Name, spill: Path, memory_mb: int) -> Iterator["DuckDB | Spark"]:
    """An engine; what it held is let go at the end. `memory_mb` is for DuckDB, Spark has settings of its own."""
    engine = Spark(spill) if name == "spark" else DuckDB(spill, memory_mb)
    try:
        yield engine
    finally:
        if isinstance(engine, DuckDB):
            engine.close()
        shutil.rmtree(spill, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Steps:
    """Statements in their order: tables that are held, then what is written, by name."""

    held: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


class DuckDB:
    """A database in memory that spills to a folder. `steps` keeps what it did, to be taken again for other rows.

    What is held is worked out in a thread beside this one, which builds and compiles the next expressions meanwhile.
    """

    def __init__(self, spill: Path, memory_mb: int) -> None:
        self.name = f"duckdb {duckdb.__version__}"
        self.steps = Steps()
        self.at_once = 2 if memory_mb >= _FOR_TWO_MB else 1
        self._beside, self._begun = ThreadPoolExecutor(max_workers=1), list[Future[None]]()
        self.connection = duckdb.connect(config={"memory_limit": f"{memory_mb}MB", "temp_directory": str(spill)})
        self.connection.execute("SET preserve_insertion_order = false; SET enable_progress_bar = false")

    @cached_property
    def _ibis(self) -> Any:
        return ibis.duckdb.from_connection(self.connection)

    def read(self, name: str, path: Path) -> ir.Table:
        """See Engine."""
        _view(self.connection, name, path)
        return self._ibis.table(name)

    def hold(self, rows: ir.Table) -> ir.Table:
        """See Engine."""
        name = f"held_{len(self.steps.held)}"
        self.steps.held[name] = self._ibis.compile(rows)
        self._begun.append(self._beside.submit(_keep, self.connection, name, self.steps.held[name]))
        return ibis.table(rows.schema(), name=name)

    def write(self, tables: Mapping[str, ir.Table], folder: Path) -> None:
        """See Engine."""
        self.steps.written.update((name, self._ibis.compile(rows)) for name, rows in tables.items())
        while self._begun:
            self._begun.pop(0).result()
        for name in tables:
            _copy(self.connection, self.steps.written[name], folder / name)
        for name in self.steps.held:
            self.connection.execute(f"DROP TABLE {name}")

    def close(self) -> None:
        """Let go of all that is held."""
        self._beside.shutdown(cancel_futures=True)
        self.connection.close()

    def take(self, steps: Steps, inputs: Mapping[str, Path], folder: Path) -> None:
        """Steps taken before, for these files under the same names; nothing is built or compiled anew.

        Its views and tables are its own and go with it, so that `at_once` threads may each take a bucket.
        """
        with self.connection.cursor() as own:
            for name, path in inputs.items():
                _view(own, name, path)
            for name, query in steps.held.items():
                _keep(own, name, query)
            for name, query in steps.written.items():
                _copy(own, query, folder / name)


def _view(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet({literal(path)})")


def _keep(con: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    con.execute(f"CREATE TEMP TABLE {name} AS {query}")


def _copy(con: duckdb.DuckDBPyConnection, query: str, folder: Path) -> None:
    folder.mkdir()
    con.execute(f"COPY ({query}) TO {literal(folder / 'rows.parquet')} (FORMAT parquet, COMPRESSION zstd)")


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

    def write(self, tables: Mapping[str, ir.Table], folder: Path) -> None:
        """See Engine."""
        for name, rows in tables.items():
            self.connection.to_parquet_dir(rows, folder / name)
