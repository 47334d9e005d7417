"""Is a unit recognised under every spelling, at any level, in any place?"""

import pytest

from huxin.plans.reading.units import Home, kinds, match

PREFECTURE = Home("文山州", "州")
CITY = Home("青岚市", "市")
SPELLINGS = {
    "州人力资源社会保障局": [
        "州人社局",
        "文山州人力资源和社会保障局",
        "人力资源社会保障局",
        "文山壮族苗族自治州人社局",
    ],
    "州发展改革委": ["州发改委", "州发展和改革委员会", "发展改革委员会"],
    "州市场监管局": ["州市场监督管理局", "市场监管局", "文山州市监局"],
    "州中级人民法院": ["州中院", "文山州中级人民法院", "州法院"],
    "团州委": ["共青团文山州委员会", "州团委", "共青团州委"],
    "州工商联": ["州工商业联合会", "州工商联合会"],
    "州委组织部": ["中共文山州委组织部", "组织部", "州委组织部"],
    "州政府办": ["州人民政府办公室", "文山州人民政府办公室"],
    "州税务局": ["国家税务总局文山州税务局", "税务局"],
    "砚山县人力资源社会保障局": ["砚山县人社局"],
    "省人力资源社会保障厅": ["省人社厅", "省人力资源和社会保障厅"],
}


@pytest.mark.parametrize(("unit", "printed"), [(unit, one) for unit, all_ in SPELLINGS.items() for one in all_])
def test_every_spelling_leads_to_one_name(unit: str, printed: str) -> None:
    name = match(printed, 0)
    assert name is not None
    assert name.end == len(printed)
    assert PREFECTURE.canonical(name) == unit


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("青岚市人社局", "市人力资源社会保障局"),
        ("市市场监管局", "市市场监管局"),
        ("市公安局", "市公安局"),
        ("南屏县发改局", "南屏县发展改革局"),
        ("青岚市公安局云岭区分局", "云岭区公安分局"),
        ("市公安局云岭区分局", "云岭区公安分局"),
        ("公安局云岭区分局", "云岭区公安分局"),
        ("云岭区公安分局", "云岭区公安分局"),
        ("青岚市自然资源和规划局云岭区分局", "云岭区自然资源规划分局"),
        ("云岭区自然资源和规划分局", "云岭区自然资源规划分局"),
        ("青岚市生态环境局云岭区分局", "云岭区生态环境分局"),
    ],
)
def test_the_issuing_place_becomes_its_sign_and_other_places_stay(printed: str, unit: str) -> None:
    name = match(printed, 0)
    assert name is not None
    assert CITY.canonical(name) == unit


@pytest.mark.parametrize(
    "printed",
    [
        "各县（市）人民政府",
        "各县（市、区）人民政府",
        "各县市人民政府",
        "各县、市人民政府",
        "县（市）人民政府",
        "各县（市）",
    ],
)
def test_all_counties_stand_for_each_of_the_eight(printed: str) -> None:
    name = match(printed, 0)
    assert name is not None
    assert name.end == len(printed)
    assert [unit[:2] for unit in PREFECTURE.expand(name)] == [
        "文山",
        "砚山",
        "西畴",
        "麻栗",
        "马关",
        "丘北",
        "广南",
        "富宁",
    ]
    assert CITY.expand(name) == ()


@pytest.mark.parametrize("printed", ["各市场主体", "持续推进", "城市综合服务", "办公室设在", "", "（", "州"])
def test_other_words_are_no_unit(printed: str) -> None:
    assert match(printed, 0) is None


def test_the_table_names_each_form_once_and_canonical_forms_lead_to_themselves() -> None:
    for form, (canonical, party) in kinds().items():
        assert kinds()[canonical] == (canonical, party), form
