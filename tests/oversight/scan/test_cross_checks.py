"""Orders against what was reported elsewhere: insured orders, headcounts, classes and partners of workers."""

from datetime import date
from pathlib import Path
from typing import Any

from huxin.law.seed.parameters import seed_table
from huxin.oversight.scan.api import scan
from huxin.oversight.scan.cross_checks import Difference, Shift, headcounts, insured_orders, shifts
from tests.oversight.scan.given import order, written

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def months(folder: Path, orders: list[dict[str, Any]]) -> Path:
    result = scan([written(orders, folder / "orders.parquet")], work=folder, table=seed_table())
    return result.folder / "months.parquet"


def one(worker: int, month: int = 10, **other: Any) -> dict[str, Any]:
    return order(f"2026-{month:02}-12 08:00", 3_600, worker=f"w{worker}", **other)


def test_orders_without_cover_are_counted(tmp_path: Path) -> None:
    path = months(tmp_path, [one(n) for n in range(200)] + [one(n, platform="乙") for n in range(50)])
    reported = {("甲", OCTOBER): 190, ("乙", OCTOBER): 50, ("丙", OCTOBER): 7}
    found = insured_orders(path, reported)
    assert found == (Difference("丙", OCTOBER, 0, 7, 10_000), Difference("甲", OCTOBER, 200, 190, 500))
    assert found[1].missing == 10
    assert insured_orders(path, reported | {("甲", OCTOBER): 198, ("丙", OCTOBER): 0}) == ()


def test_a_platform_that_reports_nobody_is_named(tmp_path: Path) -> None:
    path = months(tmp_path, [one(n % 20) | {"order_id": f"o{n}"} for n in range(60)])
    assert headcounts(path, {("甲", OCTOBER): 20}) == ()
    assert headcounts(path, {}) == (Difference("甲", OCTOBER, 20, None, 10_000),)
    assert headcounts(path, {("甲", OCTOBER): 12})[0].missing == 8


def test_many_workers_turned_into_own_businesses_at_once_are_noticed(tmp_path: Path) -> None:
    before = [one(n, 9, relation="B") for n in range(30)]
    after = [one(n, 10, relation="C" if n < 12 else "B") for n in range(30)]
    newcomers = [one(100 + n, 10, relation="C") for n in range(40)]
    path = months(tmp_path, before + after + newcomers)
    assert shifts(path) == (Shift("甲", "甲公司", OCTOBER, "relation", 30, 12, 4_000),)
    assert shifts(path, least=13) == ()
    assert shifts(path, share=4_001) == ()


def test_another_partner_firm_is_noticed_by_the_orders_of_most_of_a_month(tmp_path: Path) -> None:
    before = [one(n, 9, partner="站一") for n in range(20)]
    after = [one(n, 10, partner="站二") | {"order_id": f"x{n}{k}"} for n in range(20) for k in range(2)]
    rest = [one(n, 10, partner=None) | {"order_id": f"y{n}"} for n in range(20)]
    assert shifts(months(tmp_path, before + after + rest)) == (
        Shift("甲", "甲公司", OCTOBER, "partner", 20, 20, 10_000),
    )  # fmt: skip
