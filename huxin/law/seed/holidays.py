"""Which yearly arrangements of holidays are known from the start? Read from holidays.toml, without a database."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("holidays.toml")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One year's notice: its days off and its make-up working days, each with the name of the holiday."""

    year: int
    document_no: str
    source: str
    off: Mapping[date, str]
    workdays: Mapping[date, str]


def _named(days: Mapping[str, list[date]]) -> dict[date, str]:
    return {day: name for name, found in days.items() for day in found}


@cache
def _seed() -> Mapping[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def fixed_days(year: int) -> Arrangement:
    """The holidays of a year that have their own day every year, by law and not by its notice."""
    fixed = _seed()["fixed"]
    known = fixed["off"] if year >= fixed["since"] else {}
    off = {name: [date.fromisoformat(f"{year}-{day}") for day in days] for name, days in known.items()}
    return Arrangement(year, "", fixed["source"], _named(off), {})


def arrangements() -> list[Arrangement]:
    """All years of the seed, earliest first."""
    years = _seed()["year"]
    return [
        Arrangement(y["year"], y["document_no"], y["source"], _named(y["off"]), _named(y["workdays"])) for y in years
    ]
