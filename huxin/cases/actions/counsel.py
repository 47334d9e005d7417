"""How does a lawyer get legal aid to handle, report on it, and hand it back? His centre accepts how he closed it."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.counsel import RIGHT, Counsel, CounselReport, live_counsel, of_aid
from huxin.cases.models import Case, Party
from huxin.cases.people import REVEALED, Face, face
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import record, verb
from huxin.orgs.access import SYSTEM, require
from huxin.orgs.models import User

ENGAGED = verb("counsel.engaged", "承办律师可在系统中办理")
ENDED = verb("counsel.ended", "承办律师的办理权限已结束")
REPORTED = verb("counsel.reported", "承办律师提交{report_kind}", ("report_kind",))
ACCEPTED = verb("counsel.accepted", "审收承办律师的结案报告")
RETURNED = verb("counsel.returned", "退回承办律师的结案报告")
Kind = CounselReport.Kind


@transaction.atomic
def engage(case: Case, user: User | None, *, at: datetime, first: bool = False) -> Counsel | None:
    """What follows from an assignment: whoever had it has it no longer; the new one, where he has a log-in, has it.
    Done again, or after a later assignment, nothing changes. A `first` one leaves their clients to those who came with
    aid that was merged into it."""
    before = live_counsel(case)
    if before is not None and user is not None and before.user_id == user.pk:
        return before
    if Counsel.objects.filter(case=case, assigned_at__gte=at).exists():
        return None
    for row in _of(case, alone=first):
        _end(row, reason="已更换承办人员", at=at)
    if user is None:
        return None
    row = Counsel.objects.create(case=case, user=user, org_path=case.org_path, assigned_at=at)
    record(ENGAGED, [case, row], by=SYSTEM, at=at, org_path=case.org_path)
    return row


@transaction.atomic
def end(case: Case, *, reason: str, at: datetime) -> None:
    """All who have it see the case no longer; their own reports stay with them, and with the case."""
    for row in _of(case):
        _end(row, reason=reason, at=at)


def _of(case: Case, *, alone: bool = False) -> QuerySet[Counsel]:
    rows = of_aid(case).filter(ended_at=None)
    return rows.filter(case=case) if alone else rows


def _end(row: Counsel, *, reason: str, at: datetime) -> None:
    if Counsel.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at, end_reason=reason):
        record(ENDED, [row.case, row], by=SYSTEM, at=at, org_path=row.case.org_path)


@transaction.atomic
def report(
    counsel: Counsel, *, kind: str, done_on: date, text: str, document: Document | None = None, by: Actor, at: datetime
) -> CounselReport:
    """The lawyer says what he did, or hands in his closing report with its file."""
    require(by, RIGHT, counsel)
    counsel = _mine(counsel)
    if not text.strip():
        raise NotPossible("请写明办理的内容。")
    if done_on > localtime(at).date():
        raise NotPossible("日期不能晚于今天。")
    try:
        with transaction.atomic():  # sent twice at once, it is refused all the same
            row = CounselReport.objects.create(
                counsel=counsel, kind=kind, done_on=done_on, text=text.strip(), document=document, written_at=at
            )
    except IntegrityError:
        raise NotPossible("结案报告已经提交过，请等待法律援助机构审收；需要修改的，请机构退回。") from None
    if document is not None:
        attach(document, subject=counsel)
    _said(REPORTED, row, by=by, at=at, permission=RIGHT, report_kind=row.kind)
    return row


@transaction.atomic
def accept(row: CounselReport, *, by: Actor, at: datetime) -> CounselReport:
    """The centre accepts the closing report; the case may be closed."""
    return _answer(row, ACCEPTED, by=by, at=at, accepted_at=at)


@transaction.atomic
def send_back(row: CounselReport, *, reason: str, by: Actor, at: datetime) -> CounselReport:
    """The centre wants it written anew."""
    if not reason.strip():
        raise NotPossible("请写明退回的原因。")
    return _answer(row, RETURNED, by=by, at=at, returned_at=at, return_reason=reason.strip())


@transaction.atomic
def contact(counsel: Counsel, client: Party, *, by: Actor, at: datetime) -> Face:
    """The lawyer reads his client's name and phone number in clear; the client can see that he did."""
    require(by, RIGHT, counsel)
    _mine(counsel)
    subjects = [client.case] if client.worker is None else [client.case, client.worker]
    record(
        REVEALED, subjects, by=by, at=at, org_path=counsel.org_path, permission=RIGHT, reveal_purpose="contact",
        party_id=client.pk,
    )  # fmt: skip
    return face(client, clear=True)


def _mine(counsel: Counsel) -> Counsel:
    row = Counsel.objects.filter(pk=counsel.pk, ended_at=None).select_related("case").first()
    if row is None:
        raise NotPossible("这件法律援助已经不由您承办，不能再办理；您提交过的报告仍可查看。")
    return row


def _answer(row: CounselReport, kind: Any, *, by: Actor, at: datetime, **changes: Any) -> CounselReport:
    require(by, "case.handle", row.counsel.case)
    waits = CounselReport.objects.filter(pk=row.pk, kind=Kind.CLOSING, accepted_at=None, returned_at=None)
    if not waits.update(decided_by_id=by.user_id, **changes):
        raise NotPossible("这份报告已经审收或退回，请刷新页面查看。")
    row.refresh_from_db()
    _said(kind, row, by=by, at=at, permission="case.handle")
    return row


def _said(kind: Any, row: CounselReport, *, by: Actor, at: datetime, permission: str, **said: str) -> None:
    counsel = row.counsel
    record(kind, [counsel.case, counsel], by=by, at=at, org_path=counsel.org_path, permission=permission, **said)
