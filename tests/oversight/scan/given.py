"""What the tests of the scan stand on: orders by hand and at random, and a law in which every rule has its figures."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.law.parameters import Force, Parameter, Status, Table
from huxin.law.seed.parameters import seed_table
from huxin.law.units import Unit
from huxin.oversight.orders.schema import ACCEPTED, PROVENANCE, SESSIONS, arrow

BEIJING = 28_800
HOLIDAYS = (date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3), date(2027, 1, 1))
_PLAIN: dict[str, Any] = {
    "platform": "甲", "worker": "w1", "person": None, "enterprise": "甲公司", "partner": None, "relation": "B",
    "industry": "delivery", "area": "532601", "picked_up_s": None, "completed_s": None, "cancelled_s": None,
    "offset_s": BEIJING, "distance_m": None, "price_fen": 1_000, "pay_fen": 800, "subsidy_fen": 0, "tip_fen": 0,
    "deduction_fen": 0, "deduction_reason": None, "pay_period": None, "paid_s": None, "file_no": 0, "row_no": 0,
}  # fmt: skip


def at(text: str, offset_s: int = BEIJING) -> int:
    """The moment of a local wall clock: 2026-10-12 08:00[:30]."""
    local = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int(local.timestamp()) - offset_s


def order(begin: int | str, seconds: int | None, **other: Any) -> dict[str, Any]:
    """An order of so many seconds, open where None."""
    accepted = at(begin, other.get("offset_s", BEIJING)) if isinstance(begin, str) else begin
    end = None if seconds is None else accepted + seconds
    return _PLAIN | {"accepted_s": accepted, "completed_s": end} | other


def written(orders: Iterable[dict[str, Any]], path: Path) -> Path:
    """The orders as an accepted file, numbered where they have no number."""
    rows = [{"order_id": f"o{n}"} | one for n, one in enumerate(orders)]
    pq.write_table(pa.Table.from_pylist(rows, ACCEPTED), path)
    return path


def session(kind: str, begin: int | str, seconds: int, **other: Any) -> dict[str, Any]:
    """A session of so many seconds."""
    start = at(begin) if isinstance(begin, str) else begin
    plain = {"platform": "甲", "worker": "w1", "person": None, "area": "532601", "offset_s": BEIJING, "file_no": 0}
    return plain | {"kind": kind, "start_s": start, "end_s": start + seconds, "row_no": 0} | other


def written_sessions(sessions: Iterable[dict[str, Any]], path: Path) -> Path:
    """Sessions as an accepted file."""
    rows = [one | {"row_no": n + 2} for n, one in enumerate(sessions)]
    pq.write_table(pa.Table.from_pylist(rows, arrow((*SESSIONS.columns, *PROVENANCE))), path)
    return path


def random_sessions(seed: int, orders: list[dict[str, Any]], *, sessions: int = 60) -> list[dict[str, Any]]:
    """Sessions of all kinds around orders: across them, within them, over midnight, twice at once, elsewhere."""
    chance = random.Random(seed)
    found = []
    for _ in range(sessions):
        one = chance.choice(orders)
        begin = one["accepted_s"] + chance.choice((0, 0, chance.randrange(-20_000, 20_000)))
        seconds = chance.choice((0, 60, 1_200, 3_600, chance.randrange(1, 40_000), 86_400))
        kind = chance.choice(("required", "meeting", "rest", "rest", "online"))
        area = one["area"] if chance.random() < 0.8 else "532622"
        found.append(
            session(kind, begin, seconds, platform=one["platform"], worker=one["worker"], area=area)
            | {"offset_s": one["offset_s"] if chance.random() < 0.9 else 25_200}
        )
    return found


def figure(code: str, value: int, unit: Unit, **other: Any) -> Parameter:
    """A figure agreed or made up for a test."""
    return Parameter(
        **{
            "code": code, "value": value, "unit": unit, "force": Force.CONSULTATION, "valid_from": date(2020, 1, 1),
            "document": "测试", "status": Status.VERIFIED,
        } | other
    )  # fmt: skip


def clocks_of_all() -> list[Parameter]:
    """The clocks that one platform published, as if all had: so that every kind of clock runs."""
    rows = [row for row in seed_table().rows if row.code.startswith("clock.") and row.code.endswith(".滴滴")]
    return [replace(row, code=row.code.removesuffix(".滴滴")) for row in rows]


def full_law() -> Table:
    """The seed, with a figure for everything that the seed leaves to the parties, so that every rule is asked."""
    bp, s, days = Unit.BASIS_POINTS, Unit.SECONDS, Unit.DAYS
    return Table(
        [
            *seed_table().rows,
            *clocks_of_all(),
            figure("allowance.share", 733, bp, area="532601", relation="B"),
            figure("allowance.per_order", 17, s, area="532622"),
            figure("working_time.daily", 6 * 3600, s, relation="B"),
            figure("working_time.weekly", 30 * 3600, s, relation="B", force=Force.MANDATORY),
            figure("rest_day.weekly", 1, days, relation="B"),
            figure("holiday.rate", 13_000, bp, area="532601"),
            figure("commission.cap", 2_150, bp, area="532600"),
            figure("commission.cap", 1_800, bp, area="532622", force=Force.MANDATORY),
            figure("commission.cap.乙", 2_500, bp),
            figure("deduction.cap", 500, bp, force=Force.MANDATORY),
            figure("deduction.sanction", 1, Unit.CHOICE),
            figure("pay.cycle", 15, days, relation="B", area="532601"),
            figure("pay.cycle_months", 1, Unit.MONTHS, relation="B", force=Force.MANDATORY),
            figure("pay.cycle_months", 1, Unit.MONTHS, relation="A"),
            figure("rest.long_break", 1_200, s, relation="B"),
            figure("presence.share", 9_000, bp, area="532622", relation="B"),
            figure("clock.daily_orders.limit", 7 * 3600, s, industry="courier"),
            figure("clock.daily_orders.counts", 3, Unit.CHOICE, industry="courier"),
            figure("clock.daily_orders.reset", 3, Unit.CHOICE, industry="courier"),
        ]
    )


def random_orders(seed: int, *, orders: int = 400, workers: int = 12, days: int = 40) -> list[dict[str, Any]]:
    """Orders of all kinds from 2026-09-20 on: stacked, touching, nested, open, over midnight, in other time zones."""
    chance = random.Random(seed)
    posts = [_random_post(chance) for _ in range(workers + 4)]
    found = []
    for n in range(orders):
        worker = chance.randrange(workers)
        post = posts[worker if chance.random() < 0.9 else chance.randrange(len(posts))]
        day = date(2026, 9, 20) + timedelta(days=chance.randrange(days))
        begin = at(f"{day} 00:00") + chance.choice((chance.randrange(86_400), chance.randrange(96) * 900))
        seconds = chance.choice((None, 0, 1, 900, 1_200, 1_800, 3_600, chance.randrange(1, 30_000), 86_400))
        fare = chance.randrange(500, 6_000) // (1 if worker % 3 else 20)  # some are paid next to nothing
        found.append(_random_order(chance, n, begin, seconds, fare) | post | {"worker": f"w{worker}"})
        found[-1]["person"] = f"p{worker % 5}" if worker < 8 else None
    return found


def crowds(seed: int, orders: int) -> list[dict[str, Any]]:
    """Random orders of three crowds: one worker, a few, many, so many orders each; one scan serves for all."""
    found = []
    for workers in (1, 3, 12):
        for one in random_orders(seed + workers, orders=orders, workers=workers):
            person = one["person"] and f"{one['person']}-{workers}"
            found.append(one | {"worker": f"{one['worker']}-{workers}", "person": person})
    return found


def month_of(worker: str, hours: int, fen_an_hour: int, **other: Any) -> list[dict[str, Any]]:
    """Every day of October 2026 so many orders of an hour each from 8:00 on, one after another."""
    return [
        order(f"2026-10-{day:02} {8 + n:02}:00", 3600, worker=worker, pay_fen=fen_an_hour, price_fen=fen_an_hour)
        | {"order_id": f"{worker}-{day}-{n}"} | other
        for day in range(1, 32) for n in range(hours)
    ]  # fmt: skip


def _random_post(chance: random.Random) -> dict[str, Any]:
    platform = chance.choice("甲乙丙")
    return {
        "platform": platform,
        "enterprise": f"{platform}公司",
        "partner": chance.choice((None, "站一", "站二")),
        "relation": chance.choice(("A", "A'", "B", "B", "B", "C")),
        "industry": chance.choice(("delivery", "ride", "freight", "courier", "other")),
        "area": chance.choice(("532601", "532601", "532622", "532623")),
        "offset_s": chance.choice((BEIJING, BEIJING, BEIJING, 25_200, -18_000)),
    }


def _random_order(chance: random.Random, n: int, begin: int, seconds: int | None, price: int) -> dict[str, Any]:
    end = None if seconds is None else begin + seconds
    cancelled = end is not None and chance.random() < 0.1
    taken = chance.random() < 0.3
    period = chance.choice((None, "2026-09", "2026-10", "2026-09-16/2026-09-30", "2026-10-01/2026-10-15"))
    return {
        "order_id": f"o{n}",
        "accepted_s": begin,
        "picked_up_s": None if chance.random() < 0.3 else begin + chance.randrange(1 + (seconds or 0)),
        "completed_s": None if cancelled else end,
        "cancelled_s": end if cancelled else None,
        "distance_m": None,
        "price_fen": chance.choice((price, price, price, None, 0)),
        "pay_fen": None if chance.random() < 0.002 else price * chance.randrange(60, 101) // 100,
        "subsidy_fen": chance.choice((0, 0, 50)),
        "tip_fen": chance.choice((0, 100)),
        "deduction_fen": chance.randrange(1, 500) if taken else 0,
        "deduction_reason": chance.choice(("late", "差评", "damage", None)) if taken else None,
        "pay_period": period,
        "paid_s": None if chance.random() < 0.1 else begin + chance.randrange(80) * 86_400,
        "file_no": 0,
        "row_no": n + 2,
    }
