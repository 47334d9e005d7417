"""May a handed-in file be opened as a DOCX, and if not, what should the person do?"""

import io
import struct
import zipfile
import zlib

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

MOST_BYTES = 20 * 1024 * 1024            # of the file as handed in
MOST_UNPACKED = 100 * 1024 * 1024        # of all parts together
MOST_XML = 16 * 1024 * 1024              # of one XML part
MOST_PARTS = 2000
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = "文件已损坏或不是 DOCX 文件，请在 WPS 或 Word 中打开，另存为 .docx 后重新上传"


class UnreadableDocx(Exception):
    """The file cannot be taken. `reason` is one Chinese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def opened(data: bytes) -> Document:
    """The document, after everything dangerous or unknown has been refused."""
    if len(data) > MOST_BYTES:
        raise UnreadableDocx(f"文件超过{MOST_BYTES // 1024 // 1024}兆，请删去其中的图片后重新上传")
    if data.startswith(OLE_HEADER):
        raise UnreadableDocx("这是旧版 .doc 文件或加了密码的文件，请在 WPS 或 Word 中去掉密码，另存为 .docx 后重新上传")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package)
        document = docx.Document(io.BytesIO(data))
        root = document.element
    except (zipfile.BadZipFile, OpcError, etree.XMLSyntaxError, zlib.error, struct.error, NotImplementedError,
            KeyError, ValueError, AttributeError, EOFError, OSError) as error:
        raise UnreadableDocx(DAMAGED) from error
    if root.tag != qn("w:document") or root.find(qn("w:body")) is None:
        raise UnreadableDocx("这不是普通的 DOCX 文件，请另存为“Word 文档（*.docx）”后重新上传")
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocx("文件中有不允许的实体声明，请在 WPS 中另存为 .docx 后重新上传")
    return document


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
