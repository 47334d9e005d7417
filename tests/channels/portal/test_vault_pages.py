"""Does a worker keep evidence before any case, take the list, use it, take it back, and does nobody else reach it?"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from huxin.base.errors import NotPossible
from huxin.cases import vault
from huxin.cases.models import Case
from huxin.cases.records import Evidence
from huxin.documents.models import Document
from huxin.documents.sign import check_pdf
from huxin.documents.store import place
from huxin.journal.models import Event
from tests.cases.conftest import PDF, Desk
from tests.cases.conftest import desk as desk
from tests.channels.portal.test_me import stranger
from tests.channels.portal.test_report import told

Browse = Callable[[str], Client]


def kept(client: Client, content: bytes = PDF, name: str = "一.pdf", **given: Any) -> Evidence:
    file = BytesIO(content)
    file.name = name
    answer = client.post("/me/vault/", {"title": "派单截图", "files": [file]} | given)
    assert answer.status_code == 302, answer.content.decode()
    return Evidence.objects.latest("pk")


def test_a_piece_is_kept_with_the_moment_and_its_hash(desk: Desk, browse: Browse) -> None:
    rider = browse("王师傅")
    piece = kept(rider, proves="欠三个月", happened_on="2026-10-01")
    page = rider.get("/me/vault/").content.decode()
    assert "派单截图" in page
    assert piece.document.sha256[:16] in page
    assert b"".join(rider.get(f"/me/vault/{piece.pk}/").streaming_content) == PDF  # type: ignore[attr-defined]
    assert check_pdf(rider.get("/me/vault/list.pdf").content).unchanged


def test_a_piece_of_a_day_that_has_not_come_is_refused_and_what_was_typed_stays(desk: Desk, browse: Browse) -> None:
    file = BytesIO(PDF)
    file.name = "一.pdf"
    given = {"title": "派单截图", "files": [file], "happened_on": "2099-01-01"}
    page = browse("王师傅").post("/me/vault/", given).content.decode()
    assert "日期不能晚于今天" in page
    assert 'value="派单截图"' in page
    assert not Evidence.objects.exists()


def test_another_worker_reaches_neither_page_nor_file(desk: Desk, browse: Browse) -> None:
    piece, other = kept(browse("王师傅")), stranger(desk)
    assert "还没有存入" in other.get("/me/vault/").content.decode()
    for address in (f"/me/vault/{piece.pk}/", f"/me/vault/{piece.pk}/drop/"):
        assert other.get(address).status_code == 404
    assert other.post(f"/me/vault/{piece.pk}/drop/").status_code == 404
    assert Client().get(f"/me/vault/{piece.pk}/").url.startswith("/me/log-in/")
    assert Evidence.objects.filter(pk=piece.pk).exists()


def test_officers_do_not_see_it_before_it_is_used(desk: Desk, browse: Browse) -> None:
    piece = kept(browse("王师傅"))
    for name in ("陈办案", "冯审计"):
        assert browse(name).get(f"/workbench/documents/{piece.document_id}/").status_code == 404


def test_it_goes_into_his_case_and_stays_there(desk: Desk, browse: Browse) -> None:
    rider = browse("王师傅")
    piece = kept(rider)
    number, _ = told(rider)
    assert "从我的证据库提交" in rider.get(f"/follow/{number}/").content.decode()
    rider.post(f"/follow/{number}/use/", {"pieces": [piece.pk]})
    piece.refresh_from_db()
    assert piece.case == Case.objects.get(number=number)
    page = rider.post(f"/me/vault/{piece.pk}/drop/", follow=True).content.decode()
    assert "不能删除" in page
    assert Evidence.objects.filter(pk=piece.pk).exists()


def test_nobody_uses_anothers_piece_or_puts_his_own_into_anothers_case(desk: Desk, browse: Browse) -> None:
    rider, other = browse("王师傅"), stranger(desk)
    piece = kept(rider)
    number, _ = told(rider)
    assert other.post(f"/follow/{number}/use/", {"pieces": [piece.pk]}).status_code == 404
    own, _ = told(other, teller={"name": "赵小海", "phone": "13900007777"})
    assert "选择一个有效的选项" in other.post(f"/follow/{own}/use/", {"pieces": [piece.pk]}).content.decode()
    piece.refresh_from_db()
    assert piece.case is None


def test_a_nameless_case_takes_nothing_from_the_vault(desk: Desk, browse: Browse) -> None:
    rider = browse("王师傅")
    piece = kept(rider)
    number, _ = told(rider, teller={"anonymous": "on"})
    assert "从我的证据库提交" not in rider.get(f"/follow/{number}/").content.decode()
    assert rider.post(f"/follow/{number}/use/", {"pieces": [piece.pk]}).status_code == 404


def test_what_is_taken_back_is_gone_with_its_file(desk: Desk, browse: Browse, run_reactions: Callable[[], int]) -> None:
    rider = browse("王师傅")
    piece, twin = kept(rider), kept(rider, name="二.pdf")
    sha, row = piece.document.sha256, piece.document_id
    assert "找不回来" in rider.get(f"/me/vault/{piece.pk}/drop/").content.decode()
    rider.post(f"/me/vault/{piece.pk}/drop/")
    run_reactions()
    assert not Document.objects.filter(pk=row).exists()
    assert place(sha).exists()  # the other piece has the same bytes
    rider.post(f"/me/vault/{twin.pk}/drop/")
    run_reactions()
    assert not place(sha).exists()
    assert [event.data for event in Event.objects.filter(verb="evidence.dropped")] == [{}, {}]


def test_a_full_vault_says_so(desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    rider = browse("王师傅")
    kept(rider)
    for name, says in (("MOST_PIECES", "最多存1件"), ("MOST_BYTES", "已经存满")):
        with monkeypatch.context() as patch:
            patch.setattr(vault, name, 1)
            file = BytesIO(PDF + b"2")
            file.name = "二.pdf"
            page = rider.post("/me/vault/", {"title": "再来一件", "files": [file]}).content.decode()
        assert says in page
        assert 'value="再来一件"' in page


def test_without_log_in_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="请先登录"):
        vault.keep_in_vault(
            BytesIO(PDF), name="a.pdf", title="x", worker=desk.world.rider, by=desk.world.actor("李经办"), at=desk.at
        )
