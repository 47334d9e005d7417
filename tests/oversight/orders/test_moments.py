"""Is every moment read to the second, in whatever form, cell and time zone it was written?"""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huxin.oversight.orders.mapping.model import Limits
from tests.oversight.orders.taking import PLAIN, take

SHANGHAI = ZoneInfo("Asia/Shanghai")


def second(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp())


def starts(folder: Path, cells: list[str], time: str) -> dict[int, int | str]:
    """Per row number the second it starts, or why it was handed back."""
    text = "id|worker|start|end\n" + "".join(f"{at}|w|{cell}|\n" for at, cell in enumerate(cells))
    taken = take(folder, text, f"[time]\n{time}\n{PLAIN}")
    return {row["row_no"]: row["accepted_s"] for row in taken.accepted} | dict(taken.why)


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("iso", "2026-10-01 08:05:09"),
        ("iso", "2026-10-01T08:05:09.999"),
        ("iso", "2026-10-01T08:05:09+08:00"),
        ("iso", "2026-10-01T00:05:09Z"),
        ("iso", " ２０２６－１０－０１　０８：０５：０９ "),
        ("epoch_s", "1790813109"),
        ("epoch_s", "1790813109.75"),
        ("epoch_ms", "1790813109999"),
        ("epoch_us", "1790813109000001"),
        ("excel", "46296.3369097222"),
        ("%Y年%m月%d日 %H时%M分%S秒", "2026年10月1日 8时5分9秒"),
        ("%Y/%m/%d %p%I:%M:%S", "2026/10/1 上午8:05:09"),
        ("%m/%d/%Y %I:%M:%S %p", "10/1/2026 8:05:09 AM"),
        ("%d-%b-%Y %H:%M:%S", "01-Oct-2026 08:05:09"),
        ("%Y%m%d%H%M%S", "20261001080509"),
        ("%Y/%m/%d %H:%M:%S%z", "2026/10/01 08:05:09+0800"),
    ],
)
def test_a_moment_is_read_in_every_form(tmp_path: Path, form: str, cell: str) -> None:
    assert starts(tmp_path, [cell], f'formats = ["{form}"]') == {2: second("2026-10-01T08:05:09")}


@pytest.mark.parametrize(
    "cell", ["2026-10-01", "2026-02-30 08:00:00", "2026-10-01 25:00:00", "epoch", "now",
             "2026-10-01 08:00 Asia/Shanghai", "1790813109", "08:00", "2026-10-01 08:00:00 extra", "10/01/2026 08:00"],
)  # fmt: skip
def test_what_is_no_moment_of_a_stated_form_is_handed_back(tmp_path: Path, cell: str) -> None:
    assert starts(tmp_path, [cell], "") == {2: f"时间读不懂（接单时间“{cell}”）"}


def test_several_styles_in_one_column_and_a_date_that_two_of_them_read_differently(tmp_path: Path) -> None:
    cells = ["2026-10-01 08:00", "1/10/2026 08:00", "13/10/2026 08:00", "5/5/2026 08:00"]
    forms = 'formats = ["iso", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]'
    found = starts(tmp_path, cells, forms)
    assert found[2] == second("2026-10-01T08:00")
    assert found[3] == "时间按不同写法会读成不同时刻（接单时间“1/10/2026 08:00”）"
    assert found[4] == second("2026-10-13T08:00")
    assert found[5] == second("2026-05-05T08:00")
    assert starts(tmp_path, cells, forms + '\nambiguous = "first"')[3] == second("2026-10-01T08:00")


def test_daylight_saving_time(tmp_path: Path) -> None:
    zone = ZoneInfo("America/New_York")
    cells = [
        "2026-03-08 01:59:59",
        "2026-03-08 02:30:00",
        "2026-03-08 03:00:00",
        "2025-11-02 01:30:00",
        "2026-07-01 12:00",
    ]
    said = 'zone = "America/New_York"'
    found = starts(tmp_path, cells, said)
    assert found[2] == second("2026-03-08T01:59:59", zone)
    assert found[3] == "当地钟表上没有（或出现两次）的时刻（接单时间“2026-03-08 02:30:00”）"
    assert found[4] == second("2026-03-08T03:00:00", zone)
    assert found[5] == second("2025-11-02T01:30:00", zone, fold=0)
    assert found[6] == second("2026-07-01T12:00", zone)
    assert starts(tmp_path, cells, said + '\nrepeated = "second"')[5] == second("2025-11-02T01:30:00", zone, fold=1)
    assert "出现两次" in str(starts(tmp_path, cells, said + '\nrepeated = "reject"')[5])


def test_half_an_hour_of_daylight_saving(tmp_path: Path) -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    found = starts(tmp_path, ["2026-04-05 01:45:00"], 'zone = "Australia/Lord_Howe"')
    assert found == {2: second("2026-04-05T01:45:00", zone, fold=0)}


def test_the_offset_of_a_row_is_that_of_its_place_and_moment(tmp_path: Path) -> None:
    text = "id,worker,start,end\n1,w,2026-01-05 10:00,\n2,w,2026-07-05 10:00,\n"
    taken = take(tmp_path, text, '[time]\nzone = "America/New_York"\n' + PLAIN)
    assert [row["offset_s"] for row in taken.accepted] == [-5 * 3600, -4 * 3600]


def test_offsets_that_contradict_the_mapping_or_each_other(tmp_path: Path) -> None:
    text = (
        "id,worker,start,end\n1,w,2026-10-01T08:00:00+09:00,\n2,w,2026-10-01T08:00:00+08:00,2026-10-01T10:00:00+10:00\n"
    )
    assert set(take(tmp_path, text).why) == {2, 3}
    taken = take(tmp_path, text, '[time]\nzone = "text"\n' + PLAIN)
    assert set(taken.why) == {3}
    assert taken.why[3].startswith("同一行的时区互相矛盾")
    assert [(row["accepted_s"], row["offset_s"]) for row in taken.accepted] == [(second("2026-10-01T07:00:00"), 32400)]


def test_a_time_without_a_zone_where_the_texts_should_say_it(tmp_path: Path) -> None:
    taken = take(tmp_path, "id,worker,start,end\n1,w,2026-10-01 08:00:00,\n", '[time]\nzone = "text"\n' + PLAIN)
    assert taken.why[2].startswith("时间读不懂（接单时间“2026-10-01 08:00:00”）")


def test_the_zone_or_the_offset_may_stand_in_a_column(tmp_path: Path) -> None:
    places = ("Asia/Urumqi", "+08:00", "火星")
    text = "id,worker,tz,start,end\n" + "".join(f"{at},w,{tz},2026-10-01 08:00,\n" for at, tz in enumerate(places))
    taken = take(tmp_path, text, '[time]\nzone = { column = "tz" }\n' + PLAIN)
    assert [(row["accepted_s"], row["offset_s"]) for row in taken.accepted] == [
        (second("2026-10-01T10:00"), 21600), (second("2026-10-01T08:00"), 28800),
    ]  # fmt: skip
    assert set(taken.why) == {4}
    taken = take(tmp_path, text.replace("Asia/Urumqi", "21600"), PLAIN + 'offset_s = "tz"\n')
    assert [row["offset_s"] for row in taken.accepted] == [21600, 28800]


def test_date_and_time_in_two_columns_and_an_end_after_midnight(tmp_path: Path) -> None:
    mapping = PLAIN.replace(
        'accepted_s = "start"', 'accepted_s = { date = "day", time = "from", formats = ["%Y-%m-%d %H:%M"] }'
    )
    mapping = mapping.replace(
        'completed_s = "end"',
        'completed_s = { date = "day", time = "to", formats = ["%Y-%m-%d %H:%M"], rolls_over = "accepted_s" }',
    )
    text = "id,worker,day,from,to\n1,w,2026-10-01,23:50,00:20\n2,w,2026-10-01,8:00,8:30\n3,w,2026-10-01,,\n"
    taken = take(tmp_path, text, mapping)
    assert [(row["accepted_s"], row["completed_s"]) for row in taken.accepted] == [
        (second("2026-10-01T23:50"), second("2026-10-02T00:20")),
        (second("2026-10-01T08:00"), second("2026-10-01T08:30")),
    ]
    assert taken.why == {4: "缺少必填的内容（接单时间）"}


@pytest.mark.parametrize(
    ("unit", "cell", "seconds"),
    [("min", "90", 5400), ("s", "61.5", 62), ("h:m:s", "1:05:30", 3930), ("ms", "1500", 2), ("h", "0.5", 1800),
     ("m:s", "3:20", 200)],
)  # fmt: skip
def test_an_end_by_duration(tmp_path: Path, unit: str, cell: str, seconds: int) -> None:
    mapping = PLAIN.replace(
        'completed_s = "end"', f'completed_s = {{ after = "accepted_s", duration = "took", unit = "{unit}" }}'
    )
    text = f"id,worker,start,took\n1,w,2026-10-01 08:00,{cell}\n2,w,2026-10-01 08:00,\n3,w,2026-10-01 08:00,很久\n"
    taken = take(tmp_path, text, mapping)
    assert [row["completed_s"] for row in taken.accepted] == [second("2026-10-01T08:00") + seconds, None]
    assert taken.why[4].startswith("时间读不懂（完成时间")


def test_one_end_column_means_completion_or_cancellation_by_the_state(tmp_path: Path) -> None:
    mapping = PLAIN.replace('completed_s = "end"', 'completed_s = { column = "end", when = { state = "完成" } }')
    mapping += 'cancelled_s = { column = "end", when = { state = ["取消", "退单"] } }\n'
    text = "id,worker,start,end,state\n" + "".join(
        f"{at},w,2026-10-01 08:00,2026-10-01 09:00,{state}\n"
        for at, state in enumerate(("完成", "取消", "退单", "派送中"))
    )
    end = second("2026-10-01T09:00")
    taken = take(tmp_path, text, mapping)
    assert [(row["completed_s"], row["cancelled_s"]) for row in taken.accepted] == [
        (end, None), (None, end), (None, end), (None, None),
    ]  # fmt: skip


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    local, instant = datetime(2026, 10, 1, 8, 0, 0, 500_000), datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
    table = pa.table(
        {
            "id": ["1"], "worker": [7], "start": pa.array([local], pa.timestamp("us")),
            "end": pa.array([instant], pa.timestamp("ns", "Europe/Paris")), "paid": pa.array([date(2026, 11, 1)]),
            "got": pa.array([1_790_813_109], pa.int32()), "float": pa.array([1_790_813_109.5]),
        }
    )  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    mapping = PLAIN + 'paid_s = "paid"\npicked_up_s = { column = "got", formats = ["epoch_s"] }\n'
    row = take(tmp_path, [tmp_path / "a.parquet"], mapping).accepted[0]
    assert (row["accepted_s"], row["completed_s"]) == (second("2026-10-01T08:00"), second("2026-10-01T09:00"))
    assert (row["paid_s"], row["picked_up_s"]) == (second("2026-11-01T00:00"), 1_790_813_109)
    assert row["worker"] == "7"
    mapping = PLAIN + 'picked_up_s = { column = "float", formats = ["epoch_ms", "epoch_s"] }\n'
    assert take(tmp_path, [tmp_path / "a.parquet"], mapping).accepted[0]["picked_up_s"] == 1_790_813_109


def test_the_standard_limits_are_the_law_of_a_day() -> None:
    assert Limits().hours == 24
