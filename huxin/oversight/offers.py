"""What does oversight put before people on their home page?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.oversight.models import Delivery
from huxin.work.todos import Offered, offer


@offer
def to_decide(by: Actor, at: datetime) -> Iterator[Offered]:
    """Deliveries with rejected rows wait for the office."""
    waiting = visible(Delivery, by, "delivery.decide").filter(state=Delivery.State.CHECKED)
    yield Offered(
        waiting,
        lambda line: line.todo("workbench:delivery", "订单数据", "待接收"),
        title=Concat("enterprise__short_name", Value("订单数据 "), "receipt", output_field=CharField()),
        organisation="enterprise__name",
    )
