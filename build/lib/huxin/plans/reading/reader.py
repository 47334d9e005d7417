"""What does an issued work plan say? `read_plan` turns its text into a draft to look through and correct.

What the issue leaves open is decided here:
- A goal's `number` is its place in the document, 1 to n; what is printed before it is `mark`.
- Goals stand where responsibilities hang, at any depth. A heading with a responsibility of its own takes in those of
  its sub-points; one said only after the last of several sub-points belongs to the heading above them. Beside goals, a
  heading of the same list without any responsibility is a goal without duties.
- 负责 and 按职责分工 are `by_duty`, also for a single unit; 负责 beside a unit that only 配合 is `lead`.
- `unit` is the name of our table with the issuing place's sign in front (州发展改革委); issuers, addressees and the
  organisations of seats and office stay as printed, without blanks; `units[].aliases` holds every spelling seen.
- `text` of a goal runs from the end of its title to the last of its words before a closing statement of units or time.
- 持续推进, 长期坚持, 常态化 and 立即组织实施 make a goal standing; a day is read only where year and day are certain.
- A report day that is neither 半年 nor 全年 has `period` null; monthly and quarterly reports are only a warning.
- Everything uncertain is an empty value and a warning with its place; `code` names its kind.
"""

import re

from huxin.plans.reading.checks import CONTACT, all_units, check_goals, check_text, check_units
from huxin.plans.reading.choose import Found, choose, choose_by_name, is_demands
from huxin.plans.reading.dates import number
from huxin.plans.reading.draft import Draft, Goal, Printed, Seat
from huxin.plans.reading.folding import Line, Span, line_of, tidy
from huxin.plans.reading.front import Front, read_front
from huxin.plans.reading.goals import goal_of, goal_of_row
from huxin.plans.reading.home import find_home
from huxin.plans.reading.outline import Node, heading, read_outline, sections, split_lines
from huxin.plans.reading.register import Register
from huxin.plans.reading.reports import read_report_rules
from huxin.plans.reading.seats import read_conference
from huxin.plans.reading.tables import Row, read_rows
from huxin.plans.reading.units import Home, match
from huxin.plans.reading.wording import FIRST_LEADS


def read_plan(text: str) -> Draft:
    """Read any text; what is no plan gives an empty draft with a warning."""
    lines = split_lines(text)
    front = read_front(text, lines)
    root = read_outline([line for line in lines if line.number not in front.used], title=front.plan_title)
    found, rows = choose(root), _rows(root)
    register = Register(_home(front, found, rows))
    register.first_leads = any(FIRST_LEADS.search(line.folded) for line in lines)
    for issuer in front.issuers:
        _sign(issuer, text, register)
    goals = _goals(text, root, found, rows, register)
    conference = read_conference(root, register)
    rules = read_report_rules(lines, register)
    units = all_units(register, goals, conference.seats)
    check_goals(register, goals)
    check_units(register, units, conference, front)
    check_text(register, text, lines)
    _missing(register, front, goals, lines)
    return Draft(
        text=text,
        title=front.title,
        document_no=front.document_no,
        issued_on=front.issued_on,
        issuers=tuple(front.issuers),
        addressees=tuple(front.addressees),
        basis=tuple(front.basis),
        seats=tuple(conference.seats),
        office=conference.office,
        goals=tuple(goals),
        requirements=tuple(_requirements(text, root, found, conference.seats)),
        report_rules=tuple(rules),
        units=tuple(units),
        warnings=tuple(sorted(register.warnings, key=lambda one: one.place.start if one.place else -1)),
    )


def _rows(root: Node) -> list[Row]:
    return [row for node in root.walk() for table in node.tables for row in read_rows(table)]


def _home(front: Front, found: list[Found], rows: list[Row]) -> Home:
    said = [one for goal in found for one in goal.statements] + [one for row in rows for one in row.statements]
    units = [mention.name for one in said for mention in one.mentions if mention.name]
    issuers = [name for one in front.issuers if (name := match(one.value, 0))]
    return find_home(front.plan_title, issuers, units)


def _sign(issuer: Printed, text: str, register: Register) -> None:
    line = line_of(issuer.place.start, text[issuer.place.start : issuer.place.end])
    name = match(line.folded, 0)
    register.units_of(line, 0, len(line.folded), name if name and name.end == len(line.folded) else None)


def _goals(text: str, root: Node, found: list[Found], rows: list[Row], register: Register) -> list[Goal]:
    """Goals under headings and those of table rows, in the order of the document."""
    if not found and not rows:
        found = choose_by_name(root)
    goals = []
    for n, (heading_found, row) in enumerate(_pairs(root, found, rows, register), 1):
        if row is not None:
            goals.append(goal_of_row(text, row, register, n, heading_found))
        elif heading_found is not None:
            goals.append(goal_of(text, heading_found, register, n))
    return goals


def _pairs(
    root: Node, found: list[Found], rows: list[Row], register: Register
) -> list[tuple[Found | None, Row | None]]:
    """A row with the title of a heading adds units and time to it where the heading names none."""
    named = {_plain(node): node for node in _headings(root)} if rows else {}
    goals = {id(one.node): one for one in found}
    pairs: dict[int, tuple[Found | None, Row | None]] = {key: (one, None) for key, one in goals.items()}
    unnamed: list[Row] = []
    for row in rows:
        node = named.get(_plain_row(row))
        if node is None:
            unnamed.append(row)
        elif id(node) not in goals:
            pairs[id(node)] = (Found(node, [], node.all_lines()), row)
        elif not any(one.mentions for one in goals[id(node)].statements):
            pairs[id(node)] = (goals[id(node)], row)
    if len(unnamed) <= len(goals):
        for row in unnamed:  # the plan's own headings carry its goals: the table breaks them down
            register.warn(
                "table_row_left", "附表中这一行与正文任务的标题对不上，没有列为任务，请核对", row.title.span()
            )
        unnamed = []
    return sorted([*pairs.values(), *((None, row) for row in unnamed)], key=_begins)


def _begins(pair: tuple[Found | None, Row | None]) -> int:
    found, row = pair
    return found.lines[0][0].start if found else row.line.start if row else 0


def _headings(root: Node) -> list[Node]:
    return [node for node in root.walk() if node.line is not None]


def _plain(node: Node) -> str:
    return node.heading()[:80].split("。")[0].strip("。；：，")


def _plain_row(row: Row) -> str:
    mark = heading(row.title)
    return row.title.folded[mark[2] if mark else 0 :].split("。")[0].strip("。；：，")


def _requirements(text: str, root: Node, found: list[Found], seats: list[Seat]) -> list[Printed]:
    """The items of the sections of requirements that are not goals themselves."""
    goals = {id(one.node) for one in found}
    items = []
    for section in sections(root):
        lines = [line for line, _ in section.lines()]
        if not is_demands(section) or id(section) in goals or _seated(lines, seats):
            continue
        for child in section.children:
            if id(child) not in goals:
                items.append(_requirement(text, child.all_lines()))
        if not section.children:
            rest = section.heading().partition("。")[2]
            start = len(section.line.folded) - len(rest) if section.line else 0
            first = [(section.line, start)] if rest and section.line else []
            items += [_requirement(text, [one]) for one in [*first, *((line, 0) for line in section.paragraphs)]]
    return items


def _seated(lines: list[Line], seats: list[Seat]) -> bool:
    """Does the section list the seats of the conference?"""
    return any(lines[0].start <= seat.place.start < lines[-1].start + len(lines[-1].raw) for seat in seats if lines)


def _requirement(text: str, lines: list[tuple[Line, int]]) -> Printed:
    while len(lines) > 1 and CONTACT.match(lines[-1][0].folded):
        lines = lines[:-1]  # a person's data does not belong in a requirement
    (first, start), (last, _) = lines[0], lines[-1]
    contact = last.folded.find("（联系人")
    end = contact if contact > (start if last is first else 0) else len(last.folded)
    start = start if start < len(first.folded) else 0  # a heading of a mark alone
    place = Span(first.span(start).start, last.span(0, end).end)
    return Printed(tidy(text[place.start : place.end]), place)


def _missing(register: Register, front: Front, goals: list[Goal], lines: list[Line]) -> None:
    if not lines:
        register.warn("empty_text", "文件里没有文字")
        return
    if not goals:
        register.warn("no_goals", "没有读到工作任务和责任单位，请核对是不是工作方案，或者手工填写")
    if front.title is None:
        register.warn("title_missing", "没有读到方案标题，请填写")
    if front.issued_on is None:
        register.warn("issued_on_missing", "没有读到成文日期，请填写")
    if not front.issuers:
        register.warn("issuers_missing", "没有读到发文单位，请填写")
    elif (said := _number_of_issuers(lines)) and said != len(front.issuers):
        message = f"标题里说有{said}个部门，读到{len(front.issuers)}个发文单位，请核对"
        register.warn("issuers_open", message, front.issuers[0].place)
    elif front.issuers_open:
        register.warn("issuers_open", "标题里的发文单位以“等部门”结尾，没有列全，请补充", front.issuers[0].place)
    if front.document_no is None:
        register.warn("document_no_missing", "没有读到发文字号，没有编号的可以空着")


def _number_of_issuers(lines: list[Line]) -> int | None:
    """文山州人社局等九部门关于…: how many there should be."""
    said = re.search(r"等([二三四五六七八九十]{1,3}|\d{1,2})个?部门关于", "".join(line.folded for line in lines[:8]))
    return number(said[1]) if said else None
