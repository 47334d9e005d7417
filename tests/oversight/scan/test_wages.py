"""Wage statistics: counted as by hand, and nobody can be made out, neither directly nor by subtraction."""

import random
from collections import defaultdict
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.law.seed.parameters import seed_table
from huxin.oversight.scan.api import scan
from huxin.oversight.scan.wages import DIMENSIONS, PERCENTILES, Disclosure, Hidden, WageCell, wages
from tests.oversight.scan.given import month_of, written

OCTOBER = date(2026, 10, 1)
SCHEMA = pa.schema(
    [("month", pa.date32()), ("platform", pa.string()), ("worker", pa.string()), ("person", pa.string()),
     ("industry", pa.string()), ("area", pa.string()), ("orders", pa.int64()), ("unpriced", pa.int64()),
     ("income_fen", pa.int64()), ("wage_s", pa.int64())]
)  # fmt: skip


def month(n: int, pay: int = 500_000, hours: int = 200, **other: Any) -> dict[str, Any]:
    plain = {"month": OCTOBER, "platform": "甲", "person": None, "industry": "delivery", "area": "532601", "orders": 9}
    return plain | {"worker": f"w{n}", "unpriced": 0, "income_fen": pay, "wage_s": hours * 3600} | other


def told(rows: list[dict[str, Any]], folder: Path) -> dict[tuple[str, str, str], WageCell]:
    path = folder / "months.parquet"
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path)
    return {cell.key: cell for cell in wages(path)}


def test_percentiles_are_those_of_persons_rounded(tmp_path: Path) -> None:
    cell = told([month(n, pay=400_000 + n * 2_000) for n in range(101)], tmp_path)["", "", ""]
    assert (cell.persons, cell.hidden) == (100, Hidden.NO)
    assert cell.monthly_fen == tuple(400_000 + n * 2_000 for n in PERCENTILES)
    assert cell.hourly_fen == (2_100, 2_250, 2_500, 2_750, 2_900)


def test_one_person_of_two_platforms_counts_once_where_platforms_are_added_up(tmp_path: Path) -> None:
    rows = [month(n, person=f"p{n}") for n in range(20)]
    rows += [month(n, person=f"p{n}", platform="乙", worker=f"v{n}") for n in range(20)]
    cells = told(rows, tmp_path)
    assert cells["", "", ""].persons == cells["", "", "甲"].persons == 20
    assert cells["", "", ""].monthly_fen[2] == 1_000_000
    assert cells["", "", ""].hourly_fen[2] == 2_500


def test_few_persons_are_not_told_nor_one_who_earns_most(tmp_path: Path) -> None:
    assert told([month(n) for n in range(9)], tmp_path)["", "", ""].hidden is Hidden.FEW
    rich = told([month(n) for n in range(12)] + [month(99, pay=7_000_000)], tmp_path)["", "", ""]
    assert (rich.hidden, rich.persons, set(rich.monthly_fen)) == (Hidden.DOMINATED, None, {None})
    two = [month(98, pay=5_400_000), month(99, pay=5_400_000)]
    assert told([month(n, pay=200_000) for n in range(12)] + two, tmp_path)["", "", ""].hidden is Hidden.DOMINATED


def test_outer_percentiles_need_more_persons(tmp_path: Path) -> None:
    for persons, expected in ((10, (2,)), (20, (1, 2, 3)), (50, (0, 1, 2, 3, 4))):
        cell = told([month(n) for n in range(persons)], tmp_path)["", "", ""]
        assert tuple(n for n, value in enumerate(cell.monthly_fen) if value is not None) == expected


def test_a_cell_hidden_alone_takes_the_next_smallest_with_it(tmp_path: Path) -> None:
    rows = [month(n, area="532601") for n in range(5)]
    rows += [month(100 + n, area="532622") for n in range(30)] + [month(200 + n, area="532623") for n in range(20)]
    cells = told(rows, tmp_path)
    assert cells["", "", ""].hidden is Hidden.NO
    assert {area: cells["", area, ""].hidden for area in ("532601", "532622", "532623")} == {
        "532601": Hidden.FEW, "532622": Hidden.NO, "532623": Hidden.COMPLEMENT,
    }  # fmt: skip


def test_who_hardly_worked_and_pay_not_reported_are_left_out(tmp_path: Path) -> None:
    rows = [month(n) for n in range(20)] + [month(90 + n, pay=9_000, hours=1) for n in range(20)]
    cells = told([*rows, *(month(200 + n, pay=0, unpriced=1) for n in range(50))], tmp_path)
    assert cells["", "", ""].persons == 40
    assert cells["", "", ""].hourly_fen[2] == 2_500
    assert cells["", "", ""].monthly_fen[1] == 9_000


def test_fewer_than_ten_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="ten persons"):
        Disclosure(k=9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 150))
def test_nobody_can_be_made_out(seed: int, workers: int) -> None:
    chance = random.Random(seed)
    rows = [
        month(
            n, pay=chance.choice((100_000, 400_000, 9_000_000)), hours=chance.randrange(1, 300),
            platform=chance.choice("甲甲甲乙丙"), area=chance.choice(("532601", "532601", "532622", "532623")),
            industry=chance.choice(("delivery", "delivery", "ride")), person=chance.choice((None, f"p{n % 7}")),
        )
        for n in range(workers)
    ]  # fmt: skip
    with TemporaryDirectory() as folder:
        cells = told(rows, Path(folder))
    pay: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row, whole in product(rows, product((True, False), repeat=3)):
        place = tuple("" if add else row[name] for name, add in zip(DIMENSIONS, whole, strict=True))
        pay[place][row["person"] or row["platform"] + row["worker"]] += row["income_fen"]
    assert set(cells) == set(pay)
    for key, cell in cells.items():
        if not cell.hidden:
            largest = sorted(pay[key].values(), reverse=True)
            assert len(largest) >= 10
            assert largest[0] * 2 <= sum(largest)
            assert sum(largest[:2]) * 4 <= sum(largest) * 3
    for key, at in product(cells, range(3)):
        if key[at] == "":
            parts = [one for one in cells if one[at] and (*one[:at], "", *one[at + 1 :]) == key]
            assert sum(bool(cells[one].hidden) for one in (key, *parts)) != 1


def follows(cells: dict[tuple[str, ...], WageCell]) -> list[tuple[str, ...]]:
    """The hidden cells whose number of persons follows from the others, if it is known of each that is shown."""
    hidden = [key for key, cell in cells.items() if cell.hidden]
    if not hidden:
        return []
    sums = []
    for key, at in product(cells, range(3)):
        parts = [one for one in cells if one[at] and (*one[:at], "", *one[at + 1 :]) == key]
        if not key[at] and parts:
            sums.append([(one == key) - (one in parts) for one in hidden])
    known = np.array(sums, float).reshape(-1, len(hidden))
    rank = np.linalg.matrix_rank(known) if known.size else 0
    each = zip(hidden, np.eye(len(hidden)), strict=True)
    return [key for key, unit in each if known.size and np.linalg.matrix_rank(np.vstack([known, unit])) == rank]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_hidden_follows_from_several_tables_together(seed: int) -> None:
    chance = random.Random(seed)
    sizes = {
        place: chance.choice((0, 0, 2, 5, 9, 10, 12, 15, 30))
        for place in product(("delivery", "ride"), ("532601", "532622", "532623", "532624"), "甲乙丙"[: 1 + seed % 3])
    }
    rows = [
        month(1000 * at + n, industry=industry, area=area, platform=platform)
        for at, ((industry, area, platform), size) in enumerate(sizes.items())
        for n in range(size)
    ]
    if not rows:
        return
    with TemporaryDirectory() as folder:
        cells = told(rows, Path(folder))
    assert follows(cells) == []
    persons = {key: sum(n for place, n in sizes.items() if all(a in ("", b) for a, b in zip(key, place, strict=True)))
               for key in cells}  # fmt: skip
    for key, at in product(cells, range(3)):
        if key[at] == "" and not cells[key].hidden:
            parts = [one for one in cells if one[at] and (*one[:at], "", *one[at + 1 :]) == key]
            rest = sum(persons[one] for one in parts if cells[one].hidden)
            assert rest == 0 or rest >= 10, (key, rest)


def test_a_few_persons_in_several_hidden_cells_are_not_told_together(tmp_path: Path) -> None:
    few = [month(100 * at + n, area=area) for at, area in enumerate(("532601", "532622")) for n in range(3)]
    cells = told([*few, *(month(500 + n, area="532623") for n in range(20)),
                  *(month(600 + n, area="532624") for n in range(40))], tmp_path)  # fmt: skip
    assert cells["", "532623", ""].hidden is Hidden.COMPLEMENT
    assert cells["", "532624", ""].hidden is Hidden.NO


def test_the_statistics_of_a_scan(tmp_path: Path) -> None:
    orders = [one for n in range(12) for one in month_of(f"w{n}", 2, 2_000 + n * 10)]
    result = scan([written(orders, tmp_path / "o.parquet")], work=tmp_path, table=seed_table())
    (cell,) = (one for one in wages(result.folder / "months.parquet") if one.key == ("", "", ""))
    assert (cell.month, cell.persons, cell.industry_zh) == (OCTOBER, 10, "全部行业")
    assert cell.hourly_fen == (None, None, 2_050, None, None)


def again(rows: list[dict[str, Any]], folder: Path, before: dict[tuple[str, str, str], WageCell]) -> dict[Any, Any]:
    """The table of a later scan of the month, after one that was told."""
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / "months.parquet")
    hidden = {(OCTOBER, *key): {cell.size} for key, cell in before.items() if cell.hidden}
    return {cell.key: cell for cell in wages(folder / "months.parquet", earlier=hidden)}


def together(first: dict[Any, WageCell], second: dict[Any, WageCell]) -> dict[Any, WageCell]:
    """What is known to who holds both tables: a cell that one of them tells."""
    return {key: first[key] if cell.hidden else cell for key, cell in second.items()}


def people(area: str, count: int, first: int) -> list[dict[str, Any]]:
    return [month(first + n, area=area) for n in range(count)]


def test_two_tables_of_a_month_tell_no_more_than_one(tmp_path: Path) -> None:
    """The first hides the five together with the 14 of 532623; the second alone would hide them with the 13 of 532622,
    and tell the 14."""
    few, rest = people("532601", 5, 0), people("532624", 40, 300)
    first = told([*few, *rest, *people("532623", 14, 100), *people("532622", 16, 200)], tmp_path)
    assert first["", "532623", ""].hidden is Hidden.COMPLEMENT
    corrected = [*few, *rest, *people("532623", 14, 100), *people("532622", 13, 200)]
    assert told(corrected, tmp_path)["", "532623", ""].hidden is Hidden.NO
    second = again(corrected, tmp_path, first)
    assert second["", "532623", ""].hidden is Hidden.COMPLEMENT
    assert follows(second) == follows(together(first, second)) == []
    assert ("", "532601", "") in follows(together(first, told(corrected, tmp_path)))  # were it not kept hidden


def test_a_cell_that_has_grown_is_told(tmp_path: Path) -> None:
    first = told([*people("532601", 5, 0), *people("532622", 12, 100), *people("532623", 60, 200)], tmp_path)
    grown = [*people("532601", 5, 0), *people("532622", 50, 100), *people("532623", 60, 200)]
    second = again([*grown, *people("532624", 11, 400)], tmp_path, first)
    assert first["", "532622", ""].hidden is Hidden.COMPLEMENT
    assert second["", "532622", ""].hidden is Hidden.NO


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_hidden_follows_from_a_table_and_its_correction_together(seed: int) -> None:
    """Who holds both knows of each cell that one of them tells; of a few persons more or fewer he knows nothing."""
    chance = random.Random(seed)
    sizes = {
        place: chance.choice((0, 2, 5, 9, 12, 15, 30))
        for place in product(("delivery", "ride"), ("532601", "532622", "532623"), "甲乙")
    }
    many = [
        [month(1000 * at + n, industry=industry, area=area, platform=platform)
         for at, ((industry, area, platform), size) in enumerate(sizes.items())
         for n in range(size and max(1, size + chance.randrange(-wide, wide + 1)))]
        for wide in (0, 3)
    ]  # fmt: skip
    if not all(many):
        return
    with TemporaryDirectory() as folder:
        first = told(many[0], Path(folder))
        second = again(many[1], Path(folder), first)
    assert follows(second) == follows(together(first, second)) == []
