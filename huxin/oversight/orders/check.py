"""What does the self-check say of a platform's files? They are read, mapped, checked and held against the law."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

import duckdb

from huxin.base.sql import parquet
from huxin.law.parameters import Rules
from huxin.law.parameters import Table as Law
from huxin.oversight.orders.engine import MEMORY_MB, connection
from huxin.oversight.orders.facts import MONTH, order_facts
from huxin.oversight.orders.handing_back import hand_back
from huxin.oversight.orders.intake import take_in
from huxin.oversight.orders.mapping.model import Mapping, standard_mapping
from huxin.oversight.orders.overlaps import Overlaps, overlaps
from huxin.oversight.orders.schema import MATCHING, ORDERS, REST_PROMPTS, SESSIONS, Table
from huxin.oversight.orders.taken import Intake
from huxin.oversight.scan.api import ScanResult, scan
from huxin.oversight.scan.engine import Name as Engine
from huxin.oversight.scan.premiums import Premium, premiums
from huxin.oversight.scan.prompts import Prompts, examine_prompts
from huxin.oversight.scan.store import laid


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be checked, and how. `whole` refuses everything as soon as one row is rejected; `back` is the folder
    for rejected rows."""

    orders: Sequence[Path]
    mapping: Mapping
    law: Law
    now_s: int
    holidays: Collection[date] = ()
    area: str = ""
    rules: Rules = "in-force"
    engine: Engine = "duckdb"
    whole: bool = False
    back: Path | None = None
    memory_mb: int = MEMORY_MB
    sessions: Sequence[Path] = ()
    rest_prompts: Sequence[Path] = ()
    matching: Sequence[Path] = ()


@dataclass
class Checked:
    """What came of it. `scanned` is None where nothing was accepted or the whole was refused."""

    wish: Wish
    orders: Intake
    sides: dict[str, Intake] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    months: list[str] = field(default_factory=list)
    overlaps: Overlaps = field(default_factory=Overlaps)
    scanned: ScanResult | None = None
    prompts: Prompts | None = None  # only where rest prompts were handed in
    premiums: tuple[Premium, ...] = ()
    handed_back: list[Path] = field(default_factory=list)
    timing: dict[str, float] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Was the whole delivery refused because of rejected rows?"""
        return self.wish.whole and self.orders.accepted_rows < self.orders.rows


def check(wish: Wish, work: Path, say: Callable[[str], None] = lambda _: None) -> Checked:
    """Take the files in and scan what is accepted; `work` holds everything that lies between. Refused says why not."""
    begun = perf_counter()
    sides: dict[str, Intake] = {}
    with connection(work / "spill", latest_s=wish.now_s, memory_mb=wish.memory_mb) as con:
        for table, paths in ((MATCHING, wish.matching), (SESSIONS, wish.sessions), (REST_PROMPTS, wish.rest_prompts)):
            if paths:
                say(f"正在读{table.title}")
                sides[table.name] = take_in(con, paths, _mapping_of(wish.mapping, table), work / table.name, table)
        say("正在读订单、逐行核对")
        orders = take_in(con, wish.orders, wish.mapping, work / "orders", ORDERS, sides.get("matching"))
        checked = Checked(wish, orders, sides)
        checked.timing["read_and_check"] = perf_counter() - begun
        if wish.back is not None:
            for intake in (orders, *sides.values()):
                checked.handed_back += hand_back(con, intake, wish.back)
        if orders.accepted_rows and not checked.refused:
            _count(con, checked)
    if orders.accepted_rows and not checked.refused:
        say("正在对照劳动标准")
        checked.scanned = scan(
            orders.accepted, sessions=sides[SESSIONS.name].accepted if SESSIONS.name in sides else (),
            work=work / "scan", table=wish.law, rules=wish.rules, holidays=wish.holidays,
            area=wish.area, engine=wish.engine, memory_mb=wish.memory_mb,
        )  # fmt: skip
        checked.timing |= checked.scanned.timing
        checked.premiums = premiums(checked.scanned.aggregates, wish.law, wish.rules)
        if REST_PROMPTS.name in sides and sides[REST_PROMPTS.name].accepted:
            checked.prompts = _prompts(checked, work)
    checked.timing["total"] = perf_counter() - begun
    return checked


def _prompts(checked: Checked, work: Path) -> Prompts:
    """Too long stretches against the rest prompts that were handed in."""
    wish, found = checked.wish, checked.scanned
    assert found is not None
    return examine_prompts(
        found.folder / "findings.parquet", laid(work / "scan" / "orders"), checked.sides[REST_PROMPTS.name].accepted,
        work / "prompts.parquet", table=wish.law, rules=wish.rules, memory_mb=wish.memory_mb,
    )  # fmt: skip


def _mapping_of(mapping: Mapping, table: Table) -> Mapping:
    """The mapping, where it speaks of the table; otherwise the side file follows the standard."""
    return mapping if table.name in mapping.tables else standard_mapping()


def _count(con: duckdb.DuckDBPyConnection, checked: Checked) -> None:
    """What the accepted orders are like, besides the law."""
    begun = perf_counter()
    orders = checked.orders
    checked.facts = order_facts(con, orders.accepted)
    months = con.sql(f"SELECT DISTINCT {MONTH} FROM {parquet(orders.accepted)} ORDER BY 1").fetchall()
    checked.months = [month for (month,) in months]
    checked.overlaps = overlaps(con, orders.accepted, orders.accepted_rows)
    checked.timing["count"] = perf_counter() - begun
