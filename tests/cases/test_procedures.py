"""Do the declarations hold: the vocabulary stays small, and every procedure comes to an end?"""

from dataclasses import fields
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.workdays import Calendar, Unit
from huxin.cases import clocks
from huxin.cases.flow import rows_of, svg
from huxin.cases.procedure import PROCEDURES, Action, Procedure
from huxin.cases.records import Deadline
from huxin.law.periods import kind_of_day
from huxin.law.seed.holidays import arrangements
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


STATUTES = {  # how a law is cited in a procedure -> its code in periods.yaml; the first that fits
    "若干规定": "inspection_rules",
    "《劳动保障监察条例》": "inspection",
    "《行政处罚法》": "penalty",
    "《行政复议法》": "review",
    "《行政强制法》": "enforcement",
    "《劳动人事争议仲裁办案规则》": "arbitration_rules",
    "《劳动争议调解仲裁法》": "arbitration",
    "人社厅发〔2024〕4号": "mediation_notice",
    "人社部发〔2022〕9号": "arbitration_review",
    "《民事诉讼法》": "civil_procedure",
    "《法律援助法》": "legal_aid",
}


@pytest.mark.parametrize("procedure", ALL)
def test_every_limit_counts_its_days_as_its_statute_does(procedure: Procedure) -> None:
    for clock in procedure.clocks:
        if clock.limit is not None and clock.limit.unit is not Unit.MONTHS:
            code = next(code for words, code in STATUTES.items() if words in clock.limit.law)
            assert clock.limit.unit is kind_of_day(code, clock.limit.days), clock.title


OFF = frozenset(day for year in arrangements() for day in year.off)
ON = frozenset(day for year in arrangements() for day in year.workdays) - OFF
CALENDAR_2026 = Calendar(OFF, ON, frozenset(range(2021, 2027)), "test")
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


GAPS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), max_size=3)


@given(start=DAYS, length=st.integers(1, 90), unit=st.sampled_from(Unit), gaps=GAPS, extra=st.integers(0, 30))
def test_stopping_and_extending_never_move_a_due_day_earlier(
    start: date, length: int, unit: Unit, gaps: list[tuple[int, int]], extra: int
) -> None:
    term = Deadline(days=length, unit=unit, started_on=start, extended_days=0)
    days = [clocks.due_day(CALENDAR_2026, term, ())]
    stops: list[tuple[date, date]] = []
    since = start
    for wait, rest in gaps:
        stops.append((since + timedelta(days=wait), since + timedelta(days=wait + rest)))
        since = stops[-1][1]
        days.append(clocks.due_day(CALENDAR_2026, term, stops))
    term.extended_days = extra
    days.append(clocks.due_day(CALENDAR_2026, term, stops))
    assert days == sorted(days)
    assert CALENDAR_2026.is_working(days[-1])


def test_the_first_day_overdue_is_never_cleared(desk: Desk) -> None:
    case = desk.open().case
    late = desk.later(20)
    desk.do(case, "ask_supplement", at=late, needed="工资流水", due_on="2026-12-31")
    term = case.deadlines.get(clock="acceptance")
    assert clocks.first_overdue(term, late.date()) is False  # stopped
    desk.do(case, "supplement", at=desk.later(30))
    term.refresh_from_db()
    for day in (date(2027, 3, 1), date(2027, 6, 1)):
        clocks.first_overdue(term, day)
        term.refresh_from_db()
        assert term.first_overdue_on == term.due_on + timedelta(days=1)
    first = term.first_overdue_on
    desk.approve(desk.do(case, "reject", reason="不属于", law="第十八条", instead="仲裁院"))
    term.refresh_from_db()
    case.refresh_from_db()
    assert (term.first_overdue_on, case.first_overdue_on, case.due_on) == (first, first, None)


@pytest.mark.parametrize("procedure", ALL)
def test_its_picture_shows_every_step_once_and_parses(procedure: Procedure) -> None:
    assert sorted(s.code for row in rows_of(procedure) for s in row) == sorted(s.code for s in procedure.steps)
    for plain in (False, True):
        tree = ElementTree.fromstring(svg(procedure, plain=plain))
        boxes = [one for one in tree.iter() if one.tag.endswith("rect")]
        assert len(boxes) == len(procedure.steps)
        assert not [one for one in tree.iter() if one.tag.endswith(("script", "style"))]
