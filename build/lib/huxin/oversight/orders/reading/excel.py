"""How does an Excel table (.xlsx) become cells with row numbers, with nothing taken silently and in bounded memory?"""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huxin.oversight.orders.mapping.model import File
from huxin.oversight.orders.reading.package import Seen, open_package, sheets, slices, workbook_of
from huxin.oversight.orders.reading.raw import MOST_COLUMNS, RawFile, check_headings, digest, lowest, text_schema
from huxin.oversight.orders.refusal import Refused


def read_excel(path: Path, number: int, how: File, folder: Path) -> RawFile:
    """The cells of one sheet as text, in `folder`; Refused says what is wrong with the file as a whole."""
    cells = folder / f"cells-{number}.parquet"
    seen = Seen()
    with open_package(path) as package:
        title, part, remark = _sheet(package, path.name, how)
        try:
            tables = _tables(package, part, title, path.name, seen)
            headings, rows, blank = _write(tables, cells, how, path.name)
        except (fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Refused(f"文件“{path.name}”的工作表“{title}”已损坏，读不出来。请另存为新文件后再检查。") from error
    if seen.notes["formula_cells"] and how.formulas == "refuse":
        raise Refused(
            f"文件“{path.name}”有{seen.notes['formula_cells']}个公式单元格（{'、'.join(seen.formulas)}等），按约定不收公式。"
            "请选中后“粘贴为数值”再交。"
        )
    return RawFile(
        number=number, path=path, form="xlsx", size=path.stat().st_size, sha256=digest(path), headings=headings,
        kinds=("text",) * len(headings), cells=cells, rows=rows, controls=True,
        notes={**seen.notes, "blank_rows": blank}, remarks=(f"工作表“{title}”", *remark),
    )  # fmt: skip


def _sheet(package: zipfile.ZipFile, name: str, how: File) -> tuple[str, str, tuple[str, ...]]:
    """Name and part of the sheet to read, and what to say about the others."""
    found = sheets(package, name)
    if not found:
        raise Refused(f"文件“{name}”里没有工作表。")
    titles = list(found)
    if isinstance(how.sheet, int):
        title = titles[how.sheet - 1] if 0 < how.sheet <= len(titles) else ""
    else:
        title = how.sheet or titles[0]
    if title not in found:
        raise Refused(
            f"文件“{name}”里没有映射文件所写的工作表（file.sheet = {how.sheet!r}），有：{'、'.join(titles)}。"
        )
    others = [one for one in titles if one != title]
    remark = (f"另有{len(others)}张工作表未读：{'、'.join(others[:5])}",) if others and how.sheet is None else ()
    return title, found[title], remark


def _tables(package: zipfile.ZipFile, part: str, title: str, name: str, seen: Seen) -> Iterator[tuple[int, pa.Table]]:
    """Per slice the number of its first row, and its cells as text from column A on."""
    for piece in slices(package, part, name, seen):
        reader = fastexcel.read_excel(workbook_of(package, part, piece, seen))
        skip = 0 if piece.first == 1 else None
        sheet = reader.load_sheet(title, header_row=None, dtypes="string", skip_rows=skip)
        table = pa.table(sheet)
        if table.num_columns:
            left = sheet.available_columns()[0].absolute_index
            nothing = [pa.nulls(table.num_rows, pa.string())] * left
            table = pa.table([*nothing, *table.columns], names=[f"c{at}" for at in range(left + table.num_columns)])
        yield (piece.first, table) if piece.first == 1 else (piece.first, table.slice(1))


def _write(
    tables: Iterator[tuple[int, pa.Table]], cells: Path, how: File, name: str
) -> tuple[tuple[str, ...], int, int]:
    """Write the rows below the heading; the headings, how many rows, and how many were blank."""
    headings: tuple[str, ...] = ()
    rows = blank = 0
    out: pq.ParquetWriter | None = None
    try:
        for first, table in tables:
            if not headings:
                headings, table, first = _heading(table, first, how, name)
                out = pq.ParquetWriter(cells, text_schema(len(headings)), compression="lz4")
            assert out is not None
            kept = _below(table, first, len(headings), name)
            out.write_table(kept)
            rows, blank = rows + kept.num_rows, blank + table.num_rows - kept.num_rows
    finally:
        if out is not None:
            out.close()
    if not headings:
        raise Refused(f"文件“{name}”的工作表是空的，没有表头和数据。")
    return headings, rows, blank


def _heading(table: pa.Table, first: int, how: File, name: str) -> tuple[tuple[str, ...], pa.Table, int]:
    """The headings, the rows below them and the number of the first of those."""
    if not how.header_row:
        return check_headings(name, how.columns), table, first
    at, above = how.header_row - first, (how.header_from or how.header_row) - first
    if not 0 <= at < table.num_rows:
        raise Refused(f"文件“{name}”第{how.header_row}行没有表头。请在映射文件中写明 file.header_row。")
    rows = range(max(above, 0), at + 1)
    found = lowest([[column[row].as_py() or "" for column in table.columns] for row in rows])
    while found and not found[-1].strip():
        found = found[:-1]
    return check_headings(name, how.columns or found), table.slice(at + 1), how.header_row + 1


def _below(table: pa.Table, first: int, width: int, name: str) -> pa.Table:
    """Rows with anything in them, with their numbers, as wide as the heading."""
    if table.num_columns > MOST_COLUMNS:
        raise Refused(f"文件“{name}”有{table.num_columns}列，最多读{MOST_COLUMNS}列。请删除多余的列。")
    number = pa.array(range(first, first + table.num_rows), pa.int64())
    full = pa.array([False] * table.num_rows, pa.bool_())
    for column in table.columns:
        full = pc.or_(full, pc.and_(pc.is_valid(column), pc.not_equal(pc.coalesce(column, ""), "")))
    shown = [pc.coalesce(column, "") for column in table.columns[:width]]
    shown += [pa.array([""] * table.num_rows, pa.string())] * (width - len(shown))
    columns = [pa.chunked_array(column) if isinstance(column, pa.Array) else column for column in shown]
    return pa.table([*columns, number], schema=text_schema(width)).filter(full)
