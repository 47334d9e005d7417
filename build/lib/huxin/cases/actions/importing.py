"""How does a table of another system become cases: all of its lines, or none, and none of them twice?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.actions.intake import Told, office_of, places, take_in
from huxin.cases.actions.opening import Opened
from huxin.cases.importing import HEADINGS, Rows, areas_by_name, read_row
from huxin.cases.models import Case
from huxin.journal.log import record, verb
from huxin.orgs.access import require

MOST = 500
IMPORTED = verb("case.imported", "导入外部事项：新登记{new}件，已登记过{same}件", ("new", "same"))
Key = tuple[str, str]


class Verdict(StrEnum):
    """What a line would do."""

    NEW = "新登记"
    SAME = "已登记"
    WRONG = "有误"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it says and what would come of it."""

    number: int
    outside_number: str
    title: str
    verdict: Verdict
    words: str = ""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it: each new case with its receipt, and how many were there already."""

    opened: tuple[Opened, ...]
    same: int


def read_lines(rows: Rows, *, by: Actor, at: datetime) -> list[Line]:
    """What each line would do now. Nothing is written."""
    require(by, "case.open")
    if not rows:
        raise NotPossible("表格里没有内容。请用下载的表样填写，第一行是列名。")
    if len(rows) > MOST:
        raise NotPossible(f"一次最多导入{MOST}件，现有{len(rows)}件，请拆分后再导入。")
    missing = [h.title for h in HEADINGS if h.must and h.title not in rows[0][1]]
    if missing:
        raise NotPossible(f"表格缺少这些列：{'、'.join(missing)}。请用下载的表样填写。")
    areas, today = areas_by_name(places()), localtime(at).date()
    read: list[Line] = []
    for number, cells in rows:
        title, outside = (str(cells.get(name) or "").strip() for name in ("案由", "外部编号"))
        try:
            told = read_row(cells, areas, today)
            words = f"由{office_of(told, today).name}承办"
            read.append(Line(number, told.outside_number, told.title, Verdict.NEW, words, told))
        except NotPossible as wrong:
            read.append(Line(number, outside[:60], title[:60], Verdict.WRONG, wrong.reason))
    return _compared(read)


def _compared(read: list[Line]) -> list[Line]:
    """The lines beside each other, and beside what is there."""
    known = _known(_key(line.told) for line in read if line.told)
    seen: dict[Key, int] = {}
    lines: list[Line] = []
    for line in read:
        if line.told is None:
            lines.append(line)
            continue
        key = _key(line.told)
        if seen.setdefault(key, line.number) != line.number:
            words, verdict = f"与第{seen[key]}行来源、外部编号相同", Verdict.WRONG
        elif key in known:
            words, verdict = f"已登记为{known[key]}，不再重复登记", Verdict.SAME
        else:
            lines.append(line)
            continue
        lines.append(Line(line.number, line.outside_number, line.title, verdict, words))
    return lines


@transaction.atomic
def import_cases(rows: Rows, *, by: Actor, at: datetime) -> Imported:
    """Register every new line; while one is wrong nothing is registered, and what is there is left alone."""
    lines = read_lines(rows, by=by, at=at)
    wrong = [line for line in lines if line.verdict is Verdict.WRONG]
    if wrong:
        raise NotPossible(f"第{wrong[0].number}行有误：{wrong[0].words}。共{len(wrong)}行有误，全部改正后才能导入。")
    opened = tuple(take_in(line.told, by=by, at=at) for line in lines if line.told)
    same = len([line for line in lines if line.verdict is Verdict.SAME])
    if not opened:
        raise NotPossible(f"表格中的{same}件都已登记过，没有需要导入的。")
    path = by.reaches("case.open")[0]
    record(
        IMPORTED, [one.case for one in opened], by=by, at=at, org_path=path, permission="case.open",
        new=len(opened), same=same,
    )  # fmt: skip
    return Imported(opened, same)


def _key(told: Told) -> Key:
    return told.source, told.outside_number


def _known(keys: Iterable[Key]) -> dict[Key, str]:
    """The numbers of the cases that stand for these already."""
    wanted = set(keys)
    rows = Case.objects.filter(~Q(outside_number=""), outside_number__in=[number for _, number in wanted])
    found = rows.values_list("source", "outside_number", "number")
    return {(source, outside): number for source, outside, number in found if (source, outside) in wanted}
