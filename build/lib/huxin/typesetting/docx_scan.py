"""What stands in an edited DOCX, in reading order, and what in it has no place in a content tree?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from huxin.typesetting.docx_package import Package
from huxin.typesetting.docx_parts import Element
from huxin.typesetting.docx_styles import RUN_IN, Role

ROLES = {role.value.lower(): role for role in Role} | {
    "title": Role.TITLE,
    "subtitle": Role.SUBTITLE,
    "caption": Role.CAPTION,
}
PASSED_THROUGH = {
    qn(f"w:{name}") for name in ("hyperlink", "smartTag", "fldSimple", "sdt", "sdtContent", "customXml", "bdo", "dir")
}
INSERTED = {qn("w:ins"), qn("w:moveTo")}
DELETED = {qn("w:del"), qn("w:moveFrom")}
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object"), COMPATIBLE}
PLAIN_CHARACTERS = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True)
class Remark:
    """Something that could not be read, or was read otherwise than it stood. Both texts are Chinese."""

    place: str
    message: str


@dataclass(frozen=True)
class Piece:
    text: str
    bold: bool = False
    run_in: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph: the role its style gives it (None where the style is not ours), pieces, own alignment."""

    role: Role | None
    pieces: tuple[Piece, ...]
    align: str = ""
    section: int = 0

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class GridCell:
    texts: tuple[Text, ...]
    across: int = 1
    merge: str = ""  # restart, continue


@dataclass(frozen=True)
class GridRow:
    cells: tuple[GridCell, ...]
    header: bool = False
    height: int = 0  # twips


@dataclass(frozen=True)
class Grid:
    """A table as it is written: widths of the grid in twips, rows."""

    widths: tuple[int, ...]
    rows: tuple[GridRow, ...]
    section: int = 0

    def texts(self) -> Iterator[Text]:
        return (text for row in self.rows for cell in row.cells for text in cell.texts)


@dataclass(frozen=True)
class Break:
    """A page break."""


Item = Text | Grid | Break


@dataclass
class Scan:
    """The whole file. `mark` is what the header of the first page holds; `landscape` says it of each section."""

    items: list[Item] = field(default_factory=list)
    mark: list[Text] = field(default_factory=list)
    landscape: list[bool] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def scan(package: Package) -> Scan:
    """Read everything once; nothing is interpreted yet."""
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.found = Scan()
        self.names = _style_names(package.styles)
        self.notes = _notes(package.notes)
        self.place = "文首"
        self.floating: list[Text] = []  # texts of boxes that hang at the paragraph being read
        self.section = 0
        self.revised = False

    def read(self) -> Scan:
        self._story(self.package.body)
        self._headers()
        for comment in self.package.comments:
            self._remark(f"批注“{comment}”没有写入公文", "批注")
        if self.revised:
            self._remark("文档开着修订：插入的文字已采用，标记删除的文字未采用；请核对", "全文")
        return self.found

    def _remark(self, message: str, place: str = "") -> None:
        remark = Remark(place or self.place, message)
        if remark not in self.found.remarks:
            self.found.remarks.append(remark)

    def _story(self, parent: Element) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self._whole_paragraph(child)
            elif child.tag == qn("w:tbl"):
                self.found.items.append(self._grid(child))
                self._flush_floating()
            elif child.tag == qn("w:sectPr"):
                self._end_section(child)
            elif child.tag in PASSED_THROUGH or child.tag in INSERTED:
                self._story(child)

    def _whole_paragraph(self, node: Element) -> None:
        if _on(node.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")):
            self.found.items.append(Break())
        self.found.items.extend(self._paragraph(node))
        self._flush_floating()
        ending = node.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if ending is not None:
            self._end_section(ending)

    def _flush_floating(self) -> None:
        self.found.items.extend(self.floating)
        self.floating = []

    def _end_section(self, properties: Element) -> None:
        size = properties.find(qn("w:pgSz"))
        self.found.landscape.append(size is not None and size.get(qn("w:orient")) == "landscape")
        self.section += 1

    def _paragraph(self, node: Element) -> list[Item]:
        """The paragraph, cut where a page break stands in it."""
        properties = node.find(qn("w:pPr"))
        role = self._role(properties)
        whole = "".join(part.text or "" for part in node.iter(qn("w:t")))
        if whole.strip():
            self.place = f"“{whole.strip()[:16]}”一段"
        if properties is not None and _numbered(properties):
            self._remark("用了自动编号，编号文字读不进来，请改为直接输入的序号")
        align = properties.find(qn("w:jc")) if properties is not None else None
        shown = align.get(qn("w:val"), "") if align is not None else ""
        made: list[Item] = []
        pieces: list[Piece] = []
        for part in self._inline(node):
            if isinstance(part, Piece):
                pieces.append(part)
                continue
            if pieces:
                made.append(Text(role, tuple(pieces), shown, self.section))
                pieces = []
            made.append(part)
        if pieces or not made:
            made.append(Text(role, tuple(pieces), shown, self.section))
        return made

    def _role(self, properties: Element | None) -> Role | None:
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        key = style.get(qn("w:val")) if style is not None else None
        for _ in range(8):
            name, parent = self.names.get(key or "", ("", None))
            if name.lower() in ROLES or not parent:
                return ROLES.get(name.lower())
            key = parent
        return None

    def _inline(self, node: Element) -> Iterator[Piece | Break]:
        for child in node:
            if child.tag == qn("w:r"):
                yield from self._run(child)
            elif child.tag in PASSED_THROUGH:
                yield from self._inline(child)
            elif child.tag in INSERTED:
                self.revised = True
                yield from self._inline(child)
            elif child.tag in DELETED:
                self.revised = True
            elif child.tag.startswith(MATHS):
                self._remark("公式只读入了其中的文字，请核对")
                yield Piece("".join(part.text or "" for part in child.iter(f"{MATHS}t")))

    def _run(self, node: Element) -> Iterator[Piece | Break]:
        properties = node.find(qn("w:rPr"))
        bold = run_in = False
        if properties is not None:
            bold = _on(properties.find(qn("w:b")))
            style = properties.find(qn("w:rStyle"))
            run_in = style is not None and self.names.get(style.get(qn("w:val")), ("", None))[0] == RUN_IN
        for child in node:
            if child.tag == qn("w:br") and child.get(qn("w:type")) == "page":
                yield Break()
            elif child.tag in PICTURES:
                self._picture(child)
            else:
                text = self._character(child)
                if text:
                    yield Piece(text, bold, run_in)

    def _character(self, node: Element) -> str:
        if node.tag == qn("w:t"):
            return node.text or ""
        if node.tag == qn("w:br"):
            return "\n"
        if node.tag == qn("w:sym"):
            self._remark("有一个符号读不进来，已写成“□”，请改为普通文字")
            return "□"
        if node.tag == qn("w:ruby"):
            base = node.find(qn("w:rubyBase"))
            return "".join(part.text or "" for part in base.iter(qn("w:t"))) if base is not None else ""
        if node.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
            note = self.notes.get((node.tag, node.get(qn("w:id"))), "")
            self._remark("脚注、尾注已改写在文中的括号里，请核对")
            return f"（注：{note}）" if note else ""
        return PLAIN_CHARACTERS.get(node.tag, "")

    def _picture(self, node: Element) -> None:
        """The text of a text box follows its paragraph; the same box may be written twice for old programs."""
        box = next(node.iter(qn("w:txbxContent")), None)
        if box is None:
            self._remark("图片或对象读不进来，已略去；公文的印章请打印后加盖")
            return
        self._remark("文本框已改为普通段落，请核对位置")
        self.floating.extend(self._texts(box))

    def _texts(self, parent: Element) -> Iterator[Text]:
        """All paragraphs inside, also those of inner tables, as texts."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from (part for part in self._paragraph(child) if isinstance(part, Text))
            elif child.tag == qn("w:tbl"):
                self._remark("表格里的表格已改为文字，请核对")
                yield from self._grid(child).texts()
            elif child.tag in PASSED_THROUGH or child.tag in INSERTED:
                yield from self._texts(child)

    def _grid(self, node: Element) -> Grid:
        columns = node.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        widths = tuple(_number(column.get(qn("w:w"))) for column in columns)
        return Grid(widths, tuple(self._rows(node)), self.section)

    def _rows(self, parent: Element) -> Iterator[GridRow]:
        for child in parent:
            if child.tag == qn("w:tr"):
                properties = child.find(qn("w:trPr"))
                if properties is not None and properties.find(qn("w:del")) is not None:
                    self.revised = True
                    continue
                yield self._row(child, properties)
            elif child.tag in PASSED_THROUGH or child.tag in INSERTED:
                yield from self._rows(child)

    def _row(self, node: Element, properties: Element | None) -> GridRow:
        header, height, before, after = False, 0, 0, 0
        if properties is not None:
            header = _on(properties.find(qn("w:tblHeader")))
            height = _value(properties.find(qn("w:trHeight")))
            before, after = (_value(properties.find(qn(f"w:grid{side}"))) for side in ("Before", "After"))
        empty = GridCell(())
        return GridRow((empty,) * before + tuple(self._cells(node)) + (empty,) * after, header, height)

    def _cells(self, parent: Element) -> Iterator[GridCell]:
        for child in parent:
            if child.tag == qn("w:tc"):
                properties = child.find(qn("w:tcPr"))
                across, merge = 1, ""
                if properties is not None:
                    across = max(_value(properties.find(qn("w:gridSpan"))), 1)
                    vertical = properties.find(qn("w:vMerge"))
                    merge = vertical.get(qn("w:val"), "continue") if vertical is not None else ""
                yield GridCell(tuple(self._texts(child)), across, merge)
            elif child.tag in PASSED_THROUGH or child.tag in INSERTED:
                yield from self._cells(child)

    def _headers(self) -> None:
        if self.package.first_header is not None:
            self.found.mark = list(self._texts(self.package.first_header))
        for header in self.package.headers:
            shown = "".join(text.text for text in self._texts(header)).strip()
            if shown:
                self._remark(f"页眉文字“{shown}”没有写入公文", "页眉")
        self._flush_floating()


def _on(switch: Element | None) -> bool:
    return switch is not None and switch.get(qn("w:val"), "true") not in ("0", "false", "off")


def _number(value: str | None) -> int:
    try:
        return int(float(value or 0))
    except ValueError:
        return 0


def _value(node: Element | None) -> int:
    return _number(node.get(qn("w:val"))) if node is not None else 0


def _numbered(properties: Element) -> bool:
    return _value(properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")) > 0


def _style_names(styles: Element) -> dict[str, tuple[str, str | None]]:
    names: dict[str, tuple[str, str | None]] = {}
    for style in styles.iterfind(qn("w:style")):
        name, parent = style.find(qn("w:name")), style.find(qn("w:basedOn"))
        names[style.get(qn("w:styleId"), "")] = (
            name.get(qn("w:val"), "") if name is not None else "",
            parent.get(qn("w:val")) if parent is not None else None,
        )
    return names


def _notes(parts: Iterable[Element]) -> dict[tuple[str, str], str]:
    """Footnotes and endnotes: (tag of the reference, number) → text."""
    notes = {}
    for part in parts:
        for note in part.iter(qn("w:footnote"), qn("w:endnote")):
            text = "".join(piece.text or "" for piece in note.iter(qn("w:t"))).strip()
            notes[f"{note.tag}Reference", note.get(qn("w:id"), "")] = text
    return notes


def joined(texts: Iterable[Text]) -> str:
    return "\n".join(text.text for text in texts)
