"""What is owed for occupational-injury cover, by the order."""

from pathlib import Path

from huxin.law.seed.parameters import seed_table
from huxin.oversight.scan.api import scan
from huxin.oversight.scan.premiums import premiums
from tests.oversight.scan.given import order, written


def test_each_trade_owes_its_premium_where_the_scheme_reaches(tmp_path: Path) -> None:
    orders = [
        *(order(f"2026-10-{day:02} 08:00", 600, worker=f"w{n}") for day in (12, 13) for n in range(50)),
        *(order("2026-10-12 08:00", 600, worker="r", industry="ride", platform="乙") for _ in range(3)),
        order("2026-10-12 08:00", None, industry="freight"),
        order("2026-10-12 09:00", 600, industry="courier"),  # not in the scheme
        order("2026-06-30 09:00", 600, worker="before"),  # Yunnan joined on 1 July 2026
    ]
    result = scan([written(orders, tmp_path / "o.parquet")], work=tmp_path, table=seed_table())
    found = premiums(result.aggregates, seed_table(), "in-force")
    owed = [(one.platform, one.industry, one.area, one.month.month, one.orders, one.fen) for one in found]
    assert owed == [
        ("乙", "ride", "532601", 10, 3, 3),
        ("甲", "delivery", "532601", 10, 100, 700),
        ("甲", "freight", "532601", 10, 1, 18),
    ]
    assert found[1].answer.sentence.startswith("100单按")
    assert found[1].answer.sources()
