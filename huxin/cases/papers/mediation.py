"""What do the papers of negotiation and mediation say? Ours is the wording."""

from dataclasses import replace
from datetime import date
from functools import partial

from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.cases.drafting import case_paper, in_roles, organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Claim, Party
from huxin.cases.papers.kinds import case_kind
from huxin.cases.records import last_done
from huxin.cases.wording import (
    application,
    asked,
    case_report,
    claims_text,
    firm_name,
    form,
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
from huxin.typesetting.content import Block, Field, Layout, Paper, paragraphs, plain

CLAIMANT, RESPONDENT = (Party.Role.CLAIMANT,), (Party.Role.RESPONDENT,)
BOTH = (*CLAIMANT, *RESPONDENT)
_BY_HEAD = (Step(SIGN, role="mediation_head"),)
_BY_MEDIATOR = (Step(SIGN, role="mediator"),)
_kind = partial(case_kind, series="mediation")
_sheet = partial(_kind, layout=Layout.SHEET, steps=_BY_MEDIATOR, drafter_may_sign=True)
_letter = partial(_kind, layout=Layout.LETTER, steps=_BY_HEAD)


def _application(case: Case, facts: Facts, on: date) -> Paper:
    return application(
        case, "调解申请书", on=on, ask=case.wish or claims_text(case),
        ends="本人自愿申请调解，所述属实。", to=organ_of(case.organisation).name,
    )  # fmt: skip


def _offer_request(case: Case, facts: Facts, on: date) -> Paper:
    remark = f"请一并说明：{said(facts, 'remark')}\n" if facts.data.get("remark") else ""
    before = (
        f"此前发出的协商建议函所定{said(facts, 'instead_of')}前答复，改按本函办理。"
        if facts.data.get("instead_of")
        else ""
    )
    return letter(
        case, "协商建议函", firm_name(case),
        f"{before}{names(case, Party.Role.CLAIMANT)}就与你单位的{matter(case)}纠纷（编号{case.number}）提出以下请求，"
        "并同意先由你单位"
        f"协商答复：\n{asked(case)}。\n{remark}"
        f"请于{said(facts, 'due_on')}前通过企业端或书面提出协商方案；不同意协商的，请写明理由，"
        "并答复是否同意参加调解。协商不成或者逾期未答复的，将依当事人申请进行调解；"
        "当事人也可以依法申请仲裁或者提起诉讼。",
        on=on,
    )  # fmt: skip


def _notice(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "调解受理通知书", f"{names(case, Party.Role.CLAIMANT)}、{firm_name(case)}",
        f"{names(case, Party.Role.CLAIMANT)}与{firm_name(case)}{matter(case)}纠纷（编号{case.number}）的调解申请，"
        f"双方均同意调解，本组织于{spoken_date(on)}受理，由{said(facts, 'mediator')}调解。\n"
        "调解自受理之日起15日内结束；双方均同意的，可以延长，最长不超过15日。期满未达成协议的，"
        "可以依法申请仲裁或者起诉。\n"
        "调解不收取费用。当事人有权申请调解员回避、接受或者拒绝调解、要求公开或者不公开进行。",
        on=on,
    )  # fmt: skip


def _refused(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "调解不予受理通知书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}提出的调解申请（编号{case.number}），本组织不予受理。\n理由："
        f"{said(facts, 'reason')}\n"
        f"依据：{said(facts, 'law')}\n{you(case)}可以这样办：{said(facts, 'instead')}",
        on=on,
    )  # fmt: skip


def _call(case: Case, facts: Facts, on: date) -> Paper:
    bring = said(facts, "bring", "").rstrip("。")
    return letter(
        case, "调解会通知书", f"{names(case, Party.Role.CLAIMANT)}、{firm_name(case)}",
        f"{names(case, Party.Role.CLAIMANT)}与{firm_name(case)}{matter(case)}纠纷（编号{case.number}），定于"
        f"{said(facts, 'held_on')}{said(facts, 'time')}在{said(facts, 'place')}调解，请双方到场。\n"
        f"{f'请带：{bring}。' if bring else ''}请人代为参加的，带上签名的授权委托书。\n"
        "确实不能到场的，请提前告诉本组织，另约时间。调解自愿进行，不收取费用。",
        on=on,
    )  # fmt: skip


def _session(case: Case, facts: Facts, on: date) -> Paper:
    head = form(
        (Field("时间", said(facts, "held_on")), Field("地点", said(facts, "place"))),
        (Field("案由", matter(case)), Field("案件编号", case.number)),
        (Field("到场人员", said(facts, "present")),),
    )
    body: tuple[Block, ...] = (
        head,
        *paragraphs(said(facts, "dialogue")),
        plain(f"本次结果：{said(facts, 'result')}"),
        signatures("申请人", "被申请人", "调解员"),
    )
    return sheet("调解笔录", body)


def _agreement(case: Case, facts: Facts, on: date) -> Paper:
    titles = {c.pk: c.get_kind_display() for c in case.claims.all()}
    sums = [f"{titles[c.id]}{yuan(c.found_fen)}元" for c in facts.claims if c.id and c.found_fen is not None]
    body: tuple[Block, ...] = (
        *people(case, on),
        plain(f"双方因{matter(case)}发生纠纷（编号{case.number}），经调解，自愿达成如下协议："),
        *paragraphs(said(facts, "terms")),
        *((plain(f"各项金额：{'；'.join(sums)}。"),) if sums else ()),
        plain(f"以上于{said(facts, 'due_on')}前履行完毕。"),
        plain(
            "本协议自双方签字并由调解员签名、调解组织盖章之日起生效。"
            "双方可以自生效之日起15日内共同申请仲裁审查，或者自生效之日起"
            "30日内共同申请司法确认；因支付报酬、医疗费、补偿或者赔偿达成的协议逾期不履行的，劳动者可以申请支付令。"
        ),
        plain("本协议一式三份，双方各执一份，调解组织存一份。"),
        signatures("申请人", "被申请人", "调解员"),
    )
    return sheet("调解协议书", body, on=on, organ=organ_of(case.organisation).name)


def _joint(case: Case, facts: Facts, on: date, *, title: str, ask: str) -> Paper:
    body: tuple[Block, ...] = (
        *people(case, on, personal=True, jointly=True),
        plain(f"申请事项：{ask}"),
        plain(
            f"事实与理由：双方因{matter(case)}纠纷，经{organ_of(case.organisation).name}调解，"
            f"自愿达成调解协议（编号{case.number}）{_effect(case)}。"
            f"协议确认的事项：{_agreed_sums(case)}。"
        ),
        *paragraphs(f"协议内容：\n{_given(case, 'agree', 'terms')}"),
        plain(
            "双方承诺：出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
            "协议内容给国家利益、社会公共利益或者他人合法"
            "权益造成损害的，愿意承担相应的法律责任。"
        ),
        plain("附：调解协议书、双方身份证明、有关证据材料。"),
        plain(f"此致　{said(facts, 'to')}"),
        signatures("申请人", "用人单位"),
    )
    return sheet(title, body, on=on)


def _given(case: Case, code: str, name: str) -> str:
    """What was given when it was done last; days in words."""
    move = last_done(case, code)
    return said(Facts.from_json(move.facts), name) if move else ""


def _effect(case: Case) -> str:
    """Since when the agreement holds: from that day the terms to apply run."""
    move = last_done(case, "take_effect")
    return f"，协议自{spoken_date(localtime(move.done_at).date())}起生效" if move and move.done_at else ""


def _agreed_sums(case: Case) -> str:
    rows = case.claims.filter(outcome=Claim.Outcome.AGREED).order_by("pk")
    return "；".join(c.get_kind_display() + (f"{yuan(c.found_fen)}元" if c.found_fen is not None else "") for c in rows)


def _review(case: Case, facts: Facts, on: date) -> Paper:
    return _joint(case, facts, on, title="仲裁审查申请书", ask="请求对双方达成的调解协议进行审查，并据此制作调解书。")


def _confirmation(case: Case, facts: Facts, on: date) -> Paper:
    return _joint(case, facts, on, title="司法确认申请书", ask="请求确认双方达成的调解协议有效。")


def _payment_order(case: Case, facts: Facts, on: date) -> Paper:
    return application(
        case, "支付令申请书", on=on, to=said(facts, "to"), ends="以上属实。附：调解协议书。",
        ask=f"请求依法发出支付令，督促被申请人支付{said(facts, 'amount')}元（协议确认：{_agreed_sums(case)}）。",
        since=f"双方经{organ_of(case.organisation).name}调解，达成调解协议（编号{case.number}）{_effect(case)}，"
        f"约定于{_given(case, 'take_effect', 'due_on')}前履行。被申请人到期没有全部支付。",
    )  # fmt: skip


def _ended(case: Case, facts: Facts, on: date) -> Paper:
    how = (
        "达成的调解协议没有履行，调解" if last_done(case, "take_effect")
        else "经调解未达成协议，调解" if last_done(case, "accept")
        else "没有进入调解，办理"
    )  # fmt: skip
    asked_for = "按申请人的意愿，申请材料已转劳动争议仲裁机构审查是否受理，不需要重新提交。"
    instead = said(facts, "instead", asked_for)
    return letter(
        case, "调解终结通知书", f"{names(case, Party.Role.CLAIMANT)}、{firm_name(case)}",
        f"{names(case, Party.Role.CLAIMANT)}与{firm_name(case)}{matter(case)}纠纷（编号{case.number}），"
        f"{how}于{spoken_date(on)}终结。\n{instead}\n请注意申请仲裁的时效为一年，"
        "自知道或者应当知道权利被侵害之日起计算；"
        "向调解组织请求调解的，时效中断，重新计算。",
        on=on,
    )  # fmt: skip


APPLICATION = case_paper(
    _sheet("mediation_application", "调解申请书"), _application, signed_by=CLAIMANT, own=True, before=("accept",)
)
OFFER = case_paper(_letter("offer_request", "协商建议函"), _offer_request, served=RESPONDENT)
NOTICE = case_paper(_letter("mediation_notice", "调解受理通知书"), _notice, served=BOTH)
CALL = case_paper(
    replace(_letter("session_notice", "调解会通知书"), steps=_BY_MEDIATOR, drafter_may_sign=True), _call, served=BOTH
)
REFUSAL = case_paper(_letter("mediation_refusal", "调解不予受理通知书"), _refused, served=CLAIMANT)
SESSION = case_paper(_sheet("session_record", "调解笔录"), _session, there=in_roles(*BOTH), before=("agree", "fail"))
AGREEMENT = case_paper(
    _sheet("mediation_agreement", "调解协议书"),
    _agreement,
    signed_by=BOTH,
    before=("take_effect", "redo"),
    settles=True,
)
REVIEW = case_paper(_sheet("review_application", "仲裁审查申请书"), _review, signed_by=BOTH, settles=True)
CONFIRMATION = case_paper(
    _sheet("confirmation_application", "司法确认申请书"), _confirmation, signed_by=BOTH, settles=True
)
PAYMENT = case_paper(_sheet("payment_order_application", "支付令申请书"), _payment_order, signed_by=CLAIMANT)
ENDED = case_paper(_letter("mediation_end", "调解终结通知书"), _ended, served=BOTH)
CLOSED = case_paper(_kind("mediation_report", "调解结案报告", Layout.SHEET, _BY_HEAD), case_report, inner=True)
