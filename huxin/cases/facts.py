"""What does a person give when he does something to a case? Values that a form returns and an action writes down."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, Self, TypeVar


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim made, or what became of one: `id` names an existing row, without it the claim is new. Money in fen."""

    kind: str = ""
    id: int | None = None
    text: str = ""
    period_from: date | None = None
    period_until: date | None = None
    claimed_fen: int | None = None
    found_fen: int | None = None
    paid_fen: int | None = None
    paid_on: date | None = None
    outcome: str = ""
    people: int | None = None


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure against a party, or what became of one."""

    kind: str = ""
    id: int | None = None
    text: str = ""
    due_on: date | None = None
    amount_fen: int | None = None
    complied_on: date | None = None
    result: str = ""
    published_on: date | None = None
    withdrawn_on: date | None = None


R = TypeVar("R", ClaimFact, MeasureFact)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that comes with one action.

    `data` holds what the form asked for, by field, as papers and pages show it; `due` the last day of clocks that carry
    no limit of their own, `since` their first where it is not today, `ends` clocks that end with it or do not begin;
    `extend` days by clock; `reason` why a clock stops or an exception is made; `outcome` how the case ends; `whose` the
    party for whom the office writes it down, where several might have said it; `stays` that the case goes on in its
    step for what another side claims; `side` the role whose step it is alone: no term of the other side ends by it.
    """

    data: dict[str, Any] = field(default_factory=dict)
    claims: tuple[ClaimFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    due: dict[str, date] = field(default_factory=dict)
    since: dict[str, date] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    extend: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    outcome: str = ""
    documents: tuple[int, ...] = ()
    whose: int | None = None
    stays: bool = False
    side: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values, days as ISO texts; what is empty is left out."""
        return {key: _plain(value) for key, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Self:
        """The facts again."""
        return cls(
            data=raw.get("data", {}),
            claims=tuple(_row(ClaimFact, one) for one in raw.get("claims", ())),
            measures=tuple(_row(MeasureFact, one) for one in raw.get("measures", ())),
            due={key: date.fromisoformat(day) for key, day in raw.get("due", {}).items()},
            since={key: date.fromisoformat(day) for key, day in raw.get("since", {}).items()},
            ends=tuple(raw.get("ends", ())),
            extend=raw.get("extend", {}),
            reason=raw.get("reason", ""),
            outcome=raw.get("outcome", ""),
            documents=tuple(raw.get("documents", ())),
            whose=raw.get("whose"),
            stays=raw.get("stays", False),
            side=raw.get("side", ""),
        )

    def with_data(self, **more: Any) -> Self:
        """The same facts with more to show."""
        return replace(self, data=self.data | more)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _row(kind: type[R], raw: dict[str, Any]) -> R:
    days = {f.name for f in fields(kind) if "date" in str(f.type)}
    given: dict[str, Any] = {key: date.fromisoformat(v) if key in days and v else v for key, v in raw.items()}
    return kind(**given)
