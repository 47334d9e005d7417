"""Do order data go their whole way on screen: handed in at a desk, looked at by the office, found, made a clue?"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import Person, path_of
from tests.oversight.made import order, table

OTHER = "platform-3"  # its last month is missing in the demo


@pytest.fixture(scope="module")
def month() -> date:
    """The month that ended last."""
    return (date.today().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture(scope="module")
def file(month: date, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the platform's own system gives out: forty riders of two days, badly paid."""
    path = tmp_path_factory.mktemp("orders") / "盘江货达.csv"
    moved = (month - date(2026, 10, 1)).days * 86_400
    rows = [
        order(100 * rider + day, day, 9, platform="盘江货达", enterprise="盘江货达", partner="富宁通途",
              worker=f"R3{rider:08}", area="532628", industry="freight", pay_fen=500)
        for rider in range(40)
        for day in (12, 13)
    ]  # fmt: skip
    for row in rows:
        row["accepted_s"] += moved
        row["completed_s"] += moved
    path.write_bytes(table(rows))
    return path


def _until(somebody: Person, text: str, seconds: int = 60) -> None:
    """The page renews itself; wait for these words on it."""
    somebody.page.locator("main").get_by_text(text).first.wait_for(timeout=seconds * 1_000)


def test_a_platform_hands_in_at_its_desk_and_lets_its_program_do_so(
    person: Callable[..., Person], file: Path, month: date
) -> None:
    desk = person(OTHER)
    desk.go("/desk/deliveries/")
    desk.sees("应报送")
    desk.look("desk-deliveries")
    page = desk.go(f"/desk/deliveries/new/?month={month:%Y-%m}")
    page.set_input_files("[name=orders]", str(file))
    desk.look("desk-delivery-new")
    with page.expect_navigation(url="**/desk/deliveries/*/"):
        page.get_by_role("button", name="报送", exact=True).click()
    _until(desk, "已接收")
    desk.sees("盘江货达.csv")
    desk.look("desk-delivery")
    page = desk.go("/desk/keys/")
    page.fill("[name=name]", "每月自动报送")
    desk.press("签发")
    desk.sees("hxk_")
    desk.look("desk-keys")
    desk.go("/desk/keys/")
    assert "hxk_" not in page.inner_text("main")


def test_the_office_scans_the_month_and_looks_at_it_from_every_side(person: Callable[..., Person], month: date) -> None:
    office = person("intake")
    office.go(f"/workbench/oversight/?month={month:%Y-%m}")
    office.press("运行检查")
    _until(office, "新增发现")
    office.look("scan")
    for view in ("firm", "area", "rule", "month"):
        office.go(f"/workbench/oversight/?month={month:%Y-%m}&by={view}")
        office.page.locator("figure.chart svg").wait_for()
        office.look(f"oversight-{view}")
    for by in ("industry", "area", "platform"):
        office.go(f"/workbench/wages/?month={month:%Y-%m}&by={by}")
        office.sees("少于10人")
        office.look(f"wages-{by}")
    for by in ("moved", "complained", "told"):
        office.go(f"/workbench/cross-checks/?month={month:%Y-%m}&by={by}")
        office.look(f"cross-checks-{by}")
    page = office.follow("录入核对数据")
    page.select_option("[name=reporter]", index=1)
    page.fill("[name=insured]", "100")
    page.fill("[name=source]", "经办系统统计")
    office.look("figures")
    office.press("保存")
    office.sees("经办系统统计")


def test_a_finding_leads_over_its_steps_and_orders_to_a_clue(person: Callable[..., Person], month: date) -> None:
    office = person("intake")
    page = office.go(f"/workbench/oversight/?month={month:%Y-%m}&by=firm")
    page.locator("main tbody a", has_text="富宁通途").click()
    page.wait_for_load_state()
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()
    office.sees("怎样得出")
    office.sees("所依据的订单")
    office.look("finding-steps")
    office.press("转为线索")
    office.sees("已转为线索")
    assert path_of(page).startswith("/workbench/findings/")
