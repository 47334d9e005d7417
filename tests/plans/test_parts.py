"""Can a duty be broken down to offices and people, and rolled up again?"""

from datetime import date

import pytest

from huxin.base.errors import NotPossible
from huxin.plans.actions.parts import Given, add_part, cancel_part, change_part, complete_part, rolled_up
from huxin.plans.choices import offices
from huxin.plans.models import Duty, Plan
from tests.adoption.conftest import Table


@pytest.fixture
def duty(plan: Plan, table: Table) -> Duty:
    return table.duty(plan, 1, "州总工会")


def test_finished_parts_roll_up_into_a_text(duty: Duty, table: Table) -> None:
    by = table.world.actor("钱工会")
    first = add_part(duty, Given("宣讲", office_name="法律部", due_on=date(2027, 1, 10)), by=by, at=table.at)
    second = add_part(duty, Given("慰问", office_name="保障部", person_name="某干事"), by=by, at=table.at)
    third = add_part(duty, Given("其他", office_name="办公室"), by=by, at=table.at)
    complete_part(first, result="宣讲3场", by=by, at=table.at)
    complete_part(second, result="慰问20人", by=by, at=table.at)
    cancel_part(third, by=by, at=table.at)
    assert rolled_up(duty.parts.all()) == "法律部：宣讲3场\n保障部：慰问20人"


def test_a_part_needs_an_office_and_a_text(duty: Duty, table: Table) -> None:
    by = table.world.actor("钱工会")
    with pytest.raises(NotPossible, match="承办科室"):
        add_part(duty, Given("宣讲"), by=by, at=table.at)
    with pytest.raises(NotPossible, match="分解内容"):
        add_part(duty, Given(" ", office_name="法律部"), by=by, at=table.at)


def test_a_part_is_not_given_to_another_countys_unit(plan: Plan, table: Table) -> None:
    duty = table.duty(plan, 1, "文山市政府")
    given = Given("摸底", office=table.world.org("砚山县人社局"))
    with pytest.raises(NotPossible, match="不在本单位或本县"):
        add_part(duty, given, by=table.world.actor("王文山"), at=table.at)


def test_a_county_breaks_down_to_its_bureaus_and_to_no_enterprise(plan: Plan, table: Table) -> None:
    found = [unit.short_name for unit in offices(table.duty(plan, 1, "砚山县政府"))]
    assert "砚山县人社局" in found
    assert "迅达配送" not in found


def test_a_finished_part_is_not_changed_any_more(duty: Duty, table: Table) -> None:
    by = table.world.actor("钱工会")
    part = add_part(duty, Given("宣讲", office_name="法律部"), by=by, at=table.at)
    change_part(part, Given("宣讲五场", office_name="法律部"), by=by, at=table.at)
    complete_part(part, result="完成", by=by, at=table.at)
    with pytest.raises(NotPossible, match="已经完成或取消"):
        cancel_part(part, by=by, at=table.at)
