"""Does a code open one account once, and nothing else?"""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.models import Event
from huxin.orgs.actions.invitations import (
    VALID_FOR,
    accept_invitation,
    accept_renewal,
    invite,
    invite_first_administrator,
    offer_renewal,
    open_invitation,
    withdraw_invitation,
)
from huxin.orgs.actions.people import deactivate
from huxin.orgs.models import Invitation, User
from tests.world import World

GOOD = "four quiet horses"


def _code(world: World, role: str = "clerk") -> str:
    return invite(world.org("州总工会"), role=role, name="新同志", by=world.actor("孙主席"), at=world.at)[1]


def test_the_code_opens_an_account_with_the_role_named(world: World) -> None:
    code = _code(world)
    person = accept_invitation(code.lower().replace("-", " "), username="新来的", password=GOOD, at=world.at)
    assert person.name == "新同志"
    assert [(g.role, g.organisation) for g in world.actor("新来的").grants] == [("clerk", "州总工会")]
    assert Event.objects.latest("pk").actor_name == "新同志"


def test_the_code_itself_is_kept_nowhere(world: World) -> None:
    code = _code(world)
    kept = str(list(Invitation.objects.values())) + str(list(Event.objects.values()))
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_a_code_works_once(world: World) -> None:
    code = _code(world)
    accept_invitation(code, username="甲同志", password=GOOD, at=world.at)
    with pytest.raises(NotPossible, match="已经用过"):
        accept_invitation(code, username="乙同志", password=GOOD, at=world.at)


def test_a_code_ends_after_its_time(world: World) -> None:
    code = _code(world)
    with pytest.raises(NotPossible, match="过期"):
        open_invitation(code, at=world.at + VALID_FOR)
    assert open_invitation(code, at=world.at + VALID_FOR - timedelta(seconds=1)).name == "新同志"


def test_a_withdrawn_code_opens_nothing(world: World) -> None:
    code = _code(world)
    row = open_invitation(code, at=world.at)
    withdraw_invitation(row, by=world.actor("孙主席"), at=world.at)
    with pytest.raises(NotPossible, match="撤回"):
        open_invitation(code, at=world.at)
    with pytest.raises(NotPossible, match="不必再撤回"):
        withdraw_invitation(row, by=world.actor("孙主席"), at=world.at)


def test_who_left_lets_nobody_in_any_more(world: World) -> None:
    code = _code(world)
    deactivate(world.user("孙主席"), by=world.actor("韩管理"), at=world.at)
    with pytest.raises(NotPossible, match="不再任职"):
        accept_invitation(code, username="留的后门", password=GOOD, at=world.at)


@pytest.mark.parametrize("typed", ["", "K7QM", "0000-0000-0000-0000", "邀请码", "K7QM-2XW9-HTPA-AAAA"])
def test_a_wrong_code_is_refused_in_words(world: World, typed: str) -> None:
    with pytest.raises(NotPossible):
        open_invitation(typed, at=world.at)


@pytest.mark.parametrize("password", ["short", "1234567890123", "新同志password", "password123"])
def test_a_weak_password_leaves_the_code_unused(world: World, password: str) -> None:
    code = _code(world)
    with pytest.raises(NotPossible):
        accept_invitation(code, username="新来的", password=password, at=world.at)
    assert open_invitation(code, at=world.at).used_at is None


@pytest.mark.parametrize("username", ["钱工会", "a", "has blank", "<b>x</b>", "x" * 31])
def test_a_log_in_name_that_cannot_be_is_refused(world: World, username: str) -> None:
    with pytest.raises(NotPossible, match="登录名"):
        accept_invitation(_code(world), username=username, password=GOOD, at=world.at)


def test_a_leader_cannot_invite_beyond_his_unit(world: World) -> None:
    for unit, role in (("州交通运输局", "clerk"), ("州总工会", "conference_office"), ("州总工会", "administrator")):
        with pytest.raises(PermissionDenied):
            invite(world.org(unit), role=role, name="某人", by=world.actor("孙主席"), at=world.at)


def test_one_who_lost_phone_or_password_sets_both_anew(world: World) -> None:
    person = world.user("钱工会")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    before = person.get_session_auth_hash()
    first = offer_renewal(person, by=world.actor("孙主席"), at=world.at)[1]
    code = offer_renewal(person, by=world.actor("孙主席"), at=world.at)[1]
    with pytest.raises(NotPossible, match="撤回"):
        accept_renewal(first, password=GOOD, at=world.at)
    accept_renewal(code, password=GOOD, at=world.at)
    again = world.user("钱工会")
    assert again.check_password(GOOD)
    assert again.get_session_auth_hash() != before
    assert not Authenticator.objects.filter(user=again).exists()
    assert [g.role for g in world.actor("钱工会").grants] == ["liaison"]


def test_a_code_of_one_kind_does_not_serve_for_the_other(world: World) -> None:
    renewal = offer_renewal(world.user("钱工会"), by=world.actor("孙主席"), at=world.at)[1]
    with pytest.raises(NotPossible, match="重设密码"):
        accept_invitation(renewal, username="冒名", password=GOOD, at=world.at)
    with pytest.raises(NotPossible, match="不能用于重设"):
        accept_renewal(_code(world), password=GOOD, at=world.at)


def test_nobody_renews_the_access_of_one_he_could_not_appoint(world: World) -> None:
    for by in ("吴主任科员", "孙主席", "赵经办"):
        with pytest.raises(PermissionDenied):
            offer_renewal(world.user("韩管理"), by=world.actor(by), at=world.at)


def test_the_first_administrator_comes_in_by_a_code_from_the_server(world: World) -> None:
    code = invite_first_administrator(area_code="532600", organisation="州大数据局", name="孟管理", at=world.at)
    accept_invitation(code, username="孟管理", password=GOOD, at=world.at)
    assert world.actor("孟管理").can("system.manage")
    assert User.objects.get(username="孟管理").memberships.get().organisation.name == "州大数据局"
    with pytest.raises(NotPossible, match="行政区划代码"):
        invite_first_administrator(area_code="999999", organisation="某局", name="某人", at=world.at)
