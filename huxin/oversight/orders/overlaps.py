"""How many orders ran while another order of the same person was running? Worked out in bounded memory.

`overlapping_orders` begin before an earlier begun order of the same person has ended: their time is, in part or whole,
not counted a second time. `orders_in_overlap` share at least one second with another order, the earlier ones included.
Open orders have no time that could overlap; an order of no length can begin within another one, but shares no second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from huxin.base.sql import parquet
from huxin.oversight.orders.convert.checks import END

ROWS_AT_ONCE = 8_000_000

_QUERY = """
    SELECT count(*) FILTER (begun < earlier_end),
        count(*) FILTER (ended > begun AND (begun < earlier_end OR next_begun < ended))
    FROM (
        SELECT begun, ended, max(ended) OVER (ranked ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier_end,
            lead(CASE WHEN ended > begun THEN begun END IGNORE NULLS) OVER ranked AS next_begun
        FROM (
            SELECT accepted_s AS begun, {end} AS ended,
                CASE WHEN person IS NULL THEN 'W' || platform || chr(31) || worker ELSE 'P' || person END AS who
            FROM {orders}
        )
        WHERE ended IS NOT NULL AND hash(who) % {shares} = {share}
        WINDOW ranked AS (PARTITION BY who ORDER BY begun, ended)
    )
"""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Numbers of orders."""

    overlapping_orders: int = 0
    orders_in_overlap: int = 0


def overlaps(con: duckdb.DuckDBPyConnection, accepted: Sequence[Path], rows: int) -> Overlaps:
    """Over accepted orders, a share of the persons at a time."""
    if not rows:
        return Overlaps()
    shares = max(1, -(-rows // ROWS_AT_ONCE))
    counts = [
        con.sql(_QUERY.format(end=END, orders=parquet(accepted), shares=shares, share=share)).fetchall()[0]
        for share in range(shares)
    ]
    return Overlaps(sum(one for one, _ in counts), sum(other for _, other in counts))
