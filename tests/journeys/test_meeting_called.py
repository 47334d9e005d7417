"""Is a meeting proposed, convened and prepared, and does a unit answer its invitation?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.conftest import Person, path_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNION, TRANSPORT = "州总工会", "州交通运输局"


def test_a_unit_proposes_and_a_convenor_convenes(person: Callable[..., Person], meeting: dict[str, str]) -> None:
    union = person("union")
    page = union.go("/workbench/meetings/")
    union.look("meetings")
    union.follow("提议召开会议")
    page.select_option("[name=plan]", label="文山州维护新就业形态劳动者劳动保障权益工作方案")
    page.fill("[name=title]", "雨季配送安全专题会议")
    page.fill("[name=ground]", "入汛以来配送途中事故增多，建议各成员单位共同研究。")
    union.look("propose")
    union.press("提交提议")
    meeting["meeting"] = path_of(page)

    convenor = person("convenor", "phone")
    convenor.go("/workbench/")
    convenor.follow("雨季配送安全专题会议")
    page = convenor.page
    # Today, so that it can be held after another journey; at least twenty seconds ahead when the form arrives.
    meeting["starts"] = f"{datetime.now(SHANGHAI) + timedelta(seconds=80):%Y-%m-%dT%H:%M}"
    page.fill("[name$=starts_at]", meeting["starts"])
    page.fill("[name$=place]", "州人力资源社会保障局三楼会议室")
    convenor.look("convene")
    convenor.press("召集")
    convenor.sees("三楼会议室")


def test_the_office_prepares_it_and_a_unit_answers(person: Callable[..., Person], meeting: dict[str, str]) -> None:
    office = person("office")
    page = office.go(meeting["meeting"])
    page.fill("[name=topic-title]", "研究雨季配送安全措施")
    page.select_option("[name=topic-presenter]", label="州总工会")
    office.press("增加")
    for unit in (UNION, TRANSPORT):
        page.get_by_role("checkbox", name=unit, exact=True).check()
    office.press("邀请所选")
    office.look("meeting")

    union = person("union", "phone")
    union.go(meeting["meeting"])
    union.follow("填写参会回执")
    page = union.page
    page.check("[name=reply][value=attend]")
    page.fill("[name=name]", "钱云霞")
    page.fill("[name=post]", "科员")
    union.look("reply")
    union.press("提交回执")
    union.sees("参加")
