"""Does what no form checks come in without breaking the page, on either database?"""

from collections.abc import Callable

import pytest
from django.test import Client

from huxin.channels.parts.typed import number
from huxin.work.filters import filters_of
from huxin.work.models import Draft
from tests.world import World

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]


@pytest.mark.parametrize(
    ("text", "read"), [("12", 12), ("", 0), ("-1", 0), ("٣", 0), ("²", 0), ("9" * 19, 0), ("9" * 5000, 0)]
)
def test_a_number_is_one_of_ours_or_none(text: str, read: int) -> None:
    assert number(text) == read


NULL = "甲\x00\x00"


@pytest.mark.parametrize("way", ["/", "/account/login/", "/follow/", "/report/", "/verify/", "/calculators/"])
def test_a_null_character_breaks_no_open_page(way: str, client: Client) -> None:
    names = ("number", "secret", "login", "password", "code", "q", "cursor", "next", "name", "phone", NULL)
    spelt = {"cookie": 'sessionid="\\000abcdefgh"; csrftoken="\\000"'}
    assert client.get(way, dict.fromkeys(names, NULL), headers=spelt).status_code in (200, 301, 302, 404)
    assert client.post(way, dict.fromkeys(names, NULL), headers=spelt).status_code in (200, 301, 302, 404, 405)


@pytest.mark.parametrize("way", ["cases/", "enterprises/", "search/", "findings/", "people/", "papers/", "notices/"])
def test_a_null_character_breaks_no_list(way: str, world: World, browse: Browse) -> None:
    names = ("q", "text", "cursor", "tab", "state", "kind", "organisation", "area", "saved", "excel", NULL)
    asked = dict.fromkeys(names, NULL) | {"cursor": "\x00" * 9}
    for name in ("陈办案", "吴主任科员"):
        assert browse(name).get(f"/workbench/{way}", asked).status_code in (200, 403, 404)


class CutOff:
    """The body of a phone whose network went away."""

    def read(self, *size: int) -> bytes:
        raise OSError("gone")

    readline = read


def test_a_form_that_is_cut_off_on_its_way_is_refused_without_an_error() -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        with_body = {"wsgi.input": CutOff(), "CONTENT_TYPE": kind, "CONTENT_LENGTH": "9"}
        assert Client(enforce_csrf_checks=True).post("/report/", **with_body).status_code == 403


def test_an_address_with_a_null_character_leads_nowhere(world: World, browse: Browse) -> None:
    clerk = browse("钱工会")
    assert clerk.get("/workbench/cases/%00/").status_code == 404
    assert clerk.post("/workbench/drafts/%00/", {"text": "一"}).status_code == 404


def test_a_number_longer_than_any_key_leads_nowhere(world: World, browse: Browse) -> None:
    assert browse("孙主席").get("/workbench/people/invite/", {"organisation": "9" * 5000}).status_code == 404


@pytest.mark.parametrize("year", ["0", "10000", "9" * 23])
def test_a_year_that_no_calendar_has_leads_nowhere(world: World, browse: Browse, year: str) -> None:
    clerk = browse("钱工会")
    assert clerk.get(f"/workbench/calendar/{year}/").status_code == 404
    assert clerk.get(f"/workbench/calendar/{year}/calendar.xlsx").status_code == 404


def test_a_draft_is_kept_without_null_characters(world: World, browse: Browse) -> None:
    clerk = browse("钱工会")
    assert clerk.post("/workbench/drafts/a/", {"te\x00xt": "甲\x00乙"}).status_code == 204
    assert Draft.objects.get().data == {"text": ["甲乙"]}
    clerk.post(f"/workbench/drafts/{'k' * 200}/", {"text": "一"})
    assert Draft.objects.count() == 1


def test_a_filter_is_named_without_null_characters(world: World, browse: Browse) -> None:
    browse("陈办案").post("/workbench/cases/filters/", {"filter_name": "欠\x00薪", "tab": "mine"})
    assert [one.title for one in filters_of(page="cases", by=world.actor("陈办案"))] == ["欠薪"]


def test_a_draft_keeps_no_identity_number(world: World, browse: Browse) -> None:
    browse("陈办案").post(
        "/workbench/drafts/case-open/", {"id_number": "11010519491231002X", "phone": "1", "people": "2"}
    )
    assert Draft.objects.get().data == {"people": ["2"]}
