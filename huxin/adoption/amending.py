"""What differs between a draft and the plan as it runs, and how do the differences become rows?

Goals are matched by title, then by likeness of title; duties by organisation. A duty whose role changed stays the
same duty, so that its terms and history go on. What is gone is ended, never deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from huxin.adoption import founding
from huxin.adoption.draft_edit import ROLES, SEATS, Draft, Element, canonical, unit_of_seat
from huxin.adoption.parties import parties, resolve
from huxin.base.actor import Actor
from huxin.law.calendar import calendar_for
from huxin.orgs.models import Organisation
from huxin.plans.likeness import LIKE, likeness
from huxin.plans.models import Duty, Goal, Plan, Seat, SeatHolder, Term

_OWED = (Term.State.OPEN, Term.State.RETURNED)


@dataclass(slots=True)
class GoalMatch:
    """A goal of the plan and what the draft now says of it; one side is missing where it is gone or new."""

    goal: Goal | None
    element: Element | None
    kept: list[tuple[Duty, Element]] = field(default_factory=list)
    ended: list[Duty] = field(default_factory=list)
    added: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """One sentence about what changes, under one heading of the page of differences."""

    heading: str
    sentence: str


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


def compare(draft: Draft, plan: Plan) -> list[Difference]:
    """Everything that adopting this draft would change, in sentences; nothing where it says what already holds."""
    units = resolve(draft, plan.area)
    found = [Difference("单位", f"新增“{name}”") for name, unit in units.items() if unit is None]
    for one in match(draft, plan, units):
        found += _of_goal(one)
    return [*_of_head(draft, plan), *found, *_of_seats(draft, plan, units), *_of_rules(draft, plan)]


def _of_head(draft: Draft, plan: Plan) -> Iterator[Difference]:
    now = {"title": plan.title, "document_no": plan.document_no, "issued_on": plan.issued_on}
    new = {
        "title": draft["title"],
        "document_no": draft["document_no"] or "",
        "issued_on": founding.day(draft["issued_on"]),
    }
    for name, word in (("title", "标题"), ("document_no", "文号"), ("issued_on", "印发日期")):
        if now[name] != new[name]:
            yield Difference("文件", f"{word}由“{now[name] or '无'}”改为“{new[name] or '无'}”")


def _of_goal(found: GoalMatch) -> Iterator[Difference]:
    goal, element = found.goal, found.element
    if element is None:
        yield Difference("任务", f"取消任务{goal.number}“{goal.title}”" if goal else "")
        return
    name = f"任务{element['number']}“{element['title']}”"
    if goal is None:
        yield Difference("任务", f"新增{name}，责任单位{len(element['duties'])}家")
        return
    for column, value in founding.goal_facts(element).items():
        if column in _WORDS and getattr(goal, column) != value:
            heading, word = _WORDS[column]
            said = "有修改" if column == "text" else f"由“{getattr(goal, column) or '无'}”改为“{value or '无'}”"
            yield Difference(heading, f"{name}的{word}{said}")
    for duty, new in found.kept:
        if duty.role != new["role"]:
            yield Difference("责任", f"{name}：{new['unit']}由{duty.get_role_display()}改为{ROLES[new['role']]}")
    for duty in found.ended:
        yield Difference("责任", f"{name}：不再由{duty.organisation.short_name}{duty.get_role_display()}")
    for new in found.added:
        yield Difference("责任", f"{name}：新增{new['unit']}{ROLES[new['role']]}")


_WORDS = {
    "number": ("任务", "序号"),
    "title": ("任务", "标题"),
    "text": ("任务", "内容"),
    "milestone_on": ("时限", "阶段时限"),
}


def _seat_pairs(
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


def _holder(seat: Seat) -> SeatHolder | None:
    return seat.holders.filter(until=None).first()


def _of_seats(draft: Draft, plan: Plan, units: dict[str, Organisation | None]) -> Iterator[Difference]:
    stay, gone, new = _seat_pairs(draft, plan, units)
    for seat, element in stay:
        holder = _holder(seat)
        if element["name"] and (holder is None or holder.name != element["name"]):
            yield Difference("席位", f"{seat.organisation.short_name}{seat.get_kind_display()}变更任席人")
    for seat in gone:
        yield Difference("席位", f"撤销{seat.organisation.short_name}{seat.get_kind_display()}席位")
    for element in new:
        yield Difference("席位", f"新增{element['organisation']}{SEATS[element['kind']]}席位")


def _of_rules(draft: Draft, plan: Plan) -> Iterator[Difference]:
    running = {rule.period: rule for rule in plan.report_rules.all()}
    drafted = {rule["period"]: rule for rule in draft["report_rules"]}
    for period in dict.fromkeys([*running, *drafted]):
        now = running[period].due if period in running else "无"
        new = drafted[period]["due"] if period in drafted else "无"
        if now != new:
            yield Difference("报送", f"报送日由{now}改为{new}")


def apply(draft: Draft, plan: Plan, *, by: Actor, at: datetime) -> Applied:
    """Write the differences into the plan. For use inside the action that adopts the amendment."""
    today = timezone.localtime(at).date()
    found = parties(draft, plan.area)
    matches = match(draft, plan, {**found})
    plan.title, plan.document_no = draft["title"], draft["document_no"] or ""
    plan.issued_on = founding.day(draft["issued_on"])
    plan.save(update_fields=["title", "document_no", "issued_on"])
    ended = [duty.pk for one in matches for duty in one.ended]
    Duty.objects.filter(pk__in=ended).update(ended_on=today, version=F("version") + 1)
    gone = [one.goal.pk for one in matches if one.goal and one.element is None]
    Goal.objects.filter(pk__in=gone).update(ended_on=today)
    added = _write_goals(plan, matches, found)
    changed = _write_roles(matches)
    calendar = calendar_for(plan.area_id)
    founding.write_milestones(added, calendar=calendar, tracked_from=today)
    for one in matches:
        _move_milestones(one, plan, today)
    _write_seats(draft, plan, found, today=today, by=by, at=at)
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


def _move_milestones(found: GoalMatch, plan: Plan, today: date) -> None:
    """A date that is still owed moves; where the old one is done or history, a new one opens."""
    if not (found.goal and found.element and found.goal.milestone_on):
        return
    kept = [duty for duty, _ in found.kept]
    calendar = calendar_for(plan.area_id)
    due = calendar.on_or_before(found.goal.milestone_on)
    owed = Term.objects.filter(duty__in=kept, kind=founding.MILESTONE, state__in=_OWED)
    period = f"{found.goal.milestone_on:%Y-%m}"
    owed.exclude(first_due_on=due).update(due_on=due, first_due_on=due, period=period, version=F("version") + 1)
    there = set(
        Term.objects.filter(duty__in=kept, kind=founding.MILESTONE, period=period).values_list("duty", flat=True)
    )
    for duty in kept:
        duty.goal = found.goal
    founding.write_milestones([duty for duty in kept if duty.pk not in there], calendar=calendar, tracked_from=today)


def _write_seats(draft: Draft, plan: Plan, found: founding.Parties, *, today: date, by: Actor, at: datetime) -> None:
    """A name that differs is the successor; the former holder stays on file."""
    stay, gone, new = _seat_pairs(draft, plan, {**found})
    Seat.objects.filter(pk__in=[seat.pk for seat in gone]).update(closed_on=today)
    SeatHolder.objects.filter(seat__in=gone, until=None).update(until=today)
    founding.write_seats(plan, new, draft, found, since=today, by=by, at=at)
    for seat, element in stay:
        holder = _holder(seat)
        if element["name"] and (holder is None or holder.name != element["name"]):
            seat.holders.filter(until=None).update(until=today)
            seat.holders.create(
                name=element["name"], post=element["post"] or "", since=today, filed_at=at, filed_by_id=by.person()
            )
