"""Do inbox, filters, search and case pages answer within 100 ms among 1,000,000 cases with 3,000,000 events?

The least privileged officer asks, who holds the key of his own office alone. SQLite, or a throw-away database of the
PostgreSQL server that DATABASE_URL names. CASES sets the number; PLANS=yes prints how the database reads each page. To
keep what was made and measure again, start the process that measures yourself: `HUXIN_DATA=… DATABASE_URL=…
DJANGO_SETTINGS_MODULE=huxin.config.settings python -m benchmarks.cases 1000000`.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.process import browser, told_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from huxin.cases.models import Case

CASES = int(os.environ.get("CASES", "1000000"))
BAR = 0.1
ROUNDS = 20
JUDGED = os.environ.get("JUDGED", "clock")  # or "work": processor time, for a machine that others use meanwhile
PERSON, OFFICE = "yanshan-inspector", "砚山县监察大队"
PAGES = {
    "home": "",
    "inbox, mine": "cases/?tab=mine",
    "inbox, office": "cases/?tab=office",
    "closed": "cases/?tab=closed",
    "all": "cases/?tab=all",
    "office, overdue": "cases/?tab=office&overdue=1",
    "all, overdue": "cases/?tab=all&overdue=1",
    "office, common subject": "cases/?tab=office&topic=wage",
    "office, subject": "cases/?tab=office&topic=injury",
    "office, rare subject": "cases/?tab=office&topic=discrimination",
    "office, source": "cases/?tab=office&source=hotline_12345",
    "office, place": "cases/?tab=office&area=532622",
    "mine, subject": "cases/?tab=mine&topic=injury",
    "closed, source": "cases/?tab=closed&source=hotline_12345",
    "all, procedure and step": "cases/?tab=all&procedure=complaint/1&step=filed",
    "all, one officer": "cases/?tab=all&officer={officer}",
    "search: number": "cases/?text={number}",
    "search: outside number": "cases/?text={outside}",
    "search: phone": "cases/?text={phone}",
    "search: name": "cases/?text=普天乐",
    "search: firm": "cases/?text=配送",
    "search: common word": "cases/?text=单费",
    "search: rare word": "cases/?text={rare}",
    "search: word of another office": "cases/?text={theirs}",
    "search: two words, one subject": "cases/?tab=office&topic=injury&text=单费 {rare}",
    "search: word that nowhere stands": "cases/?text=查无此词",
    "search everywhere: common word": "search/?q=单费",
    "search everywhere: number": "search/?q={number}",
    "asked of us": "assistance/",
    "one case": "cases/{number}/",
    "one case of a firm with many": "cases/{copy}/",
    "one case with many papers": "cases/{papers}/",
}


def run() -> list[str]:
    """One process fills its database and asks every page; the lines that miss the bar."""
    return told_by("benchmarks.cases", CASES)


def _child(cases: int) -> None:
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from benchmarks.million import fill, seal
    from huxin.cases.models import Case
    from huxin.journal.models import Event

    start = time.perf_counter()
    if not Case.objects.exists():
        fill(cases)
        print(f"made in {time.perf_counter() - start:.0f} s", flush=True)
        start = time.perf_counter()
        print(f"{seal()} events sealed and looked after in {time.perf_counter() - start:.0f} s", flush=True)
    print(f"{Case.objects.count()} cases, {Event.objects.count()} events", flush=True)
    measure()


def measure() -> None:
    """Every page in turn: a line, and the database's plan where it is asked for."""
    from huxin.cases.models import Case
    from huxin.config import wsgi  # noqa: F401  as the server does, set aside what is loaded: it is not collected again

    mine = Case.objects.filter(organisation__short_name=OFFICE)
    print(f"of the office: {mine.count()}, open: {mine.filter(closed_at=None).count()}", flush=True)
    known = mine.filter(number__startswith="20").order_by("pk")
    copied = mine.filter(number__startswith="B").order_by("-pk")
    theirs = Case.objects.exclude(organisation__short_name=OFFICE).filter(number__startswith="B").order_by("-pk")
    given = {
        "number": known[0].number,
        "copy": copied[1000].number,
        "papers": _with_most_papers(known),
        "outside": known.exclude(outside_number="").values_list("outside_number", flat=True).first() or "none",
        "officer": copied.exclude(officer=None)[0].officer_id,
        "phone": "13900001002",
        "rare": copied[5000].title[-2:],
        "theirs": theirs[5000].title[-2:],
    }
    get = browser(PERSON)
    for title, page in PAGES.items():
        address = page.format(**given)
        print(_measured(title, lambda address=address: get(address)), flush=True)
        if os.environ.get("PLANS"):
            print(_plans(lambda address=address: get(address)), flush=True)


def _with_most_papers(cases: "QuerySet[Case]") -> str:
    from django.db.models import Count

    from huxin.documents.models import Paper

    papers = Paper.objects.filter(subject_kind="case", subject_id__in=cases.filter(closed_at=None).values("pk"))
    most = papers.values("subject_id").annotate(papers=Count("pk")).order_by("-papers", "subject_id")[0]
    return cases.get(pk=most["subject_id"]).number


def _measured(title: str, ask: Callable[[], None]) -> str:
    """On the clock, and in processor time of this process and of its session of the database."""
    ask()
    taken, worked = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), _worked()
        ask()
        taken.append(time.perf_counter() - start)
        worked.append(_worked() - before)
    wait, work = (statistics.quantiles(one, n=20)[-1] for one in (taken, worked))
    mark = "!" if (work if JUDGED == "work" else wait) > BAR else " "
    clock = f"median {statistics.median(taken) * 1000:6.1f} ms, p95 {wait * 1000:6.1f} ms"
    return f"{mark} {title:<34} {clock}; processor {statistics.median(worked) * 1000:5.1f}, {work * 1000:5.1f}"


def _worked() -> float:
    """Seconds of processor time until now; Linux tells those of the database's process."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time()
    session = connection.connection.info.backend_pid
    return time.process_time() + int(Path(f"/proc/{session}/schedstat").read_text().split()[0]) / 1e9


def _plans(ask: Callable[[], None]) -> str:
    from benchmarks.plans import plans_of

    return "\n".join(f"      {line}" for statement in plans_of(ask) for line in statement.lines)


if __name__ == "__main__":
    _child(int(sys.argv[1]))
