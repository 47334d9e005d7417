"""Can a platform hand in on its desk and the office decide at its workbench, by the pages alone?"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from huxin.oversight.models import Delivery, Reporter
from huxin.oversight.orders.schema import ORDERS
from tests.oversight.made import OCTOBER, PLATFORM_HR, order, table
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
Browse = Callable[[str], Client]


@pytest.fixture
def desk(world: World, platform: str) -> Client:
    """The platform's browser; a firm's people have no second factor."""
    client = Client()
    client.force_login(world.user(PLATFORM_HR))
    return client


def _given(world: World, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("十月.csv", table(rows))
    return {"enterprise": world.firm("云岭快送").pk, "month": "2026-10", "orders": file, **more}


def test_the_platform_hands_in_and_sees_how_it_stands(world: World, desk: Client, run_reactions: Any) -> None:
    firm = world.firm("云岭快送")
    Reporter.objects.create(enterprise=firm, org_path=firm.org_path, since=OCTOBER, due_day=10)
    assert "报送2026年10月订单数据" in desk.get("/desk/").content.decode()
    page = desk.get("/desk/deliveries/new/?month=2026-10").content.decode()
    assert "按县、按周分成几个，一次选齐。同月再报的是更正，整个替代前一次" in page
    open_ = order(3, 4, 9, completed_s=None, worker="13812345678")
    sent = desk.post("/desk/deliveries/new/", _given(world, [order(1, 2, 9), order(2, 3, 9, pay_fen=-1), open_]))
    row = Delivery.objects.get()
    assert sent.url == f"/desk/deliveries/{row.pk}/"
    page = desk.get(sent.url).content.decode()
    assert "等待检查" in page
    assert 'hx-trigger="every 2s"' in page
    run_reactions()
    page = desk.get(sent.url).content.decode()
    assert "金额为负" in page
    assert "退回-1-十月.csv" in page
    assert "未结束的订单" in page
    assert "劳动者代号像手机号或身份证号的订单" in page
    assert "hx-trigger" not in page
    back = desk.get(f"/desk/documents/{Delivery.objects.get().handed_back[0]}/")
    assert "金额为负" in b"".join(back.streaming_content).decode()
    assert row.receipt in desk.get("/desk/deliveries/").content.decode()
    assert "报送2026年10月订单数据" not in desk.get("/desk/").content.decode()


def test_the_standard_is_told_with_a_table_to_fill(desk: Client) -> None:
    assert "/desk/deliveries/standard/" in desk.get("/desk/deliveries/new/").content.decode()
    page = desk.get("/desk/deliveries/standard/").content.decode()
    assert all(words in page for words in ("accepted_s", "接单时间", "六位代码", "网约车", "rest_prompts"))
    book = load_workbook(BytesIO(desk.get("/desk/deliveries/standard.xlsx").content))
    assert [cell.value for cell in book.active[1]] == list(ORDERS.names())


def test_the_same_file_again_is_said_to_be_there(world: World, desk: Client) -> None:
    for _ in range(2):
        answer = desk.post("/desk/deliveries/new/", _given(world, [order(1, 2, 9)]), follow=True)
    assert "没有重复登记" in answer.content.decode()
    assert Delivery.objects.count() == 1


def test_a_mapping_used_before_can_be_chosen_again(world: World, desk: Client, run_reactions: Any) -> None:
    text = "[orders]\n" + "".join(f'{name} = "{name}"\n' for name in order(1, 2, 9))
    text += '[time]\nformats = ["epoch_s"]\n[money]\nunit = "fen"\n'
    mapping = SimpleUploadedFile("映射.toml", text.encode())
    desk.post("/desk/deliveries/new/", _given(world, [order(1, 2, 9)], mapping=mapping))
    run_reactions()
    first = Delivery.objects.get()
    assert (first.state, first.reason) == ("accepted", "")
    assert "映射.toml" in desk.get("/desk/deliveries/new/").content.decode()
    desk.post("/desk/deliveries/new/", _given(world, [order(2, 2, 9)], known=first.mapping_id))
    run_reactions()
    again = Delivery.objects.order_by("-pk")[0]
    assert (again.state, again.mapping_id) == ("accepted", first.mapping_id)


def test_the_office_takes_the_sound_part_or_sends_all_back(
    world: World, desk: Client, browse: Browse, run_reactions: Any
) -> None:
    office = browse("戴州受理")
    for number in (1, 2):
        desk.post("/desk/deliveries/new/", _given(world, [order(number, 2, 9), order(9, 3, 9, pay_fen=-1)]))
        run_reactions()
    second, first = Delivery.objects.order_by("-pk")
    assert "待接收" in office.get("/workbench/").content.decode()
    assert "接收合格的1行" in office.get(f"/workbench/deliveries/{first.pk}/").content.decode()
    office.post(f"/workbench/deliveries/{first.pk}/accept/")
    empty = office.post(f"/workbench/deliveries/{second.pk}/refuse/", {"reason": ""})
    assert "请填写这一项" in empty.content.decode()
    office.post(f"/workbench/deliveries/{second.pk}/refuse/", {"reason": "请更正金额"})
    assert [Delivery.objects.get(pk=one.pk).state for one in (first, second)] == ["accepted", "refused"]
    assert "请更正金额" in desk.get(f"/desk/deliveries/{second.pk}/").content.decode()


def test_the_office_names_who_delivers_and_sees_what_is_missing(world: World, browse: Browse) -> None:
    office = browse("戴州受理")
    given = {"enterprise": world.firm("云岭快送").pk, "since": "2026-09", "due_day": 10, "on_rejects": "take"}
    office.post("/workbench/deliveries/reporters/", given)
    assert Reporter.objects.get().on_rejects == "take"
    page = office.get("/workbench/deliveries/").content.decode()
    assert page.count("逾期未报") == 2


def test_another_county_and_another_firm_find_nothing(world: World, desk: Client, browse: Browse) -> None:
    desk.post("/desk/deliveries/new/", _given(world, [order(1, 2, 9)]))
    row = Delivery.objects.get()
    assert browse("杨外县").get(f"/workbench/deliveries/{row.pk}/").status_code == 404
    stranger = Client()
    stranger.force_login(world.user("邱经办"))
    assert stranger.get(f"/desk/deliveries/{row.pk}/").status_code == 404
    assert stranger.get(f"/desk/documents/{row.document_id}/").status_code == 404
    assert "不是平台企业" in stranger.get("/desk/deliveries/new/").content.decode()
