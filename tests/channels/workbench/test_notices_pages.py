"""Does a person see what he was told, and choose how?"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.notices.models import Hook, Notice, Preference
from huxin.notices.telling import tell
from huxin.orgs.models import User
from tests.world import AT, World

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
Browse = Callable[[str], Client]


def told(world: World, name: str, number: int = 1, start: int = 0) -> None:
    person = world.user(name)
    for n in range(start, start + number):
        text = f"第{n}件<b>事</b>"
        tell("term.soon", [person.pk], person, text=text, once=str(n), org_path="", at=AT)


def test_the_bell_counts_what_is_unread_on_every_page(browse: Browse, world: World) -> None:
    client = browse("钱工会")
    assert 'aria-label="提醒"' in client.get("/workbench/").content.decode()
    told(world, "钱工会", 3)
    assert 'aria-label="提醒，3条未读"' in client.get("/workbench/").content.decode()
    assert 'aria-label="提醒"' in browse("孙主席").get("/workbench/").content.decode()


def test_the_list_shows_one_s_own_and_escapes_them(browse: Browse, world: World) -> None:
    told(world, "钱工会")
    page = browse("钱工会").get("/workbench/notices/").content.decode()
    assert "第0件&lt;b&gt;事&lt;/b&gt;" in page
    assert "第0件" not in browse("孙主席").get("/workbench/notices/").content.decode()


def test_the_list_is_paged_by_key_and_costs_the_same_however_long(browse: Browse, world: World) -> None:
    client = browse("钱工会")
    told(world, "钱工会", 20)
    client.get("/workbench/notices/")
    with CaptureQueriesContext(connection) as few:
        client.get("/workbench/notices/")
    told(world, "钱工会", 60, start=20)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/workbench/notices/")
    assert len(many) == len(few) <= 12
    assert not [q for q in many.captured_queries if "COUNT(" in q["sql"] or "OFFSET" in q["sql"]]
    assert len(client.get(f"/workbench/notices/?cursor={page.context['page'].next}").context["lines"]) == 30


def test_opening_a_notice_leads_to_its_thing_and_marks_it_read(browse: Browse, world: World) -> None:
    told(world, "钱工会")
    notice = Notice.objects.get()
    answer = browse("钱工会").get(f"/workbench/notices/{notice.pk}/")
    assert answer["Location"] == f"/workbench/people/{world.user('钱工会').pk}/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert browse("孙主席").get(f"/workbench/notices/{notice.pk}/").status_code == 404


def test_a_thing_one_may_no_longer_open_is_said_so(browse: Browse, world: World) -> None:
    told(world, "钱工会")
    Notice.objects.update(subject_id=world.user("陈砚山").pk)
    page = browse("钱工会").get(f"/workbench/notices/{Notice.objects.get().pk}/", follow=True)
    assert "不再在您的查看范围内" in page.content.decode()


def test_all_are_marked_read_at_once(browse: Browse, world: World) -> None:
    told(world, "钱工会", 3)
    browse("钱工会").post("/workbench/notices/read/")
    assert not Notice.objects.filter(read_at=None).exists()
    assert "没有未读的提醒" in browse("钱工会").get("/workbench/notices/?show=unread").content.decode()


def test_one_chooses_rule_by_rule_and_sees_only_rules_that_concern_one(browse: Browse, world: World) -> None:
    client = browse("钱工会")
    page = client.get("/workbench/notices/choices/")
    assert "您还没有登记工作邮箱" in page.content.decode()
    fields = page.context["form"].fields
    assert "system.trouble" not in fields
    client.post("/workbench/notices/choices/", {code: "never" if code == "term.soon" else "daily" for code in fields})
    assert list(Preference.objects.values_list("rule", "how")) == [("term.soon", "never")]


def test_a_choice_that_makes_no_sense_is_refused(browse: Browse) -> None:
    page = browse("钱工会").post("/workbench/notices/choices/", {"term.soon": "hourly"})
    assert page.status_code == 200
    assert not Preference.objects.exists()


def test_the_address_is_shown_to_oneself(browse: Browse, world: World) -> None:
    User.objects.filter(pk=world.user("钱工会").pk).update(email="union@example.invalid")
    assert "union@example.invalid" in browse("钱工会").get("/workbench/notices/choices/").content.decode()


def test_a_leader_registers_a_robot_whose_address_is_not_shown_again(browse: Browse, world: World) -> None:
    client, unit = browse("孙主席"), world.org("州总工会")
    page = client.post(
        "/workbench/notices/hooks/", {"organisation": unit.pk, "name": "工会群", "url": "https://chat.example.invalid/s3cr3t"},
        follow=True,
    ).content.decode()  # fmt: skip
    assert "工会群" in page
    assert "s3cr3t" not in page
    robot = Hook.objects.get()
    client.post(f"/workbench/notices/hooks/{robot.pk}/switch/")
    robot.refresh_from_db()
    assert robot.active is False
    assert browse("钱工会").get("/workbench/notices/hooks/").status_code == 403
    assert browse("罗副县长").post(f"/workbench/notices/hooks/{robot.pk}/switch/").status_code == 404
    assert "工会群" not in browse("罗副县长").get("/workbench/notices/hooks/").content.decode()


def test_a_wrong_address_stands_on_the_page_with_what_was_typed(browse: Browse, world: World) -> None:
    given = {"organisation": world.org("州总工会").pk, "name": "工会群", "url": "http://127.0.0.1/"}
    page = browse("孙主席").post("/workbench/notices/hooks/", given).content.decode()
    assert "看不懂这个机器人地址" in page
    assert "工会群" in page


@pytest.mark.parametrize("path", ["", "choices/", "hooks/"])
def test_who_is_not_logged_in_is_asked_to(path: str, client: Client, world: World) -> None:
    assert client.get(f"/workbench/notices/{path}").status_code == 302
