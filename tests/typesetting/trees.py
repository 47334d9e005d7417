"""Random content trees and the words a page shows, for property tests of the renderers."""

import re
from typing import Any

import pypdfium2
from hypothesis import strategies as st

from huxin.typesetting.content import (
    Align,
    Annex,
    Card,
    Cell,
    Column,
    Field,
    Form,
    FormRow,
    Heading,
    Imprint,
    Labelled,
    Layout,
    Mark,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    text,
)
from huxin.typesetting.measures import POINTS_PER_MM, page_of

LETTERS = "一二三甲乙丙文山州喆堃。，（）1.、#$\\@<>*_`~[]{}/\"'=-+&; \n附件抄送：Ab9"
texts = st.text(LETTERS, max_size=12)
words = st.text("州县局府甲乙丙文山总工会", min_size=1, max_size=9)
runs = st.lists(st.builds(Run, texts, st.booleans()), max_size=3).map(tuple)
headings = st.builds(Heading, st.integers(1, 4), texts.filter(str.strip), st.booleans(), runs)
labelled = st.builds(Labelled, words, texts)
fields = st.builds(Field, words, texts, texts)
forms = st.builds(
    Form,
    st.lists(
        st.builds(FormRow, st.lists(fields, min_size=1, max_size=4).map(tuple), st.integers(5, 60)),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A plain grid, sometimes with one cell merged over the first two columns or the first two body rows."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    header = draw(st.integers(0, height))
    rows = [[draw(st.builds(Cell, texts, st.booleans())) for _ in range(width)] for _ in range(height)]
    if width > 1 and draw(st.booleans()):
        row = draw(st.integers(0, height - 1))
        rows[row][:2] = [Cell(draw(texts), across=2)]
    elif height - header > 1 and draw(st.booleans()):
        rows[header][0] = Cell(draw(texts), down=2)
        del rows[header + 1][0]
    columns = tuple(Column(draw(st.integers(1, 9)), draw(st.sampled_from(Align))) for _ in range(width))
    return Table(
        columns,
        tuple(map(tuple, rows)),
        header,
        draw(st.sampled_from(["", "表1　情况"])),
        draw(st.sampled_from([0, 10])) if header < height else 0,
    )


blocks = st.lists(
    st.one_of(
        headings, st.builds(Paragraph, runs, st.sampled_from(Align)), labelled, tables(), forms, st.just(PageBreak())
    ),
    max_size=6,
).map(tuple)
names = st.lists(words, max_size=4).map(tuple)
signatures = st.builds(Signature, names, st.sampled_from(["", "2026年6月10日"]), st.booleans())
imprints = st.builds(
    Imprint,
    words | st.just(""),
    words | st.just(""),
    st.sampled_from(["", "2026年6月10日"]),
    st.sampled_from(["", "主动公开", "不予公开"]),
)
annexes = st.builds(Annex, st.sampled_from(["附件", "附件1", "附件2"]), words, blocks, st.booleans())
body: dict[str, Any] = {
    "title": words,
    "subtitle": words | st.just(""),
    "addressees": words | st.just(""),
    "blocks": blocks,
    "attachments": st.lists(words, max_size=3).map(tuple),
    "signature": signatures,
    "note": words | st.just(""),
    "annexes": st.lists(annexes, max_size=2).map(tuple),
    "imprint": imprints,
}
head: dict[str, Any] = {
    "mark": st.builds(Mark, st.lists(words, min_size=1, max_size=4).map(tuple), st.sampled_from(["", "文件"])),
    "number": st.none() | st.just("文人社发〔2026〕18号"),
    "copy_number": st.sampled_from(["", "000001"]),
    "urgency": st.sampled_from(["", "特急"]),
}
papers = st.one_of(
    st.builds(Paper, layout=st.sampled_from([Layout.REPORT, Layout.SHEET]), **body),
    st.builds(Paper, layout=st.sampled_from([Layout.LETTER, Layout.MINUTES]), **body, **head),
    st.builds(Paper, layout=st.just(Layout.OFFICIAL), signatories=names, **body, **head),
    st.builds(
        Paper,
        layout=st.just(Layout.CARDS),
        blocks=st.lists(st.builds(Card, words, words | st.just("")), min_size=1, max_size=5).map(tuple),
    ),
)


def squeezed(shown: str) -> str:
    """Without blanks, and without what a renderer may add: places for breaking words."""
    return re.sub("[\\s\u200b]", "", shown)


def pdf_text(pdf: bytes, paper: Paper) -> str:
    """The words of all pages above the page number; a letter's first page has none, but a line below its margin."""
    bottom = page_of(paper.layout).bottom * POINTS_PER_MM - 1
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage() for page in document]
        lowest = [0 if paper.layout is Layout.LETTER else bottom, *[bottom] * len(pages)]
        return "\n".join(page.get_text_bounded(bottom=low) for page, low in zip(pages, lowest, strict=False))


def once_headed(shown: str, paper: Paper) -> str:
    """The words with each table's header once, however many pages it runs over."""
    shown = squeezed(shown)
    for block in (*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)):
        if isinstance(block, Table):
            header = squeezed("".join(cell.text for row in block.rows[: block.header_rows] for cell in row))
            if len(header) > 4:
                first, found, rest = shown.partition(header)
                shown = first + found + rest.replace(header, "")
    return shown


def words_of(paper: Paper) -> str:
    return once_headed(text(paper), paper)
