"""How do tests get their tables at once? By a copy of the database as it stood after its migrations.

Migrating takes longer than most runs of a few tests. A copy is for one state of the migrations and of what they use. On
SQLite it is a file that the last run left; a fresh checkout has none, so there the migrations themselves make the
tables. On PostgreSQL it is a template database beside the tests' own, made by whoever needs it first.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
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
    """Where the copy lies, or would lie."""
    return ROOT / ".pytest_cache" / f"migrated-{_state()}.sqlite3"


def take(path: Path) -> None:
    """Replace whatever is in the test database by the copy."""
    with sqlite3.connect(path) as source:
        connection.ensure_connection()
        source.backup(connection.connection)
    source.close()


def keep(path: Path) -> None:
    """Leave a copy for the next run; of several processes the last one's stays. Older states go."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(half) as target:
        connection.connection.backup(target)
    target.close()
    for old in path.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    half.replace(path)


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
            _migrate(urlunsplit(urlsplit(server)._replace(path=f"/{name}_half")))
            admin.execute(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _migrate(url: str) -> None:
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    words = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(words, env=env, cwd=ROOT, check=True)
