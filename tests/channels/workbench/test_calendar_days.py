"""Does next year's notice get in by pasting it, and only through the right hands?"""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from django.test import Client

from huxin.channels.parts.excel import read_table
from huxin.journal.models import Event
from huxin.law.calendar import calendar_for
from tests.world import World

Browse = Callable[[str], Client]
NOTICE = {
    "year": "2027",
    "document_no": "国办发明电〔2026〕1号",
    "text": "元旦：1月1日（周五）至3日（周日）放假，共3天。\r\n"
    "国庆节：10月1日至7日放假调休，共7天。10月9日（周六）上班。",
}


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_year_that_is_not_announced_says_what_that_means(browse: Browse) -> None:
    coming = _text(browse("钱工会"), "/workbench/calendar/2027/")
    assert "尚未录入" in coming
    assert "法定节日推算（《全国年节及纪念日放假办法》" in coming
    assert "10月1日（星期五）至10月3日（星期日），共3天" in coming  # by law, before any notice
    page = _text(browse("钱工会"), "/workbench/calendar/2026/")
    assert "国办发明电" in page
    assert "录入放假通知" not in page


def test_the_notice_is_looked_at_first_and_entered_when_confirmed(browse: Browse) -> None:
    client = browse("韩管理")
    page = client.post("/workbench/calendar/announce/", NOTICE).content.decode()
    assert "2027年10月9日" in page
    assert 2027 not in calendar_for("532600").announced
    assert (
        client.post("/workbench/calendar/announce/", NOTICE | {"confirmed": "yes"}).url == "/workbench/calendar/2027/"
    )
    calendar = calendar_for("532600")
    assert 2027 in calendar.announced
    assert calendar.is_working(date(2027, 10, 9))
    table = read_table(BytesIO(client.get("/workbench/calendar/2027/calendar.xlsx").content))
    assert len(table.rows) == 11


def test_a_text_without_days_keeps_what_was_pasted(browse: Browse) -> None:
    page = (
        browse("韩管理").post("/workbench/calendar/announce/", NOTICE | {"text": "放假安排另行通知"}).content.decode()
    )
    assert "没有读到放假日期" in page
    assert "放假安排另行通知" in page


def test_a_local_day_counts_in_its_area_alone_and_can_be_taken_out(browse: Browse) -> None:
    client, day = browse("韩管理"), date(2026, 4, 1)
    data = {"area": "532600", "day": "2026-04-01", "name": "纪念日", "source": "州政府办通知"}
    assert client.post("/workbench/calendar/local/", data).url == "/workbench/calendar/2026/"
    assert not calendar_for("532622").is_working(day)
    assert calendar_for("530000").is_working(day)
    assert "纪念日" in _text(browse("陈砚山"), "/workbench/calendar/2026/")
    client.post("/workbench/calendar/local/532600/2026-04-01/remove/")
    assert calendar_for("532600").is_working(day)


def test_strangers_change_no_day(world: World, browse: Browse) -> None:
    client, before = browse("吴主任科员"), Event.objects.count()
    for address in (
        "/workbench/calendar/announce/",
        "/workbench/calendar/local/",
        "/workbench/calendar/local/532600/2026-01-01/remove/",
    ):
        assert client.post(address, NOTICE | {"confirmed": "yes"}).status_code == 403
    assert Event.objects.count() == before
    assert browse("韩管理").post("/workbench/calendar/local/532600/never/remove/").status_code == 404
    assert browse("韩管理").post("/workbench/calendar/local/530000/2026-01-01/remove/").status_code == 404
