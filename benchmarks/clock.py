"""How long does something take, fairly? The median of interleaved runs."""

import statistics
import time
from collections.abc import Callable


def medians(things: dict[str, Callable[[], object]], rounds: int = 9) -> dict[str, float]:
    """Seconds of each, median over rounds in which all take their turn; one round before counts for nothing."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, run in things.items():
            start = time.perf_counter()
            run()
            if number:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in taken.items()}
