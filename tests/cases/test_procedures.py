"""Do the declarations hold: the vocabulary stays small, and every procedure comes to an end?"""

from dataclasses import fields

import pytest

from huxin.cases.procedure import PROCEDURES, Action, Procedure
from tests.cases.conftest import Desk
from tests.cases.test_complaint import accepted

ALL = [pytest.param(p, id=p.code) for p in PROCEDURES.values()]


def test_an_action_has_nine_fields() -> None:
    assert len(fields(Action)) == 9, "what an action needs more is a form, a paper or a clock"


@pytest.mark.parametrize("procedure", ALL)
def test_from_every_step_an_end_is_reached(procedure: Procedure) -> None:
    final = {s.code for s in procedure.steps if s.final}
    for step in procedure.steps:
        seen, way = {step.code}, [step.code]
        while way:
            more = {a.to for a in procedure.at_step(way.pop()) if a.to} - seen
            seen |= more
            way += more
        assert seen & final, f"{procedure.code}: from {step.title} no end is reached"


def test_an_extension_is_measured_when_it_is_asked_for(desk: Desk) -> None:
    case = accepted(desk)
    assert "最多共可延长30日" in desk.form(case, "extend", days="31", reason="复杂").errors.as_text()
    desk.approve(desk.do(case, "extend", days="20", reason="复杂"))
    assert "已延长20日" in desk.form(case, "extend", days="11", reason="复杂").errors.as_text()
    assert case.deadlines.get(clock="investigation").extended_days == 20
