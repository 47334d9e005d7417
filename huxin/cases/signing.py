"""Whose signature does a paper of a case still lack, and how was a paper served?"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import clocks, recorded
from huxin.cases.agency import may_act
from huxin.cases.collective import represented
from huxin.cases.drafting import CASE_PAPERS, served_on
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Measure, Party
from huxin.cases.people import own_party
from huxin.cases.procedure import PROCEDURES, SERVED, Action
from huxin.cases.reach import ANSWER, firm_parties
from huxin.cases.records import CaseTodo, Move, PaperService, PaperSignature, PublicNotice
from huxin.documents import issuing, media
from huxin.documents.models import Document, Paper
from huxin.documents.store import attach
from huxin.journal.log import PARTIES, Verb, record, verb
from huxin.orgs.access import allowed, require

PARTY_SIGNED = verb("case.paper_party_signed", "当事人签字：{case_paper}", ("case_paper", "signature_mode"), PARTIES)
NOT_SIGNED = verb(
    "case.paper_not_signed", "当事人未在{case_paper}上签字：{signature_mode}", ("case_paper", "signature_mode")
)
OFFICIAL_SIGNED = verb("case.paper_official_signed", "办案人员签字：{case_paper}", ("case_paper", "signature_mode"))
PAPER_SERVED = verb(
    "case.paper_served",
    "送达{case_paper}，{service_mode}，{served_on}",
    ("case_paper", "service_mode", "served_on"),
    PARTIES,
)
OFFICE_SIGNED = (Paper.State.SIGNED, Paper.State.NUMBERED, Paper.State.ISSUED, Paper.State.ARCHIVED)


def papers_of(case: Case) -> list[Paper]:
    """Every paper of the case that is not voided, in the order of drafting."""
    rows = Paper.objects.filter(subject_kind="case", subject_id=case.pk).exclude(state=Paper.State.VOIDED)
    return list(rows.order_by("pk"))


def missing_signers(paper: Paper, case: Case) -> list[Party]:
    """The parties whose signature this paper waits for; a text that was changed since is to be signed again."""
    declared = CASE_PAPERS.get(paper.kind)
    if declared is None or not (declared.signed_by or declared.there) or paper.state == Paper.State.VOIDED:
        return []
    at_once = declared.signed_at_once
    over = case.closed_at is not None or case.step in declared.unasked
    if not (at_once or paper.state in OFFICE_SIGNED) or (at_once and over):
        return []  # of what has come to its end nobody asks any more
    signed = valid(paper).filter(party__isnull=False).values("party")
    return list(_each(paper, case).exclude(pk__in=signed).order_by("pk"))


def missing_officials(paper: Paper, case: Case) -> int:
    """How many of the office still have to sign a record that takes several; what another office wrote down stays as it
    came."""
    declared = CASE_PAPERS.get(paper.kind)
    if declared is None or not declared.officials or paper.state == Paper.State.VOIDED or case.closed_at is not None:
        return 0
    if (paper.office_id or paper.organisation_id) != case.organisation_id:
        return 0
    return max(declared.officials - valid(paper).filter(party=None).count(), 0)


def lacking(paper: Paper, case: Case) -> str:
    """Whose signatures are lacking, in words; empty where none is."""
    officials = missing_officials(paper, case)
    words = ["当事人签字"] if missing_signers(paper, case) else []
    return "、".join([*words, *([f"办案人员签字（还差{officials}人）"] if officials else [])])


def _each(paper: Paper, case: Case) -> QuerySet[Party]:
    """Who signs himself: what all ask together is signed by their representatives, a settlement by each."""
    asked = asked_to_sign(paper, case).filter(left_at=None)
    return asked.exclude(pk__in=represented(case).values("pk")) if CASE_PAPERS[paper.kind].signed_at_once else asked


def each_asked(paper: Paper, case: Case, signed: Iterable[PaperSignature]) -> list[Party]:
    """Everyone for whom the paper has a place: who has signed it, and who is to."""
    there = Q(pk__in=_each(paper, case).values("pk")) | Q(pk__in=[row.party_id for row in signed if row.party_id])
    return list(case.parties.filter(there).select_related("case", "enterprise").order_by("pk"))


def who_may_sign(paper: Paper, case: Case, on: date) -> list[Party]:
    """The parties that are missing, and those who may sign for them on this day."""
    missing = missing_signers(paper, case)
    agents = case.parties.filter(acts_for__in=missing, left_at=None).select_related("case", "enterprise", "acts_for")
    able = [one for one in agents.order_by("pk") if as_whom(paper, one) != one and not _hinders(paper, one, on)]
    return [*missing, *able]


def signer(row: PaperSignature, name: Callable[[Party], str]) -> str:
    """Who signed, and for whom; `name` says how a party is called here."""
    if row.party is None:
        return f"{row.user.name}（{row.place}）" if row.user else row.place
    if row.agent is not None:
        return f"{name(row.agent)}（受托人，代{name(row.party)}）"
    called = recorded.named(row.paper, row.party, name)
    return called + (f"（{row.user.name}签）" if row.user and row.user.name not in called else "")


def asked_to_sign(paper: Paper, case: Case) -> QuerySet[Party]:
    """Who is to sign: by his role, or because he was there."""
    declared = CASE_PAPERS[paper.kind]
    if declared.there is None:
        return case.parties.filter(role__in=declared.signed_by)
    facts = recorded.facts_of(paper)
    return declared.there(case, facts) if facts else Party.objects.none()


def goes_to(paper: Paper, case: Case) -> QuerySet[Party]:
    """The parties on whom it is to be served; any, where it goes to nobody by its kind."""
    declared = CASE_PAPERS[paper.kind]
    if not declared.served:
        return case.parties.filter(left_at=None)
    return served_on(case, declared, (recorded.facts_of(paper) if declared.only else None) or Facts())


def signatures(papers: Iterable[Paper]) -> dict[int, list[PaperSignature]]:
    """The signatures of parties under each of these papers, and why one lacks; one statement for all of them."""
    found: dict[int, list[PaperSignature]] = defaultdict(list)
    rows = PaperSignature.objects.filter(paper__in=[paper.pk for paper in papers]).order_by("pk")
    for row in rows.select_related("paper", "party__case", "party__enterprise", "agent__case", "user", "document"):
        found[row.paper_id].append(row)
    return found


def valid(paper: Paper) -> QuerySet[PaperSignature]:
    """The signatures under the text as it stands: that very text, or what the office had signed already."""
    rows = PaperSignature.objects.filter(paper=paper)
    same = Q(sha256=text_hash(paper))
    return rows.filter(same | Q(signed_at__gte=paper.signed_at)) if paper.state in OFFICE_SIGNED else rows.filter(same)


def issued_file(paper: Paper) -> Document | None:
    """The file as it was issued; None before that, and where somebody has signed since: then the paper is printed anew,
    with the signature in its box."""
    later = {"signed_at__gt": paper.issued_at, "document__isnull": False}
    signed = paper.issued_at is not None and PaperSignature.objects.filter(paper=paper, **later).exists()
    return None if signed else paper.pdf


def stands(paper: Paper, rows: QuerySet[PaperSignature]) -> bool:
    """Is one of these signatures under the text as it stands?"""
    return valid(paper).filter(pk__in=rows.values("pk")).exists()


def text_hash(paper: Paper) -> str:
    return paper.tree_sha256 or issuing.digest(paper.tree)


def waiting(case: Case) -> list[Paper]:
    """The papers that wait for the signature of a party, or of the office."""
    return [paper for paper in papers_of(case) if lacking(paper, case)]


def holds(papers: Iterable[Paper], action: Action) -> Paper | None:
    """The first of these unsigned papers before which this action may not be done."""
    for paper in papers:
        before = CASE_PAPERS[paper.kind].before
        if action.code in before or (action.to and not before):
            return paper
    return None


def as_whom(paper: Paper, mine: Party) -> Party:
    """Whose signature this party gives: his own, or that of him for whom he acts; not under what another said."""
    return mine if CASE_PAPERS[paper.kind].himself else mine.acts_for or mine


def _hinders(paper: Paper, agent: Party, on: date) -> str:
    """Why this agent may not sign the paper for whom he acts; empty where he may."""
    if not may_act(agent, on):
        return "委托书没有上传，或者已经过期"
    if CASE_PAPERS[paper.kind].settles and not agent.may_settle:
        return "这份文书涉及和解，委托书没有写明特别授权（代为承认、放弃、变更请求，和解）"
    return ""


def hindered(paper: Paper, mine: Party, on: date) -> str:
    """Why whoever acts for another may not sign this paper for him; empty for whoever signs for himself."""
    return _hinders(paper, mine, on) if as_whom(paper, mine) != mine else ""


@transaction.atomic
def sign(
    paper: Paper, case: Case, who: Party, *, text: str, document: Document, mode: str, by: Actor, at: datetime
) -> PaperSignature:
    """Bind the signature of a party, or of its agent, to a paper: drawn on the screen, or the scan of the print.
    `text` is the hash of the text that was on the screen: nobody signs what he has not seen."""
    firm = firm_parties(by).filter(pk=who.pk).exists() and allowed(by, ANSWER, who.case)
    if not firm and own_party(case, by) != who:
        require(by, "case.handle", case)
    paper, party = _held(paper, text), as_whom(paper, who)
    if party not in missing_signers(paper, case):
        raise NotPossible("这份文书不需要该当事人签字，或已经签过，请刷新页面查看。")
    if firm and (person := recorded.by_himself(paper, who)) not in ("", by.name):
        raise NotPossible(f"笔录记的是{person}说的话，由本人签字；请{person}用自己的账号登录，或者当面在笔录上签字。")
    if why := hindered(paper, who, localtime(at).date()):
        raise NotPossible(f"{why}，不能代签；请由本人签字，或者先补交委托书。")
    _take(document, case)
    given = {
        "document": document, "mode": mode, "reason": "", "witnesses": "", "agent": who if who != party else None,
        "user_id": by.user_id if firm else None,
    }  # fmt: skip
    return _write(PARTY_SIGNED, paper, case, given, party=party, by=by, at=at)


def open_to_office(paper: Paper, by: Actor) -> bool:
    """May an official sign in a place of his office, by the state of the paper and of what he signed before?"""
    declared = CASE_PAPERS[paper.kind]
    if not (declared.signed_by or declared.there) or paper.state == Paper.State.VOIDED:
        return False
    names = recorded.named_officials(paper)
    if names and by.name not in names:
        return False
    ready = declared.there is not None or paper.state in OFFICE_SIGNED
    return ready and not valid(paper).filter(user=by.user_id or 0, party=None).exists()


@transaction.atomic
def sign_for_office(
    paper: Paper, case: Case, place: str, *, text: str, document: Document, mode: str, by: Actor, at: datetime
) -> PaperSignature:
    """An official signs in his place of a record or agreement, once, while parties may sign it."""
    require(by, "case.handle", case)
    paper = _held(paper, text)
    if not open_to_office(paper, by):
        raise NotPossible("您现在不能签：文书还没有签发、您已经签过，或者文书写明的办案人员不是您。")
    _take(document, case)
    given = {"document": document, "mode": mode, "place": place}
    row = _write(OFFICIAL_SIGNED, paper, case, given, user_id=by.user_id, party=None, by=by, at=at)
    enough = CASE_PAPERS[paper.kind].officials > 0 and missing_officials(paper, case) == 0
    CaseTodo.objects.filter(**{} if enough else {"user": by.user_id}, paper=paper).delete()
    return row


def _held(paper: Paper, text: str) -> Paper:
    """The paper, held until it is signed: of two who sign for one the second is told, and so is who has read another
    text, or none."""
    row = Paper.objects.select_for_update().get(pk=paper.pk)
    if text != text_hash(row):
        raise NotPossible("文书的内容刚刚改过，您看到的不是现在的内容，没有签上；请重新打开本页，核对后再签字。")
    return row


def _take(document: Document, case: Case) -> None:
    if not media.is_scan(document.media_type):
        raise NotPossible("签字件应为签字后的照片、扫描件或PDF，请重新上传。")
    if not document.subject_kind:
        attach(document, subject=case)


@transaction.atomic
def note_unsigned(
    paper: Paper, case: Case, party: Party, *, mode: str, reason: str, witnesses: str, by: Actor, at: datetime
) -> PaperSignature:
    """Who was there does not sign a record: why, and who saw it. The case may go on."""
    require(by, "case.handle", case)
    if CASE_PAPERS[paper.kind].there is None:
        raise NotPossible("只有笔录可以登记未签字的情况；申请书、协议书没有签字的，不能继续办理。")
    if party not in missing_signers(paper, case):
        raise NotPossible("这份文书不需要该当事人签字，或已经签过，请刷新页面查看。")
    if not reason.strip():
        raise NotPossible("请写明没有签字的原因。")
    if mode == PaperSignature.Mode.REFUSED and not witnesses.strip():
        raise NotPossible("拒绝签字的，请写明在场见证的人员（办案人员或见证人）。")
    given = {
        "document": None, "mode": mode, "reason": reason.strip(), "witnesses": witnesses.strip(), "agent": None,
        "user_id": None,
    }  # fmt: skip
    return _write(NOT_SIGNED, paper, case, given, party=party, by=by, at=at)


def _write(
    kind: Verb, paper: Paper, case: Case, given: dict[str, Any], *, by: Actor, at: datetime, **whose: Any
) -> PaperSignature:
    """The row of whoever signs; one under an earlier text gives way."""
    given |= {"sha256": text_hash(paper), "signed_at": at}
    try:
        with transaction.atomic():
            row, _ = PaperSignature.objects.update_or_create(paper=paper, **whose, defaults=given)
    except IntegrityError:
        raise NotPossible("这份文书刚刚已经签过，请刷新页面查看。") from None
    record(
        kind, [case], by=by, at=at, org_path=case.org_path, permission="case.handle",
        case_paper=paper.kind, signature_mode=given["mode"],
    )  # fmt: skip
    return row


def is_unserved(paper: Paper, case: Case) -> bool:
    """Does a party still wait for it?"""
    return bool({*goes_to(paper, case).values_list("pk", flat=True)} - reached(paper, case))


def reached(paper: Paper, case: Case, *, until: date | None = None) -> set[int]:
    """Whom it was served on, until this day. An agent gets it for his principal, a representative for those who sent
    him."""
    got = case.services.filter(paper=paper, **({"served_on__lte": until} if until else {}))
    pairs = got.values_list("party", "party__acts_for")
    return {pk for pair in pairs for pk in pair if pk} | {*represented(case).values_list("pk", flat=True)}


def must_be_issued(paper: Paper) -> None:
    """Only what has been issued reaches a party."""
    if paper.state not in (Paper.State.ISSUED, Paper.State.ARCHIVED):
        raise NotPossible("文书还没有印发，不能登记送达。")


@transaction.atomic
def serve(
    paper: Paper, case: Case, party: Party, *, mode: str, by: Actor, at: datetime, served_on: date | None = None,
    proof: Document | None = None, place: str = "", remark: str = "",
) -> PaperService:  # fmt: skip
    """Record how and when a paper reached a party; clocks that start with its service start on that day. A public
    notice (`cases.actions.noticing`) serves when its days are over."""
    require(by, "case.handle", case)
    must_be_issued(paper)
    if mode == PaperService.Mode.PUBLIC_NOTICE:
        raise NotPossible("公告送达的，请登记公告日期，期满由系统登记送达。")
    if served_on is None:
        raise NotPossible("请填写送达日期。")
    if served_on > localtime(at).date():
        raise NotPossible("送达日期不能晚于今天。")
    if mode != PaperService.Mode.ELECTRONIC and proof is None:
        raise NotPossible("请上传送达回证或邮寄凭证。")
    if mode == PaperService.Mode.ELECTRONIC and not party.e_service:
        raise NotPossible("当事人没有确认同意电子送达，请改用其他方式。")
    return write_service(
        paper, case, party, mode=mode, served_on=served_on, place=place, remark=remark, proof=proof,
        right="case.handle", by=by, at=at,
    )  # fmt: skip


def noticed(paper: Paper) -> str:
    """Why days are left out while it is public."""
    return f"《{paper.title}》公告送达期间"


def end_notice(paper: Paper, case: Case, party: Party, *, on: date, since: date | None = None) -> bool:
    """A notice ends before its days are over; what was left out of terms from `since` on, by default from this day,
    counts again. False where none was out."""
    row = PublicNotice.objects.filter(case=case, paper=paper, party=party, ended_on=None).first()
    if row is None or not PublicNotice.objects.filter(pk=row.pk, ended_on=None).update(ended_on=on):
        return False
    clocks.count_again(case, since or on, row.due_on, reason=noticed(paper))
    return True


def write_service(
    paper: Paper, case: Case, party: Party, *, mode: str, served_on: date, right: str, by: Actor, at: datetime,
    proof: Document | None = None, place: str = "", remark: str = "", published_on: date | None = None,
    reckoned: str = "",
) -> PaperService:  # fmt: skip
    """The row of a service, and what follows from it; inside the action that has the right."""
    try:
        with transaction.atomic():
            row = PaperService.objects.create(
                case=case, paper=paper, party=party, mode=mode, served_on=served_on, place=place, remark=remark,
                proof=proof, user_id=by.user_id, recorded_at=at, published_on=published_on, reckoned=reckoned[:300],
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("这份文书已经登记送达给该当事人。") from None
    end_notice(paper, case, party, on=served_on)
    Measure.objects.filter(paper=paper, served_on=None).update(served_on=served_on)
    decided = Move.objects.filter(paper=paper).first()
    begins_not = Facts(ends=Facts.from_json(decided.facts).ends if decided else ())
    clocks.trigger(case, PROCEDURES[case.procedure], (f"{SERVED}{paper.kind}",), begins_not, at=at, on=served_on,
                   partly=is_unserved(paper, case), to=(party.acts_for or party).role)  # fmt: skip
    record(
        PAPER_SERVED, [case], by=by, at=at, org_path=case.org_path, permission=right,
        case_paper=paper.kind, service_mode=mode, served_on=served_on,
    )  # fmt: skip
    return row
