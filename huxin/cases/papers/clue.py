"""What do the papers of clues, planned inspections and rectification say? Ours is the wording."""

from datetime import date
from functools import partial

from huxin.base.chinese import spoken_date
from huxin.cases.drafting import case_paper, in_roles
from huxin.cases.facts import Facts
from huxin.cases.forms.rectification import SURVEY
from huxin.cases.models import Case, Measure, Party
from huxin.cases.papers.inspection import INSPECTORS
from huxin.cases.papers.kinds import case_kind
from huxin.cases.wording import approval, firm_name, form, letter, matter, names, said, sheet, told_on, you
from huxin.documents.kinds import REVIEW, SIGN, Step
from huxin.typesetting.content import Block, Column, Field, Layout, Paper, Table, cells, plain

CLAIMANT, RESPONDENT = (Party.Role.CLAIMANT,), (Party.Role.RESPONDENT,)
_BY_HEAD = (Step(SIGN, role="inspection_head"),)
_BY_LEADER = (Step(REVIEW, role="inspection_head"), Step(SIGN, role="unit_leader"))
_BY_INSPECTOR = (Step(SIGN, role="inspector"),)
_kind = partial(case_kind, series="inspection")


def _reply(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "举报答复书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}举报的事项（编号{case.number}），现答复如下：\n{said(facts, 'result')}\n"
        "本机关对举报人的姓名、联系方式等信息依法保密。感谢对劳动保障工作的监督。",
        on=on,
    )  # fmt: skip


def _referral(case: Case, facts: Facts, on: date) -> Paper:
    due = f"请于{said(facts, 'due_on')}前将处理结果函告本机关。" if facts.data.get("due_on") else "请依法处理。"
    return letter(
        case, "移送函", said(facts, "to"),
        f"本机关于{told_on(case)}收到反映{firm_name(case)}{matter(case)}的线索（编号{case.number}），"
        f"经核查，以下情况属于贵单位职责：\n{said(facts, 'found')}\n现予移送。{due}",
        on=on,
    )  # fmt: skip


def _reward(case: Case, facts: Facts, on: date) -> Paper:
    rows = (
        ("奖励依据", said(facts, "ground")),
        ("奖励金额", f"{said(facts, 'amount')}元"),
        ("发放方式", said(facts, "paid_by")),
    )
    return approval(case, "举报奖励审批表", rows, signers=("监察机构负责人意见", "单位负责人意见"))


def _inspection_notice(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "劳动保障监察检查通知书", firm_name(case),
        f"本机关定于{said(facts, 'held_on')}对你单位遵守劳动保障法律法规的情况进行检查。检查事项：\n"
        f"{said(facts, 'scope')}\n"
        "请准备营业执照、职工名册或用工名单、合同与书面协议、工时或接单记录、报酬支付台账、劳动规则及公示凭证等材料，"
        "并安排负责人在场。监察员进行检查时会出示证件。",
        on=on,
    )  # fmt: skip


def _survey(facts: Facts) -> Table:
    rows = [
        cells(str(n), question, said(facts, code), said(facts, f"{code}_text"))
        for n, (code, question) in enumerate(SURVEY.items(), 1)
    ]
    head = cells("序号", "检查事项", "结果", "问题及证据", bold=True)
    return Table(tuple(Column(w) for w in (1, 5, 2, 5)), (head, *rows), row_height_mm=12)


def _site_record(case: Case, facts: Facts, on: date) -> Paper:
    blocks: tuple[Block, ...] = (
        form(
            (Field("被检查单位", firm_name(case)), Field("检查日期", spoken_date(on))),
            (Field("案件编号", case.number), Field("检查地点", case.place or case.area.name)),
            (Field("检查人", said(facts, "inspectors")), Field("单位在场人员", said(facts, "present"))),
        ),
        _survey(facts),
        plain(f"单位意见：{said(facts, 'remark', '无')}"),
        form((Field("单位在场人员签字", "", "　　年　月　日"), Field("检查人签字（两人）", "", "　　年　月　日"))),
    )
    return sheet("劳动保障监察检查笔录", blocks)


def _inspection_report(case: Case, facts: Facts, on: date) -> Paper:
    rows = (("检查事项", "、".join(SURVEY.values())), ("检查情况和处理结果", said(facts, "result")))
    return approval(case, "检查情况报告", rows, signers=("检查人意见", "监察机构负责人意见"))


def items(case: Case, facts: Facts) -> tuple[str, ...]:
    """The items of a notice: those that stand in the case, and those that it brings."""
    known = {m.pk: m.text for m in case.measures.filter(kind=Measure.Kind.ITEM)}
    return tuple(known[m.id] if m.id is not None else m.text for m in facts.measures)


def _rectification(case: Case, facts: Facts, on: date) -> Paper:
    lines = "\n".join(f"{n}.{text}" for n, text in enumerate(items(case, facts), 1))
    return letter(
        case, "整改通知书", firm_name(case),
        f"经检查，你单位存在以下需要整改的事项：\n{lines}\n依据：{said(facts, 'law')}\n"
        f"请于{said(facts, 'due_on')}前逐项整改完毕，并将整改情况和证明材料报本机关。本机关将进行复查；"
        "逾期不整改或者整改不合格的，依法立案查处。",
        on=on,
    )  # fmt: skip


def _recheck(case: Case, facts: Facts, on: date) -> Paper:
    words = dict(Measure.Result.choices)
    results = {m.id: words[Measure.Result(m.result)] for m in facts.measures if m.result}
    rows = [
        cells(str(n), measure.text, results.get(measure.pk, measure.get_result_display()))
        for n, measure in enumerate(case.measures.filter(kind=Measure.Kind.ITEM).order_by("pk"), 1)
    ]
    blocks: tuple[Block, ...] = (
        form(
            (Field("被复查单位", firm_name(case)), Field("案件编号", case.number)),
            (Field("复查日期", spoken_date(on)), Field("复查方式", said(facts, "how"))),
        ),
        Table(tuple(Column(w) for w in (1, 8, 3)), (cells("序号", "整改事项", "结果", bold=True), *rows)),
        plain(f"复查情况：{said(facts, 'found')}"),
        form((Field("单位人员签字", "", "　　年　月　日"), Field("复查人签字（两人）", "", "　　年　月　日"))),
    )
    return sheet("整改复查记录", blocks)


REPLY = case_paper(_kind("clue_reply", "举报答复书", Layout.LETTER, _BY_HEAD), _reply, served=CLAIMANT)
REFERRAL = case_paper(_kind("referral_letter", "移送函", Layout.LETTER, _BY_LEADER), _referral)
REWARD = case_paper(
    _kind("reward_approval", "举报奖励审批表", Layout.SHEET, _BY_LEADER, closed_reason="举报人信息依法保密"),
    _reward,
    inner=True,
)
VISIT = case_paper(
    _kind("inspection_notice", "检查通知书", Layout.LETTER, _BY_HEAD), _inspection_notice, served=RESPONDENT
)
SITE = case_paper(
    _kind("site_record", "检查笔录", Layout.SHEET, _BY_INSPECTOR, drafter_may_sign=True),
    _site_record,
    there=in_roles(*RESPONDENT),
    officials=INSPECTORS,
    speaker="present",
    before=("rectify", "investigate", "follow", "no_problem", "close"),
)
REPORT = case_paper(_kind("inspection_report", "检查情况报告", Layout.SHEET, _BY_HEAD), _inspection_report, inner=True)
RECTIFY = case_paper(
    _kind("rectification_notice", "整改通知书", Layout.LETTER, _BY_HEAD), _rectification, served=RESPONDENT
)
RECHECK = case_paper(
    _kind("recheck_record", "整改复查记录", Layout.SHEET, _BY_INSPECTOR, drafter_may_sign=True),
    _recheck,
    there=in_roles(*RESPONDENT),
    officials=INSPECTORS,
    before=("again", "pass", "escalate"),
)
