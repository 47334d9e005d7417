"""What does the prefecture's plan of 2022 say? The facts of DOMAIN §6.1 and §8.1–8.4, one check each."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huxin.plans.reading.folding import without_blanks

COUNTIES = ["文山市", "砚山县", "西畴县", "麻栗坡县", "马关县", "丘北县", "广南县", "富宁县"]
_UNITS = """
人 州人力资源社会保障局
发 州发展改革委
教 州教育体育局
司 州司法局
交 州交通运输局
文 州文化和旅游局
卫 州卫生健康委
市 州市场监管局
医 州医保局
邮 州邮政管理局
工 州总工会
商 州工商联
法 州中级人民法院
团 团州委
妇 州妇联
民 州民政局
住 州住房城乡建设局
自 州自然资源规划局
应 州应急局
公 州公安局
"""
SHORT = dict(line.split() for line in _UNITS.split("\n") if line)
# title, lead, cooperate, by duty: one sign per unit
GOALS = [
    ("营造良好舆论环境", "人", "发教司交文卫市医邮工商", ""),
    ("完善配套措施", "人", "交市邮", ""),
    ("开展头部平台企业“走前头做示范”活动", "人", "交市邮工", ""),
    ("指导和督促企业规范用工", "人", "交市邮工", ""),
    ("推广电子劳动合同", "人", "交市邮工商", ""),
    ("落实最低工资和支付保障制度", "人工", "交市邮", ""),
    ("指导重点行业落实劳动标准", "", "", "工人交市邮"),
    ("促进新就业形态劳动争议处理效能提升", "人", "交市邮医工商", ""),
    ("畅通裁审衔接和救济渠道", "", "", "人法"),
    ("开展专项劳动保障监察", "人", "交市邮工", ""),
    ("扩大新就业形态领域党组织覆盖", "", "", "工团妇交邮市"),
    ("建立行业协会", "", "", "交市邮人民工"),
    ("加强工会组织有效覆盖", "工", "司人交市邮", ""),
    ("强化“线上线下”就业服务", "人", "交市邮工商", ""),
    ("开展职业伤害保障试点", "人", "交市邮工", ""),
    ("优化社会保险服务", "人医", "交市邮工商", ""),
    ("加大职业技能培训", "人", "交市邮工商", ""),
    ("完善城市综合服务", "", "", "发住自工"),
    ("优化基础教育和文化产品服务", "教", "文", ""),
    ("健全完善安全生产责任制", "", "", "应公人交市邮工"),
    ("保障劳动者职业健康权益", "", "", "卫应交市邮医"),
]
_SEATS = """
convenor 州人力资源社会保障局 州交通运输局 州邮政管理局
member 州中级人民法院 州发展改革委 州教育体育局 州商务局 州文化和旅游局 州卫生健康委 州应急局 州市场监管局
member 州医保局 州总工会 州工商联合会
liaison 州中级人民法院 州发展改革委 州教育体育局 州人力资源社会保障局 州交通运输局 州商务局 州文化和旅游局
liaison 州卫生健康委 州应急局 州市场监管局 州医保局 州邮政管理局 州总工会 州工商联
"""
SEATS: dict[str, list[str]] = {}
for _kind, *_organisations in (line.split() for line in _SEATS.split("\n") if line):
    SEATS.setdefault(_kind, []).extend(_organisations)
POSTS = [
    "民三庭庭长",
    "安全生产监察专员",
    "干部",
    "会员经济科四级主任科员",
    "法律和维权工作部部长",
    "行政审批与登记注册科科长",
]


@dataclass
class Facts:
    """The draft, and how to ask it."""

    draft: dict[str, Any]

    def units(self, goal: int, role: str) -> list[str]:
        return [duty["unit"] for duty in self.draft["goals"][goal]["duties"] if duty["role"] == role]

    def warned(self, code: str) -> list[str]:
        """The printed words at each warning of this kind."""
        places = [one["place"] for one in self.draft["warnings"] if one["code"] == code]
        return [without_blanks(self.draft["text"][place["start"] : place["end"]]) for place in places]

    def messages(self, code: str) -> list[str]:
        return [one["message"] for one in self.draft["warnings"] if one["code"] == code]


FACTS: list[Callable[[Facts], None]] = []


def fact(check: Callable[[Facts], None]) -> Callable[[Facts], None]:
    FACTS.append(check)
    return check


@fact
def the_title_and_no_number(facts: Facts) -> None:
    assert facts.draft["title"] == "文山州维护新就业形态劳动者劳动保障权益工作方案"
    assert facts.draft["document_no"] is None
    assert facts.draft["issued_on"] == "2022-04-21"


@fact
def nine_issuers_and_three_addressees(facts: Facts) -> None:
    ends = [
        "人力资源和社会保障局",
        "发展和改革委员会",
        "交通运输局",
        "应急管理局",
        "市场监督管理局",
        "医疗保障局",
        "邮政管理局",
        "中级人民法院",
        "总工会",
    ]
    assert facts.draft["issuers"] == [f"文山州{end}" for end in ends]
    assert facts.draft["addressees"] == ["各县(市)人民政府", "县(市)人民法院", "总工会"]


@fact
def the_two_documents_it_rests_on(facts: Facts) -> None:
    assert [one["number"] for one in facts.draft["basis"]] == ["人社部发〔2021〕56号", "云人社发〔2021〕40号"]


@fact
def twenty_one_goals_with_their_units(facts: Facts) -> None:
    assert [goal["title"] for goal in facts.draft["goals"]] == [title for title, *_ in GOALS]
    assert [goal["number"] for goal in facts.draft["goals"]] == list(range(1, 22))
    for n, (_, lead, cooperate, by_duty) in enumerate(GOALS):
        assert facts.units(n, "lead") == [SHORT[sign] for sign in lead], n + 1
        assert facts.units(n, "cooperate") == [SHORT[sign] for sign in cooperate], n + 1
        assert facts.units(n, "by_duty") == [SHORT[sign] for sign in by_duty], n + 1


@fact
def eight_counties_implement_every_goal(facts: Facts) -> None:
    for n, goal in enumerate(facts.draft["goals"]):
        assert facts.units(n, "implement") == [f"{county}人民政府" for county in COUNTIES]
        counties = [m for m, duty in enumerate(goal["duties"]) if duty["role"] == "implement"]
        assert len({tuple(facts.draft["places"][f"/goals/{n}/duties/{m}"].values()) for m in counties}) == 1
        assert {goal["duties"][m]["as_printed"] for m in counties} == {"各县(市)人民政府"}


@fact
def all_goals_stand_and_nineteen_have_a_day(facts: Facts) -> None:
    assert all(goal["standing"] for goal in facts.draft["goals"])
    days = [goal["milestone_on"] for goal in facts.draft["goals"]]
    assert (days[0], days[2], days[17]) == ("2022-06-30", None, None)
    assert Counter(days) == {"2022-05-31": 18, "2022-06-30": 1, None: 2}


@fact
def no_text_runs_into_its_units_or_time(facts: Facts) -> None:
    for goal in facts.draft["goals"]:
        assert len(goal["text"]) > 40
        assert goal["text"].endswith("。")
        assert "责任单位" not in goal["text"]
        assert "完成时限" not in goal["text"]


@fact
def seats_with_organisation_and_post(facts: Facts) -> None:
    seats = facts.draft["seats"]
    assert {kind: [one["organisation"] for one in seats if one["kind"] == kind] for kind in SEATS} == SEATS
    assert set(POSTS) <= {one["post"] for one in seats}
    assert all(re.fullmatch("[一-龥]{2,3}", one["name"]) for one in seats)
    spaced = [
        one
        for n, one in enumerate(seats)
        if facts.draft["places"][f"/seats/{n}/name"]["end"] - facts.draft["places"][f"/seats/{n}/name"]["start"]
        > len(one["name"])
    ]
    assert len(spaced) >= 5
    assert facts.draft["office"] == {"organisation": "州人力资源社会保障局"}


@fact
def two_reports_a_year(facts: Facts) -> None:
    contents = ["工作推进落实情况", "工作亮点", "经验做法", "典型案例"]
    assert facts.draft["report_rules"] == [
        {"due": "06-10", "period": "half_year", "to": "联席会议办公室", "contents": contents},
        {"due": "12-10", "period": "full_year", "to": "联席会议办公室", "contents": contents},
    ]
    assert facts.warned("report_date_without_day_word") == ["每年6月10"]


@fact
def four_requirements_without_the_contact(facts: Facts) -> None:
    assert len(facts.draft["requirements"]) == 4
    assert not any("联系人" in one for one in facts.draft["requirements"])


@fact
def twenty_nine_units(facts: Facts) -> None:
    units = {one["name"]: one for one in facts.draft["units"]}
    assert set(units) == {*SHORT.values(), "州商务局", *(f"{county}人民政府" for county in COUNTIES)}
    assert len(units) == len(facts.draft["units"]) == 29
    assert sum(one["is_member"] for one in units.values()) == 14
    assert {"州发改委", "州发展改革委", "文山州发展和改革委员会"} <= set(units["州发展改革委"]["aliases"])
    assert {"市场监管局", "州市场监管局", "文山州市场监督管理局"} <= set(units["州市场监管局"]["aliases"])
    assert {"州工商联", "州工商联合会"} <= set(units["州工商联"]["aliases"])
    assert units["州人力资源社会保障局"]["goals"] == {
        "lead": [1, 2, 3, 4, 5, 6, 8, 10, 14, 15, 16, 17], "cooperate": [13], "by_duty": [7, 9, 12, 20],
    }  # fmt: skip
    assert units["州商务局"]["goals"] == {}
    assert units["富宁县人民政府"]["goals"] == {"implement": list(range(1, 22))}


@fact
def its_inconsistencies_are_told(facts: Facts) -> None:
    assert len(facts.messages("unit_without_seat")) == 7
    assert len(facts.messages("member_without_task")) == 1
    assert "州商务局" in facts.messages("member_without_task")[0]
    assert facts.warned("goal_without_lead") == [GOALS[n][0] for n in (6, 8, 10, 11, 17, 19, 20)]
    assert facts.warned("goal_without_milestone") == [GOALS[2][0], GOALS[17][0]]
    assert facts.warned("unit_without_level") == ["市场监管局", "市场监管局"]
    assert any(
        "州发改委" in message and "文山州发展和改革委员会" in message for message in facts.messages("unit_spellings")
    )
    assert facts.warned("repeated_words") == ["谁主管、谁监管、谁审批、谁监管"]
    assert len(facts.messages("member_not_issuer")) == len(facts.messages("several_convenors")) == 1
    assert not {"unit_unknown", "role_not_stated", "goal_without_unit", "date_unclear"} & {
        one["code"] for one in facts.draft["warnings"]
    }


@fact
def the_contact_is_told_without_repeating_it(facts: Facts) -> None:
    (printed,) = facts.warned("personal_data")
    assert printed.startswith("联系人")
    digits = re.findall(r"\d{5,}", printed)
    assert digits
    assert not any(one in message for one in digits for message in facts.messages("personal_data"))
