import io
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings

from huxin.typesetting.content import Field, Form, FormRow, InvalidContent, Layout, Paper, Signature, text
from huxin.typesetting.docx_package import opened
from huxin.typesetting.docx_scan import Break, Text, scan
from huxin.typesetting.render_docx import render_docx
from tests.typesetting.papers import CARDS, FORM, LETTER, MINUTES, NOTICE, PAPERS, REPORT
from tests.typesetting.trees import papers, squeezed

MADE = datetime(2026, 6, 10, 9, 30, tzinfo=UTC)


def read(paper):
    return docx.Document(io.BytesIO(render_docx(paper)))


def words_in(paper):
    found = scan(opened(render_docx(paper)))
    texts = [*(found.mark if paper.layout is Layout.LETTER else ())]
    for item in found.items:
        if not isinstance(item, Break):
            texts.extend([item] if isinstance(item, Text) else item.texts())
    return squeezed("".join(found.text for found in texts))


@pytest.mark.parametrize("name", PAPERS)
def test_the_document_says_what_the_tree_says(name):
    assert words_in(PAPERS[name]) == squeezed(text(PAPERS[name]))


@given(papers)
@settings(max_examples=40, deadline=None)
def test_any_document_says_what_its_tree_says(paper):
    assert words_in(paper) == squeezed(text(paper))


def test_the_same_paper_gives_the_same_bytes():
    assert render_docx(NOTICE, at=MADE) == render_docx(NOTICE, at=MADE)


def test_the_file_names_nobody():
    core = read(NOTICE).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    with zipfile.ZipFile(io.BytesIO(render_docx(NOTICE))) as package:
        assert not any("thumbnail" in name or "customXml" in name for name in package.namelist())
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_carries_the_moment_it_was_made():
    created = docx.Document(io.BytesIO(render_docx(NOTICE, at=MADE))).core_properties.created
    assert created.replace(tzinfo=UTC) == MADE


def test_the_page_is_that_of_the_standard():
    section = read(NOTICE).sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_body_type_is_fangsong_of_three_with_exact_pitch():
    style = read(NOTICE).styles["公文正文"]
    assert style.font.size.pt == 16
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert style.paragraph_format.line_spacing.pt == 28.95
    assert style.paragraph_format.first_line_indent.pt == 32


def test_headings_have_outline_levels_for_the_navigation():
    document = read(NOTICE)
    shown = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    texts = [paragraph.text.split("。")[0] for paragraph in shown]
    assert texts[:3] == ["一、报送内容", "（一）推进落实情况", "（二）典型案例"]
    levels = [
        document.styles[f"Heading {level}"].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val"))
        for level in range(1, 5)
    ]
    assert levels == ["0", "1", "2", "3"]


def test_the_header_of_a_table_is_repeated():
    table = read(REPORT).tables[0]
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert len(table.rows) == 30
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_merged_cells_are_merged():
    table = read(NOTICE).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "任务", "数量", "数量", "备注"]
    assert [cell.text for cell in table.rows[1].cells] == ["序号", "任务", "本期", "累计", "备注"]


def test_page_numbers_are_fields_right_on_odd_and_left_on_even_pages():
    document = read(NOTICE)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    aligns = {}
    for name, footer in (("odd", section.footer), ("even", section.even_page_footer)):
        paragraph = footer.paragraphs[0]
        assert "PAGE" in "".join(node.text for node in paragraph._p.iter(qn("w:instrText")))
        aligns[name] = paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val"))
    assert aligns == {"odd": "right", "even": "left"}


def test_a_letter_has_its_mark_and_double_lines_on_the_first_page_only():
    section = read(LETTER).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == LETTER.mark.organs[0]
    borders = [
        paragraph._p.pPr.find(qn("w:pBdr"))[0]
        for paragraph in (section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0])
    ]
    assert [border.get(qn("w:val")) for border in borders] == ["thickThinSmallGap", "thinThickSmallGap"]
    assert section.header.is_linked_to_previous


def test_a_wide_annex_lies_on_its_side_and_the_imprint_stands_upright():
    orientations = [section.orientation for section in read(NOTICE).sections]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_the_imprint_is_anchored_at_the_foot_of_the_page():
    imprint = read(MINUTES).tables[-1]._tbl.tblPr.find(qn("w:tblpPr"))
    assert (imprint.get(qn("w:vertAnchor")), imprint.get(qn("w:tblpYSpec"))) == ("margin", "bottom")


def test_boxes_of_a_form_have_their_height():
    rows = read(FORM).tables[0].rows
    assert [round(row.height.mm) for row in rows] == [10, 16, 40, 35, 10, 14, 10]


def paragraph_of(paper, words):
    return next(p for p in read(paper).paragraphs if words in p.text)


def test_lines_keep_their_exact_pitch_and_do_not_snap_to_a_grid():
    styles = read(NOTICE).styles.element
    [normal] = styles.xpath("./w:style[@w:styleId='Normal']/w:pPr")
    assert normal.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    assert normal.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"


def test_a_heading_that_runs_into_its_text_does_not_drag_the_next_ones_along():
    assert paragraph_of(MINUTES, "关于任务分解").paragraph_format.keep_with_next is False
    assert paragraph_of(MINUTES, "会议议定事项").paragraph_format.keep_with_next is None  # as its style says


def test_a_date_that_finds_no_room_beside_the_organ_of_minutes_stands_below_it():
    assert "办公室\n\t2026年3月12日" in paragraph_of(MINUTES, "2026年3月12日").text
    short = replace(MINUTES, signature=Signature(("某办公室",), "2026年3月12日"))
    assert "某办公室\t2026年3月12日" in paragraph_of(short, "2026年3月12日").text


def test_the_mark_is_as_high_as_its_type_in_whatever_font():
    mark = paragraph_of(NOTICE, "文件")
    size = mark.runs[0].font.size.pt
    assert mark.paragraph_format.line_spacing.pt == pytest.approx(size * 1.2, abs=0.2)


def test_the_foot_of_a_box_stands_at_its_bottom():
    [row] = [row for row in read(FORM).tables[0].rows if "签发意见" in row.cells[0].text]
    value, foot = row.cells[-1].paragraphs
    below = foot.paragraph_format.space_before.pt + 2 * 16.8 + 8
    assert value.text == ""
    assert below == pytest.approx(row.height.pt, abs=1)


def _png(width, height):
    """A black picture."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" * (width + 1)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("dots", "high", "wide"), [((300, 100), 15, 45), ((2000, 100), 3, 51)])
def test_a_drawn_signature_stands_in_its_box_and_is_not_wider(dots, high, wide):
    ink = _png(*dots)
    paper = Paper(layout=Layout.SHEET, title="笔录", blocks=(Form((FormRow((
        Field("申请人\n签名", "王师傅（屏幕签字）", "2026年11月28日", ink), Field("记录人签名", "", "年　月　日"),
    ), 24),)),))  # fmt: skip
    made = docx.Document(io.BytesIO(render_docx(paper)))
    [shape] = made.inline_shapes
    assert (round(shape.height.mm), round(shape.width.mm)) == (high, pytest.approx(wide, abs=2))
    assert shape._inline.docPr.get("descr") == "申请人签名：王师傅（屏幕签字）"
    [part] = [one.target_part for one in made.part.rels.values() if one.reltype.endswith("/image")]
    assert part.blob == ink
    assert render_docx(paper) == render_docx(paper)


def test_two_name_cards_fill_a_page():
    rows = read(CARDS).tables[0].rows
    assert [round(row.height.mm) for row in rows] == [148, 148, 148]


def test_properties_stand_in_the_order_the_schema_demands():
    order = ["pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "spacing", "ind", "jc", "sectPr"]
    for paper in PAPERS.values():
        for properties in read(paper).element.body.iter(qn("w:pPr")):
            names = [child.tag.rpartition("}")[2] for child in properties]
            assert names == sorted(names, key=order.index)


def test_what_cannot_be_printed_is_refused():
    with pytest.raises(InvalidContent):
        render_docx(Paper(layout=Layout.REPORT))


def test_a_title_longer_than_properties_allow_is_printed_whole():
    paper = replace(REPORT, title="长" * 400)
    assert read(paper).core_properties.title == "长" * 255
    assert "长" * 400 in words_in(paper)
