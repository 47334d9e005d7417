"""How long does a newcomer wait for `make demo`: from a clean clone, and the second time?

The caches of packages are as they are on this machine: warm after one run. The second start is told as a ratio to what
Django needs to load the same applications.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.clock import medians

ROOT = Path(__file__).resolve().parents[1]
CLEAN_SECONDS, AGAIN_SECONDS = 180.0, 5.0  # the issue's own bars, on this class of machine
PATIENCE = 900.0  # seconds
PORT = 8172


def run() -> list[str]:
    """Print the waits and the ratio; what missed the bar."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "huxin"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        clean, again = _wait(clone), min(_wait(clone) for _ in range(3))
    django = medians({"django": lambda: subprocess.run([sys.executable, "-c", _DJANGO], check=True)})["django"]
    print(f"clean clone {clean:.1f} s, second start {again:.1f} s, ratio to loading Django {again / django:.1f}")
    bars = ((clean, CLEAN_SECONDS, "a clean clone"), (again, AGAIN_SECONDS, "the second start"))
    return [f"{what} took {taken:.1f} s" for taken, bar, what in bars if taken > bar]


_DJANGO = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
import django
django.setup()
import huxin.config.urls
"""


def _wait(clone: Path) -> float:
    """Seconds from the command to the first page."""
    begun = time.perf_counter()
    with _made(clone) as demo:
        while time.perf_counter() - begun < PATIENCE:
            if demo.poll() is not None:
                raise RuntimeError(f"make demo ended with {demo.returncode}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5).read()
            except OSError:
                time.sleep(0.05)
                continue
            return time.perf_counter() - begun
    raise RuntimeError("make demo did not serve its first page")


@contextmanager
def _made(clone: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make demo` with all its children, which end with it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUXIN_", "DATABASE_", "DJANGO_"))}
    demo = subprocess.Popen(
        ["make", "-s", "demo", f"PORT={PORT}"], cwd=clone, env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield demo
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(timeout=60)
