"""How is a content tree kept as plain JSON, and how does it come back?"""

import types
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from huxin.typesetting.content import InvalidContent, Paper

VERSION = 1

_hints = cache(get_type_hints)  # a paper has thousands of nodes of a dozen types


def to_json(paper: Paper) -> dict[str, Any]:
    """Plain dictionaries, lists, strings and numbers; what equals its default is left out."""
    return {"version": VERSION, **_plain(paper)}


def from_json(data: Any) -> Paper:
    """The tree that `to_json` wrote. Raises InvalidContent, which says where the data differ from a tree."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise InvalidContent([f"不是本系统的公文内容，或版本不是{VERSION}"])
    rest = {key: value for key, value in data.items() if key != "version"}
    return cast(Paper, _node(Paper, rest, "公文"))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {}
        for field in fields(value):
            item = getattr(value, field.name)
            if field.default is MISSING or item != field.default:
                kept[field.name] = _plain(item)
        return kept
    if isinstance(value, tuple):
        return [_tagged(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


def _tagged(item: Any) -> Any:
    kept = _plain(item)
    return {"kind": type(item).__name__.lower(), **kept} if type(item) in _block_types().values() else kept


@cache
def _block_types() -> dict[str, type]:
    blocks = get_args(get_args(_hints(Paper)["blocks"])[0])
    return {block.__name__.lower(): block for block in blocks}


def _value(kind: Any, data: Any, where: str) -> Any:
    if get_origin(kind) is tuple:
        if not isinstance(data, list):
            raise InvalidContent([f"{where}：应为列表"])
        return tuple(_value(get_args(kind)[0], item, f"{where}[{place}]") for place, item in enumerate(data))
    if get_origin(kind) in (types.UnionType, Union):
        return _choice(kind, data, where)
    if is_dataclass(kind):
        return _node(cast(type, kind), data, where)
    if issubclass(kind, StrEnum):
        if data not in tuple(kind):
            raise InvalidContent([f"{where}：没有“{data}”这一项"])
        return kind(data)
    if type(data) is not kind:
        raise InvalidContent([f"{where}：类型应为{kind.__name__}"])
    return data


def _choice(kind: Any, data: Any, where: str) -> Any:
    """A text that may be absent, or one of the kinds of block."""
    if type(None) in get_args(kind):
        return None if data is None else _value(str, data, where)
    block = _block_types().get(str(data.get("kind"))) if isinstance(data, dict) else None
    if block is None:
        raise InvalidContent([f"{where}：不认识的内容种类"])
    return _node(block, {key: value for key, value in data.items() if key != "kind"}, where)


def _node(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise InvalidContent([f"{where}：应为对象"])
    hints = _hints(kind)
    unknown = [key for key in data if key not in hints]
    missing = [field.name for field in fields(kind) if field.default is MISSING and field.name not in data]
    if unknown or missing:
        raise InvalidContent([f"{where}：多余的项 {unknown}，缺少的项 {missing}"])
    return kind(**{key: _value(hints[key], item, f"{where}.{key}") for key, item in data.items()})
