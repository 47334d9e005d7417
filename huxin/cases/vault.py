"""How does a person keep evidence with us, also before there is a case, and take a signed list of it along?

Apps delete their records after about two months, so the vault may be filled at any time. A piece is a file kept by its
hash with the moment it came in; it belongs to its owner until he puts it into a case, and stays his to read.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import IO, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.cases.actions.talking import still_in
from huxin.cases.casefile_sheets import grouped
from huxin.cases.models import Case, Party
from huxin.cases.people import NAME, face
from huxin.cases.reach import ANSWER, FOLLOW
from huxin.cases.records import Evidence
from huxin.documents.models import Document
from huxin.documents.sign import sign_pdf
from huxin.documents.store import attach, forget, keep
from huxin.journal.log import PARTIES, react, record, verb
from huxin.journal.models import Event
from huxin.orgs.access import allowed, require
from huxin.orgs.personal import decrypt
from huxin.registry.models import Worker
from huxin.typesetting.content import Align, Column, Layout, Paper, Table, cells, plain
from huxin.typesetting.render_pdf import render_pdf

P = TypeVar("P")
MOST_PIECES, MOST_BYTES = 200, 1 << 30  # that wait in one person's vault; that a party hands in for one case
KEPT = verb("evidence.kept", "存入证据", (), PARTIES)
DROPPED = verb("evidence.dropped", "删除自己存入、还没有使用的证据", (), PARTIES)
LISTED = verb("evidence.listed", "出具证据清单（{pieces}件），写明存入人姓名", ("pieces",), PARTIES)
USED = verb("evidence.used", "证据提交到案件，{pieces}件", ("pieces",), PARTIES)


@transaction.atomic
def keep_evidence(
    document: Document, *, title: str, by: Actor, at: datetime, worker: Worker | None = None,
    party: Party | None = None, proves: str = "", happened_on: date | None = None,
) -> Evidence:  # fmt: skip
    """Enter a kept file (`documents.store.keep`) into the vault of a worker, or into the case of a party. A phone whose
    line broke before our answer came sends the same once more: it is there once."""
    if party is not None:
        still_in(party)
        if not (allowed(by, FOLLOW, party.case) or allowed(by, ANSWER, party.case)):
            require(by, "case.handle", party.case)
    elif worker is None or worker.user_id != by.user_id:
        raise NotPossible("请先登录，再存入证据。")
    if not title.strip():
        raise NotPossible("请给这份证据起个名字，例如“8月12日派单截图”。")
    said = {"title": title.strip(), "proves": proves.strip(), "happened_on": happened_on}
    owner = {
        "worker": worker or (party.worker if party else None), "case": party.case if party else None, "party": party,
    }  # fmt: skip
    same = {"document__sha256": document.sha256, "document__name": document.name}
    if again := Evidence.objects.filter(**owner, **said, **same).first():
        forget(document.pk)
        return again
    row = Evidence.objects.create(**owner, **said, document=document, received_at=at)
    attach(document, subject=row)
    subjects = [row, party.case] if party else [row]
    record(KEPT, subjects, by=by, at=at, org_path=party.case.org_path if party else document.org_path)
    return row


def titled(title: str, pieces: Sequence[P]) -> list[tuple[str, P]]:
    """Several pieces under one title: numbered where there are more than one."""
    if len(pieces) == 1:
        return [(title, pieces[0])]
    return [(f"{title}（{n}）", piece) for n, piece in enumerate(pieces, 1)]


def room_for(party: Party, sizes: Collection[int]) -> None:
    """Refuse more than a party may hand in for one case, before the files are kept: he may come without a log-in."""
    held = Evidence.objects.filter(party=party).aggregate(pieces=Count("pk"), size=Sum("document__size"))
    if held["pieces"] + len(sizes) > MOST_PIECES:
        raise NotPossible(f"一个案件最多提交{MOST_PIECES}件证据，已有{held['pieces']}件；还有的请与办案人员联系。")
    if (held["size"] or 0) + sum(sizes) > MOST_BYTES:
        raise NotPossible(f"一个案件的证据最多{MOST_BYTES >> 20}MB，这几件放不下；还有的请与办案人员联系。")


def keep_in_vault(
    file: IO[bytes], *, name: str, title: str, worker: Worker, by: Actor, at: datetime, proves: str = "",
    happened_on: date | None = None,
) -> Evidence:  # fmt: skip
    """Take a file into a worker's own vault as long as there is room; the file comes first, as `store.keep` has it."""
    if worker.user_id is None or worker.user_id != by.user_id:
        raise NotPossible("请先登录，再存入证据。")
    held = free_pieces(worker).aggregate(pieces=Count("pk"), size=Sum("document__size"))
    if held["pieces"] >= MOST_PIECES:
        raise NotPossible(f"证据库最多存{MOST_PIECES}件没有用到案件里的证据，请先删除不需要的。")
    if (held["size"] or 0) >= MOST_BYTES:
        raise NotPossible(f"证据库最多存{MOST_BYTES >> 20}MB，已经存满，请先删除不需要的。")
    document = keep(file, name=name, org_path=worker.org_path, by=by, at=at)
    return keep_evidence(
        document, title=title, proves=proves, happened_on=happened_on, worker=worker, by=by, at=at
    )  # fmt: skip


def pieces_of(worker: Worker) -> QuerySet[Evidence]:
    """All that a worker put into his vault, the newest first."""
    return Evidence.objects.filter(worker=worker).select_related("document", "case").order_by("-pk")


def free_pieces(worker: Worker) -> QuerySet[Evidence]:
    """Those that stand in no case yet: they are his to take back."""
    return pieces_of(worker).filter(case=None)


@transaction.atomic
def drop(piece: Evidence, *, worker: Worker, by: Actor, at: datetime) -> None:
    """Take back a piece that is in no case. The file goes too; the journal keeps that, never what, was dropped."""
    document = piece.document
    if worker.user_id != by.user_id or not Evidence.objects.filter(pk=piece.pk, worker=worker, case=None).delete()[0]:
        raise NotPossible("这件证据已经提交到案件里，成为案卷材料，不能删除。")
    record(DROPPED, [document], by=by, at=at, org_path=worker.org_path)


@react(DROPPED.code)
def forget_dropped(event: Event) -> None:
    """The file of a dropped piece is deleted."""
    for pk in event.subjects.filter(kind="document").values_list("subject_id", flat=True):
        forget(pk)


@transaction.atomic
def collect(
    case: Case, document: Document, *, title: str, by: Actor, at: datetime, proves: str = "",
    happened_on: date | None = None,
) -> Evidence:  # fmt: skip
    """Enter a kept file that the office found by itself into a case."""
    require(by, "case.handle", case)
    row = Evidence.objects.create(
        case=case, document=document, title=title.strip() or document.name, proves=proves.strip(),
        happened_on=happened_on, received_at=at,
    )  # fmt: skip
    attach(document, subject=row)
    record(KEPT, [row, case], by=by, at=at, org_path=case.org_path, permission="case.handle")
    return row


def enclose(case: Case, document: Document, *, title: str, proves: str, happened_on: date, at: datetime) -> Evidence:
    """Enter a file that the system made for a case, inside the action that opened it (which has the right and the
    event)."""
    return Evidence.objects.create(
        case=case, document=document, title=title, proves=proves, happened_on=happened_on, received_at=at
    )


@transaction.atomic
def use(case: Case, pieces: Sequence[Evidence], *, by: Actor, at: datetime) -> int:
    """Put pieces of one's own vault into one's case; a piece stands in one case."""
    require(by, FOLLOW, case)
    mine = case.parties.filter(worker__user=by.user_id, worker__user__isnull=False, left_at=None).first()
    if mine is None:
        raise NotPossible("您不是本案当事人，不能提交证据。")
    free = Evidence.objects.filter(pk__in=[p.pk for p in pieces], worker=mine.worker, case=None)
    used = free.update(case=case, party=mine)
    if used != len(pieces):
        raise NotPossible("有的证据已经用于其他案件，或不是您存入的，请刷新页面后再选。")
    record(USED, [case], by=by, at=at, org_path=case.org_path, permission=FOLLOW, pieces=used)
    return used


def of_party(case: Case, party: Party) -> list[Evidence]:
    """What this party handed in for the case, himself or by whoever acts for him."""
    own = (party.pk, party.acts_for_id or party.pk)
    return list(Evidence.objects.filter(case=case, party__in=own).select_related("document").order_by("pk"))


def owner_name(party: Party) -> str:
    """The name for his own list, in full; of him for whom he acts it is masked."""
    name = decrypt(party.name_sealed, NAME) if party.name_sealed else ""
    return f"{name}（代{face(party.acts_for).name}）" if party.acts_for else name


@transaction.atomic
def own_list(pieces: Sequence[Evidence], of: Case | Worker, *, owner: str, by: Actor, at: datetime) -> bytes:
    """The list of what somebody handed in for his case, or has in his vault: his name is read in full for it."""
    record(LISTED, [of], by=by, at=at, org_path=of.org_path, pieces=len(pieces))
    return evidence_list(pieces, owner=owner, at=at)


def evidence_list(pieces: Sequence[Evidence], *, owner: str, at: datetime) -> bytes:
    """The signed list (PDF, PAdES): what was kept, when it came in, and the hash by which it can be recognised."""
    moment = localtime(at)
    header = cells("序号", "名称", "证明内容", "收到时间", "SHA-256", bold=True)
    rows = tuple(
        cells(
            str(n),
            piece.title,
            piece.proves,
            f"{localtime(piece.received_at):%Y-%m-%d %H:%M:%S}",
            grouped(piece.document.sha256),
        )
        for n, piece in enumerate(pieces, 1)
    )
    columns = (Column(1), Column(4, Align.LEFT), Column(4, Align.LEFT), Column(3), Column(5, Align.LEFT))
    paper = Paper(
        layout=Layout.SHEET,
        title="证据清单",
        blocks=(
            plain(f"存入人：{owner or '未登记姓名'}　　出具时间：{spoken_date(moment.date())}"),
            Table(columns, (header, *rows)),
            plain("以上文件由存入人提交，本系统记录收到时间和校验值；本清单附电子签名，可上传核对是否被改动。"),
            plain(f"核对网址：{settings.ORIGIN}{reverse('portal:verify_signed')}"),
        ),
    )
    return sign_pdf(render_pdf(paper, at=at), reason="证据清单")
