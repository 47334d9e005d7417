"""Whom does an event of a case concern? Its officers, whoever assigns there, the body that was asked, its parties."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from huxin.cases.clients import called
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case, Party
from huxin.cases.procedure import PROCEDURES, Procedure, said_of
from huxin.cases.reach import told_firms
from huxin.cases.records import Move, Note, PaperService
from huxin.cases.sessions import CALLED, CALLS
from huxin.documents.issuing import ISSUED
from huxin.journal.models import Event
from huxin.notices.people import holders
from huxin.notices.targets import Target, touched
from huxin.registry.models import PlatformClaim

# Actions by their codes, whatever the procedure.
_ASKS = ("ask_supplement",)
_OBJECTS = ("object",)


def desk_of(case: Case, *, at: datetime) -> set[int]:
    """The officers; while there is none, whoever assigns."""
    people = {pk for pk in (case.officer_id, case.second_officer_id) if pk}
    return people or holders("case.assign", case.org_path, at=at)


def _desk(case: Case, event: Event) -> set[int]:
    return desk_of(case, at=event.occurred_at)


def officers(event: Event) -> Iterator[Target]:
    """Who handles the case."""
    for case in touched(event, "case"):
        yield Target(case, _desk(case, event), case.org_path)


def noticed(event: Event) -> Iterator[Target]:
    """The same, where a paper counts as served because it was public long enough; what they served they know."""
    if event.actor_id is None and event.data["service_mode"] == PaperService.Mode.PUBLIC_NOTICE:
        yield from officers(event)


def assigners(event: Event) -> Iterator[Target]:
    """Who names the officer, of a case that came in and has none."""
    for case in touched(event, "case"):
        if case.officer_id is None:
            yield Target(case, holders("case.assign", case.org_path, at=event.occurred_at), case.org_path)


def late(event: Event) -> Iterator[Target]:
    """The officers; where the office itself is late, whoever supervises them too."""
    for case in touched(event, "case"):
        people = _desk(case, event)
        if event.data["owed_by"] == "office":
            people |= holders("case.assign", case.org_path, at=event.occurred_at, leaders=True)
        yield Target(case, people, case.org_path)


def reviewers(event: Event) -> Iterator[Target]:
    """Whoever looks again at a decision to which somebody objected."""
    if _action(event) in _OBJECTS:
        for case in touched(event, "case"):
            people = holders("case.review", case.org_path, at=event.occurred_at, leaders=True)
            yield Target(case, people, case.org_path)


def asked_body(event: Event) -> Iterator[Target]:
    """The body that is asked to help, or told."""
    for row in touched(event, "assistance"):
        people = holders("case.assist", row.org_path, at=event.occurred_at, leaders=True)
        yield Target(row, people, row.org_path)


def counsel(event: Event) -> Iterator[Target]:
    """The lawyer to whom legal aid was assigned."""
    for row in touched(event, "counsel"):
        yield Target(row, {row.user_id}, row.org_path)


def called_counsel(event: Event) -> Iterator[Target]:
    """The lawyers of those whose case, for which they have aid, meets on a day that was set or put off."""
    if _action(event) in CALLS and _procedure(event) in CALLED:
        for case in touched(event, "case"):
            for row in called(case):
                yield Target(row, {row.user_id}, row.org_path)


def firms(event: Event) -> Iterator[Target]:
    """The people of the firm to which the office wrote; the notice names no case, its home page does."""
    for case in touched(event, "case"):
        written = case.notes.filter(
            kind=Note.Kind.TO_PARTY, party__answered_by__isnull=False, written_at=event.occurred_at
        )
        for note in written.select_related("party__answered_by"):
            yield Target(None, holders("case.answer", note.party.answered_by.path, at=event.occurred_at), case.org_path)


def _action(event: Event) -> str:
    """complaint/1.accept → accept."""
    return str(event.data.get("case_action", "")).rpartition(".")[2]


def _procedure(event: Event) -> str:
    """complaint/1.accept → complaint."""
    return str(event.data.get("case_action", "")).partition("/")[0]


def parties(event: Event) -> Iterator[Target]:
    """Who told of it with his name and has a log-in, of a step that asks nothing else of him; of one that a paper
    tells him, when that paper is out. Of a case that was told without a name nobody is told: nothing of it leads to an
    account."""
    if event.verb == ISSUED.code:
        waited = Move.objects.filter(paper__in=touched(event, "paper"), state=Move.State.DONE)
        moved = waited.exclude(to_step=F("from_step")).values_list("paper__kind", flat=True)
        if any(_to_who_told(kind) for kind in moved):
            yield from told_parties(event)
    elif _action(event) not in (*_ASKS, *CALLS) and not _to_who_told(_paper(event)):
        yield from told_parties(event)


def _declared(event: Event) -> Procedure:
    """complaint/1.accept → what complaint/1 declares."""
    return PROCEDURES[str(event.data["case_action"]).rpartition(".")[0]]


def _paper(event: Event) -> str:
    """The code of the paper for which the action waited."""
    return _declared(event).action(_action(event)).paper


def _to_who_told(kind: str) -> bool:
    return kind != "" and Party.Role.CLAIMANT in CASE_PAPERS[kind].served


def told_parties(event: Event) -> Iterator[Target]:
    """The same of any event."""
    for case in touched(event, "case"):
        rows = case.parties.filter(left_at=None, worker__user__isnull=False)
        if not case.anonymous:
            yield Target(case, set(rows.values_list("worker__user", flat=True)), case.org_path, theirs=True)


def asked_for_more(event: Event) -> Iterator[Target]:
    """Where they are asked for material."""
    if _action(event) in _ASKS:
        yield from told_parties(event)


def called_to_session(event: Event) -> Iterator[Target]:
    """Where a session or a hearing of both sides was set, or put off."""
    if _action(event) in CALLS and _procedure(event) in CALLED:
        yield from told_parties(event)


def called_firms(event: Event) -> Iterator[Target]:
    """The same for the people of the firms that know of the case; day and place stand on their home page."""
    if _action(event) in CALLS:
        yield from _told_firms(event)


def _told_firms(event: Event) -> Iterator[Target]:
    for case in touched(event, "case"):
        for path in told_firms(case).order_by("pk").values_list("answered_by__path", flat=True):
            yield Target(None, holders("case.answer", path, at=event.occurred_at), case.org_path)


def heard_firms(event: Event) -> Iterator[Target]:
    """The people of the firm to whose offer somebody answered; the answer stands on the page of the case."""
    if _action(event) in _declared(event).hears:
        yield from _told_firms(event)


def halted_firms(event: Event) -> Iterator[Target]:
    """The people of the firms that know of a case which the office has halted, or taken up again."""
    if _action(event) in said_of(_declared(event).halts):
        yield from _told_firms(event)


def claim_deciders(event: Event) -> Iterator[Target]:
    """Who confirms whose key it is: the platform's people, and the office that looks after the worker."""
    for row in touched(event, "platformclaim"):
        if row.state == PlatformClaim.State.WAITING:
            people = holders("claim.decide", row.platform.org_path, at=event.occurred_at)
            people |= holders("claim.decide", row.org_path, at=event.occurred_at)
            yield Target(row, people, row.org_path)
