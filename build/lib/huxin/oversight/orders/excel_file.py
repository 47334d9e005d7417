"""How does a table of any length become an Excel file? Row by row, texts as texts, a further sheet when full."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

SHEET_ROWS = 1_048_575
_LONGEST_CELL = 32_767


def write_excel(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A workbook with these rows under these headings."""
    write_sheets(path, ((title, headings, rows),))


def write_sheets(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]) -> None:
    """A workbook of several tables, each with its title, headings and rows."""
    book = Workbook(write_only=True)
    for title, headings, rows in sheets:
        sheet = _sheet(book, title, headings)
        for count, row in enumerate(rows):
            if count and count % SHEET_ROWS == 0:
                sheet = _sheet(book, f"{title}{count // SHEET_ROWS + 1}", headings)
            sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _sheet(book: Workbook, title: str, headings: Sequence[str]) -> Any:
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def _cell(sheet: Any, value: object) -> object:
    """Figures and days as they are; a text as a text, also where it begins with =."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return cell
