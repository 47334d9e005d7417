"""What can a mapping say? The vocabulary with which any platform's export is read into the standard."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from huxin.oversight.orders.schema import TABLES, Column

BLANK_WORDS = ("", "NULL", "null", "None", "NaN", "nan", "\\N", "N/A", "#N/A")

# Units as they are written in mappings and in cells: how many of the standard's unit, as a fraction.
MONEY = {"fen": (1, 1), "cent": (1, 1), "cents": (1, 1), "分": (1, 1), "jiao": (10, 1), "角": (10, 1)} | dict.fromkeys(
    ("yuan", "元", "¥", "￥", "CNY", "RMB", "dollar", "$", "USD", "EUR", "€"), (100, 1)
)
DISTANCE = {"m": (1, 1), "米": (1, 1), "meters": (1, 1), "km": (1000, 1), "公里": (1000, 1), "千米": (1000, 1)} | {
    "mile": (1609344, 1000), "miles": (1609344, 1000), "mi": (1609344, 1000), "英里": (1609344, 1000),
    "ft": (3048, 10000), "feet": (3048, 10000), "里": (500, 1),
}  # fmt: skip
DURATION = {
    "s": (1, 1), "sec": (1, 1), "秒": (1, 1), "ms": (1, 1000), "毫秒": (1, 1000),
    "min": (60, 1), "分钟": (60, 1), "h": (3600, 1), "小时": (3600, 1), "day": (86400, 1), "天": (86400, 1),
}  # fmt: skip
CLOCK_DURATIONS = ("h:m:s", "h:m", "m:s", "words")  # words: 1小时5分, 35 min, PT1H5M

# Names for the forms of a moment, besides strptime patterns such as "%Y-%m-%d %H:%M".
FORMS = {
    "iso": ("ISO 8601，日期与时间之间为T或空格，可带秒、小数、Z或+08:00",
            "ISO 8601 with T or a blank between, seconds and offset optional"),
    "epoch_s": ("1970年起的秒数", "seconds since 1970, UTC"),
    "epoch_ms": ("1970年起的毫秒数", "milliseconds since 1970, UTC"),
    "epoch_us": ("1970年起的微秒数", "microseconds since 1970, UTC"),
    "excel": ("Excel的日期序列值（1900年系统）", "serial number of Excel, 1900 system"),
}  # fmt: skip
DIRECTIVES = "YymdHIMSfpbBaAzj%"

TEXT_KIND, TIME_KIND, MONEY_KIND, DISTANCE_KIND, DURATION_KIND, OFFSET_KIND = (
    "text", "time", "money", "distance", "duration", "offset",
)  # fmt: skip
_BY_UNIT = {"fen": MONEY_KIND, "m": DISTANCE_KIND}

KEYS = {
    TEXT_KIND: ("column", "const", "join", "separator", "row", "values", "other", "blank", "when"),
    TIME_KIND: (
        "column",
        "date",
        "time",
        "after",
        "duration",
        "unit",
        "decimal",
        "formats",
        "rolls_over",
        "none",
        "when",
    ),
    MONEY_KIND: ("column", "const", "sum", "minus", "largest", "at_least", "unit", "decimal", "blank", "when"),
    DISTANCE_KIND: ("column", "const", "sum", "minus", "largest", "unit", "decimal", "blank", "when"),
    DURATION_KIND: ("column", "const", "unit", "decimal", "blank", "when"),
    OFFSET_KIND: ("column", "const"),
}
UNITS = {MONEY_KIND: MONEY, DISTANCE_KIND: DISTANCE, DURATION_KIND: DURATION, TIME_KIND: DURATION}


def written_moment(text: str) -> int | None:
    """A local time that a mapping writes itself (2026-10-01 00:00), in microseconds; None for anything else."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int(local.replace(tzinfo=UTC).timestamp()) * 1_000_000 if local.tzinfo is None else None


def kind_of(column: Column) -> str:
    """How a column of the standard is read: as text, time, money …"""
    if column.name == "offset_s":
        return OFFSET_KIND
    if column.unit.startswith("epoch"):
        return TIME_KIND
    return DURATION_KIND if column.unit == "s" else _BY_UNIT.get(column.unit, TEXT_KIND)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Pay that is promised for every hour of a shift: the rate from a column or as a figure, and how long the shift is,
    from a column, between two columns, or between two moments of the standard."""

    hourly: str
    hours: tuple[str, ...]
    unit: str = "h"
    is_figure: bool = False  # `hourly` is the rate itself


@dataclass(frozen=True, slots=True)
class Source:
    """How one value of the standard is made from the cells of a row; exactly one of the first groups is given."""

    column: str | None = None
    const: str | None = None
    join: tuple[str, ...] = ()
    row: bool = False
    sum: tuple[str, ...] = ()
    largest: tuple[str, ...] = ()
    date: str | None = None
    time: str | None = None
    after: str | None = None
    duration: str | None = None

    separator: str = ""
    minus: tuple[str, ...] = ()
    at_least: str | Guarantee | None = None
    values: Dict[str, str] = field(default_factory=dict)
    other: str | None = None
    blank: str | None = None
    unit: str | None = None
    decimal: str | None = None  # unsaid: as the file has it
    formats: tuple[str, ...] = ()
    rolls_over: str | None = None
    none: tuple[str, ...] = ()
    when: Dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """How the file itself is written."""

    encoding: str = "auto"
    delimiter: str = "auto"
    header_row: int = 1  # the last row of the heading; `header_from` is the first where it has several
    header_from: int = 0
    columns: tuple[str, ...] = ()
    sheet: str | int | None = None
    formulas: str = "values"
    decimal: str = ""  # unsaid: the full stop, and a comma that may be either is not read
    ragged: str = "reject"
    fill_down: tuple[str, ...] = ()
    blank: tuple[str, ...] = BLANK_WORDS


@dataclass(frozen=True, slots=True)
class Time:
    """How moments are written, and where they happened: a zone, an offset, "text" (each says its own) or a column."""

    zone: str = "Asia/Shanghai"
    zone_column: str | None = None
    formats: tuple[str, ...] = ("iso",)
    year: int | None = None  # of forms that say none
    ambiguous: str = "reject"
    repeated: str = "first"
    month: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond which an order is no order: hours from acceptance to end, kilometres an hour."""

    hours: int = 24
    speed_kmh: int = 200


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file, checked."""

    name: str = ""
    file: File = field(default_factory=File)
    time: Time = field(default_factory=Time)
    limits: Limits = field(default_factory=Limits)
    money_unit: str = "yuan"
    money_round: str = "refuse"
    currency: str = "CNY"
    distance_unit: str = "km"
    skip: Dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Dict[str, Dict[str, Source]] = field(default_factory=dict)
    lines: Dict[tuple[str, ...], int] = field(default_factory=dict)
    path: str = ""
    sha256: str = ""

    def where(self, *keys: str) -> str:
        """映射文件“m.toml”第12行 orders.pay_fen — the place of a key, for sentences."""
        line = self.line_of(*keys)
        place = f"第{line}行" if line else ""
        return f"映射文件“{self.path}”{place} {'.'.join(keys)}" if self.path else f"映射 {'.'.join(keys)}"

    def line_of(self, *keys: str) -> int:
        """The line of a key, or of the section that it should stand in; 0 where there is none."""
        return next((self.lines[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in self.lines), 0)

    def sources(self, table: str) -> Dict[str, Source]:
        """The sources of a table; of the standard's own columns where the mapping says nothing about the table."""
        return self.tables.get(table) or {name: Source(column=name) for name in TABLES[table].names()}


def standard_mapping() -> Mapping:
    """The mapping of a file that follows the standard: its names, fen, metres, seconds or ISO 8601 with offset."""
    return Mapping(name="标准", time=Time(zone="text", formats=("epoch_s", "iso")), money_unit="fen", distance_unit="m")
