"""What is in the files of a delivery: read, mapped and checked row by row, in the background?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from huxin.base.errors import NotPossible
from huxin.documents.models import Document
from huxin.documents.store import keep_made
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import SYSTEM
from huxin.oversight import places
from huxin.oversight.actions.delivering import send_back, take
from huxin.oversight.models import Delivery, Reporter
from huxin.registry.names import search_key

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from huxin.oversight.orders.mapping.model import Mapping
    from huxin.oversight.orders.taken import Intake

CHECKED = verb(
    "delivery.checked", "订单数据检查完毕：合格{accepted}行，退回{rejected}行", ("accepted", "rejected"), PARTIES
)
UNREADABLE = verb("delivery.unreadable", "订单数据无法读取，请按提示改正后重新报送", (), PARTIES)
_PARQUET = "application/octet-stream"
BESIDE = ("sessions", "rest_prompts")  # files beside the orders that a scan reads


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of reading: counts, how the platform is written, and the files that go back."""

    rows: int
    accepted_rows: int
    workers: int
    rejected: dict[str, int]
    notes: dict[str, int]
    other_months: dict[str, int]
    names: list[str]
    handed_back: list[tuple[str, bytes]]


def check_delivery(delivery: Delivery, *, at: datetime) -> None:
    """Check it and settle what the office has said beforehand about rejected rows. Safe to repeat."""
    unsettled = Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.State.WAITING, Delivery.State.CHECKING))
    if not unsettled.update(state=Delivery.State.CHECKING, stage="正在读取文件"):
        return
    try:
        checked = _read(delivery, at)
    except NotPossible as refusal:
        _unreadable(delivery, refusal.reason, _drafted(delivery, refusal.reason), at)
        return
    _settle(delivery, checked, at)


def say(delivery: Delivery, words: str) -> None:
    """How far it is, for whoever looks on."""
    Delivery.objects.filter(pk=delivery.pk).update(stage=words)


def _read(delivery: Delivery, at: datetime) -> Checked:
    """Take the files in; what was accepted is moved to its place."""
    from huxin.oversight.orders.refusal import Refused

    with places.work_folder() as work:
        try:
            return _take_in(delivery, work, at)
        except Refused as refused:
            raise NotPossible(refused.reason) from refused


def _take_in(delivery: Delivery, work: Path, at: datetime) -> Checked:
    from huxin.oversight.orders.engine import connection
    from huxin.oversight.orders.facts import order_facts, other_months
    from huxin.oversight.orders.handing_back import hand_back
    from huxin.oversight.orders.intake import take_in
    from huxin.oversight.orders.schema import MATCHING, ORDERS

    mapping = _mapping(delivery, work)
    named = enumerate(delivery.orders)  # two may be called the same
    orders = [places.under_its_name(one, work / f"orders-in-{nth}") for nth, one in named]
    with connection(work / "spill", latest_s=int(at.timestamp())) as con:
        keys = None
        if delivery.matching is not None:
            say(delivery, "正在读取匹配文件")
            path = places.under_its_name(delivery.matching, work / "matching-in")
            keys = take_in(con, [path], _side(mapping, "matching"), work / "matching", MATCHING)
        say(delivery, "正在读订单、逐行核对")
        intake = take_in(con, orders, mapping, work / "orders", ORDERS, keys)
        beside = _beside(con, delivery, mapping, work)
        say(delivery, "正在整理退回的行")
        taken = [one for one in (intake, keys, *beside.values()) if one]
        back = [path for one in taken for path in hand_back(con, one, work / f"back-{one.table.name}")]
        names, workers = _facts(con, intake.accepted)
        notes = {**intake.notes, **order_facts(con, intake.accepted)}
        elsewhere = other_months(con, intake.rejected)
        _same_platform(delivery, {*names, *(name for one in beside.values() for name in _facts(con, one.accepted)[0])})
    files = [(path.name, path.read_bytes()) for path in back]
    if keys is not None:
        places.settle(keys.accepted, places.matching_folder(delivery.pk))
    for name, one in beside.items():
        places.settle(one.accepted, places.beside_folder(delivery.pk, name))
    places.settle(intake.accepted, places.accepted_folder(delivery.pk))
    for name, one in beside.items():
        notes |= {f"{name}_accepted": one.accepted_rows, f"{name}_rejected": one.rows - one.accepted_rows}
    if keys is not None and keys.rows > keys.accepted_rows:
        notes["matching_rejected"] = keys.rows - keys.accepted_rows
    counts = intake.rows, intake.accepted_rows, workers, intake.rejected_by, notes
    return Checked(*counts, elsewhere, names, files)


def _beside(con: "DuckDBPyConnection", delivery: Delivery, mapping: "Mapping", work: Path) -> dict[str, "Intake"]:
    """Sessions and rest prompts, where any were handed in."""
    from huxin.oversight.orders.intake import take_in
    from huxin.oversight.orders.schema import TABLES

    found = {}
    for name in BESIDE:
        if (document := getattr(delivery, name)) is not None:
            say(delivery, f"正在读{TABLES[name].title}")
            path = places.under_its_name(document, work / f"{name}-in")
            found[name] = take_in(con, [path], _side(mapping, name), work / name, TABLES[name])
    return found


def _mapping(delivery: Delivery, work: Path) -> "Mapping":
    """The mapping that was handed in, or the standard's own; rows outside the month go back."""
    from huxin.oversight.orders.mapping.model import standard_mapping
    from huxin.oversight.orders.mapping.read import read_mapping

    if delivery.mapping is None:
        mapping = standard_mapping()
    else:
        mapping = read_mapping(places.under_its_name(delivery.mapping, work / "mapping-in"))
    return replace(mapping, time=replace(mapping.time, month=f"{delivery.month:%Y-%m}"))


def _side(mapping: "Mapping", name: str) -> "Mapping":
    """The mapping for a file beside the orders, where it speaks of it."""
    from huxin.oversight.orders.mapping.model import standard_mapping

    return mapping if name in mapping.tables else standard_mapping()


def _facts(con: "DuckDBPyConnection", accepted: list[Path]) -> tuple[list[str], int]:
    """How the platform is written in the accepted orders, and how many workers there are."""
    if not accepted:
        return [], 0
    rows = con.from_parquet([str(path) for path in accepted])
    names = sorted(name for (name,) in rows.project("platform").distinct().fetchall())
    return names, int(rows.project("worker").distinct().count("*").fetchall()[0][0])


def _same_platform(delivery: Delivery, names: Iterable[str]) -> None:
    """A platform hands in its own orders: every spelling in the column is one of its names."""
    firm = delivery.enterprise
    known = {search_key(name) for name in firm.names.values_list("name", flat=True)}
    known |= {search_key(firm.name), search_key(firm.short_name), search_key(firm.credit_code or firm.name)}
    if foreign := [name for name in names if search_key(name) not in known]:
        raise NotPossible(
            f"“平台”一列写的是“{'”“'.join(foreign[:3])}”，不是{firm.name}登记的名称、简称或统一社会信用代码。"
            "请改正这一列，或在映射文件中写明取值。"
        )


def _drafted(delivery: Delivery, reason: str) -> str:
    """A mapping to begin with, for a table of other columns that came without one; otherwise empty."""
    from huxin.oversight.orders.mapping.propose import propose
    from huxin.oversight.orders.refusal import Refused

    if delivery.mapping_id is not None or "没有列" not in reason:
        return ""
    with places.work_folder() as work:
        try:
            text = propose(places.under_its_name(delivery.document, work / "orders-in"), work)
        except Refused:
            return ""
    for name in ("platform", "enterprise"):
        text = text.replace(f'{name} = {{ const = "请填写" }}', f'{name} = {{ const = "{delivery.enterprise.name}" }}')
    return text


@transaction.atomic
def _unreadable(delivery: Delivery, reason: str, draft: str, at: datetime) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.CHECKING)
    if mine.update(state=Delivery.State.UNREADABLE, stage="", reason=reason, decided_at=at):
        if draft:
            mine = Delivery.objects.filter(pk=delivery.pk)
            mine.update(handed_back=[_kept(delivery, "映射文件（草稿）.toml", draft.encode(), at).pk])
        record(UNREADABLE, [delivery, delivery.enterprise], by=SYSTEM, at=at, org_path=delivery.org_path)


@transaction.atomic
def _settle(delivery: Delivery, checked: Checked, at: datetime) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.CHECKING)
    facts = ("rows", "accepted_rows", "workers", "rejected", "notes", "other_months", "names")
    if not mine.update(state=Delivery.State.CHECKED, stage="", **{name: getattr(checked, name) for name in facts}):
        return
    delivery.refresh_from_db()
    delivery.handed_back = [_kept(delivery, name, data, at).pk for name, data in checked.handed_back]
    delivery.save(update_fields=["handed_back"])
    record(
        CHECKED, [delivery, delivery.enterprise], by=SYSTEM, at=at, org_path=delivery.org_path,
        accepted=delivery.accepted_rows, rejected=delivery.rejected_rows,
    )  # fmt: skip
    _decide_by_rule(delivery, at)


def _kept(delivery: Delivery, name: str, data: bytes, at: datetime) -> Document:
    kind = {".csv": "text/csv", ".toml": "text/plain"}.get(Path(name).suffix, _PARQUET)
    return keep_made(data, name=name, kind=kind, subject=delivery, org_path=delivery.org_path, by=SYSTEM, at=at)


def _decide_by_rule(delivery: Delivery, at: datetime) -> None:
    """Sound through and through is accepted; otherwise as the office has said of this platform. A correction that
    would take away more than half of what stands is left to the office."""
    rule = Reporter.objects.filter(enterprise=delivery.enterprise).values_list("on_rejects", flat=True).first()
    newer = Delivery.objects.filter(
        enterprise=delivery.enterprise, month=delivery.month, pk__gt=delivery.pk, state=Delivery.State.ACCEPTED
    )
    if newer.exists():
        Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.REPLACED)
    elif delivery.accepted_rows and shrinks(delivery):
        return
    elif not delivery.rejected_rows or (rule == Reporter.OnRejects.TAKE and delivery.accepted_rows):
        take(delivery, by=SYSTEM, at=at)
    elif rule == Reporter.OnRejects.REFUSE or not delivery.accepted_rows:
        reason = f"有{delivery.rejected_rows}行不合格，按约定整批退回。请按退回文件中的原因改正后重新报送。"
        send_back(delivery, reason=reason, by=SYSTEM, at=at)


def shrinks(delivery: Delivery) -> int:
    """How many rows were accepted of this month before, where this correction has less than half of them; else 0."""
    earlier = Delivery.objects.filter(enterprise=delivery.enterprise, month=delivery.month, pk__lt=delivery.pk)
    rows = earlier.filter(state=Delivery.State.ACCEPTED).values_list("accepted_rows", flat=True).first() or 0
    return rows if delivery.accepted_rows * 2 < rows else 0


def accepted_files(delivery: Delivery) -> list[Path]:
    """The accepted orders; made again from the kept files where the folder is gone (after a restore)."""
    return _laid_down(delivery, places.accepted_folder(delivery.pk))


def matching_files(delivery: Delivery) -> list[Path]:
    """Who is who; made again like the orders. Nothing where the platform handed in no such file."""
    if delivery.matching_id is None:
        return []
    return _laid_down(delivery, places.matching_folder(delivery.pk))


def beside_files(delivery: Delivery, name: str) -> list[Path]:
    """Sessions or rest prompts; made again like the orders. Nothing where the platform handed in no such file."""
    if getattr(delivery, f"{name}_id") is None:
        return []
    return _laid_down(delivery, places.beside_folder(delivery.pk, name))


def _laid_down(delivery: Delivery, folder: Path) -> list[Path]:
    if not folder.exists():
        _read(delivery, delivery.handed_in_at)
    return sorted(folder.glob("*.parquet"))
