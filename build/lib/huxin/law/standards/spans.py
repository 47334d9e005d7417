"""How long do stretches of time last that overlap, touch, or run past midnight?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY_S = 86_400
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Time from `start` up to, not including, `end`, in whole seconds of the local wall clock since 1970-01-01.

    `row` is the key of the order, session or shift that it comes from.
    """

    start: int
    end: int
    row: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span ends before it starts: {self}")

    @property
    def length(self) -> int:
        """Seconds."""
        return self.end - self.start


def union(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, earliest first; what touches is joined, what has no length is dropped."""
    joined: list[Span] = []
    for span in sorted(spans):
        if not span.length:
            continue
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(Span(span.start, span.end))
    return joined


def measure(spans: Iterable[Span]) -> int:
    """Seconds that at least one of the spans covers."""
    return sum(span.length for span in union(spans))


def within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans that lie from `start` to `end`."""
    return [
        Span(max(span.start, start), min(span.end, end), span.row)
        for span in spans
        if span.start < end and span.end > start
    ]


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """The parts of the spans outside the holes, each with the row of its span."""
    cut = union(holes)
    left: list[Span] = []
    for span in spans:
        at = span.start
        for hole in within(cut, span.start, span.end):
            if hole.start > at:
                left.append(Span(at, hole.start, span.row))
            at = hole.end
        if span.end > at:
            left.append(Span(at, span.end, span.row))
    return left


def pieces(spans: Iterable[Span]) -> list[Span]:
    """The union cut by rows: each second belongs to the span that began first; spans wholly covered fall away.

    Of spans alike the one given first counts.
    """
    found: list[Span] = []
    reached: int | None = None
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        start = span.start if reached is None else max(span.start, reached)
        if span.end > start:
            found.append(Span(start, span.end, span.row))
            reached = span.end
    return found


def day_number(day: date) -> int:
    """Days since 1970-01-01, as spans count them."""
    return (day - _EPOCH).days


def day_span(day: date) -> Span:
    """The day from midnight to midnight."""
    start = day_number(day) * DAY_S
    return Span(start, start + DAY_S)


def by_day(spans: Iterable[Span]) -> dict[date, list[Span]]:
    """The spans cut at midnight, by day."""
    days: dict[date, list[Span]] = defaultdict(list)
    for span in sorted(spans):
        for number in range(span.start // DAY_S, -(-span.end // DAY_S)):
            start = number * DAY_S
            days[_EPOCH + timedelta(days=number)] += within([span], start, start + DAY_S)
    return dict(days)
