"""How many days before its day does a task of a plan show that it is near?"""

from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.plans.models import Plan

LONGEST = 60
SET = verb("plan.warn_days_set", "临期提醒天数设为{warn_days}天", ("warn_days",))


@transaction.atomic
def set_warn_days(plan: Plan, *, warn_days: int, by: Actor, at: datetime) -> None:
    """From this many calendar days before the day, the lamp is yellow; everywhere at once, as lamps are not kept."""
    require(by, "follow_up.rule", plan)
    if not 1 <= warn_days <= LONGEST:
        raise NotPossible(f"临期提醒天数应在1到{LONGEST}之间。")
    plan.warn_days = warn_days
    plan.save(update_fields=["warn_days"])
    record(
        SET, [plan], by=by, at=at, org_path=plan.org_path, permission="follow_up.rule", warn_days=warn_days
    )  # fmt: skip
