"""Does a worker come in by the code on his phone, and nobody else, however much he guesses or floods?"""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huxin.base.errors import NotPossible
from huxin.channels.parts import middleware
from huxin.channels.portal import log_in
from huxin.journal.models import Event
from huxin.orgs.models import Membership, User
from huxin.orgs.personal import digest
from huxin.registry.actions.log_in import DAILY, HOURLY, TERM, TRIES, ask_code, come_in, prove_phone, returning
from huxin.registry.models import PhoneCode, Worker
from tests.world import AT, RIDER, World

PHONE, OTHER = RIDER["phone"], "13900002222"


class Phones:
    """What arrived, on which phone."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        self.texts.append((phone, text))

    @property
    def code(self) -> str:
        found = re.search(r"验证码(\d{6})", self.texts[-1][1])
        assert found
        return found[1]


@pytest.fixture
def phones(monkeypatch: pytest.MonkeyPatch) -> Phones:
    made = Phones()
    monkeypatch.setattr(log_in, "send_sms", made.send)
    return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    now = [AT]
    for clock in (timezone, middleware.timezone):
        monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


def asked(client: Client, phones: Phones, phone: str = PHONE) -> str:
    assert client.post("/me/log-in/", {"phone": phone}).url == "/me/log-in/code/"
    return phones.code


def entered(client: Client, phones: Phones, name: str = "王大山", phone: str = PHONE) -> str:
    code = asked(client, phones, phone)
    answer = client.post("/me/log-in/code/", {"code": code})
    if answer.url == "/me/log-in/name/":
        answer = client.post(answer.url, {"himself": "yes", "name": name, "area": "532622"})
    return str(answer.url)


def test_the_rider_is_found_by_number_and_name(world: World, phones: Phones) -> None:
    client = Client()
    assert entered(client, phones) == "/me/"
    assert client.session["_auth_user_id"] == str(world.rider.user_id)
    assert Event.objects.filter(verb="account.logged_in").exists()


def test_who_was_here_lately_needs_no_name_and_after_three_months_again(
    world: World, phones: Phones, clock: list[datetime]
) -> None:
    entered(Client(), phones)
    clock[0] += timedelta(days=30)
    second = Client()
    code = asked(second, phones)
    assert second.post("/me/log-in/code/", {"code": code}).url == "/me/"
    clock[0] += timedelta(days=91)
    third = Client()
    code = asked(third, phones)
    assert third.post("/me/log-in/code/", {"code": code}).url == "/me/log-in/name/"


def test_the_next_owner_of_a_number_gets_an_account_of_his_own(world: World, phones: Phones) -> None:
    client = Client()
    entered(client, phones, name="赵小海")
    mine = Worker.objects.get(user=client.session["_auth_user_id"])
    assert mine != world.rider
    assert mine.user
    assert mine.user.name == "赵*"
    assert [m.role for m in Membership.objects.filter(user=mine.user)] == ["worker"]
    assert not mine.user.has_usable_password()


def test_an_unknown_number_is_answered_as_a_known_one(world: World, phones: Phones) -> None:
    pages = []
    for phone in (PHONE, OTHER):
        client = Client()
        asked(client, phones, phone)
        pages.append(client.get("/me/log-in/code/").content.decode().replace(phone[-4:], ""))
    cleaned = [re.sub(r"(token|CSRFToken)[^>]+>", "", page) for page in pages]
    assert cleaned[0] == cleaned[1]


def test_a_wrong_code_a_late_one_and_none_at_all_sound_the_same(world: World) -> None:
    code = ask_code(PHONE, at=AT)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    said = set()
    for phone, typed, at in ((PHONE, wrong, AT), (PHONE, code, AT + TERM), (OTHER, code, AT)):
        with pytest.raises(NotPossible) as refused:
            prove_phone(phone, typed, at=at)
        said.add(refused.value.reason)
    assert len(said) == 1
    prove_phone(PHONE, code, at=AT + TERM - timedelta(seconds=1))


def test_a_code_is_good_once_and_after_five_wrong_tries_not_at_all(world: World) -> None:
    code = ask_code(PHONE, at=AT)
    prove_phone(PHONE, code, at=AT)
    with pytest.raises(NotPossible):
        prove_phone(PHONE, code, at=AT)
    code = ask_code(OTHER, at=AT)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(TRIES):
        with pytest.raises(NotPossible):
            prove_phone(OTHER, wrong, at=AT)
    with pytest.raises(NotPossible):
        prove_phone(OTHER, code, at=AT)


def test_a_new_code_ends_the_one_before(world: World) -> None:
    first = ask_code(PHONE, at=AT)
    second = ask_code(PHONE, at=AT + timedelta(minutes=1))
    if first != second:
        with pytest.raises(NotPossible):
            prove_phone(PHONE, first, at=AT + timedelta(minutes=1))
    prove_phone(PHONE, second, at=AT + timedelta(minutes=1))


def test_a_phone_is_not_flooded(world: World) -> None:
    ask_code(PHONE, at=AT)
    with pytest.raises(NotPossible, match="1分钟后"):
        ask_code(PHONE, at=AT + timedelta(seconds=30))
    at = AT
    for _ in range(HOURLY - 1):
        at += timedelta(minutes=2)
        ask_code(PHONE, at=at)
    with pytest.raises(NotPossible, match="1小时后"):
        ask_code(PHONE, at=at + timedelta(minutes=2))
    for _ in range(DAILY - HOURLY):
        at += timedelta(hours=2)
        ask_code(PHONE, at=at)
    with pytest.raises(NotPossible, match="明天再试"):
        ask_code(PHONE, at=at + timedelta(hours=2))
    ask_code(OTHER, at=at)


def test_one_address_floods_nobody(world: World, phones: Phones, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sms": "30/h/ip"}
    client = Client()
    for n in range(31):
        page = client.post("/me/log-in/", {"phone": f"139000030{n:02}"})
    assert "操作得太频繁" in page.content.decode()
    assert len(phones.texts) == 30


def test_neither_number_nor_code_stands_in_the_database(world: World) -> None:
    code = ask_code(OTHER, at=AT)
    row = PhoneCode.objects.get()
    assert OTHER not in str(vars(row))
    assert code not in row.code_digest
    assert [event.data for event in Event.objects.filter(verb="account.code_asked")] == [{}]


def test_staff_do_not_come_in_by_a_code(world: World) -> None:
    Worker.objects.filter(pk=world.rider.pk).update(user=world.user("陈办案"))
    User.objects.filter(username="陈办案").update(last_login=AT)
    assert returning(PHONE, at=AT) is None
    with pytest.raises(NotPossible, match="不能用手机验证码登录"):
        come_in(PHONE, name="王大山", area=world.area("532622"), at=AT)


def test_a_closed_account_stays_closed(world: World, phones: Phones) -> None:
    User.objects.filter(username="王师傅").update(is_active=False)
    client = Client()
    code = asked(client, phones)
    client.post("/me/log-in/code/", {"code": code})
    page = client.post("/me/log-in/name/", {"himself": "yes", "name": "王大山", "area": "532622"}).content.decode()
    assert "不能用手机验证码登录" in page


def test_the_name_is_asked_only_of_who_has_proved_the_number(db: None, phones: Phones) -> None:
    client = Client()
    assert client.get("/me/log-in/name/").url == "/me/log-in/"
    assert client.get("/me/log-in/code/").url == "/me/log-in/"
    asked(client, phones)
    assert client.post("/me/log-in/name/", {"himself": "yes", "name": "王大山", "area": "532622"}).url == "/me/log-in/"


def test_the_own_page_leads_to_the_entrance_and_back(world: World, phones: Phones) -> None:
    client = Client()
    way = client.get("/me/").url
    assert way == "/me/log-in/?next=/me/"
    client.get(way)
    assert entered(client, phones) == "/me/"


def test_nobody_is_led_to_another_site(world: World, phones: Phones) -> None:
    client = Client()
    client.get("/me/log-in/?next=https://elsewhere.example/")
    assert entered(client, phones) == "/me/"


def test_a_way_back_that_leads_nowhere_stops_nobody(world: World, phones: Phones) -> None:
    client = Client()
    client.get("/me/log-in/?next=nowhere")
    assert entered(client, phones) == "nowhere"


@pytest.mark.parametrize(
    ("step", "given", "says"),
    [("/me/log-in/", {"phone": "123"}, "手机号应为11位数字"), ("/me/log-in/code/", {"code": "12"}, "验证码是6位数字")],
)
def test_what_is_wrong_is_said(world: World, phones: Phones, step: str, given: dict[str, Any], says: str) -> None:
    client = Client()
    asked(client, phones)
    assert says in client.post(step, given).content.decode()


def test_a_public_site_without_gateway_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECURE", True)
    page = Client().get("/me/log-in/").content.decode()
    assert "还没有开通短信" in page


@pytest.mark.parametrize("name", ["陈办案", "李经办"])
def test_officers_and_people_of_firms_never_come_in_by_a_code_alone(
    world: World, phones: Phones, name: str
) -> None:  # fmt: skip
    user = world.user(name)
    User.objects.filter(pk=user.pk).update(phone_digest=digest("phone", OTHER))
    client, before = Client(), User.objects.count()
    code = asked(client, phones, OTHER)
    assert client.post("/me/log-in/code/", {"code": code}).url == "/me/log-in/name/"
    page = client.post("/me/log-in/name/", {"himself": "yes", "name": "王大山", "area": "532622"}).content.decode()
    assert "不能用验证码登录" in page
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before
    assert not Worker.objects.filter(phone_digest=digest("phone", OTHER)).exists()


def test_the_number_of_an_account_that_was_closed_is_free_again(world: World, phones: Phones) -> None:
    user = world.user("陈办案")
    User.objects.filter(pk=user.pk).update(phone_digest=digest("phone", OTHER), is_active=False)
    assert entered(Client(), phones, name="赵小海", phone=OTHER) == "/me/"
