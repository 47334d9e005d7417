"""Is what a database or a disk had no time or room for told apart from a defect?"""

import errno

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError

from huxin.base.errors import no_room, too_busy


@pytest.mark.parametrize(
    "words",
    [
        "database is locked",
        "unable to open database file",
        "terminating connection due to administrator command",
        "SSL connection has been closed unexpectedly",
        "FATAL: remaining connection slots are reserved",
        "deadlock detected",
    ],
)
def test_what_may_pass_the_next_time_is_no_defect(words: str) -> None:
    assert too_busy(OperationalError(words))
    assert not no_room(OperationalError(words))


def test_so_is_a_want_of_files() -> None:
    assert too_busy(OSError(errno.EMFILE, "Too many open files"))


def _interrupted() -> None:
    """As the session store of Django and its middleware make it."""
    try:
        try:
            raise OperationalError("database is locked")
        except OperationalError:
            raise UpdateError  # noqa: B904
    except UpdateError:
        raise SessionInterrupted("deleted")  # noqa: B904


def test_it_is_seen_through_what_django_makes_of_it() -> None:
    with pytest.raises(SessionInterrupted) as told:
        _interrupted()
    assert too_busy(told.value)


@pytest.mark.parametrize("error", [RuntimeError("no such column: x"), OperationalError("no such table: cache"), None])
def test_a_defect_stays_one(error: BaseException | None) -> None:
    assert not too_busy(error)
    assert not no_room(error)
