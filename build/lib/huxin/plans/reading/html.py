"""Which text does a web page hold, blocks as lines and table rows as lines with tabs?"""

import re
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from huxin.plans.reading.files import Unreadable
from huxin.plans.reading.folding import GOES_ON

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_HIDDEN = frozenset(
    ["script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "button", "textarea"]
)


def html_text(source: str) -> str:
    """The text that a reader of the page sees."""
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", source)
    try:
        page = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("网页里没有文字，请另存为.docx或.txt后再上传") from error
    _straighten(page)
    parts: list[str] = []
    _walk(page, parts)
    lines = re.split("\n", "".join(parts))
    return "\n".join(line for line in (re.sub(r"[ \r\f\v]+", " ", line).strip(" ") for line in lines) if line.strip())


def _straighten(page: Any) -> None:
    """Cells over several rows or columns become one cell and empty ones; a table that only lays out is none."""
    for table in list(page.iter("table")):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        if any(_lays_out(row) for row in rows):
            for part in [part for row in rows for part in (row, *row)]:
                part.tag = "div" if part.tag in ("tr", "td", "th") else part.tag
            continue
        below: dict[int, int] = {}  # column → rows that a cell from above still takes
        for row in rows:
            _fill(row, below)


def _lays_out(row: Any) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return next(row.iter("table"), None) is not None or (len(cells) == 1 and len(list(cells[0].iter("p", "br"))) > 3)


def _fill(row: Any, below: dict[int, int]) -> None:
    at = 0
    for cell in [cell for cell in row if cell.tag in ("td", "th")]:
        while below.get(at, 0) > 0:
            cell.addprevious(_joined())
            below[at] -= 1
            at += 1
        wide, high = _count(cell, "colspan"), _count(cell, "rowspan")
        for n in range(wide):
            below[at + n] = high - 1
            if n:
                cell.addnext(html.Element("td"))
        at += wide
    for column in sorted(one for one, left in below.items() if one >= at and left > 0):
        row.append(_joined())
        below[column] -= 1


def _joined() -> Any:
    cell = html.Element("td")
    cell.text = GOES_ON
    return cell


def _count(cell: Any, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return min(max(int(said), 1), 200) if said.isascii() and said.isdigit() else 1


def _walk(page: Any, parts: list[str]) -> None:
    """Depth first without recursion, so that nesting cannot exhaust the stack."""
    waiting: list[tuple[Any, bool]] = [(page, False)]
    in_row = 0
    while waiting:
        node, leaving = waiting.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if leaving:
            in_row -= tag == "tr"
            parts.append(_after(tag, in_row))
        elif tag and tag not in _HIDDEN:
            parts.append(_before(tag, in_row))
            in_row += tag == "tr"
            parts.append(_plain(node.text, in_row))
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(node))
            continue
        if node is not page:
            parts.append(_plain(node.tail, in_row))


def _before(tag: str, in_row: int) -> str:
    if in_row and tag not in ("tr", "td", "th"):
        return " " if tag in _BLOCKS or tag == "br" else ""
    return "\n" if tag in _BLOCKS or tag == "br" else ""


def _after(tag: str, in_row: int) -> str:
    if tag in ("td", "th"):
        return "\t"
    if in_row and tag != "tr":
        return " " if tag in _BLOCKS else ""
    return "\n" if tag in _BLOCKS else ""


def _plain(words: str | None, in_row: int) -> str:
    return re.sub(r"[\t\n\r\f\v]+", " ", words) if words else ""
