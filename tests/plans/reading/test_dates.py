"""Does a printed time become a day only where it is certain?"""

import pytest

from huxin.plans.reading.dates import full_date, read_time
from huxin.plans.reading.folding import fold

_CERTAIN = """
2025年12月底前 2025-12-31
2025年12月31日前 2025-12-31
2025年底前 2025-12-31
2024年2月底前 2024-02-29
2025年上半年 2025-06-30
2025年第三季度 2025-09-30
2025年6月 2025-06-30
2025年6月中旬 2025-06-20
2025.10.31 2025-10-31
２０２５年１２月底前 2025-12-31
二〇二五年六月底前 2025-06-30
2025年1—6月 2025-06-30
2025年1月至11月30日 2025-11-30
2025-06-30前完成 2025-06-30
"""
_UNCERTAIN = """
12月底前 date_without_year
年底前 date_without_year
2025年6月前 date_unclear
2025年 date_unclear
2025年2月30日前 date_unclear
2025年6月底前、2025年12月底前 date_several
印发之日起30日内 date_relative
"""
CERTAIN = dict(line.split() for line in _CERTAIN.split("\n") if line)
UNCERTAIN = dict(line.split() for line in _UNCERTAIN.split("\n") if line)


@pytest.mark.parametrize("printed", CERTAIN)
def test_a_certain_day_is_read(printed: str) -> None:
    time = read_time(fold(printed), 0, len(fold(printed)))
    assert (time.on, time.standing, time.problems) == (CERTAIN[printed], False, ())


@pytest.mark.parametrize("printed", UNCERTAIN)
def test_an_uncertain_day_stays_empty_and_says_why(printed: str) -> None:
    time = read_time(fold(printed), 0, len(fold(printed)))
    assert time.on is None
    assert [code for code, _ in time.problems] == [UNCERTAIN[printed]]


@pytest.mark.parametrize("printed", ["长期坚持", "持续推进", "立即组织实施", "常态化开展", "每年12月底前", "全年"])
def test_a_standing_task_has_no_day(printed: str) -> None:
    time = read_time(printed, 0, len(printed))
    assert (time.on, time.standing, time.problems) == (None, True, ())


def test_in_running_text_only_a_term_counts() -> None:
    for words, on in (
        ("2025年以来投诉增多", None),
        ("到2025年底，全覆盖", "2025-12-31"),
        ("持续推进工会建设", None),
        ("集中整治（2025年8月1日至10月31日）", "2025-10-31"),
        ("集中整治（2025年8月1日—2025年10月31日）", "2025-10-31"),
        ("查处2024年1月1日—2025年6月30日欠付的报酬", None),
        ("按照试行办法（2025年8月1日起施行）办理", None),
    ):
        time = read_time(words, 0, len(words), bare=True)
        assert (time.on, time.standing) == (on, False)


def test_a_day_of_issue_may_be_in_chinese_numerals() -> None:
    assert full_date("二〇二二年四月二十一日") == ("2022-04-21", 0, 11)
