"""Which table, form or set of name cards is a grid of an edited DOCX?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from huxin.typesetting.content import Align, Card, Cell, Column, Field, Form, FormRow, Table, tidy
from huxin.typesetting.docx_scan import Grid, GridCell, GridRow, joined
from huxin.typesetting.docx_styles import Role
from huxin.typesetting.measures import POINTS_PER_MM

ALIGNS = {"center": Align.CENTER, "right": Align.RIGHT, "end": Align.RIGHT}
WIDTH_TOLERANCE = 0.02  # WPS rounds the widths of columns when it saves
TWIPS_PER_MM = POINTS_PER_MM * 20


@dataclass
class _Owner:
    """A cell under way: where it stands, how far it reaches, what it says."""

    row: int
    column: int
    across: int
    down: int = 1
    parts: list[str] = field(default_factory=list)
    bold: bool = False
    align: str = ""

    def add(self, cell: GridCell) -> None:
        shown = [piece for text in cell.texts for piece in text.pieces if piece.text.strip()]
        self.bold = bool(shown) and all(piece.bold for piece in shown)
        self.align = cell.texts[0].align if cell.texts else ""
        self.extend(cell)

    def extend(self, cell: GridCell) -> None:
        text = tidy(joined(cell.texts)).strip()
        if text:
            self.parts.append(text)


def read_table(grid: Grid, caption: str, known: Sequence[tuple[Grid, Table]]) -> Table | None:
    """The grid as a table, None when it has no cell. `known` are the original's tables and how they were written."""
    owners, width = _owners(grid.rows)
    if not width:
        return None
    like = next((table for written, table in known if _same_columns(written, grid, width)), None)
    rows: list[list[Cell]] = [[] for _ in grid.rows]
    for owner in owners:
        text = "\n".join(owner.parts)
        rows[owner.row].append(Cell(text, owner.bold, owner.across, owner.down))
    header = _header_rows(grid.rows, owners)
    widths = [column.width for column in like.columns] if like else _widths(grid.widths, width)
    aligns = _aligns(owners, header, width, like)
    columns = tuple(Column(part, align) for part, align in zip(widths, aligns, strict=True))
    return Table(columns, tuple(map(tuple, rows)), header, caption, _row_height(grid.rows[header:]))


def _owners(rows: Sequence[GridRow]) -> tuple[list[_Owner], int]:
    """Cells in order, merged downwards where the grid says so; short rows are filled up with empty cells."""
    width = max((sum(cell.across for cell in row.cells) for row in rows), default=0)
    owners: list[_Owner] = []
    open_above: dict[int, _Owner] = {}  # column → the cell that may go on in the next row
    for number, row in enumerate(rows):
        column, below = 0, {}
        lacking = width - sum(cell.across for cell in row.cells)
        for cell in (*row.cells, *(GridCell(()) for _ in range(lacking))):
            owner = open_above.get(column)
            if cell.merge == "continue" and owner is not None and owner.across == cell.across:
                owner.down += 1
                owner.extend(cell)
            else:
                owner = _Owner(number, column, cell.across)
                owner.add(cell)
                owners.append(owner)
            if cell.merge:
                below[column] = owner
            column += cell.across
        open_above = below
    return owners, width


def _header_rows(rows: Sequence[GridRow], owners: Sequence[_Owner]) -> int:
    """Rows marked as header from the top; a cell that reaches out of them takes its rows along."""
    count = next((number for number, row in enumerate(rows) if not row.header), len(rows))
    for owner in owners:
        if owner.row < count:
            count = max(count, owner.row + owner.down)
    return count


def _row_height(rows: Sequence[GridRow]) -> int:
    """In millimetres, as most rows have it."""
    heights = Counter(min(round(row.height / TWIPS_PER_MM), 100) for row in rows)
    return heights.most_common(1)[0][0] if heights else 0


def _same_columns(written: Grid, grid: Grid, width: int) -> bool:
    if len(written.widths) != width or len(grid.widths) != width:
        return False
    whole = max(sum(written.widths), 1)
    edges = zip(accumulate(written.widths), accumulate(grid.widths), strict=True)
    return all(abs(old - new) <= WIDTH_TOLERANCE * whole for old, new in edges)


def _widths(written: Sequence[int], width: int) -> list[int]:
    """In millimetres; equal where the file does not say."""
    if len(written) != width or not all(part > 0 for part in written):
        return [1] * width
    return [max(round(part / TWIPS_PER_MM), 1) for part in written]


def _aligns(owners: Sequence[_Owner], header: int, width: int, like: Table | None) -> list[Align]:
    """The alignment most cells of a column have; where a column has no plain cell, as it was before."""
    found: list[Counter[Align]] = [Counter() for _ in range(width)]
    for owner in owners:
        if owner.row >= header and owner.across == 1:
            found[owner.column][ALIGNS.get(owner.align, Align.LEFT)] += 1
    before = [column.align for column in like.columns] if like else [Align.CENTER] * width
    return [count.most_common(1)[0][0] if count else old for count, old in zip(found, before, strict=True)]


def read_form(grid: Grid) -> Form:
    """The grid as a form: a label, its value, and so on. Rows of more than four boxes are divided."""
    rows: list[FormRow] = []
    for row in grid.rows:
        boxes = _form_fields(row)
        height = min(round(row.height / TWIPS_PER_MM), 200)
        rows.extend(FormRow(tuple(boxes[start : start + 4]), height) for start in range(0, len(boxes), 4))
    return Form(tuple(rows))


def _form_fields(row: GridRow) -> list[Field]:
    fields: list[Field] = []
    for cell in row.cells:
        if cell.merge == "continue" and not joined(cell.texts).strip():
            continue
        if any(text.role is Role.FORM_LABEL for text in cell.texts) or not fields:
            fields.append(Field(joined(cell.texts)))
            continue
        foot = joined(text for text in cell.texts if text.role is Role.FORM_FOOT)
        value = joined(text for text in cell.texts if text.role is not Role.FORM_FOOT)
        last = fields[-1]
        fields[-1] = replace(last, value=f"{last.value}\n{value}", foot=f"{last.foot}\n{foot}")
    return fields


def read_cards(grid: Grid) -> tuple[Card, ...]:
    """One card for each cell with text; without our styles the last line is the name."""
    cards = []
    for cell in (cell for row in grid.rows for cell in row.cells):
        shown = [text for text in cell.texts if text.text.strip()]
        units = [text for text in shown if text.role is Role.CARD_UNIT]
        names = [text for text in shown if text not in units] or units[-1:]
        if names and not units:
            units, names = names[:-1], names[-1:]
        if names:
            cards.append(Card(joined(names), joined(text for text in units if text not in names)))
    return tuple(cards)
