"""Do the site and its worker start together and stop together?"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from huxin.config.commands import serve
from tests.config.installation import Installation
from tests.ports import free_port


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _below(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    children = " ".join(one.read_text() for one in Path(f"/proc/{pid}/task").glob("*/children")).split()
    return [found for child in map(int, children) for found in (child, *_below(child))]


def _background(pid: int) -> list[int]:
    """Those among them that work on what can wait."""
    return [one for one in _below(pid) if b"worker" in Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")]


def _until(true: object, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_site_serves_works_and_stops_cleanly(sign: signal.Signals, installed: Installation) -> None:
    port = free_port()
    server = installed.start("-m", "huxin.config", "serve", "--port", str(port))
    try:
        assert _until(lambda: _answers(port)), server.communicate()
        started = _below(server.pid)
        assert len(started) >= 2, "a worker of the web server, and the background worker"
        pulse = "from huxin.work.upkeep import _PULSE; from django.core.cache import cache; print(cache.get(_PULSE))"
        assert _until(lambda: installed.python(pulse).strip() != "None"), "the minute job ran"
        (worker,) = _background(server.pid)
        os.kill(worker, signal.SIGKILL)
        assert _until(lambda: _background(server.pid) not in ([], [worker])), "started again"
        started = _below(server.pid)
        server.send_signal(sign)
        out, wrong = server.communicate(timeout=serve.TO_FINISH + 30)
    finally:
        if server.poll() is None:
            server.kill()
        for pipe in (server.stdin, server.stdout, server.stderr):
            pipe.close()  # type: ignore[union-attr]
        server.wait()
    assert server.returncode == 0, (out, wrong)
    assert "Traceback" not in wrong
    assert _until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in started), 5), "nothing is left behind"


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
        assert _until(lambda: len(started) == 2)
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
        second = installed.start("-m", "huxin.config", "serve", "--port", str(port))
        out, wrong = second.communicate(timeout=30)
    assert second.returncode == 1, (out, wrong)
    assert f"端口{port}已被占用" in wrong
