"""How much processor time and memory has this process taken, with those that it started? Linux only."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def _family() -> list[Path]:
    """The folders in /proc of this process and all below it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    ours = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return [Path(f"/proc/{one}") for one in ours]


def cpu_s() -> float:
    """User and system seconds up to now."""
    taken = 0
    for folder in _family():
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        taken += sum(map(int, fields[11:15]))  # own, and children that have ended
    return taken / _TICK


def peak_mb() -> int:
    """The sum of the peaks of resident memory."""
    lines = (line for folder in _family() for line in (folder / "status").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
