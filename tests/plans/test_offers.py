"""Does everybody's list of things to do hold what is his, and nothing of others?"""

from datetime import date

from huxin.orgs.access import SYSTEM
from huxin.plans.actions.duties import hand_in
from huxin.plans.actions.extensions import ask_extension
from huxin.plans.models import Plan
from huxin.work.todos import todos
from tests.adoption.conftest import Table


def kinds(table: Table, person: str) -> set[tuple[str, str]]:
    return {(todo.kind, todo.organisation) for todo in todos(table.world.actor(person), table.at)}


def test_a_unit_sees_its_own_due_days(plan: Plan, table: Table) -> None:
    assert ("阶段时限", "州交通运输局") in kinds(table, "唐交通")
    assert all(unit in ("", "州交通运输局") for _, unit in kinds(table, "唐交通"))


def test_the_office_sees_drafts_answers_and_requests_of_others(plan: Plan, table: Table) -> None:
    table.upload("春眠不觉晓")
    by = table.world.actor("唐交通")
    term = table.term(table.duty(plan, 1, "州交通运输局"))
    ask_extension(term, until_on=date(2027, 8, 1), ground="忙", by=by, at=table.at)
    union = table.term(table.duty(plan, 1, "州总工会"))
    hand_in(union, text="完成", answer="normal", by=table.world.actor("钱工会"), at=table.at)
    found = kinds(table, "吴主任科员")
    assert {("方案草稿", ""), ("阶段时限", "州总工会")} <= found
    assert ("审批", "州交通运输局") in kinds(table, "郑主任")
    assert ("审批", "州交通运输局") not in kinds(table, "林召集")


def test_the_machine_has_nothing_to_do(plan: Plan, table: Table) -> None:
    assert [todo for todo in todos(SYSTEM, table.at) if todo.kind in ("阶段时限", "审批")] == []
