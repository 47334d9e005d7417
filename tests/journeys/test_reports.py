"""Does a round of reports run from its opening to the issued paper, with a section sent back on the way?"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.journeys.conftest import Person, Site, path_of
from tests.journeys.papers import docx_text, issue, pdf_text, picture, sign
from tests.journeys.plan_words import plan_words, upload

TOPIC = "骑手暖心服务"


@pytest.fixture(scope="module")
def opened(site: Site) -> dict[str, str]:
    """Addresses that one step of the journey leaves for the next."""
    return {}


def test_a_round_opens_by_itself(person: Callable[..., Person], site: Site, opened: dict[str, str]) -> None:
    office = person("office")
    upload(office, plan_words(TOPIC, date.today()))
    office.press("采纳方案")
    site.huxin("tick")
    page = office.go("/workbench/reports/")
    office.look("reports")
    page.locator("main tr", has_text=TOPIC).first.locator("a").first.click()
    page.wait_for_load_state()
    opened["round"] = path_of(page)
    office.look("round-open")
    office.sees("一键催报")
    page.locator("main tr", has_text="州总工会").first.locator("a").first.click()
    page.wait_for_load_state()
    opened["report"] = path_of(page)


def test_the_unit_writes_and_its_leader_hands_in(person: Callable[..., Person], opened: dict[str, str]) -> None:
    liaison = person("union", "phone")
    liaison.go("/workbench/")
    liaison.follow(f"{TOPIC}工作推进情况报告")
    assert path_of(liaison.page) == opened["report"]
    liaison.sees("报送前还差")
    liaison.follow("总体情况")
    page = liaison.page
    page.fill("[name=progress]", "联合有关部门走访站点，三项任务均已启动。")
    liaison.press("保存，填下一项")
    page.fill("[name=progress]", "走访路段和商圈21处，建立台账。")
    page.fill("[name=highlights]", "把走访与送清凉结合起来。")
    liaison.look("write")
    while page.locator("[name=progress]").count():
        if not page.input_value("[name=progress]"):
            page.check("input[name=answer][value=zero]")
        for box in page.locator("[name^=f_]").all():
            box.fill("12")
        liaison.press("保存，填下一项")
    assert "报送前还差" not in page.inner_text("main")
    liaison.look("report")

    leader = person("union-leader")
    leader.go(opened["report"])
    leader.confirm("报送", "确定报送")
    leader.sees("待接收")


def test_the_office_returns_a_section_and_the_liaison_mends_it(
    person: Callable[..., Person], opened: dict[str, str]
) -> None:
    office = person("office")
    page = office.go(opened["report"])
    office.follow("摸清底数")
    page.locator("details summary", has_text="退回修改").click()
    page.fill("[name=reason]", "请补充台账更新的时间。")
    office.look("return")
    office.press("退回")
    office.sees("已退回")

    liaison = person("union", "phone")
    liaison.go("/workbench/")
    page = liaison.page
    todo = page.locator(".todo-list li", has_text=TOPIC)
    assert "退回修改" in todo.inner_text()
    liaison.look("home-returned")
    todo.locator("a").click()
    page.wait_for_load_state()
    liaison.sees("请补充台账更新的时间")
    liaison.follow("摸清底数")
    liaison.sees("退回原因")
    page.fill("[name=progress]", "走访路段和商圈21处，建立台账，每月5日前更新。")
    liaison.press("保存")
    liaison.sees("已保存")

    leader = person("union-leader", "phone")
    leader.go(opened["report"])
    leader.confirm("报送", "确定报送")

    office.go(opened["report"])
    office.confirm("全部接收", "确定接收")
    office.sees("已接收")
    office.look("report-accepted")


def test_the_report_is_compiled_signed_numbered_and_issued(
    person: Callable[..., Person], opened: dict[str, str]
) -> None:
    office = person("office")
    page = office.go(opened["round"])
    office.follow("汇总报告")
    office.look("compile")
    office.press("生成汇总稿")
    page.locator("dl.facts a").first.click()
    page.wait_for_load_state()
    paper = path_of(page)
    office.look("compiled")
    office.confirm("送审", "送审")
    for name in ("section", "director"):
        sign(person(name), paper)
    registry = person("registry")
    issue(registry, paper, f"文护新办发〔{date.today().year}〕77号")
    registry.look("issued")

    issued_pdf = registry.fetch(f"{paper}paper.pdf")
    assert picture(issued_pdf, "report-issued-pdf")
    for told in (pdf_text(issued_pdf), docx_text(registry.fetch(f"{paper}paper.docx"))):
        assert f"{TOPIC}" in told
        assert "州总工会" in told
        assert "每月5日前更新" in told
        assert f"〔{date.today().year}〕77号" in told
