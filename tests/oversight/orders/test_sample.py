"""Does the made-up data hold what it says: the same for a seed, and nothing wrong but what is planted and found?"""

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huxin.law.parameters import Force, Parameter, Status, Table
from huxin.law.seed.parameters import seed_table
from huxin.law.seed.statutory import statutory_days
from huxin.law.units import Unit
from huxin.oversight.orders.check import Checked, Wish, check
from huxin.oversight.orders.mapping.model import standard_mapping
from huxin.oversight.orders.sample import FAULTS, Made, Sample, make, sized

SMALL = Sample(workers=240, months=("2026-09", "2026-10"), fault_share=0.3, defect_share=0.002)


def agreed() -> Table:
    """The seed, with the two figures that parties agree: a cap on commission, and pay within a month."""
    common = {
        "force": Force.CONSULTATION,
        "valid_from": date(2020, 1, 1),
        "document": "协商",
        "status": Status.VERIFIED,
    }
    cap = Parameter(code="commission.cap", value=3_000, unit=Unit.BASIS_POINTS, **common)
    cycle = Parameter(code="pay.cycle_months", value=1, unit=Unit.MONTHS, relation="B", **common)
    return Table([*seed_table().rows, cap, cycle])


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Checked]:
    """The sample, checked as a platform would."""
    folder = tmp_path_factory.mktemp("sample")
    made = make(folder, SMALL)
    wish = Wish(
        orders=made.orders, matching=[made.matching], mapping=standard_mapping(), law=agreed(), rules="recommended",
        now_s=int(datetime(2026, 11, 24, tzinfo=UTC).timestamp()),
        holidays=[day for days in statutory_days().values() for day in days],
    )  # fmt: skip
    return made, check(wish, folder / "work")


def test_spoilt_rows_are_handed_back_each_for_its_defect_and_no_others(checked: tuple[Made, Checked]) -> None:
    made, found = checked
    assert found.orders.rows == made.rows
    assert found.orders.rejected_by == {kind: count for kind, count in made.defects.items() if count}
    assert sum(made.defects.values()) > 20


def test_persons_of_two_platforms_are_one(checked: tuple[Made, Checked]) -> None:
    found = checked[1].scanned
    assert found is not None
    assert found.workers == SMALL.workers
    assert checked[1].overlaps.overlapping_orders > 0


def test_every_planted_fault_is_found_and_nothing_else(checked: tuple[Made, Checked]) -> None:
    made, done = checked
    assert done.scanned is not None
    planted, found = defaultdict(set), defaultdict(set)
    for row in pq.read_table(made.truth).to_pylist():
        planted[row["rule"]].add((row["platform"], row["worker"], _month(row["rule"], row["month"])))
    for row in done.scanned.table("findings").to_pylist():
        month = _month(row["rule"], row["first_day"].isoformat()[:7])
        found[row["rule"]].add((row["platform"], row["worker"], month))
    asked = set(FAULTS.values()) & set(done.scanned.findings)
    assert asked == set(FAULTS.values())
    assert all(planted[rule] for rule in asked)
    assert {rule: found[rule] for rule in asked} == {rule: planted[rule] for rule in asked}


def _month(rule: str, month: str) -> str:
    """A week may begin in the month before the one in which no rest was planted."""
    return "" if rule == "rest.weekly" else month


def test_the_same_seed_makes_the_same_rows(tmp_path: Path) -> None:
    sample = Sample(workers=20, months=("2026-10",))
    one, other = make(tmp_path / "a", sample), make(tmp_path / "b", sample)
    for a, b in zip((*one.orders, one.truth, one.matching), (*other.orders, other.truth, other.matching), strict=True):
        assert pq.read_table(a).equals(pq.read_table(b))


def test_a_sample_has_about_as_many_rows_as_asked_for(tmp_path: Path) -> None:
    assert 17_000 < make(tmp_path, sized(20_000)).rows < 23_000
