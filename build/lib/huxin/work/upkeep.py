"""Is the installation well: what waits, what failed, when was it backed up, sealed and checked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.journal.models import DaySeal, Event
from huxin.orgs.access import SYSTEM, require

BACKED_UP = verb("system.backed_up", "完成备份，附件{files}个", ("files", "last_event"))
RESTORED = verb("system.restored", "从{made_on}的备份恢复", ("made_on", "last_event"))
VERIFIED = verb("journal.verified", "核对日志封存{days}天，不符{broken}天", ("days", "broken", "first_broken_on"))
RETRIED = verb("system.task_retried", "重新运行一个失败的后台任务")
_PULSE, _DAY = "upkeep.pulse", 86_400
MOST_FAILED = 50


@dataclass(frozen=True, slots=True)
class Failed:
    """A background task that failed for good, in the words of its error's last line."""

    id: str
    name: str
    finished_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Health:
    """How the installation stands."""

    waiting: int
    oldest: datetime | None
    failed: tuple[Failed, ...]
    pulse: datetime | None
    backed_up: Event | None


@dataclass(frozen=True, slots=True)
class Seals:
    """Up to which day the journal is sealed, and what the last check of all seals found."""

    seal: DaySeal | None
    verified: Event | None

    @property
    def broken(self) -> int:
        """How many days did not fit; none where nothing was checked yet."""
        return int(self.verified.data["broken"]) if self.verified else 0

    @property
    def first_broken_on(self) -> str:
        """The earliest of them."""
        return str(self.verified.data["first_broken_on"]) if self.verified else ""


def note_pulse(at: datetime) -> None:
    """The minute job is alive."""
    cache.set(_PULSE, at, _DAY)


@transaction.atomic
def note_backup(*, files: int, last_event: int | None, at: datetime) -> None:
    """An archive was made and is whole."""
    record(BACKED_UP, [], by=SYSTEM, at=at, org_path="", files=files, last_event=last_event)


@transaction.atomic
def note_restore(*, made_on: date, last_event: int | None, at: datetime) -> None:
    """What follows in the record was written after an archive was brought back."""
    record(RESTORED, [], by=SYSTEM, at=at, org_path="", made_on=made_on, last_event=last_event)


@transaction.atomic
def note_verified(*, broken: Sequence[date], at: datetime) -> None:
    """The seals of all finished days were held against the record."""
    record(
        VERIFIED, [], by=SYSTEM, at=at, org_path="",
        days=DaySeal.objects.count(), broken=len(broken), first_broken_on=min(broken, default=None),
    )  # fmt: skip


def last_event(code: str) -> Event | None:
    """The newest event of a kind."""
    return Event.objects.filter(verb=code).order_by("-id").first()


def verified_since(moment: datetime) -> bool:
    """Were the seals held against the record after this moment?"""
    return Event.objects.filter(verb=VERIFIED.code, occurred_at__gte=moment).exists()


def health(by: Actor) -> Health:
    """For who keeps the system."""
    require(by, "system.manage")
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    oldest = ready.order_by("enqueued_at").first()
    return Health(
        waiting=ready.count(),
        oldest=oldest.enqueued_at if oldest else None,
        failed=tuple(_failed(task) for task in _failures()[:MOST_FAILED]),
        pulse=cache.get(_PULSE),
        backed_up=last_event(BACKED_UP.code),
    )


def seals() -> Seals:
    """For who audits and who keeps the system."""
    return Seals(DaySeal.objects.order_by("-day").first(), last_event(VERIFIED.code))


def _failures() -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")


def _failed(task: DBTaskResult[..., Any]) -> Failed:
    arguments = task.args_kwargs["args"]
    name = str(arguments[0]) if arguments else task.task_name
    lines = task.traceback.strip().splitlines()
    return Failed(str(task.pk), name, task.finished_at, lines[-1][:300] if lines else "")


@transaction.atomic
def retry(task_id: str, *, by: Actor, at: datetime) -> None:
    """Put a task that failed for good back into the queue, once."""
    require(by, "system.manage")
    try:
        moved = _failures().filter(pk=task_id).update(status=TaskResultStatus.READY, run_after=at, finished_at=None)
    except ValidationError:
        moved = 0
    if not moved:
        raise NotPossible("这个任务已经不在失败列表中，请刷新页面查看。")
    record(RETRIED, [], by=by, at=at, org_path=by.reaches("system.manage")[0], permission="system.manage")


def is_stale(moment: datetime | None, at: datetime, most: timedelta) -> bool:
    """Has it been longer than `most`, or never?"""
    return moment is None or at - moment > most
