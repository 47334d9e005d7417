"""Do the findings of a scan become rows that a repeated scan leaves alone, each for whom it concerns?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.orgs.access import visible
from huxin.oversight import keeping, queries
from huxin.oversight.actions.findings import ask, dismiss, make_clue
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery, Finding, MonthTotal, Scan
from huxin.oversight.restated import Restatement, past_of
from tests.oversight.made import OCTOBER, order
from tests.world import AT, World

pytestmark = pytest.mark.django_db
Deliver = Callable[..., Delivery]
# R1 earns 40 yuan an hour, R2 only 5: below every hourly minimum wage; R3 the same in another county and firm
PAID = [order(n, 2 + n, 10) for n in range(5)]
POOR = [order(20 + n, 2 + n, 10, worker="R2", pay_fen=500) for n in range(5)]
ELSEWHERE = [
    order(40 + n, 2 + n, 10, worker="R3", pay_fen=500, area="532601", partner="捷安配送") for n in range(5)
]  # fmt: skip
LOW = "wage.hourly"


@pytest.fixture
def scanned(deliver: Deliver, scan_october: Callable[[str], Scan]) -> Callable[..., Scan]:
    """Hand these orders in, and hold them against the law."""

    def act(rows: list[dict[str, Any]] | None = None, rules: str = "in-force") -> Scan:
        if rows is not None:
            deliver(rows)
        return scan_october(rules)

    return act


def test_low_pay_is_found_of_whom_and_where_it_was(world: World, scanned: Callable[..., Scan]) -> None:
    scan = scanned([*PAID, *POOR, *ELSEWHERE])
    found = {one.worker_key: one for one in Finding.objects.filter(rule=LOW)}
    assert set(found) == {"R2", "R3"}
    poor = found["R2"]
    assert (poor.firm, poor.platform, poor.area_id) == (world.firm("迅达配送"), world.firm("云岭快送"), "532622")
    assert (poor.measured, poor.severity, poor.verdict) == (2_500, 3, "broken")
    assert poor.short_fen == poor.required - poor.measured
    assert scan.figures["findings"][LOW] == 2
    assert (scan.figures["orders"], scan.figures["workers"]) == (15, 3)
    assert MonthTotal.objects.get(worker_key="R1").income_fen == 20_000
    assert any("砚山县" in sentence for sentence in scan.gaps)
    assert not any("532622" in sentence for sentence in scan.gaps)


def test_a_repeated_scan_changes_nothing(scanned: Callable[..., Scan]) -> None:
    first = scanned([*PAID, *POOR])
    before = list(Finding.objects.order_by("pk").values())
    totals = list(MonthTotal.objects.order_by("pk").values())
    assert scanned().pk == first.pk
    Scan.objects.update(fingerprint="other")
    again = scanned()
    assert again.pk != first.pk
    assert (again.figures["new"], again.figures["changed"], again.figures["gone"]) == (0, 0, 0)
    assert not Restatement.objects.exists()
    assert list(Finding.objects.order_by("pk").values()) == before
    assert list(MonthTotal.objects.order_by("pk").values()) == totals


def test_a_corrected_delivery_lets_findings_go_and_come_back(
    world: World, scanned: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_BATCH", 1)
    scanned([*PAID, *POOR, *ELSEWHERE])
    finding = Finding.objects.get(rule=LOW, worker_key="R2")
    dismiss([Finding.objects.get(rule=LOW, worker_key="R3")], reason="已核实", by=world.actor("戴州受理"), at=AT)
    better = [one | {"pay_fen": 4_000} for one in [*POOR, *ELSEWHERE]]
    assert scanned([*PAID, *better]).figures["gone"] == 1
    finding.refresh_from_db()
    assert finding.state == "gone"
    Scan.objects.update(fingerprint="other")
    scanned()  # the same again: of what is gone nothing is told twice
    scanned([*PAID, *POOR, *ELSEWHERE])
    finding.refresh_from_db()
    assert finding.state == "open"
    assert Finding.objects.filter(rule=LOW).count() == 2
    told = Restatement.objects.filter(finding__rule=LOW).values_list("finding__worker_key", "what", "state")
    assert sorted(told) == [
        ("R2", "back", "gone"), ("R2", "gone", "open"), ("R3", "back", "dismissed"), ("R3", "gone", "dismissed"),
    ]  # fmt: skip
    assert "接收了报送" in past_of(finding).changes[0].sentence


def test_what_an_official_decides_while_it_is_scanned_stands(
    scanned: Callable[..., Scan], monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned([*PAID, *POOR, *ELSEWHERE])

    def decided_meanwhile(scan: Scan) -> set[int]:
        Finding.objects.filter(rule=LOW).update(state="dismissed")
        return set()

    monkeypatch.setattr(keeping, "_lost", decided_meanwhile)
    scanned([*PAID, *[one | {"pay_fen": 600} for one in POOR], *[one | {"pay_fen": 4_000} for one in ELSEWHERE]])
    assert {*Finding.objects.filter(rule=LOW).values_list("worker_key", "state", "measured")} == {
        ("R2", "dismissed", 3_000), ("R3", "dismissed", 2_500),
    }  # fmt: skip


def test_a_week_that_began_in_the_month_before_is_judged_with_its_first_days(
    world: World, deliver: Deliver, scanned: Callable[..., Scan]
) -> None:
    september = [order(100 + n, n - 2, 10, worker="R9") for n in range(3)]  # 28 to 30 September, from Monday on
    deliver(september, month=date(2026, 9, 1))
    scan = scanned([*PAID, *[order(110 + n, 1 + n, 10, worker="R9") for n in range(4)]], rules="recommended")
    week = Finding.objects.filter(worker_key="R9", rule="rest.weekly")
    assert [(one.month, one.first_day) for one in week] == [(OCTOBER, date(2026, 9, 28))]
    assert scan.figures["orders"] == 9


def test_one_clue_is_about_one_firm_and_place(world: World, scanned: Callable[..., Scan]) -> None:
    scanned([*POOR, *ELSEWHERE])
    with pytest.raises(NotPossible, match="一家企业、一个工作地"):
        make_clue(list(Finding.objects.filter(rule=LOW)), by=world.actor("戴州受理"), at=AT)


def test_a_county_sees_and_handles_only_what_was_worked_there(world: World, scanned: Callable[..., Scan]) -> None:
    scanned([*POOR, *ELSEWHERE])
    here, there = (Finding.objects.get(rule=LOW, worker_key=key) for key in ("R2", "R3"))
    yanshan, wenshan = world.actor("陈办案"), world.actor("杨外县")
    assert set(visible(Finding, yanshan).filter(rule=LOW)) == {here}
    assert set(visible(Finding, wenshan).filter(rule=LOW)) == {there}
    with pytest.raises(PermissionDenied):
        make_clue([there], by=yanshan, at=AT)
    with pytest.raises(PermissionDenied):
        dismiss([here, there], reason="不涉及", by=yanshan, at=AT)
    with pytest.raises(PermissionDenied):
        start_scan(world.area("532600"), month=OCTOBER, rules="in-force", by=yanshan, at=AT)
    seen = queries.lines(yanshan, OCTOBER, "in-force", "firm")
    assert [(line.thing.short_name, line.people, line.workers) for line in seen] == [("迅达配送", 1, 1)]
    assert len(queries.lines(world.actor("戴州受理"), OCTOBER, "in-force", "area")) == 2


def test_what_only_recommended_standards_say_goes_no_further(world: World, scanned: Callable[..., Scan]) -> None:
    scanned([*PAID, *POOR], rules="recommended")
    finding = Finding.objects.get(rule=LOW)
    office = world.actor("陈办案")
    with pytest.raises(NotPossible, match="只供研判"):
        make_clue([finding], by=office, at=AT)
    with pytest.raises(NotPossible, match="只供研判"):
        ask([finding], days=5, by=office, at=AT)
    assert not MonthTotal.objects.exists()


def test_a_county_does_not_scan_by_itself(world: World) -> None:
    with pytest.raises(NotPossible, match="统一运行"):
        start_scan(world.area("532622"), month=OCTOBER, rules="in-force", by=world.actor("陈办案"), at=AT)


def test_a_month_without_orders_is_not_scanned(world: World) -> None:
    with pytest.raises(NotPossible, match="还没有已接收"):
        start_scan(world.area("532600"), month=OCTOBER, rules="in-force", by=world.actor("戴州受理"), at=AT)
