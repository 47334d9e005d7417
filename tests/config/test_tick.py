"""Does the minute job do each thing, whatever happens to the others?"""

from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from huxin.config import tick as module
from huxin.config.tick import ATTEMPTS, JOBS, LEASE, check_seals, prune_tasks, remind_once, rescue_tasks, tick
from huxin.journal.models import Event
from tests.world import AT, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]


@task()
def break_down() -> None:
    """A task that never succeeds."""
    raise RuntimeError


def queued(status: Status, *, tried: int = 1, age: timedelta = timedelta(minutes=5)) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=break_down.enqueue().id)
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=status,
        worker_ids=["w"] * tried,
        started_at=AT - age,
        finished_at=None if status == Status.RUNNING else AT - age,
    )
    return row


def state(row: DBTaskResult) -> str:
    row.refresh_from_db()
    return str(row.status)


def test_every_job_runs_on_a_prefecture_where_nothing_is_wrong(world: World) -> None:
    results = tick()
    assert set(results) == set(JOBS)
    assert [r for r in results.values() if isinstance(r, Exception)] == []


def test_a_job_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fail(now: datetime, today: object) -> None:
        raise RuntimeError("broken")

    jobs = {"first": fail, "second": lambda now, today: done.append("second")}
    monkeypatch.setattr(module, "JOBS", jobs)
    results = tick()
    assert done == ["second"]
    assert isinstance(results["first"], RuntimeError)
    assert "job first failed" in caplog.text


def test_of_two_workers_one_does_the_minute_job(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[object] = []

    def beside() -> None:
        answers.append(tick())
        connections.close_all()

    def job(now: datetime, today: object) -> str:
        other = Thread(target=beside)
        other.start()
        other.join()
        return "done"

    monkeypatch.setattr(module, "JOBS", {"first": job})
    answers.append(tick())
    monkeypatch.setattr(module, "JOBS", {"first": lambda now, today: "again"})
    answers.append(tick())
    assert answers == [{}, {"first": "done"}, {"first": "again"}]


def test_a_task_whose_worker_died_is_put_back() -> None:
    lost, busy = queued(Status.RUNNING, age=LEASE + timedelta(seconds=1)), queued(Status.RUNNING, age=LEASE / 2)
    assert rescue_tasks(AT) == 1
    assert (state(lost), state(busy)) == (Status.READY, Status.RUNNING)
    assert DBTaskResult.objects.get(pk=lost.pk).run_after == AT


def test_a_failed_task_is_tried_three_times_in_all_and_not_at_once() -> None:
    young = queued(Status.FAILED, age=timedelta(seconds=30))
    again, spent = queued(Status.FAILED, tried=ATTEMPTS - 1), queued(Status.FAILED, tried=ATTEMPTS)
    assert rescue_tasks(AT) == 1
    assert (state(young), state(again), state(spent)) == (Status.FAILED, Status.READY, Status.FAILED)


def test_a_task_that_kills_every_worker_fails_in_the_end() -> None:
    killer = queued(Status.RUNNING, tried=ATTEMPTS, age=LEASE + timedelta(seconds=1))
    assert rescue_tasks(AT) == 0
    assert state(killer) == Status.FAILED


def test_the_worker_really_runs_what_was_rescued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's own would be closed too
    row = queued(Status.RUNNING, age=LEASE + timedelta(seconds=1))
    rescue_tasks(timezone.now())
    db_worker.Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="w", excluded_queue_names=[],
    ).run()  # fmt: skip
    assert state(row) == Status.FAILED
    assert DBTaskResult.objects.get(pk=row.pk).worker_ids == ["w", "w"]


def test_good_results_are_forgotten_after_a_month_and_failures_kept() -> None:
    old = timedelta(days=31)
    queued(Status.SUCCESSFUL, age=old), queued(Status.FAILED, age=old), queued(Status.SUCCESSFUL)
    assert prune_tasks(AT) == 1


def test_seals_are_checked_once_a_day() -> None:
    assert check_seals(AT, AT.date()) == []
    assert check_seals(AT + timedelta(minutes=1), AT.date()) == "done today"
    assert Event.objects.filter(verb="journal.verified").count() == 1
    assert check_seals(AT + timedelta(days=1), AT.date() + timedelta(days=1)) == []


def test_nobody_is_reminded_in_the_night_nor_twice_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[Any] = []
    monkeypatch.setattr(module, "remind", lambda **when: rounds.append(when))
    job = JOBS["notices.remind"]
    for hour in (0, 7, 8, 9, 23):
        job(AT.replace(hour=hour), AT.date())
    assert len(rounds) == 1


def test_a_round_of_reminders_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(module, "remind", fail)
        with pytest.raises(RuntimeError):
            remind_once(AT, AT.date())
    assert remind_once(AT, AT.date()) == 0
