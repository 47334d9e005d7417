"""What is earned per hour and per month, by trade, place and platform, told so that nobody can be made out?

The unit is a person in a month: who works for several platforms is one person in a cell of all platforms. Four things
protect him: a cell of fewer than k persons is not told; nor one in which one or two persons earn most of it; a
percentile is told only if k/2 persons lie at it or beyond; where a hidden cell could be had by subtraction, or the
hidden cells of a sum come to fewer than k persons, the next smallest is hidden too. What an earlier table of the same
month hid stays hidden, unless the cell has changed by k persons: two tables tell no more than one. Counts and sums are
rounded.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product
from pathlib import Path

import duckdb

from huxin.law.catalogue import Industry

RULE = "2"  # of what is hidden: a table made under another number may tell more than the present rule lets be told
PERCENTILES = (10, 25, 50, 75, 90)
ALL = ""  # of a dimension: the cell that adds up all of it
DIMENSIONS = ("industry", "area", "platform")


class Hidden(StrEnum):
    """Why a cell is not told."""

    NO = ""
    FEW = "few"
    DOMINATED = "dominated"
    COMPLEMENT = "complement"

    @property
    def zh(self) -> str:
        """The words under a table."""
        return {
            "": "",
            "few": "人数太少，不公布",
            "dominated": "个别人占比过大，不公布",
            "complement": "为防倒推，不公布",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be told. Shares are in basis points of the cell's pay, steps in fen."""

    k: int = 10
    largest: int = 5_000
    two_largest: int = 7_500
    count_step: int = 5
    hourly_step: int = 10
    monthly_step: int = 1_000
    least_s: int = 36_000  # who worked less in a month says nothing about pay by the hour

    def __post_init__(self) -> None:
        if self.k < 10:
            raise ValueError("fewer than ten persons can be made out")

    def told(self, percentile: int, persons: int) -> bool:
        """Do enough persons lie at the percentile or beyond?"""
        return min(percentile, 100 - percentile) * persons * 2 >= 100 * self.k


@dataclass(frozen=True, slots=True)
class WageCell:
    """One cell of the statistics. Empty `industry`, `area` or `platform` means all of them."""

    month: date
    industry: str
    area: str
    platform: str
    hidden: Hidden
    persons: int | None  # rounded; None where the cell is hidden
    hourly_fen: tuple[int | None, ...]  # by PERCENTILES, rounded; None where it is not told
    monthly_fen: tuple[int | None, ...]
    size: int  # persons as they are: shown to nobody, kept for the next table of the month

    @property
    def industry_zh(self) -> str:
        """The trade in words."""
        return Industry(self.industry).zh if self.industry else "全部行业"

    @property
    def key(self) -> tuple[str, str, str]:
        """Where the cell stands."""
        return self.industry, self.area, self.platform


_CELLS = """
    WITH people AS (
        SELECT month, coalesce('P' || person, 'W' || platform || chr(31) || worker) AS who,
            CASE WHEN i THEN industry ELSE '' END AS industry, CASE WHEN a THEN area ELSE '' END AS area,
            CASE WHEN p THEN platform ELSE '' END AS platform,
            CAST(sum(income_fen) AS BIGINT) AS pay, CAST(sum(wage_s) AS BIGINT) AS worked
        FROM read_parquet(?) CROSS JOIN (VALUES (true), (false)) x(i) CROSS JOIN (VALUES (true), (false)) y(a)
            CROSS JOIN (VALUES (true), (false)) z(p)
        WHERE orders > 0 GROUP BY ALL HAVING sum(unpriced) = 0
    )
    SELECT month, industry, area, platform, count(*) AS persons, count(*) FILTER (worked >= {least}) AS by_hour,
        CAST(sum(greatest(pay, 0)) AS BIGINT) AS total, max(greatest(pay, 0), 2) AS largest,
        quantile_disc(pay, {shares}) AS monthly,
        quantile_disc(pay * 3600 // greatest(worked, 1), {shares}) FILTER (worked >= {least}) AS hourly
    FROM people GROUP BY ALL ORDER BY ALL
"""


def wages(
    months: Path, rule: Disclosure | None = None, *, earlier: "Mapping[_Key, Collection[int | None]] | None" = None
) -> tuple[WageCell, ...]:
    """The statistics of a scan's table `months` (`result.folder / "months.parquet"`), in the order of their keys.

    `earlier`: the cells that earlier tables of these months hid, with how many persons they were then; None: not known.

    Pay is before tips and after deductions; per hour of working time with the agreed allowance, rounded down to a fen
    for each person. Months with orders whose pay was not reported are left out. A percentile is a value that somebody
    really had, before it is rounded.
    """
    rule = rule or Disclosure()
    shares = [one / 100 for one in PERCENTILES]
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        rows = con.execute(_CELLS.format(least=int(rule.least_s), shares=shares), [str(months)]).fetchall()
    cells: dict[_Key, WageCell] = {}
    for month, industry, area, platform, persons, by_hour, total, largest, monthly, hourly in rows:
        hidden = _hidden(rule, persons, total, largest)
        cell = WageCell(
            month, industry, area, platform, hidden, _rounded(persons, rule.count_step),
            _told(rule, hourly, by_hour, rule.hourly_step), _told(rule, monthly, persons, rule.monthly_step), persons,
        )  # fmt: skip
        cells[month, *cell.key] = cell
    for key, then in (earlier or {}).items():
        if key in cells and not cells[key].hidden and _is_near(cells[key].size, then, rule.k):
            cells[key] = replace(cells[key], hidden=Hidden.COMPLEMENT)
    for key in _complements(cells, {key: cell.size for key, cell in cells.items()}, rule.k):
        cells[key] = replace(cells[key], hidden=Hidden.COMPLEMENT)
    return tuple(_blank(cell) if cell.hidden else cell for cell in cells.values())


_Key = tuple[date, str, str, str]


def _hidden(rule: Disclosure, persons: int, total: int, largest: list[int]) -> Hidden:
    if persons < rule.k:
        return Hidden.FEW
    if largest[0] * 10_000 > total * rule.largest or sum(largest) * 10_000 > total * rule.two_largest:
        return Hidden.DOMINATED
    return Hidden.NO


def _is_near(size: int, then: Iterable[int | None], k: int) -> bool:
    return any(one is None or abs(size - one) < k for one in then)


def _rounded(value: int, step: int) -> int:
    return (value + step // 2) // step * step


def _told(rule: Disclosure, values: list[int] | None, persons: int, step: int) -> tuple[int | None, ...]:
    if values is None or persons < rule.k:
        return (None,) * len(PERCENTILES)
    return tuple(
        _rounded(value, step) if rule.told(percentile, persons) else None
        for percentile, value in zip(PERCENTILES, values, strict=True)
    )


def _blank(cell: WageCell) -> WageCell:
    nothing = (None,) * len(PERCENTILES)
    return replace(cell, persons=None, hourly_fen=nothing, monthly_fen=nothing)


def _complements(cells: dict[_Key, WageCell], sizes: dict[_Key, int], k: int) -> Iterator[_Key]:
    """Cells to hide so that no subtraction tells a hidden one, or fewer than k persons of several together."""
    hidden = {key for key, cell in cells.items() if cell.hidden}
    sums = list(_sums(cells))
    while True:
        found = set()
        for whole, *parts in sums:
            mine = hidden.intersection((whole, *parts))
            few = whole not in hidden and 0 < sum(sizes[key] for key in mine) < k
            if len(mine) == 1 or few:
                found.add(min(set(parts) - hidden, key=lambda key: (sizes[key], key), default=whole))
        for group in [] if found else _told_together(sums, hidden):
            if len(group) == 1 or sum(sizes[key] for key in group) < k:
                near = _beside(sums, group) - hidden or _beside(sums, hidden) - hidden
                found.update(sorted(near, key=lambda key: (sizes[key], key))[:1])
        if not found - hidden:
            return
        yield from sorted(found - hidden)
        hidden |= found


def _beside(sums: list[list[_Key]], group: set[_Key]) -> set[_Key]:
    return {key for one in sums if not group.isdisjoint(one) for key in one}


_PRIME = 2**31 - 1  # elimination counts modulo it: exact for all that could matter, and without fractions


def _told_together(sums: list[list[_Key]], hidden: set[_Key]) -> Iterator[set[_Key]]:
    """Groups of hidden cells whose sum follows from what is shown, by taking sums from one another.

    The sums are equations between the hidden cells; they are solved (Gauss and Jordan) as far as they can be. A row
    that is left with ones alone says what its cells come to together.
    """
    solved: dict[_Key, dict[_Key, int]] = {}
    holding: dict[_Key, set[_Key]] = defaultdict(set)  # in which solved rows a cell stands
    rows = [{key: 1 if at else -1 for at, key in enumerate(one) if key in hidden} for one in sums]
    for row in sorted(filter(None, rows), key=len):
        for key in [key for key in row if key in solved]:
            _take_off(row, solved[key], row[key])
        if not row:
            continue
        pivot = min(row, key=lambda key: (len(holding[key]), key))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {key: value * inverse % _PRIME for key, value in row.items()}
        for at in list(holding[pivot]):
            before = set(solved[at])
            _take_off(solved[at], row, solved[at][pivot])
            for key in before ^ set(solved[at]):
                holding[key] ^= {at}
        solved[pivot] = row
        for key in row:
            holding[key].add(pivot)
    return (set(row) for row in solved.values() if set(row.values()) == {1})


def _take_off(row: dict[_Key, int], other: dict[_Key, int], times: int) -> None:
    for key, value in other.items():
        row[key] = (row.get(key, 0) - times * value) % _PRIME
        if not row[key]:
            del row[key]


def _sums(keys: Iterable[_Key]) -> Iterator[list[_Key]]:
    """Each cell that adds up a dimension, followed by those that it adds up."""
    sums: dict[tuple[_Key, int], list[_Key]] = defaultdict(list)
    for key, at in product(list(keys), range(3)):
        month, *place = key
        if place[at] != ALL:
            whole = [ALL if n == at else word for n, word in enumerate(place)]
            sums[(month, whole[0], whole[1], whole[2]), at].append(key)
    return ([whole, *parts] for (whole, _), parts in sums.items())
