"""Is every defect of a row found and named, is nothing else touched, and do the counts add up?"""

from pathlib import Path

import pytest

from huxin.oversight.orders.areas import known_areas
from huxin.oversight.orders.reasons import BIT, NOTES, REASONS, primary
from tests.oversight.orders.taking import NOW_S, PLAIN, take, write

HEAD = "id,worker,start,end,got,cancelled,paid,way,pay,why,area,period\n"
MAPPING = PLAIN.replace('area = { const = "532601" }', 'area = "area"') + (
    'picked_up_s = "got"\ncancelled_s = "cancelled"\npaid_s = { column = "paid", formats = ["iso", "%Y-%m-%d"] }\n'
    'distance_m = "way"\npay_fen = "pay"\ndeduction_reason = "why"\npay_period = "period"\n'
)
GOOD = {
    "id": "1", "worker": "w", "start": "2026-10-01 08:00", "end": "2026-10-01 09:00", "got": "2026-10-01 08:10",
    "cancelled": "", "paid": "2026-10-01", "way": "12", "pay": "8.50", "why": "", "area": "532601", "period": "",
}  # fmt: skip


def line(**changed: str) -> str:
    return ",".join((GOOD | changed).values()) + "\n"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"end": "2026-10-01 07:59"}, "reversed_times"),
        ({"got": "2026-10-01 07:59"}, "out_of_order"),
        ({"got": "2026-10-01 09:01"}, "out_of_order"),
        ({"paid": "2026-09-30"}, "out_of_order"),
        ({"cancelled": "2026-10-01 08:30"}, "two_ends"),
        ({"end": "2026-10-02 08:00:01", "way": "1"}, "too_long"),
        ({"way": "300"}, "impossible_speed"),
        ({"pay": "-1"}, "negative_money"),
        ({"way": "-1"}, "negative_distance"),
        ({"area": "532699"}, "unknown_area"),
        ({"area": ""}, "missing_value"),
        ({"worker": ""}, "missing_value"),
        ({"start": ""}, "missing_value"),
        ({"start": "1999-12-31 08:00", "end": "", "got": "", "paid": ""}, "implausible_time"),
        ({"start": "2099-10-01 08:00", "end": "", "got": "", "paid": ""}, "implausible_time"),
        ({"period": "十月"}, "unknown_value"),
        ({"period": "2026-13"}, "unknown_value"),
        ({"period": "2026-10-31/2026-10-01"}, "unknown_value"),
        ({"period": "2026-02-30/2026-03-01"}, "unknown_value"),
        ({"start": "明天"}, "unreadable_time"),
        ({"pay": "很多"}, "unreadable_number"),
        ({"worker": "w" * 201}, "unreadable_text"),
        ({"worker": "w\x07"}, "unreadable_text"),
        ({"worker": "w\x00"}, "unreadable_text"),
    ],
)
def test_one_defect_is_one_reason(tmp_path: Path, changed: dict[str, str], code: str) -> None:
    taken = take(tmp_path, HEAD + line(**changed), MAPPING)
    assert taken.intake.rejected_by == {code: 1}
    assert next(reason.zh for reason in REASONS if reason.code == code) in taken.why[2]


@pytest.mark.parametrize(
    "changed",
    [{}, {"end": ""}, {"end": "", "cancelled": "2026-10-01 09:00"}, {"end": "2026-10-01 08:00", "got": "", "way": "3"},
     {"end": "2026-10-02 08:00"}, {"way": "200"}, {"area": "US-NY-NYC"}, {"area": "532600"}, {"pay": "0"}, {"paid": ""},
     {"period": "2026-10"}, {"period": "2026-09-26/2026-10-25"}],
)  # fmt: skip
def test_what_is_allowed_is_accepted(tmp_path: Path, changed: dict[str, str]) -> None:
    taken = take(tmp_path, HEAD + line(**changed), MAPPING)
    assert (taken.why, taken.intake.accepted_rows) == ({}, 1)


def test_the_gravest_reason_counts_and_all_are_named(tmp_path: Path) -> None:
    taken = take(tmp_path, HEAD + line(pay="-1", area="532699", start="?"), MAPPING)
    assert taken.intake.rejected_by == {"unreadable_time": 1}
    assert taken.intake.mentions == {"unreadable_time": 1, "negative_money": 1, "unknown_area": 1}
    assert taken.why[2] == "时间读不懂（接单时间“?”）；金额为负（劳动者报酬“-1”）；工作地不是有效的行政区划代码"


def test_duplicates_and_contradictions_over_several_files(tmp_path: Path) -> None:
    first = write(tmp_path, HEAD + line() + line(id="2") + line(id="3") + line(id="3"), "a.csv")
    second = write(tmp_path, HEAD + line() + line(id="2", pay="9") + line(id="4") + line(id="4", pay="-1"), "b.csv")
    taken = take(tmp_path, [first, second], MAPPING)
    assert [(row["order_id"], row["file_no"], row["row_no"]) for row in taken.accepted] == [("1", 0, 2), ("3", 0, 4)]
    assert taken.intake.rejected_by == {"negative_money": 1, "conflicting_id": 3, "duplicate": 2}
    told = {(row["file_no"], row["row_no"]): row["why"] for row in taken.rejected}
    assert told[0, 5] == "与第4行完全相同"
    assert told[1, 2] == "与第1个文件“a.csv”第2行完全相同"
    assert told[1, 3].endswith("（最先在第1个文件“a.csv”第3行）")
    assert told[1, 5].startswith("金额为负（劳动者报酬“-1”）；同一订单号有内容不同的多行")


def test_the_same_id_on_two_platforms_is_two_orders(tmp_path: Path) -> None:
    mapping = PLAIN.replace('platform = { const = "甲平台" }', 'platform = "platform"')
    text = "id,worker,start,end,platform\n1,w,2026-10-01 08:00,,甲\n1,w,2026-10-01 08:00,,乙\n"
    assert take(tmp_path, text, mapping).intake.accepted_rows == 2


def test_a_month_is_that_of_the_place(tmp_path: Path) -> None:
    cells = ("2026-09-30T16:00:00Z", "2026-09-30 23:59:59", "2026-10-31 23:59:59", "2026-11-01 00:00")
    text = "id,worker,start,end\n" + "".join(f"{at},w,{cell},\n" for at, cell in enumerate(cells, 1))
    taken = take(tmp_path, text, '[time]\nmonth = "2026-10"\n' + PLAIN)
    assert [row["order_id"] for row in taken.accepted] == ["1", "3"]
    assert set(taken.why.values()) == {"接单日不在报送月份内"}


def test_rows_that_are_no_orders_are_skipped_by_the_mapping_and_counted(tmp_path: Path) -> None:
    text = "id,worker,start,end,state\n1,w,2026-10-01 08:00,,完成\n,,,,测试单\n"
    taken = take(tmp_path, text, PLAIN + '\n[skip]\nstate = ["测试单"]\n')
    assert (taken.intake.accepted_rows, taken.intake.rejected_by) == (1, {"skipped": 1})
    assert taken.why == {3: "按映射文件的约定不属于订单"}


def test_values_are_translated_by_the_mapping_and_never_guessed(tmp_path: Path) -> None:
    mapping = PLAIN.replace(
        'relation = { const = "B" }', 'relation = { column = "kind", values = { "专送" = "A", "众包" = "B" } }'
    )
    text = "id,worker,start,end,kind\n" + "".join(
        f"{at},w,2026-10-01 08:00,,{kind}\n" for at, kind in enumerate(("专送", "众包", "C", "外星", ""))
    )
    taken = take(tmp_path, text, mapping)
    assert [row["relation"] for row in taken.accepted] == ["A", "B", "C"]
    assert taken.why == {5: "取值不在约定的范围内（用工关系“外星”）", 6: "缺少必填的内容（用工关系）"}
    taken = take(tmp_path, text, mapping.replace("} }", '}, other = "C" }'))
    assert [row["relation"] for row in taken.accepted] == ["A", "B", "C", "C"]


def test_ids_from_several_columns_or_from_the_row(tmp_path: Path) -> None:
    text = "a,b,worker,start,end\n1,x,w,2026-10-01 08:00,\n1,y,w,2026-10-01 08:00,\n"
    joined = PLAIN.replace('order_id = "id"', 'order_id = { join = ["a", "b"], separator = "-" }')
    assert [row["order_id"] for row in take(tmp_path, text, joined).accepted] == ["1-x", "1-y"]
    numbered = PLAIN.replace('order_id = "id"', "order_id = { row = true }")
    assert [row["order_id"] for row in take(tmp_path, text, numbered).accepted] == ["0-2", "0-3"]


def test_words_for_nothing_are_nothing(tmp_path: Path) -> None:
    text = "id,worker,start,end\n1,w,2026-10-01 08:00,NULL\n2,w,2026-10-01 08:00,\\N\n3,w,2026-10-01 08:00,-\n"
    taken = take(tmp_path, text)
    assert [row["completed_s"] for row in taken.accepted] == [None, None]
    assert take(tmp_path, text, '[file]\nblank = ["-"]\n' + PLAIN).why.keys() == {2, 3}


def test_the_matching_file_gives_persons(tmp_path: Path) -> None:
    keys = write(tmp_path, "platform,worker,person\n甲平台,w,P1\n乙平台,v,P1\n", "keys.csv")
    text = "id,worker,start,end\n1,w,2026-10-01 08:00,\n2,v,2026-10-01 08:00,\n"
    taken = take(tmp_path, text, matching=[keys])
    assert [row["person"] for row in taken.accepted] == ["P1", None]
    assert taken.intake.notes["matched"] == 1


def test_a_file_of_the_standard_needs_no_mapping(tmp_path: Path) -> None:
    from huxin.oversight.orders.engine import connection
    from huxin.oversight.orders.intake import take_in
    from huxin.oversight.orders.mapping.model import standard_mapping
    from tests.oversight.orders.taking import rows

    text = (
        "order_id,platform,worker,enterprise,relation,industry,area,accepted_s,completed_s,offset_s,subsidy_fen,tip_fen,"
        "deduction_fen,pay_fen\n1,甲,w,甲公司,A',ride,532601,1790813109,2026-10-01T09:00:00+08:00,28800,0,0,0,850\n"
    )
    with connection(tmp_path / "spill", latest_s=NOW_S) as con:
        intake = take_in(con, [write(tmp_path, text, "a.csv")], standard_mapping(), tmp_path / "work")
    row = rows(intake.accepted)[0]
    assert (row["relation"], row["accepted_s"], row["completed_s"], row["pay_fen"]) == (
        "A'",
        1790813109,
        1790816400,
        850,
    )


def test_reasons_have_bits_of_their_own_and_words() -> None:
    assert len(set(BIT.values())) == len(REASONS)
    assert primary(BIT["duplicate"] | BIT["too_long"]) == "too_long"
    with pytest.raises(ValueError, match="no reason"):
        primary(0)
    assert all(zh and en for zh, en in NOTES.values())


def test_the_known_areas_are_those_of_the_map() -> None:
    assert {"532600", "532601", "532622", "532628", "530000", "441900", "810000"} <= known_areas()
    assert not {"532699", "000000", "532621"} & known_areas()
    assert 3000 < len(known_areas()) < 3500
