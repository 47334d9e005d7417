"""Does the administrator see what is not well, and can he mend it?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from huxin.journal.log import run_reaction
from huxin.journal.models import Event
from huxin.work.upkeep import note_backup, note_pulse, note_verified
from tests.world import NOW, World

Browse = Callable[[str], Client]


@pytest.fixture
def failed(db: None) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=run_reaction.enqueue("reports.reactions.something", 1).id)
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=Status.FAILED,
        finished_at=NOW,
        traceback="Traceback …\nValueError: <script>",
        worker_ids=["w"] * 3,
    )
    return row


def test_a_new_installation_says_what_is_missing(browse: Browse) -> None:
    page = browse("韩管理").get("/workbench/system/").content.decode()
    for words in ("没有在运行", "还没有备份过", "未核对", "护新", "Python", "2027年尚未录入"):
        assert words in page


def test_a_well_one_says_so(browse: Browse) -> None:
    note_pulse(NOW)
    note_backup(files=3, last_event=1, at=NOW)
    note_verified(broken=[], at=NOW)
    page = browse("韩管理").get("/workbench/system/")
    assert not page.context["stale_pulse"]
    assert not page.context["stale_backup"]
    assert "没有在运行" not in page.content.decode()


def test_an_old_pulse_and_an_old_backup_are_stale(browse: Browse) -> None:
    old = NOW - timedelta(days=3)
    note_pulse(old)
    note_backup(files=3, last_event=1, at=old)
    page = browse("韩管理").get("/workbench/system/")
    assert (page.context["stale_pulse"], page.context["stale_backup"]) == (True, True)


def test_a_failed_task_is_shown_and_run_again(failed: DBTaskResult, browse: Browse) -> None:
    client = browse("韩管理")
    page = client.get("/workbench/system/").content.decode()
    assert "ValueError: &lt;script&gt;" in page
    assert "reports.reactions.something" in page
    client.post("/workbench/system/retry/", {"task": str(failed.pk)})
    failed.refresh_from_db()
    assert failed.status == Status.READY
    assert Event.objects.filter(verb="system.task_retried", actor_name="韩管理").exists()


@pytest.mark.parametrize("task", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_task_that_is_not_there_is_said_so(task: str, browse: Browse) -> None:
    page = browse("韩管理").post("/workbench/system/retry/", {"task": task}, follow=True)
    assert "已经不在失败列表中" in page.content.decode()


@pytest.mark.parametrize("name", ["吴主任科员", "钱工会", "冯审计"])
def test_it_is_for_administrators_alone(name: str, browse: Browse, failed: DBTaskResult, world: World) -> None:
    client = browse(name)
    answers: list[Any] = [
        client.get("/workbench/system/"),
        client.post("/workbench/system/retry/", {"task": str(failed.pk)}),
    ]
    assert [a.status_code for a in answers] == [403, 403]
