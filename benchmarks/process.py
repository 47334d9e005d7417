"""Where does a benchmark of pages run? In a process of its own, on a database that is thrown away afterwards."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from django.test import Client


@contextmanager
def child(module: str, size: int) -> Iterator[subprocess.Popen[str]]:
    """`python -m MODULE SIZE` with an empty folder and database; what is written to it and read from it is text."""
    with tempfile.TemporaryDirectory() as folder, database(str(size)) as url:
        env = os.environ | {
            "HUXIN_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
        }
        with subprocess.Popen(
            [sys.executable, "-m", module, str(size)], env=env, cwd=Path(__file__).resolve().parents[1], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as process:  # fmt: skip
            yield process


def told_by(module: str, size: int) -> list[str]:
    """Pass on what such a process says; its lines that begin with ! are the bars that were missed."""
    missed = []
    with child(module, size) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith("!"):
                missed.append(line.strip())
        if process.wait():
            raise RuntimeError("the process that measures ended with an error")
    return missed


@contextmanager
def database(name: str, *, keep: bool = False) -> Iterator[str]:
    """A database that is thrown away afterwards, or kept and found again; the empty address is SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    called = Identifier(f"huxin_bench_{name}")
    with psycopg.connect(url, autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"huxin_bench_{name}"]).fetchone()
        if there and not keep:
            server.execute(SQL("DROP DATABASE {}").format(called))
        if not (there and keep):
            server.execute(SQL("CREATE DATABASE {}").format(called))
        try:
            yield urlsplit(url)._replace(path=f"/huxin_bench_{name}").geturl()
        finally:
            if not keep:
                server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(called))


def session_of(person: str) -> "Client":
    """A client in which one log-in of the demo is logged in, the second factor given."""
    from django.test import Client

    from huxin.orgs.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username=person), "allauth.account.auth_backends.AuthenticationBackend")
    now, session = time.time(), client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "username": person}, {"method": "mfa", "type": "totp", "at": now},
    ]  # fmt: skip
    session.save()
    return client


def browser(person: str) -> Callable[[str], None]:
    """Opens pages of the workbench for such a client."""
    from huxin.reports.models import ReportCycle

    cycle = ReportCycle.objects.order_by("plan", "-due_on")[0]
    client = session_of(person)

    def get(page: str) -> None:
        answer = client.get("/workbench/" + page.format(plan=cycle.plan_id, cycle=cycle.pk))
        if answer.status_code != 200:
            raise RuntimeError(f"{person} {page}: {answer.status_code} {answer.headers.get('Location', '')}")

    return get
