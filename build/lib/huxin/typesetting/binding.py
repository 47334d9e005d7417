"""How do many PDFs and pictures become one file with running page numbers in the upper corner?"""

import ctypes
import json
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import typst

from huxin.typesetting.render_pdf import FONTS, TEMPLATES, shared_fonts

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
SIZE, FROM_SIDE, FROM_TOP = 11.0, 34.0, 26.0  # of the page number, in points


class Unreadable(Exception):
    """This is no PDF, or no picture, that can be printed: encrypted, broken, or something else."""


def page_count(pdf: bytes) -> int:
    """How many pages it has; Unreadable where it cannot be opened or has none."""
    try:
        with pdfium.PdfDocument(pdf) as found:
            count = len(found)
    except pdfium.PdfiumError as error:
        raise Unreadable from error
    if not count:
        raise Unreadable
    return count


def picture_page(data: bytes, *, caption: str) -> bytes:
    """A picture as one page under its caption; Unreadable where it is none. The caption is shown as text only."""
    with tempfile.TemporaryDirectory() as made_here:
        folder = Path(made_here)
        (folder / "picture").write_bytes(data)
        page = folder / "picture.typ"
        page.write_bytes((TEMPLATES / "picture.typ").read_bytes())
        fonts = [name for name in FONTS["song"] if name in shared_fonts().families()]
        try:
            made: bytes = typst.compile(
                page,
                root=folder,
                font_paths=shared_fonts(),
                format="pdf",
                sys_inputs={"caption": caption, "fonts": json.dumps(fonts)},
                timestamp=0,
            )
        except typst.TypstError as error:
            raise Unreadable from error
    return made


def bind(front: Iterable[bytes], numbered: Iterable[bytes], back: Iterable[bytes] = ()) -> bytes:
    """One PDF: the front without numbers, then the pages that are numbered from 1, then the back without."""
    with pdfium.PdfDocument.new() as whole:
        for pdf in front:
            _append(whole, pdf)
        first = len(whole)
        for pdf in numbered:
            _append(whole, pdf)
        last = len(whole)
        for pdf in back:
            _append(whole, pdf)
        font = pdfium_c.FPDFText_LoadStandardFont(whole.raw, b"Helvetica")
        for place in range(first, last):
            _stamp(whole, font, whole[place], str(place - first + 1))
        pdfium_c.FPDFFont_Close(font)
        file = BytesIO()
        whole.save(file)
    return file.getvalue()


def _append(whole: pdfium.PdfDocument, pdf: bytes) -> None:
    with pdfium.PdfDocument(pdf) as part:
        whole.import_pages(part)


def _stamp(whole: pdfium.PdfDocument, font: object, page: pdfium.PdfPage, number: str) -> None:
    """Write the number where the upper right corner is for whoever looks at the page, turned or not."""
    text = pdfium_c.FPDFPageObj_CreateTextObj(whole.raw, font, SIZE)
    letters = ctypes.create_string_buffer(f"{number}\0".encode("utf-16-le"))
    pdfium_c.FPDFText_SetText(text, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
    left, bottom, right, top = page.get_cropbox()
    side, under = FROM_SIDE + SIZE * 0.56 * len(number), FROM_TOP + SIZE
    matrix = {
        0: (1, 0, 0, 1, right - side, top - under),
        90: (0, 1, -1, 0, left + under, top - side),
        180: (-1, 0, 0, -1, left + side, bottom + under),
        270: (0, -1, 1, 0, right - under, bottom + side),
    }[page.get_rotation()]
    pdfium_c.FPDFPageObj_Transform(text, *matrix)
    pdfium_c.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
