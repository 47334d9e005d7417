"""Is a notice of holidays read as it is written, and is what cannot be read refused?"""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.errors import NotPossible
from huxin.law.notice_text import read_notice
from huxin.law.seed.holidays import Arrangement, arrangements

YEAR_2026 = """关于2026年部分节假日安排的通知
各单位：现将2026年节假日的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，请妥善安排好值班和安全、保卫等工作。"""


def _read(text: str, year: int = 2026) -> Arrangement:
    return read_notice(text, year=year, document_no="", source="")


def test_the_notice_of_2026_gives_the_days_of_the_seed() -> None:
    seed = next(found for found in arrangements() if found.year == 2026)
    read = _read(YEAR_2026)
    assert (read.off, read.workdays) == (seed.off, seed.workdays)


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("元旦：1月1日放假1天，不调休。", [date(2026, 1, 1)]),
        ("元旦:2025年12月30日至2026年1月1日放假,共3天", [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)]),
        ("春节：1 月 31 日 — 2 月 2 日放假；", [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2)]),
    ],
)
def test_other_ways_of_writing(line: str, days: list[date]) -> None:
    assert list(_read(line).off) == days


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "没有读到"),
        ("元旦：1月1日至3日放假，共4天。", "与写明的天数不符"),
        ("元旦：2月30日放假。", "读不懂"),
        ("1月1日放假", "读不懂"),
        ("元旦：1月3日至1日放假。", "不符"),
    ],
)
def test_what_is_wrong_is_said_with_the_line(line: str, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        _read(line)


@given(st.text(alphabet="元旦：12年月3日至（）放假共天上班。；\n、", max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(NotPossible):
        assert _read(text).off
