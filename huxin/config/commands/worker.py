"""How does work that can wait get done? One process: queued tasks at once, the minute job every minute."""

import argparse
import logging
import os
import signal
import socket
import threading
import time
from functools import partial
from types import FrameType

from huxin.base.command_line import whole
from huxin.config.cli import use_django

logger = logging.getLogger("huxin.worker")
IDLE = 0.5  # seconds between looks at an empty queue
MINUTE = 60.0
AFTER_TROUBLE = 5.0
AT_ONCE = 50  # tasks, before the minute job has its turn


class Loop:
    """Runs until it is asked to stop, or the site beside it is gone; a task under way is finished first."""

    def __init__(self, beside: int) -> None:
        from django_tasks_db.management.commands.db_worker import Worker

        self.beside = beside
        self.stopping = threading.Event()
        self.new_worker = partial(
            Worker, queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=AT_ONCE, worker_id=f"{socket.gethostname()}-{os.getpid()}", excluded_queue_names=[],
        )  # fmt: skip
        self.worker = self.new_worker()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Asked to stop by SIGTERM or SIGINT."""
        self.stopping.set()
        self.worker.running = False

    def is_over(self) -> bool:
        """A site that was killed could not say so: its worker would do everything twice beside the next one's."""
        return self.stopping.is_set() or self.beside not in (0, os.getppid())

    def run(self) -> None:
        """Take tasks as they come, once a minute do the minute job; a database away for a while ends nothing."""
        from django.db import close_old_connections

        from huxin.config.tick import tick

        next_tick = time.monotonic()
        while not self.is_over():
            try:
                close_old_connections()
                if time.monotonic() >= next_tick:
                    next_tick = time.monotonic() + MINUTE
                    tick()
                self.worker = self.new_worker()
                if not self.stopping.is_set():
                    self.worker.run()
            except Exception:
                logger.exception("the worker goes on in %s s", AFTER_TROUBLE)
                self.stopping.wait(AFTER_TROUBLE)
            self.stopping.wait(IDLE)


def main(words: list[str]) -> int:
    """`huxin worker`."""
    parser = argparse.ArgumentParser(prog="huxin worker", description="运行后台任务")
    parser.add_argument("--beside", type=whole, default=0, metavar="进程号", help="网站的进程号，网站结束时一同结束")
    options = parser.parse_args(words)
    use_django()
    loop = Loop(options.beside)
    signal.signal(signal.SIGTERM, loop.stop)
    signal.signal(signal.SIGINT, loop.stop)
    loop.run()
    return 0
