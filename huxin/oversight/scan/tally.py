"""What do one person's orders come to, by job and day? As the scan adds up, but one by one, with every row at hand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.law.parameters import Law, Rules, Table
from huxin.law.standards.hours import day_of_firm
from huxin.law.standards.spans import DAY_S, Span, pieces
from huxin.law.standards.steps import Step
from huxin.oversight.scan.days import day_of, monday, month, number
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import Finding, OrderRow

LawOf = Callable[[Norm, int], Law]


class Gone(NotPossible):
    """The orders that a finding speaks of are not in the store any more."""

    def __init__(self) -> None:
        super().__init__("发现所说的时间里没有找到相应的订单，这批订单可能已被更正，请重新检查。")


class Piece(NamedTuple):
    """What an order adds to its person's working time on one day; empty where earlier orders cover it."""

    order: OrderRow
    day: int
    span: Span


@dataclass
class JobDay:
    """One day of one job: what was worked on the day, and the orders that were accepted on it."""

    day: int
    law_of: LawOf
    worked: dict[Norm, list[Span]] = field(default_factory=dict)  # also by orders of the day before, after midnight
    paid: dict[Norm, list[Span]] = field(default_factory=dict)  # by the day's own orders, also after midnight
    orders: list[OrderRow] = field(default_factory=list)

    @property
    def time_s(self) -> int:
        """Seconds worked on the day, without allowance."""
        return seconds(self.worked)

    @property
    def longest(self) -> tuple[int, Norm]:
        """How much was worked under the law under which most was worked; of equals the one first by its words."""
        less, norm = min((-seconds({norm: spans}), norm) for norm, spans in self.worked.items())
        return -less, norm

    @property
    def law(self) -> Law:
        """The law that the day as a whole is held against."""
        return self.law_of(self.longest[1], self.day)

    def working_time(self) -> Step:
        """Working time of the day with the allowance, from its rows."""
        return self._counted(self.worked, "工作时间")

    def paid_time(self) -> Step:
        """Working time that the orders accepted on the day are paid for, with the allowance."""
        return self._counted(self.paid, "所接订单的工作时间")

    def _counted(self, times: dict[Norm, list[Span]], what: str) -> Step:
        spans = [span for spans in times.values() for span in spans]
        begun = sum(order.stop_s is not None for order in self.orders)
        return replace(day_of_firm(spans, begun, self.law), what=f"{self.words}{what}")

    @property
    def words(self) -> str:
        """The day for people."""
        return spoken_date(day_of(self.day))


class Tally:
    """One person's orders, cut into pieces, under the law of a scan.

    `zone_s` turns seconds of UTC into the clock of the finding's place; `paying` are the platforms that report when
    they paid, `as_of` is the last day that the data can speak about.
    """

    def __init__(
        self,
        finding: Finding,
        orders: Iterable[OrderRow],
        table: Table,
        rules: Rules,
        holidays: frozenset[int],
        *,
        paying: Iterable[str] = (),
        as_of: int = 0,
    ) -> None:
        self.finding, self.orders, self.holidays = finding, tuple(orders), holidays
        self.paying, self.as_of = frozenset(paying), as_of
        self.zone_s = next((one.offset_s for one in self.orders if one.job == finding.job), 0)
        self.law: LawOf = cache(lambda norm, day: norm.law(table, day_of(day), rules))
        ended = ((one, one.accepted_s, one.stop_s) for one in self.orders if one.stop_s is not None)
        self.pieces = tuple(self.cut(ended))

    def cut(self, begun: Iterable[tuple[OrderRow, int, int]]) -> Iterator[Piece]:
        """Of orders with their beginning and end, each one's part of the union, cut at midnight of its own clock.

        Of orders alike the one given first counts.
        """
        begun = list(begun)
        there = {piece.row: piece for piece in pieces(Span(start, stop, order.key) for order, start, stop in begun)}
        for order, start, _ in begun:
            span = there.get(order.key) or Span(start, start, order.key)
            midnight = (order.day + 1) * DAY_S - order.offset_s
            yield Piece(order, order.day, self.local(span.start, max(span.start, min(span.end, midnight)), order.key))
            if span.end > midnight:
                yield Piece(order, order.day + 1, self.local(max(span.start, midnight), span.end, order.key))

    def local(self, start: int, end: int, key: str) -> Span:
        """Seconds of UTC as a span of the place's clock."""
        return Span(start + self.zone_s, end + self.zone_s, key)

    def days(self) -> list[JobDay]:
        """All days of the finding's job on which an order was accepted or worked, in order."""
        days: dict[int, JobDay] = {}
        for order in self.orders:
            if order.job == self.finding.job:
                one = days.setdefault(order.day, JobDay(order.day, self.law))
                one.worked.setdefault(order.norm, [])
                one.orders.append(order)
        for piece in self.pieces:
            if piece.order.job == self.finding.job:
                one = days.setdefault(piece.day, JobDay(piece.day, self.law))
                one.worked.setdefault(piece.order.norm, []).append(piece.span)
                days[piece.order.day].paid.setdefault(piece.order.norm, []).append(piece.span)
        return [days[day] for day in sorted(days)]

    def day(self, wanted: date) -> JobDay:
        """One of them."""
        for one in self.days():
            if one.day == number(wanted):
                return one
        raise Gone

    def week(self) -> list[JobDay]:
        """The days of the finding's week."""
        return [one for one in self.days() if monday(one.day) == number(self.finding.first_day)]

    def month(self) -> list[JobDay]:
        """The days of the finding's month."""
        return [one for one in self.days() if month(one.day) == number(self.finding.first_day)]

    def law_of(self, days: Iterable[JobDay]) -> tuple[Norm, Law]:
        """What a week or month is held against: the norm of its longest day, the law as it stood on its first day."""
        days = list(days)
        if not days:
            raise Gone
        _, norm = min((-one.longest[0], one.longest[1]) for one in days)
        return norm, self.law(norm, days[0].day)


def seconds(times: dict[Norm, list[Span]]) -> int:
    """Of all spans together, which do not overlap."""
    return sum(span.length for spans in times.values() for span in spans)
