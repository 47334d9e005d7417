"""How do rows of any length become an Excel file? Row by row, texts as texts, a further sheet when one is full."""

import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 1_048_575  # below the headings
_LONGEST_CELL = 32_767
_A4 = 9
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # marked, so that it stays a text when somebody edits the cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, headings, rows, and the widths of its columns in half-width characters.

    Cells are texts, figures, days, moments without time zone or None. With `to_print`, long texts are wrapped and
    figures with a fraction show two decimals; else every cell is as it is.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]
    widths: Sequence[int] = ()
    to_print: bool = False


def write_book(target: Path | BinaryIO, sheets: Iterable[Sheet]) -> None:
    """An .xlsx of these tables, in bounded memory, whole or not at all; OSError where there is no room for it."""
    with tempfile.TemporaryDirectory(prefix="huxin-excel-") as folder:
        made = Path(folder) / "book.xlsx"
        book = Workbook(str(made), {"constant_memory": True, "nan_inf_to_errors": True, "tmpdir": folder})
        try:
            for sheet in sheets:
                _Writer(book, sheet.to_print).write(sheet)
        finally:
            _finish(book)
        if isinstance(target, Path):
            shutil.move(made, target)
        else:
            target.write(made.read_bytes())


def _finish(book: Workbook) -> None:
    """Put the sheets together; this closes their files too."""
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None


class _Writer:
    def __init__(self, book: Workbook, to_print: bool) -> None:
        self.book = book
        text = {"text_wrap": True, "valign": "top"} if to_print else {}
        self.text = book.add_format(text)
        self.marked = book.add_format({**text, "quote_prefix": True})
        self.fraction = book.add_format({"num_format": "#,##0.00"} if to_print else {})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E6EBF0"})

    def write(self, sheet: Sheet) -> None:
        page = self._page(sheet, sheet.name)
        for count, row in enumerate(sheet.rows):
            if count and count % SHEET_ROWS == 0:
                page = self._page(sheet, f"{sheet.name}{count // SHEET_ROWS + 1}")
            for column, value in enumerate(row):
                self._put(page, count % SHEET_ROWS + 1, column, value)

    def _page(self, sheet: Sheet, name: str) -> Worksheet:
        """Headings stay in sight and stand on every printed page, which is as wide as the paper."""
        page: Worksheet = self.book.add_worksheet(name[:31])
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_header("&C" + name.replace("&", "&&"))
        page.set_footer("&C第&P页，共&N页")
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, heading, self.heading)
        return page

    def _put(self, page: Worksheet, row: int, column: int, value: object) -> None:
        match value:
            case None:
                pass
            case bool():
                page.write_boolean(row, column, value)
            case datetime():
                page.write_datetime(row, column, value, self.moment)
            case date():
                page.write_datetime(row, column, value, self.day)
            case int():
                page.write_number(row, column, value)
            case float() | Decimal():
                page.write_number(row, column, value, self.fraction)
            case _:
                text = str(value)
                look = self.marked if text[:1] in _LIKE_A_FORMULA else self.text
                page.write_string(row, column, _NOT_IN_XML.sub("\ufffd", text)[:_LONGEST_CELL], look)
