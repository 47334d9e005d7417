"""How does an officer at a screen act on a case, carry its papers through, and write down their service?"""

import re
from collections.abc import Callable

from playwright.sync_api import Locator

from tests.journeys.conftest import Person, path_of
from tests.journeys.papers import pdf_text, sign

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
Desk = Callable[..., Person]


def until(officer: Person, case: str, text: str) -> None:
    """Look at the case until the background worker has done what follows from a signature."""
    for _ in range(60):
        if text in officer.go(case).inner_text("main"):
            return
        officer.page.wait_for_timeout(500)
    officer.sees(text)


def fill(form: Locator, **given: str | bool) -> None:
    """Put each value into its field, whatever kind of field it is; `found_` is the first that begins so."""
    for name, value in given.items():
        field = form.locator(f"[name{'^' if name.endswith('_') else ''}='{name}']").first
        kind = field.evaluate("one => one.type")
        if kind == "checkbox":
            field.set_checked(bool(value))
        elif kind == "select-one":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def act(officer: Person, case: str, action: str, button: str = "", look: str = "", **given: str | bool) -> None:
    """Open an action on the page of the case, fill in its form, and do it."""
    page = officer.go(case)
    page.locator(".case-acts").get_by_role("link", name=action, exact=True).click()
    form = page.locator("#act form")
    form.wait_for()
    fill(form, **given)
    if look:
        officer.look(look)
    with page.expect_navigation():
        form.get_by_role("button", name=button or action, exact=True).click()
    page.wait_for_load_state()
    officer.sees("已提请审批" if button == "提请审批" else f"已办理：{action}")


def paper_of(officer: Person, case: str, title: str) -> str:
    """Where the newest paper of that title is."""
    until(officer, case, title)
    page = officer.page
    page.locator("main [aria-label=文书] a").get_by_text(title).last.click()
    page.wait_for_load_state()
    return path_of(page)


def signed(person: Desk, drafter: str, signers: tuple[str, ...], case: str, title: str) -> str:
    """The drafter sends a paper on its way, and everybody who is asked agrees."""
    officer = person(drafter)
    paper = paper_of(officer, case, title)
    officer.confirm("送审", "送审")
    for one in signers:
        sign(person(one), paper)
    return paper


def serve(officer: Person, case: str, title: str, to: str, mode: str = "in_person") -> None:
    """Write down that a paper was handed to a party, with the signed slip."""
    page = officer.go(case)
    page.locator("main tr", has_text=title).last.get_by_role("link", name="登记送达").click()
    page.wait_for_load_state()
    whom = page.locator("label", has=page.locator("[name=party]"), has_text=re.compile(rf"^\s*{to}"))
    whom.locator("[name=party]").check()
    page.select_option("[name=mode]", mode)
    page.set_input_files("[name=proof]", {"name": "送达回证.pdf", "mimeType": "application/pdf", "buffer": PDF})
    officer.press("登记送达")
    officer.sees("送达已登记")


def party_signs(officer: Person, case: str, title: str) -> None:
    """Each party whose signature is missing signs: the scan of the signed print is bound to the paper."""
    while True:
        page = officer.go(case)
        row = page.locator("main tr", has_text=title).last
        if not row.get_by_role("link", name="签字", exact=True).count():
            return
        row.get_by_role("link", name="签字", exact=True).click()
        page.wait_for_load_state()
        options = page.locator("[name=party] option").all()
        if not options:  # it waits for another official
            return
        page.select_option("[name=party]", str(options[-1].get_attribute("value")))
        page.set_input_files("[name=scan]", {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": PDF})
        officer.press("确认签字")
        officer.sees("签字已登记")


def taken_in(clerk: Person, **given: str | bool) -> tuple[str, str]:
    """A visitor's matter is registered at the desk; number and secret of his receipt."""
    page = clerk.go("/workbench/cases/new/")
    form = page.locator("main form").first
    fill(form, **given)
    clerk.press("查找")
    if page.locator("[name=enterprise]").count():
        page.locator("main input[name=enterprise]").first.check()
    clerk.press("核对承办单位")
    clerk.sees("将由")
    clerk.press("确认登记")
    words = page.inner_text("main")
    number, secret = re.findall(r"\d{4}-\d{4}-\d{4}|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words)
    return number, secret


def bound(officer: Person, case: str, *leave_out: str, look: str = "") -> str:
    """Take out the file of a case, or a packet without some pieces, as one PDF; its words."""
    page = officer.go(f"{case}file/")
    if look:
        officer.look(look)
    for title in leave_out:
        for box in page.locator("main tr", has_text=title).locator("input[type=checkbox]").all():
            box.uncheck()
    with page.expect_download() as download:
        page.locator("main").get_by_role("button", name="生成正卷PDF").click()
    return pdf_text(download.value.path().read_bytes())
