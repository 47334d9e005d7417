"""What do a million orders of a month look like? Made in numbers, a chunk of workers at a time, always the same.

A seventh of the workers do most of the orders, stacked and back to back on 25 days, the others a few on some days, as
in a prefecture with 10⁵ workers and 10⁷ orders. One in ten works for two platforms and is known as one person.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huxin.law.parameters import Force, Parameter, Status, Table
from huxin.law.seed.parameters import seed_table
from huxin.law.units import Unit
from huxin.oversight.orders.schema import ACCEPTED

MONTH, DAYS = date(2026, 10, 1), 31
MIDNIGHT = (MONTH - date(1970, 1, 1)).days * 86_400 - 28_800  # of Beijing, in UTC
HOLIDAYS = (date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3))
ORDERS_PER_WORKER = 108
_CHUNK = 5_000
_AREAS = ("532601", "532622", "532623", "532624", "532625", "532626", "532627", "532628")
_PLATFORMS = ("甲", "乙", "丙")


def law() -> Table:
    """The seed with what parties would agree: caps on commission and deductions, allowance, pay cycles, all clocks."""

    def agreed(code: str, value: int, unit: Unit, **other: str) -> Parameter:
        return Parameter(
            code=code, value=value, unit=unit, force=Force.CONSULTATION, valid_from=date(2020, 1, 1), document="协商",
            status=Status.VERIFIED, **other,
        )  # fmt: skip

    published = [row for row in seed_table().rows if row.code.startswith("clock.") and row.code.endswith(".滴滴")]
    return Table(
        [
            *seed_table().rows,
            agreed("allowance.share", 800, Unit.BASIS_POINTS, relation="B"),
            *(replace(row, code=row.code.removesuffix(".滴滴")) for row in published),
            agreed("commission.cap", 3_000, Unit.BASIS_POINTS),
            agreed("commission.cap", 2_700, Unit.BASIS_POINTS, area="532601"),
            agreed("deduction.cap", 1_000, Unit.BASIS_POINTS),
            agreed("working_time.daily", 36_000, Unit.SECONDS, relation="B"),
            agreed("pay.cycle_months", 1, Unit.MONTHS, relation="B"),
            agreed("pay.cycle_months", 1, Unit.MONTHS, relation="A"),
        ]
    )


@dataclass(frozen=True)
class _Crew:
    """Workers of one chunk and the days on which they work."""

    worker: np.ndarray  # of each working day
    day: np.ndarray
    orders: np.ndarray  # on each working day


def make(path: Path, orders: int, seed: int = 2026) -> int:
    """Write about so many accepted orders (Parquet by the standard); how many they became."""
    workers = max(1, orders // ORDERS_PER_WORKER)
    written = 0
    with pq.ParquetWriter(path, ACCEPTED, compression="zstd") as file:
        for first in range(0, workers, _CHUNK):
            chance = np.random.default_rng((seed, first))
            table = _chunk(chance, first, min(_CHUNK, workers - first), written)
            file.write_table(table, row_group_size=250_000)
            written += table.num_rows
    return written


def _crew(chance: np.random.Generator, workers: int) -> _Crew:
    full = np.arange(workers) % 7 == 0
    days = np.where(full, chance.integers(23, DAYS + 1, workers), chance.integers(1, 12, workers))
    worker = np.repeat(np.arange(workers), days)
    order = np.argsort(chance.random((workers, DAYS)), axis=1)  # of each worker his days in some order
    day = order[worker, np.concatenate([np.arange(n) for n in days])]
    orders = np.where(full[worker], chance.integers(14, 32, worker.size), chance.integers(1, 10, worker.size))
    return _Crew(worker, day, orders)


def _chunk(chance: np.random.Generator, first: int, workers: int, before: int) -> pa.Table:
    crew = _crew(chance, workers)
    shift = np.repeat(np.arange(crew.worker.size), crew.orders)
    n = shift.size
    step = chance.integers(240, 2_400, n)
    since = np.cumsum(step)
    begun = np.concatenate([[0], np.cumsum(crew.orders)[:-1]])
    since -= np.repeat(since[begun], crew.orders)
    opening = chance.integers(6 * 3600, 19 * 3600, crew.worker.size)
    accepted = MIDNIGHT + crew.day[shift] * 86_400 + opening[shift] + since
    shuffled = chance.permutation(n)
    return _columns(chance, first + crew.worker[shift][shuffled], accepted[shuffled], before)


def _columns(chance: np.random.Generator, worker: np.ndarray, accepted: np.ndarray, before: int) -> pa.Table:
    n = worker.size
    lasted = chance.integers(480, 3_000, n)
    ended = accepted + lasted
    kind = chance.random(n)
    hashed = (worker * 2_654_435_761) % 4_294_967_296  # spreads what a worker is without a table
    matched = hashed % 10 == 0
    platform = np.where(matched & (chance.random(n) < 0.3), hashed + 1, hashed) % 3
    price = chance.integers(600, 2_400, n)
    pay = price * chance.integers(68 - (hashed % 16 == 1) * 10, 92, n) // 100
    taken = chance.random(n) < 0.01 + 0.2 * (hashed % 32 == 3)
    late = np.where(hashed % 64 == 5, chance.integers(20, 60, n), chance.integers(5, 25, n))
    month_end = MIDNIGHT + DAYS * 86_400
    values: dict[str, pa.Array | np.ndarray] = {
        "order_id": np.char.add("o", np.char.zfill((before + np.arange(n)).astype(str), 10)),
        "platform": _words(_PLATFORMS, platform),
        "worker": np.char.add("w", np.char.zfill(worker.astype(str), 10)),
        "person": pa.array(np.char.add("p", worker.astype(str)), mask=~matched),
        "enterprise": _words([f"{name}公司" for name in _PLATFORMS], platform),
        "partner": _words([None, *(f"合作{k}" for k in range(12))], np.where(hashed % 3 == 0, 0, 1 + hashed % 12)),
        "relation": _words(("A", "A'", "B", "B", "B", "B", "B", "B", "C", "B"), hashed // 7 % 10),
        "industry": _words(("delivery", "delivery", "delivery", "courier"), hashed // 11 % 4),
        "area": _words(_AREAS, np.where(chance.random(n) < 0.03, hashed + 1, hashed) // 13 % 8),
        "accepted_s": accepted,
        "picked_up_s": accepted + lasted // 3,
        "completed_s": pa.array(ended, mask=kind < 0.03),
        "cancelled_s": pa.array(ended, mask=(kind < 0.01) | (kind >= 0.03)),
        "offset_s": np.full(n, 28_800),
        "distance_m": chance.integers(300, 9_000, n),
        "price_fen": price,
        "pay_fen": pay * np.where(hashed % 16 == 2, 6, 10) // 10,
        "subsidy_fen": np.where(chance.random(n) < 0.1, 100, 0),
        "tip_fen": np.where(chance.random(n) < 0.02, 200, 0),
        "deduction_fen": np.where(taken, chance.integers(50, 600, n), 0),
        "deduction_reason": pa.array(np.where(chance.random(n) < 0.5, "late", "damage"), mask=~taken),
        "pay_period": _words(
            ["2026-10", "2026-10-01/2026-10-15", "2026-10-16/2026-10-30", "2026-10-31/2026-11-14"],
            np.where(hashed // 7 % 10 == 1, 1 + (accepted - MIDNIGHT) // 86_400 // 15, 0),  # part-time: each 15 days
        ),
        "paid_s": pa.array(month_end + late * 86_400 + 36_000, mask=chance.random(n) < 0.001),
        "file_no": np.zeros(n, int),
        "row_no": before + 2 + np.arange(n),
    }
    return pa.table([pa.array(values[field.name]).cast(field.type) for field in ACCEPTED], schema=ACCEPTED)


def _words(words: list[str | None] | tuple[str, ...] | list[str], codes: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string())).cast(
        pa.string()
    )
