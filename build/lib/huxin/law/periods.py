"""Does a statute mean working days or calendar days when it gives so many days?"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from huxin.base.workdays import CALENDAR, WORKING, Unit
from huxin.law.parameters import Status

PATH = Path(__file__).parent / "seed" / "periods.yaml"


@dataclass(frozen=True, slots=True)
class Counting:
    """How one statute counts: which numbers of its days are working days, by which article."""

    code: str
    statute: str
    article: str
    status: Status
    working: frozenset[int]
    up_to: int
    all_working: bool

    def kind(self, number: int) -> Unit:
        """The kind of day of a period of this many days."""
        is_working = self.all_working or number <= self.up_to or number in self.working
        return WORKING if is_working else CALENDAR


@cache
def countings() -> dict[str, Counting]:
    """Every statute whose way of counting is known, by its code."""
    rows = [
        Counting(
            row["code"], row["statute"], row["article"], Status(row["status"]), frozenset(row.get("working", ())),
            row.get("up_to", 0), row.get("all", False),
        )
        for row in yaml.safe_load(PATH.read_text(encoding="utf-8"))
    ]  # fmt: skip
    return {row.code: row for row in rows}


def kind_of_day(statute: str, number: int) -> Unit:
    """WORKING or CALENDAR for a period of `number` days in a statute, named by code or by its Chinese name.

    Raises ValueError for a statute that is not in the table: a procedure that names it is mistaken.
    """
    if number < 1:
        raise ValueError(f"a period of {number} days")
    known = countings()
    if found := known.get(statute) or next((row for row in known.values() if row.statute == statute), None):
        return found.kind(number)
    raise ValueError(f"how {statute} counts days is not in {PATH.name}")
