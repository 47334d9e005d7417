"""What must a scan know before it reads an order: figures of law by norm and day, the calendar, what is missing?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from huxin.base.workdays import add_months
from huxin.law.catalogue import CLOCKS
from huxin.law.parameters import Force, Law, Parameter, Rules, Table
from huxin.law.standards.rest import ClockRule, clocks, incomplete
from huxin.oversight.scan.clocks import Way
from huxin.oversight.scan.days import day_of, monday, month, number
from huxin.oversight.scan.figures import Norm, Posts, expanded, told_apart
from huxin.oversight.scan.gaps import Gap, Missing, undated
from huxin.oversight.scan.grain import NORMS, Levels, packed_days
from huxin.oversight.scan.presence import Extra
from huxin.oversight.scan.rules import BY_CODE, RULES, STRETCH, Rule, column
from huxin.oversight.scan.store import Store

VERSION = "4"  # of the formulation: another number may give other figures for the same orders and law
EXTRA = ("presence.share", "rest.long_break")
ALLOWANCE = ("allowance.share", "allowance.per_order")
CODES = tuple(dict.fromkeys((*ALLOWANCE, *EXTRA, "minimum_wage.hourly", *(c for rule in RULES for c in rule.weighed))))
COLUMNS = (
    *map(column, CODES),
    "pay_due",
    "pay_span",
    *(column(f"way.{code}") for code in CLOCKS),
    *(column(f"verdict.{rule.code}") for rule in RULES),
)
CAUTION, BROKEN = 1, 2


@dataclass(frozen=True, slots=True)
class Shape:
    """All that the expressions of a scan depend on besides the rows: plans of equal shape run the same statements."""

    levels: Levels
    ways: tuple[tuple[str, tuple[Way, ...]], ...]
    shortest: tuple[tuple[str, int | None], ...]  # per clock the lowest limit: a shorter stretch breaks none
    allowance: bool
    rest_days: bool  # is work on a rest day that was not given paid apart?
    long_periods: bool  # does any pay period go beyond a limit that is asked here?
    extra: Extra  # sessions that count


@dataclass(frozen=True)
class Plan:
    """All that is the same for every bucket."""

    posts: Posts
    figures: pa.Table  # norm, day; a column a figure, `way_…` a clock, `verdict_…` a rule
    calendar: pa.Table  # day, monday, month, holiday, whole_week
    sessions: bool  # were any given?
    spans: pa.Table  # pay_span, pay_period, packed: the pay periods that are too long, see `grain.packed_days`
    levels: Levels
    ways: dict[str, tuple[Way, ...]]  # per clock; the column `way_…` says which of them
    gaps: tuple[Gap, ...]
    digest: str  # of store, law, rules and holidays: what the results depend on

    @property
    def asked(self) -> tuple[str, ...]:
        """The rules that bind anybody here."""
        return tuple(rule.code for rule in RULES if self.known(f"verdict.{rule.code}"))

    @property
    def shape(self) -> Shape:
        """What the expressions are built from."""
        limits = {code: self.figures.column(column(f"clock.{code}.limit")) for code in self.ways}
        return Shape(
            self.levels, tuple(self.ways.items()), tuple((code, pc.min(rows).as_py()) for code, rows in limits.items()),
            any(map(self.known, ALLOWANCE)), self.known("overtime.rate.rest_day"), bool(self.spans.num_rows),
            Extra(*(self.sessions and self.known(code) for code in EXTRA)),
        )  # fmt: skip

    def known(self, code: str) -> bool:
        """Does the law set this figure for anybody here?"""
        figures = self.figures.column(column(code))
        return bool(figures.null_count < len(figures))


def planned(store: Store, posts: pa.Table, table: Table, rules: Rules, holidays: Collection[date]) -> Plan:
    """The plan of a scan. Raises ValueError for more places, trades and relations than fit (a million)."""
    told = told_apart(posts)
    if len(told.norms) > NORMS:
        raise ValueError(f"{len(told.norms)} different places, trades and relations")
    first, last = store.first_day, store.last_day + 1  # an order of the last day may end on the next
    columns = _Columns({"paid_s": frozenset(store.paying), "pay_period": frozenset(store.counting)})
    figures = expanded(told.norms, first, last, table, rules, COLUMNS, columns.of)
    caps = {value for value in figures.column("commission_cap").to_pylist() if value is not None}
    cycles = tuple(_due(cycle, store.periods) for cycle in columns.cycles["paid_s"])
    off = sorted(number(day) for day in holidays if first <= number(day) <= last)
    whole = sha256(f"{VERSION} {store.digest} {table.version} {rules} {off}".encode())
    return Plan(
        posts=told,
        figures=figures,
        calendar=_calendar(first, last, frozenset(off), store.last_day),
        sessions=store.session_rows > 0,
        spans=_too_long(columns, store.spans),
        levels=Levels(tuple(sorted(caps)), cycles, store.last_known_day if cycles else 0),
        ways={code: tuple(ways) for code, ways in columns.ways.items()},
        gaps=(
            *columns.missing.gaps(),
            *undated(BY_CODE["pay.holiday"], first, store.last_day, holidays),
        ),
        digest=whole.hexdigest(),
    )


Cycle = tuple[str, int]  # days or months, and how many


def _due(cycle: Cycle, periods: Collection[int]) -> tuple[tuple[int, int], ...]:
    """The last day of each pay period, with the day on which its pay is due at the latest: one cycle later."""
    unit, n = cycle
    if unit == "days":
        return tuple((last, last + n) for last in periods)
    return tuple((last, number(add_months(day_of(last), n))) for last in periods)


def _too_long(columns: "_Columns", spans: Collection[tuple[str, str, str, int, int]]) -> pa.Table:
    """The pay periods that are longer than a cycle allows: number of the cycle, the period as written, both lengths."""
    longer: dict[tuple[int, str], int] = {}
    for platform, relation, written, first, last in spans:
        for n in columns.bound.get((platform, relation), ()):
            unit, limit = columns.cycles["pay_period"][n]
            days = last - first + 1
            allowed = limit if unit == "days" else number(add_months(day_of(first), limit)) - first
            if days > allowed:
                longer[n, written] = packed_days(days, allowed)
    found = [
        {"pay_span": n, "pay_period": written, "packed": packed} for (n, written), packed in sorted(longer.items())
    ]
    kinds = [("pay_span", pa.int64()), ("pay_period", pa.string()), ("packed", pa.int64())]
    return pa.Table.from_pylist(found, pa.schema(kinds))


def _calendar(first: int, last: int, off: frozenset[int], last_full: int) -> pa.Table:
    """Weeks are whole if all their days lie in the data."""
    days = range(first, last + 1)
    return pa.table(
        {
            "day": pa.array(days, pa.int32()),
            "monday": pa.array(map(monday, days), pa.int32()),
            "month": pa.array(map(month, days), pa.int32()),
            "holiday": pa.array((day in off for day in days), pa.bool_()),
            "whole_week": pa.array((first <= monday(day) and monday(day) + 6 <= last_full for day in days), pa.bool_()),
        }
    )


@dataclass
class _Columns:
    """The figures of one law after another; what turns up on the way is kept: ways of clocks, cycles, gaps."""

    reporting: Mapping[str, frozenset[str]]  # by column of the orders: the platforms that report it
    cycles: dict[str, list[Cycle]] = field(default_factory=lambda: {"paid_s": [], "pay_period": []})
    bound: dict[tuple[str, str], set[int]] = field(default_factory=dict)  # of platform and relation: numbers of cycles
    ways: dict[str, list[Way]] = field(default_factory=lambda: {code: [] for code in CLOCKS})
    missing: Missing = field(default_factory=Missing)

    def of(self, norm: Norm, law: Law) -> dict[str, int | None]:
        """One row of figures; null where the law sets none or a rule is not for such workers."""
        found = {code: law.get(code) for code in CODES}
        row: dict[str, int | None] = {column(code): one.value if one else None for code, one in found.items()}
        row["pay_due"] = self._cycle(norm, found, "paid_s")
        if (span := self._cycle(norm, found, "pay_period")) is not None:
            self.bound.setdefault((norm.platform, norm.relation), set()).add(span)
        row["pay_span"] = span
        counted = {rule.code: rule for rule in clocks(law)}
        for code in CLOCKS:
            row[column(f"way.{code}")] = self._way(counted.get(code))
        self._clock_gaps(norm, law, bool(counted))
        for rule in RULES:
            verdict = self._verdict(rule, norm, found)
            if rule.grain == STRETCH and row[column(f"way.{rule.code.removeprefix('clock.')}")] is None:
                verdict = None
            row[column(f"verdict.{rule.code}")] = verdict
        return row

    def _cycle(self, norm: Norm, found: dict[str, Parameter | None], column: str) -> int | None:
        """The number of the cycle of pay, where the platform reports what is held against it."""
        days, months = found["pay.cycle"], found["pay.cycle_months"]
        if norm.platform not in self.reporting[column] or not (days or months):
            return None
        cycle, known = ("days", days.value) if days else ("months", months.value if months else 0), self.cycles[column]
        if cycle not in known:
            known.append(cycle)
        return known.index(cycle)

    def _way(self, rule: ClockRule | None) -> int | None:
        if rule is None:
            return None
        ways, way = self.ways[rule.code], Way.of(rule)
        if way not in ways:
            ways.append(way)
        return ways.index(way)

    def _clock_gaps(self, norm: Norm, law: Law, any_clock: bool) -> None:
        gaps = incomplete(law)
        for gap in gaps:
            self.missing.add("clock", "连续工作时长", [gap.code], norm)
        if not any_clock and not gaps:
            self.missing.add("clock", "连续工作时长", ["clock.order_taking.limit"], norm)

    def _verdict(self, rule: Rule, norm: Norm, found: dict[str, Parameter | None]) -> int | None:
        """What a breach of the rule means here; None where it is not asked."""
        if norm.relation not in rule.relations:
            return None
        lacking = [code for code in rule.needs if not found[code]]
        if rule.any_of and not any(found[code] for code in rule.any_of):
            lacking.append(rule.any_of[0])
        if lacking:
            if rule.grain != STRETCH:
                self.missing.add(rule.code, rule.title, lacking, norm)
            return None
        if rule.reported and norm.platform not in self.reporting[rule.reported]:
            self.missing.add(rule.code, rule.title, [rule.reported], norm)
            return None
        binds = all(one.force is Force.MANDATORY for code in rule.weighed if (one := found[code]))
        return BROKEN if binds and not rule.cautious else CAUTION
