"""Do seats stay with the post, and is every unit without a liaison found and written to?"""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.issuing import void
from huxin.documents.models import Paper
from huxin.orgs.access import actor
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.actions.people import hand_over
from huxin.orgs.models import Membership, User
from huxin.plans.actions import seats
from huxin.plans.models import Plan, Seat
from huxin.plans.succession import follower
from huxin.typesetting.content import text
from huxin.typesetting.content_json import from_json
from huxin.work.todos import todos
from tests.adoption.conftest import Table


@pytest.fixture
def seat(plan: Plan) -> Seat:
    return plan.seats.get(kind="liaison")


def test_a_successor_takes_over_and_the_former_holder_stays_on_file(seat: Seat, table: Table) -> None:
    seats.take_over(
        seat, name="赵 五行", post="副科长", since=date(2026, 11, 23), by=table.world.actor("唐交通"), at=table.at
    )
    assert list(seat.holders.order_by("since").values_list("name", "until")) == [
        ("王四木", date(2026, 11, 23)),
        ("赵五行", None),
    ]


def test_a_successor_of_a_later_day_does_not_take_the_seat_today(seat: Seat, table: Table) -> None:
    later = table.at.date() + timedelta(days=1)
    with pytest.raises(NotPossible, match="不能晚于今天"):
        seats.take_over(seat, name="赵五行", post="副科长", since=later, by=table.world.actor("唐交通"), at=table.at)
    assert seat.holders.get(until=None).name == "王四木"


def test_another_unit_cannot_file_the_successor(seat: Seat, table: Table) -> None:
    for person in ("钱工会", "王文山", "赵经办", "冯审计"):
        with pytest.raises(PermissionDenied):
            seats.take_over(
                seat, name="某人", post="", since=date(2026, 11, 23), by=table.world.actor(person), at=table.at
            )


def test_the_office_may_file_for_every_unit(seat: Seat, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    seats.take_over(seat, name="某人", post="", since=date(2026, 11, 23), by=office, at=table.at)
    with pytest.raises(NotPossible, match="不能早于"):
        seats.take_over(seat, name="另一人", post="", since=date(2026, 11, 1), by=office, at=table.at)


def test_task_holders_without_a_liaison_are_listed_their_own_units_first(plan: Plan) -> None:
    missing = [unit.short_name for unit in seats.without_liaison(plan)]
    assert missing[:3] == ["州人社局", "州总工会", "州司法局"]
    assert len(missing) == 3 + 8


def test_a_unit_that_names_its_liaison_leaves_the_list(plan: Plan, table: Table) -> None:
    union = table.world.org("州总工会")
    facts = {"kind": "liaison", "organisation": union, "name": "钱七", "post": "干事"}
    with pytest.raises(PermissionDenied):
        seats.open_seat(plan, **facts, by=table.world.actor("唐交通"), at=table.at)
    seats.open_seat(plan, **facts, by=table.world.actor("钱工会"), at=table.at)
    assert union not in seats.without_liaison(plan)
    with pytest.raises(NotPossible, match="已有联络员"):
        seats.open_seat(plan, **facts, by=table.world.actor("吴主任科员"), at=table.at)


def test_a_unit_cannot_make_itself_a_member(plan: Plan, table: Table) -> None:
    with pytest.raises(PermissionDenied):
        seats.open_seat(
            plan, kind="member", organisation=table.world.org("州总工会"), name="", post="",
            by=table.world.actor("钱工会"), at=table.at,
        )  # fmt: skip


def test_the_letter_to_a_unit_without_a_liaison_is_a_draft_that_names_no_person(plan: Plan, table: Table) -> None:
    units = [unit for unit in seats.without_liaison(plan) if unit.short_name == "州总工会"]
    [paper] = seats.draft_liaison_letters(plan, units, by=table.world.actor("吴主任科员"), at=table.at)
    said = text(from_json(paper.tree))
    assert paper.state == Paper.State.DRAFT
    assert "文山州总工会" in said
    assert "1项工作任务" in said
    assert "2026年12月3日前" in said
    assert "同意" not in said
    assert not any(name in said for name in ("陈一山", "林二水", "沈三石", "王四木"))


def test_a_letter_that_lies_there_is_not_written_again(plan: Plan, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    units = [unit for unit in seats.without_liaison(plan) if unit.short_name == "州总工会"]
    [paper] = seats.draft_liaison_letters(plan, units, by=office, at=table.at)
    with pytest.raises(NotPossible, match="给州总工会的函已经拟出"):
        seats.draft_liaison_letters(plan, units, by=office, at=table.at)
    assert seats.liaison_letters(plan) == {units[0].pk: paper}
    void(paper, reason="重拟", by=office, at=table.at)
    assert seats.draft_liaison_letters(plan, units, by=office, at=table.at)


def test_a_government_is_asked_for_its_liaison_with_the_consent_of_the_prefecture(plan: Plan, table: Table) -> None:
    units = [unit for unit in seats.without_liaison(plan) if unit.short_name == "砚山县政府"]
    [paper] = seats.draft_liaison_letters(plan, units, by=table.world.actor("吴主任科员"), at=table.at)
    said = text(from_json(paper.tree))
    assert "经州人民政府同意，请确定1名联络员" in said
    assert "你单位" not in said


def test_letters_are_the_offices_business(plan: Plan, table: Table) -> None:
    units = seats.without_liaison(plan)
    with pytest.raises(PermissionDenied):
        seats.draft_liaison_letters(plan, units, by=table.world.actor("唐交通"), at=table.at)


def test_a_closed_seat_is_given_back(seat: Seat, table: Table) -> None:
    seats.close_seat(seat, by=table.world.actor("吴主任科员"), at=table.at)
    assert seat.holders.get().until == table.at.date()
    with pytest.raises(NotPossible, match="撤销"):
        seats.close_seat(seat, by=table.world.actor("吴主任科员"), at=table.at)


def _handed_over(table: Table, giver: str, name: str) -> Actor:
    """The roles of the giver pass to a new colleague; who he is the day after."""
    new = User.objects.create(username=name, name=name, created_at=table.at)
    later = table.at + timedelta(days=1)
    hand_over(table.world.user(giver), to=new, by=table.world.actor("韩管理"), at=later)
    return actor(new, later)


def _offered(by: Actor, table: Table) -> list[str]:
    return [todo.url for todo in todos(by, table.at + timedelta(days=1)) if todo.state == "待接任备案"]


def test_who_follows_in_the_post_of_a_holder_is_offered_his_seat_until_it_is_filed(seat: Seat, table: Table) -> None:
    seats.take_over(
        seat, name="唐交通", post="科员", since=table.at.date(), by=table.world.actor("唐交通"), at=table.at
    )
    assert seat.holders.get(until=None).user == table.world.user("唐交通")
    assert _offered(table.world.actor("唐交通"), table) == []
    new = _handed_over(table, "唐交通", "邓接手")
    assert _offered(new, table) == [reverse("workbench:seat_successor", args=[seat.pk])]
    assert _offered(table.world.actor("林召集"), table) == []
    later = table.at + timedelta(days=1)
    held = seats.take_over(seat, name="邓接手", post="科员", since=later.date(), by=new, at=later)
    assert (held.user_id, _offered(new, table)) == (new.user_id, [])


def test_a_liaison_seat_of_somebody_without_an_account_is_offered_to_who_takes_the_role(
    seat: Seat, table: Table
) -> None:
    assert _offered(table.world.actor("唐交通"), table) == []
    new = _handed_over(table, "唐交通", "邓接手")
    assert len(_offered(new, table)) == 1
    follows = follower(seat, new)
    assert follows is not None
    assert follows.post == "科员"


def test_who_is_invited_into_the_role_or_the_post_of_a_seat_is_offered_it(seat: Seat, table: Table) -> None:
    """The printed holder never had an account here; who was liaison already when he was filed is not his successor."""
    later, unit = table.at + timedelta(days=1), seat.organisation
    member = table.world.org("州商务局").seats.get(kind="member")
    new, other = (User.objects.create(username=name, name=name, created_at=table.at) for name in ("邓接手", "武同岗"))
    Membership.objects.create(user=new, organisation=unit, role="liaison", post="干事", since=later)
    Membership.objects.create(
        user=other, organisation=member.organisation, role="unit_leader", post="副局长", since=later
    )
    assert _offered(actor(new, later), table) == []
    Membership.objects.filter(user=table.world.user("唐交通"), until=None).update(until=later)
    assert _offered(actor(new, later), table) == [reverse("workbench:seat_successor", args=[seat.pk])]
    assert _offered(actor(other, later), table) == [reverse("workbench:seat_successor", args=[member.pk])]


def test_the_seat_of_who_works_in_an_office_of_the_unit_is_offered_to_nobody(seat: Seat, table: Table) -> None:
    later, unit = table.at + timedelta(days=1), seat.organisation
    office = found_organisation(area=unit.area, name="州交通运输局运输科", parent=unit)
    Membership.objects.filter(user=table.world.user("唐交通")).update(organisation=office)
    day = table.at.date()
    seats.take_over(seat, name="唐交通", post="科员", since=day, by=table.world.actor("林召集"), at=table.at)
    assert seat.holders.get(until=None).user == table.world.user("唐交通")
    new = User.objects.create(username="邓接手", name="邓接手", created_at=table.at)
    Membership.objects.create(user=new, organisation=unit, role="liaison", post="干事", since=later)
    assert _offered(actor(new, later), table) == []
    Membership.objects.filter(user=table.world.user("唐交通"), until=None).update(until=later)
    assert len(_offered(actor(new, later), table)) == 1
