"""Which things does oversight own, and who sees them?"""

from django.db.models import QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.oversight.models import Delivery, Reporter


def deliveries(by: Actor, permission: str) -> QuerySet[Delivery]:
    """Of platforms looked after within reach; a platform its own."""
    return Delivery.objects.filter(within(by, permission))


def reporters(by: Actor, permission: str) -> QuerySet[Reporter]:
    """The same of those that have to deliver."""
    return Reporter.objects.filter(within(by, permission))


subject(
    Delivery,
    view="delivery.view",
    visible=deliveries,
    title=lambda d: f"{d.enterprise}{d.month:%Y年%m月}订单数据（{d.receipt}）",
    url=lambda d: reverse("workbench:delivery", args=[d.pk]),
)
subject(
    Reporter,
    view="delivery.view",
    visible=reporters,
    title=lambda r: f"报送平台：{r.enterprise}",
    url=lambda r: reverse("workbench:deliveries"),
)
words_for("on_rejects", lambda code: Reporter.OnRejects(code).label)
