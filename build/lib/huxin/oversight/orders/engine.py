"""Which connection does the reading of orders use? DuckDB without network or files of its own, in bounded memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from huxin.oversight.orders.areas import known_areas
from huxin.oversight.orders.convert.macros import MACROS

MEMORY_MB = 800


@contextmanager
def connection(
    spill: Path, *, latest_s: int, memory_mb: int = MEMORY_MB, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the macros, areas and zones; `latest_s` is the moment after which nothing can be."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_mb}MB",
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads:
        settings["threads"] = threads
    with duckdb.connect(config=settings) as con:
        con.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false; SET enable_progress_bar = false")
        con.execute(MACROS)
        con.execute(f"CREATE MACRO latest_known() AS {int(latest_s)}")
        con.execute("CREATE TABLE known_areas AS SELECT unnest(?) AS code", [sorted(known_areas())])
        con.execute("CREATE TABLE known_zones AS SELECT name FROM pg_timezone_names()")
        yield con
