"""Does a page ask the database as often with three times the rows, and no list more than a dozen times?"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from benchmarks.world import multiply
from huxin.plans.models import Plan
from tests.house.conftest import NOW, finish, log_in, plain_words, told
from tests.house.story import CONVENOR, COUNTY, OFFICE, UNION
from tests.house.test_matrix import ROUTES

pytestmark = [
    pytest.mark.drawn,  # what is asked is the same on every database
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]
READERS = (OFFICE, CONVENOR, UNION, COUNTY, "冯审计", "韩管理", "覃队长", "韦受理", "李经办", "王师傅",
           "卢律师")  # fmt: skip
MOST = 12
Asked = dict[str, dict[str, tuple[int, int]]]
ONE_FIRM = ("desk/", "desk/firm/")  # no lists: a firm's home and its own page, with what every package says of it
PLAN_ITSELF = "workbench/plans/<int:pk>/"  # no list either
OF_A_PLAN = [
    route
    for route in ROUTES
    if route.model is Plan and not route.post_only and route.needs and route.path != PLAN_ITSELF
]
LISTS = [
    route
    for route in ROUTES
    if "<" not in route.path and not route.post_only and not route.by_key and route.needs and route.path not in ONE_FIRM
]


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Queries by reader and page, before and after every row of the plan's work is there three times: then of those
    three to whom a page shows most."""
    with told(django_db_blocker, tmp_path_factory.mktemp("files"), plain_words) as story:
        clients = {name: log_in(story, name) for name in READERS}
        needs = {route.path: route.needs for route in LISTS}
        needs |= {route.address(story.plan_.pk)[1:]: route.needs for route in OF_A_PLAN}
        may = {name: [path for path, right in needs.items() if story.by(name, NOW).can(right)] for name in READERS}
        _warm_up(clients, may)
        before = {name: _counts(client, may[name]) for name, client in clients.items()}
        multiply(2)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the server does by itself after a while
        yield before, {name: _counts(clients[name], sorted(_shown_most(before, name))) for name in READERS}


def _shown_most(before: Asked, name: str) -> set[str]:
    """The pages of which no more than two others are shown more than this reader."""
    return {
        path
        for path, (_, length) in before[name].items()
        if sum(path in paths and (paths[path][1], other) > (length, name) for other, paths in before.items()) < 3
    }


def _warm_up(clients: dict[str, Client], may: dict[str, list[str]]) -> None:
    """What is kept in the process is there the second time: everybody's home, and each page as its first reader."""
    warm = set()
    for name, client in clients.items():
        finish(client.get("/workbench/", follow=True))
        for path in may[name]:
            if path not in warm:
                answer = client.get(f"/{path}")
                finish(answer)
                if answer.status_code == 200:
                    warm.add(path)


class Count:
    """How often the database is asked; Django's own log would write out every query, which takes as long again."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        self.number += 1
        return execute(*query)


def _counts(client: Client, paths: list[str]) -> dict[str, tuple[int, int]]:
    """Of each page that opens: its queries, and how long it is."""
    found = {}
    for path in paths:
        asked = Count()
        with connection.execute_wrapper(asked):
            answer = client.get(f"/{path}")
        finish(answer)
        if answer.status_code < 400:
            shown = answer.status_code == 200  # else led to another page
            length = 0 if answer.streaming else len(answer.content)
            found[path] = (asked.number, length) if shown else (0, 0)
    return found


def test_three_times_the_rows_are_read_with_as_many_queries(asked: Any) -> None:
    before, after = asked
    more = {
        (name, path): (before[name][path][0], count)
        for name, paths in after.items()
        for path, (count, _) in paths.items()
        if before[name][path][0] not in (0, count)
    }
    assert more == {}


def test_no_list_asks_more_than_a_dozen_times(asked: Any) -> None:
    _, after = asked
    dear = {(name, path): n for name, paths in after.items() for path, (n, _) in paths.items() if n > MOST}
    assert dear == {}


def test_the_readers_between_them_open_every_list(asked: Any) -> None:
    _, after = asked
    assert {route.path for route in LISTS} - {path for paths in after.values() for path in paths} == set()
