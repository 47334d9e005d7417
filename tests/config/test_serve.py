"""Do the site and its worker start together and stop together?"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from huxin.config.commands import serve
from tests.config.installation import Installation, members, told
from tests.ports import free_port


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _background(group: int) -> list[int]:
    """Those of a site that work on what can wait."""
    return [one for one in members(group) if "worker" in _words(one)]


def _words(pid: int) -> list[str]:
    with suppress(OSError):  # it ended while we looked
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


def until(true: Callable[[], object], seconds: float = 90) -> bool:
    """Wait for it; on a busy machine everything takes its time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_site_serves_works_and_stops_cleanly(sign: signal.Signals, installed: Installation) -> None:
    port = free_port()
    with installed.running("-m", "huxin.config", "serve", "--port", str(port)) as server:
        assert until(lambda: answers(port)), told(server)
        assert len(members(server.pid)) >= 3, "the site, a worker of the web server, and the background worker"
        pulse = "from huxin.work.upkeep import _PULSE; from django.core.cache import cache; print(cache.get(_PULSE))"
        assert until(lambda: installed.python(pulse).strip() != "None"), "the minute job ran"
        (worker,) = _background(server.pid)
        os.kill(worker, signal.SIGKILL)
        assert until(lambda: _background(server.pid) not in ([], [worker])), "started again"
        server.send_signal(sign)
        out, wrong = server.communicate(timeout=serve.TO_FINISH + 90)
        assert server.returncode == 0, (out, wrong)
        assert "Traceback" not in wrong
        assert members(server.pid) == [], "nothing is left behind"


def test_a_site_that_is_killed_takes_its_worker_along(installed: Installation) -> None:
    with installed.running("-m", "huxin.config", "serve", "--port", str(free_port())) as server:
        assert until(lambda: _background(server.pid)), told(server)
        server.kill()
        server.wait()
        assert until(lambda: not _background(server.pid)), "the next site has a worker of its own"


SLOW = """
import sys, time
from granian.server import common
from huxin.config.cli import main

def load(*_, **__):
    print("loading", flush=True)
    time.sleep(600)

common.load_target = load
sys.exit(main(["serve", "--port", sys.argv[1]]))
"""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_site_that_is_still_loading_stops_too(sign: signal.Signals, installed: Installation) -> None:
    with installed.running("-c", SLOW, str(free_port())) as server:
        assert server.stdout
        assert "loading\n" in (server.stdout.readline(), server.stdout.readline()), told(server)
        server.send_signal(sign)
        out, wrong = server.communicate(timeout=serve.TO_FINISH + 90)
        assert (server.returncode, members(server.pid)) == (0, []), (out, wrong)


def _plays_worker(monkeypatch: pytest.MonkeyPatch, does: str, takes: float = 0) -> list["subprocess.Popen[bytes]"]:
    """In place of the worker a process that does only this, and whose start takes so long; all that were started."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        process = subprocess.Popen([sys.executable, "-c", does], stdout=subprocess.PIPE)
        started.append(process)
        time.sleep(takes if len(started) > 1 else 0)
        return process

    monkeypatch.setattr(serve.Background, "_start", staticmethod(start))
    monkeypatch.setattr(serve, "AFTER_DEATH", 0)
    return started


def _end(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def test_a_worker_just_being_started_again_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    started = _plays_worker(monkeypatch, "import time; time.sleep(60)", takes=0.5)
    background = serve.Background()
    try:
        started[0].kill()
        assert until(lambda: len(started) == 2)
        background.stop()
        assert [one.returncode for one in started] == [-signal.SIGKILL, -signal.SIGTERM]
    finally:
        _end(started)


def test_a_worker_that_does_not_end_in_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ignores = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    started = _plays_worker(monkeypatch, f"import signal, time; {ignores}")
    monkeypatch.setattr(serve, "TO_FINISH", 0.2)
    background = serve.Background()
    try:
        assert started[0].stdout is not None
        assert started[0].stdout.readline() == b"deaf\n"
        background.stop()
        assert [one.returncode for one in started] == [-signal.SIGKILL], "ended, and not started again"
    finally:
        _end(started)


def test_a_second_site_on_the_same_port_is_refused(installed: Installation) -> None:
    """Otherwise both would listen, and each request would go to one or the other: what was sent to one is lost."""
    with socket.socket() as first:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        first.bind(("127.0.0.1", 0))
        first.listen()
        port = first.getsockname()[1]
        with installed.running("-m", "huxin.config", "serve", "--port", str(port)) as second:
            out, wrong = second.communicate(timeout=90)
    assert second.returncode == 1, (out, wrong)
    assert f"端口{port}已被占用" in wrong
