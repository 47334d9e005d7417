"""How do tests get their tables at once? By a copy of the database that the last run left after its migrations.

Migrating takes longer than most runs of a few tests. The copy is for SQLite and for one state of the migrations and of
what they use; a fresh checkout has none, so there the migrations themselves make the tables.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
MADE_OF = ("huxin/*/migrations/*.py", "huxin/law/**/*.*", "huxin/journal/*.py", "huxin/registry/names.py",
           "requirements-dev.txt")  # fmt: skip


def copy_of_this_state() -> Path:
    """Where the copy lies, or would lie."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern) if path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return ROOT / ".pytest_cache" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


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
