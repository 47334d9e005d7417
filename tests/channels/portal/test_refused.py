"""Does a reporter read that he was refused, and why, once his letter is out; is what he takes along in his name?"""

import pypdfium2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.conftest import Desk
from tests.cases.conftest import desk as desk

REFUSED = {"reason": "同一请求已由仲裁受理", "law": "第二十一条", "instead": "县仲裁院一楼窗口"}


def test_the_page_says_that_he_was_refused_and_why_once_the_letter_is_out(desk: Desk) -> None:
    opened = desk.open()
    case, client = opened.case, Client()
    client.post("/follow/", {"number": case.number, "secret": opened.receipts[0]})

    def page() -> str:
        return client.get(f"/follow/{case.number}/").content.decode()

    desk.approve(desk.do(case, "reject", **REFUSED))
    with CaptureQueriesContext(connection) as asked:
        before = page()
    yet_to_tell = [one["sql"] for one in asked if '"to_step" = ("cases_case"."step")' in one["sql"]]
    assert len(yet_to_tell) == 1, "what he is not told yet is asked once for the whole page"
    assert "正在审查是否受理" in before
    assert "不予受理" not in before
    assert "请评价这次办理" not in before
    desk.issue(desk.paper(case, "refusal"))
    after = page()
    assert all(words in after for words in ("没有受理", *REFUSED.values(), "不予受理告知书", "请评价这次办理"))


def test_his_own_list_of_evidence_names_him_and_that_is_written_down(desk: Desk) -> None:
    opened = desk.open()
    client = Client()
    client.post("/follow/", {"number": opened.case.number, "secret": opened.receipts[0]})
    answer = client.get(f"/follow/{opened.case.number}/evidence.pdf")
    words = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    assert "存入人：王大山" in words
    assert "出具证据清单（0件）" in client.get(f"/follow/{opened.case.number}/").content.decode()
