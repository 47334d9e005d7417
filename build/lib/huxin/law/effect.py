"""Where and when would a change of a legal figure be felt, and from what to what?"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huxin.law.catalogue import CODES
from huxin.law.parameters import RULES, Parameter, Rules, Table, above


@dataclass(frozen=True, slots=True)
class Change:
    """Days from `first` up to, not including, `until` on which areas get another answer; None: no figure is known."""

    code: str
    areas: tuple[str, ...]
    first: date
    until: date | None
    before: Parameter | None
    after: Parameter | None

    @property
    def values(self) -> tuple[int | None, int | None]:
        """From what to what, in the figure's smallest unit."""
        return self.before.value if self.before else None, self.after.value if self.after else None


def effect(before: Table, after: Table, changed: Collection[Parameter], areas: Sequence[str]) -> list[Change]:
    """What `changed` rows (the old and the new ones) make different, asked in each of `areas` that they reach.

    Asked as the rows themselves say: for their trade and relation, by the smallest set of rules that has their force.
    Areas that feel the same are named together; days on which nothing changes are left out.
    """
    felt: dict[tuple[object, ...], Change] = {}
    for row in changed:
        places = dict.fromkeys((row.area, *(area for area in areas if row.area in above(area))))
        for code in asked_by(row.code):
            for area in places:
                for one in _changes(before, after, row, code, area):
                    key = (one.code, one.first, one.until, one.values)
                    known = felt.setdefault(key, one)
                    if area not in known.areas:
                        felt[key] = replace(known, areas=(*known.areas, area))
    return list(felt.values())


def asked_by(code: str) -> list[str]:
    """The codes that people ask for where a row of this code answers: a class's wage answers for the wage itself."""
    if graded := [one.code for one in CODES.values() if one.graded_by == code]:
        return graded
    return [code.partition(".class_")[0]]


def _changes(before: Table, after: Table, row: Parameter, code: str, area: str) -> Iterator[Change]:
    """The spans with another answer in one area, those that follow each other with the same answers joined."""
    rules: Rules = next(name for name, forces in RULES.items() if row.force in forces)
    borders = _borders(before, after, code)
    joined: Change | None = None
    for first, until in zip(borders, [*borders[1:], None], strict=True):
        old, new = (table.at(first, area, row.industry, row.relation, rules).get(code) for table in (before, after))
        one = Change(code, (area,), first, until, old, new)
        if joined and joined.values == one.values:
            joined = replace(joined, until=until)
            continue
        if joined and joined.values[0] != joined.values[1]:
            yield joined
        joined = one
    if joined and joined.values[0] != joined.values[1]:
        yield joined


def _borders(before: Table, after: Table, code: str) -> list[date]:
    """The days on which an answer to the code may change."""
    known = CODES.get(code)
    codes = [code]
    if known and known.graded_by:
        codes += [known.graded_by, *(one for one in CODES if one.startswith(f"{code}.class_"))]
    rows = [row for table in (before, after) for one in codes for row in table.of_code(one)]
    return sorted({day for row in rows for day in (row.valid_from, row.valid_until) if day})
