"""Are drafts one's own, and to-dos in the right order?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from huxin.base.errors import NotPossible
from huxin.orgs.roles import PERMISSIONS
from huxin.work import todos as module
from huxin.work.drafts import LARGEST, clear_draft, find_draft, prune_drafts, save_draft
from huxin.work.todos import Todo, some, todos
from tests.work.offering import offering
from tests.world import World


def test_the_newest_draft_wins_and_nobody_else_reads_it(world: World) -> None:
    me = world.actor("钱工会")
    save_draft(key="report-1", typed={"text": ["一"]}, by=me, at=world.at)
    save_draft(key="report-1", typed={"text": ["二"]}, by=me, at=world.at)
    found = find_draft(key="report-1", by=me)
    assert found is not None
    assert found.data == {"text": ["二"]}
    assert find_draft(key="report-1", by=world.actor("孙主席")) is None


def test_a_draft_is_forgotten_when_handed_in_or_after_half_a_year(world: World) -> None:
    me = world.actor("钱工会")
    save_draft(key="a", typed={}, by=me, at=world.at)
    clear_draft(key="a", by=me)
    assert find_draft(key="a", by=me) is None
    save_draft(key="b", typed={}, by=me, at=world.at - timedelta(days=181))
    assert prune_drafts(at=world.at) == 1


def test_a_draft_has_a_largest_size(world: World) -> None:
    with pytest.raises(NotPossible, match="太长"):
        save_draft(key="a", typed={"text": ["长" * (LARGEST + 1)]}, by=world.actor("钱工会"), at=world.at)


def test_what_is_due_first_stands_first_and_what_has_no_day_last(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        Todo("无期限", "/", None, "席位"),
        Todo("后", "/", date(2026, 12, 10), "报告"),
        Todo("先", "/", date(2026, 11, 20), "报告"),
    ]
    monkeypatch.setattr(module, "OFFERS", [offering(*lines[:2]), offering(*lines[2:])])
    assert [todo.title for todo in todos(world.actor("钱工会"), world.at)] == ["先", "后", "无期限"]


def test_only_who_holds_the_right_is_asked_what_others_have_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[[int], Any]
) -> None:
    line = Todo("待接收", "/", None, "报告")
    monkeypatch.setattr(module, "OFFERS", [offering(line, rights=["report.accept", "meeting.run"])])
    office, liaison = world.actor("吴主任科员"), world.actor("钱工会")
    assert office.can("report.accept")
    assert not liaison.can("report.accept")
    assert not liaison.can("meeting.run")
    assert todos(office, world.at) == [line]
    with django_assert_num_queries(0):
        assert todos(liaison, world.at) == []


def test_every_right_that_a_to_do_is_for_is_known() -> None:
    assert module.OFFERS
    assert frozenset[str]().union(*(rights for rights, _ in module.OFFERS)) <= set(PERMISSIONS)


def test_the_list_is_read_in_pieces_there_and_back_with_two_queries_each(
    world: World, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[[int], Any]
) -> None:
    same_day = [Todo(f"同日{n}", "/", date(2026, 12, 10), "报告") for n in range(3)]
    monkeypatch.setattr(module, "OFFERS", [offering(*same_day), offering(Todo("无期限", "/", None, "席位"), *same_day)])
    me = world.actor("钱工会")
    whole = todos(me, world.at)
    assert len(whole) == 7
    pieces, place = [], None
    while len(pieces) < len(whole):
        with django_assert_num_queries(2):
            piece = some(me, world.at, most=2, beyond=place)
        pieces += piece
        place = piece[-1][0]
    assert [todo for _, todo in pieces] == whole
    assert some(me, world.at, most=9, beyond=place) == []
    assert some(me, world.at, most=2, beyond=pieces[4][0], back=True) == [pieces[3], pieces[2]]
