"""Rest prompts against too long stretches: counted anew from the raw rows, one by one."""

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huxin.law.parameters import Rules, Table
from huxin.law.seed.parameters import seed_table
from huxin.law.standards.prompts import Prompt
from huxin.oversight.orders.schema import REST_PROMPTS, arrow
from huxin.oversight.scan.api import scan
from huxin.oversight.scan.prompts import Prompts, examine_prompts, explain_prompts
from huxin.oversight.scan.reading import orders_of
from huxin.oversight.scan.store import laid
from tests.oversight.scan.given import BEIJING, HOLIDAYS, at, full_law, order, random_orders, written


def prompt(moment_s: int, worker: str = "w1", platform: str = "甲", **other: Any) -> dict[str, Any]:
    return {
        "platform": platform, "worker": worker, "person": None, "kind": "continuous", "prompted_s": moment_s,
        "paused_s": None, "offset_s": BEIJING,
    } | other  # fmt: skip


def examined(
    folder: Path, orders: list[dict[str, Any]], prompts: list[dict[str, Any]], law: Table, rules: Rules = "recommended"
) -> Prompts:
    result = scan([written(orders, folder / "o.parquet")], work=folder, table=law, rules=rules, holidays=HOLIDAYS)
    pq.write_table(pa.Table.from_pylist(prompts, arrow(REST_PROMPTS.columns)), folder / "p.parquet")
    return examine_prompts(
        result.folder / "findings.parquet", laid(folder / "orders"), [folder / "p.parquet"], folder / "found.parquet",
        table=law, rules=rules, memory_mb=256,
    )  # fmt: skip


def long_day(worker: str = "w1", **other: Any) -> list[dict[str, Any]]:
    """From 8:00 to 13:00 without a break, an order every half hour."""
    return [
        order(f"2026-10-12 {8 + n // 2:02}:{n % 2 * 30:02}", 1_800, worker=worker, **other)
        | {"order_id": f"{worker}-{n}"}
        for n in range(10)
    ]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([], (1, 1, 0, 0)),  # none at all
        (["12:00"], (1, 0, 1, 1)),  # at the limit, and at 12:00 sharp an order is begun, at 12:30 not within 20 minutes
        (["11:59:59"], (1, 0, 0, 0)),  # early: it came, and no pause is owed yet
        (["12:15"], (1, 0, 1, 1)),
        (["12:05"], (1, 0, 0, 0)),  # 12:25 is before the next order
        (["13:00:01"], (1, 1, 0, 0)),  # when it was over
    ],
)
def test_prompts_of_one_long_day(tmp_path: Path, moments: list[str], expected: tuple[int, ...]) -> None:
    own = [prompt(at(f"2026-10-12 {moment}")) for moment in moments]
    elsewhere = prompt(at("2026-10-12 12:00"), worker="w2")  # the platform reports prompts
    daily = prompt(at("2026-10-12 12:00"), kind="daily")  # of another limit
    orders = long_day()
    if moments == ["12:00"]:
        orders[8] |= {"accepted_s": at("2026-10-12 12:00:01")}
    found = examined(tmp_path, orders, [*own, elsewhere, daily], seed_table(), "in-force")
    assert (found.stretches, found.unprompted, found.disturbed, found.orders) == expected


def test_platforms_that_report_no_prompts_are_not_asked(tmp_path: Path) -> None:
    found = examined(tmp_path, long_day() + long_day("w2", platform="乙"), [prompt(0, platform="乙")], seed_table())
    assert {row["platform"] for row in pq.read_table(found.path).to_pylist()} == {"乙"}


def test_random_stretches_are_answered_as_the_law_answers_row_by_row(tmp_path: Path) -> None:
    seed = random.getrandbits(32)
    chance, law = random.Random(seed), full_law()
    orders = random_orders(seed, orders=900, workers=12, days=15)
    keys = sorted({(one["platform"], one["worker"]) for one in orders})
    prompts = [
        prompt(one["accepted_s"] + chance.randrange(20_000), *reversed(chance.choice((key, key, keys[0]))))
        for one in orders if (key := (one["platform"], one["worker"])) and chance.random() < 0.3
    ]  # fmt: skip
    found = examined(tmp_path, orders, prompts, law)
    rows, store = pq.read_table(found.path).to_pylist(), laid(tmp_path / "orders")
    assert len(rows) > 10, seed
    for row in rows:
        mine = orders_of(store, row["platform"], row["worker"], row["person"])
        came, peace = explain_prompts(row, mine, _reached(row, orders, prompts), law, "recommended")
        assert came.value == row["prompts"], (seed, row)
        assert (peace.value if peace else 0) == row["begun_in_pause"], (seed, row)
        assert came.steps[1].value == row["measured"], (seed, row)
    assert found.unprompted == sum(row["prompts"] == 0 for row in rows)
    assert found.orders == sum(row["begun_in_pause"] for row in rows)
    assert 0 < found.unprompted < found.stretches, seed


def _reached(row: Mapping[str, Any], orders: list[dict[str, Any]], prompts: list[dict[str, Any]]) -> list[Prompt]:
    """The prompts that reached the person of a row, under any of his keys, each moment of a platform once."""
    known = {
        (one["platform"], one["worker"]) for one in orders
        if (one["person"] == row["person"] if row["person"] else one["person"] is None
            and (one["platform"], one["worker"]) == (row["platform"], row["worker"]))
    }  # fmt: skip
    came = {(one["platform"], one["prompted_s"]) for one in prompts if (one["platform"], one["worker"]) in known}
    return [Prompt(moment, f"{platform}{moment}", platform) for platform, moment in sorted(came)]


def test_an_explanation_names_rows_figures_and_articles(tmp_path: Path) -> None:
    found = examined(tmp_path, long_day(), [prompt(at("2026-10-12 12:15"))], seed_table(), "in-force")
    (row,) = pq.read_table(found.path).to_pylist()
    assert row["first_day"] == date(2026, 10, 12)
    mine = orders_of(laid(tmp_path / "orders"), "甲", "w1")
    came, peace = explain_prompts(row, mine, [Prompt(at("2026-10-12 12:15"), "p1", "甲")], seed_table(), "in-force")
    assert peace is not None
    assert came.sentence == "连续送单5小时，超过4小时，其间提示休息1次。"
    assert peace.sentence == "到限后提示休息1次，其后20分钟内仍接到1单。"
    assert (came.verdict.value, peace.verdict.value) == ("kept", "broken")
    assert peace.rows() == ("w1-9", "p1")
    assert "第五条" in "".join(f"{one.document}{one.article}" for one in peace.sources())
