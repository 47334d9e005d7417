"""How do the results of a scan become rows that stay the same when it is repeated?"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import Count, QuerySet

from huxin.orgs.models import Area
from huxin.oversight.models import Answer, Finding, MonthTotal, Scan
from huxin.oversight.restated import Restatement
from huxin.registry.models import Enterprise

_BATCH = 1_000
_IDENTITY = (
    "rule", "platform", "worker", "enterprise", "partner", "relation", "industry", "area", "first_day", "start_s",
)  # fmt: skip
_FIGURES = ("verdict", "measured", "required", "short_fen", "prompts", "begun_in_pause")
_SAID = (*_FIGURES, "person")
_SUMS = (
    "orders", "days", "order_s", "wage_s", "longest_stretch_s", "earned_fen", "tip_fen", "deduction_fen", "income_fen",
    "due_fen",
)  # fmt: skip


class Places(Protocol):
    """Which firms and places the texts of the data mean."""

    def area(self, code: str) -> Area: ...
    def platform(self, name: str) -> Enterprise: ...
    def firm(self, platform: str, enterprise: str, partner: str | None) -> Enterprise: ...


@dataclass
class Rows:
    """What a scan said of its own month; a week belongs to the month in which it ends."""

    scan: Scan
    known: Places
    findings: list[dict[str, Any]]
    months: list[dict[str, Any]]
    by_key: dict[str, dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        from huxin.oversight.scan.rules import BY_CODE, WEEK

        def belongs(row: dict[str, Any]) -> bool:
            ends: date = row["first_day"] + timedelta(days=6 if BY_CODE[row["rule"]].grain == WEEK else 0)
            return ends.replace(day=1) == self.scan.month

        nothing = {"prompts": None, "begun_in_pause": None}
        self.findings = [row | nothing for row in self.findings if belongs(row)]
        self.months = [row for row in self.months if row["month"].replace(day=1) == self.scan.month]
        self.by_key = {key_of(self.scan, row): row for row in self.findings}

    def take_prompts(self, prompted: list[dict[str, Any]]) -> None:
        """Put what is known of rest prompts to the stretches that they are about."""
        for row in prompted:
            if (found := self.by_key.get(key_of(self.scan, row))) is not None:
                found |= {name: row[name] for name in ("prompts", "begun_in_pause")}

    def prompted(self) -> dict[str, int]:
        """Too long stretches of platforms that report prompts: how many, unprompted, disturbed, by how many orders."""
        asked = [row for row in self.findings if row["prompts"] is not None]
        return {
            "stretches": len(asked),
            "unprompted": sum(not row["prompts"] for row in asked),
            "disturbed": sum(bool(row["begun_in_pause"]) for row in asked),
            "orders": sum(row["begun_in_pause"] for row in asked),
        }


@dataclass
class Counts:
    """What a scan changed."""

    found: int
    by_rule: dict[str, int]
    new: int = 0
    changed: int = 0
    gone: int = 0


def key_of(scan: Scan, row: dict[str, Any]) -> str:
    """What makes two findings the same: set of rules, month, and all that says whom and when it is about."""
    parts = [scan.area_id, scan.rules, str(scan.month), *("" if row[n] is None else str(row[n]) for n in _IDENTITY)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def keep_findings(rows: Rows) -> Counts:
    """New ones are added; where one says something else now, or is found no longer or again, what it said before is
    kept with it; the rest is not touched."""
    scan, found = rows.scan, rows.by_key
    before = Finding.objects.filter(month=scan.month, rules=scan.rules, org_path__startswith=scan.org_path)
    known = {one.key: one for one in before}
    lost = _lost(scan) | {one.pk for one in known.values() if one.state == Finding.State.GONE}
    counts = Counts(len(found), dict(Counter(row["rule"] for row in found.values())))
    new = [_finding(rows, key, row) for key, row in found.items() if key not in known]
    changed: list[Finding] = []
    told: list[Restatement] = []
    for one in known.values():
        row, was = found.get(one.key), _was(one, scan)
        if row is not None and _takes(one, row, scan):
            changed.append(one)
        was.what = _happened(was, one, found=row is not None, lost=one.pk in lost)
        told += [was] if was.what else []
    gone = [one.finding_id for one in told if one.what == Restatement.What.GONE and one.state in _UNSETTLED]
    Finding.objects.bulk_create(new, batch_size=_BATCH)
    Finding.objects.bulk_update(changed, [*_SAID, "changed_by"], batch_size=_BATCH)
    # what an official decided while it was scanned stands
    for some in _named([one.pk for one in changed if one.state == Finding.State.GONE]):
        some.filter(state=Finding.State.GONE).update(state=Finding.State.OPEN)
    for some in _named(gone):
        some.filter(state__in=_UNSETTLED).update(state=Finding.State.GONE, changed_by=scan)
    _tell(told)
    counts.new, counts.changed, counts.gone = len(new), len(changed), len(gone)
    return counts


def _named(pks: list[int]) -> Iterator[QuerySet[Finding]]:
    """These findings, as many at once as any database takes in one question."""
    for start in range(0, len(pks), _BATCH):
        yield Finding.objects.filter(pk__in=pks[start : start + _BATCH])


def _lost(scan: Scan) -> set[int]:
    """Findings of its month of which it is told already that they are found no longer, the settled ones among them."""
    of_month = {"finding__month": scan.month, "finding__rules": scan.rules}
    rows = Restatement.objects.filter(**of_month, finding__org_path__startswith=scan.org_path)
    last = dict(rows.order_by("pk").values_list("finding", "what"))
    return {pk for pk, what in last.items() if what == Restatement.What.GONE}


def _was(one: Finding, scan: Scan) -> Restatement:
    """What a finding says before the results of a scan are kept."""
    return Restatement(finding=one, changed_by=scan, state=one.state, **{name: getattr(one, name) for name in _FIGURES})


def _happened(was: Restatement, one: Finding, *, found: bool, lost: bool) -> str:
    """What a scan made of a finding; nothing where it says what was said before."""
    if not found:
        return "" if lost else Restatement.What.GONE
    if lost:
        return Restatement.What.BACK
    return Restatement.What.CHANGED if any(getattr(was, name) != getattr(one, name) for name in _FIGURES) else ""


def _tell(told: list[Restatement]) -> None:
    """Keep what findings said before, with how many answers had been given to it."""
    given: dict[int, int] = {}
    for some in _named([one.finding_id for one in told]):
        given |= dict(Answer.objects.filter(finding__in=some).values_list("finding").annotate(Count("pk")))
    for one in told:
        one.answers = given.get(one.finding_id, 0)
    Restatement.objects.bulk_create(told, batch_size=_BATCH)


_UNSETTLED = (Finding.State.OPEN, Finding.State.ASKED, Finding.State.ANSWERED)


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _SAID} | {"person": row["person"] or ""}


def _takes(one: Finding, row: dict[str, Any], scan: Scan) -> bool:
    """Write what is now said of a known finding; False where nothing is new."""
    said = _said(row)
    back = one.state == Finding.State.GONE
    if not back and all(getattr(one, name) == value for name, value in said.items()):
        return False
    for name, value in said.items():
        setattr(one, name, value)
    one.changed_by = scan
    return True


def _finding(rows: Rows, key: str, row: dict[str, Any]) -> Finding:
    from huxin.oversight.scan.rules import BY_CODE

    scan = rows.scan
    return Finding(
        key=key, rules=scan.rules, month=scan.month, rule=row["rule"], severity=BY_CODE[row["rule"]].severity,
        platform_name=row["platform"], enterprise_name=row["enterprise"], partner_name=row["partner"] or "",
        first_day=row["first_day"], start_s=row["start_s"], found_by=scan, **_whose(rows, row), **_said(row),
    )  # fmt: skip


def _whose(rows: Rows, row: dict[str, Any]) -> dict[str, Any]:
    area = rows.known.area(row["area"])
    return {
        "platform": rows.known.platform(row["platform"]),
        "firm": rows.known.firm(row["platform"], row["enterprise"], row["partner"]),
        "worker_key": row["worker"],
        "relation": row["relation"],
        "industry": row["industry"],
        "area": area,
        "org_path": area.path,
    }


def keep_totals(rows: Rows) -> None:
    """The month's totals anew, unless they are what is there already."""
    scan = rows.scan
    wanted = [
        MonthTotal(
            month=scan.month, person=row["person"] or "", **_whose(rows, row), **{name: row[name] for name in _SUMS}
        )
        for row in rows.months
    ]
    there = MonthTotal.objects.filter(month=scan.month, org_path__startswith=scan.org_path)
    if sorted(map(_content, there)) == sorted(map(_content, wanted)):
        return
    there.delete()
    MonthTotal.objects.bulk_create(wanted, batch_size=_BATCH)


def _content(row: MonthTotal) -> tuple[Any, ...]:
    whose = (row.person, row.platform_id, row.firm_id, row.worker_key, row.relation, row.industry, row.area_id)
    return (*whose, *(getattr(row, name) for name in _SUMS))
