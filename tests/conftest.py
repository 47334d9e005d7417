"""What does every test stand on? The world, built once; a moment that stands still; the journal's seal."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from huxin.channels.parts import middleware
from huxin.journal.append_only import lift, seal
from huxin.journal.models import Event, EventSubject
from tests import migrated
from tests.waiting import run_waiting
from tests.world import AT, NOW, World, build

middleware.timezone = SimpleNamespace(now=lambda: NOW)  # type: ignore[attr-defined]  # whatever day it really is
SEALED = ("journal_event", "journal_eventsubject", "journal_dayseal")
_blocker = pytest.StashKey[Any]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What needs no database gives the same on every database."""
    parser.addoption("--database-only", action="store_true", help="leave out the tests that use no database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is left out is said in the closing lines as deselected, not skipped in silence.

    Tests that fork come first, before Typst and DuckDB have threads, without which their copies in a child hang; then
    those that take a minute, so that at the end no process waits for another.
    """
    items.sort(key=_turn)
    if config.getoption("database_only"):
        without = [item for item in items if not _uses_the_database(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = filter(_uses_the_database, items)


def _turn(item: pytest.Item) -> int:
    folders = ("tests/faults/", "tests/house/", "tests/config/")
    return next((turn for turn, folder in enumerate(folders) if folder in item.nodeid), len(folders))


def _uses_the_database(item: pytest.Function) -> bool:
    """Through Django, or in whole installations of its own; unless it looks only at pages and what they ask."""
    if item.get_closest_marker("drawn") or "tests/channels/" in item.nodeid:
        return False
    if item.get_closest_marker("django_db") or "Installation" in vars(item.module):
        return True
    return not {"db", "transactional_db", "django_db_setup"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_use_migrations(django_db_use_migrations: bool) -> bool:
    """Their outcome is copied: by PostgreSQL from a template, which leaves nothing to migrate; on SQLite from a file,
    over whatever is there."""
    gc.disable()
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template(os.environ["DATABASE_URL"])
    return django_db_use_migrations and connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """The world is built once and committed; each test runs in a transaction over it."""
    request.session.stash[_blocker] = django_db_blocker
    gc.enable()
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            migrated.take(migrated.copy_of_this_state())
            settings.MIGRATION_MODULES = {}  # they are there again for tests that ask for them
        build()
    gc.collect()
    gc.freeze()  # what is loaded by now stays: not to look through it again and again saves a seventh of the time


def pytest_unconfigure() -> None:
    """What stays frozen would be reported as leaked by the libraries that count their objects at the end."""
    gc.unfreeze()


def _empties_the_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    return bool(asked) or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def _each_sealed_table(change: Callable[[Any, str], None]) -> None:
    with connection.schema_editor() as editor:
        for table in SEALED:
            change(editor, table)


@pytest.fixture(autouse=True)
def _seal_lifted_at_the_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties the tables after a transactional test, which the sealed journal would refuse."""
    emptied = _empties_the_tables(request.node)
    if emptied:
        request.getfixturevalue("transactional_db")  # set up first, so that it ends after us
    yield
    if emptied:
        _each_sealed_table(lift)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After such a test the world is put back, with the journal as empty as at first, and the seal.

    After the last test there is no database any more to put it into.
    """
    yield
    if nextitem is not None and _empties_the_tables(item) and _blocker in item.session.stash:
        with item.session.stash[_blocker].unblock():
            build()
            DBTaskResult.objects.all().delete()  # what the events below have queued
            EventSubject.objects.all().delete()
            Event.objects.all().delete()
            _each_sealed_table(seal)


@pytest.fixture(autouse=True)
def _nothing_used_up() -> None:
    """Whoever comes is the first one of the day: what other tests have asked too often for is forgotten."""
    cache.clear()


@pytest.fixture
def at() -> datetime:
    """Monday, 23 November 2026, nine in the morning in Shanghai."""
    return AT


@pytest.fixture
def world(db: None) -> World:
    """The prefecture and its people."""
    return World()


@pytest.fixture
def run_reactions(db: None) -> Callable[[], int]:
    """Run what events have queued, and what that queues in turn; the number of tasks run."""
    return run_waiting


@pytest.fixture
def browse(world: World) -> Callable[[str], Client]:
    """`browse("钱工会")`: a client logged in as this person, the second factor set up."""

    def log_in(name: str) -> Client:
        person = world.user(name)
        if not is_mfa_enabled(person):
            TOTP.activate(person, generate_totp_secret())
        client = Client()
        client.force_login(person)
        return client

    return log_in
