"""Which text does a file hold that somebody handed in? Its content decides what it is, never its name."""

import re

from huxin.plans.reading.folding import fold

LARGEST = 60_000_000  # bytes of a file, and of what a compressed file may unfold to
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMMON = "的一是在不和有人这中大为上国工作单位部门责任年月日关于通知方案各市县州省局会劳动者"
_COMMON_TRADITIONAL = "的一是在不和有人這中大為上國工作單位部門責任年月日關於通知方案各市縣州省局會勞動者"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")


class Unreadable(Exception):
    """The file gives no text. `reason` is a Chinese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_file(name: str, data: bytes) -> str:
    """The text of a file: decoded, LF, no byte order mark, no null character, which no database keeps. `name` is only
    for the error sentence."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe\x0c"):
        raise Unreadable("文件是空的，请重新选择文件")
    if len(data) > LARGEST:
        raise Unreadable(f"文件有{len(data) // 1_000_000}兆，超过{LARGEST // 1_000_000}兆，请只上传方案本身")
    text = _by_content(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not fold(text[:2_000_000]):
        raise Unreadable("文件里没有文字，请重新选择文件")
    return text


def _by_content(data: bytes) -> str:
    head = data[:1024]
    if b"%PDF-" in head:
        from huxin.plans.reading.pdf import pdf_text  # loads pdfium: only where a PDF is read

        return pdf_text(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        from huxin.plans.reading.docx import docx_text  # loads lxml

        return docx_text(data)
    _refuse_known(data)
    text = decode(data)
    if re.search(r"<(?:!doctype html|html|head|body|div|table|p)[\s>]", text[:5000], re.IGNORECASE):
        from huxin.plans.reading.html import html_text  # loads lxml

        return html_text(text)
    return text


def _refuse_known(data: bytes) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("文件设了打开密码，请在WPS或Word中去掉密码，另存为.docx后再上传")
        raise Unreadable("这是旧版.doc文件（改扩展名不能转换格式），请在WPS或Word中打开，另存为.docx后再上传")
    if data.startswith(b"{\\rtf"):
        raise Unreadable("这是RTF文件，请在WPS或Word中打开，另存为.docx后再上传")
    if data.startswith(_IMAGES):
        raise Unreadable("这是图片，读不出文字，请上传.docx原文，或先做文字识别")


def decode(data: bytes) -> str:
    """Text in UTF-8, UTF-16, GB 18030 or Big5; what fits none is refused."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            text = _try(data, encoding)
            if text is None:
                raise Unreadable("文字编码已损坏，请用记事本另存为UTF-8后再上传")
            return text
    candidates = [_try(data, "utf-8")]
    if candidates[0] is None:
        if b"\x00" in data:
            candidates = [_try(data, "utf-16-le"), _try(data, "utf-16-be")]
        else:
            candidates = [_try(data, "gb18030"), _try(data, "big5hkscs")]
    texts = [text for text in candidates if text is not None and _looks_like_text(text)]
    if not texts:
        raise Unreadable("认不出这是什么文件，请上传.docx、.pdf、.html或.txt文件")
    return max(texts, key=_commonness)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _looks_like_text(text: str) -> bool:
    """Few control characters, and none of the private or unassigned kind that a wrong guess brings in crowds."""
    sample = text[:20_000] + text[-20_000:]
    strange = sum(
        1
        for ch in sample
        if (ch < " " and ch not in "\t\n\r\x0b\x0c\x1e") or "\ue000" <= ch <= "\uf8ff" or ch == "\x7f"
    )
    return strange * 50 <= len(sample)


def _commonness(text: str) -> int:
    sample = text[:20_000]
    return max(sum(sample.count(ch) for ch in common) for common in (_COMMON, _COMMON_TRADITIONAL))
