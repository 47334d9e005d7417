"""Do the orders fit what firms told elsewhere: insured orders, headcounts, how they class their workers?

A difference is no breach: it names a place to look. All is told by platform and month, from the tables of a scan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

Firm = tuple[str, date]  # platform and first day of the month


@dataclass(frozen=True, slots=True)
class Difference:
    """What orders say and what was reported elsewhere; `share` is the difference in basis points of the orders."""

    platform: str
    month: date
    seen: int
    reported: int | None  # None: nothing was reported
    share: int

    @property
    def missing(self) -> int:
        """How many the report lacks; negative where it has more."""
        return self.seen - (self.reported or 0)


@dataclass(frozen=True, slots=True)
class Shift:
    """Workers of a firm who were class A or B in one month and are class C, or of a new partner firm, in the next."""

    platform: str
    enterprise: str
    month: date  # the month in which they are classed otherwise
    kind: str  # relation or partner
    workers: int  # who worked in both months
    moved: int
    share: int  # basis points


_ORDERS = """
    SELECT platform, month, CAST(sum(orders) AS BIGINT) FROM read_parquet(?) WHERE orders > 0
    GROUP BY ALL ORDER BY ALL
"""
_ACTIVE = (
    "SELECT platform, month, count(DISTINCT worker) FROM read_parquet(?) WHERE orders > 0 GROUP BY ALL ORDER BY ALL"
)
_SHIFTS = """
    WITH ties AS (
        SELECT platform, enterprise, worker, month, max({'n': orders, 'of': relation}).of AS relation,
            max({'n': orders, 'of': coalesce(partner, '')}).of AS partner
        FROM read_parquet(?) WHERE orders > 0 GROUP BY ALL
    ), pairs AS (
        SELECT b.platform, b.enterprise, b.month, a.relation <> 'C' AND b.relation = 'C' AS freed,
            a.partner <> b.partner AS handed_on
        FROM ties a JOIN ties b ON a.platform = b.platform AND a.enterprise = b.enterprise AND a.worker = b.worker
            AND a.month + INTERVAL 1 MONTH = b.month
    )
    SELECT platform, enterprise, month, kind, count(*) AS workers, count(*) FILTER (moved) AS moved
    FROM (SELECT *, 'relation' AS kind, freed AS moved FROM pairs UNION ALL
          SELECT *, 'partner', handed_on FROM pairs)
    GROUP BY platform, enterprise, month, kind ORDER BY ALL
"""


def insured_orders(months: Path, insured: Mapping[Firm, int], *, tolerance: int = 100) -> tuple[Difference, ...]:
    """Platforms and months whose insured orders differ from the orders by more than `tolerance` basis points.

    A month that one side knows nothing of differs too.

    `months` is the scan's table `months`; `insured` counts orders for which the premium of the occupational injury
    cover was paid (职业伤害保障), by platform and month.
    """
    return _differences(_ORDERS, months, insured, tolerance)


def headcounts(months: Path, reported: Mapping[Firm, int], *, tolerance: int = 500) -> tuple[Difference, ...]:
    """Platforms and months whose reported number of workers differs from those who had orders. As `insured_orders`."""
    return _differences(_ACTIVE, months, reported, tolerance)


def _differences(query: str, months: Path, reported: Mapping[Firm, int], tolerance: int) -> tuple[Difference, ...]:
    with duckdb.connect() as con:
        rows = con.execute(query, [str(months)]).fetchall()
    counted = {(platform, month): seen for platform, month, seen in rows}
    found = []
    for platform, month in sorted(counted.keys() | reported.keys()):
        seen, said = counted.get((platform, month), 0), reported.get((platform, month))
        off, share = differs(seen, said, tolerance)
        if off:
            found.append(Difference(platform, month, seen, said, share))
    return tuple(found)


def differs(seen: int, said: int | None, tolerance: int) -> tuple[bool, int]:
    """Are what orders say and what was reported further apart than `tolerance`; the difference in basis points of the
    orders. Nothing reported differs."""
    off = abs(seen - (said or 0))
    return said is None or off * 10_000 > seen * tolerance, off * 10_000 // seen if seen else 10_000


def shifts(months: Path, *, least: int = 10, share: int = 2_000) -> tuple[Shift, ...]:
    """Firms of which at least `least` workers and a `share` (basis points) of them moved from one month to the next.

    From class A, A' or B to class C: many at once point to a change on paper only (转为个体工商户). To another partner
    firm: an agent or franchise has changed, and old pay may be left behind. A worker's class and partner of a month
    are those of most of his orders.
    """
    with duckdb.connect() as con:
        rows = con.execute(_SHIFTS, [str(months)]).fetchall()
    return tuple(
        Shift(platform, enterprise, month, kind, workers, moved, moved * 10_000 // workers)
        for platform, enterprise, month, kind, workers, moved in rows
        if moved >= least and moved * 10_000 >= workers * share
    )
