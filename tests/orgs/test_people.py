"""Are roles given, taken, passed on and lent as they should be?"""

from datetime import timedelta

import pytest

from huxin.base.errors import NotPossible
from huxin.journal.models import Event
from huxin.journal.timeline import entries
from huxin.orgs.access import actor, visible
from huxin.orgs.actions.people import (
    change_phone,
    colleagues,
    deactivate,
    end_stand_in,
    grant_role,
    hand_over,
    reveal_phone,
    revoke_role,
    stand_in,
)
from huxin.orgs.directory import looked_at, roles_of, stand_ins
from huxin.orgs.models import Membership, User
from huxin.orgs.personal import PHONE, decrypt, masked_phone
from tests.world import World

NUMBER = "13800001234"


def _last_event() -> Event:
    return Event.objects.latest("pk")


def test_a_granted_role_works_at_once_and_ends_the_sessions(world: World) -> None:
    clerk = world.user("蒋经办")
    grant_role(clerk, organisation=world.org("州总工会"), role="section_head", by=world.actor("孙主席"), at=world.at)
    assert world.actor("蒋经办").can("paper.approve")
    assert world.user("蒋经办").get_session_auth_hash() != clerk.get_session_auth_hash()
    assert entries([_last_event()])[0].sentence == "授予角色“科室负责人”"


def test_the_same_role_is_not_held_twice(world: World) -> None:
    with pytest.raises(NotPossible, match="已经担任"):
        grant_role(
            world.user("钱工会"),
            organisation=world.org("州总工会"),
            role="liaison",
            by=world.actor("孙主席"),
            at=world.at,
        )


def test_a_revoked_role_works_no_more_and_stays_in_the_history(world: World) -> None:
    held = roles_of(world.user("钱工会"))[0]
    revoke_role(held, by=world.actor("孙主席"), at=world.at)
    assert world.actor("钱工会").grants == ()
    assert roles_of(world.user("钱工会"))[0].until == world.at
    with pytest.raises(NotPossible, match="已经免去"):
        revoke_role(held, by=world.actor("孙主席"), at=world.at)


def test_the_last_administrator_stays(world: World) -> None:
    second = world.user("李联络")
    grant_role(second, organisation=world.org("州人社局"), role="administrator", by=world.actor("韩管理"), at=world.at)
    revoke_role(roles_of(world.user("韩管理"))[0], by=world.actor("李联络"), at=world.at)
    with pytest.raises(NotPossible, match="最后一名系统管理员"):
        revoke_role(Membership.objects.get(role="administrator", until=None), by=world.actor("李联络"), at=world.at)


def test_all_roles_pass_to_the_successor(world: World) -> None:
    count = hand_over(world.user("钱工会"), to=world.user("蒋经办"), by=world.actor("孙主席"), at=world.at)
    assert count == 1
    assert world.actor("钱工会").grants == ()
    assert {grant.role for grant in world.actor("蒋经办").grants} == {"clerk", "liaison"}


def test_handing_over_takes_no_other_way_to_a_role_for_oneself(world: World) -> None:
    with pytest.raises(NotPossible, match="接收人"):
        hand_over(world.user("钱工会"), to=world.user("孙主席"), by=world.actor("孙主席"), at=world.at)


def test_a_colleague_fills_in_for_the_time_named_and_is_written_down_as_such(world: World) -> None:
    absent, colleague = world.user("孙主席"), world.user("钱工会")
    until = world.at + timedelta(days=3)
    stand_in(
        absent, colleague=colleague, since=world.at, until=until, reason="培训", by=world.actor("孙主席"), at=world.at
    )
    lent = world.actor("钱工会").grant("people.invite", world.org("州总工会").path)
    assert lent is not None
    assert lent.acting_for == "孙主席"
    assert not actor(colleague, until).can("people.invite")


def test_only_a_colleague_of_the_same_unit_fills_in(world: World) -> None:
    with pytest.raises(NotPossible, match="本单位"):
        stand_in(
            world.user("钱工会"),
            colleague=world.user("唐交通"),
            since=world.at,
            until=world.at + timedelta(days=1),
            reason="",
            by=world.actor("钱工会"),
            at=world.at,
        )


def test_who_stands_apart_from_the_work_fills_in_for_nobody_who_does_it(world: World) -> None:
    director, times = world.user("郑主任"), {"since": world.at, "until": world.at + timedelta(days=1)}
    assert "吴主任科员" in {one.name for one in colleagues(director)}
    for name in ("冯审计", "韩管理"):
        for absent, colleague in ((director, world.user(name)), (world.user(name), director)):
            by = world.actor(absent.name)
            with pytest.raises(NotPossible, match="审计、系统管理员不与其他岗位互相代班"):
                stand_in(absent, colleague=colleague, **times, reason="", by=by, at=world.at)


def test_one_who_is_back_early_acts_alone_again(world: World) -> None:
    me, by = world.user("孙主席"), world.actor("孙主席")
    times = {"since": world.at - timedelta(hours=1), "until": world.at + timedelta(days=3)}
    row = stand_in(me, colleague=world.user("钱工会"), **times, reason="", by=by, at=world.at - timedelta(hours=1))
    end_stand_in(row, by=by, at=world.at)
    assert not stand_ins(me, world.at).exists()
    with pytest.raises(NotPossible, match="已经结束"):
        end_stand_in(row, by=by, at=world.at)


def test_two_stand_ins_do_not_overlap(world: World) -> None:
    me, by = world.user("孙主席"), world.actor("孙主席")
    times = {"since": world.at, "until": world.at + timedelta(days=3)}
    stand_in(me, colleague=world.user("钱工会"), **times, reason="", by=by, at=world.at)
    with pytest.raises(NotPossible, match="已经指定"):
        stand_in(me, colleague=world.user("蒋经办"), **times, reason="", by=by, at=world.at)


def test_a_phone_number_is_stored_encrypted_and_shown_masked(world: World) -> None:
    change_phone(world.user("钱工会"), phone="+86 138 0000 1234", by=world.actor("钱工会"), at=world.at)
    person = world.user("钱工会")
    assert NUMBER not in person.phone_sealed + person.phone_digest
    assert decrypt(person.phone_sealed, PHONE) == NUMBER
    assert masked_phone(person) == "138****1234"
    assert NUMBER not in str(Event.objects.values_list("data", flat=True))


def test_a_number_seen_in_clear_is_known_to_its_owner(world: World) -> None:
    change_phone(world.user("钱工会"), phone=NUMBER, by=world.actor("钱工会"), at=world.at)
    assert reveal_phone(world.user("钱工会"), purpose="urgent", by=world.actor("韩管理"), at=world.at) == NUMBER
    line = entries(looked_at(world.user("钱工会")))[0]
    assert (line.who, line.sentence) == ("州人社局 韩管理", "查看完整手机号（用途：紧急事项通知）")


def test_a_wrong_number_is_refused_in_words(world: World) -> None:
    with pytest.raises(NotPossible, match="11位"):
        change_phone(world.user("钱工会"), phone="123", by=world.actor("钱工会"), at=world.at)


def test_a_deactivated_person_holds_nothing_and_is_no_longer_seen_in_lists(world: World) -> None:
    deactivate(world.user("钱工会"), by=world.actor("孙主席"), at=world.at)
    assert world.actor("钱工会").grants == ()
    assert not visible(User, world.actor("孙主席")).filter(username="钱工会").exists()


def test_nobody_deactivates_himself(world: World) -> None:
    with pytest.raises(NotPossible, match="自己"):
        deactivate(world.user("孙主席"), by=world.actor("孙主席"), at=world.at)


def test_each_action_writes_one_event(world: World) -> None:
    before = Event.objects.count()
    hand_over(world.user("钱工会"), to=world.user("蒋经办"), by=world.actor("孙主席"), at=world.at)
    assert Event.objects.count() == before + 1
