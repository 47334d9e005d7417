"""May a handed-in file be opened as a DOCX, and if not, what should the person do?"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.section import _Header

from huxin.typesetting.docx_parts import Element

MOST_BYTES = 20 * 1024 * 1024  # of the file as handed in
MOST_UNPACKED = 100 * 1024 * 1024  # of all parts together
MOST_XML = 16 * 1024 * 1024  # of one XML part
MOST_PARTS = 2000
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGE = (  # what the libraries raise on a broken package; lxml's syntax error is a SyntaxError
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OpcError,
    SyntaxError,
    NotImplementedError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    PythonDocxError,
    XmlchemyError,
)
DAMAGED = "文件已损坏或不是 DOCX 文件，请在 WPS 或 Word 中打开，另存为 .docx 后重新上传"


class UnreadableDocx(Exception):
    """The file cannot be taken. `reason` is one Chinese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Package:
    """The parts of the file that can hold text, as elements."""

    body: Element
    styles: Element
    first_header: Element | None  # where the first page has a header of its own
    headers: tuple[Element, ...]  # of the other pages
    notes: tuple[Element, ...]  # footnotes and endnotes
    comments: tuple[str, ...]


def opened(data: bytes) -> Package:
    """The parts, after everything dangerous or unknown has been refused."""
    if len(data) > MOST_BYTES:
        raise UnreadableDocx(f"文件超过{MOST_BYTES // 1024 // 1024}兆，请删去其中的图片后重新上传")
    if data.startswith(OLE_HEADER):
        raise UnreadableDocx("这是旧版 .doc 文件或加了密码的文件，请在 WPS 或 Word 中去掉密码，另存为 .docx 后重新上传")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package)
        return _parts(docx.Document(io.BytesIO(data)))
    except DAMAGE as error:
        raise UnreadableDocx(DAMAGED) from error


def _parts(document: Document) -> Package:
    root = document.element
    body = root.find(qn("w:body"))
    if root.tag != qn("w:document") or body is None:
        raise UnreadableDocx("这不是普通的 DOCX 文件，请另存为“Word 文档（*.docx）”后重新上传")
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocx("文件中有不允许的实体声明，请在 WPS 中另存为 .docx 后重新上传")
    first, headers = None, []
    for number, section in enumerate(document.sections):
        if number == 0 and section.different_first_page_header_footer:
            first = _own(section.first_page_header)
        headers += [_own(header) for header in (section.header, section.even_page_header)]
    notes = [
        parse_xml(relation.target_part.blob)
        for relation in document.part.rels.values()
        if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes"))
    ]
    return Package(
        body,
        document.styles.element,
        first,
        tuple(header for header in headers if header is not None),
        tuple(notes),
        tuple(comment.text for comment in document.comments),
    )


def _own(header: _Header) -> Element | None:
    return None if header.is_linked_to_previous else header._element


def _check_package(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableDocx("文件解压后过大，不能读取，请删去其中的图片和多余内容后重新上传")
    if any(part.file_size > MOST_XML for part in parts if part.filename.lower().endswith((".xml", ".rels"))):
        raise UnreadableDocx("文件正文过大，不能读取，请分成几个文件后重新上传")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableDocx("文件加了密码，请去掉密码后重新上传")
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise UnreadableDocx(DAMAGED)
    macro = any(name.lower().endswith("vbaproject.bin") for name in names)
    if macro or b"macroEnabled" in package.read("[Content_Types].xml"):
        raise UnreadableDocx("文件中有宏，不能接收，请另存为不带宏的 .docx 后重新上传")
