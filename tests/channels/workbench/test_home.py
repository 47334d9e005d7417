"""Does the home page say what is mine, by when, in words and signs?"""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client

from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.excel import read_table
from huxin.orgs.models import Membership
from huxin.work import todos
from huxin.work.todos import Todo
from tests.work.offering import offering
from tests.world import AT, World

Browse = Callable[[str], Client]


@pytest.fixture
def _some(monkeypatch: pytest.MonkeyPatch) -> None:
    today = AT.date()
    lines = [
        Todo("补报半年报告", "/workbench/a/", today - timedelta(days=2), "报告", "州总工会", "退回修改"),
        Todo("签收提示函", "/workbench/b/", today, "签收", "州人社局"),
        Todo("全年总结", "/workbench/c/", today + timedelta(days=40), "报告"),
        Todo("更新名单", "/workbench/d/", None, "席位"),
    ]
    monkeypatch.setattr(todos, "OFFERS", [offering(*lines)])


def test_an_empty_day_says_so_and_where_to_go(monkeypatch: pytest.MonkeyPatch, browse: Browse) -> None:
    monkeypatch.setattr(todos, "OFFERS", [])
    page = browse("钱工会").get("/workbench/").content.decode()
    assert "现在没有待办" in page
    assert "人员单位" in page


@pytest.mark.usefixtures("_some")
def test_what_is_late_stands_first_with_sign_and_words(browse: Browse) -> None:
    page = browse("钱工会").get("/workbench/").content.decode()
    places = [page.index(words) for words in ("已超期", "补报半年报告", "签收提示函", "全年总结", "更新名单")]
    assert places == sorted(places)
    assert '<span class="lamp lamp-late">超期2天</span>' in page
    assert '<span class="lamp lamp-near">今天到期</span>' in page
    assert "退回修改" in page


@pytest.mark.usefixtures("_some")
def test_the_list_leaves_as_a_table(browse: Browse) -> None:
    table = read_table(BytesIO(browse("钱工会").get("/workbench/todo.xlsx").content))
    assert [row["事项"] for _, row in table.rows] == ["补报半年报告", "签收提示函", "全年总结", "更新名单"]
    assert table.rows[0][1]["时限情况"] == "超期2天"


def test_a_day_that_holidays_announced_later_may_move_is_marked(
    monkeypatch: pytest.MonkeyPatch, browse: Browse
) -> None:
    far = date(AT.year + 3, 6, 10)
    both = Todo("报送", "/workbench/a/", far, "报告", by_calendar=True), Todo("开会", "/workbench/b/", far, "会议")
    monkeypatch.setattr(todos, "OFFERS", [offering(*both)])
    assert browse("钱工会").get("/workbench/").content.decode().count("（暂定）") == 1
    table = read_table(BytesIO(browse("钱工会").get("/workbench/todo.xlsx").content))
    assert ["（暂定）" in row["时限情况"] for _, row in table.rows] == [True, False]


def test_working_days_are_those_of_the_place_of_work(world: World) -> None:
    calendar = calendar_of(world.actor("陈砚山"))
    assert due(world.at.date() + timedelta(days=3), world.at, calendar).words == "还剩3个工作日"
    assert due(world.at.date() + timedelta(days=5), world.at, calendar).words == "还剩4个工作日"
    assert due(None, world.at, calendar).tone == "plain"


def test_large_letters_are_remembered(browse: Browse) -> None:
    client = browse("钱工会")
    assert 'class="large"' not in client.get("/workbench/").content.decode()
    assert client.post("/letters/", {"back": "/workbench/"}).url == "/workbench/"
    assert 'class="large"' in client.get("/workbench/").content.decode()
    assert client.post("/letters/", {"back": "https://evil.example/"}).url == "/"
    assert client.post("/letters/", {"back": "nowhere"}).url == "nowhere"


def test_the_menu_shows_what_one_may_and_marks_where_one_is(browse: Browse) -> None:
    page = browse("钱工会").get("/workbench/organisations/").content.decode()
    assert page.count('aria-current="page"') == 2  # the entry of the menu, and the tab
    assert "人员单位" not in browse("冯审计").get("/workbench/").content.decode()


def test_a_new_installation_says_where_to_begin(monkeypatch: pytest.MonkeyPatch, browse: Browse) -> None:
    monkeypatch.setattr(todos, "OFFERS", [])
    assert "/workbench/plans/upload/" in browse("吴主任科员").get("/workbench/").content.decode()
    administrator = browse("韩管理")
    assert "先请同事开通账号" not in administrator.get("/workbench/").content.decode()
    Membership.objects.exclude(user__username="韩管理").update(until=AT)
    page = administrator.get("/workbench/").content.decode()
    own = Membership.objects.get(user__username="韩管理").organisation_id
    assert "先请同事开通账号" in page
    assert f"/workbench/organisations/{own}/invite/" in page
