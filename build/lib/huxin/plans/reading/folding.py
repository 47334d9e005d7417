"""How is a printed line made comparable without losing where each character stood?

Folding drops every blank, makes all brackets （ ）, half-width punctuation full-width, full-width letters and digits
half-width, and the traditional characters that carry structure simplified. One character folds to one or none, so
that the way back to the document is a list of offsets.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

_MORE = {"於": "于", "後": "后", "畫": "划", "眞": "真"}  # 計畫 is 计划


def _pairs() -> dict[str, str]:
    lines = files(__package__).joinpath("traditional.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    return dict(zip("".join(rows[::2]), "".join(rows[1::2]), strict=True)) | _MORE


_PAIRS = _pairs()
_OPENING, _CLOSING = "([〔［[【｛{〖﹝", ")]〕］]】｝}〗﹞"
_PUNCTUATION = {
    ",": "，",
    ":": "：",
    ";": "；",
    "．": ".",
    "﹒": ".",
    "､": "、",
    "﹑": "、",
    "!": "！",
    "?": "？",
    "∶": "：",
}
_STOP = re.compile(r"(?<=[\u4e00-\u9fff）”])\.(?![.\w])|(?<=[\u4e00-\u9fff）”]{2})\.(?=[\u4e00-\u9fff“（])")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

GOES_ON = "\u2060"  # prints as nothing: a table cell that is joined with the one above


@cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(t): s for t, s in _PAIRS.items()}
    table |= {0xFF01 + n: chr(0x21 + n) for n in range(94) if chr(0xFF01 + n) not in "（），：；！？"}
    table |= {ord(ch): "（" for ch in _OPENING} | {ord(ch): "）" for ch in _CLOSING}
    table |= {ord(ch): to for ch, to in _PUNCTUATION.items()}
    table |= {ord(ch): None for ch in _INVISIBLE}
    table |= {n: None for n in range(0x3001) if chr(n).isspace() or n < 32 or 0x7F <= n < 0xA0}
    return table


def fold(raw: str) -> str:
    """The comparable form of any text; a full stop after a Chinese character is 。"""
    folded = raw.translate(_table())
    return _STOP.sub("。", folded) if "." in folded else folded


def traditional_count(text: str) -> int:
    """How many traditional characters of our table does the text hold?"""
    return sum(ch in _PAIRS for ch in text)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document: code points counted from 0, end exclusive."""

    start: int
    end: int


@dataclass(slots=True)
class Line:
    """One paragraph or table cell: where it stands in the document, and its folded form."""

    start: int
    raw: str
    folded: str
    number: int = 0
    _offsets: list[int] = field(default_factory=list)

    def span(self, i: int = 0, j: int | None = None) -> Span:
        """Where folded[i:j] stands in the document; blanks at its edges are left out."""
        j = len(self.folded) if j is None else j
        if not self._offsets:
            table = _table()
            self._offsets.extend(n for n, ch in enumerate(self.raw) if table.get(ord(ch), ch) is not None)
        if j <= i:
            at = self.start + (self._offsets[i] if i < len(self._offsets) else len(self.raw))
            return Span(at, at)
        return Span(self.start + self._offsets[i], self.start + self._offsets[j - 1] + 1)

    def printed(self, i: int = 0, j: int | None = None) -> str:
        """What is printed there, without blanks."""
        span = self.span(i, j)
        return without_blanks(self.raw[span.start - self.start : span.end - self.start])


def line_of(start: int, raw: str, number: int = 0) -> Line:
    """A line that begins at `start` of the document."""
    return Line(start=start, raw=raw, folded=fold(raw), number=number)


def without_blanks(raw: str) -> str:
    """The same characters without anything that prints as nothing."""
    table = _table()
    return "".join(ch for ch in raw if table.get(ord(ch), ch) is not None)


def tidy(raw: str) -> str:
    """Readable text: paragraphs one per line, blanks kept only between Latin words or figures."""
    kept = []
    for part in raw.split("\n"):
        words = part.split()
        line = ""
        for word in words:
            clean = without_blanks(word)
            if line and clean and line[-1] < "\u0250" and clean[0] < "\u0250":
                line += " "
            line += clean
        if line:
            kept.append(line)
    return "\n".join(kept)
