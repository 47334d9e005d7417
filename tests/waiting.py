"""How does what events have queued come to be done in tests? One after the other, in the test's own transaction."""

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def run_waiting() -> int:
    """Run what waits, and what that queues in turn; the number of tasks run."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at", "id")
    count = 0
    while tasks := list(waiting.all()):
        for task in tasks:
            task.task.func(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        DBTaskResult.objects.filter(pk__in=[task.pk for task in tasks]).update(status=TaskResultStatus.SUCCESSFUL)
        count += len(tasks)
    return count
