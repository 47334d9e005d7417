"""How does a list leave as an Excel table, and how is such a table read back?"""

import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from huxin.base.errors import NotPossible
from huxin.channels.parts.excel_sheet import UNREADABLE

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_ROWS = 100_000
PATIENCE = 60  # seconds for the process that reads a table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its heading, what to take from a row, its width in half-width characters."""

    title: str
    get: Callable[[Any], Any]
    width: int = 14


def columns(*told: tuple[str, str, int]) -> tuple[Column, ...]:
    """Columns by heading, dotted name in the row (as templates read it) and width."""
    return tuple(Column(title, partial(_under, name), width) for title, name, width in told)


def _under(name: str, row: Any) -> Any:
    for part in name.split("."):
        row = row[int(part)] if part.isdecimal() else getattr(row, part, None)
    return row() if callable(row) else row


def asked(request: HttpRequest, which: str = "yes") -> bool:
    """Is the list of this page wanted as a table (`{% excel %}`), by the same filters? A second list of a page says
    `which` it is (`{% excel "due" %}`)."""
    return request.GET.get("excel") == which


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: headings, and per row its number in the sheet and its cells by heading."""

    headings: tuple[str, ...]
    rows: list[tuple[int, dict[str, Any]]]


def export(name: str, columns: Sequence[Column], rows: Iterable[Any], notes: Sequence[str] = ()) -> HttpResponse:
    """An .xlsx to save: Chinese headings, days as days, figures as figures, texts never as formulas.

    `notes` are what the table must not be read without, on a sheet of their own.
    """
    from huxin.base.excel import Sheet, write_book  # loads slowly, and few ask for Excel

    titles, widths = [column.title for column in columns], [column.width for column in columns]
    lines = ([_shown(column.get(row)) for column in columns] for row in rows)
    sheets = [Sheet(name, titles, lines, widths, to_print=True)]
    if notes:
        sheets.append(Sheet("说明", ("说明",), [(words,) for words in notes], (100,), to_print=True))
    file = BytesIO()
    write_book(file, sheets)
    response = HttpResponse(file.getvalue(), content_type=TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _shown(value: Any) -> Any:
    """A value as people read it: yes or no in words, moments by the clock here."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else value


def read_table(file: BinaryIO) -> Table:
    """The first sheet of an .xlsx, .xls or .ods; NotPossible says what is wrong with the file."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NotPossible(f"表格超过{LARGEST // 1024 // 1024}MB，请拆分后再导入。")
    lines = _lines(data)
    headings = tuple(_text(str(cell)) for cell in lines[0]) if lines else ()
    if not any(headings):
        raise NotPossible("表格是空的：第一行应为列名，请用导出的表格填写。")
    named = [heading for heading in headings if heading]
    if twice := {heading for heading in named if named.count(heading) > 1}:
        raise NotPossible(f"第一行有重复的列名：{'、'.join(sorted(twice))}，请改正后再导入。")
    rows = [
        (number, {h: _plain(cell) for h, cell in zip(headings, line, strict=False) if h})
        for number, line in enumerate(lines[1:], 2)
        if any(cell not in ("", None) for cell in line)
    ]
    return Table(tuple(named), rows)


def _lines(data: bytes) -> list[list[Any]]:
    try:
        if data[:2] == b"PK" and sum(i.file_size for i in zipfile.ZipFile(BytesIO(data)).infolist()) > LARGEST_UNPACKED:
            raise NotPossible("表格解压后过大，可能已损坏，请另存为新文件后再导入。")
    except zipfile.BadZipFile:
        raise NotPossible(UNREADABLE) from None
    command = [sys.executable, "-m", "huxin.channels.parts.excel_sheet", str(MOST_ROWS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise NotPossible(
            "表格太大或已损坏，读不了：请只把要导入的行和列复制到新的工作表，另存为.xlsx后再导入。"
        ) from None
    found: list[list[Any]] | str = pickle.loads(done.stdout)  # noqa: S301  what our own process wrote
    if isinstance(found, str):
        raise NotPossible(found)
    return found


def _plain(cell: Any) -> Any:
    """A cell as Python means it: whole figures whole, midnight moments as days, texts without blanks around."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date()
    return _text(cell) if isinstance(cell, str) else cell


def _text(cell: str) -> str:
    """Excel spells characters that XML has none for as _x0000_; the null character is one that no database keeps."""
    return cell.replace("\x00", "").strip()
