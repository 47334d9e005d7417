"""How do tests put to-dos of their own on somebody's list?"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import DateField, Value

from huxin.base.actor import Actor
from huxin.orgs.models import User
from huxin.work.todos import Offer, Offered, Todo


def offering(*todos: Todo, rights: Collection[str] = ()) -> tuple[frozenset[str], Offer]:
    """An offer of just these to holders of one of the rights, each standing on the row of the person who asks."""

    def offered(by: Actor, at: datetime) -> Iterator[Offered]:
        for todo in todos:
            day = Value(todo.due_on, DateField()) if todo.due_on else None
            yield Offered(User.objects.filter(pk=by.person()), lambda line, it=todo: it, title="name", due_on=day)

    return frozenset(rights), offered
