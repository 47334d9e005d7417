"""Which plans may anybody follow?"""

from django.db.models import QuerySet

from huxin.plans.models import Plan


def public_plans() -> QuerySet[Plan]:
    """Those in force that the office shows and that stand for themselves, newest first; what a county makes of one is
    its own affair."""
    return Plan.objects.filter(parent=None, ended_on=None, public=True).order_by("-pk")
