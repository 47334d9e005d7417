"""How is a text of the standard made: a cell, a constant, cells joined, the row's number; by a list of values?"""

from huxin.base.sql import literal
from huxin.oversight.orders.convert.cells import Cells, any_of
from huxin.oversight.orders.convert.made import Made
from huxin.oversight.orders.mapping.model import Source
from huxin.oversight.orders.schema import Column

LONGEST = 200
_UNPRINTABLE = r"[\x00-\x1f\x7f\x{FFFD}]"


def text(cells: Cells, column: Column, source: Source) -> Made:
    """The SQL of a text column."""
    made, key = Made(), column.name
    taken = cells.when(source, _taken(cells, source, key), key)
    made.read[f"{key}__r"] = taken
    value = _listed(f"{key}__r", source, column)
    if source.blank is not None:
        made.note("blanks_filled", f"{key}__r IS NULL")
        value = f"CASE WHEN {key}__r IS NULL THEN {literal(source.blank)} ELSE {value} END"
    made.values[key] = value
    made.cell = f"{key}__r"
    unknown = [f"{key}__r IS NOT NULL AND {key} IS NULL"] if source.values else []
    if column.values:
        unknown.append(f"{key} IS NOT NULL AND NOT ({any_of(f'{key} = {literal(value)}' for value in column.values)})")
    if unknown:
        made.faults["unknown_value"] = any_of(unknown)
    if column.required:
        made.faults["missing_value"] = f"{key}__r IS NULL AND {key} IS NULL"
    if source.const is None and not source.row and not column.values:
        bad = [f"strlen({key}) > {LONGEST * 4} OR length({key}) > {LONGEST}"]
        if cells.raw.controls:
            found = (
                f"contains({key}, chr(0))"
                if cells.raw.form == "parquet"
                else f"regexp_matches({key}, '{_UNPRINTABLE}')"
            )
            bad.append(found)
        made.faults["unreadable_text"] = any_of(bad)
    return made


def _taken(cells: Cells, source: Source, key: str) -> str:
    if source.const is not None:
        return literal(source.const)
    if source.row:
        return f"'{cells.raw.number}-' || CAST(row_no AS VARCHAR)"
    if source.join:
        parts = [cells.text(cells.at(heading, key)) for heading in source.join]
        return f" || {literal(source.separator)} || ".join(parts)
    assert source.column is not None
    return cells.text(cells.at(source.column, key))


def _listed(taken: str, source: Source, column: Column) -> str:
    """The value behind a written one; NULL for one that is not in the list."""
    if not source.values:
        return taken
    known = dict(source.values)
    for value in column.values:
        known.setdefault(value, value)
    cases = " ".join(f"WHEN {literal(written)} THEN {literal(value)}" for written, value in known.items())
    other = "NULL" if source.other is None else f"CASE WHEN {taken} IS NOT NULL THEN {literal(source.other)} END"
    return f"CASE {taken} {cases} ELSE {other} END"
