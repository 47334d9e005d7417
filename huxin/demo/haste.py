"""How does the demo load in a minute? A saving that changes nothing of what is stored, but for the cost of a hash."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher


@contextmanager
def in_haste() -> Iterator[None]:
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
