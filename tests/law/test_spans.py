"""Interval arithmetic against counting every second by hand."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.law.standards.rest import fullest_window, stretches
from huxin.law.standards.spans import DAY_S, Span, by_day, day_number, measure, pieces, union, within, without

SHORT = st.builds(lambda start, length, row: Span(start, start + length, row), st.integers(0, 60), st.integers(0, 25),
                  st.sampled_from("abcd"))  # fmt: skip
MANY = st.lists(SHORT, max_size=8)


def seconds(spans: list[Span]) -> set[int]:
    return {second for span in spans for second in range(span.start, span.end)}


@given(MANY)
def test_the_union_covers_the_same_seconds_without_overlap_or_touch(spans: list[Span]) -> None:
    joined = union(spans)
    assert seconds(joined) == seconds(spans)
    assert all(left.end < right.start for left, right in pairwise(joined))
    assert measure(spans) == len(seconds(spans))


@given(MANY)
def test_pieces_share_the_union_out_among_the_rows(spans: list[Span]) -> None:
    cut = pieces(spans)
    assert sum(piece.length for piece in cut) == len(seconds(spans))
    assert seconds(cut) == seconds(spans)
    for piece in cut:
        there = (one for one in spans if one.length and one.start <= piece.start < one.end)
        begun_first = min(there, key=lambda one: (one.start, one.end))  # of spans alike the one given first
        assert begun_first.row == piece.row


@given(MANY, MANY)
def test_holes_are_taken_out(spans: list[Span], holes: list[Span]) -> None:
    assert seconds(without(spans, holes)) == seconds(spans) - seconds(holes)


@given(MANY, st.integers(0, 80), st.integers(0, 40))
def test_what_lies_within(spans: list[Span], start: int, length: int) -> None:
    end = start + length
    assert seconds(within(spans, start, end)) == seconds(spans) & set(range(start, end))


LONG = st.builds(
    lambda start, length: Span(start, start + length), st.integers(-2 * DAY_S, 2 * DAY_S), st.integers(0, 2 * DAY_S)
)


@given(st.lists(LONG, max_size=4))
def test_days_are_cut_at_midnight_and_lose_nothing(spans: list[Span]) -> None:
    days = by_day(spans)
    assert sum(measure(day) for day in days.values()) == measure(spans)
    for day, cut in days.items():
        start = day_number(day) * DAY_S
        assert all(start <= span.start <= span.end <= start + DAY_S for span in cut)


def test_the_new_year_is_a_midnight_like_any_other() -> None:
    start = day_number(date(2025, 12, 31)) * DAY_S + 23 * 3600
    days = by_day([Span(start, start + 7200, "x")])
    assert {day: measure(cut) for day, cut in days.items()} == {date(2025, 12, 31): 3600, date(2026, 1, 1): 3600}


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Span(5, 4)


def plain_stretches(covered: set[int], pause: int) -> list[tuple[int, int, int]]:
    """Second by second: a stretch ends where `pause` seconds in a row are idle."""
    found: list[list[int]] = []
    for second in sorted(covered):
        if found and second - found[-1][1] - 1 < pause:
            found[-1][1:] = [second, found[-1][2] + 1]
        else:
            found.append([second, second, 1])
    return [(first, last + 1, worked) for first, last, worked in found]


@given(MANY, st.integers(1, 12))
def test_stretches_part_where_the_break_is_long_enough(spans: list[Span], pause: int) -> None:
    found = [(one.start, one.end, one.worked_s) for one in stretches(spans, pause)]
    assert found == plain_stretches(seconds(spans), pause)
    assert [one.counted_s for one in stretches(spans, pause, elapsed=False)] == [worked for _, _, worked in found]
    rows = [row for one in stretches(spans, pause) for row in one.rows]
    assert set(rows) == {span.row for span in spans if span.length}


@given(MANY, st.integers(1, 40))
def test_the_fullest_window_is_found(spans: list[Span], width: int) -> None:
    covered = seconds(spans)
    best = max((len(covered & set(range(start, start + width))) for start in range(-width, 120)), default=0)
    found = fullest_window(spans, width)
    assert (found.worked_s if found else 0) == best
    if found:
        assert len(covered & set(range(found.start, found.end))) == best
        assert set(found.rows) == {span.row for span in within(spans, found.start, found.end) if span.length}
