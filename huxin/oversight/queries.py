"""Which deliveries are in, late or missing, and what was found in a month, firm by firm and county by county?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.workdays import Calendar, add_months
from huxin.law.at import table
from huxin.law.calendar import calendar_for
from huxin.orgs.access import visible, within
from huxin.orgs.models import Area
from huxin.oversight.models import HANDED_IN, Delivery, Finding, MonthTotal, Reporter, Scan
from huxin.registry.models import Enterprise

STATES = Delivery.State


@dataclass(frozen=True, slots=True)
class Expected:
    """One platform's month: by when it is due, what came, and how that stands."""

    reporter: Reporter
    month: date
    due_on: date
    delivery: Delivery | None
    today: date
    came_at: datetime | None = None  # when orders of the month that were accepted, or may be, first came

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words."""
        if self.delivery is None:
            return ("late", "逾期未报") if self.today > self.due_on else ("unknown", "尚未报送")
        came = self.came_at or self.delivery.handed_in_at
        late = "，迟报" if localtime(came).date() > self.due_on else ""
        tone = "near" if late and self.delivery.tone == "good" else self.delivery.tone
        again = "，已更正" if came != self.delivery.handed_in_at else ""
        return tone, f"{self.delivery.get_state_display()}{late}{again}"


def _due_on(reporter: Reporter, month: date, calendars: dict[str, Calendar]) -> date:
    """The day of the following month, or the next working day."""
    day = add_months(month, 1).replace(day=reporter.due_day)
    return calendars[reporter.enterprise.area_id].on_or_after(day)


def last_month(today: date) -> date:
    """The first day of the month that ended last."""
    return add_months(today.replace(day=1), -1)


def expected(by: Actor, *, today: date, most: int = 12) -> list[Expected]:
    """Every platform that `by` may see, month by month, the newest first; what was refused counts as not there."""
    reporters = list(visible(Reporter, by).select_related("enterprise").order_by("pk"))
    return _expected(reporters, today, most)


def _expected(reporters: list[Reporter], today: date, most: int) -> list[Expected]:
    first = add_months(last_month(today), 1 - most)
    rows = Delivery.objects.filter(enterprise__in=[r.enterprise_id for r in reporters], month__gte=first)
    sound = list(rows.exclude(state__in=(STATES.REFUSED, STATES.UNREADABLE)).order_by("-pk"))
    came = {(row.enterprise_id, row.month): row.handed_in_at for row in sound}  # the first of each
    counted = [row for row in sound[::-1] if row.state != STATES.REPLACED]
    calendars = {code: calendar_for(code) for code in {one.enterprise.area_id for one in reporters}}
    found = {(row.enterprise_id, row.month): row for row in counted if row.state != STATES.ACCEPTED}
    found |= {(row.enterprise_id, row.month): row for row in counted if row.state == STATES.ACCEPTED}
    months = [add_months(last_month(today), -n) for n in range(most)]
    return [
        Expected(
            one,
            month,
            _due_on(one, month, calendars),
            found.get((one.enterprise_id, month)),
            today,
            came.get((one.enterprise_id, month)),
        )
        for month in months
        for one in reporters
        if _owes(one, month)
    ]


def _owes(reporter: Reporter, month: date) -> bool:
    return reporter.since <= month and (reporter.ended_on is None or month < reporter.ended_on)


def missing(by: Actor, *, today: date) -> Iterator[Expected]:
    """What is past its day and not there."""
    return (one for one in expected(by, today=today) if one.delivery is None and today > one.due_on)


def owed(*, today: date) -> list[Expected]:
    """What every platform has not delivered of the newest months, whoever asks: for reminders."""
    reporters = list(Reporter.objects.filter(ended_on=None).select_related("enterprise").order_by("pk"))
    return [one for one in _expected(reporters, today, 2) if one.delivery is None]


def counted_deliveries(month: date, area_path: str) -> list[Delivery]:
    """The accepted orders of a month, of platforms looked after in an area."""
    rows = Delivery.objects.filter(Q(org_path__startswith=area_path), month=month, state=STATES.ACCEPTED)
    return list(rows.select_related("enterprise", *HANDED_IN).order_by("pk"))


def orders_under(platform: Enterprise, key: str) -> int:
    """How many scanned orders a platform delivered under a key."""
    sums = MonthTotal.objects.filter(platform=platform, worker_key=key).aggregate(orders=Sum("orders"))
    return int(sums["orders"] or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """What was found about one firm, or in one county: how much, of how many, and how much is still open."""

    thing: Any  # an Enterprise or an Area
    found: int
    broken: int
    open: int
    clues: int
    people: int
    short_fen: int
    workers: int
    orders: int
    time_s: int
    income_fen: int

    @property
    def hourly_fen(self) -> int | None:
        """Income per hour of working time, over everybody."""
        return self.income_fen * 3_600 // self.time_s if self.time_s else None


def of_month(by: Actor, month: date, rules: str) -> QuerySet[Finding]:
    """What stands of a month under a set of rules, as far as `by` may see it."""
    return visible(Finding, by).filter(month=month, rules=rules).exclude(state=Finding.State.GONE)


def lines(by: Actor, month: date, rules: str, what: str) -> list[Line]:
    """By `firm` or by `area`: those with most to do first; also those about which nothing was found."""
    found = _grouped(of_month(by, month, rules), what)
    totals = MonthTotal.objects.filter(within(by, "finding.view"), month=month)
    sums = totals.order_by().values(what).annotate(
        people=Count(WHO, distinct=True), all_orders=Sum("orders"), time=Sum("wage_s"), income=Sum("income_fen")
    )  # fmt: skip
    worked = {row[what]: row for row in sums}
    keys = {*found, *worked}
    things: dict[Any, Any] = Enterprise.objects.in_bulk(keys) if what == "firm" else Area.objects.in_bulk(keys)
    rows = [_line(things[pk], found.get(pk, {}), worked.get(pk, {})) for pk in things]
    return sorted(rows, key=lambda row: (-row.open, -row.found, str(row.thing)))


# One person, on how many platforms ever; where nobody said who he is, one key of a platform.
WHO = Case(
    When(person="", then=Concat("platform", Value("/"), "worker_key", output_field=CharField())), default="person"
)


def _grouped(rows: QuerySet[Finding], what: str) -> dict[Any, dict[str, Any]]:
    counted = rows.order_by().values(what).annotate(
        found=Count("pk"),
        broken=Count("pk", filter=Q(verdict="broken")),
        open=Count("pk", filter=Q(state=Finding.State.OPEN)),
        clues=Count("pk", filter=Q(state=Finding.State.CLUE)),
        people=Count(WHO, distinct=True),
        short_fen=Coalesce(Sum("short_fen"), 0),
    )  # fmt: skip
    return {row[what]: row for row in counted}


def _line(thing: Any, found: dict[str, Any], worked: dict[str, Any]) -> Line:
    counts = {name: found.get(name, 0) for name in ("found", "broken", "open", "clues", "people", "short_fen")}
    sums = {"workers": "people", "orders": "all_orders", "time_s": "time", "income_fen": "income"}
    return Line(thing, **counts, **{name: worked.get(column) or 0 for name, column in sums.items()})


def by_rule(by: Actor, month: date, rules: str) -> list[tuple[str, int, int, dict[str, Any]]]:
    """Every rule that was asked, with its severity, the gravest first: code, severity, findings, the counts."""
    counted = _grouped(of_month(by, month, rules), "rule")
    known = dict(of_month(by, month, rules).order_by().values_list("rule", "severity").distinct())
    rows = [(code, known[code], counts["found"], counts) for code, counts in counted.items()]
    return sorted(rows, key=lambda row: (-row[1], -row[2]))


def by_month(by: Actor, rules: str, *, most: int = 12) -> list[tuple[date, dict[str, Any]]]:
    """The newest months of which something stands, oldest first, with the counts."""
    rows = visible(Finding, by).filter(rules=rules).exclude(state=Finding.State.GONE)
    counted = sorted(_grouped(rows, "month").items())
    return counted[-most:]


def done_scan(month: date, rules: str = "in-force") -> Scan | None:
    """The newest finished scan of a month under a set of rules."""
    return Scan.objects.filter(month=month, rules=rules, state=Scan.State.DONE).order_by("-pk").first()


def news_since(scan: Scan) -> list[Delivery]:
    """What was accepted of its month and area after a scan: its results do not hold it yet."""
    rows = Delivery.objects.filter(org_path__startswith=scan.org_path, month=scan.month, state=STATES.ACCEPTED)
    return list(rows.exclude(scans=scan).select_related("enterprise").order_by("pk"))


def scan_behind(finding: Finding) -> Scan:
    """The scan whose orders a finding speaks of: the newest that still held it; of what was
    settled, the newest then."""
    asked = {"area": finding.found_by.area_id, "month": finding.month, "rules": finding.rules}
    rows = Scan.objects.filter(**asked, state=Scan.State.DONE, pk__gte=finding.found_by_id)
    if finding.state == Finding.State.GONE:
        rows = rows.filter(pk__lt=finding.changed_by_id)
    elif finding.decided_at is not None:
        rows = rows.filter(finished_at__lte=finding.decided_at)
    return rows.order_by("-pk").first() or finding.found_by


def corrected_since(finding: Finding) -> list[Delivery]:
    """What its platform handed in instead of the orders behind a finding that is open: these were not scanned yet."""
    if finding.state in (Finding.State.GONE, Finding.State.CLUE, Finding.State.DISMISSED):
        return []
    return [one for one in news_since(scan_behind(finding)) if one.enterprise_id == finding.platform_id]


def law_changed_since(scan: Scan) -> bool:
    """Is any figure of law another one than when it was scanned?"""
    return scan.rules_version.partition("/")[0] != table().version


def scans() -> list[Scan]:
    """Every scan, the newest month and in it the newest scan first, without what it counted."""
    return list(Scan.objects.defer("figures", "reason").order_by("-month", "-pk"))


def scanned_months() -> list[date]:
    """The months of which something is known, the newest first."""
    return list(Scan.objects.order_by("-month").values_list("month", flat=True).distinct())
