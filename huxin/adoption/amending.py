"""How does an amended draft meet the plan as it runs, and how do its differences become rows?

Goals are matched by title, then by likeness of title; duties by organisation. A duty whose role changed stays the
same duty, so that its terms and history go on. What is gone is ended, never deleted.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from huxin.adoption import founding
from huxin.adoption.draft_edit import Draft, Element, canonical, unit_of_seat
from huxin.adoption.parties import parties
from huxin.base.actor import Actor
from huxin.law.calendar import calendar_for
from huxin.orgs.models import Organisation
from huxin.plans.actions.extensions import end_moot
from huxin.plans.likeness import LIKE, likeness
from huxin.plans.models import Duty, Goal, Plan, Seat, SeatHolder, Term
from huxin.plans.terms import OWED, milestone_period


@dataclass(slots=True)
class GoalMatch:
    """A goal of the plan and what the draft now says of it; one side is missing where it is gone or new."""

    goal: Goal | None
    element: Element | None
    kept: list[tuple[Duty, Element]] = field(default_factory=list)
    ended: list[Duty] = field(default_factory=list)
    added: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Applied:
    """How many duties were touched."""

    added: int
    ended: int
    changed: int


def match(draft: Draft, plan: Plan, units: dict[str, Organisation | None]) -> list[GoalMatch]:
    """Every goal of the draft beside the running one it continues, then those that are gone."""
    running = list(plan.goals.filter(ended_on=None).order_by("number"))
    pairs = _pairs(draft["goals"], running)
    live: dict[int | None, list[Duty]] = {}
    for duty in plan.duties.filter(ended_on=None, origin=Duty.Origin.GOAL).select_related("organisation"):
        live.setdefault(duty.goal_id, []).append(duty)
    matches = []
    for element in draft["goals"]:
        goal = pairs.get(element["key"])
        matches.append(_duties(GoalMatch(goal, element), live.get(goal.pk, []) if goal else [], units))
    gone = {goal.pk for goal in running} - {goal.pk for goal in pairs.values()}
    return matches + [GoalMatch(goal, None, ended=live.get(goal.pk, [])) for goal in running if goal.pk in gone]


def _pairs(elements: list[Element], running: list[Goal]) -> dict[str, Goal]:
    """Key of the draft's goal -> running goal: equal titles first, then the likest pairs that are left."""
    ranked = sorted(
        (
            (
                1.0 if e["title"] == g.title else min(likeness(e["title"], g.title), 0.999),
                -abs(e["number"] - g.number),
                e,
                g,
            )
            for e in elements
            for g in running
        ),
        key=lambda one: (-one[0], -one[1], one[2]["number"], one[3].number),
    )
    pairs: dict[str, Goal] = {}
    taken: set[int] = set()
    for score, _, element, goal in ranked:
        if score >= LIKE and element["key"] not in pairs and goal.pk not in taken:
            pairs[element["key"]] = goal
            taken.add(goal.pk)
    return pairs


def _duties(found: GoalMatch, live: list[Duty], units: dict[str, Organisation | None]) -> GoalMatch:
    """Same organisation and role first; then the same organisation in another role; the rest is new or ended."""
    left, elements = list(live), list(found.element["duties"] if found.element else [])
    for same_role in (True, False):
        for element in list(elements):
            unit = units.get(element["unit"])
            for duty in left:
                if unit and duty.organisation_id == unit.pk and (duty.role == element["role"] or not same_role):
                    found.kept.append((duty, element))
                    left.remove(duty)
                    elements.remove(element)
                    break
    found.ended, found.added = left, elements
    return found


def seat_pairs(
    draft: Draft, plan: Plan, units: dict[str, Organisation | None]
) -> tuple[list[tuple[Seat, Element]], list[Seat], list[Element]]:
    """Seats that stay, that are gone, that are new; a seat stays with its unit and kind, whoever holds it."""
    left = list(plan.seats.filter(closed_on=None).select_related("organisation").order_by("order"))
    stay, new = [], []
    for element in draft["seats"]:
        unit = units.get(canonical(draft, unit_of_seat(draft, element)))
        seat = next((s for s in left if unit and s.organisation_id == unit.pk and s.kind == element["kind"]), None)
        if seat is None:
            new += [element] if element["organisation"] else []
        else:
            stay.append((seat, element))
            left.remove(seat)
    return stay, left, new


def newly_named(seat: Seat, element: Element) -> bool:
    """Does the text name another for the seat? Not where it still names one whom a successor has followed since."""
    known = seat.holders.filter(name=element["name"]).exists() and seat.holders.filter(until=None).exists()
    return bool(element["name"]) and not known


def apply(draft: Draft, plan: Plan, *, by: Actor, at: datetime) -> Applied:
    """Write the differences into the plan. For use inside the action that adopts the amendment."""
    today = timezone.localtime(at).date()
    found = parties(draft, plan.area)
    matches = match(draft, plan, {**found})
    plan.title, plan.document_no = draft["title"], draft["document_no"] or ""
    plan.issued_on = founding.day(draft["issued_on"])
    plan.office = found[canonical(draft, draft["office"]["organisation"])]
    plan.save(update_fields=["title", "document_no", "issued_on", "office"])
    ended = [duty.pk for one in matches for duty in one.ended]
    Duty.objects.filter(pk__in=ended).update(ended_on=today, version=F("version") + 1)
    gone = [one.goal.pk for one in matches if one.goal and one.element is None]
    Goal.objects.filter(pk__in=gone).update(ended_on=today)
    added = _write_goals(plan, matches, found)
    changed = _write_roles(matches)
    calendar = calendar_for(plan.area_id)
    founding.write_milestones(added, calendar=calendar, tracked_from=today)
    for one in matches:
        _move_milestones(one, plan, by=by, today=today)
    end_moot(plan.terms.all(), reason="方案修订后不再要求这一时限，申请终止", at=at)
    _write_seats(draft, plan, found, today=today, by=by, at=at)
    plan.report_rules.exclude(period__in=[rule["period"] for rule in draft["report_rules"]]).delete()
    for rule in draft["report_rules"]:
        facts = founding.rule_facts(rule)
        plan.report_rules.update_or_create(period=rule["period"], defaults=facts)
    return Applied(len(added), len(ended), changed)


def _write_goals(plan: Plan, matches: list[GoalMatch], found: founding.Parties) -> list[Duty]:
    """New and changed goals, new duties; numbers step aside first, as each is there only once."""
    stay = [(one.goal, one.element) for one in matches if one.goal and one.element]
    Goal.objects.filter(pk__in=[goal.pk for goal, _ in stay]).update(number=F("number") + 10_000)
    for goal, element in stay:
        Goal.objects.filter(pk=goal.pk).update(**founding.goal_facts(element))
        goal.refresh_from_db()
    _, added = founding.write_goals(plan, [one.element for one in matches if one.goal is None and one.element], found)
    return added + Duty.objects.bulk_create(
        founding.new_duty(one.goal, found[new["unit"]], new, coordinates=False)
        for one in matches
        if one.goal and one.element
        for new in one.added
    )


def _write_roles(matches: list[GoalMatch]) -> int:
    changed = 0
    for duty, element in (pair for one in matches for pair in one.kept):
        if duty.role != element["role"]:
            Duty.objects.filter(pk=duty.pk).update(
                role=element["role"], as_printed=element["as_printed"], version=F("version") + 1
            )
            changed += 1
    return changed


def _move_milestones(found: GoalMatch, plan: Plan, *, by: Actor, today: date) -> None:
    """A date that is still owed moves; where the old one is done or history, a new one opens; without one it ends."""
    if not (found.goal and found.element):
        return
    kept = [duty for duty, _ in found.kept]
    owed = Term.objects.filter(duty__in=kept, kind=founding.MILESTONE, state__in=OWED)
    if not found.goal.milestone_on:
        _retire(owed, by)
        return
    calendar, nominal = calendar_for(plan.area_id), found.goal.milestone_on
    due, period = calendar.on_or_before(nominal), milestone_period(nominal)
    this = Term.objects.filter(duty__in=kept, kind=founding.MILESTONE, period=period)
    settled = set(this.exclude(state__in=OWED).values_list("duty", flat=True))
    _retire(owed.filter(duty__in=settled), by)
    owed.exclude(nominal_on=nominal).update(
        due_on=due, first_due_on=due, nominal_on=nominal, period=period, version=F("version") + 1,
        calendar_version=calendar.version, provisional=calendar.is_provisional(nominal),
    )  # fmt: skip
    there = set(this.values_list("duty", flat=True))
    for duty in kept:
        duty.goal = found.goal
    founding.write_milestones([duty for duty in kept if duty.pk not in there], calendar=calendar, tracked_from=today)


def _retire(owed: QuerySet[Term], by: Actor) -> None:
    """What is no more asked for is history; that it was overdue once stays."""
    owed.update(
        state=Term.State.HISTORY, outcome=Term.Outcome.UNKNOWN, settled_by=by.person(),
        settled_reason="修订版不再要求这一阶段时限", version=F("version") + 1,
    )  # fmt: skip


def _write_seats(draft: Draft, plan: Plan, found: founding.Parties, *, today: date, by: Actor, at: datetime) -> None:
    """A name that differs is the successor; the former holder stays on file."""
    stay, gone, new = seat_pairs(draft, plan, {**found})
    Seat.objects.filter(pk__in=[seat.pk for seat in gone]).update(closed_on=today)
    SeatHolder.objects.filter(seat__in=gone, until=None).update(until=today)
    founding.write_seats(plan, new, draft, found, since=today, by=by, at=at)
    for seat, element in stay:
        if newly_named(seat, element):
            seat.holders.filter(until=None).update(until=today)
            seat.holders.create(
                name=element["name"], post=element["post"] or "", since=today, filed_at=at, filed_by_id=by.person()
            )
