"""The scan finds what a plain program finds that reads the orders one after another."""

import random
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from benchmarks.orders.plain.rows import Order
from benchmarks.orders.plain.sweep import findings
from huxin.law.parameters import RULES as RULE_SETS
from huxin.law.parameters import Rules
from huxin.oversight.scan.days import number
from huxin.oversight.scan.plan import planned
from huxin.oversight.scan.results import put_together
from huxin.oversight.scan.rules import RULES
from huxin.oversight.scan.run import Run
from huxin.oversight.scan.store import lay_down
from tests.oversight.scan.given import HOLIDAYS, crowds, full_law, month_of, random_orders, written


def both_ways(folder: Path, orders: list[dict[str, Any]], rules: Rules) -> tuple[list[tuple], list[tuple]]:
    """What the scan found and what the plain program found, in the same words."""
    folder.mkdir(exist_ok=True)
    store = lay_down([written(orders, folder / "orders.parquet")], folder / "laid")
    plan = planned(store, pq.read_table(store.posts), full_law(), rules, HOLIDAYS)
    run = Run(store, plan, "duckdb", 512)
    run.examine()
    put_together(run)
    table = pq.read_table(store.orders(0), columns=list(Order._fields))
    rows = [Order(*row) for row in zip(*(table.column(name).to_pylist() for name in Order._fields), strict=True)]
    known = pq.read_table(store.people(0)).to_pylist()  # by worker: of several keys the first names the person
    people = {(one["who"], one["platform"]): one["worker"] for one in reversed(known)}
    jobs = plan.posts.jobs.to_pylist()
    plain = [
        (
            one.rule, {1: "caution", 2: "broken"}[one.verdict], jobs[one.job]["platform"],
            people[one.who, jobs[one.job]["platform"]], jobs[one.job]["enterprise"], jobs[one.job]["partner"],
            jobs[one.job]["relation"], jobs[one.job]["industry"], plan.posts.norms[one.norm].area, one.first_day,
            one.start_s, one.measured, one.required, one.short_fen,
        )
        for one in findings(rows, plan)
    ]  # fmt: skip
    scanned = [
        (*(one[name] for name in ("rule", "verdict", "platform", "worker", "enterprise", "partner", "relation",
                                  "industry", "area")), number(one["first_day"]),
         *(one[name] for name in ("start_s", "measured", "required", "short_fen")))
        for one in pq.read_table(run.folder / "findings.parquet").to_pylist()
    ]  # fmt: skip
    return sorted(scanned, key=repr), sorted(plain, key=repr)


@pytest.mark.parametrize("rules", RULE_SETS)
def test_the_scan_finds_what_a_plain_program_finds(tmp_path: Path, rules: Rules) -> None:
    seed = random.getrandbits(32)
    scanned, plain = both_ways(tmp_path, crowds(seed, 400), rules)
    assert scanned == plain, seed


def test_every_rule_has_been_broken_in_this_comparison(tmp_path: Path) -> None:
    orders = random_orders(1, orders=3_000, workers=20)
    orders += month_of("poor", 9, 600, relation="A") + month_of("tired", 9, 1_000, relation="A")
    seen = set()
    for rules in ("in-force", "recommended"):
        scanned, plain = both_ways(tmp_path / rules, orders, rules)
        assert scanned == plain
        seen |= {one[0] for one in scanned}
    assert seen == {rule.code for rule in RULES}
