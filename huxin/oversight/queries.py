"""Which deliveries are in, late or missing?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.workdays import add_months
from huxin.law.calendar import calendar_for
from huxin.orgs.access import visible
from huxin.oversight.models import Delivery, Reporter

STATES = Delivery.State


@dataclass(frozen=True, slots=True)
class Expected:
    """One platform's month: by when it is due, what came, and how that stands."""

    reporter: Reporter
    month: date
    due_on: date
    delivery: Delivery | None
    today: date

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words."""
        if self.delivery is None:
            return ("late", "逾期未报") if self.today > self.due_on else ("unknown", "尚未报送")
        late = "，迟报" if localtime(self.delivery.handed_in_at).date() > self.due_on else ""
        tone = "near" if late and self.delivery.tone == "good" else self.delivery.tone
        return tone, f"{self.delivery.get_state_display()}{late}"


def due_on(reporter: Reporter, month: date) -> date:
    """The day of the following month, or the next working day."""
    return calendar_for(reporter.enterprise.area_id).on_or_after(add_months(month, 1).replace(day=reporter.due_day))


def last_month(today: date) -> date:
    """The first day of the month that ended last."""
    return add_months(today.replace(day=1), -1)


def expected(by: Actor, *, today: date, most: int = 12) -> list[Expected]:
    """Every platform that `by` may see, month by month, the newest first; what was refused counts as not there."""
    reporters = list(visible(Reporter, by).select_related("enterprise").order_by("pk"))
    first = add_months(last_month(today), 1 - most)
    rows = Delivery.objects.filter(enterprise__in=[r.enterprise_id for r in reporters], month__gte=first)
    counted = rows.exclude(state__in=(STATES.REPLACED, STATES.REFUSED, STATES.UNREADABLE)).order_by("pk")
    found = {(row.enterprise_id, row.month): row for row in counted if row.state != STATES.ACCEPTED}
    found |= {(row.enterprise_id, row.month): row for row in counted if row.state == STATES.ACCEPTED}
    months = [add_months(last_month(today), -n) for n in range(most)]
    return [
        Expected(one, month, due_on(one, month), found.get((one.enterprise_id, month)), today)
        for month in months
        for one in reporters
        if _owes(one, month)
    ]


def _owes(reporter: Reporter, month: date) -> bool:
    return reporter.since <= month and (reporter.ended_on is None or month < reporter.ended_on)


def missing(by: Actor, *, today: date) -> Iterator[Expected]:
    """What is past its day and not there."""
    return (one for one in expected(by, today=today) if one.delivery is None and today > one.due_on)


def counted_deliveries(month: date, area_path: str) -> list[Delivery]:
    """The accepted orders of a month, of platforms looked after in an area."""
    rows = Delivery.objects.filter(Q(org_path__startswith=area_path), month=month, state=STATES.ACCEPTED)
    return list(rows.select_related("enterprise", "document", "mapping", "matching").order_by("pk"))
