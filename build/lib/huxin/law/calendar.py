"""Which days are worked in this area?"""

import hashlib
from datetime import date
from functools import lru_cache

from django.db.models import Q

from huxin.base.workdays import Calendar
from huxin.law.models import Holiday

_Row = tuple[date, str, int, bool]


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
    off = frozenset(day for day, kind, _, _ in rows if kind != Holiday.Kind.WORKDAY)
    workdays = frozenset(day for day, kind, _, _ in rows if kind == Holiday.Kind.WORKDAY) - off
    announced = frozenset(year for _, _, year, is_announced in rows if is_announced)
    content = [sorted(map(str, part)) for part in (off, workdays, announced)]
    digest = hashlib.sha256(repr(content).encode()).hexdigest()[:12]
    return Calendar(off, workdays, announced, f"{max(announced, default=0)}-{digest}")
