"""How many complaints are taken in while 50 officers work, and how many does django-helpdesk take in?

`make bench-intake`. Both sites lie on the same kind of database (SQLite, or two throw-away databases of the server that
DATABASE_URL names), are served by Granian with one process and four threads as `huxin serve` does it, and hold as many
open cases. Every officer opens a list, a case of it, and writes a note, one of these every few seconds; meanwhile
reporters tell as fast as they are answered, first on the public pages, then as clerks at their desks. The sites take
turns, each started anew.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import requests

from benchmarks.intake.visitor import Visitor
from benchmarks.process import database

SIDES = ("huxin", "helpdesk")
STEPS = ("public", "desk")
PORT = 8171
Waits = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Site:
    """One of the two, filled: its module, its environment, and the sessions of its staff."""

    side: Any
    env: dict[str, str]
    clerks: list[str]
    officers: list[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one round of one step gave."""

    a_minute: float
    waits: Waits

    def ms(self, what: str) -> str:
        """Median and p95 of the wait."""
        taken = self.waits.get(what, [])
        if len(taken) < 2:
            return "-"
        return f"{statistics.median(taken) * 1000:.0f}/{statistics.quantiles(taken, n=20)[-1] * 1000:.0f}"


def main(words: list[str]) -> None:
    """Fill both, let them take turns, print every round and the ratio of the medians."""
    parser = argparse.ArgumentParser(prog="benchmarks.intake")
    for name, value in (
        ("cases", 10000),
        ("officers", 50),
        ("reporters", 8),
        ("seconds", 20),
        ("rounds", 3),
        ("pace", 5),
    ):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--folder", type=Path, help="keep both here; what is filled already is measured again")
    asked = parser.parse_args(words)
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sites = {name: stack.enter_context(_filled(name, folder / name, asked)) for name in SIDES}
        seen: dict[tuple[str, str], list[Seen]] = {(name, step): [] for name in SIDES for step in STEPS}
        for _ in range(asked.rounds):
            for name, site in sites.items():
                with _served(site) as address:
                    for step in STEPS:
                        one = _round(site, step, address, asked)
                        seen[name, step].append(one)
                        print(_line(site, step, one), flush=True)
    for step in STEPS:
        ours, theirs = (statistics.median(one.a_minute for one in seen[name, step]) for name in SIDES)
        ratio = f"ratio {ours / theirs:.2f}" if theirs else "no ratio: the peer finished none"
        print(f"{step}: {ours:.0f} against {theirs:.0f} a minute, {ratio}")


def _line(site: Site, step: str, one: Seen) -> str:
    waits = ", ".join(f"{what} {one.ms(what)}" for what in ("created", "list", "one", "act"))
    return f"{site.side.NAME:<16}{step:<8}{one.a_minute:6.0f} a minute; median/p95 ms: {waits}"


@contextmanager
def _filled(name: str, folder: Path, asked: argparse.Namespace) -> Iterator[Site]:
    side = import_module(f"benchmarks.intake.{name}_side")
    with database(f"intake_{name}", keep=bool(asked.folder)) as url:
        folder.mkdir(parents=True, exist_ok=True)
        env = os.environ | {"HUXIN_DATA": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": side.SETTINGS}
        sessions = folder / "sessions.json"
        if not sessions.exists():
            numbers = [str(number) for number in (asked.cases, asked.reporters, asked.officers)]
            command = [sys.executable, "-m", "benchmarks.intake.fill", name, str(sessions), *numbers]
            subprocess.run(command, env=env, check=True)
        yield Site(side, env, *json.loads(sessions.read_text()))


@contextmanager
def _served(site: Site) -> Iterator[str]:
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT), "--workers", "1",
               "--blocking-threads", "4", "--log-level", "warning", site.side.WSGI]  # fmt: skip
    address = f"http://127.0.0.1:{PORT}"
    running = [
        subprocess.Popen([sys.executable, *words], env=site.env) for words in (command, site.side.BACKGROUND) if words
    ]
    try:
        _wait_for(address)
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=60)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            requests.get(address, timeout=60)
        except requests.ConnectionError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("the site did not start")


def _round(site: Site, step: str, address: str, asked: argparse.Namespace) -> Seen:
    """So many seconds of work; a few before them count for nothing."""
    begins = time.monotonic() + 3
    ends = begins + asked.seconds
    officers = [Visitor(address, session) for session in site.officers]
    take_in: Callable[[Visitor], None] = getattr(site.side, step)
    gate = threading.Event()

    def work(number: int) -> None:
        doing, turn = site.side.officer(officers[number]), time.monotonic() + asked.pace * number / len(officers)
        while (turn := max(turn, time.monotonic())) < ends:
            gate.wait(turn - time.monotonic())
            next(doing)
            turn += asked.pace

    def tell(number: int) -> list[Visitor]:
        told = []
        while time.monotonic() < ends:
            visitor = Visitor(address, site.clerks[number] if step == "desk" else "")
            since = time.monotonic()
            take_in(visitor)
            if since >= begins and time.monotonic() <= ends:
                told.append(visitor)
        return told

    with ThreadPoolExecutor(len(officers) + asked.reporters) as pool:
        working = [pool.submit(work, n) for n in range(len(officers))]
        told = [one for telling in [pool.submit(tell, n) for n in range(asked.reporters)] for one in telling.result()]
        for one in working:
            one.result()
    waits: Waits = {}
    for visitor in (*officers, *told):
        for what, seconds in visitor.taken:
            waits.setdefault(what, []).append(seconds)
    return Seen(len(told) * 60 / asked.seconds, waits)


main(sys.argv[1:])
