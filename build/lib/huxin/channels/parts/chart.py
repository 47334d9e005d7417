"""How do figures look as a drawing? Geometry of small charts that a page draws itself as SVG, without script."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LINE, LABEL, ROOM = 640, 30, 200, 96  # of a drawing, of a line in it, of the words before, of the figure behind


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: its words, the figure in words, where it lies; `href` opens what is behind it."""

    label: str
    words: str
    y: int
    length: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Lines under one another; the longest fills the width."""

    height: int
    bars: tuple[Bar, ...]
    width: int = WIDTH
    x: int = LABEL


def bars(rows: Sequence[tuple[str, int, str, str]]) -> Bars | None:
    """Of (words, figure, the figure in words, address); None where there is nothing to draw."""
    most = max((figure for _, figure, _, _ in rows), default=0)
    if most <= 0:
        return None
    room = WIDTH - LABEL - ROOM
    drawn = tuple(
        Bar(_short(label), words, at * LINE, max(round(max(figure, 0) * room / most), 1), href)
        for at, (label, figure, words, href) in enumerate(rows)
    )
    return Bars(len(rows) * LINE, drawn)


@dataclass(frozen=True, slots=True)
class Range:
    """One line: from the tenth to the ninetieth percentile thin, the middle half thick, the median a mark."""

    label: str
    words: str
    y: int
    low: int
    high: int
    box: int
    box_width: int
    middle: int

    @property
    def reach(self) -> int:
        """How long the thin line is."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Ranges:
    """The same under one another on one scale, with marks of the scale."""

    height: int
    ranges: tuple[Range, ...]
    marks: tuple[tuple[int, str], ...]
    width: int = WIDTH


def ranges(rows: Sequence[tuple[str, Sequence[int | None], str]], unit: int) -> Ranges | None:
    """Of (words, the five percentiles, the median in words). A line lacks the ends that are not told; without a median
    it is not drawn. `unit`: how many of the figures' units are one of the scale's."""
    told = [(label, values, words) for label, values, words in rows if values[2] is not None]
    if not told:
        return None
    most = max(value for _, values, _ in told for value in values if value is not None)
    step = _step(most / unit)
    top = (int(most / unit / step) + 1) * step * unit
    room = WIDTH - LABEL - ROOM

    def x(value: int) -> int:
        return LABEL + round(value * room / top)

    drawn = []
    for at, (label, values, words) in enumerate(told):
        middle = values[2] or 0
        low, lower, _, upper, high = (middle if value is None else value for value in values)
        drawn.append(
            Range(_short(label), words, at * LINE, x(min(low, lower)), x(max(high, upper)), x(lower),
                  max(x(upper) - x(lower), 2), x(middle))
        )  # fmt: skip
    marks = tuple((x(n * step * unit), str(n * step)) for n in range(int(top / unit / step) + 1))
    return Ranges(len(told) * LINE + 24, tuple(drawn), marks)


def _step(most: float) -> int:
    """A round distance of marks, so that there are at most about six."""
    return next(step * 10**power for power in range(12) for step in (1, 2, 5) if most <= step * 10**power * 6)


def _short(words: str) -> str:
    return words if len(words) <= 10 else f"{words[:9]}…"
