"""Do rejected rows come back in the form they came in, unaltered, with a reason in Chinese, ready to be mended?"""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huxin.oversight.orders.engine import connection
from huxin.oversight.orders.handing_back import hand_back
from tests.oversight.orders.taking import NOW_S, PLAIN, Taken, take, write

TEXT = (
    "id,worker,start,end,备注\n1,w,2026-10-01 08:00,,好\n2,王五,?,,\"逗,号\n换行\"\n"
    "3,w,2026-10-01 08:00,2026-10-01 07:00,=1+1\n"
    "4,w\n5,w,2026-10-01 08:00,,末\n"
)  # fmt: skip


def back(folder: Path, taken: Taken) -> list[Path]:
    with connection(folder / "spill", latest_s=NOW_S) as con:
        return hand_back(con, taken.intake, folder / "back")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_csv_comes_back_in_its_own_encoding_and_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    text = TEXT if mark == "," else TEXT.replace("逗,号", "逗号").replace(",", mark)
    (path,) = back(tmp_path, take(tmp_path, text.encode(encoding), name="十月.csv"))
    assert path.name == "退回-1-十月.csv"
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=mark))
    assert lines == [
        ["退回原因", "原行号", "id", "worker", "start", "end", "备注"],
        ["时间读不懂（接单时间“?”）", "3", "2", "王五", "?", "", "逗,号\n换行" if mark == "," else "逗号\n换行"],
        ["结束早于接单", "4", "3", "w", "2026-10-01 08:00", "2026-10-01 07:00", "=1+1"],
        ["这一行的列数与表头不同", "5", "4", "w"],
    ]


def test_what_came_back_can_be_mended_and_handed_in_again(tmp_path: Path) -> None:
    (path,) = back(tmp_path, take(tmp_path, TEXT))
    mended = path.read_text(encoding="utf-8").replace(',"?",', ",2026-10-01 08:00,")
    taken = take(tmp_path, mended, name="again.csv")
    assert [row["order_id"] for row in taken.accepted] == ["2"]


def test_an_open_quotation_mark_is_suspected(tmp_path: Path) -> None:
    (path,) = back(tmp_path, take(tmp_path, 'id,worker,start,end\n1,w,"2026-10-01 08:00,\n2,w,2026-10-01 08:00,\n'))
    assert "可能是引号没有成对" in path.read_text(encoding="utf-8")


def test_an_excel_table_comes_back_as_one_with_formulas_as_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("id", "worker", "start", "end"), ("1", "w", "=1+1", ""), ("2", "w", "2026-10-01 08:00", "")):
        book.active.append(row)
    book.active["C2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    (path,) = back(tmp_path, take(tmp_path, [tmp_path / "a.xlsx"]))
    lines: list[Any] = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert lines[0][:3] == ("退回原因", "原行号", "id")
    assert lines[1][:2] == ("时间读不懂（接单时间“=1+1”）", 2)
    assert openpyxl.load_workbook(path).active["E2"].data_type == "s"


def test_a_parquet_file_comes_back_with_its_own_types(tmp_path: Path) -> None:
    table = pa.table(
        {"id": [1, 2], "worker": ["w", None], "start": ["2026-10-01 08:00"] * 2, "end": [""] * 2, "l": [[1], [2]]}
    )
    pq.write_table(table, tmp_path / "a.parquet")
    (path,) = back(tmp_path, take(tmp_path, [tmp_path / "a.parquet"]))
    assert pq.read_table(path).to_pylist() == [
        {
            "退回原因": "缺少必填的内容（劳动者代号）",
            "原行号": 2,
            "id": 2,
            "worker": None,
            "start": "2026-10-01 08:00",
            "end": "",
            "l": [2],
        }
    ]


def test_only_files_with_rejected_rows_come_back(tmp_path: Path) -> None:
    first = write(tmp_path, "id,worker,start,end\n1,w,2026-10-01 08:00,\n", "a.csv")
    second = write(tmp_path, "id,worker,start,end\n2,w,?,\n", "b.csv")
    assert [path.name for path in back(tmp_path, take(tmp_path, [first, second], PLAIN))] == ["退回-2-b.csv"]
    assert back(tmp_path, take(tmp_path, [first], PLAIN)) == []
