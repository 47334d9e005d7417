"""Was every order insured against occupational injury, at the premium of the trade?"""

from collections.abc import Collection

from huxin.law.parameters import Law
from huxin.law.standards.steps import Answer, Step, computed, judged, stated
from huxin.law.units import Unit, figure


def premium(
    orders: int, law: Law, *, paid_fen: int | None = None, high: bool = False, rows: Collection[str] = ()
) -> Answer:
    """What does the platform owe for so many orders (每单必保)? Value: fen owed, or short where `paid_fen` is given.

    `high`: the platform is placed in the higher class for its claims. Raises MissingParameter where the scheme does
    not yet reach the place, the trade or the day; ask `covered` first.
    """
    rate = law["injury.premium_high" if high else "injury.premium"]
    owed = orders * rate.value
    counted = Step(what="订单数", value=orders, unit=Unit.ORDERS, rows=tuple(rows))
    due = Step(what="应缴职业伤害保障费", value=owed, unit=Unit.FEN, parts=(counted, stated(rate)))
    said = f"{orders}单按{rate.words}应缴{figure(owed, Unit.FEN)}"
    if paid_fen is None:
        return computed("职业伤害保障费", f"{said}。", due)
    short = max(0, owed - paid_fen)
    said += f"，已缴{figure(paid_fen, Unit.FEN)}，" + (f"少缴{figure(short, Unit.FEN)}。" if short else "已缴足。")
    paid = Step(what="已缴", value=paid_fen, unit=Unit.FEN)
    return Answer(
        what="职业伤害保障费", verdict=judged(not short, rate), value=short, unit=Unit.FEN, sentence=said,
        steps=(due, paid),
    )  # fmt: skip


def covered(law: Law) -> bool:
    """Does the scheme reach this trade, place and day?"""
    return law.get("injury.premium") is not None


def insured_orders(orders: int, insured: int, law: Law) -> Answer:
    """Were all orders of the platform insured? Value: orders without cover."""
    rate = law["injury.premium"]
    bare = max(0, orders - insured)
    steps = (
        Step(what="完成的订单", value=orders, unit=Unit.ORDERS),
        Step(what="参保的订单", value=insured, unit=Unit.ORDERS),
        stated(rate),
    )
    said = f"完成{orders}单，参保{insured}单，" + (f"{bare}单没有参保。" if bare else "每单都已参保。")
    return Answer(
        what="每单必保", verdict=judged(not bare, rate), value=bare, unit=Unit.ORDERS, sentence=said, steps=steps
    )
