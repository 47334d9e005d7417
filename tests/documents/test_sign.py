"""Does a signature of the house hold, and does any change break it?"""

from datetime import UTC, datetime

import pytest
from pyhanko.sign.general import SigningError

from huxin.documents.sign import check_pdf, sign_pdf
from huxin.typesetting.content import Layout, Paper, plain
from huxin.typesetting.render_pdf import render_pdf

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def signed() -> bytes:
    """A small paper, signed."""
    tree = Paper(layout=Layout.SHEET, title="证据清单", blocks=(plain("一张截图。"),))
    return sign_pdf(render_pdf(tree, at=AT), reason="证据清单")


def test_what_was_signed_here_is_known_and_unchanged(signed: bytes) -> None:
    found = check_pdf(signed)
    assert (found.signed, found.ours, found.unchanged, found.reason) == (True, True, True, "证据清单")
    assert found.signed_at is not None
    assert abs((datetime.now(UTC) - found.signed_at).total_seconds()) < 300


def test_a_changed_byte_is_noticed(signed: bytes) -> None:
    middle = len(signed) // 3
    assert not check_pdf(signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :]).unchanged


def test_content_added_later_is_noticed(signed: bytes) -> None:
    with pytest.raises(SigningError):  # the field is taken: nobody signs over a signature
        sign_pdf(signed, reason="再签")
    assert not check_pdf(signed + b"\n%%added\n").unchanged


def test_nothing_is_hidden_where_the_signature_itself_stands(signed: bytes) -> None:
    end = signed.index(b"0>\n", signed.index(b"/Contents"))  # the zeros behind the signature, which it does not cover
    assert not check_pdf(signed[:end] + b"1" + signed[end + 1 :]).unchanged
    start = signed.index(b"<3082")
    digits = signed[start : start + 200]
    assert not check_pdf(signed.replace(digits, digits.lower())).unchanged


def test_what_is_no_pdf_or_not_signed_says_so() -> None:
    assert not check_pdf(b"").signed
    assert not check_pdf(b"%PDF-1.7 nothing").signed
    assert not check_pdf(render_pdf(Paper(layout=Layout.SHEET, title="无", blocks=(plain("x"),)), at=AT)).signed
