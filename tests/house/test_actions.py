"""Can each role do to a case what docs/generated/actions.md says, to its own office's case and to a stranger's?"""

import re
from pathlib import Path

import pytest

from huxin.base.actor import Actor, Grant
from huxin.cases import clocks
from huxin.cases.actions import moving
from huxin.cases.actions.moving import possible
from huxin.cases.actions.opening import Matter, open_case
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Case
from huxin.cases.people import Person
from huxin.cases.procedure import PROCEDURES, Procedure
from huxin.orgs.access import NOBODY, reach_of
from huxin.orgs.models import Organisation
from huxin.orgs.roles import ROLES
from tests.world import AT, World

TABLE = Path(__file__).resolve().parents[2] / "docs" / "generated" / "actions.md"
HEADING = re.compile(r"^## .*（`(.+)`）$")
ROW = re.compile(r"^\| `(\w+)` [^|]*\| (?:`[\w.]+`)? ?\| ([^|]*) \|")
BY_TITLE = {role.title: code for code, role in ROLES.items()}

pytestmark = pytest.mark.django_db


def written() -> dict[str, dict[str, dict[str, str]]]:
    """The table as a reader has it: procedure → action → role → how far."""
    table: dict[str, dict[str, dict[str, str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.match(line):
            table[heading[1]] = {}
        elif row := ROW.match(line):
            cells = [cell.rstrip("）").rsplit("（", 1) for cell in row[2].strip().split("、") if cell.strip()]
            list(table.values())[-1][row[1]] = {BY_TITLE[title]: reach for title, reach in cells}
    return table


def enough_steps(procedure: Procedure) -> list[str]:
    """Steps that together offer every action."""
    found: list[str] = []
    seen: set[str] = set()
    for step in sorted(procedure.steps, key=lambda step: -len(procedure.at_step(step.code))):
        here = {action.code for action in procedure.at_step(step.code)}
        if here - seen:
            found.append(step.code)
            seen |= here
    return found


def holder(role: str, unit: Organisation) -> Actor:
    """Somebody with this role alone, in this office."""
    reach = reach_of(ROLES[role], unit.path, unit.area.path)
    return Actor(None, role, (Grant(role, unit.pk, unit.short_name, unit.path, reach),))


@pytest.fixture
def case(world: World) -> Case:
    """A complaint of a rider in 砚山; as which procedure it is read is told by the test."""
    matter = Matter(
        topic="wage", title="拖欠配送费", area=world.area("532622"), story="三月的单费没有发。",
        enterprise=world.firm("迅达配送"), claims=(ClaimFact(kind="wage", claimed_fen=100),),
    )  # fmt: skip
    rider = Person(name="王大山", phone="13900001111", worker=world.rider)
    return open_case(PROCEDURES["complaint/1"], matter, reporters=(rider,), by=NOBODY, at=AT).case


def test_the_table_names_every_procedure_and_action() -> None:
    table = written()
    assert {code: set(actions) for code, actions in table.items()} == {
        one.code: {action.code for action in one.actions} for one in PROCEDURES.values()
    }


@pytest.mark.parametrize("procedure", sorted(PROCEDURES))
def test_each_role_may_do_what_the_table_says(
    procedure: str, case: Case, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one's own office: what stands in the row; of another county's: only with a right that reaches everywhere."""
    monkeypatch.setattr(clocks, "is_awaited", lambda *_: True)  # what it is the time for is no matter of rights
    monkeypatch.setattr(moving, "makes_sense", lambda *_: True)  # nor what there is to do it with
    own = case.organisation
    stranger = world.org("文山市人社局" if own.area_id != "532601" else "砚山县人社局")
    allowed = written()[procedure]
    case.procedure = procedure
    for role in ROLES:
        for unit, reaches in ((own, {"本单位", "本行政区", "全部"}), (stranger, {"全部"})):
            can: set[str] = set()
            for step in enough_steps(PROCEDURES[procedure]):
                case.step = step
                can |= {action.code for action in possible(case, holder(role, unit), on=AT.date())}
            assert can == {code for code, roles in allowed.items() if roles.get(role) in reaches}, (role, unit)
