"""Where does one column of the standard come from? One entry of a mapping, checked key by key."""

import re
from collections.abc import Callable
from collections.abc import Mapping as Dict
from typing import Any

from huxin.oversight.orders.mapping.model import (
    CLOCK_DURATIONS,
    DURATION,
    DURATION_KIND,
    KEYS,
    OFFSET_KIND,
    TEXT_KIND,
    TIME_KIND,
    UNITS,
    Guarantee,
    Source,
    kind_of,
    written_moment,
)  # fmt: skip
from huxin.oversight.orders.mapping.parts import Noting, check_formats
from huxin.oversight.orders.schema import Column, Table

# What a value can be made from: exactly one of these groups.
_WAYS = (("column",), ("const",), ("join",), ("row",), ("sum",), ("largest",), ("date", "time"), ("after", "duration"))
_TEXTS = ("column", "separator", "other", "date", "time", "after", "duration", "unit", "decimal", "rolls_over")
_FIGURE = re.compile(r"-?\d{1,11}(\.\d{1,6})?")
_LISTS = ("join", "sum", "minus", "largest", "formats", "none")
_HINTS = dict.fromkeys(_LISTS, '要写文字的列表，如 ["甲", "乙"]') | {
    "values": '要写文件里的词和标准的取值，都是文字，如 { "专送" = "A" }',
    "when": '要写列名和它的取值，都是文字，如 { "状态" = ["完成"] }',
    "row": "只能写 row = true",
    "at_least": '要写列名，或按小时的保底，如 { hourly = "保底时薪", hours = "班次时长", unit = "h" }；'
    'hourly 也可写数，hours 也可写上下班两列，如 ["上线", "下线"]',
    "const": "要写文字或数",
    "blank": "要写文字或数",
}


def read_source(table: Table, key: str, said: Any, faults: Noting) -> Source | None:
    """The source that an entry says: a text is the name of a column. None after a fault."""
    column = table.column(key)
    kind = kind_of(column)
    said = {"column": said} if isinstance(said, str) else said
    if not isinstance(said, dict):
        faults.add(table.name, key, why='请写列名，如 "接单时间"，或 { column = "接单时间", … }')
        return None
    before = _Counting(faults)
    for name in said:
        if name not in KEYS[kind]:
            before.add(table.name, key, why=f"{column.title}不能写 {name}；可以写：{'、'.join(KEYS[kind])}")
    ways = [way for way in _WAYS if any(name in said for name in way)]
    if len(ways) != 1 or any(name not in said for name in ways[0]):
        choices = "、".join("+".join(way) for way in _WAYS if all(name in KEYS[kind] for name in way))
        before.add(table.name, key, why=f"要写且只写一种来源：{choices}")
    values = _values(table, column, said, before)
    if before.count:
        return None
    source = Source(**values)
    _check(table, column, source, kind, before)
    return None if before.count else source


class _Counting:
    """Notes faults and knows how many."""

    def __init__(self, faults: Noting) -> None:
        self._faults, self.count = faults, 0

    def add(self, *keys: str, why: str) -> None:
        self.count += 1
        self._faults.add(*keys, why=why)


def _values(table: Table, column: Column, said: Dict[str, Any], faults: Noting) -> dict[str, Any]:
    """The entry with every value of the type it needs."""
    out: dict[str, Any] = {}
    for name, value in said.items():
        if name not in KEYS[kind_of(column)]:
            continue  # told already
        if name in _TEXTS and isinstance(value, str):
            out[name] = value
        elif name in ("const", "blank") and isinstance(value, str | int | float) and not isinstance(value, bool):
            out[name] = str(value)
        elif name in _LISTS and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            out[name] = tuple(value)
        elif name == "values" and isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            out[name] = value
        elif name == "when" and isinstance(value, dict) and all(_some_texts(one) for one in value.values()):
            out[name] = {heading: (one,) if isinstance(one, str) else tuple(one) for heading, one in value.items()}
        elif name == "row" and value is True:
            out[name] = True
        elif name == "at_least" and (least := _at_least(value)) is not None:
            out[name] = least
        else:
            faults.add(table.name, column.name, why=f"{name} 的写法不对：{_HINTS.get(name, '要写文字')}")
    return out


def _at_least(value: Any) -> str | Guarantee | None:
    """A column, or what is promised an hour; None for anything else."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or not {"hourly", "hours"} <= set(value) <= {"hourly", "hours", "unit"}:
        return None
    hourly, hours, unit = value["hourly"], value["hours"], value.get("unit", "h")
    hours = [hours] if isinstance(hours, str) else hours
    is_figure = isinstance(hourly, int | float) and not isinstance(hourly, bool)
    if not (isinstance(hourly, str) or is_figure) or not isinstance(unit, str) or not _some_texts(hours):
        return None
    return Guarantee(str(hourly), tuple(hours), unit, is_figure) if 1 <= len(hours) <= 2 else None


def _some_texts(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _check(table: Table, column: Column, source: Source, kind: str, faults: Noting) -> None:
    """What the values must hold among themselves."""

    def fault(why: str) -> None:
        faults.add(table.name, column.name, why=why)

    if source.row and column.name != "order_id":
        fault("只有 order_id 可以用行号（row = true）")
    if kind == TEXT_KIND:
        written = (source.const, source.other, source.blank, *source.values.values())
        wrong = [one for one in written if one is not None and column.values and one not in column.values]
        if wrong:
            fault(f"{'、'.join(wrong)}不是{column.title}的取值；可以是：{'、'.join(column.values)}")
        if source.other is not None and not source.values:
            fault("other 要与 values 一起写")
    if source.decimal not in (None, ".", ","):
        fault(f"decimal 不能是{source.decimal!r}；可以是：.、,")
    if kind in UNITS and source.unit is not None:
        units = (*UNITS[kind], *(CLOCK_DURATIONS if kind in (TIME_KIND, DURATION_KIND) else ()))
        if source.unit not in units:
            fault(f"不认识单位“{source.unit}”；可以是：{'、'.join(units)}")
            return
    if kind in UNITS and kind != TIME_KIND:
        _check_figures(source, fault)
    if isinstance(source.at_least, Guarantee):
        _check_guarantee(table, source.at_least, fault)
    if kind == TIME_KIND:
        _check_moment(table, column, source, faults)
    if kind == OFFSET_KIND and source.const is not None and not source.const.lstrip("+-").replace(":", "").isdigit():
        fault("时区偏移请写秒数，或写作 +08:00")


def _check_figures(source: Source, fault: Callable[[str], None]) -> None:
    for text in (source.const, source.blank):
        if text is not None and not _FIGURE.fullmatch(text):
            fault(f"“{text}”不是数；请写如 0 或 3.50")


def _check_guarantee(table: Table, said: Guarantee, fault: Callable[[str], None]) -> None:
    units = (*DURATION, *CLOCK_DURATIONS)
    if said.unit not in units:
        fault(f"at_least 里不认识单位“{said.unit}”；可以是：{'、'.join(units)}")
    if said.is_figure and not (_FIGURE.fullmatch(said.hourly) and 0 < float(said.hourly) <= 1_000_000):
        fault(f"at_least 里的 hourly“{said.hourly}”不是每小时的金额；请写如 15 或 18.50")
    moments = [one for one in said.hours if one in table.names() and kind_of(table.column(one)) == TIME_KIND]
    if moments and len(set(moments)) < 2:
        fault("at_least 里的 hours 要么写标准的两个时间列，要么写文件的列")


def _check_moment(table: Table, column: Column, source: Source, faults: Noting) -> None:
    moments = [one.name for one in table.columns if kind_of(one) == TIME_KIND]
    for name, other in (("after", source.after), ("rolls_over", source.rolls_over)):
        if name == "after" and written_moment(other or "") is not None:
            continue
        if other is not None and (other not in moments or other == column.name):
            rest = "、".join(one for one in moments if one != column.name)
            given = "，或写出时刻，如 2026-10-01 00:00" if name == "after" else ""
            faults.add(table.name, column.name, why=f"{name} 要写另一个时间列：{rest}{given}")
    if source.formats:
        check_formats(source.formats, faults, table.name, column.name)
