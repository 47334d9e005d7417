"""How is a paper made public for a party that it reaches in no other way (公告送达), and when has it reached him?"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.cases import clocks, drafting, signing
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.notice_day import notice_day
from huxin.cases.papers import public_notice
from huxin.cases.procedure import PROCEDURES
from huxin.cases.reach import OUT
from huxin.cases.records import PaperService, PublicNotice
from huxin.cases.wording import full_name
from huxin.documents.models import Document, Paper
from huxin.journal.log import record, verb
from huxin.law.at import law
from huxin.law.parameters import MissingParameter
from huxin.orgs.access import SYSTEM, require

MADE_PUBLIC = verb(
    "case.made_public",
    "公告送达{case_paper}：{published_on}公告，{deemed_on}视为送达",
    ("case_paper", "published_on", "deemed_on"),
)
TAKEN_BACK = verb("case.notice_taken_back", "{case_paper}的公告送达终止", ("case_paper",))


@transaction.atomic
def draft_notice(paper: Paper, case: Case, party: Party, *, by: Actor, at: datetime) -> Paper:
    """Draft the notice; it is signed, numbered and issued as every paper, and then put up."""
    require(by, "case.handle", case)
    if paper.state not in OUT:
        raise NotPossible("文书还没有印发，不能公告送达。")
    today = localtime(at).date()
    try:
        term = law(today, case.area_id)["period.public_notice"]
    except MissingParameter as error:
        raise NotPossible(str(error)) from error
    said = {"who": full_name(party), "title": paper.title, "number": paper.number, "days": term.value}
    return drafting.draft(case, public_notice.CODE, Facts(data=said), on=today, by=by, at=at)


@transaction.atomic
def make_public(
    paper: Paper, case: Case, party: Party, *, published_on: date | None, by: Actor, at: datetime,
    served_on: date | None = None, ground: str = "", proof: Document | None = None, place: str = "", remark: str = "",
) -> PublicNotice:  # fmt: skip
    """Write down that the notice is out. From its day on its days count for no term that leaves them out; when they
    are over the paper counts as served, by itself. That day is worked out from the statute, unless `served_on` is
    another one with its `ground`."""
    require(by, "case.handle", case)
    signing.must_be_issued(paper)
    if proof is None:
        raise NotPossible("请上传公告凭证。")
    if case.services.filter(paper=paper, party=party).exists():
        raise NotPossible("这份文书已经登记送达给该当事人。")
    today = localtime(at).date()
    if published_on is None or published_on > today:
        raise NotPossible("公告送达的，请填写公告日期，不能晚于今天。")
    if paper.issued_at and published_on < localtime(paper.issued_at).date():
        raise NotPossible("公告日期不能早于文书印发的日期，请核对。")
    due_on, reckoned = _day(case, published_on, served_on, ground.strip())
    try:
        with transaction.atomic():
            row = PublicNotice.objects.create(
                case=case, paper=paper, party=party, published_on=published_on, due_on=due_on, reckoned=reckoned[:300],
                proof=proof, place=place, remark=remark, user_id=by.user_id, recorded_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("这份文书已经在向该当事人公告；公告日期有误的，请先撤回再登记。") from None
    record(
        MADE_PUBLIC, [case], by=by, at=at, org_path=case.org_path, permission="case.handle",
        case_paper=paper.kind, published_on=published_on, deemed_on=due_on,
    )  # fmt: skip
    _leave_out(row)
    if due_on <= today:
        _deem(row, by=by, at=at)
    return row


def _day(case: Case, published_on: date, served_on: date | None, ground: str) -> tuple[date, str]:
    """When a paper that was made public counts as served, and why."""
    try:
        worked_out = notice_day(published_on, case.area_id)
    except MissingParameter as error:
        raise NotPossible(str(error)) from error
    if not ground or served_on is None:
        return worked_out.on, worked_out.sentence
    if served_on < published_on:
        raise NotPossible("视为送达的日期不能早于公告日期。")
    return served_on, f"{worked_out.sentence}；改为{spoken_date(served_on)}，理由：{ground}"


def _leave_out(row: PublicNotice) -> None:
    clocks.leave_out(
        row.case, PROCEDURES[row.case.procedure], row.published_on, row.due_on, reason=signing.noticed(row.paper)
    )


def _deem(row: PublicNotice, *, by: Actor, at: datetime) -> PaperService | None:
    """The days are over; None where somebody else was faster."""
    if not PublicNotice.objects.filter(pk=row.pk, ended_on=None).update(ended_on=row.due_on):
        return None
    _leave_out(row)  # of terms that began while it was out
    return signing.write_service(
        row.paper, row.case, row.party, mode=PaperService.Mode.PUBLIC_NOTICE, served_on=row.due_on, place=row.place,
        remark=row.remark, proof=row.proof, published_on=row.published_on, reckoned=row.reckoned,
        right="case.handle", by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def take_back(row: PublicNotice, *, by: Actor, at: datetime) -> None:
    """The notice was not put up as written down, or is taken off: no day of it was left out, and it serves nothing."""
    require(by, "case.handle", row.case)
    if not _give_up(row, by=by, at=at):
        raise NotPossible("公告已经期满或已经终止，请刷新页面查看。")


def _give_up(row: PublicNotice, *, by: Actor, at: datetime) -> bool:
    if not signing.end_notice(row.paper, row.case, row.party, on=localtime(at).date(), since=row.published_on):
        return False
    record(
        TAKEN_BACK, [row.case], by=by, at=at, org_path=row.case.org_path, permission="case.handle",
        case_paper=row.paper.kind,
    )  # fmt: skip
    return True


def serve_noticed(*, today: date, at: datetime) -> int:
    """What the minute job does: what was public for its days counts as served. Number of services.

    Of a paper voided meanwhile, and for a party that left, the notice ends and serves nothing.
    """
    due = PublicNotice.objects.filter(ended_on=None, due_on__lte=today)
    done = 0
    for row in due.select_related("case", "paper", "party").order_by("pk")[:500]:
        with transaction.atomic():
            if row.party.left_at is not None or row.paper.state == Paper.State.VOIDED:
                _give_up(row, by=SYSTEM, at=at)
            elif _deem(row, by=SYSTEM, at=at):
                done += 1
    return done
