"""What do one person's orders come to in a week or a month, and how does the law answer? Read one by one, with steps.

The same working out as for findings (`tally`, `law.standards`), over all ties of the person: time that is covered by
several orders counts once, an order's money belongs to the day on which it was accepted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from huxin.base.chinese import spoken_date
from huxin.law.parameters import MissingParameter, Parameter, Table
from huxin.law.standards import hours, pay, rest
from huxin.law.standards.spans import DAY_S, Span
from huxin.law.standards.steps import Answer, Step, computed, stated
from huxin.law.units import Unit, duration, figure
from huxin.oversight.scan.days import BREAK_S, day_of, monday, number
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import Finding, OrderRow, SessionRow
from huxin.oversight.scan.tally import JobDay, Tally
from huxin.oversight.scan.why import brief, grounded, income, summed
from huxin.oversight.scan.why_pay import rated

_NOTHING = "没有写原因"


@dataclass(frozen=True, slots=True)
class Post:
    """Where something was worked: platform, who answers, place, trade, class of relation; fen and seconds."""

    platform: str
    firm: str
    area: str
    industry: str
    relation: str
    orders: int
    time_s: int
    income_fen: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the orders accepted on it, the seconds that they are paid for (also after midnight, and with the agreed
    allowance), the fen that they earned. `worked`: was anything done on it, be it only by orders of the day before?"""

    day: date
    orders: int
    time_s: int
    income_fen: int
    worked: bool

    @property
    def time(self) -> str:
        """The time in words."""
        return duration(self.time_s)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the orders come to. Money in fen, time in seconds; `due_fen` is None where the law has no figure.

    `free_days` counts the days of the span on which nothing was worked; `longest` names the orders of the longest
    stretch that began in the span; `gaps` says which figures of law were missing.
    """

    posts: tuple[Post, ...]
    days: tuple[Day, ...]
    free_days: int
    orders: int
    order_s: int
    time_s: int
    earned_fen: int
    tip_fen: int
    deduction_fen: int
    income_fen: int
    due_fen: int | None
    longest_stretch_s: int
    longest: frozenset[str]
    answers: tuple[Answer, ...]
    gaps: tuple[str, ...]


@dataclass
class _Work:
    """The days of all ties within the span, and the orders accepted in it."""

    first: int
    after: int
    tallies: list[Tally]
    table: Table
    days: dict[int, list[JobDay]] = field(default_factory=lambda: defaultdict(list))
    worked_on: set[int] = field(default_factory=set)  # also before the span: its first week is judged whole

    def __post_init__(self) -> None:
        for tally in self.tallies:
            for one in tally.days():
                if one.time_s:
                    self.worked_on.add(one.day)
                if self.first <= one.day < self.after:
                    self.days[one.day].append(one)

    @property
    def job_days(self) -> list[JobDay]:
        """All of them, day by day."""
        return [one for day in sorted(self.days) for one in self.days[day]]

    @property
    def orders(self) -> list[OrderRow]:
        """The orders accepted in the span."""
        return [order for one in self.job_days for order in one.orders]


def reckon(
    orders: Sequence[OrderRow],
    first: date,
    after: date,
    *,
    table: Table,
    holidays: Collection[date] = (),
    sessions: Sequence[SessionRow] = (),
) -> Reckoned:
    """What the orders come to from `first` up to, not including, `after`; the law in force is asked.

    `orders` and `sessions` are all that are known of the person around the span: those of the days before it are
    needed to tell what was worked after midnight and whether its first week had a day off. Nothing is written. A
    figure that the law does not have stands in `gaps` and leaves its answer out.
    """
    festive = frozenset(map(number, holidays))
    tallies = [
        Tally(_asked(job, one, first), orders, table, "in-force", festive, sessions=sessions)
        for job, one in _jobs(orders)
    ]
    work = _Work(number(first), number(after), tallies, table)
    got = work.orders
    gaps: list[str] = []
    time, least = _time(work), _least(work, gaps)
    stretches, longest_s, longest = _longest(work, orders)
    answers = [time, *([least] if least else []), *stretches, *_rest(work), *_deducted(got)]
    earned, less = sum(one.earned_fen for one in got), sum(one.deduction_fen for one in got)
    return Reckoned(
        posts=tuple(_posts(work)), days=tuple(_days(work)),
        free_days=sum(day not in work.worked_on for day in range(work.first, work.after)),
        orders=len(got), order_s=sum(one.stop_s - one.accepted_s for one in got if one.stop_s is not None),
        time_s=time.value, earned_fen=earned, tip_fen=sum(one.tip_fen for one in got), deduction_fen=less,
        income_fen=earned - less, due_fen=least.steps[1].value if least else None,
        longest_stretch_s=longest_s, longest=longest, answers=tuple(answers), gaps=tuple(dict.fromkeys(gaps)),
    )  # fmt: skip


def _jobs(orders: Iterable[OrderRow]) -> Iterator[tuple[tuple[str | None, ...], OrderRow]]:
    """Every tie with one of its orders."""
    yield from {order.job: order for order in orders}.items()


def _asked(job: tuple[str | None, ...], one: OrderRow, first: date) -> Finding:
    """What a tally is asked about: this tie, by the rule of the hourly minimum. Nothing was found yet."""
    return Finding(
        rule="wage.hourly", verdict="", platform=one.platform, worker=one.worker, person=None,
        enterprise=one.enterprise, partner=one.partner, relation=one.relation, industry=one.industry, area=one.area,
        first_day=first, start_s=None, measured=0, required=0, short_fen=None,
    )  # fmt: skip


def _time(work: _Work) -> Answer:
    """The seconds that the orders of each day are paid for, as the month's totals tell them."""
    parts = []
    for day, found in sorted(work.days.items()):
        times = [brief(one.paid_time()) for one in found]
        if value := sum(one.value for one in times):
            inner = tuple(part for one in times for part in one.parts)
            parts.append(Step(what=spoken_date(day_of(day)), value=value, unit=Unit.SECONDS, parts=inner))
    whole = summed("工作时间（重叠的只计一次）", Unit.SECONDS, parts)
    said = f"{len(parts)}天共工作{whole.words}。"
    return computed("工作时间", said, whole)


def _least(work: _Work, gaps: list[str]) -> Answer | None:
    """Income against the hourly minimum of the places and days; None where the law has no figure."""
    days = work.job_days
    times: dict[Parameter, list[Step]] = defaultdict(list)
    try:
        for day in days:
            for rate, step in rated(day):
                times[rate].append(step)
    except MissingParameter as gap:
        gaps.append(gap.reason)
    if gaps or not times:
        return None
    got = income(days)
    answer = pay.minimum_wage_of_times(got.value, {rate: sum(s.value for s in found) for rate, found in times.items()})
    parts = [
        part
        for rate, found in times.items()
        for part in (summed(f"按{rate.words}计的工作时间", Unit.SECONDS, map(brief, found)), stated(rate))
    ]
    return grounded(answer, got, replace(answer.steps[1], parts=tuple(parts)))


def _longest(work: _Work, orders: Sequence[OrderRow]) -> tuple[list[Answer], int, frozenset[str]]:
    """The stretches that began in the span: by the clocks of the law, and the longest without a break in any case."""
    if not work.tallies:
        return [], 0, frozenset()
    local = work.tallies[0].local
    spans = [local(one.accepted_s, one.stop_s, one.key) for one in orders if one.stop_s is not None]
    begun = [
        one for one in rest.stretches(spans, BREAK_S) if work.first <= one.start // DAY_S < work.after
    ]  # fmt: skip
    if not begun:
        return [], 0, frozenset()
    most = max(begun, key=lambda one: (one.counted_s, -one.start))
    when = f"{spoken_date(day_of(most.start // DAY_S))}起{len(most.rows)}单"
    step = Step(what=f"最长连续接单（{when}）", value=most.counted_s, unit=Unit.SECONDS, rows=most.rows)
    said = f"最长连续接单{duration(most.counted_s)}，中间没有满{duration(BREAK_S)}的休息。"
    found = [computed("最长连续接单", said, step), *_by_clocks(work, spans)]
    return found, most.counted_s, frozenset(most.rows)


def _by_clocks(work: _Work, spans: Sequence[Span]) -> Iterator[Answer]:
    """What the law in force says of going on without a rest, where it says anything of the trade most worked in."""
    norm = _main(work)
    if norm is None:
        return
    law = norm.law(work.table, day_of(work.after - 1), "in-force")
    here = [span for span in spans if work.first <= span.start // DAY_S < work.after]
    yield from (rest.continuous(here, rule) for rule in rest.clocks(law))


def _main(work: _Work) -> Norm | None:
    """Under whose law most was worked."""
    times: dict[Norm, int] = defaultdict(int)
    for day in work.job_days:
        for norm, spans in day.worked.items():
            times[norm] += sum(span.length for span in spans)
    return min(times, key=lambda norm: (-times[norm], norm), default=None)


def _rest(work: _Work) -> Iterator[Answer]:
    """Days off in each week that ends in the span and began in it or in the days before that are known."""
    norm = _main(work)
    if norm is None:
        return
    for first in range(monday(work.first), work.after - 6, 7):
        if first + 6 < work.first:
            continue
        law = norm.law(work.table, day_of(first), "in-force")
        if law.get("rest_day.weekly"):
            worked = [day_of(day) for day in range(first, first + 7) if day in work.worked_on]
            yield hours.rest_days(worked, day_of(first), law)


def _deducted(orders: Iterable[OrderRow]) -> Iterator[Answer]:
    """What was taken off, by the reason that was written."""
    reasons: dict[str, list[OrderRow]] = defaultdict(list)
    for one in orders:
        if one.deduction_fen:
            reasons[one.deduction_reason or _NOTHING].append(one)
    if not reasons:
        return
    parts = [
        Step(what=f"{why}（{len(rows)}单）", value=sum(one.deduction_fen for one in rows), unit=Unit.FEN,
             rows=tuple(one.key for one in rows))
        for why, rows in sorted(reasons.items())
    ]  # fmt: skip
    whole = summed("扣款", Unit.FEN, parts)
    yield computed("扣款", f"一共扣款{figure(whole.value, Unit.FEN)}。", whole)


def _posts(work: _Work) -> Iterator[Post]:
    """By platform, firm, place, trade and relation; where most was worked first."""
    sums: dict[tuple[str, str, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])

    def of(order: OrderRow) -> list[int]:
        firm = order.partner or order.enterprise
        return sums[order.platform, firm, order.area, order.industry, order.relation]

    for day in work.job_days:
        for order in day.orders:
            found = of(order)
            found[0] += 1
            found[2] += order.earned_fen - order.deduction_fen
    for tally in work.tallies[:1]:  # the pieces of all orders are the same in each
        for piece in tally.pieces:
            if work.first <= piece.day < work.after:
                of(piece.order)[1] += sum(span.length for span in piece.spans)
    for tally in work.tallies:
        firm = tally.finding.partner or tally.finding.enterprise
        for one in tally.days():
            for norm, step in one.demanded() if work.first <= one.day < work.after else ():
                sums[norm.platform, firm, norm.area, norm.industry, norm.relation][1] += step.value
    rows = [Post(*key, *found) for key, found in sums.items()]
    yield from sorted(rows, key=lambda one: (-one.time_s, one.platform, one.firm, one.area))


def _days(work: _Work) -> Iterator[Day]:
    for day in range(work.first, work.after):
        found = work.days.get(day, [])
        orders = [order for one in found for order in one.orders]
        money = sum(order.earned_fen - order.deduction_fen for order in orders)
        time = sum(one.paid_time().value for one in found)
        yield Day(day_of(day), len(orders), time, money, day in work.worked_on)
