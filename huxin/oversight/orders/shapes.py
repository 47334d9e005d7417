"""Which column of a worker's own order export means what? Known shapes of exports, and a guess where none fits.

A worker's file has his own orders alone: who he is, for whom and where he worked he says beside it. What is told here
becomes a mapping like any other, so that the file is read by the open standard.
"""

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from huxin.oversight.orders.mapping.model import File, Mapping, Source, Time
from huxin.oversight.orders.mapping.propose import fits, forms_of, guessed, opened, samples_of, unit_of
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.told import TOLD

HIMSELF = "本人"
FIRST = 3  # rows that are shown
_MONEY = ("pay_fen", "subsidy_fen", "tip_fen", "deduction_fen", "price_fen")
_TIME_ALONE = r"\D{0,4}\d{1,2}\s*[:：时点].*"
_ZERO = ("subsidy_fen", "tip_fen", "deduction_fen")


@dataclass(frozen=True, slots=True)
class Shape:
    """An export that is read without asking: its name, and the heading of each column."""

    title: str
    columns: Dict[str, str]


SHAPES = (
    Shape(
        "配送订单明细",
        {
            "order_id": "订单编号", "accepted_s": "接单时间", "completed_s": "送达时间", "pay_fen": "配送费",
            "subsidy_fen": "补贴", "tip_fen": "打赏", "deduction_fen": "扣款", "deduction_reason": "扣款原因",
        },
    ),
    Shape(
        "出行订单明细",
        {
            "order_id": "行程编号", "accepted_s": "接单时间", "completed_s": "下车时间", "pay_fen": "司机收入",
            "subsidy_fen": "奖励", "price_fen": "乘客实付", "distance_m": "里程（公里）",
        },
    ),
    Shape(
        "开放订单数据标准",
        {
            "order_id": "order_id", "accepted_s": "accepted_s", "completed_s": "completed_s", "pay_fen": "pay_fen",
            "subsidy_fen": "subsidy_fen", "tip_fen": "tip_fen", "deduction_fen": "deduction_fen",
        },
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a file: its headings, some rows as they stand, the shape that fits, what each column may be."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shape: Shape | None
    guessed: Dict[str, str]
    samples: Dict[str, list[str]]
    header_row: int = 1


def look(path: Path, work: Path) -> Look:
    """What is in the file, before anything is read; helper files go into `work`. Refused where it cannot be opened."""
    work.mkdir(parents=True, exist_ok=True)
    raw, header_row = opened(path, work)
    samples = samples_of(raw)
    headings = tuple(heading for heading in raw.headings if heading)
    fits = [shape for shape in SHAPES if {*shape.columns.values()} <= {*headings}]
    told = {name for name, _, _ in TOLD}
    found = {name: heading for name, heading in guessed(headings).items() if name in told}
    found |= _day(headings, samples.get(found.get("accepted_s", ""), ()))
    shape = fits[0] if fits else None
    return Look(headings, _first(raw), shape, dict(shape.columns) if shape else found, samples, header_row)


def _day(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The column of days, where the times are written without one."""
    if not cells or not all(re.fullmatch(_TIME_ALONE, _shown(cell).strip()) for cell in cells):
        return {}
    fits = [heading for heading in headings if re.search(r"日期|日子|哪天|date", heading, re.IGNORECASE)]
    return {"day": fits[0]} if fits else {}


def _first(raw: RawFile) -> tuple[tuple[str, ...], ...]:
    """The first rows under the headings, as they stand."""
    batch = next(pq.ParquetFile(raw.cells).iter_batches(batch_size=FIRST), None)
    if batch is None:
        return ()
    columns = [column.to_pylist() for heading, column in zip(raw.headings, batch.columns, strict=False) if heading]
    return tuple(tuple(map(_shown, line)) for line in zip(*columns, strict=True))


def _shown(cell: object) -> str:
    """A cell as its program shows it: Excel keeps a time of day on the day before 1900."""
    return "" if cell is None else str(cell).removeprefix("1899-12-31 ").removesuffix(" 00:00:00")


def mapping_of(
    seen: Look,
    columns: Dict[str, str],
    *,
    platform: str,
    firm: str,
    area: str,
    industry: str,
    relation: str = "B",
) -> Mapping:
    """The mapping that reads the file: `columns` as told (TOLD), everything else as he says of himself.

    Times are read in every written form that occurs in the file, by the clock of Beijing; money is in yuan unless the
    heading says another unit; whole seconds and fen where the file is by the standard.
    """
    standard = columns.get("accepted_s") == "accepted_s"
    moments = {name: columns[name] for name in ("accepted_s", "completed_s") if columns.get(name)}
    sources: dict[str, Source] = {
        "platform": Source(const=platform), "worker": Source(const=HIMSELF),
        "enterprise": Source(const=firm or platform),
        "relation": Source(const=relation), "industry": Source(const=industry), "area": Source(const=area),
        "order_id": Source(column=columns["order_id"]) if columns.get("order_id") else Source(row=True),
        **{name: Source(const="0") for name in _ZERO},
    }  # fmt: skip
    for name in (*_MONEY, "distance_m", "deduction_reason"):
        if heading := columns.get(name):
            blank = "0" if name in _ZERO else None
            sources[name] = Source(column=heading, unit=unit_of(heading, name), blank=blank)
    if day := columns.get("day"):
        forms = tuple(f"{date} {time}" for date in _DAYS for time in _clocks(seen, moments))
        sources["accepted_s"] = Source(date=day, time=moments["accepted_s"])
        if "completed_s" in moments:
            sources["completed_s"] = Source(date=day, time=moments["completed_s"], rolls_over="accepted_s")
    else:
        forms = tuple(forms_of(moments, dict(seen.samples)))
        sources |= {name: Source(column=heading) for name, heading in moments.items()}
    return Mapping(
        name="自有订单文件", file=File(header_row=seen.header_row), time=Time(formats=forms),
        money_unit="fen" if standard else "yuan", distance_unit="m" if standard else "km", tables={"orders": sources},
    )  # fmt: skip


def _clocks(seen: Look, moments: Dict[str, str]) -> tuple[str, ...]:
    """In which forms the hours of these columns may be written."""
    cells = [_shown(cell).strip() for heading in moments.values() for cell in seen.samples.get(heading, ())]
    return (*_CLOCKS, *(form for form in _RARE_CLOCKS if any(fits(cell, form) for cell in cells)))


_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d")
_CLOCKS = ("%H:%M:%S", "%H:%M")
_RARE_CLOCKS = (  # asked for only where a file has them
    "%p%I:%M", "%p%I:%M:%S", "%p %I:%M", "%p %I:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%H时%M分", "%H点%M分",
)  # fmt: skip


def missing(columns: Dict[str, str], headings: Sequence[str]) -> str:
    """What is still to be told, in a sentence; empty where the file can be read."""
    for name, words, needed in TOLD:
        if needed and not columns.get(name):
            return f"请选择“{words}”在哪一列。"
        if columns.get(name) and columns[name] not in headings:
            return f"文件里没有“{columns[name]}”这一列，请重新选择“{words}”。"
    named = [heading for heading in columns.values() if heading]
    twice = next((heading for heading in named if named.count(heading) > 1), "")
    return f"“{twice}”选了两次，请每一列只选一次。" if twice else ""
