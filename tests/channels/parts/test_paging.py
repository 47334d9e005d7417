"""Does each row of a list come exactly once, in order, forwards and back?"""

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huxin.channels.parts.paging import Page, page
from huxin.orgs.models import Area
from tests.world import World


def _page(cursor: str, *order: str, size: int) -> Page[Area]:
    return page(Area.objects.all(), RequestFactory().get("/", {"cursor": cursor} if cursor else {}), *order, size=size)


def _walk(*order: str, size: int) -> list[Page[Area]]:
    pages = [_page("", *order, size=size)]
    while pages[-1].next:
        pages.append(_page(pages[-1].next, *order, size=size))
    return pages


@given(size=st.integers(1, 12), order=st.sampled_from([("order", "pk"), ("-order", "pk"), ("name", "-pk"), ("-pk",)]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_walking_forwards_meets_every_row_once_and_back_the_same(
    world: World, size: int, order: tuple[str, ...]
) -> None:
    whole = list(Area.objects.order_by(*order))
    pages = _walk(*order, size=size)
    assert [row for one in pages for row in one.rows] == whole
    assert pages[0].previous == ""
    back = pages[-1]
    for earlier in reversed(pages[:-1]):
        back = _page(back.previous, *order, size=size)
        assert back.rows == earlier.rows
    assert back.previous == ""


def test_rows_that_are_equal_in_the_first_key_are_not_lost(world: World) -> None:
    Area.objects.update(order=7)
    assert sum(len(one.rows) for one in _walk("order", "pk", size=2)) == Area.objects.count()


def test_a_row_that_appears_meanwhile_moves_nothing(world: World) -> None:
    first = _page("", "order", "pk", size=3)
    Area.objects.create(code="000001", name="前", short_name="前", path="000001/", order=0)
    second = _page(first.next, "order", "pk", size=3)
    assert not set(first.rows) & set(second.rows)


def test_a_page_is_one_query_without_count_or_offset(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        _page(_page("", "order", "pk", size=3).next, "order", "pk", size=3)
    assert len(queries) == 2
    assert not any("COUNT(" in q["sql"] or "OFFSET" in q["sql"] for q in queries)


def _with_parent(rows: QuerySet[Area]) -> QuerySet[Area]:
    return rows.select_related("parent")


@pytest.mark.parametrize("order", [("order", "pk"), ("-pk",)])
def test_rows_found_by_their_keys_alone_are_the_same(world: World, order: tuple[str, ...]) -> None:
    second = _page(_page("", *order, size=3).next, *order, size=3)
    for cursor, plain in (("", _page("", *order, size=3)), (second.previous, _page(second.previous, *order, size=3))):
        request = RequestFactory().get("/", {"cursor": cursor} if cursor else {})
        with CaptureQueriesContext(connection) as queries:
            assert page(Area.objects.all(), request, *order, size=3, shown=_with_parent) == plain
        assert len(queries) == 1


@pytest.mark.parametrize("cursor", ["x", "eyJh", "1:2:3", "a" * 2000])
def test_a_forged_cursor_is_refused(world: World, cursor: str) -> None:
    with pytest.raises(BadRequest, match="第一页"):
        _page(cursor, "order", "pk", size=3)


def test_a_cursor_of_another_list_is_refused(world: World) -> None:
    with pytest.raises(BadRequest):
        _page(_page("", "name", "pk", size=3).next, "order", "pk", size=3)


def test_an_order_must_end_with_the_key(world: World) -> None:
    with pytest.raises(ValueError, match="primary key"):
        _page("", "order", size=3)
