"""What if the law said otherwise: a higher minimum, another limit, another cap, over the same orders."""

from pathlib import Path
from typing import Any

import pytest

from huxin.law.parameters import Parameter
from huxin.law.units import Unit
from huxin.oversight.scan.rules import BY_CODE
from huxin.oversight.scan.what_if import PAY, WhatIf, what_if
from tests.oversight.scan.given import HOLIDAYS, figure, full_law, month_of, order, random_orders, written


def supposing(folder: Path, orders: list[dict[str, Any]], *supposed: Parameter) -> WhatIf:
    files = [written(orders, folder / "orders.parquet")]
    return what_if(files, work=folder, table=full_law(), supposed=supposed, rules="recommended", holidays=HOLIDAYS)


def minimum(fen: int) -> Parameter:
    return figure("minimum_wage.hourly", fen, Unit.FEN_PER_HOUR)


def test_a_higher_minimum_is_owed_by_the_platforms_that_pay_less(tmp_path: Path) -> None:
    orders = month_of("poor", 4, 2_000, area="532623") + month_of("rich", 4, 9_000, area="532623", platform="乙")
    found = supposing(tmp_path, orders, minimum(2_500))
    assert (found.before.rules, found.after.rules) == ("recommended", "what-if:recommended")
    (change,) = (one for one in found.changes() if one.rule == "wage.hourly")
    assert (change.findings_before, change.findings_after, change.gaining, change.losing) == (0, 1, 1, 0)
    assert (change.owed_before_fen, change.owed_after_fen) == (0, 31 * 4 * 500)
    paying = {row["platform"]: row["gain_fen"] for row in found.firms.to_pylist() if row["rule"] == "wage.hourly"}
    assert paying == {"甲": 31 * 4 * 500}
    (worker,) = (row for row in found.workers.to_pylist() if row["rule"] == "wage.hourly")
    assert (worker["worker"], worker["gain_fen"]) == ("poor", 62_000)


def test_a_lower_minimum_takes_away_what_was_owed(tmp_path: Path) -> None:
    found = supposing(tmp_path, month_of("poor", 4, 500), minimum(400))
    (change,) = (one for one in found.changes() if one.rule == "wage.hourly")
    assert (change.findings_before, change.findings_after, change.gaining, change.losing) == (1, 0, 0, 1)
    assert change.owed_before_fen > change.owed_after_fen == 0


def test_another_limit_shows_as_findings_and_moves_no_money(tmp_path: Path) -> None:
    limit = figure("working_time.daily", 3 * 3600, Unit.SECONDS, relation="B")
    found = supposing(tmp_path, month_of("w1", 4, 9_000, area="532623"), limit)
    (change,) = (one for one in found.changes() if one.rule == "hours.daily")
    assert (change.findings_before, change.findings_after) == (0, 31)
    assert (change.owed_before_fen, change.owed_after_fen, change.gaining, change.losing) == (0, 0, 0, 0)


def test_a_rule_that_could_not_be_asked_is_named(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", 3_600, area="530102", relation="C")]
    found = supposing(tmp_path, orders, figure("commission.cap", 1_000, Unit.BASIS_POINTS))
    assert found.asked_only_after == ("commission.month", "commission.order")


def test_the_same_law_changes_nothing(tmp_path: Path) -> None:
    orders = random_orders(7, orders=500, workers=15)
    found = supposing(tmp_path, orders, *(one for one in full_law().rows if one.code == "deduction.cap"))
    assert found.changes() == ()
    assert found.workers.num_rows == 0
    assert sum(row["findings_after"] for row in found.firms.to_pylist()) == sum(found.after.findings.values())


@pytest.mark.parametrize("rule", PAY)
def test_only_rules_that_tell_what_is_short_count_as_owed(rule: str) -> None:
    assert BY_CODE[rule].short_fen is not None
