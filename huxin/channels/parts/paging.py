"""Which rows stand on this page of a list, found by the key of the last row seen, without COUNT or OFFSET?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from huxin.orgs.access import by_keys

SIZE = 50
M = TypeVar("M", bound=Model)
R = TypeVar("R")
Key = list[Any]


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some rows of a list, and the signed places from which the next and the previous page are read."""

    rows: list[R]
    next: str = ""
    previous: str = ""


def page(
    queryset: QuerySet[M],
    request: HttpRequest,
    *order: str,
    size: int = 0,
    shown: Callable[[QuerySet[M]], QuerySet[M]] | None = None,
) -> Page[M]:
    """The page that the address asks for (`?cursor=`). `order` names fields that are never null, `-` before a
    descending one; the last is the primary key. `size` 0 is the usual number of rows. With `shown`, rows
    that a database must sort before it knows the first are found by their keys alone, and read with what `shown` adds
    to them."""
    if not order or order[-1].lstrip("-") not in ("pk", "id"):
        raise ValueError("the order of a list ends with the primary key")

    def read(key: Key | None, back: bool, most: int) -> list[M]:
        turned = _turned(order) if back else order
        rows = queryset.order_by(*turned)
        found = (rows if key is None else rows.filter(_after(turned, key)))[:most]
        return list(found if shown is None else shown(by_keys(found)).order_by(*turned))

    return page_of(read, lambda row: [_value(row, name) for name in order], request, ",".join(order), size=size)


def page_of(
    read: Callable[[Key | None, bool, int], list[R]],
    key_of: Callable[[R], Key],
    request: HttpRequest,
    name: str,
    size: int = 0,
) -> Page[R]:
    """The same of any list: `read(key, back, most)` gives rows beyond a key, with `back` those before it, backwards."""
    cursor = request.GET.get("cursor", "")
    back, key = _read(cursor, name) if cursor else (False, None)
    size = size or SIZE
    found = read(key, back, size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    before, after = (more, True) if back else (key is not None, more)
    return Page(
        found,
        next=_write(key_of(found[-1]), name, back=False) if found and after else "",
        previous=_write(key_of(found[0]), name, back=True) if found and before else "",
    )


def _turned(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _after(order: tuple[str, ...], key: list[Any]) -> Q:
    """Rows behind `key`; the first field is bounded by itself too, so that its index is used."""
    found, equal = Q(), Q()
    for name, value in zip(order, key, strict=True):
        field, beyond = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        found |= equal & Q(**{f"{field}__{beyond}": value})
        equal &= Q(**{field: value})
    first, edge = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{edge}": key[0]}) & found


def _value(row: Any, name: str) -> Any:
    for part in name.lstrip("-").split("__"):
        row = getattr(row, part)
    if row is None:
        raise ValueError(f"a list is ordered by {name}, which is null in a row")
    return row.isoformat() if hasattr(row, "isoformat") else row


def _write(key: Key, name: str, *, back: bool) -> str:
    return signing.dumps([back, *key], salt=f"paging:{name}", compress=True)


def _read(cursor: str, name: str) -> tuple[bool, Key]:
    try:
        back, *key = signing.loads(cursor, salt=f"paging:{name}")
    except signing.BadSignature:
        raise BadRequest("这个翻页链接已失效，请从列表第一页重新翻看。") from None
    return back, key
