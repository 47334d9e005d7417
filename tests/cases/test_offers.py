"""Do cases and letters stand in the to-dos of both officers, once each, and in nobody else's?"""

from django.utils import timezone

from huxin.cases.actions.desk import assign
from huxin.cases.actions.talking import read
from huxin.cases.models import Case
from huxin.cases.records import Note
from huxin.work.todos import todos
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk


def states(desk: Desk, name: str, case: Case) -> list[str]:  # noqa: F811
    """What the person has to do about the case."""
    found = todos(desk.world.actor(name, desk.at), desk.at)
    return [todo.state for todo in found if todo.url.endswith(f"/{case.number}/")]


def test_own_cases_and_unread_letters_stand_with_both_officers(desk: Desk) -> None:  # noqa: F811
    case, other = desk.open().case, desk.open().case
    first, second = (desk.world.user(name) for name in ("陈办案", "岑协办"))
    for one, officer in ((case, first), (other, second)):
        assign(one, officer=officer, second=None, by=desk.world.actor("覃队长"), at=desk.later())
    assign(case, officer=first, second=second, by=desk.world.actor("覃队长"), at=desk.later())
    assert states(desk, "陈办案", case) == ["待受理"]
    assert states(desk, "岑协办", case) == ["待受理"]
    assert states(desk, "陈办案", other) == []
    assert states(desk, "覃队长", case) == []
    for one in (case, case, other):
        Note.objects.create(case=one, kind=Note.Kind.FROM_PARTY, text="何时办结？", written_at=timezone.now())
    assert sorted(states(desk, "陈办案", case)) == ["待受理", "有新留言"]
    assert sorted(states(desk, "岑协办", case)) == ["待受理", "有新留言"]
    assert "有新留言" in states(desk, "岑协办", other)
    assert states(desk, "陈办案", other) == []
    assert states(desk, "覃队长", case) == []
    read(case, by=desk.world.actor("陈办案"), at=desk.later())
    assert states(desk, "岑协办", case) == ["待受理"]
