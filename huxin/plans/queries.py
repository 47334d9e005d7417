"""How does a plan stand today: as a board of lamps, goal by goal for the public, unit by unit in figures?"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huxin.base.actor import Actor
from huxin.orgs.models import Organisation
from huxin.plans.lamps import FACES, Face, Lamp, lamp, loudest
from huxin.plans.models import Duty, Extension, Goal, Plan, Seat, SeatHolder, Term
from huxin.plans.subjects import own


def idle_seat(by: Actor) -> Seat | None:
    """The newest seat of one's own unit in a plan that gives the unit no task."""
    tasks = Duty.objects.filter(plan=OuterRef("plan"), organisation=OuterRef("organisation"), ended_on=None)
    rows = Seat.objects.filter(own(by, "report.fill", "organisation__path"), ~Exists(tasks), closed_on=None)
    rows = rows.filter(plan__ended_on=None).select_related("plan").prefetch_related("plan__report_rules")
    return rows.order_by("-plan", "order", "pk").first()


@dataclass(frozen=True, slots=True)
class Dates:
    """The facts of a term from which its lamp is read."""

    state: str
    due_on: date
    first_overdue_at: datetime | None


@dataclass(frozen=True, slots=True)
class Light:
    """One duty on the board."""

    duty_id: int
    role: str
    lamp: Lamp
    due_on: date | None
    not_ours: bool

    @property
    def face(self) -> Face:
        """Colour, sign and word."""
        return FACES[self.lamp]

    @property
    def role_word(self) -> str:
        """牵头, 配合 …"""
        return Duty.Role(self.role).label


Lights = dict[tuple[int, int], list[Light]]  # by goal and unit


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit owes under one goal; empty where it owes nothing."""

    unit: Organisation
    lights: tuple[Light, ...]

    @property
    def light(self) -> Light | None:
        """The loudest."""
        return max(self.lights, key=lambda one: list(Lamp).index(one.lamp), default=None)


@dataclass(frozen=True, slots=True)
class Row:
    """One goal across the units."""

    goal: Goal
    cells: tuple[Cell, ...]
    lamp: Lamp

    @property
    def face(self) -> Face:
        """Of the goal as a whole."""
        return FACES[self.lamp]


@dataclass(frozen=True, slots=True)
class Board:
    """Goals × units, and which units have nobody named as their liaison."""

    units: tuple[Organisation, ...]
    rows: tuple[Row, ...]
    without_liaison: frozenset[int]

    def lights(self) -> list[tuple[Goal, Organisation, Light]]:
        """Every duty shown, goal by goal: the list for the phone and for Excel."""
        return [(row.goal, cell.unit, light) for row in self.rows for cell in row.cells for light in cell.lights]

    def only(self, *, unit: int | None = None, role: str = "", shown: str = "") -> "Board":
        """One unit, or the duties of one role or lamp alone."""

        def wanted(light: Light) -> bool:
            return role in ("", light.role) and shown in ("", light.lamp)

        rows = [
            _row(
                row.goal,
                [
                    Cell(cell.unit, tuple(filter(wanted, cell.lights)))
                    for cell in row.cells
                    if unit in (None, cell.unit.pk)
                ],
            )
            for row in self.rows
        ]
        units = tuple(one for one in self.units if unit in (None, one.pk))
        return Board(units, tuple(rows), self.without_liaison)

    def counts(self) -> Counter[Lamp]:
        """How many duties show which lamp."""
        return Counter(light.lamp for _, _, light in self.lights())


def current(terms: Iterable[Dates]) -> list[Dates]:
    """The terms that a duty is judged by: all that are not finished, else the last one that was."""
    known = list(terms)
    unfinished = [t for t in known if t.state not in (Term.State.DONE, Term.State.HISTORY)]
    return unfinished or [max(known, key=lambda t: (t.state != Term.State.HISTORY, t.due_on))] if known else []


def _dates(duties: QuerySet[Duty]) -> dict[int, list[Dates]]:
    found: dict[int, list[Dates]] = defaultdict(list)
    rows = Term.objects.filter(duty__in=duties.values("pk"))
    for duty, state, due_on, overdue_at in rows.values_list("duty_id", "state", "due_on", "first_overdue_at"):
        found[duty].append(Dates(state, due_on, overdue_at))
    return found


def _lights(plan: Plan, duties: QuerySet[Duty], today: date) -> Lights:
    dates = _dates(duties)
    found: Lights = defaultdict(list)
    for pk, goal, unit, role, not_ours in duties.values_list("pk", "goal_id", "organisation_id", "role", "not_ours"):
        terms = current(dates[pk])
        shown = loudest(lamp(term, today=today, warn_days=plan.warn_days) for term in terms)
        due_on = min((term.due_on for term in terms), default=None)
        found[goal, unit].append(Light(pk, role, shown, due_on, bool(not_ours)))
    return found


def living(plan: Plan) -> QuerySet[Duty]:
    """The duties under the plan's goals that hold now."""
    return Duty.objects.filter(plan=plan, origin=Duty.Origin.GOAL, ended_on=None, goal__ended_on=None)


def board(
    plan: Plan, today: date, *, counties: bool = False, unit: int | None = None, role: str = "", shown: str = ""
) -> Board:
    """The plan's own units, or its counties; a filter leaves the other cells empty and the other units out."""
    there = Q(organisation__area=plan.area_id)
    duties = living(plan).filter(~there if counties else there)
    units = [one for one in _units(plan) if (one.area_id != plan.area_id) == counties]
    return _board(units, _goals(plan), _lights(plan, duties, today)).only(unit=unit, role=role, shown=shown)


def boards(plan: Plan, today: date, goal: Goal | None = None) -> tuple[Board, Board]:
    """The plan's own units and its counties, read together; of one goal alone where one is given."""
    duties, goals = (living(plan).filter(goal=goal), [goal]) if goal else (living(plan), _goals(plan))
    lights, units = _lights(plan, duties, today), _units(plan)
    own = [one for one in units if one.area_id == plan.area_id]
    counties = [one for one in units if one.area_id != plan.area_id]
    return _board(own, goals, lights), _board(counties, goals, lights)


def _goals(plan: Plan) -> list[Goal]:
    return list(plan.goals.filter(ended_on=None).order_by("number"))


def _board(units: list[Any], goals: list[Goal], lights: Lights) -> Board:
    rows = [_row(goal, [Cell(one, tuple(lights.get((goal.pk, one.pk), ()))) for one in units]) for goal in goals]
    return Board(tuple(units), tuple(rows), frozenset(one.pk for one in units if not one.named))


def _units(plan: Plan) -> list[Any]:
    """Those with a duty, and of the plan's own those with a seat; each with whether its liaison is named."""
    seated = Seat.objects.filter(plan=plan, closed_on=None)
    taking_part = Q(pk__in=living(plan).values("organisation"))
    taking_part |= Q(pk__in=seated.values("organisation"), area=plan.area_id)
    liaisons = SeatHolder.objects.filter(
        seat__in=seated.filter(kind=Seat.Kind.LIAISON), seat__organisation=OuterRef("pk"), until=None
    )
    found = Organisation.objects.filter(taking_part).select_related("area").annotate(named=Exists(liaisons))
    return list(found.order_by("order", "pk"))


def _row(goal: Goal, cells: list[Cell]) -> Row:
    return Row(goal, tuple(cells), loudest(light.lamp for cell in cells for light in cell.lights))


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """How many duties of one goal show which lamp; nothing of who, so that anybody may see it."""

    pk: int
    number: int
    title: str
    milestone_on: date | None
    standing: bool
    counts: dict[Lamp, int]
    lamp: Lamp

    @property
    def total(self) -> int:
        """Duties of the goal."""
        return sum(self.counts.values())

    @property
    def face(self) -> Face:
        """Of the goal as a whole."""
        return FACES[self.lamp]

    @property
    def faces(self) -> list[tuple[Face, Lamp, int]]:
        """Each lamp with its number, the loudest first."""
        return [(FACES[one], one, self.counts[one]) for one in reversed(Lamp) if self.counts.get(one)]


def goal_progress(plan: Plan, today: date) -> list[GoalProgress]:
    """Every living goal in its order."""
    lights = _lights(plan, living(plan), today).items()
    return _progress(_goals(plan), ((goal, light) for (goal, _), found in lights for light in found))


def progress_on(shown: Iterable[Board]) -> list[GoalProgress]:
    """The same, from boards that were read already."""
    parts = list(shown)
    return _progress(
        [row.goal for row in parts[0].rows],
        ((goal.pk, light) for part in parts for goal, _, light in part.lights()),
    )


def _progress(goals: Iterable[Goal], lights: Iterable[tuple[int, Light]]) -> list[GoalProgress]:
    by_goal: dict[int, Counter[Lamp]] = defaultdict(Counter)
    for goal_pk, light in lights:
        by_goal[goal_pk][light.lamp] += 1
    return [
        GoalProgress(
            goal.pk,
            goal.number,
            goal.title,
            goal.milestone_on,
            goal.standing,
            dict(by_goal[goal.pk]),
            loudest(by_goal[goal.pk]),
        )
        for goal in goals
    ]


@dataclass(frozen=True, slots=True)
class Score:
    """One unit in one half-year. Every figure is the length of `scored` with the same word."""

    organisation: Organisation
    due: int
    on_time: int
    late: int
    returned: int
    extended: int
    waiting: int


def half_year(year: int, half: int) -> tuple[date, date]:
    """First and last day."""
    return (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))


_GRANTED = Exists(Extension.objects.filter(term=OuterRef("pk"), state=Extension.State.GRANTED))
FIGURES: dict[str, tuple[str, Q]] = {
    "due": ("应办", Q()),
    "on_time": ("按期", Q(state=Term.State.DONE, first_overdue_at=None)),
    "late": ("逾期", Q(first_overdue_at__isnull=False)),
    "returned": ("退回", Q(returns__gt=0)),
    "extended": ("延期", Q(granted=True)),
    "waiting": ("待审核", Q(state=Term.State.HANDED_IN)),
}


def scored(terms: QuerySet[Term], year: int, half: int, figure: str = "due") -> QuerySet[Term]:
    """The terms first due in a half-year that one figure counts; what is history counts nowhere, and of a duty that has
    ended only what was done before."""
    counted = Q(duty__ended_on=None) | Q(state=Term.State.DONE) & ~Q(answer=Term.Answer.NOT_OURS)
    found = terms.filter(counted, first_due_on__range=half_year(year, half))
    return found.exclude(state=Term.State.HISTORY).annotate(granted=_GRANTED).filter(FIGURES[figure][1])


def scorecard(terms: QuerySet[Term], year: int, half: int) -> list[Score]:
    """One line for each unit among these terms, in protocol order."""
    figures = {name: Count("pk", filter=rule) for name, (_, rule) in FIGURES.items() if name != "due"}
    rows = scored(terms, year, half).values_list("duty__organisation").annotate(due=Count("pk"), **figures)
    counted = {unit: dict(zip(("due", *figures), counts, strict=True)) for unit, *counts in rows}
    units = Organisation.objects.filter(pk__in=counted).order_by("order", "pk")
    return [Score(unit, **counted[unit.pk]) for unit in units]
