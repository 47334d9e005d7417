"""Does evidence stay its owner's, go into his case, and come back as a list that proves itself?"""

from io import BytesIO

import pypdfium2
import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import vault
from huxin.cases.people import by_receipt
from huxin.cases.reach import worker_actor
from huxin.cases.records import Evidence
from huxin.documents import store
from huxin.documents.models import Document
from huxin.documents.sign import check_pdf
from huxin.orgs.access import visible
from tests.cases.conftest import PDF, Desk


def kept(desk: Desk, name: str = "截图.pdf") -> Evidence:
    """A piece in the rider's vault."""
    rider = desk.world.rider
    by = worker_actor(rider)
    file = store.keep(BytesIO(PDF + name.encode()), name=name, org_path=rider.org_path, by=by, at=desk.later())
    return vault.keep_evidence(file, title=name, worker=rider, by=by, at=desk.later())


def test_a_piece_is_its_owners_until_he_uses_it(desk: Desk) -> None:
    piece = kept(desk)
    case = desk.open().case
    officer, rider = desk.world.actor("陈办案"), worker_actor(desk.world.rider)
    assert not visible(Evidence, officer, "case.view").exists()
    assert visible(Evidence, rider, "case.follow").get() == piece
    assert vault.use(case, [piece], by=rider, at=desk.later()) == 1
    assert visible(Evidence, officer, "case.view").get() == piece
    with pytest.raises(NotPossible, match="已经用于其他案件"):
        vault.use(case, [piece], by=rider, at=desk.later())


def test_what_is_sent_again_because_the_line_broke_is_there_once(desk: Desk) -> None:
    piece = kept(desk)
    assert kept(desk) == piece
    assert (Evidence.objects.count(), Document.objects.filter(sha256=piece.document.sha256).count()) == (1, 1)
    rider = worker_actor(desk.world.rider)
    assert store.read(piece.document, by=rider, at=desk.later()).startswith(PDF)
    assert kept(desk, "另一张.pdf") != piece


def test_a_reporter_without_log_in_hands_in_by_his_receipt(desk: Desk) -> None:
    opened = desk.open()
    case, by = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    file = store.keep(BytesIO(PDF), name="聊天.pdf", org_path=case.org_path, by=by, at=desk.later())
    piece = vault.keep_evidence(file, title="聊天记录", party=opened.parties[0], by=by, at=desk.later())
    assert (piece.case, piece.party) == (case, opened.parties[0])


def test_a_stranger_hands_in_nothing(desk: Desk) -> None:
    case = desk.open().case
    with pytest.raises(PermissionDenied):
        vault.use(case, [], by=desk.world.actor("邱经办"), at=desk.later())


def test_the_list_says_what_came_when_and_is_signed(desk: Desk) -> None:
    pieces = [kept(desk, f"第{n}张截图.pdf") for n in range(3)]
    data = vault.evidence_list(pieces, owner="王大山", at=desk.later())
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert "存入人：王大山" in text
    assert all(piece.document.sha256[:16] in text.replace("\r\n", "").replace(" ", "") for piece in pieces)
    assert "/verify/signed/" in text  # the page of the portal, which another test asks
    assert check_pdf(data).unchanged
