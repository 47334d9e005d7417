"""Cases that a lawyer can read: facts, day and place, expected result and article."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from huxin.base.workdays import Calendar
from huxin.law.catalogue import Industry, Relation, read_value
from huxin.law.parameters import Force, Law, MissingParameter, Parameter, Status
from huxin.law.seed.holidays import arrangements
from huxin.law.seed.parameters import seed_table
from huxin.law.standards import arrears, award, charges, hours, injury, limitation, pay, prompts, relation, rest
from huxin.law.standards.spans import DAY_S, Span, day_number
from huxin.law.standards.steps import Answer
from huxin.law.units import figure, read_figure

FOLDER = Path(__file__).with_name("golden")
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
AREAS = {
    "文山市": "532601", "砚山县": "532622", "麻栗坡县": "532624", "马关县": "532625", "丘北县": "532626",
    "广南县": "532627", "富宁县": "532628", "昆明市五华区": "530102", "济南市历下区": "370102", "重庆市": "500000",
    "石家庄市": "130100", "纽约市": "US-NY-NYC",
}  # fmt: skip
CLAIMS, REASONS = {one.zh: one for one in award.Claim}, {one.zh: one for one in charges.Reason}
INDUSTRIES = {one.zh: one.value for one in Industry}
KEYS = {
    "案例",
    "计算",
    "日期",
    "地区",
    "行业",
    "关系",
    "规则",
    "约定",
    "强制",
    "平台",
    "节假日",
    "事实",
    "结论",
    "结果",
    "依据",
    "来源",
}
Facts = dict[str, Any]


def n(text: object, missing: int = 0) -> int:
    return missing if text is None else read_figure(str(text))[0]


def law_of(case: Facts) -> Law:
    area, industry = AREAS[case["地区"]] if "地区" in case else "", INDUSTRIES[case["行业"]] if "行业" in case else ""
    force = Force.MANDATORY if case.get("强制") else Force.CONSULTATION
    agreed = []
    for code, text in case.get("约定", {}).items():
        value, unit = read_value(code, text)
        agreed.append(
            Parameter(code=code, value=value, unit=unit, area=area, force=force, valid_from=case["日期"],
                      document="双方协商", status=Status.VERIFIED)
        )  # fmt: skip
    table = seed_table().supposing(*agreed)
    rules, platform = case.get("规则", "in-force"), case.get("平台", "")
    return table.at(case["日期"], area, industry, case.get("关系", ""), rules, platform)


def spans(texts: list[str], day: date) -> list[Span]:
    """8:05-8:40, 23:30-次日0:10, 前日23:50-0:10."""
    found = []
    for number, text in enumerate(texts):
        ends = []
        for word, hour, minute in re.findall(r"(前日|次日)?(\d{1,2}):(\d\d)", text):
            shift = {"前日": -1, "次日": 1}.get(word, 0)
            ends.append((day_number(day) + shift) * DAY_S + int(hour) * 3600 + int(minute) * 60)
        found.append(Span(ends[0], ends[1], f"第{number + 1}单"))
    return found


@cache
def calendar() -> Calendar:
    known = arrangements()
    return Calendar(
        frozenset(day for one in known for day in one.off), frozenset(day for one in known for day in one.workdays),
        frozenset(one.year for one in known), "seed",
    )  # fmt: skip


def working_day(facts: Facts, law: Law, case: Facts) -> Answer:
    orders, day = spans(facts["订单"], law.day), law.day
    return hours.working_day(
        orders, day, law, presence=spans(facts.get("到场", []), day), rests=spans(facts.get("休息", []), day)
    )


def clock(code: str) -> Callable[[Facts, Law, Facts], Answer]:
    def ask(facts: Facts, law: Law, case: Facts) -> Answer:
        rules = {rule.code: rule for rule in rest.clocks(law)}
        if code not in rules:
            raise MissingParameter(f"clock.{code}.limit", law)
        return rest.continuous(spans(facts["订单"], law.day), rules[code])

    return ask


def prompts_of(facts: Facts, law: Law) -> tuple[rest.Stretch, rest.ClockRule, list[prompts.Prompt], list[Span]]:
    rule = next(one for one in rest.clocks(law) if one.title == facts["钟"])
    orders = spans(facts["订单"], law.day)
    moments = spans([f"{text}-{text}" for text in facts["提示"]], law.day)
    came = [prompts.Prompt(one.start, f"第{n + 1}次提示", "甲") for n, one in enumerate(moments)]
    return rest.stretches_by(rule, orders)[0], rule, came, orders


def prompted(facts: Facts, law: Law, case: Facts) -> Answer:
    stretch, rule, came, _ = prompts_of(facts, law)
    return prompts.prompted(stretch, rule, came)


def left_in_peace(facts: Facts, law: Law, case: Facts) -> Answer:
    stretch, rule, came, orders = prompts_of(facts, law)
    return prompts.left_in_peace(stretch, rule, came, {"甲": orders})


def limitation_of(facts: Facts, law: Law, case: Facts) -> Answer:
    return limitation.arbitration(
        facts["知道"], law.day, law, interrupted_on=facts.get("中断", []),
        suspended=[(first, until) for first, until in facts.get("中止", [])],
        pay_arrears=facts.get("拖欠报酬", False), employed=facts.get("在职", False), ended_on=facts.get("离职"),
        calendar=calendar() if case.get("节假日") else None,
    )  # fmt: skip


def relation_of(facts: Facts, law: Law, case: Facts) -> Answer:
    words = {reply.zh: reply for reply in relation.Reply}
    replies = {code: words[said] for code, said in facts["回答"].items()}
    found = relation.assess(replies, law, part_time=facts.get("非全日制", False))
    expected = case["结果"]
    assert found.relation == (None if expected == "不能判断" else Relation(expected))
    assert relation.NEVER_A_RULING in found.answer.notes
    return found.answer


CALCULATIONS: dict[str, Callable[[Facts, Law, Facts], Answer]] = {
    "每日工作时间": working_day,
    "每日工作时间上限": lambda f, law, _: hours.daily_limit(n(f["工作时间"]), law, special=f.get("特殊原因", False)),
    "每周工作时间上限": lambda f, law, _: hours.weekly_limit(n(f["工作时间"]), law),
    "每月加班上限": lambda f, law, _: hours.monthly_overtime(n(f["加班"]), law),
    "每周休息日": lambda f, law, _: hours.rest_days([date.fromisoformat(day) for day in f["上班"]], law.day, law),
    "非全日制工作时间": lambda f, law, _: hours.part_time({day: n(text) for day, text in f["每日"].items()}, law),
    "连续驾驶": clock("driving"),
    "连续送单": clock("delivering"),
    "连续接单": clock("order_taking"),
    "连续服务": clock("service"),
    "连续计费": clock("billed"),
    "休息提示": prompted,
    "停止派单": left_in_peace,
    "当日接单": clock("daily_orders"),
    "24小时内累计驾驶": clock("rolling_driving"),
    "小时最低工资": lambda f, law, _: pay.minimum_wage_hourly(n(f["报酬"]), n(f["工作时间"]), law),
    "全体合计的最低报酬": lambda f, law, _: pay.minimum_wage_aggregate(n(f["报酬"]), n(f["工作时间"]), law),
    "月最低工资": lambda f, law, _: pay.minimum_wage_monthly(
        n(f["工资"]), law, overtime_fen=n(f.get("加班工资")), special_fen=n(f.get("特殊津贴")),
        welfare_fen=n(f.get("法定福利")), normal_labour=f.get("正常劳动", True),
    ),
    "加班费": lambda f, law, _: pay.overtime_pay(
        n(f["月工资"]), law, workday_s=n(f.get("工作日加班")), rest_day_s=n(f.get("休息日加班")),
        holiday_s=n(f.get("法定休假日加班")), paid_fen=n(f["已付"]) if "已付" in f else None,
    ),
    "法定节假日报酬": lambda f, law, _: pay.holiday_pay(
        n(f["平时报酬"]), n(f["平时时间"]), n(f["节日报酬"]), n(f["节日时间"]), law
    ),
    "抽成": lambda f, law, _: charges.commission(
        [charges.Fare(n(customer), n(paid)) for customer, paid in f["订单"]], law
    ),
    "扣款": lambda f, law, _: charges.deductions(
        n(f["应得"]),
        [charges.Deduction(REASONS[why], n(fen)) for why, fen in f["扣款"]], law,
    ),
    "按时支付": lambda f, law, _: arrears.late_pay(f["应付"], f.get("实付"), law.day, n(f["数额"])),
    "报酬支付周期": lambda f, law, _: arrears.pay_cycle(f["起"], f["止"], law),
    "拖欠报酬": lambda f, law, _: arrears.unpaid(
        [arrears.Item(what, number, n(price)) for what, number, price in f["项目"]], n(f["已付"]),
        lawful_deductions_fen=n(f.get("依法扣除")),
    ),
    "加付赔偿金": lambda f, law, _: arrears.extra_compensation(n(f["欠付"]), law),
    "移送数额": lambda f, law, _: arrears.refusal_to_pay([n(one) for one in f["各人欠付"]], f["月数"], law),
    "职业伤害保障费": lambda f, law, _: injury.premium(
        f["单数"], law, paid_fen=n(f["已缴"]) if "已缴" in f else None, high=f.get("高档", False)
    ),
    "每单必保": lambda f, law, _: injury.insured_orders(f["单数"], f["参保"], law),
    "一裁终局": lambda f, law, _: award.final_award(
        [award.AwardItem(CLAIMS[item[0]], n(item[1]) if item[1:] else 0) for item in f["事项"]], law
    ),
    "仲裁时效": limitation_of,
    "监察查处时效": lambda f, law, _: limitation.inspection(f.get("终了"), law.day, law),
    "劳动关系": relation_of,
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["案例"])
def test_a_case_is_answered_as_a_lawyer_expects(case: Facts) -> None:
    assert set(case) <= KEYS
    assert case["来源"]
    ask, law, verdict = CALCULATIONS[case["计算"]], law_of(case), case["结论"]
    if verdict.startswith("缺少"):
        with pytest.raises(MissingParameter) as refused:
            ask(case["事实"], law, case)
        assert refused.value.code == verdict.split()[1]
        return
    answer = ask(case["事实"], law, case)
    assert answer.verdict.zh == verdict, answer.sentence
    if "结果" in case and case["计算"] != "劳动关系":
        shown = figure(answer.value, answer.unit).replace(".00", "")
        assert shown.replace(",", "") == case["结果"].replace(",", ""), answer.sentence
    wherefrom = [f"{one.document}{one.article}" for one in answer.sources()]
    assert any(case["依据"] in text for text in wherefrom), wherefrom
    assert answer.sentence.endswith("。")


def test_there_are_enough_cases_and_each_is_told_apart() -> None:
    names = [case["案例"] for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= 80
    assert {case["计算"] for case in CASES} == set(CALCULATIONS)
