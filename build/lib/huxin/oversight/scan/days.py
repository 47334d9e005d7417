"""Which day, week and month is it? Days are numbered from 1970-01-01, so that engines compare whole numbers."""

import re
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
BREAK_S = 1_200  # all four clocks of DOMAIN 1.5 break at 20 minutes; the figure `longest_stretch_s` is told by it
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def number(day: date) -> int:
    """The day as a number."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The number as a day."""
    return EPOCH + timedelta(days=number)


def monday(number: int) -> int:
    """The Monday of the week of a day; 1970-01-01 was a Thursday."""
    return number - (number + 3) % 7


def month(number: int) -> int:
    """The first day of the month of a day."""
    return number - day_of(number).day + 1


def days_of(period: str) -> tuple[int, int] | None:
    """First and last day of a pay period as the standard writes it: 2026-09, 2026-09-01/2026-09-15.

    None where it cannot be read, or ends before it begins.
    """
    try:
        if found := _MONTH.fullmatch(period):
            year, n = int(found[1]), int(found[2])
            return number(date(year, n, 1)), number(date(year + n // 12, n % 12 + 1, 1)) - 1
        first, last = (number(date.fromisoformat(day)) for day in period.split("/"))
    except ValueError:
        return None
    return (first, last) if first <= last else None
