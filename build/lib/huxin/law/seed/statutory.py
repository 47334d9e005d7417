"""Which days are statutory holidays themselves, on which work is paid as holiday work? By year, without a database."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_name("statutory.toml")


@cache
def statutory_days() -> dict[int, frozenset[date]]:
    """The days of each year that is known."""
    return {int(year): frozenset(days) for year, days in tomllib.loads(_PATH.read_text(encoding="utf-8")).items()}
