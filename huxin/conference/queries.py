"""What do lists and pages read about meetings and decisions?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from huxin.base.actor import Actor
from huxin.conference.models import (
    AgendaItem,
    Decision,
    DecisionUnit,
    FeedbackRound,
    Invitee,
    Meeting,
    Minutes,
    MinutesItem,
    Opinion,
)
from huxin.conference.papers import MAJOR
from huxin.documents.models import Paper
from huxin.orgs.access import visible
from huxin.orgs.directory import houses
from huxin.orgs.models import Organisation
from huxin.plans.lamps import FACES, Face, Lamp, lamp, loudest
from huxin.plans.models import Plan, Seat, Term
from huxin.typesetting.content import Heading
from huxin.typesetting.content_json import from_json

OWED = (Term.State.OPEN, Term.State.HANDED_IN, Term.State.RETURNED)


def meeting_list(by: Actor, *, state: str = "", kind: str = "") -> QuerySet[Meeting]:
    """The meetings one may see; ordered by the page that shows them."""
    found = visible(Meeting, by).select_related("proposed_by", "plan")
    found = found.filter(state=state) if state else found
    return found.filter(kind=kind) if kind else found


def meetings_between(by: Actor, first: date, last: date) -> QuerySet[Meeting]:
    """Meetings on these days, called-off ones left out."""
    found = visible(Meeting, by).filter(starts_at__date__gte=first, starts_at__date__lte=last)
    return found.exclude(state=Meeting.State.CANCELLED).order_by("starts_at", "pk")


def agenda_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda with what was handed in for it."""
    return meeting.agenda.select_related("presenter").prefetch_related("materials").order_by("order")


def plans_of_members(by: Actor) -> QuerySet[Plan]:
    """Living plans in whose conference one of the actor's own units has a seat, or is the office."""
    own = Organisation.objects.filter(path__in=by.paths())
    seated = Seat.objects.filter(organisation__in=own, closed_on=None).values("plan")
    return Plan.objects.filter(Q(pk__in=seated) | Q(office__in=own), ended_on=None).order_by("pk")


def invitation_rows(meeting: Meeting) -> QuerySet[Invitee]:
    """Everybody asked, members first, in protocol order."""
    rows = meeting.invitations.select_related("organisation")
    return rows.order_by("observer", "organisation__order", "order", "pk")


def majors(meeting: Meeting) -> bool:
    """Is anything marked 重大, as an agenda item or as a decision?"""
    items = MinutesItem.objects.filter(minutes__meeting=meeting, agenda_item__major=True)
    return items.exists() or Decision.objects.filter(meeting=meeting, major=True).exists()


def unreported() -> Q:
    """Meetings with something marked 重大 of which no report to the government was drafted."""
    items = MinutesItem.objects.filter(minutes__meeting=OuterRef("pk"), agenda_item__major=True)
    decisions = Decision.objects.filter(meeting=OuterRef("pk"), major=True)
    reports = Paper.objects.filter(kind=MAJOR.code, subject_kind="meeting", subject_id=OuterRef("pk"))
    return (Q(Exists(items)) | Q(Exists(decisions))) & ~Q(Exists(reports.exclude(state=Paper.State.VOIDED)))


def to_report(meeting: Meeting) -> bool:
    """Is it such a meeting?"""
    return Meeting.objects.filter(unreported(), pk=meeting.pk).exists()


def unfinished_units(meeting: Meeting) -> list[DecisionUnit]:
    """The units whose duty from this meeting is still owed."""
    units = DecisionUnit.objects.filter(decision__meeting=meeting, duty__ended_on=None, duty__terms__state__in=OWED)
    return list(units.select_related("organisation").distinct().order_by("pk"))


def bindable_units(meeting: Meeting) -> QuerySet[Organisation]:
    """Whom a decision may bind: the units asked to the meeting, those with a seat, those with a duty of the plan."""
    asked = meeting.invitations.filter(organisation__isnull=False).values("organisation")
    seated = Seat.objects.filter(plan=meeting.plan_id, closed_on=None).values("organisation")
    owing = meeting.plan.duties.filter(ended_on=None).values("organisation")
    found = Organisation.objects.filter(Q(pk__in=asked) | Q(pk__in=seated) | Q(pk__in=owing), closed_on=None)
    return found.order_by("order", "pk")


def papers_of(meeting: Meeting, by: Actor) -> QuerySet[Paper]:
    """The papers about this meeting that one may see, newest first."""
    return visible(Paper, by).filter(subject_kind="meeting", subject_id=meeting.pk).order_by("-pk")


def opinions_of(meeting: Meeting, by: Actor) -> QuerySet[Opinion]:
    """What was answered about the minutes, as far as one may see it, the last round first."""
    found = visible(Opinion, by).filter(round__minutes__meeting=meeting)
    return found.select_related("organisation", "round", "answered_by", "scan").order_by(
        "-round__number", "organisation__order", "pk"
    )


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit bound by a decision, with the state of its duty today."""

    unit: DecisionUnit
    term: Term | None
    lamp: Lamp
    face: Face


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision with the state of what came of it."""

    decision: Decision
    units: list[UnitLine]
    lamp: Lamp
    face: Face


def decision_list(
    by: Actor, *, plan: Plan, organisation: Organisation | None = None, shown: str = "", today: date
) -> QuerySet[Decision]:
    """The decisions in force of one plan that one may see, by unit and by a lamp that some bound unit shows."""
    found = visible(Decision, by).filter(plan=plan).select_related("meeting")
    if not (organisation or shown):
        return found
    units = DecisionUnit.objects.all()
    if organisation:
        units = units.filter(organisation=organisation)
    if shown:
        units = units.filter(duty__in=Term.objects.filter(_shows(shown, today, plan.warn_days)).values("duty"))
    return found.filter(pk__in=units.values("decision"))


def _shows(shown: str, today: date, warn_days: int) -> Q:
    """The terms that show a lamp: what `plans.lamps.lamp` says of one term, said to the database."""
    owed = Q(state__in=(Term.State.OPEN, Term.State.RETURNED))
    near = Q(state=Term.State.RETURNED) | Q(due_on__lte=today + timedelta(days=warn_days))
    late = Q(due_on__lt=today)
    return {
        Lamp.DONE: Q(state=Term.State.DONE, first_overdue_at=None),
        Lamp.DONE_LATE: Q(state=Term.State.DONE, first_overdue_at__isnull=False),
        Lamp.WAITING: Q(state=Term.State.HANDED_IN),
        Lamp.RED: owed & late,
        Lamp.YELLOW: owed & near & ~late,
        Lamp.GREEN: owed & ~near & ~late,
    }.get(Lamp(shown), Q(pk__in=()))


def with_lamps(decisions: Iterable[Decision], today: date) -> list[DecisionLine]:
    """The decisions with the lamps of their units' duties, read in a fixed number of statements."""
    rows = list(decisions)
    bound = DecisionUnit.objects.filter(decision__in=rows).select_related("organisation", "decision__plan")
    units = list(bound.order_by("organisation__order", "pk"))
    duties = [unit.duty_id for unit in units if unit.duty_id]
    terms = {term.duty_id: term for term in Term.objects.filter(duty__in=duties).order_by("pk")}
    lines: dict[int, list[UnitLine]] = {row.pk: [] for row in rows}
    for unit in units:
        term = terms.get(unit.duty_id or 0)
        shown = lamp(term, today=today, warn_days=unit.decision.plan.warn_days) if term else Lamp.NONE
        lines[unit.decision_id].append(UnitLine(unit, term, shown, FACES[shown]))
    found = []
    for row in rows:
        worst = loudest(line.lamp for line in lines[row.pk])
        found.append(DecisionLine(row, lines[row.pk], worst, FACES[worst]))
    return found


def units_of_area(meeting: Meeting) -> QuerySet[Organisation]:
    """The units of the area, its own before those of the areas below, in protocol order."""
    return houses().filter(path__startswith=meeting.org_path).order_by("area__order", "order", "pk")


def units_to_ask(meeting: Meeting) -> QuerySet[Organisation]:
    """Those of them that are not asked yet."""
    asked = meeting.invitations.filter(organisation__isnull=False).values("organisation")
    return units_of_area(meeting).exclude(pk__in=asked)


def units_to_propose_for(by: Actor) -> QuerySet[Organisation]:
    """The actor's own units that have a seat somewhere, or are an office."""
    plans = plans_of_members(by)
    seated = Seat.objects.filter(plan__in=plans, closed_on=None).values("organisation")
    own = Organisation.objects.filter(path__in=by.paths())
    return own.filter(Q(pk__in=seated) | Q(pk__in=plans.values("office"))).order_by("order", "pk")


def own_invitation(meeting: Meeting, by: Actor) -> Invitee | None:
    """The invitation that the actor answers for his own unit."""
    found = visible(Invitee, by, "meeting.reply").filter(meeting=meeting, organisation__path__in=by.paths())
    return found.select_related("organisation").first()


def minutes_text(minutes: Minutes) -> list[tuple[MinutesItem, list[Decision]]]:
    """The entries with their decisions, in order."""
    items = minutes.items.select_related("agenda_item").order_by("order", "pk")
    decisions = Decision.objects.filter(item__minutes=minutes).order_by("order", "pk").prefetch_related("units")
    found: dict[int, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.item_id, []).append(decision)
    return [(item, found.get(item.pk, [])) for item in items]


def changed_headings(minutes: Minutes) -> list[str]:
    """The headings under which the last round's text differs from that of the round before."""
    last, before = [*minutes.rounds.order_by("-number")[:2], None, None][:2]
    if last is None or before is None:
        return []
    return [heading for heading, text in _parts(last) if (heading, text) not in _parts(before)]


def _parts(round_: FeedbackRound) -> list[tuple[str, str]]:
    """The frozen text, heading by heading."""
    found = [("会议概况", "")]
    for block in from_json(round_.text).blocks:
        if isinstance(block, Heading):
            found.append((block.text, ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + repr(block))
    return found


def bound_units(plan: Plan) -> QuerySet[Organisation]:
    """The units that some decision of this plan binds."""
    bound = DecisionUnit.objects.filter(decision__plan=plan, decision__effective_at__isnull=False)
    return Organisation.objects.filter(pk__in=bound.values("organisation")).order_by("order", "pk")
