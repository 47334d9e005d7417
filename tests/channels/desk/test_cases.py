"""Can a firm's people answer a case from their own pages, and see there nothing that is not theirs?"""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.cases.actions import talking
from huxin.cases.models import Case, Party
from huxin.cases.progress import told
from huxin.cases.records import Evidence, PaperService, PaperSignature
from huxin.documents.models import Receipt
from huxin.notices.models import Notice
from tests.cases.conftest import PDF, Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_answering import FIRM, STRANGER, asked
from tests.cases.test_arbitration import WHO as ARBITRATOR
from tests.cases.test_arbitration import hearing
from tests.cases.test_complaint import accepted
from tests.cases.test_mediation import TERMS, mediating
from tests.cases.test_mediation import WHO as MEDIATOR

Browse = Callable[[str], Client]
DRAWN = "data:image/png;base64," + (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def at(case: Case, more: str = "") -> str:
    """The address of a case on the desk."""
    return f"/desk/cases/{case.number}/{more}"


def draws(client: Client, address: str, **given: str) -> Any:
    """Sign on the board below the text that is on the screen."""
    seen = client.get(address).context["form"]["text"].value()
    return client.post(address, {"drawn": DRAWN, "text": seen} | given)


def words(client: Client, address: str) -> str:
    """What the page says."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_list_names_what_was_served_and_by_when(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = asked(desk)
    client = browse(FIRM)
    page = words(client, "/desk/cases/")
    assert case.number in page
    assert "提供材料，12月4日" in page or "提供材料，2026年12月4日" in page
    assert case.number not in words(browse(STRANGER), "/desk/cases/")
    home = words(client, "/desk/")
    assert at(case) in home


def test_nothing_of_the_reporter_or_the_office_is_on_the_page(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = asked(desk)
    Case.objects.filter(pk=case.pk).update(title="王大山的单费", story="站长说不给", wish="要回单费")
    officer = desk.world.actor("陈办案", desk.later())
    talking.note(case, text="拟突击检查", by=officer, at=desk.at)
    talking.tell(case, text="请补交收款记录", by=officer, at=desk.at)
    page = words(browse(FIRM), at(case))
    for secret in (
        "王大山",
        "13900001111",
        "站长说不给",
        "要回单费",
        "拟突击检查",
        "请补交收款记录",
        "陈办案",
        "调查中",
    ):
        assert secret not in page
    assert "提供材料通知书" in page


@pytest.mark.parametrize("more", ["", "answer/", "provide/"])
def test_a_stranger_firm_finds_nothing(desk: Desk, browse: Browse, more: str) -> None:  # noqa: F811
    case = asked(desk)
    client = browse(STRANGER)
    answer = client.post(at(case, more)) if more == "answer/" else client.get(at(case, more))
    assert answer.status_code == 404


def test_the_firm_answers_with_files(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = asked(desk), browse(FIRM)
    file = SimpleUploadedFile("转账凭证.pdf", PDF, content_type="application/pdf")
    wrong = client.post(at(case, "answer/"), {"kind": "paid", "text": "", "files": file})
    assert "请填写这一项" in wrong.content.decode()
    file.seek(0)
    client.post(at(case, "answer/"), {"kind": "paid", "text": "已付12345.67元", "files": file})
    assert Evidence.objects.get(case=case, proves="转账凭证.pdf").party.role == "respondent"
    assert "已付12345.67元" in words(client, at(case))
    officer = browse("陈办案")
    assert "【支付凭证】已付12345.67元" in words(officer, f"/workbench/cases/{case.number}/")
    without = client.post(at(case, "answer/"), {"kind": "explanation", "text": "另行说明"})
    assert without.status_code == 302


def test_what_the_procedure_asks_of_it_is_done_here(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = asked(desk), browse(FIRM)
    assert "材料已交齐" in words(client, at(case))
    assert f'action="{at(case, "provide/")}"' in words(client, at(case, "provide/"))
    assert client.post(at(case, "provide/"), {"provided": "已上传工资表"}).status_code == 302
    assert case.moves.get(action="provide").party.role == Party.Role.RESPONDENT
    assert client.get(at(case, "close/")).status_code == 404


def test_acknowledging_serves_the_paper_from_either_page(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, client = asked(desk), browse(FIRM)
    receipt = Receipt.objects.get(paper=desk.paper(case, "material_request"))
    led = client.get(f"/desk/receipts/{receipt.pk}/acknowledge/")
    assert led["Location"] == at(case, f"receive/{receipt.pk}/")
    assert "同意本案文书以电子方式送达" in words(client, led["Location"])
    client.post(led["Location"], {"name": "李经办", "post": "人事主管"})
    service = PaperService.objects.get(paper=receipt.paper)
    assert (service.mode, service.remark) == ("electronic", "李经办（人事主管）在线签收")
    assert "电子送达" in words(client, at(case))
    pdf = client.get(at(case, f"papers/{receipt.paper_id}/"))
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert browse(STRANGER).get(at(case, f"papers/{receipt.paper_id}/")).status_code == 404


def test_the_firm_signs_the_agreement_on_the_screen(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = mediating(desk)
    desk.send(case, "mediation_notice", "claimant", "respondent", who=MEDIATOR)
    desk.approve(desk.do(case, "agree", MEDIATOR, **TERMS, **{f"found_{case.claims.get().pk}": "12345.67"}))
    paper = desk.paper(case, "mediation_agreement")
    client = browse(FIRM)
    assert f"sign/{paper.pk}/" in words(client, at(case))
    assert "12345.67元" in words(client, at(case, f"sign/{paper.pk}/"))
    refused = client.post(at(case, f"sign/{paper.pk}/"), {"drawn": ""})
    assert "请在屏幕上签字，或上传签字扫描件" in refused.content.decode()
    draws(client, at(case, f"sign/{paper.pk}/"))
    assert PaperSignature.objects.get(paper=paper).party.role == "respondent"
    assert base64.b64decode(DRAWN.partition(",")[2]).startswith(b"\x89PNG")
    assert client.get(at(case, f"sign/{paper.pk}/")).status_code == 404
    assert f"papers/{paper.pk}/" in words(client, at(case))  # what it signed it reads again
    pdf = client.get(at(case, f"papers/{paper.pk}/"))
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert browse(STRANGER).get(at(case, f"papers/{paper.pk}/")).status_code == 404


def test_the_firm_reads_that_its_case_stands_still_and_that_it_goes_on_but_not_why_the_office_thinks_so(
    desk: Desk,  # noqa: F811
    browse: Browse,
) -> None:
    case, unknown = asked(desk), accepted(desk)
    for one in (case, unknown):
        desk.do(one, "suspend", reason="等待平台所在地协查")
    page = words(browse(FIRM), at(case))
    assert "2026年11月23日中止调查。" in page
    assert "平台所在地" not in page
    assert Notice.objects.filter(rule="case.firm_halted", user__username=FIRM).count() == 1  # of the case that it knows
    desk.do(case, "resume")
    page = words(browse(FIRM), at(case))
    assert "恢复调查。" in page
    assert "中止调查" not in page
    assert Notice.objects.filter(rule="case.firm_halted", user__username=FIRM).count() == 2


def test_both_sides_of_an_arbitration_read_why_it_stands_still(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case = hearing(desk)
    desk.send(case, "defence_notice", "respondent", who=ARBITRATOR)
    desk.do(case, "suspend", ARBITRATOR, ground="appraisal", reason="委托鉴定")
    page = words(browse(FIRM), at(case))
    assert "中止审理。事由：鉴定期间" in page
    assert "委托鉴定" not in page
    assert told(case.parties.get(role="claimant"), at=desk.at)[-1][2] == [("事由", "鉴定期间")]
    desk.do(case, "resume", ARBITRATOR, reason="鉴定完成")
    page = words(browse(FIRM), at(case))
    assert "恢复审理。" in page
    assert "鉴定完成" not in page


@pytest.mark.parametrize("code", ["offer", "decline"])
def test_a_claim_that_was_sent_is_offered_for_or_declined_here(desk: Desk, browse: Browse, code: str) -> None:  # noqa: F811
    case = desk.open("mediation/1").case
    desk.do(case, "send_claim", MEDIATOR, consented="on", due_on="2026-11-30")
    client = browse(FIRM)
    assert client.get(at(case)).status_code == 404  # nothing has reached it
    desk.send(case, "offer_request", "respondent", who=MEDIATOR)
    page = words(client, at(case))
    assert "提出协商方案" in page
    assert "不同意协商" in page
    given = {"offer": "付一半", "answer": "other", "reason": "已经付清"}
    assert "请填写" in client.post(at(case, f"{code}/"), given | {"offer": "", "reason": ""}).content.decode()
    assert client.post(at(case, f"{code}/"), given).status_code == 302
    case.refresh_from_db()
    assert case.step == {"offer": "considering", "decline": "talked"}[code]
    after = words(client, at(case))  # what it answered stands there
    assert {"offer": "付一半", "decline": "已经付清"}[code] in after
    assert browse(STRANGER).post(at(case, f"{code}/"), given).status_code == 404


def test_a_session_stands_on_the_desk_days_ahead_and_another_day_is_asked_for(
    desk: Desk,  # noqa: F811
    browse: Browse,
) -> None:
    case = mediating(desk)
    call = {"time": "14时30分", "place": "砚山调解中心二楼", "bring": "工资表"}
    desk.do(case, "call_session", MEDIATOR, held_on="2026-11-26", **call)
    assert case.number not in words(browse(FIRM), "/desk/")  # it does not know of the case yet
    assert not Notice.objects.filter(rule="case.firm_called").exists()
    desk.send(case, "mediation_notice", "respondent", who=MEDIATOR)
    desk.do(case, "call_session", MEDIATOR, held_on="2026-11-27", **call)  # put off
    [notice] = Notice.objects.filter(rule="case.firm_called", user__name=FIRM)
    assert case.number not in notice.text
    client = browse(FIRM)
    home, listed, page = (words(client, url) for url in ("/desk/", "/desk/cases/", at(case)))
    for shown in (home, listed, page):
        assert "11月27日" in shown
        assert "14时30分" in shown
        assert "还有4天" in shown
        assert "砚山调解中心二楼" in shown
        assert "11月26日" not in shown
    assert "由承办单位决定是否改期" in home
    assert case.number not in words(browse(STRANGER), "/desk/")
    client.post(at(case, "answer/"), {"kind": "another_day", "text": "当天在外地，请改到12月1日。"})
    assert "【改期请求】当天在外地" in words(browse("孙调解"), f"/workbench/cases/{case.number}/")
    given = {"held_on": "2026-11-23", "place": "二楼", "present": "双方", "dialogue": "甲：……", "result": "再谈"}
    desk.do(case, "hold_session", MEDIATOR, **given)
    assert "还有4天" not in words(client, "/desk/")
