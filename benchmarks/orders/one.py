"""One engine, one run, in a process of its own: `python -m benchmarks.orders.one ENGINE STORE OUT MEMORY_MB`.

Prints a line of JSON: seconds and processor seconds of the scan alone (no imports, no plan, no start of Spark, no
compiling), the peak memory of the process with its children, the engine's version.
"""

import json
import shutil
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter

from benchmarks.orders.peers.given import Given
from benchmarks.orders.usage import cpu_s, peak_mb


def main(engine: str, folder: Path, out: Path, memory_mb: int) -> dict[str, object]:
    """Run it once; its findings lie in `out`."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    given = Given.of(folder)
    name = "scan" if engine in ("scan", "spark") else engine
    by = import_module(f"benchmarks.orders.peers.by_{name}")
    peer = by.Product(engine, memory_mb) if name == "scan" else by
    peer.ready(given)
    begun, used = perf_counter(), cpu_s()
    peer.run(given, out)
    taken = {"seconds": perf_counter() - begun, "cpu": cpu_s() - used, "mb": peak_mb()}
    if name == "scan":
        taken |= peer.in_numbers(given, out)
    return taken | {"version": peer.VERSION}


if __name__ == "__main__":
    engine, store, target, memory = sys.argv[1:]
    print(json.dumps(main(engine, Path(store), Path(target), int(memory))))
