"""Does the scan find who was wronged, and nobody else? Made-up orders with known faults, through the self-check."""

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq

from huxin.law.parameters import Force, Parameter, Status, Table
from huxin.law.seed.parameters import seed_table
from huxin.law.seed.statutory import statutory_days
from huxin.law.units import Unit
from huxin.oversight.orders.check import Wish, check
from huxin.oversight.orders.mapping.model import standard_mapping
from huxin.oversight.orders.sample import FAULTS, Made, Sample, make

_AGREED = {"force": Force.CONSULTATION, "valid_from": date(2020, 1, 1), "document": "协商", "status": Status.VERIFIED}
Wronged = set[tuple[str, str, str]]


def run() -> list[str]:
    """For `make bench`: what was missed."""
    hit, claimed, true = print_planted(Path("var"))
    return [] if hit == claimed == true else [f"planted faults: {true}, found {claimed}, of them right {hit}"]


def print_planted(work: Path, sample: Sample | None = None) -> tuple[int, int, int]:
    """Precision and recall by rule, of worker-months (of workers where a week may reach into another month).

    How many were found rightly, found at all, planted.
    """
    work.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=work) as folder:
        made = make(Path(folder) / "made", sample or Sample())
        planted, found = _both(made, Path(folder))
    print(
        f"\nplanted faults in {made.rows:,} orders"
        "\n| rule | planted | found | precision | recall |\n|---|---|---|---|---|"
    )
    hit = claimed = true = 0
    for rule in sorted(set(FAULTS.values())):
        both = len(planted[rule] & found[rule])
        hit, claimed, true = hit + both, claimed + len(found[rule]), true + len(planted[rule])
        _line(rule, len(planted[rule]), len(found[rule]), both)
    _line("all", true, claimed, hit)
    return hit, claimed, true


def _line(rule: str, planted: int, found: int, both: int) -> None:
    shares = [f"{both / of:.4f}" if of else "" for of in (found, planted)]
    print(f"| {rule} | {planted} | {found} | {' | '.join(shares)} |", flush=True)


def _both(made: Made, folder: Path) -> tuple[dict[str, Wronged], dict[str, Wronged]]:
    """By rule, who was wronged when, and whom the scan names."""
    cap = Parameter(code="commission.cap", value=3_000, unit=Unit.BASIS_POINTS, **_AGREED)
    cycle = Parameter(code="pay.cycle_months", value=1, unit=Unit.MONTHS, relation="B", **_AGREED)
    wish = Wish(
        orders=made.orders, matching=[made.matching], mapping=standard_mapping(),
        law=Table([*seed_table().rows, cap, cycle]), rules="recommended",
        now_s=int(datetime(2026, 11, 24, tzinfo=UTC).timestamp()),
        holidays=[day for days in statutory_days().values() for day in days],
    )  # fmt: skip
    planted: dict[str, Wronged] = defaultdict(set)
    found: dict[str, Wronged] = defaultdict(set)
    scanned = check(wish, folder / "work").scanned
    assert scanned is not None
    for row in pq.read_table(made.truth).to_pylist():
        planted[row["rule"]].add((row["platform"], row["worker"], _month(row["rule"], row["month"])))
    for row in scanned.table("findings").to_pylist():
        found[row["rule"]].add((row["platform"], row["worker"], _month(row["rule"], f"{row['first_day']:%Y-%m}")))
    return planted, found


def _month(rule: str, month: str) -> str:
    return "" if rule == "rest.weekly" else month
