"""Does the file of a closed case hold every paper and piece of evidence, in order and with the right page numbers?"""

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.casefile import make_file, pieces_of
from huxin.cases.models import Case
from huxin.cases.people import by_receipt
from huxin.cases.vault import collect, keep_evidence
from huxin.documents import store
from huxin.journal.models import Event
from huxin.typesetting.content import Layout, Paper, plain
from huxin.typesetting.render_pdf import render_pdf
from tests.cases.conftest import Desk
from tests.cases.test_complaint import accepted, outcome

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TWO_PAGES = render_pdf(Paper(layout=Layout.SHEET, title="流水", blocks=(plain("单费明细，" * 900),)))


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def evidence(desk: Desk, case: Case, name: str, data: bytes) -> None:
    """A piece that the office collected."""
    by = desk.world.actor("陈办案", desk.later())
    kept = store.keep(BytesIO(data), name=name, org_path=case.org_path, by=by, at=desk.at)
    collect(case, kept, title=name, by=by, at=desk.at)


def closed(desk: Desk) -> Case:
    """A complaint that went to its end, with a notice served and four pieces of evidence."""
    case = accepted(desk)
    desk.send(case, "acceptance_notice", "claimant", who="陈办案")
    evidence(desk, case, "收款流水.pdf", TWO_PAGES)
    evidence(desk, case, "派单截图.png", PNG)
    evidence(desk, case, "通话录音.mp3", b"ID3" + bytes(100))
    evidence(desk, case, "坏文件.pdf", b"%PDF-1.4 broken")
    paid = outcome(case, "met", found="12345.67", paid="12345.67", paid_on="2026-11-23")
    desk.approve(desk.do(case, "close", result="已全额支付", **paid))
    case.refresh_from_db()
    return case


def words(data: bytes) -> list[str]:
    """The words of each page."""
    with pypdfium2.PdfDocument(data) as file:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in file]


def keys_of(case: Case, *, inner: bool = False) -> list[str]:
    """The pieces of one volume."""
    return [piece.key for piece in pieces_of(case) if piece.inner == inner]


def made(desk: Desk, case: Case, *keys: str, who: str = "陈办案") -> list[str]:
    """The pages of the main volume, or of a packet of these pieces."""
    chosen = keys or keys_of(case)
    return words(make_file(case, chosen, by=desk.world.actor(who), at=desk.later()))


def test_the_list_of_contents_names_the_page_on_which_each_piece_begins(desk: Desk) -> None:
    case = closed(desk)
    titles = [piece.title for piece in pieces_of(case)]
    assert titles == [
        "立案审批表", "《立案审批表》审批单", "劳动保障监察受理通知书", "《劳动保障监察受理通知书》审批单",
        "《劳动保障监察受理通知书》送达凭证（投诉人，直接送达）", "结案审批表", "《结案审批表》审批单",
        "证据1：收款流水.pdf", "证据2：派单截图.png", "证据3：通话录音.mp3", "证据4：坏文件.pdf",
    ]  # fmt: skip
    main = [piece.title for piece in pieces_of(case) if not piece.inner]
    cover, contents, *rest = made(desk, case)
    assert "劳动保障投诉案卷（正卷）" in cover
    assert "已结案" in cover
    assert "审批" not in "".join(rest)
    pages = [page for page in rest if "卷内备考表" not in page]
    for title, mark in (
        ("劳动保障监察受理通知书", "立案调查"), ("证据1：收款流水.pdf", "单费明细"), ("证据2：派单截图.png", "证据2"),
    ):  # fmt: skip
        follows = main.index(title) + 2
        row = re.search(rf"{re.escape(title)}2026-11-23(\d+){follows}[^0-9]", contents.replace("\u200b", ""))
        assert row, (title, contents)
        assert mark in pages[int(row.group(1)) - 1], title


def test_what_cannot_be_printed_is_listed_with_its_hash(desk: Desk) -> None:
    case = closed(desk)
    end = made(desk, case)[-1]
    for piece in pieces_of(case)[-2:]:
        assert piece.document is not None
        assert piece.document.sha256 in end
    assert "通话录音.mp3" in end


def test_drafts_voided_papers_and_private_notes_stay_out(desk: Desk) -> None:
    case = closed(desk)
    assert desk.paper(case, "result_notice").state == "draft"
    assert "办理结果告知书" not in "".join(made(desk, case))


def test_a_packet_holds_only_what_was_chosen(desk: Desk) -> None:
    case = accepted(desk)
    evidence(desk, case, "收款流水.pdf", TWO_PAGES)
    keys = keys_of(case)
    cover, contents, *_ = made(desk, case, *keys)
    assert "劳动保障投诉材料（正卷）" in cover
    assert "办理中" in cover
    assert "审批单" not in contents


def test_what_is_for_the_office_alone_stands_in_the_second_volume(desk: Desk) -> None:
    case = accepted(desk)
    held = {"held_on": "2026-11-23", "present": "局领导班子", "conclusion": "同意从重"}
    desk.do(case, "discuss", **held)
    inner = [piece.title for piece in pieces_of(case) if piece.inner]
    assert inner == ["立案审批表", "《立案审批表》审批单", "集体讨论记录"]
    cover, *rest = made(desk, case, *keys_of(case, inner=True))
    assert "材料（副卷）" in cover
    assert "同意从重" in "".join(rest)
    with pytest.raises(NotPossible, match="另立副卷"):
        made(desk, case, *keys_of(case, inner=True), f"evidence-{_piece(desk, case)}")


def _piece(desk: Desk, case: Case) -> int:
    evidence(desk, case, "流水.pdf", TWO_PAGES)
    return case.evidence.get().pk


def test_who_told_of_a_clue_is_in_no_main_volume(desk: Desk) -> None:
    opened = desk.open("clue/1")
    _, reporter = by_receipt(opened.case.number, opened.receipts[0], at=desk.later())
    kept = store.keep(BytesIO(TWO_PAGES), name="举报材料.pdf", org_path=opened.case.org_path, by=reporter, at=desk.at)
    keep_evidence(kept, title="举报材料", party=opened.parties[0], by=reporter, at=desk.at)
    assert [piece.inner for piece in pieces_of(opened.case)] == [True]


def test_taking_it_out_is_recorded_and_needs_the_right(desk: Desk) -> None:
    case = closed(desk)
    made(desk, case)
    event = Event.objects.filter(verb="case.file_made").get()
    assert event.data["pieces"] == 6
    for stranger in ("杨外县", "赵经办", "李经办"):
        with pytest.raises(PermissionDenied):
            made(desk, case, who=stranger)
    with pytest.raises(NotPossible, match="至少选择一件"):
        made(desk, case, "paper-0")
