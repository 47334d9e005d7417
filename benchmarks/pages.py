"""Do board and list pages stay as fast with 100 plans × 21 goals × 29 parties × 10 half-years as with one plan?

Each size has its own SQLite file. The same person, a liaison who reaches one unit only, asks for the same pages;
queries must be equal in number, and the median time at most 1.3 times that of the small one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PLANS = 100
BAR = 1.3
PAGES = (
    "/workbench/",
    "/workbench/board/{plan}/",
    "/workbench/board/{plan}/?counties=1",
    "/workbench/duties/",
    "/workbench/reports/",
)


def run() -> list[str]:
    """Two processes, one for each size; compare what they print."""
    found = {size: _measured(size) for size in (1, PLANS)}
    missed = []
    for page in PAGES:
        (small, few), (large, many) = found[1][page], found[PLANS][page]
        ratio = large / small
        print(f"{page:<32} {small * 1000:7.1f} ms → {large * 1000:7.1f} ms, ratio {ratio:.2f}, queries {few} → {many}")
        if ratio > BAR or many != few:
            missed.append(f"{page}: ratio {ratio:.2f}, queries {few} → {many}")
    return missed


def _measured(size: int) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "HUXIN_DATA": folder, "DJANGO_SETTINGS_MODULE": "huxin.config.settings"}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pages", str(size)], env=env, capture_output=True, text=True,
            cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    rows = (line.split("\t") for line in done.stdout.splitlines() if line.startswith("/"))
    return {page: (float(seconds), int(queries)) for page, seconds, queries in rows}


def _child(size: int) -> None:
    from benchmarks.world import browse, fill

    plan = fill(size)
    for page, seconds, queries in browse(plan, PAGES):
        print(page, seconds, queries, sep="\t")


if __name__ == "__main__":
    _child(int(sys.argv[1]))
