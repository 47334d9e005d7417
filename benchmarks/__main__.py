"""How fast is it, against what? Every figure is a ratio taken in the same run; seconds are only told beside it."""

import sys
from importlib import import_module

ALL = {
    "reading": "the reader from the command line, against starting Python with the same modules",
    "orders.planted": "made-up orders with known faults: does the scan find each of them and nothing else?",
    "starting": "a newcomer's wait: from a clean clone to the first page, and the second start, against Django's own",
    "pages": "board and list pages with 100 plans against the same pages with one plan",
    "slips": "a worker's slip among ten million orders of the month, against 300 ms",
    "cases": "inbox and search among a million cases, against 100 ms",
}


def main(names: list[str]) -> int:
    """`make bench`, or `python -m benchmarks pages`; exit status 1 if a bar is missed."""
    missed = []
    for name in names or list(ALL):
        print(f"\n== {name}: {ALL[name]}", flush=True)
        missed += import_module(f"benchmarks.{name}").run()
    for line in missed:
        print(f"missed: {line}")
    return 1 if missed else 0


raise SystemExit(main(sys.argv[1:]))
