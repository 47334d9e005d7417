"""What became of terms from before the tracking: met, not met, unknown? Said by whom, and why."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.plans import terms
from huxin.plans.models import Plan, Term

SETTLED = verb("plan.history_settled", "认定历史期限{terms}项：{outcome}", ("terms", "outcome"))


@transaction.atomic
def settle_terms(plan: Plan, *, rows: Iterable[Term], outcome: str, reason: str, by: Actor, at: datetime) -> int:
    """Say it of some or all at once. Number settled."""
    require(by, "plan.settle", plan)
    chosen = list(rows)
    if any(term.plan_id != plan.pk or term.state != Term.State.HISTORY for term in chosen):
        raise NotPossible("所选期限中有不属于历史的，请刷新页面后重新选择。")
    if not chosen:
        raise NotPossible("请先选择要认定的历史期限。")
    if not reason.strip():
        raise NotPossible("请写明认定依据，如“依据2022年半年报告”。")
    for term in chosen:
        terms.settle(term, outcome=Term.Outcome(outcome), reason=reason.strip(), by_id=by.user_id or 0)
    record(
        SETTLED, [plan], by=by, at=at, org_path=plan.org_path, permission="plan.settle",
        terms=len(chosen), outcome=outcome,
    )  # fmt: skip
    return len(chosen)
