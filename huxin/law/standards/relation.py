"""Which relation between worker and firm do the facts point to? Guidance with its reasons, never a ruling."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huxin.law.catalogue import Relation
from huxin.law.parameters import Law
from huxin.law.standards.steps import Answer, Step, Verdict, stated
from huxin.law.units import Unit

_2005 = "劳社部发〔2005〕12号第一条"
_2023 = "人社厅发〔2023〕6号第四条"
_METHOD = "第三批劳动人事争议典型案例（2023年）：事实优先，从属性与要素结合"
_SPLIT = "人社部发〔2021〕56号"
_PART_TIME = ("part_time.daily", "part_time.weekly", "pay.cycle")
NEVER_A_RULING = "这是根据所填情况给出的指引，不是裁决；劳动关系有争议的，由仲裁机构和人民法院认定。"
BURDEN = "工资支付记录、招用登记、考勤记录由用人单位举证；劳动者可留存派单、站点、工资和管理群的截图。"
NAME_ONLY = "看用工事实，不看合同名称（最高人民法院指导性案例237至240号）；是否注册为个体工商户也不单独决定关系的性质。"


class Group(StrEnum):
    """The three sets of questions."""

    CONDITIONS = "conditions"
    FACTORS = "factors"
    SUBORDINATION = "subordination"


class Reply(StrEnum):
    """What can be answered to a question; `YES` always points to management by the firm."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def zh(self) -> str:
        """The word for people."""
        return {"yes": "是", "partly": "部分是", "no": "否", "unknown": "不清楚"}[self.value]


@dataclass(frozen=True, slots=True)
class Question:
    """One question in plain words."""

    code: str
    group: Group
    text: str
    article: str


QUESTIONS: tuple[Question, ...] = (
    Question("qualified", Group.CONDITIONS, "用工的是依法成立的企业或组织，劳动者达到法定就业年龄", f"{_2005}第一项"),
    Question("managed", Group.CONDITIONS, "适用企业的规章制度，受其劳动管理，做其安排的有报酬的劳动", f"{_2005}第二项"),
    Question("own_business", Group.CONDITIONS, "劳动者做的是企业业务的组成部分", f"{_2005}第三项"),
    Question("time_set", Group.FACTORS, "上线时间、时长或单量由企业规定，不能自己决定", _2023),
    Question("process_controlled", Group.FACTORS, "路线、时限、着装等劳动过程受企业控制", _2023),
    Question("rules_followed", Group.FACTORS, "要遵守企业的工作规则、劳动纪律和奖惩办法", _2023),
    Question("continuous", Group.FACTORS, "工作是持续的、经常的，不是偶尔做一做", _2023),
    Question("price_set", Group.FACTORS, "单价由企业决定，劳动者不能决定或者改变", _2023),
    Question("personal", Group.SUBORDINATION, "人身上受支配：考勤、排班、不接单要受罚、不能找人代做", _METHOD),
    Question("economic", Group.SUBORDINATION, "经济上依附：主要收入来自这家企业，由其按期结算", _METHOD),
    Question("organisational", Group.SUBORDINATION, "组织上从属：编入站点或班组，服从站长等管理人员", _METHOD),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessment:
    """The class that the facts point to; None where too little is known, with the questions still open."""

    relation: Relation | None
    answer: Answer
    open_questions: tuple[Question, ...]


_SCALE = (None, Relation.LABOUR, Relation.PART_TIME, Relation.MANAGED, Relation.INDEPENDENT)
_GROUPS = {
    Group.CONDITIONS: "确立劳动关系的三个条件（须同时具备）",
    Group.FACTORS: "劳动管理程度的五个因素",
    Group.SUBORDINATION: "三种从属性",
}
_WEIGHT = {Reply.YES: 2, Reply.PARTLY: 1, Reply.NO: 0}
_NO_SIGN = ("qualified", "own_business")  # say nothing of management by the firm
_ENOUGH = 2  # of the eight signs that must be known before anything is said
_SENTENCES: dict[Relation | None, str] = {
    None: "目前填写的情况还不够，请先回答是否受企业劳动管理，并至少再回答两项管理因素或者从属性。",
    Relation.LABOUR: "同时具备确立劳动关系的三个条件，指向劳动关系：应当订立书面劳动合同，适用全部劳动法律。",
    Relation.PART_TIME: "具备劳动关系的条件，工时和结算方式又在非全日制的限度以内，指向非全日制用工。",
    Relation.MANAGED: "不完全符合确立劳动关系，但企业进行劳动管理：应当订立书面协议，报酬、休息、安全和申诉有保障。",
    Relation.INDEPENDENT: "没有受企业劳动管理的情况，指向自主经营：双方的权利义务按民事法律和约定处理。",
}
_SOME_SIGNS = "答的情况里，受企业劳动管理的不到一半，指向自主经营：双方的权利义务按民事法律和约定处理。"


def assess(
    replies: Mapping[str, Reply], law: Law, *, part_time: bool = False, proofs: Mapping[str, int] | None = None
) -> Assessment:
    """The class of relation that the replies point to.

    The three conditions of 2005 together point to a labour relation (A; A' where hours and pay are those of
    part-time work, which `hours.part_time` tells). Else management by the firm points to the middle class (B): the
    second condition answered yes or partly, or at least half of what the eight signs could show. Else to independent
    work (C). The second condition and two of the signs must be known. `proofs` counts the evidence per question.
    """
    if unknown := set(replies) - {question.code for question in QUESTIONS}:
        raise ValueError(f"unknown questions: {sorted(unknown)}")
    given = {question.code: replies.get(question.code, Reply.UNKNOWN) for question in QUESTIONS}
    relation = _class(given, part_time)
    steps = [_group_step(group, title, given, proofs or {}) for group, title in _GROUPS.items()]
    if relation is Relation.PART_TIME:
        steps += [stated(law.table.at(law.day, law.area, law.industry, relation)[code]) for code in _PART_TIME]
    result = Step(
        what=relation.zh if relation else "情况不足，不能判断", value=_SCALE.index(relation), unit=Unit.ITEMS,
        article=_SPLIT, parts=tuple(steps),
    )  # fmt: skip
    answer = Answer(
        what="劳动关系自我评估", verdict=Verdict.COMPUTED if relation else Verdict.CAUTION, value=result.value,
        unit=Unit.ITEMS, sentence=_sentence(relation, given), steps=(result,),
        notes=(NEVER_A_RULING, BURDEN, NAME_ONLY),
    )  # fmt: skip
    still = tuple(question for question in QUESTIONS if given[question.code] is Reply.UNKNOWN)
    return Assessment(relation, answer, still)


def _sentence(relation: Relation | None, given: Mapping[str, Reply]) -> str:
    """What the replies point to; where some of them tell of management, it is not said that there is none."""
    managed = [question for question in QUESTIONS if question.code not in _NO_SIGN]
    signs = any(given[question.code] in (Reply.YES, Reply.PARTLY) for question in managed)
    return _SOME_SIGNS if signs and relation is Relation.INDEPENDENT else _SENTENCES[relation]


def _class(given: Mapping[str, Reply], part_time: bool) -> Relation | None:
    conditions = [given[question.code] for question in QUESTIONS if question.group is Group.CONDITIONS]
    if all(reply is Reply.YES for reply in conditions):
        return Relation.PART_TIME if part_time else Relation.LABOUR
    signs = [given[question.code] for question in QUESTIONS if question.group is not Group.CONDITIONS]
    known = [_WEIGHT[reply] for reply in signs if reply is not Reply.UNKNOWN]
    if given["managed"] is Reply.UNKNOWN or len(known) < _ENOUGH:
        return None
    managed = given["managed"] is not Reply.NO or sum(known) >= len(known)
    return Relation.MANAGED if managed else Relation.INDEPENDENT


def _group_step(group: Group, title: str, given: Mapping[str, Reply], proofs: Mapping[str, int]) -> Step:
    """A set of questions with the replies; its figure counts those answered yes."""
    parts = tuple(
        Step(
            what=f"{question.text}：{given[question.code].zh}", value=proofs.get(question.code, 0), unit=Unit.PROOFS,
            article=question.article,
        )
        for question in QUESTIONS
        if question.group is group
    )  # fmt: skip
    yes = sum(given[question.code] is Reply.YES for question in QUESTIONS if question.group is group)
    return Step(what=f"{title}，共{len(parts)}项，答“是”的", value=yes, unit=Unit.ITEMS, parts=parts)
