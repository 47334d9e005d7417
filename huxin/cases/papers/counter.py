"""What do the papers say where the other side claims in turn, or a party is drawn into an arbitration?"""

from datetime import date

from django.db.models import QuerySet

from huxin.cases.drafting import case_paper, organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.papers.arbitration import BOTH, CLAIMANT, RESPONDENT, about, head_letter
from huxin.cases.wording import asked, letter, matter, names, said
from huxin.typesetting.content import Paper

_THIRD = str(Party.Role.THIRD.value)


def _accepted(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "反申请受理通知书", names(case, Party.Role.RESPONDENT),
        f"{about(case)}，你单位提出反申请：{said(facts, 'counter')}。经审查，符合受理条件，本委决定受理，"
        f"与申请人的仲裁申请合并审理。理由：{said(facts, 'opinion')}\n"
        "合并审理的，仲裁期限自受理反申请之日起重新计算。请按时到庭、如实陈述和举证。仲裁不收费。",
        on=on,
    )  # fmt: skip


def _notice(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "反申请答辩通知书", names(case, Party.Role.CLAIMANT),
        f"{about(case)}，本委已受理被申请人的反申请，现送达副本。反申请请求：{said(facts, 'counter')}。\n"
        "请在收到之日起10日内提交答辩意见和证据；不提交的，不影响审理。反申请与本案合并审理，"
        "仲裁期限自受理反申请之日起重新计算。",
        on=on,
        note="附：反申请书副本",
    )  # fmt: skip


def _refused(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "反申请不予受理通知书", names(case, Party.Role.RESPONDENT),
        f"{about(case)}，你单位提出反申请：{said(facts, 'counter')}。经审查，本委决定不在本案中受理："
        f"{said(facts, 'kind')}。\n理由：{said(facts, 'reason')}\n依据：{said(facts, 'law')}\n"
        f"你单位可以这样办：{said(facts, 'instead')}\n本案原仲裁申请继续审理。",
        on=on,
    )  # fmt: skip


def _copy(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "反申请答辩书副本送达通知书", names(case, Party.Role.RESPONDENT),
        f"{about(case)}，申请人已对反申请提交答辩，现送达副本。\n答辩意见：\n{said(facts, 'defence')}",
        on=on,
    )  # fmt: skip


def _role(facts: Facts) -> str:
    return "第三人" if facts.data.get("role") == _THIRD else "共同被申请人"


def _called_in(case: Case, facts: Facts, on: date) -> Paper:
    bound = "" if facts.data.get("role") == _THIRD else "并依法承担相应的责任，"
    return letter(
        case, "参加仲裁通知书", said(facts, "name"),
        f"本委受理的{names(case, Party.Role.CLAIMANT)}{matter(case)}争议一案（编号{case.number}），"
        f"决定追加你单位为{_role(facts)}参加仲裁。理由：{said(facts, 'reason')}\n申请人的请求：{asked(case)}。\n"
        f"现送达仲裁申请书副本。你单位有权委托代理人、提出意见、申请回避，{bound}"
        "请在收到之日起10日内提交答辩（陈述）意见和证据；不提交的，不影响审理。\n"
        "与争议事项有关的证据由你单位掌握管理的，应当提供；在指定期限内不提供的，应当承担不利后果。",
        on=on,
        note="附：仲裁申请书副本",
    )  # fmt: skip


def _told(case: Case, facts: Facts, on: date) -> Paper:
    before = [names(case, role) for role in (Party.Role.CLAIMANT, Party.Role.RESPONDENT)]
    added = said(facts, "name")
    to = "、".join(part for one in before for part in one.split("、") if part and part != added)
    return letter(
        case, "追加当事人通知书", to,
        f"{matter(case)}争议一案（编号{case.number}），{organ_of(case.organisation).name}决定追加{added}为"
        f"{_role(facts)}参加仲裁。理由：{said(facts, 'reason')}\n仲裁期限自决定追加之日起重新计算，"
        "开庭时间另行通知。",
        on=on,
    )  # fmt: skip


def _added(case: Case, facts: Facts) -> QuerySet[Party]:
    return case.parties.filter(enterprise=facts.data.get("enterprise_id", 0))


def _others(case: Case, facts: Facts) -> QuerySet[Party]:
    return case.parties.exclude(enterprise=facts.data.get("enterprise_id", 0))


ACCEPTED = case_paper(head_letter("counter_accepted", "反申请受理通知书"), _accepted, served=RESPONDENT)
NOTICE = case_paper(head_letter("counter_notice", "反申请答辩通知书"), _notice, served=CLAIMANT)
REFUSED = case_paper(head_letter("counter_refusal", "反申请不予受理通知书"), _refused, served=RESPONDENT)
COPY = case_paper(head_letter("counter_defence_copy", "反申请答辩书副本送达通知书"), _copy, served=RESPONDENT)
CALLED_IN = case_paper(
    head_letter("called_in", "参加仲裁通知书"),
    _called_in,
    served=(Party.Role.RESPONDENT, Party.Role.THIRD),
    only=_added,
)
TOLD = case_paper(head_letter("added_told", "追加当事人通知书"), _told, served=BOTH, only=_others)
