"""Does anybody learn in plain words who signed a PDF, when, and whether it was altered, whatever file is sent?"""

from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.cases.vault import evidence_list
from huxin.channels.portal import verify
from huxin.documents.sign import check_pdf
from tests.world import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def signed() -> bytes:
    return evidence_list([], owner="王大山", at=AT)


def answered(data: bytes, name: str = "evidence.pdf") -> str:
    page = Client().post("/verify/signed/", {"file": SimpleUploadedFile(name, data)})
    assert page.status_code == 200
    return page.content.decode()


def test_a_file_as_it_left_us_is_said_to_be_ours_and_unchanged(signed: bytes) -> None:
    page = answered(signed)
    assert "由本系统签名，签名后没有被改动" in page
    assert "本系统（护新）" in page
    assert "证据清单" in page


def test_one_byte_more_is_a_change(signed: bytes) -> None:
    assert "内容被改动过" in answered(signed + b"\n")
    middle = signed.index(b"endobj")
    assert "签名后没有被改动。" not in answered(signed[:middle] + b"  " + signed[middle + 2 :])


def test_a_file_without_signature_is_told_so() -> None:
    assert "没有读到电子签名" in answered(b"%PDF-1.7\nnothing in it")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a picture", b"<html><script>alert(1)</script>"])
def test_what_is_no_pdf_is_refused_in_words(data: bytes) -> None:
    assert "这不是PDF文件" in answered(data)


def test_what_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch, signed: bytes) -> None:
    monkeypatch.setattr(verify, "MOST_BYTES", 100)
    assert "文件超过20MB" in answered(signed)


def test_the_name_of_a_file_is_shown_as_text(signed: bytes) -> None:
    assert "<b>x" not in answered(signed, "<b>x.pdf")


def test_torn_and_forged_files_are_always_answered(signed: bytes) -> None:
    chance = Random(5)
    for _ in range(60):
        torn = bytearray(signed)
        for _ in range(chance.choice((1, 5, 30))):
            place = chance.randrange(len(torn))
            torn[place : place + chance.randrange(9)] = bytes(chance.choice(b"<>[]()/09R ") for _ in range(8))
        found = check_pdf(bytes(torn))
        assert not found.unchanged or len(torn) == len(signed)


def test_somebody_who_asks_without_end_is_asked_to_wait(signed: bytes, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"verify": "3/h/ip"}
    client = Client()
    pages = [
        client.post("/verify/signed/", {"file": SimpleUploadedFile("a.pdf", signed)}).content.decode() for _ in range(4)
    ]
    assert ["核验得太频繁了" in page for page in pages] == [False, False, False, True]
