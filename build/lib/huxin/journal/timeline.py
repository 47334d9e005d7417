"""What happened to this thing, in sentences?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from huxin.journal.log import PARTIES, STAFF, VERBS
from huxin.journal.models import Event, EventSubject

WORDS: dict[str, Callable[[Any], str]] = {}
WORDS_OF_MANY: dict[str, Callable[[set[Any]], dict[Any, str]]] = {}
WORDS_OF_NOTHING: dict[str, str] = {}
_said: ContextVar[dict[tuple[str, str], str] | None] = ContextVar("said", default=None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    who: str
    sentence: str
    verb: str
    event_id: int


def words_for(
    field: str,
    say: Callable[[Any], str],
    many: Callable[[set[Any]], dict[Any, str]] | None = None,
    *,
    empty: str | None = None,
) -> None:
    """Say how a code in this field reads on screen, e.g. a step's code as its title; `many` says it of many at once,
    `empty` what it means that none was given."""
    WORDS[field] = say
    if empty is not None:
        WORDS_OF_NOTHING[field] = empty
    if many:
        WORDS_OF_MANY[field] = many


@contextmanager
def said_once(events: Iterable[Event]) -> Iterator[None]:
    """Inside, a code that stands in many of these events is looked up once, and all of one field together if it can."""
    known: dict[tuple[str, str], str] = {}
    for field, many in WORDS_OF_MANY.items():
        codes = {event.data[field] for event in events if event.data.get(field)}
        known |= {(field, str(code)): words for code, words in (many(codes) if codes else {}).items()}
    token = _said.set(known)
    try:
        yield
    finally:
        _said.reset(token)


def _in_words(field: str, value: Any) -> str:
    known = _said.get()
    if known is None:
        return _word(field, value)
    key = (field, str(value))
    if key not in known:
        known[key] = _word(field, value)
    return known[key]


def _word(field: str, value: Any) -> str:
    """The journal outlives its vocabulary: a code that is no longer known stands as it was written."""
    try:
        return WORDS[field](value)
    except (KeyError, ValueError):
        return str(value)


def _say(field: str, value: Any) -> str:
    if value is None or value == "":
        return WORDS_OF_NOTHING.get(field, "（未填）")
    if field in WORDS:
        return _in_words(field, value)
    if isinstance(value, str) and field.endswith("_on"):
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    return str(value)


def sentence(event: Event) -> str:
    """The event in words, from its declaration and its figures."""
    kind = VERBS.get(event.verb)
    if kind is None:
        return event.verb
    return kind.words.format(**{name: _say(name, event.data.get(name)) for name in kind.fields})


def who(event: Event) -> str:
    """The actor as he was: 州人社局 李某（代 王某）."""
    stand_in = f"（代{event.acting_for}）" if event.acting_for else ""
    unit = "" if event.organisation == event.actor_name else event.organisation
    return f"{unit} {event.actor_name}{stand_in}".strip()


def events_of(*subjects: models.Model) -> QuerySet[Event]:
    """All events that touched any of these things, newest first."""
    keys: dict[str | None, list[int]] = {}
    for thing in subjects:
        keys.setdefault(thing._meta.model_name, []).append(thing.pk)
    if not subjects:
        return Event.objects.none()
    found = models.Q()
    for kind, pks in keys.items():
        found |= models.Q(kind=kind, subject_id__in=pks)
    touched = EventSubject.objects.filter(found).values("event")
    return Event.objects.filter(pk__in=touched).order_by("-id")


def entries(events: Sequence[Event] | QuerySet[Event], audience: str = STAFF) -> list[Entry]:
    """Events as lines; parties see only what is declared for them."""
    shown = [e for e in events if audience == STAFF or (e.verb in VERBS and VERBS[e.verb].audience == PARTIES)]
    with said_once(shown):
        return [Entry(e.occurred_at, who(e), sentence(e), e.verb, e.pk) for e in shown]
