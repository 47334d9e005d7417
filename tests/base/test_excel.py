"""Does a table of any length fill as many sheets as it needs, and keep every cell as it is?"""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huxin.base import excel
from huxin.base.excel import Sheet, write_book


def test_a_full_sheet_is_followed_by_another_with_the_same_headings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "SHEET_ROWS", 2)
    path = tmp_path / "发现.xlsx"
    write_book(path, [Sheet("发现", ("序号",), [(n,) for n in range(5)])])
    book = load_workbook(path)
    assert [[row[0] for row in sheet.values] for sheet in book] == [["序号", 0, 1], ["序号", 2, 3], ["序号", 4]]
    assert book.sheetnames == ["发现", "发现2", "发现3"]


def test_cells_stay_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    row = ("=1+1", "a\x00\x08b", 2**53, 0.125, date(2026, 11, 27), True, None, "字" * 40_000)
    write_book(path, [Sheet("一", [str(n) for n in range(len(row))], [row])])
    cells = [cell.value for cell in load_workbook(path).active[2]]
    assert cells[1:4] == ["a\ufffd\ufffdb", 2**53, 0.125]
    assert (cells[0], cells[4].date()) == ("=1+1", date(2026, 11, 27))
    assert (cells[5], cells[6], len(cells[7])) == (True, None, 32_767)


def test_no_room_is_an_error_and_not_half_a_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        write_book(tmp_path / "gone" / "一.xlsx", [Sheet("一", ("甲",), [(1,)])])
