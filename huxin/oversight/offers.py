"""What does oversight put before people on their home page?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.oversight.models import Delivery, Finding
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


@offer
def to_answer(by: Actor, at: datetime) -> Iterator[Offered]:
    """What a firm was asked to explain."""
    asked = visible(Finding, by, "finding.answer").filter(state=Finding.State.ASKED)
    yield Offered(
        asked,
        lambda line: line.todo("desk:finding", "检查发现", "待说明"),
        title=Concat(Value("说明检查发现 "), "worker_key", output_field=CharField()),
        due_on="due_on",
        organisation="firm__name",
    )


@offer
def answered(by: Actor, at: datetime) -> Iterator[Offered]:
    """What a firm has said waits for the office."""
    told = visible(Finding, by, "finding.handle").filter(state=Finding.State.ANSWERED)
    yield Offered(
        told,
        lambda line: line.todo("workbench:finding", "检查发现", "企业已说明"),
        title=Concat(Value("企业说明 "), "firm__name", Value(" "), "worker_key", output_field=CharField()),
        organisation="firm__name",
    )
