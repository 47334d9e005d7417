"""Does a page of Chinese fit into a terminal, without a word torn or a sign lost?"""

from hypothesis import given
from hypothesis import strategies as st

from huxin.base.terminal import LEAST, width, wrapped

SIGNS = "劳动者，。（）“” ab1.-·\n"


def test_what_goes_on_hangs_below_the_first_word() -> None:
    text = "共3行\n  · “当月抽成超过上限”没有判断：缺少“抽成比例上限”（commission.cap），录入后才能判断。"
    assert wrapped(text, 40).splitlines() == [
        "共3行",
        "  · “当月抽成超过上限”没有判断：缺少",
        "    “抽成比例上限”（commission.cap），",
        "    录入后才能判断。",
    ]


@given(st.text(SIGNS, max_size=200), st.integers(LEAST, 100))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, columns: int) -> None:
    lines = wrapped(text, columns).splitlines()
    assert "".join("".join(lines).split()).replace("·", "") == "".join(text.split()).replace("·", "")
    for line in lines:
        pieces = line.split() or [""]
        assert width(line) <= columns or width(pieces[-1]) > columns // 2
