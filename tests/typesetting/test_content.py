import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.typesetting.content import (
    Annex,
    Card,
    Cell,
    Column,
    Form,
    FormRow,
    Heading,
    Imprint,
    InvalidContent,
    Labelled,
    Layout,
    Mark,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    attachment_lines,
    cells,
    paragraphs,
    plain,
    text,
    tidy,
    with_marks,
)
from huxin.typesetting.content_check import check
from huxin.typesetting.content_json import from_json, to_json
from huxin.typesetting.heading_marks import chinese_number
from tests.typesetting.papers import LETTER, MINUTES, NOTICE, PAPERS, UPWARD
from tests.typesetting.trees import papers


def sheet(*blocks, **more):
    return Paper(layout=Layout.SHEET, title="表", blocks=blocks, **more)


def problems(paper):
    with pytest.raises(InvalidContent) as refused:
        check(paper)
    return "；".join(refused.value.problems)


def test_headings_number_themselves_and_deeper_levels_begin_again():
    blocks = [
        Heading(1, "甲"),
        Heading(2, "乙"),
        Heading(3, "丙"),
        Heading(4, "丁"),
        Heading(2, "戊"),
        Heading(1, "己"),
        Heading(2, "庚"),
        plain("辛"),
    ]
    assert [mark for _, mark in with_marks(blocks)] == ["一、", "（一）", "1.", "（1）", "（二）", "二、", "（一）", ""]


def test_a_heading_with_its_own_mark_is_not_counted():
    blocks = [Heading(1, "甲"), Heading(1, "另：乙", numbered=False), Heading(1, "丙")]
    assert [mark for _, mark in with_marks(blocks)] == ["一、", "", "二、"]


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_numbers_of_headings_are_chinese_to_ninety_nine(number, written):
    assert chinese_number(number) == written


def test_one_attachment_has_no_number_and_several_have():
    assert attachment_lines(("表",)) == ("附件：表",)
    assert attachment_lines(("表", "单")) == ("附件：1.表", "2.单")


def test_text_from_outside_is_made_harmless_but_kept():
    assert tidy("甲\r\n乙\x00\x0b丙\t丁\ud800\ufeff") == "甲\n乙丙 丁\ufffd"


def test_neighbouring_runs_of_one_kind_become_one():
    assert Paragraph((Run(" 甲"), Run("乙"), Run("", True), Run("丙 "))) == Paragraph((Run("甲乙丙"),))


def test_what_is_typed_into_a_field_becomes_paragraphs():
    assert paragraphs("甲\r\n\r\n　乙") == (plain("甲"), plain("乙"))


def test_punctuation_that_the_layout_adds_is_not_doubled():
    paper = sheet(addressees="各县（市）：", imprint=Imprint(copies_to="州委办。", printed_on="2026年6月1日印发"))
    assert "各县（市）：" in text(paper)
    assert "各县（市）：：" not in text(paper)
    assert "抄送：州委办。" in text(paper)
    assert "印发印发" not in text(paper)


def test_a_number_not_yet_given_leaves_room_to_write_it():
    assert "〔　　　　〕　　号" in text(UPWARD)
    assert "〔" not in text(sheet())


def test_minutes_say_organ_and_date_in_the_head():
    shown = text(MINUTES)
    assert shown.index("2026年3月12日") < shown.index("会议议定事项")


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_survives_json(name):
    assert from_json(json.loads(json.dumps(to_json(PAPERS[name])))) == PAPERS[name]


@given(papers)
def test_any_paper_survives_json_and_passes_its_check(paper):
    check(paper)
    assert from_json(json.loads(json.dumps(to_json(paper)))) == paper


def test_json_leaves_out_what_is_empty():
    assert to_json(sheet()) == {"version": 1, "layout": "sheet", "title": "表"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "版本"),
        ({"version": 2}, "版本"),
        ({"version": 1}, "layout"),
        ({"version": 1, "layout": "poem"}, "poem"),
        ({"version": 1, "layout": "sheet", "colour": "red"}, "colour"),
        ({"version": 1, "layout": "sheet", "title": 3}, "公文.title"),
        ({"version": 1, "layout": "sheet", "number": 3}, "公文.number"),
        ({"version": 1, "layout": "sheet", "blocks": {}}, "公文.blocks"),
        ({"version": 1, "layout": "sheet", "blocks": [{"kind": "image"}]}, "公文.blocks[0]"),
        ({"version": 1, "layout": "sheet", "blocks": ["甲"]}, "公文.blocks[0]"),
        ({"version": 1, "layout": "sheet", "blocks": [{"kind": "heading", "level": True, "text": "甲"}]}, "level"),
        ({"version": 1, "layout": "sheet", "signature": []}, "公文.signature"),
    ],
)
def test_json_that_is_no_paper_is_refused_with_its_place(data, said):
    with pytest.raises(InvalidContent) as refused:
        from_json(data)
    assert said in str(refused.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["version", "layout", "blocks", "kind", "mark", "organs", "level"]), inner
            )
        ),
    )
)
def test_no_json_crashes_the_reader(data):
    with pytest.raises(InvalidContent):
        from_json(data)


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (Paper(layout=Layout.OFFICIAL), "缺少标题"),
        (Paper(layout=Layout.OFFICIAL, title="甲"), "缺少发文机关标志"),
        (Paper(layout=Layout.LETTER, title="甲", mark=Mark(("局", ""))), "有机关没有名称"),
        (Paper(layout=Layout.LETTER, title="甲", mark=Mark(("局",)), number="文[2026]1号"), "六角括号"),
        (Paper(layout=Layout.LETTER, title="甲", mark=Mark(("局",)), copy_number="一"), "阿拉伯数字"),
        (Paper(layout=Layout.LETTER, title="甲", mark=Mark(("局",)), signatories=("甲",)), "只有公文版式"),
        (Paper(layout=Layout.OFFICIAL, title="甲", mark=Mark(("局",)), signatories=("甲\u3000乙",)), "签发人"),
        (sheet(number="文〔2026〕1号"), "没有版头"),
        (Paper(layout=Layout.CARDS), "没有人名"),
        (Paper(layout=Layout.CARDS, blocks=(plain("甲"),)), "只能放席卡"),
        (Paper(layout=Layout.CARDS, blocks=(Card(""),)), "没有姓名"),
        (Paper(layout=Layout.CARDS, blocks=(Card("甲"),), imprint=Imprint("乙")), "不能有附件或版记"),
        (sheet(Card("甲")), "席卡只能用于席卡版式"),
        (sheet(Heading(5, "甲")), "1至4"),
        (sheet(Heading(1, " ")), "没有文字"),
        (sheet(Labelled("出席：", "甲")), "不含冒号"),
        (sheet(Table((), ())), "1至63列"),
        (sheet(Table((Column(),), ())), "没有行"),
        (sheet(Table((Column(0),), (cells("甲"),))), "列宽"),
        (sheet(Table((Column(),), (cells("甲"),), 2)), "表头行数"),
        (sheet(Table((Column(), Column()), (cells("甲"),))), "不足2列"),
        (sheet(Table((Column(),), (cells("甲", "乙"),))), "超出了表格"),
        (sheet(Table((Column(),), ((Cell("甲", down=2),), cells("乙")))), "超出了表格"),
        (sheet(Table((Column(),), ((Cell("甲", across=0),),))), "小于1"),
        (sheet(Form(())), "没有行"),
        (sheet(Form((FormRow(()),))), "1至4项"),
        (sheet(Form((FormRow((), 300),))), "200毫米"),
        (sheet(annexes=(Annex("附件1", ""),)), "缺少“附件”字样或标题"),
        (sheet(annexes=(Annex("附件1", "表", (Heading(9, "甲"),)),)), "附件1第1段"),
        (sheet(attachments=("",)), "附件没有名称"),
        (sheet(signature=Signature(("",))), "署名"),
    ],
)
def test_what_cannot_be_printed_is_named_in_chinese(paper, said):
    assert said in problems(paper)


def test_all_problems_are_named_at_once():
    assert problems(sheet(Heading(0, ""), Form(()))).count("正文第") == 3


def test_realistic_papers_pass():
    for paper in (NOTICE, LETTER, MINUTES, UPWARD):
        check(paper)
