"""Is money exact to the fen, and is distance turned into metres, however people write them?"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from huxin.oversight.orders.refusal import Refused
from tests.oversight.orders.taking import PLAIN, take


def pays(folder: Path, cells: list[str], source: str = '"pay"', head: str = "") -> dict[int, int | str | None]:
    """Per row number the pay in fen, or why it was handed back."""
    text = "id|worker|start|end|pay\n" + "".join(f"{at}|w|2026-10-01 08:00||{cell}\n" for at, cell in enumerate(cells))
    taken = take(folder, text, f"{head}\n{PLAIN}pay_fen = {source}\n")
    return {row["row_no"]: row["pay_fen"] for row in taken.accepted} | dict(taken.why)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [("12.5", 1250), ("12", 1200), ("0", 0), (".5", 50), ("5.", 500), ("+3", 300), ("1,234.50", 123450),
     ("￥12.50", 1250), ("12.5元", 1250), ("80分", 80), ("１２．５", 1250), (" 12.5 ", 1250), ("12.500000", 1250),
     ("", None), ("99999999.99", 9999999999)],
)  # fmt: skip
def test_money_is_read_exactly(tmp_path: Path, cell: str, fen: int | None) -> None:
    assert pays(tmp_path, [cell]) == {2: fen}


@pytest.mark.parametrize(
    "cell", ["12.345", "一百", "1e3", "1_000", "12.5.3", "1,23", "0x10", "12..5", "12 5", "inf", "12.5公里", "9" * 20]
)
def test_what_is_no_sum_is_handed_back(tmp_path: Path, cell: str) -> None:
    assert pays(tmp_path, [cell]) == {2: f"数值读不懂，或比最小单位还细（劳动者报酬“{cell}”）"}


def test_negative_money_is_handed_back(tmp_path: Path) -> None:
    assert pays(tmp_path, ["-3"]) == {2: "金额为负（劳动者报酬“-3”）"}


def test_parts_of_a_fen_are_rounded_only_where_the_mapping_says_so(tmp_path: Path) -> None:
    text = (
        "id,worker,start,end,pay\n1,w,2026-10-01 08:00,,8.125\n2,w,2026-10-01 08:00,,8.124\n3,w,2026-10-01 08:00,,8\n"
    )
    taken = take(tmp_path, text, '[money]\nround = "half_up"\n' + PLAIN + 'pay_fen = "pay"\n')
    assert [row["pay_fen"] for row in taken.accepted] == [813, 812, 800]
    assert taken.intake.notes["rounded_money"] == 2


@pytest.mark.parametrize(("unit", "cell", "fen"), [("fen", "1250", 1250), ("cents", "1250", 1250), ("jiao", "12", 120)])
def test_units_of_money(tmp_path: Path, unit: str, cell: str, fen: int) -> None:
    assert pays(tmp_path, [cell], head=f'[money]\nunit = "{unit}"') == {2: fen}
    assert pays(tmp_path, [cell], source=f'{{ column = "pay", unit = "{unit}" }}') == {2: fen}


def test_a_decimal_comma(tmp_path: Path) -> None:
    assert pays(tmp_path, ["1.234,50"], head='[file]\ndecimal = ","') == {2: 123450}


def test_a_number_cell_of_a_sheet_keeps_its_value_beside_texts_with_a_decimal_comma(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "a.xlsx"
    assert book.active is not None
    book.active.append(["id", "worker", "start", "end", "pay"])
    for at, cell in enumerate(("12,5", 25.5, 7, 0.125, "1.234,50", "1.234.567", 1.234, "1.234")):
        book.active.append([str(at), "w", "2026-10-01 08:00", None, cell])
    book.save(path)
    head = '[file]\ndecimal = ","\n[money]\nround = "half_up"\n'
    taken = take(tmp_path, [path], f'{head}{PLAIN}pay_fen = "pay"\n')
    assert [row["pay_fen"] for row in taken.accepted] == [1250, 2550, 700, 13, 123450, 123456700]
    assert list(taken.why) == [8, 9]  # a thousandfold, or not: nobody can say


def test_sums_differences_and_the_larger_of_two_columns(tmp_path: Path) -> None:
    text = "id,worker,start,end,base,extra,fee,least\n" + "".join(
        f"{at},w,2026-10-01 08:00,,{cells}\n" for at, cells in enumerate(("5.10,2.20,1,6", "5,2,,6", "3,2,1,9.5"))
    )
    source = '{ sum = ["base", "extra"], minus = ["fee"] }'
    taken = take(tmp_path, text, PLAIN + f"pay_fen = {source}\n")
    assert [row["pay_fen"] for row in taken.accepted] == [630, None, 400]
    source = '{ sum = ["base", "extra"], minus = ["fee"], blank = 0 }'
    taken = take(tmp_path, text, PLAIN + f"pay_fen = {source}\n")
    assert [row["pay_fen"] for row in taken.accepted] == [630, 700, 400]
    assert taken.intake.notes["blanks_filled"] == 1
    taken = take(tmp_path, text, PLAIN + 'pay_fen = { largest = ["base", "least"] }\n')
    assert [row["pay_fen"] for row in taken.accepted] == [600, 600, 950]


def test_a_required_sum_that_is_blank_is_missing(tmp_path: Path) -> None:
    text = "id,worker,start,end,tip\n1,w,2026-10-01 08:00,,\n2,w,2026-10-01 08:00,,1\n"
    taken = take(tmp_path, text, PLAIN.replace("tip_fen = { const = 0 }", 'tip_fen = "tip"'))
    assert (taken.why, [row["tip_fen"] for row in taken.accepted]) == ({2: "缺少必填的内容（打赏）"}, [100])
    taken = take(tmp_path, text, PLAIN.replace("tip_fen = { const = 0 }", 'tip_fen = { column = "tip", blank = 0 }'))
    assert [row["tip_fen"] for row in taken.accepted] == [0, 100]


@pytest.mark.parametrize(
    ("unit", "cell", "metres"),
    [("km", "3.2", 3200), ("m", "800", 800), ("miles", "5.1", 8208), ("km", "800米", 800), ("km", "0.0005", 1),
     ("km", "2 英里", 3219)],
)  # fmt: skip
def test_distance_in_any_unit(tmp_path: Path, unit: str, cell: str, metres: int) -> None:
    text = f"id,worker,start,end,way\n1,w,2026-10-01 08:00,,{cell}\n"
    taken = take(tmp_path, text, f'[distance]\nunit = "{unit}"\n{PLAIN}distance_m = "way"\n')
    assert [row["distance_m"] for row in taken.accepted] == [metres]


def test_typed_numbers_of_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": ["1", "2", "3"], "worker": ["w"] * 3, "start": ["2026-10-01 08:00"] * 3, "end": [""] * 3,
            "float": [12.34, float("nan"), 0.1 + 0.2], "int": pa.array([12, None, 2**40], pa.int64()),
            "decimal": pa.array([None, None, None], pa.decimal128(20, 4)),
        }
    )  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    for name, expected in (("float", [1234, None, 30]), ("int", [1200, None]), ("decimal", [None] * 3)):
        taken = take(tmp_path, [tmp_path / "a.parquet"], PLAIN + f'pay_fen = "{name}"\n')
        assert [row["pay_fen"] for row in taken.accepted] == expected


def test_a_constant_finer_than_a_fen_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"第3行 orders\.pay_fen：“0\.001”比分还细"):
        take(
            tmp_path,
            "id,worker,start,end\n1,w,,\n",
            PLAIN.replace("[orders]", '[orders]\npay_fen = { const = "0.001" }'),
        )


def test_each_column_may_have_a_decimal_mark_of_its_own(tmp_path: Path) -> None:
    cells = ("12,5\t1,234.50", "1.012,5\t7.5")
    rows = [f"{at}\tw\t2026-10-01 08:00\t\t{said}\n" for at, said in enumerate(cells)]
    text = "".join(["id\tworker\tstart\tend\tkm\tpay\n", *rows])
    mapping = PLAIN + 'pay_fen = "pay"\ndistance_m = { column = "km", decimal = "," }\n'
    taken = take(tmp_path, text, mapping)
    assert [(row["distance_m"], row["pay_fen"]) for row in taken.accepted] == [(12_500, 123_450), (1_012_500, 750)]
    mapping = '[file]\ndecimal = ","\n' + PLAIN + 'pay_fen = { column = "pay", decimal = "." }\ndistance_m = "km"\n'
    again = take(tmp_path, text, mapping)
    assert [(row["distance_m"], row["pay_fen"]) for row in again.accepted] == [(12_500, 123_450), (1_012_500, 750)]


SHIFTS = "id|worker|start|end|pay|rate|lasts|on|off\n"


@pytest.mark.parametrize(
    ("hours", "shift", "fen"),
    [
        ('"lasts", unit = "min"', "90|0|0", 2_700),
        ('["on", "off"], unit = "min"', "|480|600", 3_600),
        ('["on", "off"], unit = "h:m"', "|08:00|09:10", 2_100),
        ('["accepted_s", "completed_s"]', "||", 4_500),
        ('"lasts"', "1.5|0|0", 2_700),
        ('"lasts"', "|0|0", 2_000),  # nothing said of the shift: what was earned
        ('"lasts"', "0.5|0|0", 2_000),
    ],
)
def test_pay_is_at_least_what_is_promised_for_the_hours_of_a_shift(
    tmp_path: Path, hours: str, shift: str, fen: int
) -> None:
    text = f"{SHIFTS}1|w|2026-10-01 08:00|2026-10-01 10:30|20|18|{shift}\n"
    mapping = PLAIN + f'pay_fen = {{ column = "pay", at_least = {{ hourly = "rate", hours = {hours} }} }}\n'
    taken = take(tmp_path, text, mapping)
    assert [row["pay_fen"] for row in taken.accepted] == [fen]
    assert taken.intake.notes.get("guaranteed_pay", 0) == (fen != 2_000)


def test_a_promised_rate_may_stand_in_the_mapping_and_is_never_finer_than_a_fen_unseen(tmp_path: Path) -> None:
    text = f"{SHIFTS}1|w|2026-10-01 08:00|2026-10-01 10:30|20||100|0|0\n2|w|2026-10-01 08:00||||x|0|0\n"
    said = 'pay_fen = {{ const = 0, at_least = {{ hourly = 15.5, hours = "lasts", unit = "min" }} }}\n'
    taken = take(tmp_path, text, PLAIN + said.format())
    assert not taken.accepted  # 25.8333… yuan, and a shift of "x" minutes
    rounded = take(tmp_path, text, '[money]\nround = "half_up"\n' + PLAIN + said.format())
    assert [row["pay_fen"] for row in rounded.accepted] == [2_583]
    assert (rounded.intake.notes["rounded_money"], rounded.intake.notes["guaranteed_pay"]) == (1, 1)
