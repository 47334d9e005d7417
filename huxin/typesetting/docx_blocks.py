"""How do the blocks of the body look in WordprocessingML: headings, paragraphs, lists, tables, forms, name cards?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil

from huxin.typesetting.content import (
    Align,
    Block,
    Card,
    Cell,
    Field,
    Form,
    Heading,
    Labelled,
    PageBreak,
    Paragraph,
    Table,
    with_marks,
)
from huxin.typesetting.docx_parts import (
    Box,
    Direct,
    Element,
    Frame,
    Line,
    Type,
    page_break,
    paragraph,
    run,
    runs,
    table,
)
from huxin.typesetting.docx_styles import HEI, MARKED, NUMBERED, Role
from huxin.typesetting.measures import POINTS_PER_MM, SHEET_PAGE, Page, card_name_size, ems, form_shares

TABLE_PAD, FORM_PAD = (3, 3), (4, 4)
TABLE_SIZE, TABLE_PITCH = SHEET_PAGE.table, SHEET_PAGE.table * 1.4
CARD_HEIGHT = 147.6 * POINTS_PER_MM  # half of A4, less what the paragraph after the table needs
Draw = Callable[[Field, float], tuple[Element, float]]  # the drawing of a box not wider than this, and its height
PARAGRAPH_ROLES = {Align.BODY: Role.BODY, Align.LEFT: Role.LEFT, Align.CENTER: Role.CENTER, Align.RIGHT: Role.RIGHT}


def block_elements(blocks: Iterable[Block], page: Page, width: float, draw: Draw) -> Iterator[Element]:
    """The elements of the body in order; `width` of the type area in points. Cards standing together are one table."""
    cards: list[Card] = []
    for block, mark in with_marks(blocks):
        if isinstance(block, Card):
            cards.append(block)
            continue
        if cards:
            yield from _spaced(_cards(cards, width))
            cards = []
        yield from _block(block, mark, page, width, draw)
    if cards:
        yield from _spaced(_cards(cards, width))


def _block(block: Block, mark: str, page: Page, width: float, draw: Draw) -> Iterator[Element]:
    match block:
        case Heading():
            role = (NUMBERED if block.numbered else MARKED)[block.level - 1]
            flow = Direct(flows_on=True) if block.run_in else None
            yield paragraph(role, [run(mark + block.text), *runs(block.run_in, "HuxinRunIn")], flow)
        case Paragraph():
            yield paragraph(PARAGRAPH_ROLES[block.align], runs(block.runs))
        case Labelled():
            hanging = (ems(block.label) + 1) * page.body
            yield paragraph(
                Role.LABELLED,
                [run(f"{block.label}：", Type(font=HEI)), run(block.text)],
                Direct(left=2 * page.body + hanging, hanging=hanging),
            )
        case Table():
            if block.caption:
                yield paragraph(Role.CAPTION, [run(block.caption)])
            yield from _spaced(_data_table(block, width))
        case Form():
            yield from _spaced(_form(block, width, draw))
        case PageBreak():
            yield paragraph(Role.GAP, [page_break()])


def _spaced(made: Element) -> Iterator[Element]:
    """Two tables without a paragraph between them would grow together."""
    yield made
    yield paragraph(Role.GAP)


def widths_of(shares: Sequence[int], width: float) -> list[float]:
    return [width * share / sum(shares) for share in shares]


def _data_table(block: Table, width: float) -> Element:
    lines, ends = [], [0] * len(block.columns)  # row in which a column is free again
    for number, row in enumerate(block.rows):
        header, column, boxes = number < block.header_rows, 0, []
        for cell in row:
            while ends[column] > number:
                column += 1
            boxes.append(_data_cell(cell, block.columns[column].align, header=header))
            ends[column : column + cell.across] = [number + cell.down] * cell.across
            column += cell.across
        lines.append(Line(boxes, header=header, height=0 if header else block.row_height_mm * POINTS_PER_MM))
    return table(Frame(widths_of([column.width for column in block.columns], width), pad=TABLE_PAD, lines=lines))


def _data_cell(cell: Cell, align: Align, *, header: bool) -> Box:
    shown = "center" if header or cell.across > 1 or align is Align.CENTER else align.value
    look = Type(bold=True) if cell.bold else None
    made = paragraph(
        Role.HEADER_CELL if header else Role.CELL, [run(cell.text, look)] if cell.text else [], Direct(align=shown)
    )
    return Box([made], cell.across, cell.down)


def _form(block: Form, width: float, draw: Draw) -> Element:
    lines = []
    for row in block.rows:
        label, value = form_shares(len(row.fields))
        height = row.height_mm * POINTS_PER_MM
        room = width * value / 24
        boxes = [box for field in row.fields for box in _form_boxes(field, (label, value), room, height, draw)]
        lines.append(Line(boxes, height=height))
    return table(Frame([width / 24] * 24, pad=FORM_PAD, lines=lines))


def _form_boxes(
    field: Field, shares: tuple[int, int], width: float, height: float, draw: Draw
) -> Iterator[Box]:  # fmt: skip
    """The label, and the value; a foot stands at the bottom of the box, below a value at its top and what was drawn."""
    label, value = shares
    yield Box([paragraph(Role.FORM_LABEL, [run(field.label)])], label)
    inside = [paragraph(Role.FORM_VALUE, [run(field.value)] if field.value else [])]
    if field.ink:
        drawing, high = draw(field, width - 2 * FORM_PAD[0])
        inside.append(paragraph(Role.FORM_VALUE, [drawing], Direct(align="center", grows=True)))
        height -= high
    if not field.foot:
        yield Box(inside, value)
        return
    room = (width - 2 * FORM_PAD[0]) / TABLE_SIZE
    taken = sum(max(1, ceil(ems(line) / room)) for part in (field.value, field.foot) for line in part.split("\n"))
    above = max(height - 2 * FORM_PAD[1] - taken * TABLE_PITCH, 0)
    yield Box(
        [*inside, paragraph(Role.FORM_FOOT, [run(field.foot)], Direct(before=above, pitch=TABLE_PITCH))],
        value,
        at="top",
    )


def _cards(cards: Sequence[Card], width: float) -> Element:
    lines = []
    for card in cards:
        inside = [paragraph(Role.CARD_UNIT, [run(card.unit)])] if card.unit else []
        inside.append(paragraph(Role.CARD_NAME, [run(card.name, Type(size=card_name_size(card.name)))]))
        lines.append(Line([Box(inside)], height=CARD_HEIGHT, exact=True))
    return table(Frame([width], outer=0, inner=4, dashed=True, lines=lines))
