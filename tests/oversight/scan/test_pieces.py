"""Union, stretches and clocks against counting every second, for orders that touch, nest, repeat or have no length."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.law.standards.rest import Reset, fullest_window
from huxin.law.standards.spans import Span
from huxin.oversight.scan.clocks import Way, count
from huxin.oversight.scan.pieces import ceil_div, floor_div, pieces, reached

DAY_S = 86_400
_SCHEMA = pa.schema(
    [("who", pa.int32()), ("post", pa.int32()), ("day", pa.int32()), ("offset_s", pa.int32()),
     ("accepted_s", pa.int64()), ("stop_s", pa.int64()), ("picked_s", pa.int64())]
)  # fmt: skip


class Row(NamedTuple):
    who: int
    post: int
    begin: int
    length: int | None
    picked: int


class Asker:
    """Asks the scan's expressions of rows; an expression that was asked before is not compiled again."""

    def __init__(self, con: ibis.BaseBackend) -> None:
        self.con = con
        self.compiled: dict[object, str] = {}

    def __call__(self, found: pa.Table, build: Callable[[ibis.Table], ibis.Table], *by: object) -> list[dict[str, int]]:
        """What `build` makes of the rows; it depends on nothing but `by`."""
        rows = self.con.create_table("rows", found, temp=True, overwrite=True)
        if (key := (build.__qualname__, *by)) not in self.compiled:
            self.compiled[key] = self.con.compile(build(rows))
        return self.con.con.sql(self.compiled[key]).to_arrow_table().to_pylist()


@pytest.fixture(scope="module")
def ask() -> Iterator[Asker]:
    connection = ibis.duckdb.connect()
    yield Asker(connection)
    connection.disconnect()


@st.composite
def rows(draw: st.DrawFn, longest: int = 400) -> list[Row]:
    """Few moments and lengths, so that beginnings and ends meet often; the day ends at 1000."""
    moments = st.one_of(st.sampled_from((0, 100, 200, 999, 1_000, 1_001)), st.integers(0, 1_500))
    lengths = st.one_of(st.none(), st.sampled_from((0, 1, 100, 200)), st.integers(1, longest))
    one = st.builds(Row, st.integers(0, 2), st.integers(0, 3), moments, lengths, st.integers(0, 300))
    return draw(st.lists(one, max_size=12))


def table(found: list[Row]) -> pa.Table:
    """Laid-down rows; local midnight falls on second 1000 of the test's clock."""
    offset = DAY_S - 1_000
    columns = [
        [row.who for row in found],
        [row.post for row in found],
        [(row.begin + offset) // DAY_S for row in found],
        [offset] * len(found),
        [row.begin for row in found],
        [row.begin + row.length if row.length else None for row in found],
        [row.begin + min(row.picked, row.length or 0) for row in found],
    ]
    return pa.table(columns, schema=_SCHEMA)


def counting(way: Way) -> tuple[Callable[[ibis.Table], ibis.Table], Way]:
    """How a clock is asked for: the expression, and what it depends on."""
    return lambda rows: count(way, reached(rows, "accepted_s"), lambda held: held), way


def seconds(found: list[Row], who: int, begin: str = "accepted_s") -> set[int]:
    return {
        second
        for row in found
        if row.who == who and row.length
        for second in range(
            row.begin + (min(row.picked, row.length) if begin == "picked_s" else 0), row.begin + row.length
        )
    }


@settings(max_examples=60, deadline=None)
@given(found=rows())
def test_pieces_are_the_union_cut_at_midnight(ask: Asker, found: list[Row]) -> None:
    def added(rows: ibis.Table) -> ibis.Table:
        cut = pieces(reached(rows, "accepted_s"))
        return cut.group_by("who", "day").agg(today=cut.today_s.sum(), later=cut.later_s.sum())

    sums = ask(table(found), added)
    for who in range(3):
        worked = seconds(found, who)
        days = dict.fromkeys((0, 1, 2), 0)
        for row in sums:
            if row["who"] == who:
                days[row["day"]] += row["today"]
                days[row["day"] + 1] += row["later"]
        assert days == {0: sum(s < 1_000 for s in worked), 1: sum(s >= 1_000 for s in worked), 2: 0}


@settings(max_examples=60, deadline=None)
@given(
    found=rows(),
    break_s=st.sampled_from((1, 50, 100, 300)),
    reset=st.sampled_from((Reset.ELAPSED, Reset.ACCUMULATED)),
    begin=st.sampled_from(("accepted_s", "picked_s")),
)
def test_stretches_end_where_nothing_is_in_hand(
    ask: Asker, found: list[Row], break_s: int, reset: Reset, begin: str
) -> None:
    counted = ask(table(found), *counting(Way(begin, reset, break_s)))
    expected = []
    for who in range(3):
        stretch: list[int] = []
        for second in [*sorted(seconds(found, who, begin)), 10**9]:
            if stretch and second - stretch[-1] > break_s:
                length = stretch[-1] + 1 - stretch[0] if reset is Reset.ELAPSED else len(stretch)
                expected.append((who, stretch[0], length))
                stretch = []
            stretch.append(second)
    assert sorted((row["who"], row["start_s"], row["counted_s"]) for row in counted if row["counted_s"]) == expected


@settings(max_examples=40, deadline=None)
@given(found=rows(longest=DAY_S), apart=st.integers(1, 200))
def test_the_fullest_24_hours_are_found(ask: Asker, found: list[Row], apart: int) -> None:
    spread = [row._replace(begin=row.begin * apart) for row in found]
    counted = ask(table(spread), *counting(Way("accepted_s", Reset.ROLLING_DAY, 0)))
    expected = {}
    for who in range(3):
        spans = [Span(row.begin, row.begin + row.length) for row in spread if row.who == who and row.length]
        if fullest := fullest_window(spans, DAY_S):
            expected[who] = (fullest.start, fullest.counted_s)
    assert {row["who"]: (row["start_s"], row["counted_s"]) for row in counted} == expected


@settings(max_examples=60, deadline=None)
@given(value=st.integers(0, 2**62), by=st.integers(1, 2**40))
def test_division_is_exact_where_doubles_are_not(ask: Asker, value: int, by: int) -> None:
    def divided(rows: ibis.Table) -> ibis.Table:
        return rows.select(floor=floor_div(rows.value, rows.by), ceil=ceil_div(rows.value, rows.by))

    value %= by * 2**50  # no sum of fen or seconds is greater
    rows = pa.table({"value": pa.array([value], pa.int64()), "by": pa.array([by], pa.int64())})
    assert ask(rows, divided) == [{"floor": value // by, "ceil": -(-value // by)}]
