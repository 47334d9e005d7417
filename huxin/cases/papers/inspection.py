"""What do the papers of labour inspection say? Ours is the wording, the law 《劳动保障监察条例》 and 《行政处罚法》."""

from datetime import date
from functools import partial

from django.db.models import QuerySet

from huxin.base.chinese import normal_name, spoken_date
from huxin.cases.drafting import case_paper, organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Measure, Party
from huxin.cases.papers.kinds import case_kind
from huxin.cases.wording import (
    accused,
    approval,
    claims_asked,
    claims_text,
    firm_name,
    form,
    letter,
    matter,
    names,
    remedies,
    said,
    sheet,
    told_on,
    you,
)
from huxin.documents.kinds import REVIEW, SIGN, Step
from huxin.orgs.personal import digest
from huxin.typesetting.content import Block, Field, Layout, Paper, paragraphs, plain

CLAIMANT, RESPONDENT = (Party.Role.CLAIMANT,), (Party.Role.RESPONDENT,)
WITNESS = Party.Role.WITNESS.value
INSPECTORS = 2  # at least, on every record: 《劳动保障监察条例》第十六条
_BY_HEAD = (Step(SIGN, role="inspection_head"),)
BY_LEADER = (Step(REVIEW, role="inspection_head"), Step(SIGN, role="unit_leader"))
_BY_INSPECTOR = (Step(SIGN, role="inspector"),)
_kind = partial(case_kind, series="inspection")


def _docket(case: Case, facts: Facts, on: date) -> Paper:
    rows = (
        ("来源与时间", f"{case.get_source_display()}，{told_on(case)}"),
        ("反映情况", case.story or claims_text(case)),
        ("请求事项", claims_text(case)),
        ("初步审查", said(facts, "review", "符合受理条件：在二年内，有明确的用工单位，属于本机关管辖。")),
        ("用工关系", said(facts, "relation")),
        ("拟查处的违法事项", said(facts, "matter_of_law")),
        ("承办意见", said(facts, "opinion", "建议立案调查。")),
    )
    return approval(case, "立案审批表", rows, signers=("监察机构负责人意见",))


def _accepted(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "劳动保障监察受理通知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}反映{firm_name(case)}{matter(case)}一事（编号{case.number}），经审查符合受理条件，"
        f"本机关已于{spoken_date(on)}立案调查。\n"
        "本机关将自立案之日起60个工作日内调查完毕；情况复杂的，经负责人批准可以延长30个工作日，"
        f"并会告知{you(case)}。\n"
        "调查期间请保存好工资条、接单记录、聊天记录等材料，需要补充的可以凭编号和查询码随时提交。",
        on=on,
    )  # fmt: skip


def _refused(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "不予受理告知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}反映{firm_name(case)}{matter(case)}一事（编号{case.number}），经审查，本机关不予受理。\n"
        f"理由：{said(facts, 'reason')}\n依据：{said(facts, 'law')}\n"
        f"{you(case)}可以这样办：{said(facts, 'instead')}\n"
        f"{remedies(case, '决定')}",
        on=on,
    )  # fmt: skip


def _supplement(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "补充材料通知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}反映{firm_name(case)}{matter(case)}一事（编号{case.number}），还需要补充以下材料：\n"
        f"{said(facts, 'needed')}\n请于{said(facts, 'due_on')}前通过网上、窗口或邮寄提交。补充期间不计入审查期限。",
        on=on,
    )  # fmt: skip


def _interview(case: Case, facts: Facts, on: date) -> Paper:
    organ = organ_of(case.organisation).name
    head = form(
        (Field("时间", said(facts, "held_on")), Field("地点", said(facts, "place"))),
        (Field("询问人", said(facts, "inspectors")), Field("记录人", said(facts, "recorder"))),
        (Field("被询问人", said(facts, "person")), Field("身份", said(facts, "capacity"))),
    )
    asked: tuple[Block, ...] = (
        plain(
            f"我们是{organ}的工作人员，已出示证件。现就{firm_name(case)}{matter(case)}一事向你了解情况，请如实回答；"
            "你认为办案人员与本案有利害关系的，可以申请回避。是否听清？是否申请回避？"
        ),
        plain(f"答：{said(facts, 'avoidance', '听清，不申请回避。')}"),
        *(plain(line) for line in said(facts, "dialogue").splitlines() if line.strip()),
        plain("以上笔录我已看过（已向我宣读），与我说的一致。"),
        form(
            (Field("被询问人签字", "", "　　年　月　日"), Field("询问人（两人）签字", "", "　　年　月　日")),
        ),
    )
    return sheet("调查询问笔录", (head, *asked))


def interviewed(case: Case, facts: Facts) -> QuerySet[Party]:
    """Whoever was heard: a party, or somebody of it; else a witness, found by his name."""
    whom = facts.data.get("whom_id")
    if whom == WITNESS:
        return case.parties.filter(role=WITNESS, name_digest=digest("name", normal_name(said(facts, "person"))))
    return case.parties.filter(pk=whom or 0)


def _talk(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "约谈通知书", firm_name(case),
        f"因{matter(case)}一事（编号{case.number}），请你单位法定代表人或授权的负责人于{said(facts, 'held_on')}到"
        f"{said(facts, 'place')}接受约谈。\n约谈内容：{said(facts, 'subject')}\n"
        "请携带营业执照、劳动合同或书面协议、考勤或接单记录、报酬支付凭证等材料；委托他人参加的，请提交授权委托书。",
        on=on,
    )  # fmt: skip


def _talk_record(case: Case, facts: Facts, on: date) -> Paper:
    problems = "\n".join(f"{n}.{line}" for n, line in enumerate(said(facts, "problems").splitlines(), 1))
    put = "向被约谈单位指出以下问题" if facts.data.get("was_there") else "通知约谈，单位没有到场；需要指出的问题"
    return sheet(
        "约谈记录",
        (
            form(
                (Field("时间", said(facts, "held_on")), Field("地点", said(facts, "place"))),
                (Field("被约谈单位", firm_name(case)), Field("是否到场", said(facts, "came"))),
                (Field("到场人员", said(facts, "present", "无")),),
            ),
            plain(f"因{matter(case)}一事（编号{case.number}），{put}："),
            *paragraphs(problems),
            plain(f"单位的说明、承诺和时限：{said(facts, 'promised', '无')}"),
            form((Field("被约谈单位人员签字", "", "　　年　月　日"), Field("约谈人（两人）签字", "", "　年　月　日"))),
        ),
    )  # fmt: skip


def _talked(case: Case, facts: Facts) -> QuerySet[Party]:
    """The firm, where somebody came."""
    return case.parties.filter(role__in=RESPONDENT) if facts.data.get("was_there") else Party.objects.none()


def _material(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "提供材料通知书", firm_name(case),
        f"因调查需要（编号{case.number}），请你单位于{said(facts, 'due_on')}前提供以下材料：\n{said(facts, 'needed')}\n"
        "可以在企业端上传，也可以当面或者邮寄提交；复印件请注明与原件一致并加盖公章。没有的材料请书面说明原因。",
        on=on,
    )  # fmt: skip


def _correction(case: Case, facts: Facts, on: date) -> Paper:
    amount = f"责令支付的金额合计{said(facts, 'amount')}元。" if facts.data.get("amount") else ""
    return letter(
        case, "劳动保障监察限期改正指令书", firm_name(case),
        f"经查，你单位{_wrong(case, facts)}（编号{case.number}）。\n"
        f"依据{said(facts, 'law')}，责令你单位改正：\n{said(facts, 'demand')}\n{amount}"
        f"请于{said(facts, 'due_on')}前改正，并将改正情况和凭证书面报本机关。\n"
        "逾期不改正的，本机关将依法作出行政处理或者行政处罚；拒不支付劳动报酬涉嫌犯罪的，移送公安机关。\n"
        f"{remedies(case, '指令')}",
        on=on,
    )  # fmt: skip


def _wrong(case: Case, facts: Facts) -> str:
    """What the firm did; where it is not told, the subject at least."""
    found = said(facts, "found").strip().rstrip("。")
    return found or f"在{case.get_topic_display()}方面有违反劳动保障法律、法规或者规章的行为"


def _legal_review(case: Case, facts: Facts, on: date) -> Paper:
    rows = (
        ("违法事实与证据", said(facts, "found")),
        ("拟作决定", said(facts, "proposed")),
        ("法律依据与裁量", said(facts, "law")),
        ("是否重大（集体讨论）", said(facts, "heavy", "否")),
    )
    return approval(case, "行政处罚（处理）法制审核表", rows, signers=("法制审核意见",))


def _prior_notice(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "行政处罚（处理）事先告知书", firm_name(case),
        f"经查，你单位：\n{said(facts, 'found')}\n违反了{said(facts, 'law')}，本机关拟作出以下决定：\n"
        f"{said(facts, 'proposed')}\n"
        "你单位有权陈述、申辩；符合听证条件的，可以在收到本告知书之日起5个工作日内要求听证。逾期不提出的，视为放弃。",
        on=on,
    )  # fmt: skip


def _decision(case: Case, facts: Facts, on: date) -> Paper:
    fine = (
        "罚款应当自收到本决定书之日起15日内缴纳；逾期不缴纳的，每日按罚款数额的3%加处罚款，加处数额不超过罚款本数。\n"
        if facts.data.get("amount") else ""
    )  # fmt: skip
    return letter(
        case, "行政处罚决定书", firm_name(case),
        f"{accused(case)}查明的事实：\n{said(facts, 'found')}\n"
        f"法律依据：{said(facts, 'law')}\n决定：\n{said(facts, 'decided')}\n"
        f"{fine}{remedies(case, '决定')}期间不停止执行。",
        on=on,
    )  # fmt: skip


def _handling(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "行政处理决定书", firm_name(case),
        f"{accused(case)}查明的事实：\n{said(facts, 'found')}\n"
        f"法律依据：{said(facts, 'law')}\n决定：\n{said(facts, 'decided')}\n"
        f"请于{said(facts, 'due_on')}前履行，并将凭证报送本机关。逾期不履行的，本机关将依法申请人民法院强制执行。\n"
        f"{remedies(case, '决定')}期间不停止执行。",
        on=on,
    )  # fmt: skip


def _hearing(case: Case, facts: Facts, on: date) -> Paper:
    before = f"原定于{said(facts, 'instead_of')}举行的听证改期。" if facts.data.get("instead_of") else ""
    return letter(
        case, "听证通知书", firm_name(case),
        f"{before}根据你单位的要求，本机关定于{said(facts, 'held_on')}在{said(facts, 'place')}就{matter(case)}一案"
        f"举行听证，主持人：{said(facts, 'chair')}。请法定代表人或委托代理人按时参加，并携带有关证据。",
        on=on,
    )  # fmt: skip


def _hearing_record(case: Case, facts: Facts, on: date) -> Paper:
    return sheet(
        "听证笔录",
        (
            form(
                (Field("案由", f"{firm_name(case)}{matter(case)}"), Field("案件编号", case.number)),
                (Field("时间", said(facts, "held_on")), Field("地点", said(facts, "place"))),
                (Field("主持人", said(facts, "chair")), Field("记录人", said(facts, "recorder"))),
                (Field("当事人", firm_name(case)), Field("是否到场", said(facts, "came"))),
                (Field("当事人参加人员", said(facts, "present", "无")),),
            ),
            *(plain(line) for line in said(facts, "dialogue").splitlines() if line.strip()),
            plain(f"听证意见：{said(facts, 'conclusion')}"),
            form(
                (Field("单位人员签字", "", "　　年　月　日"), Field("主持人签字", "", "　　年　月　日")),
                (Field("记录人签字", "", "　　年　月　日"),),
            ),
        ),
    )  # fmt: skip


def _extension(case: Case, facts: Facts, on: date) -> Paper:
    rows = (("申请延长", f"{said(facts, 'days')}日"), ("理由", said(facts, "reason")))
    return approval(case, "办案期限延长审批表", rows, signers=("监察机构负责人意见", "单位负责人意见"))


def _transfer(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "涉嫌犯罪案件移送书", said(facts, "to", "公安机关"),
        f"本机关在办理{firm_name(case)}{matter(case)}一案（编号{case.number}）中查明：\n{said(facts, 'found')}\n"
        f"涉及劳动者{said(facts, 'people')}人，拖欠劳动报酬{said(facts, 'amount')}元。{_ordered(case)}，"
        "逾期仍未支付，涉嫌拒不支付劳动报酬，现依法移送，请予审查，"
        f"并于{said(facts, 'due_on')}前将是否立案函告本机关。",
        on=on,
    )  # fmt: skip


def _ordered(case: Case) -> str:
    """Which order was not followed, and since when the firm had it."""
    order = case.measures.filter(kind=Measure.Kind.CORRECTION, served_on__isnull=False).order_by("-pk").first()
    if order is None or order.served_on is None:
        return "已下达限期改正指令书"
    number = f"（{order.paper.number}）" if order.paper and order.paper.number else ""
    return f"限期改正指令书{number}已于{spoken_date(order.served_on)}送达"


def _copy(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "抄告函", said(facts, "to"),
        f"本机关办理{matter(case)}一案（编号{case.number}）时发现以下情况属于贵单位职责：\n{said(facts, 'found')}\n"
        f"现予抄告。请依法处理，并于{said(facts, 'due_on')}前将处理情况函告本机关。",
        on=on,
    )  # fmt: skip


def _closing(case: Case, facts: Facts, on: date) -> Paper:
    base = approval(
        case, "结案审批表",
        (("调查经过与结果", said(facts, "result")), ("请求事项", claims_text(case))),
        signers=("承办人意见", "监察机构负责人意见"),
    )  # fmt: skip
    return Paper(layout=Layout.SHEET, title=base.title, blocks=(*base.blocks, *claims_asked(case, facts)))


def _result(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "办理结果告知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}反映{firm_name(case)}{matter(case)}一事（编号{case.number}），现已办理完毕。\n"
        f"办理结果：{said(facts, 'result')}\n对办理工作有意见的，可以凭编号和查询码在线评价，或向本机关反映。",
        on=on,
        more=claims_asked(case),
    )  # fmt: skip


DOCKET = case_paper(_kind("docket_approval", "立案审批表", Layout.SHEET, _BY_HEAD), _docket, inner=True)
ACCEPTED = case_paper(_kind("acceptance_notice", "受理通知书", Layout.LETTER, _BY_HEAD), _accepted, served=CLAIMANT)
REFUSED = case_paper(_kind("refusal", "不予受理告知书", Layout.LETTER, _BY_HEAD), _refused, served=CLAIMANT)
SUPPLEMENT = case_paper(
    _kind("supplement_notice", "补充材料通知书", Layout.LETTER, _BY_HEAD), _supplement, served=CLAIMANT
)
INTERVIEW = case_paper(
    _kind("interview_record", "调查询问笔录", Layout.SHEET, _BY_INSPECTOR, drafter_may_sign=True),
    _interview,
    there=interviewed,
    himself=True,
    officials=INSPECTORS,
    speaker="person",
    before=("order", "give_notice", "to_police", "revoke", "close"),
)
MATERIAL = case_paper(
    _kind("material_request", "提供材料通知书", Layout.LETTER, _BY_HEAD), _material, served=RESPONDENT
)
TALK = case_paper(_kind("talk_notice", "约谈通知书", Layout.LETTER, _BY_HEAD), _talk, served=RESPONDENT)
TALKED = case_paper(
    _kind("talk_record", "约谈记录", Layout.SHEET, _BY_INSPECTOR, drafter_may_sign=True),
    _talk_record,
    there=_talked,
    officials=INSPECTORS,
    speaker="present",
    before=("order", "give_notice", "to_police", "revoke", "close", "rectify", "investigate", "no_problem"),
)
CORRECTION = case_paper(
    _kind("correction_order", "限期改正指令书", Layout.LETTER, BY_LEADER), _correction, served=RESPONDENT
)
LEGAL_REVIEW = case_paper(
    _kind("legal_review", "法制审核表", Layout.SHEET, (Step(SIGN, role="legal_reviewer"),)), _legal_review, inner=True
)
PRIOR_NOTICE = case_paper(
    _kind("prior_notice", "行政处罚事先告知书", Layout.LETTER, BY_LEADER), _prior_notice, served=RESPONDENT
)
HEARING = case_paper(_kind("hearing_notice", "听证通知书", Layout.LETTER, BY_LEADER), _hearing, served=RESPONDENT)
HEARD = case_paper(
    _kind("penalty_hearing_record", "听证笔录", Layout.SHEET, _BY_INSPECTOR, drafter_may_sign=True),
    _hearing_record,
    there=_talked,
    speaker="present",
    before=("decide", "handle"),
)
DECISION = case_paper(
    _kind("penalty_decision", "行政处罚决定书", Layout.LETTER, BY_LEADER), _decision, served=RESPONDENT
)
HANDLING = case_paper(
    _kind("handling_decision", "行政处理决定书", Layout.LETTER, BY_LEADER), _handling, served=RESPONDENT
)
EXTENSION = case_paper(_kind("case_extension", "办案期限延长审批表", Layout.SHEET, BY_LEADER), _extension, inner=True)
TRANSFER = case_paper(_kind("police_transfer", "涉嫌犯罪案件移送书", Layout.LETTER, BY_LEADER), _transfer)
COPY = case_paper(_kind("copy_letter", "抄告函", Layout.LETTER, BY_LEADER), _copy)
CLOSING = case_paper(_kind("closing_approval", "结案审批表", Layout.SHEET, _BY_HEAD), _closing, inner=True)
RESULT = case_paper(_kind("result_notice", "办理结果告知书", Layout.LETTER, _BY_HEAD), _result, served=CLAIMANT)
