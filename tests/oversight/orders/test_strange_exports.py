"""Does the command read what nobody made for it, by a mapping alone, and count as a plain program counts?"""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from huxin.oversight.orders.command import FINE, NOT_READABLE, main
from tests.oversight.orders.strange import EXPORTS, Export, orders

BREAK_S = 20 * 60  # a shorter pause does not end a stretch


def second(text: str, zone: str) -> int:
    at = datetime.fromisoformat(text)
    return int(
        (at if at.tzinfo else datetime.fromisoformat(text + (":00" if text.count(":") < 2 else "") + zone)).timestamp()
    )


def plain(export: Export) -> list[tuple[Any, ...]]:
    """The rows of an export with seconds for times."""
    return [
        (worker, *(None if at is None else second(at, export.zone) for at in (begin, end)), fen)
        for worker, begin, end, fen in export.rows
    ]


def counted(rows: list[tuple[Any, ...]]) -> dict[str, int]:
    """What the command should say of these rows, second by second."""
    said = dict.fromkeys(("order_time_s", "union_time_s", "longest_stretch_s", "overlapping_orders"), 0)
    said |= {"accepted": len(rows), "workers": len({row[0] for row in rows})}
    said["open_orders"] = sum(row[2] is None for row in rows)
    spans = defaultdict(list)
    for worker, begin, end, _ in rows:
        if end is not None:
            spans[worker].append((begin, end))
    for mine in spans.values():
        said["order_time_s"] += sum(end - begin for begin, end in mine)
        said["union_time_s"] += len({at for begin, end in mine for at in range(begin, end)})
        reach = first = None
        for begin, end in sorted(mine):
            if reach is None or begin - reach >= BREAK_S:
                first = begin
            said["overlapping_orders"] += reach is not None and begin < reach
            reach = end if reach is None else max(reach, end)
            said["longest_stretch_s"] = max(said["longest_stretch_s"], reach - first)
    return said


def checked(folder: Path, files: dict[str, str | bytes], mapping: str, capfdbinary: Any) -> tuple[int, dict[str, Any]]:
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    words = ["check", *(str(folder / name) for name in files), "--mapping", str(folder / "m.toml"), "--json"]
    status = main([*words, "--out", str(folder / "out")])
    return status, json.loads(capfdbinary.readouterr()[0])


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_as_it_is_meant(name: str, tmp_path: Path, capfdbinary: Any) -> None:
    export = EXPORTS[name]
    status, said = checked(tmp_path, export.files, export.mapping, capfdbinary)
    assert status == FINE, said
    taken = [
        (row["worker"], row["accepted_s"], row["cancelled_s"] if row["completed_s"] is None else row["completed_s"],
         row[export.money])
        for path in (tmp_path / "out" / "accepted").rglob("*.parquet") for row in pq.read_table(path).to_pylist()
    ]  # fmt: skip
    rows = plain(export)
    assert sorted(taken, key=str) == sorted(rows, key=str)
    assert {key: said[key] for key in counted(rows)} == counted(rows)
    assert (said["rejected"], said["notes"]) == (export.rejected, export.notes)
    assert said["rows"] == len(rows) + sum(export.rejected.values())
    assert sum(one["orders"] for one in said["aggregates"]) == len(rows)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ('[time]\nformats = ["%m/%d/%Y %I:%M"]\n' + orders(), "%I 是12小时制，要同时写 %p"),
        ("[skip]\n状态 = ['x']\n" + orders(), '第2行第1列（键里有中文、空格或符号时要加英文引号，如 "状态" = …）'),
        (orders(worker="“w”"), "等号后面的值读不懂：文字要加英文引号"),
        ('[time]\nzone = "Asia/Shanghai\n' + orders(), "第2行第22列（引号没有成对）"),
        (orders() + "[orders]\n", "同一节写了两次"),
        ('[time]\nzone = "Etc/GMT+8"\n' + orders(), "不认识时区'Etc/GMT+8'"),
        ("[file]\nheader_row = [2, 1]\n" + orders(), "file.header_row：几行的表头写首行和末行，如 [1, 2]"),
        ('[file]\nfill_down = ["站"]\n' + orders(completed_s='"end#2"'), "file.fill_down：文件“a.csv”里没有列“站”"),
        (orders(pay_fen='{ sum = "a" }'), 'sum 的写法不对：要写文字的列表，如 ["甲", "乙"]'),
        (orders(accepted_s='{ after = "2026-13-01", duration = "x" }'), "或写出时刻，如 2026-10-01 00:00"),
        (orders(accepted_s='"start"', completed_s='"start#2"'), "没有列“start#2”，有：id、w、start、end、end"),
        (orders(accepted_s='"start"', completed_s='"end"'), "有2列都叫“end”，请写“end#1”、“end#2”……说明是第几个"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_mapping_is_told_in_chinese(
    mapping: str, words: str, tmp_path: Path, capfdbinary: Any
) -> None:
    status, said = checked(tmp_path, {"a.csv": "id,w,start,end,end\n1,a,,,\n"}, mapping, capfdbinary)
    assert status == NOT_READABLE
    assert words in said["error"]


@pytest.mark.parametrize(
    "content", ["<html><table><tr><td>id", "\ufeff<?xml version='1.0'?>", '[{"id": 1}]', '{"id": 1}']
)
def test_what_only_calls_itself_a_table_is_named(content: str, tmp_path: Path, capfdbinary: Any) -> None:
    status, said = checked(tmp_path, {"a.xls": content}, orders(), capfdbinary)
    assert status == NOT_READABLE
    assert "里是网页（HTML）、XML或JSON，不是表格" in said["error"]


def test_an_example_of_each_fault_is_shown_and_what_to_write(tmp_path: Path, capfdbinary: Any) -> None:
    files = {"a.csv": "id,w,start,end\n1,a,x,\n2,a,2026-03-05 9:05,-\n3,a,2026-03-05 09:05,2026-03-05 08:05\n4,a,y,\n"}
    _, said = checked(tmp_path, files, orders(), capfdbinary)
    assert said["rejected"] == {"unreadable_time": 3, "reversed_times": 1}
    assert [(one["file"], one["row"]) for one in said["examples"]] == [("a.csv", 2), ("a.csv", 4)]
    assert said["examples"][0]["why"] == "时间读不懂（接单时间“x”）"
    main(["check", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "m.toml")])
    page = capfdbinary.readouterr()[0].decode()
    assert "例如a.csv第4行：结束早于接单" in page
    assert "时间的写法列入 time.formats" in page
