"""Are records recognised by rules that anybody can read, and does what is doubtful wait for a person?"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.models import Event
from huxin.registry.actions.enterprises import Details, merge_enterprises, register_enterprise, rename
from huxin.registry.actions.imports import Verdict, import_enterprises, read_lines
from huxin.registry.actions.sightings import candidates, drop_sighting, enter_sighting, place_sighting, said
from huxin.registry.actions.workers import About, register_worker
from huxin.registry.listing import HEADINGS
from huxin.registry.matching import Firm, KnownFirms, likeness, match_worker, variants
from huxin.registry.models import Sighting
from huxin.registry.names import core, initials, search_key
from huxin.registry.personal import read_person
from huxin.registry.queries import find_enterprises
from tests.world import World

CODE_A = "91532622MA6KLAAB1Q"


def _matches(name: str, code: str = "", area: str = "532622") -> list[tuple[str, str]]:
    firm = Firm(name, code, area)
    return [(match.thing.short_name, match.rule) for match in KnownFirms([firm]).matches(firm)]


def test_a_firm_is_known_by_its_code_whatever_it_is_called(world: World) -> None:
    assert _matches("完全不同的名称", CODE_A, "532601") == [("迅达配送", "code")]


def test_a_firm_is_known_by_its_name_in_its_county_unless_its_code_is_another(world: World) -> None:
    assert _matches("砚山 迅达配送服务有限公司") == [("迅达配送", "same_name")]
    assert _matches("砚山迅达配送服务有限公司", area="532601")[0] == ("迅达配送", "name_elsewhere")
    assert ("迅达配送", "same_name") not in _matches("砚山迅达配送服务有限公司", "91532601MA6KLAAC1C")


def test_a_former_name_and_a_like_name_are_put_before_a_person(world: World) -> None:
    firm, by = world.firm("迅达配送"), world.actor("陈办案")
    rename(firm, name="砚山鸿运供应链管理有限公司", version=1, by=by, at=world.at)
    assert _matches("砚山迅达配送服务有限公司")[0] == ("迅达配送", "other_name")
    assert _matches("砚山鸿运供应链服务有限公司")[0] == ("迅达配送", "likeness")
    assert _matches("砚山金花家政服务有限公司") == []


def test_an_entry_that_was_joined_into_another_leads_to_it(world: World) -> None:
    by, details = world.actor("陈办案"), Details(area=world.area("532622"))
    twin = register_enterprise("迅达外卖砚山站", details, by=by, at=world.at)
    merge_enterprises(twin, into=world.firm("迅达配送"), by=by, at=world.at)
    assert _matches("迅达外卖砚山站") == [("迅达配送", "same_name")]


def test_a_worker_is_known_by_number_or_by_name_and_phone_a_variant_is_asked_about(world: World) -> None:
    by = world.actor("陈办案")
    worker = register_worker(
        name="闫小山", phone="13900003333", about=About(world.area("532622")), by=by, at=world.at
    )  # fmt: skip

    def rules(**who: str) -> list[tuple[int, str, bool]]:
        return [(m.thing.pk, m.rule, m.sure) for m in match_worker(read_person(**who))]

    assert rules(name="闫小山", phone="13900003333") == [(worker.pk, "name_phone", True)]
    assert rules(name="阎小山", phone="13900003333") == [(worker.pk, "variant_phone", False)]
    assert rules(name="别的人", phone="13900003333") == [(worker.pk, "phone", False)]
    assert rules(name="随便谁", identity="532622199003070010") == [(world.rider.pk, "id", True)]
    assert rules(name="王大山", phone="13900001111", identity="532601198506120036") == []


def test_variants_put_one_sign_for_another() -> None:
    assert variants("肖付") == {"肖付", "萧付", "肖傅"}


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_the_same_both_ways_and_whole_with_oneself(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def test_names_are_compared_without_place_and_legal_form(world: World) -> None:
    assert core("云南省文山州砚山县迅达配送有限责任公司") == core("砚山迅达配送公司") == "迅达配送"
    assert core("文山市") == search_key("文山市")
    assert initials("迅蜂360（文山）") == "xf360ws"


def _row(**cells: Any) -> dict[str, Any]:
    known = {"企业名称": "砚山金花家政服务有限公司", "类型": "其他用人单位", "属地": "砚山县", "行业": "家政"}
    return dict.fromkeys((h.title for h in HEADINGS), "") | known | cells


def _lines(world: World, *rows: dict[str, Any], by: str = "陈办案") -> list[tuple[str, str]]:
    lines = read_lines(list(enumerate(rows, 2)), world.actor(by))
    return [(line.verdict.value, line.words) for line in lines]


def test_each_line_says_what_it_would_do(world: World) -> None:
    known = {"企业名称": "砚山迅达配送服务有限公司", "类型": "用工合作企业", "行业": "即时配送", "简称": "迅达配送"}
    code = {"统一社会信用代码": CODE_A}
    assert _lines(
        world,
        _row(),
        _row(**known | code),
        _row(**known | code | {"住所": "江那镇"}),
        _row(**known, 住所="江那镇"),
        _row(企业名称="", 类型="公司"),
        _row(企业名称="某店", 属地="文山市"),
        _row(企业名称="某站", 统一社会信用代码="123"),
    ) == [
        ("新增", ""),
        ("无变化", ""),
        ("有误", "与第3行重复"),
        ("更新", "更新住所"),
        ("有误", "缺少企业名称；类型“公司”应为平台企业、用工合作企业、站点或门店、其他用人单位之一"),
        ("有误", "属地“文山市”不是您管辖的县（市）"),
        ("有误", "统一社会信用代码应为18位。"),
    ]


def test_a_doubtful_line_says_which_firm_it_may_be_and_why(world: World) -> None:
    [(verdict, words)] = _lines(world, _row(企业名称="砚山迅达配送", 类型="站点或门店"))
    assert verdict == "待核对"
    assert words.startswith("可能是“砚山迅达配送服务有限公司”：")


def test_another_countys_firm_is_not_changed_by_a_list(world: World) -> None:
    row = _row(企业名称="文山捷安配送服务有限公司", 统一社会信用代码="91532601MA6KLAAC1C")
    assert _lines(world, row) == [("有误", "该企业已登记在文山市，不归您管辖")]


def test_a_table_without_the_columns_is_refused_as_a_whole(world: World) -> None:
    for rows, words in (
        ([], "没有企业"),
        ([(2, {"名字": "x"})], "缺少这些列"),
        ([(n, _row()) for n in range(2001)], "2000"),
    ):
        with pytest.raises(NotPossible, match=words):
            read_lines(rows, world.actor("陈办案"))


def test_a_list_enters_changes_and_asks_and_the_same_list_again_does_nothing(world: World) -> None:
    by = world.actor("陈办案")
    rows = [
        (2, _row(统一社会信用代码="91532622MA6KLAAD44", 简称="金花", 联系电话="13900008888")),
        (3, _row(企业名称="砚山迅达配送服务有限公司", 类型="用工合作企业", 行业="", 住所="江那镇", 联系电话="139**88")),
        (4, _row(企业名称="砚山迅达配送", 类型="站点或门店", 行业="即时配送")),
    ]  # fmt: skip
    counts = import_enterprises(rows, by=by, at=world.at)
    assert (counts[Verdict.NEW], counts[Verdict.CHANGED], counts[Verdict.DOUBTFUL]) == (1, 1, 1)
    [new] = find_enterprises("金花", by)
    assert (new.source, new.industry, bool(new.phone_sealed)) == ("file", "home_service", True)
    assert (world.firm("迅达配送").address, world.firm("迅达配送").phone_sealed) == ("江那镇", "")
    assert set(Sighting.objects.values_list("title", "state")) == {
        ("砚山金花家政服务有限公司", "new"), ("砚山迅达配送服务有限公司", "matched"), ("砚山迅达配送", "waiting"),
    }  # fmt: skip
    assert Event.objects.latest("pk").data == {"new": 1, "changed": 1, "doubtful": 1}
    assert "13900008888" not in str(list(Sighting.objects.values()))
    with pytest.raises(NotPossible, match="没有可以保存"):
        import_enterprises(rows[:2], by=by, at=world.at)
    with pytest.raises(PermissionDenied):
        import_enterprises(rows, by=world.actor("李经办"), at=world.at)


def _waiting(world: World, name: str = "砚山迅达配送", **cells: Any) -> Sighting:
    row = _row(企业名称=name, 类型="站点或门店", 行业="即时配送", **cells)
    import_enterprises([(2, row)], by=world.actor("陈办案"), at=world.at)
    return Sighting.objects.get(state="waiting")


def test_a_person_places_a_record_and_the_same_one_is_known_the_next_time(world: World) -> None:
    by = world.actor("陈办案")
    sighting = _waiting(world, 住所="江那镇", 联系人="某人")
    assert said(sighting)["住所"] == "江那镇"
    firm = candidates(sighting, by)[0].thing
    with pytest.raises(PermissionDenied):
        place_sighting(sighting, enterprise=firm, by=world.actor("杨外县"), at=world.at)
    place_sighting(sighting, enterprise=firm, by=by, at=world.at)
    firm.refresh_from_db()
    assert (firm.address, firm.contact, firm.industry) == ("江那镇", "某人", "delivery")
    assert _matches("砚山迅达配送") == [(firm.short_name, "decided")]
    with pytest.raises(NotPossible, match="已经核对"):
        drop_sighting(sighting, by=by, at=world.at)


def test_a_record_may_be_a_firm_of_its_own_or_nothing(world: World) -> None:
    by = world.actor("陈办案")
    firm = enter_sighting(_waiting(world), by=by, at=world.at)
    assert (firm.name, firm.kind, firm.area_id) == ("砚山迅达配送", "outlet", "532622")
    dropped = _waiting(world, "砚山迅达配送江那")
    drop_sighting(dropped, by=by, at=world.at)
    assert (dropped.state, dropped.enterprise) == ("dropped", None)
