"""Is every request known, timed, led and refused as the house says?"""

from collections.abc import Callable

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.config import urls
from huxin.orgs.access import needs, public
from huxin.orgs.actions.people import revoke_role
from huxin.orgs.directory import roles_of
from tests.world import World

Browse = Callable[[str], Client]


@public
def foreign(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("said by Django in English")


@public
def full(request: HttpRequest) -> HttpResponse:
    raise SessionInterrupted("The session was deleted") from DatabaseError("database or disk is full")


@public
def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


@public
def busy_session(request: HttpRequest) -> HttpResponse:
    raise SessionInterrupted("The session was deleted") from OperationalError("database is locked")


def silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never")


@needs("home.view")
def impossible(request: HttpRequest) -> HttpResponse:
    raise NotPossible("报告已接收，不能再修改。")


@needs("home.view")
def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("report.accept")


@needs("journal.audit")
def audit(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.name} {request.at.tzinfo}")


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a defect")


urlpatterns = [
    path("silent/", silent),
    path("impossible/", impossible),
    path("denied/", denied),
    path("audit/", audit),
    path("broken/", broken),
    path("foreign/", foreign),
    path("full/", full),
    path("busy/", busy),
    path("busy-session/", busy_session),
    path("", include(urls.urlpatterns)),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
pytestmark = pytest.mark.urls(__name__)


def test_a_route_that_states_no_right_is_refused(browse: Browse) -> None:
    with pytest.raises(ImproperlyConfigured, match="silent"):
        browse("钱工会").get("/silent/")


def test_who_is_not_logged_in_is_sent_to_log_in_and_back(world: World) -> None:
    answer = Client().get("/audit/?x=1")
    assert answer.url == "/account/login/?next=/audit/%3Fx%3D1"


def test_a_fragment_sends_the_whole_browser_to_log_in(world: World) -> None:
    answer = Client().get("/audit/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/account/login/")


def test_what_django_refuses_is_refused_in_chinese(world: World) -> None:
    answer = Client().get("/foreign/")
    assert answer.status_code == 400
    assert "请返回上一页重试" in answer.content.decode()
    assert "English" not in answer.content.decode()


def test_a_session_that_finds_no_room_is_told_as_a_full_disk(world: World) -> None:
    answer = Client().get("/full/")
    assert answer.status_code == 507
    assert "服务器存储空间已满" in answer.content.decode()


@pytest.mark.parametrize("path", ["/busy/", "/busy-session/"])
def test_a_database_without_time_is_not_called_a_defect(world: World, path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "系统正忙" in answer.content.decode()


def test_who_lacks_the_right_is_told_which(browse: Browse) -> None:
    answer = browse("钱工会").get("/audit/")
    assert answer.status_code == 403
    assert "审计日志" in answer.content.decode()
    assert browse("冯审计").get("/audit/").content.decode() == "冯审计 UTC"


def test_a_refusal_of_the_domain_is_a_message_on_the_page_one_came_from(browse: Browse) -> None:
    client = browse("钱工会")
    answer = client.post("/impossible/", headers={"Referer": "http://testserver/workbench/profile/"})
    assert answer.url == "/workbench/profile/"
    assert "报告已接收，不能再修改。" in client.get("/workbench/profile/").content.decode()


@pytest.mark.parametrize(
    "came_from",
    ["", "https://evil.example/", "http://testserver.evil.example/", "http://testserver//evil.example/",
     "http://testserver/\\evil.example/"],
)  # fmt: skip
def test_a_refusal_never_sends_to_a_foreign_page(browse: Browse, came_from: str) -> None:
    assert browse("钱工会").post("/impossible/", headers={"Referer": came_from}).url == "/workbench/"


def test_a_get_that_is_refused_does_not_go_in_circles(browse: Browse) -> None:
    answer = browse("钱工会").get("/impossible/", headers={"Referer": "http://testserver/impossible/"})
    assert answer.url == "/workbench/"


def test_a_refusal_answers_htmx_with_the_flash_alone(browse: Browse) -> None:
    answer = browse("钱工会").post("/impossible/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#flash")
    assert "报告已接收" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_right_lacking_on_the_row_is_a_403_in_words(browse: Browse) -> None:
    answer = browse("钱工会").get("/denied/")
    assert answer.status_code == 403
    assert "接收、退回报告" in answer.content.decode()


def test_a_defect_shows_a_page_without_its_inside(world: World) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()
    assert "defect" not in answer.content.decode()


def test_an_unknown_address_is_a_404_in_words(browse: Browse) -> None:
    answer = browse("钱工会").get("/workbench/nothing/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_staff_without_a_second_factor_get_nowhere_else(world: World) -> None:
    client = Client()
    client.force_login(world.user("钱工会"))
    for address in ("/workbench/", "/workbench/people/", "/account/password/change/", "/account/sessions/", "/"):
        assert client.get(address).url == "/account/2fa/totp/activate/"
    assert client.post("/workbench/drafts/x/", {"a": "b"}).url == "/account/2fa/totp/activate/"
    assert client.get("/account/logout/").status_code == 200


def test_a_session_ends_when_the_roles_change(world: World, browse: Browse) -> None:
    client = browse("钱工会")
    assert client.get("/workbench/").status_code == 200
    revoke_role(roles_of(world.user("钱工会"))[0], by=world.actor("孙主席"), at=world.at)
    assert client.get("/workbench/").url.startswith("/account/login/")


def test_what_a_person_saw_stays_in_no_cache(browse: Browse) -> None:
    assert "no-store" in browse("钱工会").get("/workbench/")["Cache-Control"]
    assert "no-store" not in Client().get("/").get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/workbench/cases/?q={}", "/me/?x={}", "/workbench?x={}", "/?x={}"])
def test_an_address_that_no_log_in_could_carry_along_is_refused_plainly(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Client().get(address.format("/" * 17_000))
    assert answer.status_code == 414
    assert "网址太长" in answer.content.decode()
    assert Client().get(address.format("/" * 5_000)).status_code in (200, 301, 302)  # and any shorter one is led on
    assert not [row for row in caplog.records if row.exc_info]
