"""What does believable order data look like, in which it is known who was wronged and which rows are defective?

Made in numbers, a crew at a time, always the same for a seed, so that 10⁸ orders need no more memory than 10⁵. A rider
works two blocks a day and rests one day a week, is paid above the minimum and on time; a known share has one fault
planted a month. An hour is worth more to one than to another, by platform, place and person, and two in five come on
fewer days. One in ten rides the second block for another platform: the matching file knows that he is one person.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from huxin.law.seed.statutory import statutory_days
from huxin.oversight.orders.schema import MATCHING, ORDERS, Column, arrow

# What is planted, and the rule of the scan that has to find it.
FAULTS = {
    "low_pay": "wage.hourly",
    "long_stretch": "clock.order_taking",
    "long_day": "clock.daily_orders",
    "no_rest_day": "rest.weekly",
    "plain_holiday": "pay.holiday",
    "fines": "deduction.sanction",
    "late_pay": "pay.late",
    "high_commission": "commission.month",
}
# What is planted into single rows, and the reason for which they have to be handed back.
DEFECTS = ("reversed_times", "too_long", "negative_money", "unknown_area", "missing_value", "two_ends")
TRUTH = pa.schema([(name, pa.string()) for name in ("platform", "worker", "month", "fault", "rule")])

_USUAL = (100, 108, 122, 100, 104)  # what an hour is worth on each platform, and below in each area, of a hundred
_LOCAL = (108, 98, 97, 96, 95, 100, 99, 102)
_PEOPLE = 5326  # a seed of its own: who earns much or comes seldom does so in every month
_AREAS = ("532601", "532622", "532623", "532624", "532625", "532626", "532627", "532628")
_PLATFORMS = ("甲平台", "乙平台", "丙平台", "丁平台", "戊平台")
_CREW = 1_000
_OFFSET = 28_800
_PAID_AFTER, _LATE = 9, 35  # days after the month, and days late
_EPOCH = date(1970, 1, 1)
_NONE = len(FAULTS)
_CODES = {fault: at for at, fault in enumerate(FAULTS)}
_RAW = arrow([Column(c.name, c.type, c.unit, c.title, c.zh, c.en) for c in ORDERS.columns])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much of it, and how much of it is wrong (shares of worker-months and of rows)."""

    workers: int = 3_000
    months: Sequence[str] = ("2026-08", "2026-09", "2026-10")
    platforms: int = 3
    partners: int = 6
    orders_per_day: int = 16
    fault_share: float = 0.08
    defect_share: float = 0.0005
    known_until: date = date(2026, 11, 20)  # what is paid later is not paid yet
    seed: int = 2026


@dataclass
class Made:
    """What was written: files per month and platform, matching and truth, and how many rows of which defect."""

    orders: list[Path] = field(default_factory=list)
    matching: Path = Path()
    truth: Path = Path()
    rows: int = 0
    defects: Counter[str] = field(default_factory=Counter)


def sized(rows: int, seed: int = 2026) -> Sample:
    """A sample of one month with about so many orders."""
    per_worker = Sample().orders_per_day * 22
    return Sample(workers=max(1, rows // per_worker), months=("2026-10",), seed=seed)


def make(folder: Path, sample: Sample) -> Made:
    """Write the sample: orders-<month>-<n>.parquet by the standard, matching.parquet, truth.parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Made(matching=folder / "matching.parquet", truth=folder / "truth.parquet")
    with pq.ParquetWriter(made.matching, arrow(MATCHING.columns), compression="zstd") as keys:
        for first, size in _crews(sample):
            keys.write_table(_matching(sample, np.arange(first, first + size)))
    with pq.ParquetWriter(made.truth, TRUTH, compression="zstd") as truth:
        for at, month in enumerate(sample.months):
            _month(folder, sample, at, month, made, truth)
    return made


def _crews(sample: Sample) -> Iterator[tuple[int, int]]:
    for first in range(0, sample.workers, _CREW):
        yield first, min(_CREW, sample.workers - first)


def _month(folder: Path, sample: Sample, at: int, month: str, made: Made, truth: pq.ParquetWriter) -> None:
    """One month of every platform, crew by crew."""
    paths = [folder / f"orders-{month}-{platform + 1}.parquet" for platform in range(sample.platforms)]
    with ExitStack() as files:
        writers = [files.enter_context(pq.ParquetWriter(path, _RAW, compression="zstd")) for path in paths]
        for first, size in _crews(sample):
            chance = np.random.default_rng((sample.seed, at, first))
            crew = np.arange(first, first + size)
            faults = _planted(chance, sample, crew, date.fromisoformat(f"{month}-01"))
            truth.write_table(_truth(sample, crew, faults, month))
            values = _orders(chance, sample, crew, faults, month)
            made.defects.update(_spoil(chance, sample, values))
            table, platform = _table(sample, values, month), values["platform"]
            for number, writer in enumerate(writers):
                part = table.filter(pa.array(platform == number))
                writer.write_table(part, row_group_size=250_000)
                made.rows += part.num_rows
    made.orders += paths


def _home(sample: Sample, worker: np.ndarray) -> np.ndarray:
    """The platform of a worker."""
    home: np.ndarray = (worker * 7 + worker // 5) % sample.platforms
    return home


def _double(sample: Sample, worker: np.ndarray) -> np.ndarray:
    """Does the worker ride for a second platform too?"""
    both: np.ndarray = (worker % 10 == 3) & (sample.platforms > 1)
    return both


def _key(worker: np.ndarray, platform: np.ndarray) -> np.ndarray:
    """The pseudonym of a worker on a platform."""
    if not worker.size:
        return np.array([], "U1")
    return np.char.add(np.char.add("R", (platform + 1).astype(str)), np.char.zfill(worker.astype(str), 8))


def _matching(sample: Sample, crew: np.ndarray) -> pa.Table:
    double = crew[_double(sample, crew)]
    worker = np.concatenate([crew, double])
    platform = np.concatenate([_home(sample, crew), (_home(sample, double) + 1) % sample.platforms])
    columns = [_named(platform), pa.array(_key(worker, platform)), pa.array(np.char.add("P", worker.astype(str))),
               pa.nulls(worker.size, pa.string())]  # fmt: skip
    return pa.table(columns, schema=arrow(MATCHING.columns))


def _worth(crew: np.ndarray) -> np.ndarray:
    """What an hour of each person is worth, of a hundred: most near the middle, a few far above."""
    chance = np.random.default_rng((_PEOPLE, crew[0]))
    worth: np.ndarray = np.clip(100 * np.exp(0.18 * chance.standard_normal(crew.size)), 78, 170)
    return worth.astype(np.int64)


def _presence(sample: Sample, crew: np.ndarray, faults: np.ndarray) -> np.ndarray:
    """On how many of his days a person comes; who is wronged or rides for two platforms comes on all of them."""
    chance = np.random.default_rng((_PEOPLE, crew[0], 1))
    seldom = (chance.random(crew.size) < 0.4) & (faults == _NONE) & ~_double(sample, crew)
    return np.where(seldom, chance.triangular(0.2, 0.7, 1, crew.size), 1)


def _named(platform: np.ndarray, names: Sequence[str] = _PLATFORMS) -> pa.Array:
    return pa.array(np.array(names)[platform])


def _planted(chance: np.random.Generator, sample: Sample, crew: np.ndarray, first: date) -> np.ndarray:
    """The fault of each worker this month, or none; workers of two platforms have none."""
    known = list(range(len(FAULTS)))
    if not _holidays(first):
        known.remove(_CODES["plain_holiday"])
    if _after(first) + timedelta(days=_PAID_AFTER + _LATE) > sample.known_until:
        known.remove(_CODES["late_pay"])
    chosen = np.array(known)[chance.integers(0, len(known), crew.size)]
    planted = (chance.random(crew.size) < sample.fault_share) & ~_double(sample, crew)
    festive = np.array([(day + first.weekday()) % 7 for day in _holidays(first)], int)
    rests_then = (festive == (crew % 7)[:, None]).all(axis=1)  # who rests on the holiday cannot be paid badly for it
    planted &= ~((chosen == _CODES["plain_holiday"]) & rests_then)
    return np.where(planted, chosen, _NONE)


def _truth(sample: Sample, crew: np.ndarray, faults: np.ndarray, month: str) -> pa.Table:
    wronged = crew[faults != _NONE]
    names = np.array([*FAULTS, ""])[faults[faults != _NONE]]
    platform = _home(sample, wronged)
    rules = pa.array([FAULTS[name] for name in names], pa.string())
    columns = [_named(platform), pa.array(_key(wronged, platform)), pa.array([month] * wronged.size, pa.string())]
    return pa.table([*columns, pa.array(names.astype(str)), rules], schema=TRUTH)


def _holidays(first: date) -> list[int]:
    """The statutory days of a month, counted from its first."""
    days = statutory_days().get(first.year, frozenset())
    return sorted((day - first).days for day in days if day.month == first.month)


def _after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _blocks(
    chance: np.random.Generator, sample: Sample, crew: np.ndarray, faults: np.ndarray, first: date
) -> dict[str, np.ndarray]:
    """The blocks of work of a crew in a month: whose, on which day, from when, how long."""
    days = (_after(first) - first).days
    worker, day = (part.ravel() for part in np.indices((crew.size, days)))
    weekday = (day + first.weekday()) % 7
    rests = weekday == (crew[worker] % 7)
    comes = chance.random(worker.size) < _presence(sample, crew, faults)[worker]
    works = comes & (~rests | (faults[worker] == _CODES["no_rest_day"]))
    worker, day = worker[works], day[works]
    fault, bad = faults[worker], day % 9 == 4  # the days on which long hours fall
    long, stretched = bad & (fault == _CODES["long_day"]), bad & (fault == _CODES["long_stretch"])
    noon = np.where(stretched, 17_000, chance.integers(9_000, 12_000, worker.size))
    parts = [
        (np.full(worker.size, True), 9 * 3600, noon, 0),
        (~stretched, 18 * 3600, None, 1),
        (long, 13 * 3600 + 1_800, None, 0),
    ]
    pieces: dict[str, list[np.ndarray]] = {name: [] for name in ("worker", "day", "begin", "length", "second")}
    for wanted, opening, length, second in parts:
        n = int(wanted.sum())
        slow = np.where(long[wanted], 12_600, chance.integers(9_000, 12_600, n))
        pieces["worker"].append(worker[wanted])
        pieces["day"].append(day[wanted])
        pieces["begin"].append(opening + chance.integers(0, 1_200, n))
        pieces["length"].append(slow if length is None else np.where(long[wanted], 12_600, length[wanted]))
        pieces["second"].append(np.full(n, second))
    return {name: np.concatenate(found) for name, found in pieces.items()}


def _orders(
    chance: np.random.Generator, sample: Sample, crew: np.ndarray, faults: np.ndarray, month: str
) -> dict[str, np.ndarray]:
    """The orders of the blocks: begun one after the other, running into each other, paid by the time they stand for."""
    first = date.fromisoformat(f"{month}-01")
    blocks = _blocks(chance, sample, crew, faults, first)
    each = max(2, sample.orders_per_day // 2)
    block = np.repeat(np.arange(blocks["worker"].size), each)
    nth = np.tile(np.arange(each), blocks["worker"].size)
    step = blocks["length"][block] // each
    midnight = ((first - _EPOCH).days + blocks["day"][block]) * 86_400 - _OFFSET
    begin = midnight + blocks["begin"][block]
    accepted = begin + nth * step + chance.integers(0, 60, block.size) * (nth > 0)
    ended = np.minimum(accepted + step * chance.integers(100, 150, block.size) // 100, begin + blocks["length"][block])
    ended = np.where(nth == each - 1, begin + blocks["length"][block], ended)
    inside = blocks["worker"][block]
    worker, fault, day = crew[inside], faults[inside], blocks["day"][block]
    second = _double(sample, worker) & (blocks["second"][block] == 1)
    platform = np.where(second, (_home(sample, worker) + 1) % sample.platforms, _home(sample, worker))
    area = (worker // 3) % len(_AREAS)
    worth = _worth(crew)[inside] * np.array(_USUAL)[platform] * np.array(_LOCAL)[area] // 10_000
    values = {"worker": worker, "platform": platform, "fault": fault, "day": day, "accepted_s": accepted}
    values |= {"completed_s": ended, "cancelled_s": ended.copy(), "cancelled": chance.random(block.size) < 0.02}
    values |= {
        "area": area,
        "worth": worth,
        "distance_m": 300 + (ended - accepted) * chance.integers(1, 4, block.size),
    }
    return values | _money(chance, values, step, _holidays(first))


def _money(
    chance: np.random.Generator, values: dict[str, np.ndarray], step: np.ndarray, holidays: list[int]
) -> dict[str, np.ndarray]:
    """Pay of 28 to 40 yuan an hour of the time that an order stands for, times what the person's hour is worth; half as
    much again on statutory holidays."""
    fault, n = values["fault"], values["fault"].size
    worth = np.where(fault == _CODES["low_pay"], 100, values["worth"])
    pay = step * chance.integers(2_800, 4_000, n) // 3_600 * worth // 100
    holiday = np.isin(values["day"], holidays)
    pay = np.where(holiday & (fault != _CODES["plain_holiday"]), pay * 3 // 2, pay)
    pay = np.where(holiday & (fault == _CODES["plain_holiday"]), pay * 9 // 10, pay)
    pay = np.where(fault == _CODES["low_pay"], pay * 2 // 5, pay)
    share = np.where(fault == _CODES["high_commission"], 55, chance.integers(76, 84, n))
    fined = (fault == _CODES["fines"]) & (chance.random(n) < 0.2)
    return {
        "pay_fen": pay,
        "price_fen": pay * 100 // share,
        "tip_fen": np.where(chance.random(n) < 0.02, 200, 0),
        "deduction_fen": np.where(fined, 300, 0),
    }


def _spoil(chance: np.random.Generator, sample: Sample, values: dict[str, np.ndarray]) -> Counter[str]:
    """Spoil single rows in place, each in one way; rows of planted workers stay whole, so that their truth holds."""
    n = values["fault"].size
    spoilt = (chance.random(n) < sample.defect_share) & (values["fault"] == _NONE)
    values["defect"] = np.where(spoilt, chance.integers(0, len(DEFECTS), n), -1)
    kind = {name: values["defect"] == at for at, name in enumerate(DEFECTS)}
    values["completed_s"][kind["reversed_times"]] = values["accepted_s"][kind["reversed_times"]] - 60
    values["completed_s"][kind["too_long"]] += 90_000
    values["cancelled"] = np.where(spoilt, False, values["cancelled"])
    values["pay_fen"][kind["negative_money"]] *= -1
    values["cancelled_s"][kind["two_ends"]] = values["completed_s"][kind["two_ends"]]
    return Counter({name: int(found.sum()) for name, found in kind.items()})


def _table(sample: Sample, values: dict[str, np.ndarray], month: str) -> pa.Table:
    """The columns of the standard."""
    first = date.fromisoformat(f"{month}-01")
    n, worker, platform = values["worker"].size, values["worker"], values["platform"]
    defect = {name: values["defect"] == at for at, name in enumerate(DEFECTS)}
    late = np.where(values["fault"] == _CODES["late_pay"], _LATE, 0)
    payday = (_after(first) - _EPOCH).days + _PAID_AFTER + late
    areas = np.where(defect["unknown_area"], len(_AREAS), values["area"])
    number = np.char.add(np.char.zfill(worker.astype(str), 8), values["accepted_s"].astype(str))
    cancelled = values["cancelled"]
    partner = (worker // 11) % (sample.partners + 1)
    partners = np.array(["", *(f"合作企业{at + 1}" for at in range(sample.partners))])[partner]
    columns: dict[str, pa.Array] = {
        "order_id": pa.array(np.char.add(f"{month}-", number)),
        "platform": _named(platform),
        "worker": pa.array(_key(worker, platform), mask=defect["missing_value"]),
        "enterprise": _named(platform, [f"{name}文山公司" for name in _PLATFORMS]),
        "partner": pa.array(partners, mask=partner == 0),
        "relation": pa.array(["B"] * n),
        "industry": pa.array(["delivery"] * n),
        "area": _named(areas, (*_AREAS, "539999")),
        "accepted_s": pa.array(values["accepted_s"]),
        "completed_s": pa.array(values["completed_s"], mask=cancelled),
        "cancelled_s": pa.array(values["cancelled_s"], mask=~(cancelled | defect["two_ends"])),
        "offset_s": pa.array(np.full(n, _OFFSET)),
        "subsidy_fen": pa.array(np.zeros(n, np.int64)),
        "deduction_reason": pa.array(["超时"] * n, mask=values["deduction_fen"] == 0),
        "pay_period": pa.array([month] * n),
        "paid_s": pa.array(payday * 86_400 + 36_000 - _OFFSET, mask=payday > (sample.known_until - _EPOCH).days),
    } | {name: pa.array(values[name]) for name in ("distance_m", "price_fen", "pay_fen", "tip_fen", "deduction_fen")}
    filled = [columns[f.name].cast(f.type) if f.name in columns else pa.nulls(n, f.type) for f in _RAW]
    return pa.table(filled, schema=_RAW)
