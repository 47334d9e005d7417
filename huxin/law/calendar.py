"""Which days are worked in this area? In a year whose notice is not out, all weekdays but the holidays of fixed day."""

import hashlib
from datetime import date
from functools import lru_cache

from django.db.models import Q

from huxin.base.workdays import Calendar
from huxin.law.models import Holiday
from huxin.law.seed.holidays import fixed_days

_Row = tuple[date, str, int, bool]
_FAR = 20  # so many years around the last notice the holidays of fixed day are kept for those that have none


def calendar_for(area_code: str) -> Calendar:
    """The calendar of an area (GB/T 2260, county or above), with its own holidays and those of the areas above.

    One statement reads the days (so they are of one moment); the calendar is rebuilt only where they changed.
    """
    above = {f"{area_code[:2]}0000", f"{area_code[:4]}00", area_code[:6]}
    rows = Holiday.objects.filter(Q(area_code=None) | Q(area_code__in=above)).order_by("day", "kind")
    return _calendar(tuple(rows.values_list("day", "kind", "year_id", "year__announced")))


@lru_cache(maxsize=64)
def _calendar(rows: tuple[_Row, ...]) -> Calendar:
    """A local holiday wins over a make-up working day of the whole country; the version names the content."""
    announced = frozenset(year for _, _, year, is_announced in rows if is_announced)
    last = max(announced, default=2025)
    open_years = set(range(last - _FAR, last + _FAR + 1)) - announced
    off = frozenset(day for day, kind, _, _ in rows if kind != Holiday.Kind.WORKDAY)
    off |= {day for year in open_years for day in fixed_days(year).off}
    workdays = frozenset(day for day, kind, _, _ in rows if kind == Holiday.Kind.WORKDAY) - off
    content = [sorted(map(str, part)) for part in (off, workdays, announced)]
    digest = hashlib.sha256(repr(content).encode()).hexdigest()[:12]
    return Calendar(off, workdays, announced, f"{max(announced, default=0)}-{digest}")
