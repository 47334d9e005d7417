"""Does a person find his own questions again, and nobody else's?"""

import pytest

from huxin.base.errors import NotPossible
from huxin.work.filters import MOST, drop_filter, filters_of, save_filter
from tests.world import AT, World


def save(world: World, title: str, query: str = "tab=mine", who: str = "陈办案") -> int:
    return save_filter(page="cases", title=title, query=query, by=world.actor(who), at=AT).pk


def titles(world: World, who: str = "陈办案") -> list[tuple[str, str]]:
    return [(one.title, one.query) for one in filters_of(page="cases", by=world.actor(who))]


def test_a_filter_is_ones_own_and_the_same_name_takes_the_new_question(world: World) -> None:
    pk = save(world, "欠薪")
    assert save(world, "欠薪", "tab=all&topic=wage") == pk
    assert titles(world) == [("欠薪", "tab=all&topic=wage")]
    assert titles(world, "岑协办") == []
    drop_filter(pk=pk, by=world.actor("岑协办"))
    assert titles(world) != []
    drop_filter(pk=pk, by=world.actor("陈办案"))
    assert titles(world) == []


def test_what_cannot_be_kept_is_refused_in_words(world: World) -> None:
    for title, query, words in (
        (" ", "tab=mine", "起个名字"),
        ("x" * 31, "tab=mine", "最多30字"),
        ("空", "", "先选好"),
    ):
        with pytest.raises(NotPossible, match=words):
            save(world, title, query)
    for n in range(MOST):
        save(world, f"第{n}组")
    with pytest.raises(NotPossible, match="最多保存20组"):
        save(world, "再一组")
