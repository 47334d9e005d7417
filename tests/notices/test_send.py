"""What leaves the application, when, and how little?"""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huxin.base.chinese import personal_data
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.models import Event
from huxin.notices.actions import choose, chosen_by, read_all, read_one, unread
from huxin.notices.hooks import HOOK_URL, add_hook, read_address, switch_hook
from huxin.notices.models import Hook, HookMessage, Notice
from huxin.notices.rules import RULES
from huxin.notices.send import ATTEMPTS, TOO_OLD, send_hooks, send_mails
from huxin.notices.telling import outside_text, tell
from huxin.orgs.access import visible
from huxin.orgs.models import User
from huxin.orgs.personal import decrypt, encrypt
from tests.world import AT, World

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise's mail plugin
NIGHT = AT.replace(hour=23)
NEXT_MORNING = AT.replace(hour=8, minute=1) + timedelta(days=1)


@pytest.fixture(autouse=True)
def _a_mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.invalid"


def tell_union(
    world: World, text: str = "州总工会：任务", once: str = "1", at: datetime = AT, rule: str = "term.soon"
) -> None:
    person = world.user("钱工会")
    User.objects.filter(pk=person.pk).update(email="union@example.invalid")
    tell(rule, [person.pk], person, text=text, once=once, org_path=world.org("州总工会").path, at=at)


# ---- mail --------------------------------------------------------------------------------------------------


def test_by_default_a_digest_comes_the_next_morning(world: World) -> None:
    for once in "123":
        tell_union(world, once=once)
    assert (send_mails(at=AT), send_mails(at=NIGHT)) == (0, 0)
    assert send_mails(at=NEXT_MORNING) == 1
    [letter] = mail.outbox
    assert letter.subject == "护新：3条新提醒"
    assert letter.body.splitlines()[0] == "【护新】任务即将到期，请登录系统查看。（3条）"
    assert send_mails(at=NEXT_MORNING) == 0


def test_what_happens_before_eight_is_in_the_digest_of_the_same_morning(world: World) -> None:
    tell_union(world, at=AT.replace(hour=7))
    assert send_mails(at=AT.replace(hour=7, minute=59)) == 0
    assert send_mails(at=AT.replace(hour=8)) == 1


def test_one_may_be_told_at_once_or_never(world: World) -> None:
    by = world.actor("钱工会")
    choose({"term.soon": "now", "term.late": "never"}, by=by, at=AT)
    tell_union(world)
    tell_union(world, rule="term.late")
    assert send_mails(at=AT) == 1
    assert send_mails(at=NEXT_MORNING) == 0
    assert chosen_by(by)["term.late"] == "never"


def test_what_was_read_in_the_meantime_is_not_mailed(world: World) -> None:
    tell_union(world)
    read_all(by=world.actor("钱工会"), at=AT)
    assert send_mails(at=NEXT_MORNING) == 0
    assert Notice.objects.get().mail == "none"


def test_a_server_that_is_away_is_tried_again_and_given_up_after_three_days(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose({"term.soon": "now"}, by=world.actor("钱工会"), at=AT)
    tell_union(world)
    with monkeypatch.context() as away:

        def refuse(*_: Any) -> int:
            raise ConnectionRefusedError

        away.setattr(EmailBackend, "send_messages", refuse)
        assert send_mails(at=AT) == 0
        assert Notice.objects.get().mail == "now"
    assert send_mails(at=AT + timedelta(hours=1)) == 1
    tell_union(world, once="2")
    assert send_mails(at=AT + TOO_OLD + timedelta(minutes=1)) == 0
    assert Notice.objects.get(once="2").mail == "failed"


def test_without_a_mail_server_or_an_address_nothing_is_tried(world: World, settings: Any) -> None:
    person = world.user("钱工会")
    tell("term.soon", [person.pk], person, text="x", once="1", org_path="", at=AT)
    assert Notice.objects.get().mail == "none"
    settings.EMAIL_HOST = ""
    tell_union(world, once="2")
    assert send_mails(at=NEXT_MORNING) == 0


# ---- nothing personal outside ------------------------------------------------------------------------------

NAMES = st.text(st.sampled_from("张王李赵钱孙陈周吴郑"), min_size=2, max_size=4)
PHONES = st.from_regex(r"1[3-9]\d{9}", fullmatch=True)
SECRETS = st.builds("{} {} 身份证{}".format, NAMES, PHONES, st.from_regex(r"5326\d{13}[\dX]", fullmatch=True))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=SECRETS, rule=st.sampled_from(sorted(RULES)))
def test_nothing_of_what_a_notice_says_goes_outside(secret: str, rule: str, world: World) -> None:
    mail.outbox.clear()
    Notice.objects.all().delete()
    person = world.user("钱工会")
    unit = world.org("州总工会")
    User.objects.filter(pk=person.pk).update(email="union@example.invalid")
    Hook.objects.get_or_create(organisation=unit, org_path=unit.path, name="群", url_sealed="", created_at=AT)
    tell(rule, [person.pk], person, text=f"{secret}：应当保密", once=secret[:80], org_path=unit.path, at=AT)
    assert send_mails(at=NEXT_MORNING) == 1
    outside = [mail.outbox[0].subject, mail.outbox[0].body, *HookMessage.objects.values_list("text", flat=True)]
    for text in outside:
        assert not personal_data(text)
        assert not any(part in text for part in (*secret.split(), person.name, "应当保密"))


def test_every_rule_has_words_fit_for_outside() -> None:
    assert all(RULES[rule].title in outside_text(rule) for rule in RULES)


# ---- group robots ------------------------------------------------------------------------------------------


class Robot(HTTPServer):
    """A group chat's robot on this machine."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answer = 200
        self.elsewhere = ""
        super().__init__(("127.0.0.1", 0), _Ears)


class _Ears(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["message"])
        self.send_response(self.server.answer)
        if self.server.elsewhere:
            self.send_header("Location", self.server.elsewhere)
        self.end_headers()

    def do_GET(self) -> None:
        self.server.heard.append(f"GET {self.path}")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def robot() -> Iterator[Robot]:
    server = Robot()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hook_to(robot: Robot, world: World) -> Hook:
    unit = world.org("州总工会")
    address = encrypt(f"json://127.0.0.1:{robot.server_port}/", HOOK_URL)
    return Hook.objects.create(organisation=unit, org_path=unit.path, name="群", url_sealed=address, created_at=AT)


def test_the_unit_s_group_hears_the_title_once_however_many_matters(robot: Robot, world: World) -> None:
    hook_to(robot, world)
    for once in "12":
        tell_union(world, once=once)
    tell_union(world, rule="report.soon")
    tell_union(world, rule="person.role")
    assert send_hooks(at=AT) == 3
    assert robot.heard == ["【护新】任务即将到期，请登录系统查看。\n【护新】报告即将到期，请登录系统查看。"]
    assert send_hooks(at=AT) == 0


def test_another_unit_s_group_hears_nothing(robot: Robot, world: World) -> None:
    hook_to(robot, world)
    person = world.user("沈商务")
    tell("term.soon", [person.pk], person, text="x", once="1", org_path=world.org("州商务局").path, at=AT)
    assert send_hooks(at=AT) == 0


def test_a_robot_that_fails_is_asked_again_ever_more_seldom_and_then_left(robot: Robot, world: World) -> None:
    hook_to(robot, world)
    tell_union(world)
    robot.answer = 500
    tries = 0
    for minute in range(0, 700):
        before = len(robot.heard)
        if minute in (0, 1, 2, 3, 4, 7, 8, 15, 31, 63, 127, 255, 511, 600):
            assert send_hooks(at=AT + timedelta(minutes=minute)) == 0
        tries += len(robot.heard) - before
    assert tries == HookMessage.objects.get().attempts == ATTEMPTS


def test_a_robot_does_not_send_us_elsewhere(robot: Robot, world: World) -> None:
    hook_to(robot, world)
    tell_union(world)
    robot.answer, robot.elsewhere = 302, f"http://127.0.0.1:{robot.server_port}/inner"
    assert send_hooks(at=AT) == 0
    assert robot.heard == ["【护新】任务即将到期，请登录系统查看。"]


def test_what_waits_for_a_robot_switched_off_is_forgotten(robot: Robot, world: World) -> None:
    hook = hook_to(robot, world)
    tell_union(world)
    leader = world.actor("孙主席")
    switch_hook(hook, active=False, by=leader, at=AT)
    tell_union(world, once="2")
    switch_hook(hook, active=True, by=leader, at=AT)
    assert send_hooks(at=AT) == 0
    assert robot.heard == []


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4", "wecombot://693a91f6-7xxx-4bc4"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abc123", "dingtalk://abc123"),
        (" https://open.feishu.cn/open-apis/bot/v2/hook/0f3f-2a ", "feishu://0f3f-2a"),
        ("https://chat.example.invalid/hook/7", "jsons://chat.example.invalid/hook/7"),
    ],
)
def test_an_address_is_pasted_as_the_chat_shows_it(pasted: str, read: str) -> None:
    assert read_address(pasted) == read


@pytest.mark.parametrize(
    "pasted",
    ["", "http://127.0.0.1/", "json://127.0.0.1/", "file:///etc/passwd", "mailto://a", "https://", "群机器人",
     "https://chat.example.invalid/7,json://127.0.0.1/", "jsons://chat.example.invalid/ json://127.0.0.1/",
     "https://chat.example.invalid/7;syslog://", "https://127.0.0.1/", "https://localhost:8443/7", "https://[::1]/7",
     "https://169.254.169.254/7", "https://2130706433/", "https://0.0.0.0/", "https://chat.example.invalid/7?verify=no"],
)  # fmt: skip
def test_any_other_address_is_refused_with_a_sentence(pasted: str) -> None:
    with pytest.raises(NotPossible, match="看不懂这个机器人地址"):
        read_address(pasted)


def test_the_address_is_kept_encrypted_and_only_for_who_disposes_of_the_unit(world: World) -> None:
    leader, unit = world.actor("孙主席"), world.org("州总工会")
    hook = add_hook(unit, name="工会群", url="https://chat.example.invalid/hook/7", by=leader, at=AT)
    assert "example" not in hook.url_sealed
    assert decrypt(hook.url_sealed, HOOK_URL) == "jsons://chat.example.invalid/hook/7"
    assert list(visible(Hook, leader)) == [hook]
    for name in ("钱工会", "沈商务", "赵经办"):
        stranger = world.actor(name)
        assert not visible(Hook, stranger).exists()
        with pytest.raises(PermissionDenied):
            add_hook(unit, name="群", url="https://chat.example.invalid/7", by=stranger, at=AT)
        with pytest.raises(PermissionDenied):
            switch_hook(hook, active=False, by=stranger, at=AT)


def test_a_group_is_not_named_by_a_phone_number(world: World) -> None:
    with pytest.raises(NotPossible):
        add_hook(
            world.org("州总工会"), name="张三13800138000", url="https://x.invalid/", by=world.actor("孙主席"), at=AT
        )


# ---- in the application ------------------------------------------------------------------------------------


def test_one_sees_and_marks_one_s_own_notices_alone(world: World) -> None:
    tell_union(world)
    mine, other = world.actor("钱工会"), world.actor("孙主席")
    notice = Notice.objects.get()
    assert (unread(mine), unread(other)) == (1, 0)
    assert not visible(Notice, other).exists()
    read_one(notice, by=other, at=AT)
    assert unread(mine) == 1
    read_one(notice, by=mine, at=AT)
    assert unread(mine) == 0


def test_who_may_not_open_the_thing_is_not_told(world: World) -> None:
    stranger, secret = world.user("赵经办"), world.user("钱工会")
    assert tell("term.soon", [stranger.pk], secret, text="x", once="1", org_path="", at=AT) == 0


def test_choices_are_for_rules_that_concern_me_and_write_one_event(world: World) -> None:
    by = world.actor("钱工会")
    assert "system.trouble" not in chosen_by(by)
    for wrong in ({"system.trouble": "now"}, {"nonsense": "now"}, {"term.soon": "hourly"}):
        with pytest.raises(NotPossible):
            choose(wrong, by=by, at=AT)
    assert choose({"term.soon": "now", "term.late": "daily"}, by=by, at=AT) == 1
    assert choose({"term.soon": "now"}, by=by, at=AT) == 0
    assert Event.objects.filter(verb="notice.chosen").count() == 1
