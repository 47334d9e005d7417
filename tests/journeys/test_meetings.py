"""Does a meeting run from the proposal to issued minutes, and does a decision become a duty of its unit?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import Person, path_of
from tests.journeys.papers import issue, sign

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNION, TRANSPORT = "州总工会", "州交通运输局"
LOGINS = {UNION: "union", TRANSPORT: "transport"}


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
    page.fill("[name$=place]", "州人力资源社会保障局三楼会议室")
    convenor.look("convene")
    # Soon, so that it can be held in this journey; at least twenty seconds ahead when the form arrives.
    kept["starts"] = f"{datetime.now(SHANGHAI) + timedelta(seconds=80):%Y-%m-%dT%H:%M}"
    page.fill("[name$=starts_at]", kept["starts"])
    convenor.press("召集")
    convenor.sees("三楼会议室")


def test_the_office_prepares_it_and_a_unit_answers(person: Callable[..., Person], kept: dict[str, str]) -> None:
    office = person("office")
    page = office.go(kept["meeting"])
    page.fill("[name=topic-title]", "研究雨季配送安全措施")
    page.select_option("[name=topic-presenter]", label="州总工会")
    office.press("增加")
    for unit in (UNION, TRANSPORT):
        page.get_by_role("checkbox", name=unit, exact=True).check()
    office.press("邀请所选")
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


def test_it_is_held_and_the_minutes_are_written_and_sent_round(
    person: Callable[..., Person], kept: dict[str, str]
) -> None:
    office = person("office")
    page = office.page
    page.wait_for_timeout(_milliseconds_to(kept["starts"]))
    office.go(kept["meeting"])
    page.locator("summary", has_text="会议召开后登记").click()
    page.fill("[name$=chair]", "林海川")
    line = page.locator("tr", has_text=TRANSPORT).filter(has=page.locator("[name*=present_]"))
    line.locator("[name*=present_]").check()
    line.locator("[name*=name_]").fill("唐立新")
    office.press("保存到会情况")
    office.look("meeting-held")

    office.press("开始起草纪要")
    page.locator("summary", has_text="修改这一条").click()
    page.fill("[name$=discussion]", "会议听取了州总工会关于雨季配送安全情况的汇报，各单位作了发言。")
    page.locator("details[open]").get_by_role("button", name="保存").click()
    page.wait_for_load_state()
    page.locator("summary", has_text="增加议定事项").click()
    form = page.locator("form", has=page.get_by_role("button", name="增加", exact=True)).filter(has_text="议定事项")
    form.locator("[name$=text]").fill("汛期前完成配送站点防滑防水检查")
    form.get_by_role("checkbox", name=TRANSPORT, exact=True).check()
    form.locator("[name$=due_on]").fill(f"{date.today() + timedelta(days=60):%Y-%m-%d}")
    form.get_by_role("button", name="增加", exact=True).click()
    page.wait_for_load_state()
    office.look("minutes")
    page.fill("[name$=answer_by]", f"{date.today() + timedelta(days=5):%Y-%m-%d}")
    office.press("征求意见")
    office.sees("未反馈")


def _milliseconds_to(moment: str) -> float:
    starts = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    return max((starts - datetime.now(SHANGHAI)).total_seconds() * 1000, 0) + 500


def test_the_units_answer_and_the_office_deals_with_a_remark(
    person: Callable[..., Person], kept: dict[str, str]
) -> None:
    for unit, agree in ((UNION, "no"), (TRANSPORT, "yes")):
        liaison = person(LOGINS[unit], "phone")
        page = liaison.go(f"{kept['meeting']}minutes/")
        page.check(f"[name$=agree][value={agree}]")
        if agree == "no":
            page.fill("[name$=text]", "建议把时限再放宽一些。")
            liaison.look("answer")
        liaison.press("提交反馈")

    office = person("office")
    page = office.go(f"{kept['meeting']}minutes/")
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
    page = office.go(f"{kept['meeting']}minutes/")
    decided = page.locator(".decision").first.locator("p").inner_text().removeprefix("议定：")[:12]
    office.press("生成文稿，送签")
    paper = path_of(page)
    office.confirm("送审", "送审")
    for name in ("director", "convenor"):
        sign(person(name), paper)
    issue(person("registry"), paper, f"{date.today().year}年第9期")

    page = office.go(f"{kept['meeting']}minutes/")
    assert page.locator(".decision li").count() > 0
    office.look("minutes-issued")
    bound = person(LOGINS[TRANSPORT], "phone")
    bound.go("/workbench/duties/")
    bound.follow(decided)
    bound.sees(decided)
    bound.look("duty-of-decision")
