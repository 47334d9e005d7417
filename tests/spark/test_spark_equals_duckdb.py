"""The same expressions give the same bits on Apache Spark and on DuckDB."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.law.parameters import Rules
from huxin.oversight.scan.api import ScanResult, scan
from huxin.oversight.scan.rules import RULES
from tests.oversight.scan.given import (
    HOLIDAYS,
    full_law,
    month_of,
    random_orders,
    random_sessions,
    written,
    written_sessions,
)

pytestmark = [
    pytest.mark.usefixtures("spark"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
]


def both(folder: Path, orders: list[dict[str, object]], rules: Rules) -> tuple[ScanResult, ScanResult]:
    folder.mkdir(exist_ok=True)
    files = [written(orders, folder / "orders.parquet")]
    beside = [written_sessions(random_sessions(len(orders), orders, sessions=100), folder / "sessions.parquet")]
    duckdb, spark = (
        scan(files, sessions=beside, work=folder, table=full_law(), rules=rules, holidays=HOLIDAYS, engine=engine)
        for engine in ("duckdb", "spark")
    )
    return duckdb, spark


def assert_same(duckdb: ScanResult, spark: ScanResult) -> None:
    assert spark.engine.startswith("spark")
    assert duckdb.engine.startswith("duckdb")
    assert spark.digests() == duckdb.digests()
    for name in ("findings", "workers", "order_time_s", "union_time_s", "longest_stretch_s", "gaps", "left_out"):
        assert getattr(spark, name) == getattr(duckdb, name)


def test_every_rule_gives_the_same_bits(tmp_path: Path) -> None:
    orders = random_orders(1, orders=3_000, workers=20)
    orders += month_of("poor", 9, 600, relation="A") + month_of("tired", 9, 1_000, relation="A")
    broken = set()
    for rules in ("in-force", "recommended"):
        duckdb, spark = both(tmp_path / rules, orders, rules)
        assert_same(duckdb, spark)
        broken |= {rule for rule, number in spark.findings.items() if number}
    assert broken == {rule.code for rule in RULES}
    assert sum(spark.table("months")["presence_s"].to_pylist()) > 0


@settings(max_examples=2, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 120), st.integers(1, 6))
def test_random_orders_give_the_same_bits(seed: int, orders: int, workers: int) -> None:
    with TemporaryDirectory() as folder:
        assert_same(*both(Path(folder), random_orders(seed, orders=orders, workers=workers), "recommended"))
