"""Do inbox and search of cases answer within 100 ms among 1,000,000 cases with 3,000,000 events?

The demo's cases are copied by SQL until there are so many; nearly all lie with the two counties that have a whole desk,
most of them open: more than any office will ever hold. The least privileged officer asks, who holds the key of his own
office alone. SQLite, or a throw-away database of the PostgreSQL server that DATABASE_URL names. CASES sets the number.
"""

import os
import statistics
import sys
import time

from benchmarks.process import browser, child

CASES = int(os.environ.get("CASES", "1000000"))
EVENTS = 3  # of each case
BAR = 0.1
ROUNDS = 20
PERSON = "yanshan-inspector"
PAGES = {
    "inbox, mine": "cases/?tab=mine",
    "inbox, office": "cases/?tab=office",
    "closed": "cases/?tab=closed",
    "all": "cases/?tab=all",
    "office, one subject": "cases/?tab=office&topic=injury",
    "office, overdue": "cases/?tab=office&overdue=1",
    "search: number": "cases/?text={number}",
    "search: outside number": "cases/?text={outside}",
    "search: phone": "cases/?text={phone}",
    "search: name": "cases/?text=普天乐",
    "search: firm": "cases/?text=配送",
    "search: common word": "cases/?text=单费",
    "search: word that nowhere stands": "cases/?text=查无此词",
    "one case": "cases/{number}/",
}


def run() -> list[str]:
    """One process fills its database and asks every page; the lines that miss the bar."""
    missed = []
    with child("benchmarks.cases", CASES) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith("!"):
                missed.append(line.strip())
        if process.wait():
            raise RuntimeError("the process that measures ended with an error")
    return missed


def fill(cases: int) -> None:
    """The demo, and copies of its cases until there are so many."""
    from django.db import connection, transaction
    from django.utils import timezone

    from benchmarks.world import copy
    from huxin.cases.models import Case, CaseReach, Claim, Party
    from huxin.cases.records import Deadline
    from huxin.demo.load import load
    from huxin.journal.models import Event, EventSubject

    load(timezone.localtime())
    rows = dict.fromkeys((Case, Party, Claim, CaseReach, Deadline), "1 = 1")
    events = _first_events()
    rows |= {Event: f"t.id IN ({events})", EventSubject: f"t.event_id IN ({events}) AND t.kind = 'case'"}
    own = "t.{0} || '-' || n.k"
    changed = {name: own.format(name) for name in ("phone_digest", "name_digest", "id_digest")}
    changed["number"] = "'B' || t.id || '-' || n.k"
    changed["outside_number"] = "CASE t.outside_number WHEN '' THEN '' ELSE t.outside_number || '-' || n.k END"
    with transaction.atomic():
        copy(rows, cases // Case.objects.count(), changed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _first_events() -> str:
    """The keys of the first events of each case of the demo."""
    from huxin.cases.models import Case
    from huxin.journal.models import EventSubject

    keys: set[int] = set()
    for pk in Case.objects.values_list("pk", flat=True):
        found = EventSubject.objects.filter(kind="case", subject_id=pk).order_by("event_id")
        keys |= set(found.values_list("event_id", flat=True)[:EVENTS])
    return ", ".join(map(str, sorted(keys)))


def _child(cases: int) -> None:
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from huxin.cases.models import Case
    from huxin.journal.models import Event

    start = time.perf_counter()
    fill(cases)
    made = time.perf_counter() - start
    print(f"{Case.objects.count()} cases, {Event.objects.count()} events, made in {made:.0f} s", flush=True)
    mine = Case.objects.filter(organisation__short_name="砚山县监察大队")
    print(f"of the office: {mine.count()}, open: {mine.filter(closed_at=None).count()}", flush=True)
    known = Case.objects.filter(organisation__short_name="砚山县监察大队", number__startswith="20").order_by("pk")
    outside = known.exclude(outside_number="").values_list("outside_number", flat=True).first() or "none"
    given = {"number": known[0].number, "outside": outside, "phone": "13900001002"}
    get = browser(PERSON)
    for title, page in PAGES.items():
        address = page.replace("{", "{0[").replace("}", "]}").format(given)
        print(_measured(title, lambda address=address: get(address)), flush=True)


def _measured(title: str, ask: object) -> str:
    assert callable(ask)
    ask()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    p95 = statistics.quantiles(taken, n=20)[-1]
    mark = "!" if p95 > BAR else " "
    return f"{mark} {title:<34} median {statistics.median(taken) * 1000:7.1f} ms, p95 {p95 * 1000:7.1f} ms"


if __name__ == "__main__":
    _child(int(sys.argv[1]))
