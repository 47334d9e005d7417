"""Is every kind of file read, and every unreadable one refused with a sentence that helps?"""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from huxin.plans.reading import pdf
from huxin.plans.reading.files import Unreadable, read_file
from huxin.plans.reading.folding import GOES_ON
from tests.plans.reading.documents import as_docx, as_html, as_pdf

TEXT = "青岚市工作方案\n一、任务\n（一）规范用工。责任单位：市人社局牵头，市总工会配合。"
TRADITIONAL = "青嵐市工作方案\n一、任務\n責任單位：市總工會牽頭，市財政局配合。"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "utf-16", "utf-16-be-bom", "utf-16-le", "utf-16-be", "crlf", "cr-gb18030"],
)
def test_text_in_any_encoding_is_the_same_text(data: bytes) -> None:
    assert read_file("方案.txt", data) == TEXT


def test_big5_is_not_taken_for_gb18030() -> None:
    assert read_file("方案.txt", TRADITIONAL.encode("big5hkscs")) == TRADITIONAL


@pytest.mark.parametrize("build", [as_docx, as_html, as_pdf])
@pytest.mark.parametrize("name", ["方案.docx", "方案.txt", "方案"])
def test_the_content_decides_and_not_the_name(build: object, name: str) -> None:
    assert read_file(name, build(TEXT)).replace("\u3000", "").split() == TEXT.split()  # type: ignore[operator]


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _pdf_of_a_picture() -> bytes:
    import typst

    return typst.compile(b"#rect(width: 100%, height: 80%, fill: luma(200))", format="pdf")


LOCKED_PDF = (  # an Encrypt dictionary whose keys belong to no password
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<" + b"33" * 16 + b"><" + b"33" * 16 + b">]>>\n%%EOF"
)
BAD = {
    "empty": (b"", "空"),
    "blank": (b"\xef\xbb\xbf \r\n\t", "空"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".doc"),
    "locked word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "rich text": (b"{\\rtf1\\ansi", "RTF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
    "binary": (bytes(range(256)) * 20, "认不出"),
    "broken zip": (_zip(word__document=b"<a/>")[:40] + b"\x00" * 50, "损坏"),
    "excel": (_zip(**{"xl/workbook.xml": b"<a/>"}), "Excel"),
    "plain zip": (_zip(**{"a.txt": b"a"}), "压缩包"),
    "broken xml": (_zip(**{"word/document.xml": b"<w:document"}), "损坏"),
    "zip bomb": (_zip(**{"word/document.xml": b" " * 61_000_000}), "过大"),
    "broken pdf": (b"%PDF-1.7\n" + b"x" * 400, "损坏"),
}


def test_a_null_character_is_left_out() -> None:
    assert read_file("方案.txt", ("\x00" + "关于保护劳动者权益的工作方案" * 9).encode())[:2] == "关于"


@pytest.mark.parametrize("name", BAD)
def test_an_unreadable_file_is_refused_in_words(name: str) -> None:
    data, word = BAD[name]
    with pytest.raises(Unreadable) as refused:
        read_file("方案.docx", data)
    assert word in refused.value.reason


def test_a_pdf_of_pictures_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="扫描件"):
        read_file("方案.pdf", _pdf_of_a_picture())


def test_a_locked_pdf_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="密码"):
        read_file("方案.pdf", LOCKED_PDF)


def test_entities_in_a_docx_are_not_unfolded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]>'
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&c;ok</w:t></w:r></w:p></w:body></w:document>'
    with pytest.raises(Unreadable, match="损坏"):
        read_file("方案.docx", _zip(**{"word/document.xml": bomb + body}))


def test_automatic_numbers_and_merged_cells_of_a_docx_are_read() -> None:
    document = docx.Document()
    number = document.part.numbering_part.element
    abstract, level, form, words, instance = (
        OxmlElement(f"w:{tag}") for tag in ("abstractNum", "lvl", "numFmt", "lvlText", "num")
    )
    abstract.set(qn("w:abstractNumId"), "90")
    level.set(qn("w:ilvl"), "0")
    form.set(qn("w:val"), "chineseCounting")
    words.set(qn("w:val"), "（%1）")
    instance.set(qn("w:numId"), "90")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    level.extend([form, words])
    abstract.append(level)
    instance.append(link)
    number.extend([abstract, instance])
    for title in ("规范用工。", "畅通渠道。"):
        properties = document.add_paragraph(title)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = 90
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "任务"
    table.cell(0, 1).text, table.cell(1, 1).text = "甲", "乙"
    out = io.BytesIO()
    document.save(out)
    assert read_file("方案.docx", out.getvalue()) == f"（一）规范用工。\n（二）畅通渠道。\n任务\t甲\n{GOES_ON}\t乙"


def test_a_web_page_is_read_without_its_scripts() -> None:
    head = "<html><head><style>p{}</style><script>var a='责任单位'</script></head>"
    page = head + "<body><nav>首页</nav><p>一、任务</p><p>甲<br>乙</p></body></html>"
    assert read_file("a.html", page.encode()) == "首页\n一、任务\n甲\n乙"


def _printed(*lines: str, top: float = 700.0, size: float = 10.0) -> list[pdf._Char]:
    """Characters of full width, line under line, as a PDF holds them."""
    return [
        pdf._Char(char, 50 + n * size, top - row * 2 * size - size, 50 + (n + 1) * size, top - row * 2 * size)
        for row, words in enumerate(lines)
        for n, char in enumerate(words)
    ]


def test_signs_that_a_program_has_written_before_all_others_are_read_where_they_stand() -> None:
    inside = _printed("开展“示范”活动。")
    first = [char for char in inside if char.text in "“”"] + [char for char in inside if char.text not in "“”"]
    assert [line.text for line in pdf._lines(first)] == ["开展“示范”活动。"]


def test_a_sentence_that_comes_to_stand_at_the_top_of_two_pages_is_no_running_head() -> None:
    owed, head = "责任单位：州总工会落实。", "文山州工作方案"
    pages = [pdf._lines(_printed(head, words, "一二三四", "五六七八", "九", "十")) for words in (owed, owed)]
    pdf._without_edges(pages)
    assert [page[0].text for page in pages] == [owed, owed]


def test_on_a_page_of_short_lines_none_goes_on_in_the_next() -> None:
    names = pdf._lines(_printed(*(f"某某某州某某局某某科科长{'甲' * (n % 3 == 0)}" for n in range(9))))
    body = pdf._lines(_printed(*["甲" * 30] * 6, "乙"))
    text = list(pdf._paragraphs([body, names], pdf._ends([body, names], [600, 600])))
    assert text[-9:] == [line.text for line in names]
