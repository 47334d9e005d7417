"""How does a signed paper leave the house, and where does it end?"""

import hashlib
import json
import secrets
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import media
from huxin.documents.faces import day_of, face, signed_face
from huxin.documents.kinds import KINDS
from huxin.documents.models import Document, Paper, PaperVersion, Receipt
from huxin.documents.numbering import spoil
from huxin.documents.papers import WITH_DRAFTER, claim, with_subject, write_version
from huxin.documents.store import attach, keep_made
from huxin.documents.words import keep
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.typesetting.content import InvalidContent
from huxin.typesetting.content_json import to_json
from huxin.typesetting.render_docx import render_docx
from huxin.typesetting.render_pdf import render_pdf

SEALED = verb("paper.sealed", "用印登记并归入盖章扫描件，用印{copies}份", ("copies",))
ISSUED = verb("paper.issued", "印发{organisations}", ("organisations",))
ARCHIVED = verb("paper.archived", "归档，保管期限{retention}", ("retention",))
VOIDED = verb("paper.voided", "作废")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when copied from paper
State = Paper.State


@transaction.atomic
def bind_scan(paper: Paper, *, document: Document, seal: str, copies: int, by: Actor, at: datetime) -> Paper:
    """Register the use of the seal on the print, and bind the scan of the sealed print to the record."""
    require(by, "paper.issue", paper)
    if not media.is_scan(document.media_type):
        raise NotPossible("盖章扫描件应为PDF、OFD或图片文件，请重新扫描后上传。")
    if not seal.strip() or copies < 1:
        raise NotPossible("请填写印章名称和用印份数。")
    claim(paper, among=(*ready_states(paper), State.ISSUED))
    if document.subject_kind:
        raise NotPossible(f"文件“{document.name}”已属于其他事项，请重新上传。")
    attach(document, subject=paper)
    Paper.objects.filter(pk=paper.pk).update(scan=document, seal=seal.strip(), seal_copies=copies, sealed_at=at)
    paper.refresh_from_db()
    record(SEALED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.issue", copies=copies)
    return paper


@transaction.atomic
def issue(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """Freeze the text, make PDF and DOCX of it, and send it to every addressee."""
    require(by, "paper.issue", paper)
    claim(paper, among=ready_states(paper))
    if paper.changes_due:
        raise NotPossible("签发人要求的修改尚未落实到文稿，请待拟稿人修改后再印发。")
    tree = to_json(face(paper, printed_on=day_of(at)))
    final = signed_face(paper, printed_on=day_of(at))
    try:
        files = {"pdf": (render_pdf(final, at=at), media.PDF), "docx": (render_docx(final, at=at), media.DOCX)}
    except InvalidContent as error:
        raise NotPossible(f"文稿不能印发：{'；'.join(error.problems)}。") from error
    made = {
        end: keep_made(
            data, name=f"{paper.title}.{end}", kind=kind, subject=paper, org_path=paper.org_path, by=by, at=at
        )
        for end, (data, kind) in files.items()
    }
    Paper.objects.filter(pk=paper.pk).update(
        state=State.ISSUED,
        tree=tree,
        tree_sha256=digest(tree),
        issued_at=at,
        verify_code="".join(secrets.choice(_LETTERS) for _ in range(8)),
        **made,
    )
    paper.refresh_from_db()
    keep(paper)
    write_version(paper, source=PaperVersion.Source.ISSUE, by=by, at=at)
    sent = _send(paper, at=at)
    record(
        ISSUED, with_subject(paper), by=by, at=at, org_path=paper.org_path, permission="paper.issue", organisations=sent
    )
    return paper


@transaction.atomic
def archive(paper: Paper, *, archive_no: str, retention: str, by: Actor, at: datetime) -> Paper:
    """Lay an issued paper, or a decided request, down with its archive number and how long it is kept."""
    require(by, "paper.archive", paper)
    if not archive_no.strip() or retention not in Paper.Retention:
        raise NotPossible("归档须填写档号并选择保管期限。")
    claim(
        paper,
        among=finished_states(paper),
        state=State.ARCHIVED,
        archive_no=archive_no.strip(),
        retention=retention,
        archived_at=at,
    )
    record(ARCHIVED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.archive", retention=retention)
    return paper


@transaction.atomic
def void(paper: Paper, *, reason: str, by: Actor, at: datetime) -> Paper:
    """Declare a paper void: a draft by the drafting side, from the signature on by whoever issues."""
    drafting = paper.state in WITH_DRAFTER
    among = WITH_DRAFTER if drafting else voidable_states(paper)
    right = "paper.draft" if drafting else "paper.issue"
    require(by, right, paper)
    if not reason.strip():
        raise NotPossible("请写明作废的原因。")
    claim(paper, among=among, state=State.VOIDED, void_reason=reason.strip()[:200])
    spoil(paper, reason=reason, at=at)
    seen = with_subject(paper) if paper.issued_at else [paper]
    record(VOIDED, seen, by=by, at=at, org_path=paper.org_path, permission=right)
    return paper


def digest(tree: dict[str, object]) -> str:
    """SHA-256 of the content, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(tree, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def finished_states(paper: Paper) -> tuple[str, ...]:
    """The states in which a paper of this kind may be laid down: a request is done when it is decided, what stays in
    the house when it is signed."""
    kind = KINDS[paper.kind]
    if kind.request:
        return (State.SIGNED, State.REFUSED)
    return (State.SIGNED, State.ISSUED) if kind.inner else (State.ISSUED,)


def voidable_states(paper: Paper) -> tuple[str, ...]:
    """The states after the signature in which a paper may be voided; what a request has brought about stays."""
    return () if KINDS[paper.kind].request else (State.SIGNED, State.NUMBERED, State.ISSUED)


def ready_states(paper: Paper) -> tuple[str, ...]:
    """The states in which a paper of this kind may be printed, sealed and issued."""
    if KINDS[paper.kind].request:
        return ()
    return (State.NUMBERED,) if KINDS[paper.kind].needs_number else (State.SIGNED,)


def _send(paper: Paper, *, at: datetime) -> int:
    rows = [
        Receipt(
            paper=paper,
            organisation=addressee.organisation,
            org_path=addressee.organisation.path,
            how=addressee.how,
            sent_at=at,
            reply_due_on=paper.reply_due_on if addressee.how == "to" else None,
        )
        for addressee in paper.addressees.select_related("organisation")
    ]
    return len(Receipt.objects.bulk_create(rows))
