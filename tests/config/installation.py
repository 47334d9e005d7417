"""How does a test get an installation of its own: a folder, a database, keys, and commands that really run?"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.migrated import copy_of_this_state, template

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """A folder for data and keys; `url` is empty for SQLite."""

    folder: Path
    url: str

    @property
    def env(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("HUXIN_", "DATABASE_URL", "DJANGO_"))}
        more = {"HUXIN_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "huxin.config.settings"}
        return {**clean, **more, **({"DATABASE_URL": self.url} if self.url else {})}

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A process that leads a group; at the end, however it came, nothing is left of it and of what it started."""
        pipe = subprocess.PIPE
        with subprocess.Popen(
            [sys.executable, *words], env=self.env, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=pipe,
            process_group=0,
        ) as process:  # fmt: skip
            try:
                yield process
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def python(self, code: str) -> str:
        """Run a few lines with Django ready; their standard output."""
        begun = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", begun], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def huxin(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "huxin.config", *words],
            env=self.env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def prepare(self) -> None:
        """Keys, tables and first data, without the static files."""
        if self.url:
            self._from_template(os.environ["DATABASE_URL"])
        else:  # nothing to migrate
            shutil.copyfile(copy_of_this_state(), self.folder / "huxin.sqlite3")
        code = "from huxin.config.commands.setup import prepare; prepare(static=False)"
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def _from_template(self, server: str) -> None:
        name = urlsplit(self.url).path[1:]
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}"')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template(server)}"')


def fresh(folder: Path, name: str) -> AbstractContextManager[Installation]:
    """An empty installation on the kind of database that the tests run on."""
    return _fresh(folder / name, name)


@contextmanager
def _fresh(folder: Path, name: str) -> Iterator[Installation]:
    folder.mkdir()
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield Installation(folder, "")
        return
    database = f"huxin_test_{os.getpid()}_{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')
        try:
            yield Installation(folder, urlunsplit(urlsplit(server)._replace(path=f"/{database}")))
        finally:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def told(leader: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process has said on both pipes until now, with which it ends."""
    os.killpg(leader.pid, signal.SIGKILL)
    return leader.communicate()


def members(group: int) -> list[int]:
    """The processes of a group that live: its leader, and what it and they have started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if state != "Z" and int(its_group) == group:
                found.append(int(stat.parent.name))
    return found
