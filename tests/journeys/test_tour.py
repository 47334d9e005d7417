"""Does every page that the menu offers answer everybody who is offered it, and look right at both widths?"""

import os
import re
from collections.abc import Callable
from datetime import date

import pytest
from pypdfium2 import PdfDocument

from tests.journeys.conftest import PICTURES, ROOT, Person
from tests.journeys.plan_words import plan_words, upload

# pictures of the README: written into the repository only where somebody wants to renew them
SHOWN = ROOT / "docs" / "pictures" if os.environ.get("HUXIN_PICTURES") == "yes" else PICTURES / "readme"
NAMES = ("office", "director", "convenor", "union", "union-head", "union-leader", "transport", "commerce", "yanshan",
         "yanshan-leader", "registry", "audit", "admin", "inspector", "yanshan-intake",
         "yanshan-inspector", "yanshan-aid-lawyer")  # fmt: skip
LOOKED_AT: set[str] = set()  # addresses; whoever comes to one first looks it over for all
OFFICE = (
    "/workbench/plans/1/",
    "/workbench/plans/1/summary/",
    "/workbench/plans/1/seats/",
    "/workbench/plans/1/scorecards/",
    "/workbench/plans/1/counties/",
    "/workbench/goals/1/",
    "/workbench/board/1/?counties=1",
    "/workbench/board/1/map/",
    "/workbench/decisions/",
    "/workbench/meetings/calendar/",
    "/workbench/plans/1/late/",
    "/workbench/plans/1/ladder/",
    "/workbench/search/?q=快递",
    "/workbench/notices/choices/",
)


def offered(somebody: Person) -> list[str]:
    """The addresses in the head of the page and in its menu."""
    links = somebody.page.locator("header a, nav.menu a").all()
    return [path for path in dict.fromkeys(str(link.get_attribute("href")) for link in links) if path[0] == "/"]


@pytest.mark.parametrize("name", NAMES)
def test_the_menu_leads_everybody_to_pages_that_answer(person: Callable[..., Person], name: str) -> None:
    somebody = person(name)
    somebody.go("/workbench/")
    somebody.look(f"home-{name}")
    for path in offered(somebody):
        somebody.go(path)
        if path not in LOOKED_AT:
            LOOKED_AT.add(path)
            somebody.look(f"{_file(path)}-{name}")


def test_a_section_that_came_back_waits_for_the_union(person: Callable[..., Person]) -> None:
    union = person("union")
    page = union.go("/workbench/")
    returned = page.locator(".todo-list li", has_text="维护新就业形态劳动者劳动保障权益").filter(has_text="退回修改")
    returned.locator("a").first.click()
    page.wait_for_load_state()
    union.sees("退回原因")


def test_the_demo_has_letters_and_meetings_in_every_state(person: Callable[..., Person]) -> None:
    office = person("office")
    office.go("/workbench/follow-ups/")
    for words in ("督办函", "已起草", "已回复", "已销号"):
        office.sees(words)
    office.go("/workbench/meetings/")
    for words in ("已提议", "会商", "纪要征求意见", "纪要已印发"):
        office.sees(words)


def test_the_offices_pages_look_right(person: Callable[..., Person]) -> None:
    office = person("office")
    for path in OFFICE:
        office.go(path)
        office.look(_file(path))


def test_a_lawyer_reads_the_matter_of_his_client(person: Callable[..., Person]) -> None:
    lawyer = person("yanshan-aid-lawyer")
    lawyer.go("/workbench/").locator(".todo-list a").first.click()
    lawyer.page.wait_for_load_state()
    lawyer.sees("承办情况")
    lawyer.look("counsel")


def test_a_visitor_sees_progress_and_nothing_else(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.go("/")
    visitor.look("landing")
    visitor.go("/account/login/")
    visitor.look("login")
    visitor.go("/progress/")
    visitor.look("progress")
    visitor.go("/progress/1/")
    visitor.sees("工作方案")
    visitor.look("progress-plan")
    printed = PdfDocument(visitor.page.pdf(format="A4"))
    assert "任务1" in printed[0].get_textpage().get_text_bounded(), "a long list begins on the page where it stands"
    lost = visitor.page.goto(f"{visitor.site.url}/nothing-is-here/")
    assert lost is not None
    assert lost.status == 404
    visitor.look("not-found")
    visitor.go("/workbench/board/1/")
    assert "/account/login/" in visitor.page.url


def test_another_units_duty_is_not_there_for_a_stranger(person: Callable[..., Person]) -> None:
    transport, yanshan = person("transport"), person("yanshan")
    transport.go("/workbench/duties/")
    theirs = transport.page.locator("main tbody a").first.get_attribute("href")
    transport.go(str(theirs))
    transport.look("duty")
    answer = yanshan.page.goto(f"{yanshan.site.url}{theirs}")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize(
    ("picture", "name", "size", "path"),
    [
        ("board-wide", "office", "wide", "/workbench/board/1/"),
        ("report-wide", "union", "wide", "维护新就业形态 in /workbench/reports/"),
        ("draft-wide", "office", "wide", "upload"),
        ("duty-phone", "union", "phone", "加强工会组织有效覆盖 in /workbench/duties/"),
        ("case-wide", "yanshan-inspector", "wide", "责令改正中 in /workbench/cases/?tab=mine"),
        ("finding-wide", "inspector", "wide", "first in /workbench/findings/"),
        ("report-phone", "", "phone", "/report/"),
    ],
)
def test_the_pictures_of_the_readme(
    person: Callable[..., Person], picture: str, name: str, size: str, path: str
) -> None:
    somebody = person(name, size)
    if path == "upload":
        upload(somebody, plan_words("新业态驿站共建", date.today()))
    else:
        row, _, address = path.rpartition(" in ")
        somebody.go(address)
        if row:
            rows = somebody.page.locator("main tbody tr")
            (rows if row == "first" else rows.filter(has_text=row)).first.locator("a").first.click()
            somebody.page.wait_for_load_state()
    file = SHOWN / f"{picture}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    somebody.page.screenshot(path=file)
    assert file.stat().st_size < 300_000


def _file(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.removeprefix("/workbench/")).strip("-") or "home"
