"""Does a meeting run from the proposal to issued minutes, and does a decision become a duty of its unit?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from huxin.demo.cast import rows
from tests.journeys.conftest import Person, path_of
from tests.journeys.papers import issue, sign

FEEDBACK = "第二次全体会议"  # the demo's meeting whose minutes are out for comment
LIAISONS = {unit: login for login, _, unit, role, _ in rows() if role == "liaison"}
LIAISONS["州人力资源社会保障局"] = "hrss"


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """Addresses that one step of the journey leaves for the next."""
    return {}


def test_a_unit_proposes_and_a_convenor_convenes(person: Callable[..., Person], kept: dict[str, str]) -> None:
    union = person("union")
    page = union.go("/workbench/meetings/")
    union.look("meetings")
    union.follow("提议召开会议")
    page.select_option("[name=plan]", label="文山州维护新就业形态劳动者劳动保障权益工作方案")
    page.fill("[name=title]", "雨季配送安全专题会议")
    page.fill("[name=ground]", "入汛以来配送途中事故增多，建议各成员单位共同研究。")
    union.look("propose")
    union.press("提交提议")
    kept["meeting"] = path_of(page)

    convenor = person("convenor", "phone")
    convenor.go("/workbench/")
    convenor.follow("雨季配送安全专题会议")
    page = convenor.page
    starts = datetime.combine(date.today() + timedelta(days=8), datetime.min.time()).replace(hour=9)
    page.fill("[name$=starts_at]", f"{starts:%Y-%m-%dT%H:%M}")
    page.fill("[name$=place]", "州人力资源社会保障局三楼会议室")
    convenor.look("convene")
    convenor.press("召集")
    convenor.sees("三楼会议室")


def test_the_office_prepares_it_and_a_unit_answers(person: Callable[..., Person], kept: dict[str, str]) -> None:
    office = person("office")
    page = office.go(kept["meeting"])
    page.fill("[name=topic-title]", "研究雨季配送安全措施")
    page.select_option("[name=topic-presenter]", label="州总工会")
    office.press("增加")
    office.press("邀请全体成员单位")
    office.look("meeting")

    union = person("union", "phone")
    union.go(kept["meeting"])
    union.follow("填写参会回执")
    page = union.page
    page.check("[name=reply][value=attend]")
    page.fill("[name=name]", "钱云霞")
    page.fill("[name=post]", "科员")
    union.look("reply")
    union.press("提交回执")
    union.sees("参加")


def test_the_units_still_asked_answer_and_the_office_deals_with_a_remark(
    person: Callable[..., Person], kept: dict[str, str]
) -> None:
    office = person("office")
    page = office.go("/workbench/meetings/")
    office.follow(FEEDBACK)
    kept["held"] = path_of(page)
    office.follow("纪要")
    office.look("minutes")
    waiting = page.locator("main tr", has_text="未反馈").locator("td:nth-child(2)").all_inner_texts()
    assert waiting
    for number, unit in enumerate(waiting):
        liaison = person(LIAISONS[unit], "phone")
        page = liaison.go(f"{kept['held']}minutes/")
        page.check(f"[name$=agree][value={'no' if number == 0 else 'yes'}]")
        if number == 0:
            page.fill("[name$=text]", "建议把时限再放宽一些。")
            liaison.look("answer")
        liaison.press("提交反馈")

    page = office.go(f"{kept['held']}minutes/")
    row = page.locator("main tr", has_text="建议把时限再放宽一些")
    row.locator("[name$=adopt][value=no]").check()
    row.locator("[name$=reason]").fill("时限经会议议定，已与该单位沟通一致。")
    row.get_by_role("button", name="保存").click()
    page.wait_for_load_state()
    office.sees("可以送签")
    office.look("minutes-agreed")


def test_the_minutes_are_signed_and_issued_and_a_decision_becomes_a_duty(
    person: Callable[..., Person], kept: dict[str, str]
) -> None:
    office = person("office")
    page = office.go(f"{kept['held']}minutes/")
    decided = page.locator(".decision").first.locator("p").inner_text().removeprefix("议定：")[:12]
    office.press("生成文稿，送签")
    paper = path_of(page)
    office.confirm("送审", "送审")
    for name in ("director", "convenor"):
        sign(person(name), paper)
    issue(person("registry"), paper, f"{date.today().year}年第9期")

    page = office.go(f"{kept['held']}minutes/")
    assert page.locator(".decision li").count() > 0
    office.look("minutes-issued")
    unit = page.locator(".decision").first.locator("li").first.inner_text().split()[0]
    bound = person(LIAISONS[unit], "phone")
    bound.go("/workbench/duties/")
    bound.follow(decided)
    bound.sees(decided)
    bound.look("duty-of-decision")
