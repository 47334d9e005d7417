"""Which things does this package own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.notices.models import Hook, Notice
from huxin.orgs.access import subject, within


def notices(by: Actor, permission: str) -> QuerySet[Notice]:
    """One's own."""
    return Notice.objects.filter(user=by.person())


def hooks(by: Actor, permission: str) -> QuerySet[Hook]:
    """Those of the units over whose people one disposes."""
    return Hook.objects.filter(within(by, permission))


subject(
    Notice,
    view="notice.receive",
    visible=notices,
    title=lambda n: n.text,
    url=lambda n: reverse("workbench:notice", args=[n.pk]),
)
subject(
    Hook,
    view="people.invite",
    visible=hooks,
    title=lambda h: h.name,
    url=lambda h: reverse("workbench:hooks"),
)
words_for("active", lambda active: "是" if active else "否")
