"""What is this file by its content, and may it be kept at all?"""

import re
import zipfile
from pathlib import Path, PurePath

from huxin.base.errors import NotPossible

PDF, HTML, SVG, TEXT, OTHER = "application/pdf", "text/html", "image/svg+xml", "text/plain", "application/octet-stream"
OLE, ZIP, OFD = "application/x-ole-storage", "application/zip", "application/ofd"
PNG, PNG_HEAD = "image/png", b"\x89PNG\r\n\x1a\n"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
_HEAD = 4096
_MAGIC = (
    (PNG_HEAD, 0, PNG),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"BM", 0, "image/bmp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"WEBP", 8, "image/webp"),
    (b"WAVE", 8, "audio/wav"),
    (b"ID3", 0, "audio/mpeg"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftyp", 4, "video/mp4"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, OLE),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar"),
    (b"\x1f\x8b", 0, "application/gzip"),
)
_MACH = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00", *_MACH)
_PROGRAM_NAMES = re.compile(
    r"\.(exe|com|scr|dll|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|apk|sh|lnk|pif|cpl|reg)", re.IGNORECASE
)
_IN_ZIP = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}presentationml.presentation"),
    ("OFD.xml", OFD),
)
_MARKUP = re.compile(rb"<(!doctype html|html|head|body|script|iframe|svg)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def is_scan(kind: str) -> bool:
    """Can it be the photo or the scan of something that was signed or sealed?"""
    return kind in (PDF, OFD) or kind.startswith("image/")


def media_type(path: Path, name: str) -> str:
    """The type found in the first bytes; the name decides nothing but the refusal of programs."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if _PROGRAM_NAMES.fullmatch(PurePath(name).suffix) or head.startswith(_PROGRAMS):
        raise NotPossible(f"“{name}”是程序文件，不能上传。请上传文档、表格、图片、PDF等资料。")
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _packed(path, name)
    for magic, at, found in _MAGIC:
        if head[at : at + len(magic)] == magic:
            return found
    return _text(head)


def _packed(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ZIP  # kept as it came; whoever reads it says what is wrong
    if any(part.endswith("vbaProject.bin") for part in names):
        raise NotPossible(f"“{name}”含有宏程序，不能上传。请另存为不含宏的格式后再上传。")
    return next((found for part, found in _IN_ZIP if part in names), ZIP)


def _text(head: bytes) -> str:
    text = decoded(head)
    if text is None:
        return OTHER
    markup = _MARKUP.search(text.encode())
    if markup is None:
        return TEXT
    return SVG if markup.group(1).lower() == b"svg" else HTML


def decoded(data: bytes) -> str | None:
    """Text in UTF-8, UTF-16 with its mark, or GB 18030, perhaps cut in the middle of a character; else None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                text = data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if _CONTROL.search(text) else text
    return None
