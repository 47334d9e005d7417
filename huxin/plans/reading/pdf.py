"""Which text does a PDF hold, its printed lines put together to paragraphs and its ruled tables to rows with tabs?"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from huxin.plans.reading.files import Unreadable
from huxin.plans.reading.folding import GOES_ON, line_of
from huxin.plans.reading.outline import starts_anew

_MOST_PAGES = 600
_FULL_LINES = 4  # so many that end at one place show where the page's lines end
_SENTENCE = re.compile(r"[。．；;：:]")
_PAGE_NUMBER = re.compile(r"[—\-–－·\s]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*[/共]\s*(?:共\s*)?\d{1,3}\s*页?)?[—\-–－·\s]*")


@dataclass(slots=True)
class _Char:
    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Line:
    """A printed line, or a row of a table (`fixed`)."""

    text: str
    left: float
    right: float
    size: float
    top: float
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    """A straight ruled line of a table: `at` is its fixed coordinate."""

    at: float
    start: float
    end: float


def pdf_text(data: bytes) -> str:
    """The text; `Unreadable` where it is locked, broken, or made of pictures."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise Unreadable("PDF设了打开密码，请去掉密码后再上传") from error
        raise Unreadable("PDF已损坏，打不开，请重新导出后再上传") from error
    with document:
        if len(document) > _MOST_PAGES:
            raise Unreadable(f"PDF有{len(document)}页，超过{_MOST_PAGES}页，请只上传方案本身")
        pages = [_page(document[n]) for n in range(len(document))]
        widths = [round(document[n].get_width()) for n in range(len(document))]
    _without_edges(pages)
    for above, below in itertools.pairwise(page for page in pages if page):
        _mend_row(above, below)
    if sum(len(line.text) for page in pages for line in page) < 10:
        raise Unreadable("PDF里只有图片，没有文字（多半是扫描件），请上传.docx原文，或先做文字识别")
    return "\n".join(_paragraphs(pages, _ends(pages, widths)))


def _page(page: Any) -> list[_Line]:
    chars = _chars(page)
    lines, rest = _tables(_rules(page), chars)
    return _in_order([*lines, *_lines(rest)])


def _without_edges(pages: list[list[_Line]]) -> None:
    """Take page numbers and running heads off: what stands on several pages at one height in one size, and is no
    sentence, since 责任单位：… may well come to stand at the top of two pages."""
    seen = Counter(_key(line) for page in pages for line in _edge(page) if not _SENTENCE.search(line.text))
    for page in pages:
        for at in (-1, 0):
            for _ in range(2):
                if page and not page[at].fixed and (_PAGE_NUMBER.fullmatch(page[at].text) or seen[_key(page[at])] > 1):
                    del page[at]


def _mend_row(above: list[_Line], below: list[_Line]) -> None:
    """A table row that the page's end broke: no number of its own, and it ends a sentence that was left open above."""
    first, rest = above[-1].text.split("\t"), below[0].text.split("\t")
    if not (above[-1].fixed and below[0].fixed and len(first) == len(rest)) or rest[0]:
        return
    filled = [n for n, words in enumerate(rest) if words]
    if all(first[n] for n in filled) and any(rest[n][-1] in "。." and first[n][-1] not in "。.；;" for n in filled):
        above[-1].text = "\t".join(one + other for one, other in zip(first, rest, strict=True))
        del below[0]


def _edge(page: list[_Line]) -> list[_Line]:
    """The two outermost lines at the top and at the foot."""
    return [line for line in ([*page[:2], *page[-2:]] if len(page) > 4 else page) if not line.fixed]


def _key(line: _Line) -> tuple[str, int, int]:
    return line.text, round(line.top / 4), round(line.size)


def _in_order(lines: list[_Line]) -> list[_Line]:
    """Table rows go where they stand between the lines, which keep the order of the page's own text."""
    rows = [line for line in lines if line.fixed]
    others = [line for line in lines if not line.fixed]
    for row in rows:
        after = next((n for n, line in enumerate(others) if line.top < row.top), len(others))
        others.insert(after, row)
    return others


def _chars(page: Any) -> list[_Char]:
    text = page.get_textpage()
    chars = []
    for n in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text, n)
        if code in (0, 0xFFFE, 0xFFFF, 2) or 0xD800 <= code < 0xE000:
            continue
        left, bottom, right, top = text.get_charbox(n, loose=True)
        chars.append(_Char(chr(code), left, bottom, right, top))
    return chars


def _lines(chars: list[_Char]) -> list[_Line]:
    """Characters that follow each other at one height."""
    lines: list[list[_Char]] = []
    for char in chars:
        if char.text in "\r\n":
            continue
        last = next((one for one in reversed(lines[-1]) if not one.text.isspace()), None) if lines else None
        if (
            last is None
            or char.text.isspace()
            or abs((last.top + last.bottom) - (char.top + char.bottom)) < 0.9 * (last.top - last.bottom)
        ):
            if not lines:
                lines.append([])
            lines[-1].append(char)
        else:
            lines.append([char])
    return [line for line in map(_line, lines) if line]


def _line(chars: list[_Char]) -> _Line | None:
    shown = [char for char in chars if not char.text.isspace()]
    if not shown:
        return None
    size = max(char.top - char.bottom for char in shown)
    return _Line(
        text="".join(_read_along(chars, shown, size)).strip(),
        left=min(char.left for char in shown),
        right=max(char.right for char in shown),
        size=size,
        top=max(char.top for char in shown),
    )


def _read_along(chars: list[_Char], shown: list[_Char], size: float) -> Iterator[str]:
    """The characters as they stand, from left to right: where signs come from another font, some programs write these
    first and all others after them."""
    if all(later.left > one.left - size / 2 for one, later in itertools.pairwise(shown)):
        yield from (char.text for char in chars)
        return
    end = min(char.left for char in shown)
    for char in sorted(shown, key=lambda char: char.left):
        yield " " * (char.left > end + size / 4)
        yield char.text
        end = char.right


def _ends(pages: list[list[_Line]], widths: list[int]) -> list[float]:
    """How far to the right lines go on paper of this width: a page of short lines alone does not show it."""
    far: dict[int, float] = {}
    for lines, width in zip(pages, widths, strict=True):
        rights = sorted((line.right for line in lines if not line.fixed), reverse=True)[:_FULL_LINES]
        if len(rights) == _FULL_LINES:
            far[width] = max(far.get(width, 0.0), rights[-1])
    return [far.get(width, 0.0) for width in widths]


def _paragraphs(pages: list[list[_Line]], ends: list[float]) -> Iterator[str]:
    """A line that fills the page's width goes on in the next one, unless that is indented or begins a new item."""
    waiting = ""
    full = begun_indented = False
    size = 0.0
    edge = min((line.left for lines in pages for line in lines), default=0.0)
    for lines, end in zip(pages, ends, strict=True):
        margins = _margins([line for line in lines if not line.fixed], edge, end)
        for line in lines:
            left, right = next((one for one in margins if one[0] <= line.left and line.right <= one[1]), (0.0, 0.0))
            indented = line.left > left + 1.2 * line.size
            may_go_on = full and not line.fixed and not indented and abs(line.size - size) < 0.1 * line.size
            size = line.size
            goes_on = may_go_on and (begun_indented or not starts_anew(line_of(0, line.text)))
            if waiting and not goes_on:
                yield waiting
            waiting = waiting + line.text if goes_on else line.text
            begun_indented = begun_indented if goes_on else indented
            full = not line.fixed and line.right > right - 2.2 * line.size
    if waiting:
        yield waiting


def _margins(body: list[_Line], edge: float, end: float) -> list[tuple[float, float]]:
    """The edges of the columns, narrow ones first; the last are those of the page, which may begin with indents and be
    of short lines alone."""
    left, size = min(((line.left, line.size) for line in body), default=(0.0, 1.0))
    if 1.7 * size < left - edge < 2.3 * size:
        left = edge
    right = max((line.right for line in body), default=0.0)
    shows_it = sum(line.right > right - size for line in body) >= _FULL_LINES
    whole = (left, right if shows_it else max(right, end))
    for split in sorted({line.left for line in body if line.left > whole[0] + (whole[1] - whole[0]) / 3}):
        first, second = [one for one in body if one.right <= split], [one for one in body if one.left >= split]
        if min(len(first), len(second)) >= 4 and len(first) + len(second) >= 0.8 * len(body):
            sides = [(min(one.left for one in side), max(one.right for one in side)) for side in (first, second)]
            return [*sides, whole]
    return [whole]


def _rules(page: Any) -> tuple[list[_Rule], list[_Rule]]:
    """The vertical and the horizontal ruled lines of the page."""
    upright, level = [], []
    for one in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=4):
        left, bottom, right, top = one.get_bounds()
        if right - left < 3 <= top - bottom:
            upright.append(_Rule((left + right) / 2, bottom, top))
        elif top - bottom < 3 <= right - left:
            level.append(_Rule((top + bottom) / 2, left, right))
        elif right - left >= 12 and top - bottom >= 8:  # a cell drawn as a box
            upright += [_Rule(left, bottom, top), _Rule(right, bottom, top)]
            level += [_Rule(bottom, left, right), _Rule(top, left, right)]
    return upright, level


def _tables(rules: tuple[list[_Rule], list[_Rule]], chars: list[_Char]) -> tuple[list[_Line], list[_Char]]:
    """Rows of ruled tables, and the characters outside of them."""
    columns, heights = _edges(rules[0]), sorted(_edges(rules[1]), reverse=True)
    if len(columns) < 3 or len(heights) < 2:
        return [], chars
    cells: dict[tuple[int, int], list[_Char]] = {}
    rest = []
    for char in chars:
        where = _cell(char, columns, heights, rules)
        if where is None:
            rest.append(char)
        else:
            cells.setdefault(where, []).append(char)
    rows = []
    first = min((row for row, _ in cells), default=0)
    for row in sorted({row for row, _ in cells}):
        words = [
            "".join(line.text for line in _lines(cells[row, column]))
            if (row, column) in cells
            else GOES_ON * (row > first and _joined(columns, heights[row], column, rules[1]))
            for column in range(len(columns) - 1)
        ]
        rows.append(_Line("\t".join(words), columns[0], columns[-1], 1.0, heights[row], fixed=True))
    return rows, rest


def _joined(columns: list[float], top: float, column: int, level: list[_Rule]) -> bool:
    """Is no line drawn between this cell and the one above?"""
    middle = (columns[column] + columns[column + 1]) / 2
    return not any(abs(one.at - top) <= 4 and one.start <= middle <= one.end for one in level)


def _edges(rules: list[_Rule]) -> list[float]:
    edges: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not edges or at - edges[-1] > 4:
            edges.append(at)
    return edges


def _cell(
    char: _Char, columns: list[float], heights: list[float], rules: tuple[list[_Rule], list[_Rule]]
) -> tuple[int, int] | None:
    """Row and column of the cell drawn round the character; the row of a cell over several rows is its first."""
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    left = max((one.at for one in rules[0] if one.at <= x and one.start - 2 <= y <= one.end + 2), default=None)
    right = min((one.at for one in rules[0] if one.at > x and one.start - 2 <= y <= one.end + 2), default=None)
    if left is None or right is None:
        return None
    middle = (left + right) / 2
    above = min((one.at for one in rules[1] if one.at >= y and one.start <= middle <= one.end), default=None)
    below = any(one.at < y and one.start <= middle <= one.end for one in rules[1])
    if above is None or not below:
        return None
    return _nearest(heights, above), _nearest(columns, left)


def _nearest(edges: list[float], at: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - at))
