"""Are the statutory days real holidays of their year, and as many as the law gives?"""

from huxin.law.seed.holidays import arrangements
from huxin.law.seed.statutory import statutory_days


def test_every_statutory_day_is_a_day_off_of_the_notice() -> None:
    off = {day for notice in arrangements() for day in notice.off}
    assert [day for days in statutory_days().values() for day in days if day not in off] == []


def test_a_year_has_eleven_days_and_from_2025_thirteen() -> None:
    counts = {year: len(days) for year, days in statutory_days().items()}
    assert counts.pop(2020) == 10  # mid-autumn fell on the National Day
    assert counts == {year: 13 if year >= 2025 else 11 for year in range(2021, 2027)}
