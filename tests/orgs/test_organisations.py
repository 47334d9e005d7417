"""Do units stand where they belong, under one name each?"""

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.orgs.access import visible
from huxin.orgs.actions.organisations import (
    add_alias,
    add_organisation,
    find_organisation,
    found_organisation,
    rename,
)
from huxin.orgs.models import Organisation
from tests.world import World


def test_a_unit_stands_below_its_area_and_an_office_below_its_unit(world: World) -> None:
    union = world.org("州总工会")
    office = found_organisation(area=union.area, name="州总工会办公室", parent=union, kind=Organisation.Kind.OFFICE)
    assert union.path == f"530000/532600/{union.pk}/"
    assert office.path == f"{union.path}{office.pk}/"
    assert office in visible(Organisation, world.actor("孙主席"))


def test_a_name_is_given_once_in_an_area(world: World) -> None:
    with pytest.raises(NotPossible, match="已有名为"):
        found_organisation(area=world.area("532600"), name="文山州 总工会")


def test_a_renamed_unit_is_found_under_its_old_names(world: World) -> None:
    unit = world.org("州商务局")
    rename(unit, name="文山州商务和投资促进局", short_name="州商务投促局", by=world.actor("吴主任科员"), at=world.at)
    area = world.area("532600")
    for name in ("文山州商务局", "州商务局", "州商务投促局", "文山州商务和投资促进局"):
        assert find_organisation(name, area=area) == unit


def test_an_alias_points_to_one_unit(world: World) -> None:
    by = world.actor("吴主任科员")
    add_alias(world.org("州总工会"), name="州工会", by=by, at=world.at)
    assert find_organisation("州工会", area=world.area("532600")) == world.org("州总工会")
    with pytest.raises(NotPossible, match="只能指一个单位"):
        add_alias(world.org("州商务局"), name="州工会", by=by, at=world.at)


def test_strangers_change_no_names_and_found_nothing(world: World) -> None:
    by, unit = world.actor("孙主席"), world.org("州商务局")
    with pytest.raises(PermissionDenied):
        rename(unit, name="别的局", short_name="别的局", by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        add_alias(unit, name="别的局", by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        add_organisation(area=unit.area, name="新局", short_name="新局", kind="bureau", by=by, at=world.at)
