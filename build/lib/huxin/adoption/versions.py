"""How did a plan read when it was adopted the first, second … time?"""

from django.db.models import QuerySet

from huxin.adoption.models import PlanVersion
from huxin.plans.models import Plan


def versions(plan: Plan) -> QuerySet[PlanVersion]:
    """The newest first; whoever may see the plan may see when and by whom it was adopted."""
    return PlanVersion.objects.filter(plan=plan).select_related("adopted_by").order_by("-number")
