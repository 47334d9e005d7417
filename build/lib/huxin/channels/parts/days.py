"""How near is a due day, in words and with a sign?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_due
from huxin.base.workdays import Calendar
from huxin.law.calendar import calendar_for
from huxin.orgs.directory import areas_above

NEAR = 5  # working days


@dataclass(frozen=True, slots=True)
class Due:
    """A due day as it stands today: a tone for the lamp, and words."""

    tone: str
    words: str


def calendar_of(actor: Actor) -> Calendar:
    """The calendar of the place where this person works; that of the country for whoever has none."""
    return calendar_for(max(areas_above(actor), default="000000"))


def due(day: date | None, at: datetime, calendar: Calendar) -> Due:
    """还剩3个工作日, 今天到期, 超期2天; no day is said as such."""
    if day is None:
        return Due("plain", "未定期限")
    today = timezone.localdate(at)
    words = spoken_due(day, today, calendar)
    if day < today:
        return Due("late", words)
    return Due("near" if calendar.between(today, day) <= NEAR else "info", words)
