"""Is the installation well? For who keeps it."""

import platform
import shutil
from datetime import timedelta
from importlib.metadata import version

import django
from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.days import calendar_of
from huxin.orgs.access import needs
from huxin.work.upkeep import health, is_stale, retry, seals

PULSE, BACKUP = timedelta(minutes=5), timedelta(days=2)


def _versions() -> list[tuple[str, str]]:
    database = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    number = ".".join(map(str, connection.get_database_version()))
    return [
        ("护新", version("huxin")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (database, number),
    ]


@needs("system.manage")
def system(request: HttpRequest) -> HttpResponse:
    """Versions, queue, failures, backup, seals, room on the disk, years whose holidays are not announced."""
    found = health(request.actor)
    disk = shutil.disk_usage(settings.DATA)
    year = timezone.localdate(request.at).year
    announced = calendar_of(request.actor).announced
    context = {
        "health": found,
        "versions": _versions(),
        "seals": seals(),
        "stale_pulse": is_stale(found.pulse, request.at, PULSE),
        "stale_backup": is_stale(found.backed_up and found.backed_up.occurred_at, request.at, BACKUP),
        "free": disk.free,
        "used_percent": round(100 * disk.used / disk.total),
        "provisional": [one for one in (year, year + 1) if one not in announced],
    }
    return render(request, "workbench/system/system.html", context)


@needs("system.manage")
@require_POST
def task_retry(request: HttpRequest) -> HttpResponse:
    """Run a failed task again."""
    retry(request.POST.get("task", ""), by=request.actor, at=request.at)
    messages.success(request, "已重新排入后台任务。")
    return redirect("workbench:system")
