"""What does an explanation hand back, and how are the steps of its rows hung into the law's own answer?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from huxin.law.parameters import Law
from huxin.law.standards.steps import Answer, Step, Verdict, judged, total
from huxin.law.units import Unit
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import OrderRow
from huxin.oversight.scan.tally import JobDay

if TYPE_CHECKING:  # the rules bring the whole engine with them, which a slip does without
    from huxin.oversight.scan.rules import Rule


@dataclass(frozen=True, slots=True)
class Why:
    """A finding worked out once more: the answer with its steps, and the figures as a scan tells them."""

    answer: Answer
    measured: int
    required: int
    short_fen: int | None
    norm: Norm
    law: Law  # that was asked, of the norm


def grounded(answer: Answer, *steps: Step) -> Answer:
    """The answer with its first steps replaced by the same ones as they follow from rows."""
    return replace(answer, steps=(*steps, *answer.steps[len(steps) :]))


def verdict(rule: "Rule", law: Law) -> Verdict:
    """What a breach of the rule means: by the force of its figures, unless a person must judge anyway."""
    if rule.cautious:
        return Verdict.CAUTION
    return judged(False, *(one for code in rule.weighed if (one := law.get(code))))


def summed(what: str, unit: Unit, parts: Iterable[Step]) -> Step:
    """A step that adds up others."""
    added = tuple(parts)
    return Step(what=what, value=total(added), unit=unit, parts=added)


def keys(orders: Iterable[OrderRow]) -> tuple[str, ...]:
    """The rows that a step names."""
    return tuple(order.key for order in orders)


def brief(step: Step) -> Step:
    """A day's time as part of a longer period: its rows are named, the share of each is left out."""
    return replace(step, parts=tuple(replace(part, parts=()) if part.rows else part for part in step.parts))


def income(days: Iterable[JobDay]) -> Step:
    """What was earned on the days, less deductions; tips do not count."""
    orders = [order for day in days for order in day.orders]
    kinds = (
        ("订单报酬", [(order, order.pay_fen or 0) for order in orders]),
        ("补贴奖励", [(order, order.subsidy_fen) for order in orders]),
        ("扣款", [(order, -order.deduction_fen) for order in orders]),
    )
    return summed("报酬（已减扣款，不含打赏）", Unit.FEN, (_money(what, found) for what, found in kinds if found))


def earned(what: str, days: Iterable[JobDay]) -> Step:
    """What was earned on the days, before deductions."""
    return _money(what, [(order, order.earned_fen) for day in days for order in day.orders])


def _money(what: str, found: list[tuple[OrderRow, int]]) -> Step:
    value = sum(fen for _, fen in found)
    return Step(what=what, value=value, unit=Unit.FEN, rows=tuple(order.key for order, fen in found if fen))
