"""In which words is a procedure declared, and what is refused when it contradicts itself?

A procedure is data: steps, the actions that lead from one to another, and the clocks of the law that run across steps.
It checks itself when it is declared; `register` adds what can only be known among other declarations: rights, forms,
and papers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.module_loading import import_string

from huxin.base.workdays import Unit
from huxin.documents.kinds import KINDS
from huxin.orgs.roles import PERMISSIONS

OPEN = "open"  # the trigger of opening a case
NOTICED = "noticed"  # days during which a paper was made public count for no clock that stops by them
PLAIN = "huxin.cases.forms.common.Plain"  # nothing is asked for but a remark
SERVED = "served:"  # before the code of a paper: the day on which it was served


class Owes(StrEnum):
    """Whose clock it is: late, it is the office's fault, or a consequence for the parties or one side, or a court's."""

    OFFICE = "office"
    PARTY = "party"  # every party
    CLAIMANT = "claimant"
    FIRM = "firm"
    COURT = "court"


OWED_BY = {
    Owes.OFFICE: "办理单位",
    Owes.PARTY: "当事人",
    Owes.CLAIMANT: "申请人",
    Owes.FIRM: "用人单位",
    Owes.COURT: "人民法院",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Where a case stands. `plain` is how a party reads it; without, the title."""

    code: str
    title: str
    final: bool = False
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A statutory length: days of this unit, the article that sets it, and by how many days it can be extended."""

    days: int
    unit: Unit
    law: str
    extension: int = 0

    def __post_init__(self) -> None:
        if self.days < 1 or self.extension < 0 or not self.law:
            raise ValueError(f"a limit has days and an article: {self}")


@dataclass(frozen=True, slots=True)
class Clock:
    """A term that runs from one trigger to another; without a limit its last day is given by the action that starts it.

    A trigger is `open`, the code of an action, or `served:` and the code of a paper. `restarts` begins the term anew.
    A `right` is lost when its day has passed, and owed to nobody.
    """

    code: str
    title: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    limit: Limit | None = None
    stops: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    owed_by: Owes = Owes.OFFICE
    right: bool = False

    def triggers(self) -> Iterator[str]:
        """Everything that moves this clock."""
        for group in (self.starts, self.ends, self.stops, self.resumes, self.restarts):
            yield from group


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody may do in some steps: staff with the right `needs`, or a party in the role `party`.

    `paper` is the approval on which it waits: the case moves when that paper is signed. `letters` are drafted once the
    action is done, and go their own way to signature, number and service. An empty `to` leaves the case in its step.
    """

    code: str
    title: str
    steps: tuple[str, ...]
    to: str = ""
    needs: str = ""
    form: str = PLAIN
    paper: str = ""
    letters: tuple[str, ...] = ()
    party: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A kind of case. `code` ends in its version; `opens` is the right to open one, empty where anybody may.

    `claims` is whether somebody asks for something; every claim has an outcome before such a case ends. `jointly` are
    actions that dispose of claims: of several claimants each says for himself, and the case moves when all have. What
    is given with the actions of `told` is said to the claimant and read by him at once; of `dismiss.ground` that
    field alone.
    """

    code: str
    title: str
    law: str
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]
    actions: tuple[Action, ...]
    opens: str = "case.open"
    letters: tuple[str, ...] = ()  # drafted when a case is opened
    claims: bool = True
    jointly: tuple[str, ...] = ("withdraw",)
    told: tuple[str, ...] = ()
    hears: tuple[str, ...] = ()  # actions of who claims that the firm reads at once
    halts: tuple[str, ...] = ()  # by which it stands still or goes on; a firm that knows of it reads so, and one field
    takes: tuple[str, ...] = ()  # who does one of these in a case that nobody has, has it from then on
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()  # an action → decisions whose makers may not do it
    awaits: tuple[tuple[str, tuple[str, ...]], ...] = ()  # an action → its time is while one of these runs; (): any
    order: int = 99  # its place where people choose: what is asked for most comes first

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise ValueError(f"procedure {self.code}: {'; '.join(problems)}")

    def step(self, code: str) -> Step:
        """The step of this code."""
        return next(step for step in self.steps if step.code == code)

    def action(self, code: str) -> Action:
        """The action of this code."""
        return next(action for action in self.actions if action.code == code)

    def clock(self, code: str) -> Clock:
        """The clock of this code."""
        return next(clock for clock in self.clocks if clock.code == code)

    def gives_up(self, action: Action) -> bool:
        """Does a party take back or settle with it what it asks for? That takes its own word, or a special right."""
        return action.code in self.jointly or bool(action.to and self.step(action.to).final)

    def at_step(self, step: str) -> tuple[Action, ...]:
        """What can be done there."""
        return tuple(action for action in self.actions if step in action.steps)


PROCEDURES: dict[str, Procedure] = {}


def in_order() -> list[Procedure]:
    """Every procedure, as people choose among them."""
    return sorted(PROCEDURES.values(), key=lambda one: (one.order, one.code))


def register(procedure: Procedure) -> Procedure:
    """Take a procedure into use; rights, forms and papers that it names must exist."""
    problems = [f"permission {p} is unknown" for p in _rights(procedure) if p not in PERMISSIONS]
    problems += [f"paper {p} is unknown" for p in papers_of(procedure) if p not in KINDS]
    for action in procedure.actions:
        try:
            import_string(action.form)
        except ImportError:
            problems.append(f"form {action.form} is unknown")
    if procedure.code in PROCEDURES:
        problems.append("it is declared twice")
    if problems:
        raise ValueError(f"procedure {procedure.code}: {'; '.join(problems)}")
    PROCEDURES[procedure.code] = procedure
    return procedure


def papers_of(procedure: Procedure) -> Iterator[str]:
    """The codes of all papers it names."""
    yield from procedure.letters
    for action in procedure.actions:
        yield from (*((action.paper,) if action.paper else ()), *action.letters)
    for clock in procedure.clocks:
        yield from (trigger.removeprefix(SERVED) for trigger in clock.triggers() if trigger.startswith(SERVED))


def said_of(listed: Iterable[str]) -> dict[str, str]:
    """Of what `told` or `halts` lists the field that is said, by action; empty where none is named."""
    return {action: field for action, _, field in (one.partition(".") for one in listed)}


def _rights(procedure: Procedure) -> Iterator[str]:
    yield from (action.needs for action in procedure.actions if action.needs)
    if procedure.opens:
        yield procedure.opens


def _twice(codes: Iterable[str], what: str) -> Iterator[str]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield f"{what} {code} stands twice"
        seen.add(code)


def _problems(p: Procedure) -> Iterator[str]:
    """Why this is no procedure."""
    name, _, version = p.code.partition("/")
    if not name.replace("_", "").isalpha() or not version.isdigit():
        yield "its code is a name and a version, complaint/1"
    yield from _twice((s.code for s in p.steps), "step")
    yield from _twice((a.code for a in p.actions), "action")
    yield from _twice((c.code for c in p.clocks), "clock")
    steps = {step.code: step for step in p.steps}
    for action in p.actions:
        unknown = {*action.steps, *((action.to,) if action.to else ())} - set(steps)
        if unknown:
            yield f"action {action.code} names unknown steps {sorted(unknown)}"
        if any(steps[s].final for s in action.steps if s in steps) and action.to:
            yield f"action {action.code} leaves a final step"
        if not action.needs and not action.party:
            yield f"action {action.code} is open to nobody"
    yield from _unreachable(p)
    yield from _dead_ends(p)
    known = {OPEN, NOTICED, *(action.code for action in p.actions)}
    if lost := {code for one, of in p.apart for code in (one, *of)} - known:
        yield f"apart from actions that there are not: {sorted(lost)}"
    if lost := {one for one, _ in p.awaits} - known | {c for _, of in p.awaits for c in of} - {
        c.code for c in p.clocks
    }:
        yield f"awaits what there is not: {sorted(lost)}"
    if lost := {*said_of((*p.told, *p.halts)), *p.hears, *p.takes} - known:
        yield f"told of, or taken by, actions that there are not: {sorted(lost)}"
    for clock in p.clocks:
        strange = [t for t in clock.triggers() if t not in known and not t.startswith(SERVED)]
        if strange or not clock.starts or not clock.ends:
            yield f"clock {clock.code} needs starts and ends among the actions; unknown: {strange}"
        if bool(clock.stops) != bool(clock.resumes):
            yield f"clock {clock.code} stops without resuming, or resumes without stopping"


def _ways(p: Procedure) -> set[tuple[str, str]]:
    return {(step, action.to) for action in p.actions if action.to for step in action.steps}


def _unreachable(p: Procedure) -> Iterator[str]:
    reached, ways = {p.steps[0].code}, _ways(p)
    while more := {to for start, to in ways if start in reached} - reached:
        reached |= more
    yield from (f"step {s.code} is reached by nobody" for s in p.steps if s.code not in reached)


def _dead_ends(p: Procedure) -> Iterator[str]:
    ending, ways = {s.code for s in p.steps if s.final}, _ways(p)
    while more := {start for start, to in ways if to in ending} - ending:
        ending |= more
    yield from (f"from step {s.code} no end is reached" for s in p.steps if s.code not in ending)
