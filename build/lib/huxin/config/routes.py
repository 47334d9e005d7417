"""Which routes are there, and which right does each state?"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def all_routes() -> list[tuple[str, Callable[..., Any]]]:
    """(path pattern, view) of every route, also of the accounts library."""
    return list(_walk(get_resolver(), ""))


def own_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The routes whose views are ours; each must state its right."""
    return [(path, view) for path, view in all_routes() if view.__module__.startswith("huxin.")]
