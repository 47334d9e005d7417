"""Exports as people really send them come to the same bits on Apache Spark and on DuckDB, and none is read by luck."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from huxin.law.seed.parameters import seed_table
from huxin.oversight.orders.check import Wish, check
from huxin.oversight.orders.mapping.read import parse_mapping
from huxin.oversight.orders.report import as_json
from huxin.oversight.scan.engine import Name
from tests.oversight.orders.strange import EXPORTS, Export, orders
from tests.oversight.orders.taking import NOW_S

pytestmark = [
    pytest.mark.usefixtures("spark"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
]
LINES = 4_000
DATES = (("%m/%d/%Y", "%m/%d/%Y"), ("%m月%d日", "%m月%d日"), ("%b %d", "%b %d"), ("%Y.%m.%d", "%Y.%m.%d"))
CLOCKS = (("%H:%M", "%H:%M"), ("%I:%M %p", "%I:%M %p"), ("%H点%M分", "%H点%M分"))


def _log(seed: int) -> list[tuple[str, datetime, datetime, int]]:
    """Who, from, to, cents: overlapping, touching, over midnight, a few dozen people."""
    chance, begin = Random(seed), datetime(2026, 3, 2)
    found = []
    for _ in range(LINES):
        start = begin + timedelta(minutes=chance.randrange(27 * 1440), seconds=chance.choice((0, 0, 30)))
        found.append((f"d{chance.randrange(40)}", start, start + timedelta(minutes=chance.randrange(90)),
                      chance.randrange(9_000)))  # fmt: skip
    return found


def _new_york() -> Export:
    form = "%m/%d/%Y %I:%M:%S %p"
    lines = [f'{n},{w},{a:{form}},{b:{form}},"${c / 100:,.2f}"' for n, (w, a, b, c) in enumerate(_log(1))]
    return Export(
        {"a.csv": "\n".join(["id,w,start,end,fare", *lines])},
        f'[time]\nzone = "America/New_York"\nformats = ["{form}"]\n' + orders(pay_fen='"fare"'), [],
    )  # fmt: skip


def _austin() -> Export:
    lines = [f"{n}\t{w}\t{a:%Y-%m-%d %H:%M:%S}\t{(b - a).seconds}\t{c / 100}" for n, (w, a, b, c) in enumerate(_log(2))]
    sources = orders(pay_fen='"fare"', completed_s='{ after = "accepted_s", duration = "took", unit = "s" }')
    return Export(
        {"a.tsv": "\n".join(["id\tw\tstart\ttook\tfare", *lines])},
        '[time]\nzone = "America/Chicago"\nformats = ["%Y-%m-%d %H:%M:%S"]\n' + sources, [],
    )  # fmt: skip


def _epoch() -> Export:
    def at(moment: datetime) -> int:
        return int((moment - datetime(1970, 1, 1)).total_seconds()) - 28_800

    lines = [f"{n},{w},{at(a)},{at(b) if c % 9 else 0},{c}" for n, (w, a, b, c) in enumerate(_log(3))]
    sources = orders(completed_s='{ column = "end", none = ["0"] }', pay_fen='{ column = "cents", unit = "fen" }')
    return Export(
        {"a.csv": "\n".join(["id,w,start,end,cents", *lines])}, '[time]\nformats = ["epoch_s"]\n' + sources, []
    )


def _notebook() -> Export:
    chance, lines = Random(5), []
    for n, (w, a, b, c) in enumerate(_log(4)):
        (day, _), (clock, _) = chance.choice(DATES), chance.choice(CLOCKS)
        lines.append(f"{n},{w},{a:{day}},{a:{clock}},{(b - a).seconds // 60}分钟,{c / 100}元")
    dates, clocks = ([form for _, form in known] for known in (DATES, CLOCKS))
    sources = orders(
        accepted_s='{ date = "day", time = "from" }', pay_fen='"pay"',
        completed_s='{ after = "accepted_s", duration = "took", unit = "words" }',
    )  # fmt: skip
    head = f"[time]\nyear = 2026\ndates = {dates}\nclocks = {clocks}\n".replace("'", '"')
    return Export({"a.csv": "\n".join(["id,w,day,from,took,pay", *lines])}, head + sources, [])


LONG = {"New York": _new_york, "Austin": _austin, "seconds since 1970": _epoch, "a notebook": _notebook}


def _both(export: Export, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the self-check says on each engine, with all that it found."""
    for name, content in export.files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    files, mapping = [folder / name for name in export.files], parse_mapping(export.mapping, "m.toml")

    def told(engine: Name) -> dict[str, Any]:
        work = folder / engine
        work.mkdir()
        wish = Wish(
            orders=files, mapping=mapping, law=seed_table(), now_s=NOW_S, rules="recommended", engine=engine
        )  # fmt: skip
        checked = check(wish, work)
        said = as_json(checked)
        assert said.pop("engine").startswith(engine) or not said["accepted"]
        del said["timing"]
        if (found := checked.scanned) is not None:
            tables = ("findings", "months", "aggregates")
            said |= {f"{name} by row": pq.read_table(found.folder / f"{name}.parquet").to_pylist() for name in tables}
        return said

    return told("duckdb"), told("spark")


@pytest.mark.parametrize("name", LONG)
def test_a_long_look_alike_gives_the_same_bits(name: str, tmp_path: Path) -> None:
    duckdb, spark = _both(LONG[name](), tmp_path)
    assert duckdb["accepted"] > LINES * 0.95
    assert sum(duckdb["findings"].values()) > 20
    assert spark == duckdb


@pytest.mark.parametrize("name", list(EXPORTS)[::3])
def test_an_export_gives_the_same_bits(name: str, tmp_path: Path) -> None:
    duckdb, spark = _both(EXPORTS[name], tmp_path)
    assert spark == duckdb
