"""What does a procedure say to people: which steps, by when, on what the term rests, what they may do themselves?"""

from dataclasses import dataclass

from huxin.base.workdays import Unit
from huxin.cases.actions.filing import newest
from huxin.cases.drafting import titles
from huxin.cases.models import Party
from huxin.cases.procedure import NOTICED, OPEN, OWED_BY, SERVED, Clock, Procedure, in_order

_UNITS = {Unit.WORKING: "个工作日", Unit.CALENDAR: "天", Unit.MONTHS: "个月"}


@dataclass(frozen=True, slots=True)
class Term:
    """One term in words: who owes what, how long, from when to when, what halts it, by which article."""

    title: str
    who: str
    long: str
    since: str
    until: str
    halts: str
    law: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A procedure as people read it."""

    name: str
    procedure: Procedure
    course: tuple[str, ...]
    results: tuple[str, ...]
    terms: tuple[Term, ...]
    worker_may: tuple[str, ...]
    firm_may: tuple[str, ...]
    told_here: bool  # may anybody begin it on the public pages?


def procedures() -> list[Procedure]:
    """Those by which new cases are opened, one version each, as people choose among them."""
    names = dict.fromkeys(one.code.split("/")[0] for one in in_order())
    return [newest(name) for name in names]


def guide(procedure: Procedure) -> Guide:
    """Made from the declaration alone, so it is never older than what is done."""
    running = tuple(step.plain or step.title for step in procedure.steps if not step.final)
    results = tuple(step.plain or step.title for step in procedure.steps if step.final)
    return Guide(
        name=procedure.code.split("/")[0], procedure=procedure, course=tuple(dict.fromkeys(running)),
        results=tuple(dict.fromkeys(results)), terms=tuple(_term(procedure, clock) for clock in procedure.clocks),
        worker_may=_may(procedure, Party.Role.CLAIMANT), firm_may=_may(procedure, Party.Role.RESPONDENT),
        told_here=not procedure.opens,
    )  # fmt: skip


_WORDS = {OPEN: "收到", NOTICED: "公告送达期间"}


def _may(procedure: Procedure, role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action.title for action in procedure.actions if action.party == role))


def _term(procedure: Procedure, clock: Clock) -> Term:
    limit = clock.limit
    long = f"{limit.days}{_UNITS[limit.unit]}" if limit else "按法律规定的期限" if clock.right else "由办理单位书面确定"
    if limit and limit.extension:
        long += f"，情况复杂经批准可延长{limit.extension}{_UNITS[limit.unit]}"
    return Term(
        title=clock.title, who=OWED_BY[clock.owed_by], long=long,
        since=_moments(procedure, clock.starts), until=_moments(procedure, clock.ends),
        halts=_moments(procedure, clock.stops), law=limit.law if limit else "",
    )  # fmt: skip


def _moments(procedure: Procedure, triggers: tuple[str, ...]) -> str:
    words = titles()
    said = [
        _WORDS[one]
        if one in _WORDS
        else f"《{words[one.removeprefix(SERVED)]}》送达"
        if one.startswith(SERVED)
        else procedure.action(one).title
        for one in triggers
    ]
    return "、".join(dict.fromkeys(said))
