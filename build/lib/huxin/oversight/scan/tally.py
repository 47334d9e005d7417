"""What do one person's orders come to, by job and day? As the scan adds up, but one by one, with every row at hand."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.law.parameters import Law, Rules, Table
from huxin.law.standards.hours import day_of_firm, demanded
from huxin.law.standards.spans import DAY_S, Span, pieces, within, without
from huxin.law.standards.steps import Step
from huxin.oversight.scan.days import day_of, monday, month, number
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import Finding, OrderRow, SessionRow
from huxin.oversight.scan.sessions import PRESENCE, REST

LawOf = Callable[[Norm, int], Law]


class Gone(NotPossible):
    """The orders that a finding speaks of are not in the store any more."""

    def __init__(self) -> None:
        super().__init__("发现所说的时间里没有找到相应的订单，这批订单可能已被更正，请重新检查。")


class Piece(NamedTuple):
    """What an order adds to its person's working time on one day; empty where earlier orders cover it.

    Long rests within it are taken off; `rests` are those parts of the day.
    """

    order: OrderRow
    day: int
    spans: tuple[Span, ...]
    rests: tuple[Span, ...] = ()


@dataclass
class JobDay:
    """One day of one job: what was worked on the day, and the orders that were accepted on it."""

    day: int
    law_of: LawOf
    worked: dict[Norm, list[Span]] = field(default_factory=dict)  # also by orders of the day before, after midnight
    paid: dict[Norm, list[Span]] = field(default_factory=dict)  # by the day's own orders, also after midnight
    orders: list[OrderRow] = field(default_factory=list)
    rests: dict[str, list[Span]] = field(default_factory=lambda: {"worked": [], "paid": []})
    presence: dict[int, tuple[Norm, list[Span]]] = field(default_factory=dict)  # demanded outside orders, by post

    @property
    def time_s(self) -> int:
        """Seconds worked on the day, without allowance."""
        return seconds(self.worked) + self.presence_s

    @property
    def presence_s(self) -> int:
        """What of it is demanded presence."""
        return sum(step.value for _, step in self.demanded())

    def demanded(self) -> Iterator[tuple[Norm, Step]]:
        """Presence that counts, by the place and trade of each post."""
        for _, (norm, spans) in sorted(self.presence.items()):
            if (step := demanded(spans, self.law_of(norm, self.day))).value:
                yield norm, step

    def rows(self) -> tuple[str, ...]:
        """The keys of all that was worked on the day."""
        orders = [span.row for spans in self.worked.values() for span in spans if span.length]
        return (*orders, *(row for _, step in self.demanded() for row in step.rows))

    @property
    def longest(self) -> tuple[int, Norm]:
        """How much was worked under the law under which most was worked; of equals the one first by its words."""
        times = {norm: seconds({norm: spans}) for norm, spans in self.worked.items()}
        for norm, step in self.demanded():
            times[norm] = times.get(norm, 0) + step.value
        less, norm = min((-value, norm) for norm, value in times.items())
        return -less, norm

    @property
    def law(self) -> Law:
        """The law that the day as a whole is held against."""
        return self.law_of(self.longest[1], self.day)

    def working_time(self) -> Step:
        """Working time of the day with the allowance, from its rows."""
        return self._counted("worked", "工作时间")

    def paid_time(self) -> Step:
        """Working time that the orders accepted on the day are paid for, with the allowance."""
        return self._counted("paid", "所接订单的工作时间")

    def _counted(self, which: Literal["worked", "paid"], what: str) -> Step:
        spans = [span for spans in getattr(self, which).values() for span in spans]
        begun = sum(order.stop_s is not None for order in self.orders)
        presence = [step for _, step in self.demanded()]
        whole = day_of_firm(spans, begun, self.law, rests=self.rests[which], presence=presence)
        return replace(whole, what=f"{self.words}{what}")

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
        sessions: Iterable[SessionRow] = (),
        paying: Iterable[str] = (),
        as_of: int = 0,
    ) -> None:
        self.finding, self.orders, self.holidays = finding, tuple(orders), holidays
        self.paying, self.as_of = frozenset(paying), as_of
        self.zone_s = next((one.offset_s for one in self.orders if one.job == finding.job), 0)
        self.law: LawOf = cache(lambda norm, day: norm.law(table, day_of(day), rules))
        ended = ((one, one.accepted_s, one.stop_s) for one in self.orders if one.stop_s is not None)
        self.sessions = tuple(sessions)
        self.pieces = tuple(self.cut(ended, self._rests()))

    def cut(self, begun: Iterable[tuple[OrderRow, int, int]], rests: Collection[Span] = ()) -> Iterator[Piece]:
        """Of orders with their beginning and end, each one's part of the union, cut at midnight of its own clock.

        Of orders alike the one given first counts. `rests` do not overlap, in seconds of UTC.
        """
        begun = list(begun)
        there = {piece.row: piece for piece in pieces(Span(start, stop, order.key) for order, start, stop in begun)}
        for order, start, _ in begun:
            span = there.get(order.key) or Span(start, start, order.key)
            midnight = (order.day + 1) * DAY_S - order.offset_s
            yield self._piece(order, order.day, span.start, max(span.start, min(span.end, midnight)), rests)
            if span.end > midnight:
                yield self._piece(order, order.day + 1, max(span.start, midnight), span.end, rests)

    def _piece(self, order: OrderRow, day: int, start: int, end: int, rests: Collection[Span]) -> Piece:
        off = within(rests, start, end)
        kept = without([Span(start, end, order.key)], off) if off else [Span(start, end, order.key)]
        local = [[self.local(one.start, one.end, one.row) for one in spans] for spans in (kept, off)]
        return Piece(order, day, tuple(local[0]), tuple(local[1]))

    def _rests(self) -> list[Span]:
        """The rests that are long enough to be taken off, by the law of their place and day; without overlaps."""
        found = []
        for one in self.sessions:
            least = self.law(one.norm, one.day).get("rest.long_break") if one.kind == REST else None
            if least and one.stop_s - one.accepted_s >= least.value:
                found.append(Span(one.accepted_s, one.stop_s, one.key))
        return pieces(found)

    def _presence(self) -> Iterator[tuple[SessionRow, int, list[Span]]]:
        """Demanded presence outside the time of orders that counts: of a session on a day, by the place's clock."""
        demanded = {one.key: one for one in self.sessions if one.kind == PRESENCE}
        spans = pieces(Span(one.accepted_s, one.stop_s, one.key) for one in demanded.values())
        worked = [
            Span(span.start - self.zone_s, span.end - self.zone_s) for piece in self.pieces for span in piece.spans
        ]
        for span in without(spans, worked) if spans else ():
            one = demanded[span.row]
            midnight = (one.day + 1) * DAY_S - one.offset_s
            for day, start, end in ((one.day, span.start, min(span.end, midnight)),
                                    (one.day + 1, max(span.start, midnight), span.end)):  # fmt: skip
                if end > start:
                    yield one, day, [self.local(start, end, one.key)]

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
                one.worked.setdefault(piece.order.norm, []).extend(piece.spans)
                one.rests["worked"].extend(piece.rests)
                own = days[piece.order.day]
                own.paid.setdefault(piece.order.norm, []).extend(piece.spans)
                own.rests["paid"].extend(piece.rests)
        self._add_presence(days)
        return [days[day] for day in sorted(days)]

    def _add_presence(self, days: dict[int, JobDay]) -> None:
        """Presence on its days; a day of presence that does not count is none."""
        for session, day, spans in self._presence():
            if session.job == self.finding.job and self.law(session.norm, day).get("presence.share"):
                one = days.setdefault(day, JobDay(day, self.law))
                one.presence.setdefault(session.post, (session.norm, []))[1].extend(spans)

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
