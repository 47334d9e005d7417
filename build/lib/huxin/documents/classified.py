"""Does a file carry the mark of a state secret, which this system must never keep?"""

import re
import zipfile
from pathlib import Path

import pypdfium2

from huxin.documents import media

_LEVEL = r"(?:绝密|机密|秘密)"
_STARRED = re.compile(rf"{_LEVEL}[★☆＊*]")  # 机密★10年
_ALONE = re.compile(rf"[（(【\[]?(?:密级[:：])?(?P<mark>{_LEVEL})(?:级)?[）)】\]]?")
_COPY = re.compile(r"份号[:：]?\d{1,6}")
_IN_NAME = re.compile(rf"[（(【\[]{_LEVEL}级?[）)】\]]|^{_LEVEL}(?=[_\-—\s.]|$)")
_TAG = re.compile(r"<[^>]*>")
_HEAD_LINES, _HEAD_BYTES, _HEAD_PAGES = 40, 300_000, 2
_DOCX_PARTS = re.compile(r"word/(document|header\d*)\.xml")


def mark_in_text(text: str) -> str:
    """The mark at the head of a document, or an empty text. Speaking of secrets (国家秘密, 商业秘密) is no mark."""
    lines = [re.sub(r"\s+", "", line) for line in text.splitlines()]
    for line in [line for line in lines if line][:_HEAD_LINES]:
        if found := _STARRED.search(line) or _COPY.fullmatch(line):
            return found.group()
        if found := _ALONE.fullmatch(line):
            return found["mark"]
    return ""


def classified_mark(path: Path, media_type: str, name: str) -> str:
    """The mark found in the name or at the head of the file, or an empty text. What cannot be read has none to see."""
    if found := _IN_NAME.search(name) or _STARRED.search(name):
        return found.group()
    return mark_in_text(_head(path, media_type))


def _head(path: Path, media_type: str) -> str:
    if media_type == media.PDF:
        return _pdf_head(path)
    if media_type == media.DOCX:
        return _docx_head(path)
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
    if media_type == media.OLE:  # an old .doc or .wps keeps its text in UTF-16, among binary tables
        return "\n".join(_STARRED.findall(data.decode("utf-16-le", errors="ignore")))
    return media.decoded(data) or "" if media_type.startswith("text/") else ""


def _pdf_head(path: Path) -> str:
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:  # encrypted or broken: whoever reads it says so
        return ""
    try:
        pages = range(min(_HEAD_PAGES, len(pdf)))
        return "\n".join(pdf[page].get_textpage().get_text_bounded() for page in pages)
    finally:
        pdf.close()


def _docx_head(path: Path) -> str:
    """The first text of the body and the page heads, read no further than needed whatever the file unpacks to."""
    texts = []
    with zipfile.ZipFile(path) as parts:
        for part in filter(_DOCX_PARTS.fullmatch, parts.namelist()):
            try:
                with parts.open(part) as file:
                    xml = file.read(_HEAD_BYTES).decode(errors="ignore")
            except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError):
                continue  # broken or encrypted: kept as it came, whoever reads it says so
            texts.append(_TAG.sub("", re.sub(r"</w:p>|<w:br\b[^>]*>", "\n", xml)))
    return "\n".join(texts)
