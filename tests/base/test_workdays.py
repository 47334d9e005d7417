"""Are working days counted as the law counts them, also across years that are not announced?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.workdays import CALENDAR, WORKING, Calendar

# National Day 2025: off from 1 to 8 October, worked on 28 September (Sunday) and 11 October (Saturday).
OCTOBER = Calendar(
    holidays=frozenset(date(2025, 10, d) for d in range(1, 9)),
    workdays=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
    announced=frozenset({2025, 2026}),
    version="test",
)

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.frozensets(days, max_size=60))
    on = draw(st.frozensets(days, max_size=60)) - off
    return Calendar(off, on, frozenset(), "drawn")


def test_a_make_up_sunday_is_worked_and_a_holiday_wednesday_is_not() -> None:
    assert OCTOBER.is_working(date(2025, 9, 28))
    assert not OCTOBER.is_working(date(2025, 10, 1))
    assert not OCTOBER.is_working(date(2025, 10, 12))


def test_five_working_days_from_the_eve_of_national_day_end_after_the_make_up_saturday() -> None:
    assert OCTOBER.add(date(2025, 9, 30), 5, WORKING) == date(2025, 10, 14)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert OCTOBER.add(date(2025, 9, 22), 1, WORKING) == date(2025, 9, 23)
    assert OCTOBER.add(date(2025, 9, 22), 15, CALENDAR) == date(2025, 10, 7)
    assert OCTOBER.add(date(2025, 10, 4), 0, WORKING) == date(2025, 10, 4)


def test_a_statutory_period_ends_later_and_an_internal_report_day_earlier() -> None:
    ends = OCTOBER.add(date(2025, 9, 22), 15, CALENDAR)
    assert OCTOBER.on_or_after(ends) == date(2025, 10, 9)
    assert OCTOBER.on_or_before(ends) == date(2025, 9, 30)
    assert OCTOBER.on_or_after(date(2025, 10, 9)) == OCTOBER.on_or_before(date(2025, 10, 9)) == date(2025, 10, 9)


def test_three_working_days_before_a_day_off_are_counted_strictly_before_it() -> None:
    assert OCTOBER.add(date(2025, 10, 5), -3, WORKING) == date(2025, 9, 28)
    assert OCTOBER.add(date(2025, 10, 9), -1, WORKING) == date(2025, 9, 30)


def test_a_year_without_notice_is_provisional() -> None:
    assert not OCTOBER.is_provisional(date(2026, 12, 24))
    assert OCTOBER.is_provisional(date(2027, 1, 4))
    assert OCTOBER.is_provisional(date(2026, 11, 30), date(2027, 1, 4))
    assert not OCTOBER.is_provisional(date(2025, 3, 1), date(2026, 3, 1))


def test_the_last_week_of_december_waits_for_the_notice_of_the_next_year() -> None:
    assert OCTOBER.is_provisional(date(2026, 12, 25))
    assert not OCTOBER.is_provisional(date(2025, 12, 31))
    assert OCTOBER.is_provisional(date.max)


def test_a_day_cannot_be_both_off_and_worked() -> None:
    both = frozenset({date(2025, 10, 1)})
    with pytest.raises(ValueError, match="2025"):
        Calendar(both, both, frozenset(), "")


@given(calendars(), days, st.integers(1, 400))
def test_between_undoes_add(calendar: Calendar, day: date, n: int) -> None:
    ends = calendar.add(day, n, WORKING)
    assert calendar.is_working(ends)
    assert calendar.between(day, ends) == n


@given(calendars(), days, st.integers(1, 400))
def test_going_back_undoes_going_forward_from_a_working_day(calendar: Calendar, day: date, n: int) -> None:
    start = calendar.on_or_after(day)
    assert calendar.add(calendar.add(start, n, WORKING), -n, WORKING) == start


@given(calendars(), days, days)
def test_between_equals_counting_day_by_day(calendar: Calendar, a: date, b: date) -> None:
    start, end = sorted((a, b))
    counted = sum(calendar.is_working(start + timedelta(i)) for i in range(1, (end - start).days + 1))
    assert calendar.between(start, end) == counted == -calendar.between(end, start)


@given(calendars(), days, days, st.integers(-60, 60), st.sampled_from([WORKING, CALENDAR]))
def test_a_later_start_never_ends_earlier(calendar: Calendar, a: date, b: date, n: int, unit: str) -> None:
    early, late = sorted((a, b))
    assert calendar.add(early, n, WORKING) <= calendar.add(late, n, WORKING)
    assert calendar.on_or_after(early) <= calendar.on_or_after(late)
    assert calendar.on_or_before(early) <= calendar.on_or_before(late)


@given(calendars(), days)
def test_nothing_works_between_a_day_and_its_neighbouring_working_days(calendar: Calendar, day: date) -> None:
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)
    assert before <= day <= after
    assert calendar.is_working(before)
    assert calendar.is_working(after)
    between = (before + timedelta(i) for i in range(1, (after - before).days))
    assert not any(calendar.is_working(d) for d in between)
