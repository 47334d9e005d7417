"""Which report is due when, and which days does it count?"""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huxin.reports.periods import slot, slots, year_before


@dataclass
class Rule:
    period: str
    due: str
    cut_off: str


HALF, FULL = Rule("half_year", "06-10", "05-31"), Rule("full_year", "12-10", "11-30")


def test_the_half_years_report_counts_from_the_day_after_the_report_before_it() -> None:
    found = slot(HALF, [HALF, FULL], 2026)
    assert (found.period, found.due_on) == ("2026H1", date(2026, 6, 10))
    assert (found.covers_from, found.cut_off_on) == (date(2025, 12, 1), date(2026, 5, 31))


def test_the_years_report_counts_what_the_half_years_left_over() -> None:
    found = slot(FULL, [HALF, FULL], 2026)
    assert (found.period, found.covers_from, found.cut_off_on) == ("2026H2", date(2026, 6, 1), date(2026, 11, 30))


def test_a_years_report_due_in_spring_speaks_of_the_year_before() -> None:
    late = Rule("full_year", "01-15", "12-31")
    found = slot(late, [late], 2027)
    assert (found.period, found.cut_off_on, found.covers_from) == ("2026H2", date(2026, 12, 31), date(2026, 1, 1))


def test_it_is_asked_for_three_weeks_before() -> None:
    assert slot(FULL, [HALF, FULL], 2026).opens_on(3) == date(2026, 11, 19)


def test_what_was_due_before_the_tracking_began_is_not_asked_for() -> None:
    found = list(slots([HALF, FULL], since=date(2026, 6, 11), years=range(2026, 2028)))
    assert [due.period for _, due in found] == ["2026H2", "2027H1", "2027H2"]


def test_the_last_day_of_february_exists_every_year() -> None:
    assert slot(Rule("half_year", "06-10", "02-29"), [HALF], 2027).cut_off_on == date(2027, 2, 28)


def test_the_period_of_the_year_before() -> None:
    assert year_before("2026H1") == "2025H1"


_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: day.strftime("%m-%d"))


@given(_DAYS, _DAYS, _DAYS, _DAYS, st.integers(2020, 2040))
def test_the_days_of_a_report_always_stand_in_order(due: str, cut: str, due2: str, cut2: str, year: int) -> None:
    half, full = Rule("half_year", due, cut), Rule("full_year", due2, cut2)
    for rule in (half, full):
        found = slot(rule, [half, full], year)
        assert found.covers_from <= found.cut_off_on <= found.due_on
        assert (found.due_on - found.covers_from).days <= 740
