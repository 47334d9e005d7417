"""Does a document that is dropped into the workbench become a plan that runs?"""

from collections.abc import Callable
from datetime import date

from tests.journeys.conftest import Person
from tests.journeys.plan_words import plan_words, upload

TOPIC = "户外劳动者服务站点建设"


def test_the_office_reads_corrects_and_adopts_a_plan(person: Callable[..., Person]) -> None:
    office = person("office")
    text = plan_words(TOPIC, date.today())
    office.go("/workbench/plans/upload/")
    office.look("upload")
    upload(office, text)
    page = office.page
    office.look("draft")

    goal = page.locator("#draft h4 a", has_text="摸清底数")
    goal.click()
    lit = page.locator("#text .lit")
    assert "摸清底数" in lit.inner_text()
    lit.click()
    assert "摸清底数" in page.locator("#draft .lit").first.inner_text()

    page.get_by_label("校正州邮政管理局").first.click()
    page.select_option("select[name=role]", label="按职责负责")
    office.press("保存校正")
    corrected = page.locator("#draft article", has_text="摸清底数").locator("p.duties", has_text="按职责")
    assert "州邮政管理局" in corrected.inner_text()

    waiting = page.locator("form.settle").count()
    first = page.locator("form.settle").first
    first.locator("[name=reason]").fill("已核对，原文如此")
    first.get_by_role("button", name="处置").click()
    page.wait_for_load_state()
    assert page.locator("form.settle").count() == waiting - 1
    office.sees("已核对，原文如此")

    office.press("采纳方案")
    office.sees("摸清底数")
    office.look("plan")
    office.follow("任务进度")
    office.sees("建设服务站点")
    office.look("board-new")
    assert page.locator("table.board tbody tr").count() == 3


def test_the_same_document_again_changes_nothing_and_an_amended_one_shows_what(person: Callable[..., Person]) -> None:
    office = person("office")
    text = plan_words("快递网点暖心服务", date.today())
    upload(office, text)
    office.press("采纳方案")
    upload(office, text)
    office.follow("查看差异")
    office.sees("没有变化")
    upload(office, text.replace("州总工会牵头，州人力资源社会保障局配合", "州交通运输局牵头，州总工会配合"))
    office.follow("查看差异")
    office.sees("州交通运输局")
    office.look("differences")
    office.press("采纳修订版")
    office.sees("第2版")
