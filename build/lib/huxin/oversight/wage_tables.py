"""What is earned in a month, as it may be published? Kept with the scan, so that it stays what it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huxin.law.catalogue import Industry
from huxin.orgs.directory import all_areas

if TYPE_CHECKING:
    from huxin.oversight.models import Scan
    from huxin.oversight.scan.wages import WageCell

DIMENSIONS = {"industry": "行业", "area": "工作地", "platform": "平台"}


def frozen(months: Path, month: date) -> list[list[Any]]:
    """The statistics of a scan's month as plain rows: the three dimensions, why hidden, persons, the percentiles."""
    from huxin.oversight.scan.wages import wages

    return [_plain(cell) for cell in wages(months) if cell.month.replace(day=1) == month]


def _plain(cell: "WageCell") -> list[Any]:
    return [*cell.key, cell.hidden.value, cell.persons, list(cell.hourly_fen), list(cell.monthly_fen)]


@dataclass(frozen=True, slots=True)
class WageLine:
    """One line of a published table; nothing of a hidden one is told but why."""

    name: str
    hidden: str
    persons: int | None
    hourly_fen: Sequence[int | None]
    monthly_fen: Sequence[int | None]


def lines(scan: "Scan", by: str, industry: str = "") -> list[WageLine]:
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


def industries(scan: "Scan") -> list[tuple[str, str]]:
    """The trades of which something is told."""
    known = {row[0] for row in scan.figures.get("wages", []) if row[0]}
    return [(one.value, one.zh) for one in Industry if one.value in known]
