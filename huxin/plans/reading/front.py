"""What stands round the plan: title, document number, issuers, addressees, day of issue, documents cited?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from huxin.plans.reading.dates import full_date
from huxin.plans.reading.draft import Basis, Printed
from huxin.plans.reading.folding import Line, Span, fold, tidy
from huxin.plans.reading.outline import heading
from huxin.plans.reading.scanning import scan
from huxin.plans.reading.units import is_unit_name, match

_PLAN = (
    r"(?:方案|(?:分解|分工|任务|责任|一览|清单|安排)表|台账|制度|指引|纲要|条例"
    r"|计划|意见|办法|规划|清单|要点|措施|分工|细则|安排|规定|决定|责任书|通知)"
)
_ISSUES = re.compile(
    r"(?:印发|转发|下发|发布|公布)《([^《》]{4,120})》(?:的通知)?"
    r"|(?:关于(?:印发|转发|下发|公布)|印发(?=关于))([^《》。，；：]{4,100}?)的通知"
)
_OWN_KIND = r"(?:方案|计划|规划|清单|要点|措施|细则)"  # of a plan, never of the notice that brings it
_NAMED = re.compile(rf"(?:现将|制定了?|拟定了?)([^《》。，；：、]{{6,60}}?{_OWN_KIND})(?=印发|下发|，|。)")
_OWN_TITLE = re.compile(rf"{_OWN_KIND}(?:（.{{2,16}}）)?$")
_TITLE_END = re.compile(rf"{_PLAN}(?:（(?:试行|征求意见稿|送审稿|讨论稿|修订版?|[12]\d{{3}}.{{0,12}})）)?$")
_NOT_IN_NUMBER = "根据|依据|按照|落实|执行|以及|转发|印发|关于|贯彻|对照|参照|[和与及见以照据]"
_NUMBER = rf"(?:(?!{_NOT_IN_NUMBER})[一-龥A-Za-z×○]){{1,14}}（(?:19|20)\d\d）第?\d{{1,5}}号"
_OWN_NUMBER = re.compile(rf"(?:发文字号|文号)?：?({_NUMBER})(?:签发人：.{{0,8}})?$")
_CITED = re.compile(rf"《([^《》]{{2,120}})》(?:（({_NUMBER})）)?|({_NUMBER})")
_CLOSING = re.compile(
    r"本(?:措施|方案|办法|细则|意见|通知|规定|计划|实施[一-龥]{2})(?:自|从|由[^，。]{2,30}解释|有效期)"
)
_NAVIGATION = re.compile(
    r"[>›»|]|首页|位置：|无障碍|网站地图|^(?:政务|政府)?(?:信息)?公开(?:目录|专栏)?$|^(?:通知公告|政策文件|搜索|登录)$"
)
_ORGANS = re.compile(r"各?[委办局厅部科室](?:、[委办局厅部科室]){1,4}")  # 县直各委、办、局
_IMPRINT = re.compile(
    r"(?P<unit>[一-龥（）]{4,40}?(?:办公室|办公厅|秘书处|秘书科|局|委|厅|部|会|政府))(?=(?:19|20)\d\d年)"
)
_IN_PLACE_OF = re.compile(r"（[^（）]{2,20}代章?）$")  # 联席会议办公室（州人社局代章）
_BASIS = re.compile(r"根据|依据|按照|贯彻|落实|遵照")
_NOT_FRONT = re.compile(
    r"(?:来源|发布|发布时间|作者|索引号|字号|浏览次数|打印|发布日期|印发日期|抄送|抄报|责任编辑|主题词|信息来源|发文机关|成文日期|公开方式|此件)(?:：|公开)"
)


@dataclass(slots=True)
class Front:
    """What was found, and the numbers of the lines that are used up by it."""

    title: Printed | None = None
    plan_title: str = ""  # folded, to know the line where the plan itself begins
    document_no: Printed | None = None
    issued_on: Printed | None = None
    issuers: list[Printed] = field(default_factory=list)
    issuers_open: bool = False  # 州人社局等九部门: not all are named
    addressees: list[Printed] = field(default_factory=list)
    basis: list[Basis] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def read_front(text: str, lines: list[Line]) -> Front:
    """Read what stands round the plan."""
    front = Front()
    first = next((line.number for line in lines if heading(line)), len(lines))
    _title(text, front, lines, first)
    _own_number(front, lines[: max(first, 40)])
    _signature(front, lines)
    _red_head(front, lines[:12])
    _named_in_title(front, lines[: min(first, 12)])
    _named_in_title(front, lines[: min(first, 40)])
    _addressees(front, lines[: min(first, 60)])
    _cited(front, lines)
    front.used.update(line.number for line in lines if len(line.folded) < 80 and _is_round(line.folded))
    return front


def _is_round(words: str) -> bool:
    """来源：…, 本措施自2024年10月1日起施行: words that belong to no task."""
    return (
        words.startswith(("注：", "备注：")) or _NOT_FRONT.match(words) is not None or _CLOSING.match(words) is not None
    )


def _title(text: str, front: Front, lines: list[Line], first: int) -> None:
    head = lines[: min(max(first, 12), 60)]
    joined = "".join(line.folded for line in head)[:4000]
    issued = _ISSUES.search(joined)
    name = (issued[1] or issued[2]) if issued else ""
    if not issued and (named := _NAMED.search(joined)):
        name = named[1]
    for line in head[:40]:
        if line.number in front.used or _NOT_FRONT.match(line.folded):
            continue
        stop = _same_as(lines, line.number, name) if name else _looks_like_title(lines, line.number)
        if stop:
            own = 0 if name else _own_title(lines, head, stop)
            at = own or line.number
            _found_title(text, front, lines, at, _looks_like_title(lines, at) if own else stop)
            return
    if name:
        _title_inside(text, front, head, name)


def _own_title(lines: list[Line], head: list[Line], after: int) -> int:
    """Below a notice the line where the plan that it brings has its own title; 0 where there is none."""
    if not head[after - 1].folded.endswith("通知"):
        return 0
    below = (line for line in head if line.number >= after and not _NOT_FRONT.match(line.folded))
    return next((line.number for line in below if _brings(lines, line.number)), 0)


def _brings(lines: list[Line], at: int) -> bool:
    stop = 0 if full_date(lines[at].folded) else _looks_like_title(lines, at)
    return bool(stop and _OWN_TITLE.search("".join(line.folded for line in lines[at:stop])))


def _same_as(lines: list[Line], at: int, name: str) -> int:
    """One or several lines that together are exactly the name."""
    joined = ""
    for stop in range(at, min(at + 5, len(lines))):
        joined += lines[stop].folded
        if joined == name:
            return stop + 1
        if not name.startswith(joined):
            return 0
    return 0


def _looks_like_title(lines: list[Line], at: int) -> int:
    joined = ""
    for stop in range(at, min(at + 4, len(lines))):
        words = lines[stop].folded
        if (
            heading(lines[stop])
            or any(sign in words for sign in "。；：，")
            or _OWN_NUMBER.fullmatch(words)
            or "\t" in lines[stop].raw
            or _NAVIGATION.search(words)
        ):
            return 0
        if stop > at and (len(words) > 40 or full_date(words)):
            return 0
        joined += words
        if len(joined) > 90:
            return 0
        if len(joined) >= 6 and _TITLE_END.search(joined) and not joined.startswith("附件"):
            return stop + 1
    return 0


def _found_title(text: str, front: Front, lines: list[Line], at: int, stop: int) -> None:
    place = Span(lines[at].span().start, lines[stop - 1].span().end)
    front.title = Printed(_title_words(text[place.start : place.end]), place)
    front.plan_title = "".join(line.folded for line in lines[at:stop])
    front.used.update(range(at + 1, stop))
    if stop - at > 1:
        front.used.add(at)


def _title_words(raw: str) -> str:
    """A title in one line; a blank parts the organs that issue it together, and no other words."""
    made = ""
    for part in re.split(r"(?<=[一-龥])\s+(?=[一-龥])", raw.strip()):
        words = tidy(part.replace("\n", ""))
        before, after = fold(made.rpartition(" ")[2]), fold(words)
        made += f" {words}" if _organ(before) and (match(after, 0) or _organ(after.partition("关于")[0])) else words
    organs, about, matter = made.partition("关于")
    return "".join((" ".join(one for piece in organs.split(" ") for one in _apart(piece)), about, matter))


def _apart(words: str) -> Iterator[str]:
    """The organs that a PDF prints with nothing between them, as where a line ends."""
    at = 0
    while (name := match(words, at)) and match(words, name.end):
        yield words[at : name.end]
        at = name.end
    yield words[at:]


def _organ(words: str) -> bool:
    """Is this the name of a unit, and nothing else?"""
    name = match(words, 0)
    return name.end == len(words) if name else is_unit_name(words)


def _title_inside(text: str, front: Front, head: list[Line], name: str) -> None:
    """The name stands only inside the notice's title, perhaps over several lines."""
    marks = [(line, at) for line in head for at in range(len(line.folded))][:4000]
    begin = "".join(line.folded[at] for line, at in marks).find(name)
    (first, i), (last, j) = marks[begin], marks[begin + len(name) - 1]
    place = Span(first.span(i, i + 1).start, last.span(j, j + 1).end)
    front.title = Printed(_title_words(text[place.start : place.end]), place)
    front.plan_title = name


def _own_number(front: Front, head: list[Line]) -> None:
    for line in head:
        found = _OWN_NUMBER.fullmatch(line.folded)
        if found:
            front.document_no = Printed(line.printed(*found.span(1)), line.span(*found.span(1)))
            front.used.add(line.number)
            return


def _signature(front: Front, lines: list[Line]) -> None:
    """A line that is a date, under lines that are units."""
    for line in lines:
        found = full_date(line.folded)
        around = line.folded[: found[1]] + line.folded[found[2] :] if found else ""
        if not found or around not in ("", "印发", "（）", "（印发）"):
            continue
        signed = _units_above(lines, line.number)
        if not signed and front.issued_on is not None:
            continue
        front.issued_on = Printed(found[0], line.span(found[1], found[2]))
        if signed:
            front.issuers = [one for above in signed for one in _unit_names(above)]
            front.used.update(one.number for one in signed)
            front.used.add(line.number)
            return
    _signed_in_line(front, lines)


def _units_above(lines: list[Line], number: int) -> list[Line]:
    signed: list[Line] = []
    for line in reversed(lines[max(0, number - 40) : number]):
        if not _unit_names(line):
            break
        signed.insert(0, line)
    return signed


def _unit_names(line: Line) -> list[Printed]:
    """The units of a line that holds nothing but units, parted by blanks; empty where it holds anything else."""
    if len(line.folded) > 120 or any(sign in line.folded for sign in "，。；："):
        return []
    whole, end = match(line.folded, 0), len(_IN_PLACE_OF.sub("", line.folded))
    if (whole and whole.end == end and not whole.collective) or (
        end < len(line.folded) and is_unit_name(line.folded[:end])
    ):
        return [Printed(line.printed(0, end), line.span(0, end))]
    names, at = [], 0
    for part in re.split(r"[\s\u3000、]+", line.raw.strip()):
        folded = "".join(ch for ch in line.folded[at : at + len(part)])
        if not folded or heading(line) or not (match(folded, 0) or is_unit_name(folded)) or folded.startswith("各"):
            return []
        end = at + len(folded)
        while (name := match(line.folded, at)) and name.end < end and match(line.folded, name.end):
            names.append(Printed(line.printed(at, name.end), line.span(at, name.end)))
            at = name.end
        names.append(Printed(line.printed(at, end), line.span(at, end)))
        at = end + (1 if line.folded[end : end + 1] == "、" else 0)
    return names if at >= len(line.folded) else []


def _signed_in_line(front: Front, lines: list[Line]) -> None:
    """市人社局 2025年3月1日 in one line, or the imprint 市人社局办公室 2025年3月1日印发."""
    if front.issuers:
        return
    for line in lines[-40:] + lines[:60]:
        found = full_date(line.folded)
        if found and 2 < found[1] <= 40 and line.folded[found[2] :] in ("", "印发"):
            unit = match(line.folded, 0)
            if unit and unit.end == found[1]:
                front.issuers = [Printed(line.printed(0, unit.end), line.span(0, unit.end))]
                front.issued_on = Printed(found[0], line.span(found[1], found[2]))
                front.used.add(line.number)
                return
            if line.folded.endswith("印发") and (by := _IMPRINT.match(line.folded)) and by.end() == found[1]:
                front.issued_on = front.issued_on or Printed(found[0], line.span(found[1], found[2]))
                front.used.add(line.number)  # who printed it is not who issued it


def _red_head(front: Front, head: list[Line]) -> None:
    """XX市人力资源和社会保障局文件 at the top, where nobody signed below."""
    if front.issuers:
        return
    for line in head:
        unit = match(line.folded, 0)
        if unit and line.folded[unit.end :] == "文件" and not unit.collective:
            front.issuers.append(Printed(line.printed(0, unit.end), line.span(0, unit.end)))
            front.used.add(line.number)


def _named_in_title(front: Front, head: list[Line]) -> None:
    """州人社局 州总工会关于印发…的通知, where nobody signed: the units before 关于."""
    for n, line in enumerate(head):
        end = line.folded.find("关于")
        if front.issuers or (end < 0 and not (head[n + 1 : n + 2] and head[n + 1].folded.startswith("关于"))):
            continue
        said = scan(line, 0, end if end >= 0 else len(line.folded), most=0)
        if said.mentions and not said.residue and said.mentions[0].name and len(said.mentions[0].name.place) > 1:
            front.issuers = [
                Printed(line.printed(one.start, one.end), line.span(one.start, one.end)) for one in said.mentions
            ]
            front.issuers_open = said.units_open


def _addressees(front: Front, head: list[Line]) -> None:
    for line in head:
        words = line.folded
        if (
            not words.endswith("：")
            or len(words) < 4
            or line.number in front.used
            or heading(line)
            or _NOT_FRONT.match(words)
        ):
            continue
        names = [found for found in _parts(words[:-1]) if found[1] - found[0] > 1]
        known = sum(_is_addressee(words[i:j]) for i, j in names)
        if (
            names
            and _is_addressee(words[slice(*names[0])])
            and known * 2 > len(names)
            and max(j - i for i, j in names) < 40
        ):
            front.addressees = [Printed(line.printed(i, j), line.span(i, j)) for i, j in names]
            front.used.add(line.number)
            return


def _is_addressee(name: str) -> bool:
    place = re.fullmatch("[一-龥]{1,8}[省州市县区旗盟]", name)  # 文山市 in 文山市、砚山县人民政府
    return is_unit_name(name) or match(name, 0) is not None or name.startswith("各") or place is not None


def _parts(words: str) -> list[tuple[int, int]]:
    """Stretches between separators that stand outside brackets and outside 各市、县人民政府 or 各委、办、局."""
    parts, depth, begin = [], 0, 0
    whole = {n for found in _ORGANS.finditer(words) for n in range(*found.span())}
    for at, ch in enumerate(words):
        depth += (ch == "（") - (ch == "）")
        if at == begin and (name := match(words, at)) and name.collective:
            whole.update(range(at, name.end))
        if ch in "，、；" and depth <= 0 and at not in whole:
            parts.append((begin, at))
            begin = at + 1
    return [*parts, (begin, len(words))]


def _cited(front: Front, lines: list[Line]) -> None:
    """Documents cited with their number anywhere, and those without one where the plan says what it rests on."""
    seen: set[str] = set()
    for line in lines:
        if "《" not in line.folded and "号" not in line.folded:
            continue
        rests = heading(line) is None and _BASIS.search(line.folded[:60]) is not None
        for found in _CITED.finditer(line.folded):
            title, number = found[1], found[2] or found[3]
            if (front.document_no and line.number in front.used) or title == front.plan_title:
                continue
            if not (number or rests) or (number or title) in seen:
                continue
            seen.update(one for one in (number, title) if one)
            _cite(front, line, found)


def _cite(front: Front, line: Line, found: re.Match[str]) -> None:
    title = line.printed(*found.span(1)) if found[1] else None
    group = next((n for n in (2, 3) if found[n]), None)
    number = line.printed(*found.span(group)) if group else None
    front.basis.append(Basis(title, number, line.span(*found.span())))
