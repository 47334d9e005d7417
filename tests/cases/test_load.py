"""Does an officer who leaves leave nothing behind, and does his head see what he left?"""

from collections.abc import Callable

from django.test import Client

from huxin.cases.actions import desk as acts
from huxin.cases.load import busy, loads
from huxin.cases.models import Case
from huxin.orgs.models import Membership
from tests.cases.conftest import Desk, desk  # noqa: F401  the officers' desk

Browse = Callable[[str], Client]


def assigned(desk: Desk, first: str, second: str) -> Case:  # noqa: F811
    """A case with two officers."""
    case = desk.open().case
    head = desk.world.actor("覃队长", desk.later())
    return acts.assign(case, officer=desk.world.user(first), second=desk.world.user(second), by=head, at=desk.at)


def test_both_his_first_and_his_second_places_are_handed_over(desk: Desk) -> None:  # noqa: F811
    one, two = assigned(desk, "陈办案", "岑协办"), assigned(desk, "岑协办", "陈办案")
    head = desk.world.actor("覃队长", desk.later())
    leaver, other = desk.world.user("陈办案"), desk.world.user("覃队长")
    assert acts.hand_over(leaver, to=other, by=head, at=desk.at) == 2
    for case in (one, two):
        case.refresh_from_db()
    assert (one.officer, one.second_officer) == (other, desk.world.user("岑协办"))
    assert (two.officer, two.second_officer) == (desk.world.user("岑协办"), other)


def test_a_colleague_who_is_there_already_does_not_become_both(desk: Desk) -> None:  # noqa: F811
    case = assigned(desk, "陈办案", "岑协办")
    head, other = desk.world.actor("覃队长", desk.later()), desk.world.user("岑协办")
    acts.hand_over(desk.world.user("陈办案"), to=other, by=head, at=desk.at)
    case.refresh_from_db()
    assert case.second_officer == other
    assert case.officer not in (other, desk.world.user("陈办案"))


def test_cases_of_another_office_stay(desk: Desk) -> None:  # noqa: F811
    case = assigned(desk, "陈办案", "岑协办")
    stranger = desk.world.actor("康主任", desk.later())
    assert acts.hand_over(desk.world.user("陈办案"), to=None, by=stranger, at=desk.at) == 0
    case.refresh_from_db()
    assert case.officer == desk.world.user("陈办案")


def test_who_is_only_second_somewhere_is_handed_over_too(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, leaver = assigned(desk, "陈办案", "岑协办"), desk.world.user("岑协办")
    Membership.objects.filter(user=leaver).update(until=desk.at)
    mine = next(row for row in loads(desk.world.actor("覃队长", desk.later()), desk.at.date()) if row.open)
    first = mine.officers[0]
    assert (first.user, first.open, first.beside, first.gone) == (leaver, 0, 1, True)
    client = browse("覃队长")
    way = f"/workbench/cases/officers/{leaver.pk}/hand-over/"
    assert way in client.get("/workbench/cases/load/").content.decode()
    client.post(way, {"to": ""})
    assert Case.objects.get(pk=case.pk).second_officer == leaver  # nobody was chosen: nothing is moved
    client.post(way, {"to": "shared"})
    assert Case.objects.get(pk=case.pk).second_officer == desk.world.user("覃队长")


def test_who_has_left_stands_first_and_is_handed_over_on_screen(desk: Desk, browse: Browse) -> None:  # noqa: F811
    case, leaver = assigned(desk, "陈办案", "岑协办"), desk.world.user("陈办案")
    Membership.objects.filter(user=leaver).update(until=desk.at)
    head = desk.world.actor("覃队长", desk.later())
    mine = next(row for row in loads(head, desk.at.date()) if row.office == case.organisation)
    assert (mine.officers[0].user, mine.officers[0].open, mine.officers[0].gone) == (leaver, 1, True)
    assert leaver in busy(head)
    assert leaver not in busy(desk.world.actor("康主任", desk.at))
    client = browse("覃队长")
    assert "已离岗，请移交" in client.get("/workbench/cases/load/").content.decode()
    client.post(f"/workbench/cases/officers/{leaver.pk}/hand-over/", {"to": "shared"})
    case.refresh_from_db()
    assert case.officer not in (None, leaver)
