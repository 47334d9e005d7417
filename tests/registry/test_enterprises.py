"""Is an enterprise entered once, corrected by those who may, found under all its names, and seen by nobody else?"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from huxin.orgs.access import allowed, visible
from huxin.registry.actions.chain import link_enterprises, unlink
from huxin.registry.actions.engagements import Terms, engage
from huxin.registry.actions.enterprises import (
    Details,
    add_name,
    correct_enterprise,
    merge_enterprises,
    register_enterprise,
    remove_name,
    rename,
    separate_enterprise,
    update_own,
)
from huxin.registry.actions.workers import About, register_worker
from huxin.registry.models import Enterprise, EnterpriseName
from huxin.registry.personal import masked_enterprise_phone
from huxin.registry.queries import chain, family, find_enterprises, pick_enterprises
from tests.world import World

CODE = "91532622MA6KLAAD44"


def _details(world: World, area: str = "532622", **more: object) -> Details:
    return Details(area=world.area(area), **more)


def _new(world: World, name: str = "砚山顺路货运服务部", by: str = "陈办案", **more: object) -> Enterprise:
    return register_enterprise(name, _details(world, **more), by=world.actor(by), at=world.at)


def test_a_registered_firm_stands_at_its_county_and_says_where_it_came_from(world: World) -> None:
    firm = _new(world, credit_code=" 91532622MA6KLAAD44 ", phone="13900002222", kind="partner")
    assert (firm.credit_code, firm.org_path) == (CODE, world.area("532622").path)
    assert masked_enterprise_phone(firm) == "139****2222"
    assert "13900002222" not in str(Enterprise.objects.filter(pk=firm.pk).values().get())
    assert sentence(Event.objects.latest("pk")) == "登记企业（来源：手工登记）"


def test_a_credit_code_is_checked_and_belongs_to_one_firm(world: World) -> None:
    with pytest.raises(NotPossible, match="校验位"):
        _new(world, credit_code="91532622MA6KLAAD40")
    _new(world, credit_code=CODE)
    with pytest.raises(NotPossible, match="已登记在“砚山顺路货运服务部”名下"):
        _new(world, "另一家", credit_code=CODE)


def test_a_code_that_begins_with_92_is_an_individual_household_business(world: World) -> None:
    assert _new(world, credit_code="92532622MA6KLAAE7B").individual


def test_an_officer_of_another_county_registers_nothing_here(world: World) -> None:
    with pytest.raises(PermissionDenied):
        _new(world, by="杨外县")
    with pytest.raises(PermissionDenied):
        _new(world, by="李经办")
    with pytest.raises(PermissionDenied):
        correct_enterprise(
            world.firm("捷安配送"), _details(world, "532601"), version=1, by=world.actor("陈办案"), at=world.at
        )


def test_of_two_who_correct_at_once_the_second_is_told(world: World) -> None:
    firm, by = _new(world), world.actor("陈办案")
    assert correct_enterprise(firm, _details(world, address="城东路1号"), version=1, by=by, at=world.at) == 1
    with pytest.raises(NotPossible, match="刚刚被别人修改"):
        correct_enterprise(firm, _details(world, address="城西路2号"), version=1, by=by, at=world.at)
    assert Enterprise.objects.get(pk=firm.pk).address == "城东路1号"


def test_a_correction_without_a_change_writes_nothing(world: World) -> None:
    firm, by = _new(world, phone="13900002222"), world.actor("陈办案")
    before = Event.objects.count()
    assert correct_enterprise(firm, _details(world, phone="13900002222"), version=1, by=by, at=world.at) == 0
    assert Event.objects.count() == before
    assert masked_enterprise_phone(Enterprise.objects.get(pk=firm.pk)) == "139****2222"


def test_a_firm_with_people_of_its_own_stays_in_its_county(world: World) -> None:
    firm = world.firm("迅达配送")
    with pytest.raises(NotPossible, match="不能变更属地"):
        correct_enterprise(firm, _details(world, "532601"), version=1, by=world.actor("陈办案"), at=world.at)


def test_a_firm_keeps_its_own_address_up_to_date_and_no_other_firms(world: World) -> None:
    mine = {"contact": "李经办", "phone": "0876-3120000", "address": "江那镇", "short_name": "迅达", "at": world.at}
    firm = world.firm("迅达配送")
    assert update_own(firm, **mine, version=1, by=world.actor("李经办")) == 4
    assert [e.pk for e in find_enterprises("迅达", world.actor("李经办"))] == [firm.pk]
    with pytest.raises(PermissionDenied):
        update_own(world.firm("捷安配送"), **mine, version=1, by=world.actor("李经办"))


def test_a_renamed_firm_is_found_under_both_names(world: World) -> None:
    firm, by = _new(world), world.actor("陈办案")
    rename(firm, name="砚山通达货运有限公司", version=1, by=by, at=world.at)
    assert find_enterprises("顺路货运", by) == find_enterprises("通达货运", by) == [firm]
    assert pick_enterprises("顺路")[0].known_as == "砚山顺路货运服务部"
    rename(firm, name="砚山顺路货运服务部", version=2, by=by, at=world.at)
    assert set(firm.names.values_list("kind", "name")) == {
        ("current", "砚山顺路货运服务部"), ("former", "砚山通达货运有限公司"),
    }  # fmt: skip


def test_a_firm_is_found_by_app_sound_and_code(world: World) -> None:
    by, platform = world.actor("陈办案"), world.firm("云岭快送")
    with pytest.raises(PermissionDenied):
        add_name(platform, kind="app", name="岭送骑手", by=by, at=world.at)
    EnterpriseName.objects.create(enterprise=platform, kind="app", name="岭送骑手", key="岭送骑手", initials="lsqs")
    assert find_enterprises("岭送", by) == [platform]
    assert find_enterprises("lsqs", by) == [platform]
    assert find_enterprises("ylks", by) == [platform]
    assert find_enterprises("91532600MA6KLAAA1U", by) == [platform]
    assert find_enterprises("云岭 科技", by) == [platform]
    assert find_enterprises("，（）", by) == []


def test_a_name_entered_by_mistake_goes_the_registered_one_stays(world: World) -> None:
    firm, by = _new(world), world.actor("陈办案")
    brand = add_name(firm, kind="brand", name="顺路达", by=by, at=world.at)
    with pytest.raises(NotPossible, match="已经登记"):
        add_name(firm, kind="brand", name="顺路 达", by=by, at=world.at)
    remove_name(brand, by=by, at=world.at)
    assert find_enterprises("顺路达", by) == []
    with pytest.raises(NotPossible, match="企业资料中变更"):
        remove_name(firm.names.get(), by=by, at=world.at)


def test_two_entries_of_one_firm_are_joined_both_stay_and_may_be_parted_again(world: World) -> None:
    by = world.actor("陈办案")
    firm, twin = _new(world, credit_code=CODE), _new(world, "砚山顺路货运")
    merge_enterprises(twin, into=firm, by=by, at=world.at)
    assert family(firm) == [firm.pk, twin.pk]
    assert allowed(by, "registry.view", twin)
    assert [choice.pk for choice in pick_enterprises("顺路货运")] == [firm.pk]
    with pytest.raises(NotPossible, match="已经并入"):
        merge_enterprises(twin, into=firm, by=by, at=world.at)
    separate_enterprise(twin, by=by, at=world.at)
    assert family(firm) == [firm.pk]


def test_firms_with_different_codes_or_people_of_their_own_are_not_joined_away(world: World) -> None:
    by = world.actor("陈办案")
    firm = _new(world, credit_code=CODE)
    with pytest.raises(NotPossible, match="已开通企业端"):
        merge_enterprises(world.firm("迅达配送"), into=firm, by=by, at=world.at)
    with pytest.raises(NotPossible, match="两个主体"):
        merge_enterprises(firm, into=world.firm("迅达配送"), by=by, at=world.at)


def test_the_chain_shows_both_sides_and_its_past(world: World) -> None:
    by, firm = world.actor("陈办案"), world.firm("迅达配送")
    up, down = chain(firm, world.at.date())
    assert [link.upper.short_name for link in up] == ["云岭快送"]
    assert [link.lower.short_name for link in down] == ["迅达江那站"]
    unlink(down[0], until=world.at.date(), by=by, at=world.at)
    assert chain(firm, world.at.date())[1] == []
    assert len(chain(firm, world.at.date() - timedelta(days=1))[1]) == 1
    link_enterprises(firm, world.firm("迅达江那站"), kind="partner", since=world.at.date(), by=by, at=world.at)
    assert sentence(Event.objects.latest("pk")) == "登记企业关系（合作用工），自2026年11月23日起"


def test_a_chain_has_no_circle(world: World) -> None:
    by, since = world.actor("陈办案"), world.at.date()
    outlet, firm = world.firm("迅达江那站"), world.firm("迅达配送")
    with pytest.raises(NotPossible, match="已经是"):
        link_enterprises(outlet, firm, kind="partner", since=since, by=by, at=world.at)
    with pytest.raises(NotPossible, match="同一家"):
        link_enterprises(firm, firm, kind="partner", since=since, by=by, at=world.at)
    with pytest.raises(NotPossible, match="已有同类关系"):
        link_enterprises(firm, outlet, kind="outlet", since=since, by=by, at=world.at)


def test_an_office_sees_firms_of_its_county_and_those_above_them_a_firm_itself_alone(world: World) -> None:
    def seen(name: str) -> set[str]:
        return set(visible(Enterprise, world.actor(name)).values_list("short_name", flat=True))

    assert seen("陈办案") == {"云岭快送", "迅达配送", "迅达江那站"}
    assert seen("杨外县") == {"云岭快送", "捷安配送"}
    assert seen("吴主任科员") == {"云岭快送", "迅达配送", "捷安配送", "迅达江那站"}
    assert seen("李经办") == {"迅达配送"}
    assert seen("邱经办") == {"捷安配送"}
    assert seen("王师傅") == seen("蒋经办") == set()


def test_an_office_sees_a_firm_of_another_county_for_which_somebody_works_here(world: World) -> None:
    stranger = world.firm("捷安配送")
    by, area = world.actor("陈办案"), world.area("532622")
    assert not allowed(by, "registry.view", stranger)
    person = register_worker(name="张小山", phone="13900003333", about=About(area), by=by, at=world.at)
    engage(person, stranger, Terms("delivery", area, date(2026, 5, 1)), by=by, at=world.at)
    assert allowed(by, "registry.view", stranger)
    assert not allowed(by, "registry.edit", stranger)


def test_the_database_holds_what_the_actions_hold(world: World) -> None:
    firm = world.firm("迅达配送")
    for wrong in ({"name": ""}, {"credit_code": ""}, {"merged_into": firm}, {"credit_code": "91532601MA6KLAAC1C"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enterprise.objects.filter(pk=firm.pk).update(**wrong)
