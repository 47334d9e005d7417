"""What follows when a paper is signed, a case moves, a year is announced, or a firm gets its log-in?"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from huxin.cases import clocks, drafting, reach, todos
from huxin.cases.actions import joint, moving
from huxin.cases.actions.opening import procedure_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.records import Assistance, CaseLetter, Deadline, Move
from huxin.cases.referring import doer
from huxin.documents.papers import of_event
from huxin.journal.log import react, record, verb
from huxin.journal.models import Event
from huxin.law.calendar import calendar_for
from huxin.orgs.access import SYSTEM
from huxin.registry.queries import answered_for

RECKONED = verb("case.reckoned", "按公布的放假安排重新计算期限，{moved}项变动", ("moved",))
OVERDUE = verb(
    "case.overdue", "“{clock_title}”首次超期：{first_overdue_on}", ("clock_title", "first_overdue_on", "owed_by")
)


@react("paper.signed")
def complete_signed(event: Event) -> None:
    """The approval was signed: what was proposed takes effect, at the moment and in the name of the signer."""
    move = Move.objects.filter(paper=of_event(event), state=Move.State.PROPOSED).select_related("case").first()
    if move is not None:
        moving.complete(move, by=doer(event), at=event.occurred_at)


@react("case.opened")
def draft_opening_letters(event: Event) -> None:
    """The papers that a procedure always begins with."""
    case = Case.objects.get(pk=event.subjects.filter(kind="case").order_by("pk")[0].subject_id)
    draft_all(case, None, procedure_of(case).letters, Facts(), at=event.occurred_at)


@react("case.moved")
def draft_letters(event: Event) -> None:
    """The papers that go out because of what was done."""
    _letters_of_last(event)


@react("case.moved")
def close_to_others(event: Event) -> None:
    """A case that has come to its end is open to no other body any more."""
    case = Case.objects.get(pk=event.subjects.get(kind="case").subject_id)
    if case.closed_at is not None:
        live = case.assistance.filter(kind=Assistance.Kind.JOINT, ended_at=None).select_related("case", "organisation")
        for row in live.order_by("pk"):
            joint.finish(row, reason="案件已办结", by=SYSTEM, at=event.occurred_at)


@react("case.done")
def draft_letters_of_a_stay(event: Event) -> None:
    """The same for what leaves the case in its step."""
    _letters_of_last(event)


def _letters_of_last(event: Event) -> None:
    case = Case.objects.get(pk=event.subjects.get(kind="case").subject_id)
    code = str(event.data["case_action"]).rpartition(".")[2]
    done = case.moves.filter(action=code, state=Move.State.DONE, done_at=event.occurred_at).order_by("-pk")
    for move in done:
        action = procedure_of(case).action(code)
        draft_all(case, move, action.letters, Facts.from_json(move.facts), at=event.occurred_at)


def draft_all(case: Case, move: Move | None, kinds: tuple[str, ...], facts: Facts, *, at: datetime) -> None:
    """A rule drafts; a person looks through, and signs. Kinds drafted before stay as they are.

    What is served to parties that the case does not have (a reporter, where the office acts by itself) is not drafted.
    """
    for kind in kinds:
        paper = drafting.CASE_PAPERS[kind]
        if paper.served and not drafting.served_on(case, paper, facts).exists():
            continue
        with transaction.atomic():
            moving.hold(case)  # whoever goes on with the case meanwhile is not turned away by a draft
            if not CaseLetter.objects.filter(case=case, move=move, kind=kind).exists():
                drafted = drafting.draft(case, kind, facts, on=localtime(at).date(), by=SYSTEM, at=at)
                CaseLetter.objects.create(case=case, move=move, kind=kind, paper=drafted)
                todos.ask_to_sign(drafted, case)


@react("calendar.announced")
def reckon_again(event: Event) -> None:
    """A year's holidays are announced: provisional days are computed again, and those who handle the cases are told."""
    live = Deadline.objects.filter(state__in=clocks.LIVE, provisional=True).values_list("case", flat=True)
    for case in Case.objects.filter(pk__in=set(live)).order_by("pk").iterator(chunk_size=500):
        with transaction.atomic():
            rows = Deadline.objects.filter(case=case, state__in=clocks.LIVE, provisional=True)
            moved = sum(clocks.reckon(row, calendar_for(case.area_id)) for row in rows)
            if moved:
                clocks.promote(case)
                record(RECKONED, [case], by=SYSTEM, at=event.occurred_at, org_path=case.org_path, moved=moved)


@react("enterprise.admitted")
def open_to_the_firm(event: Event) -> None:
    """A firm got its log-in: the open cases in which it, or an outlet of it, answers are found under its path."""
    _find_who_answers(event.subjects.get(kind="enterprise").subject_id)


@react("enterprise.linked")
def open_to_the_firm_above(event: Event) -> None:
    """An outlet got a firm above it: that answers from now on, where nobody did."""
    for firm in event.subjects.filter(kind="enterprise").values_list("subject_id", flat=True):
        _find_who_answers(firm)


def _find_who_answers(firm: int) -> None:
    waiting = Party.objects.filter(
        enterprise__in=answered_for(firm),
        role__in=reach.FIRM_ROLES,
        answered_by=None,
        case__closed_at=None,
        left_at=None,
    )
    for party in waiting.select_related("case", "enterprise__organisation"):
        reach.add_party(party)


def note_overdue(*, today_at: datetime) -> int:
    """What the minute job does: the first day overdue is written once, with an event. Number of terms."""
    today = localtime(today_at).date()
    late = Deadline.objects.filter(state=Deadline.State.RUNNING, due_on__lt=today, first_overdue_on=None)
    written = 0
    for deadline in late.select_related("case").order_by("pk")[:2000]:
        with transaction.atomic():
            if clocks.first_overdue(deadline, today):
                deadline.refresh_from_db()
                clock = f"{deadline.case.procedure}.{deadline.clock}"
                record(
                    OVERDUE, [deadline.case], by=SYSTEM, at=today_at, org_path=deadline.case.org_path,
                    clock_title=clock, first_overdue_on=deadline.first_overdue_on, owed_by=deadline.owed_by,
                )  # fmt: skip
                written += 1
    return written
