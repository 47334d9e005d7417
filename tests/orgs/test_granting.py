"""Does nobody hand on more than he holds?"""

import pytest

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.orgs.actions.invitations import invite
from huxin.orgs.actions.people import (
    change_email,
    change_phone,
    deactivate,
    end_stand_in,
    grant_role,
    hand_over,
    reveal_phone,
    revoke_role,
    stand_in,
)
from huxin.orgs.directory import roles_of
from huxin.orgs.granting import may_grant, roles_to_grant
from huxin.orgs.models import Membership, StandIn
from huxin.orgs.roles import AREA, ROLES
from tests.world import PEOPLE, World


def test_a_unit_leader_gives_only_roles_that_work_inside_his_unit(world: World) -> None:
    roles = roles_to_grant(world.actor("孙主席"), world.org("州总工会"))
    assert roles == [
        "liaison",
        "section_head",
        "unit_leader",
        "clerk",
        "registrar",
        "legal_reviewer",
        "aid_lawyer",
        "justice_reviewer",
    ]
    beyond = {p for role in roles for p, how in ROLES[role].permissions.items() if how == AREA}
    assert beyond == {"plan.view"}  # which he holds himself


def test_a_unit_leader_gives_nothing_in_another_unit(world: World) -> None:
    assert roles_to_grant(world.actor("孙主席"), world.org("州交通运输局")) == []


def test_the_office_gives_every_role_of_the_prefecture_but_those_of_the_machine_room(world: World) -> None:
    roles = roles_to_grant(world.actor("吴主任科员"), world.org("州人社局"))
    machine_room, county = {"administrator", "auditor"}, {"county_liaison", "county_leader"}
    assert set(ROLES) - set(roles) == machine_room | county | {"enterprise_hr", "enterprise_signer", "worker"}
    assert "county_liaison" in roles_to_grant(world.actor("吴主任科员"), world.org("砚山县政府"))


def test_an_administrator_names_administrators_and_auditors(world: World) -> None:
    roles = roles_to_grant(world.actor("韩管理"), world.org("州人社局"))
    assert {"administrator", "auditor"} <= set(roles)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "unit_leader"])
def test_nobody_may_grant_without_the_right_to_invite(world: World, role: str) -> None:
    assert not may_grant(world.actor("钱工会"), world.org("州总工会"), role)


def test_who_may_grant_can_reach_no_permission_beyond_his_own(world: World) -> None:
    """From every person, over every unit and role: what is given lies where the giver disposes or stands."""
    for name in {row[0] for row in PEOPLE}:
        by = world.actor(name)
        for unit in ("州人社局", "州总工会", "砚山县政府"):
            organisation = world.org(unit)
            for role in roles_to_grant(by, organisation):
                for permission, how in ROLES[role].permissions.items():
                    path = organisation.area.path if how == AREA else organisation.path
                    assert by.grant("people.invite", path) or by.grant(permission, path), (name, unit, role)


def test_nobody_grants_himself_a_role(world: World) -> None:
    with pytest.raises(NotPossible, match="不能给自己授予角色"):
        grant_role(
            world.user("吴主任科员"),
            organisation=world.org("州交通运输局"),
            role="convenor",
            by=world.actor("吴主任科员"),
            at=world.at,
        )


def test_a_leader_beside_the_administrator_cannot_take_over_his_account(world: World) -> None:
    """A unit leader of the bureau in which the administrator sits."""
    leader = world.user("周科长")
    Membership.objects.filter(user=leader).update(role="unit_leader")
    by, admin = world.actor("周科长"), world.user("韩管理")
    with pytest.raises(PermissionDenied):
        deactivate(admin, by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        revoke_role(roles_of(admin)[0], by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        hand_over(admin, to=world.user("李联络"), by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        change_phone(admin, phone="13800001234", by=by, at=world.at)


STRANGER = "赵经办"


def _attempts(world: World, by: Actor) -> dict[str, object]:
    unit, person = world.org("州总工会"), world.user("钱工会")
    to = world.user("蒋经办")
    away = StandIn.objects.create(
        absent=person, colleague=to, since=world.at, until=world.at.replace(day=30), reason=""
    )
    common = {"by": by, "at": world.at}
    return {
        "invite": lambda: invite(unit, role="clerk", name="某人", **common),
        "grant": lambda: grant_role(person, organisation=unit, role="clerk", **common),
        "revoke": lambda: revoke_role(roles_of(person)[0], **common),
        "hand over": lambda: hand_over(person, to=to, **common),
        "stand in": lambda: stand_in(
            person, colleague=to, since=world.at, until=world.at.replace(day=25), reason="", **common
        ),
        "end stand-in": lambda: end_stand_in(away, **common),
        "phone": lambda: change_phone(person, phone="13800001234", **common),
        "email": lambda: change_email(person, email="new@example.cn", **common),
        "reveal": lambda: reveal_phone(person, purpose="work", **common),
        "deactivate": lambda: deactivate(person, **common),
    }


@pytest.mark.parametrize(
    "what",
    ["invite", "grant", "revoke", "hand over", "stand in", "end stand-in", "phone", "email", "reveal", "deactivate"],
)
@pytest.mark.parametrize("who", [STRANGER, "蒋经办"])
def test_strangers_and_mere_colleagues_are_refused(world: World, what: str, who: str) -> None:
    with pytest.raises(PermissionDenied):
        _attempts(world, world.actor(who))[what]()  # type: ignore[operator]


def test_a_firms_representative_gives_the_roles_of_a_firm_in_his_own_alone(world: World) -> None:
    by = world.actor("莫代表")
    assert roles_to_grant(by, world.org("迅达配送")) == ["enterprise_hr", "enterprise_signer"]
    assert roles_to_grant(by, world.org("捷安配送")) == []
    assert roles_to_grant(world.actor("李经办"), world.org("迅达配送")) == []
