"""What is to be told of accepted orders besides: open ones, deductions without a reason, keys like personal numbers?"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from huxin.base.sql import parquet
from huxin.oversight.orders.convert.checks import ORDER_NOTES
from huxin.oversight.orders.reasons import BIT

MONTH = "strftime(make_timestamp((accepted_s + offset_s) * 1000000), '%Y-%m')"  # of an order, by the clock there


def order_facts(con: duckdb.DuckDBPyConnection, accepted: Sequence[Path]) -> dict[str, int]:
    """How many of each sort there are, by the code of the note; none of them is a reason to hand back."""
    if not accepted:
        return {}
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in ORDER_NOTES.values())
    found = con.sql(f"SELECT {counts} FROM {parquet(accepted)}").fetchall()[0]
    return dict(zip(ORDER_NOTES, found, strict=True))


def other_months(con: duckdb.DuckDBPyConnection, rejected: Sequence[Path]) -> dict[str, int]:
    """Of the orders that went back because they are not of the month handed in: month (2026-09) → rows."""
    if not rejected:
        return {}
    bit = BIT["outside_month"]
    rows = con.sql(
        f"SELECT {MONTH} AS month, count(*) FROM {parquet(rejected)} WHERE bits & {bit} = {bit} GROUP BY 1 ORDER BY 1"
    )
    return dict(rows.fetchall())
