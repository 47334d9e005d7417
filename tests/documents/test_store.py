"""Is a file kept whole or not at all, as what it really is, and shown only to those who see what it belongs to?"""

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document as Docx
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import store
from huxin.documents.classified import mark_in_text
from huxin.documents.media import decoded, media_type
from huxin.documents.models import Document
from huxin.journal.models import Event
from huxin.orgs.access import SYSTEM, visible
from huxin.typesetting.render_pdf import render_pdf
from tests.documents.conftest import AT, Drafting, Town, tree


def kept(town: Town, data: bytes, name: str = "情况说明.txt", who: str = "陈拟稿") -> Document:
    return store.keep(data, name=name, org_path=town.office.path, by=town.by(who), at=AT)


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in parts.items():
            box.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


def docx(*lines: str) -> bytes:
    document = Docx()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def lying() -> list[Path]:
    return [path for path in Path(settings.FILES).rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was(town: Town) -> None:
    document = kept(town, "进展情况".encode())
    assert store.read(document, by=town.by("陈拟稿"), at=AT) == "进展情况".encode()
    assert (document.size, document.media_type, document.name) == (12, "text/plain", "情况说明.txt")
    assert Event.objects.get().verb == "document.kept"


def test_equal_files_lie_once(town: Town) -> None:
    first, second = kept(town, b"abc"), kept(town, b"abc", name="other.txt")
    assert first.pk != second.pk
    assert len(lying()) == 1


def test_a_stream_is_kept_without_being_read_at_once(town: Town) -> None:
    document = store.keep(io.BytesIO(b"x" * 3_000_000), name="a", org_path="", by=town.by("陈拟稿"), at=AT)
    assert document.size == 3_000_000


def test_a_file_above_the_limit_leaves_nothing_behind(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_FILE_BYTES", 2 * 1024 * 1024)
    with pytest.raises(NotPossible, match="超过2MB"):
        kept(town, b"x" * (2 * 1024 * 1024 + 1))
    assert lying() == []
    assert not Document.objects.exists()


def test_a_full_disk_is_said_clearly_and_leaves_nothing_behind(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotPossible, match="存储空间已满"):
        kept(town, b"abc")
    assert lying() == []
    assert not Document.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.txt", "机密★10年\n关于某事的通知".encode()),
        ("通知.txt", "  绝 密 \n正文".encode("gb18030")),
        ("通知.txt", "份号：000012\n正文".encode("utf-16")),
        ("通知.docx", docx("", "秘密★", "关于某事的通知")),
        ("通知（机密）.pdf", b"%PDF-1.7"),
        ("旧稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100 + "机密★长期".encode("utf-16-le")),
    ],
)
def test_classified_material_is_refused_not_kept_and_written_down_without_its_content(
    town: Town, name: str, data: bytes
) -> None:
    with pytest.raises(NotPossible, match="涉密"):
        kept(town, data, name=name)
    assert lying() == []
    assert not Document.objects.exists()
    event = Event.objects.get()
    assert (event.verb, event.data, event.subjects.count()) == ("document.refused", {}, 0)


def test_a_classified_pdf_is_refused(town: Town) -> None:
    with pytest.raises(NotPossible, match="涉密"):
        kept(town, render_pdf(tree("机密★5年")), name="通知.pdf")


@pytest.mark.parametrize(
    "text",
    ["不得泄露国家秘密。", "保守商业秘密", "本系统不处理绝密、机密、秘密级文件", "秘密举报制度", "份号由文书填写", ""],
)
def test_speaking_of_secrets_is_no_mark(text: str) -> None:
    assert mark_in_text(text) == ""


def test_programs_and_macros_are_refused(town: Town) -> None:
    for name, data in (
        ("a.exe", b"hello"),
        ("照片.png", b"MZ\x90\0"),
        ("a", b"\x7fELF"),
        ("run.BAT", b"echo"),
        ("表.xlsm", packed(xl__workbook_xml="", **{"xl/vbaProject.bin": "x"})),
    ):
        with pytest.raises(NotPossible, match="不能上传"):
            kept(town, data, name=name)
    assert lying() == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n..", "image/png"),
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b"<?xml version='1.0'?><svg onload='x'/>", "image/svg+xml"),
        ("中文说明".encode("gb18030"), "text/plain"),
        (b"PK\x03\x04broken", "application/zip"),
        (packed(word__document_xml="<x/>"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_the_type_is_found_in_the_content_whatever_the_name_says(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert media_type(path, "说明.docx") == kind


@given(st.text(min_size=1), st.sampled_from(["utf-8", "gb18030"]))
def test_any_text_is_read_as_text_or_not_at_all(text: str, encoding: str) -> None:
    decoded(text.encode(encoding, errors="replace"))


@given(st.text())
def test_any_name_becomes_a_name_that_no_file_system_refuses(name: str) -> None:
    fit = store.clean_name(name)
    assert fit
    assert len(fit) <= 200
    assert not set(fit) & set('\\/:*?"<>|\n\0')


def test_a_changed_or_missing_file_is_refused_and_reported(town: Town) -> None:
    document = kept(town, b"abc")
    store.place(document.sha256).write_bytes(b"abd")
    with pytest.raises(NotPossible, match="已损坏"):
        store.read(document, by=town.by("陈拟稿"), at=AT)
    store.place(document.sha256).unlink()
    with pytest.raises(NotPossible, match="缺失"):
        store.read(document, by=town.by("陈拟稿"), at=AT)
    assert Event.objects.filter(verb="document.damaged").count() == 2
    kept(town, b"abc")
    assert store.read(document, by=town.by("陈拟稿"), at=AT) == b"abc"


def test_a_file_of_nothing_is_seen_by_who_handed_it_in(town: Town) -> None:
    kept(town, b"abc")
    assert visible(Document, town.by("陈拟稿")).count() == 1
    assert visible(Document, town.by("周科长")).count() == 0


def test_a_file_of_a_draft_is_not_seen_by_its_addressees(town: Town, draft: Drafting) -> None:
    paper = draft()
    document = store.attach(kept(town, b"abc"), subject=paper)
    assert document in visible(Document, town.by("周科长"))
    assert document not in visible(Document, town.by("冯联络"))
    with pytest.raises(NotPossible, match="其他事项"):
        store.attach(document, subject=paper)


def test_nobody_puts_a_file_on_what_he_does_not_see(town: Town, draft: Drafting) -> None:
    paper = draft()
    with pytest.raises(PermissionDenied):
        store.keep(b"x", name="x", org_path="", subject=paper, by=town.by("冯联络"), at=AT)
    with pytest.raises(PermissionDenied):
        store.keep(b"x", name="x", org_path="", by=SYSTEM, at=AT)
