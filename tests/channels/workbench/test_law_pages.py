"""Legal figures on screen: found, proposed with a look at the effect, approved by another."""

from collections.abc import Callable
from io import BytesIO

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.channels.parts.excel import read_table
from huxin.journal.models import Event
from huxin.law.catalogue import CODES, GROUPS
from huxin.law.models import Parameter
from huxin.work.todos import todos
from tests.world import World

Browse = Callable[[str], Client]
NEW = {
    "code": "minimum_wage.hourly.class_2", "text": "21元/小时", "area_code": "530000", "force": "mandatory",
    "valid_from": "2026-10-01", "document": "云南省最低工资标准（2026年）", "status": "verified", "reason": "省里调整",
}  # fmt: skip
State = Parameter.State


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def pk(code: str, area: str = "") -> int:
    return Parameter.objects.get(code=code, area_code=area, state=State.CURRENT).pk


def test_figures_are_found_by_name_place_trade_and_standing(browse: Browse) -> None:
    client = browse("钱工会")
    page = text(client, "/workbench/law/?words=最低工资地区类别")
    assert "文山市" in page
    assert "2类" in page
    assert "待核实" in page
    assert "录入新数值" not in page
    page = text(client, "/workbench/law/?industry=delivery&force=recommended")
    assert "GB/T 46862-2025" in page
    assert "一裁终局" not in page
    assert "没有符合条件" in text(client, "/workbench/law/?state=refused")
    assert "全国" in text(client, "/workbench/law/?area=CN&status=verified")
    assert "没有符合条件" not in text(client, "/workbench/law/?area=nowhere"), "a wrong choice narrows nothing"


def test_the_list_costs_the_same_however_long_and_leaves_as_a_table(browse: Browse) -> None:
    client = browse("钱工会")
    counts = []
    for address in ("/workbench/law/?words=clock.driving", "/workbench/law/"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text(client, address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    table = read_table(BytesIO(client.get("/workbench/law.xlsx?area=CN").content))
    assert {"参数", "数值", "文件", "核实情况"} <= set(table.headings)
    assert len(table.rows) == Parameter.objects.filter(area_code="").count()


def test_a_figure_shows_its_source_and_doubt(browse: Browse) -> None:
    client = browse("钱工会")
    page = text(client, f"/workbench/law/{pk('minimum_wage.class', '532601')}/")
    assert "还没有人对照文件原文核对过" in page
    assert "录入新标准" not in page
    assert client.get("/workbench/law/999999/").status_code == 404


def test_a_new_standard_goes_through_two_pairs_of_hands(world: World, browse: Browse) -> None:
    office, director = browse("吴主任科员"), browse("郑主任")
    page = office.post("/workbench/law/propose/", NEW | {"try": "1"}).content.decode()
    assert "影响预览" in page
    assert "19元/小时" in page
    assert "21元/小时" in page
    assert "所有计算和检查" in page
    page = office.post("/workbench/law/propose/", NEW | {"try": "1", "force": "recommended"}).content.decode()
    assert "只用于含推荐标准的检查，现行标准的计算不变" in page
    assert Parameter.objects.filter(state=State.PROPOSED).count() == 0
    answer = office.post("/workbench/law/propose/", NEW)
    row = Parameter.objects.get(state=State.PROPOSED)
    assert answer.url == f"/workbench/law/{row.pk}/"
    assert "自己提出的变更须由另一人审核" in text(office, answer.url)
    assert office.post(f"/workbench/law/{row.pk}/approve/").status_code == 403
    waiting = [one for one in todos(world.actor("郑主任"), world.at) if one.kind == "法规"]
    assert [one.url for one in waiting] == [answer.url]
    page = text(director, answer.url)
    assert "省里调整" in page
    assert "审核通过" in page
    assert director.post(f"/workbench/law/{row.pk}/approve/").url == answer.url
    row.refresh_from_db()
    assert row.state == State.CURRENT
    assert "审核通过云南省的“2类地区小时最低工资标准”，第1版" in text(director, answer.url)


def test_a_correction_is_filled_in_and_refused_with_a_reason(browse: Browse) -> None:
    office, director = browse("吴主任科员"), browse("郑主任")
    old = Parameter.objects.get(code="minimum_wage.class", area_code="532601", state=State.CURRENT)
    page = text(office, f"/workbench/law/{old.pk}/correct/")
    assert 'value="2类"' in page
    assert "云南省最低工资地区分类" in page
    data = {
        "text": "1类", "force": "mandatory", "valid_from": "2015-09-01", "document": "云南省文件", "status": "verified",
        "reason": "对照原文",
    }  # fmt: skip
    assert office.post(f"/workbench/law/{old.pk}/correct/", data).status_code == 302
    row = Parameter.objects.get(state=State.PROPOSED)
    assert f"/workbench/law/{row.pk}/" in text(office, f"/workbench/law/{old.pk}/")
    director.post(f"/workbench/law/{row.pk}/refuse/", {"reason": "原文是二类"})
    page = text(office, f"/workbench/law/{row.pk}/")
    assert "原文是二类" in page
    assert "未通过" in page


def test_mistakes_are_told_beside_what_was_typed(browse: Browse) -> None:
    office = browse("吴主任科员")
    page = office.post("/workbench/law/propose/", NEW | {"text": "二十一块"}).content.decode()
    assert "读不懂" in page
    assert "二十一块" in page
    page = office.post("/workbench/law/propose/", NEW | {"platform": "didi"}).content.decode()
    assert "不分平台" in page
    cap = NEW | {"code": "commission.cap", "platform": "某出行", "text": "25%", "industry": "ride"}
    assert office.post("/workbench/law/propose/", cap).status_code == 302
    assert Parameter.objects.get(state=State.PROPOSED).code == "commission.cap.某出行"


def test_a_removal_and_a_withdrawal(browse: Browse) -> None:
    office, wrong = browse("吴主任科员"), pk("commission.cap.T3")
    answer = office.post(f"/workbench/law/{wrong}/remove/", {"reason": "不是这家平台的公告"})
    page = text(office, answer.url)
    assert "提出删除" in page
    assert "没有数值" in page
    office.post(f"{answer.url}withdraw/")
    assert "已撤回" in text(office, answer.url)
    assert "录入新标准" in text(office, f"/workbench/law/{wrong}/")
    assert "commission.cap" in text(office, f"/workbench/law/propose/?like={pk('commission.cap.T3')}")
    assert office.get("/workbench/law/propose/?like=²").status_code == 200


def test_strangers_change_nothing(browse: Browse) -> None:
    before, figure = Event.objects.count(), pk("final_award.multiple")
    for name, status in (("钱工会", 403), ("覃队长", 404)):
        client = browse(name)
        for address in (f"{figure}/correct/", f"{figure}/remove/", f"{figure}/withdraw/"):
            assert client.post(f"/workbench/law/{address}", NEW).status_code == status, (name, address)
    answer = browse("李经办").get("/workbench/law/")
    assert (answer.status_code, answer.url) == (302, "/desk/")  # people of firms keep to their own channel
    assert Event.objects.count() == before


def test_groups_take_in_every_figure(browse: Browse) -> None:
    client, shown = browse("钱工会"), 0
    for group in GROUPS:
        page = client.get("/workbench/law.xlsx", {"group": group})
        shown += len(read_table(BytesIO(page.content)).rows)
    assert shown == Parameter.objects.count()
    assert {code.partition(".")[0] for code in CODES} == {word for words in GROUPS.values() for word in words}
