"""What do the papers say with which a decision is enforced, or a firm's property is looked for?"""

from datetime import date
from functools import partial

from huxin.cases.drafting import case_paper, organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import DECISIONS, Case, Party
from huxin.cases.papers.inspection import BY_LEADER
from huxin.cases.papers.kinds import case_kind
from huxin.cases.wording import firm_name, letter, matter, said
from huxin.typesetting.content import Layout, Paper

_letter = partial(case_kind, layout=Layout.LETTER, steps=BY_LEADER, series="inspection")


def _decided(case: Case) -> str:
    """Which decision it is about: its number, and when it was served."""
    served = case.measures.filter(kind__in=DECISIONS, served_on__isnull=False)
    found = served.select_related("paper").order_by("-pk").first()
    if found is None or found.served_on is None:
        return "已送达的决定书"
    number = f"（{found.paper.number}）" if found.paper and found.paper.number else ""
    return f"{found.served_on:%Y年%-m月%-d日}送达的决定书{number}"


def _reminder(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "履行催告书", firm_name(case),
        f"本机关就{matter(case)}一案（编号{case.number}）作出的{_decided(case)}，你单位在规定期限内没有履行：\n"
        f"{said(facts, 'owed')}\n请在收到本催告书之日起10个工作日内履行。履行方式：{said(facts, 'way')}。\n"
        "你单位有权陈述、申辩。逾期仍不履行的，本机关将依法申请人民法院强制执行。",
        on=on,
    )  # fmt: skip


def _application(case: Case, facts: Facts, on: date) -> Paper:
    organ = organ_of(case.organisation).name
    return letter(
        case, "强制执行申请书", said(facts, "court"),
        f"申请人：{organ}\n被申请人：{firm_name(case)}\n"
        f"申请人就{matter(case)}一案（编号{case.number}）作出的{_decided(case)}，"
        "被申请人在法定期限内没有履行，经催告仍不履行。\n"
        f"申请执行的内容：{said(facts, 'owed')}\n"
        + (f"申请期限的说明：{said(facts, 'ground')}\n" if facts.data.get("ground") else "")
        + "依据《中华人民共和国行政强制法》第五十三条、第五十四条，申请贵院强制执行。",
        on=on,
        note="附：决定书及作出决定的事实、理由和依据，催告情况，被申请人的意见，执行标的情况，送达凭证",
    )  # fmt: skip


def _request(case: Case, facts: Facts, on: date) -> Paper:
    return letter(
        case, "关于查询单位财产的请示", said(facts, "to"),
        f"我单位办理的{firm_name(case)}{matter(case)}一案（编号{case.number}），涉及{case.people}人。\n"
        f"查询理由：{said(facts, 'reason')}\n依据《保障农民工工资支付条例》第四十条，拟查询该单位："
        f"{said(facts, 'what')}。\n妥否，请批示。",
        on=on,
    )  # fmt: skip


def _query(case: Case, facts: Facts, on: date) -> Paper:
    number = f"（{said(facts, 'number')}）" if facts.data.get("number") else ""
    return letter(
        case, "协助查询通知书", said(facts, "to"),
        f"本机关办理{firm_name(case)}拖欠工资一案（编号{case.number}），依据《保障农民工工资支付条例》第四十条，"
        f"经{said(facts, 'approved_by')}{said(facts, 'approved_on')}批准{number}，"
        f"请协助查询该单位：{said(facts, 'what')}。\n请将查询结果书面告知本机关，并对查询情况保密。",
        on=on,
    )  # fmt: skip


REMINDER = case_paper(_letter("enforcement_reminder", "履行催告书"), _reminder, served=(Party.Role.RESPONDENT,))
APPLICATION = case_paper(_letter("enforcement_application", "强制执行申请书"), _application)
REQUEST = case_paper(_letter("query_request", "关于查询单位财产的请示"), _request)
QUERY = case_paper(_letter("query_letter", "协助查询通知书"), _query)
