"""How is an event declared, written, and reacted to?"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django_tasks import task

from huxin.base.actor import Actor
from huxin.journal.models import Event, EventSubject

STAFF, PARTIES = "staff", "parties"
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,64}")
_PERSONAL = re.compile(r"(?<![A-Fa-f0-9])\d{11,}")


@dataclass(frozen=True, slots=True)
class Verb:
    """A kind of event: its code, its words in Chinese with {field} places, its fields, and who may read it."""

    code: str
    words: str
    fields: tuple[str, ...] = ()
    audience: str = STAFF


Reaction = Callable[[Event], None]
R = TypeVar("R", bound=Reaction)
VERBS: dict[str, Verb] = {}
REACTIONS: dict[str, tuple[str, Reaction]] = {}


def verb(code: str, words: str, fields: tuple[str, ...] = (), audience: str = STAFF) -> Verb:
    """Declare an event beside the action that writes it; a code stands for one thing for ever."""
    if code in VERBS:
        raise ValueError(f"verb {code} is declared twice")
    unknown = set(re.findall(r"{(\w+)}", words)) - set(fields)
    if unknown:
        raise ValueError(f"verb {code}: its words name fields it does not have: {unknown}")
    VERBS[code] = Verb(code, words, fields, audience)
    return VERBS[code]


def _checked(kind: Verb, data: Mapping[str, Any]) -> dict[str, Any]:
    """Codes, ids, days and figures only: no free text, no personal number."""
    if set(data) != set(kind.fields):
        raise ValueError(f"{kind.code} takes {kind.fields}, was given {tuple(data)}")
    plain: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, date):  # a datetime is one too
            value = value.isoformat()
        values = value if isinstance(value, list | tuple) else [value]
        for one in values:
            if isinstance(one, str) and (not _CODE.fullmatch(one) or _PERSONAL.search(one)):
                raise ValueError(f"{kind.code}.{name} must be a code, not free text or a personal number")
            if not isinstance(one, str | int | bool | None):
                raise ValueError(f"{kind.code}.{name} must be a code, a whole number, a day or nothing")
        plain[name] = value
    return plain


def record(
    kind: Verb,
    subjects: Iterable[models.Model],
    *,
    by: Actor,
    at: datetime,
    org_path: str,
    permission: str = "",
    **data: Any,
) -> Event:
    """Write the one event of an action, and queue what follows from it, in the action's own transaction.

    `subjects` are the things touched; their kind is their model's label in lower case without the package
    (`duty`). `org_path` places the event in the tree of organisations. `permission` names the right used, so
    that the capacity of the actor is written as it was.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written inside the transaction of its action")
    capacity = by.grant(permission, org_path) or (by.grants[0] if by.grants else None)
    event = Event.objects.create(
        verb=kind.code,
        actor_id=by.user_id,
        actor_name=by.name,
        organisation_id=capacity.organisation_id if capacity else None,
        organisation=capacity.organisation if capacity else "",
        acting_for=capacity.acting_for if capacity else "",
        org_path=org_path,
        data=_checked(kind, data),
        occurred_at=at,
    )
    rows = [EventSubject(event=event, kind=s._meta.model_name or "", subject_id=s.pk) for s in subjects]
    EventSubject.objects.bulk_create(rows)
    for name, (code, _) in REACTIONS.items():
        if code == kind.code:
            run_reaction.enqueue(name, event.pk)
    return event


def react(code: str) -> Callable[[R], R]:
    """Run the decorated function later, at least once, for each event of this kind; so write it repeatable."""

    def register(function: R) -> R:
        name = f"{function.__module__.removeprefix('huxin.')}.{function.__name__}"
        if name in REACTIONS:
            raise ValueError(f"reaction {name} is declared twice")
        REACTIONS[name] = (code, function)
        return function

    return register


@task()
def run_reaction(name: str, event_id: int) -> None:
    """Run one reaction on one event; the queue keeps trying it (config/tick.py)."""
    _, function = REACTIONS[name]
    function(Event.objects.get(pk=event_id))
