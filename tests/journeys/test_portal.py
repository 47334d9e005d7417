"""Does the worker's side work on a phone: reckon, log in by a code, keep evidence, tell; and without scripts?"""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Request

from tests.journeys.conftest import SIZES, Person, Site, path_of
from tests.journeys.test_worker import PNG, told

FIRST_PAGE = 150_000  # bytes, compressed, with all that the page loads


def code_on_the_phone(site: Site) -> str:
    """The newest message of the inbox that stands for the phones."""
    inbox = Path(site.env["HUXIN_DATA"]) / "sms-inbox.jsonl"
    text = json.loads(inbox.read_text(encoding="utf-8").splitlines()[-1])["text"]
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]


def logged_in(rider: Person, phone: str, name: str) -> None:
    """Number, code from the phone, name."""
    page = rider.go("/me/")
    assert path_of(page) == "/me/log-in/"
    rider.look("portal-phone")
    page.fill("[name=phone]", phone)
    rider.press("获取验证码")
    rider.look("portal-code")
    page.fill("[name=code]", code_on_the_phone(rider.site))
    rider.press("登录")
    if path_of(page) == "/me/log-in/name/":
        rider.look("portal-name")
        page.fill("[name=name]", name)
        page.select_option("[name=area]", "532622")
        rider.press("进入")
    assert path_of(page) == "/me/"


def test_what_is_owed_is_reckoned_and_taken_into_a_complaint(person: Callable[..., Person]) -> None:
    rider = person(size="phone")
    page = rider.go("/calculators/")
    rider.look("portal-calculators")
    rider.follow("还欠我多少钱")
    for name, text in {"quantity1": "900", "price1": "1.1", "paid": "200"}.items():
        page.fill(f"[name={name}]", text)
    rider.press("算一算")
    rider.sees("尚欠790.00元")
    rider.look("portal-unpaid")
    rider.press("带着这个结果去反映")
    assert page.is_checked("input[name=topic][value=wage]")
    rider.press("下一步")
    page.check("input[name=area][value='532622']")
    rider.press("下一步")
    page.fill("[name=platform]", "云岭快送")
    rider.press("下一步")
    page.locator("[name=chosen]").first.check()
    rider.press("下一步")
    assert page.input_value("[name=amount]") == "790.00"
    rider.press("下一步")
    assert "尚欠790.00元" in page.input_value("[name=story]")
    rider.press("下一步")
    page.check("input[name=anonymous]")
    rider.press("下一步")
    rider.press("提交")
    rider.sees("查询码")


def test_the_other_calculators_answer(person: Callable[..., Person]) -> None:
    rider = person(size="phone")
    page = rider.go("/calculators/minimum-wage/")
    page.select_option("[name=area]", "532622")
    for name, text in {"day": "2026-10-31", "hours": "186.5", "income": "3000"}.items():
        page.fill(f"[name={name}]", text)
    rider.press("算一算")
    rider.sees("少357.00元")
    rider.look("portal-minimum-wage")
    page = rider.go("/calculators/relation/")
    for answer in page.locator("input[type=radio][value=yes]").all():
        answer.check()
    rider.press("算一算")
    rider.sees("指向劳动关系")
    rider.look("portal-relation")


def test_by_the_code_on_his_phone_to_vault_and_complaint(person: Callable[..., Person]) -> None:
    rider = person(size="phone")
    logged_in(rider, "13900008801", "王测试")
    page = rider.go("/me/vault/")
    page.fill("[name=title]", "8月派单截图")
    page.set_input_files("[name=files]", {"name": "截图.png", "mimeType": "image/png", "buffer": PNG})
    rider.press("存入")
    rider.page.locator("ul.list-lines").get_by_text("8月派单截图").wait_for()
    rider.look("portal-vault")
    signed = rider.fetch("/me/vault/list.pdf")
    number, _, _ = told(rider)
    rider.go(f"/follow/{number}/")
    page.locator("[name=pieces]").first.check()
    rider.press("提交选中的证据")
    rider.sees("已提交1件证据")
    rider.look("portal-case")
    rider.go("/me/")
    rider.sees(number)
    rider.look("portal-me")

    page = rider.go("/verify/signed/")
    page.set_input_files("[name=file]", {"name": "list.pdf", "mimeType": "application/pdf", "buffer": signed})
    rider.press("核对")
    rider.sees("签名后没有被改动")
    rider.look("portal-signed")
    page.set_input_files("[name=file]", {"name": "list.pdf", "mimeType": "application/pdf", "buffer": signed + b"\n"})
    rider.press("核对")
    rider.sees("内容被改动过")


def test_a_receipt_of_a_nameless_tip_off_is_laid_to_the_account(person: Callable[..., Person]) -> None:
    someone = person(size="phone")
    number, secret, _ = told(someone, whose="clue", anonymous=True)
    rider = person(size="phone")
    logged_in(rider, "13900008802", "李测试")
    rider.page.fill("[name=number]", number)
    rider.page.fill("[name=secret]", secret)
    rider.press("添加")
    rider.sees(f"已添加{number}")
    rider.follow("拖欠或克扣报酬")
    rider.sees("补充身份")


def test_how_a_complaint_is_handled_is_public(person: Callable[..., Person]) -> None:
    visitor = person(size="phone")
    visitor.go("/procedures/")
    visitor.look("portal-procedures")
    visitor.follow("劳动保障投诉")
    visitor.sees("受理审查：5个工作日")
    visitor.look("portal-procedure")


def test_without_scripts_and_on_a_weak_network(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport=SIZES["phone"], locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    loaded: list[Request] = []
    page.on("requestfinished", lambda request: loaded.append(request))
    page.goto(f"{site.url}/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(request.sizes()["responseBodySize"] for request in loaded) <= FIRST_PAGE
    small = page.evaluate(
        "[...document.querySelectorAll('main a.btn, button')].filter(e => e.offsetParent && e.offsetHeight < 44).length"
    )
    assert small == 0
    page.goto(f"{site.url}/report/")
    page.check("input[name=whose][value=clue]")
    page.check("input[name=topic][value=safety]")
    page.get_by_role("button", name="下一步").click()
    page.check("input[name=area][value='532622']")
    page.get_by_role("button", name="下一步").click()
    page.fill("[name=firm]", "某某站点")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.fill("[name=story]", "没有头盔也派单。")
    page.get_by_role("button", name="下一步").click()
    page.check("input[name=anonymous]")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交").click()
    assert "查询码" in page.inner_text("main")
    context.close()
