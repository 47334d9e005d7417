"""Which cells of a file does a mapping need, and how is each taken: as bare text, or as a Parquet file types it?"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from huxin.base.sql import literal
from huxin.oversight.orders.mapping.model import Mapping, Source
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.refusal import Refused


def _closed(heading: str) -> str:
    return "".join(unicodedata.normalize("NFKC", heading).split())


def name(text: str) -> str:
    """A name as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'


def any_of(conditions: Iterable[str]) -> str:
    """The conditions joined by OR; FALSE for none."""
    return " OR ".join(f"({one})" for one in conditions) or "FALSE"


_GENERAL = {"zone": ("time", "zone"), "skip": ("skip",), "fill_down": ("file", "fill_down")}  # not of a table
CARRIED = "carried_down"  # the column that says whether a blank cell took the text of a row above


@dataclass
class Cells:
    """The cells of one file as a mapping sees them; asking for one makes it part of the first level."""

    raw: RawFile
    mapping: Mapping
    table: str
    _texts: set[int] = field(default_factory=set)

    def at(self, heading: str, key: str) -> int:
        """The place of a column by its heading; Refused where it is missing, twice there, or holds lists."""
        where = self.mapping.where(*_GENERAL.get(key, (self.table, key)))
        places = self._places(" ".join(heading.split()))
        if not places:
            known = "、".join(one for one in self.raw.headings if one)
            raise Refused(f"{where}：文件“{self.raw.name}”里没有列“{heading}”，有：{known[:300]}。")
        if len(places) > 1:
            raise Refused(
                f"{where}：文件“{self.raw.name}”有{len(places)}列都叫“{heading}”，请写“{heading}#1”、“{heading}#2”……说明是第几个。"
            )
        if self.raw.kinds[places[0]] == "unreadable":
            raise Refused(f"{where}：文件“{self.raw.name}”的列“{heading}”是列表或嵌套结构，不能作为一个值读取。")
        return places[0]

    def _places(self, heading: str) -> list[int]:
        """Where a heading stands; 金额#2 is the second of those that are called 金额."""
        places = [at for at, known in enumerate(self.raw.headings) if known == heading] or self._alike(heading)
        name, mark, nth = heading.rpartition("#")
        if places or not mark or not nth.isdecimal():
            return places
        alike = [at for at, known in enumerate(self.raw.headings) if known == name]
        return alike[int(nth) - 1 : int(nth)] if int(nth) else []

    def _alike(self, heading: str) -> list[int]:
        """Where a heading stands that differs in nothing but blanks and width: 订单 编号, 金额（元）."""
        return [at for at, known in enumerate(self.raw.headings) if _closed(known) == _closed(heading)]

    def kind(self, at: int) -> str:
        """How the cells of a column are typed."""
        return self.raw.kinds[at]

    def text(self, at: int) -> str:
        """The alias of a cell as bare text; NULL where it is blank."""
        self._texts.add(at)
        return f"t{at}"

    def typed(self, at: int) -> str:
        """The alias of a cell as the Parquet file has it."""
        return f"c{at}"

    def shown(self, heading: str | None, key: str) -> str:
        """What to show of a cell that cannot be read; empty where the value is of no single cell."""
        if heading is None:
            return ""
        at = self.at(heading, key)
        return self.text(at) if self.kind(at) == "text" else self.typed(at)

    def holds(self, conditions: Iterable[tuple[str, tuple[str, ...]]], key: str) -> str:
        """Does every named column hold one of its values?"""
        parts = []
        for heading, values in conditions:
            cell = self.text(self.at(heading, key))
            parts.append(f"({any_of(f'coalesce({cell}, {literal(str())}) = {literal(value)}' for value in values)})")
        return " AND ".join(parts)

    def when(self, source: Source, expression: str, key: str) -> str:
        """The expression, where the source's condition holds."""
        condition = self.condition(source, key)
        return f"CASE WHEN {condition} THEN {expression} END" if condition else expression

    def condition(self, source: Source, key: str) -> str:
        """When is the source taken: its columns hold what it asks for, and its cell no word for nothing of its own."""
        parts = [self.holds(source.when.items(), key)] if source.when else []
        if source.none and source.column is not None:
            cell = f"coalesce(CAST({self.shown(source.column, key)} AS VARCHAR), '')"
            parts.append(f"NOT ({any_of(f'{cell} = {literal(word)}' for word in source.none)})")
        return " AND ".join(parts)

    def bare(self) -> dict[str, str]:
        """The first level: texts without blanks around."""
        return {
            f"b{at}": f"bare(c{at})" if self.raw.kinds[at] == "text" else f"CAST(c{at} AS VARCHAR)"
            for at in sorted(self._texts)
        }

    def level(self) -> dict[str, str]:
        """The second level: texts, NULL where they are a word for nothing. (A list with IN would become a join.)"""
        words = sorted({"", *self.mapping.file.blank})
        longest = max(len(word.encode()) for word in words)
        out = {}
        for at in sorted(self._texts):
            blank = any_of(f"b{at} = {literal(word)}" for word in words)
            out[f"t{at}"] = f"CASE WHEN strlen(b{at}) <= {longest} AND ({blank}) THEN NULL ELSE b{at} END"
        return out

    def rows(self) -> str:
        """Where the cells come from: c0, c1 …, row_no."""
        path = literal(self.raw.cells)
        if self.raw.form != "parquet":
            return f"SELECT * {self._filled()} FROM read_parquet({path})"
        columns = ", ".join(
            f"{_taken(heading, kind)} AS c{at}"
            for at, (heading, kind) in enumerate(zip(self.raw.headings, self.raw.kinds, strict=True))
            if kind != "unreadable"
        )
        return f"SELECT {columns}, file_row_number + 1 AS row_no FROM read_parquet({path}, file_row_number = true)"

    def _filled(self) -> str:
        """Cells merged over several rows hold their text in the first of them: it is carried down to the blank ones."""
        carried, was_blank = [], []
        for heading in self.mapping.file.fill_down:
            at = self.at(heading, "fill_down")
            above = f"last_value(nullif(bare(c{at}), '') IGNORE NULLS) OVER (ORDER BY row_no)"
            carried.append(f"coalesce({above}, '') AS c{at}")
            was_blank.append(f"bare(c{at}) = '' AND {above} IS NOT NULL")
        return f"REPLACE ({', '.join(carried)}), {any_of(was_blank)} AS {CARRIED}" if carried else ""


def _taken(heading: str, kind: str) -> str:
    return f"CAST({name(heading)} AS VARCHAR)" if kind == "text" else name(heading)
