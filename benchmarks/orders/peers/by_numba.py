"""A compiled sweep over unsorted rows: the nearest thing to the physical limit, unreadable for whoever audits it."""

from pathlib import Path

import numba
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.orders.peers import kernel
from benchmarks.orders.peers.given import COLUMNS, FINDINGS, SANCTIONS, Given
from benchmarks.orders.peers.rules import CLOCKS, FIRST, RULES, PeerRule

VERSION = f"numba {numba.__version__}"
_LAW = (None, "minimum_wage_hourly", "rated", "allowance_share", "allowance_per_order", "working_time_daily", "limited",
        "overtime_daily", "verdict_hours_daily")  # fmt: skip
_Table = dict[str, np.ndarray]


def ready(given: Given) -> None:
    """What does not count: the law as arrays, and compiling, by a run over the first thousand rows."""
    _ = given.grid, given.posts, given.due
    file = pq.ParquetFile(unsorted(given))
    _swept(given, pa.Table.from_batches([next(file.iter_batches(1_000, columns=list(COLUMNS)))]))


def unsorted(given: Given) -> Path:
    """The laid-down rows in no order, in one file; written when they are laid down."""
    return given.store.folder.parent / "unsorted.parquet"


def run(given: Given, out: Path) -> None:
    """Findings as Parquet in `out`."""
    swept = _swept(given, pq.read_table(unsorted(given), columns=list(COLUMNS)))
    found = [_broken(rule, swept[rule.grain], given) for rule in RULES]
    found += [_clock(code, swept["full" if code == "daily_orders" else "stretch"], given) for code in CLOCKS]
    pq.write_table(pa.concat_tables(found), out / "findings.parquet")


def _swept(given: Given, table: pa.Table) -> dict[str, _Table]:
    def whole(name: str) -> np.ndarray:
        return table.column(name).fill_null(0).to_numpy()

    who, post, day = whole("who"), whole("post"), whole("day")
    accepted, stop = whole("accepted_s"), whole("stop_s")
    midnight = (day.astype(np.int64) + 1) * kernel.DAY_S - whole("offset_s")
    money = _money(given, table, whole)
    begin, rows = kernel.spread(who, int(who.max()))
    kernel.in_order(begin, rows, accepted, stop, post)
    law = np.stack([given.grid["norm"] if name is None else given.grid[name] for name in _LAW]).astype(np.int64)
    calendar = np.stack(
        [given.calendar[name].astype(np.int64) for name in ("monday", "month", "holiday", "whole_week")], 1
    )
    columns = np.stack([post, day, midnight, accepted, stop], 1)
    out, used = kernel.sweep(
        begin, rows, columns, money, *given.posts, law, calendar, given.first_day, given.shortest_limit
    )
    names = {
        "week": kernel.WEEK,
        "month": kernel.MONTH,
        "day": kernel.DAY,
        "stretch": kernel.STRETCH,
        "full": kernel.STRETCH,
    }
    swept = {}
    for (grain, columns), rows_of, n in zip(names.items(), out, used, strict=True):
        swept[grain] = {name: rows_of[:n, at] for at, name in enumerate(columns)}
    swept["month"]["income_fen"] = swept["month"]["earned_fen"] - swept["month"]["deduction_fen"]
    return swept


def _money(given: Given, table: pa.Table, whole: "np.ufunc") -> np.ndarray:
    """What each row adds, in the kernel's fields."""
    k = kernel
    norm, day = given.posts[1][whole("post")], whole("day") - given.first_day
    pay, price = whole("pay_fen"), whole("price_fen")
    paid = table.column("pay_fen").is_valid().to_numpy()
    priced = paid & table.column("price_fen").is_valid().to_numpy()
    earned, taken = pay + whole("subsidy_fen"), whole("deduction_fen")
    late = (
        table.column("paid_day").fill_null(given.plan.levels.as_of).to_numpy()
        - given.due[given.grid["pay_due"][norm, day], whole("period_day")]
    )
    over = priced & (given.grid["capped"][norm, day] == 1) & (price > 0)
    over &= (price - earned) * 10_000 > price * given.grid["commission_cap"][norm, day]
    sanction = pc.is_in(table.column("deduction_reason"), pa.array(SANCTIONS)).to_numpy()
    money = np.zeros((len(table), k.FIELDS), np.int32)
    for field, values in ((k.ORDERS, 1), (k.UNPRICED, ~paid), (k.EARNED, earned), (k.DEDUCTION, taken),
                          (k.SANCTION, taken * sanction), (k.FARE, price * priced), (k.FARE_PAY, earned * priced),
                          (k.OVER, over), (k.LATE_FEN, (earned - taken) * (late > 0)),
                          (k.LATE, np.maximum(late, 0))):  # fmt: skip
        money[:, field] = values
    return money


def _law(given: Given, name: str, norm: np.ndarray, day: np.ndarray) -> np.ndarray:
    return given.grid[name][norm, day - given.first_day]


def _kept(t: _Table, keep: np.ndarray) -> _Table:
    return {name: values[keep] for name, values in t.items()}


def _broken(rule: PeerRule, rows: _Table, given: Given) -> pa.Table:
    day = rows["day"] if rule.grain == "day" else rows["first_day"]
    t = rows | {"verdict": _law(given, rule.verdict, rows["norm"], day), "law_day": day}
    t = _kept(t, t["verdict"] > 0)
    t |= {name: _law(given, name, t["norm"], t["law_day"]) for name in rule.uses}
    if rule.when:
        t = _kept(t, rule.when(t))
    t = _kept(t, rule.broken(t))
    short = rule.short(t) if rule.short else None
    return _told(t, rule.code, FIRST[rule.grain], None, rule.measured(t), rule.required(t), short)


def _clock(code: str, rows: _Table, given: Given) -> pa.Table:
    job_of, norm_of = given.posts
    t = rows | {"job": job_of[rows["post"]], "norm": norm_of[rows["post"]]}
    t |= {"verdict": _law(given, f"verdict_clock_{code}", t["norm"], t["day"]),
          "limit": _law(given, f"clock_{code}_limit", t["norm"], t["day"])}  # fmt: skip
    t = _kept(t, (t["verdict"] > 0) & (t["counted_s"] > t["limit"]))
    start = None if code == "daily_orders" else t["start_s"]
    return _told(t, f"clock.{code}", "day", start, t["counted_s"], t["limit"], None)


def _told(
    t: _Table, code: str, first: str, start: np.ndarray | None, measured: np.ndarray, required: np.ndarray,
    short: np.ndarray | None,
) -> pa.Table:  # fmt: skip
    n = len(measured)
    values = (
        pa.array([code] * n),
        t["verdict"],
        t["who"],
        t["job"],
        t["norm"],
        t[first],
        start,
        measured,
        required,
        short,
    )
    arrays = [pa.nulls(n, field.type) if one is None else pa.array(one).cast(field.type)
              for one, field in zip(values, FINDINGS, strict=True)]  # fmt: skip
    return pa.table(arrays, schema=FINDINGS)
