"""How does a person keep evidence with us, also before there is a case, and take a signed list of it along?

Apps delete their records after about two months, so the vault may be filled at any time. A piece is a file kept by its
hash with the moment it came in; it belongs to its owner until he puts it into a case, and stays his to read.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import mask_name, spoken_date
from huxin.base.errors import NotPossible
from huxin.cases.casefile_sheets import grouped
from huxin.cases.models import Case, Party
from huxin.cases.people import NAME
from huxin.cases.reach import FOLLOW
from huxin.cases.records import Evidence
from huxin.documents.models import Document
from huxin.documents.sign import sign_pdf
from huxin.documents.store import attach
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import allowed, require
from huxin.orgs.personal import decrypt
from huxin.registry.models import Worker
from huxin.typesetting.content import Align, Column, Layout, Paper, Table, cells, plain
from huxin.typesetting.render_pdf import render_pdf

KEPT = verb("evidence.kept", "存入证据", (), PARTIES)
USED = verb("evidence.used", "证据提交到案件，{pieces}件", ("pieces",), PARTIES)


@transaction.atomic
def keep_evidence(
    document: Document, *, title: str, by: Actor, at: datetime, worker: Worker | None = None,
    party: Party | None = None, proves: str = "", happened_on: date | None = None,
) -> Evidence:  # fmt: skip
    """Enter a kept file (`documents.store.keep`) into the vault of a worker, or into the case of a party."""
    if party is not None:
        if not allowed(by, FOLLOW, party.case):
            require(by, "case.handle", party.case)
    elif worker is None or worker.user_id != by.user_id:
        raise NotPossible("请先登录，再存入证据。")
    if not title.strip():
        raise NotPossible("请给这份证据起个名字，例如“8月12日派单截图”。")
    row = Evidence.objects.create(
        worker=worker or (party.worker if party else None), case=party.case if party else None, party=party,
        document=document, title=title.strip(), proves=proves.strip(), happened_on=happened_on, received_at=at,
    )  # fmt: skip
    attach(document, subject=row)
    subjects = [row, party.case] if party else [row]
    record(KEPT, subjects, by=by, at=at, org_path=party.case.org_path if party else document.org_path)
    return row


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
    """The name for his own list."""
    return decrypt(party.name_sealed, NAME) if party.name_sealed else ""


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
            plain(f"存入人：{mask_name(owner) if owner else '未登记姓名'}　　出具时间：{spoken_date(moment.date())}"),
            Table(columns, (header, *rows)),
            plain("以上文件由存入人提交，本系统记录收到时间和校验值；本清单附电子签名，可上传核对是否被改动。"),
            plain(f"核对网址：{settings.ORIGIN}{reverse('portal:verify_signed')}"),
        ),
    )
    return sign_pdf(render_pdf(paper, at=at), reason="证据清单")
