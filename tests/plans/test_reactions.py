"""Do provisional days follow the holiday notice, and only they?"""

from collections.abc import Callable
from datetime import date

from huxin.law.actions import add_local_holiday
from huxin.plans.models import Plan, Term
from huxin.plans.terms import extend
from tests.adoption.conftest import Table


def test_an_owed_day_moves_off_a_new_holiday_and_one_moved_by_hand_stays(
    plan: Plan, table: Table, run_reactions: Callable[[], int]
) -> None:
    moved = table.term(table.duty(plan, 1, "州总工会"))
    by_hand = table.term(table.duty(plan, 1, "州交通运输局"))
    extend(by_hand, until=date(2027, 7, 30))
    add_local_holiday(
        plan.area, day=date(2027, 6, 30), name="州庆", source="州政府通知",
        by=table.world.actor("韩管理"), at=table.at,
    )  # fmt: skip
    run_reactions()
    moved.refresh_from_db()
    by_hand.refresh_from_db()
    assert (moved.due_on, moved.first_due_on, moved.nominal_on) == (
        date(2027, 6, 29),
        date(2027, 6, 29),
        date(2027, 6, 30),
    )
    assert by_hand.due_on == date(2027, 7, 30)
    assert Term.objects.filter(state="history").values_list("due_on", flat=True).distinct().get() == date(2025, 6, 30)
