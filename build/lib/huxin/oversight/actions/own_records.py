"""How does a worker write down his own shifts, or have his own order file read, where no platform has delivered?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.base.workdays import add_months
from huxin.cases.vault import DROPPED, keep_in_vault
from huxin.journal.log import react, record, verb
from huxin.journal.models import Event
from huxin.orgs.models import Area
from huxin.oversight import places
from huxin.oversight.models import OwnFile, TypedShift
from huxin.registry.models import Worker

if TYPE_CHECKING:
    from huxin.oversight.orders.shapes import Look

MOST_SHIFTS, MOST_ROWS, MOST_BYTES, MOST_TOLD = 2_000, 100_000, 20 << 20, 200
OLDEST_MONTHS = 36
UNREADABLE = "文件读不懂，不像软件导出的订单表格。请重新导出为CSV或Excel再传，或者自己写班次。"
WRITTEN = verb("own_record.shift_written", "写下自己的一个班次")
STRUCK = verb("own_record.shift_struck", "删去自己写的一个班次")
FILE_READ = verb(
    "own_record.file_read", "读取自己的订单文件：读出{accepted}行，没有读出{rejected}行", ("accepted", "rejected")
)


@dataclass(frozen=True, slots=True)
class For:
    """For whom and where he worked, in his own words."""

    platform: str
    firm: str
    area: Area
    industry: str


@dataclass(frozen=True, slots=True)
class Shift:
    """From when to when on which day, how many orders, what pay and what was taken off, in fen."""

    day: date
    begins: time
    ends: time
    orders: int
    pay_fen: int
    deduction_fen: int = 0


def _himself(worker: Worker, by: Actor) -> None:
    if worker.user_id is None or worker.user_id != by.user_id:
        raise NotPossible("请先登录，再填写自己的记录。")


@transaction.atomic
def write_shift(shift: Shift, where: For, *, worker: Worker, by: Actor, at: datetime) -> TypedShift:
    """Write down one shift; it may not overlap another one of his, or lie ahead."""
    _himself(worker, by)
    today = localtime(at).date()
    if shift.day > today or shift.day < add_months(today, -OLDEST_MONTHS):
        raise NotPossible("日期要在今天以前、三年以内，请核对。")
    if shift.begins == shift.ends:
        raise NotPossible("开始和结束是同一时刻，请核对；跨零点的照写，例如22:00到2:30。")
    mine = TypedShift.objects.filter(worker=worker)
    if mine.count() >= MOST_SHIFTS:
        raise NotPossible(f"最多记{MOST_SHIFTS}个班次，请先删去不需要的。")
    begin, end = span_of(shift.day, shift.begins, shift.ends)
    near = mine.filter(day__range=(shift.day - timedelta(days=1), shift.day + timedelta(days=1)))
    for other in near:
        first, last = span_of(other.day, other.begins, other.ends)
        if first < end and begin < last:
            raise NotPossible(
                f"和{other.day:%m月%d日}{other.begins:%H:%M}到{other.ends:%H:%M}的班次重叠，请核对，或先删去那一个。"
            )
    try:
        with transaction.atomic():
            row = TypedShift.objects.create(
                worker=worker, day=shift.day, begins=shift.begins, ends=shift.ends, orders=shift.orders,
                pay_fen=shift.pay_fen, deduction_fen=shift.deduction_fen, platform_name=where.platform,
                firm_name=where.firm, area=where.area, industry=where.industry, written_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("这一天这个时刻开始的班次已经写过了。") from None
    record(WRITTEN, [worker], by=by, at=at, org_path=worker.org_path)
    return row


def span_of(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """From when to when, by the clock of the place; past midnight where it ends no later than it begins."""
    begin, end = datetime.combine(day, begins, UTC), datetime.combine(day, ends, UTC)
    return begin, end if end > begin else end + timedelta(days=1)


@transaction.atomic
def strike_shift(shift: TypedShift, *, worker: Worker, by: Actor, at: datetime) -> None:
    """Take a shift out again."""
    _himself(worker, by)
    if not TypedShift.objects.filter(pk=shift.pk, worker=worker).delete()[0]:
        raise NotPossible("这个班次已经删去。")
    record(STRUCK, [worker], by=by, at=at, org_path=worker.org_path)


def keep_own_file(file: IO[bytes], where: For, *, name: str, worker: Worker, by: Actor, at: datetime) -> OwnFile:
    """Lay an order export into his vault; where its shape is known it is read at once, otherwise he tells its columns.

    The file comes first, as `store.keep` has it; it stays in the vault even if nothing of it can be read.
    """
    _himself(worker, by)
    title = f"自己的订单文件：{name}"[:100]
    piece = keep_in_vault(file, name=name, title=title, worker=worker, by=by, at=at, proves="订单、时间和报酬")
    row = OwnFile.objects.create(
        worker=worker, piece=piece, platform_name=where.platform, firm_name=where.firm, area=where.area,
        industry=where.industry,
    )  # fmt: skip
    try:
        if shape := look_at(row).shape:
            read_own_file(row, shape.columns, worker=worker, by=by, at=at)
    except NotPossible:
        row.delete()  # the piece stays
        raise
    return row


def look_at(row: OwnFile) -> "Look":
    """A first look at the file; NotPossible says why it cannot be opened."""
    from huxin.oversight.orders.refusal import Refused
    from huxin.oversight.orders.shapes import look

    if row.piece.document.size > MOST_BYTES:
        raise NotPossible(f"文件超过{MOST_BYTES >> 20}MB，读不了；文件已存入证据库。请导出较短的一段时间再传。")
    with places.work_folder() as work:
        try:
            return look(places.under_its_name(row.piece.document, work / "in"), work / "look")
        except Refused as refused:
            told = refused.reason if "映射文件" not in refused.reason else UNREADABLE  # he has no mapping file
            raise NotPossible(f"{told}文件已存入证据库，没有丢。") from refused


def read_own_file(row: OwnFile, columns: Mapping[str, str], *, worker: Worker, by: Actor, at: datetime) -> OwnFile:
    """Read the file with these columns; what cannot be read is told row by row, nothing is put right silently."""
    _himself(worker, by)
    told = {name: heading for name, heading in columns.items() if heading}
    found = _read(row, told, at)
    with transaction.atomic():
        mine = OwnFile.objects.filter(pk=row.pk, worker=worker)
        if not mine.update(columns=told, **found):
            raise NotPossible("这份文件已经从证据库删除。")
        row.refresh_from_db()
        record(
            FILE_READ, [worker], by=by, at=at, org_path=worker.org_path,
            accepted=row.accepted_rows, rejected=row.rejected_rows,
        )  # fmt: skip
    return row


def _read(row: OwnFile, columns: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Take the file in and lay its orders down; what came of it as fields of the row."""
    from huxin.oversight.orders import shapes
    from huxin.oversight.orders.engine import connection
    from huxin.oversight.orders.intake import take_in
    from huxin.oversight.orders.refusal import Refused
    from huxin.oversight.scan.store import lay_down

    with places.work_folder() as work:
        path = places.under_its_name(row.piece.document, work / "in")
        try:
            seen = shapes.look(path, work / "look")
            if wrong := shapes.missing(columns, seen.headings):
                raise NotPossible(wrong)
            mapping = shapes.mapping_of(
                seen, columns, platform=row.platform_name, firm=row.firm_name, area=row.area_id, industry=row.industry
            )
            with connection(work / "spill", latest_s=int(at.timestamp()), threads=1) as con:
                intake = take_in(con, [path], mapping, work / "orders")
                if intake.rows > MOST_ROWS:
                    raise NotPossible(f"文件有{intake.rows}行，最多读{MOST_ROWS}行，请导出较短的一段时间再传。")
                months = _months(con, intake.accepted)
                rejected = _rejected(con, intake.rejected)
        except Refused as refused:
            raise NotPossible(refused.reason) from refused
        places.forget(row.piece.document_id)
        if intake.accepted:
            lay_down(intake.accepted, places.own_folder(row.piece.document_id))
    return {"rows": intake.rows, "accepted_rows": intake.accepted_rows, "rejected": rejected, "months": months}


def _months(con: Any, accepted: list[Path]) -> list[str]:
    """The months in which orders were accepted, the newest first."""
    if not accepted:
        return []
    rows = con.from_parquet([str(path) for path in accepted]).query(
        "orders",
        "SELECT DISTINCT strftime(make_timestamp((accepted_s + offset_s) * 1000000), '%Y-%m-01') FROM orders "
        "ORDER BY 1 DESC",
    )
    return [month for (month,) in rows.fetchall()]


def _rejected(con: Any, rejected: list[Path]) -> list[list[Any]]:
    if not rejected:
        return []
    rows = con.from_parquet([str(path) for path in rejected])
    return [[number, why] for number, why in rows.project("row_no, why").order("row_no").limit(MOST_TOLD).fetchall()]


def laid_orders(row: OwnFile, *, at: datetime) -> Path:
    """Where the orders of the file lie; laid down again where they are gone (after a restore)."""
    folder = places.own_folder(row.piece.document_id)
    if not (folder / "store.json").exists():
        _read(row, row.columns, at)
    return folder


@react(DROPPED.code)
def forget_own_orders(event: Event) -> None:
    """With a piece of the vault goes all that was read of it."""
    for pk in event.subjects.filter(kind="document").values_list("subject_id", flat=True):
        places.forget(pk)
