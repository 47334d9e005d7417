"""Required presence and long rests: counted by hand, second by second, and as part of what is found and explained."""

import random
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from huxin.law.parameters import Table
from huxin.law.seed.parameters import seed_table
from huxin.law.units import Unit
from huxin.oversight.scan.api import ScanResult, scan
from huxin.oversight.scan.days import day_of, month
from huxin.oversight.scan.explained import explain
from huxin.oversight.scan.reading import Finding
from huxin.oversight.scan.store import laid
from tests.oversight.scan.given import (
    HOLIDAYS,
    crowds,
    figure,
    full_law,
    order,
    random_sessions,
    session,
    written,
    written_sessions,
)

DAY_S = 86_400


def scanned(
    folder: Path, orders: list[dict[str, Any]], sessions: list[dict[str, Any]], law: Table | None = None, **other: Any
) -> ScanResult:
    beside = [written_sessions(sessions, folder / "sessions.parquet")] if sessions else []
    files = [written(orders, folder / "orders.parquet")]
    return scan(files, sessions=beside, work=folder, table=law or seed_table(), holidays=HOLIDAYS, **other)


def times(result: ScanResult) -> list[tuple[int, int]]:
    return [(row["time_s"], row["presence_s"]) for row in result.table("months").to_pylist() if row["worker"] == "w1"]


MORNING = [order("2026-10-12 08:00", 3_600), order("2026-10-14 08:00", None, worker="w9", relation="C")]


PRESENT = (  # what a worker's sessions come to beside his order of that morning: time and presence, in seconds
    ([session("required", "2026-10-12 08:30", 3_600)], (5_400, 1_800)),  # the order's own seconds count once
    (
        [session("meeting", "2026-10-12 07:00", 1_800), session("required", "2026-10-12 07:15", 1_800)],
        (6_300, 2_700),
    ),
    ([session("required", "2026-10-12 08:10", 600)], (3_600, 0)),  # within the order
    ([session("required", "2026-10-13 23:00", 7_200)], (10_800, 7_200)),  # a day without any order, over midnight
    ([session("online", "2026-10-12 09:00", 3_600)], (3_600, 0)),  # waiting online is no required presence
    ([session("rest", "2026-10-12 08:10", 1_200)], (3_600, 0)),  # nobody agreed to take rests off
    ([], (3_600, 0)),
)


def test_presence_counts_outside_the_orders(tmp_path: Path) -> None:
    orders, sessions = [MORNING[1]], [session("required", "2026-10-12 12:00", 600, worker="nobody")]
    for n, (given, _) in enumerate(PRESENT):
        orders.append(MORNING[0] | {"worker": f"w{n}"})
        sessions += [one | {"worker": f"w{n}"} for one in given]
    months = scanned(tmp_path, orders, sessions).table("months").to_pylist()
    found = {row["worker"]: (row["time_s"], row["presence_s"]) for row in months}
    assert found == {f"w{n}": expected for n, (_, expected) in enumerate(PRESENT)} | {"w9": (0, 0)}


def test_rests_are_taken_off_where_their_length_was_agreed(tmp_path: Path) -> None:
    agreed = seed_table().supposing(figure("rest.long_break", 1_200, Unit.SECONDS))
    sessions = [
        session("rest", "2026-10-12 08:00", 1_200),
        session("rest", "2026-10-12 08:10", 1_200),  # partly the same time: 1,800 together
        session("rest", "2026-10-12 08:45", 1_199),  # too short
        session("required", "2026-10-12 08:00", 600),  # to be there while resting is no rest of the day
    ]
    assert times(scanned(tmp_path, MORNING, sessions, agreed)) == [(3_600 - 1_800 + 600, 600)]


def test_how_much_of_presence_counts_is_a_figure_of_law(tmp_path: Path) -> None:
    sessions = [session("required", "2026-10-12 12:00", 1_001)]
    half = seed_table().supposing(figure("presence.share", 5_000, Unit.BASIS_POINTS))
    assert times(scanned(tmp_path, MORNING, sessions, half)) == [(4_100, 500)]
    independent = [one | {"relation": "C"} for one in MORNING]  # nobody manages them, nothing is demanded
    (tmp_path / "c").mkdir()
    assert times(scanned(tmp_path / "c", independent, sessions)) == [(3_600, 0)]


def test_a_session_belongs_to_an_order_of_its_day_the_one_before_it_first(tmp_path: Path) -> None:
    orders = [
        order("2026-10-11 12:00", 600, enterprise="昨"),
        order("2026-10-12 08:00", 600, enterprise="早"),
        order("2026-10-12 12:00", 600, enterprise="午"),
        order("2026-10-12 13:00", 600, enterprise="别", worker="w2"),
    ]
    clocks = ("07:00", "11:00", "14:00")
    sessions = [session("required", f"2026-10-12 {clock}", 60 * n) for n, clock in enumerate(clocks, 1)]
    result = scanned(tmp_path, orders, sessions)
    found = {row["enterprise"]: row["presence_s"] for row in result.table("months").to_pylist()}
    assert found == {"昨": 0, "早": 60 + 120, "午": 180, "别": 0}
    later = scanned(tmp_path, orders, [session("required", "2026-10-13 08:00", 60), *sessions], rules="recommended")
    assert later.left_out["sessions"] == 1  # after the last day of the orders


def test_sessions_that_cannot_be_counted_are_told(tmp_path: Path) -> None:
    sessions = [
        session("required", "2026-10-12 12:00", 0),
        session("required", "2026-10-12 12:00", 86_401),
        session("required", "2026-10-12 12:00", 60, worker="nobody"),
        session("required", "2026-10-15 00:00", 60),  # after the days of the orders
        session("required", "2026-10-12 12:00", 60),
    ]
    result = scanned(tmp_path, MORNING, sessions)
    assert result.left_out["sessions"] == 4
    assert times(result) == [(3_660, 60)]


def test_a_day_too_long_by_presence_is_found_and_explained(tmp_path: Path) -> None:
    law = seed_table().supposing(figure("working_time.daily", 8 * 3_600, Unit.SECONDS, relation="B"))
    orders = [order(f"2026-10-12 {8 + n:02}:00", 3_600) for n in range(7)]
    meetings = [session("meeting", "2026-10-12 07:30", 1_800), session("required", "2026-10-12 14:30", 5_400)]
    assert scanned(tmp_path, orders, [], law).findings["hours.daily"] == 0
    result = scanned(tmp_path, orders, meetings, law)
    (row,) = (row for row in result.table("findings").to_pylist() if row["rule"] == "hours.daily")
    assert row["measured"] == 7 * 3_600 + 1_800 + 3_600
    one = explain(Finding.of(row), laid(tmp_path / "orders"), table=law, holidays=HOLIDAYS)
    assert one.agrees
    (step,) = (part for part in one.steps[0].parts if part.rows and set(part.rows) == set(one.sessions))
    assert step.value == 5_400
    assert "第四条" in step.article
    assert [stated.parameter.code for stated in step.parts if stated.parameter] == ["presence.share"]
    assert {session.told_kind for session in one.sessions.values()} == {"meeting", "required"}


def test_a_rest_is_told_where_it_was_taken_off(tmp_path: Path) -> None:
    law = seed_table().supposing(
        figure("working_time.daily", 3_600, Unit.SECONDS, relation="B"),
        figure("rest.long_break", 1_200, Unit.SECONDS),
    )
    rest = session("rest", "2026-10-12 08:30", 1_800)
    result = scanned(tmp_path, [order("2026-10-12 08:00", 7_200)], [rest], law)
    (row,) = (row for row in result.table("findings").to_pylist() if row["rule"] == "hours.daily")
    assert row["measured"] == 5_400
    one = explain(Finding.of(row), laid(tmp_path / "orders"), table=law, holidays=HOLIDAYS)
    assert one.agrees
    (off,) = (part for part in one.steps[0].parts[0].parts if "休息" in part.what)
    assert (off.value, set(off.rows)) == (1_800, set(one.sessions))
    assert [stated.parameter.code for stated in off.parts if stated.parameter] == ["rest.long_break"]


def test_presence_is_owed_the_hourly_minimum(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", 3_600, pay_fen=1_900)]
    assert scanned(tmp_path, orders, []).findings["wage.hourly"] == 0
    result = scanned(tmp_path, orders, [session("meeting", "2026-10-12 09:00", 3_600)])
    (row,) = (row for row in result.table("findings").to_pylist() if row["rule"] == "wage.hourly")
    assert (row["measured"], row["required"]) == (1_900, 3_800)


def second_by_second(folder: Path, law: Table, step: int) -> dict[tuple[Any, ...], list[int]]:
    """By job and month: seconds worked and of them presence, one moment of `step` seconds after the other."""
    store = laid(folder / "orders")
    posts = {row["post"]: row for row in pq.read_table(store.posts).to_pylist()}
    orders, sessions = (pq.read_table(path).to_pylist() for path in (store.orders(0), store.sessions(0)))
    people: dict[int, list[list[dict[str, Any]]]] = defaultdict(lambda: [[], [], []])
    for one in orders:
        if one["stop_s"] is not None:
            people[one["who"]][0].append(one)
    for one in sessions:
        post = posts[one["post"]]
        asked = law.at(day_of(one["day"]), post["area"], post["industry"], post["relation"], "in-force")
        least = asked.get("rest.long_break")
        if one["kind"] == "presence":
            people[one["who"]][1].append(one)
        elif least and one["stop_s"] - one["accepted_s"] >= least.value:
            people[one["who"]][2].append(one)
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for work in people.values():
        for one, kind in _moments(*work, step):
            day = one["day"] + (kind[1] >= (one["day"] + 1) * DAY_S - one["offset_s"])
            post = posts[one["post"]]
            counts = kind[0] == "order" or law.at(
                day_of(day), post["area"], post["industry"], post["relation"], "in-force"
            ).get("presence.share")
            if counts:
                key = (
                    *(post[name] for name in ("platform", "enterprise", "partner", "relation", "industry")),
                    month(day),
                )
                found[key][0] += step
                found[key][1] += step * (kind[0] == "presence")
    return {key: sums for key, sums in found.items() if any(sums)}


def _moments(orders: list, presence: list, rests: list, step: int):  # type: ignore[no-untyped-def]
    spans = [*orders, *presence]
    if not spans:
        return
    first, last = min(one["accepted_s"] for one in spans), max(one["stop_s"] for one in spans)
    for moment in range(first - first % step, last, step):

        def there(rows: list) -> list:
            return [one for one in rows if one["accepted_s"] <= moment < one["stop_s"]]  # noqa: B023

        working = there(orders)
        if working and not there(rests):
            yield min(working, key=_begun), ("order", moment)
        elif demanded := there(presence):
            yield min(demanded, key=_begun), ("presence", moment)


def _begun(one: dict[str, Any]) -> tuple[int, int, int]:
    return one["accepted_s"], one["stop_s"], one["post"]


def test_every_second_counts_once(tmp_path: Path) -> None:
    seed, step = random.getrandbits(32), 600
    law = full_law().supposing(figure("presence.share", 10_000, Unit.BASIS_POINTS, area="532622", relation="B"))

    def rounded(moment: int | None) -> int | None:
        return moment and moment - moment % step

    orders = [
        one | {name: rounded(one[name]) for name in ("accepted_s", "completed_s", "cancelled_s")}
        for one in crowds(seed, 60)
    ]
    sessions = [
        one | {name: rounded(one[name]) for name in ("start_s", "end_s")}
        for one in random_sessions(seed, orders, sessions=150)
    ]
    result = scanned(tmp_path, orders, sessions, law)
    whole: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row in result.table("months").to_pylist():
        names = ("platform", "enterprise", "partner", "relation", "industry")
        key = (*(row[name] for name in names), (row["month"] - date(1970, 1, 1)).days)
        whole[key][0] += row["time_s"]
        whole[key][1] += row["presence_s"]
    assert {key: sums for key, sums in whole.items() if any(sums)} == second_by_second(tmp_path, law, step), seed
    assert sum(presence for _, presence in whole.values()) > 0


def test_bits_do_not_depend_on_buckets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = crowds(5, 120)
    sessions = random_sessions(5, orders)
    found = set()
    for size in (10**6, 70):
        monkeypatch.setattr("huxin.oversight.scan.store.ROWS_PER_BUCKET", size)
        folder = tmp_path / str(size)
        folder.mkdir()
        found.add(tuple(scanned(folder, orders, sessions, full_law(), rules="recommended").digests().items()))
    assert len(found) == 1
