"""Do the pages about people show what each may see, and do what each may do?"""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.channels.parts.excel import read_table
from huxin.journal.models import Event
from huxin.orgs.actions.people import change_phone
from huxin.orgs.models import Membership, StandIn, User
from tests.world import BEGINNING, World

Browse = Callable[[str], Client]


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_each_sees_the_people_within_his_reach(browse: Browse) -> None:
    office, liaison = _text(browse("吴主任科员"), "/workbench/people/"), _text(browse("钱工会"), "/workbench/people/")
    assert "陈砚山" in office
    assert "唐交通" in office
    assert "孙主席" in liaison
    assert "唐交通" not in liaison


def test_a_stranger_finds_neither_person_nor_unit(world: World, browse: Browse) -> None:
    person, unit = world.user("钱工会").pk, world.org("州总工会").pk
    client = browse("赵经办")
    for address in (
        f"/workbench/people/{person}/",
        f"/workbench/organisations/{unit}/",
        f"/workbench/people/?organisation={unit}",
    ):
        assert client.get(address).status_code == 404
    assert client.get(f"/workbench/organisations/{unit}/invite/").status_code == 403


@pytest.mark.parametrize("who", ["沈商务", "赵经办", "孙主席"])
def test_buttons_of_others_do_nothing_for_strangers(world: World, browse: Browse, who: str) -> None:
    person = world.user("唐交通")
    held = Membership.objects.get(user=person)
    client, before = browse(who), Event.objects.count()
    for address, data in (
        (f"/workbench/people/{person.pk}/role/", {"organisation": held.organisation_id, "role": "clerk"}),
        (f"/workbench/people/{person.pk}/hand-over/", {"to": world.user("何监管").pk}),
        (f"/workbench/people/{person.pk}/phone/", {"purpose": "work"}),
        (f"/workbench/people/{person.pk}/deactivate/", {}),
        (f"/workbench/people/{person.pk}/renewal/", {}),
        (f"/workbench/memberships/{held.pk}/end/", {}),
        (f"/workbench/organisations/{held.organisation_id}/name/", {"name": "x", "short_name": "x"}),
        (f"/workbench/organisations/{held.organisation_id}/alias/", {"name": "x"}),
    ):
        assert client.post(address, data).status_code in (403, 404), address
    assert Event.objects.count() == before


def test_the_list_takes_the_same_queries_however_long(world: World, browse: Browse) -> None:
    client = browse("吴主任科员")
    client.get("/workbench/people/")
    counts = []
    for extra in range(2):
        for n in range(20 * extra):
            person = User.objects.create(username=f"更多{n}", name=f"更多{n}", created_at=BEGINNING)
            Membership.objects.create(user=person, organisation=world.org("州商务局"), role="clerk", since=BEGINNING)
        with CaptureQueriesContext(connection) as queries:
            client.get("/workbench/people/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    assert not any("COUNT(" in q["sql"] or "OFFSET" in q["sql"] for q in queries)


def test_the_exported_list_holds_what_the_page_shows_with_numbers_masked(world: World, browse: Browse) -> None:
    change_phone(world.user("钱工会"), phone="13800001234", by=world.actor("钱工会"), at=world.at)
    unit = world.org("州总工会").pk
    table = read_table(BytesIO(browse("吴主任科员").get(f"/workbench/people/people.xlsx?organisation={unit}").content))
    assert [row["姓名"] for _, row in table.rows] == ["钱工会", "孙主席", "蒋经办"]
    assert table.rows[0][1]["手机号"] == "138****1234"
    units = read_table(BytesIO(browse("吴主任科员").get("/workbench/organisations/organisations.xlsx").content))
    assert units.rows[0][1]["别名"].startswith("州人力资源")


def test_an_administrator_sees_a_number_once_and_the_owner_learns_of_it(world: World, browse: Browse) -> None:
    change_phone(world.user("钱工会"), phone="13800001234", by=world.actor("钱工会"), at=world.at)
    address = f"/workbench/people/{world.user('钱工会').pk}/"
    client = browse("韩管理")
    assert "13800001234" not in _text(client, address)
    assert "13800001234" in client.post(f"{address}phone/", {"purpose": "urgent"}).content.decode()
    assert "13800001234" not in _text(client, address)
    assert "州人社局 韩管理：查看完整手机号（用途：紧急事项通知）" in _text(browse("钱工会"), "/workbench/profile/")


def test_everybody_sets_where_notices_are_mailed_to_and_others_see_it_masked(world: World, browse: Browse) -> None:
    client, person = browse("钱工会"), world.user("钱工会")
    assert 'name="email"' in _text(client, "/workbench/profile/")
    assert "/workbench/profile/" in _text(client, "/workbench/notices/choices/")
    assert client.post("/workbench/profile/email/", {"email": "qian@"}).status_code == 200
    assert world.user("钱工会").email == ""
    assert client.post("/workbench/profile/email/", {"email": "qian@example.cn"}).status_code == 302
    assert world.user("钱工会").email == "qian@example.cn"
    assert "qian@" not in str(Event.objects.filter(verb="person.email_changed").values())
    assert "邮件发到 qian@example.cn" in _text(client, "/workbench/notices/choices/")
    page = _text(browse("孙主席"), f"/workbench/people/{person.pk}/")
    assert "q***@example.cn" in page
    assert "qian@" not in page
    client.post("/workbench/profile/email/", {"email": ""})
    assert world.user("钱工会").email == ""


def test_a_leader_names_who_fills_in_for_one_who_is_away(world: World, browse: Browse) -> None:
    away, colleague = world.user("钱工会"), world.user("蒋经办")
    address, day = f"/workbench/people/{away.pk}/", world.at.date()
    data = {"colleague": colleague.pk, "first": day, "last": day + timedelta(days=5), "reason": "休假"}
    assert "stand-in" not in _text(browse("蒋经办"), address)
    assert browse("蒋经办").post(f"{address}stand-in/", data).status_code == 403
    leader = browse("孙主席")
    assert f"{address}stand-in/" in _text(leader, address)
    assert leader.post(f"{address}stand-in/", data).url == address
    row = StandIn.objects.get(absent=away)
    assert row.colleague == colleague
    assert "由<strong>蒋经办</strong>代班" in _text(leader, address)
    assert browse("蒋经办").post(f"/workbench/profile/stand-in/{row.pk}/end/").status_code == 404
    assert leader.post(f"/workbench/profile/stand-in/{row.pk}/end/").url == address
    assert StandIn.objects.get(pk=row.pk).until < row.until


def test_a_role_is_given_and_ended_on_the_page_of_the_person(world: World, browse: Browse) -> None:
    client, person = browse("孙主席"), world.user("蒋经办")
    unit = world.org("州总工会")
    answer = client.post(
        f"/workbench/people/{person.pk}/role/", {"organisation": unit.pk, "role": "registrar", "post": "文书"}
    )
    assert answer.url == f"/workbench/people/{person.pk}/"
    held = Membership.objects.get(user=person, role="registrar", until=None)
    client.post(f"/workbench/memberships/{held.pk}/end/")
    assert not Membership.objects.filter(user=person, role="registrar", until=None).exists()


def test_work_is_handed_over_to_officials_told_apart_by_their_units(world: World, browse: Browse) -> None:
    page = browse("韩管理").get(f"/workbench/people/{world.user('钱工会').pk}/").content.decode()
    assert "蒋经办（州总工会）" in page
    assert "李经办（" not in page, "nobody of a firm"
    assert "王师傅（" not in page, "no worker"


def test_a_refusal_keeps_what_was_chosen(world: World, browse: Browse) -> None:
    person, unit = world.user("钱工会"), world.org("州总工会")
    data = {"organisation": unit.pk, "role": "liaison", "post": "专干"}
    page = browse("孙主席").post(f"/workbench/people/{person.pk}/role/", data).content.decode()
    assert "已经担任这个角色" in page
    assert 'value="专干"' in page


def test_the_letter_is_printed_once_and_its_code_is_in_no_address(world: World, browse: Browse) -> None:
    unit = world.org("州总工会")
    client = browse("孙主席")
    form = _text(client, f"/workbench/organisations/{unit.pk}/invite/")
    assert "系统管理员" not in form
    data = {"name": "新同志", "post": "科员", "role": "clerk"}
    letter = client.post(f"/workbench/organisations/{unit.pk}/invite/", data)
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", letter.content.decode())
    assert code is not None
    assert letter.status_code == 200
    assert "data:image/svg+xml;base64," in letter.content.decode()
    assert code[0] not in _text(client, f"/workbench/organisations/{unit.pk}/")
    assert "新同志" in _text(client, f"/workbench/organisations/{unit.pk}/")


def test_a_role_beyond_the_inviter_is_no_choice(world: World, browse: Browse) -> None:
    unit = world.org("州总工会")
    data = {"name": "新同志", "role": "administrator"}
    page = browse("孙主席").post(f"/workbench/organisations/{unit.pk}/invite/", data).content.decode()
    assert "选择一个有效的选项" in page


def test_a_colleague_is_named_to_fill_in_and_the_head_of_every_page_says_so(world: World, browse: Browse) -> None:
    client = browse("孙主席")
    data = {"colleague": world.user("钱工会").pk, "first": "2020-01-01", "last": "2099-12-31", "reason": "培训"}
    assert client.post("/workbench/profile/stand-in/", data).url == "/workbench/profile/"
    assert "代孙主席" in _text(browse("钱工会"), "/workbench/")
    row = world.user("孙主席").stand_ins.get()
    assert browse("蒋经办").post(f"/workbench/profile/stand-in/{row.pk}/end/").status_code == 404
    client.post(f"/workbench/profile/stand-in/{row.pk}/end/")
    assert "代孙主席" not in _text(browse("钱工会"), "/workbench/")
    turned = client.post("/workbench/profile/stand-in/", data | {"last": "2019-12-31"})
    assert "最后一天不能早于第一天" in turned.content.decode()


def test_names_with_markup_are_shown_as_text(world: World, browse: Browse) -> None:
    User.objects.filter(username="钱工会").update(name="<img src=x>")
    for who, address in (
        ("孙主席", "/workbench/people/"),
        ("钱工会", "/workbench/"),
        ("孙主席", "/workbench/profile/"),
    ):
        assert "<img src=x>" not in _text(browse(who), address)
