"""What does the calendar hold, for a page to show? Holidays are public facts, so anybody may read them."""

from collections.abc import Iterable

from huxin.law.models import Holiday, HolidayYear
from huxin.law.seed.holidays import fixed_days


def years() -> list[HolidayYear]:
    """The years known, newest first."""
    return list(HolidayYear.objects.order_by("-year"))


def national_days(year: int) -> list[Holiday]:
    """The days of a year's notice, in order; until that is out the holidays of fixed day, which no row holds."""
    if rows := list(Holiday.objects.filter(year_id=year, area_code=None).order_by("day")):
        return rows
    fixed = fixed_days(year)
    return [Holiday(day=day, kind=Holiday.Kind.OFF, name=name, source=fixed.source) for day, name in fixed.off.items()]


def local_days(year: int, area_codes: Iterable[str]) -> list[Holiday]:
    """The days off that these areas have of their own in a year, in order."""
    return list(Holiday.objects.filter(year_id=year, area_code__in=list(area_codes)).order_by("day", "area_code"))
