"""Is every mistake in a mapping file told with its key and line, in words that help?"""

from pathlib import Path

import pytest

from huxin.oversight.orders.mapping.lines import line_numbers
from huxin.oversight.orders.mapping.read import parse_mapping, read_mapping
from huxin.oversight.orders.refusal import Refused
from tests.oversight.orders.taking import PLAIN, take


def told(text: str) -> str:
    with pytest.raises(Refused) as refused:
        parse_mapping(text, "m.toml")
    return refused.value.reason


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("[fiel]\n", "映射文件“m.toml”第1行 fiel：没有这一节"),
        ('[file]\n\nencoding = "utf-7"\n', "第3行 file.encoding：不能是'utf-7'"),
        ("[file]\nheader_row = 0\n", "第2行 file.header_row：没有表头"),
        ('[file]\nheader_row = "一"\n', "应为0到1000的整数"),
        ("[file]\nblank = 3\n", "file.blank：应为文字的列表"),
        ('[time]\nzone = "Asia/Peking"\n', "第2行 time.zone：不认识时区'Asia/Peking'"),
        ('[time]\nzone = "../../etc/passwd"\n', "不认识时区"),
        ('[time]\nformats = ["YYYY-MM-DD"]\n', "time.formats：不认识时间写法'YYYY-MM-DD'"),
        ('[time]\nformats = ["%Q"]\n', "不认识时间写法"),
        ('[time]\nformats = ["%z %Y"]\n', "%z 只能在最后"),
        ("[time]\nformats = []\n", "请写1到100种时间写法"),
        ('[time]\nformats = ["%Y-%m-%d %H点半"]\n', "里不要写“半”：点半按30分读"),
        ('[time]\ndates = ["%Y-%m-%d"]\n', "第2行 time.dates：dates 和 clocks 要一起写"),
        ("[time]\nyear = 24\n", "第2行 time.year：应为2000到2099的整数"),
        ('[time]\nmonth = "2026-13"\n', "time.month：应写作 2026-10"),
        ('[money]\nunit = "块"\n', "第2行 money.unit：不能是'块'"),
        ('[money]\ncurrency = "人民币"\n', "三个大写字母"),
        ("[limits]\nhours = 25\n", "应为1到24的整数"),
        ("[limits]\nhour = 3\n", "limits.hour：没有这个键"),
        ('standard = "2.0"\n', "本程序的标准版本是1.0"),
        ("time = 3\n", "第1行 time：应为一节"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_general_section(head: str, words: str) -> None:
    assert words in told(head + PLAIN)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('order_id = "id"', "", "第2行 orders：缺少必填的 order_id（订单号）；文件没有订单号时写 order_id ="),
        ("tip_fen = { const = 0 }", "", "没有这项时写 tip_fen = { const = 0 }"),
        ('area = { const = "532601" }', "", "也可以用 --area 给出"),
        ('worker = "worker"', 'worker = "worker"\nwage = "w"', "orders.wage：标准里没有这一列"),
        ('worker = "worker"', "worker = 3", 'orders.worker：请写列名，如 "接单时间"'),
        ('worker = "worker"', "worker = {}", "要写且只写一种来源"),
        ('worker = "worker"', 'worker = { column = "a", const = "b" }', "要写且只写一种来源"),
        ('worker = "worker"', 'worker = { date = "a", time = "b" }', "劳动者代号不能写 date"),
        ('worker = "worker"', "worker = { row = true }", "只有 order_id 可以用行号"),
        ('worker = "worker"', 'worker = { column = "a", other = "b" }', "other 要与 values 一起写"),
        ('relation = { const = "B" }', 'relation = { const = "D" }', "D不是用工关系的取值；可以是：A、A'、B、C"),
        ('relation = { const = "B" }', 'relation = { column = "k", values = { x = "Z" } }', "Z不是用工关系的取值"),
        ('accepted_s = "start"', 'accepted_s = { date = "d" }', "要写且只写一种来源"),
        ('accepted_s = "start"', 'accepted_s = { column = "d", formats = ["x"] }', "不认识时间写法'x'"),
        ('completed_s = "end"', 'completed_s = { after = "completed_s", duration = "d" }', "after 要写另一个时间列"),
        ('completed_s = "end"', 'completed_s = { after = "accepted_s", duration = "d", unit = "x" }', "不认识单位“x”"),
        ("tip_fen = { const = 0 }", 'tip_fen = { column = "t", unit = "km" }', "不认识单位“km”"),
        ("tip_fen = { const = 0 }", 'tip_fen = { const = "许多" }', "“许多”不是数"),
        ("tip_fen = { const = 0 }", "tip_fen = { const = 1e999 }", "不是数"),
        ("tip_fen = { const = 0 }", "tip_fen = { sum = [] }", "sum 的写法不对"),
        ("tip_fen = { const = 0 }", 'tip_fen = { column = "t", when = 3 }', "when 的写法不对"),
        ("tip_fen = { const = 0 }", 'tip_fen = { column = "t", decimal = ";" }', "decimal 不能是';'；可以是：.、,"),
        ("tip_fen = { const = 0 }", 'tip_fen = { column = "t", at_least = { hourly = "r" } }', "或按小时的保底，如 { "),
        ("tip_fen = { const = 0 }", 'tip_fen = { column = "t", at_least = { hourly = "r", hours = "h", unit = "x" } }',
         "at_least 里不认识单位“x”"),
        ("tip_fen = { const = 0 }",
         'tip_fen = { column = "t", at_least = { hourly = "r", hours = ["accepted_s", "h"] } }',
         "要么写标准的两个时间列，要么写文件的列"),
        ("tip_fen = { const = 0 }", "tip_fen = { const = 0 }\noffset_s = { const = \"东八区\" }", "时区偏移请写秒数"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_source(old: str, new: str, words: str) -> None:
    assert old in PLAIN
    assert words in told(PLAIN.replace(old, new))


def test_all_mistakes_are_told_at_once() -> None:
    text = told('[time]\nzone = "x"\nmonth = "x"\n' + PLAIN.replace('order_id = "id"', ""))
    assert len(text.splitlines()) == 4  # how many, and each


def test_a_time_after_one_that_itself_follows_another_is_told(tmp_path: Path) -> None:
    mapping = PLAIN.replace('completed_s = "end"', 'completed_s = { after = "accepted_s", duration = "end" }')
    mapping += 'paid_s = { after = "completed_s", duration = "end" }\n'
    assert "orders.paid_s：after 要写直接读出的时间列" in told(mapping)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('{ hourly = 15, hours = ["accepted_s", "cancelled_s"] }', "hours 用到的 cancelled_s 没有写来源"),
        ('{ hourly = 99999999999, hours = "h" }', "hourly“99999999999”不是每小时的金额"),
        ("{ hourly = -1, hours = 'h' }", "不是每小时的金额"),
        ("{ hourly = 15, hours = 'accepted_s' }", "要么写标准的两个时间列"),
        ("{ hourly = true, hours = 'h' }", "at_least 的写法不对"),
        ("{ hourly = 15, hours = ['a', 'b', 'c'] }", "at_least 的写法不对"),
    ],
)
def test_a_mistake_in_a_guarantee(said: str, words: str) -> None:
    assert words in told(PLAIN + f'pay_fen = {{ column = "p", at_least = {said} }}\n')


def test_a_shift_that_ends_after_a_duration_is_not_taken_from_that_end() -> None:
    mapping = PLAIN.replace('completed_s = "end"', 'completed_s = { after = "accepted_s", duration = "end" }')
    mapping += 'pay_fen = { column = "p", at_least = { hourly = 15, hours = ["accepted_s", "completed_s"] } }\n'
    assert "at_least 的 hours 要写直接读出的时间列；由用时推出的，写用时那一列" in told(mapping)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[orders\n", "第1行第8列"),
        ('a = "', "不是正确的TOML"),
        ("a = 1\na = 2\n", "第2行"),
        ("", "orders：缺少这一节"),
        ("\x00", "不是正确的TOML"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, words: str) -> None:
    assert words in told(text)


def test_a_mapping_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('[orders]\nworker = "骑手"\n'.encode("gbk"))
    (tmp_path / "big.toml").write_bytes(b"#" * (2 << 20))
    for path, words in (
        (tmp_path / "gbk.toml", "第2行不是UTF-8"), (tmp_path / "big.toml", "超过1MB"),
        (tmp_path / "no.toml", "没有映射文件"), (tmp_path, "没有映射文件"), (Path("a\0b"), "映射文件"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            read_mapping(path)


def test_the_area_of_the_call_stands_in_for_the_mapping(tmp_path: Path) -> None:
    mapping = PLAIN.replace('area = { const = "532601" }\n', "")
    taken = take(tmp_path, "id,worker,start,end\n1,w,2026-10-01 08:00,\n", mapping, area="532622")
    assert taken.accepted[0]["area"] == "532622"


@pytest.mark.parametrize(
    ("heading", "words"),
    [("id,worker,begin,end", "第10行 orders.accepted_s：文件“orders.csv”里没有列“start”，有：id、worker、begin、end"),
     ("id,worker,start,start,end", "有2列都叫“start”")],
)  # fmt: skip
def test_a_column_that_is_missing_or_there_twice(tmp_path: Path, heading: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        take(tmp_path, heading + "\n")
    assert words in refused.value.reason


def test_lines_are_found_under_quoted_and_dotted_keys() -> None:
    text = 'name = "x"\n[skip]\n"状态 栏" = ["x"]\n\n[orders]  # 一\nworker.column = "w"\n'
    assert line_numbers(text) == {
        ("name",): 1, ("skip",): 2, ("skip", "状态 栏"): 3, ("orders",): 5, ("orders", "worker", "column"): 6,
    }  # fmt: skip


def test_a_line_of_blanks_is_read_once() -> None:
    assert line_numbers("[" + " " * 1_000_000 + "\n[ orders ]\n") == {("orders",): 2}


def test_several_faults_stand_in_the_order_of_the_file_and_say_what_was_meant() -> None:
    with pytest.raises(Refused) as refused:
        parse_mapping('[orders]\norder_idd = "单号"\n[money]\nunit = "yuann"\n', "m.toml")
    first, *faults = refused.value.reason.splitlines()
    assert first == f"映射文件“m.toml”有{len(faults)}处要改："
    assert "  · 第2行 orders.order_idd：标准里没有这一列；是不是 order_id。" in faults
    assert faults[-1].startswith("  · 第4行 money.unit：不能是'yuann'")
