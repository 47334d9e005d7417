"""How do tests get their tables at once? By a copy of the database as it stood after its migrations.

Migrating takes longer than most runs of a few tests. A copy is for one state of the migrations and of what they use;
whichever process needs it first makes it, and the others wait. On SQLite it is a file that the next run finds again, on
PostgreSQL a template database beside the tests' own.
"""

import fcntl
import gc
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
MADE_OF = ("huxin/*/migrations/*.py", "huxin/law/**/*.*", "huxin/journal/*.py", "huxin/registry/names.py",
           "requirements-dev.txt")  # fmt: skip


def _state() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern) if path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def copy_of_this_state() -> Path:
    """Where the copy for SQLite lies. Older states go."""
    path = ROOT / ".pytest_cache" / f"migrated-{_state()}.sqlite3"
    path.parent.mkdir(exist_ok=True)
    with (path.parent / "migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until this file is closed
        if not path.exists():
            for old in path.parent.glob("migrated-*.sqlite3"):
                old.unlink()
            half = path.with_suffix(".half")
            _migrate(to=half)
            half.replace(path)
    return path


def take(path: Path) -> None:
    """Replace whatever is in the test database by the copy."""
    with sqlite3.connect(path) as source:
        connection.ensure_connection()
        source.backup(connection.connection)
    source.close()


def template(server: str) -> str:
    """The name of the template on this PostgreSQL server; templates of older states go."""
    stem = f"{urlsplit(server).path[1:]}_migrated_"
    name = stem + _state()
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(hashtext(%s))", [stem])  # until this connection ends
        there = [row[0] for row in admin.execute("SELECT datname FROM pg_database").fetchall()]
        if name not in there:
            for old in (other for other in there if other.startswith(stem)):
                admin.execute(f'DROP DATABASE "{old}"')
            admin.execute(f'CREATE DATABASE "{name}_half"')
            _migrate(url=urlunsplit(urlsplit(server)._replace(path=f"/{name}_half")))
            admin.execute(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _migrate(*, url: str = "", to: Path | None = None) -> None:
    """In a process of its own: the database of this address, or one that is then kept in a file."""
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    words = [sys.executable, "-m", "tests.migrated", *([str(to)] if to else [])]
    subprocess.run(words, env=env, cwd=ROOT, check=True)


def main(words: list[str]) -> None:
    """What that process does."""
    gc.disable()  # the search for garbage would take a third more
    django.setup()
    if words:
        connection.settings_dict["NAME"] = ":memory:"
    call_command("migrate", verbosity=0)
    for file in words:
        with sqlite3.connect(file) as target:
            connection.connection.backup(target)
        target.close()


if __name__ == "__main__":
    main(sys.argv[1:])
