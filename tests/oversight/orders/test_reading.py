"""Are files of every form and encoding read cell by cell, with the row numbers people see?"""

import gzip
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from huxin.oversight.orders.mapping.model import File
from huxin.oversight.orders.reading import package
from huxin.oversight.orders.reading.files import read_file
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.refusal import Refused

TEXT = "订单号,骑手\n1,王一\n2,李二\n"


def read(folder: Path, content: bytes, name: str = "a.csv", **how: Any) -> tuple[RawFile, list[dict[str, Any]]]:
    path = folder / name
    path.write_bytes(content)
    raw = read_file(path, 0, File(**how), folder)
    return raw, pq.read_table(raw.cells).to_pylist()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8（带BOM）"),
        (TEXT.encode("gbk"), "GBK/GB18030"),
        (TEXT.replace("王一", "王㐂𠮷").encode("gb18030"), "GBK/GB18030"),
        (TEXT.encode("utf-16"), "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, content: bytes, words: str) -> None:
    raw, rows = read(tmp_path, content)
    assert raw.headings == ("订单号", "骑手")
    assert [row["row_no"] for row in rows] == [2, 3]
    assert rows[1]["c1"] == "李二"
    assert raw.remarks[0].startswith(f"编码{words}，")
    assert raw.notes["undecodable"] == 0


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    raw, rows = read(tmp_path, TEXT.replace(",", mark).encode())
    assert (raw.headings, rows[0]["c1"]) == (("订单号", "骑手"), "王一")


def test_rows_keep_their_number_past_blank_quoted_and_misshapen_ones(tmp_path: Path) -> None:
    text = 'a,b\n1,x\n\n2\n"3\n3",y\n4,"z ""q"""\n5,u,v\n6,w\n'
    raw, rows = read(tmp_path, text.encode())
    assert [(row["row_no"], row["c0"], row["c1"]) for row in rows] == [
        (2, "1", "x"), (5, "3\n3", "y"), (6, "4", 'z "q"'), (8, "6", "w"),
    ]  # fmt: skip
    assert raw.ragged is not None
    assert pq.read_table(raw.ragged).to_pylist() == [{"row_no": 4, "text": "2"}, {"row_no": 7, "text": "5,u,v"}]
    assert (raw.rows, raw.ragged_rows, raw.notes["blank_rows"]) == (6, 2, 1)


def test_titles_above_the_heading_and_files_without_one(tmp_path: Path) -> None:
    raw, rows = read(tmp_path, "十月订单\n\n订单号,骑手\n1,王一\n".encode(), header_row=3)
    assert (raw.headings, rows) == (("订单号", "骑手"), [{"c0": "1", "c1": "王一", "row_no": 4}])
    raw, rows = read(tmp_path, b"1,w\n2,v\n", header_row=0, columns=("id", "worker"))
    assert (raw.headings, rows[0]) == (("id", "worker"), {"c0": "1", "c1": "w", "row_no": 1})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(tmp_path: Path, end: str) -> None:
    _, rows = read(tmp_path, TEXT.replace("\n", end).encode())
    assert [row["c1"] for row in rows] == ["王一", "李二"]


def workbook(folder: Path, *rows: tuple[object, ...], name: str = "a.xlsx", title: str = "订单") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return (folder / name).read_bytes()


def test_cells_of_excel_are_read_as_they_show(tmp_path: Path) -> None:
    content = workbook(
        tmp_path,
        ("id", "start", "money", "clock", "text"),
        ("007", datetime(2026, 10, 1, 8, 30), 12.1, time(8, 5), " x "),
    )  # fmt: skip
    raw, rows = read(tmp_path, content, "b.xlsx")
    assert raw.headings == ("id", "start", "money", "clock", "text")
    assert list(rows[0].values()) == ["007", "2026-10-01 08:30:00", "12.1", "1899-12-31 08:05:00", " x ", 2]


def test_formulas_and_errors_are_counted_or_refused(tmp_path: Path) -> None:
    content = workbook(tmp_path, ("id", "pay"), ("1", "=1+1"), ("2", "#N/A"), ("3", 5))
    raw, rows = read(tmp_path, content, "b.xlsx")
    assert (raw.notes["formula_cells"], raw.notes["formula_blank"], raw.notes["error_cells"]) == (1, 1, 1)
    assert [row["c1"] for row in rows] == ["", "", "5"]
    with pytest.raises(Refused, match=r"1个公式单元格（B2等）"):
        read(tmp_path, content, "b.xlsx", formulas="refuse")


def test_an_excel_table_that_begins_further_down_keeps_its_places(tmp_path: Path) -> None:
    book = Workbook()
    book.active["C4"], book.active["D4"] = "id", "worker"
    book.active["C6"], book.active["D6"] = "1", "w"
    book.active["C2000"], book.active["D2000"] = "2", "v"
    book.save(tmp_path / "a.xlsx")
    raw, rows = read(tmp_path, (tmp_path / "a.xlsx").read_bytes(), "b.xlsx", header_row=4)
    assert raw.headings == ("", "", "id", "worker")
    assert [(row["row_no"], row["c2"], row["c3"]) for row in rows] == [(6, "1", "w"), (2000, "2", "v")]


def test_a_sheet_larger_than_a_slice_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "SLICE_CELLS", 500)
    monkeypatch.setattr(package, "_CHUNK", 4_000)
    content = workbook(tmp_path, *((row, *(["x"] * 19)) for row in range(1000)))
    raw, rows = read(tmp_path, content, "b.xlsx")
    assert raw.rows == 999
    assert [(row["row_no"], row["c0"], row["c19"]) for row in rows] == [(at + 1, str(at), "x") for at in range(1, 1000)]


def test_the_sheet_can_be_chosen_and_others_are_said(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(("说明",))
    book.create_sheet("十月").append(("id",))
    book["十月"].append(("1",))
    book.save(tmp_path / "a.xlsx")
    content = (tmp_path / "a.xlsx").read_bytes()
    assert read(tmp_path, content, "b.xlsx")[0].remarks[-1] == "另有1张工作表未读：十月"
    assert read(tmp_path, content, "b.xlsx", sheet="十月")[0].headings == ("id",)
    assert read(tmp_path, content, "b.xlsx", sheet=2)[0].headings == ("id",)
    with pytest.raises(Refused, match=r"没有映射文件所写的工作表.*有：Sheet、十月"):
        read(tmp_path, content, "b.xlsx", sheet="九月")


def test_a_parquet_file_is_read_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    pq.write_table(pa.table({"id": ["1"], "n": [1], "l": [[1]]}), path)
    raw = read_file(path, 3, File(), tmp_path)
    assert (raw.form, raw.cells, raw.kinds, raw.rows, raw.number) == (
        "parquet", path, ("text", "int", "unreadable"), 1, 3,
    )  # fmt: skip


def test_archives_and_folders_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    for path, words in ((tmp_path / "a.csv.gz", "是压缩包"), (tmp_path, "是文件夹"), (tmp_path / "no.csv", "没有文件")):
        with pytest.raises(Refused, match=words):
            read_file(path, 0, File(), tmp_path)
