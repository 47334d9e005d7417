"""Is this mapping file right, and what does it say? Every fault is told with its key and line, all of them at once."""

import hashlib
import tomllib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from huxin.base.errors import reason_of
from huxin.oversight.orders.mapping.lines import line_numbers
from huxin.oversight.orders.mapping.model import Guarantee, Mapping, Source, written_moment
from huxin.oversight.orders.mapping.parts import file_part, limits_part, money_part, skip_part, time_part, unit_part
from huxin.oversight.orders.mapping.sources import read_source
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.schema import TABLES, VERSION, Table

LARGEST = 1 << 20
_SHOWN = 20
_TOML_WORDS = {
    "Invalid initial character for a key part": '键里有中文、空格或符号时要加英文引号，如 "状态" = …',
    "Invalid statement": '键里有中文、空格或符号时要加英文引号，如 "状态" = …',
    "Expected '=' after a key": "键的后面要有英文等号；含中文或空格的键要加英文引号",
    "Invalid value": '等号后面的值读不懂：文字要加英文引号，如 zone = "Asia/Shanghai"',
    "Illegal character '\\n'": "引号没有成对",
    "Unterminated string": "引号没有成对",
    "Unclosed array": "方括号没有成对，或缺少英文逗号",
    "Unclosed inline table": "花括号没有成对，或缺少英文逗号",
    "Expected newline or end of document": "一行只写一项，后面不能再有别的字；注释以 # 开头",
    "Cannot overwrite a value": "同一个键写了两次",
    "Duplicate inline table key": "同一个键写了两次",
    "Cannot declare": "同一节写了两次",
    "Expected ']' at the end of a table": "节的名称要写成 [名称]，占一整行",
    "Unescaped '\\'": "文字里的反斜杠要写成两个，或用英文单引号",
}
_TOP = ("name", "standard", "file", "time", "money", "distance", "limits", "skip", *TABLES)


@dataclass
class Faults:
    """What is wrong, with the path of the key it is about."""

    found: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def add(self, *keys: str, why: str) -> None:
        """Note a fault at a key."""
        self.found.append((keys, why))


def read_mapping(path: Path, *, area: str | None = None) -> Mapping:
    """The mapping of a TOML file; `area` stands in for a mapping without an area. Refused lists every fault."""
    try:
        if not path.is_file():
            raise Refused(f"没有映射文件“{path}”。请核对路径。")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused(f"打不开映射文件“{path}”：{reason_of(error)}。") from error
    if len(data) > LARGEST:
        raise Refused(f"映射文件“{path.name}”超过{LARGEST >> 20}MB，不像映射文件。")
    try:
        mapping = parse_mapping(data.decode("utf-8-sig"), path.name, area=area)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(f"映射文件“{path.name}”第{line}行不是UTF-8。请另存为UTF-8。") from error
    return replace(mapping, sha256=hashlib.sha256(data).hexdigest())


def parse_mapping(text: str, name: str, *, area: str | None = None) -> Mapping:
    """The mapping that a TOML text says; Refused lists every fault with its line."""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(f"映射文件“{name}”不是正确的TOML：{_toml_words(str(error))}。") from error
    faults = Faults()
    for key in said:
        if key not in _TOP:
            faults.add(key, why=f"没有这一节；{_perhaps(key, _TOP)}")
    sections = {key: _section(said, key, faults) for key in _TOP if key not in ("name", "standard")}
    if str(said.get("standard", VERSION)) != VERSION:
        faults.add("standard", why=f"本程序的标准版本是{VERSION}")
    unit, rounding, currency = money_part(sections["money"], faults)
    mapping = Mapping(
        name=str(said.get("name", "")),
        file=file_part(sections["file"], faults),
        time=time_part(sections["time"], faults),
        limits=limits_part(sections["limits"], faults),
        money_unit=unit, money_round=rounding, currency=currency,
        distance_unit=unit_part(sections["distance"], faults),
        skip=skip_part(sections["skip"], faults),
        tables={key: _table(TABLES[key], sections[key], area, faults) for key in TABLES if key in said},
        lines=line_numbers(text),
        path=name,
    )  # fmt: skip
    if "orders" not in said and not faults.found:
        faults.add("orders", why="缺少这一节：请逐项写出标准的列来自文件的哪一列")
    if faults.found:
        raise Refused(_told(mapping, faults.found))
    return mapping


def _told(mapping: Mapping, found: list[tuple[tuple[str, ...], str]]) -> str:
    """One fault in a sentence; several line by line as they stand in the file, below how many there are."""
    if len(found) == 1:
        [(keys, why)] = found
        return f"{mapping.where(*keys)}：{why}。"
    ordered = sorted(found, key=lambda fault: mapping.line_of(*fault[0]))
    start = f"映射文件“{mapping.path}”"
    lines = [f"  · {mapping.where(*keys).removeprefix(start)}：{why}。" for keys, why in ordered[:_SHOWN]]
    more = [f"其余{len(found) - _SHOWN}处，改好这些后再查。"] if len(found) > _SHOWN else []
    return "\n".join([f"{start}有{len(found)}处要改：", *lines, *more])


def _section(said: Dict[str, Any], key: str, faults: Faults) -> Dict[str, Any]:
    section = said.get(key, {})
    if isinstance(section, dict):
        return section
    faults.add(key, why=f"应为一节，写作[{key}]")
    return {}


def _table(table: Table, section: Dict[str, Any], area: str | None, faults: Faults) -> dict[str, Any]:
    """The sources of a table; each required column needs one."""
    sources = {}
    section = dict(section)
    if area and "area" not in section and "area" in table.names():
        section["area"] = {"const": area}
    for key, said in section.items():
        if key not in table.names():
            faults.add(table.name, key, why=f"标准里没有这一列；{_perhaps(key, table.names())}")
        elif source := read_source(table, key, said, faults):
            sources[key] = source
    for key, source in sources.items():
        hours = source.at_least.hours if isinstance(source.at_least, Guarantee) else ()
        if lacking := [end for end in hours if end in table.names() and end not in section]:
            faults.add(table.name, key, why=f"at_least 的 hours 用到的 {'、'.join(lacking)} 没有写来源")
        if any(_follows(sources.get(end)) for end in hours):
            faults.add(table.name, key, why="at_least 的 hours 要写直接读出的时间列；由用时推出的，写用时那一列")
        base = sources.get(source.after or source.rolls_over or "")
        if _follows(base):
            faults.add(table.name, key, why="after 要写直接读出的时间列，不能是又由别的时间推出的")
    missing = [column for column in table.columns if column.required and column.name not in section]
    for column in missing:
        if column.name == "offset_s":
            continue
        hint = f"；没有这项时写 {column.name} = {{ const = 0 }}" if column.name.endswith("_fen") else ""
        hint = "；也可以用 --area 给出" if column.name == "area" else hint
        hint = "；文件没有订单号时写 order_id = { row = true }" if column.name == "order_id" else hint
        faults.add(table.name, why=f"缺少必填的 {column.name}（{column.title}）{hint}")
    return sources


def _follows(source: Source | None) -> bool:
    """Is this a moment that is told by another column of the standard?"""
    return source is not None and bool(source.after) and written_moment(source.after or "") is None


def _perhaps(key: str, known: Sequence[str]) -> str:
    """The one that was meant, where that is plain; otherwise all of them."""
    near = get_close_matches(key, known, n=1, cutoff=0.75)
    return f"是不是 {near[0]}" if near else f"可以写：{'、'.join(known)}"


def _toml_words(error: str) -> str:
    """The parser's sentence with its place, in Chinese where it is a mistake that people make."""
    said, _, place = error.partition(" (at ")
    said = next((words for start, words in _TOML_WORDS.items() if said.startswith(start)), said)
    line, column = "", ""
    for word in place.rstrip(")").split(", "):
        line = word.removeprefix("line ") if word.startswith("line ") else line
        column = word.removeprefix("column ") if word.startswith("column ") else column
    where = f"第{line}行第{column}列" if line else ("文件末尾" if "end of document" in place else "")
    return f"{where}（{said}）" if where else said
