"""Is the past settled by hand, in bulk, with a reason, and never moved otherwise?"""

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.plans.actions.history import settle_terms
from huxin.plans.models import Plan
from tests.adoption.conftest import Table


def test_old_terms_are_settled_together(plan: Plan, table: Table) -> None:
    rows = list(plan.terms.filter(state="history"))
    office = table.world.actor("吴主任科员")
    assert settle_terms(plan, rows=rows, outcome="met", reason="依据2025年总结", by=office, at=table.at) == 10
    assert set(plan.terms.filter(state="history").values_list("outcome", "settled_by__name")) == {("met", office.name)}


def test_what_is_still_owed_is_not_history(plan: Plan, table: Table) -> None:
    rows = plan.terms.filter(state="open")
    with pytest.raises(NotPossible, match="不属于历史"):
        settle_terms(plan, rows=rows, outcome="met", reason="x", by=table.world.actor("吴主任科员"), at=table.at)


def test_a_unit_does_not_settle_its_own_past(plan: Plan, table: Table) -> None:
    rows = plan.terms.filter(state="history")
    with pytest.raises(PermissionDenied):
        settle_terms(plan, rows=rows, outcome="met", reason="x", by=table.world.actor("唐交通"), at=table.at)


def test_a_settlement_needs_a_reason_and_a_choice(plan: Plan, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    with pytest.raises(NotPossible, match="先选择"):
        settle_terms(plan, rows=[], outcome="met", reason="x", by=office, at=table.at)
    with pytest.raises(NotPossible, match="认定依据"):
        settle_terms(plan, rows=plan.terms.filter(state="history"), outcome="met", reason="", by=office, at=table.at)
