"""Which text does a .docx hold, paragraphs and tables in the order of the page?

A table row is one line with tabs between its cells; a cell that is joined with the one above holds GOES_ON. Automatic
numbers (一、 （一） 1.) are written out, because plans are understood by them. Deleted text of tracked changes is left
out.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from huxin.plans.reading.files import LARGEST, Unreadable
from huxin.plans.reading.folding import GOES_ON

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/numbering.xml", "word/styles.xml")
_BROKEN = "文件已损坏，打不开，请在WPS或Word中重新另存为.docx后再上传"
_OTHERS = {
    "xl/workbook.xml": "Excel表格",
    "ppt/presentation.xml": "演示文稿",
    "OFD.xml": "OFD文件",
    "content.xml": "ODF文件",
}
_HANS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def docx_text(data: bytes) -> str:
    """The text; `Unreadable` where the file is broken, too large when unfolded, or no .docx at all."""
    parts = _unzip(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        trees = {name: etree.fromstring(part, parser) for name, part in parts.items()}
    except etree.XMLSyntaxError as error:
        raise Unreadable(_BROKEN) from error
    body = trees["word/document.xml"].find(f"{_W}body")
    numbers = _Numbers.of(trees.get("word/numbering.xml"), trees.get("word/styles.xml"))
    return "\n".join(_blocks(body, numbers)) if body is not None else ""


def _unzip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                other = next((words for name, words in _OTHERS.items() if name in names), "压缩包")
                raise Unreadable(f"这是{other}，不是.docx文件，请上传方案的.docx、.pdf、.html或.txt")
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise Unreadable("文件设了密码，请去掉密码后再上传")
            return {name: _bounded(archive, name) for name in _PARTS if name in names}
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable(_BROKEN) from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no base class
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(_BROKEN) from error


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, never more than LARGEST bytes of it whatever its header says."""
    with archive.open(name) as part:
        data = part.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("文件解压后过大，不像正常的方案，没有打开，请核对文件来源")
    return data


def _blocks(parent: Any, numbers: "_Numbers") -> Iterator[str]:
    """Paragraphs and table rows below an element, through content controls and inserted text."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield numbers.before(child) + _words(child)
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag.endswith("}Fallback") for above in box.iterancestors()):
                    yield from _blocks(box, numbers)
        elif child.tag == f"{_W}tbl":
            yield from _rows(child, numbers)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child, numbers)


def _words(paragraph: Any) -> str:
    words = []
    for one in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen", f"{_W}sym"):
        if any(above.tag in (f"{_W}txbxContent", f"{_W}tabs", f"{_W}moveFrom") for above in one.iterancestors()):
            continue
        if one.tag == f"{_W}t":
            words.append((one.text or "").replace("\n", " ").replace("\r", " "))
        elif one.tag in (f"{_W}br", f"{_W}cr"):
            words.append("" if one.get(f"{_W}type") in ("page", "column") else "\n")
        else:
            words.append("-" if one.tag == f"{_W}noBreakHyphen" else " " * 4 if one.tag == f"{_W}tab" else "")
    return "".join(words)


def _rows(table: Any, numbers: "_Numbers") -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl"), None) is not table:
            continue  # a row of a table within a cell: read with its cell
        cells = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr"), None) is not row:
                continue
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            words = " ".join(part for block in _blocks(cell, numbers) for part in block.split())
            words = GOES_ON if goes_on else words
            cells += [words, *[""] * (int(span.get(f"{_W}val", "1")) - 1 if span is not None else 0)]
        if any(cells):
            yield "\t".join(cells) if len(cells) > 1 else cells[0]


@dataclass(slots=True)
class _Numbers:
    """Automatic numbers: list → level → (format, pattern, start), and how far each list has come."""

    lists: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    at: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: Any, styles: Any) -> "_Numbers":
        """Read word/numbering.xml and the numbers that styles carry."""
        found = cls()
        if numbering is None:
            return found
        abstract = {}
        for one in numbering.findall(f"{_W}abstractNum"):
            levels = {int(level.get(f"{_W}ilvl", "0")): _level(level) for level in one.findall(f"{_W}lvl")}
            abstract[one.get(f"{_W}abstractNumId")] = levels
        for one in numbering.findall(f"{_W}num"):
            found.lists[one.get(f"{_W}numId")] = abstract.get(_val(one.find(f"{_W}abstractNumId")), {})
        for style in styles.findall(f"{_W}style") if styles is not None else ():
            number = style.find(f"{_W}pPr/{_W}numPr")
            if number is not None:
                level = _val(number.find(f"{_W}ilvl")) or "0"
                found.styles[style.get(f"{_W}styleId")] = (_val(number.find(f"{_W}numId")), int(level))
        return found

    def before(self, paragraph: Any) -> str:
        """What the word processor prints before the paragraph."""
        number = paragraph.find(f"{_W}pPr/{_W}numPr")
        name, level = self.styles.get(_val(paragraph.find(f"{_W}pPr/{_W}pStyle")), ("", 0))
        if number is not None:
            name = _val(number.find(f"{_W}numId")) or name
            level = int(_val(number.find(f"{_W}ilvl")) or level)
        if name not in self.lists or level not in self.lists[name]:
            return ""
        levels, at = self.lists[name], self.at.setdefault(name, {})
        at[level] = at.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in at if one > level]:
            del at[deeper]
        words = levels[level][1]
        for one in range(level + 1):
            style, _, start = levels.get(one, ("decimal", "", 1))
            words = words.replace(f"%{one + 1}", _numeral(style, at.get(one, start)))
        return "" if levels[level][0] in ("bullet", "none") else words


def _val(element: Any) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _level(level: Any) -> tuple[str, str, int]:
    start = _val(level.find(f"{_W}start"))
    return _val(level.find(f"{_W}numFmt")), _val(level.find(f"{_W}lvlText")), int(start) if start.isdigit() else 1


def _numeral(style: str, value: int) -> str:
    if style.startswith(("chinese", "japaneseCounting", "ideographDigital", "taiwanese")) and 0 < value < 100:
        tens, ones = divmod(value, 10)
        return (("" if tens == 1 else _HANS[tens]) + "十" if tens else "") + (_HANS[ones] if ones else "")
    if "EnclosedCircle" in style and 0 < value <= 20:
        return _CIRCLED[value - 1]
    return str(value)
