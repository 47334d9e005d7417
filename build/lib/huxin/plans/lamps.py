"""Which lamp does a term or a duty show? From dates and states alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Lamp(StrEnum):
    """Ordered from the quietest to the loudest; every lamp has a colour, a sign and a word."""

    HISTORY = "history"
    NONE = "none"
    DONE = "done"
    DONE_LATE = "done_late"
    WAITING = "waiting"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Face:
    """How a lamp is shown: never by colour alone."""

    colour: str
    sign: str
    word: str


FACES = {
    Lamp.HISTORY: Face("secondary", "◌", "历史"),
    Lamp.NONE: Face("secondary", "–", "无期限"),
    Lamp.DONE: Face("green", "✓", "已完成"),
    Lamp.DONE_LATE: Face("lime", "✓!", "逾期完成"),
    Lamp.WAITING: Face("blue", "◔", "待审核"),
    Lamp.GREEN: Face("green", "●", "正常"),
    Lamp.YELLOW: Face("yellow", "▲", "临期或退回"),
    Lamp.RED: Face("red", "■", "逾期"),
}
_LOUDNESS = {lamp: level for level, lamp in enumerate(Lamp)}


class HasDates(Protocol):
    """What a lamp is read from: a Term, or anything with the same four facts."""

    @property
    def state(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def first_overdue_at(self) -> object: ...


def lamp(term: HasDates, *, today: date, warn_days: int) -> Lamp:
    """The lamp of one term on a day; `warn_days` are calendar days before the due day."""
    if term.state == "history":
        return Lamp.HISTORY
    if term.state == "done":
        return Lamp.DONE_LATE if term.first_overdue_at else Lamp.DONE
    if term.state == "handed_in":
        return Lamp.WAITING
    if term.due_on < today:
        return Lamp.RED
    if term.state == "returned" or (term.due_on - today).days <= warn_days:
        return Lamp.YELLOW
    return Lamp.GREEN


def loudest(lamps: Iterable[Lamp]) -> Lamp:
    """The lamp of a duty, a unit or a goal: the loudest of its parts."""
    return max(lamps, key=_LOUDNESS.__getitem__, default=Lamp.NONE)
