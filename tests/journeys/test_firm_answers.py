"""Does a firm's clerk find, acknowledge and answer a case from the desk, at a screen and on a phone?"""

import re
from collections.abc import Callable

from tests.journeys.casework import PDF, fill
from tests.journeys.conftest import Person, path_of


def test_a_request_is_acknowledged_and_answered(person: Callable[..., Person]) -> None:
    clerk = person("firm-hr")
    page = clerk.go("/desk/cases/")
    clerk.sees("提供材料")
    clerk.look("firm-cases")
    numbers = [link.inner_text() for link in page.locator("main td.code").all()]
    case = next(
        f"/desk/cases/{number}/" for number in numbers
        if clerk.go(f"/desk/cases/{number}/").locator("main").get_by_role("link", name="签收", exact=True).count()
    )  # fmt: skip
    clerk.go(case)
    clerk.look("firm-case")
    clerk.follow("签收")
    clerk.sees("签收日就是送达日")
    fill(page.locator("main form"), post="人事主管")
    clerk.look("firm-receive")
    clerk.press("签收")
    clerk.sees("已签收")
    clerk.sees("电子送达")

    form = page.locator("main form[action$='answer/']")
    form.get_by_label("支付凭证").check()
    form.locator("[name=text]").fill("九月单费已于今天补付，共二人。")
    form.locator("[name=files]").set_input_files(
        [{"name": f"回单{n}.pdf", "mimeType": "application/pdf", "buffer": PDF + bytes([48 + n])} for n in (1, 2)]
    )
    clerk.press("提交")
    clerk.sees("已提交，承办人员会收到提醒")
    clerk.sees("回单2.pdf")
    clerk.follow("材料已交齐")
    page.locator("main form [name=provided]").fill("已交单费明细和回单。")
    clerk.look("firm-provide")
    clerk.press("提交")
    clerk.sees("“材料已交齐”已提交")
    assert "提供材料：请在" not in page.inner_text("main")

    number = re.findall(r"\d{4}-\d{4}-\d{4}", path_of(page))[0]
    officer = person("yanshan-inspection-head")
    officer.go(f"/workbench/cases/{number}/")
    officer.sees("【支付凭证】九月单费已于今天补付")
    officer.sees("回单2.pdf")


def test_another_firms_clerk_and_a_stranger_find_nothing(person: Callable[..., Person]) -> None:
    clerk = person("firm-hr")
    numbers = [one.inner_text() for one in clerk.go("/desk/cases/").locator("main td.code").all()]
    assert numbers
    own = {f"/desk/cases/{number}/" for number in numbers}
    for case in sorted(own):
        hrefs = [one.get_attribute("href") or "" for one in clerk.go(case).locator("main a").all()]
        own |= {href for href in hrefs if href.startswith(case)}  # its papers, receipts and what it may do
    assert any("/papers/" in address for address in own)
    for login in ("platform-2", "platform"):  # a stranger; the platform for which the firm works
        stranger = person(login)
        page = stranger.go("/desk/cases/")
        assert not any(number in page.inner_text("main") for number in numbers)
        for address in sorted(own):
            assert page.request.get(f"{stranger.site.url}{address}").status == 404, (login, address)
        token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        sent = page.request.post(
            f"{stranger.site.url}/desk/cases/{numbers[0]}/answer/",
            form={"csrfmiddlewaretoken": token, "kind": "explanation", "text": "别家单位写的说明"},
            headers={"Referer": stranger.site.url},
        )
        assert sent.status == 404
    assert "别家单位写的说明" not in clerk.go(f"/desk/cases/{numbers[0]}/").inner_text("main")
    visitor = person(size="phone").page.request
    for address in sorted(own):
        answer = visitor.get(f"{clerk.site.url}{address}", max_redirects=0)
        assert answer.status == 302, address
        assert "/account/login/" in answer.headers["location"]
