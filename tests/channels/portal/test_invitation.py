"""Does the front door open, and does a letter lead to an account?"""

from django.test import Client

from huxin.orgs.actions.invitations import invite, offer_renewal
from huxin.orgs.models import User
from tests.world import World

GOOD = "four quiet horses"


def _code(world: World) -> str:
    return invite(world.org("州总工会"), role="clerk", name="新同志", by=world.actor("孙主席"), at=world.at)[1]


def test_the_front_door_is_open_to_everybody(world: World) -> None:
    page = Client().get("/").content.decode()
    assert "登录工作台" in page
    assert "/invitation/" in page


def test_the_code_leads_to_a_form_with_ones_own_name(world: World) -> None:
    page = Client().post("/invitation/", {"code": _code(world)}).content.decode()
    assert "新同志，您好" in page
    assert "承办人员" in page


def test_a_wrong_code_stays_in_its_field(world: World) -> None:
    page = Client().post("/invitation/", {"code": "K7QM-2XW9"}).content.decode()
    assert "不完整或有误" in page
    assert "K7QM-2XW9" in page


def test_two_different_passwords_are_refused_and_the_name_kept(world: World) -> None:
    data = {"code": _code(world), "username": "新来的", "password": GOOD, "again": "another one"}
    page = Client().post("/invitation/", data).content.decode()
    assert "两次输入的密码不一样" in page
    assert 'value="新来的"' in page
    assert GOOD not in page
    assert not User.objects.filter(username="新来的").exists()


def test_an_account_is_opened_and_led_to_log_in(world: World) -> None:
    client = Client()
    data = {"code": _code(world), "username": "新来的", "password": GOOD, "again": GOOD}
    assert client.post("/invitation/", data).url == "/account/login/"
    assert "新来的" in client.get("/account/login/").content.decode()
    assert world.user("新来的").name == "新同志"


def test_people_of_firms_are_not_told_of_a_second_factor(world: World) -> None:
    firm = world.org("迅达配送")
    code = invite(firm, role="enterprise_hr", name="同事", by=world.actor("莫代表"), at=world.at)[1]
    client = Client()
    client.post("/invitation/", {"code": code, "username": "新同事", "password": GOOD, "again": GOOD})
    page = client.get("/account/login/").content.decode()
    assert "新同事" in page
    assert "两步验证" not in page


def test_a_letter_of_renewal_asks_for_a_password_alone(world: World) -> None:
    code = offer_renewal(world.user("钱工会"), by=world.actor("孙主席"), at=world.at)[1]
    client = Client()
    assert 'name="username"' not in client.post("/invitation/", {"code": code}).content.decode()
    assert client.post("/invitation/", {"code": code, "password": GOOD, "again": GOOD}).url == "/account/login/"
    assert world.user("钱工会").check_password(GOOD)
