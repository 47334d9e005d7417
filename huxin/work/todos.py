"""What has this person to do? Each package offers its own; here they become one list by due day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from huxin.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. `kind` is a short Chinese word (报告, 签收, 会议 …), `state` another (退回修改, 待接收 …)."""

    title: str
    url: str
    due_on: date | None
    kind: str
    organisation: str = ""
    state: str = ""


Offer = Callable[[Actor, datetime], Iterable[Todo]]
OFFERS: list[Offer] = []


def offer(function: Offer) -> Offer:
    """Ask this function too, `todo(by, at)`, whenever somebody opens the home page."""
    OFFERS.append(function)
    return function


def todos(by: Actor, at: datetime) -> list[Todo]:
    """All there is to do, the most urgent first, what has no day last."""
    found = [todo for function in OFFERS for todo in function(by, at)]
    return sorted(found, key=lambda todo: (todo.due_on is None, todo.due_on or date.max, todo.kind, todo.title))
