"""Does each calculator say what the law makes of it, with its steps, keep nothing, and lead into a complaint?"""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from huxin.channels.portal.calculator_forms import CALCULATORS
from huxin.law.models import Parameter
from huxin.law.standards.relation import QUESTIONS
from tests.world import World

SOUND: dict[str, dict[str, Any]] = {
    "unpaid": {"quantity1": "300", "price1": "1.1", "quantity2": "10", "price2": "25", "paid": "100", "extra": "50"},
    "minimum-wage": {"area": "532622", "day": "2026-10-31", "by": "hour", "hours": "186.5", "income": "3000"},
    "overtime": {"area": "532601", "day": "2026-10-31", "base": "3480", "workday": "10", "rest_day": "8", "paid": "0"},
    "final-award": {"area": "532622", "wage": "20000", "medical": "1000"},
    "limitation": {"area": "532622", "knew": "2026-01-15", "arrears": "on", "left": "2026-03-31"},
}


def reckoned(calculator: str, **changes: Any) -> str:
    page = Client().post(f"/calculators/{calculator}/", SOUND.get(calculator, {}) | changes)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize(
    ("calculator", "says"),
    [
        ("unpaid", "应得630.00元，已付100.00元，尚欠530.00元。"),
        ("unpaid", "可责令加付265.00元至530.00元的赔偿金"),
        ("minimum-wage", "工作186小时30分钟，应得不少于3,357.00元，实得3,000.00元，少357.00元。"),
        ("overtime", "应付加班费620.00元，已付0.00元，少付620.00元。"),
        ("final-award", "数额上限21,240.00元（逐项比较），各项均未超过"),
        ("limitation", "申请仲裁的最后一天是2027年3月31日"),
        ("limitation", "违法行为仍在继续，现在可以投诉举报"),
    ],
)
def test_the_result_is_said_in_a_sentence(world: World, calculator: str, says: str) -> None:
    assert says in reckoned(calculator)


def test_every_step_shows_its_figure_and_its_document(world: World) -> None:
    page = reckoned("minimum-wage")
    assert "18元/小时" in page
    assert "云南省最低工资标准（2024年调整）" in page
    assert "待核实" in page  # the office has not held it against the document yet


def test_beside_each_figure_of_the_law_stands_its_article(world: World) -> None:
    way = reckoned("overtime").partition("怎么算的")[2].partition("依据</summary>")[0]
    for rate in ("工作日延长工作时间的工资比例", "休息日工作的工资比例"):
        assert "第四十四条" in way.partition(rate)[2].partition("</li>")[0]


def test_the_county_decides_which_minimum_holds(world: World) -> None:
    assert "19元/小时" in reckoned("minimum-wage", area="532601")


def test_a_month_is_compared_without_overtime_pay(world: World) -> None:
    page = reckoned("minimum-wage", by="month", hours="", income="2000", overtime="300")
    assert "计入比较的工资1,700.00元，比1,770元/月少70.00元" in page


def test_the_relation_is_guidance_with_its_reasons(world: World) -> None:
    yes = {question.code: "yes" for question in QUESTIONS}
    page = reckoned("relation", **yes)
    assert "指向劳动关系" in page
    assert "不是裁决" in page
    assert "劳社部发〔2005〕12号" in page
    assert "指向自主经营" in reckoned("relation", **dict.fromkeys(yes, "no"))
    assert "还不够" in reckoned("relation", **dict.fromkeys(yes, "unknown"))


@pytest.mark.parametrize(
    ("calculator", "changes", "says"),
    [
        ("unpaid", {"price1": ""}, "数量和单价要一起填"),
        ("unpaid", {"paid": "很多"}, "金额读不懂"),
        ("minimum-wage", {"hours": ""}, "请填写一共干了几个小时"),
        ("minimum-wage", {"area": ""}, "请填写这一项"),
        ("overtime", {"workday": "", "rest_day": ""}, "请至少填写一种加班"),
        ("overtime", {"base": "0"}, "请填写每月正常上班的工资"),
        ("overtime", {"day": "2099-12-31"}, "这个月还没有到"),
        ("minimum-wage", {"day": "2099-12-31"}, "这个月还没有到"),
        ("final-award", {"wage": "", "medical": ""}, "请至少填写一项"),
        ("limitation", {"knew": "2036-01-01"}, "日期不能晚于今天"),
        ("limitation", {"left": "2036-01-01"}, "日期不能晚于今天"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, calculator: str, changes: dict[str, Any], says: str
) -> None:
    page = reckoned(calculator, **changes)
    assert says in page
    assert "怎么算的" not in page
    for kept in changes.values():
        assert f'value="{kept}"' in page or not kept


def test_a_figure_that_is_not_known_is_a_helpful_sentence(world: World) -> None:
    Parameter.objects.filter(code__startswith="minimum_wage").update(state="removed")
    page = reckoned("minimum-wage")
    assert "系统里还没有“小时最低工资标准”" in page
    assert "由工作人员核算" in page


def test_nothing_is_kept_of_who_only_reckons(world: World) -> None:
    reckoned("unpaid")
    assert Session.objects.count() == 0


def test_a_result_is_taken_into_a_complaint(world: World) -> None:
    client = Client()
    client.post("/report/story/", {"story": "站长不发钱。"})
    answer = client.post("/calculators/unpaid/", SOUND["unpaid"] | {"began": "2026-08-01", "take": "yes"})
    assert answer.url == "/report/what/"
    assert 'value="wage" required id="id_topic_0" checked' in client.get("/report/what/").content.decode()
    screen = client.get("/report/when/").content.decode()
    assert 'value="530.00"' in screen
    assert 'value="2026-08-01"' in screen
    story = client.get("/report/story/").content.decode()
    assert "站长不发钱。" in story
    assert "尚欠530.00元" in story


def test_the_list_leads_to_each_of_them(world: World) -> None:
    page = Client().get("/calculators/").content.decode()
    for code, one in CALCULATORS.items():
        assert one.title in page
        assert one.title in Client().get(f"/calculators/{code}/").content.decode()


def test_an_unknown_calculator_is_not_there(db: None) -> None:
    assert Client().get("/calculators/lottery/").status_code == 404


def test_a_day_long_past_waits_for_no_arrangement_of_holidays(world: World) -> None:
    page = reckoned("limitation", knew="1980-01-01", arrears="", left="")
    assert "已经过了" in page
    assert "尚未公布" not in page


def test_hours_may_be_broken_and_what_is_no_number_is_said_in_words(world: World) -> None:
    assert "应得825.00元" in reckoned("unpaid", quantity1="37.5", price1="18", quantity2="", price2="", paid="0",
                                   extra="150")  # fmt: skip
    assert "请填数字，例如312或者37.5。" in reckoned("unpaid", quantity1="三百")
    assert "不合规定" in reckoned("unpaid")


def test_who_is_managed_in_part_is_not_told_that_he_is_not(world: World) -> None:
    replies = {question.code: "no" for question in QUESTIONS}
    assert "没有受企业劳动管理的情况" in reckoned("relation", **replies | {"own_business": "yes"})
    page = reckoned("relation", **replies | {"process_controlled": "yes", "economic": "yes"})
    assert "受企业劳动管理的不到一半，指向自主经营" in page
    assert "没有受企业劳动管理" not in page
