"""How does work that can wait get done? One process: queued tasks at once, the minute job every minute."""

import argparse
import logging
import os
import signal
import socket
import time
from types import FrameType

from huxin.config.cli import use_django

logger = logging.getLogger("huxin.worker")
IDLE = 0.5  # seconds between looks at an empty queue
MINUTE = 60.0


class Loop:
    """Runs until it is asked to stop; a task under way is finished first."""

    def __init__(self) -> None:
        self.running = True

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Asked to stop by SIGTERM or SIGINT."""
        self.running = False

    def run(self) -> None:
        """Take tasks as they come; once a minute do the minute job."""
        from django_tasks_db.management.commands.db_worker import Worker

        from huxin.config.tick import tick

        worker = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=f"{socket.gethostname()}-{os.getpid()}", excluded_queue_names=[],
        )  # fmt: skip
        next_tick = time.monotonic()
        while self.running:
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + MINUTE
                tick()
            worker.run()
            time.sleep(IDLE)


def main(words: list[str]) -> int:
    """`huxin worker`."""
    argparse.ArgumentParser(prog="huxin worker", description="运行后台任务").parse_args(words)
    use_django()
    loop = Loop()
    signal.signal(signal.SIGTERM, loop.stop)
    signal.signal(signal.SIGINT, loop.stop)
    loop.run()
    return 0
