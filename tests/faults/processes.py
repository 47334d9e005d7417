"""How does a test run something in a process of its own, on a database that really is on disk, and kill it half-way?

A child is this process, forked: Django stands ready in it, so that it begins within milliseconds. It opens connections
of its own to a copy of the test database. What it says goes through a pipe; a pause is where it waits to be killed.
"""

import json
import os
import select
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

PATIENCE = 60.0  # seconds; on a busy machine everything takes its time
_inherited: list[Any] = []  # connections of the parent: never closed by a child
Tell = Callable[[str], None]
Scene = Callable[[Tell], Any]


class Child:
    """One process; `scene` gets a function by which it says a word."""

    def __init__(self, scene: Scene, database: dict[str, Any]) -> None:
        self._reading, writing = os.pipe()
        self._going, self._go = os.pipe()
        self._text = ""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the child uses no thread of the parent's
            self.pid = os.fork()
        if not self.pid:
            self._live(scene, database, writing)
        os.close(writing)
        self._lives = True

    def _live(self, scene: Scene, database: dict[str, Any], writing: int) -> None:
        def tell(word: str) -> None:
            os.write(writing, f"{word}\n".encode())
            if word.endswith("…"):
                os.read(self._going, 1)  # a pause: until the parent says go, or for ever

        try:
            _inherited.extend(connections.all(initialized_only=True))
            connections.settings["default"].update(database)
            del connections["default"]
            tell("= " + json.dumps(scene(tell)))
        except BaseException:
            tell("! " + json.dumps(traceback.format_exc()))
        finally:
            os._exit(0)

    def said(self, word: str) -> None:
        """Wait until it says this."""
        self.word(word)

    def _read(self, end: float, awaited: str) -> None:
        ready, _, _ = select.select([self._reading], [], [], max(end - time.monotonic(), 0))
        more = os.read(self._reading, 65536).decode() if ready else ""
        if not more:
            raise AssertionError(f"never said {awaited!r}: {self._text}")
        self._text += more

    def word(self, beginning: str) -> str:
        """Wait for a line that begins so; the rest of it."""
        end = time.monotonic() + PATIENCE
        while True:
            lines = self._text.split("\n")[:-1]
            if found := [line for line in lines if line.startswith(beginning)]:
                return found[0].removeprefix(beginning)
            self._read(end, beginning)

    def go(self) -> None:
        """End its pause."""
        os.write(self._go, b"!")

    def kill(self) -> None:
        """As the kernel kills: nothing is cleaned up."""
        if self._lives:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        os.waitpid(self.pid, 0)
        self._lives = False
        for end in (self._reading, self._going, self._go):
            os.close(end)

    def result(self) -> Any:
        """What the scene returned."""
        end = time.monotonic() + PATIENCE
        while select.select([self._reading], [], [], max(end - time.monotonic(), 0))[0]:
            if not (more := os.read(self._reading, 65536).decode()):
                break
            self._text += more
        else:
            self.kill()
            raise AssertionError(f"did not end within {PATIENCE:.0f} seconds: {self._text}")
        self._reap()
        kind, _, value = self._text.rstrip("\n").rpartition("\n")[2].partition(" ")
        assert kind == "=", json.loads(value) if kind == "!" else self._text
        return json.loads(value)


class Place:
    """A copy of the test database, in which processes act; those that still live at the end are killed."""

    def __init__(self, database: dict[str, Any]) -> None:
        self.database = database
        self.children: list[Child] = []

    def start(self, scene: Scene) -> Child:
        """Let it run beside us."""
        self.children.append(Child(scene, self.database))
        return self.children[-1]

    def run(self, scene: Callable[[], Any]) -> Any:
        """Let it run to its end."""
        return self.start(lambda tell: scene()).result()


@contextmanager
def copied(folder: Path) -> Iterator[Place]:
    """The world of the tests on disk."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        (folder / "copy.sqlite3").write_bytes(connection.connection.serialize())
        yield Place({"NAME": str(folder / "copy.sqlite3")})
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    known = connection.settings_dict
    connection.close()  # a database is copied while nobody is in it
    name = f"{known['NAME']}_copy_{os.getpid()}"
    server = psycopg.connect(
        host=known["HOST"], port=known["PORT"] or None, user=known["USER"], password=known["PASSWORD"] or None,
        dbname="postgres", autocommit=True,
    )  # fmt: skip
    with server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(known["NAME"])))
        try:
            yield Place({"NAME": name})
        finally:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
