"""What is inside an .xlsx before anything is unpacked into memory: its sheets, sizes, and slices of its rows?

A workbook is a zip of XML. It is opened by streaming: sizes are bounded, and a sheet is cut into slices of rows,
each handed to the reader as a small workbook of its own, so that memory holds one slice, whatever the sheet claims.
"""

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from huxin.oversight.orders.refusal import Refused

LARGEST_SHEET = 4 << 30  # bytes of XML, unpacked
LARGEST_PART = 256 << 20  # shared texts, styles: these are held in memory
MOST_ROWS = 1_048_576
MOST_COLUMNS = 2_000
SLICE_CELLS = 600_000
_MOST_GAP = 1_000  # rows: a wider gap begins a new slice, so that a stray cell far below costs nothing
_CHUNK = 4 << 20
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"\br=\"(\d{1,9})\"")
_ROW_END = re.compile(rb"</(?:\w+:)?row>|<(?:\w+:)?row\b[^>]*/>")
_CELL = re.compile(rb" r=\"([A-Z]{1,3})\d")
_FORMULA = re.compile(rb" r=\"([A-Z]{1,3}\d+)\"[^<>]*>\s*<(?:\w+:)?f[ />]")
_NO_RESULT = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f[^<>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_OPENING = re.compile(rb"<(?:\w+:)?worksheet\b[^>]*>")
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(/?)>")
_KEPT = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/.*|xl/(workbook|styles|sharedStrings)\.xml", re.I)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a sheet, as XML, with the number of the first and how many columns they reach."""

    rows: bytes
    first: int


@dataclass
class Seen:
    """What was met while a sheet was cut: formulas, errors, and where the first formulas stand."""

    notes: Counter[str] = field(default_factory=Counter)
    formulas: list[str] = field(default_factory=list)
    opening: bytes = b""
    prefix: bytes = b""


def open_package(path: Path) -> zipfile.ZipFile:
    """The zip of an .xlsx; Refused where it is none, is damaged or too large."""
    try:
        package = zipfile.ZipFile(path)
        parts = {part.filename: part for part in package.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused(f"文件“{path.name}”已损坏，不能作为Excel表格打开。请重新导出或另存为新文件。") from error
    if "xl/workbook.xml" not in parts:
        raise Refused(f"文件“{path.name}”是压缩包，不是Excel表格（.xlsx）。请解压后再检查里面的文件。")
    for part in parts.values():
        sheet = part.filename.startswith("xl/worksheets/")
        if part.file_size > (LARGEST_SHEET if sheet else LARGEST_PART) and part.filename.endswith((".xml", ".rels")):
            raise Refused(
                f"文件“{path.name}”里的{part.filename}解压后有{part.file_size >> 20}MB，可能已损坏或是压缩炸弹。"
                "请改用CSV或Parquet。"
            )
    return package


def sheets(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The names of the sheets, in order, and the part that holds each."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise Refused(f"文件“{name}”的工作簿目录已损坏。请在Excel或WPS中另存为新文件。") from error
    targets = {said.get("Id"): said.get("Target", "") for said in map(_attributes, _LINK.findall(links))}
    found = {}
    for said in map(_attributes, _SHEET.findall(book)):
        target = targets.get(next((value for key, value in said.items() if key.endswith(":id")), None), "")
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        found[said.get("name", "")] = place
    return {title: place for title, place in found.items() if place in package.namelist()}


def _attributes(tag: str) -> dict[str, str]:
    return {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(tag)}


def slices(package: zipfile.ZipFile, part: str, name: str, seen: Seen) -> Iterator[Slice]:
    """The rows of a sheet, cut where a slice has enough cells or a wide gap begins."""
    waiting: list[bytes] = []
    first = last = cells = 0
    for piece, numbers in _pieces(package, part, name, seen):
        begin = 0
        for offset, number in numbers:
            row = number or last + 1
            if row > MOST_ROWS:
                raise Refused(f"文件“{name}”的行号超过{MOST_ROWS}，表格已损坏。请另存为新文件，或改用CSV。")
            if last and row - last > _MOST_GAP:
                waiting.append(piece[begin:offset])
                yield Slice(b"".join(waiting), first)
                waiting, cells, first, begin = [], 0, row, offset
            first, last = first or row, row
        waiting.append(piece[begin:])
        cells += piece.count(b"<c ") + piece.count(b":c ")
        if cells >= SLICE_CELLS:
            yield Slice(b"".join(waiting), first)
            waiting, cells, first = [], 0, last + 1
    if any(waiting):
        yield Slice(b"".join(waiting), first)


def _pieces(
    package: zipfile.ZipFile, part: str, name: str, seen: Seen
) -> Iterator[tuple[bytes, list[tuple[int, int | None]]]]:
    """Whole rows a few megabytes at a time, with the place and number of each."""
    rest, started = b"", False
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest += chunk
            if not started:
                opening, data = _OPENING.search(rest), _DATA.search(rest)
                if opening and data:
                    seen.opening, seen.prefix, started = opening[0], data[1], True
                    rest = b"" if data[2] else rest[data.end() :]
            if len(rest) > 8 * _CHUNK:
                raise Refused(f"文件“{name}”的工作表里有超过{8 * _CHUNK >> 20}MB的一行，已损坏。请另存为新文件。")
            if started and (cut := _last_end(rest)):
                yield rest[:cut], _examine(rest[:cut], name, seen)
                rest = rest[cut:]


def _last_end(text: bytes) -> int:
    at = max(text.rfind(b"row>"), text.rfind(b"/>"))
    ends = [found.end() for found in _ROW_END.finditer(text, max(0, at - 4096))]
    return ends[-1] if ends else 0


def _examine(piece: bytes, name: str, seen: Seen) -> list[tuple[int, int | None]]:
    """Count what must not be taken silently; the place and number of each row."""
    widest = max(set(_CELL.findall(piece)), key=lambda letters: (len(letters), letters), default=b"A")
    if column_number(widest.decode()) > MOST_COLUMNS:
        raise Refused(f"文件“{name}”的表格宽到{widest.decode()}列，最多读{MOST_COLUMNS}列。请删除多余的列。")
    if b" r='" in piece:
        raise Refused(f"文件“{name}”不是Excel或WPS保存的写法。请在Excel或WPS中另存为新文件。")
    if b"<f" in piece or b":f" in piece:
        formulas = _FORMULA.findall(piece)
        seen.formulas += [cell.decode() for cell in formulas[: 5 - len(seen.formulas)]]
        seen.notes.update(formula_cells=len(formulas), formula_blank=len(_NO_RESULT.findall(piece)))
    seen.notes.update(error_cells=piece.count(b't="e"'))
    rows = []
    for row in _ROW.finditer(piece):
        number = _NUMBER.search(row[1])
        rows.append((row.start(), int(number[1]) if number else None))
    return rows


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def workbook_of(package: zipfile.ZipFile, part: str, piece: Slice, seen: Seen) -> bytes:
    """A small workbook with these rows as its sheet, below a mark in the row before them."""
    mark = piece.first - 1
    before = f'<row r="{mark}"><c r="A{mark}" t="inlineStr"><is><t>-</t></is></c></row>' if mark else ""
    if seen.prefix:
        before = re.sub(r"<(/?)(?=\w)", lambda found: f"<{found[1]}{seen.prefix.decode()}", before)
    ends = b"</%ssheetData></%sworksheet>" % (seen.prefix, seen.prefix)
    sheet = seen.opening + b"<%ssheetData>" % seen.prefix + before.encode() + piece.rows + ends
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_STORED) as out:
        for name in package.namelist():
            if _KEPT.fullmatch(name):
                out.writestr(name, package.read(name))
        out.writestr(part, sheet)
    return book.getvalue()
