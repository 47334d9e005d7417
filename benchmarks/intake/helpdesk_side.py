"""What is an intake in django-helpdesk, and what does its staff do meanwhile?"""

import html
import json
import random
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from benchmarks.intake.visitor import Visitor

NAME, SETTINGS, WSGI = (
    "django-helpdesk",
    "benchmarks.intake.helpdesk_site",
    "benchmarks.intake.helpdesk_wsgi:application",
)
VERSION = version("django-helpdesk")
BACKGROUND: tuple[str, ...] = ()  # it does everything while the page waits
_ROWS = re.compile(r"/datatables_ticket_list/[A-Za-z0-9+/=]+")
_TEXT = "站长拖欠三个月单费，多次讨要没有结果，有接单截图和聊天记录。"


def public(visitor: Visitor) -> None:
    """One page with one form, and the page of the new ticket."""
    visitor.get("form", "/tickets/submit/")
    page = visitor.post(
        "created", "/tickets/submit/", queue="1", title="拖欠单费", body=_TEXT, priority="3",
        submitter_email="reporter@example.com",
    )  # fmt: skip
    _made(page)


def desk(visitor: Visitor) -> None:
    """The form of the staff."""
    visitor.get("form", "/tickets/submit/")
    page = visitor.post(
        "created", "/tickets/submit/", queue="1", title="拖欠单费", body=_TEXT, priority="3", assigned_to="",
        submitter_email="reporter@example.com",
    )  # fmt: skip
    _made(page)


def _made(page: str) -> None:
    if _TEXT not in page:
        raise RuntimeError("no ticket was made")


def officer(visitor: Visitor) -> Iterator[None]:
    """The list of open tickets with its rows, a ticket, a follow-up; again and again."""
    dice = random.Random(visitor.browser.cookies["sessionid"])
    while True:
        page = visitor.get("list", "/tickets/")
        rows = html.unescape(_ROWS.findall(page)[0])
        found = json.loads(visitor.get("list", f"{rows}?draw=1&start={25 * dice.randint(0, 20)}&length=25"))
        yield
        ticket = dice.choice(found["data"])["id"]
        visitor.get("one", f"/tickets/{ticket}/")
        yield
        visitor.post(
            "act", f"/tickets/{ticket}/update/", comment="已联系当事人核实情况。", new_status="1", priority="3"
        )
        yield


def fill(cases: int, clerks: int, officers: int) -> tuple[list[str], list[str]]:
    """A queue, so many open tickets with three follow-ups each, and staff; the sessions of clerks and of the others."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)
    from django.contrib.auth.models import User
    from helpdesk.models import Queue

    queue = Queue.objects.create(title="投诉", slug="complaints", allow_public_submission=True)
    staff = [
        User.objects.create_user(f"staff-{n}", email=f"staff-{n}@example.com", is_staff=True)
        for n in range(clerks + officers)
    ]
    _tickets(cases, queue, staff)
    sessions = [_session(user) for user in staff]
    return sessions[:clerks], sessions[clerks:]


def _tickets(number: int, queue: Any, staff: list[Any]) -> None:
    from django.db import connection
    from django.utils import timezone
    from helpdesk.models import FollowUp, Ticket

    now = timezone.now()
    rows = (
        Ticket(
            queue=queue, title=f"拖欠单费 {n}", description=_TEXT, submitter_email=f"reporter-{n}@example.com",
            created=now, modified=now, assigned_to=staff[n % len(staff)],
        )
        for n in range(number)
    )  # fmt: skip
    made = Ticket.objects.bulk_create(rows, batch_size=1000)
    notes = (FollowUp(ticket=one, title="记录", comment=_TEXT, date=now) for one in made for _ in range(3))
    FollowUp.objects.bulk_create(notes, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _session(user: Any) -> str:
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    return client.session.session_key or ""
