"""What does the demo's first platform hand in beside its orders? Roll-calls before work, and rest prompts.

Of every 25th worker a roll-call of 20 minutes before the first order of each day; on two of three long days a prompt
one minute after four hours.
"""

from pathlib import Path

import duckdb

_DAYS = """
    SELECT worker, area, offset_s, (accepted_s + offset_s) // 86400 AS day, min(accepted_s) AS first,
        max(coalesce(completed_s, cancelled_s, accepted_s)) AS last
    FROM read_parquet(?) GROUP BY ALL
"""
_SESSIONS = f"""
    SELECT CAST($1 AS TEXT) AS platform, worker, 'meeting' AS kind, area, first - 1500 AS start_s,
        first - 300 AS end_s, offset_s
    FROM ({_DAYS.replace("?", "$2")}) WHERE CAST(right(worker, 4) AS INTEGER) % 25 = 3 ORDER BY ALL
"""  # noqa: S608
_PROMPTS = f"""
    SELECT CAST($1 AS TEXT) AS platform, worker, 'continuous' AS kind, first + 14460 AS prompted_s,
        CAST(1200 AS BIGINT) AS paused_s, offset_s
    FROM ({_DAYS.replace("?", "$2")})
    WHERE last - first > 14700 AND (day + CAST(right(worker, 4) AS INTEGER)) % 3 > 0 ORDER BY ALL
"""  # noqa: S608


def beside_orders(orders: Path, platform: str, folder: Path) -> tuple[bytes, bytes]:
    """Sessions and rest prompts that fit a made-up file of orders, as Parquet by the standard."""
    found = []
    with duckdb.connect() as con:
        for name, query in (("sessions", _SESSIONS), ("prompts", _PROMPTS)):
            path = folder / f"{name}.parquet"
            con.sql(query, params=[platform, str(orders)]).write_parquet(str(path))
            found.append(path.read_bytes())
    return found[0], found[1]
