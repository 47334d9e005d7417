"""How are accepted orders laid down so that any worker's rows lie together and a scan fits into memory?

One store per delivery or set of deliveries: `posts.parquet` (who works for whom, where, as what: one number each),
and buckets by hash of the person, each sorted by person and time. No person lies in two buckets.
What every rule asks of a row (local day, end, last day of the pay period) is worked out here once.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb

from huxin.base.errors import NotPossible
from huxin.base.sql import literal
from huxin.oversight.scan.days import days_of
from huxin.oversight.scan.sessions import laid as laid_sessions
from huxin.oversight.scan.sessions import tie

LONGEST_ORDER_S = 86_400  # longer and reversed orders are defects of the data: counted, never timed
ROWS_PER_BUCKET = 3_000_000  # measured: docs/benchmarks-orders.md
POST = ("platform", "enterprise", "partner", "relation", "industry", "area", "offset_s")
_SAME = " AND ".join(f"posts.{name} IS NOT DISTINCT FROM {{of}}.{name}" for name in POST)
_FORMAT = "3"  # of the files of a store: another format is another store
# Moments as differences to the row before, so that hardly anything is left to be unpacked: docs/adr/0018.
_PACKED = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, ROW_GROUP_SIZE 100_000"

_DELIVERED = """
    CREATE VIEW delivered AS SELECT *, file_index * 1099511627776 + file_row_number AS row_id
    FROM read_parquet(getvariable('files'), union_by_name = true)
"""
_LABELLED = """
    SELECT *, CASE WHEN person IS NULL THEN 'W' || platform || chr(31) || worker ELSE 'P' || person END AS label
    FROM delivered WHERE starts_with(area, '{prefix}')
"""
_FACTS = """
    SELECT count(*) AS rows,
        count(*) FILTER (coalesce(completed_s, cancelled_s) IS NULL) AS open_orders,
        count(*) FILTER (coalesce(completed_s, cancelled_s) < accepted_s) AS reversed_orders,
        count(*) FILTER (coalesce(completed_s, cancelled_s) - accepted_s > {longest}) AS endless_orders,
        coalesce(floor(min(accepted_s + offset_s) / 86400), 0) AS first_day,
        coalesce(floor(max(accepted_s + offset_s) / 86400), 0) AS last_day,
        coalesce(floor(max(greatest(accepted_s, paid_s) + offset_s) / 86400), 0) AS last_known_day
    FROM labelled
"""
_POSTS = f"""
    SELECT CAST(row_number() OVER (ORDER BY {", ".join(f"{name} NULLS FIRST" for name in POST)}) AS INTEGER) AS post, *
    FROM (SELECT DISTINCT {", ".join(POST)} FROM labelled UNION SELECT DISTINCT {", ".join(POST)} FROM sessions)
"""  # noqa: S608
_WRITTEN = """
    SELECT DISTINCT platform, relation, pay_period FROM labelled WHERE pay_period IS NOT NULL ORDER BY ALL
"""
_PERIODS = """
    CREATE TABLE periods AS SELECT unnest(?::VARCHAR[]) AS pay_period, unnest(?::INTEGER[]) AS last_day
"""
_PEOPLE = """
    SELECT CAST({known} + row_number() OVER (ORDER BY label) AS INTEGER) AS who, label
    FROM (SELECT DISTINCT label FROM here)
"""
_KEYS = "SELECT DISTINCT who, platform, worker, person FROM here JOIN people USING (label)"
# Which order ended when, and `reached_s`, the latest end of the person's orders that began earlier (docs/adr/0008): the
# same for every rule and every law. The order of rows behind it is total over all that a piece hands on, so that ties
# give the same pieces. Worked out for the few columns that it needs, then put to the others by the number of the row.
_PIECES = f"""
    SELECT row_id, stop_s, max(stop_s) OVER (PARTITION BY who ORDER BY accepted_s, stop_s, post
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached_s
    FROM (
        SELECT row_id, who, post, accepted_s, CASE WHEN coalesce(completed_s, cancelled_s) - accepted_s
            BETWEEN 1 AND {LONGEST_ORDER_S} THEN coalesce(completed_s, cancelled_s) END AS stop_s
        FROM here JOIN people USING (label)
        JOIN posts ON {_SAME.format(of="here")}
    )
"""  # noqa: S608
_LAID = f"""
    SELECT people.who, posts.post,
        CAST(floor((accepted_s + here.offset_s) / 86400) AS INTEGER) AS day, stop_s,
        reached_s, periods.last_day AS period_day,
        CAST(floor((paid_s + here.offset_s) / 86400) AS INTEGER) AS paid_day,
        here.* EXCLUDE (label, row_id)
    FROM here
    JOIN pieces USING (row_id)
    JOIN people USING (label)
    JOIN posts ON {_SAME.format(of="here")}
    LEFT JOIN periods ON periods.pay_period = here.pay_period
    ORDER BY who, accepted_s, order_id, here.worker
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of buckets; `digest` names the input, so that a scan knows whether its results belong to it."""

    folder: Path
    digest: str
    buckets: int
    rows: int
    open_orders: int
    reversed_orders: int
    endless_orders: int
    first_day: int  # days since 1970-01-01, local
    last_day: int
    last_known_day: int  # the last on which an order was accepted or a pay arrived: what the data can speak about
    periods: tuple[int, ...]  # the last days of all pay periods
    paying: tuple[str, ...]  # platforms that report when they paid
    # of every platform and relation each pay period as it is written, its first and last day
    spans: tuple[tuple[str, str, str, int, int], ...] = ()
    counting: tuple[str, ...] = ()  # platforms that report pay periods
    session_rows: int = 0  # of required presence and rests
    lost_sessions: int = 0  # of workers without orders, or of impossible length

    @property
    def posts(self) -> Path:
        """What each number in the column `post` stands for."""
        return self.folder / "posts.parquet"

    def orders(self, bucket: int | None) -> Path:
        """The rows of one bucket, sorted by who, accepted_s, order_id; a pattern for all of them."""
        return self.folder / f"orders-{_named(bucket)}.parquet"

    def sessions(self, bucket: int | None) -> Path:
        """Required presence and rests of the persons of one bucket, sorted alike; only there where any were given."""
        return self.folder / f"sessions-{_named(bucket)}.parquet"

    def people(self, bucket: int | None) -> Path:
        """Which platforms, worker keys and person each number in the column `who` of the bucket stands for."""
        return self.folder / f"people-{_named(bucket)}.parquet"


def _named(bucket: int | None) -> str:
    return "*" if bucket is None else f"{bucket:04}"


def lay_down(
    files: Sequence[Path],
    folder: Path,
    *,
    sessions: Sequence[Path] = (),
    area: str = "",
    memory_mb: int = 1024,
    rows_per_bucket: int | None = None,
) -> Store:
    """The store of accepted orders (Parquet by `orders.schema.ACCEPTED`) in `folder`; what is there already is kept.

    `sessions` are accepted sessions (`orders.schema.SESSIONS`). `area` keeps a place and those within it. Killed and
    called again it goes on with the next bucket.
    """
    per_bucket = rows_per_bucket or ROWS_PER_BUCKET
    digest = _digest(files, sessions, area, per_bucket)
    described, begun = folder / "store.json", folder / "input.txt"
    if described.exists() and (there := laid(folder)).digest == digest:
        return there
    if folder.exists() and not (begun.exists() and begun.read_text() == digest):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    begun.write_text(digest)
    spill = folder / "spill"
    with duckdb.connect(config={"memory_limit": f"{memory_mb}MB", "temp_directory": str(spill)}) as con:
        con.execute("SET preserve_insertion_order = false; SET partitioned_write_flush_threshold = 50000")
        facts = _prepare(con, files, sessions, folder, within(area))
        store = Store(folder, digest, max(1, -(-facts["rows"] // per_bucket)), **facts)
        _lay_buckets(con, folder, store)
    shutil.rmtree(folder / "raw", ignore_errors=True)
    shutil.rmtree(spill, ignore_errors=True)
    whole_file(described, json.dumps({f.name: getattr(store, f.name) for f in fields(Store) if f.name != "folder"}))
    return store


def laid(folder: Path) -> Store:
    """The store that was laid down in a folder. Raises NotPossible where none was, or not to its end."""
    try:
        known = json.loads((folder / "store.json").read_text())
    except FileNotFoundError:
        raise NotPossible(
            "这批订单还没有整理完：请等检查结束后再看；数据是从备份恢复的，请对这个月重新检查。"
        ) from None
    return Store(folder=folder, **{name: _frozen(value) for name, value in known.items()})


def _frozen(value: Any) -> Any:
    """Lists of JSON as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def label_of(platform: str, worker: str, person: str | None) -> str:
    """What a person is known by: the matching key, else the worker key of the platform (as `_LABELLED` says)."""
    return f"W{platform}\x1f{worker}" if person is None else f"P{person}"


def within(area: str) -> str:
    """What the codes of a place and of all places in it begin with: 532600 → 5326."""
    if not re.fullmatch(r"[0-9A-Z-]*", area):
        raise NotPossible(f"“{area}”不是行政区划代码，请写六位数字，例如532600。")
    while area.endswith("00"):
        area = area[:-2]
    return area


def whole_file(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _digest(files: Sequence[Path], sessions: Sequence[Path], area: str, rows_per_bucket: int) -> str:
    whole = hashlib.sha256(f"{_FORMAT} {area} {rows_per_bucket} {len(files)}".encode())
    for file in (*files, *sessions):
        with file.open("rb") as content:
            whole.update(hashlib.file_digest(content, "sha256").digest())
    return whole.hexdigest()


def _prepare(
    con: duckdb.DuckDBPyConnection, files: Sequence[Path], sessions: Sequence[Path], folder: Path, prefix: str
) -> dict[str, Any]:
    """The rows with the label of their person, the numbers of posts, the ends of pay periods; facts of the whole."""
    con.execute("SET VARIABLE files = ?::VARCHAR[]", [[str(file) for file in files]])
    con.execute(_DELIVERED)
    con.execute(f"CREATE VIEW labelled AS {_LABELLED.format(prefix=prefix)}")
    facts = con.sql(_FACTS.format(longest=LONGEST_ORDER_S))
    numbers = {name: int(value) for name, value in zip(facts.columns, facts.fetchall()[0], strict=True)}
    numbers |= tie(con, sessions, prefix, numbers["first_day"], numbers["last_day"])
    con.execute(f"CREATE TABLE posts AS {_POSTS}")
    _finish(con.table("posts").order("post"), folder / "posts.parquet")
    spans = tuple((*whose, text, *days) for *whose, text in con.sql(_WRITTEN).fetchall() if (days := days_of(text)))
    ends = {text: last for _, _, text, _, last in spans}
    con.execute(_PERIODS, [list(ends), list(ends.values())])
    return {
        **numbers, "periods": tuple(sorted(set(ends.values()))), "spans": spans,
        "paying": _reporting(con, "paid_s"), "counting": _reporting(con, "pay_period"),
    }  # fmt: skip


def _reporting(con: duckdb.DuckDBPyConnection, column: str) -> tuple[str, ...]:
    """The platforms that report a column anywhere."""
    found = con.sql(f"SELECT DISTINCT platform FROM labelled WHERE {column} IS NOT NULL ORDER BY 1").fetchall()  # noqa: S608
    return tuple(name for (name,) in found)


def _lay_buckets(con: duckdb.DuckDBPyConnection, folder: Path, store: Store) -> None:
    """Spread the rows over the buckets by hash of the person, then sort each; a bucket that is there is kept."""
    raw, complete = folder / "raw", folder / "raw" / "complete"
    if store.buckets > 1 and not complete.exists():
        shutil.rmtree(raw, ignore_errors=True)
        spread = con.sql(f"SELECT *, hash(label) % {store.buckets} AS bucket FROM labelled")  # noqa: S608
        spread.write_parquet(str(raw), partition_by=["bucket"], compression="snappy")
        complete.touch()
    for bucket in range(store.buckets):
        if store.orders(bucket).exists():
            continue
        part = raw / f"bucket={bucket}"
        rows = con.from_parquet(str(part / "*.parquet")) if part.exists() else con.table("labelled")
        (rows if part.exists() or store.buckets == 1 else rows.limit(0)).create_view("here", replace=True)
        before = [str(store.people(n)) for n in range(bucket)]
        known = con.from_parquet(before).max("who").fetchall()[0][0] if before else None
        con.execute(f"CREATE OR REPLACE TABLE people AS {_PEOPLE.format(known=known or 0)}")
        _finish(con.sql(_KEYS).order("who, platform, worker"), store.people(bucket))
        if store.session_rows:
            _finish(laid_sessions(con, _SAME.format(of="s")), store.sessions(bucket))
        con.execute(f"CREATE OR REPLACE TABLE pieces AS {_PIECES}")
        _finish(con.sql(_LAID), store.orders(bucket))


def _finish(rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    """Write a table that is there whole or not at all."""
    half = path.with_suffix(".half")
    rows.query("laid", f"COPY (FROM laid) TO {literal(half)} ({_PACKED})")
    half.replace(path)
