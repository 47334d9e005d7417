"""How are money, distance and durations read, exactly: units, thousands separators, sums of columns, rounding?

All arithmetic is decimal with six places (a seventh is rounded). Money that is finer than a fen is a fault, unless the
mapping says to round; distance and durations are rounded to whole metres and seconds.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from huxin.base.sql import literal
from huxin.oversight.orders.convert.cells import Cells, any_of
from huxin.oversight.orders.convert.made import Made
from huxin.oversight.orders.mapping.model import (
    CLOCK_DURATIONS,
    DURATION_KIND,
    MONEY_KIND,
    TIME_KIND,
    UNITS,
    Guarantee,
    Source,
    kind_of,
)
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.schema import ORDERS, Column

_MOMENTS = {one.name for one in ORDERS.columns if kind_of(one) == TIME_KIND}
_LARGEST = 10**11  # in the standard's unit: twelve figures and six decimals fill a DECIMAL(18, 6)
# 1小时5分30秒, 35 min, 1h 5m, P1DT2H: one group a unit
_WORDS = (
    r"(?i)P?(?:(\d{1,3})\s*(?:天|日|days?|d),?\s*)?T?(?:(\d{1,4}(?:\.\d+)?)\s*(?:[个個]?小[时時]|[时時]|hours?|hrs?|h)\s*)?"
    r"(?:(\d{1,5}(?:\.\d+)?)\s*(?:分[钟鐘]?|minutes?|mins?|m)\s*)?(?:(\d{1,7}(?:\.\d+)?)\s*(?:秒[钟鐘]?|seconds?|secs?|s))?"
)
_CLOCK_CELL = r"(1899-12-31|1900-01-\d\d) \d\d:\d\d:\d\d(\.\d+)?"  # 1:20:00 in a cell of Excel
_SINCE = "date_diff('second', TIMESTAMP '1899-12-31', TRY_CAST({} AS TIMESTAMP))"
_EITHER = r"[^.,]*\d{1,3},\d{3}[^.,\d]*"
_CLOCK = {
    "h:m:s": (r"\d{1,4}:[0-5]?\d:[0-5]?\d(\.\d+)?", (3600, 60, 1)),
    "h:m": (r"\d{1,4}:[0-5]?\d", (3600, 60)),
    "m:s": (r"\d{1,5}:[0-5]?\d(\.\d+)?", (60, 1)),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One cell of a sum: is anything in it, and how much."""

    present: str
    amount: str


def number(cells: Cells, column: Column, source: Source, kind: str, unit: str) -> Made:
    """The SQL of a column of money, distance or duration; `unit` is what the mapping says of its kind in general."""
    made, key, unit = Made(), column.name, source.unit or unit
    if source.const is not None and not source.minus and source.at_least is None:
        made.values[key] = cells.when(source, str(_constant(cells, key, source.const, kind, unit)), key)
    else:
        plus = source.sum or source.largest or ((source.column,) if source.column is not None else ())
        made.cell = cells.shown(source.column, key)
        parts = [part(cells, heading, key, kind, unit, source.decimal) for heading in (*plus, *source.minus)]
        total = _total(cells, made, key, source, parts, len(plus), kind, unit)
        bad = [f"{one.present} AND {key}__{at} IS NULL" for at, one in enumerate(parts)]
        condition, level = cells.condition(source, key), made.values
        if source.at_least is not None:
            least = _least(cells, made, source, key, unit, bad)
            if isinstance(source.at_least, Guarantee):
                made.note("guaranteed_pay", f"{key} IS NOT NULL AND {least} > {total}")
                level = made.derived  # it may lean on moments
            total = f"CASE WHEN {total} IS NOT NULL THEN greatest({total}, {least}) END"
        level[key] = f"CAST({f'CASE WHEN {condition} THEN {total} END' if condition else total} AS BIGINT)"
        if kind == MONEY_KIND and cells.mapping.money_round == "refuse":
            bad.append(f"{total} <> {key}")
        elif kind == MONEY_KIND:
            made.note("rounded_money", f"{total} <> {key}")
        made.faults["unreadable_number"] = f"({any_of(bad)}){f' AND {condition}' if condition else ''}"
    if column.required:
        unreadable = made.faults.get("unreadable_number", "FALSE")
        made.faults["missing_value"] = f"{key} IS NULL AND NOT coalesce({unreadable}, FALSE)"
    return made


def _least(cells: Cells, made: Made, source: Source, key: str, unit: str, bad: list[str]) -> str:
    """What is promised at least, from a column or by the hour; NULL where a cell says nothing. Adds what makes it
    unreadable to `bad`."""

    def cell(name: str, heading: str, kind: str, of: str) -> str:
        one = part(cells, heading, key, kind, of, source.decimal)
        made.read[name] = one.amount
        bad.append(f"{one.present} AND {name} IS NULL")
        return name

    said = source.at_least
    if not isinstance(said, Guarantee):
        return cell(f"{key}__g", said or "", MONEY_KIND, unit)
    if said.is_figure:
        hourly = str(Decimal(said.hourly) * UNITS[MONEY_KIND][unit][0])
    else:
        hourly = cell(f"{key}__g", said.hourly, MONEY_KIND, unit)
    if set(said.hours) <= _MOMENTS:  # where they are reversed, that is told of them
        return _for_hours(hourly, f"{said.hours[1]} - {said.hours[0]}")
    ends = [cell(f"{key}__g{at}", one, DURATION_KIND, said.unit) for at, one in enumerate(said.hours)]
    lasts = ends[0] if len(ends) == 1 else f"{ends[1]} - {ends[0]}"
    bad.append(f"{lasts} < 0")
    return _for_hours(hourly, lasts)


def _for_hours(hourly: str, seconds: str) -> str:
    """So much an hour for so many seconds, to the millionth of a fen; whole numbers throughout, as decimals divide into
    floats."""
    millionths = f"(CAST(CAST({hourly} AS DECIMAL(18, 6)) * 1000000 AS HUGEINT) * ({seconds}) * 2 + 3600) // 7200"
    return f"TRY_CAST(TRY_CAST({millionths} AS DECIMAL(24, 0)) * 0.000001 AS DECIMAL(18, 6))"


def _total(
    cells: Cells, made: Made, key: str, source: Source, parts: list[_Part], plus: int, kind: str, unit: str
) -> str:
    """The sum (or the largest) of the parts, less what is to be taken off; NULL where one of them is."""
    for at, one in enumerate(parts):
        made.read[f"{key}__{at}"] = one.amount
        if source.blank is not None:
            made.read[f"{key}__{at}"] = (
                f"CASE WHEN {one.present} THEN {one.amount} ELSE {_constant(cells, key, source.blank, kind, unit)} END"
            )
            made.note("blanks_filled", f"NOT ({one.present})")
    names = [f"{key}__{at}" for at in range(len(parts))]
    first = " + ".join(names[:plus]) or str(_constant(cells, key, source.const or "0", kind, unit))
    if source.largest:
        missing = any_of(f"{one} IS NULL" for one in names[:plus])
        first = f"CASE WHEN {missing} THEN NULL ELSE greatest({', '.join(names[:plus])}) END"
    return " - ".join([f"({first})" if len(names) > 1 else first, *names[plus:]])


def part(cells: Cells, heading: str, key: str, kind: str, unit: str, decimal: str | None) -> _Part:
    """One cell as an amount in the standard's unit; money keeps its decimals, the rest is whole. `decimal` is the mark
    that the column has for itself."""
    at = cells.at(heading, key)
    typed = cells.kind(at)
    if unit in CLOCK_DURATIONS:
        return _Part(f"{cells.text(at)} IS NOT NULL", _clock(f"typed({cells.text(at)})", unit))
    factor = UNITS[kind][unit]
    if typed == "int":
        return _Part(f"{cells.typed(at)} IS NOT NULL", _scaled(cells.typed(at), factor, kind, whole=True))
    if typed == "float":
        cell = cells.typed(at)
        exact = f"CASE WHEN abs({cell}) < {_LARGEST} THEN TRY_CAST({cell} AS DECIMAL(18, 6)) END"
        return _Part(f"is_figure({cell})", _scaled(exact, factor, kind))
    if typed == "decimal":
        exact = f"TRY_CAST({cells.typed(at)} AS DECIMAL(18, 6))"
        return _Part(f"{cells.typed(at)} IS NOT NULL", _scaled(exact, factor, kind))
    text = cells.text(at)
    present = f"{text} IS NOT NULL"
    mark = decimal or cells.mapping.file.decimal
    if mark == ",":
        text = _turned(text, in_sheet=cells.raw.form == "xlsx")
    amount = _written(text, factor, kind)
    if not mark and cells.raw.delimiter == ";":  # from where commas begin decimals: 1,500 is 1.5
        amount = f"CASE WHEN NOT regexp_full_match({text}, '{_EITHER}') THEN {amount} END"
    return _Part(present, amount)


def _turned(text: str, in_sheet: bool) -> str:
    """A number with a decimal comma as one with a full stop. Number cells of a spreadsheet carry a full stop, whatever
    the texts beside them do: those stay, and what may be either (1.234) is NULL."""
    turned = f"translate({text}, '.,', ',.')"
    if not in_sheet:
        return turned
    return (
        f"CASE WHEN regexp_full_match({text}, '-?[1-9][0-9]{{0,2}}\\.[0-9]{{3}}') THEN NULL "
        f"WHEN regexp_full_match({text}, '-?[0-9]+\\.[0-9]+') THEN {text} ELSE {turned} END"
    )


def _written(text: str, factor: tuple[int, int], kind: str) -> str:
    """A number in words: plain in the unit of the column, or with a unit of its own behind it (12.5元, 800米)."""
    tidy = f"signed(typed({text}))"
    amount = f"worded_number({tidy})"
    # one branch for all words of a size: each costs time to plan. Not by IN, which is planned as a join and reads every
    # cell, not only the ones in words; no unit has a comma in it.
    of_factor = {factor: [""]}
    for word, own in UNITS[kind].items():
        of_factor.setdefault(own, []).append(word)
    units = " ".join(
        f"WHEN contains({literal(','.join(['', *words, '']))}, ',' || unit_word({tidy}) || ',') "
        f"THEN {_scaled(amount, own, kind)}"
        for own, words in of_factor.items()
    )
    return (
        f"CASE WHEN number_of({text}) IS NOT NULL THEN {_scaled(f'number_of({text})', factor, kind)} "
        f"WHEN worded({tidy}) THEN CASE {units} END END"
    )


def _scaled(amount: str, factor: tuple[int, int], kind: str, whole: bool = False) -> str:
    """An amount times the factor of its unit; NULL beyond all reason. Money keeps six decimals."""
    times = Decimal(factor[0]) / Decimal(factor[1])
    limit = int(_LARGEST / times)
    if whole and factor[1] == 1:
        return f"CASE WHEN {amount} BETWEEN -{limit} AND {limit} THEN TRY_CAST({amount} AS BIGINT) * {factor[0]} END"
    if kind == MONEY_KIND:
        return f"CASE WHEN {amount} BETWEEN -{limit} AND {limit} THEN {amount} * CAST({times} AS DECIMAL(3, 0)) END"
    exact = f"TRY_CAST({amount} AS DECIMAL(38, 6)) * CAST({times} AS DECIMAL(9, 4))"
    return f"CASE WHEN {amount} BETWEEN -{limit} AND {limit} THEN TRY_CAST({exact} AS BIGINT) END"


def _clock(text: str, unit: str) -> str:
    """1:05:30 as seconds."""
    pattern: str
    weights: tuple[int, ...]
    if unit == "words":
        pattern, weights = _WORDS, (86400, 3600, 60, 1)
        text = f"replace(replace(replace({text}, '半个小时', '30分'), '个半小时', '小时30分'), '半小时', '30分')"
        cells = [f"coalesce(nullif(regexp_extract({text}, '{_WORDS}', {at}), ''), '0')" for at in range(1, 5)]
    else:
        pattern, weights = _CLOCK[unit]
        cells = [f"split_part({text}, ':', {at})" for at, _ in enumerate(weights, 1)]
    pieces = " + ".join(
        f"TRY_CAST({cell} AS DECIMAL(18, 6)) * {weight}" for cell, weight in zip(cells, weights, strict=True)
    )
    in_cell = f"WHEN regexp_full_match({text}, '{_CLOCK_CELL}') THEN {_SINCE.format(text)}" if unit != "m:s" else ""
    fits = f"regexp_full_match({text}, '{pattern}') AND regexp_matches({text}, '[0-9]')"
    return f"CASE WHEN {fits} THEN CAST(floor({pieces}) AS BIGINT) {in_cell} END"


def _constant(cells: Cells, key: str, text: str, kind: str, unit: str) -> int:
    """A figure of the mapping in the standard's unit; Refused where a sum is finer than a fen."""
    factor = UNITS[kind].get(unit, (1, 1))
    exact = Decimal(text) * factor[0] / factor[1]
    if kind == MONEY_KIND and exact != exact.to_integral_value():
        raise Refused(f"{cells.mapping.where(cells.table, key)}：“{text}”比分还细，请核对单位。")
    return int(exact.to_integral_value(ROUND_HALF_UP))
