"""Where in the content tree does each piece of an edited DOCX belong?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from huxin.typesetting.content import (
    Align,
    Annex,
    Block,
    Heading,
    Labelled,
    Layout,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    plain,
)
from huxin.typesetting.content_check import HEADED
from huxin.typesetting.docx_read_tables import read_cards, read_form, read_table
from huxin.typesetting.docx_scan import Break, Grid, Item, Piece, Remark, Scan, Text
from huxin.typesetting.docx_styles import MARKED, NUMBERED, Role
from huxin.typesetting.heading_marks import heading_mark

HEAD = (Role.COPY_NUMBER, Role.URGENCY, Role.MARK, Role.MARK_SUFFIX, Role.NUMBER)
TITLES = (Role.TITLE, Role.SUBTITLE, Role.ADDRESSEES)
TAIL = (Role.ATTACHMENT, Role.ORGAN, Role.DATE, Role.NOTE)
IMPRINT = (Role.OPENNESS, Role.COPIES_TO, Role.PRINTED_BY, Role.PRINTED_ON)
FIELDS = (*HEAD, *TITLES, *TAIL, *IMPRINT)
FORM = (Role.FORM_LABEL, Role.FORM_VALUE, Role.FORM_FOOT)
CELLS = (Role.CELL, Role.HEADER_CELL)
ALIGNS = {
    Role.LEFT: Align.LEFT,
    Role.CENTER: Align.CENTER,
    Role.RIGHT: Align.RIGHT,
    Role.TITLE: Align.CENTER,
    Role.SUBTITLE: Align.CENTER,
    Role.CAPTION: Align.CENTER,
    Role.ANNEX_TITLE: Align.CENTER,
    Role.ORGAN: Align.RIGHT,
    Role.DATE: Align.RIGHT,
}  # all others stand as body text
OWN_ALIGNS = {"center": Align.CENTER, "right": Align.RIGHT, "end": Align.RIGHT}
TYPED_MARKS = tuple(
    map(
        re.compile,
        (
            r"[一二三四五六七八九十百]+[、．.]",
            r"[（(][一二三四五六七八九十百]+[）)]",
            r"\d+[.．、](?!\d)",
            r"[（(]\d+[）)]",
        ),
    )
)
LONGEST_BARE_HEADING = 40  # characters; a longer line without a style is a sentence that begins with a number


@dataclass
class Part:
    """The main text or one annex, being filled."""

    label: str = ""
    title: str = ""
    landscape: bool = False
    blocks: list[Block] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])


class Assembly:
    """Takes the items of a scan one by one; `parts` and `fields` are what came of them."""

    def __init__(self, original: Paper, written: Scan) -> None:
        self.layout = original.layout
        self.fields: dict[Role, list[str]] = {}
        self.parts = [Part()]
        self.remarks: list[Remark] = []
        self.caption: Text | None = None
        self.tables = 0
        self.known = _known_tables(original, written)
        self.by_text = _by_text(written)
        self.landscape: list[bool] = []

    def take(self, found: Scan) -> None:
        self.landscape = found.landscape
        items: Sequence[Item] = (*(found.mark if self.layout is Layout.LETTER else ()), *found.items)
        for item in items:
            if isinstance(item, Text):
                self._text(self._recognised(item))
            elif isinstance(item, Grid):
                self._grid(item)
            else:
                self._flush_caption()
                self.parts[-1].blocks.append(PageBreak())
        self._flush_caption()

    def _remark(self, text: str, message: str) -> None:
        self.remarks.append(Remark(f"“{text.strip()[:16]}”一段", message))

    def _recognised(self, text: Text) -> Text:
        """A paragraph without one of our styles: the same text had a part before, or its mark tells."""
        if text.role is not None:
            return text
        known = self.by_text.get(_key(text.text))
        if known is not None:
            return replace(text, role=known.role, pieces=known.pieces if known.role in NUMBERED else text.pieces)
        bare = text.text.strip()
        if re.fullmatch(r"附件\s*\d*[：:]?", bare):
            return replace(text, role=Role.ANNEX_LABEL)
        if len(bare) <= LONGEST_BARE_HEADING and not re.search("[。；;]", bare):
            for role, pattern in zip(MARKED[:2], TYPED_MARKS, strict=False):
                if pattern.match(bare):
                    return replace(text, role=role)
        return text

    def _text(self, text: Text) -> None:
        bare, role, part = text.text.strip(), text.role, self.parts[-1]
        if not bare:
            wanted = self._begun() if role is None else role in (Role.BODY, Role.LEFT, Role.CENTER, Role.RIGHT)
            if wanted and not self._signed():
                self._flush_caption()
                self._block(Paragraph(align=self._align(text)))
            return
        self._flush_caption()
        if role is Role.ANNEX_LABEL:
            self.parts.append(Part(bare, landscape=self.landscape[text.section : text.section + 1] == [True]))
        elif role in (Role.ANNEX_TITLE, Role.TITLE) and part.label and not part.blocks:
            part.title = f"{part.title}\n{bare}".strip()
        elif role is Role.CAPTION:
            self.caption = text
        elif role in FIELDS and self._accepts(role):
            self.fields.setdefault(role, []).append(text.text)
        else:
            if role in FIELDS or role is Role.ANNEX_TITLE:
                self._remark(bare, f"用了“{role}”样式，但不在相应的位置，已作正文读入")
            elif self._signed():
                self._remark(bare, "写在落款之后，已移入正文末尾")
            self._body(text)

    def _begun(self) -> bool:
        """Something is said below the head already."""
        return any(
            block.runs if isinstance(block, Paragraph) else not isinstance(block, PageBreak)
            for block in self.parts[-1].blocks
        )

    def _signed(self) -> bool:
        return (
            not self.parts[-1].label
            and self.layout is not Layout.MINUTES
            and (Role.DATE in self.fields or Role.ORGAN in self.fields)
        )

    def _accepts(self, role: Role) -> bool:
        if role in IMPRINT:
            return True
        if self.parts[-1].label or (role in HEAD and self.layout not in HEADED):
            return False
        if role in (*HEAD, *TITLES) and self._begun():
            return False
        before = self.fields.get(Role.ADDRESSEES, ())
        return not (role is Role.ADDRESSEES and before and before[-1].rstrip().endswith(("：", ":")))

    def _body(self, text: Text) -> None:
        if text.role in NUMBERED:
            self._heading(text, NUMBERED.index(text.role) + 1, styled=True)
        elif text.role in MARKED:
            self._heading(text, MARKED.index(text.role) + 1, styled=False)
        elif text.role is Role.LABELLED and re.match("[^：]*[^：\\s][^：]*：", text.text):
            label, rest = text.text.split("：", 1)
            self._block(Labelled(label, rest))
        else:
            self._block(Paragraph(_runs(text.pieces), self._align(text)))

    def _block(self, block: Block) -> None:
        self.parts[-1].blocks.append(block)

    def _align(self, text: Text) -> Align:
        own = OWN_ALIGNS.get(text.align)
        role = ALIGNS.get(text.role, Align.BODY) if text.role else Align.BODY
        return own or (Align.LEFT if role is not Align.BODY and text.align in ("left", "start") else role)

    def _heading(self, text: Text, level: int, *, styled: bool) -> None:
        """A heading in a numbered style is numbered anew; one without a mark, or in the other style, stays as typed."""
        split = next((place for place, piece in enumerate(text.pieces) if piece.run_in), len(text.pieces))
        head = "".join(piece.text for piece in text.pieces[:split]).strip()
        counts = self.parts[-1].counts
        expected = heading_mark(level, counts[level - 1] + 1)
        typed = TYPED_MARKS[level - 1].match(head)
        mark = "" if not styled else expected if head.startswith(expected) else typed.group() if typed else ""
        rest = head[len(mark) :].strip()
        if not rest:
            self._block(Paragraph(_runs(text.pieces)))
            return
        counts[level:] = [0] * (4 - level)
        if mark:
            counts[level - 1] += 1
            if mark != expected:
                self._remark(head, f"序号“{mark}”已按顺序改为“{expected}”")
        self._block(Heading(level, rest, bool(mark), _runs(text.pieces[split:])))

    def _flush_caption(self) -> None:
        if self.caption:
            self._block(plain(self.caption.text, Align.CENTER))
            self.caption = None

    def _grid(self, grid: Grid) -> None:
        grid = self._recognised_grid(grid)
        roles = {text.role for text in grid.texts()}
        if self.layout is Layout.CARDS:
            self.parts[-1].blocks.extend(read_cards(grid))
        elif Role.FORM_LABEL in roles:
            self._flush_caption()
            self._block(read_form(grid))
        elif _is_furniture(grid):
            self._flush_caption()
            for text in grid.texts():
                if text.text.strip():
                    self._text(text)
        else:
            known = self.known[self.tables :] + self.known[: self.tables]
            self.tables += 1
            table = read_table(grid, self.caption.text if self.caption else "", known)
            if table:
                self.caption = None
                self._block(table)

    def _recognised_grid(self, grid: Grid) -> Grid:
        """A table without any style of ours, whose every text stood in a special table before, is that table."""
        shown = [text for text in grid.texts() if text.text.strip()]
        if any(text.role for text in shown) or not all(_key(text.text) in self.by_text for text in shown):
            return grid
        rows = (
            replace(
                row, cells=tuple(replace(cell, texts=tuple(map(self._recognised, cell.texts))) for cell in row.cells)
            )
            for row in grid.rows
        )
        return replace(grid, rows=tuple(rows))


def _key(text: str) -> str:
    return re.sub(r"\s", "", text)


def _runs(pieces: Iterable[Piece]) -> tuple[Run, ...]:
    return tuple(Run(piece.text, piece.bold) for piece in pieces)


def _is_furniture(grid: Grid) -> bool:
    """A table that only holds places for the head, the signature or the imprint."""
    roles = {text.role for text in grid.texts()}
    return bool(roles & set(FIELDS)) and not roles & set(CELLS)


def _known_tables(original: Paper, written: Scan) -> list[tuple[Grid, Table]]:
    blocks = [*original.blocks, *(block for annex in original.annexes for block in annex.blocks)]
    tables = [block for block in blocks if isinstance(block, Table)]
    grids = [
        item for item in written.items if isinstance(item, Grid) and any(text.role in CELLS for text in item.texts())
    ]
    return list(zip(grids, tables, strict=True))


def _by_text(written: Scan) -> dict[str, Text]:
    """Every text of the file as it was written, where it says what part it is."""
    known: dict[str, Text] = {}
    for item in written.items:
        texts = [] if isinstance(item, Break) else [item] if isinstance(item, Text) else item.texts()
        for text in texts:
            if text.text.strip() and text.role not in CELLS:
                known.setdefault(_key(text.text), text)
    return known


def annexes(parts: Iterable[Part]) -> tuple[Annex, ...]:
    return tuple(Annex(part.label, part.title, tuple(part.blocks), part.landscape) for part in parts)
