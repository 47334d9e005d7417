"""How does a platform's month come in, and what does the office do with it?"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents.models import Document
from huxin.documents.store import attach
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require, require_at
from huxin.oversight.models import Delivery, Reporter
from huxin.registry.models import Enterprise

HAND_IN, DECIDE = "delivery.hand_in", "delivery.decide"
HANDED_IN = verb("delivery.handed_in", "报送{month}订单数据", ("month", "replaces"), PARTIES)
ACCEPTED = verb("delivery.accepted", "接收订单数据，合格{rows}行", ("rows", "replaced"), PARTIES)
REFUSED = verb("delivery.refused", "整批退回订单数据", (), PARTIES)
NAMED = verb(
    "delivery.reporter_set", "设定报送平台：自{since}起，次月{due_day}日前", ("since", "due_day", "on_rejects")
)
MOST_FILES = 60  # of orders in a month: ten counties week by week
LIVE = (Delivery.State.WAITING, Delivery.State.CHECKING, Delivery.State.CHECKED, Delivery.State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Files:
    """The kept files of a hand-in: orders in one file or with `further` ones, and where needed a mapping, who is who,
    sessions and rest prompts."""

    orders: Document
    mapping: Document | None = None
    matching: Document | None = None
    sessions: Document | None = None
    rest_prompts: Document | None = None
    further: Sequence[Document] = ()

    @property
    def of_orders(self) -> tuple[Document, ...]:
        """The files of orders."""
        return self.orders, *self.further

    @property
    def beside(self) -> tuple[Document | None, ...]:
        """What comes beside them, or None."""
        return self.mapping, self.matching, self.sessions, self.rest_prompts

    @property
    def all(self) -> tuple[Document | None, ...]:
        """Each of them, or None."""
        return *self.of_orders, *self.beside

    @property
    def digest(self) -> str:
        """What tells one hand-in from another, whatever the files are called and which is named first."""
        orders = "+".join(sorted(one.sha256 for one in self.of_orders))
        parts = [orders, *(one.sha256 if one else "" for one in self.beside)]
        parts = parts if any(parts[3:]) else parts[:3]  # as it was before there were five
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()


@transaction.atomic
def set_reporter(
    enterprise: Enterprise, *, since: date, due_day: int, on_rejects: str, by: Actor, at: datetime
) -> Reporter:
    """From this month on the platform delivers."""
    require_at(by, DECIDE, enterprise.org_path)
    if enterprise.kind != Enterprise.Kind.PLATFORM:
        raise NotPossible("只有平台企业报送订单数据，请先核对企业类型。")
    if not 1 <= due_day <= 28:
        raise NotPossible("报送期限请填次月1日至28日之间的一天。")
    settled = {"org_path": enterprise.org_path, "since": since.replace(day=1), "due_day": due_day}
    row, _ = Reporter.objects.update_or_create(
        enterprise=enterprise, defaults={**settled, "on_rejects": on_rejects, "ended_on": None}
    )
    record(
        NAMED, [row, enterprise], by=by, at=at, org_path=row.org_path, permission=DECIDE,
        since=row.since, due_day=due_day, on_rejects=on_rejects,
    )  # fmt: skip
    return row


def same(enterprise: Enterprise, month: date, files: Files) -> Delivery | None:
    """The hand-in with exactly these files, if it is being checked or counts."""
    return Delivery.objects.filter(enterprise=enterprise, month=month, digest=files.digest, state__in=LIVE).first()


@transaction.atomic
def hand_in(enterprise: Enterprise, *, month: date, files: Files, by: Actor, at: datetime) -> Delivery:
    """Take kept files (`documents.store.keep`) in as the orders of a month; they are checked in the background.

    The same files twice are one delivery. Other files for the same month correct it: once accepted they replace it.
    """
    require_at(by, HAND_IN, enterprise.org_path)
    month = month.replace(day=1)
    if month >= localtime(at).date().replace(day=1):
        raise NotPossible("这个月还没有结束，请在次月报送。")
    _fit_together(files.of_orders)
    if known := same(enterprise, month, files):
        return known
    earlier = Delivery.objects.filter(enterprise=enterprise, month=month, state__in=LIVE).order_by("-pk").first()
    try:
        with transaction.atomic():
            row = Delivery.objects.create(
                enterprise=enterprise, org_path=enterprise.org_path, month=month, receipt=_receipt(month),
                document=files.orders, mapping=files.mapping, matching=files.matching, sessions=files.sessions,
                rest_prompts=files.rest_prompts, digest=files.digest,
                replaces=earlier, handed_in_by_id=by.person(), handed_in_at=at,
            )  # fmt: skip
    except IntegrityError:
        if known := same(enterprise, month, files):
            return known  # two windows at once
        raise
    row.further.set(files.further)
    for document in files.all:
        if document is not None and not document.subject_kind:
            attach(document, subject=row)
    record(
        HANDED_IN, [row, enterprise], by=by, at=at, org_path=row.org_path, permission=HAND_IN,
        month=f"{month:%Y-%m}", replaces=earlier.pk if earlier else None,
    )  # fmt: skip
    return row


def _fit_together(orders: Sequence[Document]) -> None:
    """Not too many, and each once."""
    if len(orders) > MOST_FILES:
        raise NotPossible(f"一个月最多分成{MOST_FILES}个订单文件，请合并一些。")
    known: dict[str, Document] = {}
    for one in orders:
        if (first := known.setdefault(one.sha256, one)) is not one:
            raise NotPossible(f"订单文件“{one.name}”和“{first.name}”内容完全相同，请去掉一个，或换成正确的文件。")


def _receipt(month: date) -> str:
    """D202610-48215530: the month, and eight random digits."""
    return f"D{month:%Y%m}-{secrets.randbelow(10**8):08d}"


@transaction.atomic
def accept(delivery: Delivery, *, by: Actor, at: datetime) -> Delivery:
    """The office takes what is sound; it replaces what was accepted of this month before."""
    require(by, DECIDE, delivery)
    if not delivery.accepted_rows:
        raise NotPossible("没有合格的行可以接收，请整批退回。")
    take(delivery, by=by, at=at)
    return delivery


def take(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Inside an action or a rule: from now on this delivery counts, and none before it."""
    older = Delivery.objects.filter(enterprise=delivery.enterprise, month=delivery.month, pk__lt=delivery.pk)
    if Delivery.objects.filter(
        enterprise=delivery.enterprise, month=delivery.month, pk__gt=delivery.pk, state=Delivery.State.ACCEPTED
    ).exists():
        raise NotPossible("这个月已经接收了更晚的更正报送，本次报送不能再接收。")
    replaced = older.filter(state__in=LIVE).update(state=Delivery.State.REPLACED)
    _move(delivery, Delivery.State.CHECKED, Delivery.State.ACCEPTED, by, at)
    record(
        ACCEPTED, [delivery, delivery.enterprise], by=by, at=at, org_path=delivery.org_path, permission=DECIDE,
        rows=delivery.accepted_rows, replaced=replaced,
    )  # fmt: skip


@transaction.atomic
def refuse(delivery: Delivery, *, reason: str, by: Actor, at: datetime) -> Delivery:
    """The office sends the whole back; what was accepted before goes on counting."""
    require(by, DECIDE, delivery)
    if not reason.strip():
        raise NotPossible("请写明退回的原因，便于平台改正。")
    send_back(delivery, reason=reason.strip(), by=by, at=at)
    return delivery


def send_back(delivery: Delivery, *, reason: str, by: Actor, at: datetime) -> None:
    """Inside an action or a rule: nothing of this delivery is taken."""
    _move(delivery, Delivery.State.CHECKED, Delivery.State.REFUSED, by, at, reason=reason)
    things = [delivery, delivery.enterprise]
    record(REFUSED, things, by=by, at=at, org_path=delivery.org_path, permission=DECIDE)


def _move(delivery: Delivery, before: str, after: str, by: Actor, at: datetime, reason: str = "") -> None:
    free = Delivery.objects.filter(pk=delivery.pk, state=before)
    if not free.update(state=after, reason=reason, decided_by_id=by.user_id, decided_at=at):
        raise NotPossible("这次报送的状态已经变化，请刷新页面查看。")
    delivery.refresh_from_db()
