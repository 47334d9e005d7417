"""A scan by hand-counted examples: midnight, year's end, time zones, several platforms, gaps, what is left out."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huxin.base.errors import NotPossible
from huxin.law.parameters import Table
from huxin.law.seed.parameters import seed_table
from huxin.law.units import Unit
from huxin.oversight.scan.api import ScanResult, scan
from huxin.oversight.scan.plan import VERSION
from tests.oversight.scan.given import HOLIDAYS, figure, full_law, month_of, order, random_orders, written


def scanned(folder: Path, orders: list[dict[str, Any]], table: Table | None = None, **other: Any) -> ScanResult:
    files = [written(orders, folder / "orders.parquet")]
    return scan(files, work=folder, table=table or seed_table(), **{"holidays": HOLIDAYS} | other)


def test_what_two_orders_share_is_counted_once_and_belongs_to_the_first(tmp_path: Path) -> None:
    orders = [
        order("2026-10-12 10:00", 1_800, area="532601"),
        order("2026-10-12 10:20", 1_800, area="532622"),
        order("2026-10-12 10:25", 300, area="532622"),
        order("2026-10-12 10:50", 600, area="532623"),  # touches the second
    ]
    result = scanned(tmp_path, orders)
    assert (result.workers, result.orders, result.order_time_s) == (1, 4, 4_500)
    assert result.union_time_s == 3_600
    assert result.longest_stretch_s == 3_600
    assert {row["area"]: row["union_s"] for row in result.aggregates.to_pylist()} == {
        "532601": 1_800, "532622": 1_200, "532623": 600,
    }  # fmt: skip


def test_an_order_over_midnight_works_on_both_days_and_is_paid_on_the_first(tmp_path: Path) -> None:
    long = full_law().supposing(figure("working_time.daily", 3_000, Unit.SECONDS, relation="B"))
    result = scanned(tmp_path, [order("2026-12-31 23:00", 7_200, area="532623")], long)
    days = [row for row in result.table("findings").to_pylist() if row["rule"] == "hours.daily"]
    assert [(row["first_day"], row["measured"]) for row in days] == [
        (date(2026, 12, 31), 3_600),
        (date(2027, 1, 1), 3_600),
    ]
    months = result.table("months").to_pylist()
    paid = [(row["month"], row["order_s"], row["time_s"], row["earned_fen"]) for row in months]
    assert paid == [(date(2026, 12, 1), 7_200, 3_600, 800), (date(2027, 1, 1), 0, 3_600, 0)]
    assert not any(row["rule"] == "wage.hourly" and row["first_day"].year == 2027 for row in
                   result.table("findings").to_pylist())  # fmt: skip


@pytest.mark.parametrize(("offset_s", "first_day"), [(28_800, 12), (-18_000, 11), (-14_400, 11), (0, 11)])
def test_the_day_is_that_of_the_rows_own_clock(tmp_path: Path, offset_s: int, first_day: int) -> None:
    begin = order("2026-10-12 01:00", 600)["accepted_s"]  # 17:00 UTC on the 11th
    strict = full_law().supposing(figure("working_time.daily", 60, Unit.SECONDS, relation="B"))
    result = scanned(tmp_path, [order(begin, 600, offset_s=offset_s)], strict)
    days = [row["first_day"] for row in result.table("findings").to_pylist() if row["rule"] == "hours.daily"]
    assert days == [date(2026, 10, first_day)]


def test_when_clocks_go_back_the_hour_is_worked_twice(tmp_path: Path) -> None:
    orders = [
        order("2026-11-01 01:30", 1_800, offset_s=-14_400),  # 05:30 UTC, daylight saving time
        order("2026-11-01 01:30", 1_800, offset_s=-18_000),  # 06:30 UTC, an hour later by the same clock
    ]
    result = scanned(tmp_path, orders)
    assert (result.union_time_s, result.longest_stretch_s) == (3_600, 1_800)


def test_one_person_on_two_platforms_is_counted_once_where_matched(tmp_path: Path) -> None:
    orders = [
        order("2026-10-12 10:00", 3_600, platform="甲", worker="a", person="p"),
        order("2026-10-12 10:30", 3_600, platform="乙", worker="b", person="p"),
    ]
    (tmp_path / "matched").mkdir()
    matched = scanned(tmp_path / "matched", orders)
    assert (matched.workers, matched.union_time_s, matched.longest_stretch_s) == (1, 5_400, 5_400)
    unmatched = scanned(tmp_path, [one | {"person": None} for one in orders])
    assert (unmatched.workers, unmatched.union_time_s, unmatched.longest_stretch_s) == (2, 7_200, 3_600)


def test_a_break_of_twenty_minutes_ends_a_stretch_and_a_second_less_does_not(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", 3_600), order("2026-10-12 09:20", 3_600)]
    (tmp_path / "shorter").mkdir()
    assert scanned(tmp_path, orders).longest_stretch_s == 3_600
    shorter = [orders[0], order("2026-10-12 09:19:59", 3_600)]
    assert scanned(tmp_path / "shorter", shorter).longest_stretch_s == 2 * 3_600 + 1_199


def test_open_orders_have_money_and_no_time(tmp_path: Path) -> None:
    result = scanned(tmp_path, [order("2026-10-12 08:00", None), order("2026-10-12 08:30", 600)])
    assert (result.open_orders, result.order_time_s, result.union_time_s) == (1, 600, 600)
    assert result.table("months").to_pylist()[0]["earned_fen"] == 1_600


def test_impossible_times_are_counted_and_left_out(tmp_path: Path) -> None:
    result = scanned(tmp_path, [order("2026-10-12 08:00", -60), order("2026-10-12 08:00", 86_401)])
    assert result.left_out == {"reversed_times": 1, "too_long": 1}
    assert result.union_time_s == 0


def test_a_rule_without_its_figure_says_so(tmp_path: Path) -> None:
    result = scanned(tmp_path, [order("2026-10-12 08:00", 600)])
    said = {gap.rule: gap.sentence for gap in result.gaps}
    assert "hours.daily" not in result.findings
    assert said["hours.daily"] == (
        "“每日工作时间超过上限”没有判断（B类、即时配送、532601）：缺少“每日工作时间上限”（working_time.daily），"
        "人力资源社会保障部门在“法规参数”中录入后才能判断。"
    )


def test_a_year_without_its_holidays_is_told(tmp_path: Path) -> None:
    (tmp_path / "known").mkdir()
    known = scanned(tmp_path / "known", [order("2026-10-12 08:00", 600), order("2026-12-31 08:00", 600)])
    assert "pay.holiday" not in {gap.rule for gap in known.gaps}
    beyond = scanned(tmp_path, [order("2026-10-12 08:00", 600), order("2028-01-03 08:00", 600)])
    (said,) = (gap.sentence for gap in beyond.gaps if gap.rule == "pay.holiday")
    assert said.startswith("“法定节假日报酬没有合理高于平时”没有判断：数据中有的年份还没有录入法定节假日")


def test_pay_that_was_not_reported_is_not_judged(tmp_path: Path) -> None:
    poor = month_of("w1", 8, 100)
    result = scanned(tmp_path, [*poor[1:], poor[0] | {"pay_fen": None}])
    assert result.findings["wage.hourly"] == 0
    assert [gap.platforms for gap in result.gaps if gap.rule == "wage"] == [("甲",)]


def test_an_area_is_looked_at_with_all_within_it(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", 60, area=area) for area in ("532601", "532622", "530102")]
    for area, rows in (("532600", 2), ("532622", 1), ("530000", 3), ("", 3)):
        folder = tmp_path / f"of{area}"
        folder.mkdir()
        assert scanned(folder, orders, area=area).orders == rows
    with pytest.raises(NotPossible, match="不是行政区划代码"):
        scanned(tmp_path, orders, area="%")


def test_which_rules_were_asked_is_said(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", 60)]
    assert scanned(tmp_path, orders, rules="recommended").rules == "recommended"
    supposed = seed_table().supposing(figure("minimum_wage.hourly", 1, Unit.FEN_PER_HOUR))
    result = scanned(tmp_path, orders, supposed)
    assert result.rules == "what-if:in-force"
    assert result.rules_version == f"{supposed.version}/{VERSION}"


def test_bits_do_not_depend_on_buckets_memory_or_repetition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = random_orders(3, orders=2_000, workers=60)
    found = set()
    for number, (size, memory) in enumerate(((10**6, 1_024), (700, 1_024), (180, 200))):
        monkeypatch.setattr("huxin.oversight.scan.store.ROWS_PER_BUCKET", size)
        folder = tmp_path / str(number)
        folder.mkdir()
        for _ in range(2):
            result = scanned(folder, orders, full_law(), rules="recommended", memory_mb=memory)
            found.add((*result.digests().items(), *result.findings.items(), result.union_time_s, result.workers))
    assert len(found) == 1


def test_tables_lie_in_the_order_of_their_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huxin.oversight.scan.store.ROWS_PER_BUCKET", 300)
    result = scanned(tmp_path, random_orders(5, orders=1_500, workers=60), full_law(), rules="recommended")
    for name, first, last in (("findings", ("rule",), ("first_day", "start_s")), ("months", (), ("month",))):
        rows = result.table(name).to_pylist()
        tie = ("platform", "worker", "platform", "enterprise", "partner", "relation", "industry")
        keys = [tuple((row[of] is not None, row[of] or 0) for of in (*first, *tie, *last)) for row in rows]
        assert len(keys) > 20
        assert keys == sorted(keys)


def test_a_killed_scan_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = random_orders(4, orders=600, workers=30)
    monkeypatch.setattr("huxin.oversight.scan.store.ROWS_PER_BUCKET", 100)
    whole = scanned(tmp_path, orders, full_law())
    parts = sorted(whole.folder.glob("part-*"))
    assert len(parts) == 6
    before = {part: (part / "whole.json").stat().st_mtime_ns for part in parts}
    (whole.folder / "outcome.json").unlink()
    (parts[1] / "whole.json").unlink()  # killed before it was finished
    (parts[3] / "findings" / "rows.parquet").write_bytes(b"damaged")
    again = scanned(tmp_path, orders, full_law())
    after = {part: (part / "whole.json").stat().st_mtime_ns for part in parts}
    assert again.digests() == whole.digests()
    assert {part.name for part in parts if before[part] != after[part]} == {"part-0001", "part-0003"}


def test_other_orders_in_the_same_folder_do_not_take_over_old_results(tmp_path: Path) -> None:
    first = scanned(tmp_path, [order("2026-10-12 08:00", 600)])
    second = scanned(tmp_path, [order("2026-10-12 08:00", 900)])
    assert (first.union_time_s, second.union_time_s) == (600, 900)


def cycles(found: ScanResult) -> list[tuple[int, int]]:
    rows = found.table("findings").to_pylist()
    return [(row["measured"], row["required"]) for row in rows if row["rule"] == "pay.cycle"]


@pytest.mark.parametrize(
    ("period", "place", "found"),
    [
        ("2026-10-01/2026-10-15", "532601", []),  # fifteen days are agreed there
        ("2026-10-01/2026-10-16", "532601", [(16, 15)]),
        ("2026-10", "532601", [(31, 15)]),
        ("2026-10", "532622", []),  # one month elsewhere, counted from day to day
        ("2026-09-16/2026-10-15", "532622", []),
        ("2026-09-16/2026-10-16", "532622", [(31, 30)]),
    ],
)
def test_a_pay_period_is_held_against_the_cycle_of_pay(
    tmp_path: Path, period: str, place: str, found: list[tuple[int, int]]
) -> None:
    orders = [order("2026-10-12 08:00", 600, pay_period=period, area=place)]
    assert cycles(scanned(tmp_path, orders, full_law())) == found


def test_of_several_pay_periods_of_a_month_the_longest_is_told(tmp_path: Path) -> None:
    periods = ("2026-10-01/2026-10-20", "2026-10", "2026-10-01/2026-10-15", None)
    orders = [order(f"2026-10-{12 + n} 08:00", 600, pay_period=period) for n, period in enumerate(periods)]
    assert cycles(scanned(tmp_path, orders, full_law())) == [(31, 15)]


def test_part_time_work_is_paid_each_fifteen_days_by_the_seed(tmp_path: Path) -> None:
    orders = [order("2026-10-12 08:00", 600, pay_period="2026-10", relation="A'")]
    result = scanned(tmp_path, orders)
    assert cycles(result) == [(31, 15)]
    assert result.table("findings").to_pylist()[0]["verdict"] == "broken"


def test_who_reports_no_pay_periods_is_asked_for_them(tmp_path: Path) -> None:
    result = scanned(tmp_path, [order("2026-10-12 08:00", 600, relation="A'")])
    assert "pay.cycle" not in result.findings
    (gap,) = (gap for gap in result.gaps if gap.rule == "pay.cycle" and gap.missing == ("pay_period",))
    assert gap.platforms == ("甲",)
    assert "计薪周期" in gap.sentence


def test_trades_whose_clocks_are_counted_alike_are_all_asked(tmp_path: Path) -> None:
    clock = {"limit": (3_600, Unit.SECONDS), "break": (600, Unit.SECONDS), "counts": (4, Unit.CHOICE),
             "reset": (1, Unit.CHOICE)}  # fmt: skip
    of_trades = {"driving": "freight", "service": "ride"}
    figures = [
        figure(f"clock.{code}.{name}", value, unit, industry=industry)
        for code, industry in of_trades.items()
        for name, (value, unit) in clock.items()
    ]
    orders = [order("2026-10-12 08:00", 7_200, industry=industry, worker=industry) for industry in of_trades.values()]
    result = scanned(tmp_path, orders, Table(figures))
    assert {row["rule"]: row["worker"] for row in result.table("findings").to_pylist()} == {
        f"clock.{code}": industry for code, industry in of_trades.items()
    }
