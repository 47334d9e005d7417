"""Does a table leave as it is, run nothing, and come back the same?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from huxin.base.errors import NotPossible
from huxin.channels.parts import excel
from huxin.channels.parts.excel import Column, export, read_table

TEXT, WHEN, COUNT = (
    Column("事项", lambda r: r[0], 40),
    Column("期限", lambda r: r[1]),
    Column("人数", lambda r: r[2]),
)


def _export(rows: list[tuple[Any, ...]]) -> bytes:
    return bytes(export("名单", (TEXT, WHEN, COUNT), rows).content)


def test_what_was_exported_is_read_back() -> None:
    rows = [("报送报告", date(2026, 12, 10), 3), ("签收", None, 0)]
    table = read_table(BytesIO(_export(rows)))
    assert table.headings == ("事项", "期限", "人数")
    assert table.rows == [
        (2, {"事项": "报送报告", "期限": date(2026, 12, 10), "人数": 3}),
        (3, {"事项": "签收", "期限": "", "人数": 0}),
    ]


def test_a_null_character_that_excel_spells_out_is_left_out() -> None:
    book, file = Workbook(), BytesIO()
    book.active.append(["姓_x0000_名"])
    book.active.append(["王_x0000_师傅"])
    book.save(file)
    assert read_table(BytesIO(file.getvalue())).rows == [(2, {"姓名": "王师傅"})]


def test_a_table_prints_as_wide_as_the_paper_and_sums_show_two_decimals() -> None:
    sheet = load_workbook(
        BytesIO(_export([("扣款", None, 35.9), ("补发", None, Decimal("1200")), ("人", None, 3)]))
    ).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)  # one page wide is usual
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert [sheet.cell(row, 3).number_format for row in (2, 3, 4)] == ["#,##0.00", "#,##0.00", "General"]


@pytest.mark.parametrize("text", ["=1+1", '=cmd|" /C calc"!A0', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_is_never_a_formula(text: str) -> None:
    cell = load_workbook(BytesIO(_export([(text, None, None)]))).active["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    sheet = load_workbook(BytesIO(_export([(text, None, 7)]))).active
    assert (sheet["A1"].value, sheet["C2"].value) == ("事项", 7)


def test_what_a_table_must_not_be_read_without_stands_on_a_sheet_of_its_own() -> None:
    book = load_workbook(BytesIO(export("名单", (TEXT,), [("甲",)], ["合成数据，不作依据。"]).content))
    assert book.sheetnames == ["名单", "说明"]
    assert book["说明"]["A2"].value == "合成数据，不作依据。"


def test_moments_are_written_in_local_time_and_figures_as_figures() -> None:
    file = export("名单", (TEXT, WHEN), [(Decimal("12.50"), datetime(2026, 11, 23, 1, 0, tzinfo=UTC))])
    sheet = load_workbook(BytesIO(file.content)).active
    assert (sheet["A2"].value, sheet["B2"].value) == (12.5, datetime(2026, 11, 23, 9, 0))
    assert "%E5%90%8D%E5%8D%95.xlsx" in file["Content-Disposition"]


def _book(rows: list[list[Any]]) -> BytesIO:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return BytesIO(file.getvalue())


def test_empty_lines_are_passed_over_and_rows_keep_their_numbers() -> None:
    table = read_table(_book([["单位", "人数"], [None, None], [" 州总工会 ", 2.0]]))
    assert table.rows == [(3, {"单位": "州总工会", "人数": 2})]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (BytesIO(b""), "无法读取"),
        (BytesIO(b"not a table"), "无法读取"),
        (BytesIO(b"PK\x03\x04 broken"), "无法读取"),
        (_book([]), "表格是空的"),
        (_book([["单位", "单位"]]), "重复的列名：单位"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(file: BytesIO, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        read_table(file)


def _reaching_to(cell: str) -> BytesIO:
    """A workbook of two cells, the second far away: as a dense table it would fill the memory."""
    book = Workbook()
    book.active["A1"] = "名称"
    book.active[cell] = "x"
    file = BytesIO()
    book.save(file)
    return BytesIO(file.getvalue())


def test_a_small_file_that_claims_a_huge_sheet_does_not_end_the_process() -> None:
    with pytest.raises(NotPossible, match="太大或已损坏"):
        read_table(_reaching_to("XFD99999"))


def test_a_small_file_that_takes_long_to_read_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "PATIENCE", 0.01)
    with pytest.raises(NotPossible, match="太大或已损坏"):
        read_table(_reaching_to("B2"))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "LARGEST_UNPACKED", 100_000)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 200_000)
    file.seek(0)
    with pytest.raises(NotPossible, match="过大"):
        read_table(file)
