"""Do the orders of a month fit what was told elsewhere? Differences name a place to look; none of them is a breach.

What each needs: the insured orders, the reported headcount and the household businesses are entered by the office
(`actions.reporting`), one by one or as a table; who
moved to another class or firm follows from two scanned months; complaints are the cases of the house.
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, Sum

from huxin.base.actor import Actor
from huxin.base.workdays import add_months
from huxin.cases.models import Case
from huxin.orgs.access import visible, within
from huxin.oversight.models import Finding, MonthTotal, Reporter, Scan
from huxin.oversight.queries import WHO
from huxin.oversight.reported import ReportedFigure
from huxin.registry.models import Enterprise

VIEW = "finding.view"
INSURED_TOLERANCE, HEADCOUNT_TOLERANCE = 100, 500  # basis points
INDEPENDENT = "C"  # the class in which a household business works
COMPLAINT_MONTHS = 3
_COMPLAINTS = ("complaint/", "clue/")


@dataclass(frozen=True, slots=True)
class Compared:
    """What the orders say of a platform's month, and what was told; `off` where they are too far apart."""

    platform: Enterprise
    kind: str
    seen: int
    told: ReportedFigure | None
    off: bool
    share: int  # basis points of the orders

    @property
    def missing(self) -> int:
        """How many what was told lacks; negative where it has more."""
        return self.seen - (self.told.value if self.told else 0)

    @property
    def state(self) -> tuple[str, str]:
        """Tone and words."""
        if self.told is None:
            return "unknown", "未录入"
        return ("near", "相差较大") if self.off else ("good", "相符")


def compared(by: Actor, month: date) -> list[Compared]:
    """Every platform that `by` looks after and that reports or had orders, by each kind. What was told is of the whole
    platform, and so are the orders, wherever they were worked."""
    from huxin.oversight.scan.cross_checks import differs

    mine = Enterprise.objects.filter(within(by, VIEW), kind=Enterprise.Kind.PLATFORM)
    totals = MonthTotal.objects.filter(platform__in=mine, month=month).order_by().values("platform")
    sums: dict[int, Any] = {
        row["platform"]: row
        for row in totals.annotate(
            insured=Sum("orders"),
            headcount=Count("worker_key", distinct=True),
            household=Count("worker_key", filter=Q(relation=INDEPENDENT), distinct=True),
        )
    }
    reporters = visible(Reporter, by).filter(since__lte=month).filter(Q(ended_on=None) | Q(ended_on__gt=month))
    platforms = Enterprise.objects.in_bulk({*sums, *reporters.values_list("enterprise", flat=True)})
    known = {
        (row.enterprise_id, row.kind): row
        for row in ReportedFigure.objects.filter(enterprise__in=platforms, month=month)
    }
    rows = []
    for kind, tolerance in ((kind, _TOLERANCE[kind]) for kind in ReportedFigure.Kind.values):
        for pk, platform in sorted(platforms.items()):
            seen, told = sums.get(pk, {}).get(kind, 0), known.get((pk, kind))
            off, share = differs(seen, told.value if told else None, tolerance)
            rows.append(Compared(platform, kind, seen, told, off, share))
    return rows


_TOLERANCE = {
    "insured": INSURED_TOLERANCE, "headcount": HEADCOUNT_TOLERANCE, "household": HEADCOUNT_TOLERANCE,
}  # fmt: skip


def shifts_in(month: date, area_path: str) -> list[dict[str, Any]]:
    """Who moved between the month before and this one, as kept with a scan: by platform and by firm."""
    from huxin.oversight.scan.cross_checks import shifts

    totals = MonthTotal.objects.filter(org_path__startswith=area_path, month__in=(add_months(month, -1), month))
    rows = list(totals.values_list("month", "platform", "firm", "worker_key", "relation", "orders"))
    found = []
    with tempfile.TemporaryDirectory(prefix="huxin-shifts-") as folder:
        path = Path(folder) / "months.parquet"
        for of_firm in (False, True):
            _write(path, rows, of_firm)
            found += [
                {"platform": int(one.platform), "firm": int(one.enterprise), "kind": one.kind,
                 "workers": one.workers, "moved": one.moved, "share": one.share}
                for one in shifts(path)
                if one.month == month and (one.kind == "relation" or not of_firm)
            ]  # fmt: skip
    return found


def _write(path: Path, rows: Iterable[tuple[Any, ...]], of_firm: bool) -> None:
    """The totals in the form of a scan's months: a worker is paired within his platform, or within his firm."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = ("month", "platform", "enterprise", "worker", "relation", "partner", "orders")
    told = [
        (month, str(platform), str(firm if of_firm else platform), worker, relation, str(firm), orders)
        for month, platform, firm, worker, relation, orders in rows
    ]
    columns = list(zip(*told, strict=True)) if told else [()] * len(names)
    types = (pa.date32(), *[pa.string()] * 5, pa.int64())
    pq.write_table(pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)}), path)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A kept shift with its firms."""

    platform: Enterprise
    firm: Enterprise
    kind: str
    workers: int
    moved: int
    share: int


def shifted(scan: Scan | None) -> list[Shifted]:
    """What a scan kept of it, the largest first; a firm that is its platform is told once."""
    rows = scan.figures.get("shifts", []) if scan else []
    firms = Enterprise.objects.in_bulk({row[name] for row in rows for name in ("platform", "firm")})
    unique = {(row["firm"], row["kind"]): row for row in rows}
    found = [
        Shifted(firms[row["platform"]], firms[row["firm"]], row["kind"], row["workers"], row["moved"], row["share"])
        for row in unique.values()
    ]
    return sorted(found, key=lambda one: (-one.moved, one.firm.pk))


@dataclass(frozen=True, slots=True)
class Complained:
    """Complaints about a firm beside what its orders say of pay."""

    firm: Enterprise
    complaints: int  # in the three months that end with this one
    low: int  # workers with a finding of pay below the minimum in the month
    workers: int
    hourly_fen: int | None

    @property
    def words(self) -> str:
        """Which of the two is alone."""
        if not self.workers:
            return "有投诉，本月没有该企业的订单：核对用工企业名称和未报送的平台"
        if self.complaints and not self.low:
            return "有投诉，订单未见低于标准：核对未上报的扣款和线下结算"
        if self.low and not self.complaints:
            return "订单低于标准，没有人投诉：可主动巡查"
        return "两者都有" if self.low else ""


def complaints_against_pay(by: Actor, month: date) -> list[Complained]:
    """Firms with complaints, or with pay below the minimum, in the reach of `by`; numbers alone, no case is named."""
    first = add_months(month, 1 - COMPLAINT_MONTHS)
    kinds = Q(procedure__startswith=_COMPLAINTS[0])
    for one in _COMPLAINTS[1:]:
        kinds |= Q(procedure__startswith=one)
    cases = Case.objects.filter(kinds, within(by, VIEW), enterprise__isnull=False, merged_into=None)
    cases = cases.exclude(source="oversight").filter(
        opened_at__date__gte=first, opened_at__date__lt=add_months(month, 1)
    )
    complaints = dict(cases.order_by().values_list("enterprise").annotate(n=Count("pk")))
    low = visible(Finding, by).filter(month=month, rules="in-force", rule__startswith="wage.", verdict="broken")
    counted = low.exclude(state=Finding.State.GONE).order_by().values("firm")
    people = {row["firm"]: row["n"] for row in counted.annotate(n=Count(WHO, distinct=True))}
    totals = MonthTotal.objects.filter(within(by, VIEW), month=month).order_by().values("firm")
    sums: dict[int, Any] = {
        row["firm"]: row
        for row in totals.annotate(workers=Count(WHO, distinct=True), income=Sum("income_fen"), time=Sum("wage_s"))
    }
    firms = Enterprise.objects.in_bulk({*complaints, *people})
    rows = [_complained(firms[pk], complaints.get(pk, 0), people.get(pk, 0), sums.get(pk)) for pk in firms]
    return sorted(rows, key=lambda row: (-row.complaints, -row.low, row.firm.pk))


def _complained(firm: Enterprise, complaints: int, low: int, sums: dict[str, Any] | None) -> Complained:
    if sums is None:
        return Complained(firm, complaints, low, 0, None)
    hourly = sums["income"] * 3_600 // sums["time"] if sums["time"] else None
    return Complained(firm, complaints, low, sums["workers"], hourly)
