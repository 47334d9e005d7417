"""What is earned in a month, as it may be published? Kept with the scan, so that it stays what it was."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from huxin.base.money import yuan
from huxin.law.catalogue import Industry
from huxin.orgs.directory import all_areas
from huxin.oversight.models import RuleSet, Scan

if TYPE_CHECKING:
    from huxin.oversight.scan.wages import WageCell

DIMENSIONS = {"industry": "行业", "area": "工作地", "platform": "平台"}


def frozen(months: Path, scan: Scan) -> dict[str, Any]:
    """The statistics of a scan's month, with the rule by which cells were hidden. Plain rows: the three dimensions, why
    hidden, persons, the percentiles, persons as they are. What earlier scans of the month hid stays hidden."""
    from huxin.oversight.scan.wages import RULE, wages

    cells = wages(months, earlier=_hidden_before(scan))
    rows = [_plain(cell) for cell in cells if cell.month.replace(day=1) == scan.month]
    return {"wages": rows, "wages_rule": RULE}


def _plain(cell: "WageCell") -> list[Any]:
    return [*cell.key, cell.hidden.value, cell.persons, list(cell.hourly_fen), list(cell.monthly_fen), cell.size]


def _hidden_before(scan: Scan) -> dict[tuple[date, str, str, str], set[int | None]]:
    """What the tables of the month hid that were told before, to officials or to all, and how many persons that was;
    tables of an earlier rule do not know."""
    hidden: dict[tuple[date, str, str, str], set[int | None]] = defaultdict(set)
    for one in tables_of(scan.month).exclude(pk=scan.pk):
        for row in one.figures.get("wages", []):
            if row[3]:
                hidden[scan.month, row[0], row[1], row[2]].add(row[7] if len(row) > 7 else None)
    return hidden


def tables_of(month: date) -> QuerySet[Scan]:
    """The scans of a month that made a table: what is told of pay is told of the law as it is."""
    return Scan.objects.filter(month=month, rules=RuleSet.IN_FORCE, state=Scan.State.DONE)


@dataclass(frozen=True, slots=True)
class WageLine:
    """One line of a published table; nothing of a hidden one is told but why."""

    name: str
    hidden: str
    persons: int | None
    hourly_fen: Sequence[int | None]
    monthly_fen: Sequence[int | None]

    @property
    def hourly_half(self) -> str:
        """Between which sums per hour the middle half of the persons lies."""
        return _between(self.hourly_fen[1], self.hourly_fen[3])

    @property
    def hourly_most(self) -> str:
        """The same of the middle eight of ten."""
        return _between(self.hourly_fen[0], self.hourly_fen[4])

    @property
    def monthly_half(self) -> str:
        """Between which sums in the month the middle half lies."""
        return _between(self.monthly_fen[1], self.monthly_fen[3])

    @property
    def monthly_most(self) -> str:
        """The same of the middle eight of ten."""
        return _between(self.monthly_fen[0], self.monthly_fen[4])


def _between(low: int | None, high: int | None) -> str:
    """18.30～25.00; — where one of both is not told."""
    return "—" if low is None or high is None else f"{yuan(low)}～{yuan(high)}"


def lines(scan: Scan, by: str, industry: str = "") -> list[WageLine]:
    """By one dimension, in the order of the counties or by name, the whole first; of one trade where asked."""
    place = list(DIMENSIONS).index(by)
    names = _names(by)
    found = []
    for row in scan.figures.get("wages", []):
        key = row[:3]
        others = [word for at, word in enumerate(key) if at != place]
        wanted = [industry if name == "industry" else "" for name in DIMENSIONS if name != by]
        if others == wanted:
            found.append((key[place], row))
    order = {code: at for at, code in enumerate(names)}
    found.sort(key=lambda pair: (pair[0] != "", order.get(pair[0], len(order)), pair[0]))
    return [_line(names.get(code, code) if code else "合计", row) for code, row in found]


def _line(name: str, row: list[Any]) -> WageLine:
    from huxin.oversight.scan.wages import Hidden

    return WageLine(name, Hidden(row[3]).zh, row[4], row[5], row[6])


def _names(by: str) -> dict[str, str]:
    if by == "industry":
        return {one.value: one.zh for one in Industry}
    return {area.pk: area.name for area in all_areas()} if by == "area" else {}


def counted_out(shown: Sequence[WageLine]) -> list[tuple[str, int]]:
    """How many lines are not told, reason by reason in words."""
    return list(Counter(one.hidden for one in shown if one.hidden).items())


def industries(scan: Scan) -> list[tuple[str, str]]:
    """The trades of which something is told."""
    known = {row[0] for row in scan.figures.get("wages", []) if row[0]}
    return [(one.value, one.zh) for one in Industry if one.value in known]
