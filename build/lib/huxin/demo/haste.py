"""How does the demo load in a minute? Two savings that change nothing of what is stored, but for the cost of a hash."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher
from django.db import connection


@contextmanager
def in_haste() -> Iterator[None]:
    """While the demo is loaded."""
    with _light_passwords(), _never_closed():
        yield


@contextmanager
def _light_passwords() -> Iterator[None]:
    """A hundred people share one password that is printed on the screen; each log-in hashes it anew at full cost."""
    hasher = get_hasher()
    if not isinstance(hasher, Argon2PasswordHasher):
        yield
        return
    before = hasher.time_cost, hasher.memory_cost
    hasher.time_cost, hasher.memory_cost = 1, 8 * hasher.parallelism
    try:
        yield
    finally:
        hasher.time_cost, hasher.memory_cost = before


def _never_closed() -> closing[sqlite3.Connection] | nullcontext[None]:
    """The queue closes its connection after every task; SQLite clears up its log whenever the last one is closed."""
    if connection.vendor != "sqlite":
        return nullcontext()
    kept = sqlite3.connect(connection.get_connection_params()["database"], uri=True, check_same_thread=False)
    kept.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return closing(kept)
