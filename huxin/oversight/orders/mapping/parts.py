"""What do the general sections of a mapping say: the file, its clock, its money, distance, limits, rows to skip?"""

import re
from collections.abc import Mapping as Dict
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from huxin.oversight.orders.convert.zones import TEXT, fixed_offset, misleading
from huxin.oversight.orders.mapping.model import DIRECTIVES, DISTANCE, FORMS, MONEY, File, Limits, Time
from huxin.oversight.orders.reading.encodings import KNOWN

MOST_FORMS = 100  # ten dates, ten clocks
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class Noting(Protocol):
    """Where faults are noted."""

    def add(self, *keys: str, why: str) -> None:
        """Note a fault at a key."""


class _Reader:
    """One section, read key by key; what is left unread at the end is a fault."""

    def __init__(self, name: str, section: Dict[str, Any], faults: Noting, known: tuple[str, ...]) -> None:
        self.name, self.section, self.faults = name, section, faults
        for key in section:
            if key not in known:
                faults.add(name, key, why=f"没有这个键；可以写：{'、'.join(known)}")

    def one_of(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """A text from a list."""
        value = self.section.get(key, default)
        if value in choices:
            return str(value)
        self.faults.add(self.name, key, why=f"不能是{value!r}；可以是：{'、'.join(choices)}")
        return default

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """A whole number within bounds."""
        value = self.section.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.faults.add(self.name, key, why=f"应为{low}到{high}的整数")
        return default

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts."""
        value = self.section.get(key)
        if value is None:
            return default
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.faults.add(self.name, key, why='应为文字的列表，如 ["甲", "乙"]')
        return default


def file_part(section: Dict[str, Any], faults: Noting) -> File:
    """The section [file]."""
    keys = (
        "encoding", "delimiter", "header_row", "columns", "sheet", "formulas", "decimal", "ragged", "fill_down",
        "blank",
    )  # fmt: skip
    read = _Reader("file", section, faults, keys)
    sheet = section.get("sheet")
    if sheet is not None and (not isinstance(sheet, str | int) or isinstance(sheet, bool)):
        faults.add("file", "sheet", why="应为工作表的名称，或从1起的序号")
        sheet = None
    first, header = _heading_rows(read)
    columns = read.texts("columns", ())
    if not header and not columns:
        faults.add("file", "header_row", why="没有表头（header_row = 0）时，请用 columns 依次写出列名")
    return File(
        encoding=read.one_of("encoding", KNOWN, "auto"),
        delimiter=read.one_of("delimiter", ("auto", ",", "\t", ";", "|"), "auto"),
        header_row=header,
        header_from=first,
        columns=columns,
        sheet=sheet,
        formulas=read.one_of("formulas", ("values", "refuse"), "values"),
        decimal=read.one_of("decimal", ("", ".", ","), ""),
        ragged=read.one_of("ragged", ("reject", "fit"), "reject"),
        fill_down=read.texts("fill_down", ()),
        blank=read.texts("blank", File().blank),
    )


def _heading_rows(read: _Reader) -> tuple[int, int]:
    """The first and the last row of the heading: header_row = 3, or header_row = [2, 3] where it has two rows."""
    said = read.section.get("header_row", 1)
    if isinstance(said, list) and len(said) == 2 and all(type(one) is int for one in said):
        if 1 <= said[0] <= said[1] <= said[0] + 9 and said[1] <= 1000:
            return said[0], said[1]
        read.faults.add(read.name, "header_row", why="几行的表头写首行和末行，如 [1, 2]，最多十行")
        return 1, 1
    row = read.whole("header_row", 0, 1000, 1)
    return row, row


def time_part(section: Dict[str, Any], faults: Noting) -> Time:
    """The section [time]."""
    keys = ("zone", "formats", "dates", "clocks", "year", "ambiguous", "repeated", "month")
    read = _Reader("time", section, faults, keys)
    said, column = section.get("zone", Time().zone), None
    if isinstance(said, dict) and set(said) == {"column"} and isinstance(said["column"], str):
        column, said = said["column"], TEXT
    elif not known_zone(said):
        faults.add(
            "time", "zone",
            why=f"不认识时区{said!r}；可以写时区名（如 Asia/Shanghai）、+08:00、"
            "text（时间自带时区）或 { column = \"列名\" }",
        )  # fmt: skip
        said = Time().zone
    month = section.get("month")
    if month is not None and not (isinstance(month, str) and _MONTH.fullmatch(month)):
        faults.add("time", "month", why="应写作 2026-10")
        month = None
    return Time(
        zone=said,
        zone_column=column,
        formats=_formats(read, faults),
        year=read.whole("year", 2000, 2099, 2000) if "year" in section else None,
        ambiguous=read.one_of("ambiguous", ("reject", "first"), "reject"),
        repeated=read.one_of("repeated", ("first", "second", "reject"), "first"),
        month=month,
    )


def _formats(read: _Reader, faults: Noting) -> tuple[str, ...]:
    """The forms of a moment: as they are written, and each date with each clock."""
    dates, clocks = read.texts("dates", ()), read.texts("clocks", ())
    if bool(dates) != bool(clocks):
        faults.add("time", "dates" if dates else "clocks", why="dates 和 clocks 要一起写：每种日期配每种钟点")
    paired = tuple(f"{day} {clock}" for day in dates for clock in clocks)
    written = read.texts("formats", () if paired else Time().formats)
    key = "formats" if written or not paired else "dates"
    return check_formats((*written, *paired), faults, "time", key)


def known_zone(name: object) -> bool:
    """Is this the name of a zone, an offset, or the word for times that say their own?"""
    if not isinstance(name, str):
        return False
    if name == TEXT or fixed_offset(name) is not None:
        return True
    if misleading(name):
        return False
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def check_formats(formats: tuple[str, ...], faults: Noting, *keys: str) -> tuple[str, ...]:
    """Forms of a moment that we can read, in their order."""
    if not formats or len(formats) > MOST_FORMS:
        faults.add(*keys, why=f"请写1到{MOST_FORMS}种时间写法，共写了{len(formats)}种")
        return Time().formats
    for form in formats:
        wrong = [found for found in re.findall(r"%[-#]?(.?)", form) if not found or found not in DIRECTIVES]
        if form not in FORMS and (wrong or "%" not in form):
            faults.add(*keys, why=f"不认识时间写法{form!r}；可以是 {'、'.join(FORMS)}，或如 %Y-%m-%d %H:%M:%S 的写法")
        elif "%I" in form and "%p" not in form:
            faults.add(*keys, why=f"时间写法{form!r}里的 %I 是12小时制，要同时写 %p（上午、下午）；24小时制写 %H")
        elif "半" in form:
            faults.add(*keys, why=f"时间写法{form!r}里不要写“半”：点半按30分读，写到 %M分 为止")
        elif "%z" in form and not form.endswith("%z"):
            faults.add(*keys, why=f"时间写法{form!r}中的 %z 只能在最后")
    return formats


def money_part(section: Dict[str, Any], faults: Noting) -> tuple[str, str, str]:
    """The section [money]: unit, what to do with parts of a fen, currency."""
    read = _Reader("money", section, faults, ("unit", "round", "currency"))
    currency = section.get("currency", "CNY")
    if not (isinstance(currency, str) and re.fullmatch(r"[A-Z]{3}", currency)):
        faults.add("money", "currency", why="应为三个大写字母的货币代码，如 CNY")
        currency = "CNY"
    return (
        read.one_of("unit", tuple(MONEY), "yuan"),
        read.one_of("round", ("refuse", "half_up"), "refuse"),
        currency,
    )


def unit_part(section: Dict[str, Any], faults: Noting) -> str:
    """The section [distance]."""
    return _Reader("distance", section, faults, ("unit",)).one_of("unit", tuple(DISTANCE), "km")


def limits_part(section: Dict[str, Any], faults: Noting) -> Limits:
    """The section [limits]."""
    read = _Reader("limits", section, faults, ("hours", "speed_kmh"))
    return Limits(
        hours=read.whole("hours", 1, 24, Limits().hours), speed_kmh=read.whole("speed_kmh", 1, 1000, Limits().speed_kmh)
    )


def skip_part(section: Dict[str, Any], faults: Noting) -> dict[str, tuple[str, ...]]:
    """The section [skip]: per column the values of rows that are no orders."""
    read = _Reader("skip", section, faults, tuple(section))
    return {key: read.texts(key, ()) for key in section}
