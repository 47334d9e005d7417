"""What does a read plan hold before anybody has adopted it? Plain values, each with its place in the document."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from huxin.plans.reading.folding import Span

Role = Literal["lead", "cooperate", "by_duty", "implement"]
SeatKind = Literal["convenor", "member", "liaison"]
Period = Literal["half_year", "full_year"]
ROLES: tuple[Role, ...] = ("lead", "cooperate", "by_duty", "implement")


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as the document prints it, without blanks."""

    value: str
    place: Span


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the plan cites; either part may be missing."""

    title: str | None
    number: str | None
    place: Span


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of the joint conference; a seat given to a unit alone has no name."""

    kind: SeatKind
    name: str | None
    organisation: str | None  # as printed; `Unit.aliases` leads to the canonical name
    post: str | None
    place: Span
    parts: dict[str, Span]  # name, organisation, post


@dataclass(frozen=True, slots=True)
class Duty:
    """One unit answers for one goal in one role."""

    unit: str  # canonical
    as_printed: str
    role: Role
    place: Span


@dataclass(frozen=True, slots=True)
class Goal:
    """One task of the plan."""

    number: int
    mark: str  # as printed: （一）, 1., 第三条; empty in a table without numbers
    title: str
    text: str
    duties: tuple[Duty, ...]
    standing: bool
    milestone_on: str | None
    place: Span
    parts: dict[str, Span]  # title, text, standing, milestone_on


@dataclass(frozen=True, slots=True)
class ReportRule:
    """A report owed every year."""

    due: str  # MM-DD
    period: Period | None
    to: str | None
    contents: tuple[Printed, ...]
    place: Span
    parts: dict[str, Span]  # due, to


@dataclass(frozen=True, slots=True)
class Unit:
    """One party of the plan under all its spellings."""

    name: str
    aliases: tuple[str, ...]
    is_member: bool
    goals: dict[Role, list[int]]
    place: Span


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that a person must look at."""

    code: str
    message: str
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was read."""

    text: str
    title: Printed | None = None
    document_no: Printed | None = None
    issued_on: Printed | None = None  # value: ISO date
    issuers: tuple[Printed, ...] = ()
    addressees: tuple[Printed, ...] = ()
    basis: tuple[Basis, ...] = ()
    seats: tuple[Seat, ...] = ()
    office: Printed | None = None
    goals: tuple[Goal, ...] = ()
    requirements: tuple[Printed, ...] = ()
    report_rules: tuple[ReportRule, ...] = ()
    units: tuple[Unit, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The draft as the plain values of `huxin plan read --json`."""
        return {
            "title": _value(self.title),
            "document_no": _value(self.document_no),
            "issued_on": _value(self.issued_on),
            "issuers": [one.value for one in self.issuers],
            "addressees": [one.value for one in self.addressees],
            "basis": [{"title": one.title, "number": one.number} for one in self.basis],
            "seats": [_plain(one, "kind name organisation post") for one in self.seats],
            "office": {"organisation": _value(self.office)},
            "goals": [_goal(one) for one in self.goals],
            "requirements": [one.value for one in self.requirements],
            "report_rules": [
                _plain(one, "due period to") | {"contents": [item.value for item in one.contents]}
                for one in self.report_rules
            ],
            "units": [
                {"name": one.name, "aliases": list(one.aliases), "is_member": one.is_member, "goals": one.goals}
                for one in self.units
            ],
            "warnings": [
                {"code": one.code, "message": one.message, "place": asdict(one.place) if one.place else None}
                for one in self.warnings
            ],
            "text": self.text,
            "places": {pointer: asdict(span) for pointer, span in self.places().items()},
        }

    def places(self) -> dict[str, Span]:
        """JSON Pointer of each value that was read → where it stands in `text`."""
        found = _Places()
        found.one("/title", self.title)
        found.one("/document_no", self.document_no)
        found.one("/issued_on", self.issued_on)
        found.many("/issuers", self.issuers)
        found.many("/addressees", self.addressees)
        for n, basis in enumerate(self.basis):
            found.spans[f"/basis/{n}"] = basis.place
        for n, seat in enumerate(self.seats):
            found.parts(f"/seats/{n}", seat.place, seat.parts)
        found.one("/office/organisation", self.office)
        for n, goal in enumerate(self.goals):
            found.parts(f"/goals/{n}", goal.place, goal.parts)
            for m, duty in enumerate(goal.duties):
                found.spans[f"/goals/{n}/duties/{m}"] = duty.place
        found.many("/requirements", self.requirements)
        for n, rule in enumerate(self.report_rules):
            found.parts(f"/report_rules/{n}", rule.place, rule.parts)
            found.many(f"/report_rules/{n}/contents", rule.contents)
        for n, unit in enumerate(self.units):
            found.spans[f"/units/{n}"] = unit.place
        return found.spans


@dataclass(slots=True)
class _Places:
    spans: dict[str, Span] = field(default_factory=dict)

    def one(self, pointer: str, value: Printed | None) -> None:
        if value is not None:
            self.spans[pointer] = value.place

    def many(self, pointer: str, values: tuple[Printed, ...]) -> None:
        for n, value in enumerate(values):
            self.spans[f"{pointer}/{n}"] = value.place

    def parts(self, pointer: str, place: Span, parts: dict[str, Span]) -> None:
        self.spans[pointer] = place
        for name, span in parts.items():
            self.spans[f"{pointer}/{name}"] = span


def _value(one: Printed | None) -> str | None:
    return one.value if one else None


def _plain(one: object, names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names.split()}


def _goal(one: Goal) -> dict[str, Any]:
    duties = [_plain(duty, "unit as_printed role") for duty in one.duties]
    return _plain(one, "number mark title text") | {
        "duties": duties,
        "standing": one.standing,
        "milestone_on": one.milestone_on,
    }
