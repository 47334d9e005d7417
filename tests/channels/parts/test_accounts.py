"""Is logging in noted, throttled, of two steps, and in Chinese?"""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from huxin.channels.parts.templatetags.parts import device
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from tests.world import PASSWORD, World

LOGIN = "/account/login/"


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def test_logging_in_takes_the_password_and_then_the_code(world: World) -> None:
    secret = generate_totp_secret()
    TOTP.activate(world.user("钱工会"), secret)
    client = Client()
    assert client.post(LOGIN, {"login": "钱工会", "password": PASSWORD}).url == "/account/2fa/authenticate/"
    assert client.get("/workbench/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": _code(secret)}).url == "/workbench/"
    assert client.get("/workbench/").status_code == 200
    last = Event.objects.latest("pk")
    assert (last.verb, last.actor_name, last.organisation) == ("account.logged_in", "钱工会", "州总工会")


def test_the_secret_of_the_second_factor_is_encrypted(world: World) -> None:
    secret = generate_totp_secret()
    TOTP.activate(world.user("钱工会"), secret)
    assert secret not in str(Authenticator.objects.get(user=world.user("钱工会")).data)


def test_on_the_first_day_one_sets_up_the_second_factor_without_the_password_again(world: World) -> None:
    client = Client()
    client.post(LOGIN, {"login": "钱工会", "password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    answer = client.post("/account/2fa/totp/activate/", {"code": _code(client.session["mfa.totp.secret"])})
    assert answer.url == "/account/2fa/recovery-codes/"
    assert client.get("/workbench/").status_code == 200


def test_a_failed_log_in_is_noted_without_what_was_typed(world: World) -> None:
    client = Client()
    client.post(LOGIN, {"login": "钱工会", "password": "typed by mistake"})
    client.post(LOGIN, {"login": "my-password-in-the-wrong-field", "password": "x"})
    known, unknown = Event.objects.filter(verb="account.login_failed").order_by("pk")
    assert [s.subject_id for s in known.subjects.all()] == [world.user("钱工会").pk]
    assert not unknown.subjects.exists()
    everything = str(list(Event.objects.values()))
    assert "typed by mistake" not in everything
    assert "my-password" not in everything
    assert sentence(known).startswith("登录失败")


def test_a_wrong_code_of_the_second_factor_is_noted_too(world: World) -> None:
    person, secret = world.user("钱工会"), generate_totp_secret()
    TOTP.activate(person, secret)
    client = Client()
    client.post(LOGIN, {"login": "钱工会", "password": PASSWORD})
    wrong = str((int(_code(secret)) + 500_000) % 1_000_000).zfill(6)
    client.post("/account/2fa/authenticate/", {"code": wrong})
    (failed,) = Event.objects.filter(verb="account.login_failed")
    assert [s.subject_id for s in failed.subjects.all()] == [person.pk]
    assert wrong not in str(list(Event.objects.values()))
    client.post("/account/2fa/authenticate/", {"code": _code(secret)})
    assert client.get("/workbench/").status_code == 200


def test_a_code_opens_once_as_long_as_it_is_good(world: World) -> None:
    secret = generate_totp_secret()
    bound = TOTP.activate(world.user("钱工会"), secret)
    code = _code(secret)
    for typed, opens in ((code, True), (f"{code[:3]} {code[3:]}", False)):
        client = Client()
        client.post(LOGIN, {"login": "钱工会", "password": PASSWORD})
        answer = client.post("/account/2fa/authenticate/", {"code": typed})
        assert (answer.status_code == 302) is opens
        cache.delete(bound._get_used_cache_key(code))  # allauth forgets it before it stops taking it
    assert "已经用过" in answer.content.decode()


def test_guessing_is_slowed_down(world: World) -> None:
    client = Client()
    for _ in range(6):
        answer = client.post(LOGIN, {"login": "钱工会", "password": "guess"})
    assert "登录失败" in answer.content.decode()
    assert Event.objects.filter(verb="account.login_failed").count() == 5


def test_nobody_signs_up_by_himself(world: World) -> None:
    client = Client()
    client.post("/account/signup/", {"username": "someone", "password1": PASSWORD, "password2": PASSWORD})
    assert "someone" not in str(client.get("/account/signup/").content)
    assert client.get("/workbench/").status_code == 302


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0", "安卓手机，微信"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36",
            "Windows电脑，Chrome浏览器",
        ),
        ("curl/8", "curl/8"),
    ],
)
def test_devices_are_named_as_people_call_them(header: str, words: str) -> None:
    assert device(header) == words


def test_the_pages_of_the_account_are_ours(browse: Callable[[str], Client]) -> None:
    client = browse("钱工会")
    for address, words in (
        ("/account/2fa/", "两步验证"),
        ("/account/sessions/", "登录设备"),
        ("/account/password/change/", "修改密码"),
        ("/account/logout/", "退出登录"),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert f"<h1>{words}</h1>" in page.content.decode()
