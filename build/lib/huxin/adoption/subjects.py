"""Which things does this package own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.adoption.models import PlanDraft
from huxin.base.actor import Actor
from huxin.orgs.access import subject, within


def drafts(by: Actor, permission: str) -> QuerySet[PlanDraft]:
    """Drafts of one's area; they show the document as it came, with every person in it."""
    return PlanDraft.objects.filter(within(by, permission))


subject(
    PlanDraft,
    view="plan.adopt",
    visible=drafts,
    title=lambda d: d.data.get("title") or "（无标题的方案草稿）",
    url=lambda d: reverse("workbench:plan_draft", args=[d.pk]),
)
