"""What does the calendar hold, for a page to show? Holidays are public facts, so anybody may read them."""

from collections.abc import Iterable

from huxin.law.models import Holiday, HolidayYear


def years() -> list[HolidayYear]:
    """The years known, newest first."""
    return list(HolidayYear.objects.order_by("-year"))


def national_days(year: int) -> list[Holiday]:
    """The days of a year's notice, in order."""
    return list(Holiday.objects.filter(year_id=year, area_code=None).order_by("day"))


def local_days(year: int, area_codes: Iterable[str]) -> list[Holiday]:
    """The days off that these areas have of their own in a year, in order."""
    return list(Holiday.objects.filter(year_id=year, area_code__in=list(area_codes)).order_by("day", "area_code"))
