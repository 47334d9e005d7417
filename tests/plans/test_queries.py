"""Do board, public progress and scorecards count what is there, in a number of queries that does not grow?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.law.calendar import calendar_for
from huxin.plans.actions.duties import accept, give_back, hand_in, note_overdue
from huxin.plans.actions.extensions import ask_extension
from huxin.plans.actions.warning import set_warn_days
from huxin.plans.cycles import open_cycle
from huxin.plans.lamps import Lamp
from huxin.plans.models import Duty, Plan, Term
from huxin.plans.queries import Dates, board, current, goal_progress, scorecard, scored
from huxin.plans.terms import close, new_term
from tests.adoption.conftest import Table
from tests.signing import sign

TODAY = date(2026, 11, 23)


def test_the_board_shows_units_with_a_duty_or_a_seat_and_counties_apart(plan: Plan) -> None:
    own = board(plan, TODAY)
    assert {unit.short_name for unit in own.units} == {"州人社局", "州交通运输局", "州总工会", "州商务局", "州司法局"}
    assert len(board(plan, TODAY, counties=True).units) == 8
    assert len(own.lights()) == 6


def test_a_cell_shows_the_loudest_of_what_is_not_finished(plan: Plan, table: Table) -> None:
    unit = table.world.org("州总工会")
    late = board(plan, date(2027, 7, 1), unit=unit.pk)
    assert [light.lamp for _, _, light in late.lights()] == [Lamp.RED]
    assert board(plan, TODAY, unit=unit.pk).lights()[0][2].lamp == Lamp.GREEN


def test_how_early_a_lamp_warns_is_set_for_the_plan(plan: Plan, table: Table) -> None:
    unit, office = table.world.org("州总工会"), table.world.actor("吴主任科员")
    Term.objects.filter(duty=table.duty(plan, 1, "州总工会")).update(due_on=TODAY + timedelta(days=20))
    seen = []
    for days in (19, 20):
        set_warn_days(plan, warn_days=days, by=office, at=table.at)
        seen.append(board(Plan.objects.get(pk=plan.pk), TODAY, unit=unit.pk).lights()[0][2].lamp)
    assert seen == [Lamp.GREEN, Lamp.YELLOW]
    for days in (0, 61):
        with pytest.raises(NotPossible, match="1到60"):
            set_warn_days(plan, warn_days=days, by=office, at=table.at)
    with pytest.raises(PermissionDenied):
        set_warn_days(plan, warn_days=5, by=table.world.actor("钱工会"), at=table.at)


def test_filters_by_role_and_lamp_leave_the_other_cells_empty(plan: Plan) -> None:
    assert len(board(plan, TODAY, role="lead").lights()) == 1
    assert {light.lamp for _, _, light in board(plan, TODAY, shown="history").lights()} == {Lamp.HISTORY}


def test_units_without_a_liaison_are_marked(plan: Plan, table: Table) -> None:
    unnamed = board(plan, TODAY).without_liaison
    assert table.world.org("州交通运输局").pk not in unnamed
    assert table.world.org("州总工会").pk in unnamed


def test_a_duty_is_judged_by_what_is_unfinished_else_by_the_last_that_was() -> None:
    late_once = Dates("done", date(2025, 6, 10), object())  # type: ignore[arg-type]
    done = Dates("done", date(2025, 12, 10), None)
    owed = Dates("open", date(2026, 6, 10), None)
    history = Dates("history", date(2026, 1, 1), None)
    assert current([late_once, done, owed]) == [owed]
    assert current([late_once, done, history]) == [done]
    assert current([]) == []


def test_the_public_progress_counts_every_duty_and_names_nobody(plan: Plan) -> None:
    first, second = goal_progress(plan, TODAY)
    assert (first.total, second.total) == (12, 10)
    assert second.counts == {Lamp.HISTORY: 10}
    assert first.lamp == Lamp.GREEN
    assert not any("州" in str(value) for value in (first.counts, second.counts))


def _grow(plan: Plan, table: Table) -> None:
    """Three plans more of the same size, and six half-years of terms."""
    for period in ("2024H1", "2024H2", "2025H1", "2025H2", "2026H1", "2026H2"):
        due = date(int(period[:4]), 6 if period.endswith("1") else 12, 10)
        open_cycle(plan, period=period, due_on=due, at=table.at)


@pytest.mark.parametrize("look", [board, goal_progress])
def test_queries_do_not_grow_with_the_plan(plan: Plan, table: Table, look) -> None:  # type: ignore[no-untyped-def]
    with CaptureQueriesContext(
        connection,
    ) as few:
        look(plan, TODAY)
    _grow(plan, table)
    with CaptureQueriesContext(connection) as many:
        look(plan, TODAY)
    assert len(few) == len(many) <= 5


def test_scores_are_the_lengths_of_their_lists(plan: Plan, table: Table, run_reactions: Callable[[], int]) -> None:
    office = table.world.actor("吴主任科员")
    duty = table.duty(plan, 1, "州交通运输局")
    calendar = calendar_for(plan.area_id)
    days = (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4))
    kept, late, back, longer = Term.objects.bulk_create(
        new_term(duty, kind="once", due_on=day, calendar=calendar) for day in days
    )
    unit = table.world.actor("唐交通")
    for term in (kept, back):
        hand_in(term, text="好", answer="normal", by=unit, at=table.at)
    accept(kept, by=office, at=table.at)
    give_back(back, reason="缺", until=date(2026, 12, 20), by=office, at=table.at)
    asked = ask_extension(longer, until_on=date(2026, 12, 31), ground="忙", by=unit, at=table.at)
    sign(asked.paper, at=table.at)
    run_reactions()
    at = table.at + timedelta(days=11)
    note_overdue(today=at.date(), at=at)
    rows = Term.objects.filter(plan=plan)
    [score] = [s for s in scorecard(rows, 2026, 2) if s.organisation == duty.organisation]
    figures = {name: getattr(score, name) for name in ("due", "on_time", "late", "returned", "extended", "waiting")}
    assert figures == {"due": 4, "on_time": 1, "late": 1, "returned": 1, "extended": 1, "waiting": 0}
    for name, number in figures.items():
        assert scored(rows.filter(duty=duty), 2026, 2, name).count() == number
    late.refresh_from_db()
    assert late.first_overdue_at == at


def test_an_ended_duty_is_on_no_board_and_in_the_scores_with_what_was_done_before(plan: Plan, table: Table) -> None:
    done, freed = (table.term(table.duty(plan, 1, unit)) for unit in ("州交通运输局", "州总工会"))
    close(done, at=table.at)
    close(freed, at=table.at, answer="not_ours")
    Duty.objects.update(ended_on=TODAY)
    assert board(plan, TODAY).lights() == []
    [score] = scorecard(Term.objects.all(), 2027, 1)
    assert (score.organisation.short_name, score.due, score.on_time) == ("州交通运输局", 1, 1)
