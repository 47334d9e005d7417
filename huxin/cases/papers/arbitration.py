"""What do the papers of labour arbitration say? Ours is the wording, the law 《劳动争议调解仲裁法》."""

from dataclasses import replace
from datetime import date
from functools import partial

from django.db.models import QuerySet

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.cases.casefile import pieces_of
from huxin.cases.drafting import case_paper, organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.papers.kinds import case_kind
from huxin.cases.records import last_done
from huxin.cases.trial import SIDES, away, defence_of, drawn_in, hearing_of, panel_of, tried
from huxin.cases.wording import (
    application,
    approval,
    asked,
    case_report,
    claims_text,
    counter_claims_text,
    form,
    full_name,
    letter,
    matter,
    names,
    people,
    said,
    sheet,
    signatures,
    told_on,
    you,
)
from huxin.documents.kinds import SIGN, Step
from huxin.typesetting.content import Block, Column, Field, Layout, Paper, Table, cells, paragraphs, plain

CLAIMANT, RESPONDENT = (Party.Role.CLAIMANT,), (Party.Role.RESPONDENT,)
BOTH = (*CLAIMANT, *RESPONDENT, Party.Role.THIRD)
_BY_HEAD = (Step(SIGN, role="arbitration_head"),)
_BY_ARBITRATOR = (Step(SIGN, role="arbitrator"),)
_kind = partial(case_kind, series="arbitration")
head_letter = partial(_kind, layout=Layout.LETTER, steps=_BY_HEAD)
_inner = partial(_kind, layout=Layout.SHEET, steps=_BY_HEAD)
_sheet = partial(_kind, layout=Layout.SHEET, steps=_BY_ARBITRATOR, drafter_may_sign=True)


def _both(case: Case) -> str:
    third = names(case, Party.Role.THIRD)
    return "、".join(
        part for part in (names(case, Party.Role.CLAIMANT), names(case, Party.Role.RESPONDENT), third) if part
    )


def about(case: Case) -> str:
    """The case as its papers name it."""
    against = names(case, Party.Role.RESPONDENT)
    return f"{names(case, Party.Role.CLAIMANT)}与{against}{matter(case)}争议一案（编号{case.number}）"


def _application(case: Case, facts: Facts, on: date) -> Paper:
    return application(
        case, "劳动争议仲裁申请书", on=on, ask=asked(case), ends="以上所述属实。附：证据材料、身份证明。",
        to=organ_of(case.organisation).name,
    )  # fmt: skip


def _docket(case: Case, facts: Facts, on: date) -> Paper:
    rows = (
        ("申请时间", told_on(case)),
        ("仲裁请求", asked(case)),
        ("事实与理由", case.story),
        ("承办意见", said(facts, "opinion")),
    )
    return approval(case, "仲裁立案审批表", rows, signers=("仲裁委员会负责人意见",))


def _supplement(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "补正通知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}的仲裁申请（编号{case.number}）还需要补正：\n"
        f"{said(facts, 'needed')}\n请于{said(facts, 'due_on')}前补正。"
        "本委收到仲裁申请的时间自材料补正之日起重新计算。",
        on=on,
    )  # fmt: skip


def _accepted(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "受理通知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}与{names(case, Party.Role.RESPONDENT)}{matter(case)}争议的仲裁申请（编号{case.number}），"
        f"符合受理条件，本委决定自{spoken_date(on)}起受理。\n"
        "本委将自受理之日起45日内结束审理；案情复杂需要延期的，经批准可以延长，最长不超过15日，并书面通知双方。\n"
        "当事人有权委托代理人、申请回避、变更或者放弃请求、自行和解，并应当按时到庭、如实陈述和举证。仲裁不收费。",
        on=on,
    )  # fmt: skip


def _defence_notice(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "答辩通知书", names(case, Party.Role.RESPONDENT),
        f"本委已受理{about(case)}，现送达仲裁申请书副本。请在收到之日起10日内提交答辩书和证据；"
        "不提交答辩书的，不影响审理。\n"
        f"请求事项：{asked(case)}。\n"
        "与争议事项有关的证据由你单位掌握管理的，应当提供；在指定期限内不提供的，应当承担不利后果。",
        on=on,
        note="附：仲裁申请书副本",
    )  # fmt: skip


def _accused(case: Case, facts: Facts) -> QuerySet[Party]:
    """Against whom the application was made; who was drawn in is called by a notice of his own."""
    return case.parties.exclude(enterprise__in=[one["enterprise_id"] for one in drawn_in(case)])


def _refused(case: Case, facts: Facts, on: date) -> Paper:
    given = f"指导意见：{said(facts, 'given')}\n" if facts.data.get("given") else ""
    return letter(
        case, "不予受理通知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}提出的仲裁申请（编号{case.number}），本委决定不予受理。\n理由："
        f"{said(facts, 'reason')}\n"
        f"依据：{said(facts, 'law')}\n{given}{you(case)}可以这样办：{said(facts, 'instead')}\n"
        "对本决定不服的，可以就该争议事项向人民法院提起诉讼。",
        on=on,
    )  # fmt: skip


def _transfer(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "案件移送函", said(facts, "to"),
        f"本委收到{about(case)}的仲裁申请。经审查，本案应由贵委管辖。理由：{said(facts, 'reason')}\n"
        "现将全部案卷材料移送贵委，期限自贵委收到之日起重新计算。请予接收，并告知双方当事人。",
        on=on,
    )  # fmt: skip


def _panel(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "组庭通知书", _both(case),
        f"{about(case)}，采用{said(facts, 'kind', '三人仲裁庭')}方式审理。仲裁员：{said(facts, 'members')}；"
        f"书记员：{said(facts, 'secretary')}。\n当事人认为上述人员与本案有利害关系、可能影响公正审理的，有权申请回避。",
        on=on,
    )  # fmt: skip


def _defence_copy(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "答辩书副本送达通知书", names(case, Party.Role.CLAIMANT),
        f"{about(case)}，{said(facts, 'who', '被申请人')}已提交答辩书，现送达副本。\n"
        f"答辩意见：\n{said(facts, 'defence')}",
        on=on,
    )  # fmt: skip


def _hearing(case: Case, facts: Facts, on: date) -> Paper:
    changed = f"（因{said(facts, 'reason')}延期）" if facts.data.get("reason") else ""
    return letter(
        case, "延期开庭通知书" if changed else "开庭通知书", _both(case),
        f"{about(case)}，定于{said(facts, 'held_on')}{said(facts, 'time')}在{said(facts, 'place')}开庭审理{changed}，"
        f"仲裁员：{said(facts, 'members')}。\n有正当理由需要延期的，可以在开庭3日前请求。"
        "申请人无正当理由不到庭或者中途退庭的，"
        "视为撤回申请；被申请人无正当理由不到庭的，可以缺席裁决。",
        on=on,
    )  # fmt: skip


def _record(case: Case, facts: Facts, on: date) -> Paper:
    body: tuple[Block, ...] = (
        form(
            (Field("时间", said(facts, "held_on")), Field("地点", said(facts, "place"))),
            (Field("案由", matter(case)), Field("案件编号", case.number)),
            (Field("到庭人员", said(facts, "present")), Field("缺席情况", said(facts, "absent"))),
        ),
        *paragraphs(said(facts, "dialogue")),
        signatures(
            *(title for title, role in SIDES if names(case, role) and role not in away(facts.data)),
            "仲裁员",
            "书记员",
        ),
    )
    return sheet("庭审笔录", body)


def _heard(case: Case, facts: Facts) -> QuerySet[Party]:
    """Who came to the hearing."""
    here = case.parties.filter(role__in=BOTH)
    return here.exclude(role__in=away(facts.data))


def _withdrawn(case: Case, facts: Facts, on: date) -> Paper:
    ends = "被申请人的反申请继续审理。" if facts.stays else "本案审理终结，已通知的开庭不再进行。"
    told = list(dict.fromkeys(full_name(one) for one in _knows(case, facts).select_related("enterprise", "case")))
    return letter(
        case, "准予撤回仲裁申请通知书", "、".join(told),
        f"{about(case)}，申请人于{spoken_date(on)}撤回仲裁申请。经审查，本委准予撤回。{ends}",
        on=on,
    )  # fmt: skip


def _knows(case: Case, facts: Facts) -> QuerySet[Party]:
    """Who knows of the application: the other side since it was accepted."""
    there = case.parties.filter(role__in=BOTH, left_at=None).order_by("pk")
    return there if last_done(case, "accept") else there.filter(role__in=CLAIMANT)


def _deemed(case: Case, facts: Facts, on: date) -> Paper:
    hearing = hearing_of(case) or {}
    goes_on = "被申请人的反申请继续审理。" if facts.stays else ""
    return letter(
        case, "按撤回申请处理决定书", _both(case),
        f"{about(case)}，本委已通知于{said(Facts(data=hearing), 'held_on')}开庭。{said(facts, 'reason')}\n"
        f"依据{said(facts, 'law')}，本委决定：{names(case, Party.Role.CLAIMANT)}的仲裁申请按撤回处理。{goes_on}\n"
        f"申请人可以这样办：{said(facts, 'instead')}",
        on=on,
    )  # fmt: skip


def _extension(case: Case, facts: Facts, on: date) -> Paper:
    rows = (("申请延长", f"{said(facts, 'days')}日"), ("理由", said(facts, "reason")))
    return approval(case, "审理期限延长审批表", rows, signers=("仲裁委员会负责人意见",))


def _mediated(case: Case, facts: Facts, on: date) -> Paper:
    titles = {c.pk: c.get_kind_display() for c in case.claims.all()}
    sums = [f"{titles[c.id]}{yuan(c.found_fen)}元" for c in facts.claims if c.id and c.found_fen is not None]
    counter = counter_claims_text(case)
    text = (
        f"{about(case)}，本委已受理。\n申请人的仲裁请求：{asked(case)}。\n"
        + (f"被申请人的反申请请求：{counter}。\n" if counter else "")
        + f"经本委主持调解，双方自愿达成协议：\n{said(facts, 'terms')}\n"
        + (f"各项金额：{'；'.join(sums)}。\n" if sums else "")
        + "本调解书经双方当事人签收后，发生法律效力。一方逾期不履行的，另一方可以向人民法院申请执行。"
    )
    body: tuple[Block, ...] = (*people(case, on), *paragraphs(text), *_panel_signs(case))
    return letter(case, "仲裁调解书", "", "", on=on, more=body)


def _panel_signs(case: Case) -> tuple[Block, ...]:
    """Who signs beside the seal (调解仲裁法 arts 42, 46): the panel as it was formed last."""
    if (last := panel_of(case)) is None:
        return ()
    return plain(f"仲裁员：{last['members']}（签名）"), plain(f"书记员：{last['secretary']}（签名）")


def _award(case: Case, facts: Facts, on: date, *, ends: str, article: str = "") -> Paper:
    rows = [cells(str(n), *row) for n, row in enumerate(facts.data["rows"], 1)]
    head = cells("序号", "请求事项", "性质", "裁决金额（元）", bold=True)
    body: tuple[Block, ...] = (
        *people(case, on),
        plain(f"{about(case)}，本委受理后依法组成仲裁庭，{tried(case)}，现已审理终结。"),
        plain(f"申请人请求：{claims_text(case)}。"),
        *((plain(f"被申请人反申请请求：{counter}。"),) if (counter := counter_claims_text(case)) else ()),
        *_defence(case),
        plain("经审理查明："),
        *paragraphs(said(facts, "found")),
        plain("本委认为："),
        *paragraphs(said(facts, "reasons")),
        plain(f"依照《中华人民共和国劳动争议调解仲裁法》{article}的规定，裁决如下："),
        *paragraphs(said(facts, "decided")),
        Table(tuple(Column(w) for w in (1, 5, 4, 3)), (head, *rows)),
        plain(ends),
        plain("发生法律效力的裁决书，一方逾期不履行的，另一方可以向人民法院申请执行。"),
        *_panel_signs(case),
    )
    return letter(case, "仲裁裁决书", "", "", on=on, more=body)


def _defence(case: Case) -> tuple[Block, ...]:
    """What the other side said (调解仲裁法 art. 46: the facts in dispute)."""
    if words := defence_of(case):
        return plain("被申请人答辩："), *paragraphs(words)
    return (plain("被申请人没有提交书面答辩。"),)


def _open_award(case: Case, facts: Facts, on: date) -> Paper:
    ends = "双方不服本裁决的，可以自收到裁决书之日起15日内向人民法院提起诉讼；期满不起诉的，裁决书发生法律效力。"
    return _award(case, facts, on, ends=ends)


def _final_award(case: Case, facts: Facts, on: date) -> Paper:
    ends = (
        "本裁决为终局裁决，自作出之日起发生法律效力。劳动者不服的，"
        "可以自收到裁决书之日起15日内向人民法院提起诉讼；用人单位有证据"
        "证明有法定情形的，可以自收到裁决书之日起30日内向中级人民法院申请撤销。"
    )
    return _award(case, facts, on, ends=ends, article="第四十七条")


def _handover(case: Case, facts: Facts, on: date) -> Paper:
    handed = [p for p in pieces_of(case) if not p.inner and p.key.startswith(("paper-", "evidence-"))]
    listed = "\n".join(f"{n}.{piece.title}　{piece.number}".rstrip() for n, piece in enumerate(handed, 1))
    return letter(
        case, "仲裁案卷移交函", said(facts, "court"),
        f"{about(case)}，{said(facts, 'by_whom')}已于{said(facts, 'filed_on')}{said(facts, 'kind')}。"
        f"现移交案卷材料，请查收；结案后请将裁判结果反馈本委。\n移交清单（连同送达凭证、签字件）：\n{listed}",
        on=on,
    )  # fmt: skip


def _delayed(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "逾期未处理证明", names(case, Party.Role.CLAIMANT),
        f"{about(case)}，法定期限于{said(facts, 'until')}届满，本委{said(facts, 'what')}。\n"
        f"依据{said(facts, 'law')}，{you(case)}可以就该争议事项向人民法院提起诉讼。特此证明。",
        on=on,
    )  # fmt: skip


def _comparison(case: Case, facts: Facts, on: date) -> Paper:
    rows = [cells(str(n), *row) for n, row in enumerate(facts.data["rows"], 1)]
    head = cells("序号", "请求事项", "请求金额", "裁决金额", "法院支持金额", bold=True)
    body: tuple[Block, ...] = (
        form(
            (Field("案由", matter(case)), Field("案件编号", case.number)),
            (Field("法院文书", said(facts, "number")), Field("文书日期", said(facts, "decided_on"))),
            (Field("结果", said(facts, "result")),),
        ),
        Table(tuple(Column(w) for w in (1, 5, 3, 3, 3)), (head, *rows), caption="裁审结果逐项比对（元）"),
        plain(f"差异及原因：{said(facts, 'difference', '无')}"),
    )
    return sheet("裁审结果比对表", body, on=on)


APPLICATION = case_paper(
    _sheet("arbitration_application", "仲裁申请书"), _application, signed_by=CLAIMANT, own=True, before=("accept",)
)
DOCKET = case_paper(_inner("arbitration_docket", "仲裁立案审批表"), _docket, inner=True)
SUPPLEMENT = case_paper(head_letter("arbitration_supplement", "补正通知书"), _supplement, served=CLAIMANT)
ACCEPTED = case_paper(head_letter("arbitration_accepted", "受理通知书"), _accepted, served=CLAIMANT)
DEFENCE = case_paper(head_letter("defence_notice", "答辩通知书"), _defence_notice, served=RESPONDENT, only=_accused)
REFUSED = case_paper(head_letter("arbitration_refusal", "不予受理通知书"), _refused, served=CLAIMANT)
TRANSFER = case_paper(head_letter("arbitration_transfer", "案件移送函"), _transfer)
PANEL = case_paper(head_letter("panel_notice", "组庭通知书"), _panel, served=BOTH)
COPY = case_paper(head_letter("defence_copy", "答辩书副本送达通知书"), _defence_copy, served=CLAIMANT)
HEARING = case_paper(head_letter("arbitration_hearing", "开庭通知书"), _hearing, served=BOTH)
RECORD = case_paper(
    _sheet("hearing_record", "庭审笔录"), _record, there=_heard, before=("award", "award_final", "settle")
)
WITHDRAWN = case_paper(
    head_letter("arbitration_withdrawn", "准予撤回仲裁申请通知书"), _withdrawn, served=BOTH, only=_knows
)
DEEMED = case_paper(head_letter("arbitration_deemed", "按撤回申请处理决定书"), _deemed, served=BOTH)
EXTENSION = case_paper(_inner("arbitration_extension", "审理期限延长审批表"), _extension, inner=True)
MEDIATED = case_paper(
    replace(head_letter("arbitration_mediation", "仲裁调解书"), unaddressed=True), _mediated, served=BOTH
)
AWARD = case_paper(replace(head_letter("award", "仲裁裁决书"), unaddressed=True), _open_award, served=BOTH)
FINAL = case_paper(replace(head_letter("award_final", "终局裁决书"), unaddressed=True), _final_award, served=BOTH)
DELAYED = case_paper(head_letter("delay_certificate", "逾期未处理证明"), _delayed, served=CLAIMANT)
HANDOVER = case_paper(head_letter("court_handover", "仲裁案卷移交函"), _handover)
COMPARISON = case_paper(_sheet("court_comparison", "裁审结果比对表"), _comparison, inner=True)
CLOSED = case_paper(_inner("arbitration_report", "仲裁结案报告"), case_report, inner=True)
