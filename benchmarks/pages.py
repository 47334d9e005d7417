"""Do board and list pages stay as fast with 100 plans × 21 goals × 29 parties × 10 half-years as with one plan?

Each size has a database of its own: SQLite, or PostgreSQL where DATABASE_URL names a server. Three people ask: a
liaison who reaches one unit only, the office that reaches the whole prefecture, and the auditor. Queries must be equal
in number, and the median time at most 1.3 times that of the small one.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

PLANS = 100
BAR = 1.3
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
    """Two processes, one for each size; compare what they print."""
    found = {size: _measured(size) for size in (1, PLANS)}
    missed = []
    for page, (small, few) in found[1].items():
        large, many = found[PLANS][page]
        ratio = large / small
        print(f"{page:<40} {small * 1000:7.1f} ms → {large * 1000:7.1f} ms, ratio {ratio:.2f}, queries {few} → {many}")
        if ratio > BAR or many != few:
            missed.append(f"{page}: ratio {ratio:.2f}, queries {few} → {many}")
    return missed


def _measured(size: int) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as folder, _database(size) as url:
        env = os.environ | {
            "HUXIN_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pages", str(size)], env=env, capture_output=True, text=True,
            cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    rows = (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    return {page: (float(seconds), int(queries)) for page, seconds, queries in rows}


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
    from benchmarks.world import fill

    fill(size)
    for person, pages in PAGES.items():
        for page, seconds, queries in browse(person, pages):
            print(f"{person} {page}", seconds, queries, sep="\t")


def browse(person: str, pages: tuple[str, ...]) -> Iterator[tuple[str, float, int]]:
    """(page, median seconds, queries) of each page for one log-in of the demo, in one process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.clock import medians
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

    taken = medians({page: lambda page=page: get(page) for page in pages})
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            get(page)
        yield page, taken[page], len(queries)


if __name__ == "__main__":
    _child(int(sys.argv[1]))
