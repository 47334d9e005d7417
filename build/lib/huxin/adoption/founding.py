"""How do the rows of a plan come out of a draft? Written inside the action that adopts it."""

from collections.abc import Iterable
from datetime import date, datetime

from huxin.adoption.draft_edit import Draft, Element, canonical, unit_of_seat
from huxin.base.actor import Actor
from huxin.base.workdays import Calendar
from huxin.orgs.models import Organisation
from huxin.plans.models import Duty, Goal, Plan, ReportRule, Seat, SeatHolder, Term
from huxin.plans.terms import new_term

Parties = dict[str, Organisation]
MILESTONE = Term.Kind.MILESTONE


def day(text: str | None) -> date | None:
    """A day of the draft."""
    return date.fromisoformat(text) if text else None


def goal_facts(element: Element) -> dict[str, object]:
    """What the draft says of a goal, as the columns of its row."""
    place = element["place"] or {}
    return {
        "number": element["number"],
        "mark": element["mark"],
        "title": element["title"],
        "text": element["text"],
        "standing": element["standing"],
        "milestone_on": day(element["milestone_on"]),
        "place_start": place.get("start"),
        "place_end": place.get("end"),
    }


def write_goals(plan: Plan, elements: Iterable[Element], parties: Parties) -> tuple[list[Goal], list[Duty]]:
    """New goals with all their duties."""
    drafted = list(elements)
    goals = Goal.objects.bulk_create(Goal(plan=plan, **goal_facts(element)) for element in drafted)
    duties = [
        new_duty(goal, parties[one["unit"]], one, coordinates=one is coordinator(element))
        for goal, element in zip(goals, drafted, strict=True)
        for one in element["duties"]
    ]
    return goals, Duty.objects.bulk_create(duties)


def coordinator(element: Element) -> Element | None:
    """Who speaks for the goal unless the office says otherwise: the first lead, else the unit named first."""
    leads = [one for one in element["duties"] if one["role"] == Duty.Role.LEAD]
    return next(iter(leads or element["duties"]), None)


def new_duty(goal: Goal, organisation: Organisation, element: Element, *, coordinates: bool) -> Duty:
    """A duty under a goal, not yet saved."""
    return Duty(
        plan_id=goal.plan_id,
        goal=goal,
        organisation=organisation,
        org_path=organisation.path,
        role=element["role"],
        as_printed=element["as_printed"],
        coordinates=coordinates,
    )


def write_milestones(duties: Iterable[Duty], *, calendar: Calendar, tracked_from: date) -> list[Term]:
    """A term for every duty whose goal has a dated milestone; one due before the tracking is history."""
    return Term.objects.bulk_create(
        new_term(duty, kind=MILESTONE, due_on=duty.goal.milestone_on, calendar=calendar, settled_before=tracked_from)
        for duty in duties
        if duty.goal and duty.goal.milestone_on
    )


def write_rules(plan: Plan, draft: Draft) -> None:
    """When which report is due."""
    ReportRule.objects.bulk_create(ReportRule(plan=plan, **rule_facts(rule)) for rule in draft["report_rules"])


def rule_facts(rule: Element) -> dict[str, object]:
    """What the draft says of a report, as the columns of its row."""
    return {name: rule[name] for name in ("period", "due", "cut_off", "contents")}


def write_seats(
    plan: Plan, elements: Iterable[Element], draft: Draft, parties: Parties, *, since: date, by: Actor, at: datetime
) -> None:
    """Seats in the order of the document, with the holders that it names; they are names, not accounts."""
    drafted = [element for element in elements if element["organisation"]]
    first = plan.seats.count()
    seats = Seat.objects.bulk_create(
        Seat(
            plan=plan,
            kind=element["kind"],
            organisation=parties[canonical(draft, unit_of_seat(draft, element))],
            post=element["post"] or "",
            order=order,
        )
        for order, element in enumerate(drafted, first + 1)
    )
    SeatHolder.objects.bulk_create(
        SeatHolder(seat=seat, name=element["name"], post=seat.post, since=since, filed_at=at, filed_by_id=by.person())
        for seat, element in zip(seats, drafted, strict=True)
        if element["name"]
    )
