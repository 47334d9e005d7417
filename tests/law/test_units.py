"""Figures are read and written without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.law.catalogue import CODES, read_value
from huxin.law.units import Unit, duration, figure, read_figure, spellings


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2070元/月", 207000, Unit.FEN_PER_MONTH),
        ("２，０７０元／月", 207000, Unit.FEN_PER_MONTH),
        ("17.96美元/小时", 1796, Unit.CENT_PER_HOUR),
        ("1小时30分钟", 5400, Unit.SECONDS),
        ("0.05%/日", 5, Unit.BASIS_POINTS_PER_DAY),
        ("21.75日薪天数", 2175, Unit.HUNDREDTH_DAYS),
        ("5工作日", 5, Unit.WORKING_DAYS),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: int, unit: Unit) -> None:
    assert read_figure(text) == (value, unit)


@pytest.mark.parametrize("text", ["", "元", "20", "二十元", "0.001元", "3元5个月", "1.5倍", "5个工作日6日", "-3元"])
def test_what_is_no_figure_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"读不懂|单位|小数"):
        read_figure(text)


@given(st.sampled_from([unit for unit in Unit if unit not in (Unit.CHOICE, Unit.DATE)]), st.integers(0, 10**10))
def test_what_is_written_is_read_back(unit: Unit, value: int) -> None:
    assert read_figure(figure(value, unit)) == (value, unit)


def test_each_unit_has_a_spelling_and_each_choice_its_words() -> None:
    assert all(spellings(unit) for unit in Unit if unit not in (Unit.CHOICE, Unit.DATE))
    for one in CODES.values():
        assert bool(one.choices) == (Unit.CHOICE in one.units)
        assert all(read_value(one.code, words) == (value, Unit.CHOICE) for value, words in one.choices.items())


def test_a_wrong_unit_says_which_is_right() -> None:
    with pytest.raises(ValueError, match=r"“月最低工资标准”的单位应是元/月"):
        read_value("minimum_wage.monthly", "2070元")
    with pytest.raises(ValueError, match="只能写"):
        read_value("clock.driving.reset", "随便")


def test_durations() -> None:
    assert [duration(n) for n in (0, 59, 3600, 5400, -1200)] == ["0秒", "59秒", "1小时", "1小时30分钟", "-20分钟"]
