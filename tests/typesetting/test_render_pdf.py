import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
import typst
from hypothesis import example, given, settings

from huxin.typesetting.content import (
    Cell,
    Column,
    Heading,
    Imprint,
    InvalidContent,
    Layout,
    Mark,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    cells,
    plain,
)
from huxin.typesetting.fonts import folders
from huxin.typesetting.measures import POINTS_PER_MM
from huxin.typesetting.render_pdf import render_pdf
from tests.typesetting.papers import LETTER, MINUTES, NOTICE, PAPERS, REPORT
from tests.typesetting.trees import once_headed, papers, pdf_text, squeezed, words_of

MADE = datetime(2026, 6, 10, 9, 30, tzinfo=UTC)
HEIGHT = 297 * POINTS_PER_MM
NASTY = '#eval("1") $x^2$ \\ @ref <a> *b* _c_ `d` #image("/etc/passwd") ~ -- // /* ]) } = 甲'


def report(*blocks, **more):
    return Paper(layout=Layout.REPORT, title="报告", blocks=blocks, **more)


def letters(pdf, page=0):
    """Each visible letter of a page with its box: (letter, left, top from the page's top edge, right)."""
    with pypdfium2.PdfDocument(pdf) as document:
        shown = document[page].get_textpage()
        height = document[page].get_height()
        found = []
        for place in range(shown.count_chars()):
            letter = shown.get_text_range(place, 1)
            if letter.strip():
                left, _, right, top = shown.get_charbox(place, loose=True)
                found.append((letter, left, height - top, right))
        return found


def pages(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


@pytest.mark.parametrize("name", [name for name in PAPERS if name != "notice"])
def test_the_page_says_what_the_tree_says(name):
    paper = PAPERS[name]
    assert once_headed(pdf_text(render_pdf(paper), paper), paper) == words_of(paper)


def test_a_table_with_merged_cells_loses_no_letter():
    assert sorted(squeezed(pdf_text(render_pdf(NOTICE), NOTICE))) == sorted(words_of(NOTICE))


@given(papers)
@example(replace(LETTER, imprint=Imprint(openness="主动公开")))
@settings(max_examples=25, deadline=None)
def test_any_paper_is_printed_with_every_letter(paper):
    shown = set(squeezed(pdf_text(render_pdf(paper), paper)))
    assert set(words_of(paper)) <= shown


def test_the_same_paper_gives_the_same_bytes():
    assert render_pdf(NOTICE, at=MADE) == render_pdf(NOTICE, at=MADE)
    assert render_pdf(NOTICE) == render_pdf(NOTICE)


def test_a_dated_paper_is_made_for_the_archive():
    pdf = render_pdf(NOTICE, at=MADE)
    assert b"pdfaid" in pdf
    assert b"2026-06-10" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"CreationDate" not in render_pdf(NOTICE)


def fonts_in(pdf):
    """Name of each font used, and whether it is inside the file."""
    with pypdfium2.PdfDocument(pdf) as document:
        return {
            (item.get_font().get_base_name().split("+")[-1], bool(item.get_font().is_embedded))
            for page in document
            for item in page.get_objects()
            if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
        }


def test_every_font_is_inside_the_file():
    fonts = fonts_in(render_pdf(NOTICE))
    assert fonts
    assert all(embedded for _, embedded in fonts)


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine without any font but ours."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders())
    monkeypatch.setattr("huxin.typesetting.render_pdf.shared_fonts", lambda: ours)


@pytest.mark.parametrize("name", PAPERS)
def test_a_machine_without_fonts_prints_with_those_we_bring(bare_machine, name):
    pdf = render_pdf(PAPERS[name], at=MADE)
    assert all(embedded for _, embedded in fonts_in(pdf))
    assert pdf_text(pdf, PAPERS[name])


def test_the_second_level_stands_in_a_type_of_its_own_with_rare_letters_too(bare_machine):
    paper = report(Heading(2, "喆堃赟玥珺祎䶮"), plain("正文"))
    used = {name for name, _ in fonts_in(render_pdf(paper))}
    assert "LXGWWenKai-Regular" in used
    assert not any("WenKai" in name for name, _ in fonts_in(render_pdf(report(plain("正文")))))
    assert "喆堃赟玥珺祎䶮" in squeezed(pdf_text(render_pdf(paper), paper))


def test_without_any_kai_the_second_level_is_heavier(monkeypatch):
    noto = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders()[:1])
    monkeypatch.setattr("huxin.typesetting.render_pdf.shared_fonts", lambda: noto)
    with pypdfium2.PdfDocument(render_pdf(report(Heading(2, "同样的字"), plain("正文")))) as document:
        drawn = [item for item in document[0].get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
        modes = [pypdfium2.raw.FPDFTextObj_GetTextRenderMode(item.raw) for item in drawn]
    stroked, filled = pypdfium2.raw.FPDF_TEXTRENDERMODE_FILL_STROKE, pypdfium2.raw.FPDF_TEXTRENDERMODE_FILL
    assert modes[1:3] == [stroked, filled]  # after the title


def test_rare_letters_of_names_are_printed():
    rare = "喆堃赟玥珺祎䶮"
    paper = report(plain(rare))
    assert rare in squeezed(pdf_text(render_pdf(paper), paper))


def test_a_letter_that_no_font_has_is_named():
    with pytest.raises(InvalidContent, match="印不出来"):
        render_pdf(report(plain("甲\U000e0fff\U0001fbfa\ue123")), at=MADE)


@pytest.mark.parametrize("field", ["title", "subtitle", "addressees", "note", "number"])
def test_markup_in_a_field_is_only_text(field):
    nasty = NASTY.replace("]", "")  # the check of the number's brackets has its own test
    paper = replace(NOTICE, **{field: nasty})
    assert squeezed(nasty) in squeezed(pdf_text(render_pdf(paper), paper))


def test_markup_in_blocks_and_lists_is_only_text():
    table = Table((Column(),), (cells(NASTY), cells(NASTY)), caption=NASTY)
    paper = replace(
        NOTICE,
        blocks=(Heading(2, NASTY, run_in=(Run(NASTY, True),)), plain(NASTY), table),
        attachments=(NASTY,),
        annexes=(),
        signature=Signature((NASTY,), NASTY),
    )
    assert squeezed(pdf_text(render_pdf(paper), paper)).count(squeezed(NASTY)) == 9
    paper = replace(NOTICE, mark=Mark((NASTY,), "文件"), signatories=(NASTY,), urgency=NASTY)
    assert squeezed(pdf_text(render_pdf(paper), paper)).count(squeezed(NASTY)) == 3


def test_a_full_page_holds_22_lines_of_28_letters():
    pdf = render_pdf(report(plain("国" * 28 * 60)))
    shown = [letter for letter in letters(pdf, 1) if letter[0] == "国"]
    assert len(shown) == 22 * 28
    lines = sorted({round(top, 1) for _, _, top, _ in shown})
    assert len(lines) == 22
    assert lines[1] - lines[0] == pytest.approx(28.95, abs=0.11)


def test_the_text_stands_in_the_type_area():
    shown = [letter for letter in letters(render_pdf(report(plain("国" * 28 * 60))), 1) if letter[0] == "国"]
    assert min(left for _, left, _, _ in shown) == pytest.approx(28 * POINTS_PER_MM, abs=1)
    assert max(right for *_, right in shown) <= 184 * POINTS_PER_MM + 1
    assert min(top for _, _, top, _ in shown) >= 36 * POINTS_PER_MM


@pytest.mark.parametrize(("paper", "millimetres"), [(NOTICE, 72), (MINUTES, 72), (LETTER, 30)])
def test_the_mark_stands_where_the_standard_says(paper, millimetres):
    size = max(letters(render_pdf(paper)), key=lambda letter: letter[3] - letter[1])
    assert size[0] in paper.mark.organs[0] + paper.mark.suffix + paper.title
    mark = next(letter for letter in letters(render_pdf(paper)) if letter[2] > (millimetres - 4) * POINTS_PER_MM)
    assert mark[2] / POINTS_PER_MM == pytest.approx(millimetres, abs=4)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    pdf = render_pdf(REPORT)
    odd, even = letters(pdf, 0)[-3:], letters(pdf, 1)[-3:]
    assert ["".join(letter for letter, *_ in number) for number in (odd, even)] == ["—1—", "—2—"]
    assert odd[-1][3] == pytest.approx((210 - 26) * POINTS_PER_MM - 14, abs=4)
    assert even[0][1] == pytest.approx(28 * POINTS_PER_MM + 14, abs=2)


def test_the_first_page_of_a_letter_has_no_page_number():
    pdf = render_pdf(replace(LETTER, blocks=tuple(plain("甲" * 300) for _ in range(5))))
    assert all(letter != "—" for letter, *_ in letters(pdf, 0))
    assert [letter for letter, *_ in letters(pdf, 1)][-3:] == ["—", "2", "—"]


def test_the_header_of_a_long_table_is_repeated():
    table = Table((Column(), Column()), (cells("序号", "单位名称"), *(cells(str(n), "某单位") for n in range(80))))
    pdf = render_pdf(report(table))
    assert pages(pdf) > 1
    with pypdfium2.PdfDocument(pdf) as document:
        assert all("单位名称" in page.get_textpage().get_text_range() for page in document)


def test_a_cell_longer_than_a_page_is_printed_to_its_end():
    paper = report(Table((Column(1), Column(3)), (cells("项", "内容"), cells("一", "长" * 3000 + "完"))))
    assert squeezed(pdf_text(render_pdf(paper), paper)).count("长") == 3000
    assert "完" in pdf_text(render_pdf(paper), paper)


def test_a_very_long_word_stays_on_the_page():
    word = "https://example.test/" + "a1b2c3d4" * 40
    paper = report(plain(f"见{word}。"), Table((Column(1), Column(9)), (cells("网址", word), cells(word, "乙"))))
    pdf = render_pdf(paper)
    assert all(right <= (210 - 25) * POINTS_PER_MM for *_, right in letters(pdf))
    assert squeezed(pdf_text(pdf, paper)).count(word) >= 1


def test_the_signature_never_stands_alone_on_a_page():
    for count in range(14, 30):
        paper = report(*(plain("甲") for _ in range(count)), signature=Signature(("某局",), "2026年6月1日"))
        with pypdfium2.PdfDocument(render_pdf(paper)) as document:
            last = document[len(document) - 1].get_textpage().get_text_range()
        assert "甲" in last
        assert "某局" in last


def test_a_long_last_paragraph_is_divided_and_its_end_stays_with_the_signature():
    blocks = (*(plain("甲") for _ in range(10)), plain("乙" * 28 * 9))
    pdf = render_pdf(report(*blocks, signature=Signature(("某局",), "今日")))
    with pypdfium2.PdfDocument(pdf) as document:
        first, last = (page.get_textpage().get_text_range() for page in document)
    assert first.count("乙") > 200
    assert 0 < last.count("乙") < 50
    assert "某局" in last


def test_forty_attachments_and_twenty_organs_are_all_printed():
    names = tuple(f"第{number}号清单" for number in range(40))
    paper = report(plain("甲"), attachments=names, signature=Signature(tuple(f"第{n}局" for n in range(20)), "今日"))
    shown = [letter for page in range(pages(render_pdf(paper))) for letter in letters(render_pdf(paper), page)]
    assert sum(letter == "单" for letter, *_ in shown) == 40
    assert sum(letter == "局" for letter, *_ in shown) == 20
    assert all(0 < top < (297 - 15) * POINTS_PER_MM for _, _, top, _ in shown)


def test_a_heading_never_ends_a_page():
    for count in range(14, 24):
        paper = report(*(plain("甲") for _ in range(count)), Heading(1, "标题乙"), plain("丙"))
        with pypdfium2.PdfDocument(render_pdf(paper)) as document:
            holding = [page.get_textpage().get_text_range() for page in document]
        assert any("标题乙" in page and "丙" in page for page in holding)


def test_the_imprint_stands_at_the_foot_of_the_last_page():
    last = letters(render_pdf(NOTICE), pages(render_pdf(NOTICE)) - 1)
    above_number = [letter for letter in last if letter[2] < (297 - 34) * POINTS_PER_MM]
    assert max(top for _, _, top, _ in above_number) > (297 - 35 - 14) * POINTS_PER_MM


def test_whether_a_letter_is_open_never_stands_alone_on_a_page():
    for count in range(1, 18):
        body = tuple(plain("甲") for _ in range(count))
        pdf = render_pdf(replace(LETTER, blocks=body, attachments=(), imprint=Imprint(openness="不予公开")))
        with pypdfium2.PdfDocument(pdf) as document:
            last = document[len(document) - 1].get_textpage().get_text_range()
        assert "6月3日" in last, count
        boxes = [box for box in letters(pdf, pages(pdf) - 1) if box[2] < (297 - 20) * POINTS_PER_MM]
        lines = sorted({round(top) for _, _, top, _ in boxes})
        assert all(after - before > 10 for before, after in itertools.pairwise(lines)), count


def test_empty_fields_print_an_empty_form():
    assert pages(render_pdf(Paper(layout=Layout.OFFICIAL, title="空", mark=Mark(("某局",), "文件")))) == 1
    assert pages(render_pdf(report(Paragraph(), Table((Column(),), ((Cell(),),))))) == 1


def test_nine_organs_issue_jointly_with_text_on_the_first_page():
    paper = replace(NOTICE, mark=Mark(tuple(f"文山州第{n}人力资源和社会保障局" for n in "一二三四五六七八九"), "文件"))
    with pypdfium2.PdfDocument(render_pdf(paper)) as document:
        assert re.search("为全面掌握", document[0].get_textpage().get_text_range())


def test_a_long_mark_fits_one_line():
    organ = "云南省文山壮族苗族自治州新就业形态劳动者权益保障工作联席会议办公室"
    shown = letters(render_pdf(replace(NOTICE, mark=Mark((organ,), "文件"))))
    mark = [letter for letter in shown if 70 * POINTS_PER_MM < letter[2] < 85 * POINTS_PER_MM]
    assert "".join(letter for letter, *_ in mark) == organ + "文件"
    assert mark[0][1] >= 28 * POINTS_PER_MM
    assert mark[-1][3] <= 184 * POINTS_PER_MM
