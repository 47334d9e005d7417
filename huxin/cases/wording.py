"""Of which parts are the papers of cases made? Letters to parties, approval forms, and records that are signed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.cases.agency import agents_of, may_act
from huxin.cases.drafting import organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Claim, Party
from huxin.cases.people import ID, NAME, PHONE
from huxin.cases.procedure import PROCEDURES
from huxin.orgs.personal import decrypt
from huxin.registry.models import Enterprise
from huxin.typesetting.content import (
    Block,
    Column,
    Field,
    Form,
    FormRow,
    Imprint,
    Layout,
    Mark,
    Paper,
    Signature,
    Table,
    cells,
    paragraphs,
    plain,
)

FOOT = "签名：　　　　年　月　日"
UNKNOWN = "（未提供）"
MANY = 5  # so many claims are told one by one
_PARTIES = ("申请人", "被申请人")
_CALLED = {
    "complaint": ("投诉人", "被投诉单位"), "clue": ("举报人", "被举报单位"), "inspection": ("反映人", "被检查单位"),
    "rectification": ("反映人", "整改单位"),
}  # fmt: skip


def letter(
    case: Case, title: str, to: str, text: str, *, on: date, more: Iterable[Block] = (), note: str = "", organ: str = ""
) -> Paper:
    """A paper that leaves the organ: its mark and number, an addressee, paragraphs, and the place of the seal."""
    organ = organ or organ_of(case.organisation).name
    return Paper(
        layout=Layout.LETTER,
        title=title,
        mark=Mark((organ,)),
        addressees=to,
        blocks=(*paragraphs(text), *more),
        signature=Signature((organ,), spoken_date(on), seal=True),
        note=note,
        imprint=Imprint(),
    )


def approval(case: Case, title: str, rows: Sequence[tuple[str, str]], *, signers: Sequence[str]) -> Paper:
    """An inner form (审批表): the facts of the case, what is proposed, and a box for each opinion."""
    head = (
        FormRow((Field("案件编号", case.number), Field("案由", matter(case)))),
        FormRow((Field(called(case, Party.Role.CLAIMANT), reporter(case)), Field("用工单位", firm_name(case)))),
    )
    body = tuple(FormRow((Field(label, value or "无"),), 12 if len(value) < 40 else 26) for label, value in rows)
    ends = tuple(FormRow((Field(signer, "", FOOT),), 26) for signer in signers)
    return Paper(layout=Layout.SHEET, title=title, blocks=(Form((*head, *body, *ends)),))


def sheet(title: str, blocks: Iterable[Block], *, on: date | None = None, organ: str = "") -> Paper:
    """A form or record without a head: application, transcript, proof of service."""
    day = spoken_date(on) if on else ""
    return Paper(
        layout=Layout.SHEET,
        title=title,
        blocks=tuple(blocks),
        signature=Signature((organ,) if organ else (), day, seal=bool(organ)),
    )


def form(*rows: tuple[Field, ...] | tuple[tuple[Field, ...], int]) -> Form:
    """A grid of boxes; a row may state its least height in mm."""
    made = []
    for row in rows:
        fields, height = row if isinstance(row[0], tuple) else (row, 10)
        made.append(FormRow(fields, height))
    return Form(tuple(made))


def names(case: Case, role: str) -> str:
    """The parties of a role, by full name as papers need it."""
    return names_of(parties(case, role))


def names_of(some: Iterable[Party]) -> str:
    """These parties, so; of many the first."""
    found = [full_name(party) for party in some]
    return "、".join(found) if len(found) <= 5 else f"{'、'.join(found[:3])}等{len(found)}人"


def called(case: Case, role: str) -> str:
    """What somebody in this role is called in a case of its kind: 投诉人, 申请人, 被检查单位."""
    claimant, respondent = _CALLED.get(case.procedure.partition("/")[0], _PARTIES)
    return {Party.Role.CLAIMANT.value: claimant, Party.Role.RESPONDENT.value: respondent}.get(
        role, str(Party.Role(role).label)
    )


def you(case: Case) -> str:
    """How a letter to those who brought the matter speaks to them."""
    return "你们" if case.parties.filter(role=Party.Role.CLAIMANT, left_at=None).count() > 1 else "你"


def is_secret(case: Case) -> bool:
    """Is it kept secret who told (a clue, 监察条例 art. 9)?"""
    return case.procedure.startswith("clue/")


def reporter(case: Case) -> str:
    """Who brought the matter, for inner papers; of a clue that is kept secret."""
    if is_secret(case):
        return "举报人信息依法保密"
    return names(case, Party.Role.CLAIMANT) or "（依职权检查）"


def parties(case: Case, role: str) -> list[Party]:
    """The parties of a role who are still in the case."""
    return list(case.parties.filter(role=role, left_at=None).select_related("enterprise", "case").order_by("pk"))


def full_name(party: Party) -> str:
    """The name for a paper; an anonymous reporter stays one."""
    if party.enterprise is not None:
        return party.enterprise.name
    if party.name_sealed:
        return decrypt(party.name_sealed, NAME)
    if party.role == Party.Role.RESPONDENT:
        return party.case.enterprise_name or UNKNOWN
    return "匿名反映人" if party.case.anonymous else UNKNOWN


def phone_of(party: Party) -> str:
    """The phone for a paper of that party's own."""
    return decrypt(party.phone_sealed, PHONE) if party.phone_sealed else ""


def id_of(party: Party) -> str:
    """The ID number for a paper of that party's own."""
    return decrypt(party.id_sealed, ID) if party.id_sealed else ""


def firm_name(case: Case) -> str:
    """The firm as registered, else as told."""
    return case.enterprise.name if case.enterprise else case.enterprise_name or UNKNOWN


def matter(case: Case) -> str:
    """What it is about, for a sentence that names the firm already: the title without the firm in brackets."""
    named = (firm_name(case), case.enterprise_name, case.platform_name)
    return next(
        (case.title.removesuffix(f"（{n}）") for n in named if n and case.title.endswith(f"（{n}）")), case.title
    )


def told_on(case: Case) -> str:
    """When the matter came in."""
    return spoken_date(localtime(case.opened_at).date())


def period(start: date | None, end: date | None) -> str:
    """2026年3月1日至2026年5月31日; of what goes on, since when."""
    if start and end:
        return f"{spoken_date(start)}至{spoken_date(end)}"
    return f"{spoken_date(start)}起" if start else ""


def claims_asked(case: Case, facts: Facts | None = None) -> tuple[Table, ...]:
    """The table of claims, where anything is claimed."""
    return (claims_table(case, facts),) if case.claims.exists() else ()


def claims_table(case: Case, facts: Facts | None = None) -> Table:
    """Each claim with its period and sums, and what is to become of it by what was given; periods and payments only
    where there are any."""
    claims = list(case.claims.select_related("party__enterprise", "party__case").order_by("pk"))
    given = {fact.id: fact for fact in facts.claims if fact.id is not None} if facts else {}
    for claim in claims:
        if fact := given.get(claim.pk):
            claim.found_fen, claim.paid_fen, claim.outcome = fact.found_fen, fact.paid_fen, fact.outcome
    many = len({claim.party_id for claim in claims}) > 1
    columns: list[tuple[str, int, Callable[[Claim], str]]] = [("请求事项", 5, lambda one: _whose(one, many=many))]
    if any(claim.period_from for claim in claims):
        columns.append(("期间", 5, lambda one: period(one.period_from, one.period_until)))
    columns.append(("请求金额（元）", 4, lambda one: money(one.claimed_fen)))
    columns.append(("认定金额（元）", 4, lambda one: _sum(one, one.found_fen)))
    if any(claim.paid_fen is not None for claim in claims):
        columns.append(("已付金额（元）", 4, lambda one: _sum(one, one.paid_fen)))
    columns.append(("处理结果", 4, lambda one: one.get_outcome_display() or ""))
    header = cells("序号", *(title for title, _, _ in columns), bold=True)
    rows = (cells(str(n), *(told(claim) for _, _, told in columns)) for n, claim in enumerate(claims, 1))
    return Table(tuple(Column(w) for w in (2, *(width for _, width, _ in columns))), (header, *rows))


def _sum(claim: Claim, fen: int | None) -> str:
    """A sum; a dash where the claim was answered without one."""
    return money(fen) or ("—" if claim.outcome else "")


def _whose(claim: Claim, *, many: bool) -> str:
    name = f"{full_name(claim.party)}：" if many and claim.party else ""
    return name + claim.get_kind_display() + (f"：{claim.text}" if claim.text else "")


def claims_text(case: Case) -> str:
    """The claims in one sentence; of many, how many and what they come to. What is claimed in turn stands apart."""
    return _claims(case.claims.exclude(party__role=Party.Role.RESPONDENT))


def counter_claims_text(case: Case) -> str:
    """What the other side claims in turn (反申请)."""
    taken_up = case.claims.exclude(outcome__in=(Claim.Outcome.PASSED_ON, Claim.Outcome.REJECTED))
    return _claims(taken_up.filter(party__role=Party.Role.RESPONDENT)).replace("反申请：", "")  # the sentence says it


def _claims(rows: QuerySet[Claim]) -> str:
    claims = list(rows.order_by("pk"))
    if len(claims) <= MANY:
        return "；".join(_claim(claim) for claim in claims)
    kinds = "、".join(dict.fromkeys(claim.get_kind_display() for claim in claims))
    return f"{kinds}，共{len(claims)}项，合计{yuan(sum(claim.claimed_fen or 0 for claim in claims))}元"


def asked(case: Case) -> str:
    """What is asked for: in the words of who asks, and claim by claim."""
    wish, claims = case.wish.rstrip("。；"), claims_text(case)
    return f"{wish}（{claims}）" if wish and claims else wish or claims


def _claim(claim: Claim) -> str:
    parts = [claim.get_kind_display(), period(claim.period_from, claim.period_until), claim.text]
    if claim.claimed_fen is not None:
        parts.append(f"{yuan(claim.claimed_fen)}元")
    return "，".join(part for part in parts if part)


def money(fen: int | None) -> str:
    """Yuan, or nothing."""
    return yuan(fen) if fen is not None else ""


def said(facts: Facts, name: str, otherwise: str = "") -> str:
    """What the form gave under this name; days in words."""
    value = str(facts.data.get(name, otherwise))
    try:
        return spoken_date(date.fromisoformat(value))
    except ValueError:
        return value


def story(case: Case) -> tuple[Block, ...]:
    """What was told and what is wished."""
    return (plain(f"反映情况：{case.story or '未填写'}"), plain(f"诉求：{case.wish or claims_text(case)}"))


def signatures(*who: str) -> Form:
    """A box for the signature of each, two side by side."""
    boxes = [Field(f"{one}\n签名" if len(one) > 3 else f"{one}签名", "", "　　年　月　日") for one in who]
    return form(*((tuple(boxes[at : at + 2]), 24) for at in range(0, len(boxes), 2)))


def people(case: Case, on: date, *, personal: bool = False, jointly: bool = False) -> tuple[Block, ...]:
    """The parties with what identifies them, as applications and agreements need it, and who acts for them on this day;
    `jointly` both sides ask."""
    lines = []
    for role, title in (
        (Party.Role.CLAIMANT, "申请人"),
        (Party.Role.RESPONDENT, "申请人" if jointly else "被申请人"),
        (Party.Role.THIRD, "第三人"),
    ):
        for party in parties(case, role):
            more = [full_name(party), *(_registered(party.enterprise) if party.enterprise else ())]
            if personal and party.enterprise is None:
                more += [
                    f"证件号码{id_of(party)}" if id_of(party) else "",
                    f"电话{phone_of(party)}" if phone_of(party) else "",
                ]
            if party.address and not (party.enterprise and party.enterprise.address):
                more.append(f"住址{party.address}")
            lines.append(plain(f"{title}：{'，'.join(part for part in more if part)}"))
            lines += [plain(f"委托代理人：{_agent(one)}") for one in agents_of(party) if may_act(one, on)]
    return tuple(lines)


def _registered(firm: Enterprise) -> tuple[str, ...]:
    """What identifies a firm beside its name."""
    return (
        f"统一社会信用代码{firm.credit_code}" if firm.credit_code else "",
        f"法定代表人{firm.legal_representative}" if firm.legal_representative else "",
        f"住所{firm.address}" if firm.address else "",
    )


def accused(case: Case) -> str:
    """Against whom a decision is made, as it must say (行政处罚法 art. 59)."""
    more = _registered(case.enterprise) if case.enterprise else ()
    return f"当事人：{'，'.join(part for part in (firm_name(case), *more) if part)}。\n"


def remedies(case: Case, what: str) -> str:
    """Where a decision is contested, and how long: of an organ of a government that government reviews it (行政复议法
    arts 20, 24; 行政诉讼法 art. 46)."""
    return (
        f"如不服本{what}，可以自收到之日起60日内向{organ_of(case.organisation).area.name}人民政府申请行政复议，"
        "或者自收到之日起6个月内向人民法院提起行政诉讼。"
    )


def _agent(party: Party) -> str:
    power = "特别授权" if party.may_settle else "一般授权"
    return "，".join(part for part in (full_name(party), party.get_acts_as_display(), power) if part)


def application(
    case: Case, title: str, *, on: date, ask: str, ends: str, to: str, since: str = ""
) -> Paper:  # fmt: skip
    """What a party asks of an office: who against whom, for what, why and what came of it `since`; he signs it."""
    happened = period(case.happened_from, case.happened_until)
    body: tuple[Block, ...] = (
        *people(case, on, personal=True),
        plain(f"请求事项：{ask.rstrip('。')}。"),
        plain(f"事实与理由：{case.story or case.title}" + (f"（发生时间：{happened}）" if happened else "") + since),
        plain(f"工作地点：{case.place or case.area.name}"),
        plain(ends),
        plain(f"此致　{to}"),
        signatures("申请人"),
    )
    return sheet(title, body, on=on)


def case_report(case: Case, facts: Facts, on: date) -> Paper:
    """结案报告: what the case was, how it went, what came of each claim."""
    done = [
        f"{localtime(move.done_at):%Y年%-m月%-d日}　{PROCEDURES[case.procedure].action(move.action).title}"
        for move in case.moves.filter(state="done").order_by("pk")
        if move.done_at
    ]
    base = approval(
        case, "结案报告",
        (("收到申请", told_on(case)), ("办理经过", "\n".join(done)), ("办理结果", said(facts, "result"))),
        signers=("承办人意见", "负责人意见"),
    )  # fmt: skip
    return Paper(layout=Layout.SHEET, title=base.title, blocks=(*base.blocks, *claims_asked(case, facts)))
