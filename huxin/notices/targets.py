"""Whom does an event concern, and which thing should they open? One small function for each kind of answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from huxin.conference.models import Invitee, Meeting, Minutes, Opinion
from huxin.documents.approval import deciders
from huxin.documents.kinds import KINDS
from huxin.documents.models import ApprovalStep, Receipt
from huxin.followups.models import Rung
from huxin.journal.models import Event
from huxin.notices.people import everywhere, holders
from huxin.orgs.access import SUBJECTS
from huxin.orgs.models import Organisation
from huxin.plans.models import AssignmentDuty, Duty, Seat, SubDuty
from huxin.reports.models import Report, ReportCycle


@dataclass(frozen=True, slots=True)
class Target:
    """Some people, the thing that they should open, and where it stands. `once` names the matter: told once.

    `theirs`: they are parties of it, so that no right of an office is asked of them.
    """

    thing: models.Model | None
    people: set[int]
    org_path: str
    once: str = ""
    theirs: bool = False


Whom = Callable[[Event], Iterable[Target]]


def touched(event: Event, kind: str) -> list[Any]:
    """The things of this kind that the event touched, in the order of their ids."""
    ids = [subject.subject_id for subject in event.subjects.all() if subject.kind == kind]
    return list(SUBJECTS[kind].model._default_manager.filter(pk__in=ids).order_by("pk")) if ids else []


def at_its_place(kind: str, permission: str, *, leaders: bool = False) -> Whom:
    """Whoever holds the permission where the thing stands."""

    def whom(event: Event) -> Iterator[Target]:
        for thing in touched(event, kind):
            people = holders(permission, thing.org_path, at=event.occurred_at, leaders=leaders)
            yield Target(thing, people, thing.org_path)

    return whom


def unit_of_duty(*, leaders: bool = False) -> Whom:
    """The party of the duty: who reports for it, the drafting office, the person who handles it."""

    def whom(event: Event) -> Iterator[Target]:
        for duty in touched(event, "duty"):
            people = holders("duty.report", duty.org_path, at=event.occurred_at, leaders=leaders)
            yield Target(duty, people | at_desk(duty, event), duty.org_path)

    return whom


def at_desk(duty: Duty, event: Event) -> set[int]:
    """Who works on the duty inside the party: the handler, and the office that drafts."""
    people = {duty.handler_id} if duty.handler_id else set()
    if duty.drafting_office:
        people |= holders("duty.report", duty.drafting_office.path, at=event.occurred_at)
    return people


def desk_of_duty(event: Event) -> Iterator[Target]:
    """The handler and the drafting office alone."""
    for duty in touched(event, "duty"):
        yield Target(duty, at_desk(duty, event), duty.org_path)


def ruling_place(duty: Duty) -> str:
    """Where those sit who rule on a duty: the plan's area, or the unit that handed the matter down."""
    if duty.plan:
        return duty.plan.org_path
    given = AssignmentDuty.objects.filter(duty=duty).select_related("assignment").first()
    return given.assignment.org_path if given else duty.org_path


def office_of_duty(event: Event) -> Iterator[Target]:
    """Whoever rules on the duty."""
    for duty in touched(event, "duty"):
        place = ruling_place(duty)
        yield Target(duty, holders("duty.rule", place, at=event.occurred_at), place)


def person_of_part(event: Event) -> Iterator[Target]:
    """The person, and the office, to whom a part of the duty was given."""
    for part in touched(event, SubDuty._meta.model_name or ""):
        people = {part.person_id} if part.person_id else set()
        if part.office:
            people |= holders("duty.report", part.office.path, at=event.occurred_at)
        yield Target(part.duty, people, part.duty.org_path)


def parties_of_plan(event: Event) -> Iterator[Target]:
    """Every organisation that has a duty or a seat under the plan, its leaders too."""
    for plan in touched(event, "plan"):
        owing = Duty.objects.filter(plan=plan, ended_on=None).values("organisation")
        seated = Seat.objects.filter(plan=plan, closed_on=None).values("organisation")
        for path in Organisation.objects.filter(pk__in=owing.union(seated)).values_list("path", flat=True):
            yield Target(plan, holders("plan.view", path, at=event.occurred_at, leaders=True), path, f"{event.pk}")


def keepers_of_seats(event: Event) -> Iterator[Target]:
    """The office with which a successor is filed."""
    for seat in touched(event, "seat"):
        place = seat.plan.org_path
        yield Target(seat, holders("seat.manage", place, at=event.occurred_at), place)


def reporting_parties(event: Event) -> Iterator[Target]:
    """The parties of a round of reports, or those of its reports that the event names; leaders too."""
    reports = touched(event, "report") or Report.objects.filter(
        cycle__in=touched(event, ReportCycle._meta.model_name or ""), state__in=("draft", "in_review", "returned")
    ).order_by("pk")
    for report in reports:
        people = holders("report.fill", report.org_path, at=event.occurred_at, leaders=True)
        yield Target(report, people, report.org_path)


def office_of_report(event: Event) -> Iterator[Target]:
    """Whoever accepts the report."""
    for report in touched(event, "report"):
        place = report.cycle.org_path
        yield Target(report, holders("report.accept", place, at=event.occurred_at), place)


def asked_to_decide(event: Event) -> Iterator[Target]:
    """Those for whose opinion the paper now waits; each step is told of once, whichever event let it wait."""
    for paper in touched(event, "paper"):
        for step in paper.steps.filter(round=paper.round, state=ApprovalStep.State.WAITING).order_by("pk"):
            people = set(deciders(step).values_list("pk", flat=True))
            yield Target(paper, people, paper.org_path, f"step:{step.pk}:{step.user_id or ''}")


def drafters(event: Event) -> Iterator[Target]:
    """The person who drafted the paper; for one drafted by a rule whoever drafts there."""
    for paper in touched(event, "paper"):
        people = {paper.drafted_by_id} if paper.drafted_by_id else set()
        yield Target(paper, people or holders("paper.draft", paper.org_path, at=event.occurred_at), paper.org_path)


def issuers(event: Event) -> Iterator[Target]:
    """The drafter, and who gives numbers and issues. A request ends with its signature; its own package tells of it.
    What stays in the house ends with it too: there the drafter alone is told."""
    for paper in touched(event, "paper"):
        if KINDS[paper.kind].request:
            continue
        if KINDS[paper.kind].inner:
            yield from drafters(event)
            continue
        people = holders("paper.issue", paper.org_path, at=event.occurred_at)
        yield Target(paper, people | ({paper.drafted_by_id} if paper.drafted_by_id else set()), paper.org_path)


def addressees(event: Event) -> Iterator[Target]:
    """Every organisation to which the paper was sent, its leaders too."""
    for paper in touched(event, "paper"):
        for receipt in Receipt.objects.filter(paper=paper).order_by("pk"):
            people = holders("paper.acknowledge", receipt.org_path, at=event.occurred_at, leaders=True)
            yield Target(receipt, people, receipt.org_path)


def asked_in_chat(event: Event) -> Iterator[Target]:
    """The party whose matter was raised in the group chat; a paper is told of as a paper."""
    if event.data["rung"].rpartition(":")[2] == Rung.CHAT:
        yield from unit_of_duty()(event)


def invited(event: Event) -> Iterator[Target]:
    """The units called to the meeting, or those among them that the event names; leaders too."""
    for meeting in touched(event, "meeting"):
        called = Invitee.objects.filter(meeting=meeting, organisation__isnull=False).select_related("organisation")
        named = {row.pk for row in touched(event, "invitee")}
        for row in called.order_by("order", "pk"):
            if row.organisation and (not named or row.pk in named):
                people = holders("meeting.reply", row.organisation.path, at=event.occurred_at, leaders=True)
                yield Target(meeting, people, row.organisation.path, f"{event.pk}:{row.pk}")


def proposers(event: Event) -> Iterator[Target]:
    """The person who proposed the meeting."""
    for meeting in touched(event, "meeting"):
        yield Target(meeting, {meeting.proposer_id}, meeting.org_path)


def conveners(event: Event) -> Iterator[Target]:
    """Those who may call the meeting; of a consultation the office."""
    for meeting in touched(event, "meeting"):
        right = "meeting.run" if meeting.kind == Meeting.Kind.CONSULTATION else "meeting.convene"
        yield Target(meeting, holders(right, meeting.org_path, at=event.occurred_at), meeting.org_path)


def asked_for_opinion(event: Event) -> Iterator[Target]:
    """The attending units whose opinion on the minutes is waited for, leaders too."""
    for minutes in touched(event, Minutes._meta.model_name or ""):
        waiting = Opinion.objects.filter(round__minutes=minutes, round__closed_at=None, answer="")
        for opinion in waiting.select_related("organisation").order_by("pk"):
            path = opinion.organisation.path
            people = holders("meeting.reply", path, at=event.occurred_at, leaders=True)
            yield Target(minutes, people, path, f"{event.pk}:{opinion.pk}")


def givers_of_opinion(event: Event) -> Iterator[Target]:
    """The unit whose opinion was dealt with."""
    for opinion in touched(event, "opinion"):
        path = opinion.organisation.path
        yield Target(opinion, holders("meeting.reply", path, at=event.occurred_at), path)


def office_of_minutes(event: Event) -> Iterator[Target]:
    """Whoever runs the meeting, for an opinion on its minutes."""
    for opinion in touched(event, "opinion"):
        meeting = opinion.round.minutes.meeting
        yield Target(meeting, holders("meeting.run", meeting.org_path, at=event.occurred_at), meeting.org_path)


def the_person(event: Event) -> Iterator[Target]:
    """The people whom the event is about."""
    for person in touched(event, "user"):
        yield Target(person, {person.pk}, event.org_path)


def the_worker(event: Event) -> Iterator[Target]:
    """The worker himself, where he has a log-in."""
    for worker in touched(event, "worker"):
        yield Target(worker, {worker.user_id} if worker.user_id else set(), worker.org_path)


def people_office(event: Event) -> Iterator[Target]:
    """Who disposes of people in the organisation."""
    for unit in touched(event, "organisation"):
        yield Target(unit, holders("people.invite", unit.path, at=event.occurred_at, leaders=True), unit.path)


def approvers_of_law(event: Event) -> Iterator[Target]:
    """Whoever may approve the proposed figure, but not the proposer: at his own place, else at the one above."""
    for row in touched(event, "parameter")[-1:]:
        people, path = set[int](), event.org_path
        while path and not people:
            people = holders("law.approve", path, at=event.occurred_at) - {row.proposed_by_id}
            path = path[: path.rstrip("/").rfind("/") + 1]
        yield Target(row, people, event.org_path)


def proposer_of_law(event: Event) -> Iterator[Target]:
    """The person who proposed the figure."""
    for row in touched(event, "parameter")[-1:]:
        yield Target(row, {row.proposed_by_id} - {None}, event.org_path)


def administrators(event: Event) -> Iterator[Target]:
    """Who keeps the system; of a check of the journal's seals only where it found something."""
    if event.data.get("broken", 1):
        yield Target(None, everywhere("system.manage", at=event.occurred_at), event.org_path)
