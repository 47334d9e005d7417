"""What do the papers of legal aid say? Ours is the wording, the law 《法律援助法》."""

from datetime import date
from functools import partial

from django.db.models import QuerySet

from huxin.cases.counsel import with_their_own
from huxin.cases.drafting import case_paper, organ_of, overseer_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.papers.kinds import case_kind
from huxin.cases.records import last_done
from huxin.cases.wording import (
    application,
    case_report,
    claims_text,
    firm_name,
    letter,
    matter,
    names,
    names_of,
    phone_of,
    said,
    told_on,
    you,
)
from huxin.documents.kinds import SIGN, Step
from huxin.typesetting.content import Layout, Paper

CLAIMANT = (Party.Role.CLAIMANT,)
_BY_HEAD = (Step(SIGN, role="legal_aid_head"),)
_kind = partial(case_kind, series="legal_aid", steps=_BY_HEAD)
_letter = partial(_kind, layout=Layout.LETTER)


def _application(case: Case, facts: Facts, on: date) -> Paper:
    return application(
        case, "法律援助申请表", on=on, ask=f"因{matter(case)}申请法律援助。本人请求：{case.wish or claims_text(case)}",
        ends="本人承诺所述和提交的材料真实；属于进城务工人员请求支付劳动报酬、工伤赔偿等情形的，免予核查经济困难状况。",
        to=organ_of(case.organisation).name,
    )  # fmt: skip


def _granted(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "给予法律援助决定书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}提出的法律援助申请（编号{case.number}），经审查，决定给予法律援助。\n"
        f"援助事项：{said(facts, 'matter')}\n经济困难状况：{said(facts, 'means')}\n援助形式：{said(facts, 'kind')}\n"
        "本机构将自作出决定之日起3日内指派人员办理。法律援助不收取费用，请如实陈述案情、配合承办人员。",
        on=on,
    )  # fmt: skip


def _first(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "先行提供法律援助决定书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}的法律援助申请（编号{case.number}）情况紧急（{said(facts, 'ground')}），"
        "本机构决定先行提供法律援助。\n"
        f"请于{said(facts, 'due_on')}前补办有关手续、补充有关材料；经审查不符合条件的，将终止援助。",
        on=on,
    )  # fmt: skip


def _refused(case: Case, facts: Facts, on: date, *, title: str, what: str) -> Paper:
    above = overseer_of(case.organisation).name
    return letter(
        case, title, names(case, Party.Role.CLAIMANT),
        f"{you(case)}于{told_on(case)}提出的法律援助申请（编号{case.number}），本机构决定{what}。\n理由："
        f"{said(facts, 'reason')}\n"
        f"依据：{said(facts, 'law')}\n{you(case)}可以这样办：{said(facts, 'instead')}\n"
        f"如有异议，可以向设立本机构的司法行政部门（{above}）提出，司法行政部门自收到之日起5日内审查答复。",
        on=on,
    )  # fmt: skip


def _clients(case: Case, facts: Facts) -> QuerySet[Party]:
    """For whom a lawyer is assigned: at first not for who brought one along; who comes instead stands for all."""
    asked = case.parties.filter(role=Party.Role.CLAIMANT, left_at=None).select_related("enterprise", "case")
    asked = asked.order_by("pk")
    return asked.exclude(pk__in=with_their_own(case)) if facts.data.get("first") else asked


def _assigned(case: Case, facts: Facts, on: date) -> Paper:
    clients = _clients(case, facts)
    reached = "、".join(number for number in map(phone_of, clients) if number)
    return letter(
        case, "法律援助指派函", said(facts, "office"),
        f"{names_of(clients)}与{firm_name(case)}{matter(case)}一案（编号{case.number}），"
        "本机构已决定给予法律援助，"
        f"现指派你单位{said(facts, 'lawyer')}承办，援助形式：{said(facts, 'kind')}。\n"
        + (f"受援人联系电话：{reached}。\n" if reached else "") +
        "请及时会见受援人、办理委托手续，依法维护其合法权益；不得收取受援人财物；结案后报送结案报告和案卷。",
        on=on,
    )  # fmt: skip


def _told(case: Case, facts: Facts, on: date) -> Paper:
    clients = _clients(case, facts)
    whose = "你们" if len(clients) > 1 else "你"
    phone = f"，办公电话{said(facts, 'phone')}" if facts.data.get("phone") else ""
    return letter(
        case, "法律援助指派通知书", names_of(clients),
        f"{whose}的法律援助申请（编号{case.number}），本机构已指派{said(facts, 'office')}"
        f"{said(facts, 'lawyer')}承办{phone}，援助形式：{said(facts, 'kind')}。\n"
        "请与承办人员联系，办理委托手续，如实陈述案情，提供证据材料。承办人员不收取任何费用；"
        "未依法履行职责的，可以请求本机构更换。",
        on=on,
    )  # fmt: skip


def _reviewed(case: Case, facts: Facts, on: date) -> Paper:
    decided = (
        "依据《法律援助法》第四十九条，决定撤销原决定，责令给予法律援助。" if facts.data.get("overturned")
        else "依据《法律援助法》第四十九条，决定维持原决定。对本决定不服的，可以依法申请行政复议或者提起行政诉讼。"
    )  # fmt: skip
    first = last_done(case, "refuse", "terminate")
    which = f"《{first.paper.title}》{first.paper.number}" if first and first.paper else "决定"
    return letter(
        case, "法律援助异议审查决定书", names(case, Party.Role.CLAIMANT),
        f"{you(case)}就法律援助申请（编号{case.number}）对{which}提出的异议，经审查：\n"
        f"{said(facts, 'reason')}\n{decided}",
        on=on, organ=organ_of(overseer_of(case.organisation)).name,
    )  # fmt: skip


APPLICATION = case_paper(
    _kind("legal_aid_application", "法律援助申请表", Layout.SHEET),
    _application,
    signed_by=CLAIMANT,
    own=True,
    before=("grant", "papers_made_up"),  # help first (先行提供) comes before the papers are complete
    unasked=("declined", "objecting"),
)
GRANTED = case_paper(_letter("legal_aid_decision", "给予法律援助决定书"), _granted, served=CLAIMANT)
FIRST = case_paper(_letter("legal_aid_first", "先行提供法律援助决定书"), _first, served=CLAIMANT)
REFUSED = case_paper(
    _letter("legal_aid_refusal", "不予法律援助决定书"),
    partial(_refused, title="不予法律援助决定书", what="不予法律援助"),
    served=CLAIMANT,
)
TERMINATED = case_paper(
    _letter("legal_aid_termination", "终止法律援助决定书"),
    partial(_refused, title="终止法律援助决定书", what="终止法律援助"),
    served=CLAIMANT,
)
ASSIGNED = case_paper(_letter("assignment_letter", "法律援助指派函"), _assigned)
TOLD = case_paper(_letter("assignment_notice", "法律援助指派通知书"), _told, served=CLAIMANT, only=_clients)
REVIEWED = case_paper(
    _letter("legal_aid_review", "法律援助异议审查决定书", steps=(Step(SIGN, role="unit_leader"),)),
    _reviewed,
    served=CLAIMANT,
    above=True,
)
CLOSED = case_paper(_kind("legal_aid_report", "法律援助结案报告", Layout.SHEET), case_report, inner=True)
