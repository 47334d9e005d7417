"""Which things does this package own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.followups.models import FollowUp, Rung
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within


def follow_ups(by: Actor, permission: str) -> QuerySet[FollowUp]:
    """Those of the office's area; the party itself sees the paper once it is issued, not the following-up."""
    return FollowUp.objects.filter(within(by, permission))


subject(
    FollowUp,
    view="follow_up.draft",
    visible=follow_ups,
    title=lambda f: f"{f.get_rung_display()}：{f.organisation.short_name}",
    url=lambda f: reverse("workbench:follow_up", args=[f.pk]),
)
words_for("rung", lambda code: Rung(code).label)
words_for("on", lambda on: "是" if on else "否")
