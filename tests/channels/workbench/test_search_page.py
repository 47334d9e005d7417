"""Is the search box answered with groups and links, and with help where nothing is found?"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World

Browse = Callable[[str], Client]


def test_what_is_found_stands_in_groups_with_links(browse: Browse, world: World) -> None:
    page = browse("吴主任科员").get("/workbench/search/?q=总工会").content.decode()
    assert "单位（2条）" in page
    assert f'href="/workbench/organisations/{world.org("州总工会").pk}/"' in page
    assert 'value="总工会"' in page, "the box keeps what was typed"


@pytest.mark.parametrize("text", ["", "州", "%20"])
def test_a_text_too_short_is_told_what_to_type(text: str, browse: Browse) -> None:
    assert "请至少输入2个字" in browse("吴主任科员").get(f"/workbench/search/?q={text}").content.decode()


def test_nothing_found_says_what_to_try(browse: Browse) -> None:
    page = browse("吴主任科员").get("/workbench/search/?q=<b>没有的</b>").content.decode()
    assert "没有找到" in page
    assert "<b>没有的" not in page


def test_a_stranger_finds_nothing_of_others(browse: Browse) -> None:
    assert "没有找到" in browse("赵经办").get("/workbench/search/?q=总工会").content.decode()


def test_it_costs_about_one_query_a_kind(browse: Browse) -> None:
    client = browse("吴主任科员")
    client.get("/workbench/search/?q=总工会")
    with CaptureQueriesContext(connection) as some:
        client.get("/workbench/search/?q=总工会")
    assert len(some) <= 24
