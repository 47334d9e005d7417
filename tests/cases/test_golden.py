"""Do the clocks come to the days that a lawyer counted by hand, statute by statute, over 2024 to 2026?"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from huxin.cases import clocks
from huxin.cases.facts import Facts
from huxin.cases.models import Case
from huxin.cases.procedure import PROCEDURES
from tests.cases.conftest import Desk
from tests.world import AT

FILES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))


def blocks(path: Path) -> list[dict[str, Any]]:
    """The clocks of one file with their cases."""
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def counted(case: Case, code: str, given: dict[str, Any]) -> date:
    """The last day of a term after all that happened to it, by the triggers of its own procedure."""
    name, _, clock_code = code.rpartition(".")
    procedure = PROCEDURES[name]
    clock = procedure.clock(clock_code)
    case.deadlines.all().delete()

    def turn(trigger: str, day: date, facts: Facts | None = None) -> None:
        at = datetime.combine(day, time(9), tzinfo=AT.tzinfo)
        clocks.trigger(case, procedure, (trigger,), facts or Facts(), at=at)

    others = {c.code: date(2026, 12, 31) for c in procedure.clocks if c.limit is None}  # days that are given by hand
    turn(clock.starts[0], given["day"], Facts(due=others))
    for since, until in given.get("stops", ()):
        turn(clock.stops[0] if clock.stops else "-", since, Facts(due=others))
        turn(clock.resumes[0] if clock.resumes else "-", until)
    if days := given.get("extension"):
        turn("-", given["day"], Facts(extend={clock.code: days}))
    return case.deadlines.get(clock=clock.code, state="running").due_on


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_term_ends_on_the_day_that_was_counted(desk: Desk, path: Path) -> None:
    case = desk.open().case
    wrong = []
    for block in blocks(path):
        limit = PROCEDURES[block["clock"].rpartition(".")[0]].clock(block["clock"].rpartition(".")[2]).limit
        assert limit is not None
        assert (limit.days, limit.unit.value) == (block["days"], block["unit"]), block["statute"]
        for given in block["cases"]:
            if (found := counted(case, block["clock"], given)) != given["due"]:
                wrong.append(f"{block['statute']} {given['what']}：{given['day']} → {found}，应为{given['due']}")
    assert wrong == []


def test_there_are_enough_of_them() -> None:
    assert sum(len(block["cases"]) for path in FILES for block in blocks(path)) >= 60
