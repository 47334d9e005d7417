"""Can a rider on a cheap phone tell what happened, get a receipt, and follow his case on another phone?"""

import re
from collections.abc import Callable

from playwright.sync_api import Route

from tests.journeys.conftest import Person, path_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
MOST_KEYS = 120  # three minutes on a phone: about a key a second, and some seconds for each of seven screens


def told(rider: Person, *, whose: str = "complaint", anonymous: bool = False) -> tuple[str, str, int]:
    """Answer the questions one by one and send; number, secret, and how many keys that took."""
    page = rider.go("/report/")
    keys = 0

    def fill(name: str, words: str) -> None:
        nonlocal keys
        page.fill(f"[name={name}]", words)
        keys += len(words)

    page.check(f"input[name=whose][value={whose}]")
    page.check("input[name=topic][value=wage]")
    rider.look("worker-what")
    rider.press("下一步")
    page.check("input[name=area][value='532622']")
    rider.press("下一步")
    fill("platform", "云岭快送")
    fill("firm", "配送")
    rider.press("下一步")
    rider.look("worker-who")
    page.locator("[name=chosen]").first.check()
    rider.press("下一步")
    fill("amount", "12000")
    rider.press("下一步")
    fill("story", "三个月的单费没有发，站长总说再等等。")
    rider.press("下一步")
    if anonymous:
        page.check("input[name=anonymous]")
    else:
        fill("name", "王大山")
        fill("phone", "13900001111")
    rider.look("worker-teller")
    rider.press("下一步")
    rider.look("worker-check")
    rider.press("提交")
    rider.look("worker-receipt")
    number, secret = re.findall(r"\d{4}-\d{4}-\d{4}|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.inner_text("main"))
    return number, secret, keys


def _of_two_files_one_is_cut_off(rider: Person, number: str) -> None:
    """The connection breaks in the second of two recordings: the first stays, and the second goes again alone."""
    page, sent = rider.page, []

    def weak(route: Route) -> None:
        sent.append("二.png" if "二.png".encode() in (route.request.post_data_buffer or b"") else "一.png")
        if sent[-1] == "二.png" and len(sent) < 6:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**/follow/{number}/evidence/", weak)
    page.fill("[name=title]", "通话")
    files = [{"name": name, "mimeType": "image/png", "buffer": PNG} for name in ("一.png", "二.png")]
    page.set_input_files("[name=files]", files)
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_text("收到1件，还有1件没有存入").wait_for()
    rider.sees("一.png：已收到")
    rider.sees("二.png：没有传到，网络断了")
    rider.look("worker-cut-off")
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_text("通话（2）").wait_for()
    assert sent == ["一.png", *["二.png"] * 5]
    assert page.get_by_text("通话（1）").count() == 1
    page.unroute(f"**/follow/{number}/evidence/")


def test_a_wage_claim_takes_few_screens_and_few_keys(person: Callable[..., Person]) -> None:
    rider = person(size="phone")
    number, secret, keys = told(rider)
    assert keys <= MOST_KEYS
    rider.follow("上传照片、录音，查看进度")
    assert path_of(rider.page) == f"/follow/{number}/"
    rider.sees("已收到，正在审查是否受理")
    rider.page.fill("[name=title]", "派单截图")
    rider.page.set_input_files("[name=files]", {"name": "截图.png", "mimeType": "image/png", "buffer": PNG})
    rider.press("上传")
    rider.page.locator("ul.files").get_by_text("派单截图").wait_for()
    _of_two_files_one_is_cut_off(rider, number)
    assert rider.fetch(f"/follow/{number}/evidence.pdf").startswith(b"%PDF")
    rider.page.fill("[name=text]", "站长姓李，电话在证据里。")
    rider.press("送出留言")
    rider.look("worker-case")

    other = person(size="phone")
    other.go("/follow/")
    other.page.fill("[name=number]", number)
    other.page.fill("[name=secret]", secret)
    other.press("查询")
    other.sees("站长姓李")


def test_a_tip_off_without_name_is_followed_by_its_receipt(person: Callable[..., Person]) -> None:
    someone = person(size="phone")
    number, secret, _ = told(someone, whose="clue", anonymous=True)
    later = person(size="phone")
    later.go("/follow/")
    later.page.fill("[name=number]", number)
    later.page.fill("[name=secret]", secret)
    later.press("查询")
    later.sees("补充身份")
    later.look("worker-clue")
