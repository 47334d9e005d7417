"""Do cases and letters stand in the to-dos of both officers, once each, and in nobody else's?"""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from huxin.cases.actions.desk import assign
from huxin.cases.actions.talking import read
from huxin.cases.models import Case
from huxin.cases.records import Note
from huxin.journal.models import Event
from huxin.orgs.actions.people import end_stand_in, stand_in
from huxin.work.todos import todos
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk
from tests.cases.test_desk_of_officers import CONDITIONS


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


def test_who_fills_in_finds_the_work_of_the_absent_until_he_is_back(
    desk: Desk,  # noqa: F811
    browse: Callable[[str], Client],
) -> None:
    case = desk.open().case
    absent, deputy, head = desk.world.user("陈办案"), desk.world.user("岑协办"), desk.world.actor("覃队长")
    assign(case, officer=absent, second=None, by=head, at=desk.later())
    Note.objects.create(case=case, kind=Note.Kind.FROM_PARTY, text="何时办结？", written_at=timezone.now())
    row = stand_in(
        absent, colleague=deputy, since=desk.at, until=desk.at + timedelta(days=400), reason="休假",
        by=desk.world.actor("陈办案"), at=desk.at,
    )  # fmt: skip
    found = [one for one in todos(desk.world.actor("岑协办", desk.later()), desk.at) if case.number in one.url]
    assert sorted(one.state for one in found) == ["待受理", "有新留言"]
    assert all(one.kind.endswith("，代陈办案") for one in found)
    client = browse("岑协办")
    assert case.number not in client.get("/workbench/cases/?tab=mine").content.decode()
    tabs = client.get("/workbench/cases/").content.decode()
    assert f"?tab=mine&amp;hand={absent.pk}" in tabs
    theirs = client.get(f"/workbench/cases/?tab=mine&hand={absent.pk}").content.decode()
    assert case.number in theirs
    assert "由岑协办代班到" in client.get(f"/workbench/cases/{case.number}/").content.decode()
    assert states(desk, "岑协办", case) == ["待受理"]  # whoever fills in has read the letter
    assert "现由同事代班" in browse("覃队长").get(f"/workbench/cases/{case.number}/").content.decode()

    desk.do(case, "accept", who="岑协办", **CONDITIONS)
    assert Event.objects.filter(verb="case.proposed").latest("pk").acting_for == "陈办案"

    type(case).objects.filter(pk=case.pk).update(second_officer=deputy)
    assert [
        one.kind.endswith("，代陈办案") for one in todos(desk.world.actor("岑协办"), desk.at) if case.number in one.url
    ] == [False]  # once, as his own

    type(case).objects.filter(pk=case.pk).update(second_officer=None)
    end_stand_in(row, by=desk.world.actor("陈办案"), at=desk.later())
    assert states(desk, "岑协办", case) == []
    shown = browse("岑协办").get(f"/workbench/cases/?tab=mine&hand={absent.pk}").content.decode()
    assert case.number not in shown
    assert "代陈办案" not in shown
