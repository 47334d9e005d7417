"""How does a content tree become a PDF page image that can be printed, archived and trusted?

Typst sets the page. The data go in as JSON through `sys_inputs` and are only ever shown as text, never read as markup.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from huxin.typesetting.content import (
    Block,
    Card,
    Form,
    Heading,
    InvalidContent,
    Labelled,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    attachment_lines,
    signature_organs,
    with_marks,
)
from huxin.typesetting.content_check import check
from huxin.typesetting.fonts import KAI, SANS, SERIF, folders
from huxin.typesetting.measures import (
    Page,
    card_name_size,
    ems,
    fit_mark,
    fit_signature,
    form_shares,
    on_one_line,
    page_of,
)

TEMPLATES = Path(__file__).parent / "typst"
FONTS = {  # the office's own first, then what stands in for them
    "mark": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", SERIF),
    "song": ("SimSun", SERIF),
    "fang": ("FangSong_GB2312", "FangSong", SERIF),
    "hei": ("SimHei", SANS),
    "kai": ("KaiTi_GB2312", "KaiTi", KAI, SERIF),
}
LONGEST_KEPT_ROW = 12  # lines; a longer row of a table may be broken over two pages
ZERO_WIDTH_SPACE = "\u200b"


def render_pdf(paper: Paper, *, at: datetime | None = None) -> bytes:
    """The paper as tagged PDF with every font inside. The same tree and `at` give the same bytes.

    `at` is the moment of making that the file carries; with it the file is PDF/A-2a, fit for the archive (the standard
    demands a date), without it a draft. Raises InvalidContent if the tree cannot be printed or no font has a letter.
    """
    check(paper)
    try:
        pdf = typst.compile(
            TEMPLATES / "paper.typ",
            root=TEMPLATES,
            font_paths=shared_fonts(),
            format="pdf",
            sys_inputs={"paper": json.dumps(_data(paper, dated=at is not None), ensure_ascii=False)},
            timestamp=int(at.timestamp()) if at else 0,
            pdf_standards=["a-2a"] if at else [],
        )
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        raise InvalidContent([_unprintable(error.message)]) from error
    return pdf


@cache
def shared_fonts() -> typst.Fonts:
    """All fonts of this machine and those we bring along, read once."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=folders())


def _unprintable(message: str) -> str:
    shown = message.split("the text `", 1)[-1].split("` could not", 1)[0].strip('"')
    return f"文字“{shown}”在现有字体中印不出来，请换成别的写法"


def _data(paper: Paper, *, dated: bool) -> dict[str, Any]:
    page = page_of(paper.layout)
    installed = set(shared_fonts().families())
    return {
        "layout": paper.layout.value,
        "dated": dated,
        "page": asdict(page),
        "fonts": {use: [name for name in names if name in installed] for use, names in FONTS.items()},
        "head": _head(paper, page),
        "title": paper.title,
        "subtitle": paper.subtitle,
        "addressees": paper.addressees,
        "blocks": _blocks(paper.blocks, page),
        "attachments": [_breakable(line, 20) for line in attachment_lines(paper.attachments)],
        "signature": _signature(paper),
        "note": paper.note,
        "annexes": [
            {
                "label": annex.label,
                "title": annex.title,
                "landscape": annex.landscape,
                "blocks": _blocks(annex.blocks, page),
            }
            for annex in paper.annexes
        ],
        "imprint": asdict(paper.imprint),
    }


def _head(paper: Paper, page: Page) -> dict[str, Any]:
    return {
        "copy_number": paper.copy_number,
        "urgency": paper.urgency,
        "number": paper.printed_number,
        "signatories": list(paper.signatories),
        "organs": list(paper.mark.organs),
        "suffix": paper.mark.suffix,
        "fit": asdict(fit_mark(paper.mark, page.width)),
    }


def _signature(paper: Paper) -> dict[str, Any]:
    fit = fit_signature(paper.signature)
    organs, date = signature_organs(paper.signature), paper.signature.date
    beside = on_one_line(organs, date, page_of(paper.layout))
    return {"organs": list(organs), "date": date, "fit": asdict(fit), "beside": beside}


def _blocks(blocks: Iterable[Block], page: Page) -> list[dict[str, Any]]:
    line = page.width / page.body
    return [_block(block, mark, line) for block, mark in with_marks(blocks)]


def _block(block: Block, mark: str, line: float) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "text": _breakable(mark + block.text, line),
                "run_in": _runs(block.run_in, line),
            }
        case Paragraph():
            return {"kind": "paragraph", "align": block.align.value, "runs": _runs(block.runs, line)}
        case Labelled():
            return {
                "kind": "labelled",
                "label": block.label,
                "text": _breakable(block.text, line - 6),
                "indent": 2 + ems(block.label) + 1,
            }
        case Table():
            return _table(block, line)
        case Form():
            rows = [{**asdict(row), "shares": form_shares(len(row.fields))} for row in block.rows]
            for field in (field for row in rows for field in row["fields"]):
                field["ink"] = list(field["ink"])  # JSON knows no bytes
            return {"kind": "form", "rows": rows}
        case Card():
            return {"kind": "card", **asdict(block), "size": card_name_size(block.name)}
        case PageBreak():
            return {"kind": "pagebreak"}


def _runs(runs: Iterable[Run], line: float) -> list[dict[str, Any]]:
    return [{"text": _breakable(run.text, line), "bold": run.bold} for run in runs]


def _table(table: Table, line: float) -> dict[str, Any]:
    share = line * 16 / 12 / sum(column.width for column in table.columns)  # characters of table type per unit of width
    rows = []
    for row in table.rows:
        shown = []
        for place, cell in enumerate(row):
            room = share * table.columns[min(place, len(table.columns) - 1)].width * cell.across - 1
            shown.append({**asdict(cell), "text": _breakable(cell.text, room), "lines": _lines(cell.text, room)})
        rows.append({"cells": shown, "keep": max((cell["lines"] for cell in shown), default=1) <= LONGEST_KEPT_ROW})
    return {
        "kind": "table",
        "caption": table.caption,
        "header_rows": table.header_rows,
        "rows": rows,
        "height": table.row_height_mm,
        "columns": [{"width": column.width, "align": column.align.value} for column in table.columns],
    }


def _lines(text: str, room: float) -> int:
    return sum(1 + int(ems(part) / max(room, 1)) for part in text.split("\n"))


def _breakable(text: str, room: float) -> str:
    """A word longer than the room it has may be broken anywhere; Chinese breaks by itself."""
    longest = max(int(room * 2) - 2, 2)
    parts, word = [], 0
    for character in text:
        narrow = not character.isspace() and unicodedata.east_asian_width(character) not in "WF"
        word = word + 1 if narrow else 0
        parts.append(character)
        if word >= longest:
            parts.append(ZERO_WIDTH_SPACE)
    return "".join(parts)
