"""Who sees and does what on plans and duties, and who must not?"""

import pytest

from huxin.base.errors import PermissionDenied
from huxin.orgs.access import allowed, visible
from huxin.plans.actions.duties import accept, hand_in, note_progress
from huxin.plans.actions.parts import Given, add_part, complete_part
from huxin.plans.models import Duty, Plan, Progress, SubDuty, Term
from tests.adoption.conftest import Table


def names(table: Table, person: str, permission: str = "") -> set[str]:
    rows = visible(Duty, table.world.actor(person), permission)
    return set(rows.values_list("organisation__short_name", flat=True))


def test_a_unit_sees_its_own_duties_and_no_others(plan: Plan, table: Table) -> None:
    assert names(table, "唐交通") == {"州交通运输局"}
    assert names(table, "王文山") == {"文山市政府"}


def test_the_office_and_the_auditor_see_all_also_of_the_counties(plan: Plan, table: Table) -> None:
    everybody = set(plan.duties.values_list("organisation__short_name", flat=True))
    for person in ("吴主任科员", "郑主任", "林召集", "冯审计"):
        assert names(table, person) == everybody, person


def test_the_stranger_sees_no_duty_and_no_plan(plan: Plan, table: Table) -> None:
    stranger = table.world.actor("赵经办")
    for model in (Duty, Term, Progress, SubDuty, Plan):
        assert not visible(model, stranger).exists(), model


def test_whoever_takes_part_sees_the_plan_also_from_a_county_or_a_seat_without_a_task(plan: Plan, table: Table) -> None:
    for person in ("唐交通", "沈商务", "王文山", "罗副县长"):
        assert allowed(table.world.actor(person), "plan.view", plan), person
    assert names(table, "沈商务") == set()


def test_nobody_rules_on_his_own_unit(plan: Plan, table: Table) -> None:
    assert "州人社局" not in names(table, "吴主任科员", "duty.rule")
    assert "州交通运输局" in names(table, "吴主任科员", "duty.rule")
    assert "州交通运输局" not in names(table, "林召集", "duty.rule")
    assert "州人社局" in names(table, "林召集", "duty.rule")
    assert names(table, "唐交通", "duty.rule") == set()
    assert names(table, "冯审计", "duty.rule") == set()


def test_another_unit_cannot_write_into_a_duty(plan: Plan, table: Table) -> None:
    duty = table.duty(plan, 1, "州总工会")
    for person in ("唐交通", "冯审计", "林召集", "王文山"):
        by = table.world.actor(person)
        with pytest.raises(PermissionDenied):
            note_progress(duty, happened_on=table.at.date(), text="代写", by=by, at=table.at)
    assert not Progress.objects.exists()


def test_the_own_unit_cannot_accept_what_it_handed_in(plan: Plan, table: Table) -> None:
    term = table.term(table.duty(plan, 1, "州人社局"))
    hand_in(term, text="已完成", answer="normal", by=table.world.actor("李联络"), at=table.at)
    with pytest.raises(PermissionDenied):
        accept(term, by=table.world.actor("吴主任科员"), at=table.at)
    accept(term, by=table.world.actor("林召集"), at=table.at)
    assert term.state == "done"


def test_a_part_opens_the_duty_to_read_and_the_part_to_finish_but_not_to_hand_in(plan: Plan, table: Table) -> None:
    duty = table.duty(plan, 1, "砚山县政府")
    stranger = table.world.actor("赵经办")
    given = Given("摸底", office=table.world.org("砚山县人社局"))
    part = add_part(duty, given, by=table.world.actor("陈砚山"), at=table.at)
    assert allowed(stranger, "duty.view", duty)
    assert not allowed(stranger, "duty.report", duty)
    with pytest.raises(PermissionDenied):
        hand_in(table.term(duty), text="完成", answer="normal", by=stranger, at=table.at)
    complete_part(part, result="已摸底12家", by=stranger, at=table.at)
    assert part.done_at == table.at
