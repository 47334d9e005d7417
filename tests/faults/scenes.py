"""What goes on in the processes that are killed, or that meet: real workers, real web servers, real officers."""

import resource
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from huxin.base.errors import NotPossible
from huxin.cases import clocks
from huxin.cases.actions.moving import perform
from huxin.cases.models import Case, CaseReach, CaseWords
from huxin.cases.records import Evidence, Jurisdiction, Move
from huxin.channels.parts import middleware
from huxin.config.tick import LEASE, rescue_tasks
from huxin.documents import issuing, numbering, store
from huxin.documents.models import Document, Paper
from huxin.journal.models import Event
from tests.cases.conftest import Desk, settle
from tests.cases.test_complaint import CONDITIONS
from tests.faults.processes import Tell
from tests.world import AT, World

LATER = AT + timedelta(hours=2)
OFFICER = "陈办案"


def after(thing: Any, name: str, tell: Tell, word: str) -> None:
    """From now on pause here: what was called has done its work, what comes next has not."""
    real = getattr(thing, name)

    def paused(*args: Any, **kwargs: Any) -> Any:
        done = real(*args, **kwargs)
        tell(word)
        return done

    setattr(thing, name, paused)


def desk() -> Desk:
    """The officers' desk, with the real worker as its runner of reactions."""
    return Desk(World(), AT, work) if Jurisdiction.objects.exists() else settle(World(), AT, work)


def work() -> int:
    """The worker takes every task that is ready, and ends."""
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id=f"w{timezone.now().timestamp()}", excluded_queue_names=[],
    )  # fmt: skip
    worker.run()
    return 0


def opened() -> str:
    """A complaint with its office; its number."""
    return str(desk().open().case.number)


def signed() -> str:
    """A complaint whose docketing is proposed and signed, with its effect still in the queue; its number."""
    at_desk = desk()
    case = at_desk.open().case
    move = at_desk.do(case, "accept", **CONDITIONS)
    at_desk.run = lambda: 0
    assert move.paper is not None
    at_desk.sign(move.paper)
    return str(case.number)


def after_a_while() -> int:
    """The minute job, when the lease of whatever runs is over."""
    long_ago = timezone.now() - LEASE - timedelta(minutes=1)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=long_ago)
    return rescue_tasks(timezone.now())


def after_reaction(reaction: str, tell: Tell, word: str) -> None:
    """From now on pause when this reaction has done its work, and the queue does not know it yet."""
    real = DBTaskResult.set_successful

    def paused(task: DBTaskResult, value: Any) -> None:
        if reaction in str(task.args_kwargs):
            tell(word)
        real(task, value)

    DBTaskResult.set_successful = paused  # type: ignore[method-assign]


def stands(number: str) -> dict[str, Any]:
    """How a case stands, and whether its parts agree."""
    case = Case.objects.get(number=number)
    events = Event.objects.filter(subjects__kind="case", subjects__subject_id=case.pk)
    papers = Paper.objects.filter(subject_kind="case", subject_id=case.pk).order_by("pk")
    assert f" step={case.step} " in CaseWords.objects.get(case=case).words
    assert {row.open for row in CaseReach.objects.filter(case=case)} == {case.closed_at is None}
    return {
        "step": case.step,
        "version": case.version,
        "moves": [f"{move.action} {move.state}" for move in Move.objects.filter(case=case).order_by("pk")],
        "moved": events.filter(verb__in=("case.moved", "case.done")).count(),
        "papers": [paper.kind for paper in papers],
        "issued": [paper.number for paper in papers if paper.state == Paper.State.ISSUED],
        "issuings": Event.objects.filter(verb="paper.issued").count(),
        "evidence": Evidence.objects.filter(case=case).count(),
        "tasks": sorted(DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("status", flat=True)),
    }


def withdraw(number: str, version: int) -> str:
    """An officer takes a case out at the reporter's wish, as it stood on his screen; the refusal, if he is refused."""
    at_desk = desk()
    case = Case.objects.get(number=number)
    facts = at_desk.facts(case, "withdraw", LATER, reason="本人撤回")
    try:
        perform(case, "withdraw", facts, by=at_desk.world.actor(OFFICER, LATER), at=LATER, version=version)
    except NotPossible as refusal:
        return refusal.reason
    return ""


def withdraw_slowly(number: str, version: int, tell: Tell) -> str:
    """The same, and a pause before it is written for good."""
    after(clocks, "trigger", tell, "middle…")
    return withdraw(number, version)


def letter_to_issue(number: str) -> int:
    """A letter of the case that is signed and numbered; its key."""
    at_desk = desk()
    case = Case.objects.get(number=number)
    paper = Paper.objects.filter(subject_kind="case", subject_id=case.pk, state=Paper.State.DRAFT).order_by("pk")[0]
    at_desk.sign(paper)
    if paper.number == "":
        numbering.number(paper, text="文号〔2026〕7号", by=_registrar(at_desk, paper), at=at_desk.later())
    return paper.pk


def issue(paper: int, tell: Tell) -> str:
    """The registrar issues it; the refusal, if he is refused."""
    at_desk = desk()
    thing = Paper.objects.get(pk=paper)
    tell("ready…")
    try:
        issuing.issue(thing, by=_registrar(at_desk, thing), at=LATER)
    except NotPossible as refusal:
        return refusal.reason
    return ""


def _registrar(at_desk: Desk, paper: Paper) -> Any:
    actors = (at_desk.world.actor(name, AT) for name in ("农局长", "覃队长", "侯院长", "龚主任"))
    return next(actor for actor in actors if actor.grant("paper.issue", paper.org_path))


def logged_in(name: str = OFFICER) -> str:
    """The cookie of somebody's session."""
    person = World().user(name)
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing to the console."""


def serve(tell: Tell, prepare: Callable[[], None] = lambda: None) -> None:
    """A web process, until it is killed; it says its port."""
    sys.dont_write_bytecode = True  # as the server does
    middleware.timezone = SimpleNamespace(now=lambda: LATER)  # type: ignore[attr-defined]
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet) as server:
        prepare()
        tell(f"port {server.server_port}")
        server.serve_forever()


def no_room_for_files(most: int) -> None:
    """While a file is written, the system refuses what goes beyond so many bytes (the database may still write)."""
    real = store._take_in

    def short(*args: Any) -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
        try:
            return real(*args)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    store._take_in = short


def no_room_at_all(most: int) -> None:
    """The system refuses whatever goes beyond so many bytes of a file, also where an upload waits to be read."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def kept() -> tuple[int, int]:
    """Files that the database knows, and files that lie there, waiting ones too."""
    lying = [path for path in Path(settings.FILES).rglob("*") if path.is_file()]
    return Document.objects.count(), len(lying)
