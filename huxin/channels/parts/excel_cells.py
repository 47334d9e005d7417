"""How are rows written into an Excel table? Asked through `parts.excel`, which loads this with the first export."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from huxin.channels.parts.excel import Column


def written(name: str, columns: Sequence[Column], rows: Iterable[Any], notes: Sequence[str] = ()) -> bytes:
    """An .xlsx with one sheet, and one of notes where there are any: headings that stay in sight, texts as texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as wide as the paper, as long as it is
    sheet.oddHeader.center.text, sheet.oddFooter.center.text = name.replace("&", "&&"), "第&P页，共&N页"
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.append([_heading(sheet, column.title) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.get(row)) for column in columns])
    if notes:
        beside = book.create_sheet("说明")
        beside.column_dimensions["A"].width = 100
        for words in notes:
            beside.append([_cell(beside, words)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _heading(sheet: Any, title: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, title)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    cell.fill = PatternFill("solid", fgColor="E6EBF0")
    return cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, datetime):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, date | int | float) or not isinstance(value, str):
        plain = WriteOnlyCell(sheet, value)
        if isinstance(value, float | Decimal):
            plain.number_format = "#,##0.00"  # sums worked out show two decimals
        return plain
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:32767])
    cell.data_type = "s"  # also where it begins with =
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
