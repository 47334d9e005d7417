"""What does an official paper consist of, whatever it is printed with?

A `Paper` is a frozen tree of plain text. The PDF and the DOCX are made from it, and an edited DOCX comes back into it.
Text is tidied when a node is made (control characters, blanks at the ends), so that two papers that print alike are
equal. A line break inside any text is kept as a soft break.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from huxin.typesetting.heading_marks import heading_mark

SEAL_PLACE = "（印章）"  # where the wet seal goes; never an image
_HALVES = re.compile("[\ud800-\udfff]")  # of a surrogate pair
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")  # control characters, marks of byte order


class InvalidContent(Exception):
    """The tree cannot become a paper. `problems` are Chinese sentences, each with its place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


class Layout(StrEnum):
    OFFICIAL = "official"  # 公文: red mark, number, red line
    LETTER = "letter"  # 信函格式
    MINUTES = "minutes"  # 纪要
    REPORT = "report"  # the official page without a head: compiled report, attached material
    SHEET = "sheet"  # narrower page and letters: 审批表, 发文稿纸, 签到表, one-page summary
    CARDS = "cards"  # 席卡, two on a page


class Align(StrEnum):
    BODY = "body"  # justified, first line two characters in
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


def tidy(value: str) -> str:
    """Text that every renderer can carry: LF line ends, no control characters, no half of a surrogate pair."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNPRINTABLE.sub("", _HALVES.sub("\ufffd", value.replace("\t", " ")))


class _Tidied:
    """Makes every text of a node tidy and without blanks at its ends."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if type(value) is str:
                object.__setattr__(self, field.name, tidy(value).strip())
            elif isinstance(value, tuple) and value and type(value[0]) is str:
                object.__setattr__(self, field.name, tuple(tidy(item).strip() for item in value))


@dataclass(frozen=True)
class Run:
    """A stretch of text in one type. Blanks at its ends count."""

    text: str
    bold: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", tidy(self.text))


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same text with as few runs as possible, without blanks at both ends."""
    kept: list[Run] = []
    for run in runs:
        if kept and kept[-1].bold == run.bold:
            kept[-1] = Run(kept[-1].text + run.text, run.bold)
        elif run.text:
            kept.append(run)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = Run(kept[0].text.lstrip(), kept[0].bold)
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].bold)
    return tuple(kept)


@dataclass(frozen=True)
class Heading(_Tidied):
    """A heading of level 1-4. `numbered` prints the next 一、（一）1.（1）; otherwise the text carries its own mark.

    `run_in` is text that goes on in the same paragraph in body type: （一）加强宣传。各单位要……
    """

    level: int
    text: str
    numbered: bool = True
    run_in: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "run_in", merged(self.run_in))


@dataclass(frozen=True)
class Paragraph(_Tidied):
    """Body text; without runs it is an empty line."""

    runs: tuple[Run, ...] = ()
    align: Align = Align.BODY

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", merged(self.runs))


@dataclass(frozen=True)
class Labelled(_Tidied):
    """A label in heavy type and what belongs to it, hanging: 出席：……  请假：……  列席：……"""

    label: str
    text: str


@dataclass(frozen=True)
class Column:
    width: int = 1  # share of the table's width
    align: Align = Align.CENTER

    def __post_init__(self) -> None:
        if self.align is Align.BODY:
            object.__setattr__(self, "align", Align.LEFT)


@dataclass(frozen=True)
class Cell(_Tidied):
    text: str = ""
    bold: bool = False
    across: int = 1  # columns taken
    down: int = 1  # rows taken

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "bold", self.bold and bool(self.text))


@dataclass(frozen=True)
class Table(_Tidied):
    """Rows of cells; a place that a merged cell covers is left out. `header_rows` are repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    caption: str = ""
    row_height_mm: int = 0  # of the other rows, at least: room to sign or to write


@dataclass(frozen=True)
class Field(_Tidied):
    """One box of a form. `foot` stands at the right below the value: 签名：      年  月  日. `ink` is the PNG of a
    signature drawn in the box; no kept tree holds one."""

    label: str
    value: str = ""
    foot: str = ""
    ink: bytes = b""


@dataclass(frozen=True)
class FormRow:
    fields: tuple[Field, ...]
    height_mm: int = 10  # at least; a longer text makes it higher


@dataclass(frozen=True)
class Form:
    """The grid of an 审批表 or 发文稿纸: rows of one to four boxes."""

    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class Card(_Tidied):
    """A name card for the table of a meeting: half a page."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Labelled | Table | Form | Card | PageBreak


@dataclass(frozen=True)
class Mark(_Tidied):
    """发文机关标志: one organ or several, with 文件 after them, or the name of the minutes or of the letter's organ."""

    organs: tuple[str, ...]
    suffix: str = ""


@dataclass(frozen=True)
class Signature(_Tidied):
    """署名 and 成文日期. In minutes they stand in the head."""

    organs: tuple[str, ...] = ()
    date: str = ""
    seal: bool = False  # print （印章） beside the name

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "seal", self.seal and bool(self.organs))


@dataclass(frozen=True)
class Imprint(_Tidied):
    """版记. The letter format prints only 公开属性 and 抄送."""

    copies_to: str = ""  # 抄送, without the full stop
    printed_by: str = ""  # 印发机关
    printed_on: str = ""  # 印发日期, without 印发
    openness: str = ""  # 公开属性

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "copies_to", self.copies_to.rstrip("。 \n"))
        object.__setattr__(self, "printed_on", self.printed_on.removesuffix("印发").rstrip())


@dataclass(frozen=True)
class Annex(_Tidied):
    """An attached page: 附件1, its title, its own blocks."""

    label: str
    title: str
    blocks: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper(_Tidied):
    """The whole paper. What is empty is not printed, except the number, which is left to be filled in by hand."""

    layout: Layout
    title: str = ""  # a line break is where the title should break
    subtitle: str = ""
    mark: Mark = Mark(())
    number: str | None = None  # 发文字号
    copy_number: str = ""  # 份号
    urgency: str = ""  # 特急 加急
    signatories: tuple[str, ...] = ()  # 签发人, papers to a higher body only
    addressees: str = ""  # 主送, without the colon
    blocks: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()  # 附件说明
    signature: Signature = Signature()
    note: str = ""  # 附注, without the brackets
    annexes: tuple[Annex, ...] = ()
    imprint: Imprint = Imprint()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "addressees", self.addressees.rstrip("：: \n"))
        object.__setattr__(self, "number", self.number or None)

    @property
    def printed_number(self) -> str:
        """The number as it is printed; blanks to write into where there is none yet."""
        blanks = {
            Layout.OFFICIAL: "　　〔　　　　〕　　号",
            Layout.LETTER: "　　〔　　　　〕　　号",
            Layout.MINUTES: "第　　期",
        }
        return self.number or blanks.get(self.layout, "")


def plain(text: str, align: Align = Align.BODY) -> Paragraph:
    """One paragraph of ordinary text."""
    return Paragraph((Run(text),), align)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """What was typed into a large field: one paragraph for each line that is not blank."""
    return tuple(plain(line) for line in tidy(text).split("\n") if line.strip())


def cells(*texts: str, bold: bool = False) -> tuple[Cell, ...]:
    """A row of a table from its texts."""
    return tuple(Cell(text, bold) for text in texts)


def with_marks(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the mark to print before it: only numbered headings have one."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading) or not 1 <= block.level <= 4:
            yield block, ""
            continue
        counts[block.level :] = [0] * (4 - block.level)
        if block.numbered:
            counts[block.level - 1] += 1
        yield block, heading_mark(block.level, counts[block.level - 1]) if block.numbered else ""


def attachment_lines(names: tuple[str, ...]) -> tuple[str, ...]:
    """附件说明 line by line; a single attachment has no number."""
    if len(names) == 1:
        return (f"附件：{names[0]}",)
    return tuple(f"{'附件：' if place == 1 else ''}{place}.{name}" for place, name in enumerate(names, start=1))


def text(paper: Paper) -> str:
    """All that is printed, in reading order, one line per paragraph or row; page numbers and repeated headers apart."""
    return "\n".join(line for line in _lines(paper) if line)


def _lines(paper: Paper) -> Iterator[str]:
    if paper.layout is Layout.CARDS:
        yield from _block_lines(paper.blocks)
        return
    yield from _head_lines(paper)
    yield from (paper.title, paper.subtitle, f"{paper.addressees}：" if paper.addressees else "")
    yield from _block_lines(paper.blocks)
    yield from attachment_lines(paper.attachments)
    if paper.layout is not Layout.MINUTES:
        yield from _signature_lines(paper.signature)
    yield f"（{paper.note}）" if paper.note else ""
    for annex in paper.annexes:
        yield from (annex.label, annex.title)
        yield from _block_lines(annex.blocks)
    yield from _imprint_lines(paper)


def _head_lines(paper: Paper) -> Iterator[str]:
    corner, mark = (paper.copy_number, paper.urgency), (*paper.mark.organs, paper.mark.suffix)
    if paper.layout in (Layout.OFFICIAL, Layout.LETTER, Layout.MINUTES):
        yield from (*mark, *corner) if paper.layout is Layout.LETTER else (*corner, *mark)
        yield paper.printed_number
        if paper.signatories:
            yield "签发人：" + "　".join(paper.signatories)
    if paper.layout is Layout.MINUTES:
        yield from _signature_lines(paper.signature)


def _signature_lines(signature: Signature) -> Iterator[str]:
    yield from signature_organs(signature)
    yield signature.date


def signature_organs(signature: Signature) -> tuple[str, ...]:
    return tuple(organ + (SEAL_PLACE if signature.seal else "") for organ in signature.organs)


def _imprint_lines(paper: Paper) -> Iterator[str]:
    imprint = paper.imprint
    yield f"公开属性：{imprint.openness}" if imprint.openness else ""
    yield f"抄送：{imprint.copies_to}。" if imprint.copies_to else ""
    if paper.layout is not Layout.LETTER:
        yield imprint.printed_by
        yield f"{imprint.printed_on}印发" if imprint.printed_on else ""


def _block_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block, mark in with_marks(blocks):
        match block:
            case Heading():
                yield mark + block.text + "".join(run.text for run in block.run_in)
            case Paragraph():
                yield "".join(run.text for run in block.runs)
            case Labelled():
                yield f"{block.label}：{block.text}"
            case Table():
                yield block.caption
                yield from ("\t".join(cell.text for cell in row) for row in block.rows)
            case Form():
                for row in block.rows:
                    yield "\t".join(part for field in row.fields for part in (field.label, field.value, field.foot))
            case Card():
                yield from (block.unit, block.name)
