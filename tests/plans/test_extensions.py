"""Is a later day asked for with a ground, decided once, and never by the unit itself?"""

from datetime import date

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.plans.actions.extensions import ask_extension, grant, refuse
from huxin.plans.models import Extension, Plan, Term
from huxin.plans.papers import extension_form
from huxin.typesetting.content import text
from tests.adoption.conftest import Table

UNTIL = date(2027, 8, 31)


@pytest.fixture
def term(plan: Plan, table: Table) -> Term:
    return table.term(table.duty(plan, 1, "州交通运输局"))


@pytest.fixture
def asked(term: Term, table: Table) -> Extension:
    by = table.world.actor("唐交通")
    return ask_extension(term, until_on=UNTIL, ground="上级文件未出台", by=by, at=table.at)


def test_a_granted_day_replaces_the_old_one_which_stays_on_record(asked: Extension, table: Table) -> None:
    grant(asked, until_on=date(2027, 7, 31), reply="", by=table.world.actor("吴主任科员"), at=table.at)
    term = Term.objects.get(pk=asked.term_id)
    assert (term.due_on, term.first_due_on) == (date(2027, 7, 31), date(2027, 6, 30))


def test_a_refusal_says_why_and_leaves_the_day(asked: Extension, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    with pytest.raises(NotPossible, match="理由"):
        refuse(asked, reply="", by=office, at=table.at)
    refuse(asked, reply="任务不变", by=office, at=table.at)
    assert Term.objects.get(pk=asked.term_id).due_on == date(2027, 6, 30)


def test_the_unit_and_its_own_convenor_cannot_grant_it(asked: Extension, table: Table) -> None:
    for person in ("唐交通", "林召集", "冯审计", "钱工会"):
        with pytest.raises(PermissionDenied):
            grant(asked, until_on=UNTIL, reply="", by=table.world.actor(person), at=table.at)


def test_of_two_decisions_at_once_the_second_is_told(asked: Extension, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    other = Extension.objects.get(pk=asked.pk)
    refuse(asked, reply="任务不变", by=office, at=table.at)
    with pytest.raises(NotPossible, match="已被他人审批"):
        grant(other, until_on=UNTIL, reply="", by=office, at=table.at)


def test_one_request_at_a_time_with_a_ground_and_a_later_day(term: Term, table: Table) -> None:
    by = table.world.actor("唐交通")
    with pytest.raises(NotPossible, match="理由"):
        ask_extension(term, until_on=UNTIL, ground="", by=by, at=table.at)
    with pytest.raises(NotPossible, match="晚于"):
        ask_extension(term, until_on=term.due_on, ground="忙", by=by, at=table.at)
    ask_extension(term, until_on=UNTIL, ground="忙", by=by, at=table.at)
    with pytest.raises(NotPossible, match="已有一份"):
        ask_extension(term, until_on=UNTIL, ground="忙", by=by, at=table.at)


def test_the_form_to_print_holds_request_and_decision(asked: Extension, table: Table) -> None:
    grant(asked, until_on=UNTIL, reply="请抓紧", by=table.world.actor("吴主任科员"), at=table.at)
    said = text(extension_form(Extension.objects.get(pk=asked.pk)))
    for words in (
        "文山州交通运输局",
        "加强宣传引导",
        "2027年8月31日",
        "上级文件未出台",
        "已同意",
        "请抓紧",
        "吴主任科员",
    ):
        assert words in said
