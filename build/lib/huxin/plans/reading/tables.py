"""Which goals does a table of tasks, units and dates hold, row by row?"""

import re
from dataclasses import dataclass, field

from huxin.plans.reading.draft import Role
from huxin.plans.reading.duties import statements
from huxin.plans.reading.folding import GOES_ON, Line
from huxin.plans.reading.outline import Table
from huxin.plans.reading.scanning import Statement, scan

_TASK = re.compile(
    r"(?:重点|主要|工作|目标|具体|年度|任务)?(?:任务|事项|工作|目标任务|任务名称|项目|工作事项)(?:名称|分工|清单|内容)?|任务类别|目标任务"
)
_MEASURE = re.compile(
    r"(?:具体|工作|主要|重点|任务|目标)?(?:措施|内容|举措|要求|任务内容|工作内容|目标|成果|标准)(?:要求)?|任务内容|具体工作|具体任务|工作任务及措施"
)
_NUMBER = re.compile(r"序号|编号|号|序")
_TIME = re.compile(
    r"(?:计划|预计|拟|最迟)?(?:完成|工作|推进|实施|办结|落实|整改|截止|时间|任务)?"
    r"(?:时限|期限|时间|进度|节点|日期)(?:要求|安排|节点|进度|计划|表)?"
)
_ROLES: tuple[tuple[str, Role | None], ...] = (
    (r"(?:牵头|主办|主责|总牵头|第一责任).*", "lead"),
    (r"(?:配合|协办|协助|协同|参与|参加|支持|协作).*", "cooperate"),
    (r"(?:落实|实施|执行)(?:单位|部门|主体)", "implement"),
    (r"责任.*(?:单位|部门|主体|分工|处室|科室).*|责任单位|任务分工|承办单位|责任(?:主体|处室|科室)|单位|部门", None),
)


@dataclass(slots=True)
class Row:
    """One task of a table: `title` and `text` may be the same cell."""

    line: Line
    number: str
    title: Line
    text: Line
    statements: list[Statement] = field(default_factory=list)
    times: list[tuple[Line, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Columns:
    number: int | None = None
    task: int | None = None
    measure: int | None = None
    times: list[int] = field(default_factory=list)
    units: dict[int, Role | None] = field(default_factory=dict)


def read_rows(table: Table) -> list[Row]:
    """The tasks of a table whose header names a task and a unit column.

    A row without a task goes on with the one above: without a measure of its own it adds units and times, with one it
    is a goal of its own, titled by the measure (then the first row of that task is titled by its measure as well).
    """
    header = next((n for n, row in enumerate(table.rows[:4]) if _columns(row).units), None)
    if header is None:
        return []
    columns = _columns(table.rows[header])
    if header + 1 < len(table.rows) and (lower := _columns(table.rows[header + 1])).units:
        header += 1  # 责任分工 above 牵头单位 and 配合单位
        columns = _below(columns, lower)
    if columns.task is None:
        columns.task, columns.measure = columns.measure, None
    if columns.task is None:
        return []
    rows: list[Row] = []
    above = ""
    joined: dict[int, Line] = {}  # column → the last cell that was not joined with the one above
    for cells in table.rows[header + 1 :]:
        if [cell.folded for cell in cells] == [cell.folded for cell in table.rows[header]]:
            continue  # the header again on the next page
        task = _cell(cells, columns.task)
        goes_on = bool(rows) and (task is None or task.folded == above)
        _add(rows, columns, cells, task, goes_on, joined)
        joined |= {n: cell for n, cell in enumerate(cells) if GOES_ON not in cell.raw}
        above = task.folded if task else above
    return rows


def _below(upper: _Columns, lower: _Columns) -> _Columns:
    """A header of two rows: what the lower one says of a column counts."""
    upper.units = {n: role for n, role in upper.units.items() if n not in lower.units} | lower.units
    for name in ("number", "task", "measure"):
        if getattr(upper, name) is None:
            setattr(upper, name, getattr(lower, name))
    upper.times += [n for n in lower.times if n not in upper.times]
    return upper


def _cell(cells: list[Line], n: int | None) -> Line | None:
    return cells[n] if n is not None and n < len(cells) and cells[n].folded else None


def _add(
    rows: list[Row], columns: _Columns, cells: list[Line], task: Line | None, goes_on: bool, joined: dict[int, Line]
) -> None:
    measure = _cell(cells, columns.measure)
    if measure is not None or not goes_on:  # a task of its own: joined cells speak for it as well
        cells = [joined.get(n, cell) if GOES_ON in cell.raw else cell for n, cell in enumerate(cells)]
    said = [
        scan(cell, 0, len(cell.folded), role)
        for n, role in columns.units.items()
        if (cell := _cell(cells, n)) is not None
    ]
    times = [(cell, 0, len(cell.folded)) for n in columns.times if (cell := _cell(cells, n)) is not None]
    if goes_on and measure is None:
        rows[-1].statements += said
        rows[-1].times += times
        return
    title = measure if goes_on else task or measure
    if title is None or not (said or times or measure):
        return
    if goes_on and rows[-1].title is not rows[-1].text:
        rows[-1].title = rows[-1].text
    first = next(cell for cell in (title, measure, *cells) if cell is not None)
    number = _cell(cells, columns.number)
    text = measure or title
    inside = [one for one in statements(text) if one.mentions]
    rows.append(Row(first, number.printed() if number else "", title, text, said + inside, times))


def _columns(cells: list[Line]) -> _Columns:
    found = _Columns()
    for n, cell in enumerate(cells):
        words = re.sub(r"（[^（）]{0,20}）", "", cell.folded)
        if not words or len(words) > 14:
            continue
        role = next(((role,) for pattern, role in _ROLES if re.fullmatch(pattern, words)), None)
        if _NUMBER.fullmatch(words):
            found.number = n
        elif _TIME.fullmatch(words):
            found.times.append(n)
        elif role and not re.search("人$|领导", words):
            found.units[n] = role[0]
        elif _TASK.fullmatch(words) and found.task is None:
            found.task = n
        elif (_MEASURE.fullmatch(words) or _TASK.fullmatch(words)) and found.measure is None:
            found.measure = n
    return found
