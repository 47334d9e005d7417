"""What do platforms owe for occupational-injury cover, by the order (每单必保)? From the sums of a scan."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from huxin.law.parameters import Rules, Table
from huxin.law.standards.injury import covered, premium
from huxin.law.standards.steps import Answer
from huxin.oversight.scan.figures import Norm


@dataclass(frozen=True, slots=True)
class Premium:
    """One platform's orders of a trade in a place and month; `answer` has the sum with its steps and its article."""

    platform: str
    industry: str
    area: str
    month: date
    orders: int
    answer: Answer

    @property
    def fen(self) -> int:
        """What is owed by the usual class; a platform with many claims may stand in the higher one."""
        return self.answer.value


def premiums(aggregates: pa.Table, table: Table, rules: Rules) -> tuple[Premium, ...]:
    """What is owed, in the order of platform, trade, place and month; nothing where the scheme does not reach.

    `aggregates` is the table of a scan. All accepted orders count; whether cancelled ones are charged no source at
    hand says. The law is that of the first day of the month.
    """
    orders: dict[tuple[str, str, str, date], int] = defaultdict(int)
    for row in aggregates.to_pylist():
        orders[row["platform"], row["industry"], row["area"], row["month"]] += row["orders"]
    found = []
    for (platform, industry, area, month), number in sorted(orders.items()):
        law = Norm(platform, area, industry, "").law(table, month, rules)
        if number and covered(law):
            found.append(Premium(platform, industry, area, month, number, premium(number, law)))
    return tuple(found)
