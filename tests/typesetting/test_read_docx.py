import io
import struct
import zipfile
from contextlib import suppress
from dataclasses import replace

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.typesetting.content import (
    Align,
    Column,
    Heading,
    Layout,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    cells,
    plain,
    text,
)
from huxin.typesetting.docx_package import MOST_BYTES, UnreadableDocx
from huxin.typesetting.read_docx import read_docx
from huxin.typesetting.render_docx import render_docx
from tests.typesetting.papers import CARDS, FORM, LETTER, MINUTES, NOTICE, PAPERS, TWO_PARTS, UPWARD
from tests.typesetting.trees import papers, squeezed, texts

SHORT = Paper(
    layout=Layout.REPORT,
    title="报告",
    addressees="州政府",
    signature=Signature(("某局",), "2026年6月1日"),
    blocks=(Heading(1, "甲"), plain("第一段"), Heading(1, "乙"), plain("第二段")),
)


class Editing:
    """The file of a paper opened in WPS, and what the tree is after it was handed in again."""

    def __init__(self, paper):
        self.paper = paper
        self.document = docx.Document(io.BytesIO(render_docx(paper)))

    def paragraph(self, shown):
        return next(paragraph for paragraph in self.document.paragraphs if shown in paragraph.text)

    def saved(self):
        data = io.BytesIO()
        self.document.save(data)
        return data.getvalue()

    def read(self):
        self.tree, remarks = read_docx(self.saved(), self.paper)
        self.remarks = "\n".join(remark.place + remark.message for remark in remarks)
        return self.tree


@pytest.mark.parametrize("name", PAPERS)
def test_an_unchanged_file_gives_the_same_tree(name):
    assert read_docx(render_docx(PAPERS[name]), PAPERS[name]) == (PAPERS[name], ())


@given(papers)
@settings(max_examples=60, deadline=None)
def test_any_unchanged_file_gives_the_same_tree(paper):
    assert read_docx(render_docx(paper), paper)[0] == paper


def test_changed_words_come_back():
    edit = Editing(NOTICE)
    edit.paragraph("为全面掌握").runs[0].text = "现将有关事项通知如下。"
    assert edit.read() == replace(NOTICE, blocks=(plain("现将有关事项通知如下。"), *NOTICE.blocks[1:]))
    assert edit.remarks == ""


def test_a_run_made_bold_in_the_office_comes_back_bold():
    edit = Editing(SHORT)
    edit.paragraph("第一段").add_run("要点").bold = True
    assert edit.read().blocks[1] == Paragraph((Run("第一段"), Run("要点", True)))


def test_a_new_heading_is_counted_and_wrong_numbers_are_put_right_with_a_remark():
    edit = Editing(SHORT)
    edit.paragraph("二、乙").insert_paragraph_before("二、新增", style="Heading 1")
    tree = edit.read()
    assert [block.text for block in tree.blocks if isinstance(block, Heading)] == ["甲", "新增", "乙"]
    assert "序号“二、”已按顺序改为“三、”" in edit.remarks


def test_a_heading_whose_mark_was_taken_away_stays_without():
    edit = Editing(SHORT)
    edit.paragraph("二、乙").runs[0].text = "乙"
    assert Heading(1, "乙", numbered=False) in edit.read().blocks


def test_the_number_written_in_by_the_registry_is_read():
    edit = Editing(replace(UPWARD, signatories=()))
    edit.paragraph("〔").runs[0].text = "文人社请〔2026〕5号"
    assert edit.read().number == "文人社请〔2026〕5号"


def test_signatories_and_number_are_kept_apart():
    edit = Editing(UPWARD)
    assert edit.read().signatories == ("甲某某", "乙某某")
    assert edit.tree.number is None


def test_a_line_pressed_out_of_the_addressees_is_body_text():
    edit = Editing(SHORT)
    edit.paragraph("一、甲").insert_paragraph_before("导语。", style="主送机关")
    tree = edit.read()
    assert tree.addressees == "州政府"
    assert tree.blocks[0] == plain("导语。")


def test_new_rows_and_columns_of_a_table_come_back():
    columns = (Column(1), Column(3, Align.LEFT))
    paper = replace(SHORT, blocks=(Table(columns, (cells("序号", "单位"), cells("1", "甲"))),))
    edit = Editing(paper)
    table = edit.document.tables[0]
    for cell, shown in zip(table.add_row().cells, ("2", "乙"), strict=True):
        cell.text = shown
    tree = edit.read()
    assert tree.blocks[0].rows == (cells("序号", "单位"), cells("1", "甲"), cells("2", "乙"))
    assert tree.blocks[0].columns == paper.blocks[0].columns
    assert tree.blocks[0].header_rows == 1


def test_a_table_drawn_in_the_office_comes_back():
    edit = Editing(SHORT)
    table = edit.document.add_table(2, 2)
    for cell, shown in zip([*table.rows[0].cells, *table.rows[1].cells], "甲乙丙丁", strict=True):
        cell.text = shown
    table.cell(0, 0).merge(table.cell(0, 1))
    made = next(block for block in edit.read().blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in made.rows] == [["甲\n乙"], ["丙", "丁"]]
    assert made.rows[0][0].across == 2


def test_columns_that_wps_rounds_keep_their_shares():
    paper = replace(SHORT, blocks=(Table((Column(1), Column(6)), (cells("序号", "单位"),)),))
    edit = Editing(paper)
    for column in edit.document.tables[0]._tbl.tblGrid:
        column.set(qn("w:w"), str(int(column.get(qn("w:w"))) + 7))
    assert edit.read() == paper


def test_an_opinion_written_into_a_form_comes_back():
    edit = Editing(FORM)
    box = edit.document.tables[0].rows[2].cells[-1]
    box.paragraphs[0].add_run("同意。")
    box.paragraphs[0].insert_paragraph_before("请抓紧。", style="表单内容")
    field = edit.read().blocks[0].rows[2].fields[0]
    assert (field.value, field.foot) == ("请抓紧。\n同意。", FORM.blocks[0].rows[2].fields[0].foot)


def test_a_card_added_in_the_office_comes_back():
    edit = Editing(CARDS)
    row = edit.document.tables[0].add_row()
    row.cells[0].text = "州总工会"
    row.cells[0].add_paragraph("某甲")
    tree = edit.read()
    assert (tree.blocks[-1].name, tree.blocks[-1].unit) == ("某甲", "州总工会")


@pytest.mark.parametrize("name", ["notice", "letter", "minutes", "report", "two_parts"])
def test_a_file_that_lost_all_styles_is_recognised_by_its_words(name):
    edit = Editing(PAPERS[name])
    for properties in edit.document.element.body.iter(qn("w:pPr")):
        for style in properties.findall(qn("w:pStyle")):
            properties.remove(style)
    tree = edit.read()
    paper = PAPERS[name]
    for field in ("mark", "number", "title", "addressees", "attachments", "signature", "note", "imprint"):
        assert getattr(tree, field) == getattr(paper, field), field
    assert [annex.title for annex in tree.annexes] == [annex.title for annex in paper.annexes]
    assert sorted(squeezed(text(tree))) == sorted(squeezed(text(paper)))


def test_unstyled_headings_are_recognised_by_their_marks():
    edit = Editing(SHORT)
    edit.paragraph("二、乙").insert_paragraph_before("（一）新的小节", style="Normal")
    edit.paragraph("二、乙").insert_paragraph_before("（二）加强领导。各单位要认真落实。", style="Normal")
    blocks = edit.read().blocks
    assert Heading(2, "（一）新的小节", numbered=False) in blocks
    assert plain("（二）加强领导。各单位要认真落实。") in blocks


@given(
    st.lists(
        st.tuples(
            texts,
            st.sampled_from(
                [
                    "Normal",
                    "公文标题",
                    "发文字号",
                    "成文日期",
                    "附件标识",
                    "表题",
                    "Heading 2",
                    "版式空行",
                    "名单",
                    "版记抄送",
                    "发文机关标志",
                    "表单名目",
                ]
            ),
        ),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_no_text_is_lost_wherever_it_is_typed_in_whatever_style(lines):
    edit = Editing(SHORT)
    for place, (line, style) in enumerate(lines):
        edit.document.paragraphs[place * 2 % 7].insert_paragraph_before(line, style=style)
    tree = edit.read()
    kept = squeezed(text(tree))
    for line, _ in lines:
        missing = set(squeezed(line)) - set(kept) - set("：。、.（）()附件抄送一二三 1")
        assert not missing


def test_every_typed_word_is_still_there_once():
    edit = Editing(NOTICE)
    for place, style in enumerate(["公文标题", "主送机关", "附件标题", "成文日期", "附注", "发文机关标志", "版记抄送"]):
        edit.document.add_paragraph(f"标记{place}号", style=style)
    shown = text(edit.read())
    assert [shown.count(f"标记{place}号") for place in range(7)] == [1] * 7


def test_text_after_the_signature_moves_before_it_with_a_remark():
    edit = Editing(SHORT)
    edit.document.add_paragraph("补充一句。", style="公文正文")
    assert edit.read().blocks[-1] == plain("补充一句。")
    assert "已移入正文末尾" in edit.remarks


def test_what_was_deleted_is_said():
    edit = Editing(NOTICE)
    for shown in ("各县（市）人民政府，州级", "关于报送2026"):
        paragraph = edit.paragraph(shown)._p
        paragraph.getparent().remove(paragraph)
    tree = edit.read()
    assert tree.addressees == ""
    assert tree.title == NOTICE.title
    assert "没有主送机关" in edit.remarks
    assert "找不到标题，保留了原来的" in edit.remarks


def test_what_the_check_will_object_to_is_said():
    edit = Editing(NOTICE)
    edit.paragraph("〔2026〕18号").runs[0].text = "文人社发[2026]18号"
    edit.read()
    assert "六角括号" in edit.remarks


def test_page_breaks_and_alignment_set_by_hand_come_back():
    edit = Editing(SHORT)
    edit.paragraph("第二段").insert_paragraph_before("").add_run().add_break(WD_BREAK.PAGE)
    edit.paragraph("第一段").alignment = WD_ALIGN_PARAGRAPH.CENTER
    edit.paragraph("第二段").paragraph_format.page_break_before = True
    blocks = edit.read().blocks
    assert blocks.count(PageBreak()) == 2
    assert plain("第一段", Align.CENTER) in blocks


def test_indents_typed_as_blanks_and_soft_breaks_are_understood():
    edit = Editing(SHORT)
    run = edit.paragraph("第一段").runs[0]
    run.text = "\u3000\u3000第一段"
    run.add_break()
    run.add_text("下一行\t完")
    assert edit.read().blocks[1] == plain("第一段\n下一行 完")


def test_revisions_are_taken_as_they_show_with_a_remark():
    edit = Editing(SHORT)
    place = edit.paragraph("第一段")._p
    place.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='1' w:author='x'><w:r><w:t>新增</w:t></w:r></w:ins>"))
    place.append(parse_xml(f"<w:del {nsdecls('w')} w:id='2' w:author='x'><w:r><w:delText>旧</w:delText></w:r></w:del>"))
    assert edit.read().blocks[1] == plain("第一段新增")
    assert "修订" in edit.remarks


def test_comments_are_told_and_not_printed():
    edit = Editing(SHORT)
    paragraph = edit.paragraph("第一段")
    edit.document.add_comment(paragraph.runs, text="此处数字待核", author="x", initials="x")
    assert edit.read() == SHORT
    assert "此处数字待核" in edit.remarks


def test_pictures_formulas_and_automatic_numbers_are_told():
    edit = Editing(SHORT)
    place = edit.paragraph("第一段")._p
    place.append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>"))
    place.append(
        parse_xml(
            "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
            "<m:r><m:t>x+1</m:t></m:r></m:oMath>"
        )
    )
    place.append(parse_xml(f"<w:r {nsdecls('w')}><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"))
    edit.paragraph("第二段")._p.get_or_add_pPr().append(
        parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='3'/></w:numPr>")
    )
    assert edit.read().blocks[1] == plain("第一段x+1□")
    assert all(word in edit.remarks for word in ("图片", "公式", "符号", "自动编号", "“第一段”一段"))


def test_the_text_of_a_text_box_becomes_a_paragraph():
    edit = Editing(SHORT)
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"
    edit.paragraph("第一段")._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>{box}</v:textbox>"
            "</v:shape></w:pict></w:r>"
        )
    )
    assert edit.read().blocks[1:3] == (plain("第一段"), plain("框里的话"))
    assert "文本框" in edit.remarks


def test_links_and_content_controls_keep_their_text():
    edit = Editing(SHORT)
    edit.paragraph("第一段")._p.append(
        parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>链接</w:t></w:r></w:hyperlink>")
    )
    edit.paragraph("第二段")._p.addnext(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>")
    )
    blocks = edit.read().blocks
    assert blocks[1] == plain("第一段链接")
    assert plain("控件") in blocks


def test_the_text_of_a_table_inside_a_table_is_kept():
    paper = replace(SHORT, blocks=(Table((Column(),), (cells("外"),)),))
    edit = Editing(paper)
    inner = edit.document.tables[0].rows[0].cells[0].add_table(1, 1)
    inner.rows[0].cells[0].text = "内"
    assert edit.read().blocks[0].rows[0][0].text == "外\n内"
    assert "表格里的表格" in edit.remarks


def test_text_put_into_a_page_header_is_told():
    edit = Editing(NOTICE)
    edit.document.sections[0].header.paragraphs[0].text = "内部资料"
    edit.read()
    assert "页眉文字“内部资料”没有写入公文" in edit.remarks


def test_a_letter_keeps_what_it_does_not_print():
    paper = replace(LETTER, imprint=replace(LETTER.imprint, printed_by="某局办公室", printed_on="2026年6月3日"))
    assert Editing(paper).read() == paper


def test_organ_and_date_of_minutes_may_be_changed():
    edit = Editing(MINUTES)
    edit.paragraph("2026年3月12日").runs[0].text = "某办公室\t2026年3月15日"
    assert edit.read().signature == Signature(("某办公室",), "2026年3月15日")


def test_a_foreign_document_is_read_whole():
    document = docx.Document()
    for line in ("关于某事的报告", "州政府：", "一、情况", "很好。", "某局", "2026年6月1日"):
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    tree, remarks = read_docx(data.getvalue(), TWO_PARTS)
    assert tree.title == TWO_PARTS.title
    assert [squeezed(part) for part in text(replace(tree, title="")).split("\n")] == [
        "关于某事的报告",
        "州政府：",
        "一、情况",
        "很好。",
        "某局",
        "2026年6月1日",
    ]
    assert remarks


def repacked(data, change):
    """The package with its parts changed by `change(name, bytes) -> bytes`."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return made.getvalue()


def with_part(data, name, content):
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return made.getvalue()


def body_of(xml):
    return repacked(render_docx(SHORT), lambda name, part: xml if name == "word/document.xml" else part)


def encrypted(data):
    place = data.rindex(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, place + 8)[0] | 1
    return data[: place + 8] + struct.pack("<H", flags) + data[place + 10 :]


PLAIN_DOCX = render_docx(SHORT)
LETTER_DOCX = render_docx(LETTER)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是 DOCX"),
        (b"hello", "不是 DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版 .doc"),
        (b"PK\x03\x04" + bytes(MOST_BYTES), "超过20兆"),
        (PLAIN_DOCX[:-400], "不是 DOCX"),
        (with_part(PLAIN_DOCX, "word/vbaProject.bin", b"x"), "宏"),
        (
            repacked(PLAIN_DOCX, lambda _, part: part.replace(b"document.main+xml", b"document.macroEnabled.main+xml")),
            "宏",
        ),
        (with_part(PLAIN_DOCX, "word/media/image1.bmp", bytes(101 * 1024 * 1024)), "解压后过大"),
        (with_part(PLAIN_DOCX, "word/comments9.xml", bytes(17 * 1024 * 1024)), "正文过大"),
        (encrypted(PLAIN_DOCX), "密码"),
        (body_of(b"<w:document"), "已损坏"),
        (body_of(b"<document xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'/>"), "普通的 DOCX"),
        (
            body_of(f"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document {nsdecls('w')}><w:body/></w:document>".encode()),
            "实体声明",
        ),
        (body_of(b"<a>" * 100_000), "已损坏"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(data, said):
    with pytest.raises(UnreadableDocx) as refused:
        read_docx(data, SHORT)
    assert said in refused.value.reason


def test_an_empty_body_gives_the_original_head_and_remarks():
    data = body_of(f"<w:document {nsdecls('w')}><w:body><w:sectPr/></w:body></w:document>".encode())
    tree, remarks = read_docx(data, NOTICE)
    assert (tree.title, tree.mark, tree.blocks) == (NOTICE.title, NOTICE.mark, ())
    assert len(remarks) >= 5


@given(st.integers(0, len(PLAIN_DOCX) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused_but_never_crashes(place, noise):
    data = PLAIN_DOCX[:place] + noise + PLAIN_DOCX[place + len(noise) :]
    with suppress(UnreadableDocx):
        assert isinstance(read_docx(data, SHORT)[0], Paper)


@given(
    st.sampled_from(
        [
            "word/document.xml",
            "word/styles.xml",
            "word/settings.xml",
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/header1.xml",
            "word/footer1.xml",
            "docProps/core.xml",
        ]
    ),
    st.integers(0, 10_000),
    st.sampled_from([b"", b"<", b">", b'"', b"x", b"9", b"/", b"w:", b"<w:p/>", b"rId9", b"\xff"]),
)
@settings(max_examples=200, deadline=None)
def test_a_damaged_part_is_read_or_refused_but_never_crashes(name, place, noise):
    def damaged(part_name, part):
        at = place % (len(part) + 1)
        return part[:at] + noise + part[at + max(len(noise), 1) :] if part_name == name else part

    with suppress(UnreadableDocx):
        assert isinstance(read_docx(repacked(LETTER_DOCX, damaged), LETTER)[0], Paper)


@given(
    st.lists(
        st.sampled_from(
            [
                "<w:p>",
                "</w:p>",
                "<w:tbl>",
                "</w:tbl>",
                "<w:tr>",
                "</w:tr>",
                "<w:tc>",
                "</w:tc>",
                "<w:r>",
                "</w:r>",
                "<w:t>甲</w:t>",
                "<w:tcPr><w:gridSpan w:val='x'/><w:vMerge/></w:tcPr>",
                "<w:trPr><w:gridBefore w:val='2'/></w:trPr>",
                "<w:br/>",
                "<w:pPr><w:pStyle w:val='HuxinFormLabel'/><w:jc/></w:pPr>",
                "<w:pPr><w:pStyle/><w:sectPr/></w:pPr>",
                "<w:footnoteReference/>",
                "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>",
                "<w:sdt/>",
                "<w:ruby/>",
            ]
        ),
        max_size=30,
    )
)
@settings(max_examples=150, deadline=None)
def test_odd_markup_never_crashes_the_reader(parts):
    xml = f"<w:document {nsdecls('w')}><w:body>{''.join(parts)}</w:body></w:document>"
    with suppress(UnreadableDocx):
        assert isinstance(read_docx(body_of(xml.encode()), SHORT)[0], Paper)
