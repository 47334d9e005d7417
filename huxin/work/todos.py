"""What has this person to do? Each package offers rows of its own; the database makes them one list by due day."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, Expression, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from huxin.base.actor import Actor

FAR = date.max  # where in the list stands what has no day: last
_ORDER = ("todo_day", "todo_sort", "todo_key")
_COLUMNS = (*_ORDER, "todo_pk", "todo_title", "todo_organisation", "todo_detail")
Column = str | Expression
Place = tuple[date, int, int]  # of a line in the list: its day, its sort, its row


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. `kind` is a short Chinese word (报告, 签收, 会议 …), `state` another (退回修改, 待接收 …).

    `by_calendar`: its day was worked out over working days, so that holidays announced later may move it.
    """

    title: str
    url: str
    due_on: date | None
    kind: str
    organisation: str = ""
    state: str = ""
    by_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list as the database gives it; `detail` is what its offer has asked for besides."""

    pk: int
    due_on: date | None
    title: str
    organisation: str
    detail: str

    def todo(self, view: str, kind: str, state: str, *, by_calendar: bool = False) -> Todo:
        """The usual to-do: a page of the workbench with the row's key."""
        url = reverse(view, args=[self.pk])
        return Todo(self.title, url, self.due_on, kind, self.organisation, state, by_calendar)


@dataclass(frozen=True, slots=True)
class Offered:
    """Rows that all are something to do, the columns that make their lines, and how a line becomes a to-do.

    `key` tells the rows apart; `pk` is the key of the page that a line leads to.
    """

    rows: QuerySet[Any, Any]
    todo: Callable[[Line], Todo]
    title: Column
    key: str = "pk"
    pk: str = "pk"
    due_on: Column | None = None
    organisation: Column | None = None
    detail: Column | None = None

    def places(self, sort: int) -> QuerySet[Any, Any]:
        """Where the rows stand in the list, and nothing else."""
        return self._placed(sort).values_list(*_ORDER)

    def _placed(self, sort: int) -> QuerySet[Any, Any]:
        far = Value(FAR, DateField())
        placed: QuerySet[Any, Any] = self.rows.order_by().annotate(
            todo_day=far if self.due_on is None else Coalesce(_column(self.due_on), far),
            todo_sort=Value(sort),
            todo_key=F(self.key),
        )
        return placed

    def lines(self, sort: int, keys: Collection[int] | None = None) -> QuerySet[Any, Any]:
        """The rows, or those with these keys, reduced to the columns that all offers share."""
        placed = self._placed(sort) if keys is None else self._placed(sort).filter(todo_key__in=keys)
        columns: QuerySet[Any, Any] = placed.annotate(
            todo_pk=F(self.pk),
            todo_title=_column(self.title),
            todo_organisation=_column(self.organisation),
            todo_detail=_column(self.detail),
        )
        return columns.values_list(*_COLUMNS)


def _column(column: Column | None) -> Any:
    if column is None:
        return Value("", CharField())
    return F(column) if isinstance(column, str) else column


Offer = Callable[[Actor, datetime], Iterable[Offered]]
OFFERS: list[tuple[frozenset[str], Offer]] = []


def offer(*rights: str) -> Callable[[Offer], Offer]:
    """Ask this function too, `todo(by, at)`, whenever somebody opens the home page who holds one of these rights
    anywhere; with none named, for everybody. To build questions that find nothing costs most of the page's time."""

    def note(function: Offer) -> Offer:
        OFFERS.append((frozenset(rights), function))
        return function

    return note


def todos(by: Actor, at: datetime) -> list[Todo]:
    """All there is to do, the most urgent first, what has no day last; one query, however many packages offer."""
    offered = _offered(by, at)
    lines = _in_order([one.lines(sort) for sort, one in offered.items()])
    return [todo for _, todo in _read(lines, offered)]


def some(
    by: Actor, at: datetime, *, most: int, beyond: Place | None = None, back: bool = False
) -> list[tuple[Place, Todo]]:
    """The next `most` lines beyond a place in the list, each with its place; with `back` those before it, backwards.

    Two queries, however many packages offer something: which rows these are, without what they say; and what they say.
    """
    offered = _offered(by, at)
    places = _in_order([_beyond(one.places(sort), sort, beyond, back) for sort, one in offered.items()], back)
    keys: dict[int, list[int]] = defaultdict(list)
    for _, sort, key in places[:most]:
        keys[sort].append(key)
    return _read(_in_order([offered[sort].lines(sort, these) for sort, these in keys.items()], back), offered)


def _offered(by: Actor, at: datetime) -> dict[int, Offered]:
    """By the number of their sort, which stays the same."""
    held = [(n, function) for n, (rights, function) in enumerate(OFFERS) if not rights or any(map(by.can, rights))]
    return {100 * n + m: one for n, function in held for m, one in enumerate(function(by, at))}


def _in_order(parts: list[QuerySet[Any, Any]], back: bool = False) -> QuerySet[Any, Any] | list[Any]:
    """The rows of all parts as one list."""
    parts = [part for part in parts if not part.query.is_empty()]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return rows.order_by(*(("-" if back else "") + name for name in _ORDER))


def _read(lines: Iterable[Any], offered: Mapping[int, Offered]) -> list[tuple[Place, Todo]]:
    found = []
    for day, sort, key, pk, title, organisation, detail in lines:
        line = Line(pk, None if day == FAR else day, title, organisation or "", detail)
        found.append(((day, sort, key), offered[sort].todo(line)))
    return found


def _beyond(lines: QuerySet[Any, Any], sort: int, place: Place | None, back: bool) -> QuerySet[Any, Any]:
    """Those lines of one sort that come after a place of the whole list."""
    if place is None:
        return lines
    day, at_sort, key = place
    way = "lt" if back else "gt"
    same_day = Q(**{f"todo_key__{way}": key}) if sort == at_sort else Q() if (sort > at_sort) != back else Q(pk__in=())
    return lines.filter(Q(**{f"todo_day__{way}": day}) | Q(todo_day=day) & same_day)
