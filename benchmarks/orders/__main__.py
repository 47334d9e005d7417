"""How fast is the scan of orders, against what? `make bench-orders ORDERS=10000000`.

Orders are made, laid down once (ingest), then every engine reads the same laid-down rows in a process of its own, in
turns. All findings must be the same rows. Ratios are to SQL tuned by hand for DuckDB in the same run.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import duckdb

from benchmarks.orders.data import make
from benchmarks.orders.planted import print_planted
from benchmarks.orders.usage import cpu_s, peak_mb
from huxin.oversight.scan.store import lay_down

ENGINES = ("duckdb", "scan", "polars", "pandas", "plain", "numba", "spark")
TITLES = {
    "duckdb": "(a) SQL tuned by hand for DuckDB, one query over all",
    "scan": "the scan: Ibis on DuckDB, bucket by bucket",
    "polars": "(b) Polars", "pandas": "(c) pandas, vectorised", "plain": "(d) plain Python",
    "spark": "(e) the scan on Spark local[2]",
    "numba": "(f) numba sweep over unsorted rows",
}  # fmt: skip
_COLUMNS = (
    "rule, verdict::INTEGER, who::BIGINT, job::BIGINT, norm::BIGINT, first_day, start_s, measured, required, short_fen"
)


def main() -> int:
    """Exit status 1 if two engines differ."""
    options = _options()
    print_planted(options.work)
    folder = _laid_down(options)
    runs: dict[str, list[dict[str, object]]] = {engine: [] for engine in options.engines}
    for _ in range(options.rounds):
        for engine in options.engines:
            runs[engine].append(_one(engine, folder, options.memory))
    _table(runs, options.orders)
    found = {engine: _content(folder / f"out-{engine}") for engine in options.engines}
    for engine, content in found.items():
        print(f"findings of {engine}: {content}")
    return 0 if len(set(found.values())) == 1 else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.orders", description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    known = "; ".join(f"{engine} = {TITLES[engine]}" for engine in ENGINES)
    parser.add_argument("--engines", type=_engines, default=list(ENGINES), help=f"some of these, with commas: {known}")
    parser.add_argument("--memory", type=int, default=1_024, help="limit of the scan on DuckDB, MB")
    parser.add_argument("--work", type=Path, default=Path("var/bench-orders"))
    return parser.parse_args()


def _engines(text: str) -> list[str]:
    chosen = text.split(",")
    if unknown := set(chosen) - set(ENGINES):
        raise argparse.ArgumentTypeError(f"no such engine: {', '.join(sorted(unknown))}")
    return chosen


def _laid_down(options: argparse.Namespace) -> Path:
    """Make the orders and lay them down; both are kept for the next run."""
    folder: Path = options.work / str(options.orders)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "orders.parquet"
    if not file.exists():
        half = file.with_suffix(".half")
        print(f"made {make(half, options.orders):,} orders", flush=True)
        half.rename(file)
    begun, used = perf_counter(), cpu_s()
    store = lay_down([file], folder / "orders", memory_mb=options.memory)
    taken = perf_counter() - begun
    print(
        f"ingest: {store.rows:,} orders into {store.buckets} buckets in {taken:.1f} s, {cpu_s() - used:.1f} CPU s,"
        f" peak {peak_mb()} MB (0 s: laid down before)", flush=True,
    )  # fmt: skip
    if "numba" in options.engines and not (folder / "unsorted.parquet").exists():
        query = f"SELECT * FROM '{store.orders(None)}' ORDER BY hash(order_id)"
        duckdb.sql(query).write_parquet(str(folder / "unsorted.parquet"), compression="snappy")
    return folder


def _one(engine: str, folder: Path, memory_mb: int) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.orders.one", engine, str(folder), str(folder / f"out-{engine}")]
    done = subprocess.run([*command, str(memory_mb)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{engine} failed:\n{done.stderr[-3_000:]}")
    said: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    print(f"{engine}: {said}", file=sys.stderr, flush=True)
    return said


def _table(runs: dict[str, list[dict[str, object]]], orders: int) -> None:
    """Medians, and the ratio of processor and wall time to (a) of the same round."""
    print(
        f"\n| {orders:,} orders | s | CPU s | peak MB | s ratio | CPU ratio | version |\n|---|---|---|---|---|---|---|"
    )
    base = runs.get("duckdb")
    for engine, taken in runs.items():
        cells = [f"{_median(taken, name):.1f}" for name in ("seconds", "cpu")] + [f"{_median(taken, 'mb'):.0f}"]
        for name in ("seconds", "cpu"):
            ratios = [one[name] / of[name] for one, of in zip(taken, base or [], strict=False)]
            cells.append(f"{statistics.median(ratios):.2f}" if ratios else "")
        print(f"| {TITLES[engine]} | {' | '.join(cells)} | {taken[0]['version']} |")
        if "examined" in taken[0]:
            _examined(taken, base or [])


def _examined(taken: list[dict[str, object]], base: list[dict[str, object]]) -> None:
    """What the scan does without putting its tables together, which is what (a) does."""
    cells = [f"{_median(taken, 'examined'):.1f}", f"{_median(taken, 'examined_cpu'):.1f}", ""]
    for part, whole in (("examined", "seconds"), ("examined_cpu", "cpu")):
        ratios = [one[part] / of[whole] for one, of in zip(taken, base, strict=False)]
        cells.append(f"{statistics.median(ratios):.2f}" if ratios else "")
    print(f"| … of it the findings, months and sums in numbers, as (a) gives them | {' | '.join(cells)} | |")


def _median(taken: list[dict[str, object]], name: str) -> float:
    return statistics.median(one[name] for one in taken)


def _content(out: Path) -> str:
    """Number and digest of the findings, whatever their order."""
    rows = f"(SELECT md5(CAST(({_COLUMNS}) AS VARCHAR)) AS d FROM '{out / 'findings.parquet'}')"
    n, total = duckdb.sql(f"SELECT count(*), sum(CAST('0x' || substr(d, 1, 15) AS HUGEINT)) FROM {rows}").fetchall()[0]
    return f"{n} rows, {int(total or 0):x}"


if __name__ == "__main__":
    raise SystemExit(main())
