"""Do the counts add up, and is every accepted value what a plain program reads, to the second and the fen?"""

import csv
import io
import tempfile
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huxin.oversight.orders.mapping.read import parse_mapping
from huxin.oversight.orders.refusal import Refused
from tests.oversight.orders.taking import NOW_S, PLAIN, Taken, take

ZONE = ZoneInfo("America/New_York")
FORMS = ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M", "%Y%m%d%H%M")
MAPPING = f"""
[time]
zone = "America/New_York"
formats = ["{'", "'.join(FORMS)}"]
{PLAIN}
pay_fen = "pay"
distance_m = {{ column = "way", unit = "miles" }}
"""
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])

moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1)).map(lambda at: at.replace(second=0, microsecond=0))
times = st.one_of(
    st.tuples(moments, st.sampled_from(FORMS)).map(lambda pair: pair[0].strftime(pair[1])),
    st.sampled_from(["", " ", "2026-03-08 02:30:00", "11/02/2025 01:30", "02/30/2026 10:00", "soon", "2026-10-01"]),
)
sums = st.one_of(
    st.decimals(-5, 10**6, places=2).map(str),
    st.sampled_from(["", "12.345", "1e3", "x", "1,234.5", "1,23", "NaN", ".5", "7.", "0.10000000000"]),
)
ways = st.one_of(st.decimals(0, 90, places=3).map(str), st.sampled_from(["", "x"]))
keys = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=5)
orders = st.lists(st.tuples(keys, times, times, sums, ways), max_size=12)


def read_second(text: str) -> int | None:
    for form in FORMS:
        try:
            local = datetime.strptime(text, form)
        except ValueError:
            continue
        there = local.replace(tzinfo=ZONE)
        exists = datetime.fromtimestamp(there.timestamp(), ZONE).replace(tzinfo=None) == local
        return int(there.timestamp()) if exists else None
    return None


def read_fen(text: str) -> int | None:
    whole = text.partition(".")[0]
    if "," in whole:
        groups = whole.lstrip("-").split(",")
        if not (0 < len(groups[0]) < 4 and all(len(group) == 3 for group in groups[1:])):
            return None
        text = text.replace(",", "")
    if "e" in text or text == "NaN":
        return None
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        return None
    return int(fen) if fen == int(fen) else None


def expected(row: tuple[str, str, str, str, str]) -> dict[str, Any] | None:
    """The order that a row is, or None where anything is wrong with it."""
    worker, start, end, pay, way = row
    accepted, completed = read_second(start), read_second(end)
    pay = "" if pay == "NaN" else pay
    fen = read_fen(pay) if pay else None
    metres = None
    if way:
        if way == "x":
            return None
        metres = int((Decimal(way) * Decimal("1609.344")).quantize(Decimal(1), ROUND_HALF_UP))
    if accepted is None or (end.strip() and completed is None) or (pay and fen is None) or (fen or 0) < 0:
        return None
    if accepted > NOW_S or (completed or 0) > NOW_S:
        return None
    if completed is not None:
        if not 0 <= completed - accepted <= 86400:
            return None
        if metres is not None and metres * 3600 > 200_000 * (completed - accepted + 60):
            return None
    return {"worker": worker, "accepted_s": accepted, "completed_s": completed, "pay_fen": fen, "distance_m": metres}


def hand_in(rows: list[tuple[str, str, str, str, str]], folder: Path) -> Taken:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(["id", "worker", "start", "end", "pay", "way"])
    written.writerows([at, *row] for at, row in enumerate(rows))
    return take(folder, out.getvalue(), MAPPING)


@SLOW
@given(orders)
def test_accepted_rows_are_those_of_a_plain_program_to_the_second_and_the_fen(
    rows: list[tuple[str, str, str, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        taken = hand_in(rows, Path(folder))
    oracle = {at + 2: found for at, row in enumerate(rows) if (found := expected(row)) is not None}
    accepted = {
        row["row_no"]: {name: row[name] for name in oracle[row["row_no"]]}
        for row in taken.accepted
        if row["row_no"] in oracle
    }
    assert accepted == oracle
    assert {row["row_no"] for row in taken.accepted} == set(oracle)
    assert taken.intake.rows == len(rows) == taken.intake.accepted_rows + sum(taken.intake.rejected_by.values())
    assert all(row["why"] for row in taken.rejected)


@SLOW
@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=300))
def test_no_text_crashes_the_reading_of_a_mapping(text: str) -> None:
    with pytest.raises(Refused) as refused:  # no text of chance names every required column
        parse_mapping(text, "m.toml")
    assert "m.toml" in refused.value.reason


@SLOW
@given(st.binary(max_size=2000), st.booleans())
def test_no_file_crashes_the_reading(content: bytes, headed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        taken, reason = None, "orders.csv"
        try:
            taken = take(Path(folder), (b"id,worker,start,end\n" if headed else b"") + content)
        except Refused as refused:
            reason = refused.reason
    assert "orders.csv" in reason
    assert taken is None or taken.intake.rows == taken.intake.accepted_rows + sum(taken.intake.rejected_by.values())


@SLOW
@given(st.lists(st.lists(st.text(max_size=20), min_size=4, max_size=4), max_size=6))
def test_no_cell_crashes_the_conversion(cells: list[list[str]]) -> None:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(["id", "worker", "start", "end"])
    written.writerows(cells)
    with tempfile.TemporaryDirectory() as folder:
        taken = take(Path(folder), out.getvalue().encode("utf-8", "replace"))
    assert taken.intake.rows == taken.intake.accepted_rows + sum(taken.intake.rejected_by.values())


def test_the_oracle_knows_daylight_saving() -> None:
    assert read_second("2026-03-08 02:30:00") is None
    assert read_second("11/02/2025 01:30") == int((datetime(2025, 11, 2, 1, 30, tzinfo=ZONE) + timedelta()).timestamp())
