"""Which legal figures can be asked for, by which code, under which Chinese name, in which unit?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from huxin.law.units import Unit, read_figure, spellings


class Industry(StrEnum):
    """The trades that rules tell apart, with the codes of the order-data standard."""

    RIDE = "ride"
    DELIVERY = "delivery"
    COURIER = "courier"
    FREIGHT = "freight"
    HOME_SERVICE = "home_service"
    LIVESTREAM = "livestream"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The word for people."""
        return _INDUSTRIES[self]


_INDUSTRIES = {
    "ride": "网约车",
    "delivery": "即时配送",
    "courier": "快递",
    "freight": "货运",
    "home_service": "家政",
    "livestream": "网络直播",
    "other": "其他",
}


class Relation(StrEnum):
    """The classes of relation between a worker and the firm (人社部发〔2021〕56号), as order data write them."""

    LABOUR = "A"
    PART_TIME = "A'"  # a kind of labour relation
    MANAGED = "B"
    INDEPENDENT = "C"

    @property
    def zh(self) -> str:
        """The word for people."""
        return _RELATIONS[self]


_RELATIONS = {
    "A": "符合确立劳动关系",
    "A'": "非全日制用工",
    "B": "不完全符合确立劳动关系但企业进行劳动管理",
    "C": "个人依托平台自主经营",
}


class Counts(StrEnum):
    """What a clock of continuous work measures: from acceptance of an order, of billed time from picking up."""

    DRIVING = "driving"
    DELIVERING = "delivering"
    ORDER_TAKING = "order_taking"
    SERVICE = "service"
    BILLED = "billed"


CLOCKS = {
    "driving": "连续驾驶",
    "delivering": "连续送单",
    "order_taking": "连续接单",
    "service": "连续服务",
    "billed": "连续计费",
    "daily_orders": "当日接单",
    "rolling_driving": "24小时内累计驾驶",
}
COUNTS = {1: Counts.DRIVING, 2: Counts.DELIVERING, 3: Counts.ORDER_TAKING, 4: Counts.SERVICE, 5: Counts.BILLED}
_COUNTS_ZH = {
    1: "驾驶时间",
    2: "送单时间",
    3: "接单时间",
    4: "服务时间（接单至完成）",
    5: "计费时间（上车或取货至完成）",
}
# How a clock goes back to zero, and whether breaks too short to do so are counted.
RESETS_ZH = {
    1: "一次休息满时长后重新计，短暂停歇计入",
    2: "一次休息满时长后重新计，短暂停歇不计入",
    3: "每日零时重新计",
    4: "任意连续24小时内累计",
}
_ACTIONS_ZH = {1: "提示休息", 2: "停止派单", 3: "提示并停止派单", 4: "本人确认后继续", 5: "强制下线"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure that can be asked for."""

    code: str
    title: str
    units: tuple[Unit, ...]
    hint: str = ""
    choices: Mapping[int, str] = field(default_factory=dict)
    graded_by: str = ""  # the code of the county's class, where a province sets the figure by classes


def _entries() -> dict[str, Entry]:
    plain = [
        Entry(code, title, (unit,))
        for unit, block in _TITLES.items()
        for code, title in (line.split(maxsplit=1) for line in block.strip().splitlines())
    ]
    sanction = Entry("deduction.sanction", "因超时、差评扣款", (Unit.CHOICE,), choices={1: "原则上不以扣款方式处理"})
    return {one.code: one for one in (*plain, *_wages(), *_clocks(), sanction)}


def _wages() -> list[Entry]:
    monthly, hourly = (Unit.FEN_PER_MONTH,), (Unit.FEN_PER_HOUR, Unit.CENT_PER_HOUR)
    grade, hint = "minimum_wage.class", "可按县（市）直接录入，或录入县（市）的类别和全省各类的标准"
    graded = [
        Entry("minimum_wage.monthly", "月最低工资标准", monthly, hint, graded_by=grade),
        Entry("minimum_wage.hourly", "小时最低工资标准", hourly, hint, graded_by=grade),
    ]
    classes = [
        Entry(f"{one.code}.class_{n}", f"{n}类地区{one.title}", one.units) for one in graded for n in range(1, 6)
    ]
    return [
        *graded,
        *classes,
        Entry(grade, "最低工资地区类别", (Unit.CLASS,)),
        Entry("minimum_wage.hourly_aggregate", "全体劳动者接单加等单小时最低报酬", hourly),
    ]


def _clocks() -> list[Entry]:
    choice, seconds = (Unit.CHOICE,), (Unit.SECONDS,)
    return [
        one
        for code, title in CLOCKS.items()
        for one in (
            Entry(f"clock.{code}.counts", f"{title}计时对象", choice, choices=_COUNTS_ZH),
            Entry(f"clock.{code}.limit", f"{title}时长上限", seconds),
            Entry(f"clock.{code}.break", f"{title}后应休息时长", seconds),
            Entry(f"clock.{code}.reset", f"{title}重新计时条件", choice, choices=RESETS_ZH),
            Entry(f"clock.{code}.action", f"{title}到限后的措施", choice, choices=_ACTIONS_ZH),
        )
    ]


_TITLES = {
    Unit.SECONDS: """
        working_time.daily 每日工作时间上限
        working_time.weekly 每周工作时间上限
        overtime.daily 每日延长工作时间上限
        overtime.daily_special 特殊原因每日延长工作时间上限
        overtime.monthly 每月延长工作时间上限
        part_time.daily 非全日制平均每日工作时间上限
        part_time.weekly 非全日制每周工作时间上限
        allowance.per_order 每单宽放时间
        rest.long_break 订单内可扣除的较长休息起点
    """,
    Unit.BASIS_POINTS: """
        allowance.share 宽放时间占接单时间的比例
        presence.share 企业要求在线或到场的时间计入工作时间的比例
        overtime.rate.workday 工作日延长工作时间的工资比例
        overtime.rate.rest_day 休息日工作的工资比例
        overtime.rate.holiday 法定休假日工作的工资比例
        holiday.rate 法定节假日报酬比例（不完全符合确立劳动关系）
        commission.cap 抽成比例上限
        commission.info_fee_cap 信息服务费比例上限
        deduction.cap 每月扣款占报酬的比例上限
        extra_compensation.min 加付赔偿金比例下限
        extra_compensation.max 加付赔偿金比例上限
    """,
    Unit.BASIS_POINTS_PER_DAY: """
        social_insurance.late_rate 社会保险费滞纳金
        fine.late_rate 罚款逾期加处比例
    """,
    Unit.FEN_PER_ORDER: """
        injury.premium 职业伤害保障费
        injury.premium_high 职业伤害保障费（高缴费档）
    """,
    Unit.FEN: """
        fine.overtime.min 违法延长工时罚款下限（每名劳动者）
        fine.overtime.max 违法延长工时罚款上限（每名劳动者）
        fine.obstruction.min 阻挠检查、拒不改正罚款下限
        fine.obstruction.max 阻挠检查、拒不改正罚款上限
        fine.roster.min 未建职工名册罚款下限
        fine.roster.max 未建职工名册罚款上限
        fine.wage_ledger.unit.min 未编制工资支付台账罚款下限（单位）
        fine.wage_ledger.unit.max 未编制工资支付台账罚款上限（单位）
        fine.wage_ledger.person.min 未编制工资支付台账罚款下限（责任人）
        fine.wage_ledger.person.max 未编制工资支付台账罚款上限（责任人）
        fine.brand.min 同一品牌未统一管理罚款下限
        fine.brand.max 同一品牌未统一管理罚款上限
        fine.brand.serious_max 同一品牌未统一管理罚款上限（情节严重）
        crime.one_worker 拒不支付劳动报酬罪数额（一名劳动者）
        crime.group_total 拒不支付劳动报酬罪数额（十名以上合计）
        crime.one_worker.lowest 拒不支付劳动报酬罪数额幅度下限（一名劳动者）
        crime.one_worker.highest 拒不支付劳动报酬罪数额幅度上限（一名劳动者）
        crime.group_total.lowest 拒不支付劳动报酬罪数额幅度下限（十名以上合计）
        crime.group_total.highest 拒不支付劳动报酬罪数额幅度上限（十名以上合计）
        arbitration.simple_amount 仲裁简易处理金额上限（全省上年度职工年平均工资）
    """,
    Unit.TIMES: """
        final_award.multiple 一裁终局的月最低工资倍数
        social_insurance.fine_min 社会保险费欠缴罚款倍数下限
        social_insurance.fine_max 社会保险费欠缴罚款倍数上限
    """,
    Unit.HUNDREDTH_DAYS: """
        pay_days.monthly 月计薪天数
        working_days.monthly 月平均工作天数
    """,
    Unit.PERSONS: """
        crime.group_workers 拒不支付劳动报酬罪人数
        collective.workers 集体争议人数
        collective.representatives_min 集体争议代表人最少人数
        collective.representatives_max 集体争议代表人最多人数
        inspection.officers 监察人员最少人数
        petition.representatives 集体走访代表人数上限
        union.committee_members 应建工会委员会的会员人数
    """,
    Unit.CASES: """
        credit.class_c_handled 守法诚信评为C级的查处次数
    """,
    Unit.YEARS: """
        limitation.arbitration 申请仲裁时效
        limitation.inspection 劳动保障监察查处时效
        limitation.penalty 行政处罚追责时效
        limitation.enforcement 申请执行时效
        limitation.penalty_harm 行政处罚追责时效（危及生命健康等）
        listing.wage_arrears 拖欠农民工工资失信惩戒名单期限
        keep.contract 劳动合同文本保存年限
        keep.wage_ledger 工资支付台账保存年限
        keep.award_file 仲裁裁决案卷保存年限
        keep.other_file 调解等其他案卷保存年限
    """,
    Unit.MONTHS: """
        pay.cycle_months 报酬支付周期上限（月）
        contract.sign_within 订立书面劳动合同期限
        probation.short 试用期上限（合同三个月以上不满一年）
        probation.medium 试用期上限（合同一年以上不满三年）
        probation.long 试用期上限（合同三年以上和无固定期限）
        crime.one_worker.months 拒不支付劳动报酬罪拖欠月数
        listing.repair 失信惩戒名单提前移出的整改月数
        rule.notice_months 计价和收入分配规则调整提前公告月数
        period.administrative_suit 提起行政诉讼
        period.court_enforcement 申请法院强制执行
    """,
    Unit.KM_PER_HOUR: """
        delivery.speed 配送时限测算平均速度上限
    """,
    Unit.WORKING_DAYS: """
        period.complaint.acceptance 投诉受理决定
        period.inspection 监察调查
        period.inspection.extension 监察调查延长
        period.hearing.request 要求听证
        period.hearing.notice 听证通知
        period.penalty.service 处罚决定书送达
        period.penalty.withdrawal 撤回公开的处罚决定
        period.petition.objection 信访转送异议
        period.disclosure.active 主动公开
        period.disclosure.answer 依申请公开答复
        period.disclosure.extension 依申请公开延期
        period.disclosure.supplement 依申请公开补正通知
        period.disclosure.third_party 征求第三方意见
        period.court.online_acceptance 在线调解受理
        period.social_insurance.registration 社会保险登记办理
        period.training_subsidy 技能提升补贴办理
        period.arbitration.acceptance 仲裁受理决定
        period.arbitration.service 送达申请书副本
        period.arbitration.defence 提交答辩书
        period.arbitration.defence_copy 送达答辩书副本
        period.arbitration.panel 通知仲裁庭组成
        period.arbitration.hearing 开庭通知
        period.arbitration.postponement 请求延期开庭
        period.filing.end 解除终止用工备案
        period.reminder 催告后申请强制执行
    """,
    Unit.DAYS: """
        rest_day.weekly 每周休息日
        pay.cycle 报酬支付周期上限
        rule.notice_days 劳动规则生效前公示天数
        period.penalty.decision 行政处罚决定
        period.penalty.payment 缴纳罚款
        period.review 申请行政复议
        period.suit_after_review 不服复议决定起诉
        period.appeal 不服一审判决上诉
        period.mediation 劳动争议调解
        period.mediation.one_stop 一站式调解
        period.mediation.extension 一站式调解延长
        period.arbitration_review 申请仲裁审查
        period.judicial_confirmation 申请司法确认
        period.payment_order 发出支付令
        period.payment_order.objection 支付令异议
        period.arbitration.award 仲裁裁决
        period.arbitration.extension 仲裁裁决延长
        period.award.worker_suit 劳动者对终局裁决起诉
        period.award.annulment 用人单位申请撤销终局裁决
        period.award.suit 对非终局裁决起诉
        period.court.online_mediation 诉前在线调解
        period.public_notice 公告送达经过的天数
        period.legal_aid.decision 法律援助决定
        period.legal_aid.assignment 法律援助指派
        period.legal_aid.objection 法律援助异议审查
        period.petition.routing 信访登记转送
        period.petition 信访办理
        period.petition.extension 信访办理延长
        period.petition.review_request 申请信访复查复核
        period.petition.review 信访复查复核
        period.collective_contract 集体合同审查
        period.social_insurance.enrolment 为职工办理社会保险登记
        period.filing.new 招用备案
        period.injury.employer 工伤认定申请（用人单位）
        period.injury.decision 工伤认定决定
        period.injury.decision_clear 工伤认定决定（事实清楚）
        period.appraisal 劳动能力鉴定结论
        period.appraisal.extension 劳动能力鉴定延长
        period.appraisal.again 申请再次鉴定
    """,
}
CODES: dict[str, Entry] = _entries()
GROUPS: dict[str, tuple[str, ...]] = {  # how people look for a figure: by the first word of its code
    "报酬": (
        "minimum_wage",
        "pay",
        "pay_days",
        "working_days",
        "holiday",
        "deduction",
        "commission",
        "extra_compensation",
    ),
    "工时与休息": (
        "working_time",
        "overtime",
        "part_time",
        "allowance",
        "presence",
        "rest",
        "rest_day",
        "clock",
        "delivery",
    ),
    "职业伤害与社会保险": ("injury", "social_insurance"),
    "监察、处罚与信用": ("fine", "crime", "credit", "listing", "inspection"),
    "期限与程序": ("period", "limitation", "final_award", "collective", "arbitration", "petition"),
    "合同、规则与保存": ("contract", "probation", "rule", "keep", "union"),
}
# What a platform publishes for itself carries its word behind the code and binds only its own orders (ADR 0016).
OF_PLATFORMS = ("commission.cap", "commission.info_fee_cap", *(code for code in CODES if code.startswith("clock.")))


def entry(code: str) -> Entry:
    """What a code stands for; figures that a platform publishes for itself carry its word: commission.cap.滴滴.

    Raises ValueError where no rule knows such a code.
    """
    if found := CODES.get(code):
        return found
    general, platform = general_code(code), code.rpartition(".")[2]
    if general != code and platform.isidentifier():
        known = CODES[general]
        return replace(known, code=code, title=f"{known.title}（{platform}）")
    raise ValueError(f"unknown code of law: {code}")


def general_code(code: str) -> str:
    """The code without a platform's word: commission.cap.滴滴 → commission.cap."""
    general = code.rpartition(".")[0]
    return general if general in OF_PLATFORMS else code


def read_value(code: str, text: str) -> tuple[int, Unit]:
    """The value of a figure as people write it, by its code: 4小时, or the words of a choice.

    Raises ValueError with a sentence for the person who wrote it.
    """
    known = entry(code)
    if known.choices:
        for value, words in known.choices.items():
            if words == text.strip():
                return value, Unit.CHOICE
        raise ValueError(f"“{known.title}”只能写：{'；'.join(known.choices.values())}。")
    value, unit = read_figure(text)
    if unit not in known.units:
        usual = "、".join(word for one in known.units for word in spellings(one))
        raise ValueError(f"“{known.title}”的单位应是{usual}。")
    return value, unit
