"""Which orders stand behind a finding? All rows of one person, from the one bucket in which they lie sorted."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

import duckdb

from huxin.base.errors import NotPossible
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.store import Store, label_of


class _Tied:
    """What lies in a worker's tie to a platform, and in a place."""

    __slots__ = ()
    platform: str
    enterprise: str
    partner: str | None
    relation: str
    industry: str
    area: str

    @property
    def norm(self) -> Norm:
        """Whose law holds for it."""
        return Norm(self.platform, self.area, self.industry, self.relation)

    @property
    def job(self) -> tuple[str | None, ...]:
        """The worker's tie to which it belongs."""
        return self.platform, self.enterprise, self.partner, self.relation, self.industry


@dataclass(frozen=True, slots=True)
class Finding(_Tied):
    """One row of a scan's table `findings`."""

    rule: str
    verdict: str  # broken or caution
    platform: str
    worker: str
    person: str | None
    enterprise: str
    partner: str | None
    relation: str
    industry: str
    area: str
    first_day: date  # the day itself, the Monday of the week, the first of the month, the day a stretch began
    start_s: int | None  # only of stretches
    measured: int
    required: int
    short_fen: int | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Finding":
        """From a row of the table as a mapping; other columns are passed over."""
        return cls(**{one.name: row[one.name] for one in fields(cls)})


@dataclass(frozen=True, slots=True)
class OrderRow(_Tied):
    """One accepted order as it was laid down: moments in seconds of UTC, days since 1970-01-01 of its own clock."""

    key: str  # its number, told apart where the same stands twice; steps name rows by it
    order_id: str
    platform: str
    worker: str
    enterprise: str
    partner: str | None
    relation: str
    industry: str
    area: str
    post: int
    day: int
    offset_s: int
    accepted_s: int
    picked_up_s: int | None
    completed_s: int | None
    cancelled_s: int | None
    stop_s: int | None  # null where the order is open or its times are impossible: it has no order time
    price_fen: int | None
    pay_fen: int | None
    subsidy_fen: int
    tip_fen: int
    deduction_fen: int
    deduction_reason: str | None
    pay_period: str | None
    period_day: int | None
    paid_s: int | None
    paid_day: int | None
    file_no: int
    row_no: int

    @property
    def earned_fen(self) -> int:
        """Pay and subsidies, before deductions and without tips."""
        return (self.pay_fen or 0) + self.subsidy_fen


@dataclass(frozen=True, slots=True)
class SessionRow(_Tied):
    """One session as it was laid down: time that the enterprise demanded, or a long rest within orders."""

    key: str  # steps name rows by it
    kind: str  # presence or rest
    told_kind: str  # as the standard has it: required, meeting, rest
    platform: str
    worker: str
    enterprise: str
    partner: str | None
    relation: str
    industry: str
    area: str
    post: int
    day: int
    offset_s: int
    accepted_s: int  # begins and ends, like an order
    stop_s: int


_COLUMNS = tuple(one.name for one in fields(OrderRow) if one.name != "key")
_SESSION = tuple(one.name for one in fields(SessionRow) if one.name != "key")


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One for the process: to start one takes longer than to read a person. Files are not kept in its memory."""
    settings: dict[str, str | bool | int | float | list[str]] = {"threads": 1, "memory_limit": "256MB"}
    con = duckdb.connect(config=settings)
    con.execute("SET enable_progress_bar = false; SET enable_external_file_cache = false")
    return con


def orders_of(store: Store, platform: str, worker: str, person: str | None = None) -> tuple[OrderRow, ...]:
    """All orders of the person that a worker key of a platform stands for, on every platform, in order of time.

    Sorted by acceptance, end and post, as the scan sorts them. One bucket is opened and of it only the row groups
    in which the person lies. Raises NotPossible where the store does not know the worker.
    """
    with _engine().cursor() as con:
        bucket, who = _whereabouts(con, store, platform, worker, person)
        rows = con.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM read_parquet(?) WHERE who = ? "  # noqa: S608
            "ORDER BY accepted_s, stop_s NULLS FIRST, post, order_id",
            [str(store.orders(bucket)), who],
        ).fetchall()
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        seen[row[0]] = nth = seen.get(row[0], 0) + 1
        found.append(OrderRow(row[0] if nth == 1 else f"{row[0]}#{nth}", *row))
    return tuple(found)


def sessions_of(store: Store, platform: str, worker: str, person: str | None = None) -> tuple[SessionRow, ...]:
    """All sessions of the same person that count at all, on every platform, in the order in which the scan sorts them.

    Raises NotPossible where the store does not know the worker.
    """
    if not store.session_rows:
        return ()
    with _engine().cursor() as con:
        bucket, who = _whereabouts(con, store, platform, worker, person)
        rows = con.execute(
            f"SELECT {', '.join(_SESSION)} FROM read_parquet(?) WHERE who = ? "  # noqa: S608
            "ORDER BY accepted_s, stop_s, post, told_kind, file_no, row_no",
            [str(store.sessions(bucket)), who],
        ).fetchall()
    return tuple(SessionRow(f"session-{nth}", *row) for nth, row in enumerate(rows, 1))


def _whereabouts(
    con: duckdb.DuckDBPyConnection, store: Store, platform: str, worker: str, person: str | None
) -> tuple[int, int]:
    """The bucket and the person's number in it."""
    label = label_of(platform, worker, person)
    (hinted,) = con.execute(f"SELECT hash(?) % {store.buckets}", [label]).fetchall()[0]
    # Should another version of the engine hash otherwise, the other buckets are asked too.
    for bucket in (hinted, *(n for n in range(store.buckets) if n != hinted)):
        found = con.execute(
            "SELECT who FROM read_parquet(?) WHERE platform = ? AND worker = ? AND person IS NOT DISTINCT FROM ?",
            [str(store.people(bucket)), platform, worker, person],
        ).fetchall()
        if found:
            return int(bucket), int(found[0][0])
    raise NotPossible(f"这批订单里没有{platform}的劳动者{worker}，请核对是否已被更正的报送取代。")
