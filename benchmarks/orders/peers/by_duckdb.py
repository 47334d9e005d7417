"""The same rules as SQL that somebody tuned by hand for DuckDB: one query after another, nothing generated."""

from pathlib import Path

import duckdb

from benchmarks.orders.peers.given import SANCTIONS, Given

VERSION = f"duckdb {duckdb.__version__}"
_STEPS = Path(__file__).with_name("tuned.sql")


def ready(given: Given) -> None:
    """What does not count: the law as tables."""
    _ = given.figures


def run(given: Given, out: Path, memory_mb: int = 8_000) -> None:
    """Findings, months and sums as Parquet in `out`."""
    spill = out / "spill"
    with duckdb.connect(config={"memory_limit": f"{memory_mb}MB", "temp_directory": str(spill)}) as con:
        con.execute("SET preserve_insertion_order = false")
        con.from_parquet(given.orders).create_view("orders")
        for name, table in (("posts", given.plan.posts.table), ("figures", given.figures),
                            ("calendar", given.plan.calendar)):  # fmt: skip
            con.register(f"{name}_given", table)
            con.execute(f"CREATE TABLE {name} AS FROM {name}_given")
        con.execute(f"CREATE TABLE dues AS SELECT * FROM (VALUES {_dues(given)}) t(pay_due, period_day, due_day)")
        steps = _STEPS.read_text(encoding="utf-8")
        words = ", ".join(f"'{one}'" for one in SANCTIONS)
        con.execute(steps.format(as_of=given.plan.levels.as_of, sanctions=words, least=given.shortest_limit))
        for name in ("findings", "months", "sums"):
            con.table(name).write_parquet(str(out / f"{name}.parquet"), compression="zstd")


def _dues(given: Given) -> str:
    rows = [(n, last, due) for n, cycle in enumerate(given.plan.levels.cycles) for last, due in cycle]
    return ", ".join(map(str, rows)) or "(NULL, NULL, NULL)"
