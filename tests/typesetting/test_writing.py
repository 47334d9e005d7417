"""Does a body typed in one text field come back into the tree with nothing lost?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.errors import NotPossible
from huxin.typesetting.content import (
    Align,
    Block,
    Column,
    Heading,
    Labelled,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    cells,
    plain,
)
from huxin.typesetting.writing import body_text, with_body
from tests.documents.conftest import tree

TABLE = Table((Column(), Column()), (cells("项目", "数量"), cells("走访", "3")))
BODY: tuple[Block, ...] = (
    plain("为做好工作，现通知如下。"),
    Heading(1, "报送内容"),
    Heading(2, "推进情况。", run_in=(Run("逐项说明，"), Run("不得笼统", True))),
    TABLE,
    Heading(1, "报送要求"),
    Paragraph((Run("请于"), Run("6月10日", True), Run("前报送。"))),
    Paragraph((Run("第一行\n第二行"),), Align.CENTER),
    Paragraph(),
    Labelled("联系人", "劳动关系科"),
    PageBreak(),
)


def paper(*blocks: Block) -> Paper:
    return replace(tree(), blocks=blocks)


def test_the_body_reads_like_the_paper() -> None:
    assert body_text(paper(*BODY)).split("\n") == [
        "为做好工作，现通知如下。",
        "一、报送内容",
        "（一）推进情况。逐项说明，不得笼统",
        "【表格1】",
        "二、报送要求",
        "请于6月10日前报送。",
        "第一行↵第二行",
        "【空行1】",
        "联系人：劳动关系科",
        "【分页1】",
    ]


def test_what_was_not_touched_comes_back_as_it_was() -> None:
    assert with_body(paper(*BODY), body_text(paper(*BODY)).replace("\n", "\r\n\r\n")) == paper(*BODY)


def test_new_lines_become_headings_and_paragraphs_by_their_marks() -> None:
    typed = "一、总体\n（二）宣传。各单位要落实。\n3．步骤\n（4）细则\n普通段落。\n2026年6月10日前报送。\n3.5万人参加。"
    assert with_body(paper(), typed).blocks == (
        Heading(1, "总体"),
        Heading(2, "宣传。", run_in=(Run("各单位要落实。"),)),
        Heading(3, "步骤"),
        Heading(4, "细则"),
        plain("普通段落。"),
        plain("2026年6月10日前报送。"),
        plain("3.5万人参加。"),
    )


def test_a_heading_put_in_between_renumbers_the_rest_and_keeps_its_bold() -> None:
    text = body_text(paper(*BODY)).replace("一、报送内容", "一、总体要求\n一、报送内容")
    changed = with_body(paper(*BODY), text)
    assert body_text(changed).split("\n")[1:3] == ["一、总体要求", "二、报送内容"]
    assert BODY[2] in changed.blocks


def test_a_table_is_moved_or_taken_out_but_not_doubled_or_invented() -> None:
    assert with_body(paper(TABLE, plain("甲")), "甲\n【表格1】").blocks == (plain("甲"), TABLE)
    assert with_body(paper(TABLE, plain("甲")), "甲").blocks == (plain("甲"),)
    for text in ("【表格1】\n【表格1】", "【表格2】"):
        with pytest.raises(NotPossible, match="按原来的标记"):
            with_body(paper(TABLE), text)


def test_a_changed_label_line_stays_one() -> None:
    assert with_body(paper(Labelled("出席", "甲")), "出席：甲、乙\n议题：一").blocks == (
        Labelled("出席", "甲、乙"),
        plain("议题：一"),
    )


_TEXT = st.text(st.characters(exclude_characters="【】↵"), min_size=1, max_size=20)
_BLOCK = st.one_of(
    st.builds(Heading, st.integers(1, 4), _TEXT),
    st.builds(lambda texts: Paragraph(tuple(Run(text) for text in texts)), st.lists(_TEXT, max_size=3)),
    st.builds(Labelled, _TEXT, _TEXT),
    st.just(TABLE),
)


@given(st.lists(_BLOCK, max_size=8))
def test_any_untouched_body_comes_back(blocks: list[Block]) -> None:
    given_paper = paper(*blocks)
    assert with_body(given_paper, body_text(given_paper)) == given_paper


@given(st.text(st.characters(exclude_characters="【】")))
def test_any_typed_text_is_taken(text: str) -> None:
    with_body(paper(*BODY), text)
