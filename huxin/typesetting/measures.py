"""How large is everything on the page? One truth for both renderers, from GB/T 9704-2012 where it speaks."""

import unicodedata
from dataclasses import dataclass

from huxin.typesetting.content import Layout, Mark, Signature, signature_organs

POINTS_PER_MM = 72 / 25.4
INK_MM = 15  # the height of a drawn signature in its box


@dataclass(frozen=True)
class Page:
    """Margins in mm, type sizes and line pitch in points."""

    top: float
    bottom: float
    left: float
    right: float
    body: float  # size of body type
    pitch: float  # exact distance of lines
    title: float
    table: float  # size of type in tables
    tracking: float  # added after each character, so that 28 fill a line

    @property
    def width(self) -> float:
        """Width of the type area on an upright page, in points."""
        return (210 - self.left - self.right) * POINTS_PER_MM


OFFICIAL_PAGE = Page(top=37, bottom=35, left=28, right=26, body=16, pitch=28.95, title=22, table=12, tracking=-0.25)
SHEET_PAGE = Page(top=25, bottom=22, left=25, right=25, body=14, pitch=24, title=20, table=12, tracking=0)
CARDS_PAGE = Page(top=0, bottom=0, left=0, right=0, body=16, pitch=28.95, title=22, table=12, tracking=0)


def page_of(layout: Layout) -> Page:
    return {Layout.SHEET: SHEET_PAGE, Layout.CARDS: CARDS_PAGE}.get(layout, OFFICIAL_PAGE)


def ems(line: str) -> float:
    """Width of a line of text in character widths: a Chinese character is 1, a Latin letter about 0.5."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in line)


@dataclass(frozen=True)
class MarkFit:
    """How the issuing mark fills its line."""

    size: float  # points
    scale: float  # horizontal
    pitch: float  # of the organs' lines, points
    widest: float  # width of the longest organ, in characters


def fit_mark(mark: Mark, width: float) -> MarkFit:
    """Large when the name is short; narrowed, then smaller, when it is long or when many organs issue jointly."""
    widest = max((ems(organ) for organ in mark.organs), default=0.0)
    joint = len(mark.organs) > 1
    largest = min(34.0, 150.0 / len(mark.organs)) if joint else 44.0
    natural = 0.98 * width / max(widest + ems(mark.suffix) + (0.6 if joint else 0), 1)
    size = min(largest, max(natural, largest * 0.75))
    scale = min(1.0, natural / size)
    if scale < 0.5:
        size, scale = natural / 0.5, 0.5
    return MarkFit(size=round(size, 2), scale=round(scale, 3), pitch=round(size * 1.35, 2), widest=widest)


@dataclass(frozen=True)
class SignatureFit:
    """Right indents of name and date, in characters of body type; columns for the names of several organs."""

    organ: float
    date: float
    columns: int


def fit_signature(signature: Signature) -> SignatureFit:
    """The date four characters in, the name centred over it; a long name two in, with the date under its middle."""
    organs = signature_organs(signature)
    organ = max((ems(name) for name in organs), default=0.0)
    columns = min(len(organs), 3 if organ <= 9 or len(organs) > 4 else 2)
    date = ems(signature.date)
    indent = 4 + (date - organ) / 2
    if columns > 1 or indent >= 2:
        return SignatureFit(organ=indent, date=4, columns=columns)
    return SignatureFit(organ=2, date=max(2 + (organ - date) / 2, 4), columns=columns)


def on_one_line(organs: tuple[str, ...], date: str, page: Page) -> bool:
    """Do the last organ of minutes and their date stand side by side? One character is left at both ends."""
    return ems(organs[-1] if organs else "") + ems(date) + 1 <= page.width / page.body - 2


def card_name_size(name: str) -> float:
    """Points: as large as half a page allows."""
    return min(110.0, 480 / max(len(name), 3))


def form_shares(fields: int) -> tuple[int, int]:
    """How many of the 24 columns of a form a label and a value take, in a row of so many fields."""
    label = 3 if fields == 4 else 4
    return label, 24 // fields - label
