"""Do the pages of workers keep names and numbers masked, and do what officers do with engagements?"""

from collections.abc import Callable
from io import BytesIO

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.channels.parts.excel import read_table
from huxin.registry.actions.engagements import Terms, engage
from huxin.registry.actions.workers import About, register_worker
from huxin.registry.models import Engagement, RelationAssessment, Worker
from tests.world import RIDER, World

Browse = Callable[[str], Client]


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _page(world: World, more: str = "") -> str:
    return f"/workbench/workers/{world.rider.pk}/{more}"


def test_lists_and_pages_hold_no_name_and_no_number_in_clear(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    firm = world.firm("迅达配送").pk
    pages = [
        _text(client, place)
        for place in ("/workbench/workers/", f"/workbench/workers/?enterprise={firm}", _page(world))
    ]
    pages.append(str(read_table(BytesIO(client.get("/workbench/workers/workers.xlsx").content)).rows))
    for page in pages:
        assert "王*" in page
        assert "139****1111" in page
        for secret in RIDER.values():
            assert secret not in page
    assert "王*" not in _text(client, "/workbench/workers/?relation=A")


def test_somebody_is_found_by_his_whole_number_which_stands_in_no_address(world: World, browse: Browse) -> None:
    for text in RIDER.values():
        answer = browse("陈办案").post("/workbench/workers/find/", {"text": text})
        assert "王*" in answer.content.decode()
        assert "没有找到" in browse("杨外县").post("/workbench/workers/find/", {"text": text}).content.decode()
    assert browse("陈办案").get("/workbench/workers/find/").status_code == 405


def test_a_list_page_asks_the_database_no_more_often_for_more_rows(world: World, browse: Browse) -> None:
    client, by, area = browse("陈办案"), world.actor("陈办案"), world.area("532622")
    client.get("/workbench/workers/")
    counts = []
    for lot in range(2):
        for number in range(5):
            phone = f"1390000{lot}{number}00"
            person = register_worker(name="张小山", phone=phone, about=About(area), by=by, at=world.at)
            engage(person, world.firm("迅达配送"), Terms("delivery", area, world.at.date()), by=by, at=world.at)
        with CaptureQueriesContext(connection) as asked:
            client.get("/workbench/workers/")
        counts.append(len(asked))
        assert not any("COUNT(" in q["sql"] or "OFFSET" in q["sql"] for q in asked)
    assert counts[0] == counts[1] <= 12


def test_data_is_shown_once_for_a_purpose_and_the_page_says_who_looked(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    shown = client.post(_page(world, "reveal/"), {"purpose": "verify"}).content.decode()
    for secret in RIDER.values():
        assert secret in shown
    page = _text(client, _page(world))
    assert "谁看过完整信息" in page
    assert "用途：核对身份" in page
    assert RIDER["phone"] not in page
    assert browse("杨外县").post(_page(world, "reveal/"), {"purpose": "verify"}).status_code == 404


def test_a_worker_is_entered_engaged_changed_and_ended(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    typed = {
        "name": "张小山",
        "phone": "13900003333",
        "identity": "",
        "area": "532622",
        "rural": "yes",
        "occupation": "骑手",
    }
    place = client.post("/workbench/workers/new/", typed).url
    assert client.post("/workbench/workers/new/", typed).url == place
    worker = Worker.objects.latest("pk")
    work = {
        "enterprise": "文山捷安配送服务有限公司", "platform": "云岭快送科技有限公司", "relation": "B",
        "industry": "delivery", "area": "532622", "since": "2026-06-01",
    }  # fmt: skip
    wrong = client.post(f"{place}engagements/", work | {"enterprise": "捷安配送服务"}).content.decode()
    assert "您要找的是不是：文山捷安配送服务有限公司" in wrong
    client.post(f"{place}engagements/", work)
    row = Engagement.objects.get(worker=worker)
    client.post(f"/workbench/engagements/{row.pk}/relation/", {"relation": "A", "since": "2026-08-01", "version": "1"})
    row = Engagement.objects.get(worker=worker, valid_until=None)
    client.post(f"/workbench/engagements/{row.pk}/end/", {"until": "2026-11-01", "version": "1"})
    page = _text(client, place)
    for words in ("捷安配送", "2026-06-01 至 2026-08-01前", "2026-08-01 至 2026-11-01前", "符合确立劳动关系"):
        assert words in page, words
    edit = {"area": "532622", "rural": "no", "occupation": "快递员", "version": str(worker.version)}
    client.post(f"{place}edit/", edit)
    assert "非农村户籍" in _text(client, place)


def test_the_likely_double_is_offered_and_joined(world: World, browse: Browse) -> None:
    client, by, about = browse("陈办案"), world.actor("陈办案"), About(world.area("532622"))
    one = register_worker(name="闫小山", phone="13900003333", about=about, by=by, at=world.at)
    two = register_worker(name="阎小山", phone="13900003333", about=about, by=by, at=world.at)
    assert "手机号相同，姓名写法相近" in _text(client, f"/workbench/workers/{two.pk}/")
    assert client.post(f"/workbench/workers/{two.pk}/merge/", {"into": one.pk}).url == f"/workbench/workers/{one.pk}/"
    two.refresh_from_db()
    assert two.merged_into == one


def test_questions_lead_to_guidance_with_its_reasons(world: World, browse: Browse) -> None:
    client = browse("陈办案")
    replies = {"qualified": "yes", "managed": "yes", "own_business": "no", "time_set": "yes", "price_set": "yes"}
    page = client.post(_page(world, "assess/"), {"managed": "yes"}).content.decode()
    assert page.count("必填") > 10
    unknown = dict.fromkeys(
        ("process_controlled", "rules_followed", "continuous", "personal", "economic", "organisational"), "unknown"
    )
    answer = client.post(_page(world, "assess/"), unknown | replies | {"evidence": "排班表"})
    page = _text(client, answer.url)
    for words in ("不完全符合确立劳动关系", "不是裁决", "劳社部发〔2005〕12号", "排班表"):
        assert words in page, words
    assert RelationAssessment.objects.get().result == "B"
    assert browse("杨外县").get(answer.url).status_code == 404
