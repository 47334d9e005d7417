"""What belongs into the file of a case (案卷), in which order, and how does it become one PDF to keep or to hand over?

It has two volumes: the main one (正卷), that parties may read and other bodies may get, and the second (副卷) with what
is for the office alone: approval sheets, reviews, discussions, reports, and who told of a clue. No PDF mixes them.
Its pieces are what went out or was signed, each with its approval sheet, the signatures of parties, the proofs of
service, and the evidence. Drafts, voided papers and private notes are no part of it. What cannot be printed stands in
the list with its hash.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import casefile_sheets as sheets
from huxin.cases.boxes import drawing
from huxin.cases.casefile_sheets import Line
from huxin.cases.collective import ELECTED
from huxin.cases.counsel import Counsel, CounselReport, reports_on
from huxin.cases.dossier import letters_of
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.facts import Facts
from huxin.cases.given import given
from huxin.cases.models import Case, Party
from huxin.cases.procedure import PROCEDURES
from huxin.cases.records import Move, PaperSignature
from huxin.cases.signing import OFFICE_SIGNED, asked_to_sign, issued_file
from huxin.cases.wording import called, is_secret
from huxin.documents import media, store
from huxin.documents.faces import approval_sheet, signed_face
from huxin.documents.models import Document, Paper
from huxin.journal.log import record, verb
from huxin.journal.models import EventSubject
from huxin.journal.timeline import events_of
from huxin.orgs.access import require
from huxin.typesetting.binding import PICTURES, Unreadable, bind, page_count, picture_page
from huxin.typesetting.render_pdf import render_pdf

FILED = verb("case.file_made", "调取案卷：{pieces}件，共{pages}页", ("pieces", "pages"))
MOST_PAGES = 3000


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in the file; what is `inner` stands in the second volume."""

    key: str
    title: str
    by: str  # who answers for it (责任者)
    on: date
    number: str = ""
    inner: bool = False
    document: Document | None = None
    made: Callable[[], bytes] | None = None  # prints it, where it is no kept file


def pieces_of(case: Case) -> list[Piece]:
    """Everything in the file: papers in the order of drafting with what belongs to each, what parties stated, who
    speaks for whom, then the evidence."""
    return [
        *_papers(case), *_stated(case), *_speakers(case), *_discussions(case), *_of_lawyers(case), *_evidence(case),
    ]  # fmt: skip


@transaction.atomic
def make_file(case: Case, keys: Collection[str], *, by: Actor, at: datetime) -> bytes:
    """The chosen pieces of one volume as one PDF: cover, list of contents with page numbers, the pieces, the end sheet.

    All pieces of a volume of a closed case are that volume; anything less is a packet of material for another body.
    """
    require(by, "case.handle", case)
    everything = pieces_of(case)
    chosen = [piece for piece in everything if piece.key in keys]
    if not chosen:
        raise NotPossible("请至少选择一件材料。")
    volumes = {piece.inner for piece in chosen}
    if len(volumes) > 1:
        raise NotPossible("内部材料另立副卷，不能与正卷材料装订在一起，请分别生成。")
    inner = volumes.pop()
    whole = case.closed_at is not None and len(chosen) == sum(piece.inner == inner for piece in everything)
    parts, lines, pages = [], [], 0
    for piece in chosen:
        pdf = _printed(piece, by=by, at=at)
        count = page_count(pdf) if pdf else 0
        lines.append(Line(piece.title, piece.number, piece.by, piece.on, pages + 1 if pdf else None,
                          _file(piece) if not pdf else None))  # fmt: skip
        pages += count
        if pages > MOST_PAGES:
            raise NotPossible(f"所选材料超过{MOST_PAGES}页，请分几次选择后分册制作。")
        if pdf:
            parts.append(pdf)
    front = [render_pdf(sheets.cover(case, lines, pages, whole=whole, inner=inner)), render_pdf(sheets.contents(lines))]
    end = render_pdf(sheets.end_sheet(lines, pages, by=by.name, on=localtime(at).date()))
    record(
        FILED, [case], by=by, at=at, org_path=case.org_path, permission="case.handle", pieces=len(chosen), pages=pages
    )  # fmt: skip
    return bind(front, parts, [end])


def _papers(case: Case) -> Iterator[Piece]:
    secret = is_secret(case)
    for paper in letters_of(case):
        declared = CASE_PAPERS[paper.kind]
        hidden = declared.inner or (secret and _of_reporter(paper, case))
        if declared.own and paper.state != Paper.State.VOIDED:
            yield from _own(case, paper)
            continue
        if paper.state not in OFFICE_SIGNED or paper.signed_at is None:
            continue
        organ, day = paper.organisation.name, localtime(paper.issued_at or paper.signed_at).date()
        yield Piece(f"paper-{paper.pk}", paper.title, organ, day, paper.number, inner=hidden, **_text(paper))
        if paper.scan is not None:
            yield Piece(f"scan-{paper.pk}", f"《{paper.title}》盖章件", organ, day, paper.number, inner=hidden,
                        document=paper.scan)  # fmt: skip
        yield Piece(f"sheet-{paper.pk}", f"《{paper.title}》审批单", organ, localtime(paper.signed_at).date(),
                    inner=True, made=_sheet(paper))  # fmt: skip
        yield from (replace(piece, inner=piece.inner or hidden) for piece in _beside(case, paper))


def _of_reporter(paper: Paper, case: Case) -> bool:
    """Does it go to him who told, or does he sign it?"""
    served = Party.Role.CLAIMANT in CASE_PAPERS[paper.kind].served
    return served or asked_to_sign(paper, case).filter(role=Party.Role.CLAIMANT).exists()


def _speakers(case: Case) -> Iterator[Piece]:
    """By which papers somebody acts for a party, and representatives for many; of a secret reporter within."""
    hidden, claims = is_secret(case), Party.Role.CLAIMANT
    for agent in case.parties.filter(authorisation__isnull=False).select_related("authorisation", "acts_for"):
        kept, whose = agent.authorisation, agent.acts_for.role if agent.acts_for else agent.role
        if kept is not None:
            yield Piece(f"authorisation-{agent.pk}", "授权委托书", called(case, whose), localtime(kept.kept_at).date(),
                        inner=hidden and whose == claims, document=kept)  # fmt: skip
    events = events_of(case).filter(verb=ELECTED.code).order_by("pk")
    proofs = EventSubject.objects.filter(event__in=events, kind="document").values("subject_id")
    for kept in Document.objects.filter(pk__in=proofs).order_by("pk"):
        yield Piece(f"election-{kept.pk}", "推举代表人的推举书", called(case, claims), localtime(kept.kept_at).date(),
                    inner=hidden, document=kept)  # fmt: skip


def _discussions(case: Case) -> Iterator[Piece]:
    """The record of each collective discussion, from what was noted of it."""
    for move in case.moves.filter(action="discuss", state=Move.State.DONE).order_by("pk"):
        on = localtime(move.made_at).date()
        yield Piece(f"move-{move.pk}", "集体讨论记录", case.organisation.name, on, inner=True,
                    made=partial(_discussion, case, move))  # fmt: skip


def _stated(case: Case) -> Iterator[Piece]:
    """What parties said and asked for as the case went on (陈述申辩、要求听证); what a claimant said that the other
    side does not read at once is for the second volume."""
    procedure = PROCEDURES[case.procedure]
    for move in case.moves.filter(state=Move.State.DONE).order_by("pk"):
        action = procedure.action(move.action)
        if action.party and (lines := given(move, case, move.made_at)):
            hidden = action.party == Party.Role.CLAIMANT and action.code not in procedure.hears
            yield Piece(f"move-{move.pk}", action.title, called(case, action.party), localtime(move.made_at).date(),
                        inner=hidden, made=partial(_statement, case, action.title, lines))  # fmt: skip


def _statement(case: Case, title: str, lines: list[tuple[str, str]]) -> bytes:
    return render_pdf(sheets.stated(case, title, lines))


def _of_lawyers(case: Case) -> Iterator[Piece]:
    """What the lawyers reported to whom legal aid was assigned, with their files."""
    for counsel, reports in reversed(reports_on(case)):
        for row in reversed(reports):
            title = f"承办律师{row.get_kind_display()}"
            yield Piece(f"report-{row.pk}", title, counsel.user.name, row.done_on, inner=True,
                        made=partial(_reported, case, counsel, row))  # fmt: skip
            if row.document is not None:
                yield Piece(f"report-file-{row.pk}", f"{title}附件：{row.document.name}", counsel.user.name,
                            row.done_on, inner=True, document=row.document)  # fmt: skip


def _reported(case: Case, counsel: Counsel, row: CounselReport) -> bytes:
    return render_pdf(sheets.reported(case, counsel, row))


def _discussion(case: Case, move: Move) -> bytes:
    return render_pdf(sheets.discussion(case, Facts.from_json(move.facts)))


def _unsigned(row: PaperSignature, party: Party) -> bytes:
    return render_pdf(sheets.unsigned(row, party))


def _own(case: Case, paper: Paper) -> Iterator[Piece]:
    """An application, once its party has signed it."""
    first = _signatures(case, paper).first()
    if first is not None and first.party is not None:
        who, on = called(case, first.party.role), localtime(first.signed_at).date()
        yield Piece(f"paper-{paper.pk}", paper.title, who, on, **_text(paper))
        yield from _beside(case, paper)


def _signatures(case: Case, paper: Paper) -> QuerySet[PaperSignature]:
    rows = PaperSignature.objects.filter(Q(party__case=case) | Q(party=None), paper=paper).order_by("pk")
    return rows.select_related("party__case", "party__enterprise", "document", "paper")


def _beside(case: Case, paper: Paper) -> Iterator[Piece]:
    """What parties gave or got with a paper: scans of their signatures (what was drawn stands in its box), why one is
    lacking, and the proof that it reached them."""
    for row in _signatures(case, paper):
        if drawing(row) is not None:
            continue
        who = called(case, row.party.role) if row.party else row.place
        on = localtime(row.signed_at).date()
        if row.document is None and row.party is not None:
            yield Piece(f"signature-{row.pk}", f"《{paper.title}》{who}未签字的情况说明", case.organisation.name, on,
                        made=partial(_unsigned, row, row.party))  # fmt: skip
            continue
        yield Piece(f"signature-{row.pk}", f"《{paper.title}》{who}签字", who, on, document=row.document)
    for service in case.services.filter(paper=paper, proof__isnull=False).select_related("party", "proof"):
        who = called(case, service.party.role)
        yield Piece(f"service-{service.pk}", f"《{paper.title}》送达凭证（{who}，{service.get_mode_display()}）",
                    paper.organisation.name, service.served_on, document=service.proof)  # fmt: skip


def _evidence(case: Case) -> Iterator[Piece]:
    rows = case.evidence.select_related("document", "party", "found_by__organisation").order_by("pk")
    for n, row in enumerate(rows, 1):
        office = row.found_by.organisation.name if row.found_by else case.organisation.name
        by = called(case, row.party.role) if row.party else office
        hidden = is_secret(case) and row.party is not None and row.party.role != Party.Role.RESPONDENT
        yield Piece(f"evidence-{row.pk}", f"证据{n}：{row.title}", by, localtime(row.received_at).date(), inner=hidden,
                    document=row.document)  # fmt: skip


def _text(paper: Paper) -> dict[str, Any]:
    """The issued file; printed as it stands where it is not issued, or was signed since."""
    if (file := issued_file(paper)) is not None:
        return {"document": file}
    return {"made": lambda: render_pdf(signed_face(paper))}


def _sheet(paper: Paper) -> Callable[[], bytes]:
    return lambda: render_pdf(approval_sheet(paper))


def _printed(piece: Piece, *, by: Actor, at: datetime) -> bytes:
    """The pages of a piece; empty where it cannot be printed."""
    if piece.document is None:
        return piece.made() if piece.made else b""
    kind = piece.document.media_type
    if kind != media.PDF and kind not in PICTURES:
        return b""
    data = store.read(piece.document, by=by, at=at)
    try:
        if kind in PICTURES:
            return picture_page(data, caption=piece.title)
        page_count(data)
    except Unreadable:
        return b""
    return data


def _file(piece: Piece) -> tuple[str, int, str] | None:
    kept = piece.document
    return (kept.name, kept.size, kept.sha256) if kept else None
