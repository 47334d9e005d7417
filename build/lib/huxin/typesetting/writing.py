"""How is the body of a paper written in one plain text field, and how does it come back into the tree?

One line is one block. A line that was not touched gives back its block as it was, bold runs and alignment included;
tables, forms and the like stand as 【表格1】 and are moved or taken out, never typed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from huxin.base.errors import NotPossible
from huxin.typesetting.content import (
    Block,
    Card,
    Form,
    Heading,
    Labelled,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    plain,
    tidy,
    with_marks,
)

SOFT = "↵"  # a line break inside one block
_PLACED = {Table: "表格", Form: "表单", Card: "席卡", PageBreak: "分页", Paragraph: "空行"}
_PLACE = re.compile(r"【(表格|表单|席卡|分页|空行)(\d+)】")
_COUNT = "[一二三四五六七八九十]+"
_MARKS = (rf"{_COUNT}、", rf"（{_COUNT}）", r"\d{1,2}[.．](?!\d)", r"（\d{1,2}）")
_HEADING = tuple(re.compile(rf"({mark})\s*(.+)", re.DOTALL) for mark in _MARKS)


def body_text(paper: Paper) -> str:
    """The body as one line for each block."""
    return "\n".join(line for line, _ in _lines(paper.blocks))


def with_body(paper: Paper, text: str) -> Paper:
    """The paper with the body that was typed over its `body_text`."""
    pool = _Pool(paper.blocks)
    lines = [line.strip() for line in tidy(text).split("\n")]
    return replace(paper, blocks=tuple(pool.block(line) for line in lines if line))


def _lines(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Block]]:
    counts = dict.fromkeys(_PLACED.values(), 0)
    for block, mark in with_marks(blocks):
        if isinstance(block, Heading):
            line = mark + block.text + "".join(run.text for run in block.run_in)
        elif isinstance(block, Labelled):
            line = f"{block.label}：{block.text}"
        elif isinstance(block, Paragraph) and block.runs:
            line = "".join(run.text for run in block.runs)
        else:
            name = _PLACED[type(block)]
            counts[name] += 1
            line = f"【{name}{counts[name]}】"
        yield line.replace("\n", SOFT).strip(), block


class _Pool:
    """The blocks as they were, each given back once."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.free = list(_lines(blocks))
        self.labels = {block.label for block in blocks if isinstance(block, Labelled)}

    def block(self, line: str) -> Block:
        known = self._take(line) or self._moved(line)
        if known is not None:
            return known
        if _PLACE.fullmatch(line):
            raise NotPossible(f"正文中的“{line}”不存在或出现了两次，请按原来的标记保留每个表格，一处一行。")
        return self._new(line.replace(SOFT, "\n"))

    def _take(self, line: str) -> Block | None:
        for place, (text, block) in enumerate(self.free):
            if text == line:
                del self.free[place]
                return block
        return None

    def _moved(self, line: str) -> Block | None:
        """A numbered heading that now carries another number."""
        for level, heading in enumerate(_HEADING, start=1):
            found = heading.fullmatch(line)
            for place, (text, block) in enumerate(self.free):
                if found is None or not isinstance(block, Heading) or not block.numbered or block.level != level:
                    continue
                before = heading.fullmatch(text)
                if before is not None and before[2] == found[2]:
                    del self.free[place]
                    return block
        return None

    def _new(self, line: str) -> Block:
        for level, heading in enumerate(_HEADING, start=1):
            if found := heading.fullmatch(line):
                head, stop, rest = found[2].partition("。")
                return Heading(level, head + stop, run_in=(Run(rest),) if rest else ())
        label, colon, text = line.partition("：")
        return Labelled(label, text) if colon and label in self.labels else plain(line)
