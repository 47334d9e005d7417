"""How are a paragraph, a table, a page number and a section written in WordprocessingML?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from huxin.typesetting.content import Run
from huxin.typesetting.docx_styles import RED, Role, style_id

Element = Any  # an lxml element of python-docx


def element(name: str, **attributes: str | int) -> Element:
    """`element("w:jc", val="both")`: attributes stand in the w: namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def twips(points: float) -> int:
    return round(points * 20)


@dataclass(frozen=True)
class Rule:
    """A red line above or below a paragraph; `size` in eighths of a point, `gap` in points."""

    side: str = "bottom"
    style: str = "single"
    size: int = 12
    gap: int = 11


@dataclass(frozen=True)
class Direct:
    """What a paragraph has besides its style; points, or characters where said."""

    align: str = ""
    left: float = 0
    right: float = 0
    hanging: float = 0
    first: float = 0  # indent of the first line alone: what is ruled stays ruled over its whole width
    before: float = 0
    exact: float = 0  # exact line height
    pitch: float = 0  # exact line height together with `before`
    grows: bool = False  # the line is as high as the picture in it
    rule: Rule | None = None
    tab_right: float = 0  # a right tab stop
    keep_next: bool = False
    flows_on: bool = False  # a heading with its text behind it need not stay with the next paragraph


def paragraph(role: Role, runs: Iterable[Element] = (), direct: Direct | None = None) -> Element:
    """A w:p in the style of the role."""
    made, properties = element("w:p"), element("w:pPr")
    properties.append(element("w:pStyle", val=style_id(role)))
    for extra in _direct(direct) if direct else ():
        properties.append(extra)
    made.append(properties)
    made.extend(runs)
    return made


def _direct(direct: Direct) -> Iterable[Element]:
    """In the order the schema demands."""
    if direct.keep_next or direct.flows_on:
        yield element("w:keepNext", val=0 if direct.flows_on else 1)
    if direct.rule:
        borders = element("w:pBdr")
        rule = direct.rule
        borders.append(element(f"w:{rule.side}", val=rule.style, sz=rule.size, space=rule.gap, color=RED))
        yield borders
    if direct.tab_right:
        tabs = element("w:tabs")
        tabs.append(element("w:tab", val="right", pos=twips(direct.tab_right)))
        yield tabs
    if direct.exact:
        yield element("w:spacing", before=0, after=0, line=twips(direct.exact), lineRule="exact")
    elif direct.grows:
        yield element("w:spacing", before=0, after=0, line=240, lineRule="auto")
    elif direct.before:
        yield element("w:spacing", before=twips(direct.before), after=0, line=twips(direct.pitch), lineRule="exact")
    if direct.left or direct.right or direct.hanging or direct.first:
        # a style's indents in characters would win over these, unless they are set to nought
        first = {"firstLine": twips(direct.first)} if direct.first else {"hanging": twips(direct.hanging)}
        yield element(
            "w:ind",
            leftChars=0,
            left=twips(direct.left),
            rightChars=0,
            right=twips(direct.right),
            firstLineChars=0,
            **first,
        )
    if direct.align:
        yield element("w:jc", val=direct.align)


@dataclass(frozen=True)
class Type:
    """What a run has besides its paragraph's style."""

    bold: bool = False
    character_style: str = ""
    font: str = ""
    size: float = 0  # points
    scale: float = 1  # horizontal


def run(text: str, look: Type | None = None) -> Element:
    """A w:r; a line break in the text is a soft break, a tab a tab."""
    made = element("w:r")
    if look:
        made.append(_type(look))
    for place, part in enumerate(text.split("\n")):
        if place:
            made.append(element("w:br"))
        for number, piece in enumerate(part.split("\t")):
            if number:
                made.append(element("w:tab"))
            if piece:
                holder = element("w:t")
                holder.text = piece
                holder.set(qn("xml:space"), "preserve")
                made.append(holder)
    return made


def _type(look: Type) -> Element:
    properties = element("w:rPr")
    if look.character_style:
        properties.append(element("w:rStyle", val=look.character_style))
    if look.font:
        properties.append(element("w:rFonts", ascii=look.font, hAnsi=look.font, eastAsia=look.font, cs=look.font))
    if look.bold:
        properties.append(element("w:b"))
    if look.scale != 1:
        properties.append(element("w:w", val=round(look.scale * 100)))
    if look.size:
        properties.append(element("w:sz", val=round(look.size * 2)))
        properties.append(element("w:szCs", val=round(look.size * 2)))
    return properties


def runs(values: Iterable[Run], character_style: str = "") -> list[Element]:
    return [run(value.text, Type(bold=value.bold, character_style=character_style)) for value in values]


def page_number(look: Type) -> list[Element]:
    """— 1 — with a real page field."""
    made = [run("— ", look)]
    for kind in ("begin", "instruction", "separate", "result", "end"):
        holder = run("1" if kind == "result" else "", look)
        if kind == "instruction":
            code = element("w:instrText")
            code.text = "PAGE"
            holder.append(code)
        elif kind != "result":
            holder.append(element("w:fldChar", fldCharType=kind))
        made.append(holder)
    return [*made, run(" —", look)]


def page_break() -> Element:
    made = element("w:r")
    made.append(element("w:br", type="page"))
    return made


@dataclass(frozen=True)
class Box:
    """A cell: its paragraphs and the columns and rows it takes."""

    paragraphs: Sequence[Element]
    across: int = 1
    down: int = 1
    at: str = "center"  # vertically


@dataclass(frozen=True)
class Line:
    """A row of a table. `height` in points, exact or at least."""

    boxes: Sequence[Box]
    header: bool = False
    height: float = 0
    exact: bool = False


@dataclass(frozen=True)
class Frame:
    """The table's own properties. Rules in eighths of a point; 0 draws none."""

    widths: Sequence[float]  # points
    outer: int = 4
    inner: int = 4
    only_horizontal: bool = False
    dashed: bool = False
    at_page_bottom: bool = False
    pad: tuple[float, float] = (0, 0)  # room inside the cells: at the sides, above and below; points
    lines: Sequence[Line] = field(default_factory=tuple)


def table(frame: Frame) -> Element:
    """A w:tbl with fixed column widths. A cell that takes several rows is continued in each of them."""
    made = element("w:tbl")
    made.append(_table_properties(frame))
    grid = element("w:tblGrid")
    for width in frame.widths:
        grid.append(element("w:gridCol", w=twips(width)))
    made.append(grid)
    hanging: dict[int, tuple[int, int]] = {}  # column → rows still to come, columns taken
    for line in frame.lines:
        made.append(_row(line, frame.widths, hanging))
    return made


def _table_properties(frame: Frame) -> Element:
    properties = element("w:tblPr")
    if frame.at_page_bottom:
        properties.append(
            element(
                "w:tblpPr",
                leftFromText=0,
                rightFromText=0,
                vertAnchor="margin",
                horzAnchor="margin",
                tblpXSpec="left",
                tblpYSpec="bottom",
            )
        )
        properties.append(element("w:tblOverlap", val="never"))
    properties.append(element("w:tblW", w=twips(sum(frame.widths)), type="dxa"))
    borders = element("w:tblBorders")
    style = "dashed" if frame.dashed else "single"
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = frame.inner if side.startswith("inside") else frame.outer
        hidden = not size or (frame.only_horizontal and side in ("left", "right", "insideV"))
        borders.append(
            element(f"w:{side}", val="nil")
            if hidden
            else element(f"w:{side}", val=style, sz=size, space=0, color="auto")
        )
    properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side, room in zip(("top", "left", "bottom", "right"), (frame.pad[1], frame.pad[0]) * 2, strict=True):
        margins.append(element(f"w:{side}", w=twips(room), type="dxa"))
    properties.append(margins)
    return properties


def _row(line: Line, widths: Sequence[float], hanging: dict[int, tuple[int, int]]) -> Element:
    made, properties = element("w:tr"), element("w:trPr")
    properties.append(element("w:cantSplit"))
    if line.height:
        properties.append(element("w:trHeight", val=twips(line.height), hRule="exact" if line.exact else "atLeast"))
    if line.header:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    waiting, column = list(line.boxes), 0
    while column < len(widths) and (waiting or column in hanging):
        if column in hanging:
            rows, across = hanging.pop(column)
            made.append(_cell(Box([element("w:p")], across), widths[column : column + across], "continue"))
            if rows > 1:
                hanging[column] = (rows - 1, across)
        else:
            box = waiting.pop(0)
            across = box.across
            made.append(_cell(box, widths[column : column + across], "restart" if box.down > 1 else ""))
            if box.down > 1:
                hanging[column] = (box.down - 1, across)
        column += across
    return made


def _cell(box: Box, widths: Sequence[float], merge: str) -> Element:
    made, properties = element("w:tc"), element("w:tcPr")
    properties.append(element("w:tcW", w=twips(sum(widths)), type="dxa"))
    if box.across > 1:
        properties.append(element("w:gridSpan", val=box.across))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    properties.append(element("w:vAlign", val=box.at))
    made.append(properties)
    made.extend(box.paragraphs)
    return made
