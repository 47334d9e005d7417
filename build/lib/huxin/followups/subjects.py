"""Which things does this package own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.followups.models import FollowUp, LadderRule, Rung, rung_name
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within


def follow_ups(by: Actor, permission: str) -> QuerySet[FollowUp]:
    """Those of the office's area; the party itself sees the paper once it is issued, not the following-up."""
    return FollowUp.objects.filter(within(by, permission)).annotate(rung_name=rung_name("plan"))


def _titled(follow_up: FollowUp) -> str:
    name = getattr(follow_up, "rung_name", None)  # known of rows that came by `follow_ups`
    if name is None:
        [name] = FollowUp.objects.filter(pk=follow_up.pk).values_list(rung_name("plan"), flat=True)
    return f"{name}：{follow_up.organisation.short_name}"


def _called(codes: set[str]) -> dict[str, str]:
    """Each rung as its plan calls it; before November 2026 events wrote the rung alone, which is said as usual."""
    apart = {code: code.rpartition(":")[::2] for code in codes}
    rules = LadderRule.objects.filter(plan__in={int(plan) for plan, _ in apart.values() if plan.isdecimal()})
    names = {(str(plan), rung): name for plan, rung, name in rules.values_list("plan", "rung", "name")}
    usual = dict(Rung.choices)
    return {code: names.get(told) or usual.get(told[1], code) for code, told in apart.items()}


subject(
    FollowUp,
    view="follow_up.draft",
    visible=follow_ups,
    title=_titled,
    url=lambda f: reverse("workbench:follow_up", args=[f.pk]),
)
words_for("rung", lambda code: _called({code})[code], _called)
words_for("on", lambda on: "是" if on else "否")
