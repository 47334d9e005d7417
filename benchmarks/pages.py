"""Do board and list pages stay as fast with 100 plans × 21 goals × 29 parties × 10 half-years as with one plan?

Each size has a database of its own: SQLite, or PostgreSQL where DATABASE_URL names a server. Three people ask: a
liaison who reaches one unit only, the office that reaches the whole prefecture, and the auditor. Queries must be equal
in number, and the median time at most 1.3 times that of the small one. A page shows few rows here, which one plan has
already: what is compared is the finding of them, not the drawing of fifty against the drawing of three.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

PLANS = 100
BAR = 1.3
ROUNDS = 9
READY = "ready\n"
ROWS = 5  # on a page
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
    """Two processes, one for each size, asked in turn page by page; compare medians."""
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
    asked = {"few": lambda: few(page), "many": lambda: many(page)}
    for ask in asked.values():
        ask()
    rounds = [{size: ask() for size, ask in asked.items()} for _ in range(ROUNDS)]
    small, large = (statistics.median(one[size][0] for one in rounds) for size in asked)
    counts = [rounds[-1][size][1] for size in asked]
    ratio = statistics.median(one["many"][0] / one["few"][0] for one in rounds)
    times = f"{small * 1000:7.1f} ms → {large * 1000:7.1f} ms, ratio {ratio:.2f}"
    line = f"{page:<40} {times}, queries {counts[0]} → {counts[1]}"
    told = page.endswith(TOLD)
    return line + " (not judged)" * told, told or (ratio <= BAR and counts[0] == counts[1])


@contextmanager
def _serving(size: int) -> Iterator[Ask]:
    """A process with so many plans; asked for "person page", it answers with seconds and number of queries."""
    with tempfile.TemporaryDirectory() as folder, _database(size) as url:
        env = os.environ | {
            "HUXIN_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
        }
        command = [sys.executable, "-m", "benchmarks.pages", str(size)]
        there = Path(__file__).resolve().parents[1]
        with subprocess.Popen(
            command, env=env, cwd=there, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as child:
            assert child.stdin
            assert child.stdout

            def ask(page: str) -> tuple[float, int]:
                print(page, file=child.stdin, flush=True)
                seconds, queries = child.stdout.readline().split()
                return float(seconds), int(queries)

            while (line := child.stdout.readline()) != READY:
                if not line:
                    raise RuntimeError(f"the process with {size} plans ended before it was ready")
            yield ask
            child.stdin.close()


@contextmanager
def _database(size: int) -> Iterator[str]:
    """A database that is thrown away afterwards; the empty address is SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    name = Identifier(f"huxin_bench_{size}")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(name))
        server.execute(SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlsplit(url)._replace(path=f"/huxin_bench_{size}").geturl()
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _child(size: int) -> None:
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.world import fill
    from huxin.channels.parts import paging

    fill(size)
    paging.SIZE = ROWS
    browsers: dict[str, Callable[[str], None]] = {}
    print(READY, end="", flush=True)
    for line in sys.stdin:
        person, _, page = line.rstrip("\n").partition(" ")
        get = browsers.get(person) or browsers.setdefault(person, _browser(person))
        start = time.perf_counter()
        get(page)
        taken = time.perf_counter() - start
        with CaptureQueriesContext(connection) as queries:
            get(page)
        print(taken, len(queries), flush=True)


def _browser(person: str) -> Callable[[str], None]:
    """Opens pages for one log-in of the demo, the second factor given."""
    from django.test import Client

    from huxin.orgs.models import User
    from huxin.reports.models import ReportCycle

    cycle = ReportCycle.objects.order_by("plan", "-due_on")[0]
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username=person), "allauth.account.auth_backends.AuthenticationBackend")
    now, session = time.time(), client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "username": person}, {"method": "mfa", "type": "totp", "at": now},
    ]  # fmt: skip
    session.save()

    def get(page: str) -> None:
        answer = client.get("/workbench/" + page.format(plan=cycle.plan_id, cycle=cycle.pk))
        if answer.status_code != 200:
            raise RuntimeError(f"{person} {page}: {answer.status_code} {answer.headers.get('Location', '')}")

    return get


if __name__ == "__main__":
    _child(int(sys.argv[1]))
