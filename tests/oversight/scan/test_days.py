"""A pay period as the standard writes it."""

from datetime import date

import pytest

from huxin.oversight.scan.days import day_of, days_of


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2026-09", (date(2026, 9, 1), date(2026, 9, 30))),
        ("2026-12", (date(2026, 12, 1), date(2026, 12, 31))),
        ("2028-02", (date(2028, 2, 1), date(2028, 2, 29))),
        ("2026-09-16/2026-10-15", (date(2026, 9, 16), date(2026, 10, 15))),
        ("2026-09-16/2026-09-16", (date(2026, 9, 16), date(2026, 9, 16))),
        ("2026-10-15/2026-09-16", None),
        ("2026-13", None),
        ("2026-02-30/2026-03-01", None),
        ("九月", None),
        ("", None),
        ("2026-09-01", None),
        ("2026-09-01/2026-09-15/2026-09-30", None),
    ],
)
def test_the_days_of_a_pay_period(written: str, days: tuple[date, date] | None) -> None:
    found = days_of(written)
    assert (found and tuple(map(day_of, found))) == days
