"""Does a paper go its whole way on the pages, and do the pages keep from each person what is not his?"""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Docx

from huxin.documents import store
from huxin.documents.kinds import KINDS, SIGN, PaperKind, Step
from huxin.documents.models import Document, NumberSeries, Paper, Receipt
from huxin.documents.papers import draft_paper
from huxin.typesetting.content import Layout, Mark, Signature, plain
from huxin.typesetting.content import Paper as Tree
from huxin.work.todos import todos
from tests.world import World

KIND = PaperKind(
    "test_letter", "测试函", Layout.LETTER, (Step(SIGN, role="unit_leader"),), needs_number=True, series="test_letter"
)
Browse = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(KINDS, KIND.code, KIND)
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")


@pytest.fixture
def paper(world: World) -> Paper:
    """A letter of the union to the bureau of commerce."""
    tree = Tree(
        layout=Layout.LETTER,
        title="关于商请协助的函",
        mark=Mark(("文山州总工会",)),
        blocks=(plain("请协助<script>alert(1)</script>。"),),
        signature=Signature(("文山州总工会",), seal=True),
    )
    return draft_paper(
        KIND,
        subject=None,
        organisation=world.org("州总工会"),
        tree=tree,
        title="关于商请协助的函",
        to=(world.org("州商务局"),),
        reply_due_on=date(2026, 12, 10),
        by=world.actor("蒋经办"),
        at=world.at,
    )


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def post(client: Client, page: str, *args: object, **data: object) -> str:
    response = client.post(url(page, *args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def closed(response: Any) -> Any:
    """An answer that streams lets its file go once it was read."""
    list(response.streaming_content)
    return response


def issue(paper: Paper, browse: Browse, number: str = "文工函[2026]8号") -> Client:
    clerk, leader = browse("蒋经办"), browse("孙主席")
    assert "已送审" in post(clerk, "paper_submit", paper.pk)
    assert "意见已签署" in post(leader, "paper_decide", paper.pk, text_number=1, opinion="agree", reason="")
    assert "已编号：文工函〔2026〕8号" in post(leader, "paper_number", paper.pk, text=number)
    assert "已印发" in post(leader, "paper_issue", paper.pk)
    paper.refresh_from_db()
    return leader


def test_a_paper_goes_from_draft_to_reply(paper: Paper, browse: Browse, world: World) -> None:
    leader = issue(paper, browse)
    other = browse("沈商务")
    page = other.get(url("paper", paper.pk)).content.decode()
    assert "打开不等于签收" in page
    receipt = Receipt.objects.get()
    assert receipt.opened_at is not None
    assert receipt.acknowledged_at is None
    assert 'value="科员"' in other.get(url("receipt_acknowledge", receipt.pk)).content.decode()
    assert "必填" in post(other, "receipt_acknowledge", receipt.pk, name="沈商务", post="")
    assert "已签收" in post(other, "receipt_acknowledge", receipt.pk, name="沈商务", post="科员")
    answer = SimpleUploadedFile("回复.txt", "同意协助".encode())
    assert "已回复" in post(other, "receipt_reply", receipt.pk, text="同意。", file=answer)
    sent = leader.get(url("paper", paper.pk)).content.decode()
    assert "沈商务 科员" in sent
    assert "回复.txt" in sent


def test_an_addressee_sees_no_opinion_and_no_draft(paper: Paper, browse: Browse) -> None:
    other = browse("沈商务")
    for name in ("paper", "paper_pdf", "paper_docx", "paper_sheet", "paper_write", "paper_upload", "paper_void"):
        assert other.get(url(name, paper.pk)).status_code == 404, name
    issue(paper, browse)
    page = other.get(url("paper", paper.pk)).content.decode()
    for hidden in ("审批</h2>", "签收情况", "文稿版本", "办理记录", "孙主席", "蒋经办"):
        assert hidden not in page
    assert other.get(url("paper_write", paper.pk)).status_code == 403
    assert other.post(url("paper_upload", paper.pk), {"file": SimpleUploadedFile("a.docx", b"x")}).status_code == 403
    assert other.get(url("paper_sheet", paper.pk)).status_code == 302
    assert other.post(url("paper_issue", paper.pk)).status_code in (403, 404)


def test_a_stranger_meets_nothing(paper: Paper, browse: Browse) -> None:
    issue(paper, browse)
    stranger = browse("赵经办")
    assert stranger.get(url("paper", paper.pk)).status_code == 404
    assert stranger.get(url("document", paper.pdf_id)).status_code == 404
    assert stranger.get(url("receipt_acknowledge", Receipt.objects.get().pk)).status_code == 404


def test_what_was_typed_is_shown_as_text(paper: Paper, browse: Browse) -> None:
    page = browse("蒋经办").get(url("paper", paper.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_text_is_changed_on_screen_and_an_old_screen_is_refused(paper: Paper, browse: Browse) -> None:
    clerk = browse("蒋经办")
    form = clerk.get(url("paper_write", paper.pk)).context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given["body"] = "一、事由\n请协助。"
    assert "新的一稿" in post(clerk, "paper_write", paper.pk, **given)
    refused = post(clerk, "paper_write", paper.pk, **given | {"body": "别的。"})
    assert "刚刚被他人修改过" in refused
    assert "别的。" in refused
    paper.refresh_from_db()
    assert [block["kind"] for block in paper.tree["blocks"]] == ["heading", "paragraph"]


def test_a_docx_goes_out_is_edited_and_comes_back(paper: Paper, browse: Browse) -> None:
    clerk = browse("蒋经办")
    data = b"".join(clerk.get(url("paper_docx", paper.pk)))
    edited = Docx(BytesIO(data))
    body = next(p for p in edited.paragraphs if "请协助" in p.text)
    body.runs[0].text, extra = "请予协助。", body.runs[1:]
    for run in extra:
        run.text = ""
    file = BytesIO()
    edited.save(file)
    page = post(clerk, "paper_upload", paper.pk, file=SimpleUploadedFile("修改稿.docx", file.getvalue()))
    assert "请予协助。" in page
    check = url("paper_docx_check", paper.pk, Document.objects.get(name="修改稿.docx").pk)
    assert "新的一稿" in clerk.post(check, {"version": paper.version}, follow=True).content.decode()
    paper.refresh_from_db()
    assert "请予协助。" in str(paper.tree)
    assert paper.versions.order_by("-number").first().source == "docx"


def test_a_file_that_is_no_docx_is_said_to_be_none_and_kept(paper: Paper, browse: Browse) -> None:
    page = post(browse("蒋经办"), "paper_upload", paper.pk, file=SimpleUploadedFile("a.docx", b"PK\x03\x04 broken"))
    assert "重新上传" in page
    assert Document.objects.filter(name="a.docx").exists()


def test_the_way_and_the_receivers_are_chosen_on_screen(paper: Paper, browse: Browse, world: World) -> None:
    clerk = browse("蒋经办")
    commerce, traffic = world.org("州商务局"), world.org("州交通运输局")
    offered = clerk.get(reverse("workbench:paper_receivers", args=[paper.pk])).content.decode()
    assert commerce.short_name in offered
    assert not re.search(r">\s*劳动者\s*<", offered), "the unit of workers' accounts gets no letters"
    post(clerk, "paper_receivers", paper.pk, to=[traffic.pk], cc=[commerce.pk])
    assert {(a.organisation_id, a.how) for a in paper.addressees.all()} == {(traffic.pk, "to"), (commerce.pk, "cc")}
    leader, director = world.user("孙主席"), world.user("郑主任")
    way = {f"kind_{n}": "sign" for n in range(6)} | {
        "kind_0": "countersign",
        "who_0": f"user:{director.pk}",
        "who_1": f"user:{leader.pk}",
    }
    assert "已调整" in post(clerk, "paper_route", paper.pk, **way)
    assert [(s.kind, s.user_id) for s in paper.steps.order_by("order")] == [
        ("countersign", director.pk),
        ("sign", leader.pk),
    ]
    assert "最后一步应为签发" in post(clerk, "paper_route", paper.pk, **way | {"kind_1": "review"})


def test_running_numbers_are_switched_on_by_the_registry(paper: Paper, browse: Browse, world: World) -> None:
    leader = browse("孙主席")
    given = {"organisation": world.org("州总工会").pk, "code": "test_letter", "year": 2026, "next": 5, "active": "on"}
    assert "字号样式" in post(leader, "number_series", **given, pattern="无")
    assert "已保存" in post(leader, "number_series", **given, pattern="文工函〔{year}〕{n}号")
    post(browse("罗副县长"), "number_series", **given, pattern="县函{n}号")
    assert [(series.pattern, series.next) for series in NumberSeries.objects.all()] == [("文工函〔{year}〕{n}号", 5)]


def test_the_lists_and_their_tables_open(paper: Paper, browse: Browse) -> None:
    leader = issue(paper, browse)
    for box in ("approve", "drafts", "issue", "issued"):
        assert leader.get(url("papers_box", box)).status_code == 200
        assert leader.get(url("papers_export", box))["Content-Type"].endswith("sheet")
    assert "关于商请协助的函" in leader.get(url("papers_box", "issued")).content.decode()
    other = browse("沈商务")
    assert "待签收" in other.get(url("papers_received")).content.decode()
    assert other.get(url("papers_received_export")).status_code == 200


def test_a_list_asks_the_same_questions_however_long(paper: Paper, browse: Browse) -> None:
    clerk, columns = browse("蒋经办"), [f.attname for f in Paper._meta.concrete_fields if f.attname != "id"]
    clerk.get(url("papers_box", "drafts"))  # the first page of a session also writes down the device
    asked = []
    for more in (3, 9):
        Paper.objects.bulk_create(Paper(**{name: getattr(paper, name) for name in columns}) for _ in range(more))
        with CaptureQueriesContext(connection) as queries:
            clerk.get(url("papers_box", "drafts"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_markup_is_only_handed_out_to_save(browse: Browse, world: World) -> None:
    client, by = browse("蒋经办"), world.actor("蒋经办")
    for name, data in (("a.pdf", b"<html><script>x</script>"), ("b.png", b"<svg onload='x'/>")):
        document = store.keep(data, name=name, org_path=world.org("州总工会").path, by=by, at=world.at)
        response = closed(client.get(url("document", document.pk)))
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["X-Content-Type-Options"] == "nosniff"
    document = store.keep(b"%PDF-1.7", name="c.txt", org_path="", by=by, at=world.at)
    assert closed(client.get(url("document", document.pk)))["Content-Disposition"].startswith("inline")


def test_everybody_finds_what_waits_for_him_among_his_todos(paper: Paper, browse: Browse, world: World) -> None:
    def mine(name: str) -> list[tuple[str, str]]:
        return [(t.kind, t.state) for t in todos(world.actor(name), world.at) if t.title == paper.title]

    assert mine("蒋经办") == [("拟稿", "待送审")]
    clerk, leader = browse("蒋经办"), browse("孙主席")
    post(clerk, "paper_submit", paper.pk)
    assert (mine("孙主席"), mine("蒋经办")) == ([("审批", "待签发")], [])
    post(leader, "paper_decide", paper.pk, text_number=1, opinion="return", reason="补充依据")
    assert mine("蒋经办") == [("拟稿", "退回修改")]
    assert mine("沈商务") == []


def test_a_letter_is_begun_by_hand_and_what_was_wrong_is_given_back(browse: Browse, world: World) -> None:
    clerk = browse("蒋经办")
    assert "起草" in clerk.get(reverse("workbench:paper_kinds")).content.decode()
    address = reverse("workbench:paper_new", args=["letter"])
    assert "特此函达。" in clerk.get(address).content.decode()
    union, commerce = world.org("州总工会"), world.org("州商务局")
    given = {"home": union.pk, "title": "关于商请提供名单", "body": "请提供。\n特此函达。", "to": [commerce.pk]}
    page = clerk.post(address, given).content.decode()
    assert "以“函”结尾" in page
    assert "请提供。" in page
    assert "请填写正文" in clerk.post(address, given | {"body": ""}).content.decode()
    page = clerk.post(address, given | {"title": "关于商请提供名单的函"}, follow=True).content.decode()
    made = Paper.objects.get(kind="free_letter")
    assert "草稿已建立" in page
    assert [a.organisation for a in made.addressees.all()] == [commerce]
    assert [s.role for s in made.steps.all()] == ["unit_leader"]


def test_a_docx_written_elsewhere_begins_a_paper(browse: Browse, world: World) -> None:
    clerk, written, file = browse("蒋经办"), Docx(), BytesIO()
    written.add_paragraph("一、基本情况")
    written.add_paragraph("走访企业三十户。")
    written.save(file)
    upload = SimpleUploadedFile("报告.docx", file.getvalue())
    given = {"home": world.org("州总工会").pk, "title": "关于走访情况的报告", "body": "", "file": upload}
    page = clerk.post(reverse("workbench:paper_new", args=["report"]), given, follow=True)
    assert "走访企业三十户" in page.content.decode()
    made = Paper.objects.get(kind="free_report")
    clerk.post(page.request["PATH_INFO"], {"version": made.version})
    made.refresh_from_db()
    assert "走访企业三十户" in str(made.tree)


def test_who_drafts_nothing_begins_nothing(browse: Browse) -> None:
    for name in ("冯审计", "韩管理"):
        assert browse(name).get(reverse("workbench:paper_new", args=["letter"])).status_code == 403
    assert browse("蒋经办").get(reverse("workbench:paper_new", args=["poem"])).status_code == 404
