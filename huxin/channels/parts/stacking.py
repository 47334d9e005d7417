"""How does a list read on a phone? Each row is a card in which every cell stands beside the heading of its column."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FEWEST = 4  # columns; fewer have room beside each other on the narrowest phone
_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_HEADING = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
_CELL = re.compile(r"<(tr|t[dh])\b([^>]*)>")
_SPAN = re.compile(r'\bcolspan="(\d+)"')
_TAG = re.compile(r"<[^>]+>")


def table(label: str, body: str, *, grid: bool) -> SafeString:
    """The table of a list. On a phone it is stacked, unless it is narrow, its headings stand in several rows, or it is
    a `grid`, which has no meaning without its columns. A cell may bring another `data-label` of its own."""
    headings = [] if grid else _headings(body)
    if len(headings) < FEWEST:
        return format_html('<table aria-label="{}">{}</table>', label, mark_safe(body))  # noqa: S308  a rendered slot
    return format_html('<table class="stacked" aria-label="{}">{}</table>', label, _labelled(body, headings))


def _headings(body: str) -> list[str]:
    head = _HEAD.search(body)
    if head is None or head[1].count("<tr") != 1:
        return []
    return [_TAG.sub("", words).strip().replace('"', "&quot;") for _, words in _HEADING.findall(head[1])]


def _labelled(body: str, headings: list[str]) -> SafeString:
    """Each cell below the head with the heading of its column; one that spans several has none."""
    column = 0

    def named(cell: re.Match[str]) -> str:
        nonlocal column
        if cell[1] == "tr":
            column = 0
            return cell[0]
        place, span = column, _SPAN.search(cell[2])
        column += int(span[1]) if span else 1
        known = "data-label=" in cell[2] or span or place >= len(headings) or not headings[place]
        return cell[0] if known else f'<{cell[1]}{cell[2]} data-label="{headings[place]}">'

    head, end, rows = body.partition("</thead>")
    return mark_safe(head + end + _CELL.sub(named, rows))  # noqa: S308  a rendered slot, and parts of it
