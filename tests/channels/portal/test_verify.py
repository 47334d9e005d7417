"""Can anybody check a public paper, and learn nothing of any other?"""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.documents import issuing, numbering, papers, store
from huxin.documents.kinds import KINDS
from huxin.documents.models import Document, Paper
from tests.documents.conftest import AT, LETTER, Town, build_town, draft_letter, sign


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Town:
    monkeypatch.setitem(KINDS, LETTER.code, LETTER)
    monkeypatch.setattr(settings, "FILES", tmp_path / "files")
    return build_town()


def issued(town: Town, openness: str) -> Paper:
    paper = draft_letter(town)
    papers.disclose(paper, openness=openness, reason="", by=town.by("陈拟稿"), at=AT)
    sign(town, paper)
    numbering.number(paper, text="测人社函〔2026〕1号", by=town.by("郑文书"), at=AT)
    return issuing.issue(paper, by=town.by("郑文书"), at=AT)


def asked(paper: Paper, **changes: object) -> str:
    given = {"number": " 测人社函[2026]1号", "code": paper.verify_code.lower()} | changes
    response = Client().post("/verify/", given)
    assert response.status_code == 200
    return response.content.decode()


def test_a_public_paper_is_found_by_number_and_code_and_its_file_compared(town: Town) -> None:
    paper = issued(town, "public")
    assert "关于测试的函" in asked(paper)
    original = store.read(paper.pdf, by=town.by("陈拟稿"), at=AT)
    files = Document.objects.count()
    assert "与PDF定稿逐字节一致" in asked(paper, file=SimpleUploadedFile("a.pdf", original))
    assert "可能被改动过" in asked(paper, file=SimpleUploadedFile("a.pdf", original + b" "))
    assert Document.objects.count() == files


def test_a_wrong_code_finds_nothing(town: Town) -> None:
    answer = asked(issued(town, "public"), code="22222222")
    assert "没有查到" in answer
    assert "关于测试的函" not in answer


def test_a_paper_that_is_not_public_is_never_found(town: Town) -> None:
    assert "没有查到" in asked(issued(town, "on_request"))


def test_a_void_paper_is_said_to_be_void(town: Town) -> None:
    paper = issued(town, "public")
    issuing.void(paper, reason="误发", by=town.by("郑文书"), at=AT)
    assert "已作废" in asked(paper)
