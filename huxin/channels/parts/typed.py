"""What stands in an address or a form outside of a form's own fields, and can the database take it?"""

from datetime import date, datetime

LONGEST = 18  # digits; every key of a table has fewer


def number(text: str) -> int:
    """The natural number; 0 where it is none, or longer than any that we give."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


def month(text: str) -> date | None:
    """The first day of a month written as 2026-10; None where it is none."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  a month has no zone
    except ValueError:
        return None
