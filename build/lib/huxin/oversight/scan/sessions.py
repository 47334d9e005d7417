"""When had somebody to be there, or a long rest, besides his orders? Sessions laid down beside the orders.

Of the standard's sessions only those count that the enterprise demands (`required`, `meeting`) and rests; waiting
online does not. A session tells no firm: it belongs to the tie of the order of the same worker key that began last
before it on its day, else of the first after it on that day, else of the last or first of other days. Sessions of keys
without any order, outside the days of the orders, without length or of more than 24 hours are left out and counted.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

PRESENCE, REST = "presence", "rest"
COLUMNS = ("who", "post", "day", "offset_s", "kind", "accepted_s", "stop_s")
_KINDS = {"required": PRESENCE, "meeting": PRESENCE, "rest": REST}
_LONGEST_S = 86_400
_GIVEN = f"""
    CREATE TABLE told AS
    SELECT platform, worker, kind AS told_kind, area, offset_s, start_s, end_s, file_no, row_no
    FROM read_parquet(?::VARCHAR[], union_by_name = true)
    WHERE starts_with(area, ?) AND kind IN ({", ".join(f"'{kind}'" for kind in _KINDS)})
"""  # noqa: S608
_NONE = """
    CREATE TABLE sessions (platform TEXT, enterprise TEXT, partner TEXT, relation TEXT, industry TEXT, area TEXT,
        offset_s INTEGER)
"""
_SOUND = f"end_s - start_s BETWEEN 1 AND {_LONGEST_S}"
_TIES = """
    CREATE TABLE ties AS
    SELECT platform, worker, accepted_s, min(struct_pack(label, enterprise, partner, relation, industry)) AS tie
    FROM labelled SEMI JOIN told USING (platform, worker) GROUP BY ALL
"""
_TIED = f"""
    CREATE TABLE sessions AS
    SELECT s.* EXCLUDE (tie), unnest(s.tie)
    FROM (
        SELECT told.*, CASE
            WHEN (before.accepted_s + offset_s) // 86400 = (told.start_s + offset_s) // 86400 THEN before.tie
            WHEN (after.accepted_s + offset_s) // 86400 = (told.start_s + offset_s) // 86400 THEN after.tie
            ELSE coalesce(before.tie, after.tie) END AS tie
        FROM told
        ASOF LEFT JOIN ties before ON before.platform = told.platform AND before.worker = told.worker
            AND told.start_s >= before.accepted_s
        ASOF LEFT JOIN ties after ON after.platform = told.platform AND after.worker = told.worker
            AND told.start_s < after.accepted_s
        WHERE {_SOUND} AND floor((told.start_s + told.offset_s) / 86400) BETWEEN ? AND ?
    ) s WHERE tie IS NOT NULL
"""  # noqa: S608
_LAID = f"""
    SELECT people.who, posts.post, CAST(floor((start_s + s.offset_s) / 86400) AS INTEGER) AS day, s.offset_s,
        CASE {" ".join(f"WHEN told_kind = '{told}' THEN '{kind}'" for told, kind in _KINDS.items())} END AS kind,
        start_s AS accepted_s, end_s AS stop_s, s.* EXCLUDE (label, offset_s, start_s, end_s)
    FROM sessions s JOIN people USING (label)
    JOIN posts ON {{same}}
    ORDER BY who, start_s, end_s, post, told_kind, file_no, row_no
"""  # noqa: S608


def tie(con: duckdb.DuckDBPyConnection, files: Sequence[Path], prefix: str, first: int, last: int) -> dict[str, int]:
    """The table `sessions` with the tie of each, from accepted files; how many there are, and how many do not count.

    Reads the view `labelled` of the orders, whose days run from `first` to `last`. The table is there, empty, where no
    files are given.
    """
    if not files:
        con.execute(_NONE)
        return {"session_rows": 0, "lost_sessions": 0}
    con.execute(_GIVEN, [[str(file) for file in files], prefix])
    con.execute(_TIES)
    con.execute(_TIED, [first, last])
    told, rows = (int(con.sql(f"SELECT count(*) FROM {name}").fetchall()[0][0]) for name in ("told", "sessions"))  # noqa: S608
    return {"session_rows": rows, "lost_sessions": told - rows}


def laid(con: duckdb.DuckDBPyConnection, same: str) -> duckdb.DuckDBPyRelation:
    """The sessions of the persons in the table `people`, sorted; `same` says when a post is a session's."""
    return con.sql(_LAID.format(same=same))
