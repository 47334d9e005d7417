"""What does oversight put before people on their home page?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db.models import CharField, DateField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.oversight import figures
from huxin.oversight.models import Delivery, Finding, Reporter
from huxin.oversight.queries import Expected, expected
from huxin.work.todos import Line, Offered, Todo, offer


def _named(line: Line, what: str) -> Line:
    """What is to be explained in words, then whose it is: several findings of one day are told apart."""
    return replace(line, title=f"{what}：{figures.title_of(line.detail)}（{line.title}）")


def _to_hand_in(one: Expected, line: Line) -> Todo:
    address = f"{reverse('desk:delivery_new')}?month={one.month:%Y-%m}"
    return Todo(line.title, address, line.due_on, "订单数据", line.organisation, one.state[1])


@offer("delivery.hand_in")
def to_hand_in(by: Actor, at: datetime) -> Iterator[Offered]:
    """The months of which a platform still owes its orders."""
    for one in expected(by, today=localtime(at).date(), most=6):
        if one.delivery is None:
            yield Offered(
                Reporter.objects.filter(pk=one.reporter.pk),
                partial(_to_hand_in, one),
                title=Value(f"报送{one.month.year}年{one.month.month}月订单数据", CharField()),
                due_on=Value(one.due_on, DateField()),
                organisation="enterprise__name",
            )


@offer("delivery.decide")
def to_decide(by: Actor, at: datetime) -> Iterator[Offered]:
    """Deliveries with rejected rows wait for the office."""
    waiting = visible(Delivery, by, "delivery.decide").filter(state=Delivery.State.CHECKED)
    yield Offered(
        waiting,
        lambda line: line.todo("workbench:delivery", "订单数据", "待接收"),
        title=Concat("enterprise__short_name", Value("订单数据 "), "receipt", output_field=CharField()),
        organisation="enterprise__name",
    )


@offer("finding.answer")
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


@offer("finding.handle")
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
