"""Does a county's own plan hang below the prefecture's, task by task, and is what it left out seen?"""

import pytest

from huxin.adoption.actions.adopt import adopt
from huxin.adoption.actions.drafts import upload_draft
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.orgs.access import allowed
from huxin.plans.child_plans import Cover, coverage, map_goals, suggestions
from huxin.plans.models import Goal, Plan
from tests.adoption.conftest import TRACKED_FROM, Table

COUNTY = """砚山县新就业形态劳动者权益保障实施方案

（一）加强宣传引导工作。走进企业宣传。

责任单位：县人力资源社会保障局牵头，县总工会配合。

（二）建设爱心驿站。

责任单位：县总工会负责。

工作专班办公室设在县人力资源社会保障局。
"""


@pytest.fixture
def child(plan: Plan, table: Table) -> Plan:
    by = table.world.actor("陈砚山")
    area = table.world.area("532622")
    draft = upload_draft(COUNTY.encode(), name="实施方案.txt", area=area, parent=plan, by=by, at=table.at)
    if not draft.data["office"]["organisation"]:
        draft.data["office"] = {"organisation": "县人力资源社会保障局"}
        draft.save()
    return adopt(draft, tracked_from=TRACKED_FROM, by=by, at=table.at)


def test_the_countys_units_are_the_countys(child: Plan, table: Table) -> None:
    assert child.area == table.world.area("532622")
    assert child.office == table.world.org("砚山县人社局")
    assert {duty.organisation.area_id for duty in child.duties.select_related("organisation")} == {"532622"}


def test_a_task_of_like_title_is_suggested_and_a_person_confirms(child: Plan, plan: Plan, table: Table) -> None:
    likely = suggestions(child)
    first, second = child.goals.order_by("number")
    above = plan.goals.get(number=1)
    assert likely == {first.pk: above.pk}
    assert map_goals(child, {first.pk: above.pk, second.pk: None}, by=table.world.actor("陈砚山"), at=table.at) == 1
    assert Goal.objects.get(pk=first.pk).serves == above


def test_the_office_sees_which_county_issued_and_which_task_it_left_out(child: Plan, plan: Plan, table: Table) -> None:
    map_goals(child, suggestions(child), by=table.world.actor("陈砚山"), at=table.at)
    rows = {row.area.name: [cover for _, cover in row.covers] for row in coverage(plan)}
    assert len(rows) == 8
    assert rows["砚山县"] == [Cover.COVERED, Cover.MISSING]
    assert rows["文山市"] == [Cover.NO_PLAN, Cover.NO_PLAN]


def test_a_foreign_task_cannot_be_served(child: Plan, table: Table) -> None:
    goal = child.goals.get(number=1)
    with pytest.raises(NotPossible, match="重新对应"):
        map_goals(child, {goal.pk: goal.pk}, by=table.world.actor("陈砚山"), at=table.at)


def test_another_county_neither_sees_nor_maps_it(child: Plan, table: Table) -> None:
    stranger = table.world.actor("王文山")
    assert not allowed(stranger, "plan.view", child)
    with pytest.raises(PermissionDenied):
        map_goals(child, {}, by=stranger, at=table.at)
    assert allowed(table.world.actor("吴主任科员"), "plan.view", child)
