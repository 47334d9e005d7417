"""How is a case handled jointly: opened in part to another body, taken up or not, and closed to it again?"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import reach, signs
from huxin.cases.actions.desk import note_asked
from huxin.cases.joint import PARTS, RIGHT, may_be_opened, openable
from huxin.cases.models import Case, CaseReach
from huxin.cases.records import Assistance, Evidence
from huxin.cases.vault import titled
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import require
from huxin.orgs.models import Organisation, Share

ACCEPTED = verb("case.joint_accepted", "{organisation_id}接受联合办理", ("organisation_id",))
DECLINED = verb("case.joint_declined", "{organisation_id}不参加联合办理", ("organisation_id",))
FOUND = verb("case.joint_found", "{organisation_id}提交材料{pieces}件", ("organisation_id", "pieces"))
ENDED = verb("case.joint_ended", "结束与{organisation_id}的联合办理", ("organisation_id",))


@transaction.atomic
def open_part(
    case: Case, *, organisation: Organisation, text: str, parts: Collection[str], pieces: Collection[int] = (),
    due_on: date | None, by: Actor, at: datetime,
) -> Assistance:  # fmt: skip
    """Open the case in part to another body; what is general it always sees, persons and private notes never."""
    require(by, "case.handle", case)
    if case.closed_at is not None:
        raise NotPossible("案件已经办结，不能再请其他单位联合办理。")
    if not text.strip():
        raise NotPossible("请写明请对方办理的内容。")
    if due_on is not None and due_on < localtime(at).date():
        raise NotPossible("请对方反馈的日期不能早于今天。")
    if not set(parts) <= set(PARTS):
        raise NotPossible("所选的开放内容无效，请刷新页面后重新选择。")
    if strange := set(parts) - set(may_be_opened(case)):
        titles = "、".join(PARTS[code] for code in PARTS if code in strange)
        raise NotPossible(f"本案反映人的身份依法保密，不能开放{titles}；请在办理内容中另行写明需要对方核实的事实。")
    if not set(pieces) <= {one.pk for one in openable(case)}:
        raise NotPossible("所选的证据不在本案中，或不能开放，请刷新页面后重新选择。")
    given = {"text": text.strip(), "parts": [p for p in PARTS if p in parts], "pieces": sorted(pieces)}
    try:
        with transaction.atomic():
            row = Assistance.objects.create(
                case=case, kind=Assistance.Kind.JOINT, organisation=organisation, org_path=organisation.path,
                asked_by_id=by.user_id, asked_at=at, due_on=due_on, **given,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible(f"已经请{organisation.short_name}联合办理，尚未结束。") from None
    Share.objects.create(kind="case", subject_id=case.pk, organisation=organisation, permission=RIGHT, since=at)
    reach.open_to(case, [_key(row)])
    signs.keep(case)
    note_asked(row, by=by, at=at)
    return row


@transaction.atomic
def accept(row: Assistance, *, by: Actor, at: datetime) -> Assistance:
    """The body takes its part."""
    require(by, RIGHT, row)
    if not _waiting(row).update(accepted_by_id=by.user_id, accepted_at=at):
        raise NotPossible("这项联合办理已经接受或已经结束，请刷新页面查看。")
    return _said(row, ACCEPTED, RIGHT, by=by, at=at)


@transaction.atomic
def hand_in(row: Assistance, *, documents: Sequence[Document], title: str, by: Actor, at: datetime) -> list[Evidence]:
    """The body puts its own papers into the case: they are evidence, found by it; the office and it alone read them."""
    require(by, RIGHT, row)
    if row.kind != Assistance.Kind.JOINT or row.accepted_at is None or row.ended_at is not None:
        raise NotPossible("联合办理要先接受才能提交材料；已经结束的不能再提交。")
    if not title.strip() or not documents:
        raise NotPossible("请选择文件，并写明是什么材料。")
    pieces = []
    for name, document in titled(title.strip(), documents):
        piece = Evidence.objects.create(
            case=row.case, found_by=row, document=document, title=name, proves=document.name[:300], received_at=at
        )
        attach(document, subject=piece)
        pieces.append(piece)
    record(
        FOUND, [row.case, row], by=by, at=at, org_path=row.case.org_path, permission=RIGHT,
        organisation_id=row.organisation_id, pieces=len(pieces),
    )  # fmt: skip
    return pieces


@transaction.atomic
def decline(row: Assistance, *, reason: str, by: Actor, at: datetime) -> Assistance:
    """The body does not take part, and says why; the case is closed to it."""
    require(by, RIGHT, row)
    if not reason.strip():
        raise NotPossible("请写明不参加的原因。")
    if not _waiting(row).update(ended_by_id=by.user_id, ended_at=at, end_reason=reason.strip()):
        raise NotPossible("这项联合办理已经接受或已经结束，请刷新页面查看。")
    _close(row, at=at)
    return _said(row, DECLINED, RIGHT, by=by, at=at)


@transaction.atomic
def end(row: Assistance, *, reason: str, by: Actor, at: datetime) -> Assistance:
    """The office ends it: what the body found stays with the case, the case is closed to the body."""
    require(by, "case.handle", row.case)
    if row.answered_at is None and not reason.strip():
        raise NotPossible("对方还没有反馈，请写明提前结束的原因。")
    return finish(row, reason=reason.strip(), by=by, at=at)


def finish(row: Assistance, *, reason: str, by: Actor, at: datetime) -> Assistance:
    """The end itself, inside the action that has the right."""
    live = Assistance.objects.filter(pk=row.pk, kind=Assistance.Kind.JOINT, ended_at=None)
    if not live.update(ended_by_id=by.user_id, ended_at=at, end_reason=reason):
        raise NotPossible("这项联合办理已经结束，请刷新页面查看。")
    _close(row, at=at)
    return _said(row, ENDED, "case.handle" if by.user_id else "", by=by, at=at)


def _waiting(row: Assistance) -> QuerySet[Assistance]:
    return Assistance.objects.filter(pk=row.pk, kind=Assistance.Kind.JOINT, accepted_at=None, ended_at=None)


def _close(row: Assistance, *, at: datetime) -> None:
    given = {"kind": "case", "subject_id": row.case_id, "organisation": row.organisation, "permission": RIGHT}
    Share.objects.filter(**given, until=None).update(until=at)
    CaseReach.objects.filter(case=row.case, key=_key(row)).delete()
    signs.keep(row.case)


def _key(row: Assistance) -> str:
    return f"{RIGHT}@{row.organisation_id}"


def _said(row: Assistance, kind: Verb, right: str, *, by: Actor, at: datetime) -> Assistance:
    row.refresh_from_db()
    path = row.org_path if kind is ENDED else row.case.org_path
    record(kind, [row.case, row], by=by, at=at, org_path=path, permission=right, organisation_id=row.organisation_id)
    return row
