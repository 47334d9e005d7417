"""What is done every minute, whoever is logged in? A short list of jobs, each safe to repeat."""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huxin.cases.actions.noticing import serve_noticed
from huxin.cases.reactions import note_overdue as note_overdue_cases
from huxin.followups.actions import run_rules
from huxin.journal.seals import broken_days, seal_days
from huxin.notices.reminders import remind
from huxin.notices.send import send_hooks, send_mails, send_texts
from huxin.oversight.actions.uploading import prune_uploads
from huxin.plans.actions.duties import note_overdue
from huxin.registry.actions.log_in import prune_codes
from huxin.reports.actions.cycles import open_due_cycles
from huxin.work.drafts import prune_drafts
from huxin.work.upkeep import note_pulse, note_verified, verified_since

logger = logging.getLogger("huxin.tick")
LEASE = timedelta(minutes=15)  # a task running longer than this has lost its worker
ATTEMPTS = 3
KEEP_RESULTS = timedelta(days=30)
MORNING = 8  # nobody is reminded in the night


def rescue_tasks(now: datetime) -> int:
    """Put back tasks whose worker died and tasks that failed, until each was tried three times."""
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LEASE)
    failed = Q(
        status=TaskResultStatus.FAILED,
        finished_at__lt=now - timedelta(minutes=1),
        finished_at__gt=now - timedelta(days=1),
    )
    count = 0
    for task in DBTaskResult.objects.filter(lost | failed).only("id", "status", "worker_ids"):
        same = DBTaskResult.objects.filter(pk=task.pk, status=task.status)
        if len(task.worker_ids) < ATTEMPTS:
            count += same.update(status=TaskResultStatus.READY, run_after=now, finished_at=None)
        elif task.status == TaskResultStatus.RUNNING:
            same.update(status=TaskResultStatus.FAILED, finished_at=now, traceback="the worker died each time")
    return count


def prune_tasks(now: datetime) -> int:
    """Forget the results of tasks that ended well a month ago; failures stay to be looked at."""
    old = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEEP_RESULTS)
    return old.delete()[0]


def seal_finished_days(now: datetime) -> int:
    """Seal the journal's finished days; ten minutes after midnight no transaction of the old day is under way."""
    finished = timezone.localdate(now - timedelta(minutes=10))
    return len(seal_days(until=finished, key=settings.KEYS / "journal.key"))


def check_seals(now: datetime, today: date) -> object:
    """Once a day: is what was sealed still what it was? What is broken is told to the administrators by its event."""
    if verified_since(timezone.make_aware(datetime.combine(today, time.min))):
        return "done today"
    broken = broken_days(key=settings.KEYS / "journal.key")
    note_verified(broken=broken, at=now)
    return broken


def remind_once(now: datetime, today: date) -> object:
    """Once a day, as it is a long round; one that failed is tried again the next minute."""
    done = f"tick.reminded.{today}"
    if cache.get(done):
        return "done today"
    told = remind(today=today, at=now)
    cache.set(done, True, timedelta(days=2).total_seconds())
    return told


def by_day(job: Callable[[datetime, date], object]) -> Callable[[datetime, date], object]:
    """The job from eight in the morning on."""
    return lambda now, today: job(now, today) if timezone.localtime(now).hour >= MORNING else "not yet"


JOBS: dict[str, Callable[[datetime, date], object]] = {
    "tasks.rescue": lambda now, today: rescue_tasks(now),
    "tasks.prune": lambda now, today: prune_tasks(now),
    "phone_codes.prune": lambda now, today: prune_codes(at=now),
    "drafts.prune": lambda now, today: prune_drafts(at=now),
    "uploads.prune": lambda now, today: prune_uploads(at=now),
    "journal.seal": lambda now, today: seal_finished_days(now),
    "journal.check": check_seals,
    "cases.noticed": lambda now, today: serve_noticed(today=today, at=now),
    "cases.overdue": lambda now, today: note_overdue_cases(today_at=now),
    "plans.overdue": lambda now, today: note_overdue(today=today, at=now),
    "reports.cycles": lambda now, today: open_due_cycles(today=today, at=now),
    "followups.rules": by_day(lambda now, today: run_rules(today=today, at=now)),
    "notices.remind": by_day(remind_once),
    "notices.mails": lambda now, today: send_mails(at=now),
    "notices.texts": lambda now, today: send_texts(at=now),
    "notices.hooks": lambda now, today: send_hooks(at=now),
}


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other worker is at it until this ends: two at once would mail everybody twice."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('huxin.tick'))")
            (free,) = cursor.fetchone()
            try:
                yield free
            finally:
                if free:
                    cursor.execute("SELECT pg_advisory_unlock(hashtext('huxin.tick'))")
    else:
        with (settings.DATA / "tick.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # until this file is closed
            except BlockingIOError:
                yield False
            else:
                yield True


def tick() -> dict[str, object]:
    """Run every job; one that fails is logged and does not stop the others. Job -> result or exception; nothing where
    another worker is at it."""
    with _alone() as free:
        return _do_all() if free else {}


def _do_all() -> dict[str, object]:
    now = timezone.now()
    today = timezone.localdate(now)
    results: dict[str, object] = {}
    for name, job in JOBS.items():
        try:
            results[name] = job(now, today)
        except Exception as error:  # one broken job must not silence the rest
            logger.exception("job %s failed", name)
            results[name] = error
    note_pulse(now)
    return results
