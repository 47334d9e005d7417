"""Does anything personal, private or foreign leave the place where it belongs?"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

import huxin
from huxin.base.actor import Actor
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.notices.models import HookMessage, Notice
from huxin.notices.send import send_mails
from huxin.orgs.access import SUBJECTS, visible
from huxin.orgs.actions.people import change_phone, deactivate, grant_role
from huxin.orgs.models import User
from tests.house.conftest import NOW, finish, log_in, told
from tests.house.story import COUNTY_LEADER, OFFICE, UNION, UNION_LEADER, Story
from tests.world import PASSWORD, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]
PHONE, IDENTITY = "13800001234", "11010519491231002X"
MARKUP = """<script>1</script>"'<b x=1>"""  # with its field's name no longer than a person's name may be
NOT_SHOWN = {
    *("file", "payroll", "scan"),  # the name of a file is cleaned when it is kept
    *("file_text", "invited_post"),
    *("guest", "substitute", "substitute_post"),  # the attendance is written over them
    *("worker", "claimant"),  # a worker's name is masked
    "claim_reason",  # of a claim in another county than that of who looks here
}
# between them they open every kind of page that anybody opens, nearly all of them two or more with different rights
LOOKING = (OFFICE, COUNTY_LEADER, "冯审计", "韩管理", "陈办案", "覃队长", "何监管", "韦受理", "李经办", "卢律师")
CHANGING = re.compile(r"\d+|g\w+|\w+\.[\w.]+(?=/)")  # keys, and codes of texts, in an address
NO_PAGE = re.compile(r"\.(pdf|docx|xlsx|csv|zip|txt|png)$")
TEMPLATES = sorted(Path(huxin.__file__).parent.glob("channels/**/templates/**/*.html"))


def _secret(field: str) -> str:
    """Whatever is typed holds a mark, a number to call and an identity number, except where these are refused."""
    if field == "phone":
        return PHONE
    if field in ("hook", "alias", "file", "scan"):
        return f"记号{field}"
    return f"记号{field}{PHONE}，{IDENTITY}"[:40]  # a person's name is no longer


def test_what_people_type_stands_in_no_event_no_mail_and_no_group_message(
    world: World, settings: Any, tmp_path: Path, run_reactions: Callable[[], int]
) -> None:
    settings.FILES, settings.EMAIL_HOST = tmp_path, "mail.example.org"
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(email=f"{person.pk}@example.org")
    Story(world, _secret).play()
    run_reactions()
    assert send_mails(at=NOW + timedelta(days=1)) > 5
    data = str(list(Event.objects.values_list("data", flat=True)))
    words = "".join(map(sentence, Event.objects.prefetch_related("subjects")))
    outside = "".join(HookMessage.objects.values_list("text", flat=True))
    mails = "".join(f"{letter.subject}{letter.body}" for letter in mail.outbox)
    assert Notice.objects.count() > 50
    assert len(outside) > 10
    for text in (data, words, outside, mails):
        assert not re.search(f"记号|{PHONE}|{IDENTITY}", text), text[:2000]


def test_a_telephone_number_is_stored_encrypted_and_shown_masked(
    world: World, browse: Callable[[str], Client], at: datetime
) -> None:
    change_phone(world.user(UNION), phone=PHONE, by=world.actor(UNION), at=at)
    row = User.objects.filter(username=UNION).values().get()
    assert PHONE not in str(row)
    page = browse("韩管理").get(f"/workbench/people/{row['id']}/").content.decode()
    assert PHONE not in page
    assert "138****1234" in page


@pytest.fixture
def marked(db: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[tuple[Story, set[str]]]:
    """The story in which somebody types markup into every field."""

    fields: set[str] = set()

    def say(field: str) -> str:
        fields.add(field)
        return PHONE if field == "phone" else f"{field}{MARKUP}"

    with told(django_db_blocker, tmp_path, say) as story:
        yield story, fields - {"phone"}


def _things(by: Actor) -> set[str]:
    """Where the newest things of each kind are opened."""
    rows = ((kind, row) for kind in SUBJECTS.values() for row in visible(kind.model, by).order_by("-pk")[:3])
    return {kind.url(row).split("#")[0] for kind, row in rows}


def _pages(client: Client, by: Actor) -> Iterator[tuple[str, str]]:
    """The pages of these things, and one page of each kind that can be reached by links."""
    waiting, known = ["/workbench/", *_things(by)], set()
    chosen = set(waiting)
    while waiting:
        address = waiting.pop()
        kind = address if address in chosen else CHANGING.sub("N", address.split("?")[0])
        if kind in known or address.startswith(("/account/", "/static/")) or NO_PAGE.search(kind):
            continue
        known.add(kind)
        answer = client.get(address, follow=True)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            finish(answer)
            continue
        page = answer.content.decode()
        yield address, page
        waiting += [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"#]*)', page)]


@pytest.mark.drawn
def test_markup_that_was_typed_is_shown_as_it_was_typed(marked: tuple[Story, set[str]]) -> None:
    story, fields = marked
    shown: set[str] = set()
    for name in LOOKING:
        for address, page in _pages(log_in(story, name), story.by(name, NOW)):
            for raw in ("<script>1", "<b x=1", "\"'<"):
                assert raw not in page, f"{raw} on {address}, seen by {name}"
            shown |= {field for field in fields - shown if field + escape("<script>1") in page}
    assert fields - shown == NOT_SHOWN


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    wrong = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\|safe\b", re.I)
    found = {
        f"{path.name}: {hit.group()}"
        for path in TEMPLATES
        for hit in wrong.finditer(re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8")))
    }
    assert len(TEMPLATES) > 50
    assert found == set()


def test_a_session_ends_when_a_role_is_given_and_when_the_person_is_let_go(
    world: World, browse: Callable[[str], Client], at: datetime
) -> None:
    browser, person = browse(UNION), world.user(UNION)
    assert browser.get("/workbench/").status_code == 200
    grant_role(person, organisation=world.org("州总工会"), role="section_head", by=world.actor(UNION_LEADER), at=at)
    assert browser.get("/workbench/").url.startswith("/account/login/")
    browser = browse(UNION)
    deactivate(world.user(UNION), by=world.actor("韩管理"), at=at)
    assert browser.get("/workbench/").url.startswith("/account/login/")
    assert browser.get("/workbench/duties.xlsx").url.startswith("/account/login/")
    answer = Client().post("/account/login/", {"login": UNION, "password": PASSWORD})
    assert "/workbench/" not in answer.headers.get("Location", "")


def test_a_person_let_go_behind_the_sessions_back_is_out_at_once(world: World, browse: Callable[[str], Client]) -> None:
    browser = browse(UNION)
    User.objects.filter(username=UNION).update(is_active=False)
    assert browser.get("/workbench/").url.startswith("/account/login/")


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_guessing_is_stopped_in_chinese_even_for_the_right_password(world: World, password: str) -> None:
    client = Client()
    for _ in range(5):
        client.post("/account/login/", {"login": UNION, "password": "wrong"})
    answer = client.post("/account/login/", {"login": UNION, "password": password})
    assert answer.status_code in (200, 429)
    assert "次数" in answer.content.decode() or "稍后" in answer.content.decode()


def test_too_many_log_ins_from_one_place_are_stopped_in_chinese(world: World) -> None:
    client = Client(raise_request_exception=False)
    for number in range(31):
        answer = client.post("/account/login/", {"login": f"nobody-{number}", "password": "wrong"})
    assert answer.status_code == 429
    assert "登录次数有限" in answer.content.decode()


def test_behind_the_proxy_every_address_is_counted_by_itself(world: World, settings: Any) -> None:
    """All requests come from the proxy; what the asker himself claims stands further left."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def wrong(claimed: str, address: str) -> int:
        given = {"login": f"nobody-{claimed}-{address}", "password": "wrong"}
        headers = {"X-Forwarded-For": f"{claimed}, {address}"}
        return Client(raise_request_exception=False).post("/account/login/", given, headers=headers).status_code

    assert {wrong(f"192.0.2.{n}", "198.51.100.7") for n in range(31)} == {200, 429}
    assert wrong("198.51.100.7", "198.51.100.8") == 200


def test_nothing_is_served_to_staff_without_a_second_factor(world: World) -> None:
    client = Client()
    client.force_login(world.user(UNION))
    for address in (
        "/workbench/",
        "/workbench/duties.xlsx",
        "/workbench/documents/1/",
        "/workbench/papers/1/paper.pdf",
        "/workbench/meetings/1/sign-in.pdf",
        "/workbench/search/?q=a",
        "/workbench/reports/1/report.docx",
        "/account/2fa/",
        "/account/password/change/",
        "/progress/",
    ):
        assert client.get(address).url == "/account/2fa/totp/activate/", address
    assert client.get("/workbench/", headers={"HX-Request": "true"})["HX-Redirect"] == "/account/2fa/totp/activate/"
