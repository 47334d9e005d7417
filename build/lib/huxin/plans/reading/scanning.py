"""Which units does a stretch of text name, in which role, when nothing is allowed between them but role words?

Roles follow the words: 牵头, 主办 → lead; 配合, 协办, 参与 → cooperate; 落实, 实施 → implement; 负责,
按职责分工 → by_duty. 负责 beside somebody who only 配合 is lead. A unit without a role word takes the role of its
label, else by_duty (a government below: implement) and is not `sure`.
"""

import re
from dataclasses import dataclass, field, replace

from huxin.plans.reading.draft import Role
from huxin.plans.reading.folding import Line
from huxin.plans.reading.units import Name, counties, is_unit_name, kind_at, match, sectors
from huxin.plans.reading.wording import (
    AND,
    AND_OTHERS,
    COLLECTIVE,
    LABEL,
    LED_BY,
    SECTORS_FOLLOW,
    TOGETHER_WITH,
    VERB,
    WHEN,
    role_of,
)

LONGEST = 2000  # no statement of responsibility is longer
_SEPARATOR = "，、；。：/"
_NO_NAME = re.compile(r"[—…\-]|^(?:排|列|第一|首位|以上|上述|前)")  # 排第一位的为牵头单位
_STRONG_END = re.compile(r"(?:部门|单位|局|委|办|厅|部|院|会|政府|中心|公司|银行)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One unit as printed in one role."""

    line: Line
    start: int
    end: int
    role: Role
    name: Name | None  # None: not in the table
    sure: bool = True  # False: the role is not printed


@dataclass(slots=True, eq=False)
class Statement:
    """One place of a paragraph that says who answers, or by when."""

    line: Line
    start: int
    end: int
    label: bool
    mentions: list[Mention] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    residue: int = 0
    units_open: bool = False  # 等部门
    remark: tuple[int, int] | None = None  # what a bracket says of other goals as well
    unread: list[tuple[int, int]] = field(default_factory=list)  # words among the units that are none
    persons: bool = False  # 责任领导：…, which is nobody's business here


@dataclass(slots=True)
class _Scan:
    line: Line
    at: int
    end: int
    out: Statement
    default: Role | None = None
    waiting: list[tuple[int, int, Name | None]] = field(default_factory=list)
    with_verb: Role | None = None
    by_bracket: bool = False  # 市人社局（牵头）、市交通局: units without a bracket of their own then cooperate

    def flush(self, role: Role | None, *, sure: bool = True) -> None:
        for i, j, name in self.waiting:
            if self.by_bracket and role is None and any(one.role == "lead" for one in self.out.mentions):
                role = "cooperate"
            below = name is not None and name.kind == "人民政府" and (name.collective or len(name.place) > 1)
            given: Role = role or self.default or ("implement" if below else "by_duty")
            said = sure and (role or self.default) is not None
            self.out.mentions.append(Mention(self.line, i, j, given, name, said))
        self.waiting = []


def scan(line: Line, start: int, end: int, role: Role | None = None, *, most: int = LONGEST) -> Statement:
    """Read a stretch as units and role words; `residue` counts other characters, until over `most`."""
    state = _Scan(line, start, end, Statement(line, start, end, label=role is not None), default=role)
    while state.at < end and state.out.residue <= most:
        _step(state)
    state.flush(state.with_verb)
    _leads(state.out)
    return state.out


def _step(state: _Scan) -> None:
    text, at = state.line.folded, state.at
    if text[at] in _SEPARATOR:
        if text[at] in "；。":
            state.flush(state.with_verb)
            state.with_verb = None
        state.at += 1
    elif text[at] == "（" and not _label(state):
        _remark(state)
    elif not (_label(state) or _verb(state) or _connector(state) or _unit(state)):
        _skip(state)


def _remark(state: _Scan) -> None:
    """A bracket behind a unit: a role of its own, 市人社局（牵头）, or a remark that is passed over."""
    text, at = state.line.folded, state.at
    close = text.find("）", at, min(state.end, at + 80))
    if close > 0 and state.out.times and state.out.times[-1][1] == at:  # 持续推进（2022年5月底前有阶段性成效）
        state.out.times[-1] = (state.out.times[-1][0], close + 1)
        state.at = close + 1
        return
    verb = _role_in(text, at + 1, close) if close > 0 else None
    if close < 0 or not (state.waiting or (verb and state.out.mentions)):
        state.out.residue += 1
        state.at = at + 1
        return
    if verb and state.waiting:
        role, last = role_of(verb.group()), state.waiting.pop()
        whole = role == "cooperate" or _closes_groups(state, close + 1)
        others = [] if whole else state.waiting
        state.waiting = [*state.waiting, last] if whole else [last]
        state.flush(role)
        state.waiting = others
        state.by_bracket = True
    state.at = close + 1


def _role_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """牵头 in （牵头） or （牵头单位）."""
    return VERB.fullmatch(text, start, end - 2 if text.endswith(("单位", "部门"), start, end) else end)


def _closes_groups(state: _Scan, after: int) -> bool:
    """甲、乙（牵头）；丙、丁（配合）: a bracket speaks for its whole group where every group has one."""
    text = state.line.folded
    if text[after : after + 1] == "；" or after >= state.end:
        return text[after : after + 1] == "；" or state.by_bracket
    later = [found.span() for found in re.finditer("（([一-龥]{2,12})）", text[after : state.end])]
    return any(_role_in(text, after + i + 1, after + j - 1) for i, j in later)


def _label(state: _Scan) -> bool:
    found = LABEL.match(state.line.folded, state.at, state.end)
    if not found or (found["hook"] and state.waiting and state.waiting[-1][1] == state.at):
        return False
    state.flush(state.with_verb)
    state.with_verb = None
    state.out.label = True
    state.at = found.end()
    if found["time"] or found["person"]:
        _to_next_label(state, timed=found["time"] is not None)
    else:
        roles: dict[str, Role] = {"lead": "lead", "cooperate": "cooperate", "implement": "implement"}
        state.default = next((role for group, role in roles.items() if found[group]), None)
    return True


def _to_next_label(state: _Scan, *, timed: bool) -> None:
    """A labelled time, or the persons in charge, up to the next label or the end of the sentence."""
    text, begin = state.line.folded, state.at
    stop = begin
    while stop < state.end and text[stop] not in "。；":
        following = LABEL.match(text, stop, state.end)
        if following and not following["time"]:
            break
        stop += 1
    if timed:
        state.out.times.append((begin, stop))
    state.out.persons = state.out.persons or not timed
    state.at = stop
    state.default = None


def _verb(state: _Scan) -> bool:
    found = VERB.match(state.line.folded, state.at, state.end)
    if not found:
        return False
    role = role_of(found.group())
    if state.waiting:
        state.flush(state.with_verb if state.with_verb == "cooperate" and role != "lead" else role)
        state.with_verb = None
    elif not state.out.mentions:
        state.out.residue += len(found.group())
    state.at = found.end()
    return True


def _connector(state: _Scan) -> bool:
    text, at = state.line.folded, state.at
    joined = TOGETHER_WITH.match(text, at, state.end)
    county = text.startswith("会同县", at) and (text[at - 1 : at] in ("", *"、：（"))  # in Hunan
    if joined and not county and not kind_at(text, at):
        state.flush("lead" if not state.out.mentions and state.waiting else state.with_verb)
        state.with_verb = "cooperate"
        state.at = joined.end()
        return True
    etc = AND_OTHERS.match(text, at, state.end)
    if etc:
        state.out.units_open = True
        state.at = etc.end()
        return True
    leading = LED_BY.match(text, at, state.end)
    link = AND.match(text, at, state.end)
    if leading or (link and (not match(text, at) or (state.waiting and match(text, link.end())))):
        state.at = (leading or link).end()  # type: ignore[union-attr]  # one of them matched
        return True
    when = WHEN.match(text, at, state.end)
    if when:
        state.out.times.append(when.span())
        state.at = when.end()
    return when is not None


def _unit(state: _Scan) -> bool:
    text, at = state.line.folded, state.at
    stop = _token_end(text, at, state.end)
    name = match(text, at)
    if name and name.end <= state.end and _ends(text, name.end, state.end, bare=not name.place):
        name = _also_below(state, name)
        state.waiting.append((at, name.end, name))
        state.at = name.end
        return True
    below = COLLECTIVE.match(text, at, state.end)
    if below and _ends(text, below.end(), state.end):
        state.waiting.append((at, below.end(), None))
        state.at = below.end()
        return True
    token = text[at:stop]
    sector = sectors().get(token.removesuffix("部门"))
    if sector and SECTORS_FOLLOW.match(text, at, state.end):
        state.waiting.append((at, stop, Name("", sector, stop, sector=True)))
        state.at = stop
        return True
    county = counties().get(token.removesuffix("人民政府").removesuffix("政府"))
    if county:
        state.waiting.append((at, stop, Name(county, "人民政府", stop)))
    elif (is_unit_name(token) and not _NO_NAME.search(token)) or _is_district(text, token, stop, state.end):
        place = token if not is_unit_name(token) else ""
        state.waiting.append((at, stop, Name(place, "人民政府", stop) if place else None))
    else:
        return False
    state.at = stop
    return True


def _also_below(state: _Scan, name: Name) -> Name:
    """总工会 in 各县（市）司法局、总工会 is that of every county."""
    before = state.waiting[-1][2] if state.waiting and state.waiting[-1][1] == state.at - 1 else None
    if before is None or name.place or not before.collective or before.kind == "人民政府":
        return name
    return replace(name, place=before.place, collective=True)


def _is_district(text: str, token: str, stop: int, end: int) -> bool:
    """麒麟区 in 麒麟区、沾益区人民政府: a district that shares the word 人民政府 at the end of its list."""
    if not re.fullmatch(r"[一-龥]{1,8}(?:州|盟|县|区|市|旗)", token):
        return False
    return (
        re.match(
            r"(?:、[一-龥]{1,8}?(?:州|盟|县|区|市|旗)){0,40}、?(?:[一-龥]{1,8}?(?:州|盟|县|区|市|旗))?(?:人民)?政府",
            text[stop : min(end, stop + 400)],
        )
        is not None
    )


def _token_end(text: str, at: int, end: int) -> int:
    """Where an unknown name ends: at a separator, a bracket, 等, a linking word, or role words."""
    stop = at
    limit = min(end, at + 60)
    while stop < limit and text[stop] not in _SEPARATOR and text[stop] not in "（）":
        if stop > at + 1 and (
            VERB.match(text, stop, end)
            or LABEL.match(text, stop, end)
            or (AND_OTHERS.match(text, stop, end) and _ends(text, stop, end))
        ):
            break
        if stop > at + 1 and text[stop] in "和与及" and match(text, stop + 1) and _STRONG_END.search(text[at:stop]):
            break
        stop += 1
    return stop


def _ends(text: str, at: int, end: int, *, bare: bool = False) -> bool:
    """May a unit's name end here? A name without a place may follow directly only on another such (`bare`)."""
    if at >= end or text[at] in _SEPARATOR or text[at] in "（）和与及并由":
        return True
    if any(pattern.match(text, at, end) for pattern in (VERB, AND_OTHERS, TOGETHER_WITH, LABEL)):
        return True
    following = match(text, at)
    return following is not None and (bare or following.place != "")


def _skip(state: _Scan) -> None:
    """Words that are neither units nor role words."""
    text, begin = state.line.folded, state.at
    while state.at < state.end and text[state.at] not in "，、；。：（）":
        state.at += 1
    if state.at == begin:
        state.at += 1
    if not re.fullmatch(r"(?:以下|下列|下同|如下|同上)?", text[begin : state.at]):
        state.out.residue += state.at - begin
        state.out.unread.append((begin, state.at))


def _leads(out: Statement) -> None:
    """负责 beside somebody who only 配合 is the lead."""
    roles = {mention.role for mention in out.mentions}
    if "cooperate" in roles and "lead" not in roles and "by_duty" in roles:
        out.mentions = [replace(one, role="lead") if one.role == "by_duty" else one for one in out.mentions]
