"""Do PDFs and pictures become one file whose pages are numbered where the reader looks?"""

import base64
import re
from io import BytesIO

import pypdfium2
import pytest

from huxin.typesetting.binding import Unreadable, bind, page_count, picture_page
from huxin.typesetting.content import Layout, PageBreak, Paper, plain
from huxin.typesetting.render_pdf import render_pdf

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def pdf(text: str, *, pages: int = 1, turned: int = 0) -> bytes:
    """A PDF of so many pages, perhaps lying on its side."""
    blocks = [plain(text)]
    for _ in range(pages - 1):
        blocks += [PageBreak(), plain(text)]
    made = render_pdf(Paper(layout=Layout.SHEET, title="标题", blocks=tuple(blocks)))
    if turned:
        file = BytesIO()
        with pypdfium2.PdfDocument(made) as document:
            for page in document:
                page.set_rotation(turned)
            document.save(file)
        made = file.getvalue()
    return made


def words(data: bytes) -> list[str]:
    """The words of each page."""
    with pypdfium2.PdfDocument(data) as file:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in file]


def corner(data: bytes, place: int) -> str:
    """What is read in the upper right corner of a page as it is looked at."""
    with pypdfium2.PdfDocument(data) as file:
        page = file[place]
        left, bottom, right, top = page.get_cropbox()
        box = {
            0: (right - 80, top - 50, right, top),
            90: (left, top - 80, left + 50, top),
            180: (left, bottom, left + 80, bottom + 50),
            270: (right - 50, bottom, right, bottom + 80),
        }[page.get_rotation()]
        return str(page.get_textpage().get_text_bounded(*box)).strip()


def test_only_the_pages_between_front_and_back_are_numbered() -> None:
    made = bind([pdf("卷皮")], [pdf("甲", pages=2), picture_page(PNG, caption="证据1"), pdf("乙")], [pdf("备考")])
    assert page_count(made) == 6
    assert [corner(made, place) for place in range(6)] == ["", "1", "2", "3", "4", ""]
    assert "证据1" in words(made)[3]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_number_stands_upright_in_the_corner_of_a_turned_page(turned: int) -> None:
    assert corner(bind([], [pdf("甲", turned=turned)]), 0) == "1"


def test_a_caption_is_text_and_never_markup() -> None:
    assert "#let(x)=[a]" in words(picture_page(PNG, caption="#let(x)=[a]"))[0]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n broken"])
def test_what_cannot_be_printed_is_said(data: bytes) -> None:
    with pytest.raises(Unreadable):
        page_count(data)
    with pytest.raises(Unreadable):
        picture_page(data, caption="坏图")
