"""Do board and list pages stay as fast with 100 plans × 21 goals × 29 parties × 10 half-years as with one plan?

Each size has a database of its own: SQLite, or PostgreSQL where DATABASE_URL names a server. Three people ask: a
liaison who reaches one unit only, the office that reaches the whole prefecture, and the auditor. Queries must be equal
in number, and the time at most 1.3 times that of the small one: on SQLite the processor's time, all of which is spent
in the process that answers; on PostgreSQL the clock's. Both sizes are asked in turn, and the quickest rounds are
compared: other work on the machine only ever makes a round slower, and shifted medians by a third. A page
shows few rows here, which one plan has already: what is compared is the finding of them, not the drawing of fifty
against the drawing of three.
"""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.process import browser, child

PLANS = 100
BAR = 1.3
ROUNDS = 15
READY = "ready\n"
ROWS = 3  # on a page
TOLD = ("search/?q=宣传", "meetings/calendar/")  # all titles are read, all meetings of the month drawn: not judged
Ask = Callable[[str], tuple[float, int]]
PAGES = {
    "union": (
        "", "board/{plan}/", "board/{plan}/?counties=1", "duties/", "duties/?whose=all", "reports/", "meetings/",
        "meetings/calendar/", "papers/", "papers/received/", "notices/", "plans/", "plans/{plan}/decisions/",
        "plans/{plan}/seats/", "plans/{plan}/counties/", "people/", "organisations/", "search/?q=宣传",
    ),
    "office": (
        "", "board/{plan}/", "duties/", "duties/?whose=all", "assignments/", "reports/", "reports/cycles/{cycle}/",
        "follow-ups/", "plans/{plan}/late/", "meetings/", "papers/", "papers/box/issued/", "plans/", "plans/{plan}/",
        "plans/{plan}/decisions/", "plans/{plan}/seats/", "plans/{plan}/scorecards/", "plans/{plan}/terms/",
        "plans/{plan}/history/", "plans/{plan}/summary/", "search/?q=宣传",
    ),
    "audit": ("audit/", "duties/"),
}  # fmt: skip


def run() -> list[str]:
    """Two processes, one for each size, asked in turn page by page; compare the quickest rounds."""
    missed = []
    with _serving(1) as few, _serving(PLANS) as many:
        for person, pages in PAGES.items():
            for page in pages:
                line, good = _compared(f"{person} {page}", few, many)
                print(line, flush=True)
                if not good:
                    missed.append(line)
    return missed


def _compared(page: str, few: Ask, many: Ask) -> tuple[str, bool]:
    counts = few(page)[1], many(page)[1]  # the first round counts for nothing else
    rounds = [(few(page)[0], many(page)[0]) for _ in range(ROUNDS)]
    small, large = (min(seconds) for seconds in zip(*rounds, strict=True))
    ratio = large / small
    times = f"{small * 1000:7.1f} ms → {large * 1000:7.1f} ms, ratio {ratio:.2f}"
    line = f"{page:<40} {times}, queries {counts[0]} → {counts[1]}"
    told = page.endswith(TOLD)
    return line + " (not judged)" * told, told or (ratio <= BAR and counts[0] == counts[1])


@contextmanager
def _serving(size: int) -> Iterator[Ask]:
    """A process with so many plans; asked for "person page", it answers with seconds and number of queries."""
    with child("benchmarks.pages", size) as process:
        assert process.stdin
        assert process.stdout

        def ask(page: str) -> tuple[float, int]:
            print(page, file=process.stdin, flush=True)
            seconds, queries = process.stdout.readline().split()
            return float(seconds), int(queries)

        while (line := process.stdout.readline()) != READY:
            if not line:
                raise RuntimeError(f"the process with {size} plans ended before it was ready")
        yield ask
        process.stdin.close()


def _child(size: int) -> None:
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.world import fill
    from huxin.channels.parts import paging
    from huxin.channels.workbench.duties import pages as duties
    from huxin.channels.workbench.followups import pages as followups
    from huxin.channels.workbench.reports import pages as reports

    fill(size)
    paging.SIZE = ROWS
    duties.MOST_SEATS = reports.MOST_PLANS = followups.MOST_PLANS = 1  # one plan has one seat of the unit
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    browsers: dict[str, Callable[[str], None]] = {}
    gc.collect()
    gc.freeze()  # as the server does
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # both sizes on one core: cores differ by two fifths
    print(READY, end="", flush=True)
    for line in sys.stdin:
        person, _, page = line.rstrip("\n").partition(" ")
        get = browsers.get(person) or browsers.setdefault(person, browser(person))
        start = clock()
        get(page)
        taken = clock() - start
        with CaptureQueriesContext(connection) as queries:
            get(page)
        print(taken, len(queries), flush=True)
    gc.unfreeze()  # libraries that look for leaks at the end would take it for one


if __name__ == "__main__":
    _child(int(sys.argv[1]))
