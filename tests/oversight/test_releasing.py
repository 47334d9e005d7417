"""Does the office publish a table of pay, as it will look, and take it back; and never one that tells of persons?"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.models import Event
from huxin.oversight.actions.delivering import set_reporter
from huxin.oversight.actions.releasing import release_wages, take_back_wages
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Scan
from huxin.oversight.released import WageRelease
from tests.oversight.made import OCTOBER, PEOPLE, month_of_orders
from tests.oversight.once import delivered, found_platform, once, scanned
from tests.world import AT, World

pytestmark = pytest.mark.django_db
OFFICE = "吴主任科员"


@pytest.fixture(scope="module", autouse=True)
def _october(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("once")
    with once(django_db_blocker, folder) as world:
        found_platform()
        firm = world.firm("云岭快送")
        set_reporter(firm, since=OCTOBER, due_day=10, on_rejects="take", by=world.actor("戴州受理"), at=AT)
        orders = month_of_orders(5)
        for row in orders:  # five of them worked elsewhere
            row["area"] = "532601" if row["worker"] in {f"R{n}" for n in range(5)} else "532622"
        delivered(orders)
        scanned(OCTOBER)
        yield


def scan() -> Scan:
    return Scan.objects.get(rules="in-force")


def release(world: World, note: str = "") -> WageRelease:
    return release_wages(scan(), note=note, by=world.actor(OFFICE), at=AT)


def test_the_office_sees_the_page_as_it_will_look_and_publishes_it(browse: Callable[[str], Client]) -> None:
    office, anybody = browse(OFFICE), Client()
    assert "还没有公布收入统计" in anybody.get("/wages/").content.decode()
    assert anybody.get("/wages.xlsx").status_code == 404
    preview = office.get("/workbench/wages/preview/?month=2026-10").content.decode()
    assert "这是预览，还没有公布" in preview
    answer = office.post("/workbench/wages/preview/?month=2026-10", follow=True).content.decode()
    assert "已公布" in answer
    assert "现行：" in answer
    page = anybody.get("/wages/").content.decode()
    shown = page[page.index('<div class="stats">') : page.index('class="filters')]
    assert shown in preview
    assert [event.actor_name for event in Event.objects.filter(verb="wages.released")] == [OFFICE]


def test_the_public_page_says_months_sources_version_and_what_is_hidden(world: World, client: Client) -> None:
    release(world)
    page = client.get("/wages/?month=2026-10").content.decode()
    assert "2026年10月新就业形态劳动者收入统计" in page
    assert "云岭快送" in page
    assert f"标准与算法版本{scan().rules_version}" in page
    assert "共3组，隐去2组：2组人数太少。" in page  # the two counties: five persons and nine
    assert "共2组，全部公布。" in page
    assert '<svg viewBox="0 -2 640' in page
    assert "人数太少，不公布" in page
    assert ">15<" in page  # fourteen, rounded
    assert "532601" not in page
    assert not any(f"R{n}<" in page for n in range(PEOPLE))
    assert "收入统计" in client.get("/").content.decode()
    assert "还没有公布" in client.get("/wages/?month=2026-09").content.decode()


def test_the_table_leaves_as_excel_with_all_groupings_and_the_notes(world: World, client: Client) -> None:
    release(world)
    book = openpyxl.load_workbook(BytesIO(client.get("/wages.xlsx?month=2026-10").content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][:4] == ["分组方式", "行业", "分组", "人数"]
    assert {row[0] for row in rows[1:]} == {"按行业", "按工作地", "按平台"}
    hidden = [row for row in rows if row[2] in ("砚山县", "文山市")]
    assert len(hidden) == 4
    assert all(row[3:14] == [None] * 11 and "不公布" in row[14] for row in hidden)
    assert "来源" in book.worksheets[1].cell(2, 1).value
    sheet = book.worksheets[0]
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == ("收入统计2026-10", "第&P页，共&N页")
    assert sum(one.width for one in sheet.column_dimensions.values()) < 220, "to be read on a page across"


def test_what_is_taken_back_is_gone_and_says_why(world: World, client: Client, browse: Callable[[str], Client]) -> None:
    row, office = release(world), browse(OFFICE)
    address = f"/workbench/wages/releases/{row.pk}/take-back/"
    refused = office.post(address, {"reason": "请联系13800000000"}).content.decode()
    assert "不要写个人信息" in refused
    assert "13800000000" in refused  # nothing typed is lost
    office.post(address, {"reason": "发现云岭快送的数据有误，正在核对。"})
    page = client.get("/wages/?month=2026-10").content.decode()
    assert "撤回" in page
    assert "发现云岭快送的数据有误，正在核对。" in page
    assert "中位数" not in page
    assert client.get("/wages.xlsx?month=2026-10").status_code == 404
    with pytest.raises(NotPossible, match="已经撤回"):
        take_back_wages(row, reason="再次", by=world.actor(OFFICE), at=AT)


def test_a_second_release_of_a_month_says_why_and_takes_the_place_of_the_first(world: World, client: Client) -> None:
    first = release(world)
    with pytest.raises(NotPossible, match="已经发布"):
        release(world)
    take_back_wages(first, reason="核对中", by=world.actor(OFFICE), at=AT + timedelta(hours=1))
    with pytest.raises(NotPossible, match="为什么更正"):
        release(world, "  ")
    release(world, "经核对数据无误，恢复公布。")
    assert "经核对数据无误，恢复公布。" in client.get("/wages/").content.decode()
    assert WageRelease.objects.filter(ended_at=None).count() == 1


def test_only_who_may_publish_does(world: World, browse: Callable[[str], Client]) -> None:
    with pytest.raises(PermissionDenied):
        release_wages(scan(), note="", by=world.actor("戴州受理"), at=AT)
    inspector = browse("戴州受理")
    assert inspector.get("/workbench/wages/preview/?month=2026-10").status_code == 403
    assert "预览并公布" not in inspector.get("/workbench/wages/?month=2026-10").content.decode()


def test_a_table_of_an_earlier_rule_of_hiding_needs_a_scan_first(
    world: World, browse: Callable[[str], Client], run_reactions: Callable[[], int]
) -> None:
    old = scan()
    figures = old.figures | {"wages": [row[:7] for row in old.figures["wages"]]}
    del figures["wages_rule"]  # as it was before there was one
    Scan.objects.filter(pk=old.pk).update(figures=figures, fingerprint="of-the-earlier-rule")
    with pytest.raises(NotPossible, match="请先重新运行这个月的检查"):
        release(world)
    page = browse(OFFICE).get("/workbench/wages/preview/?month=2026-10").content.decode()
    assert "现行的隐去规则之前" in page
    assert "公布这张统计表" not in page
    again = start_scan(world.area("532600"), month=OCTOBER, rules="in-force", by=world.actor("戴州受理"), at=AT)
    assert again.pk != old.pk
    run_reactions()
    again.refresh_from_db()
    release_wages(again, note="", by=world.actor(OFFICE), at=AT)


def test_what_came_after_the_scan_is_counted_first(world: World, platform_corrects: None) -> None:
    with pytest.raises(NotPossible, match="还没有算进去"):
        release(world)


@pytest.fixture
def platform_corrects() -> None:
    """The platform delivers the month once more, with other orders."""
    delivered(month_of_orders(7))
