"""Do the pages of import, standard answers and saved filters lead from a file or a word to what is kept?"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from huxin.cases.models import Case
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_importing import EXAMPLE
from tests.channels.workbench.test_case_pages import _files_in_a_folder_of_their_own, at, page  # noqa: F401

Browse = Callable[[str], Client]


def table(*rows: dict[str, Any]) -> SimpleUploadedFile:
    """An Excel file of these lines."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(EXAMPLE))
    for row in rows:
        sheet.append(list((EXAMPLE | row).values()))
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("工单.xlsx", file.getvalue())


def handed_in(client: Client, *rows: dict[str, Any]) -> str:
    """Where the lines are looked through."""
    answer = client.post("/workbench/cases/import/", {"file": table(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def test_the_sample_leads_back_in(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("韦受理")
    sample = client.get("/workbench/cases/import/sample.xlsx")
    sheet = load_workbook(BytesIO(sample.content)).active
    assert [cell.value for cell in sheet[1]] == list(EXAMPLE)
    answer = client.post("/workbench/cases/import/", {"file": SimpleUploadedFile("表样.xlsx", sample.content)})
    assert "确认登记" in page(client, answer.url)


def test_a_table_is_looked_through_and_registered_with_receipts_and_answers(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("韦受理")
    address = handed_in(client, {"外部编号": "A1"}, {"外部编号": "A2"})
    assert "由砚山县劳动保障监察大队承办" in page(client, address)
    done = client.post(f"{address}keep/").content.decode()
    case = Case.objects.get(outside_number="A1")
    assert case.number in done
    assert "复制答复" in done
    again = handed_in(client, {"外部编号": "A1"})
    assert f"已登记为{case.number}" in page(client, again)
    assert "确认登记" not in page(client, again)


def test_wrong_lines_stand_first_and_nothing_can_be_kept(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("韦受理")
    address = handed_in(client, {"外部编号": "A1"}, {"外部编号": "A2", "事项": "<script>alert(1)</script>"})
    shown = page(client, address)
    assert "有1行有误" in shown
    assert "<script>alert" not in shown
    assert "确认登记" not in shown
    client.post(f"{address}keep/")
    assert not Case.objects.exists()
    assert browse("戴州受理").get(address).status_code == 404  # another clerk's file


def test_standard_answers_are_offered_copied_and_used_as_a_letter(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    client = browse("陈办案")
    shown = page(client, at(case))
    assert "标准答复" in shown
    assert f"已于2026年11月23日登记，编号{case.number}" in shown
    assert "登记，编号" in page(client, at(case), reply="any.received").split("给当事人留言")[1].split("</textarea>")[0]


def test_the_head_changes_the_words_of_his_office(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = desk.open().case
    head = browse("覃队长")
    assert "收到登记" in page(head, "/workbench/replies/")
    refused = head.post("/workbench/replies/any.received/", {"title": "收到", "text": "【身份证号】"})
    assert "不能自动填入" in refused.content.decode()
    head.post("/workbench/replies/any.received/", {"title": "收到", "text": "<b>本队已收到</b>【案由】。"})
    shown = page(browse("陈办案"), at(case))
    assert "&lt;b&gt;本队已收到&lt;/b&gt;拖欠三个月配送费。" in shown
    head.post("/workbench/replies/any.received/remove/")
    assert "本队已收到" not in page(browse("陈办案"), at(case))
    head.post("/workbench/replies/new/", {"used": "complaint.filed", "title": "约谈", "text": "请到本队。"})
    assert "请到本队。" in page(browse("陈办案"), at(case))
    assert browse("陈办案").get("/workbench/replies/").status_code == 403


def test_a_question_is_kept_under_a_name_and_forgotten(desk: Desk, browse: Browse) -> None:  # noqa: F811
    client = browse("陈办案")
    asked = {"tab": "office", "topic": "wage", "text": "单费&x=1", "csrf": "no", "filter_name": "欠薪<i>"}
    answer = client.post("/workbench/cases/filters/", asked)
    assert answer.url == "/workbench/cases/?tab=office&text=%E5%8D%95%E8%B4%B9%26x%3D1&topic=wage"
    shown = page(client, "/workbench/cases/")
    assert "欠薪&lt;i&gt;" in shown
    assert "topic=wage" in shown
    pk = shown.split("/workbench/cases/filters/")[1].split("/")[0]
    browse("岑协办").post(f"/workbench/cases/filters/{pk}/drop/")
    assert "欠薪&lt;i&gt;" in page(client, "/workbench/cases/")
    client.post(f"/workbench/cases/filters/{pk}/drop/")
    assert "欠薪&lt;i&gt;" not in page(client, "/workbench/cases/")


@pytest.mark.parametrize("who", ["李经办", "钱工会"])
def test_strangers_do_not_get_in(browse: Browse, who: str) -> None:
    assert browse(who).get("/workbench/cases/import/").status_code in (302, 403)
