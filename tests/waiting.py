"""How does what events have queued come to be done in tests? One after the other, in the test's own transaction."""

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def run_waiting() -> int:
    """Run what waits, and what that queues in turn; the number of tasks run."""
    count = 0
    while task := DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at", "id").first():
        task.task.func(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
        count += 1
    return count
