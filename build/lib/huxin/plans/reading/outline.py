"""How do the paragraphs of a plan hang together? Lines, headings of any style and depth, tables, attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from huxin.plans.reading.dates import FULL, number
from huxin.plans.reading.folding import GOES_ON, Line, fold, line_of
from huxin.plans.reading.wording import LABEL

_CN = "〇零一二三四五六七八九十百"
_UNIT_OF_MEASURE = "年月日号%％万亿个元倍人名户家次条项天度点时米公千"
_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第([{_CN}]{{1,5}}|\d{{1,3}})(?:章|编|部分)[、：.]?")),
    ("section", re.compile(rf"第([{_CN}]{{1,5}}|\d{{1,3}})节[、：.]?")),
    ("article", re.compile(rf"第([{_CN}]{{1,5}}|\d{{1,3}})条[、：.]?")),
    ("task", re.compile(rf"(?:重点)?(?:任务|目标|措施|行动|专项行动|事项|工程|项目)([{_CN}]{{1,3}}|\d{{1,3}})[、：.]")),
    ("cn", re.compile(rf"([{_CN}]{{1,4}})[、.。]")),
    ("cn_paren", re.compile(rf"（([{_CN}]{{1,4}})）[、.。]?|([㈠-㈩])[、.]?")),
    ("dotted3", re.compile(r"(?:\d{1,2}\.){2}(\d{1,2})[.、]?(?!\d)")),
    ("dotted2", re.compile(rf"\d{{1,2}}\.(\d{{1,2}})[.、]?(?![\d{_UNIT_OF_MEASURE}])")),
    ("ar", re.compile(r"(\d{1,3})[.、](?!\d)|([⒈-⒛])")),
    ("ar_paren", re.compile(r"（(\d{1,3})）[、.。]?|(\d{1,3})）[、.。]?|([⑴-⒇])")),
    ("circle", re.compile(r"([①-⑳])[、.]?")),
)
_RANK = {style: rank for rank, (style, _) in enumerate(_MARKS)} | {"attachment": -1}
_FIRST_SIGN = {"㈠": 0x3220, "①": 0x2460, "⑴": 0x2474, "⒈": 0x2488}
_ATTACHMENT = re.compile(rf"附(?:件|表|录)(?:\d{{1,2}}|[{_CN}]{{1,3}})?[：:]?(?![一-龥]{{0,40}}[，。])")
_HEADER = re.compile(
    r"(?:责任|牵头|配合|主办|协办|落实|实施|承办|主责|参与|参加|协同)(?:单位|部门|责任单位|处室|科室|主体)?(?:（[一-龥]{1,8}）)?|责任分工|任务分工|姓名"
)
_SENTENCE_END = tuple("。；：！？")


@dataclass(slots=True, eq=False)
class Node:
    """A heading with what stands below it. `line` is None only for the root."""

    style: str
    mark: str = ""
    number: int | None = None
    line: Line | None = None
    body_from: int = 0  # where the heading's own words begin in its line
    paragraphs: list[Line] = field(default_factory=list)
    tables: list["Table"] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def lines(self) -> Iterator[tuple[Line, int]]:
        """Its own paragraphs, the heading's first: each with the position from which it counts."""
        if self.line is not None:
            yield self.line, self.body_from
        for line in self.paragraphs:
            yield line, 0

    def all_lines(self) -> list[tuple[Line, int]]:
        """Its paragraphs and those of all headings below it, in document order."""
        lines = [one for node in self.walk() for one in node.lines()]
        return sorted(lines, key=lambda one: one[0].start)

    def heading(self) -> str:
        """The folded words of the heading's paragraph, without the mark."""
        return self.line.folded[self.body_from :] if self.line else ""


@dataclass(slots=True)
class Table:
    """Rows of cells that stood together."""

    rows: list[list[Line]]


def split_lines(text: str) -> list[Line]:
    """The non-empty paragraphs; hard-wrapped lines are put together again."""
    raw: list[tuple[int, int]] = []
    start = 0
    for part in re.split(r"[\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text):
        if part and not part.isspace():
            raw.append((start, start + len(part)))
        start += len(part) + 1
    width = _wrap_width([text[i:j] for i, j in raw])
    joined: list[tuple[int, int]] = []
    for i, j in raw:
        if joined and (_is_label(text, *joined[-1]) or (width and _continues(text, joined[-1], (i, j), width))):
            joined[-1] = (joined[-1][0], j)
        else:
            joined.append((i, j))
    lines = (line_of(i, text[i:j]) for i, j in joined)
    kept = [line for line in lines if line.folded]
    for n, line in enumerate(kept):
        line.number = n
    return kept


def _is_label(text: str, start: int, end: int) -> bool:
    """责任单位： alone on its line: what it introduces stands on the next one."""
    words = fold(text[start:end]) if end - start < 40 else ""
    found = _labelled(words)
    return found is not None and found.end() == len(words)


def _labelled(words: str) -> re.Match[str] | None:
    return LABEL.match(words) or LABEL.match(words, 1 if words.startswith("（") else 0)


def _columns(raw: str) -> float:
    return sum(1.0 if ch > "\u1100" or ch in "“”‘’…—" else 0.5 for ch in raw)


def _wrap_width(parts: list[str]) -> float:
    """The width at which every long line was broken; 0 where lines are whole paragraphs."""
    if len(parts) < 8 or max(map(len, parts)) > 130:
        return 0.0
    widths = [_columns(part.strip()) for part in parts]
    width = max(widths)
    if not 20 <= width <= 64:
        return 0.0
    open_ended = [
        w
        for w, part, after in zip(widths, parts, parts[1:], strict=False)
        if w >= width - 2 and not part.rstrip().endswith(_SENTENCE_END) and not heading(line_of(0, after))
    ]
    return width if len(open_ended) >= max(4, len(parts) // 8) else 0.0


def _continues(text: str, before: tuple[int, int], after: tuple[int, int], width: float) -> bool:
    """Is the second line the rest of a paragraph that the first one fills up?"""
    last = text[max(before[0], text.rfind("\n", before[0], before[1]) + 1) : before[1]]
    if _columns(last.rstrip()) < width - 2 or "\t" in last or text[before[1] : after[0]].count("\n") > 1:
        return False
    if text[before[0]].isspace() and not text[after[0]].isspace():
        return True  # paragraphs begin indented here, and this line does not
    if last.rstrip().endswith("。") and text[after[0]].isspace():
        return False
    return not starts_anew(line_of(0, text[after[0] : after[1]]))


def heading(line: Line) -> tuple[str, int, int] | None:
    """Does the line begin with a heading's mark? Style, number, end of the mark."""
    first = line.folded[:1]
    if not first or not (
        first in "第（任目措行专事工项重" or first in _CN or first.isdigit() or "①" <= first <= "⒛" or first >= "㈠"
    ):
        return None
    for style, pattern in _MARKS:
        found = pattern.match(line.folded)
        if not found:
            continue
        printed = next(group for group in found.groups() if group)
        value = _sign_value(printed) if len(printed) == 1 and printed > "\u2400" else None
        value = value if value is not None else number(printed)
        if value is not None:
            return style, value, found.end()
    return None


def starts_anew(line: Line) -> bool:
    """Does the line begin a heading or a label, or is it a day alone, so that it cannot go on from the line above?"""
    return heading(line) is not None or _labelled(line.folded) is not None or FULL.fullmatch(line.folded) is not None


def _sign_value(sign: str) -> int | None:
    if sign in _CN:
        return None
    base = max((first for first in _FIRST_SIGN.values() if first <= ord(sign)), default=0)
    return ord(sign) - base + 1 if base else None


def read_outline(lines: list[Line], *, title: str = "") -> Node:
    """The tree of headings; the plan's own title and every 附件 begin anew at the top."""
    root = Node("root")
    stack = [root]
    for block in _blocks(lines):
        if isinstance(block, Table):
            stack[-1].tables.append(block)
        elif title and block.folded == title:
            stack = [root]
        else:
            _place(stack, block)
    return root


def _blocks(lines: list[Line]) -> Iterator[Line | Table]:
    """Paragraphs and tables; rows without a header that we know are paragraphs."""
    waiting: list[tuple[Line, list[Line]]] = []
    for line in [*lines, line_of(0, "")]:
        cells = _cells(line)
        if cells:
            waiting.append((line, cells))
            continue
        if waiting:
            rows = [row for _, row in waiting]
            if any(_HEADER.fullmatch(cell.folded) for row in rows[:3] for cell in row):
                yield Table(rows)
            else:
                yield from (one for one, _ in waiting)
            waiting = []
        if line.folded:
            yield line


def _place(stack: list[Node], line: Line) -> None:
    mark = heading(line)
    if mark is None and _ATTACHMENT.match(line.folded) and len(line.folded) <= 60:
        node = Node("attachment", line=line, parent=stack[0])
        stack[0].children.append(node)
        stack[1:] = [node]
    elif mark is None:
        stack[-1].paragraphs.append(line)
    elif LABEL.match(line.folded, mark[2]) and _parent(stack, mark[0]) is not stack[0]:
        while stack[-1] is not _parent(stack, mark[0]):  # 2.责任单位：… says something of the heading above
            stack.pop()
        stack[-1].paragraphs.append(line)
    else:
        _hang(stack, Node(mark[0], line.printed(0, mark[2]), mark[1], line, mark[2]))


def _parent(stack: list[Node], style: str) -> Node:
    """The heading below which an item of this style stands."""
    at = next((n for n, one in enumerate(stack) if one.style == style), len(stack))
    return stack[at - 1]


def _hang(stack: list[Node], node: Node) -> None:
    """Put the node below the right heading: beside its own style, else deeper when it begins a list."""
    styles = [one.style for one in stack]
    if node.style in styles:
        del stack[styles.index(node.style) :]
    else:
        top_is_ar = any(one.style == "ar" and one.parent in (stack[0], None) for one in stack[1:2])
        deeper = (node.style == "cn_paren" and top_is_ar) or _below_cn(stack[-1], node)
        while len(stack) > 1 and not deeper and _RANK[stack[-1].style] > _RANK[node.style]:
            stack.pop()
    node.parent = stack[-1]
    stack[-1].children.append(node)
    stack.append(node)


def _below_cn(top: Node, node: Node) -> bool:
    """第1条 or 任务一 that begins a list below 一、, or goes on with it below 二、."""
    if node.style not in ("article", "task") or top.style != "cn" or top.children:
        return False
    before = top.parent.children[:-1] if top.parent else []
    return node.number == 1 or any(child.style == node.style for one in before for child in one.children)


def _cells(line: Line) -> list[Line]:
    """The cells of a table row written with tabs or bars; empty where the line is no row."""
    raw = line.raw
    mark = "\t" if "\t" in raw.strip() else "|" if raw.count("|") >= 3 else "｜" if raw.count("｜") >= 3 else ""
    if not mark or "\n" in raw:
        return []
    cells, start = [], 0
    for part in raw.split(mark):
        cells.append(line_of(line.start + start, part, line.number))
        start += len(part) + 1
    if mark != "\t":
        cells = cells[1:] if not cells[0].folded else cells
        cells = cells[:-1] if cells and not cells[-1].folded else cells
        if all(set(cell.folded) <= set("-：:") for cell in cells):
            return [line_of(line.start, "", line.number)]
    filled = sum(bool(cell.folded) or GOES_ON in cell.raw for cell in cells)
    return cells if filled >= 2 or raw.startswith("\t") else []


def sections(root: Node) -> list[Node]:
    """The headings at the top, those of attachments included."""
    return [part for one in root.children for part in (one.children if one.style == "attachment" else [one])]
