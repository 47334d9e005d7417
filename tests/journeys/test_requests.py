"""Does a request for a later day travel to its signature, and is a letter begun by hand sent and looked at?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import Person, path_of
from tests.journeys.papers import docx_text, issue, pdf_text, picture, sign


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """Addresses that one step of the journey leaves for the next."""
    return {}


def test_a_unit_asks_for_a_later_day_on_a_form(person: Callable[..., Person], kept: dict[str, str]) -> None:
    liaison = person("market", "phone")
    page = liaison.go("/workbench/duties/?origin=assignment")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    kept["duty"] = path_of(page)
    page.locator("summary", has_text="申请延期").first.click()
    page.fill("[name=until_on]", f"{date.today() + timedelta(days=90):%Y-%m-%d}")
    page.fill("[name=ground]", "部分企业数据要等省级平台反馈。")
    liaison.look("extension-ask")
    liaison.press("提交申请")
    liaison.sees("审批表核稿中")
    liaison.follow("延期审批表")
    kept["form"] = path_of(page)
    liaison.sees("部分企业数据要等省级平台反馈")


def test_its_leader_agrees_and_the_director_grants_it(person: Callable[..., Person], kept: dict[str, str]) -> None:
    sign(person("market-leader"), kept["form"])
    director = person("director")
    page = director.go(kept["form"])
    director.follow("签署意见")
    assert page.locator("label", has_text="不同意").count() == 1
    director.look("extension-decide")
    director.press("提交意见")
    director.sees("意见已签署")
    told = pdf_text(director.fetch(f"{kept['form']}paper.pdf"))
    assert "延期审批表" in told
    assert "审批意见" in told

    liaison = person("market", "phone")
    for _ in range(20):  # the term moves when the worker has run what follows from the signature
        liaison.go(kept["duty"])
        if "已同意" in liaison.page.inner_text("main"):
            break
        liaison.page.wait_for_timeout(500)
    liaison.sees("已同意")
    liaison.sees("（原定")


def test_a_letter_is_begun_by_hand_and_what_was_issued_is_looked_at(person: Callable[..., Person]) -> None:
    union = person("union")
    page = union.go("/workbench/papers/")
    union.follow("拟新文书")
    page.get_by_role("link", name="起草函").click()
    page.wait_for_load_state()
    page.fill("[name=title]", "关于商请提供平台企业名单的函")
    page.fill("[name=body]", "一、有关背景\n（一）工作安排。请提供登记在册的平台企业名单。\n特此函达。")
    page.get_by_role("checkbox", name="州商务局").first.check()
    union.look("paper-new")
    union.press("建立草稿")
    union.sees("草稿已建立")
    paper = path_of(page)
    union.confirm("送审", "送审")
    for name in ("union-head", "union-leader"):
        sign(person(name), paper)
    leader = person("union-leader")
    issue(leader, paper, f"文工函〔{date.today().year}〕8号")
    issued = leader.fetch(f"{paper}paper.pdf")
    for told in (pdf_text(issued), docx_text(leader.fetch(f"{paper}paper.docx"))):
        assert "关于商请提供平台企业名单的函" in told
        assert "文山州商务局：" in told
    assert picture(issued, "letter-issued")
