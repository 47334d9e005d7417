"""How do a file and a mapping become one query that gives every row in the standard, with its faults and its notes?"""

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from itertools import zip_longest

from huxin.base.sql import literal
from huxin.oversight.orders.convert.cells import CARRIED, Cells, any_of
from huxin.oversight.orders.convert.checks import Check, order_checks, unknown_area
from huxin.oversight.orders.convert.made import Made
from huxin.oversight.orders.convert.moments import moment
from huxin.oversight.orders.convert.numbers import number
from huxin.oversight.orders.convert.texts import text
from huxin.oversight.orders.convert.zones import Zone
from huxin.oversight.orders.mapping.model import (
    DISTANCE_KIND,
    MONEY_KIND,
    OFFSET_KIND,
    TEXT_KIND,
    TIME_KIND,
    Mapping,
    Source,
    kind_of,
)  # fmt: skip
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reasons import BIT, NOTES, REASON
from huxin.oversight.orders.schema import ORDERS, Column, Table

NOTE_BIT = {code: 1 << at for at, code in enumerate(NOTES)}
_NULLS = {"str": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query is made of: a file, its mapping, the table it becomes, the zone of its clock, the month."""

    raw: RawFile
    mapping: Mapping
    table: Table
    zone: Zone
    month: tuple[int, int] | None = None

    def sources(self) -> Dict[str, Source]:
        """The sources of the table's columns; the standard's own optional columns only where the file has them."""
        given = self.mapping.tables.get(self.table.name)
        if given:
            return given
        return {
            column.name: Source(column=column.name)
            for column in self.table.columns
            if column.required or column.name in self.raw.headings
        }


def query(plan: Plan) -> str:
    """One SELECT: file_no, row_no, the columns of the table, bits and cols (the faults), notes."""
    cells = Cells(plan.raw, plan.mapping, plan.table.name)
    sources = plan.sources()
    made = {
        column.name: _made(cells, column, sources[column.name], plan)
        for column in plan.table.columns
        if column.name in sources
    }
    if "offset_s" not in sources and any(column.name == "offset_s" for column in plan.table.columns):
        made["offset_s"] = _offset(cells, plan, made)
    _note_unused_ends(cells, sources, made)
    skipped = any_of(cells.holds([item], "skip") for item in plan.mapping.skip.items())
    faults = _faults(plan, made)
    zone = _zone_level(cells, plan)
    levels = [
        cells.bare(),
        cells.level(),
        *(_all(step) for step in zip_longest(*(one.steps for one in made.values()), fillvalue={})),
        _all(one.read for one in made.values()) | zone | {"skipped": skipped},
        _all(one.values for one in made.values()),
        _all(one.seconds for one in made.values()),
        _all(one.derived for one in made.values()) | _absent(plan.table, made),
        {f"fault_{at}": f"coalesce({check.condition}, FALSE)" for at, check in enumerate(faults)},
    ]
    sql = cells.rows()
    for level in levels:
        if level:
            sql = (
                f"SELECT *, {', '.join(f'{expression} AS {alias}' for alias, expression in level.items())} FROM ({sql})"
            )
    return _outcome(plan, made, faults, sql)


def _note_unused_ends(cells: Cells, sources: Dict[str, Source], made: Dict[str, Made]) -> None:
    """Count rows with an end in a cell that none of the conditions on it takes: perhaps a state that was forgotten."""
    ends = {name: one for name, one in sources.items() if name in ("completed_s", "cancelled_s") and one.column}
    for heading in dict.fromkeys(one.column or "" for one in ends.values()):
        alike = {name: one for name, one in ends.items() if one.column == heading}
        if all(one.when for one in alike.values()):
            taken = any_of(cells.holds(one.when.items(), name) for name, one in alike.items())
            first = next(iter(alike))
            made[first].note("unused_ends", f"{cells.shown(heading, first)} IS NOT NULL AND NOT ({taken})")


def _made(cells: Cells, column: Column, source: Source, plan: Plan) -> Made:
    kind, mapping = kind_of(column), plan.mapping
    if kind == TEXT_KIND:
        return text(cells, column, source)
    if kind == TIME_KIND:
        return moment(cells, column, source, plan.zone)
    if kind == OFFSET_KIND:
        return _said_offset(cells, source)
    unit = {MONEY_KIND: mapping.money_unit, DISTANCE_KIND: mapping.distance_unit}.get(kind, "s")
    return number(cells, column, source, kind, unit)


def _said_offset(cells: Cells, source: Source) -> Made:
    """The offset of each row from a cell, in seconds or as +08:00."""
    made = Made()
    at = None if source.const is not None else cells.at(source.column or "", "offset_s")
    if at is not None and cells.kind(at) == "int":
        written = seconds = cells.typed(at)
    else:
        written = literal(source.const or "") if at is None else cells.text(at)
        seconds = f"offset_of({written})"
    made.read["offset_s__r"] = f"CASE WHEN {seconds} BETWEEN -64800 AND 64800 THEN TRY_CAST({seconds} AS INTEGER) END"
    made.read["offset_s__p"] = f"{written} IS NOT NULL"
    made.derived["offset_s"] = "offset_s__r"
    made.faults["unreadable_time"] = "offset_s__p AND offset_s IS NULL"
    made.faults["missing_value"] = "NOT offset_s__p"
    return made


def _offset(cells: Cells, plan: Plan, made: Dict[str, Made]) -> Made:
    """The offset of each row from the zone at its first moment, or as that moment was written."""
    first = next(column.name for column in plan.table.columns if column.unit.startswith("epoch"))
    said = f"{first}__o" if f"{first}__o" in made[first].read else "NULL"
    offset = Made()
    if plan.mapping.time.zone_column:
        offset.cell = cells.shown(plan.mapping.time.zone_column, "zone")
        offset.faults["unknown_value"] = "offset_s IS NULL AND zone__n IS NULL AND zone__o IS NULL"
    offset.derived["offset_s"] = f"CAST(coalesce({plan.zone.offset_at(first)}, {said}) AS INTEGER)"
    offset.faults["missing_value"] = f"offset_s IS NULL AND {first} IS NOT NULL"
    return offset


def _zone_level(cells: Cells, plan: Plan) -> dict[str, str]:
    """The zone of each row from a cell: a name that the engine knows, or an offset."""
    heading = plan.mapping.time.zone_column
    if heading is None:
        return {}
    written = cells.text(cells.at(heading, "zone"))
    named = f"CASE WHEN {written} IN (SELECT name FROM known_zones) THEN {written} END"
    return {"zone__n": named, "zone__o": f"zone_offset({written})"}


def _faults(plan: Plan, made: Dict[str, Made]) -> list[Check]:
    """All conditions under which a row is handed back."""
    faults = [Check(reason, condition, name) for name, one in made.items() for reason, condition in one.faults.items()]
    faults += _mixed(plan, made)
    if plan.table is ORDERS:
        faults += order_checks(plan.mapping.limits, plan.month)
    elif "area" in made:
        faults.append(unknown_area())
    if "end_s" in made:
        faults.append(Check("reversed_times", "end_s < start_s"))
    return faults


def _mixed(plan: Plan, made: Dict[str, Made]) -> list[Check]:
    """Offsets that contradict the mapping's zone, or each other by more than daylight saving."""
    said = [name for name, one in made.items() if one.read.get(f"{name}__o", "NULL") != "NULL"]
    checks = []
    for at, name in enumerate(said):
        known = plan.zone.offset_at(name)
        if known != "NULL":
            slack = 3600 if plan.zone.offset else 0
            checks.append(Check("mixed_time_zones", f"{name}__o <> 0 AND abs({name}__o - {known}) > {slack}", name))
        checks += [Check("mixed_time_zones", f"abs({name}__o - {other}__o) > 3600", other) for other in said[at + 1 :]]
    return checks


def _all(parts: Iterable[dict[str, str]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for one in parts:
        merged |= one
    return merged


def _absent(table: Table, made: Dict[str, Made]) -> dict[str, str]:
    """Columns that the mapping does not give: not reported."""
    return {column.name: f"CAST(NULL AS {_NULLS[column.type]})" for column in table.columns if column.name not in made}


def _outcome(plan: Plan, made: Dict[str, Made], faults: list[Check], sql: str) -> str:
    """The last level: the columns in order, the faults as bits and in words, the notes as bits."""
    by_reason: dict[str, list[str]] = {}
    for at, check in enumerate(faults):
        by_reason.setdefault(check.reason, []).append(f"fault_{at}")
    bits = _bits((BIT[reason], any_of(found)) for reason, found in by_reason.items())
    notes: dict[str, list[str]] = {"carried_down": [CARRIED]} if plan.mapping.file.fill_down else {}
    for one in made.values():
        for code, conditions in one.notes.items():
            notes.setdefault(code, []).extend(conditions)
    noted = _bits((NOTE_BIT[code], any_of(found)) for code, found in notes.items())
    columns = ", ".join(
        f"CAST({column.name} AS {_NULLS[column.type]}) AS {column.name}" for column in plan.table.columns
    )
    return (
        f"SELECT {columns}, CAST({plan.raw.number} AS INTEGER) AS file_no, CAST(row_no AS BIGINT) AS row_no, bits, "
        f"CASE WHEN skipped THEN {literal(REASON['skipped'].zh)} WHEN bits <> 0 THEN {_words(plan, made, faults)} END "
        f"AS why, notes FROM (SELECT *, {noted} AS notes, "
        f"CASE WHEN skipped THEN CAST({BIT['skipped']} AS BIGINT) ELSE {bits} END AS bits FROM ({sql}))"
    )


def _words(plan: Plan, made: Dict[str, Made], faults: list[Check]) -> str:
    """What is wrong with a row, in a sentence: 时间读不懂（接单时间“2026-13-01”）；金额为负（补贴奖励）."""
    phrases = []
    for reason in REASON.values():
        for at, check in enumerate(faults):
            if check.reason == reason.code:
                words = literal(reason.zh)
                if check.column and reason.columns:
                    opening = literal(f"{reason.zh}（{plan.table.column(check.column).title}")
                    words = f"{opening} || {_shown(made, check)} || '）'"
                phrases.append(f"CASE WHEN fault_{at} THEN {words} END")
    return f"concat_ws('；', {', '.join(phrases)})"


def _shown(made: Dict[str, Made], check: Check) -> str:
    """What was written in the cell, quoted; nothing where the value is of no single cell."""
    cell = made[check.column].cell if check.column in made else ""
    return f"coalesce('“' || left(CAST({cell} AS VARCHAR), 60) || '”', '')" if cell else "''"


def _bits(parts: Iterable[tuple[int, str]]) -> str:
    """The sum of the bits whose condition holds."""
    cases = [f"CASE WHEN {condition} THEN CAST({bit} AS BIGINT) ELSE 0 END" for bit, condition in parts]
    return " + ".join(["CAST(0 AS BIGINT)", *cases])
