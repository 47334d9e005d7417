"""What does oversight put before people on their home page?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.oversight import figures
from huxin.oversight.models import Delivery, Finding
from huxin.work.todos import Line, Offered, offer


def _named(line: Line, what: str) -> Line:
    """What is to be explained in words, then whose it is: several findings of one day are told apart."""
    return replace(line, title=f"{what}：{figures.title_of(line.detail)}（{line.title}）")


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
        lambda line: _named(line, "说明").todo("desk:finding", "检查发现", "待说明"),
        title="worker_key",
        due_on="due_on",
        organisation="firm__name",
        detail="rule",
    )


@offer
def answered(by: Actor, at: datetime) -> Iterator[Offered]:
    """What a firm has said waits for the office."""
    told = visible(Finding, by, "finding.handle").filter(state=Finding.State.ANSWERED)
    yield Offered(
        told,
        lambda line: _named(line, "企业说明").todo("workbench:finding", "检查发现", "企业已说明"),
        title="worker_key",
        organisation="firm__name",
        detail="rule",
    )
