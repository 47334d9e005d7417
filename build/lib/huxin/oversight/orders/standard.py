"""What does the written order-data standard say? Running text and the declarations, in Chinese and in English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huxin.oversight.orders.convert.checks import MINUTE
from huxin.oversight.orders.mapping.model import (
    BLANK_WORDS,
    CLOCK_DURATIONS,
    DISTANCE,
    DURATION,
    FORMS,
    KEYS,
    MONEY,
    Limits,
)
from huxin.oversight.orders.reading.raw import MOST_COLUMNS
from huxin.oversight.orders.reading.text import LONGEST_HEADING, LONGEST_LINE
from huxin.oversight.orders.reasons import NOTES, REASONS
from huxin.oversight.orders.schema import INDUSTRIES, PROMPTS, RELATIONS, SPANS, TABLES, VERSION, Column, Table

FILES = {"zh": "order-data.zh-CN.md", "en": "order-data.md"}


@dataclass(frozen=True, slots=True)
class Words:
    """The headings of the generated tables in one language; the running text lies in standard_<language>.txt."""

    at: int  # place of this language in a pair of meanings
    key: str
    yes: str
    values: str
    column: Sequence[str]
    value: Sequence[str]
    reason: Sequence[str]
    form: Sequence[str]
    unit: Sequence[str]
    source: Sequence[str]


_WORDS = {
    "zh": Words(
        0, "。键：{key}。", "是", "取值",
        column=("列", "类型", "单位", "必填", "含义"), value=("取值", "含义"), reason=("代码", "含义"),
        form=("时间写法", "含义（此外可用strptime写法，如 `%Y-%m-%d %H:%M`）"), unit=("单位", "可写"),
        source=("列的种类", "可写的键"),
    ),
    "en": Words(
        1, ". Key: {key}.", "yes", "Values of",
        column=("column", "type", "unit", "required", "meaning"), value=("value", "meaning"),
        reason=("code", "meaning"),
        form=("form of a moment", "meaning (besides strptime patterns such as `%Y-%m-%d %H:%M`)"),
        unit=("unit", "may be written"), source=("kind of column", "keys"),
    ),
}  # fmt: skip
_LISTS = {"relation": RELATIONS, "industry": INDUSTRIES, "sessions.kind": SPANS, "rest_prompts.kind": PROMPTS}


def written_standard(language: str) -> str:
    """The whole document, `language` being zh or en."""
    words = _WORDS[language]
    tables = [_table(table, words) for table in TABLES.values()]
    lists = [f"### {words.values} `{name}`\n\n{_meanings(words.value, known, words)}" for name, known in _LISTS.items()]
    text = Path(__file__).with_name(f"standard_{language}.txt").read_text(encoding="utf-8")
    return text.format(
        version=VERSION,
        hours=Limits().hours,
        speed=Limits().speed_kmh,
        minute=MINUTE,
        columns=MOST_COLUMNS,
        line=LONGEST_LINE >> 20,
        heading=LONGEST_HEADING >> 20,
        blank=" ".join(word for word in BLANK_WORDS if word),
        tables="\n".join((*tables, *lists)),
        mapping=_mapping(words),
        reasons=_meanings(words.reason, {reason.code: (reason.zh, reason.en) for reason in REASONS}, words),
        notes=_meanings(words.reason, NOTES, words),
    )


def _table(table: Table, words: Words) -> str:
    meaning = (f"{table.title}：{table.zh}", table.en)[words.at]
    key = words.key.format(key=" + ".join(f"`{name}`" for name in table.key))
    rows = [_column(column, words) for column in table.columns]
    return f"## `{table.name}`\n\n{meaning}{key}\n\n{_grid(words.column, rows)}"


def _column(column: Column, words: Words) -> list[str]:
    meaning = (f"{column.title}：{column.zh}", column.en)[words.at]
    return [f"`{column.name}`", column.type, column.unit, words.yes if column.required else "", meaning]


def _mapping(words: Words) -> str:
    units = {"money": MONEY, "distance": DISTANCE, "duration": (*DURATION, *CLOCK_DURATIONS)}
    return "\n".join(
        (
            _meanings(words.form, FORMS, words),
            _grid(words.unit, [[name, _codes(known)] for name, known in units.items()]),
            _grid(words.source, [[kind, _codes(known)] for kind, known in KEYS.items()]),
        )
    )


def _codes(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _meanings(head: Sequence[str], known: Mapping[str, tuple[str, str]], words: Words) -> str:
    return _grid(head, [[f"`{code}`", meaning[words.at]] for code, meaning in known.items()])


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
