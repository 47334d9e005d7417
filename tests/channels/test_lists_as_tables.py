"""Does every list leave as a table, by the filters of its page?"""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.test import Client

from huxin.channels.parts import excel
from huxin.channels.parts.excel import columns, export, read_table
from huxin.notices.models import Notice
from huxin.orgs.actions.invitations import invite
from tests.world import AT, World

Browse = Callable[[str], Client]
LISTS = (
    ("吴主任科员", "/workbench/plans/", "方案"),
    ("吴主任科员", "/workbench/notices/", "提醒"),
    ("郑主任", "/workbench/papers/series/", "字号样式"),
    ("吴主任科员", "/workbench/findings/", "劳动者代号"),
    ("吴主任科员", "/workbench/deliveries/", "回执号"),
    ("吴主任科员", "/workbench/trials/", "假设的数值"),
    ("覃队长", "/workbench/admissions/", "统一社会信用代码"),
    ("覃队长", "/workbench/sightings/", "名称"),
    ("覃队长", "/workbench/claims/", "账号"),
    ("覃队长", "/workbench/replies/", "内容"),
    ("韩管理", "/workbench/jurisdiction/", "承办单位"),
    ("钱工会", "/workbench/assistance/", "来自"),
    ("莫代表", "/desk/workers/", "用工关系"),
    ("莫代表", "/desk/papers/", "发文字号"),
    ("莫代表", "/desk/deliveries/", "回执号"),
    ("莫代表", "/desk/findings/", "劳动者代号"),
    ("莫代表", "/desk/cases/", "案件编号"),
    ("莫代表", "/desk/claims/", "账号"),
    ("莫代表", "/desk/people/", "角色"),
    ("莫代表", "/desk/notices/", "提醒"),
    ("莫代表", "/desk/keys/", "末四位"),
    ("吴主任科员", "/workbench/deliveries/reporters/", "次月期限（日）"),
    ("覃队长", "/workbench/cases/load/", "承办人"),
    ("韩管理", "/workbench/notices/hooks/", "群名称"),
)


@pytest.mark.parametrize(("who", "address", "heading"), LISTS)
def test_every_list_leaves_as_a_table(browse: Browse, who: str, address: str, heading: str) -> None:
    answer = browse(who).get(f"{address}?excel=yes")
    assert answer.status_code == 200
    assert answer["Content-Type"] == excel.TYPE
    assert heading in read_table(BytesIO(answer.content)).headings


def test_the_table_holds_what_the_filters_of_the_page_leave_and_the_page_leads_to_it(
    world: World, browse: Browse
) -> None:
    told = {"user": world.user("钱工会"), "rule": "report.due", "created_at": AT}
    Notice.objects.create(text="=1+1", once="1", **told)
    Notice.objects.create(text="已经看过", once="2", read_at=AT, **told)
    client = browse("钱工会")
    assert "?show=unread&amp;excel=yes" in client.get("/workbench/notices/?show=unread").content.decode()
    table = read_table(BytesIO(client.get("/workbench/notices/?show=unread&excel=yes").content))
    assert [row["提醒"] for _, row in table.rows] == ["=1+1"]


def test_a_column_reads_a_dotted_name_as_a_template_does() -> None:
    row = (SimpleNamespace(unit=SimpleNamespace(name="州总工会"), parent=None, words=lambda: "办理中"), 3)
    told = columns(("单位", "0.unit.name", 9), ("上级", "0.parent.title", 9), ("状态", "0.words", 9), ("数", "1", 9))
    assert [column.get(row) for column in told] == ["州总工会", None, "办理中", 3]
    assert read_table(BytesIO(export("表", told, [row]).content)).rows[0][1]["数"] == 3


def test_open_invitations_and_what_is_due_leave_as_tables_of_their_own(world: World, browse: Browse) -> None:
    firm, unit = world.firm("迅达配送"), world.org("州总工会")
    by = world.actor("韩管理")
    invite(unit, role="liaison", name="邀联络", by=by, at=AT)
    invite(firm.organisation, role="enterprise_hr", name="邀同事", by=world.actor("莫代表"), at=AT)
    asked = (
        ("韩管理", f"/workbench/organisations/{unit.pk}/", "invitations", "邀联络"),
        ("莫代表", "/desk/people/", "invitations", "邀同事"),
        ("覃队长", f"/workbench/enterprises/{firm.pk}/", "invitations", "邀同事"),
    )
    for who, address, which, name in asked:
        client = browse(who)
        assert f"?excel={which}" in client.get(address).content.decode(), address
        table = read_table(BytesIO(client.get(f"{address}?excel={which}").content))
        assert [row["姓名"] for _, row in table.rows] == [name]
    answer = browse("钱工会").get(f"/workbench/organisations/{unit.pk}/?excel=invitations")
    assert read_table(BytesIO(answer.content)).rows == []
    for who, address in (("吴主任科员", "/workbench/deliveries/"), ("莫代表", "/desk/deliveries/")):
        assert "期限" in read_table(BytesIO(browse(who).get(f"{address}?excel=due").content)).headings
