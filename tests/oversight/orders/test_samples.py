"""Are exports of six quite different makers read by a mapping alone, to the second and the fen?"""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.oversight.orders.taking import take

SAMPLES = Path(__file__).with_name("samples")

# Per sample: row → order, worker, begin and end as the clock there showed them, metres, pay and other sums in fen.
EXPECTED: dict[str, dict[int, tuple[Any, ...]]] = {
    "ride_log.csv": {
        2: ("r-001", "d-104", "2025-03-09T01:50:00-05:00", "2025-03-09T02:20:00-05:00", 6759),
        3: ("r-002", "d-104", "2025-03-09T03:10:00-04:00", "2025-03-09T03:40:00-04:00", 3219),
        4: ("r-003", "d-104", "2025-03-09T04:00:00-04:00", None, None),
        5: ("r-004", "d-229", "2025-03-09T23:45:00-04:00", "2025-03-10T00:30:30-04:00", 18910),
        6: ("r-005", "d-229", "2025-03-10T00:10:00-04:00", "2025-03-10T00:20:00-04:00", 2414),
    },
    "personal_log.csv": {
        2: ("0-2", "本人", "2016-01-01T21:11:00-06:00", "2016-01-01T21:17:00-06:00", 8208),
        3: ("0-3", "本人", "2016-01-13T13:54:00-06:00", "2016-01-13T14:07:00-06:00", 13679),
        4: ("0-4", "本人", "2016-01-15T07:45:00-06:00", "2016-01-15T08:03:00-06:00", 10139),
        5: ("0-5", "本人", "2016-01-20T23:50:00-06:00", "2016-01-21T00:05:00-06:00", 11265),
        7: ("0-7", "本人", "2016-01-22T18:00:00-06:00", "2016-01-22T18:00:00-06:00", 0),
    },
    "guaranteed_pay.csv": {
        2: ("a1", "77", "2025-10-19T07:00:00-05:00", "2025-10-19T07:32:30-05:00", None, 700, 150, 300, 0),
        3: ("a2", "77", "2025-10-19T08:00:00-05:00", "2025-10-19T08:18:00-05:00", None, 900, 0, 0, 40),
        4: ("a3", "78", "2025-10-19T07:00:00-05:00", "2025-10-19T07:25:00-05:00", None, 513, 0, 200, 0),
        5: ("a4", "78", "2025-10-19T09:00:00-05:00", "2025-10-19T09:40:00-05:00", None, 610, 0, 0, 0),
    },
    "station_sheet.csv": {
        4: ("E1", "S001", "2026-10-01T08:05:00+08:00", "2026-10-01T08:40:00+08:00", None, 650, 0, 0, 0),
        5: ("E2", "S001", "2026-10-01T23:50:00+08:00", "2026-10-02T00:20:00+08:00", None, 700, 0, 0, 200),
        6: ("E3", "S002", "2026-10-02T12:00:00+08:00", None, None, 500, 0, 0, 0),
        7: ("E4", "S002", "2026-10-03T09:30:00+08:00", "2026-10-03T09:55:00+08:00", None, 550, 0, 0, 0),
    },
    "freight.tsv": {
        2: ("F1", "K9", "2026-09-01T06:00:00+08:00", "2026-09-01T18:30:00+08:00", 612400, 171000, 0, 0, 0),
        3: ("F2", "K9", "2026-09-02T05:00:00+06:00", "2026-09-02T07:00:00+06:00", None, 0, 0, 0, 0),
        5: ("F4", "K8", "2026-09-04T05:00:00+08:00", None, 20000, 4750, 0, 0, 0),
    },
    "home_service.txt": {
        1: ("J-1", "阿姨07", "2026-10-05T09:00:00+08:00", "2026-10-05T12:30:00+08:00", None, 15000, 0, 0, 0),
        2: ("J-2", "阿姨07", "2026-10-05T14:00:00+08:00", "2026-10-05T16:00:00+08:00", None, 10000, 0, 1000, 0),
        4: ("J-4", "阿姨08", "2026-10-06T13:00:00+08:00", None, None, 8000, 0, 0, 0),
    },
}  # fmt: skip
HANDED_BACK = {
    "ride_log.csv": {7: "结束早于接单", 8: "缺少必填的内容（劳动者代号）"},
    "personal_log.csv": {6: "时间读不懂（接单时间“13/45/2016 10:00”）", 8: "按映射文件的约定不属于订单"},
    "guaranteed_pay.csv": {},
    "station_sheet.csv": {
        8: "取值不在约定的范围内（工作地“火星县”）；缺少必填的内容（用工关系）", 9: "接单日不在报送月份内",
    },
    "freight.tsv": {4: "一单超过24小时"},
    "home_service.txt": {3: "一单超过24小时"},
}  # fmt: skip


def shown(row: dict[str, Any], width: int) -> tuple[Any, ...]:
    """An accepted row as EXPECTED writes it."""
    there = timezone(timedelta(seconds=row["offset_s"]))
    ends = row["completed_s"] if row["completed_s"] is not None else row["cancelled_s"]
    clocks = [None if at is None else datetime.fromtimestamp(at, there).isoformat() for at in (row["accepted_s"], ends)]
    sums = (row["distance_m"], row["pay_fen"], row["subsidy_fen"], row["tip_fen"], row["deduction_fen"])
    return (row["order_id"], row["worker"], *clocks, *sums)[:width]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_by_its_mapping_alone(tmp_path: Path, name: str) -> None:
    path = SAMPLES / name
    before = path.read_bytes()
    taken = take(tmp_path, [path], path.with_suffix(".toml").read_text(encoding="utf-8"))
    found = {row["row_no"]: shown(row, len(EXPECTED[name][row["row_no"]])) for row in taken.accepted}
    assert found == EXPECTED[name]
    assert taken.why == HANDED_BACK[name]
    assert taken.intake.rows == len(found) + len(taken.why)
    assert path.read_bytes() == before


def test_states_and_classes_follow_the_value_lists(tmp_path: Path) -> None:
    path = SAMPLES / "freight.tsv"
    taken = take(tmp_path, [path], path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert [(row["completed_s"] is None, row["cancelled_s"] is None) for row in taken.accepted] == [
        (False, True), (True, False), (True, True),
    ]  # fmt: skip
