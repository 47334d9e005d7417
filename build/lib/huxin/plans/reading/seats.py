"""Who sits in the joint conference: convenors, members, liaisons, and where is its office?"""

import re
from dataclasses import dataclass, field

from huxin.plans.reading.draft import Printed, Seat, SeatKind
from huxin.plans.reading.folding import Line, Span
from huxin.plans.reading.outline import Node, Table
from huxin.plans.reading.register import Register
from huxin.plans.reading.scanning import scan
from huxin.plans.reading.units import Name, is_unit_name, match

_KINDS: dict[str, SeatKind] = {"召集人": "convenor", "组长": "convenor", "成员": "member", "联络员": "liaison"}
_LABEL = re.compile(r"(?:(?:总|副|第一|常务)*(召集人|组长)|(成员)(?:单位)?|(?:单位)?(联络员))(?:名单)?：?")
_OFFICE = re.compile(
    r"(?:联席会议|领导小组|工作专班|专班|协调机制)?办公室(?:设在|设于|挂靠在|设立在)|办公室(?:，|工作|日常工作)?由(?=[^。]{2,40}承担)"
)
_POST = re.compile(
    r"(?:党委|党组|工委|机关党委)?(?:第一|常务|专职|兼职)?副?"
    r"(?:书记|主任|局长|厅长|部长|主席|会长|院长|检察长|省长|市长|州长|县长|区长|秘书长|处长|科长|股长|队长|支队长"
    r"|总队长|大队长|庭长|理事长|总经理|经理|行长|站长|所长|校长|董事长|巡视员|调研员|科员|干部|专员|主任科员"
    r"|负责人|负责同志|工作人员|总工程师|总会计师|总经济师|监察专员|职员|专干|社长|镇长|乡长|领导|委员|组长|代表)"
)
_BY_POST = re.compile(
    r"(?P<post>(?:主要|分管|有关|相关)?(?:科室|处室|部门|业务)?(?:负责同志|负责人|领导(?:同志)?|同志))"
    r"(?:分别)?(?:兼任|担任|任|作?为)(?:联席会议)?(?:总|副)?(?P<kind>召集人|组长|成员|联络员)"
)
_HEAD = (
    dict.fromkeys(("姓名",), "name")
    | dict.fromkeys(("单位", "工作单位", "所在单位", "成员单位"), "organisation")
    | dict.fromkeys(("职务",), "post")
    | dict.fromkeys(("单位职务", "单位及职务", "工作单位及职务", "单位及职务职称"), "whole")
    | dict.fromkeys(("类别", "身份", "备注", "会议职务", "联席会议职务"), "kind")
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤农普陇依侬冉施代滕易盘"
)
_NAME = re.compile(r"[一-龥×＊*○·•X]{2,14}")


@dataclass(slots=True)
class Conference:
    """What was found."""

    seats: list[Seat] = field(default_factory=list)
    office: Printed | None = None
    ranked: bool = False  # 总召集人, 副组长: the convenors are not of one rank


def read_conference(root: Node, register: Register) -> Conference:
    """Read seats and office from wherever the document has them."""
    found = Conference()
    for node in root.walk():
        _lists(node, register, found)
        for table in node.tables:
            _table(table, node, register, found)
        for line, start in node.lines():
            if found.office is None:
                found.office = _office(line, start, register)
            _by_post(line, start, register, found)
    if not any(seat.kind == "member" for seat in found.seats):
        _composed(root, register, found)
    return found


def _lists(node: Node, register: Register, found: Conference) -> None:
    kind: SeatKind | None = None
    for line, start in node.lines():
        label = _LABEL.match(line.folded, start)
        if label and (label.group().endswith("：") or label.end() == len(line.folded)):
            kind = _KINDS[next(group for group in label.groups() if group)]
            found.ranked = found.ranked or any(sign in label.group() for sign in ("总", "副", "第一"))
            entries = _entries(line, label.end())
        elif kind and start == 0 and not line.folded.endswith(("。", "：")) and not _OFFICE.search(line.folded):
            entries = _entries(line, start)
        else:
            entries, kind = [], None
        if kind is None:
            continue
        for i, j in _whole(line, entries, register):
            _entry(line, i, j, kind, register, found)


def _entries(line: Line, start: int) -> list[tuple[int, int]]:
    """The entries of a line: one, or several between 、 or ；."""
    words = line.folded
    if start >= len(words) or len(words) > 1200 or "。" in words[start:-1] or words.startswith("由", start):
        return []
    stop = len(words) - (words[-1] in "。；，")
    marks = "；" if "；" in words[start:stop] else "、，" if "、" in words[start:stop] else "；"
    entries, depth, begin = [], 0, start
    for at in range(start, stop):
        depth += (words[at] == "（") - (words[at] == "）")
        if words[at] in marks and depth <= 0:
            entries.append((begin, at))
            begin = at + 1
    entries.append((begin, stop))
    return [(i, j) for i, j in entries if j - i >= 2]


def _whole(line: Line, entries: list[tuple[int, int]], register: Register) -> list[tuple[int, int]]:
    """庄周 州公安局副局长、支队长 is one entry: after a named one, a part without a name goes on with it."""
    merged: list[tuple[int, int]] = []
    named = False
    for i, j in entries:
        has_name = _name_end(line, i, j, register) is not None
        if merged and named and not has_name and match(line.folded, i) is None:
            merged[-1] = (merged[-1][0], j)
        else:
            merged.append((i, j))
            named = has_name
    return merged


def _entry(line: Line, i: int, j: int, kind: SeatKind, register: Register, found: Conference) -> None:
    words = line.folded
    whole = _unit_first(line, i, register)
    if (
        whole
        and whole.end <= j
        and (whole.end == j or (_POST.match(words, whole.end) is None and is_unit_name(words[i:j])))
    ):
        _add(line, kind, None, (i, j if is_unit_name(words[i:j]) else whole.end), None, (i, j), register, found)
        return
    split = _name_end(line, i, j, register)
    if split is None:
        _organisation_first(line, i, j, kind, register, found)
        return
    name, rest, stop = (i, split), split, j
    while rest < stop and words[rest] in "（，：":
        rest += 1
    stop -= words[stop - 1] == "）" and words[rest - 1] == "（"
    organisation, post = _organisation(line, rest, stop, register)
    _add(line, kind, name, organisation, post, (i, j), register, found)


def _unit_first(line: Line, i: int, register: Register) -> Name | None:
    """Does a unit stand here? Not where a name runs into the sign of its place: 王小明州商务局."""
    name = match(line.folded, i)
    if name is None or len(name.place) < 2 or name.collective or register.home.is_me(name.place):
        return name
    if any(at < i + len(name.place) for at in _blanks(line, i, name.end)):
        return None
    return (
        None if len(name.place) <= 4 and name.place[-1] == register.home.sign and name.place[0] in _SURNAMES else name
    )


def _name_end(line: Line, i: int, j: int, register: Register) -> int | None:
    """Where a name at the head of an entry ends: at a bracket, at a blank, or where a unit begins."""
    words = line.folded
    if _unit_first(line, i, register):
        return None
    bracket = next((at for at in range(i + 2, min(j, i + 14)) if words[at] in "（，："), None)
    if bracket and _NAME.fullmatch(words[i:bracket]) and not is_unit_name(words[i:bracket]):
        return bracket
    breaks = [at for at in _blanks(line, i, j) if 2 <= at - i <= 14 and _NAME.fullmatch(words[i:at])]
    own = [at for at in breaks if (unit := match(words, at)) and unit.place and register.home.is_me(unit.place)]
    for at in own or breaks:  # 王 小 二 州人社局: a unit of this place ends the name
        if _begins_unit(words, at) or _POST.search(words[at:j]):
            return at
    for at in range(i + 2, min(i + 5, j)):
        name = match(words, at)
        if name and name.place and not name.collective and len(name.place) == 1 and _NAME.fullmatch(words[i:at]):
            return at
    return None


def _blanks(line: Line, i: int, j: int) -> list[int]:
    """Folded positions before which the document has a blank."""
    return [at for at in range(i + 1, j) if line.span(at, at + 1).start > line.span(at - 1, at).end]


def _begins_unit(words: str, at: int) -> bool:
    return match(words, at) is not None


def _organisation(
    line: Line, i: int, j: int, register: Register
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """州中级人民法院民三庭庭长 → 州中级人民法院, 民三庭庭长."""
    known = match(line.folded, i)
    if known and known.end <= j and not known.collective:
        return (i, known.end), (known.end, j) if known.end < j else None
    breaks = [at for at in _blanks(line, i, j) if is_unit_name(line.folded[i:at])]
    post = _POST.search(line.folded, i, j)
    cut = breaks[0] if breaks else _unit_before(line.folded, i, post.start() if post else j)
    if cut is None:
        register.warn("seat_unclear", "这一席位的单位和职务分不开，请填写", line.span(i, j) if i < j else None)
        return ((i, j) if i < j and not post else None), ((i, j) if post else None)
    return (i, cut), (cut, j) if cut < j else None


def _unit_before(words: str, i: int, stop: int) -> int | None:
    """The last position up to `stop` at which the words so far end like a unit."""
    return next((at for at in range(stop, i + 2, -1) if is_unit_name(words[i:at])), None)


def _organisation_first(line: Line, i: int, j: int, kind: SeatKind, register: Register, found: Conference) -> None:
    """州人社局副局长 张三, or a post without a name."""
    words = line.folded
    organisation, post = _organisation(line, i, j, register)
    if organisation is None and post is None:
        return
    name = None
    posts = list(_POST.finditer(words, organisation[1] if organisation else i, j))
    breaks = [at for at in _blanks(line, i, j) if posts and at >= posts[-1].end() and at < j]
    if posts and breaks and _NAME.fullmatch(words[breaks[0] : j]) and post:
        name, post = (breaks[0], j), (post[0], breaks[0])
    _add(line, kind, name, organisation, post, (i, j), register, found)


def _add(
    line: Line, kind: SeatKind, name: tuple[int, int] | None, organisation: tuple[int, int] | None,
    post: tuple[int, int] | None, whole: tuple[int, int], register: Register, found: Conference,
) -> None:  # fmt: skip
    given = {"name": name, "organisation": organisation, "post": post}
    parts = {key: line.span(*at) for key, at in given.items() if at is not None}
    printed = {key: line.printed(*at) for key, at in given.items() if at is not None}
    if organisation:
        _note(line, *organisation, register)
    found.seats.append(
        Seat(kind, printed.get("name"), printed.get("organisation"), printed.get("post"), line.span(*whole), parts)
    )


def _note(line: Line, start: int, end: int, register: Register) -> None:
    """A seat makes its unit known under this spelling."""
    name = match(line.folded, start)
    register.units_of(line, start, end, name if name and name.end == end else None)


def _office(line: Line, start: int, register: Register) -> Printed | None:
    at = _OFFICE.search(line.folded, start)
    name = match(line.folded, at.end()) if at else None
    if not at or not name or name.collective:
        return None
    register.units_of(line, at.end(), name.end, name)
    return Printed(line.printed(at.end(), name.end), line.span(at.end(), name.end))


def _by_post(line: Line, start: int, register: Register, found: Conference) -> None:
    """由州人社局主要负责同志担任召集人: seats that are given to posts."""
    for by_post in _BY_POST.finditer(line.folded, start):
        stop = by_post.start("post")
        begin = max(start, stop - 300, *(line.folded.rfind(sign, start, stop) + 1 for sign in "。；：，由"))
        for one in scan(line, begin, stop).mentions:
            if one.name is not None and not one.name.collective:
                post = by_post.span("post")
                kind = _KINDS[by_post["kind"]]
                _add(line, kind, None, (one.start, one.end), post, (one.start, by_post.end()), register, found)


def _composed(root: Node, register: Register, found: Conference) -> None:
    """联席会议由A、B、C组成: members without names, only where the document lists none."""
    for node in root.walk():
        for line, start in node.lines():
            at = line.folded.find("组成", start)
            led = line.folded.rfind("由", max(start, at - 400), at) if at > 0 else -1
            if led < 0 or not re.search("联席会议|领导小组|专班|协调机制", line.folded[max(start, led - 40) : at]):
                continue
            mentions = scan(line, led + 1, at).mentions
            for one in mentions:
                if one.name is not None and not one.name.collective and not one.name.sector:
                    _add(line, "member", None, (one.start, one.end), None, (one.start, one.end), register, found)
            return


def _table(table: Table, node: Node, register: Register, found: Conference) -> None:
    head = {n: _HEAD[cell.folded] for n, cell in enumerate(table.rows[0]) if cell.folded in _HEAD}
    if "name" not in head.values():
        return
    context = node.heading() + "".join(line.folded for line in node.paragraphs[-2:])
    default = next((kind for word, kind in _KINDS.items() if word in context), None)
    for row in table.rows[1:]:
        cells = {what: row[n] for n, what in head.items() if n < len(row) and row[n].folded}
        kind = next(
            (k for word, k in _KINDS.items() if word in (cells["kind"].folded if "kind" in cells else "")), default
        )
        if kind and "name" in cells:
            _table_seat(cells, kind, register, found)
        elif "name" in cells:
            register.warn("seat_unclear", "表中这一行没有写明是召集人、成员还是联络员，请填写", cells["name"].span())


def _table_seat(cells: dict[str, Line], kind: SeatKind, register: Register, found: Conference) -> None:
    parts: dict[str, Span] = {key: cells[key].span() for key in ("name", "organisation", "post") if key in cells}
    values: dict[str, str] = {key: cells[key].printed() for key in parts}
    if "whole" in cells:
        line = cells["whole"]
        organisation, post = _organisation(line, 0, len(line.folded), register)
        if organisation:
            _note(line, *organisation, register)
        for key, at in (("organisation", organisation), ("post", post)):
            if at:
                parts[key], values[key] = line.span(*at), line.printed(*at)
    elif "organisation" in cells:
        _note(cells["organisation"], 0, len(cells["organisation"].folded), register)
    spans = list(parts.values())
    place = Span(min(one.start for one in spans), max(one.end for one in spans))
    found.seats.append(Seat(kind, values.get("name"), values.get("organisation"), values.get("post"), place, parts))
