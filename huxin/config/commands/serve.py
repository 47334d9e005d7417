"""How is the site served? Granian for pages, one process beside it for what can wait."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading

from huxin.base.command_line import whole
from huxin.config.cli import use_settings

AFTER_DEATH = 2.0  # seconds before the background worker is started again
TO_FINISH = 30.0  # seconds for the task under way when the site stops


class Background:
    """The process for what can wait; where it dies (for want of memory, say) it is started again."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._starting = threading.Lock()  # who stops must know the last process that was started
        self._process = self._start()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    @staticmethod
    def _start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "huxin.config", "worker", "--beside", str(os.getpid())])

    def _watch(self) -> None:
        while True:
            ended = self._process.wait()
            if self._stopping.wait(AFTER_DEATH):
                return
            with self._starting:
                if self._stopping.is_set():
                    return
                print(f"后台任务进程意外结束（{ended}），现在重新启动。", file=sys.stderr, flush=True)
                self._process = self._start()

    def stop(self) -> None:
        """Let it finish the task under way; one that takes too long is ended, and put back by `rescue_tasks`."""
        with self._starting:
            self._stopping.set()
            self._process.terminate()
        self._watching.join(timeout=TO_FINISH)
        if self._watching.is_alive():
            self._process.kill()
            self._watching.join()


def _signals_of_a_child() -> None:
    """A web process that is still loading would else have the server's own handlers, and not hear that it shall end."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches it too: the server tells it


def serve(port: int, *, workers: int = 1, threads: int = 4) -> None:
    """Serve on loopback until stopped; a proxy in front speaks to the world."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the server sets its own: the worker ends with us
    os.register_at_fork(after_in_child=_signals_of_a_child)
    background = Background()
    try:
        Server(
            "huxin.config.wsgi:application",
            address="127.0.0.1",
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
        ).serve()
    finally:
        background.stop()


def _free(port: int) -> bool:
    """Granian shares a port with whoever listens there already, and half the requests would go to a forgotten site."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # not held up by connections that have just ended
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def main(words: list[str]) -> int:
    """`huxin serve`."""
    parser = argparse.ArgumentParser(prog="huxin serve", description="启动网站（只监听本机）")
    parser.add_argument("--port", type=whole, default=8000, metavar="端口", help="端口，默认 8000")
    parser.add_argument("--workers", type=whole, default=1, metavar="个数", help="网页进程数")
    options = parser.parse_args(words)
    if not os.environ.get("HUXIN_ORIGIN"):  # what letters and papers name as the address
        os.environ["HUXIN_ORIGIN"] = f"http://127.0.0.1:{options.port}"
    # a disk that fills up would keep half a file of bytecode, which no later start could read
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    use_settings()
    if not _free(options.port):
        print(
            f"端口{options.port}已被占用，可能已有一个护新在运行。请先停止它，或换一个端口"
            f"（make demo PORT={options.port + 1}，或 --port {options.port + 1}）。",
            file=sys.stderr,
        )
        return 1
    from django.conf import settings

    (settings.DATA / "origin").write_text(os.environ["HUXIN_ORIGIN"])
    print(f"护新已启动：http://127.0.0.1:{options.port}/ （按 Ctrl+C 停止）", flush=True)
    serve(options.port, workers=options.workers)
    return 0
