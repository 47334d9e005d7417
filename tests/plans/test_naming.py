"""Does a title keep what it is about, and lose the place and the kind of document alone?"""

import pytest

from huxin.plans.models import Term
from huxin.plans.naming import period_name, topic


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("文山州维护新就业形态劳动者劳动保障权益工作方案", "维护新就业形态劳动者劳动保障权益"),
        ("关于印发《文山州根治欠薪实施方案》的通知", "根治欠薪"),
        ("文山壮族苗族自治州骑手护薪行动方案", "骑手护薪行动"),
        ("外卖配送安全专项行动工作方案", "外卖配送安全专项行动"),
        ("职业技能提升三年行动计划（2026—2028年）", "职业技能提升三年行动"),
        ("文山州职业伤害保障试点实施方案（试行）", "职业伤害保障试点"),
        ("关于加强新就业形态劳动者权益保障的实施意见", "加强新就业形态劳动者权益保障"),
        ("文山州2027年和谐劳动关系工作要点", "2027年和谐劳动关系"),
        ("文山州根治欠薪工作方案（2026年修订）", "根治欠薪"),
        ("工作方案", "工作方案"),
    ],
)
def test_the_topic_of_a_title(title: str, about: str) -> None:
    assert topic(title, "文山壮族苗族自治州", "文山州") == about


def test_a_duty_calls_the_half_year_as_the_report_does() -> None:
    for period in ("2026H1", "2026H2"):
        assert Term(kind="cycle", period=period).word == period_name(period)
    assert Term(kind="milestone", period="2026-06").word == "阶段时限"
    assert (period_name("2026H1"), period_name("2026H2")) == ("2026年上半年", "2026年全年")
