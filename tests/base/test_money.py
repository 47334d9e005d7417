"""Is money read exactly, rounded by statute and written as papers need it?"""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.money import capitals, half_up, read_fen, yuan


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1234.5", 123450),
        ("￥1,234.56", 123456),
        ("¥ 1 234.56 元", 123456),
        ("１２３４．５６元", 123456),
        ("1,234,567", 123456700),
        ("3.2万元", 3200000),
        ("0.000001万元", 1),
        ("1.5亿元", 15000000000),
        ("２万", 2000000),
        ("100元整", 10000),
        ("-12.30", -1230),
        ("￥-12.30", -1230),
        ("−5", -500),
        ("0", 0),
        ("1.", 100),
        ("12.3400", 1234),
    ],
)
def test_a_sum_is_read_in_every_usual_spelling(text: str, fen: int) -> None:
    assert read_fen(text) == fen


@pytest.mark.parametrize("text", ["", "元", "一百元", "1,23", "1.2.3", "12 34x", "1e5", "--1", "9" * 5000, "NaN"])
def test_what_is_not_a_sum_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="请写成"):
        read_fen(text)


def test_a_part_of_a_fen_is_never_dropped() -> None:
    with pytest.raises(ValueError, match="精确到分"):
        read_fen("1.005")


@given(st.integers(-(10**14), 10**14))
def test_what_is_written_is_read_back(fen: int) -> None:
    assert read_fen(yuan(fen)) == fen


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_fen(text), int)


def test_yuan_has_thousands_and_two_places() -> None:
    assert yuan(123456789) == "1,234,567.89"
    assert yuan(-5) == "-0.05"


@pytest.mark.parametrize(
    ("n", "d", "rounded"), [(5, 2, 3), (-5, 2, -3), (5, -2, -3), (1, 3, 0), (2, 3, 1), (0, 7, 0), (7, 1, 7)]
)
def test_a_half_is_rounded_up(n: int, d: int, rounded: int) -> None:
    assert half_up(n, d) == rounded


@given(st.integers(), st.integers(1))
def test_rounding_moves_by_at_most_a_half(n: int, d: int) -> None:
    assert abs(half_up(n, d) - Fraction(n, d)) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (5, "伍分"),
        (10, "壹角整"),
        (115, "壹元壹角伍分"),
        (105, "壹元零伍分"),
        (100, "壹元整"),
        (1000, "壹拾元整"),
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (10700053, "壹拾万柒仟元伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (10000000000, "壹亿元整"),
        (10000000100, "壹亿零壹元整"),
        (1000100010000, "壹佰亿零壹佰万零壹佰元整"),
        (123450000000000, "壹万贰仟叁佰肆拾伍亿元整"),
        (-100, "负壹元整"),
    ],
)
def test_capital_sums_follow_the_rules_for_bills(fen: int, text: str) -> None:
    assert capitals(fen) == text
