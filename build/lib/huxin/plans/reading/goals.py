"""What does each goal say: title, text, units and roles, time?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from huxin.plans.reading.choose import Found
from huxin.plans.reading.dates import read_time
from huxin.plans.reading.draft import Duty, Goal
from huxin.plans.reading.duties import embedded
from huxin.plans.reading.folding import Line, Span, tidy
from huxin.plans.reading.outline import heading
from huxin.plans.reading.register import Register
from huxin.plans.reading.scanning import Mention, Statement
from huxin.plans.reading.tables import Row
from huxin.plans.reading.wording import FIRST_LEADS

_TRAILING = "。；：，、.—-"
_QUOTED = re.compile(r"《[^《》]{0,120}》(?:（[^（）]{0,40}）)?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a goal's own words, outside every statement."""

    line: Line
    start: int
    end: int

    def span(self) -> Span:
        return self.line.span(self.start, self.end)

    def trimmed(self) -> "_Piece":
        start, end = self.start, self.end
        while start < end and self.line.folded[start] in _TRAILING:
            start += 1
        return replace(self, start=start)


@dataclass(slots=True)
class _When:
    """What all time statements of one goal say together."""

    standing: Span | None = None
    days: dict[str, Span] = field(default_factory=dict)
    unclear: bool = False

    def on(self) -> str | None:
        return next(iter(self.days)) if len(self.days) == 1 and not self.unclear else None

    def parts(self) -> dict[str, Span]:
        places = {"standing": self.standing} if self.standing else {}
        on = self.on()
        return places | ({"milestone_on": self.days[on]} if on else {})


def goal_of(text: str, found: Found, register: Register, number: int) -> Goal:
    """A goal that stands under a heading."""
    pieces = _pieces(found)
    title, body = _title(found, _before_closing(found, pieces))
    said = [one for one in found.statements if one.mentions]
    if not said:
        said = _embedded(pieces, register, number)
    times = [(one.line, i, j) for one in found.statements for i, j in one.times]
    when = _when(times, register, number) if times else _bare_when(pieces, register, number)
    text_at = Span(body[0].span().start, body[-1].span().end)
    whole = Span(found.lines[0][0].span().start, max(line.span().end for line, _ in found.lines))
    return Goal(
        number, found.node.mark, _one_line(text, title.span()), _paragraphs(text, found, text_at),
        _duties(said, register, number), when.standing is not None, when.on(), whole,
        {"title": title.span(), "text": text_at} | when.parts(),
    )  # fmt: skip


def goal_of_row(text: str, row: Row, register: Register, number: int, found: Found | None = None) -> Goal:
    """A goal of a table row; `found` is the heading with the same title, which then gives title and text."""
    said = [one for one in row.statements if one.mentions]
    when = _when([*row.times, *((one.line, i, j) for one in said for i, j in one.times)], register, number)
    if found is not None:
        goal = goal_of(text, replace(found, statements=[*found.statements, *said]), register, number)
        if not when.days and when.standing is None:
            return goal
        return replace(
            goal, standing=when.standing is not None, milestone_on=when.on(), parts=goal.parts | when.parts()
        )
    title, body = _row_title(row.title), _row_text(row)
    spans = [row.line.span(), body.span(), title.span(), *(one.line.span() for one in said)]
    return Goal(
        number, row.title.printed(0, title.start) if title.start else row.number, _one_line(text, title.span()),
        tidy(text[body.span().start : body.span().end]), _duties(said, register, number), when.standing is not None,
        when.on(), Span(min(one.start for one in spans), max(one.end for one in spans)),
        {"title": title.span(), "text": body.span()} | when.parts(),
    )  # fmt: skip


def _one_line(text: str, span: Span) -> str:
    return tidy(text[span.start : span.end].replace("\n", ""))


def _paragraphs(text: str, found: Found, at: Span) -> str:
    """The words between two places, a paragraph that was broken by hand on one line."""
    ends = ((max(line.start, at.start), min(line.start + len(line.raw), at.end)) for line, _ in found.lines)
    return tidy("\n".join(text[i:j].replace("\n", "") for i, j in ends if i < j))


def _pieces(found: Found) -> list[_Piece]:
    """The goal's own words in order: its lines without the statements of responsibility and time."""
    pieces: list[_Piece] = []
    by_line: dict[int, list[Statement]] = {}
    for one in found.statements:
        by_line.setdefault(id(one.line), []).append(one)
    for line, start in found.lines:
        at = start
        for one in sorted(by_line.get(id(line), ()), key=lambda one: one.start):
            pieces.append(_Piece(line, at, max(at, one.start)))
            at = max(at, one.end)
        pieces.append(_Piece(line, at, len(line.folded)))
    return [one for one in pieces if not _is_empty(one)]


def _is_empty(piece: _Piece) -> bool:
    """Is nothing left but signs, or 2. of 2.责任单位：…?"""
    if not piece.line.folded[piece.start : piece.end].strip(_TRAILING + "（）"):
        return True
    mark = heading(piece.line) if piece.start == 0 else None
    return mark is not None and mark[2] == piece.end


def _before_closing(found: Found, pieces: list[_Piece]) -> list[_Piece]:
    """Paragraphs of the heading itself that come after its closing statement of units are no longer the goal's."""
    said = [one for one in found.statements if one.mentions]
    if not said or len(pieces) < 2:
        return pieces
    last, own = said[-1].line.start, {id(line) for line in found.node.paragraphs}
    title_only = not any(one.line.start <= last for one in pieces[1:]) and _title_end(
        pieces[0].line.folded, pieces[0].start, pieces[0].end
    ) >= len(pieces[0].line.folded[: pieces[0].end].rstrip(_TRAILING))
    return pieces if title_only else [one for one in pieces if one.line.start <= last or id(one.line) not in own]


def _title(found: Found, pieces: list[_Piece]) -> tuple[_Piece, list[_Piece]]:
    """The heading's first sentence, and what follows it; where nothing follows, the title is the text too."""
    line, start = found.lines[0]
    if not pieces:
        whole = _Piece(line, start, len(line.folded)) if start < len(line.folded) else _Piece(line, 0, len(line.folded))
        return whole, [whole]
    first = pieces[0].trimmed()
    end = _title_end(first.line.folded, first.start, first.end)
    title = _Piece(first.line, first.start, end)
    rest = [one.trimmed() for one in (_Piece(first.line, end, first.end), *pieces[1:])]
    rest = [one for one in rest if one.start < one.end]
    return title, rest or [title]


def _title_end(words: str, start: int, end: int) -> int:
    """A title ends with its sentence; a short phrase before a colon is a title as well."""
    stop = words.find("。", start, end)
    stop = end if stop < 0 else stop
    colon = words.find("：", start, min(stop, start + 30))
    if colon > start + 1 and not any(sign in words[start:colon] for sign in "，；、"):
        stop = colon
    while stop > start + 1 and words[stop - 1] in _TRAILING:
        stop -= 1
    return stop


def _row_title(cell: Line) -> _Piece:
    mark = heading(cell)
    start = mark[2] if mark and mark[2] < len(cell.folded) else 0
    return _Piece(cell, start, _title_end(cell.folded, start, len(cell.folded)))


def _row_text(row: Row) -> _Piece:
    cell = row.text
    mark = heading(cell)
    start = mark[2] if mark and mark[2] < len(cell.folded) else 0
    said = [one.start for one in row.statements if one.line is cell and one.start > start]
    return _Piece(cell, start, min([len(cell.folded), *said]))


def _embedded(pieces: list[_Piece], register: Register, number: int) -> list[Statement]:
    said = [one for piece in pieces for one in embedded(piece.line, piece.start, piece.end)]
    for one in said:
        place = one.line.span(one.start, one.end)
        register.warn("responsibility_in_text", f"第{number}项的责任单位写在正文句子里，请核对", place)
    return said


def _duties(said: list[Statement], register: Register, number: int) -> tuple[Duty, ...]:
    mentions = _leads([one for statement in said for one in statement.mentions], register.first_leads)
    duties: dict[tuple[str, str], Duty] = {}
    roles: dict[str, str] = {}
    for one in mentions:
        place = one.line.span(one.start, one.end)
        for unit in register.units_of(one.line, one.start, one.end, one.name):
            if unit in roles:
                register.warn("duty_repeated", f"第{number}项中“{unit}”写了不止一次，请核对", place)
            roles[unit] = one.role
            duties.setdefault((unit, one.role), Duty(unit, one.line.printed(one.start, one.end), one.role, place))
    unsure = [one for one in mentions if not one.sure]
    if unsure:
        place = Span(
            unsure[0].line.span(unsure[0].start, unsure[0].end).start,
            unsure[-1].line.span(unsure[-1].start, unsure[-1].end).end,
        )
        names = "、".join(one.line.printed(one.start, one.end) for one in unsure)
        register.warn("role_not_stated", f"第{number}项没有写明“{names}”是牵头、配合还是负责，请核对", place)
    for statement in said:
        _unread(statement, register, number)
        if statement.units_open:
            place = statement.line.span(statement.start, statement.end)
            register.warn("units_open", f"第{number}项的责任单位以“等”字结尾，没有列全，请补充", place)
    return tuple(duties.values())


def _unread(statement: Statement, register: Register, number: int) -> None:
    line = statement.line
    if statement.remark:
        printed = line.printed(statement.remark[0] + 1, statement.remark[1])
        place = line.span(statement.remark[0] + 1, statement.remark[1])
        register.warn("remark_for_others", f"第{number}项的责任单位后面写着“{printed}”，请补到所说的各项", place)
    for i, j in statement.unread if statement.label else ():
        if FIRST_LEADS.fullmatch(line.folded, i, j):
            continue
        printed = line.printed(i, j)
        register.warn(
            "responsibility_unread", f"第{number}项责任单位中的“{printed}”没有读成单位，请核对", line.span(i, j)
        )


def _leads(mentions: list[Mention], first_leads: bool) -> list[Mention]:
    """责任单位 without a verb beside 配合单位 is the lead, also where they stand in separate lines or cells."""
    roles = {one.role for one in mentions}
    if first_leads and roles and "lead" not in roles and not mentions[0].sure:
        return [replace(mentions[0], role="lead", sure=True), *mentions[1:]]
    if "cooperate" not in roles or "lead" in roles:
        return mentions
    return [replace(one, role="lead", sure=True) if one.role == "by_duty" and not one.sure else one for one in mentions]


def _when(times: Iterable[tuple[Line, int, int]], register: Register, number: int, *, bare: bool = False) -> _When:
    """All time statements together; several different days are for a person to decide."""
    when = _When()
    for line, start, end in times:
        words = _QUOTED.sub(lambda found: "＿" * len(found.group()), line.folded) if bare else line.folded
        time = read_time(words, start, end, bare=bare)
        for code, message in time.problems:
            register.warn(code, f"第{number}项：{message}", line.span(start, end))
            when.unclear = when.unclear or code == "date_several"
        if time.standing_at and when.standing is None:
            when.standing = line.span(*time.standing_at)
        if time.on and time.on_at:
            when.days.setdefault(time.on, line.span(*time.on_at))
    if len(when.days) > 1:
        days = "、".join(sorted(when.days))
        register.warn(
            "date_several", f"第{number}项写了几个日期（{days}），请填写以哪一个为准", next(iter(when.days.values()))
        )
    return when


def _bare_when(pieces: list[_Piece], register: Register, number: int) -> _When:
    """Without a labelled time: a term in running text, such as 2025年12月底前完成."""
    return _when([(one.line, one.start, one.end) for one in pieces], register, number, bare=True)
