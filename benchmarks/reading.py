"""How long does `huxin plan read` take from the command line, against Python's own start?"""

import subprocess
import sys
from pathlib import Path

from benchmarks.clock import medians

PLAN = Path(__file__).resolve().parents[1] / "huxin" / "demo" / "plan.txt"
BAR_SECONDS = 1.0  # the issue's own bar, on this class of machine


def _call(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, capture_output=True)


def run() -> list[str]:
    """Print the ratio; what missed the bar."""
    taken = medians(
        {
            "python": lambda: _call("-c", "import json, re, tomllib, dataclasses"),
            "read": lambda: _call("-m", "huxin.config", "plan", "read", str(PLAN), "--json"),
        }
    )
    ratio = taken["read"] / taken["python"]
    print(f"read {taken['read']:.3f} s, bare python {taken['python']:.3f} s, ratio {ratio:.1f}")
    return [f"reading took {taken['read']:.2f} s"] if taken["read"] > BAR_SECONDS else []
