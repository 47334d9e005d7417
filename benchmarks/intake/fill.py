"""Fill one site in a process with its settings: `python -m benchmarks.intake.fill SIDE OUT CASES CLERKS OFFICERS`."""

import json
import sys
from importlib import import_module
from pathlib import Path


def main(side: str, out: Path, *numbers: int) -> None:
    """The sessions of its staff are written to OUT."""
    out.write_text(json.dumps(import_module(f"benchmarks.intake.{side}_side").fill(*numbers)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
