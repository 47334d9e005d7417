"""May anybody follow how far a plan has come?"""

from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.plans.models import Plan

SHOWN = verb("plan.shown", "公开工作进度")
HIDDEN = verb("plan.hidden", "停止公开工作进度")


@transaction.atomic
def set_public(plan: Plan, *, public: bool, by: Actor, at: datetime) -> None:
    """The portal shows the plan's tasks and counts, or no longer does."""
    require(by, "plan.adopt", plan)
    if plan.parent_id:
        raise NotPossible("细化方案不单独公开，它的进度不在门户上。")
    if not Plan.objects.filter(pk=plan.pk, public=not public).update(public=public):
        raise NotPossible("已经公开，不必再次操作。" if public else "已经停止公开，不必再次操作。")
    plan.public = public
    record(SHOWN if public else HIDDEN, [plan], by=by, at=at, org_path=plan.org_path, permission="plan.adopt")
