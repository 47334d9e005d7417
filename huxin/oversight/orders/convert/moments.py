"""How is a moment read to the second: from several written forms, two cells, a duration, in any time zone?

Per column `__l` is the local reading and `__i` the exact instant (in microseconds; one of them is there), `__o` the
offset that was written beside it, and the column itself the second in UTC. A bare Z says the instant, not the place.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from huxin.base.sql import literal
from huxin.oversight.orders.convert.cells import Cells, any_of
from huxin.oversight.orders.convert.made import Made
from huxin.oversight.orders.convert.numbers import part
from huxin.oversight.orders.convert.zones import Zone
from huxin.oversight.orders.mapping.model import DURATION_KIND, Source, written_moment
from huxin.oversight.orders.schema import Column

FIRST, LAST = 946_684_800, 4_102_444_800  # 2000 and 2100 in UTC: no order of ours is outside
LATEST = "latest_known()"  # a macro of the connection: the moment of the check
_EPOCHS = {"epoch_s": "epoch_s_us", "epoch_ms": "epoch_ms_us", "epoch_us": "epoch_us_us"}
_MULTIPLES = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
_DIGITS = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2, "j": 3}
_CLOCK_CELL = r"^(1899-12-3[01]|1900-01-0\d) "  # how a time of day in Excel is read
_MIDNIGHT = r" 00:00:00(\.0+)?$"


def moment(cells: Cells, column: Column, source: Source, zone: Zone) -> Made:
    """The SQL of a column that is a moment."""
    made, key = Made(), column.name
    made.cell = _joined(cells, source, key) if source.date else cells.shown(source.column, key)
    if source.after is not None:
        _later(made, cells, source, key, zone)
    else:
        _read(made, cells, source, key)
        _resolve(made, source, key, zone)
    if column.required:
        made.faults["missing_value"] = f"NOT {key}__p"
    made.faults["implausible_time"] = f"{key} < {FIRST} OR {key} > {LATEST}"
    return made


def _later(made: Made, cells: Cells, source: Source, key: str, zone: Zone) -> None:
    """A moment some time after another one, or after one that the mapping writes."""
    took = part(cells, source.duration or "", key, DURATION_KIND, source.unit or "s", source.decimal)
    made.read[f"{key}__d"] = cells.when(source, took.amount, key)
    present = cells.when(source, took.present, key)
    made.read[f"{key}__p"] = f"coalesce({present}, FALSE)"
    if (written := written_moment(source.after or "")) is not None:
        made.seconds[key] = f"({zone.instant(str(written))}) // 1000000 + {key}__d"
    else:
        made.derived[key] = f"{source.after} + {key}__d"
    made.faults["unreadable_time"] = f"{key}__p AND {key}__d IS NULL"


def _read(made: Made, cells: Cells, source: Source, key: str) -> None:
    """Take the cell, in whatever form and type it is."""
    forms = source.formats or cells.mapping.time.formats
    at = cells.at(source.column, key) if source.column is not None else None
    typed = "text" if at is None else cells.kind(at)
    local = instant = offset = "NULL"
    if at is not None and typed in ("local", "date"):
        local = f"epoch_us(CAST({cells.typed(at)} AS TIMESTAMP))"
    elif at is not None and typed == "instant":
        instant = f"epoch_us(CAST({cells.typed(at)} AS TIMESTAMPTZ))"
    elif at is not None and typed in ("int", "float") and (known := [one for one in forms if one in _MULTIPLES]):
        instant = _counted(cells.typed(at), typed, known)
    else:
        text = _joined(cells, source, key) if at is None else cells.text(at)
        local, instant, offset = _texts(made, key, text, forms, cells)
        readings = [f"{key}__f{nth}" for nth, form in enumerate(_walls(forms))]
        if len(readings) > 1 and cells.mapping.time.ambiguous == "reject":
            made.read[f"{key}__a"] = f"greatest({', '.join(readings)}) <> least({', '.join(readings)})"
            made.faults["ambiguous_time"] = f"{key}__a AND {key}__p"
    present = f"{_joined(cells, source, key)} IS NOT NULL" if at is None else _present(cells, at, typed)
    made.read[f"{key}__p"] = f"coalesce({cells.when(source, present, key)}, FALSE)"
    made.read[f"{key}__l"] = cells.when(source, f"in_reach({local})", key)
    made.read[f"{key}__i"] = cells.when(source, f"in_reach({instant})", key)
    made.read[f"{key}__o"] = cells.when(source, offset, key)


def _present(cells: Cells, at: int, typed: str) -> str:
    if typed == "float":
        return f"is_figure({cells.typed(at)})"
    return f"{cells.text(at) if typed in ('text', 'decimal') else cells.typed(at)} IS NOT NULL"


def _joined(cells: Cells, source: Source, key: str) -> str:
    """Date and time of day from two cells."""
    day = cells.text(cells.at(source.date or "", key))
    clock = cells.text(cells.at(source.time or "", key))
    return f"(regexp_replace({day}, '{_MIDNIGHT}', '') || ' ' || regexp_replace({clock}, '{_CLOCK_CELL}', ''))"


def _counted(cell: str, typed: str, forms: list[str]) -> str:
    """A number as the form whose years are plausible."""
    amount = (
        f"TRY_CAST({cell} * {{multiple}} AS BIGINT)"
        if typed == "float"
        else f"TRY_CAST({cell} AS BIGINT) * {{multiple}}"
    )
    cases = " ".join(
        f"WHEN {cell} BETWEEN {FIRST * 10**6 // _MULTIPLES[form]} AND {LAST * 10**6 // _MULTIPLES[form]} "
        f"THEN {amount.format(multiple=_MULTIPLES[form])}"
        for form in forms
    )
    return f"CASE {cases} END"


def _walls(forms: tuple[str, ...]) -> list[str]:
    """The forms that say what a clock on the wall shows, and no instant by themselves."""
    return [form for form in forms if form not in _EPOCHS]


def _texts(made: Made, key: str, text: str, forms: tuple[str, ...], cells: Cells) -> tuple[str, str, str]:
    """A text as local reading, as instant, and the offset written in it. First it is read as it stands, and only where
    that fails as a person might have typed it."""
    walls, halved = _walls(forms), any("%p" in form for form in forms)
    walls += ["iso"] if cells.raw.form == "xlsx" and "iso" not in walls else []
    year = cells.mapping.time.year
    counts = [_EPOCHS[form] for form in forms if form in _EPOCHS]
    whole, said, half, counted, tidy, wall = (f"{key}__{letter}" for letter in "wshnyc")
    made.step(**{whole: text})
    made.step(**{said: f"said_offset({whole})"} | ({half: f"half_day({whole})"} if halved else {}))
    plain = {f"{key}__f{nth}": _reading(form, whole, half, year) for nth, form in enumerate(walls)}
    made.step(**plain, **{counted: _first(f"{count}({whole})" for count in counts)})
    made.step(**{tidy: f"CASE WHEN {_first((counted, *plain))} IS NULL THEN typed({whole}) END"})
    made.step(**{wall: _first((*plain, *(_reading(form, tidy, f"half_day({tidy})", year) for form in walls)))})
    offset = f"offset_of({said})"
    away = f"CASE WHEN {said} IS NOT NULL THEN {wall} - coalesce({offset}, 0) * 1000000 END"
    instant = _first((counted, *(f"{count}({tidy})" for count in counts), away))
    return f"CASE WHEN {said} IS NULL THEN {wall} END", instant, offset


def _first(readings: Iterable[str]) -> str:
    """The first that is one; NULL for none."""
    return f"coalesce({', '.join((*readings, 'NULL'))})"


def _reading(form: str, text: str, half: str, year: int | None) -> str:
    """A text in a written form, in microseconds by the clock on the wall; `half` is the text with AM and PM in it."""
    if form in ("excel", "iso"):
        return f"{form}_us({text})"
    bare = form.removesuffix("%z").rstrip()
    if form.endswith("%z"):
        text = f"without_offset({text})"
        half = f"half_day({text})"
    text = half if "%p" in form else text
    if year and not re.search("%[-#]?[Yyj]", bare):
        text, bare = f"'{year} ' || {text}", f"%Y {bare}"
    reading = f"in_reach(pattern_us({text}, {literal(bare)}))"  # %Y reads 26 as the year 26
    if shape := _shape(bare):
        reading = f"CASE WHEN regexp_full_match({text}, {literal(shape)}) THEN {reading} END"
    return reading


def _shape(form: str) -> str:
    """What a text must look like where figures stand side by side: 230 is not 23:00. Empty where none do."""
    parts = re.findall(r"%[-#]?(.)|(.)", form)
    side_by_side = [bool(one[0] in _DIGITS and other[0] in _DIGITS) for one, other in pairwise(parts)]
    if not any(side_by_side):
        return ""
    fixed = [before or after for before, after in zip([False, *side_by_side], [*side_by_side, False], strict=True)]
    return "".join(
        rf"\d{{{_DIGITS[letter]}}}" if exact else ".+?" if letter else r"\s*" if mark == " " else re.escape(mark)
        for (letter, mark), exact in zip(parts, fixed, strict=True)
    )


def _resolve(made: Made, source: Source, key: str, zone: Zone) -> None:
    """From the local reading to the second in UTC."""
    local = f"{key}__l"
    if source.rolls_over:
        base = f"{source.rolls_over}__l"
        local = f"({key}__l + CASE WHEN {key}__l < {base} THEN 86400000000 ELSE 0 END)"
    made.values[f"{key}__u"] = f"coalesce({key}__i, {zone.instant(local)})"
    made.seconds[key] = f"{key}__u // 1000000 - CASE WHEN {key}__u % 1000000 < 0 THEN 1 ELSE 0 END"
    unread = f"{key}__p AND {key}__l IS NULL AND {key}__i IS NULL"
    gap, twice = zone.gap(local), zone.twice(local)
    impossible = [gap] if gap else []
    if twice and zone.repeated == "reject":
        impossible.append(twice)
    elif twice:
        made.note("repeated_hour", f"{key}__i IS NULL AND ({twice})")
    if impossible:
        made.faults["impossible_local_time"] = f"{key}__i IS NULL AND ({any_of(impossible)})"
    explained = f"coalesce({any_of(impossible)}, FALSE)"
    made.faults["unreadable_time"] = f"{unread} OR ({key}__p AND {key}__u IS NULL AND NOT {explained})"
    made.note("subsecond", f"{key}__u % 1000000 <> 0")
