"""Every finding explains itself: worked out anew by the law's own functions, it comes to what the scan says."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from huxin.base.errors import NotPossible
from huxin.law.parameters import RULES as RULE_SETS
from huxin.law.parameters import Rules
from huxin.law.seed.parameters import seed_table
from huxin.law.units import Unit
from huxin.oversight.scan.api import scan
from huxin.oversight.scan.explained import Explained, explain
from huxin.oversight.scan.reading import Finding, orders_of, sessions_of
from huxin.oversight.scan.rules import RULES
from huxin.oversight.scan.store import laid
from tests.oversight.scan.given import (
    HOLIDAYS,
    crowds,
    figure,
    full_law,
    month_of,
    order,
    random_orders,
    random_sessions,
    written,
    written_sessions,
)


def explained(
    folder: Path, orders: list[dict[str, Any]], rules: Rules, sessions: list[dict[str, Any]] | None = None
) -> Iterator[Explained]:
    """Every finding of a scan with its explanation."""
    folder.mkdir(exist_ok=True)
    beside = [written_sessions(sessions, folder / "sessions.parquet")] if sessions else []
    law: dict[str, Any] = {"table": full_law(), "rules": rules, "holidays": HOLIDAYS}
    result = scan([written(orders, folder / "orders.parquet")], sessions=beside, work=folder, **law)
    store = laid(folder / "orders")
    with pytest.MonkeyPatch.context() as patch:  # each person is read once, not once a finding
        patch.setattr("huxin.oversight.scan.explained.orders_of", cache(orders_of))
        patch.setattr("huxin.oversight.scan.explained.sessions_of", cache(sessions_of))
        for row in result.table("findings").to_pylist():
            yield explain(Finding.of(row), store, **law)


def assert_agrees(one: Explained, seed: int = 0) -> None:
    assert one.agrees, (seed, one.finding, one.differences)
    assert (one.measured, one.required, one.short_fen) == (
        one.finding.measured, one.finding.required, one.finding.short_fen,
    )  # fmt: skip
    assert one.answer.verdict.value == one.finding.verdict
    assert one.rows or one.sessions, one.finding
    assert {*one.rows, *one.sessions} == set(one.answer.rows())


@pytest.mark.parametrize("rules", RULE_SETS)
def test_explanations_come_to_what_the_scan_says(tmp_path: Path, rules: Rules) -> None:
    seed = random.getrandbits(32)
    orders = crowds(seed, 120)
    sessions = random_sessions(seed, orders, sessions=150)
    named: set[str] = set()
    for one in explained(tmp_path, orders, rules, sessions):
        assert_agrees(one, seed)
        named |= {session.told_kind for session in one.sessions.values()}
    assert named & {"required", "meeting"}, seed


def test_every_rule_has_been_explained_in_this_comparison(tmp_path: Path) -> None:
    orders = random_orders(1, orders=1_000, workers=20)
    orders += month_of("poor", 9, 600, relation="A") + month_of("tired", 9, 1_000, relation="A")
    seen = set()
    for rules in ("in-force", "recommended"):
        for one in explained(tmp_path / rules, orders, rules):
            assert_agrees(one)
            seen.add(one.rule.code)
    assert seen == {rule.code for rule in RULES}


def test_a_month_without_time_and_with_deductions_is_explained(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", None, pay_fen=0, deduction_fen=82, deduction_reason="damage")]
    found = {one.rule.code: one for one in explained(tmp_path, orders, "in-force")}
    assert (found["wage.hourly"].measured, found["wage.hourly"].required) == (-82, 0)
    assert found["wage.hourly"].agrees


def test_the_steps_lead_from_the_sentence_to_rows_and_articles(tmp_path: Path) -> None:
    (one,) = (one for one in explained(tmp_path, month_of("w1", 8, 100), "in-force") if one.rule.code == "wage.hourly")
    earned, least = one.steps
    assert (earned.value, len(earned.rows or earned.parts[0].rows)) == (24_800, 31 * 8)
    assert least.value == one.required == one.measured + (one.short_fen or 0)
    worked, stated = least.parts
    rate = stated.parameter
    assert rate is not None
    assert (rate.code, bool(rate.document)) == ("minimum_wage.hourly", True)
    assert {one.code for one in one.answer.parameters()} == {"minimum_wage.hourly", "allowance.share"}
    assert [len(day.rows) for day in worked.parts if day.what.endswith("接单时间")] == [8] * 31
    assert one.rows["w1-1-0"].accepted_s < one.rows["w1-1-1"].accepted_s
    assert "少" in one.answer.sentence


def test_orders_of_another_platform_belong_to_the_stretch_they_fill(tmp_path: Path) -> None:
    orders = [
        order("2026-10-12 08:00", 9_000, platform="甲", worker="a", person="p"),
        order("2026-10-12 10:30", 9_000, platform="乙", worker="b", person="p"),
    ]
    (one,) = (one for one in explained(tmp_path, orders, "recommended") if one.rule.code == "clock.order_taking")
    assert {row.platform for row in one.rows.values()} == {"甲", "乙"}
    assert one.measured == 18_000
    assert "8:00至13:00" in one.steps[0].what


def test_another_law_than_the_scans_is_noticed(tmp_path: Path) -> None:
    result = scan([written(month_of("w1", 8, 100), tmp_path / "o.parquet")], work=tmp_path, table=seed_table())
    (row,) = (row for row in result.table("findings").to_pylist() if row["rule"] == "wage.hourly")
    other = seed_table().supposing(figure("minimum_wage.hourly", 1_000, Unit.FEN_PER_HOUR))
    one = explain(Finding.of(row), laid(tmp_path / "orders"), table=other)
    assert not one.agrees
    assert "标准值：检查得出" in one.differences[0]
    assert one.differences[0].endswith("元。"), "in the words of its unit"


def test_every_person_is_found_in_the_one_bucket_he_lies_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huxin.oversight.scan.store.ROWS_PER_BUCKET", 50)
    orders = random_orders(5, orders=300, workers=15)
    result = scan([written(orders, tmp_path / "o.parquet")], work=tmp_path, table=seed_table())
    store = laid(tmp_path / "orders")
    assert store.buckets == 6
    for row in result.table("months").to_pylist():
        found = orders_of(store, row["platform"], row["worker"], row["person"])
        assert {one.worker for one in found if one.platform == row["platform"]} >= {row["worker"]}
        key = row["person"] or row["worker"]
        mine = [one for one in orders if (one["person"] or one["worker"]) == key]
        if row["person"] is None:
            mine = [one for one in mine if one["platform"] == row["platform"]]
        assert sorted(one.order_id for one in found) == sorted(one["order_id"] for one in mine)


def test_a_finding_of_replaced_orders_is_refused_with_a_sentence(tmp_path: Path) -> None:
    result = scan([written(month_of("w1", 8, 100), tmp_path / "o.parquet")], work=tmp_path, table=seed_table())
    (finding,) = map(Finding.of, result.table("findings").filter(pc.field("rule") == "wage.hourly").to_pylist())
    store = laid(tmp_path / "orders")
    with pytest.raises(NotPossible, match="没有甲的劳动者nobody"):
        explain(replace(finding, worker="nobody"), store, table=seed_table())
    with pytest.raises(NotPossible, match="可能已被更正"):
        explain(replace(finding, first_day=date(2025, 1, 1)), store, table=seed_table())
    with pytest.raises(NotPossible, match="还没有整理完"):
        laid(tmp_path / "elsewhere")
