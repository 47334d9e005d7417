"""Who answers, in which role, by the words of one paragraph?

Four notations are read: a label (责任单位：…), a bracket at the end of a clause （…牵头，…配合）, a sentence that says
nothing else (由…牵头，会同…。), and a table cell. Roles follow the verb: 牵头, 主办 → lead; 配合, 协办, 参与 → cooperate;
落实, 实施 → implement; 负责, 按职责分工 → by_duty. 负责 beside somebody who only 配合 is lead. A unit without a verb takes
the role of its label, else by_duty (a county government: implement) with a warning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from huxin.plans.reading.draft import Role
from huxin.plans.reading.folding import Line
from huxin.plans.reading.units import LEVELS, VERB, Name, counties, is_unit_name, kind_at, match, sectors

LONGEST = 2000  # no statement of responsibility is longer
_LEAD = r"牵头(?:责任)?(?:单位|部门)?|主办(?:单位|部门)?|主责(?:单位|部门)|总?牵头"
_COOPERATE = r"(?:配合|协办|协助|协同|参与|参加|协作|支持|会办)(?:责任)?(?:单位|部门)|协办|配合|协助|参与"
_IMPLEMENT = r"(?:落实|实施|承办|执行)(?:责任)?(?:单位|部门|主体)|落实|实施"
_OPEN = r"责任(?:单位|部门|主体|分工|处室|科室)|(?:职责|任务)?分工|完成单位|责任"
_TIME = (
    r"(?:完成|工作|推进|办理|实施|整改|落实|办结)?(?:时限|期限)(?:要求)?|(?:完成|实施|推进|时间|进度)(?:时间|要求|节点|安排)|时间"
)
LABEL = re.compile(rf"(?:[省市州县区]级|主要|具体|第一|共同)?(?:(?P<lead>{_LEAD})|(?P<cooperate>{_COOPERATE})|(?P<implement>{_IMPLEMENT})|(?P<open>{_OPEN})|(?P<time>{_TIME}))(?:：|(?<=单位)(?=[省市州县区各团])|(?<=部门)(?=[省市州县区各团]))")
_LABEL_PLACE = re.compile(r"(?:^|(?<=[。；，（）\s、!]))")
_KEY = re.compile(r"牵头|配合|负责|落实|责任|主办|协办|会同|实施|参与|参加|协助|分工|协同|支持|承办|主责")
_LEADING = re.compile(r"(?:由|请|并由|并|同时|其中|此项工作由)+(?=[一-龥“])")
_WITH = re.compile(r"(?:会同|会商|联合|商|协同)(?=[一-龥])")
_TOWNS = re.compile(
    r"各省(?:、|（)?自治区(?:、|，)?直辖市）?(?:人民政府|政府)?|各设区(?:的)?市(?:人民政府|政府)?|各地(?:区|人民政府|政府)?|各(?:有关|相关|市直|县直|州直|区直)?(?:乡镇|乡|镇|街道|园区|开发区|村|社区)(?:（[乡镇街道、办园区场]{1,10}）|、(?:镇|乡|街道|园区))?"
    r"(?:党(?:委|工委)、?)?(?:人民政府|政府|办事处|街道办事处|管委会|村委会|居委会)?(?:（[^（）]{2,8}）)?"
)
_OPEN_END = re.compile(r"等(?:有关|相关|多个|[一二三四五六七八九十\d]{1,3}个?)?(?:部门|单位|成员单位)?")
_WHEN = re.compile(
    r"(?:于|至|到|截至)?(?:(?:19|20)\d\d|二[〇零○])[^，。；、）（]{1,24}|(?:持续|长期|立即|常态化?)[^，。；、）（]{0,8}"
    r"|每[年季月][^，。；、）（]{0,20}|(?:今|本)?年底前[^，。；、）（]{0,6}|\d{1,2}月(?:底|末|\d{1,2}日)?前[^，。；、）（]{0,6}"
)
_SEPARATOR = "，、；。：/,　\u3000"
_LINK = re.compile(r"以及|及其?|和|与|或")
_STRONG_END = re.compile(r"(?:局|委|办|厅|部|院|会|政府|中心|公司|银行)$")
_SECTORS_FOLLOW = re.compile(r"[^，；。：（）]{0,200}?部门")


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


def statements(line: Line, start: int = 0) -> list[Statement]:
    """Every statement of the paragraph from `start` on, in order."""
    text = line.folded
    found: list[Statement] = []
    brackets = _brackets(text, start)
    for i, j in brackets:
        if found and i < found[-1].end:
            continue
        one = _bracket(line, i, j)
        if one:
            found.append(one)
    taken = [(one.start, one.end) for one in found]
    for i, j in _gaps(taken, start, len(text)):
        found.extend(_labels(line, i, j))
    taken = sorted((one.start, one.end) for one in found)
    for i, j in _gaps(taken, start, len(text)):
        found.extend(_sentences(line, i, j))
    return sorted(found, key=lambda one: one.start)


def _gaps(taken: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    gaps, at = [], start
    for i, j in taken:
        if i > at:
            gaps.append((at, i))
        at = max(at, j)
    return [*gaps, (at, end)] if at < end else gaps


def _brackets(text: str, start: int) -> list[tuple[int, int]]:
    """Matched pairs （…） of a sensible length, outer ones first where they begin together."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in re.finditer("[（）]", text):
        at = found.start()
        if at < start:
            continue
        if found.group() == "（":
            opened.append(at)
        elif opened:
            begin = opened.pop()
            if 4 < at - begin <= LONGEST:
                pairs.append((begin, at + 1))
    return sorted(pairs)


def _bracket(line: Line, i: int, j: int) -> Statement | None:
    text = line.folded
    if not _KEY.search(text, i, j) and not LABEL.match(text, i + 1):
        return _names_alone(line, i, j)
    labelled = LABEL.match(text, i + 1) is not None
    one = scan(line, i + 1, j - 1, most=(j - i) // 3 if labelled else 0)
    one.start, one.end = i, j
    if one.residue > ((j - i) // 3 if labelled else 0):
        return None
    trusted = labelled or any(map(_trusted, one.mentions))
    return one if one.mentions and trusted or one.times and labelled else None


def _names_alone(line: Line, i: int, j: int) -> Statement | None:
    """（市人社局、市总工会） at the end of a sentence: names with their place and nothing else."""
    text = line.folded
    if text[j : j + 1] not in ("", "。", "；", "（") or not match(text, i + 1):
        return None
    one = scan(line, i + 1, j - 1, most=0)
    one.start, one.end = i, j
    known = all(mention.name is not None and mention.name.place for mention in one.mentions)
    return one if one.mentions and known and not one.residue else None


def _labels(line: Line, i: int, j: int) -> Iterator[Statement]:
    """Label statements of a stretch; each ends with its sentence unless another label follows directly."""
    text = line.folded
    at = i
    while at < j:
        found = LABEL.search(text, at, j)
        if not found:
            return
        begin = found.start()
        if begin > i and text[begin - 1] not in "。；，（）、！—-":
            at = found.end()
            continue
        end = _label_end(text, found.end(), j)
        one = scan(line, begin, end)
        if one.mentions or one.times:
            yield one
        at = end


def _label_end(text: str, at: int, j: int) -> int:
    limit = min(j, at + LONGEST)
    while True:
        stop = text.find("。", at, limit)
        if stop < 0:
            return limit
        if stop + 1 >= limit or not LABEL.match(text, stop + 1):
            return min(stop + 1, limit)
        at = stop + 1


def _sentences(line: Line, i: int, j: int) -> Iterator[Statement]:
    """Sentences made of units and role words alone."""
    text = line.folded
    for found in re.finditer(r"[^。；！]{4,300}", text[i:j]):
        words = found.group()
        if not _KEY.search(words):
            continue
        one = scan(line, i + found.start(), i + found.end(), most=0)
        if one.mentions and one.residue == 0 and all(mention.sure and _trusted(mention) for mention in one.mentions):
            yield one


def _trusted(mention: Mention) -> bool:
    """Is it certainly a unit, and not words of the text that end like one?"""
    first = mention.line.folded[mention.start]
    return mention.name is not None or first in LEVELS or first in "各国" or mention.line.folded.startswith(("有关", "相关"), mention.start)


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
    """Read a stretch as units and role words; `residue` counts the characters that are neither, up to just over `most`."""
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
    elif text[at] == "（":
        _remark(state)
    elif not (_label(state) or _verb(state) or _connector(state) or _unit(state)):
        _skip(state)


def _remark(state: _Scan) -> None:
    """A bracket behind a unit: a role of its own, 市人社局（牵头）, or a remark that is passed over."""
    text, at = state.line.folded, state.at
    close = text.find("）", at, min(state.end, at + 80))
    verb = VERB.fullmatch(text, at + 1, close) if close > 0 else None
    if close < 0 or not (state.waiting or verb and state.out.mentions):
        state.out.residue += 1
        state.at = at + 1
        return
    if verb and state.waiting:
        role, last = role_of(verb.group()), state.waiting.pop()
        others = [] if role == "cooperate" else state.waiting
        state.waiting = [*state.waiting, last] if role == "cooperate" else [last]
        state.flush(role)
        state.waiting = others
        state.by_bracket = True
    state.at = close + 1


def _label(state: _Scan) -> bool:
    found = LABEL.match(state.line.folded, state.at, state.end)
    if not found:
        return False
    state.flush(state.with_verb)
    state.with_verb = None
    state.out.label = True
    state.at = found.end()
    if found["time"]:
        _time(state)
    else:
        roles: dict[str, Role] = {"lead": "lead", "cooperate": "cooperate", "implement": "implement"}
        state.default = next((role for group, role in roles.items() if found[group]), None)
    return True


def _time(state: _Scan) -> None:
    """A labelled time runs to the next label or the end of its sentence."""
    text, begin = state.line.folded, state.at
    stop = begin
    while stop < state.end and text[stop] not in "。；":
        following = LABEL.match(text, stop, state.end)
        if following and not following["time"]:
            break
        stop += 1
    state.out.times.append((begin, stop))
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


def role_of(verb: str) -> Role:
    """The role that a run of role words means."""
    if re.search("牵头|主办|主责", verb):
        return "lead"
    if re.search("配合|协办|协助|协同|协作|参与|参加|支持", verb):
        return "cooperate"
    if re.search("落实|实施|执行|推进|办理|抓好", verb) and not ("负责" in verb and re.search("职责|分工|职能", verb)):
        return "implement"
    return "by_duty"


def _connector(state: _Scan) -> bool:
    text, at = state.line.folded, state.at
    joined = _WITH.match(text, at, state.end)
    if joined and not text.startswith("会同县", at) and not kind_at(text, at):
        state.flush("lead" if not state.out.mentions and state.waiting else state.with_verb)
        state.with_verb = "cooperate"
        state.at = joined.end()
        return True
    etc = _OPEN_END.match(text, at, state.end)
    if etc:
        state.out.units_open = True
        state.at = etc.end()
        return True
    leading = _LEADING.match(text, at, state.end)
    link = _LINK.match(text, at, state.end)
    if leading or (link and (not match(text, at) or state.waiting and match(text, link.end()))):
        state.at = (leading or link).end()  # type: ignore[union-attr]  # one of them matched
        return True
    when = _WHEN.match(text, at, state.end)
    if when:
        state.out.times.append(when.span())
        state.at = when.end()
    return when is not None


def _unit(state: _Scan) -> bool:
    text, at = state.line.folded, state.at
    stop = _token_end(text, at, state.end)
    name = match(text, at)
    if name and name.end <= state.end and _ends(text, name.end, state.end):
        state.waiting.append((at, name.end, name))
        state.at = name.end
        return True
    below = _TOWNS.match(text, at, state.end)
    if below and _ends(text, below.end(), state.end):
        state.waiting.append((at, below.end(), None))
        state.at = below.end()
        return True
    token = text[at:stop]
    sector = sectors().get(token.removesuffix("部门"))
    if sector and _SECTORS_FOLLOW.match(text, at, state.end):
        state.waiting.append((at, stop, Name("", sector, stop, sector=True)))
        state.at = stop
        return True
    county = counties().get(token.removesuffix("人民政府").removesuffix("政府"))
    if county:
        state.waiting.append((at, stop, Name(county, "人民政府", stop)))
    elif is_unit_name(token) or _is_district(text, token, stop, state.end):
        place = token if not is_unit_name(token) else ""
        state.waiting.append((at, stop, Name(place, "人民政府", stop) if place else None))
    else:
        return False
    state.at = stop
    return True


def _is_district(text: str, token: str, stop: int, end: int) -> bool:
    """麒麟区 in 麒麟区、沾益区人民政府: a district that shares the word 人民政府 at the end of its list."""
    if not re.fullmatch(r"[一-龥]{1,8}(?:县|区|市|旗)", token):
        return False
    return re.match(r"(?:、[一-龥]{1,8}?(?:县|区|市|旗)){0,40}、?(?:[一-龥]{1,8}?(?:县|区|市|旗))?(?:人民)?政府", text[stop:min(end, stop + 400)]) is not None


def _token_end(text: str, at: int, end: int) -> int:
    """Where an unknown name ends: at a separator, a bracket, 等, a linking word, or role words."""
    stop = at
    limit = min(end, at + 60)
    while stop < limit and text[stop] not in _SEPARATOR and text[stop] not in "（）":
        if stop > at + 1 and (VERB.match(text, stop, end) or _OPEN_END.match(text, stop, end) and _ends(text, stop, end)):
            break
        if stop > at + 1 and text[stop] in "和与及" and match(text, stop + 1) and _STRONG_END.search(text[at:stop]):
            break
        stop += 1
    return stop


def _ends(text: str, at: int, end: int) -> bool:
    """May a unit's name end here?"""
    if at >= end or text[at] in _SEPARATOR or text[at] in "（）":
        return True
    return bool(
        VERB.match(text, at, end) or _OPEN_END.match(text, at, end) or _WITH.match(text, at, end)
        or LABEL.match(text, at, end) or text[at] in "和与及并由" or match(text, at)
    )


def _skip(state: _Scan) -> None:
    """Words that are neither units nor role words."""
    text, begin = state.line.folded, state.at
    while state.at < state.end and text[state.at] not in "，、；。：（）":
        state.at += 1
    if state.at == begin:
        state.at += 1
    if not re.fullmatch(r"(?:以下|下列|下同|如下|同上)?", text[begin : state.at]):
        state.out.residue += state.at - begin


def _leads(out: Statement) -> None:
    """负责 beside somebody who only 配合 is the lead."""
    roles = {mention.role for mention in out.mentions}
    if "cooperate" in roles and "lead" not in roles and "by_duty" in roles:
        out.mentions = [
            Mention(one.line, one.start, one.end, "lead", one.name, one.sure) if one.role == "by_duty" else one
            for one in out.mentions
        ]


def embedded(line: Line, start: int, end: int) -> list[Statement]:
    """由…牵头 inside a sentence that goes on: read only where a goal says nothing plainer."""
    text = line.folded
    found = []
    for word in re.finditer("牵头", text[start:end]):
        at = start + word.start()
        begin = max(start, at - 200, *(text.rfind(sign, start, at) + 1 for sign in "。；：（"))
        led = text.rfind("由", begin, at)
        one = scan(line, begin if led < 0 else led, at + 2, most=0)
        if one.mentions and one.residue == 0:
            found.append(one)
    return found
