"""What does the law say on a day in a place, as the office keeps it?"""

from datetime import date
from functools import lru_cache
from typing import Any

from huxin.law.models import FIGURE_FIELDS, Parameter, figure_of
from huxin.law.parameters import Law, Rules, Table


def law(
    day: date,
    area_code: str = "",
    industry: str = "",
    relation: str = "",
    rules: Rules = "in-force",
    platform: str = "",
) -> Law:
    """`law(day, "532601", "delivery", "B")["minimum_wage.hourly"]`; a missing figure says what to enter."""
    return table().at(day, area_code, industry, relation, rules, platform)


def table() -> Table:
    """All current figures, read by one statement, so of one moment; the table is rebuilt only where they changed."""
    rows = Parameter.objects.filter(state=Parameter.State.CURRENT).order_by("pk")
    return _table(tuple(rows.values_list(*FIGURE_FIELDS)))


@lru_cache(maxsize=8)
def _table(rows: tuple[tuple[Any, ...], ...]) -> Table:
    return Table(map(figure_of, rows))
