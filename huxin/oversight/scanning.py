"""What does the law say of a month's accepted orders? The scan run in the background, its results kept as rows."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from huxin.base.errors import NotPossible
from huxin.base.workdays import add_months
from huxin.journal.log import record, verb
from huxin.law.at import table
from huxin.law.seed.statutory import statutory_days
from huxin.orgs.access import SYSTEM
from huxin.orgs.models import Area
from huxin.oversight import places
from huxin.oversight.checking import accepted_files, beside_files
from huxin.oversight.comparing import shifts_in
from huxin.oversight.keeping import Counts, Rows, keep_findings, keep_totals
from huxin.oversight.models import HANDED_IN, Delivery, Scan
from huxin.oversight.queries import counted_deliveries
from huxin.oversight.wage_tables import frozen
from huxin.registry.models import Enterprise
from huxin.registry.names import search_key
from huxin.registry.queries import called

if TYPE_CHECKING:
    from huxin.law.parameters import Rules
    from huxin.oversight.scan.api import ScanResult
    from huxin.oversight.scan.prompts import Prompts

DONE = verb(
    "scan.done",
    "数据检查完成：发现{findings}项，新增{new}项，不再出现{gone}项",
    ("findings", "new", "gone", "scan_rules"),
)
FAILED = verb("scan.failed", "数据检查不能完成")
BEFORE = timedelta(days=6)  # a week that ends in the month is judged with it, so its first days are read too


def holidays() -> list[date]:
    """The statutory days of all years that are known."""
    return [day for days in statutory_days().values() for day in days]


def run_scan(scan: Scan, *, at: datetime) -> None:
    """Run it and keep what it says. Safe to repeat: killed, it goes on with what is laid down already."""
    unsettled = Scan.objects.filter(pk=scan.pk, state__in=(Scan.State.WAITING, Scan.State.RUNNING))
    if not unsettled.update(state=Scan.State.RUNNING, stage="正在准备订单"):
        return
    try:
        result = _scan(scan)
        prompts = _prompted(scan, result)
    except NotPossible as refusal:
        _fail(scan, refusal.reason, at)
        return
    _say(scan, "正在保存结果")
    _settle(scan, result, prompts, at)


def _say(scan: Scan, words: str) -> None:
    Scan.objects.filter(pk=scan.pk).update(stage=words)


def _scan(scan: Scan) -> "ScanResult":
    from huxin.oversight.scan.api import scan as hold_against_the_law

    deliveries = list(scan.deliveries.select_related("enterprise", *HANDED_IN).order_by("pk"))
    folder = places.scan_folder(scan.area_id, scan.month)
    files = month_files(deliveries, scan.month, scan.org_path, folder)
    _say(scan, "正在对照劳动标准")
    sessions = month_sessions(deliveries, scan.month, scan.org_path, folder)
    return hold_against_the_law(
        files, sessions=sessions, work=folder, table=table(), rules=cast("Rules", scan.rules), holidays=holidays(),
        area=scan.area_id,
    )  # fmt: skip


def _prompted(scan: Scan, result: "ScanResult") -> "Prompts | None":
    """Too long stretches against the rest prompts that were handed in; None where no platform reports any."""
    from huxin.oversight.orders.engine import MEMORY_MB
    from huxin.oversight.scan.prompts import examine_prompts
    from huxin.oversight.scan.store import laid

    reported = prompt_files(scan.month, scan.org_path)
    if not reported:
        return None
    folder = places.scan_folder(scan.area_id, scan.month)
    return examine_prompts(
        result.folder / "findings.parquet", laid(folder / "orders"), reported, result.folder / "prompts.parquet",
        table=table(), rules=cast("Rules", scan.rules), memory_mb=MEMORY_MB,
    )  # fmt: skip


def prompt_files(month: date, org_path: str) -> list[Path]:
    """The rest prompts that count for a month, with those of the month before: a stretch may have begun in it."""
    deliveries = [*counted_deliveries(add_months(month, -1), org_path), *counted_deliveries(month, org_path)]
    return [path for delivery in deliveries for path in beside_files(delivery, "rest_prompts")]


def month_files(deliveries: list[Delivery], month: date, org_path: str, folder: Path) -> list[Path]:
    """The accepted orders of a month, with the days before it that are needed to judge its first week."""
    files = [path for delivery in deliveries for path in accepted_files(delivery)]
    return files + _days_before(month, org_path, folder)


def month_sessions(deliveries: list[Delivery], month: date, org_path: str, folder: Path) -> list[Path]:
    """Required presence and rests of a month, with those of the days before it."""
    earlier = counted_deliveries(add_months(month, -1), org_path)
    before = [str(path) for delivery in earlier for path in beside_files(delivery, "sessions")]
    files = [path for delivery in deliveries for path in beside_files(delivery, "sessions")]
    return files + _since(month, before, folder / "sessions-before.parquet", "start_s", "platform, worker, start_s")


def _days_before(month: date, org_path: str, folder: Path) -> list[Path]:
    """The last days of the month before, as far as its orders were accepted."""
    earlier = counted_deliveries(add_months(month, -1), org_path)
    files = [str(path) for delivery in earlier for path in accepted_files(delivery)]
    return _since(month, files, folder / "days-before.parquet", "accepted_s", "platform, order_id")


def _since(month: date, files: list[str], path: Path, moment: str, order: str) -> list[Path]:
    """Of the rows those that began in the days before a month that are read with it, as a file; none without files."""
    import duckdb

    if not files:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    since = (month - BEFORE - date(1970, 1, 1)).days * 86_400
    with duckdb.connect() as con:
        rows = con.from_parquet(files).filter(f"{moment} + offset_s >= {since}")
        rows.order(order).write_parquet(str(path), compression="zstd")
    return [path]


@transaction.atomic
def _fail(scan: Scan, reason: str, at: datetime) -> None:
    mine = Scan.objects.filter(pk=scan.pk, state=Scan.State.RUNNING)
    if mine.update(state=Scan.State.FAILED, stage="", reason=reason, finished_at=at):
        record(FAILED, [scan], by=SYSTEM, at=at, org_path=scan.org_path)


@transaction.atomic
def _settle(scan: Scan, result: "ScanResult", prompts: "Prompts | None", at: datetime) -> None:
    """Findings and totals as rows: what was there stays as it is, so that a repeated scan changes nothing."""
    known = Known(scan, [name for one in scan.deliveries.all() for name in one.names])
    rows = Rows(scan, known, result.table("findings").to_pylist(), result.table("months").to_pylist())
    if prompts:
        rows.take_prompts(prompts.table())
    counts = keep_findings(rows)
    if scan.rules == "in-force":
        keep_totals(rows)
    figures = _figures(rows, result, counts)
    if prompts:
        figures |= {"prompts": rows.prompted()}
    if scan.rules == "in-force":  # what is told of pay and of who moved is told of the law as it is
        figures |= frozen(result.folder / "months.parquet", scan)
        figures |= {"shifts": shifts_in(scan.month, scan.org_path)}
    mine = Scan.objects.filter(pk=scan.pk, state=Scan.State.RUNNING)
    mine.update(
        state=Scan.State.DONE, stage="", finished_at=at, figures=figures, gaps=_unjudged(result),
        rules_version=result.rules_version, engine=result.engine,
    )  # fmt: skip
    record(
        DONE, [scan], by=SYSTEM, at=at, org_path=scan.org_path,
        findings=counts.found, new=counts.new, gone=counts.gone, scan_rules=scan.rules,
    )  # fmt: skip


def _unjudged(result: "ScanResult") -> list[str]:
    """What was not judged and why, places by their names."""
    codes = {code for gap in result.gaps for code in gap.areas}
    named = dict(Area.objects.filter(pk__in=codes).values_list("pk", "name"))
    return [gap.named(named).sentence for gap in result.gaps]


def _figures(rows: Rows, result: "ScanResult", counts: Counts) -> dict[str, Any]:
    """The month as a whole; the days before it are not counted."""
    months = rows.months
    return {
        "orders": sum(row["orders"] for row in months),
        "workers": len({row["person"] or (row["platform"], row["worker"]) for row in months}),
        "order_s": sum(row["order_s"] for row in months),
        "time_s": sum(row["time_s"] for row in months),
        "presence_s": sum(row["presence_s"] for row in months),
        "longest_stretch_s": max((row["longest_stretch_s"] for row in months), default=0),
        "findings": dict(counts.by_rule) | {rule: 0 for rule in result.findings if rule not in counts.by_rule},
        "new": counts.new,
        "changed": counts.changed,
        "gone": counts.gone,
        "left_out": dict(result.left_out),
    }


class Known:
    """Which firm and which place a text of the data means; each text is looked up once."""

    def __init__(self, scan: Scan, spellings: Collection[str]) -> None:
        self._area = scan.area
        self._firms: dict[str, Enterprise | None] = {}
        platforms = Enterprise.objects.filter(pk__in=scan.deliveries.values("enterprise"))
        self._platforms = {
            name: one.enterprise
            for one in Delivery.objects.filter(enterprise__in=platforms, state="accepted").select_related("enterprise")
            for name in one.names
        }
        self._spellings = set(spellings)

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.pk: area for area in Area.objects.filter(path__startswith=self._area.path)}

    def area(self, code: str) -> Area:
        """The county; the whole area where the code is none of its counties."""
        return self._areas.get(code, self._area)

    def platform(self, name: str) -> Enterprise:
        """Who handed these orders in."""
        return self._platforms[name]

    def firm(self, platform: str, enterprise: str, partner: str | None) -> Enterprise:
        """Who answers: the partner firm, else the enterprise that manages the worker, else the platform. A name that
        is not known, or that several firms bear, falls to the next."""
        for name in (partner, enterprise):
            if name and (found := self._called(name)):
                return found
        return self.platform(platform)

    def _called(self, name: str) -> Enterprise | None:
        key = search_key(name)
        if key not in self._firms:
            found = called(name)
            self._firms[key] = found[0] if len(found) == 1 else None
        return self._firms[key]
