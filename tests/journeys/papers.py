"""How does somebody at a screen sign a paper, and how are the words of the issued files read back?"""

import io
import re

import docx
import pypdfium2

from tests.journeys.conftest import PICTURES, Person


def sign(signer: Person, paper: str) -> None:
    """Agree to the paper."""
    signer.go(paper)
    signer.follow("签署意见")
    signer.press("提交意见")
    signer.sees("意见已签署")


def issue(registry: Person, paper: str, number: str) -> None:
    """Number the signed paper and send it out."""
    page = registry.go(paper)
    registry.follow("编号")
    page.fill("[name=text]", number)
    registry.press("编号")
    registry.confirm("印发", "印发")
    registry.sees("PDF定稿")


def pdf_text(data: bytes) -> str:
    """All words of a PDF, without the breaks of lines."""
    with pypdfium2.PdfDocument(data) as file:
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in file))


def docx_text(data: bytes) -> str:
    """All words of a DOCX."""
    found = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join([*(paragraph.text for paragraph in found.paragraphs), *cells]))


def picture(data: bytes, name: str) -> bool:
    """The first page as it is printed, kept to be looked at; with ink on it, and every font inside the file."""
    with pypdfium2.PdfDocument(data) as file:
        shown = file[0].render(scale=1.5).to_pil()
        PICTURES.mkdir(parents=True, exist_ok=True)
        shown.save(PICTURES / f"{name}.png")
        words = [item for item in file[0].get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
        inside = all(item.get_font().is_embedded for item in words)
    return bool(words) and inside and shown.convert("L").getextrema()[0] < 64
