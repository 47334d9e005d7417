"""Are orders that run at the same time counted as a plain program counts them?"""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.oversight.orders import overlaps as module
from huxin.oversight.orders.engine import connection
from huxin.oversight.orders.overlaps import Overlaps, overlaps
from tests.oversight.orders.taking import NOW_S, PLAIN, take

BASE = 1_790_813_000
spans = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.one_of(st.none(), st.integers(0, 5))), max_size=10
)


def plain(orders: list[tuple[str, int, int | None]]) -> Overlaps:
    closed = sorted((who, begin, begin + took) for who, begin, took in orders if took is not None)
    late = sum(any(other[0] == one[0] and other[2] > one[1] for other in closed[:at]) for at, one in enumerate(closed))
    together = sum(
        any(a != b and one[0] == other[0] and max(one[1], other[1]) < min(one[2], other[2])
            for b, other in enumerate(closed))
        for a, one in enumerate(closed)
    )  # fmt: skip
    return Overlaps(late, together)


def counted(folder: Path, orders: list[tuple[str, int, int | None]]) -> Overlaps:
    text = "id,worker,start,end\n" + "".join(
        f"{at},{who},{BASE + begin},{'' if took is None else BASE + begin + took}\n"
        for at, (who, begin, took) in enumerate(orders)
    )
    taken = take(folder, text, '[time]\nformats = ["epoch_s"]\n' + PLAIN)
    assert taken.intake.accepted_rows == len(orders)
    with connection(folder / "spill", latest_s=NOW_S) as con:
        return overlaps(con, taken.intake.accepted, taken.intake.accepted_rows)


@settings(max_examples=12, deadline=None)
@given(spans)
def test_overlaps_equal_those_of_a_plain_program(orders: list[tuple[str, int, int | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert counted(Path(folder), orders) == plain(orders)


def test_the_count_is_the_same_however_many_shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [(who, begin, 3) for who in "abcdefg" for begin in range(0, 9, 2)]
    whole = counted(tmp_path, orders)
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 4)
    assert counted(tmp_path, orders) == whole == Overlaps(28, 35)
