"""Which text does a web page hold, blocks as lines and table rows as lines with tabs?"""

import re
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from huxin.plans.reading.files import Unreadable

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
    parts: list[str] = []
    _walk(page, parts)
    lines = re.split("\n", "".join(parts))
    return "\n".join(line for line in (re.sub(r"[ \r\f\v]+", " ", line).strip(" ") for line in lines) if line.strip())


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
